"""Straight-line distances in whole metres between people and units, in plain Python for the checker."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit

EARTH_KM = 6371.0088
Point = tuple[float, float]  # latitude and longitude in degrees


def whole_metres(km: float) -> int:
    """Return a distance in whole metres, half a metre rounded up, as both sides of a rule compare it."""
    return math.floor(km * 1000.0 + 0.5)


def metres_to(case: Case, cadre: Cadre, unit: Unit, start: str) -> int | None:
    """Return the metres from where somebody starts to `unit`, None where a point is unknown.

    `start` is residence or current_unit; where it is unknown the other one stands for it. A residence that may lie in
    several new units is their middle.
    """
    there = point_of(unit)
    home = _middle(case, cadre.residence_units)
    work = _middle(case, (cadre.current_unit_code,) if cadre.current_unit_code else ())
    first, second = (home, work) if start == "residence" else (work, home)
    here = first if first is not None else second
    return None if here is None or there is None else whole_metres(great_circle_km(here, there))


def point_of(unit: Unit) -> Point | None:
    """Return where a unit lies, None where a coordinate is blank."""
    return None if unit.lat is None or unit.lon is None else (unit.lat, unit.lon)


def great_circle_km(a: Point, b: Point) -> float:
    """Return the distance in km of two points along the surface of the earth."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(h, 1.0)))


def _middle(case: Case, codes: tuple[str, ...]) -> Point | None:
    points = [point_of(case.unit_by_code[c]) if c in case.unit_by_code else None for c in codes]
    known = [p for p in points if p is not None]
    if not known or len(known) < len(points):
        return None
    return sum(lat for lat, _ in known) / len(known), sum(lon for _, lon in known) / len(known)
