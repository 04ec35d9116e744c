"""The small problem around some people says of every choice of theirs what the whole problem says of it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from optimizer.engine.around import around
from optimizer.engine.bound import Cap, Wanted
from optimizer.model.problem import Problem, Rows
from tests.engine.problems import random_problem

ROWS = 14


def crossed(seed: int) -> Problem:
    """Return a random problem with many rows: hard ones, soft ones that pay alone, and some that pay together."""
    problem = random_problem(seed, people=6, units=2, titles=2, bundles=True)
    rng = np.random.default_rng(seed)
    weighed = next(i for i, level in enumerate(problem.levels) if level.vacancy is None)
    at, row = np.nonzero(rng.random((problem.n, ROWS)) < 0.3)
    coef = rng.choice([1.0, 1.0, 2.0, -1.0], len(at))
    twice = rng.random(len(at)) < 0.1  # entries of one place add up
    at, row, coef = (np.concatenate([a, a[twice]]) for a in (at, row, coef))
    kind = rng.integers(0, 3, ROWS)  # hard, alone, together
    lower = np.where(rng.random(ROWS) < 0.5, rng.integers(-2, 2, ROWS), -np.inf)
    rows = Rows(
        at, row, coef, lower, rng.integers(1, 5, ROWS).astype(float), np.where(kind == 0, -1, rng.integers(1, 5, ROWS)),
        np.where(kind == 0, -1, weighed), problem.rows.because, (), np.where(kind == 2, row_groups(rng), -1),
    )  # fmt: skip
    return replace(problem, rows=rows)


def row_groups(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 3, ROWS)


def placed(problem: Problem, rng: np.random.Generator) -> np.ndarray:
    """Return some people, each at one place, no seat too full."""
    plan: list[int] = []
    for p in rng.permutation(problem.n_people):
        own = problem.candidates.of_people(np.array([p]))
        if len(own) and rng.random() < 0.8:
            more = [*plan, int(rng.choice(own))]
            if (problem.held(np.array(more)) <= problem.seat_max).all():
                plan = more
    return np.sort(np.array(plan, np.int64))


@pytest.mark.parametrize("seed", range(150))
def test_costs_caps_and_rows_differ_by_what_the_others_make_up(seed: int) -> None:
    problem, rng = crossed(seed), np.random.default_rng(seed)
    plan = placed(problem, rng)
    free = np.zeros(problem.n_people, bool)
    free[rng.choice(problem.n_people, 3, replace=False)] = True
    columns = problem.candidates.of_people(np.flatnonzero(free))
    levels = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    wanted = Wanted(levels[-1], tuple(Cap(i, float(rng.integers(-5, 9))) for i in levels))
    penalty = np.where(problem.rows.hard, 7.0, 0.0)
    left = around(problem, wanted, plan, free, columns)
    eased = around(problem, wanted, plan, free, columns, penalty)
    hard = problem.rows.hard
    constant: set[float] = set()
    apart: set[float] = set()
    own = [[-1, *np.flatnonzero(problem.candidates.person(columns) == p)] for p in np.flatnonzero(free)]
    for pick in itertools.product(*own):
        chosen = np.array([k for k in pick if k >= 0], np.int64)
        whole = np.sort(np.concatenate([left.fixed, columns[chosen]]))
        if (problem.held(whole) > problem.seat_max).any():
            assert (left.problem.held(chosen) > left.problem.seat_max).any()
            continue
        assert (left.problem.held(chosen) <= left.problem.seat_max).all()
        for cap, own_cap in zip(wanted.caps, left.wanted.caps, strict=True):
            beyond = left.problem.cost(chosen, cap.level) - own_cap.cost
            assert problem.cost(whole, cap.level) - cap.cost == pytest.approx(beyond)
        outside = problem.rows.outside(problem.activity(whole))[hard].sum()
        mine = left.problem.rows
        inside = mine.outside(left.problem.activity(chosen))[mine.hard].sum()
        constant.add(round(float(outside - inside), 6))
        paid = problem.cost(whole, levels[-1]) + 7.0 * outside
        apart.add(round(float(paid - eased.problem.cost(chosen, levels[-1])), 6))
    assert len(constant) == 1
    assert len(apart) == 1


def test_seats_and_rows_nobody_free_can_move_are_left_out() -> None:
    fewer = 0
    for seed in range(40):
        problem = crossed(seed)
        plan = placed(problem, np.random.default_rng(seed))
        free = np.arange(problem.n_people) == 0
        columns = problem.candidates.of_people(np.array([0]))
        left = around(problem, Wanted(len(problem.levels) - 2), plan, free, columns).problem
        taken = problem.seats(columns)
        assert left.n_seats == len(np.unique(taken[taken >= 0]))
        fewer += len(left.rows) < len(problem.rows)
    assert fewer > 20
