"""Rows that pay together for the one farthest outside, with shares for coefficients: both engines against every plan."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine.answer import Answer, Goal
from optimizer.engine.exact import solve_exact
from optimizer.engine.levels import _with_better_bounds
from optimizer.engine.sifting import solve_by_sifting
from optimizer.model.gathered import Rows
from tests.engine.problems import because, optimum, random_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.model.problem import Problem

SHARES = (0.3, 0.7, 1.0)
THIRDS = (1 / 3, 2 / 3, 1.0)


def _with_shares(seed: int, shares: tuple[float, ...] = SHARES) -> Problem:
    problem = random_problem(seed, people=4, levels=2)
    rng = np.random.default_rng(seed)
    level = next(i for i, it in enumerate(problem.levels) if it.vacancy is None)
    k = [np.flatnonzero(rng.random(problem.n) < 0.6) for _ in shares]
    row = np.concatenate([np.full(len(at), i) for i, at in enumerate(k)])
    three = len(shares)
    rows = Rows(
        np.concatenate(k), row, rng.choice(shares, len(row)), np.full(three, 1.5), np.full(three, np.inf),
        np.full(three, 1_000), np.full(three, level), because, (), np.zeros(three, np.int64),
    )  # fmt: skip
    return replace(problem, rows=rows)


@pytest.mark.parametrize("engine", [solve_exact, solve_by_sifting])
@pytest.mark.parametrize("seed", range(12))
def test_the_worst_of_several_shares_is_paid_for(engine: Callable[[Problem, Goal], Answer], seed: int) -> None:
    problem, goal = _with_shares(seed), Goal(gap=0.0)
    answer = engine(problem, goal)
    assert answer.chosen is not None
    assert goal.stopped_by == "", "the model is not refused as too much work"
    best = optimum(problem)
    assert best is not None
    assert tuple(problem.cost(answer.chosen, i) for i in range(len(problem.levels) - 1)) == best[:-1]


@pytest.mark.parametrize("seed", range(12))
def test_thirds_that_no_decimal_holds_leave_every_level_a_plan(seed: int) -> None:
    problem = _with_shares(seed, THIRDS)
    answer = solve_exact(problem, Goal(gap=0.0))
    assert answer.chosen is not None
    found = optimum(problem)
    assert found is not None
    for i, (level, best) in enumerate(zip(problem.levels, found, strict=True)):
        cost = problem.cost(answer.chosen, i)
        assert cost == best if level.vacancy is not None else abs(cost - best) <= 2, level.name
        if cost != best:
            break  # what follows was given another value to keep


def test_what_either_engine_proved_is_told_as_far_as_their_plans_are_equal() -> None:
    problem = random_problem(3, levels=2)
    plan = solve_exact(problem, Goal(gap=0.0)).chosen
    assert plan is not None
    n = len(problem.levels)
    first = Answer(plan, (None,) * n, "sifting")
    second = Answer(plan, tuple(float(problem.cost(plan, i)) for i in range(n)), "exact")
    told = _with_better_bounds(problem, first, second)
    assert told.bounds == second.bounds
    assert told.chosen is plan
