"""Good prices for rows over candidates before any linear program: a smoothed ascent of the Lagrangian bound.

Everybody takes the candidates that pay best, softly; seats that draw too many become cheaper, rows that lack something
become dearer; and step by step less softly. A pass over the candidates near the prices costs hundredths of a second, and
now and then all candidates are asked whether others have come near.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.bound import Floats, Prices, Wanted
from optimizer.engine.grouped import leading
from optimizer.model.gathered import summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.engine.answer import Goal
    from optimizer.model.problem import Ints, Problem

ROUNDS = 4  # of looking at all candidates
PASSES = 80  # over the candidates at work in each round
OF_PERSON, OF_SEAT = 12, 4  # candidates at work: of each person on the average, and of each place of a seat
SAMPLED = 200_000  # candidates that tell where to cut
WARMEST, COLDEST = 1 / 80, 1 / 1500  # temperature, as a part of the range of costs
STEP = 1.2
STRIDE = 3.0  # temperatures that a price may move in one pass


def ascend(problem: Problem, wanted: Wanted, prices: Prices, goal: Goal) -> Prices:
    """Return better prices of seats and rows for one level under weighed caps, beginning with `prices`."""
    scale = _range(problem, wanted)
    pay = proving.paying(problem, proving.weights(wanted, prices))
    widest = max(scale, float(pay[np.isfinite(pay)].max(initial=0.0)))
    best, most = prices, -np.inf
    work: _Work | None = None
    heat = WARMEST * widest
    cooling = (COLDEST * scale / heat) ** (1 / max(1, ROUNDS - 1))
    for turn in range(ROUNDS + 1):
        prices = proving.usable(problem, wanted, prices)
        reduced = proving.reduced_costs(problem, wanted, prices)
        proved, _ = proving.bound(problem, wanted, prices, reduced)
        if proved > most:
            best, most = prices, proved
        level = problem.levels[wanted.level]
        goal.tell("prices", level.name, None, level.natural(most))
        if turn == ROUNDS or goal.over():
            break
        work = _Work.of(problem, wanted, prices, reduced, None if work is None else work.k)
        prices = work.passed(prices, heat)
        heat *= cooling
    return best


def near_prices(problem: Problem, reduced: Floats, of_person: int, of_seat: int) -> Ints:
    """Return the candidates nearest to the prices: so many a person on the average, and some for each place of a seat."""
    least = proving.least(problem, reduced)
    net = reduced - problem.spread(np.where(problem.must, least, np.minimum(least, 0.0)))
    sample = np.sort(net[:: max(1, problem.n // SAMPLED)])
    if not len(sample):
        return np.zeros(0, np.int64)

    at = min(len(sample) - 1, int(len(sample) * of_person * problem.n_people / problem.n))
    near: NDArray[np.bool_] = net <= sample[at]
    for j in range(problem.slot_seats.shape[1]):
        seat = problem.slot_seats[problem.candidates.slot, j]
        k = np.arange(problem.n) if (seat >= 0).all() else np.flatnonzero(seat >= 0)
        count = 4 + of_seat * problem.seat_max[seat[k]].astype(np.int64)
        near[leading(seat[k], reduced[k], k, count)] = True
    return np.flatnonzero(near)


def _range(problem: Problem, wanted: Wanted) -> float:
    """Return by how much the costs of candidates differ, or what a soft row costs where they do not."""
    cost = problem.levels[wanted.level].cost
    apart = 0.0 if cost is None or not len(cost) else float(cost.max()) - float(cost.min())
    own = problem.rows.price[problem.rows.level == wanted.level]
    return max(apart, float(own.max(initial=0)), 1.0)


@dataclass(frozen=True)
class _Work:
    """The candidates at work, person by person, with everything that the prices are worked out from."""

    problem: Problem
    k: Ints
    person: Ints
    first: Ints  # where each person with candidates begins
    cost: Floats
    seats: Ints  # (n, J), padded with n_seats
    at: Ints
    row: Ints
    coef: Floats
    pay: Floats  # what a unit outside each row's limits costs
    worth: tuple[Floats, Floats]  # of a holder below the target, and below the minimum on top of that

    @classmethod
    def of(cls, problem: Problem, wanted: Wanted, prices: Prices, reduced: Floats, before: Ints | None) -> _Work:
        """Choose the candidates nearest to the prices, beside those at work before."""
        k = near_prices(problem, reduced, OF_PERSON, OF_SEAT)
        if before is not None:
            k = np.union1d(k, before)
        person = problem.candidates.person(k)
        cost = np.zeros(len(k))
        weights = proving.weights(wanted, prices)
        for level, weight in weights.items():
            if (own := problem.levels[level].cost) is not None and weight:
                cost += weight * own[k]
        seats = problem.seats(k).astype(np.int64)
        seats[seats < 0] = problem.n_seats
        at, row, coef = problem.entries(k)
        first = np.flatnonzero(np.concatenate([[True], person[1:] != person[:-1]])) if len(k) else person[:0]
        worth = [np.zeros(problem.n_seats), np.zeros(problem.n_seats)]
        for level, weight in weights.items():
            if (kind := problem.levels[level].vacancy) is not None:
                worth[kind[0] == "min"] += np.where(problem.priority == kind[1], weight, 0.0)
        pay = proving.paying(problem, weights)
        return cls(problem, k, person, first, cost, seats, at, row, coef, pay, (worth[0], worth[1]))

    def passed(self, prices: Prices, heat: float) -> Prices:
        """Return the prices after some passes at one temperature."""
        problem, rows = self.problem, self.problem.rows
        n, n_seats = len(self.k), problem.n_seats
        seat, y = np.append(prices.seat, 0.0), prices.row.copy()
        crowd = np.repeat(np.arange(len(self.first)), np.diff(np.append(self.first, n)))
        free = ~problem.must[self.person[self.first]]
        low = np.where(np.isfinite(rows.lower), 0.0, -self.pay)
        high = np.where(np.isfinite(rows.upper), 0.0, self.pay)
        low, high = np.where(np.isfinite(rows.upper), -self.pay, low), np.where(np.isfinite(rows.lower), self.pay, high)
        bundled = (self.seats < n_seats).sum(axis=1) > 1
        damp = np.where(np.bincount(self.seats[bundled].ravel(), minlength=n_seats + 1)[:-1] > 0, 0.5, 1.0)
        count = np.bincount(self.row, minlength=len(y))
        size = np.sqrt(np.bincount(self.row, self.coef**2, len(y)) / np.maximum(count, 1)) + 1e-9
        for _ in range(PASSES):
            net = self.cost - seat[self.seats].sum(axis=1) - np.bincount(self.at, self.coef * y[self.row], n)
            least = np.minimum.reduceat(net, self.first)
            least = np.where(free, np.minimum(least, 0.0), least)
            use = np.exp(np.maximum((least[crowd] - net) / heat, -60.0))
            stays = np.where(free, np.exp(np.clip(least / heat, -60.0, 0.0)), 0.0)
            use /= (np.add.reduceat(use, self.first) + stays)[crowd]
            held = summed(self.seats.ravel(), np.repeat(use, self.seats.shape[1]), n_seats + 1)[:-1]
            seat[:-1] += damp * (self._asked(seat[:-1], held, heat) - seat[:-1])
            if len(y):
                pull = self.coef * use[self.at]
                activity = np.bincount(self.row, pull, len(y))
                bend = np.bincount(self.row, self.coef * pull, len(y)) / heat + 1e-9
                short, over = rows.lower - activity, rows.upper - activity  # above 0: lacking; below 0: too much
                stride = STRIDE * heat / size
                up = np.clip(STEP * short / bend, -stride, stride)
                down = np.clip(STEP * over / bend, -stride, stride)
                to_lower, to_upper = y + up, y + down
                # at a limit from below while it lacks, from above while there is too much, else towards no price at all
                y = np.clip(np.maximum(np.minimum(to_upper, 0.0), to_lower), low, high)
        return Prices(seat[:-1], y, prices.cap)

    def _asked(self, price: Floats, held: Floats, heat: float) -> Floats:
        """Return the prices at which each seat would draw as many as it wants."""
        problem = self.problem
        drawn = np.log(np.maximum(held, 1e-30))
        with np.errstate(divide="ignore"):
            least, target, most = (
                price + heat * (np.log(a.astype(np.float64)) - drawn)
                for a in (problem.seat_min, problem.seat_target, problem.seat_max)
            )
        below, lowest = self.worth
        asked = np.where(target < 0, np.maximum(target, np.minimum(0.0, most)), target)
        asked = np.where(asked > below, np.maximum(below, np.minimum(least, below + lowest)), asked)
        empty: Floats = np.where(problem.seat_max > 0, asked, price)
        return np.clip(empty, price - STRIDE * heat, price + STRIDE * heat)
