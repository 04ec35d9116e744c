"""Rows that limit the holders of some seats together: the network knows them, and its prices prove its flow."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine import bound as proving
from optimizer.engine import network
from optimizer.engine.answer import Answer, Goal, Infeasible
from optimizer.engine.duals import proofs
from optimizer.engine.lids import lids
from optimizer.engine.sifting import solve_by_sifting
from optimizer.engine.start import first_columns
from optimizer.model.problem import Problem, Rows
from optimizer.model.rows import Term
from tests.engine.problems import because, optimum, random_problem

if TYPE_CHECKING:
    from optimizer.model.problem import Ints


def with_lids(
    seed: int,
    *,
    one_seat: bool = False,
    coef: float = 1.0,
    spared: bool = False,
    people: int = 5,
    units: int = 2,
    titles: int = 2,
) -> Problem:
    """Return a random problem in which some groups of seats have a lid, drawn from the seed.

    `spared`: one person counts half, so that no row is a lid any more.
    """
    problem = random_problem(seed, people, units, titles)
    rng = np.random.default_rng(1000 + seed)
    group = np.arange(problem.n_seats) if one_seat else rng.integers(0, 2, problem.n_seats)
    problem = replace(problem, priority=(1 + group % 2).astype(np.int32), seat_min=np.zeros_like(problem.seat_min))
    levels = [level for level in problem.levels if level.vacancy is None]
    vacant = [replace(problem.levels[0], cost=None, vacancy=("target", k), name=f"v{k}") for k in (1, 2)]
    n = int(group.max()) + 1
    upper = coef * rng.integers(0, 3, n)
    # a term's table says for (unit, role) which row speaks; in these problems every unit is 0 and a role is a pair of seats
    table = np.full((1, 1, int(problem.candidates.slot_role.max(initial=0)) + 1), -1, np.int32)
    table[0, 0, problem.candidates.slot_role] = group[problem.slot_seats[:, 0]]
    each = np.full(problem.n_people, coef)
    if spared:
        each[0] = coef / 2
    none = Rows.none(because)
    rows = replace(
        none, lower=np.full(n, -np.inf), upper=upper.astype(float), price=np.full(n, -1), level=np.full(n, -1),
        terms=(Term(table, each),),
    )  # fmt: skip
    return replace(problem, rows=rows, levels=(*vacant, *levels))


def listed(problem: Problem) -> Problem:
    """Return the same problem with rows that list their candidates, which looking at every plan understands."""
    at, row, coef = problem.entries(np.arange(problem.n))
    return replace(problem, rows=replace(problem.rows, candidate=at, row=row, coef=coef, terms=()))


@pytest.mark.parametrize("one_seat", [True, False])
@pytest.mark.parametrize("seed", range(40))
def test_a_problem_with_lids_equals_looking_at_every_plan(seed: int, one_seat: bool) -> None:
    problem = with_lids(seed, one_seat=one_seat, coef=1.0 + seed % 3)
    best = optimum(listed(problem))
    assert best is not None
    answer = solve_by_sifting(problem, Goal(gap=0.0))
    assert answer.values(problem) == best
    assert answer.bounds == pytest.approx([float(v) for v in best])


@pytest.mark.parametrize("one_seat", [True, False])
def test_the_network_alone_knows_what_lids_leave_empty(one_seat: bool) -> None:
    seen = 0
    for seed in range(60):
        problem = with_lids(seed, one_seat=one_seat)
        column = problem.slot_seats[:, 0].astype(np.int64)
        seen += len(lids(problem, column).row)
        start = first_columns(problem, Goal(gap=0.0))
        best = optimum(listed(problem))
        assert best is not None
        assert [cost for _, cost in start.caps] == [float(v) for v in best[:2]]
        assert not problem.breaks(start.flow).any()
    assert seen > 40


@pytest.mark.parametrize("seed", range(30))
def test_prices_prove_flows_under_lids(seed: int) -> None:
    problem = with_lids(seed, people=40, units=4, titles=4)
    column = problem.slot_seats[:, 0].astype(np.int64)
    every = np.arange(problem.n, dtype=np.int32)
    cost = problem.levels[2].costs(every)
    net = network.Net(problem.candidates.person(), column[problem.candidates.slot], cost, every, problem.must)
    worth = network.vacancy_worth(problem, 100, None, lids(problem, column))
    found = network.solve_flow(net, worth)
    held = problem.held(found.chosen)
    value = int(net.cost[found.chosen].sum()) - worth.total(held)
    people = -int(np.maximum(found.person, 0).sum())
    assert people + worth.least(found.seat, found.lid) == value
    assert (found.lid <= 0).all()


@pytest.mark.parametrize("seed", range(12))
def test_who_counts_otherwise_makes_a_row_no_lid(seed: int) -> None:
    problem = with_lids(seed, spared=True)
    assert not len(lids(problem, problem.slot_seats[:, 0].astype(np.int64)).row)
    assert solve_by_sifting(problem, Goal(gap=0.0)).values(problem) == optimum(listed(problem))


def test_a_lid_over_seats_of_two_classes_is_left_to_the_program() -> None:
    found = 0
    for seed in range(20):
        problem = with_lids(seed)
        mixed = replace(problem, priority=np.arange(problem.n_seats).astype(np.int32) % 2 + 1)
        known = lids(mixed, mixed.slot_seats[:, 0].astype(np.int64))
        found += len(known.row)
        for g in range(len(known.row)):
            assert len(np.unique(mixed.priority[known.of_seat == g])) == 1
        assert solve_by_sifting(mixed, Goal(gap=0.0)).values(mixed) == optimum(listed(mixed))
    assert found < sum(len(lids(with_lids(s), with_lids(s).slot_seats[:, 0].astype(np.int64)).row) for s in range(20))


def barred(seed: int) -> tuple[Problem, Ints]:
    """Return a problem in which some placements may not be chosen, each for a row of its own, and these placements."""
    problem = random_problem(seed, levels=2)
    rng = np.random.default_rng(seed)
    k = np.sort(rng.choice(problem.n, min(problem.n, 4), replace=False)) if problem.n else np.zeros(0, np.int64)
    hard = np.full(len(k), -1)
    rows = Rows(k, np.arange(len(k)), np.ones(len(k)), np.full(len(k), -np.inf), np.zeros(len(k)), hard, hard, because)
    return replace(problem, rows=rows), k


@pytest.mark.parametrize("seed", range(40))
def test_placements_that_a_row_forbids_alone_are_never_looked_at(seed: int) -> None:
    problem, k = barred(seed)
    assert proving.closed(problem).tolist() == k.tolist()
    best = optimum(problem)
    if best is None:
        with pytest.raises(Infeasible):
            solve_by_sifting(problem, Goal(gap=0.0))
        return
    answer = solve_by_sifting(problem, Goal(gap=0.0))
    assert answer.values(problem) == best
    assert answer.bounds == pytest.approx([float(v) for v in best])
    _certified(problem, answer)


@pytest.mark.parametrize("seed", range(20))
def test_certificates_hold_under_lids_without_the_engine(seed: int) -> None:
    problem = with_lids(seed)
    _certified(problem, solve_by_sifting(problem, Goal(gap=0.0)))


def _certified(problem: Problem, answer: Answer) -> None:
    """Hold the prices written beside a plan against every candidate, closed or not, in plain Python."""
    for proof, bound in zip(proofs(problem, answer, Goal(gap=0.0)), answer.bounds, strict=False):
        assert bound is not None
        paid = proving.weights(proof.wanted, proof.prices)
        people: dict[int, float] = {}
        at, row, coef = problem.entries(np.arange(problem.n))
        given = np.bincount(at, coef * proof.prices.row[row], problem.n)
        for k, p in enumerate(problem.candidates.person().tolist()):
            seats = [s for s in problem.seats(np.array([k]))[0].tolist() if s >= 0]
            own = sum(w * float(problem.levels[i].costs(np.array([k]))[0]) for i, w in paid.items())
            net = own - sum(float(proof.prices.seat[s]) for s in seats) - float(given[k])
            people[p] = min(people.get(p, np.inf if problem.must[p] else 0.0), net)
        total = sum(people.values()) + float(proving.seats_least(problem, paid, proof.prices.seat).sum())
        for y, lower, upper in zip(proof.prices.row, problem.rows.lower, problem.rows.upper, strict=True):
            total += y * (lower if y > 0 else upper) if y else 0.0
        total += sum(float(q) * cap.cost for q, cap in zip(proof.prices.cap, proof.wanted.caps, strict=True))
        assert total == pytest.approx(proof.bound, abs=1e-5)
        assert total >= bound - 1 + 1e-6


@pytest.mark.parametrize("other", ["none", "earlier", "later"])
def test_a_row_that_speaks_of_some_of_the_holders_of_a_seat_only_is_no_lid(other: str) -> None:
    met = 0
    for seed in range(30):
        problem = with_lids(seed, one_seat=True, titles=3)
        column = problem.slot_seats[:, 0].copy()
        used = np.bincount(problem.candidates.slot, minlength=len(column)) > 0
        seats = np.flatnonzero(lids(problem, column).of_seat >= 0)
        if not len(seats):
            continue
        seat = int(seats[0 if other == "later" else -1])
        more = [s for s in np.flatnonzero(used & (column != seat)) if column[s] < seat or other != "earlier"]
        more = [s for s in more if column[s] > seat or other != "later"]
        if not more:
            continue
        slot = int(more[0])
        column = np.where(
            np.arange(len(column)) == slot, seat, column
        )  # as if whoever takes that slot held the seat as well
        if other == "none":
            table = problem.rows.terms[0].row.copy()
            table[0, 0, problem.candidates.slot_role[slot]] = -1
            rows = replace(problem.rows, terms=(replace(problem.rows.terms[0], row=table),))
            problem = replace(problem, rows=rows)
        assert lids(problem, column).of_seat[seat] < 0
        met += 1
    assert met > 5
