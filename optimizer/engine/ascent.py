"""Good prices before any linear program: a smooth ascent of the Lagrangian bound.

Everybody takes the candidates that pay best, softly; seats that draw too many become cheaper, rows that lack something
become dearer; and step by step less softly. Only candidates near the prices are at work. Now and then all are asked,
and whoever would rather go elsewhere joins. None leave again: prices would run off to where nobody at work can follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.asking import ask
from optimizer.engine.climbing import climb
from optimizer.engine.first_come import first_come
from optimizer.engine.grouped import leading, united
from optimizer.engine.pricing import EPS, proof_at
from optimizer.engine.smoothed import Smoothed
from optimizer.engine.start import apart
from optimizer.model.gathered import summed
from optimizer.model.threads import beside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats, Prices, Wanted
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem
    from optimizer.model.threads import Beside

HEATS = (1 / 30, 1 / 120, 1 / 500)  # of the range of costs
ROUNDS = 12  # of looking at all candidates at one heat
STEPS = 80  # between two of them
REACH = 40.0  # heats that a price may move in them at first
FARTHER = 4.0  # times as far, where it wants to
NEARLY = 0.99  # of its reach
SETTLED = 0.25  # of what the heat blurs, that all candidates may prove less than those at work
ENOUGH = 0.01  # heats a person, that the last steps of a round have to bring
USED = 0.02  # of somebody, from which on a candidate is one of the linear program's columns
TRACE = 0.001  # of somebody, from which on they may be placed there
HOLDERS = 2  # that a row without a price may have to spare and is still at work
SHARE = 0.05  # of its limit, the same
OF_SEAT = 2  # candidates of each seat that are columns in any case, beside one for each place


@dataclass(frozen=True)
class Ascended:
    """Where an ascent ended."""

    proof: Proof  # of the prices that prove most
    columns: Ints  # candidates that somebody takes, be it a little
    rows: Ints  # that have a price, or are not kept by what everybody takes
    plan: Ints  # everybody where most of them is, as long as there is room


def ascend(problem: Problem, wanted: Wanted, prices: Prices, pool: Ints, goal: Goal) -> Ascended:
    """Return better prices of seats and rows for one level under priced caps, beginning with `prices` and `pool`."""
    scale = max(
        apart(problem, wanted.level), float(problem.rows.price[problem.rows.level == wanted.level].max(initial=0))
    )
    with beside() as both:
        run = _Run(problem, wanted, goal, pool, proving.usable(problem, wanted, prices), both)
        for share in HEATS:
            run.at_heat(share * scale)
            if goal.over():
                break
        return run.ended()


class _Run:
    """One ascent: the candidates at work, the prices, and what they prove."""

    def __init__(
        self, problem: Problem, wanted: Wanted, goal: Goal, pool: Ints, prices: Prices, beside: Beside
    ) -> None:
        """Begin at some prices."""
        self.problem, self.wanted, self.goal, self.pool, self.beside = problem, wanted, goal, pool, beside
        self.use: Floats | None = None  # of the pool, once there has been a step
        self.best = self.asked = ask(problem, wanted, prices, pool)

    def _ask(self, prices: Prices) -> None:
        """Ask all candidates under some prices."""
        self.asked = ask(self.problem, self.wanted, prices, self.pool)
        if self.asked.bound > self.best.bound:
            self.best = self.asked
        level = self.problem.levels[self.wanted.level]
        self.goal.tell("prices", level.name, None, level.natural(self.best.bound))

    def at_heat(self, heat: float) -> None:
        """Climb at one heat until all candidates prove about as much as those at work, and no price wants to go farther."""
        problem, stride = self.problem, REACH * heat
        for _ in range(ROUNDS):
            at_work = self._at_work()
            self.pool = united(self.pool, self.asked.improving)
            smooth = Smoothed.of_pool(problem, self.wanted, self.asked.prices, self.pool, at_work, self.beside)
            begun, reach = smooth.split(self.asked.prices), stride / smooth.asked
            reached, value = climb(
                partial(smooth.at, heat=heat), begun, (smooth.low, smooth.high), smooth.steps(begun, heat), reach, STEPS,
                ENOUGH * heat * problem.n_people,
            )  # fmt: skip
            self.use, spread = smooth.use(reached, heat)
            blurred = heat * float(spread.sum())
            _, slope = smooth.at(reached, heat)
            onward = np.where(np.abs(reached - begun) > NEARLY * reach, np.abs(slope) * reach, 0.0)
            onward[(reached <= smooth.low) | (reached >= smooth.high)] = 0.0
            far = float(onward.sum()) > SETTLED * blurred
            stride *= FARTHER if far else 1.0
            self._ask(proving.usable(problem, self.wanted, smooth.prices(reached)))
            if self.goal.over() or (not far and value + blurred - self.asked.bound <= SETTLED * blurred):
                break

    def _at_work(self) -> NDArray[np.bool_]:
        """Return the rows that have a price or might soon: at first all, then none that is far within its limits."""
        rows = self.problem.rows
        if self.use is None:
            return np.ones(len(rows), bool)
        activity = self._activity()
        spare = np.minimum(activity - rows.lower, rows.upper - activity)
        limit = np.where(np.isfinite(rows.lower), np.abs(rows.lower), np.abs(rows.upper))
        _, row, coef = self.problem.entries(self.pool)
        one = np.zeros(len(rows))
        np.maximum.at(one, row, np.abs(coef))
        at_work: NDArray[np.bool_] = (self.asked.prices.row != 0) | (spare <= np.maximum(HOLDERS * one, SHARE * limit))
        return at_work

    def _activity(self) -> Floats:
        assert self.use is not None
        at, row, coef = self.problem.entries(self.pool)
        return summed(row, coef * self.use[at], len(self.problem.rows))

    def ended(self) -> Ascended:
        """Return what came of it."""
        problem, pool = self.problem, self.pool
        assert self.use is not None
        proof = proof_at(problem, self.wanted, self.best)
        activity = self._activity()
        rows = np.flatnonzero((proof.prices.row != 0) | (problem.rows.outside(activity) > EPS))
        net = self.asked.net_of_pool
        parts = [pool[self.use > USED]]
        for seat in problem.seats(pool).T:
            some = np.flatnonzero(seat >= 0)
            # a seat that few want gets any price in a program, and everybody left out would seem to want it
            parts.append(pool[leading(seat[some], net[some], some, OF_SEAT + problem.seat_max)])
        used = self.use > TRACE
        plan = first_come(problem, pool[:0], pool[used], self.use[used])
        return Ascended(proof, united(*parts, plan), rows, plan)
