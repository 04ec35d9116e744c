"""A flow that looks at few arcs at a time ends where the flow over all arcs does."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine import network
from tests.engine.problems import random_problem


def costing(net: network.Net, worth: network.Worth, found: network.Priced) -> int:
    """Return what a flow costs."""
    k = np.searchsorted(net.position, found.chosen)
    return int(net.cost[k].sum()) - worth.total(np.bincount(net.seat[k], minlength=len(worth.count)))


@pytest.mark.parametrize("block", [1, 7, 250_000])
@pytest.mark.parametrize("seed", range(25))
def test_looking_at_few_arcs_at_a_time_ends_at_the_cheapest_flow(
    seed: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "WHOLE_FLOW", 0)
    monkeypatch.setattr(network, "BLOCK", block)
    problem = random_problem(seed, people=60, units=6, titles=4, density=0.6)
    rng = np.random.default_rng(seed)
    some = np.flatnonzero((rng.random(problem.n) < 0.9) & (problem.candidates.person(np.arange(problem.n)) % 7 != 3))
    cost = rng.integers(-50, 50, problem.n).astype(np.int32)
    seat = problem.slot_seats[problem.candidates.slot, 0]
    must = np.zeros(problem.n_people, bool)
    net = network.Net(problem.candidates.person(), seat, cost, np.arange(problem.n, dtype=np.int32), must).only(some)
    worth = network.vacancy_worth(problem, 30)
    whole, sifted = network.solve_flow(net, worth), network.solve_sifted(net, worth)
    assert sifted.short == 0
    assert costing(net, worth, sifted.found) == costing(net, worth, whole)
    reduced = net.cost - sifted.found.seat[net.seat] + sifted.found.person[net.person]
    np.testing.assert_array_equal(sifted.found.reduced, reduced)
    assert (reduced >= 0).all()


def test_shaken_costs_are_the_same_however_many_are_shaken_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    cost = np.random.default_rng(1).integers(0, 2**31 - 1, 5_000).astype(np.int32)
    at_once = network._shaken(cost)
    monkeypatch.setattr(network, "BLOCK", 333)
    np.testing.assert_array_equal(network._shaken(cost), at_once)
    added = at_once.astype(np.int64) - cost
    spread = int(cost.max()) - int(cost.min())
    assert added.min() >= 0
    assert spread // 4 < added.max() <= spread // 2  # where sums go beyond 32 bits they are not cut off
