"""What is asked of a few people is asked everywhere at once, when some of it is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import linear, pricing
from optimizer.engine.answer import Goal
from optimizer.engine.bound import Wanted
from optimizer.engine.pricing import Beginning, priced
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Level, Problem, Rows
from tests.engine.problems import because

if TYPE_CHECKING:
    import pytest

    from optimizer.engine.basis import Basis
    from optimizer.engine.linear import LinearAnswer
    from optimizer.engine.master import Master

UNITS = 6
PAIR, OTHERS, ALL = 0, 1, 2  # rows of a pair, of another pair (both of one family), of everybody


def problem() -> Problem:
    """Return two pairs and two more people who may go to any of six units, one seat of two places each.

    Row u of each asks of unit u: the first of a pair comes with the second, or at most two of
    all six are there. By their costs the first person and the others want to be far apart.
    """
    people, unit = np.repeat(np.arange(6), UNITS), np.tile(np.arange(UNITS), 6)
    candidates = Candidates.of(6, people, unit, np.zeros(len(people), np.int64))
    entries: list[tuple[int, int, float]] = []  # candidate, row, coefficient
    for family, members in (
        (PAIR, {0: 1.0, 1: -1.0}),
        (OTHERS, {2: 1.0, 3: -1.0}),
        (ALL, dict.fromkeys(range(6), 1.0)),
    ):
        entries += [(p * UNITS + u, family * UNITS + u, coef) for p, coef in members.items() for u in range(UNITS)]
    k, row, coef = (np.array(x) for x in zip(*entries, strict=True))
    n = 3 * UNITS
    limits = np.where(np.arange(n) < 2 * UNITS, 0.0, 2.0)
    hard = np.full(n, -1)
    rows = Rows(
        k, row, coef, np.where(np.arange(n) < 2 * UNITS, 0.0, -np.inf), limits, hard, hard, because,
        family=np.repeat([PAIR, PAIR, ALL], UNITS),
    )  # fmt: skip
    cost = np.where(people == 0, unit, UNITS - 1 - unit).astype(np.int64)
    two = np.full(UNITS, 2, np.int32)
    one = np.ones(UNITS, np.int32)
    levels = (Level("empty", None, vacancy=("target", 1)), Level("cost", cost))
    seats = candidates.slot_unit.astype(np.int32).reshape(-1, 1)
    return Problem(candidates, seats, 0 * one, one, two, one, np.ones(6, bool), rows, levels, because)


def joined(it: Problem, broken: list[int], pool: np.ndarray) -> list[int]:
    return pricing._with_like(it, np.array(broken, np.int64), pool).tolist()


def test_all_units_are_asked_of_a_pair_that_one_unit_divides_and_of_no_other() -> None:
    it = problem()
    every = np.arange(it.n)
    assert joined(it, [2], every) == list(range(UNITS))
    assert joined(it, [UNITS + 2], every) == list(range(UNITS, 2 * UNITS))
    assert joined(it, [2, UNITS], every) == list(range(2 * UNITS))


def test_what_is_asked_of_many_is_asked_where_it_is_broken() -> None:
    it = problem()
    assert joined(it, [2 * UNITS + 1], np.arange(it.n)) == [2 * UNITS + 1]
    assert joined(it, [], np.arange(it.n)) == []


def test_units_that_neither_of_a_pair_has_a_column_for_are_left_out() -> None:
    it = problem()
    pool = np.array([1, 2, UNITS + 4, 2 * UNITS + 5])  # persons 0, 0, 1 and 2
    assert joined(it, [1], pool) == [1, 2, 4]


def test_a_pair_divided_in_one_unit_after_another_takes_two_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    it = problem()
    values = []
    solve = linear.solve_linear

    def noted(master: Master, goal: Goal, basis: Basis | None, few_steps: bool) -> LinearAnswer | None:
        answer = solve(master, goal, basis, few_steps)
        assert answer is not None
        values.append(answer.value)
        return answer

    monkeypatch.setattr(linear, "solve_linear", noted)
    found = priced(it, Wanted(1), Beginning(np.arange(it.n), np.zeros(0, np.int64)), Goal())
    assert found is not None
    assert values[0] < values[1] == found.bound
    assert len(values) == 2
