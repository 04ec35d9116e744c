"""Plans made beside the programs: which there are hangs on the clock, so only work that is cut short looks at them."""

from __future__ import annotations

import math
from dataclasses import replace
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.bound import Prices, Wanted
from optimizer.engine.early import Early
from optimizer.engine.pricing import proof_of
from optimizer.engine.rounding import whole_plan
from optimizer.engine.sifting import Sifting, solve_by_sifting
from optimizer.engine.start import first_columns
from tests.engine.problems import feasible, random_problem

if TYPE_CHECKING:
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem


def run_of(seed: int) -> tuple[Problem, Sifting, Ints] | None:
    """Return a random problem, a solve of it that has only begun, and its best plan."""
    problem = random_problem(seed, people=30, units=3, titles=3, bundles=True, rows=True, density=0.5)
    try:
        start = first_columns(problem, Goal())
    except Infeasible:
        return None
    best = solve_by_sifting(problem, Goal()).chosen
    assert best is not None
    return problem, Sifting(problem, Goal(), start, start.plan), best


def no_plan(part: Problem, goal: Goal, plan: Ints) -> None:
    """Find no plan for a part."""


@pytest.mark.parametrize("seed", range(10))
def test_work_that_is_cut_short_ends_with_the_best_plan_there_is(seed: int) -> None:
    if (found := run_of(seed)) is None:
        return
    problem, run, best = found
    first = problem.values(run.chosen)
    run.spare = [run.chosen[:0], best, run.chosen]
    assert problem.values(run.answer().chosen) == first  # not cut short: nobody looks at them
    run.goal.stop.set()
    assert problem.values(run.answer().chosen) == problem.values(best) <= first


@pytest.mark.parametrize("seed", range(30))
def test_a_plan_that_breaks_a_hard_row_is_taken_without_whoever_breaks_it(seed: int) -> None:
    if (found := run_of(seed)) is None:
        return
    problem, run, best = found
    tight = replace(problem, rows=replace(problem.rows, upper=problem.rows.upper - 1.0))
    run.problem = tight
    run.chosen = np.zeros(0, np.int64)
    run._take(best)
    if tight.breaks(best).any() and len(run.chosen):
        assert feasible(tight, run.chosen)
        assert np.isin(run.chosen, best).all()
        assert len(run.chosen) < len(best)


def handed(
    values: list[float],
    seconds: list[float],
    monkeypatch: pytest.MonkeyPatch,
    limit: float | None = 30.0,
    proved: float = math.inf,
) -> list[bool]:
    """Return which of some programs a plan would be made of, each after so many seconds."""
    problem = random_problem(1)
    clock = iter(np.cumsum([0.0] * (1 if limit is None else 2) + seconds).tolist())  # the goal looks first
    monkeypatch.setattr("optimizer.engine.early.time.monotonic", lambda: next(clock))
    early = Early(problem, Goal(time_limit=limit, began=0.0), no_plan)
    early.opened(proved)
    nothing = Prices(np.zeros(problem.n_seats), np.zeros(len(problem.rows)), np.zeros(0))
    known = proof_of(problem, Wanted(len(problem.levels) - 2), nothing)
    taken = []
    for value in values:
        proof = replace(known, bound=value)
        early.hand(proof)
        taken.append(early._last is proof)
    return taken


def test_plans_are_made_of_programs_that_have_settled_or_took_long(monkeypatch: pytest.MonkeyPatch) -> None:
    assert handed([100.0, 150.0, 152.0, 80.0], [1.0] * 4, monkeypatch) == [False, False, True, False]
    assert handed([100.0, 150.0], [60.0, 1.0], monkeypatch) == [True, False]
    assert handed([100.0, 150.0], [1.0, 1.0], monkeypatch, proved=98.0) == [True, False]


def test_programs_have_some_seconds_to_themselves_where_nothing_cuts_them_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values, seconds = [100.0, 101.0, 102.0, 103.0], [6.0, 6.0, 6.0, 6.0]
    for limit in (None, 300.0):
        assert handed(values, seconds, monkeypatch, limit) == [False, False, False, True]
    assert handed(values, seconds, monkeypatch, 180.0) == [False, True, True, True]


def nothing_proved(problem: Problem) -> Proof:
    nothing = Prices(np.zeros(problem.n_seats), np.zeros(len(problem.rows)), np.zeros(0))
    return proof_of(problem, Wanted(len(problem.levels) - 2), nothing)


def test_the_programs_have_some_seconds_to_themselves_where_nothing_is_about_to_cut_them_short() -> None:
    problem, run, _ = next(found for seed in range(10) if (found := run_of(seed)) is not None)
    asked: list[str] = []

    def known() -> Proof:
        asked.append("what is proved")
        return nothing_proved(problem)

    for goal, end in ((Goal(), True), (Goal(), False), (Goal(time_limit=300.0), True)):
        early = Early(problem, goal, no_plan)
        early.opened()
        Timer(0.3, lambda early=early, end=end: early.end(None) if end else early.goal.stop.set()).start()
        early.from_network(known, run.start.plan)
        assert early._ended.is_set() == end
        assert asked == early.plans == []


def test_the_networks_plan_is_mended_once_prices_are_known() -> None:
    problem, run, _ = next(found for seed in range(10) if (found := run_of(seed)) is not None)
    early = Early(problem, Goal(time_limit=60.0), no_plan)
    asked = Event()

    def known() -> Proof:
        asked.set()
        return nothing_proved(problem)

    mending = Thread(target=lambda: early.from_network(known, run.start.plan))
    mending.start()
    mending.join(0.3)
    assert not asked.is_set()
    early.opened()
    assert asked.wait(20.0)
    early.end(None)  # nor does it then wait for programs
    mending.join(20.0)
    assert not mending.is_alive()
    assert len(early.plans) == 1


def test_nothing_is_made_once_the_programs_have_ended() -> None:
    problem = random_problem(1)
    early = Early(problem, Goal(), no_plan)
    early.end(None)
    early.from_programs()
    assert early.plans == []


def test_a_part_of_a_province_has_no_early_plans() -> None:
    problem = random_problem(1)
    early = Early(problem, Goal(time_limit=1.0))
    proof = nothing_proved(problem)
    early.opened()
    early.from_network(lambda: proof, np.array([0]))
    assert early.plans == []
    for value in (100.0, 100.0):
        early.hand(replace(proof, bound=value))
        assert early._last is None
    early.end(None)
    early.from_programs()
    assert early.plans == []


@pytest.mark.parametrize("how", ["news", "ended", "user"])
def test_a_part_at_work_is_left_as_soon_as_there_is_news(how: str) -> None:
    problem = random_problem(1)
    asked: list[bool] = []
    nobody = np.zeros(0, np.int64)

    def slow(part: Problem, goal: Goal, plan: Ints) -> Ints:
        asked.append(goal.over())
        if how == "news":
            early._tell()
        elif how == "ended":
            early.end(None)
        else:
            early.goal.stop.set()
        asked.append(goal.over())
        return np.zeros(0, np.int64)

    late = Early(problem, Goal(time_limit=3.0), slow)
    assert late._of_part(problem, nobody) is None  # too late to begin
    assert asked == []
    early = Early(problem, Goal(time_limit=60.0), slow)
    early._of_part(problem, nobody)
    assert asked == [False, True]
    if how != "user":
        assert early._of_part(problem, nobody) is None  # not begun before the news is heard
        assert len(asked) == 2


@pytest.mark.parametrize("soon", [True, False])
def test_parts_begin_with_the_best_plan_where_a_program_takes_long(soon: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    found = next(found for seed in range(10) if (found := run_of(seed)) is not None)
    problem, run, best = found
    begun: list[Ints] = []

    class Parts:
        def __init__(self, problem: Problem, plan: Ints, pool: Ints, solve: object) -> None:
            begun.append(plan)

        def rounds(self) -> list[Ints]:
            return [best, best]

    monkeypatch.setattr("optimizer.engine.early.Parts", Parts)
    monkeypatch.setattr("optimizer.engine.early.plans", lambda *_, **__: [(run.chosen[:0], 1)])
    monkeypatch.setattr("optimizer.engine.early.LONG", 0.5 if soon else 0.0)
    early = Early(problem, Goal(time_limit=60.0), no_plan)
    early.plans = [best, run.chosen[:0]]
    proof = nothing_proved(problem)
    if soon:
        Timer(0.1, early._tell).start()
    made = [plan for plan, _ in early._ever_better(proof, run.chosen)]
    if soon:  # the next program is there first
        assert begun == []
        assert len(made) == 2
    else:
        assert [problem.values(plan) for plan in begun] == [problem.values(best)]
        assert len(made) == 4


@pytest.mark.parametrize("seed", range(10))
def test_a_plan_that_was_mended_already_is_mended_on_with_nobody_divided(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if (found := run_of(seed)) is None:
        return
    problem, run, best = found
    proof = nothing_proved(problem)
    proof.support, proof.share, proof.torn = best[:1], np.array([0.5]), problem.candidates.person(best[:1])
    proof.pool = best
    settled = run._settled(proof)
    assert settled.whole
    assert settled.share.tolist() == [1.0] * len(run.chosen)
    monkeypatch.setattr("optimizer.engine.rounding.is_small", lambda _: False)
    made: list[Ints] = []
    whole_plan(problem, Goal(), settled, run.chosen, settled.support, made.append)
    assert len(made) >= 1
