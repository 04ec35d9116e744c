"""How many deputies the departments of a unit may have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from optimizer.domain.head_count import Cap, Caps, provinces, whole
from optimizer.domain.parameters import Amount, Codes, Day, Whole
from optimizer.domain.title_choice import naming_problems, titles_chosen, titles_field
from optimizer.rules.base import HeadCount, Mode
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit
    from optimizer.findings import Finding

_DEPUTIES = (
    "Phó Chánh Văn phòng HĐND*",
    "Phó Trưởng phòng Kinh tế*",
    "Phó Trưởng phòng Văn hóa*",
    "Phó Giám đốc Trung tâm Phục vụ hành chính công*",
)
_HEADS = (
    "Chánh Văn phòng HĐND*",
    "Trưởng phòng Kinh tế*",
    "Trưởng phòng Văn hóa*",
    "Giám đốc Trung tâm Phục vụ hành chính công*",
)
_SCOPES = {
    "don vi": "unit",
    "tung don vi": "unit",
    "xa": "unit",
    "tinh": "province",
    "toan tinh": "province",
    "thanh pho": "province",
    "toan thanh pho": "province",
}


def _scope(value: Any) -> Any:
    return _SCOPES.get(fold(value), fold(value)) if isinstance(value, str) else value


class DeputiesAverage(HeadCount):
    """Deputies of departments and of the service centre: on average at most `average` each (R8).

    For every unit (or province): holders of `deputies` <= floor(average x departments), the departments being the titles
    among `heads` that the unit has a seat for; the unit divides its deputies among them as it likes. Before `since` the
    average is `average_before`. Units with no department at all, and very small special zones (R12), are not asked.
    """

    name: ClassVar[str] = "deputies_average"
    text: ClassVar[Text] = Text("Số cấp phó của phòng bình quân", "Average number of deputies of departments")
    source: ClassVar[Text] = Text("Nghị quyết 332/NQ-CP ngày 15/10/2025", "Resolution 332/NQ-CP of 15 October 2025")
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")

    deputies: Codes = titles_field(_DEPUTIES, "Chức danh cấp phó của phòng, trung tâm", "Titles of deputies")
    heads: Codes = Field(
        default=_HEADS,
        min_length=1,
        description="Titles of heads, written likewise: a unit has as many departments as it has seats for different ones.",
        json_schema_extra={
            "vi": "Chức danh cấp trưởng, ghi như trên: đơn vị có ghế cho bao nhiêu chức danh này thì có bấy nhiêu phòng.",
            "shown": ", ".join(_HEADS),
        },
    )
    average: Amount = Field(
        default=2.0,
        description="Deputies a department on average, from the day `since`.",
        json_schema_extra={"vi": "Số cấp phó bình quân một phòng, áp dụng từ ngày since."},
    )
    average_before: Amount = Field(
        default=1.0,
        description="Deputies a department on average before that day.",
        json_schema_extra={"vi": "Số cấp phó bình quân một phòng trước ngày đó."},
    )
    since: Day = Field(
        default=dt.date(2025, 10, 15),
        description="The day from which `average` applies.",
        json_schema_extra={"vi": "Ngày bắt đầu áp dụng mức average.", "shown": "15/10/2025"},
    )
    scope: Annotated[Literal["unit", "province"], BeforeValidator(_scope)] = Field(
        default="unit",
        description="Where the average is taken: unit, or province.",
        json_schema_extra={"vi": "Phạm vi tính bình quân: unit (từng đơn vị) hoặc province (toàn tỉnh)."},
    )
    tiny_below: Whole = Field(
        default=1000,
        ge=0,
        description="Special zones with fewer residents are outside this rule.",
        json_schema_extra={"vi": "Đặc khu có dân số dưới mức này không áp dụng quy tắc."},
    )

    def _average_on(self, day: dt.date) -> float:
        return self.average if day >= self.since else self.average_before

    def caps(self, case: Case) -> Caps:
        """Return one cap a unit, or one a province."""
        deputies, heads = titles_chosen(case, self.deputies), titles_chosen(case, self.heads)
        if not deputies or not heads:
            return Caps((), {})
        departments: dict[str, int] = {}
        for seat in case.seats:
            if seat.title_code in heads and seat.max > 0:
                departments[seat.unit_code] = departments.get(seat.unit_code, 0) + 1
        asked = [u for u in case.units if u.unit_code in departments and not u.is_tiny_zone(self.tiny_below)]
        groups: list[tuple[Text, tuple[tuple[str, str], ...], list[Unit]]]
        if self.scope == "unit":
            groups = [(Text(u.name, u.name), (("unit", u.unit_code),), [u]) for u in asked]
        else:
            known = {u.unit_code for u in asked}
            groups = []
            for it in provinces(case):
                label = Text("Phạm vi {p}", "Over {p}").format(p=it.text)
                groups.append((label, (("province", it.name),), [u for u in it.units if u.unit_code in known]))
        average = self._average_on(case.settings.plan_date)
        caps: list[Cap] = []
        at: dict[tuple[str, str], int] = {}
        for label, subject, units_here in groups:
            n = sum(departments[u.unit_code] for u in units_here)
            group = Text(
                "{where}, cấp phó của {n} phòng, trung tâm", "{where}, deputies (departments and centres: {n})"
            ).format(where=label, n=n)
            at |= {(u.unit_code, code): len(caps) for u in units_here for code in deputies}
            where = case.address(units_here[0]) if self.scope == "unit" else None
            caps.append(Cap(whole(average * n), group, subject, where))
        return Caps(tuple(caps), at)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "bình quân mỗi phòng không quá {average} cấp phó từ {day}, trước đó {before}, tính theo {scope}",
            "at most {average} deputies a department on average from {day}, {before} before that, taken over each {scope}",
        ).format(
            average=_number(self.average),
            before=_number(self.average_before),
            day=f"{self.since:%d/%m/%Y}",
            scope=Text("từng đơn vị", "unit") if self.scope == "unit" else Text("toàn tỉnh", "province"),
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield names that mean no title."""
        yield from naming_problems(case, self.name, self.deputies, _DEPUTIES)
        yield from naming_problems(case, self.name, self.heads, _HEADS)


def _number(value: float) -> Text:
    return Text(f"{value:g}".replace(".", ","), f"{value:g}")
