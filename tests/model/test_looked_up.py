"""Entries looked up before say what rows say, whoever was asked for in between."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.model.looked_up import LookedUp
from tests.engine.problems import random_problem


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("many", [3, 1_000_000])
def test_entries_are_those_of_the_rows_whatever_was_asked_before(
    seed: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.model.looked_up.MANY", many)
    problem, rng = random_problem(seed, bundles=True, rows=True), np.random.default_rng(seed)
    for share in (0.1, 0.5, 0.0, 0.3, 1.0, 0.2):
        k = np.flatnonzero(rng.random(problem.n) < share)
        at, row, coef = problem.entries(k)
        assert (np.diff(at) >= 0).all()
        expected = sorted(zip(*(a.tolist() for a in problem.rows.entries(problem.candidates, k)), strict=True))
        assert sorted(zip(at.tolist(), row.tolist(), coef.tolist(), strict=True)) == expected


def test_nobody_is_looked_up_twice() -> None:
    none = LookedUp.none()
    assert none.lacking(np.array([2, 5])).tolist() == [2, 5]
    some = none.plus(np.array([2, 5]), np.array([1, 1]), np.array([7, 8]), np.array([1.0, 2.0]))
    assert some.lacking(np.array([1, 2, 5, 6])).tolist() == [1, 6]
    more = some.plus(np.array([1, 6]), np.array([0]), np.array([9]), np.array([3.0]))
    at, row, coef = more.of(np.array([1, 2, 5, 6]))
    assert (at.tolist(), row.tolist(), coef.tolist()) == ([0, 2, 2], [9, 7, 8], [3.0, 1.0, 2.0])
