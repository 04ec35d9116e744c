"""A solve cut short still ends with a plan that keeps every hard row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer import Case
from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.engine import linear
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.assemble import assemble
from optimizer.engine.bound import Cap, Wanted
from optimizer.engine.core import feasible_start
from optimizer.engine.levels import plan_of
from optimizer.engine.master import build
from optimizer.engine.pricing import is_small
from optimizer.engine.sifting import solve_by_sifting
from optimizer.engine.start import first_columns
from optimizer.model.facts import Facts
from optimizer.samples import make
from tests.engine.problems import feasible, random_problem


@pytest.mark.parametrize("rows", [False, True], ids=["bundles", "bundles and rows"])
@pytest.mark.parametrize("seed", range(12))
def test_the_first_plan_keeps_every_hard_row(seed: int, rows: bool) -> None:
    problem = random_problem(seed, people=40, units=3, titles=4, bundles=True, rows=rows, density=0.4)
    try:
        needed = feasible_start(problem)
    except Infeasible:
        return
    start = first_columns(problem, Goal())
    assert feasible(problem, start.plan)
    assert np.isin(needed, start.plan).all()
    stopped = Goal()
    stopped.stop.set()
    answer = solve_by_sifting(problem, stopped)
    assert answer.chosen is not None
    assert feasible(problem, answer.chosen)
    assert stopped.stopped_by == "user"


def test_programs_that_find_no_optimum_leave_a_plan_and_what_the_network_proves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Case.from_tables(**make("hai-phong-leaders"))
    facts = Facts(case)
    problem = assemble(facts, catalogue(case))
    assert problem.rows.crossing
    assert not is_small(problem)
    best = solve_by_sifting(problem, Goal()).values(problem)
    monkeypatch.setattr(linear, "solve_linear", lambda *_: None)
    left = solve_by_sifting(problem, Goal())
    assert left.chosen is not None
    assert verify(case, plan_of(facts, problem, left)).ok
    for value, bound, least in zip(left.values(problem), left.bounds, best, strict=True):
        assert bound is None or bound <= min(value, least) + 1e-6


def test_coefficients_that_the_solver_refuses_are_no_answer() -> None:
    problem = random_problem(3, people=6, levels=2)
    first, last = (i for i, level in enumerate(problem.levels) if level.vacancy is None and not level.tie_break)
    every = np.arange(problem.n)

    def asked(times: int) -> linear.WholeAnswer | None:
        cost = problem.levels[first].cost
        assert cost is not None
        levels = tuple(replace(it, cost=cost * times) if i == first else it for i, it in enumerate(problem.levels))
        dear = replace(problem, levels=levels)
        wanted = Wanted(last, (Cap(first, 1e3 * times, elastic=2.0),))
        return linear.solve_whole(build(dear, wanted, every, every[:0]), Goal(), 0.999, 100)

    assert asked(1) is not None
    assert asked(10**15) is None
