"""What travelling to work costs in monthly support."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from optimizer.domain.parameters import Bands, Refused, bands_text
from optimizer.model.cells import Cells, Shared
from optimizer.model.facts import great_circle_km
from optimizer.objectives.base import Objective
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.facts import Facts

EARTH_KM = 6371.0088
UNKNOWN = 999.0  # degrees that no place has
Point = tuple[float, float]


class Travel(Objective):
    """The monthly support for the way to work and for rent, in million VND, of everybody placed (R58, R64).

    The straight line from the residence (or the present unit) to the unit, to the metre, is looked up in bands: from 15
    km 1.8, from 30 km 2.7, from 45 km 3.6; rent adds 2.7 from 30 km. An unknown distance costs nothing.
    """

    name: ClassVar[str] = "travel"
    text: ClassVar[Text] = Text("Hỗ trợ đi lại và thuê nhà", "Travel support")
    unit: ClassVar[Text] = Text("triệu đồng/tháng", "million VND a month")
    source: ClassVar[Text] = Text("mức hỗ trợ của Hải Phòng (12/2025)", "the support Hải Phòng pays (December 2025)")
    topic: ClassVar[str] = "movement"
    default_weight: ClassVar[float] = 5.0

    bands: Bands = Field(
        default=((15.0, 1.8), (30.0, 2.7), (45.0, 3.6)),
        description="Travel support by distance: from km, million VND a month; bands divided by |.",
        json_schema_extra={
            "vi": "Hỗ trợ đi lại theo khoảng cách: từ số km, triệu đồng mỗi tháng; các mức cách nhau bằng dấu |.",
            "shown": "15:1.8 | 30:2.7 | 45:3.6",
        },
    )
    rent: Bands = Field(
        default=((30.0, 2.7),),
        description="Rent support by distance, written in the same way.",
        json_schema_extra={"vi": "Hỗ trợ thuê nhà theo khoảng cách, ghi cùng cách.", "shown": "30:2.7"},
    )
    start: Literal["residence", "current_unit"] = Field(
        default="residence",
        description="Where the way begins: residence or current_unit; the other one where it is unknown.",
        json_schema_extra={
            "vi": "Nơi bắt đầu tính: residence (nơi ở) hoặc current_unit (đơn vị hiện nay); thiếu thì lấy nơi kia."
        },
    )

    @field_validator("bands", "rent")
    @classmethod
    def _ascending(cls, bands: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        starts = [start for start, _ in bands]
        if any(b <= a for a, b in pairwise(starts)):
            raise Refused(
                "các mức khoảng cách ghi từ gần đến xa, mỗi khoảng cách một lần",
                "bands should be written from the nearest to the farthest, each distance once",
            )
        return bands

    def cells(self, facts: Facts) -> Cells:
        """Return the monthly support over (person, unit)."""
        # Thousands of people share a few hundred origins: the distances of each are worked out once.
        # Unknown ones too: numpy holds no two of them for equal, and a table of each alone takes more memory than there is.
        places = facts.origin(self.start)
        places = np.where(np.isnan(places).any(axis=1, keepdims=True), UNKNOWN, places)
        origins, whose = np.unique(places, axis=0, return_inverse=True)
        origins = np.where(origins == UNKNOWN, np.nan, origins)
        km = great_circle_km(origins[:, None, :], facts.unit_points[None, :, :])
        metres = np.floor(np.nan_to_num(km, nan=-1.0) * 1000.0 + 0.5)
        total = np.zeros(metres.shape)
        for bands in (self.bands, self.rent):
            starts = np.array([_metres(start) for start, _ in bands])
            amounts = np.array([0.0, *(amount for _, amount in bands)])
            band = np.searchsorted(starts, metres, side="right")
            total += np.where(metres >= 0, amounts[band], 0.0)
        return Cells((Shared(total, whose.ravel()),))

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return the monthly support of one person placed in `unit`."""
        here = _point(unit)
        origin = self._origin(case, cadre)
        if here is None or origin is None:
            return 0.0
        metres = math.floor(_great_circle_km(origin, here) * 1000.0 + 0.5)
        total = 0.0
        for bands in (self.bands, self.rent):
            reached = [amount for start, amount in bands if _metres(start) <= metres]
            total += reached[-1] if reached else 0.0
        return total

    def _origin(self, case: Case, cadre: Cadre) -> Point | None:
        work = _middle(case, (cadre.current_unit_code,) if cadre.current_unit_code else ())
        home = _middle(case, cadre.residence_units)
        first, second = (home, work) if self.start == "residence" else (work, home)
        return first if first is not None else second

    def limit(self) -> Text:
        """Say what is counted."""
        return Text(
            "hỗ trợ mỗi tháng (triệu đồng) theo khoảng cách: đi lại ({bands}), thuê nhà ({rent})",
            "monthly support (million VND) by distance: travel ({bands}), rent ({rent})",
        ).format(bands=bands_text(self.bands), rent=bands_text(self.rent))


def _metres(km: float) -> int:
    return math.floor(km * 1000.0 + 0.5)


def _point(unit: Unit) -> Point | None:
    return None if unit.lat is None or unit.lon is None else (unit.lat, unit.lon)


def _middle(case: Case, codes: tuple[str, ...]) -> Point | None:
    """Return the middle of some units, None where there is none or one of them has no coordinates."""
    points = [_point(case.unit_by_code[c]) if c in case.unit_by_code else None for c in codes]
    known = [p for p in points if p is not None]
    if not known or len(known) < len(points):
        return None
    return sum(lat for lat, _ in known) / len(known), sum(lon for _, lon in known) / len(known)


def _great_circle_km(a: Point, b: Point) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(h, 1.0)))
