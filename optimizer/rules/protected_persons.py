"""Protected people stay near and off the islands."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.distance import metres_to, whole_metres
from optimizer.domain.hardship import Hardships
from optimizer.domain.parameters import Amount
from optimizer.domain.words import wording
from optimizer.findings import Finding
from optimizer.model.cells import Screen
from optimizer.model.facts import great_circle_km
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts


class ProtectedPersons(Requirement):
    """Protected people are not moved farther than `max_km`, nor to units of a hardship in `hardship` (R60).

    Pregnant, with a child under 36 months, seriously ill, only carer, war invalid: whoever has the mark on the Cadres
    sheet. The straight line from the residence (or the present unit) counts, to the metre; an unknown distance does not
    meet it. Whoever stays in the present unit is not moved.
    """

    name: ClassVar[str] = "protected_persons"
    text: ClassVar[Text] = Text("Người thuộc diện bảo vệ", "Protected people")
    source: ClassVar[Text] = Text(
        "Nghị định 170/2025/NĐ-CP, Bộ luật Lao động; trang Cán bộ, cột Diện bảo vệ",
        "Decree 170/2025/NĐ-CP, Labour Code; sheet Cadres, column protected",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    max_km: Amount = Field(
        default=15.0,
        le=2000,
        description="The farthest a protected person may be moved, in km.",
        json_schema_extra={"vi": "Khoảng cách xa nhất (km) được điều động người thuộc diện bảo vệ."},
    )
    hardship: Hardships = Field(
        default=("island",),
        description="Kinds of units protected people are not moved to: island, border, mountain; divided by a comma.",
        json_schema_extra={
            "vi": "Loại địa bàn không điều động đến: island (hải đảo), border (biên giới), mountain (miền núi); cách "
            "nhau bằng dấu phẩy.",
            "shown": "island",
        },
    )
    start: Literal["residence", "current_unit"] = Field(
        default="residence",
        description="Where the way begins: residence or current_unit; the other one where it is unknown.",
        json_schema_extra={
            "vi": "Nơi bắt đầu tính: residence (nơi ở) hoặc current_unit (đơn vị hiện nay); thiếu thì lấy nơi kia."
        },
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return which units are too far or too hard for whom: person by unit."""
        people = np.flatnonzero([c.protected for c in facts.case.cadres])
        if not len(people):
            return None
        km = great_circle_km(facts.origin(self.start)[people][:, None, :], facts.unit_points[None, :, :])
        near = np.floor(np.nan_to_num(km, nan=np.inf) * 1000.0 + 0.5) <= whole_metres(self.max_km)
        hard = np.array([u.hardship in self.hardship for u in facts.case.units], bool)
        staying = facts.current_unit[people][:, None] == np.arange(facts.n_units)[None, :]
        fails = np.zeros((facts.n_people, facts.n_units), bool)
        fails[people] = (~near | hard[None, :]) & ~staying
        return Screen(fails[:, :, None], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how far or how hard the unit is for a protected person, or None."""
        if not cadre.protected or cadre.current_unit_code == unit.unit_code:
            return None
        if unit.hardship in self.hardship:
            return Text(
                "thuộc diện bảo vệ, không điều động đến địa bàn {hardship}.",
                "is protected and not to be moved to a unit of this kind: {hardship}.",
            ).format(hardship=wording("hardship", unit.hardship))
        metres = metres_to(case, cadre, unit, self.start)
        if metres is None:
            return Text(
                "thuộc diện bảo vệ, chưa xác định được khoảng cách đến đơn vị này.",
                "is protected, and the distance to this unit is not known.",
            )
        if metres <= whole_metres(self.max_km):
            return None
        return Text(
            "thuộc diện bảo vệ, cách {has} km; không điều động quá {most} km.",
            "is protected and {has} km away; at most {most} km is allowed.",
        ).format(has=_km(metres / 1000.0), most=_km(self.max_km))

    def limit(self) -> Text:
        """Say the limit in words."""
        words = [wording("hardship", h) for h in self.hardship]
        text = Text(
            "không điều động người thuộc diện bảo vệ quá {km} km", "protected people are moved at most {km} km"
        ).format(km=_km(self.max_km))
        if not words:
            return text
        return Text("{text} và không đến địa bàn: {kinds}", "{text}, and not to units of: {kinds}").format(
            text=text, kinds=Text(", ".join(w.vi for w in words), ", ".join(w.en for w in words))
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield protected people whose starting point is unknown, and units without coordinates."""
        if not any(c.protected and c.status == "available" for c in case.cadres):
            return
        lost = [u for u in case.units if u.lat is None or u.lon is None]
        if lost:
            text = Text(
                "{count} đơn vị chưa có tọa độ nên không bố trí được người thuộc diện bảo vệ từ nơi khác đến: {names}.",
                "{count} [unit has|units have] no coordinates, so no protected person can be moved there: {names}.",
            ).format(count=len(lost), names=", ".join(u.name for u in lost[:5]) + (", …" if len(lost) > 5 else ""))
            subject = (("unit", lost[0].unit_code), ("rule", self.name))
            where = case.address(lost[0], "lat")
            fix = Text("Ghi vĩ độ, kinh độ ở trang Đơn vị.", "Fill lat and lon on the Units sheet.")
            yield Finding("unit_without_point", "info", text, fix, where, "", subject)
        text = Text(
            "Thuộc diện bảo vệ nhưng chưa rõ nơi ở và đơn vị hiện nay nên chỉ được giữ nguyên đơn vị.",
            "Protected, but neither residence nor present unit is known: no other unit is open to this person.",
        )
        field = "residence" if self.start == "residence" else "current_unit"
        yield from self.blanks(
            case,
            field,
            lambda c: c.protected and not c.residence_units and not c.current_unit_code,
            lambda t: True,
            text,
        )


def _km(value: float) -> Text:
    written = f"{value:.4g}"
    return Text(written.replace(".", ","), written) if "." in written else same(written)
