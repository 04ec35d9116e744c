"""What rules that count among the holders of some titles have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from optimizer.domain.quota import Quota, Row, broken, share_asks, share_says
from optimizer.domain.quota_data import group_problems, scope_problems
from optimizer.domain.scopes import Groups, Scope, Share, areas, groups_field, groups_text, in_parts, titles_in
from optimizer.rules.base.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan
    from optimizer.domain.scopes import Area
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily
    from optimizer.text import Text


class QuotaRule(Rule):
    """A rule whose limits are quotas: how many of the holders of some titles are members, what they weigh together.

    An exception that names the rule takes a person out of the count at the seats it names (R68).
    """

    topic: ClassVar[str] = "balance"
    default_on: ClassVar[bool] = False
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    @abstractmethod
    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return what is asked of a case: nothing where the case lacks the data to count by."""

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return the rows of each quota."""
        from optimizer.model.quota import families

        return families(self, facts, self.quotas(facts.case))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each row of a quota that the plan is outside of."""
        return broken(self, case, plan, self.quotas(case))


class GroupShare(QuotaRule):
    """A rule that asks for a least share of some people among the holders of groups of titles, area by area.

    For every area and every kind of people asked for: sum over its holders of (of that kind - share) >= 0.
    """

    share: Share | None = None
    scope: Scope = "province"
    groups: Groups = groups_field(("leader",))

    @abstractmethod
    def members(self, case: Case) -> Mapping[str, Hashable] | None:
        """Return of which kind each person is, who is of none left out; None where the roster does not tell at all."""

    @abstractmethod
    def kinds(self) -> tuple[tuple[Hashable, Text], ...]:
        """Return the kinds asked for, each with what its people are in words."""

    def shares(self, case: Case, where: Sequence[Area]) -> list[int]:
        """Return the share asked of each area, in hundred-thousandths."""
        return [in_parts(self.share or 0)] * len(where)

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return one row an area and kind; nothing where the roster tells of nobody whether they are one."""
        titles = titles_in(case, self.groups)
        members = self.members(case) if titles else None
        if members is None:
            return ()
        who = groups_text(self.groups)
        where = areas(case, self.scope)
        rows = tuple(
            Row(area.name, area.units, share=share, tags=frozenset({kind}), what=what)
            for area, share in zip(where, self.shares(case, where), strict=True)
            for kind, what in self.kinds()
        )
        return (Quota(titles, rows, share_says(who), share_asks(who), members),)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield areas and groups the case knows nothing of (blank facts have their findings from the roster)."""
        yield from scope_problems(case, self.name, self.scope)
        if not self.default_on or self.groups != ("leader",):  # what is on by default asks nothing of such a case
            yield from group_problems(case, self.name, self.groups)
