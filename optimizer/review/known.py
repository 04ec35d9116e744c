"""What solving a case has worked out and telling about its plan needs again: facts, candidates and what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from optimizer.catalogue import Catalogue
    from optimizer.model.candidates import Candidates, Ints
    from optimizer.model.facts import Facts
    from optimizer.model.problem import Problem
    from optimizer.review.explain import Explainer


class LevelCost(NamedTuple):
    """What every candidate costs in one level: whole numbers, `scale` of them to one natural unit; None for nothing."""

    name: str
    cost: Ints | None
    scale: float


@dataclass(frozen=True)
class Known:
    """The arrays of one case under the rules in force; the levels are those of a plan, tie-breaks left out."""

    facts: Facts
    active: Catalogue
    candidates: Candidates
    levels: tuple[LevelCost, ...]
    explainer: Explainer | None = None  # who has looked ahead over the plan made from them

    @classmethod
    def of(cls, facts: Facts, active: Catalogue, problem: Problem) -> Known:
        """Return what a problem knows; the rest of it may be forgotten."""
        levels = (LevelCost(it.name, it.cost, it.scale) for it in problem.levels if not it.tie_break)
        return cls(facts, active, problem.candidates, tuple(levels))
