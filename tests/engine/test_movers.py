"""Who would move together: those whose moves pay, and nobody who might as well stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine import movers, visits
from optimizer.engine.answer import Goal
from optimizer.engine.bound import Cap, Wanted
from optimizer.engine.mending import Mender, plans
from optimizer.engine.movers import Movers
from optimizer.engine.pricing import Beginning, Proof, priced
from optimizer.engine.rounding import hopeful_plan
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Level, Problem, Rows
from tests.engine.problems import because, random_problem

if TYPE_CHECKING:
    from collections.abc import Callable

RING, PAIRS, GAIN = 7, 4, 3  # people who gain by moving on all together, pairs who may as well change places
COST = 1
PEOPLE, LITTLE = 14, 1e-3  # of the random problems; what leaving costs there


def ring() -> tuple[Problem, np.ndarray]:
    """Return people with a seat each, and the plan in which the first seven could all move on by one to gain 3 each."""
    found: list[tuple[int, int, int]] = []  # person, seat, cost
    for p in range(RING):
        found += [(p, p, GAIN), (p, (p + 1) % RING, 0)]
    for a in range(RING, RING + 2 * PAIRS, 2):
        found += [(p, seat, 5) for p in (a, a + 1) for seat in (a, a + 1)]
    cand = np.array(sorted(found))
    n_people = n_seats = RING + 2 * PAIRS
    one = np.ones(n_seats, np.int32)
    candidates = Candidates.of(n_people, cand[:, 0], np.zeros(len(cand), np.int64), cand[:, 1])
    levels = (Level("empty", None, vacancy=("target", 1)), Level("cost", cand[:, 2]))
    seats = np.arange(n_seats, dtype=np.int32)[candidates.slot_role].reshape(-1, 1)
    problem = Problem(
        candidates, seats, 0 * one, one, one, one, np.ones(n_people, bool), Rows.none(because), levels, because
    )
    return problem, np.flatnonzero(cand[:, 0] == cand[:, 1])


def proof_of(problem: Problem, level: int) -> Proof:
    every = np.arange(problem.n)
    found = priced(problem, Wanted(level), Beginning(every, np.arange(len(problem.rows))), Goal())
    assert found is not None
    return found


def movers_of(problem: Problem, proof: Proof, plan: np.ndarray) -> Movers:
    it = Mender.of(problem, Goal(), proof, plan, 0.0)
    it.plan = np.sort(plan)
    return Movers(it)


def leaving(found: Movers, stay: float) -> list[int]:
    answer = found.leaving(stay)
    assert answer is not None
    people, among = answer
    person = found.it.problem.candidates.person
    assert set(person(among)) == set(people.tolist())
    return people.tolist()


def asked_of(monkeypatch: pytest.MonkeyPatch, crowd: Callable[[float], int]) -> tuple[list[float], int]:
    """Return at what prices it is asked who would leave, if they have so many placements, and how many crowds come of it."""
    problem, plan = ring()
    asked: list[float] = []

    def answer(_: Movers, stay: float) -> tuple[np.ndarray, np.ndarray]:
        asked.append(stay)
        return plan[: crowd(stay)], plan[: crowd(stay)]

    monkeypatch.setattr(Movers, "leaving", answer)
    return asked, len(list(movers_of(problem, proof_of(problem, COST), plan)))  # nobody settles these crowds


def test_a_ring_leaves_as_one_and_nobody_who_may_as_well_stay() -> None:
    problem, plan = ring()
    found = movers_of(problem, proof_of(problem, COST), plan)
    people = leaving(found, GAIN - 0.5)
    assert people == list(range(RING))
    assert problem.cost(found.it.plan, COST) == RING * GAIN + 5 * 2 * PAIRS
    assert found.it.settle(np.array(people))
    assert problem.cost(found.it.plan, COST) == 5 * 2 * PAIRS


def test_nobody_leaves_who_would_gain_less_than_that_costs() -> None:
    problem, plan = ring()
    found = movers_of(problem, proof_of(problem, COST), plan)
    for stay in (GAIN + 0.5, 100.0):
        assert not leaving(found, stay)


def test_crowds_come_cheaper_and_cheaper_until_nothing_is_left_to_gain(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, plan = ring()
    monkeypatch.setattr(movers, "DEAR", 64.0)
    found = movers_of(problem, proof_of(problem, COST), plan)
    sizes = []
    for people in found:
        sizes.append(len(people))
        found.it.settle(people)
    assert sizes == [RING]
    assert problem.cost(found.it.plan, COST) == 5 * 2 * PAIRS


def test_a_crowd_that_is_too_large_waits_until_leaving_is_dearer(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, plan = ring()
    monkeypatch.setattr(movers, "MANY", 2 * RING - 1)  # two placements each
    found = movers_of(problem, proof_of(problem, COST), plan)
    assert not list(found)
    monkeypatch.setattr(movers, "MANY", 2 * RING)
    assert len(next(iter(found))) == RING


def test_a_crowd_chooses_among_the_seats_that_it_leaves_or_takes() -> None:
    problem, plan = ring()
    far = problem.candidates.of_people(np.array([0]))[-1:]  # person 0's other placement
    found = movers_of(problem, proof_of(problem, COST), plan)
    answer = found.leaving(GAIN - 0.5)
    assert answer is not None
    assert answer[1].tolist() == problem.candidates.of_people(np.arange(RING)).tolist()
    found.it.among = np.setdiff1d(answer[1], far)
    assert not found.it.settle(answer[0])  # one cannot move on, so nobody can
    found.it.among = answer[1]
    assert found.it.settle(answer[0])


def test_placements_in_seats_that_nobody_of_a_crowd_touches_are_left_out_of_it() -> None:
    problem, _ = ring()
    alone = 2 * RING - 1  # of the pairs, whom nothing moves
    cand = [
        (p, s)
        for p, s in zip(
            problem.candidates.person().tolist(),
            problem.candidates.slot_role[problem.candidates.slot].tolist(),
            strict=True,
        )
    ]
    assert (alone, alone) in cand
    wider = sorted([*cand, (0, alone)])
    costs = {
        pair: int(c) for pair, c in zip(cand, problem.levels[COST].costs(np.arange(problem.n)).tolist(), strict=True)
    }
    people, seats = (np.array(x) for x in zip(*wider, strict=True))
    candidates = Candidates.of(problem.n_people, people, np.zeros(len(people), np.int64), seats)
    level = Level("cost", np.array([costs.get(pair, GAIN) for pair in wider]))
    slots = np.arange(problem.n_seats, dtype=np.int32)[candidates.slot_role].reshape(-1, 1)
    problem = replace(problem, candidates=candidates, slot_seats=slots, levels=(problem.levels[0], level))
    found = movers_of(problem, proof_of(problem, COST), np.flatnonzero(people == seats))
    answer = found.leaving(GAIN - 0.5)
    assert answer is not None
    assert answer[0].tolist() == list(range(RING))
    assert wider.index((0, alone)) not in answer[1].tolist()
    assert len(answer[1]) == 2 * RING


def test_whoever_is_settled_after_a_crowd_of_movers_may_take_any_seat_again() -> None:
    problem, plan = ring()
    found = movers_of(problem, proof_of(problem, COST), plan)
    among = []
    for people in found:
        among.append(found.it.among)
        found.it.settle(people)
    assert among
    assert all(it is not None for it in among)
    assert found.it.among is None


def test_asking_ends_where_no_crowd_makes_the_plan_better(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movers, "MANY", 3)
    first, second = movers.DEAR, movers.DEAR / movers.STEP
    asked, crowds = asked_of(monkeypatch, lambda stay: 4 if stay < 1.1 * second else 2)
    assert asked == pytest.approx([first, second, movers.FINER * second])
    assert crowds == 2


def test_asking_ends_where_too_many_leave_whatever_it_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movers, "MANY", 3)
    asked, crowds = asked_of(monkeypatch, lambda _: 4)
    assert 3 < len(asked) < 14
    assert crowds == 0


def test_leaving_becomes_cheap_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, _ = asked_of(monkeypatch, lambda _: 0)
    assert asked[0] == movers.DEAR  # the gap asked is less than a whole unit here
    assert len(asked) >= 4
    assert asked == sorted(asked, reverse=True)
    assert asked[-1] < 0.02


def test_mending_asks_who_would_move_where_the_optimum_divides_many(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, plan = ring()
    monkeypatch.setattr(visits, "CROWDS", ())
    proof = replace(proof_of(problem, COST), torn=np.zeros(0, np.int64))
    mended = [found for found, _ in plans(problem, Goal(), proof, plan, None, 0.0)]
    assert problem.cost(mended[-1], COST) == problem.cost(plan, COST)
    monkeypatch.setattr(visits, "DIVIDED", (-1,))
    mended = [found for found, _ in plans(problem, Goal(), proof, plan, None, 0.0)]
    assert problem.cost(mended[-1], COST) == 5 * 2 * PAIRS


def test_a_plan_is_good_enough_by_the_cost_of_its_own_level_and_not_by_what_it_pays_for_others() -> None:
    problem, plan = ring()
    paid = Level("paid", np.ones(problem.n, np.int64))
    problem = replace(problem, levels=(problem.levels[0], paid, problem.levels[COST]))
    every, rows = np.arange(problem.n), np.arange(0)
    proof = priced(problem, Wanted(2, (Cap(1, 0.0, weight=100_000.0),)), Beginning(every, rows), Goal())
    assert proof is not None
    stuck = replace(proof, support=plan, torn=np.zeros(0, np.int64))
    mended, _ = hopeful_plan(problem, Goal(), stuck, plan)
    assert problem.cost(mended, 2) == 5 * 2 * PAIRS


def test_who_has_no_place_yet_joins_where_that_pays() -> None:
    problem, _ = ring()
    cost = problem.levels[COST].costs(np.arange(problem.n)) - 20
    nobody_must = np.zeros(problem.n_people, bool)
    problem = replace(problem, must=nobody_must, levels=(problem.levels[0], Level("cost", cost)))
    proof = proof_of(problem, COST)
    best = proof.support  # it divides nobody
    found = movers_of(problem, proof, best[problem.candidates.person(best) != 0])
    for stay in (GAIN + 0.5, 100.0):
        assert leaving(found, stay) == [0]


def test_a_hard_row_that_nobody_can_keep_is_paid_for_and_the_others_are_moved_all_the_same() -> None:
    problem, plan = ring()
    proof = proof_of(problem, COST)
    row = Rows(
        np.array([0]), np.array([0]), np.array([1.0]), np.array([2.0]), np.array([np.inf]), np.array([-1]),
        np.array([-1]), because,
    )  # fmt: skip
    prices = replace(proof.prices, row=np.zeros(1))
    found = movers_of(replace(problem, rows=row), replace(proof, used=np.array([0]), prices=prices), plan)
    for price, expected in ((RING * GAIN + 1.0, []), (1.0, list(range(RING)))):
        found.it.penalty = np.array([price])  # of leaving the place that the row asks for
        assert leaving(found, 0.1) == expected


@pytest.mark.parametrize("seed", range(60))
def test_somebody_leaves_exactly_where_the_linear_optimum_gains(seed: int) -> None:
    problem = random_problem(seed, people=PEOPLE, units=3, titles=3, bundles=True, rows=True, density=0.5)
    if not problem.n:
        return
    level = len(problem.levels) - 2
    every, rows = np.arange(problem.n), np.arange(len(problem.rows))
    proof = priced(problem, Wanted(level), Beginning(every, rows), Goal())
    if proof is None:
        return  # somebody has to be placed whom a rule keeps out
    *_, (plan, _) = plans(problem, Goal(), proof, proof.support[~torn(problem, proof)], None, 0.0)
    found = movers_of(problem, proof, plan)
    loss = found.it.cost(plan) - proof.bound
    assert bool(leaving(found, LITTLE)) == (loss > PEOPLE * LITTLE)
    assert loss > PEOPLE * LITTLE or loss < 1e-6  # costs are whole numbers: nothing between is to be gained


def torn(problem: Problem, proof: Proof) -> np.ndarray:
    return np.isin(problem.candidates.person(proof.support), proof.torn)
