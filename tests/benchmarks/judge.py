"""What a plan keeps and what it costs, whoever made it: the same judge for every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from optimizer.model.problem import Ints, Problem

EPS = 1e-6


def broken(problem: Problem, chosen: Ints) -> dict[str, int]:
    """Return how many people serve twice, seats hold too many, decided people are out, and hard rows are not kept."""
    people = np.bincount(problem.candidates.person(chosen), minlength=problem.n_people)
    rows = problem.rows
    activity = np.zeros(len(rows))
    _, row, coef = problem.entries(np.sort(chosen))
    np.add.at(activity, row, coef)
    outside = (activity < rows.lower - EPS) | (activity > rows.upper + EPS)
    return {
        "people twice": int((people > 1).sum()),
        "seats too full": int((problem.held(chosen) > problem.seat_max).sum()),
        "decided people out": int((problem.must & (people == 0)).sum()),
        "hard rows": int((outside & (rows.price < 0)).sum()),
    }
