"""A plan of what a fractional one uses most: everybody where most of them is, as long as there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from optimizer.engine.bound import Floats
    from optimizer.model.problem import Ints, Problem


def first_come(problem: Problem, plan: Ints, k: Ints, share: Floats) -> Ints:
    """Return `plan` and those of the candidates `k` that find room beside it, of the greatest `share` first, ascending.

    Nobody is placed twice, no seat gets more holders than it may have; rows over groups are not looked at.
    """
    room = (problem.seat_max - problem.held(plan)).tolist()
    placed = set(problem.candidates.person(plan).tolist())
    k = k[np.argsort(-share, kind="stable")]
    begun: list[int] = []
    for candidate, who, seats in zip(
        k.tolist(), problem.candidates.person(k).tolist(), problem.seats(k).tolist(), strict=True
    ):
        taken = [s for s in seats if s >= 0]
        if who not in placed and all(room[s] > 0 for s in taken):
            placed.add(who)
            begun.append(candidate)
            for s in taken:
                room[s] -= 1
    return np.sort(np.concatenate([plan, np.array(begun, np.int64)]))
