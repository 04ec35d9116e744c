"""The prices of vacancies: the same of whatever flow they are read, so they may be worked out before there is a plan."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine import early, sifting
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.duals import proofs
from optimizer.engine.early import Early
from optimizer.engine.filling import Filling
from optimizer.engine.sifting import solve_by_sifting
from optimizer.engine.start import first_columns
from tests.engine.problems import random_problem


@pytest.mark.parametrize("bundles", [False, True])
def test_the_prices_of_a_level_of_vacancies_hang_on_no_flow(bundles: bool) -> None:
    seen = 0
    for seed in range(60):
        problem = random_problem(seed, people=6, units=3, titles=3, levels=2, bundles=bundles, density=0.4)
        start = first_columns(problem, Goal())
        plan = solve_by_sifting(problem, Goal(0.0)).chosen
        assert plan is not None
        filling = Filling.of(problem)
        for level, empty in start.caps:
            if problem.cost(plan, level) != empty:
                continue
            of_flow, of_plan = filling.prices(level, start.flow), filling.prices(level, plan)
            np.testing.assert_array_equal(of_flow.seat, of_plan.seat)
            np.testing.assert_array_equal(of_flow.cap, of_plan.cap)
            seen += bool(empty) and not np.array_equal(np.sort(start.flow), np.sort(plan))
    assert seen > 2


def test_prices_worked_out_while_programs_ran_prove_what_those_of_the_plan_prove(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sifting, "is_small", lambda _: False)
    monkeypatch.setattr(Early, "quiet", lambda _: True)
    seen = 0
    for seed in range(40):
        problem = random_problem(seed, people=8, units=3, titles=3, levels=2, rows=True, density=0.5)
        try:
            plain, ahead = (solve_by_sifting(problem, Goal(0.0, proofs=asked)) for asked in (False, True))
        except Infeasible:
            continue
        assert not plain.filled
        levels = {level for level, _ in ahead.filled}
        assert all(problem.levels[level].vacancy is not None for level in levels)
        assert ahead.values(problem) == plain.values(problem)
        told = [
            [(p.level, p.bound, p.prices.seat.tolist()) for p in proofs(problem, it, Goal())] for it in (plain, ahead)
        ]
        assert told[0] == told[1]
        seen += bool(levels)
    assert seen > 5


def test_a_core_is_free_for_such_work_only_while_programs_have_it_to_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = random_problem(1)
    running = Early(problem, Goal(), lambda *_: None)
    running.opened()
    assert running.quiet()
    hurried = Early(problem, Goal(time_limit=60.0), lambda *_: None)
    hurried.opened()
    assert not hurried.quiet()
    a_part = Early(problem, Goal())
    a_part.opened()
    assert not a_part.quiet()
    ended = Early(problem, Goal(), lambda *_: None)
    ended.end(None)
    assert not ended.quiet()
    monkeypatch.setattr(early, "QUIET", 0.0)
    late = Early(problem, Goal(), lambda *_: None)
    late.opened()
    assert not late.quiet()
