"""What the sections are made from: the plan, the case, the outcome and the verdict, and what follows from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.catalogue import Catalogue, catalogue
from optimizer.checker import Verdict, verify
from optimizer.domain.case import Case
from optimizer.model.facts import Facts, great_circle_km
from optimizer.review.eligibility import Eligibility

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.domain.entities import Cadre, Decision, Seat, Title, Unit
    from optimizer.domain.plan import Outcome, Placement, Plan
    from optimizer.review.explain import Explainer
    from optimizer.review.known import Known


@dataclass(frozen=True)
class Context:
    """One plan and all that is known about it; everything derived is worked out once, and only when asked for."""

    plan: Plan
    given_case: Case | None
    outcome: Outcome | None = None
    given_verdict: Verdict | None = None

    @cached_property
    def case(self) -> Case:
        """The case; an empty one where the plan came without."""
        return Case((), (), (), ()) if self.given_case is None else self.given_case

    @cached_property
    def known(self) -> Known | None:
        """The arrays the plan was made from; None where it was not made from this very case, or nobody kept them."""
        known: Known | None = None if self.outcome is None else self.outcome.known
        return known if known is not None and known.facts.case is self.given_case else None

    @cached_property
    def active(self) -> Catalogue:
        """The rules and objectives in force."""
        return catalogue(self.case) if self.known is None else self.known.active

    @cached_property
    def verdict(self) -> Verdict:
        """The checker's judgement, asked for now where none was handed over."""
        return self.given_verdict or verify(self.case, self.plan, self.active)

    @cached_property
    def facts(self) -> Facts:
        """The case as arrays."""
        return Facts(self.case) if self.known is None else self.known.facts

    @cached_property
    def eligible(self) -> Eligibility:
        """Who may hold which seat."""
        kept = self._looked_ahead
        return Eligibility(self.facts, self.active) if kept is None else kept.board.eligible

    @cached_property
    def explainer(self) -> Explainer:
        """Answers about the plan: why, why not, who else."""
        from optimizer.review.explain import Explainer

        return self._looked_ahead or Explainer(
            self.case, self.plan, self.active, eligible=self.eligible, known=self.known
        )

    @property
    def _looked_ahead(self) -> Explainer | None:
        """The explainer of this very plan that came with its arrays."""
        kept = None if self.known is None else self.known.explainer
        return kept if kept is not None and kept.plan is self.plan else None

    @cached_property
    def held(self) -> Counter[tuple[str, str]]:
        """Holders of each (unit, title)."""
        return Counter((p.unit_code, p.title_code) for p in set(self.plan.placements))

    @cached_property
    def decisions_of(self) -> dict[str, tuple[Decision, ...]]:
        """Decisions about each person."""
        found: dict[str, list[Decision]] = {}
        for decision in self.case.decisions:
            found.setdefault(decision.cadre_id, []).append(decision)
        return {k: tuple(v) for k, v in found.items()}

    def missing(self, seat: Seat) -> int:
        """Return how many holders a seat row lacks for its target."""
        return max(0, seat.target - self.held[seat.unit_code, seat.title_code])

    def cadre(self, cadre_id: str) -> Cadre | None:
        """Return a person of the case, None where the plan names somebody else."""
        return self.case.cadre_by_id.get(cadre_id)

    def unit(self, unit_code: str) -> Unit | None:
        """Return a unit of the case."""
        return self.case.unit_by_code.get(unit_code)

    def title(self, title_code: str) -> Title | None:
        """Return a title of the case."""
        return self.case.title_by_code.get(title_code)

    def unit_name(self, unit_code: str) -> str:
        """Return the name of a unit, its code where it is unknown."""
        unit = self.unit(unit_code)
        return unit_code if unit is None else unit.name

    def title_name(self, title_code: str) -> str:
        """Return the name of a title, its code where it is unknown."""
        title = self.title(title_code)
        return title_code if title is None else title.name

    @cached_property
    def _at(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Positions of person, unit and title of every placement, -1 where the case does not know the code."""
        facts, placements = self.facts, self.plan.placements
        n = len(placements)
        p = np.fromiter((facts.person_at.get(x.cadre_id, -1) for x in placements), np.intp, n)
        u = np.fromiter((facts.unit_at.get(x.unit_code, -1) for x in placements), np.intp, n)
        t = np.fromiter((facts.title_at.get(x.title_code, -1) for x in placements), np.intp, n)
        return p, u, t

    @cached_property
    def distances(self) -> dict[Placement, float]:
        """Straight line in km from the residence, else the present unit, to each placement's unit, where known."""
        p, u, _ = self._at
        known = np.flatnonzero((p >= 0) & (u >= 0))
        if not len(known):
            return {}
        km = great_circle_km(self.facts.origin()[p[known]], self.facts.unit_points[u[known]])
        placements = self.plan.placements
        return {placements[i]: round(d, 1) for i, d in zip(known.tolist(), km.tolist(), strict=True) if d == d}

    @cached_property
    def suitability(self) -> dict[Placement, float]:
        """Suitability of each placement's person for that one title; empty where the objective is off."""
        objective = next((o.objective for o in self.active.objectives if o.objective.name == "suitability"), None)
        p, u, t = self._at
        known = np.flatnonzero((p >= 0) & (u >= 0) & (t >= 0))
        if objective is None or not len(known):
            return {}
        facts = self.facts
        values = objective.cells(facts).at(p[known], u[known], t[known], facts.n_units, facts.n_titles)
        placements = self.plan.placements
        return {placements[i]: v for i, v in zip(known.tolist(), values.tolist(), strict=True)}
