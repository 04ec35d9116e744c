"""The Lagrangian bound over some candidates, made smooth: everybody takes what pays best, softly.

At a heat above 0 a person spreads over their candidates by exp(-reduced cost / heat), so the bound has a gradient: what
each seat and each row lacks or has too much. Minimum, target and most of a seat, and what a soft row pays, become limits
on multipliers, so nothing but people has to be smoothed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.bound import Prices

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from optimizer.engine.bound import Floats, Wanted
    from optimizer.model.problem import Ints, Problem
    from optimizer.model.threads import Beside

COLD = -60.0  # exponent from which on nobody is there


@dataclass(frozen=True)
class _Some:
    """Some of the people, with their candidates side by side."""

    cost: Floats
    crowd: Ints  # how many of the candidates each person has
    must: Floats  # (people with candidates,) 1 where somebody has to be placed
    draws: csr_array  # (seats and rows, candidates) what each candidate takes of them
    drawn: csr_array  # its transpose

    def use(self, every: Floats, heat: float) -> tuple[Floats, Floats, Floats]:
        """Return how much each candidate is used, and for each person the least reduced cost and log of the spread."""
        reduced = self.cost - self.drawn @ every
        first = np.cumsum(self.crowd) - self.crowd
        least = np.minimum.reduceat(reduced, first)
        least = np.where(self.must > 0, least, np.minimum(least, 0.0))
        use = np.exp(np.maximum((np.repeat(least, self.crowd) - reduced) / heat, COLD))
        away = (1.0 - self.must) * np.exp(np.clip(least / heat, COLD, 0.0))
        spread = np.add.reduceat(use, first) + away
        use *= np.repeat(1.0 / spread, self.crowd)
        return use, least, np.log(spread)

    def at(self, every: Floats, heat: float) -> tuple[float, Floats]:
        """Return what these people add to the smooth bound, and what they take of seats and rows."""
        use, least, log = self.use(every, heat)
        return float((least - heat * log).sum()), self.draws @ use


@dataclass(frozen=True)
class Smoothed:
    """The bound of one level over the candidates `k`, as a function of limited multipliers.

    A seat's price is the sum of three: up to 0 for its last place, from 0 to what an empty place costs for its target,
    and up to what is paid on top of that for its minimum. A row's is the difference of one for its lower and one for its
    upper limit. Each has its own limits and its own worth; those that are nothing but 0 are left out.
    """

    problem: Problem
    k: Ints  # ascending
    halves: tuple[_Some, _Some]  # of the people, for two cores
    beside: Beside
    rows: Ints  # rows at work in which some candidate counts
    of: Ints  # (multipliers,) the seat, or seats + position of the row
    sign: Floats
    worth: Floats
    low: Floats
    high: Floats
    third: NDArray[np.bool_]  # which are the third of a seat, paid on top of what an empty place costs
    missing: Floats  # (seats,) what an empty place costs
    asked: Floats  # (multipliers,) what one holder more is in the row at the most: 1 for seats
    fixed: float  # what the caps add to the bound
    cap: Floats

    @classmethod
    def of_pool(
        cls, problem: Problem, wanted: Wanted, prices: Prices, k: Ints, at_work: NDArray[np.bool_], beside: Beside
    ) -> Smoothed:
        """Return the function over the candidates `k` and the rows `at_work`; multipliers of caps are those of `prices`."""
        weights = proving.weights(wanted, prices)
        cost = np.zeros(len(k))
        for level, weight in weights.items():
            if (own := problem.levels[level].cost) is not None and weight:
                cost += weight * own[k]
        rows, n_seats = problem.rows, problem.n_seats
        at, row, coef = problem.entries(k)
        some = at_work[row]
        at, row, coef = at[some], row[some], coef[some]
        counts = np.zeros(len(rows), bool)
        counts[row] = True
        here = np.flatnonzero(counts)
        where = np.cumsum(counts) + n_seats - 1
        halves = _halves(problem, k, cost, (at, where[row], coef), n_seats + len(here))
        below, missing = proving.holders_missing(problem, weights)
        least, target, most = (a.astype(np.float64) for a in (problem.seat_min, problem.seat_target, problem.seat_max))
        lower, upper = rows.lower[here], rows.upper[here]
        # what a group pays together cannot be shared out multiplier by multiplier
        pay = np.where(rows.worst[here] >= 0, 0.0, proving.paying(problem, weights)[here])
        none, seats, mine = np.zeros(n_seats), np.arange(n_seats), n_seats + np.arange(len(here))
        of = np.concatenate([seats, seats, seats, mine, mine])
        sign = np.concatenate([np.ones(3 * n_seats + len(here)), -np.ones(len(here))])
        worth = np.concatenate([most, target, least, _finite(lower), -_finite(upper)])
        low = np.concatenate([np.where(most > 0, -np.inf, 0.0), none, none, np.zeros(2 * len(here))])
        high = np.concatenate([
            none, missing, below, np.where(np.isfinite(lower), pay, 0.0), np.where(np.isfinite(upper), pay, 0.0)
        ])  # fmt: skip
        largest = np.concatenate([np.ones(n_seats), np.zeros(len(here))])
        np.maximum.at(largest, where[row], np.abs(coef))
        third = np.repeat([False, True, False], [2 * n_seats, n_seats, 2 * len(here)])
        keep = low < high
        return cls(
            problem, k, halves, beside, here, of[keep], sign[keep], worth[keep], low[keep], high[keep],
            third[keep], missing, largest[of[keep]],
            sum(float(q) * cap.cost for cap, q in zip(wanted.caps, prices.cap, strict=True)), prices.cap,
        )  # fmt: skip

    def split(self, prices: Prices) -> Floats:
        """Return the multipliers that make up prices, within their limits."""
        missing = np.append(self.missing, np.zeros(len(self.rows)))[self.of]
        own = self.sign * np.concatenate([prices.seat, prices.row[self.rows]])[self.of]
        multipliers: Floats = np.clip(np.where(self.third, own - missing, own), self.low, self.high)
        return multipliers

    def prices(self, multipliers: Floats) -> Prices:
        """Return the prices that multipliers make up."""
        every = self._every(multipliers)
        row = np.zeros(len(self.problem.rows))
        row[self.rows] = every[self.problem.n_seats :]
        return Prices(every[: self.problem.n_seats], row, self.cap)

    def _every(self, multipliers: Floats) -> Floats:
        size = self.problem.n_seats + len(self.rows)
        return np.bincount(self.of, self.sign * multipliers, size).astype(np.float64)

    def use(self, multipliers: Floats, heat: float) -> tuple[Floats, Floats]:
        """Return how much each candidate is used, and the log of each person's spread."""
        every = self._every(multipliers)
        first, second = self.beside(lambda half: half.use(every, heat), *self.halves)
        return np.concatenate([first[0], second[0]]), np.concatenate([first[2], second[2]])

    def at(self, multipliers: Floats, heat: float) -> tuple[float, Floats]:
        """Return the smooth bound and its gradient."""
        every = self._every(multipliers)
        first, second = self.beside(lambda half: half.at(every, heat), *self.halves)
        gradient = self.worth - self.sign * (first[1] + second[1])[self.of]
        return first[0] + second[0] + float((self.worth * multipliers).sum()) + self.fixed, gradient

    def steps(self, multipliers: Floats, heat: float) -> Floats:
        """Return how far each multiplier moves for a holder lacking, compared with others: where few waver, far."""
        every = self._every(multipliers)

        def wavering_of(half: _Some) -> Floats:
            use, _, _ = half.use(every, heat)
            wavering: Floats = half.draws.power(2) @ (use * (1.0 - use))
            return wavering

        first, second = self.beside(wavering_of, *self.halves)
        wavering = first + second
        step: Floats = 1.0 / np.maximum(wavering[self.of], self.asked**2)
        return step


def _halves(
    problem: Problem, k: Ints, cost: Floats, entries: tuple[Ints, Ints, Floats], size: int
) -> tuple[_Some, _Some]:
    """Return the candidates `k` in two halves that share nobody; `entries` are what each takes of the rows."""
    from scipy.sparse import csr_array

    person, taken = problem.candidates.person(k), problem.seats(k)
    middle = int(np.searchsorted(person, person[len(k) // 2])) if len(k) else 0
    at, row, coef = entries
    split = int(np.searchsorted(at, middle))

    def some(begin: int, end: int, mine: slice) -> _Some:
        seats, who = taken[begin:end], person[begin:end]
        first = np.flatnonzero(np.concatenate([[True], who[1:] != who[:-1]])) if len(who) else who[:0]
        parts = [np.flatnonzero(seats[:, j] >= 0) for j in range(seats.shape[1])]
        which = np.concatenate([*(seats[some, j] for j, some in enumerate(parts)), row[mine]])
        amount = np.concatenate([np.ones(len(which) - len(row[mine])), coef[mine]])
        place = np.concatenate([*parts, at[mine] - begin])
        drawn = csr_array((amount, (place.astype(np.int32), which.astype(np.int32))), shape=(len(who), size))
        must = problem.must[who[first]].astype(float)
        return _Some(cost[begin:end], np.diff(np.append(first, len(who))), must, drawn.T.tocsr(), drawn)

    return some(0, middle, slice(0, split)), some(middle, len(k), slice(split, None))


def _finite(limit: Floats) -> Floats:
    return np.where(np.isfinite(limit), limit, 0.0)
