"""How many vice-chairs of People's Committees a province may have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.head_count import Cap, Caps, provinces, whole
from optimizer.domain.parameters import Amount, Codes, Day, Whole
from optimizer.domain.title_choice import names_of, naming_problems, titles_chosen, titles_field
from optimizer.rules.base import HeadCount, Mode
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

_TITLES = ("Phó Chủ tịch UBND",)
_SINCE = dt.date(2025, 11, 17)


class ViceChairAverage(HeadCount):
    """Vice-chairs of the People's Committee: on average at most `average` a unit over the whole province (R5).

    From `since` on, for every province: holders <= floor(average x units), the province divides them among its units.
    Before that day, for every unit: holders <= per_unit_before; very small special zones have their own rules (R12).
    """

    name: ClassVar[str] = "vice_chair_average"
    text: ClassVar[Text] = Text("Số Phó Chủ tịch UBND bình quân", "Average number of vice-chairs")
    source: ClassVar[Text] = Text(
        "Nghị định 300/2025/NĐ-CP, Công văn 4168/BNV-CQĐP", "Decree 300/2025/NĐ-CP, Official Letter 4168/BNV-CQĐP"
    )
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")

    titles: Codes = titles_field(_TITLES, "Chức danh Phó Chủ tịch UBND", "Vice-chair titles")
    average: Amount = Field(
        default=2.5,
        description="Vice-chairs a unit on average over the province, from the day `since`.",
        json_schema_extra={"vi": "Số Phó Chủ tịch bình quân một đơn vị tính trên toàn tỉnh, áp dụng từ ngày since."},
    )
    since: Day = Field(
        default=_SINCE,
        description="The day from which the average over the province applies.",
        json_schema_extra={"vi": "Ngày bắt đầu áp dụng mức bình quân toàn tỉnh.", "shown": "17/11/2025"},
    )
    per_unit_before: Whole = Field(
        default=2,
        ge=0,
        description="Most vice-chairs of one unit before that day.",
        json_schema_extra={"vi": "Số Phó Chủ tịch tối đa của mỗi đơn vị trước ngày đó."},
    )
    tiny_below: Whole = Field(
        default=1000,
        ge=0,
        description="Special zones with fewer residents are outside the limit a unit.",
        json_schema_extra={"vi": "Đặc khu có dân số dưới mức này không áp dụng mức tối đa theo đơn vị."},
    )

    def caps(self, case: Case) -> Caps:
        """Return one cap a province, or one a unit on days before the average applied."""
        codes = titles_chosen(case, self.titles)
        if not codes:
            return Caps((), {})
        names = names_of(case, codes)
        caps: list[Cap] = []
        at: dict[tuple[str, str], int] = {}
        if case.settings.plan_date >= self.since:
            for province in provinces(case):
                units = province.units
                group = Text("{titles} ({where}, {n} đơn vị)", "{titles} ({where}, {n} [unit|units])").format(
                    titles=names, where=province.text, n=len(units)
                )
                at |= {(u.unit_code, code): len(caps) for u in units for code in codes}
                caps.append(Cap(whole(self.average * len(units)), group, (("province", province.name),)))
        else:
            for unit in case.units:
                if unit.is_tiny_zone(self.tiny_below):
                    continue
                group = Text("{unit}, {titles}", "{unit}, {titles}").format(unit=unit.name, titles=names)
                at |= {(unit.unit_code, code): len(caps) for code in codes}
                caps.append(Cap(self.per_unit_before, group, (("unit", unit.unit_code),), case.address(unit)))
        return Caps(tuple(caps), at)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "từ {day} bình quân không quá {average} người một đơn vị trên toàn tỉnh; trước đó mỗi đơn vị tối đa {before}",
            "from {day} at most {average} a unit on average over the province; before that at most {before} in each",
        ).format(day=f"{self.since:%d/%m/%Y}", average=_number(self.average), before=self.per_unit_before)

    def limit_for(self, case: Case) -> Text:
        """Say the limit in the numbers of one case."""
        caps = self.caps(case).caps
        if case.settings.plan_date < self.since or not caps:
            return self.limit()
        totals = "; ".join(f"{cap.most}" for cap in caps)
        return Text("{limit} (tổng số tối đa: {totals})", "{limit} (at most {totals} in all)").format(
            limit=self.limit(), totals=totals
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield names that mean no title."""
        return naming_problems(case, self.name, self.titles, _TITLES)


def _number(value: float) -> Text:
    return Text(f"{value:g}".replace(".", ","), f"{value:g}")
