"""What somebody in a seat costs at the least, whatever else is done: from the prices that prove the plan.

The prices of a level prove a bound over every plan, person by person. With one person put into one post, that person's
part of the bound is the reduced cost of the post, and all other parts stay: so the new bound is known at once, without
solving anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.bound import weights
from optimizer.engine.pricing import up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.engine.duals import Proof
    from optimizer.model.problem import Problem
    from optimizer.review.board import Post


@dataclass(frozen=True)
class AtLeast:
    """Bounds on the plan that the proofs belong to."""

    problem: Problem
    proofs: tuple[Proof, ...]

    @cached_property
    def _slot_at(self) -> dict[tuple[int, int], int]:
        found = self.problem.candidates
        return {pair: i for i, pair in enumerate(zip(found.slot_unit.tolist(), found.slot_role.tolist(), strict=True))}

    def of(self, post: Post, names: Sequence[str]) -> tuple[float, ...] | None:
        """Return how much worse each level gets at the least with somebody in a post, those above it no worse.

        A level without anything proved counts 0. None where nobody may hold the post at all.
        """
        found = self.problem.candidates
        slot = self._slot_at.get((post.unit, post.role))
        first, last = found.first[post.person : post.person + 2].tolist()
        at = -1 if slot is None else first + int(np.searchsorted(found.slot[first:last], slot))
        if not first <= at < last or found.slot[at] != slot:
            return None
        worse = {self.problem.levels[p.level].name: self._worse(p, post.person, at) for p in self.proofs}
        return tuple(worse.get(name, 0.0) for name in names)

    def _worse(self, proof: Proof, person: int, at: int) -> float:
        """Return how much a level's cost grows at the least, in its own unit."""
        problem = self.problem
        part = float(proof.margin[person])
        part = part if problem.must[person] else min(part, 0.0)
        bound = up(proof.bound - part + self._reduced(proof, at))
        return max(0.0, bound - proof.cost) / problem.levels[proof.level].scale

    def _reduced(self, proof: Proof, at: int) -> float:
        """Return what a candidate costs under the prices of a level."""
        problem, prices = self.problem, proof.prices
        k = np.array([at])
        cost = sum(
            weight * float(problem.levels[level].costs(k)[0])
            for level, weight in weights(proof.wanted, prices).items()
            if problem.levels[level].cost is not None
        )
        _, row, coef = problem.entries(k)
        seats = problem.seats(k)[0]
        return float(cost - (coef * prices.row[row]).sum() - prices.seat[seats[seats >= 0]].sum())
