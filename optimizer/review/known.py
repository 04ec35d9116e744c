"""What solving a case has worked out and telling about its plan needs again: facts, candidates and what each costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.catalogue import Catalogue
    from optimizer.model.candidates import Candidates, Ints
    from optimizer.model.facts import Facts
    from optimizer.model.problem import Problem
    from optimizer.review.board import Floats
    from optimizer.review.by_slot import Costs
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

    def as_one(self, weights: Floats) -> Callable[[int, int], Costs]:
        """Return what tells the cost of candidates, from one to another, as one number: what the engine was given."""
        levels = zip(self.levels, weights, strict=True)
        parts = [(it.cost, weight, it.scale) for it, weight in levels if it.cost is not None]

        def costs(begin: int, end: int) -> Costs:
            out = np.zeros(end - begin)
            for cost, weight, scale in parts:
                out += cost[begin:end] / scale * weight
            return out.astype(np.float32)

        return costs
