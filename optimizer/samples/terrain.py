"""Invented figures of the real places: residents by type and area, and which units count as hard to serve in.

Neither is official. Populations are drawn; the border and mountain units are this program's own reading of the map.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from optimizer.samples.gazetteer import Place

_BORDER = frozenset(  # Lạng Sơn's rim towards the north and east
    ("06004", "06037", "06058", "06148", "06172", "06184", "06211", "06196", "06220", "06541", "06565", "06625")
)
_LOWLAND = frozenset(("06385", "06415", "06457", "06463", "06040", "06529"))  # valley townships of the same province
_HILLS = frozenset(
    ("Xã Ba Vì", "Xã Yên Bài", "Xã Suối Hai", "Xã Yên Xuân", "Xã Phú Cát", "Xã Hòa Lạc", "Xã Hương Sơn", "Xã Minh Châu")
)
_UNKNOWN_AREA = 110.0  # where the table leaves a doubtful area blank


def hardship(unit: Place) -> str:
    """Return the word for what makes a unit hard to serve in, blank for most."""
    if unit.type == "đặc khu":
        return "hải đảo"
    if unit.code in _BORDER:
        return "biên giới"
    if unit.province == "Tỉnh Lạng Sơn":
        return "miền núi" if unit.type == "xã" and unit.code not in _LOWLAND else ""
    return "miền núi" if unit.province == "Thành phố Hà Nội" and unit.name in _HILLS else ""


def invent_population(rng: Random, units: Sequence[Place]) -> dict[str, int]:
    """Draw residents for each unit: dense wards, broad delta communes, thin mountain communes, a tiny far island."""
    return {u.code: _residents(rng, u) for u in units}


def _residents(rng: Random, unit: Place) -> int:
    area = unit.area_km2 or _UNKNOWN_AREA
    chance = math.exp(rng.gauss(0, 0.25))
    if unit.type == "đặc khu":
        return int(rng.uniform(600, 900)) if area < 10 else int(area * 150 * chance)
    if unit.province == "Tỉnh Lạng Sơn":
        low, high, count = (14_000, 45_000, area * 700) if unit.type == "phường" else (4_500, 24_000, area * 95)
    elif unit.type == "phường":
        low, high, count = 16_000, 125_000, 90_000 * (area / 10) ** -0.05 if area < 8 else 1_500 * area + 22_000
    else:
        low, high, count = 12_000, 58_000, 11_000 + 900 * area
    return int(min(high * rng.uniform(0.9, 1), max(low * rng.uniform(1, 1.1), count * chance)))
