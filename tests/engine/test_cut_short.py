"""A solve cut short still ends with a plan that keeps every hard row."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.core import feasible_start
from optimizer.engine.sifting import solve_by_sifting
from optimizer.engine.start import first_columns
from tests.engine.problems import feasible, random_problem


@pytest.mark.parametrize("rows", [False, True], ids=["bundles", "bundles and rows"])
@pytest.mark.parametrize("seed", range(12))
def test_the_first_plan_keeps_every_hard_row(seed: int, rows: bool) -> None:
    problem = random_problem(seed, people=40, units=3, titles=4, bundles=True, rows=rows, density=0.4)
    try:
        needed = feasible_start(problem)
    except Infeasible:
        return
    start = first_columns(problem, needed, Goal())
    assert feasible(problem, start.plan)
    assert np.isin(needed, start.plan).all()
    stopped = Goal()
    stopped.stop.set()
    answer = solve_by_sifting(problem, stopped)
    assert answer.chosen is not None
    assert feasible(problem, answer.chosen)
    assert stopped.stopped_by == "user"
