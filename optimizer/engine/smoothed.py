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

COLD = -60.0  # exponent from which on nobody is there


@dataclass(frozen=True)
class Smoothed:
    """The bound of one level over the candidates `k`, as a function of limited multipliers.

    A seat's price is the sum of three: up to 0 for its last place, from 0 to what an empty place costs for its target,
    and up to what is paid on top of that for its minimum. A row's is the difference of one for its lower and one for its
    upper limit. Each has its own limits and its own worth; those that are nothing but 0 are left out.
    """

    problem: Problem
    k: Ints  # ascending
    cost: Floats
    crowd: Ints  # how many of the candidates each person has
    must: Floats  # (people with candidates,) 1 where somebody has to be placed
    draws: csr_array  # (seats and rows, candidates) what each candidate takes of them
    drawn: csr_array  # its transpose
    rows: Ints  # rows in which some candidate counts
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
    def of_pool(cls, problem: Problem, wanted: Wanted, prices: Prices, k: Ints) -> Smoothed:
        """Return the function over the candidates `k`; multipliers of caps are those of `prices`."""
        from scipy.sparse import csr_array

        weights = proving.weights(wanted, prices)
        cost = np.zeros(len(k))
        for level, weight in weights.items():
            if (own := problem.levels[level].cost) is not None and weight:
                cost += weight * own[k]
        person, rows, n_seats = problem.candidates.person(k), problem.rows, problem.n_seats
        first = np.flatnonzero(np.concatenate([[True], person[1:] != person[:-1]])) if len(k) else person[:0]
        at, row, coef = problem.entries(k)
        counts = np.zeros(len(rows), bool)
        counts[row] = True
        here = np.flatnonzero(counts)
        where = np.cumsum(counts) + n_seats - 1
        taken = problem.seats(k)
        parts = [np.flatnonzero(taken[:, j] >= 0) for j in range(taken.shape[1])]
        which = np.concatenate([*(taken[some, j] for j, some in enumerate(parts)), where[row]])
        size = np.concatenate([np.ones(len(which) - len(row)), coef])
        shape = (len(k), n_seats + len(here))
        drawn = csr_array((size, (np.concatenate([*parts, at]), which)), shape=shape)
        draws = drawn.T.tocsr()
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
        largest = np.ones(n_seats + len(here))
        largest[n_seats:] = np.maximum.reduceat(np.abs(draws.data), draws.indptr[n_seats:-1]) if len(here) else 0.0
        third = np.repeat([False, True, False], [2 * n_seats, n_seats, 2 * len(here)])
        keep = low < high
        return cls(
            problem, k, cost, np.diff(np.append(first, len(k))), problem.must[person[first]].astype(float), draws,
            drawn, here, of[keep], sign[keep], worth[keep], low[keep], high[keep],
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
        return np.bincount(self.of, self.sign * multipliers, self.draws.shape[0]).astype(np.float64)

    def use(self, multipliers: Floats, heat: float) -> tuple[Floats, Floats, Floats]:
        """Return how much each candidate is used, and for each person the least reduced cost and log of the spread."""
        reduced = self.cost - self.drawn @ self._every(multipliers)
        first = np.cumsum(self.crowd) - self.crowd
        least = np.minimum.reduceat(reduced, first)
        least = np.where(self.must > 0, least, np.minimum(least, 0.0))
        use = np.exp(np.maximum((np.repeat(least, self.crowd) - reduced) / heat, COLD))
        away = (1.0 - self.must) * np.exp(np.clip(least / heat, COLD, 0.0))
        spread = np.add.reduceat(use, first) + away
        use *= np.repeat(1.0 / spread, self.crowd)
        return use, least, np.log(spread)

    def at(self, multipliers: Floats, heat: float) -> tuple[float, Floats]:
        """Return the smooth bound and its gradient."""
        use, least, log = self.use(multipliers, heat)
        gradient = self.worth - self.sign * (self.draws @ use)[self.of]
        value = float((least - heat * log).sum()) + float((self.worth * multipliers).sum()) + self.fixed
        return value, gradient

    def steps(self, multipliers: Floats, heat: float) -> Floats:
        """Return how far each multiplier moves for a holder lacking, compared with others: where few waver, far."""
        use, _, _ = self.use(multipliers, heat)
        wavering = self.draws.power(2) @ (use * (1.0 - use))
        step: Floats = 1.0 / np.maximum(wavering[self.of], self.asked**2)
        return step


def _finite(limit: Floats) -> Floats:
    return np.where(np.isfinite(limit), limit, 0.0)
