"""Young people among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

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


class YoungInLeadership(Rule):
    """At least `share` of the leaders placed in each area are under `under_years` on the plan date (R49).

    For every area: sum over its leaders of (young - share) >= 0. A birth date known in part is read at its earliest, a
    blank one counts as not young; a roster without birth dates leaves the rule without effect.
    """

    name: ClassVar[str] = "young_in_leadership"
    text: ClassVar[Text] = Text("Tỷ lệ cán bộ trẻ trong lãnh đạo", "Young people among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: cán bộ trẻ từ 10% trở lên; tuổi do tỉnh quy định",
        "Directive 35-CT/TW of 2019: young people 10% or more; the age is set by the province",
    )
    topic: ClassVar[str] = "balance"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    share: Share = Field(
        default=0.10,
        description="The least share of young people, such as 0.1 or 10%.",
        json_schema_extra={"vi": "Tỷ lệ cán bộ trẻ tối thiểu, ví dụ 0,1 hoặc 10%."},
    )
    under_years: int = Field(
        default=42,
        ge=18,
        le=70,
        description="Young is who has not yet reached this age on the plan date.",
        json_schema_extra={"vi": "Cán bộ trẻ là người chưa đủ số tuổi này vào ngày lập phương án."},
    )
    scope: Scope = "province"
    groups: Groups = groups_field(("leader",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return what is asked of a case: nothing where it does not say how old anybody is."""
        titles = titles_in(case, self.groups)
        if not titles or all(c.birth_date is None for c in case.cadres):
            return ()
        who = groups_text(self.groups)
        what = Text("dưới {n} tuổi", "are under {n}").format(n=self.under_years)
        member = frozenset({True})
        rows = tuple(
            Row(area.name, area.units, share=mille(self.share), tags=member, what=what)
            for area in areas(case, self.scope)
        )
        day = case.settings.plan_date
        tags = {
            c.cadre_id: True
            for c in case.cadres
            if c.birth_date is not None and years_old(c.birth_date, day) < self.under_years
        }
        return (Quota(titles, rows, share_says(who), share_asks(who), tags),)

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row an area."""
        return families(self, facts, self.quotas(facts.case))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each area with too few young people."""
        return broken(self, case, plan, self.quotas(case))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "ít nhất {share} {who} dưới {n} tuổi (phạm vi: {scope})",
            "at least {share} of the {who} of {scope} are under {n}",
        ).format(
            share=percent_text(mille(self.share)),
            who=groups_text(self.groups),
            n=self.under_years,
            scope=scope_text(self.scope),
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield areas and groups the case knows nothing of (a blank birth date has its finding from the roster)."""
        yield from scope_problems(case, self.name, self.scope)
        if self.groups != ("leader",):  # the default asks nothing of a case without groups
            yield from group_problems(case, self.name, self.groups)
