"""What rules that cap a number of people have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from optimizer.findings import Address, Finding
from optimizer.rules.base.rule import Rule, people_named
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.head_count import Cap, Caps
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily


class HeadCount(Rule):
    """A rule that caps how many people hold some titles, unit by unit or over a province.

    For every cap: holders <= most. Who holds several counted titles counts once, by the highest (R29); an exception that
    names the rule takes a person out of the count at the seats it names (R68).
    """

    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    @abstractmethod
    def caps(self, case: Case) -> Caps:
        """Return the caps in force on the plan date, and which seats count against which."""

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a cap."""
        import numpy as np

        from optimizer.model.head_count import head_count
        from optimizer.model.rows import RowFamily

        caps = self.caps(facts.case)
        if not caps.caps:
            return ()
        upper = np.array([cap.most for cap in caps.caps], np.float64)
        term = head_count(facts, caps, self.lifted_spots(facts))
        return (
            RowFamily(
                self.name, np.full(len(upper), -np.inf), upper, lambda row: self._asked(caps.caps[row]), terms=(term,)
            ),
        )

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each cap that more people count against than it allows."""
        caps = self.caps(case)
        if not caps.caps:
            return
        held = caps.holders(case, plan, lambda p: self.lifted(case, p) is not None)
        for i, people in sorted(held.items()):
            if len(people) > caps.caps[i].most:
                yield self._over(case, plan, caps, i, people)

    def _over(self, case: Case, plan: Plan, caps: Caps, at: int, people: Sequence[str]) -> Finding:
        cap = caps.caps[at]
        text = Text("{group}: {n} người, tối đa {most}: {people}.", "{group}: {n} in post, at most {most}: {people}.")
        written = (
            plan.where[p]
            for p in plan.by_cadre.get(people[-1], ())
            if p in plan.where and caps.at.get((p.unit_code, p.title_code)) == at
        )
        return Finding(
            code=self.name,
            severity="error",
            text=text.format(group=cap.group, n=len(people), most=cap.most, people=people_named(case, people)),
            fix=Text("Bỏ bớt {n} người.", "Take {n} out.").format(n=len(people) - cap.most),
            where=next(written, cap.where or Address()),
            subject=(*cap.subject, *(("cadre", p) for p in people), ("rule", self.name)),
            amount=float(len(people) - cap.most),
        )

    def _asked(self, cap: Cap) -> Finding:
        text = Text("{group}: tối đa {most} người.", "{group}: at most {most} in post.").format(
            group=cap.group, most=cap.most
        )
        return Finding(
            self.name, "error", text, where=cap.where or Address(), subject=(*cap.subject, ("rule", self.name))
        )
