"""People in proportion to population and area."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, model_validator

from optimizer.domain.parameters import Amount, Refused
from optimizer.domain.quota import Measured, Quota, Row
from optimizer.domain.quota_data import group_problems, idle
from optimizer.domain.scopes import (
    PARTS,
    Groups,
    Share,
    groups_field,
    groups_text,
    in_parts,
    mille,
    number_text,
    parts_text,
    percent_text,
    titles_in,
)
from optimizer.findings import Finding
from optimizer.rules.base import Mode, QuotaRule
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit


class WorkloadNeed(QuotaRule):
    """Each unit has about as many people as its population and area ask for (R17).

    The posts of all units that can be counted (targets of the seats in the groups) are divided among them: a part
    equally, a part by population, a part by area, in the ratio of the three weights. For every unit: need less
    `tolerance` <= holders <= need plus `tolerance`, rounded outward to whole people. A unit whose population or area is
    blank, where that part has a weight, is left out.
    """

    name: ClassVar[str] = "workload_need"
    text: ClassVar[Text] = Text("Nhân lực theo dân số và diện tích", "People by workload")
    source: ClassVar[Text] = Text(
        "tiêu chí phân bổ biên chế 2026-2031: vị trí việc làm, khối lượng công việc, dân số, diện tích",
        "criteria for posts 2026-2031: job positions, workload, population, area",
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    equal_weight: Amount = Field(
        default=0.5,
        le=1000,
        description="Weight of the part that every unit gets equally.",
        json_schema_extra={"vi": "Trọng số của phần chia đều cho mọi đơn vị."},
    )
    population_weight: Amount = Field(
        default=0.35,
        le=1000,
        description="Weight of the part divided by population.",
        json_schema_extra={"vi": "Trọng số của phần chia theo dân số."},
    )
    area_weight: Amount = Field(
        default=0.15,
        le=1000,
        description="Weight of the part divided by area.",
        json_schema_extra={"vi": "Trọng số của phần chia theo diện tích."},
    )
    tolerance: Share = Field(
        default=0.10,
        description="How far the number of people may be from the need, such as 0.1 or 10%.",
        json_schema_extra={"vi": "Mức chênh cho phép so với nhu cầu, ví dụ 0,1 hoặc 10%."},
    )
    groups: Groups = groups_field(("specialist",))

    @model_validator(mode="after")
    def _some_weight(self) -> WorkloadNeed:
        if not self.equal_weight + self.population_weight + self.area_weight:
            raise Refused("ít nhất một trong ba trọng số phải lớn hơn 0", "one of the three weights should be above 0")
        return self

    def needs(self, case: Case) -> dict[str, float]:
        """Return how many people each unit that can be counted needs."""
        titles = titles_in(case, self.groups)
        posts: dict[str, int] = {}
        for seat in case.seats:
            if seat.title_code in titles:
                posts[seat.unit_code] = posts.get(seat.unit_code, 0) + seat.target
        units = [u for u in case.units if posts.get(u.unit_code) and not self._blank(u)]
        total = sum(posts[u.unit_code] for u in units)
        parts = (
            (self.equal_weight, [1.0] * len(units)),
            (self.population_weight, [float(u.population or 0) for u in units]),
            (self.area_weight, [u.area_km2 or 0.0 for u in units]),
        )
        used = [(weight, sizes, sum(sizes)) for weight, sizes in parts if weight and sum(sizes)]
        weights = sum(weight for weight, _, _ in used)
        return {
            unit.unit_code: total * sum(weight / weights * sizes[i] / whole for weight, sizes, whole in used)
            for i, unit in enumerate(units)
        }

    def _blank(self, unit: Unit) -> bool:
        return bool(
            (self.population_weight and unit.population is None) or (self.area_weight and unit.area_km2 is None)
        )

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return two rows for each unit that can be counted."""
        rows = []
        for code, need in self.needs(case).items():
            name = same(case.unit_by_code[code].name)
            # a need is compared as a number of three decimals, so that no last digit decides
            low = floor(round(need * (1 - self.tolerance), 3))
            high = ceil(round(need * (1 + self.tolerance), 3))
            said = number_text(mille(round(need, 1)))
            rows += [
                Row(name, (code,), base=low * PARTS, what=said),
                Row(name, (code,), base=high * PARTS, at_most=True, what=said),
            ]
        return (Quota(titles_in(case, self.groups), tuple(rows), self._says, self._asks),) if rows else ()

    def _says(self, m: Measured) -> Text:
        text = (
            Text(
                "{area}: bố trí {n} {who}, nhu cầu theo dân số và diện tích là {need}, tối đa {limit}; thừa {off} người.",
                "{area}: {n} {who} placed, population and area ask for {need}, at most {limit}; {off} too many.",
            )
            if m.row.at_most
            else Text(
                "{area}: bố trí {n} {who}, nhu cầu theo dân số và diện tích là {need}, tối thiểu {limit}; thiếu {off} "
                "người.",
                "{area}: {n} {who} placed, population and area ask for {need}, at least {limit}; {off} missing.",
            )
        )
        return text.format(
            area=m.row.area,
            n=len(m.holders),
            who=groups_text(self.groups),
            need=m.row.what,
            limit=parts_text(m.row.base),
            off=parts_text(m.amount),
        )

    def _asks(self, row: Row) -> Text:
        text = (
            Text("{area}: tối đa {limit} {who}.", "{area}: at most {limit} {who}.")
            if row.at_most
            else Text("{area}: ít nhất {limit} {who}.", "{area}: at least {limit} {who}.")
        )
        return text.format(area=row.area, limit=parts_text(row.base), who=groups_text(self.groups))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "số {who} của mỗi đơn vị chênh không quá {share} so với nhu cầu theo dân số và diện tích",
            "the number of each unit's {who} is within {share} of what population and area ask for",
        ).format(who=groups_text(self.groups), share=percent_text(in_parts(self.tolerance)))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield each unit that cannot be counted, or a warning where none can."""
        yield from group_problems(case, self.name, self.groups)
        blank = [u for u in case.units if self._blank(u)]
        if blank and len(blank) == len(case.units):
            text = Text(
                "chưa đơn vị nào ghi đủ dân số và diện tích nên quy tắc không có tác dụng.",
                "no unit gives both population and area, so the rule does nothing.",
            )
            yield idle(self.name, text)
            return
        for unit in blank:
            field = "population" if self.population_weight and unit.population is None else "area_km2"
            text = Text(
                "{unit} chưa ghi {what} nên không tính được nhu cầu nhân lực.",
                "{unit} has no {what}, so its need of people cannot be counted.",
            ).format(
                unit=unit.name,
                what=Text("dân số", "population") if field == "population" else Text("diện tích", "area"),
            )
            fix = Text("Điền thông tin vào ô.", "Fill in the cell.")
            subject = (("unit", unit.unit_code), ("rule", self.name))
            yield Finding(f"blank_{self.name}", "warning", text, fix, case.address(unit, field), "", subject)
