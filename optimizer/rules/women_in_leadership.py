"""Women among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

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

_ARE = Text("là nữ", "are women")


class WomenInLeadership(Rule):
    """At least `share` of the leaders placed in each area are women (R49).

    For every area: sum over its leaders of (woman - share) >= 0. A blank sex counts as no woman; a roster that gives
    nobody's sex, or titles without a group, leave the rule without effect.
    """

    name: ClassVar[str] = "women_in_leadership"
    text: ClassVar[Text] = Text("Tỷ lệ cán bộ nữ trong lãnh đạo", "Women among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: cán bộ nữ từ 15% trở lên", "Directive 35-CT/TW of 2019: women 15% or more"
    )
    topic: ClassVar[str] = "balance"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    share: Share = Field(
        default=0.15,
        description="The least share of women, such as 0.15 or 15%.",
        json_schema_extra={"vi": "Tỷ lệ nữ tối thiểu, ví dụ 0,15 hoặc 15%."},
    )
    scope: Scope = "province"
    groups: Groups = groups_field(("leader",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return what is asked of a case: nothing where it does not say who is a woman."""
        titles = titles_in(case, self.groups)
        if not titles or all(c.sex is None for c in case.cadres):
            return ()
        who = groups_text(self.groups)
        member = frozenset({True})
        rows = tuple(
            Row(area.name, area.units, share=mille(self.share), tags=member, what=_ARE)
            for area in areas(case, self.scope)
        )
        tags = {c.cadre_id: True for c in case.cadres if c.sex == "female"}
        return (Quota(titles, rows, share_says(who), share_asks(who), tags),)

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row an area."""
        return families(self, facts, self.quotas(facts.case))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each area with too few women."""
        return broken(self, case, plan, self.quotas(case))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "ít nhất {share} {who} là nữ (phạm vi: {scope})", "at least {share} of the {who} of {scope} are women"
        ).format(share=percent_text(mille(self.share)), who=groups_text(self.groups), scope=scope_text(self.scope))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield areas and groups the case knows nothing of (a blank sex has its finding from the roster)."""
        yield from scope_problems(case, self.name, self.scope)
        if self.groups != ("leader",):  # the default asks nothing of a case without groups
            yield from group_problems(case, self.name, self.groups)
