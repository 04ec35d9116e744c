"""A plan made better part by part: never worse, hard rows kept, whoever is outside a part stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine import parts
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.levels import solve
from optimizer.engine.parts import Parts, _halves
from optimizer.engine.sifting import sifted
from optimizer.engine.start import first_columns
from optimizer.model.candidates import Candidates
from tests.engine.problems import feasible, random_problem

if TYPE_CHECKING:
    from optimizer.model.problem import Ints, Problem

SEEDS = range(40)


def province(seed: int) -> Problem:
    """Return a random problem of some eight units, two seats each."""
    problem = random_problem(seed, people=40, units=8, titles=2, rows=True, density=0.3)
    every = np.arange(problem.n)
    person, role = problem.candidates.person(every), problem.candidates.role(every)
    found = Candidates.of(problem.n_people, person, problem.seats(every)[:, 0] // 2, role)
    assert (found.slot == problem.candidates.slot).all()
    return replace(problem, candidates=found)


def begun(problem: Problem) -> Ints | None:
    try:
        return first_columns(problem, Goal()).plan
    except Infeasible:
        return None


def best(part: Problem, plan: Ints) -> Ints | None:
    assert feasible(part, plan) or part.must.any()

    try:
        return solve(part, Goal()).chosen
    except Infeasible:
        return None


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PEOPLE", 10)


def test_every_part_leaves_a_plan_no_worse_and_the_others_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    better = 0
    for seed in SEEDS:
        problem = province(seed)
        if (plan := begun(problem)) is None:
            continue
        unit, person = problem.candidates.unit, problem.candidates.person
        looked: list[tuple[Ints, Ints]] = []
        choose = Parts._choose_anew

        def seen(it: Parts, units: Ints, people: Ints, choose=choose, looked=looked) -> None:  # type: ignore[no-untyped-def]
            looked.append((units, people))
            choose(it, units, people)

        monkeypatch.setattr(Parts, "_choose_anew", seen)
        last = plan
        for now in Parts(problem, plan, np.arange(problem.n), best).rounds():
            units, people = looked.pop()
            moved = np.setxor1d(now, last)
            assert np.isin(person(moved), people).all()
            assert np.isin(unit(moved), units).all()
            assert feasible(problem, now)
            assert problem.values(now) <= problem.values(last)
            last = now
        monkeypatch.undo()
        monkeypatch.setattr(parts, "PEOPLE", 10)
        known = solve(problem, Goal()).chosen
        assert known is not None
        assert problem.values(known) <= problem.values(last)
        better += problem.values(last) < problem.values(plan)
    assert better > len(SEEDS) / 2


def test_rounds_end_with_the_first_that_brings_nothing() -> None:
    longest = 0
    for seed in SEEDS:
        problem = province(seed)
        if (plan := begun(problem)) is None:
            continue
        it = Parts(problem, plan, np.arange(problem.n), best)
        size, made = len(it._cut()), [plan, *it.rounds()]
        rounds = [made[i : i + size + 1] for i in range(0, len(made) - 1, size)]
        assert all(len(plans) == size + 1 for plans in rounds)
        gained = [plans[-1] is not plans[0] for plans in rounds]
        assert gained == [True] * (len(rounds) - 1) + [False]
        longest = max(longest, len(rounds))
    assert longest > 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cut_has_every_unit_once_and_the_next_one_is_another(seed: int) -> None:
    problem = province(seed)
    if (plan := begun(problem)) is None or not len(plan):
        return
    it = Parts(problem, plan, np.arange(problem.n), best)
    cut = it._cut()
    assert sorted(np.concatenate(cut).tolist()) == list(range(len(it.common)))
    assert len(cut) == min(len(it.common), 4)
    idle = np.setdiff1d(np.arange(problem.n_people), problem.candidates.person(plan))
    for turn in range(3):  # everybody chooses in one part a round
        people = np.concatenate([it._people(cut, i, turn) for i in range(len(cut))])
        assert sorted(people.tolist()) == list(range(problem.n_people))
    if len(idle):
        places = [next(i for i in range(len(cut)) if idle[0] in it._people(cut, i, turn)) for turn in range(len(cut))]
        assert sorted(places) == list(range(len(cut)))  # in another one each time


def test_units_that_exchange_people_stay_together() -> None:
    rng = np.random.default_rng(0)
    side = rng.permutation(np.arange(12) % 2)
    common = np.where(side[:, None] == side[None], 10.0, 0.5) + rng.random((12, 12)) * 0.1
    common += common.T
    for half in _halves(common, np.arange(12), np.ones(12)):
        assert len(np.unique(side[half])) == 1


def test_a_part_is_solved_by_linear_programs_alone() -> None:
    for seed in SEEDS:
        problem = province(seed)
        if (plan := begun(problem)) is not None:
            known = solve(problem, Goal()).chosen
            assert known is not None
            assert problem.values(sifted(problem, Goal(), known).chosen) == problem.values(known)
            run = sifted(problem, Goal(), plan)
            assert feasible(problem, run.chosen)
            assert problem.values(run.chosen) <= problem.values(plan)
            assert run.spare == []
            assert run.duals == []


def test_where_a_part_has_no_plan_or_a_worse_one_the_plan_stays() -> None:
    problem = next(p for p in map(province, SEEDS) if (plan := begun(p)) is not None and len(plan) > 4)
    plan = begun(problem)
    assert plan is not None
    for answer in (None, np.zeros(0, np.int64)):
        it = Parts(problem, plan, np.arange(problem.n), lambda part, plan, answer=answer: answer)  # type: ignore[misc]
        assert all(now is plan for now in it.rounds())
        assert it.plan is plan


def test_one_part_is_no_part() -> None:
    problem = replace(province(2))
    plan = begun(problem)
    assert plan is not None
    parts.PEOPLE = 1_000
    assert list(Parts(problem, plan, np.arange(problem.n), best).rounds()) == []
