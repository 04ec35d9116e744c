"""All candidates asked once under some prices: what they prove, and who would rather go where no column is.

Their reduced costs are looked at a block of people at a time and then forgotten, for arrays over all candidates are
bound by memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.grouped import leading, united

if TYPE_CHECKING:
    from optimizer.engine.bound import Floats, Prices, Wanted
    from optimizer.model.problem import Ints, Problem

FEW_ENOUGH = 20_000  # improving candidates that all join at once
EPS = 1e-6


@dataclass(frozen=True)
class Asked:
    """What all candidates say to some prices."""

    prices: Prices
    bound: float  # that the prices prove
    margin: Floats  # (people,) each one's least reduced cost
    of_pool: Floats  # reduced costs of the pool
    net_of_pool: Floats  # what they cost beyond the best that their person has in the pool
    improving: (
        Ints  # candidates outside the pool that beat all their person has in it: the best few of each person and seat
    )


@dataclass(eq=False)
class Nets:
    """What each candidate costs under some prices beyond the least of its person."""

    problem: Problem
    wanted: Wanted
    prices: Prices
    margin: Floats  # (people,) the least reduced cost of each

    @property
    def off(self) -> Floats:
        """(people,): by how much reduced costs are more; never above 0 for who need not be placed."""
        out: Floats = np.where(self.problem.must, self.margin, np.minimum(self.margin, 0.0))
        return out

    @cached_property
    def all(self) -> Floats:
        """(candidates,): 0 and above; worked out only where it is asked for."""
        found, off = self.problem.candidates, self.off
        out = np.empty(len(found))

        def fill(a: int, b: int, reduced: Floats) -> None:
            np.subtract(reduced, np.repeat(off[a:b], found.counts[a:b]), out=out[found.first[a] : found.first[b]])

        proving.by_blocks(self.problem, self.wanted, self.prices, fill)
        return out


def ask(problem: Problem, wanted: Wanted, prices: Prices, pool: Ints) -> Asked:
    """Ask all candidates under usable prices; `pool` are the ascending ones at work."""
    first = problem.candidates.first
    margin, of_pool, net_of_pool = np.zeros(problem.n_people), np.empty(len(pool)), np.empty(len(pool))

    def look(a: int, b: int, reduced: Floats) -> tuple[Ints, Floats]:
        begin = int(first[a])
        margin[a:b] = proving.least(problem, a, b, reduced)
        mine = slice(*np.searchsorted(pool, first[[a, b]]).tolist())
        at = pool[mine] - begin
        own = of_pool[mine] = reduced[at]
        person = problem.candidates.person(pool[mine]) - a
        best = np.full(b - a, np.inf)
        np.minimum.at(best, person, own)
        best = np.where(problem.must[a:b], best, np.minimum(best, 0.0))
        net_of_pool[mine] = own - best[person]
        reduced -= np.repeat(best, problem.candidates.counts[a:b])
        gains = np.flatnonzero(reduced < -EPS)
        return gains + begin, reduced[gains]

    found = proving.by_blocks(problem, wanted, prices, look)
    k, gain = (np.concatenate([part[i] for part in found]) if found else np.zeros(0, int) for i in range(2))
    proved = proving.of_margins(problem, wanted, prices, margin)
    return Asked(prices, proved, margin, of_pool, net_of_pool, _foremost(problem, k, gain))


def _foremost(problem: Problem, k: Ints, gain: Floats) -> Ints:
    if len(k) <= FEW_ENOUGH:
        return k
    by_person = leading(problem.candidates.person(k), gain, k, 3)
    by_seat = leading(problem.seats(k)[:, 0], gain, k, 6)
    return united(by_person, by_seat)
