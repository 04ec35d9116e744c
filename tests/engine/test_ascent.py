"""The smooth bound against plain Python and difference quotients; what an ascent proves against looking at every plan."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.engine import ascent, opening, sifting
from optimizer.engine import bound as proving
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.ascent import ascend
from optimizer.engine.basis import BASIC, plan_basis
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.linear import solve_linear
from optimizer.engine.master import build
from optimizer.engine.opening import first_prices
from optimizer.engine.pricing import Beginning, priced, proof_of
from optimizer.engine.smoothed import Smoothed
from optimizer.engine.start import caps_of, first_columns
from optimizer.model.threads import Beside, Item, Result
from tests.engine.problems import optimum, random_problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from numpy.typing import NDArray

    from optimizer.engine.bound import Floats
    from optimizer.model.problem import Problem

    Flags: TypeAlias = NDArray[np.bool_]

HEAT = 3.0


def drawn(seed: int, people: int = 5, units: int = 2) -> tuple[Problem, Wanted, Prices]:
    """Return a random problem, its last level under weighed vacancies, and random prices that can prove something."""
    problem = random_problem(seed, people=people, units=units, bundles=True, rows=True)
    final = len(problem.levels) - 2
    wanted = Wanted(final, tuple(Cap(i, 1.0, weight=20.0 * (final - i)) for i in range(final)))
    rng = np.random.default_rng(seed)
    prices = Prices(
        rng.uniform(-9, 60, problem.n_seats), rng.normal(0, 4, len(problem.rows)), np.array([-c.weight for c in wanted.caps])
    )  # fmt: skip
    return problem, wanted, proving.usable(problem, wanted, prices)


class OneThenTheOther(Beside):
    """Both halves on the one thread of a test."""

    def __init__(self) -> None:
        pass

    def __call__(self, work: Callable[[Item], Result], first: Item, second: Item) -> tuple[Result, Result]:
        return work(first), work(second)


def smooth_of(problem: Problem, wanted: Wanted, prices: Prices, rows: Flags | None = None) -> Smoothed:
    at_work = np.ones(len(problem.rows), bool) if rows is None else rows
    return Smoothed.of_pool(problem, wanted, prices, np.arange(problem.n), at_work, OneThenTheOther())


@pytest.mark.parametrize("seed", range(60))
def test_without_heat_it_is_the_bound_that_prices_prove(seed: int) -> None:
    problem, wanted, prices = drawn(seed)
    if not problem.n:
        return
    smooth = smooth_of(problem, wanted, prices)
    begun = smooth.split(prices)
    # prices beyond what any place is worth prove no more than those at that limit
    limited = smooth.prices(begun)
    proved, _ = proving.bound(problem, wanted, limited)
    _, spread = smooth.use(begun, HEAT)
    value, _ = smooth.at(begun, HEAT)
    assert value + HEAT * spread.sum() == pytest.approx(proved)
    assert smooth.at(begun, 1e-9)[0] == pytest.approx(proved, abs=1e-6)
    inside = prices.seat <= smooth.missing + _below(smooth) + 1e-9
    assert limited.seat[inside & (problem.seat_max > 0)] == pytest.approx(prices.seat[inside & (problem.seat_max > 0)])


def _below(smooth: Smoothed) -> Floats:
    out = np.zeros(smooth.problem.n_seats)
    out[smooth.of[smooth.third]] = smooth.high[smooth.third]
    return out


@pytest.mark.parametrize("seed", range(40))
def test_the_gradient_is_what_differences_say(seed: int) -> None:
    problem, wanted, prices = drawn(seed)
    if not problem.n:
        return
    smooth = smooth_of(problem, wanted, prices)
    x = smooth.split(prices)
    _, gradient = smooth.at(x, HEAT)
    for i in range(len(x)):
        step = np.zeros(len(x))
        step[i] = 1e-4
        slope = (smooth.at(x + step, HEAT)[0] - smooth.at(x - step, HEAT)[0]) / 2e-4
        assert gradient[i] == pytest.approx(slope, abs=1e-5)


@pytest.mark.parametrize("seed", range(20))
def test_everybody_spreads_as_plain_python_says(seed: int) -> None:
    problem, wanted, prices = drawn(seed)
    if not problem.n:
        return
    smooth = smooth_of(problem, wanted, prices)
    use, _ = smooth.use(smooth.split(prices), HEAT)
    reduced = proving.reduced_costs(problem, wanted, smooth.prices(smooth.split(prices)))
    person = problem.candidates.person(np.arange(problem.n)).tolist()
    for p in set(person):
        mine = [k for k, who in enumerate(person) if who == p]
        odds = {k: math.exp(-reduced[k] / HEAT) for k in mine}
        total = sum(odds.values()) + (0.0 if problem.must[p] else 1.0)
        assert [use[k] for k in mine] == pytest.approx([odds[k] / total for k in mine])


@pytest.mark.parametrize("seed", range(40))
def test_a_row_that_is_not_at_work_is_as_if_it_had_no_price(seed: int) -> None:
    problem, wanted, prices = drawn(seed)
    if not problem.n:
        return
    rows = np.random.default_rng(seed).random(len(problem.rows)) < 0.5
    some = smooth_of(problem, wanted, prices, rows)
    every = smooth_of(problem, wanted, limited := replace(prices, row=np.where(rows, prices.row, 0.0)))
    assert np.isin(some.rows, np.flatnonzero(rows)).all()
    assert some.at(some.split(prices), HEAT)[0] == pytest.approx(every.at(every.split(limited), HEAT)[0])
    again = some.prices(some.split(prices))
    assert not again.row[~rows].any()
    assert again.row == pytest.approx(every.prices(every.split(limited)).row)


def test_rows_rest_only_while_they_have_no_price_and_much_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[ascent._Run, Flags]] = []
    own = ascent._Run._at_work

    def watched(run: ascent._Run) -> Flags:
        asked.append((run, own(run)))
        found = asked[-1][1]
        if run.use is None:
            assert found.all()
            return found
        rows = run.problem.rows
        assert len(run.use) == len(run.pool)
        at = dict(zip(run.pool.tolist(), run.use.tolist(), strict=True))
        for i in np.flatnonzero(~found).tolist():
            mine = [(at.get(k, 0.0), c) for k, r, c in zip(rows.candidate, rows.row, rows.coef, strict=True) if r == i]
            activity = sum(use * coef for use, coef in mine)
            largest = max((abs(coef) for use, coef in mine if use), default=0.0)
            assert not run.asked.prices.row[i]
            assert min(activity - rows.lower[i], rows.upper[i] - activity) > ascent.HOLDERS * largest - 1e-6
        return found

    monkeypatch.setattr(ascent._Run, "_at_work", watched)
    for seed in range(60):
        problem = random_problem(seed, people=60, units=5, titles=3, bundles=True, rows=True, density=0.6)
        try:
            start = first_columns(problem, Goal())
        except Infeasible:
            continue
        final = len(problem.levels) - 2
        wanted = Wanted(final, caps_of(problem, final, dict(start.caps), 1.0))
        ascend(problem, wanted, first_prices(problem, wanted, start), start.pool, Goal())
    rests = sum(int((~found).sum()) for _, found in asked)
    assert len(asked) > 30
    assert rests > 5


@pytest.mark.parametrize("seed", range(30))
def test_a_program_that_begins_at_the_plan_of_an_ascent_ends_at_the_same_optimum(seed: int) -> None:
    problem = random_problem(seed, people=60, units=5, titles=3, bundles=True, rows=True, density=0.6)
    try:
        start = first_columns(problem, Goal())
    except Infeasible:
        return
    final = len(problem.levels) - 2
    wanted = Wanted(final, caps_of(problem, final, dict(start.caps), 1.0))
    found = ascend(problem, wanted, first_prices(problem, wanted, start), start.pool, Goal())
    person = problem.candidates.person
    assert len(np.unique(person(found.plan))) == len(found.plan)
    assert (problem.held(found.plan) <= problem.seat_max).all()
    assert np.isin(found.plan, found.columns).all()
    every = np.arange(len(problem.rows))
    master = build(problem, wanted, found.columns, every)
    basis = plan_basis(master, found.plan)
    columns, rows = basis.of(master)
    assert int((columns == BASIC).sum() + (rows == BASIC).sum()) == len(rows)
    assert (columns[np.isin(found.columns, found.plan).nonzero()[0]] == BASIC).all()
    there, quickly, nowhere = (
        solve_linear(master, Goal(), begun, few) for begun, few in ((basis, False), (basis, True), (None, False))
    )
    assert (there is None) == (nowhere is None) == (quickly is None)
    if there is not None and quickly is not None and nowhere is not None:
        assert there.value == pytest.approx(nowhere.value, abs=1e-6)
        assert quickly.value == pytest.approx(nowhere.value, abs=1e-6)


@pytest.mark.parametrize("seed", range(80))
def test_an_ascent_proves_no_more_than_the_best_plan_costs(seed: int) -> None:
    problem = random_problem(seed, bundles=True, rows=True)
    best = optimum(problem)
    if best is None or not problem.n:
        return
    final = len(problem.levels) - 2
    reached = {i: float(best[i]) for i in range(final)}
    wanted = Wanted(final, caps_of(problem, final, reached, 1.0))
    start = first_columns(problem, Goal())
    before = proving.usable(problem, wanted, first_prices(problem, wanted, start))
    proved, _ = proving.bound(problem, wanted, before)
    found = ascend(problem, wanted, before, start.pool, Goal())
    assert proved - 1e-6 <= found.proof.bound <= best[final] + 1e-6
    prices = found.proof.prices
    again, _ = proving.bound(problem, wanted, prices)
    assert again == found.proof.bound


def test_an_ascent_comes_near_the_linear_optimum_and_hands_over_what_it_needs() -> None:
    near, far, tried = 0.0, 0.0, 0
    for seed in range(30):
        problem = random_problem(seed, people=60, units=5, titles=3, bundles=True, rows=True, density=0.6)
        try:
            start = first_columns(problem, Goal())
        except Infeasible:
            continue
        final = len(problem.levels) - 2
        wanted = Wanted(final, caps_of(problem, final, dict(start.caps), 1.0))
        every = Beginning(np.arange(problem.n), np.arange(len(problem.rows)))
        exact = priced(problem, wanted, every, Goal())
        if exact is None:
            continue
        before = first_prices(problem, wanted, start)
        usable = proving.usable(problem, wanted, before)
        found = ascend(problem, wanted, before, start.pool, Goal())
        some = priced(problem, wanted, Beginning(found.columns, np.arange(len(problem.rows))), Goal())
        if some is None:
            continue
        tried += 1
        near += exact.value - found.proof.bound
        far += exact.value - proving.bound(problem, wanted, usable)[0]
        assert some.value == pytest.approx(exact.value, abs=1e-6)
    assert tried > 15
    assert near < 0.001 * far


def large(seed: int) -> tuple[Problem, Wanted, dict[int, float]] | None:
    problem = random_problem(seed, people=40, units=4, titles=3, rows=True, density=0.6)
    try:
        start = first_columns(problem, Goal())
    except Infeasible:
        return None
    final = len(problem.levels) - 2
    return problem, Wanted(final, caps_of(problem, final, dict(start.caps), 1.0)), dict(start.caps)


@pytest.mark.parametrize("seed", range(20))
def test_columns_that_cannot_keep_a_hard_row_pay_for_it_until_others_join(seed: int) -> None:
    if (found := large(seed)) is None:
        return
    problem, wanted, _ = found
    first = np.flatnonzero(problem.rows.row == 0)
    asked = min(2.0, float(len(np.unique(problem.candidates.person(problem.rows.candidate[first])))))
    rows = replace(
        problem.rows, lower=np.array([asked, -np.inf]), upper=np.array([np.inf, np.inf]), price=np.array([-1, -1]),
        coef=np.abs(problem.rows.coef), level=np.array([-1, -1]),
    )  # fmt: skip
    problem = replace(problem, rows=rows)
    exact = priced(problem, wanted, Beginning(np.arange(problem.n), np.arange(2)), Goal())
    none = Prices(np.zeros(problem.n_seats), np.zeros(2), np.array([-c.weight for c in wanted.caps]))
    without = np.setdiff1d(np.arange(problem.n), rows.candidate[rows.row == 0])
    assert exact is not None
    assert priced(problem, wanted, Beginning(without, np.arange(2)), Goal()) is None
    begin = Beginning(without, np.arange(2), None, 5.0, proof_of(problem, wanted, none))
    paid = priced(problem, wanted, begin, Goal())
    assert paid is not None
    assert paid.value == pytest.approx(exact.value, abs=1e-6)


def test_what_prices_alone_prove_is_told_where_no_program_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sifting, "priced", lambda *_: None)
    monkeypatch.setattr(opening, "nearly_kept", lambda *_: False)
    tried = 0
    for seed in range(12):
        if (found := large(seed)) is None:
            continue
        problem, _, caps = found
        start = first_columns(problem, Goal())
        run = sifting.Sifting(problem, Goal(), start, start.plan)
        run.through([len(problem.levels) - 2], start.caps, 1.0)
        exact = priced(problem, run.duals[0].wanted, Beginning(np.arange(problem.n), np.arange(2)), Goal())
        assert exact is not None
        assert run.duals[0].bound <= exact.value + 1e-6
        bound = run.bounds()[len(caps)]
        assert bound is not None
        costs = [float(problem.cost(run.chosen, i)) for i in range(len(problem.levels))]
        assert min(costs[len(caps)], run.duals[0].bound_at(costs.__getitem__)) <= bound + 1e-6
        tried += 1
    assert tried > 6


def test_prices_alone_are_no_answer_of_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, wanted, prices = drawn(3)
    begin = Beginning(np.arange(problem.n), np.arange(0), None, 5.0, proof_of(problem, wanted, prices))
    assert priced(problem, wanted, begin, Goal()) is not None
    monkeypatch.setattr("optimizer.engine.pricing.linear.solve_linear", lambda *_: None)
    assert priced(problem, wanted, begin, Goal()) is None
