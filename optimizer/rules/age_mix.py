"""Three age groups among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, model_validator

from optimizer.domain.dates import years_old
from optimizer.domain.quota import Quota, Row, broken, share_asks, share_says
from optimizer.domain.quota_data import group_problems, scope_problems
from optimizer.domain.scopes import (
    Groups,
    Scope,
    Share,
    areas,
    groups_field,
    groups_text,
    mille,
    percent_text,
    scope_text,
    titles_in,
)
from optimizer.model.quota import families
from optimizer.rules.base import Mode, Rule
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily


class AgeMix(Rule):
    """Each of three age groups has at least `share` of the leaders placed in each area (R49).

    For every area and age group: sum over its leaders of (in the group - share) >= 0. The groups are: under
    `middle_from_years`, from there to under `older_from_years`, and older. A blank birth date is in none of them.
    """

    name: ClassVar[str] = "age_mix"
    text: ClassVar[Text] = Text("Cơ cấu ba độ tuổi trong lãnh đạo", "Three age groups among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: kết hợp ba độ tuổi", "Directive 35-CT/TW of 2019: three age groups together"
    )
    topic: ClassVar[str] = "balance"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    share: Share = Field(
        default=0.10,
        description="The least share of each age group, such as 0.1 or 10%.",
        json_schema_extra={"vi": "Tỷ lệ tối thiểu của mỗi độ tuổi, ví dụ 0,1 hoặc 10%."},
    )
    middle_from_years: int = Field(
        default=40,
        ge=18,
        le=70,
        description="Where the middle age group begins, in years on the plan date.",
        json_schema_extra={"vi": "Tuổi bắt đầu của độ tuổi giữa, tính vào ngày lập phương án."},
    )
    older_from_years: int = Field(
        default=50,
        ge=18,
        le=75,
        description="Where the oldest age group begins, in years on the plan date.",
        json_schema_extra={"vi": "Tuổi bắt đầu của độ tuổi cao nhất, tính vào ngày lập phương án."},
    )
    scope: Scope = "province"
    groups: Groups = groups_field(("leader",))

    @model_validator(mode="after")
    def _in_order(self) -> AgeMix:
        if self.older_from_years <= self.middle_from_years:
            raise ValueError("older_from_years should be above middle_from_years")
        return self

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return what is asked of a case: nothing where it does not say how old anybody is."""
        titles = titles_in(case, self.groups)
        if not titles or all(c.birth_date is None for c in case.cadres):
            return ()
        a, b = self.middle_from_years, self.older_from_years
        names = (
            Text("dưới {a} tuổi", "are under {a}").format(a=a),
            Text("từ {a} đến dưới {b} tuổi", "are {a} to under {b}").format(a=a, b=b),
            Text("từ {b} tuổi trở lên", "are {b} or older").format(b=b),
        )
        who = groups_text(self.groups)
        rows = tuple(
            Row(area.name, area.units, share=mille(self.share), tags=frozenset({i}), what=what)
            for area in areas(case, self.scope)
            for i, what in enumerate(names)
        )
        day = case.settings.plan_date
        ages = ((c.cadre_id, years_old(c.birth_date, day)) for c in case.cadres if c.birth_date is not None)
        tags = {cadre_id: int(age >= a) + int(age >= b) for cadre_id, age in ages}
        return (Quota(titles, rows, share_says(who), share_asks(who), tags),)

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row an area and age group."""
        return families(self, facts, self.quotas(facts.case))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each area and age group with too few people."""
        return broken(self, case, plan, self.quotas(case))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi độ tuổi (dưới {a}, từ {a} đến dưới {b}, từ {b} trở lên) chiếm ít nhất {share} {who} (phạm vi: {scope})",
            "each age group (under {a}, {a} to under {b}, {b} and older) has at least {share} of the {who} of {scope}",
        ).format(
            a=self.middle_from_years,
            b=self.older_from_years,
            share=percent_text(mille(self.share)),
            who=groups_text(self.groups),
            scope=scope_text(self.scope),
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield areas and groups the case knows nothing of (a blank birth date has its finding from the roster)."""
        yield from scope_problems(case, self.name, self.scope)
        yield from group_problems(case, self.name, self.groups)
