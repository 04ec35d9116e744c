"""Where in whole numbers it pays to exceed what an earlier level may cost, small programs still keep to it and are proved."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine.answer import Goal
from optimizer.engine.bound import Cap, Wanted
from optimizer.engine.pricing import Beginning, Proof, priced
from optimizer.engine.rounding import whole_plan
from optimizer.engine.sifting import solve_by_sifting
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Level, Problem, Rows
from tests.engine.problems import because, feasible, optimum, plans, random_problem

if TYPE_CHECKING:
    from optimizer.model.problem import Ints

GAIN, HELP = 4, 7  # of each of three people who is placed, and what the fourth costs who helps them all
NOBODY = np.zeros(0, np.int64)


def three_at_odds() -> Problem:
    """Return a case of people with a seat each: of the first three any two exclude each other, unless the fourth helps.

    The first level pays for the fourth, the second gains by the three. Halves of all three gain one and a half times
    `GAIN`, whole people only once; with the fourth's help they gain three times as much either way. So help is worth 1.5
    gains (6) to a linear program, and 2 (8) in whole numbers. A fifth, whom nobody needs, costs so much that the engine
    lets the first level be exceeded at the price of 1 a unit.
    """
    people = np.arange(5)
    pairs = list(itertools.combinations(range(3), 2))
    row = np.repeat(np.arange(3), 3)
    candidate = np.array([[a, b, 3] for a, b in pairs]).ravel()
    none, one = np.zeros(5, np.int32), np.ones(5, np.int32)
    return Problem(
        Candidates.of(5, people, np.zeros(5, np.int64), people), people.reshape(-1, 1).astype(np.int32),
        none, none, one, one, np.zeros(5, bool),
        Rows(
            candidate, row, np.where(candidate == 3, -1.0, 1.0), np.full(3, -np.inf), np.ones(3),
            np.full(3, -1), np.full(3, -1), because,
        ),
        (Level("help", np.array([0, 0, 0, HELP, 10])), Level("gain", np.array([-GAIN] * 3 + [0, 0]))), because,
    )  # fmt: skip


def proved(problem: Problem, wanted: Wanted) -> Proof:
    everything = Beginning(np.arange(problem.n), np.arange(len(problem.rows)))
    proof = priced(problem, wanted, everything, Goal(gap=0.0))
    assert proof is not None
    return proof


@pytest.mark.parametrize("incumbent", [None, NOBODY], ids=["no plan yet", "nobody placed so far"])
@pytest.mark.parametrize("price", [0.9, 1.0, 1.1])
def test_what_pays_in_whole_numbers_alone_is_not_bought(price: float, incumbent: Ints | None) -> None:
    problem, seen = three_at_odds(), list[int]()
    proof = proved(problem, Wanted(1, (Cap(0, 0.0, elastic=price),)))
    assert proof.bound == pytest.approx(-1.5 * GAIN)
    assert proof.over == (), "the linear program keeps to the cap"
    found = whole_plan(
        problem, Goal(gap=0.0), proof, incumbent, proof.pool, lambda plan: seen.append(problem.cost(plan, 0))
    )
    assert seen == [HELP, 0], "the first plan in whole numbers exceeds the cap, the next does not"
    assert found is not None
    plan, bound = found
    assert (problem.cost(plan, 0), problem.cost(plan, 1)) == (0, -GAIN)
    assert bound == -GAIN, "what is proved holds for plans within the cap"


def test_help_that_costs_more_than_it_gains_is_never_looked_at() -> None:
    problem, seen = three_at_odds(), list[int]()
    proof = proved(problem, Wanted(1, (Cap(0, 0.0, elastic=1.2),)))
    found = whole_plan(problem, Goal(gap=0.0), proof, None, proof.pool, lambda plan: seen.append(problem.cost(plan, 0)))
    assert seen == [0]
    assert found is not None
    assert found[1] == problem.cost(found[0], 1) == -GAIN


@pytest.mark.parametrize("seed", [0, 1])
def test_however_cheap_it_is_to_exceed_a_cap_the_best_plan_within_it_is_found_and_proved(seed: int) -> None:
    exceeded = 0
    for one in range(25 * seed, 25 * seed + 25):
        problem = random_problem(one, people=4, rows=True, levels=2)
        every = plans(problem)
        if not problem.n or not every:
            continue
        first, second = (i for i, it in enumerate(problem.levels) if it.vacancy is None and not it.tie_break)
        least = min(problem.cost(plan, first) for plan in every)
        best = min(problem.cost(plan, second) for plan in every if problem.cost(plan, first) == least)
        proof = proved(problem, Wanted(second, (Cap(first, float(least), elastic=1.0),)))
        seen = list[int]()
        found = whole_plan(
            problem, Goal(gap=0.0), proof, None, proof.pool,
            lambda plan, at=problem, level=first, told=seen: told.append(at.cost(plan, level)),
        )  # fmt: skip
        exceeded += max(seen, default=least) > least
        assert found is not None, one
        plan, bound = found
        assert feasible(problem, plan), one
        assert (problem.cost(plan, first), problem.cost(plan, second), bound) == (least, best, best), one
    assert exceeded >= 5


def test_the_engine_proves_both_levels_where_three_are_at_odds() -> None:
    problem = three_at_odds()
    answer = solve_by_sifting(problem, Goal(gap=0.0))
    assert answer.values(problem) == optimum(problem) == (0, -GAIN)
    assert answer.bounds == (0.0, -float(GAIN))
