"""The prices behind each level's bound: the engine's own where it has them, worked out here where it has not.

Whatever engine made a plan, and however it proved what it proved: prices of seats, rows and earlier levels prove a bound
that anybody can work out again (engine.bound). Where a search proved more than prices can, both are told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import network
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.filling import Filling
from optimizer.engine.pricing import EPS, SMALL, Beginning, priced, up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from optimizer.engine.answer import Answer, Dual, Goal
    from optimizer.engine.bound import Floats
    from optimizer.model.problem import Ints, Problem

DIGITS = 9  # of a price behind the point: what a certificate holds
STEEPER = 8.0  # times, from one try to the next, that an earlier level weighs more than a later one
TRIES = 16


@dataclass(frozen=True)
class Proof:
    """Prices that prove `bound` of one level, every level before costing at the most what the plan costs there.

    `margin` (people,) is the least reduced cost of each person's candidates: what one more like them would bring.
    `cost` is what the plan costs at the level.
    """

    wanted: Wanted
    prices: Prices
    bound: float
    margin: Floats
    cost: float = np.nan

    @property
    def level(self) -> int:
        """Position of the level in Problem.levels."""
        return self.wanted.level

    @property
    def whole(self) -> float:
        """The least whole-number cost that the bound leaves possible."""
        return up(self.bound)


def proofs(problem: Problem, answer: Answer, goal: Goal) -> tuple[Proof, ...]:
    """Return for each level but the tie-break the prices that prove most of it, given the plan's levels before.

    Less than `answer.bounds` where a search proved more than prices can.
    """
    assert answer.chosen is not None
    return tuple(_Search(problem, answer, goal).found())


@dataclass(frozen=True)
class _Search:
    problem: Problem
    answer: Answer
    goal: Goal

    @property
    def chosen(self) -> Ints:
        assert self.answer.chosen is not None
        return self.answer.chosen

    def found(self) -> Iterator[Proof]:
        """Yield the best proof of each level: simple ways first, the next way only where they prove less than is known."""
        costs: list[Cap] = []
        for i, level in enumerate(self.problem.levels):
            if level.tie_break:
                continue
            wanted = Wanted(i, tuple(costs))
            cost = float(self.problem.cost(self.chosen, i))
            asked = self.answer.bounds[i]
            ways: tuple[Callable[[Wanted], Iterator[Prices]], ...] = (
                self._given, self._none, self._of_flow, self._of_network, self._of_linear,
            )  # fmt: skip
            best: Proof | None = None
            for prices in (p for way in ways for p in way(wanted)):
                proof = proved(self.problem, wanted, prices)
                if best is None or proof.bound > best.bound:
                    best = proof
                if asked is None or best.whole >= min(asked, cost) - EPS:
                    break
            assert best is not None
            yield replace(best, cost=cost)
            costs.append(Cap(i, cost))

    def _given(self, wanted: Wanted) -> Iterator[Prices]:
        """Yield the prices that the engine proved the level by."""
        for dual in self.answer.duals:
            if dual.wanted.level == wanted.level:
                yield _at_all_caps(wanted, dual)

    def _none(self, wanted: Wanted) -> Iterator[Prices]:
        """Yield no prices at all: everybody at their cheapest, seats and rows left out."""
        yield Prices(np.zeros(self.problem.n_seats), np.zeros(len(self.problem.rows)), np.zeros(len(wanted.caps)))

    def _of_flow(self, wanted: Wanted) -> Iterator[Prices]:
        """Yield the prices of the flow that fills seats when rows are left out, for a level of vacancies."""
        if self.problem.levels[wanted.level].vacancy is None:
            return
        known = dict(self.answer.filled).get(wanted.level)
        yield known or self._filling.prices(wanted.level, self.chosen)

    @cached_property
    def _filling(self) -> Filling:
        return Filling.of(self.problem)

    def _of_network(self, wanted: Wanted) -> Iterator[Prices]:
        """Yield the prices of a level of a pure network, an earlier level weighing more from one try to the next."""
        if not self.problem.is_network or self.problem.levels[wanted.level].vacancy is not None:
            return
        stages = [s for s in self._stages if s.level is None or s.level <= wanted.level]
        if not stages or stages[-1].level != wanted.level:
            return
        steep = 1.0
        for _ in range(TRIES if len(stages) > 1 else 1):
            yield _together(self.problem, wanted, stages, steep)
            steep *= STEEPER

    @cached_property
    def _stages(self) -> list[_Stage]:
        """The prices of the optimal flow level by level, each over the face of those before."""
        problem = self.problem
        weighed = [i for i, it in enumerate(problem.levels) if it.vacancy is None and not it.tie_break]
        seats = problem.slot_seats[problem.candidates.slot, 0]
        every = np.arange(problem.n, dtype=np.int32)
        net = network.Net(problem.candidates.person(), seats, np.zeros(problem.n, np.int32), every, problem.must)
        stages: list[_Stage] = []
        try:
            worth = network.vacancy_worth(problem, 1)
            found = network.prices_of(net, worth, self.chosen)
            stages.append(_Stage(None, found.seat.astype(np.float64)))
            for i in weighed:
                net, worth = network.narrowed(net, worth, found)
                net = replace(net, cost=problem.levels[i].costs(net.position))
                worth = network.with_needed(net, worth)
                found = network.prices_of(net, worth, np.searchsorted(net.position, self.chosen))
                stages.append(_Stage(i, found.seat.astype(np.float64)))
        except ArithmeticError:  # the plan was cut short: it is not the best, and has no such prices
            return stages
        return stages

    def _of_linear(self, wanted: Wanted) -> Iterator[Prices]:
        """Yield the prices of the level's linear program over all candidates and rows, where these are few."""
        if self.problem.n > SMALL or self.goal.over():
            return
        begin = Beginning(np.arange(self.problem.n), np.arange(len(self.problem.rows)))
        found = priced(self.problem, wanted, begin, self.goal)
        if found is not None:
            yield found.prices


@dataclass(frozen=True)
class _Stage:
    """The seat prices of one level (None: of all vacancies together) over the face of the levels before."""

    level: int | None
    seat: Floats


def _together(problem: Problem, wanted: Wanted, stages: Sequence[_Stage], steep: float) -> Prices:
    """Return the prices of the last stage, those before it weighing more and more."""
    classes = len(problem.vacancy_classes)
    cap = np.zeros(len(wanted.caps))
    seat = np.zeros(problem.n_seats)
    weight = 1.0
    for stage in reversed(stages):
        seat += weight * stage.seat
        if stage.level is None:
            cap[:classes] = -weight * np.arange(classes, 0, -1)
        elif stage.level != wanted.level:
            cap[stage.level] = -weight
        widest = problem.levels[stage.level].cost if stage.level is not None else None
        weight *= steep * (1.0 if widest is None else 1.0 + float(np.abs(widest).max(initial=0)))
    return Prices(seat, np.zeros(len(problem.rows)), cap)


def _at_all_caps(wanted: Wanted, dual: Dual) -> Prices:
    """Return the prices of a dual with a multiplier for every level before, 0 where it has none."""
    cap = np.zeros(len(wanted.caps))
    for given, multiplier in zip(dual.wanted.caps, dual.prices.cap.tolist(), strict=True):
        cap[[c.level for c in wanted.caps].index(given.level)] = multiplier
    return Prices(dual.prices.seat, dual.prices.row, cap)


def proved(problem: Problem, wanted: Wanted, prices: Prices) -> Proof:
    """Return what prices prove, written with so many digits as a certificate holds."""
    rounded = Prices(*(np.round(a, DIGITS) + 0.0 for a in (prices.seat, prices.row, prices.cap)))
    usable = proving.usable(problem, wanted, rounded)
    if not np.array_equal(usable.row, rounded.row):  # rounding moved some beyond what can prove anything
        row = np.trunc(usable.row * 10**DIGITS) / 10**DIGITS + 0.0
        usable = Prices(usable.seat, row, usable.cap)
    bound, margin = proving.bound(problem, wanted, usable)
    return Proof(wanted, Prices(usable.seat, _closing(problem, wanted, usable, margin), usable.cap), bound, margin)


def _closing(problem: Problem, wanted: Wanted, prices: Prices, margin: Floats) -> Floats:
    """Return the multipliers of rows with those that keep out the candidates no plan can choose: they cost nothing."""
    entry = proving.closing(problem)
    row = prices.row.copy()
    k, at = np.unique(problem.rows.candidate[entry], return_inverse=True)
    if not len(k):
        return row
    which, of, coef = problem.entries(k)
    reduced = -problem.by_slot(prices.seat)[problem.candidates.slot[k]]
    reduced -= np.bincount(which, coef * row[of], len(k))
    for level, weight in proving.weights(wanted, prices).items():
        reduced = reduced + weight * problem.levels[level].costs(k) * (not problem.levels[level].tie_break)
    person = problem.candidates.person(k)
    least = np.where(problem.must, margin, np.minimum(margin, 0.0))[person]
    short = np.minimum(reduced - least, 0.0)[at] / problem.rows.coef[entry]
    needed = np.where(short < 0, prices.row[problem.rows.row[entry]] + short, 0.0)
    np.minimum.at(row, problem.rows.row[entry], np.floor(needed * 10**DIGITS) / 10**DIGITS + 0.0)
    return row
