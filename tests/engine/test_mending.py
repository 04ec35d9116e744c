"""Small steps of mending: where divided people begin, what a cap is that is exceeded anyhow, and who settles crowds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.engine import linear, mending, rounding, visits
from optimizer.engine.answer import Goal
from optimizer.engine.around import around
from optimizer.engine.bound import Cap, Wanted
from optimizer.engine.core import feasible_start
from optimizer.engine.master import build
from optimizer.engine.mending import Mender, plans
from optimizer.engine.pricing import Beginning, Proof, priced
from optimizer.engine.rounding import whole_plan
from optimizer.model.problem import Level, Problem
from tests.engine.problems import random_problem
from tests.engine.test_movers import COST, RING, proof_of, ring


def divided(seed: int) -> tuple[Problem, Proof] | None:
    """Return a random problem whose linear optimum divides somebody."""
    problem = random_problem(seed, people=40, units=4, titles=3, bundles=True, rows=True, density=0.5)
    last = max(i for i, level in enumerate(problem.levels) if not level.tie_break)
    paid = tuple(Cap(i, 0.0, weight=1_000.0) for i, level in enumerate(problem.levels) if level.vacancy is not None)
    every = Beginning(np.arange(problem.n), np.arange(len(problem.rows)))
    proof = priced(problem, Wanted(last, paid), every, Goal())
    return None if proof is None or not len(proof.torn) else (problem, proof)


def test_divided_people_begin_where_most_of_each_is_and_there_is_room() -> None:
    met = asked = 0
    for seed in range(60):
        if (found := divided(seed)) is None:
            continue
        problem, proof = found
        person = problem.candidates.person
        whole = proof.support[~np.isin(person(proof.support), proof.torn)]
        it = Mender.of(problem, Goal(), proof, whole, 0.0)
        it.begin(proof.torn)
        assert np.isin(whole, it.plan).all()
        assert np.isin(it.plan, proof.support).all()
        assert len(np.unique(person(it.plan))) == len(it.plan)
        assert (problem.held(it.plan) <= problem.seat_max).all()
        share = dict(zip(proof.support.tolist(), proof.share.tolist(), strict=True))
        room = problem.held(it.plan) < problem.seat_max
        first = [max(mine, key=lambda k: share[k]) for mine in of_people(problem, proof.support, proof.torn)]
        met += int(np.isin(first, it.plan).sum())
        asked += len(first)
        for k in proof.support[np.isin(person(proof.support), proof.torn)].tolist():
            seats = problem.seats(np.array([k]))[0]
            if all(room[s] for s in seats[seats >= 0]):  # who could still go there is somewhere
                assert np.isin(person(np.array([k])), person(it.plan)).all()
    assert asked > 20
    assert met > 0.6 * asked  # most begin at their first choice


def of_people(problem: Problem, k: np.ndarray, people: np.ndarray) -> list[list[int]]:
    """Return the candidates `k` of each of some people."""
    return [k[problem.candidates.person(k) == p].tolist() for p in people]


def test_a_cap_that_the_others_exceed_already_is_a_weight_in_a_small_problem() -> None:
    problem, plan = ring()
    paid = Level("paid", np.ones(problem.n, np.int64))
    problem = replace(problem, levels=(problem.levels[0], paid, problem.levels[COST]))
    free = np.zeros(problem.n_people, bool)
    free[:3] = True
    columns = problem.candidates.of_people(np.flatnonzero(free))

    def cap(cost: float, levels: tuple[Level, ...] = problem.levels) -> Cap:
        asked = Wanted(2, (Cap(1, cost, elastic=7.0),))
        return around(replace(problem, levels=levels), asked, plan, free, columns).wanted.caps[0]

    others = problem.n_people - 3
    assert cap(others).weight == cap(others - 5).weight == 7.0
    assert cap(others + 1).weight == 0.0
    below = (problem.levels[0], replace(paid, cost=-paid.cost if paid.cost is not None else None), problem.levels[2])
    assert cap(-others - 5, below).weight == 0.0  # three people more may bring it within its cap


def test_a_plan_that_is_good_enough_is_not_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _ = ring()
    monkeypatch.setattr(rounding, "is_small", lambda _: False)
    monkeypatch.setattr(rounding, "mended", lambda *_: pytest.fail("mended"))
    proof = proof_of(problem, COST)
    best = proof.support
    stuck = replace(proof, support=best[:0], torn=np.arange(3))
    assert whole_plan(problem, Goal(), stuck, best, best, lambda _: None) == (best, 40.0)


def test_the_first_who_move_then_choose_at_once_with_all_whom_the_optimum_divides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem, plan = ring()
    monkeypatch.setattr(visits, "CROWDS", ())
    monkeypatch.setattr(visits, "DIVIDED", (1,))
    proof = replace(proof_of(problem, COST), torn=np.arange(RING, RING + 2), share=np.zeros(0))
    proof.support, proof.share = plan, np.ones(len(plan))
    asked: list[list[int]] = []
    nodes: list[int] = []
    settle = Mender.settle

    def heard(it: Mender, *crowds: np.ndarray) -> bool:
        asked.append(crowds[0].tolist())
        nodes.append(it.nodes)
        return settle(it, *crowds)

    monkeypatch.setattr(Mender, "settle", heard)
    at_once = [found for found, _ in plans(problem, Goal(), proof, plan, None, 0.0)]
    assert asked[:2] == [list(range(RING)), list(range(RING + 2))]
    assert nodes[:2] == [mending.NODES, visits.BRANCHED]
    assert set(nodes[2:]) <= {mending.NODES}
    assert problem.cost(at_once[-1], COST) == 40
    asked.clear()
    monkeypatch.setattr(visits, "AT_ONCE", 1)
    list(plans(problem, Goal(), proof, plan, None, 0.0))
    assert list(range(RING + 2)) not in asked
    assert set(nodes[len(at_once) :]) <= {mending.NODES}


def test_only_the_program_of_all_of_them_may_branch_and_sees_all_their_candidates() -> None:
    problem, plan = ring()
    proof = replace(proof_of(problem, COST), torn=np.arange(RING, RING + 2))
    it = Mender.of(problem, Goal(), proof, plan, 0.0)
    crowds = iter(visits.Visits(it)._together(proof.torn))
    next(crowds)
    among = it.among
    assert among is not None
    assert it.nodes == mending.NODES
    next(crowds)
    assert it.among is None
    assert it.nodes == visits.BRANCHED
    for _ in crowds:
        assert it.nodes == mending.NODES
    assert it.nodes == mending.NODES


def test_a_plan_is_yielded_as_soon_as_it_is_made() -> None:
    problem, plan = ring()
    proof = replace(proof_of(problem, COST), torn=np.zeros(0, np.int64))
    seen = [looked for _, looked in plans(problem, Goal(), proof, plan, None, 0.0)]
    assert seen[0] == 0
    assert seen[-1] == seen[-2]  # nothing was looked at in vain before the last was known


@pytest.mark.parametrize("by", ["HIGHS", linear.SCIP])
def test_either_solver_finds_the_best_plan_in_silence_and_none_once_time_is_up(
    by: str, capfd: pytest.CaptureFixture[str]
) -> None:
    problem, _ = ring()
    master = build(problem, Wanted(COST), np.arange(problem.n), np.zeros(0, np.int64))
    found = linear.solve_whole(master, Goal(), 0.999, 1, None, by)
    assert found is not None
    assert problem.cost(found.chosen, COST) == 40
    late = Goal()
    late.stop.set()
    if by == linear.SCIP:  # it cannot be interrupted, so it is not begun
        assert linear.solve_whole(master, late, 0.999, 1, None, by) is None
    assert capfd.readouterr() == ("", "")


def test_who_has_to_be_placed_is_settled_without_a_search_where_that_is_easy(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, _ = ring()
    monkeypatch.setattr("optimizer.engine.core.hard_model", lambda *_: pytest.fail("searched"))
    chosen = feasible_start(problem)
    assert len(chosen) == problem.n_people
    assert (problem.held(chosen) == 1).all()
