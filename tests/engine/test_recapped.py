"""A level that costs more than was believed: its cap is raised to what the optimum reaches, and nothing is solved anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.bound import Cap, Wanted
from optimizer.engine.pricing import Beginning, Proof, priced
from optimizer.engine.sifting import Sifting, solve_by_sifting
from tests.engine.problems import feasible, plans, random_problem

if TYPE_CHECKING:
    from optimizer.engine.start import Start
    from optimizer.model.problem import Problem

SEEDS = range(40)


def proved(problem: Problem, wanted: Wanted) -> Proof:
    everything = Beginning(np.arange(problem.n), np.arange(len(problem.rows)))
    proof = priced(problem, wanted, everything, Goal(gap=0.0))
    assert proof is not None
    return proof


def levels_of(problem: Problem) -> tuple[list[int], int]:
    """Return the levels of vacancies and the first of costs; and the last of costs."""
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    return weighed[:-1], weighed[-1]


def hopeful(problem: Problem, low: float) -> Wanted:
    """Return the last level under caps that no plan can keep, all of them paid for."""
    before, last = levels_of(problem)
    kinds = [problem.levels[i].vacancy is not None for i in before]
    return Wanted(
        last,
        tuple(
            Cap(i, low, weight=50.0) if weighed else Cap(i, low, elastic=3.0)
            for i, weighed in zip(before, kinds, strict=True)
        ),
    )


def raised(wanted: Wanted, to: dict[int, float]) -> Wanted:
    return Wanted(wanted.level, tuple(Cap(c.level, to[c.level], c.weight, c.elastic) for c in wanted.caps))


def test_the_optimum_under_raised_caps_is_the_one_that_was_found() -> None:
    seen = 0
    for seed in SEEDS:
        problem = random_problem(seed, people=5, rows=True, levels=2)
        if not problem.n or not plans(problem):
            continue
        proof = proved(problem, hopeful(problem, -1000.0))
        wanted = raised(proof.wanted, proof.reached)
        again = proof.recapped(wanted, problem.levels[wanted.level], 0.0)
        assert again is not None
        assert again.bound == pytest.approx(proved(problem, wanted).bound, abs=1e-6)
        assert again.over == ()
        assert again.support is proof.support
        assert set(proof.over) == {c.level for c in wanted.caps}
        seen += 1
    assert seen > 20


def test_it_is_solved_anew_where_the_cap_lies_elsewhere() -> None:
    for seed in SEEDS:
        problem = random_problem(seed, people=5, rows=True, levels=2)
        if not problem.n or not plans(problem):
            continue
        proof = proved(problem, hopeful(problem, -1000.0))
        level = proof.wanted.caps[0].level
        for off in (-1.0, 1.0):
            elsewhere = raised(proof.wanted, proof.reached | {level: proof.reached[level] + off})
            at = problem.levels[proof.wanted.level]
            assert proof.recapped(elsewhere, at, 0.0) is None
            near = proof.recapped(elsewhere, at, 1e9)
            assert near is not None
            assert near.bound <= proved(problem, elsewhere).bound + 1e-6, "what it proves holds all the same"
        dearer = tuple(Cap(c.level, c.cost, 2 * c.weight, 2 * c.elastic) for c in proof.wanted.caps)
        assert proof.recapped(Wanted(proof.wanted.level, dearer), problem.levels[proof.wanted.level], 1e9) is None


@pytest.mark.parametrize("gap", [0.0, 0.05])
def test_large_cases_end_with_plans_and_bounds_that_hold(gap: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done at scale, on problems where every plan can be looked at."""
    for module in ("pricing", "sifting", "rounding"):
        monkeypatch.setattr(f"optimizer.engine.{module}.is_small", lambda problem: False)
    monkeypatch.setattr("optimizer.engine.sifting.nearly_kept", lambda problem, flow: False)
    recapped, whole = [], Proof.recapped
    monkeypatch.setattr(Proof, "recapped", lambda *given: recapped.append(whole(*given)) or recapped[-1])
    solved = reached = 0
    for seed in range(60):
        problem = random_problem(seed, people=4, units=2, rows=True, levels=2)
        every = plans(problem)
        if not problem.n or not len(problem.rows):
            continue
        try:
            answer = solve_by_sifting(problem, Goal(gap=gap))
        except Infeasible:
            assert not every
            continue
        assert answer.chosen is not None
        assert feasible(problem, answer.chosen)
        values = answer.values(problem)
        as_good = every
        for i, (value, bound) in enumerate(zip(values, answer.bounds, strict=True)):
            least = min(problem.cost(plan, i) for plan in as_good)
            assert bound is None or bound <= least + 1e-6
            as_good = [plan for plan in as_good if problem.cost(plan, i) <= value]
        solved += 1
        reached += values[:-1] == min(tuple(problem.cost(plan, i) for i in range(len(values) - 1)) for plan in every)
    assert solved > 40
    assert reached > 0.8 * solved
    assert any(proof is not None for proof in recapped)


def test_a_bound_that_was_near_enough_beside_a_dear_level_is_not_beside_a_cheap_one() -> None:
    """The last level costs 2, all that is weighed together 150,000: a share of the one says nothing of the other."""
    problem = next(it for it in (random_problem(s, people=5, rows=True, levels=2) for s in SEEDS) if it.n and plans(it))
    proof = proved(problem, hopeful(problem, -1000.0))
    wanted, level = raised(proof.wanted, proof.reached), problem.levels[proof.wanted.level]
    loose = replace(proof, bound=proof.bound - 2.0)
    assert proof.recapped(wanted, level, 0.05) is not None
    assert loose.recapped(wanted, level, 0.05) is None


@pytest.mark.parametrize("mend", [True, False])
def test_the_last_level_is_proved_for_what_the_plan_reached_also_where_it_is_not_mended(
    monkeypatch: pytest.MonkeyPatch, mend: bool
) -> None:
    mended: list[object] = []
    monkeypatch.setattr(Sifting, "_plan", lambda *given: mended.append(given))
    problem = random_problem(3, people=5, rows=True, levels=2)
    before, last = levels_of(problem)
    solve = Sifting(problem, Goal(gap=0.05), cast("Start", None), np.asarray(plans(problem)[0], np.int64))
    believed = {i: float(problem.cost(solve.chosen, i)) - 1.0 for i in before}
    solve._as_reached(last, believed, proved(problem, hopeful(problem, -1000.0)), 1.0, mend)
    assert [it.level for it in (dual.wanted for dual in solve.duals)] == [last]
    assert [c.cost for c in solve.proofs[last].wanted.caps] == [problem.cost(solve.chosen, i) for i in before]
    assert len(mended) == mend
