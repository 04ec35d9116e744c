"""Chains of moves and the proof of fewest changes, held against every plan and against full passes over all candidates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine import bound as proving
from optimizer.engine.answer import Goal
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.chains import Chains
from optimizer.engine.fewest import _Local, fewest_prices
from optimizer.engine.haggling import Haggling
from optimizer.engine.pricing import Proof, proof_of
from optimizer.model.problem import Level
from tests.engine.problems import choices, random_problem

if TYPE_CHECKING:
    from optimizer.model.problem import Ints, Problem

MAIN = 2  # the level judged by, after those of vacancies, in the problems made here


def within_seats(problem: Problem) -> list[Ints]:
    """Return every plan in which nobody is placed twice and no seat has too many holders."""
    return [plan for plan in choices(problem) if (problem.held(plan) <= problem.seat_max).all()]


def weighed(problem: Problem) -> int:
    return next(i for i, level in enumerate(problem.levels) if level.vacancy is None)


def main_of(problem: Problem, rng: np.random.Generator, spread: float) -> Proof:
    """Return what random prices prove of the first weighed level, vacancies weighing a hundred."""
    at = weighed(problem)
    wanted = Wanted(at, tuple(Cap(i, 0.0, weight=100.0) for i in range(at)))
    prices = Prices(
        rng.integers(0, 4, problem.n_seats) * spread, np.zeros(len(problem.rows)), np.full(at, -100.0)
    )  # fmt: skip
    return proof_of(problem, wanted, prices)


def moves(problem: Problem, before: Ints, after: Ints) -> int:
    """Return how many people do not stand where they stood."""
    return len(np.unique(problem.candidates.person(np.setxor1d(before, after))))


@pytest.mark.parametrize("seed", range(120))
def test_a_chain_moves_as_few_people_as_any_plan_without_the_trouble(seed: int) -> None:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, people=5, units=2, titles=2, density=0.6)
    problem = replace(
        problem,
        levels=tuple(it if it.cost is None else replace(it, cost=it.cost * 0) for it in problem.levels),
        must=np.zeros(5, bool),
    )
    main = main_of(problem, rng, 0.0)
    everything = within_seats(problem)
    full = max(everything, key=lambda plan: (-sum(problem.cost(plan, i) for i in range(weighed(problem))), len(plan)))
    if not len(full):
        return
    gone = int(rng.integers(len(full)))
    kept = np.delete(full, gone)
    away = problem.candidates.person(full[gone : gone + 1])
    # who lost the place may not take it back
    barred = replace(main, nets=replace(main.nets))
    barred.net[full[gone]] = 1e6
    changed = np.zeros(5, bool)
    changed[away] = True
    chains = Chains(problem, barred, main.nets.margin, 50.0, changed, kept)
    fits = [
        plan for plan in everything
        if barred.net[plan].sum() <= 50 and chains._trouble(plan) == 0 and full[gone] not in plan
    ]  # fmt: skip
    if chains._trouble(full):
        return  # something else is amiss too
    done = chains.mended()
    if not fits:
        assert not done
        return
    assert done
    assert (problem.held(chains.plan) <= problem.seat_max).all()
    assert full[gone] not in chains.plan
    fewest = min(len(np.union1d(problem.candidates.person(np.setxor1d(kept, p)), away)) for p in fits)
    assert len(np.union1d(problem.candidates.person(np.setxor1d(kept, chains.plan)), away)) == fewest


@pytest.mark.parametrize("bundles", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_a_mended_plan_keeps_within_seats_and_budget_whatever_is_asked(seed: int, bundles: bool) -> None:
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, people=6, units=2, titles=3, bundles=bundles)
    main = main_of(problem, rng, 3.0)
    everyone = np.arange(problem.n_people)
    some = rng.permutation(everyone[problem.candidates.counts > 0])
    begin = np.sort(
        [
            int(rng.integers(problem.candidates.first[p], problem.candidates.first[p + 1]))
            for p in some[: len(some) // 2]
        ]
    ).astype(np.int64)
    budget = float(rng.integers(5, 40))
    chains = Chains(problem, main, main.nets.margin, budget, np.zeros(problem.n_people, bool), begin)
    before = chains._trouble(begin)
    done = chains.mended()
    person = problem.candidates.person(chains.plan)
    assert len(np.unique(person)) == len(person)
    assert chains._trouble(chains.plan) <= before
    if done:
        assert (problem.held(chains.plan) <= problem.seat_max).all()
        assert set(np.flatnonzero(problem.must).tolist()) <= set(person.tolist())
        if before:
            losses = chains._losses(chains.plan)
            assert float(main.net[chains.plan].sum()) + float(losses.sum()) <= budget + 1e-6


def reviewed(seed: int) -> tuple[Problem, Ints, int, Proof, np.random.Generator]:
    """Return a random problem with a last level that counts changes from a plan, that plan, and the level.

    Beside them stand what random prices prove of the level before it, and where more can be drawn from.
    """
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, people=5, units=2, titles=2)
    everything = within_seats(problem)
    stays = everything[int(rng.integers(len(everything)))]
    placed = np.zeros(problem.n_people, bool)
    placed[problem.candidates.person(stays)] = True
    cost = problem.spread(np.where(placed, 0.0, 1.0)).astype(np.int8)
    cost[stays] = -1
    changes = weighed(problem) + 1
    levels = (*problem.levels[:changes], Level("fewest_changes", cost, parts=(("fewest_changes", 1.0),)))
    problem, rng = replace(problem, levels=levels), np.random.default_rng(seed)
    return problem, stays, changes, main_of(problem, rng, 2.0), rng


def few_changes(main: Proof, changes: int, vacant: list[float], room: float) -> Wanted:
    """Return what asks for few changes, so many vacancies allowed at each level and so much more than proved after them."""
    before = main.wanted.level
    caps = (Cap(i, cost, weight=100.0) for i, cost in enumerate(vacant))
    return Wanted(changes, (*caps, Cap(before, np.floor(main.bound + room), elastic=1.0)))


@pytest.mark.parametrize("seed", range(80))
def test_bounds_worked_out_where_seats_differ_are_those_of_a_full_pass(seed: int) -> None:
    problem, stays, changes, main, rng = reviewed(seed)
    wanted = few_changes(main, changes, [0.0] * (changes - 1), 7.0)
    local = _Local(problem, Goal(), wanted, main, stays, stays)
    np.testing.assert_allclose(local.reduced(np.arange(problem.n)), proving.reduced_costs(problem, wanted, local.base))
    for shift in (
        np.zeros(problem.n_seats),
        rng.integers(-2, 3, problem.n_seats) * (rng.random(problem.n_seats) < 0.5),
    ):
        prices = replace(local.base, seat=local.base.seat + shift)
        full, margin = proving.bound(problem, wanted, prices)
        np.testing.assert_allclose(local.least_shifted(shift.astype(float)), margin, atol=1e-9)
        assert proving.of_margins(problem, wanted, prices, local.least_shifted(shift.astype(float))) == pytest.approx(
            full
        )


@pytest.mark.parametrize("bundles", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_the_best_price_of_each_seat_alone_gains_and_its_bound_is_that_of_a_full_pass(
    seed: int, bundles: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.engine.haggling.SWEEPS", 50)  # until nothing changes any more
    problem = random_problem(seed, people=6, units=2, titles=3, bundles=bundles)
    rng = np.random.default_rng(seed)
    main = main_of(problem, rng, 5.0)
    wanted, prices = main.wanted, main.prices
    reduced = proving.reduced_costs(problem, wanted, prices)
    before, margin = proving.bound(problem, wanted, prices)
    below, missing = proving.holders_missing(problem, proving.weights(wanted, prices))
    worth = [
        [
            (float(problem.seat_min[s]), float(prices.seat[s] - below[s] - missing[s])),
            (float(problem.seat_target[s] - problem.seat_min[s]), float(prices.seat[s] - missing[s])),
            (float(problem.seat_max[s] - problem.seat_target[s]), float(prices.seat[s])),
        ]
        for s in range(problem.n_seats)
    ]
    seats = rng.permutation(problem.n_seats)[:3].tolist()
    near = np.flatnonzero(np.isin(problem.seats(np.arange(problem.n)), seats).any(axis=1))
    own = Haggling(problem, lambda k: reduced[k], margin.copy(), np.zeros(problem.n_seats))
    own.over(seats, near, [worth[s] for s in seats])
    assert set(np.flatnonzero(own.shift).tolist()) <= set(seats)
    settled = replace(prices, seat=prices.seat + own.shift)
    after, margin = proving.bound(problem, wanted, settled)
    np.testing.assert_allclose(own.least, margin, atol=1e-9)
    assert after >= before - 1e-6
    for seat in seats:  # no other price of one of them alone is better
        for step in (-50.0, -5.0, -1.0, 1.0, 5.0, 50.0):
            other = settled.seat.copy()
            other[seat] += step
            moved = replace(settled, seat=other)
            told = proving.bound(problem, wanted, moved)[0]
            assert told <= after + 1e-6


@pytest.mark.parametrize("seed", range(80))
def test_no_plan_changes_fewer_than_the_prices_prove(seed: int) -> None:
    problem, stays, changes, main, rng = reviewed(seed)
    room = float(rng.integers(0, 300))
    wanted = few_changes(main, changes, [float(rng.integers(0, 4)) for _ in range(changes - 1)], room)
    fits = [
        plan for plan in within_seats(problem)
        if all(problem.cost(plan, cap.level) <= cap.cost for cap in wanted.caps)
        and not (problem.must & ~np.isin(np.arange(5), problem.candidates.person(plan))).any()
    ]  # fmt: skip
    people = rng.permutation(5)[:2]
    prices, proved = fewest_prices(problem, Goal(), wanted, main, np.sort(people), stays, stays)
    full, _ = proving.bound(problem, wanted, prices)
    assert proved == pytest.approx(full)
    assert all(problem.cost(plan, changes) >= proved - 1e-6 for plan in fits)
