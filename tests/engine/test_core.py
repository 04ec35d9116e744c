"""Clashes are smallest sets: kept together they leave no plan, and without any one of them there is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine.answer import Infeasible
from optimizer.engine.core import clashes, feasible_start
from optimizer.model.rows import Term
from tests.engine.problems import choices, random_problem

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable

    from optimizer.model.problem import Problem

SEEDS = range(50)


def asking(seed: int, *, over_groups: bool = False) -> Problem:
    """Return a small problem of hard rows most of which ask for somebody, so that many have no plan."""
    rng = np.random.default_rng(seed)
    problem = random_problem(seed, people=4, bundles=True, rows=True, density=0.6)
    n, rows, n_rows = problem.n, problem.rows, 5
    if not n:
        return problem
    parts = [np.flatnonzero(rng.random(n) < 0.5) for _ in range(n_rows)]
    coef = [rng.choice([1.0, 1.0, -1.0], len(k)) for k in parts]
    lower = np.where(rng.random(n_rows) < 0.7, rng.integers(1, 3, n_rows), -np.inf).astype(float)
    upper = np.where(rng.random(n_rows) < 0.5, np.maximum(lower, rng.integers(0, 2, n_rows)), np.inf)
    none = np.full(n_rows, -1)
    terms: tuple[Term, ...] = ()
    if over_groups:  # one more row by a small table: each person counts alike wherever
        none, n_rows = np.full(6, -1), 6
        lower, upper = np.append(lower, 1.0), np.append(upper, np.inf)
        sign = rng.choice([1.0, -1.0, 0.0], problem.n_people)
        terms = (Term(np.full((1, 1, 1), 5, np.int32), sign),)
    made = replace(
        rows,
        candidate=np.concatenate(parts),
        row=np.repeat(np.arange(len(parts)), [len(k) for k in parts]),
        coef=np.concatenate(coef),
        lower=lower,
        upper=upper,
        price=none,
        level=none,
        terms=terms,
    )
    return replace(problem, rows=made, must=np.zeros(problem.n_people, bool), levels=())


def can_hold(problem: Problem, members: Collection[Hashable]) -> bool:
    """Return whether some choice keeps these rows and seats, by looking at every choice."""
    rows = np.array([i for kind, i in members if kind == "row"], int)
    seats = np.array([s for kind, s in members if kind == "seat"], int)
    for chosen in choices(problem):
        outside = problem.rows.outside(problem.activity(chosen))
        if not (outside[rows] > 0).any() and (problem.held(chosen)[seats] <= problem.seat_max[seats]).all():
            return True
    return False


def found_in(problem: Problem) -> list[tuple[Hashable, ...]]:
    made, _ = clashes(problem, lambda i: ("row", i), lambda s: ("seat", s))
    assert all(clash.minimal for clash in made)
    return [clash.members for clash in made]


@pytest.mark.parametrize("few", [False, True], ids=["every helper", "one helper at first"])
@pytest.mark.parametrize("over_groups", [False, True], ids=["listed", "over groups"])
def test_each_clash_is_smallest_none_is_missed_and_they_share_no_member(
    over_groups: bool, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if few:
        monkeypatch.setattr("optimizer.engine.forced.HELPERS", 1)
        monkeypatch.setattr("optimizer.engine.forced.LISTED", 1)
    sizes = set()
    for seed in SEEDS:
        problem = asking(seed, over_groups=over_groups)
        everything = [("row", i) for i in range(len(problem.rows))] + [("seat", s) for s in range(problem.n_seats)]
        found = found_in(problem)
        assert bool(found) == (not can_hold(problem, everything)), seed
        taken: list[Hashable] = []
        for members in found:
            assert not can_hold(problem, members), (seed, members)
            for one in members:
                assert can_hold(problem, [m for m in members if m != one]), (seed, members, one)
            sizes.add(len(members))
            taken += members
        assert len(set(taken)) == len(taken), seed
        assert can_hold(problem, [m for m in everything if m not in taken]), seed
    assert sizes >= {1, 2, 3}, "clashes of several sizes were met"


@pytest.mark.parametrize("few", [False, True], ids=["every helper", "one helper at first"])
def test_a_first_choice_is_found_exactly_where_there_is_one(few: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if few:
        monkeypatch.setattr("optimizer.engine.forced.HELPERS", 1)
        monkeypatch.setattr("optimizer.engine.forced.LISTED", 1)
    ends = set()
    for seed in SEEDS:
        problem = asking(seed, over_groups=True)
        every = [("row", i) for i in range(len(problem.rows))] + [("seat", s) for s in range(problem.n_seats)]
        possible = can_hold(problem, every)
        ends.add(possible)
        if not possible:
            with pytest.raises(Infeasible):
                feasible_start(problem)
            continue
        chosen = feasible_start(problem)
        people = problem.candidates.person(chosen)
        assert len(np.unique(people)) == len(people)
        assert (problem.held(chosen) <= problem.seat_max).all()
        assert not problem.breaks(chosen).any()
    assert ends == {False, True}


def test_large_parts_are_searched_by_linear_programs_and_what_is_found_clashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.engine.ground.CROWD", 1)
    smallest = found = 0
    for seed in SEEDS:
        problem = asking(seed, over_groups=True)
        everything = [("row", i) for i in range(len(problem.rows))] + [("seat", s) for s in range(problem.n_seats)]
        made, _ = clashes(problem, lambda i: ("row", i), lambda s: ("seat", s))
        assert bool(made) == (not can_hold(problem, everything)), seed
        for clash in made:
            assert not can_hold(problem, clash.members), seed
            if clash.minimal:
                assert all(can_hold(problem, [m for m in clash.members if m != one]) for one in clash.members), seed
        smallest += sum(clash.minimal for clash in made)
        found += len(made)
        taken = [m for clash in made for m in clash.members]
        assert can_hold(problem, [m for m in everything if m not in taken]), seed
    assert smallest > found // 2
