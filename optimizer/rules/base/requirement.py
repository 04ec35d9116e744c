"""What a rule about one person in one seat has in common with the others."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from optimizer.domain.kept import once_a_plan
from optimizer.findings import Finding
from optimizer.rules.base.rule import Rule, who
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.domain.plan import Placement, Plan


@once_a_plan
def known_placements(case: Case, plan: Plan) -> tuple[tuple[Placement, Cadre, Unit, Title], ...]:
    """Return each placement with its person, unit and title; the checker reports names that do not exist."""
    found = []
    for placement in plan.placements:
        cadre = case.cadre_by_id.get(placement.cadre_id)
        unit = case.unit_by_code.get(placement.unit_code)
        title = case.title_by_code.get(placement.title_code)
        if cadre is not None and unit is not None and title is not None:
            found.append((placement, cadre, unit, title))
    return tuple(found)


class Requirement(Rule):
    """A rule about one person in one seat: `shortfall` says in words what is missing, or None."""

    @abstractmethod
    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return what this person lacks for this title in this unit (exceptions not considered), or None."""

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield a finding for each placement whose holder lacks what the title asks."""
        for placement, cadre, unit, title in known_placements(case, plan):
            lack = self.shortfall(case, cadre, unit, title)
            if lack is not None and self.lifted(case, placement) is None:
                yield self.finding(case, plan, placement, lack)

    def blanks(
        self, case: Case, field_name: str, blank: Callable[[Cadre], bool], asks: Callable[[Title], bool], text: Text
    ) -> Iterator[Finding]:
        """Yield a remark for each available person whose blank cell fails a requirement that some seat makes."""
        asking = {t.title_code for t in case.titles if asks(t)}
        if not any(s.title_code in asking and s.max > 0 for s in case.seats):
            return
        for cadre in case.cadres:
            if cadre.status == "available" and blank(cadre):
                yield self.blank_cell(case, cadre, field_name, text)

    def finding(self, case: Case, plan: Plan, placement: Placement, lack: Text) -> Finding:
        """Return the sentence about one placement that this rule refuses, or remarks on where it is by default soft."""
        cadre = case.cadre_by_id[placement.cadre_id]
        unit = case.unit_by_code[placement.unit_code]
        title = case.title_by_code[placement.title_code]
        text = Text("{who} không thể giữ {title} tại {unit}: {lack}", "{who} cannot hold {title} at {unit}: {lack}")
        if self.modes[0] == "soft":  # what is weighed is no refusal
            text = Text("{who}, {title} tại {unit}: {lack}", "{who}, {title} at {unit}: {lack}")
        return Finding(
            code=self.name,
            severity="error",
            text=text.format(who=who(cadre), title=title.name, unit=unit.name, lack=lack),
            where=plan.where.get(placement, case.address(cadre)),
            value=placement.cadre_id,
            subject=(
                ("cadre", placement.cadre_id),
                ("unit", placement.unit_code),
                ("title", placement.title_code),
                ("rule", self.name),
            ),
            amount=1.0,
        )
