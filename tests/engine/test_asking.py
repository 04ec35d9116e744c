"""Asking all candidates block by block says what their reduced costs say all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine import bound as proving
from optimizer.engine.asking import EPS, Nets, ask
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.model import worth
from tests.engine.problems import random_problem

if TYPE_CHECKING:
    from optimizer.model.problem import Problem


def drawn(seed: int) -> tuple[Problem, Wanted, Prices, np.ndarray]:
    """Return a random problem, what is wanted of its last weighed level, usable prices and a pool."""
    problem = random_problem(seed, people=12, units=3, titles=2, bundles=True, rows=True, levels=2)
    rng = np.random.default_rng(seed)
    level = max(i for i, it in enumerate(problem.levels) if not it.tie_break)
    wanted = Wanted(level, tuple(Cap(i, 1.0, weight=7.0) for i in range(level)))
    seat = rng.integers(0, 5, problem.n_seats).astype(float)
    row = rng.integers(-3, 4, len(problem.rows)).astype(float)
    prices = proving.usable(problem, wanted, Prices(seat, row, np.full(level, -7.0)))
    pool = np.flatnonzero(rng.random(problem.n) < 0.4)
    return problem, wanted, prices, pool


@pytest.mark.parametrize("block", [1, 40, worth.BLOCK])
@pytest.mark.parametrize("seed", range(25))
def test_asking_by_blocks_is_asking_all_at_once(seed: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worth, "BLOCK", block)
    problem, wanted, prices, pool = drawn(seed)
    reduced = proving.reduced_costs(problem, wanted, prices)
    person = problem.candidates.person()
    least = np.zeros(problem.n_people)
    in_pool = np.full(problem.n_people, np.inf)
    for p in range(problem.n_people):
        mine = np.flatnonzero(person == p)
        if len(mine):
            least[p] = reduced[mine].min()
        if len(ours := np.intersect1d(mine, pool)):
            in_pool[p] = reduced[ours].min()
    best = np.where(problem.must, in_pool, np.minimum(in_pool, 0.0))
    asked = ask(problem, wanted, prices, pool)
    some = problem.candidates.counts > 0
    np.testing.assert_allclose(asked.margin[some], least[some], atol=1e-9)
    assert asked.bound == pytest.approx(proving.bound(problem, wanted, prices)[0])
    np.testing.assert_allclose(asked.of_pool, reduced[pool], atol=1e-9)
    np.testing.assert_allclose(asked.net_of_pool, (reduced - best[person])[pool], atol=1e-9)
    better = np.setdiff1d(np.flatnonzero(reduced < best[person] - EPS), pool)
    np.testing.assert_array_equal(asked.improving, better)
    nets = Nets(problem, wanted, prices, asked.margin)
    off = np.where(problem.must, asked.margin, np.minimum(asked.margin, 0.0))
    np.testing.assert_allclose(nets.all, reduced - off[person], atol=1e-9)
    assert (nets.all >= -1e-9).all()


@pytest.mark.parametrize("seed", range(30))
def test_where_nothing_costs_nobody_is_asked_and_the_margins_are_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = random_problem(seed, people=8, units=2, titles=3, rows=True)
    level = next(i for i, it in enumerate(problem.levels) if it.vacancy is not None)
    wanted = Wanted(level)
    nothing = Prices(np.zeros(problem.n_seats), np.zeros(len(problem.rows)), np.zeros(0))
    problem.__dict__["_closed"] = problem.candidates.of_people(np.array([1, 4]))[
        seed % 2 :
    ]  # some may go nowhere at all
    asked: list[int] = []
    by_blocks = proving.by_blocks
    monkeypatch.setattr(proving, "by_blocks", lambda *a: asked.append(1) or by_blocks(*a))  # type: ignore[func-returns-value]
    bound, margin = proving.bound(problem, wanted, nothing)
    assert not asked
    reduced = proving.reduced_costs(problem, wanted, nothing)
    np.testing.assert_array_equal(margin, proving.least(problem, 0, problem.n_people, reduced))
    assert bound == proving.of_margins(problem, wanted, nothing, margin)
    one = Prices(nothing.seat + 1.0, nothing.row, nothing.cap)
    proving.bound(problem, wanted, one)
    assert len(asked) == 2
