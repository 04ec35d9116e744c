"""The best price of one seat after another, every other price staying: what a bound gains most simply.

For one seat a bound is best where as many people would rather sit there as it wants holders at that price. Everybody who
could sit there is asked, nobody is left out, so whatever comes of it is proved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from optimizer.engine.bound import Floats
    from optimizer.model.problem import Ints, Problem

SWEEPS = 8  # over all seats asked about
ASKED = 300  # people whose next best seat is looked for, for one seat
EPS = 1e-6


@dataclass
class Haggling:
    """Shifts of seats' prices, and each person's least reduced cost under them."""

    problem: Problem
    cost: Callable[[Ints], Floats]  # reduced costs of candidates before any shift
    least: Floats  # (people,)
    shift: Floats  # (seats,)

    def over(self, seats: Sequence[int], near: Ints, worth: Sequence[Sequence[tuple[float, float]]]) -> None:
        """Settle the prices of some seats; `near` are all their candidates, ascending.

        `worth` says of each seat how many holders cost how much each, before any shift, the dearest to lack first.
        """
        found = self.problem.candidates
        slot, person, cost = found.slot[near], found.person(near), self.cost(near)
        taken = self.problem.slot_seats[slot]
        mine = [np.flatnonzero((taken == seat).any(axis=1)) for seat in seats]
        for _ in range(SWEEPS):
            before = self.shift.copy()
            for seat, at, own in zip(seats, mine, worth, strict=True):
                if len(at):
                    self._settle(seat, person[at], cost[at] - self.problem.by_slot(self.shift)[slot[at]], own)
            if np.abs(self.shift - before).max() <= EPS:
                break

    def _settle(self, seat: int, person: Ints, cost: Floats, worth: Sequence[tuple[float, float]]) -> None:
        """Give one seat its best price, given what each of its candidates costs now."""
        begin = np.flatnonzero(np.diff(person, prepend=-1) != 0)
        people, now = person[begin], np.minimum.reduceat(cost, begin)
        elsewhere = self.least[people]
        here = np.flatnonzero(now <= elsewhere + EPS)
        if len(here) > ASKED:
            return
        elsewhere[here] = self._without(people[here], seat)
        free = now + self.shift[seat]
        asks = np.sort(free - np.where(self.problem.must[people], elsewhere, np.minimum(elsewhere, 0.0)))
        gives = np.concatenate([np.full(round(size), -price) for size, price in worth if size >= 1] or [np.zeros(0)])
        n = min(len(asks), len(gives))
        held = int(np.count_nonzero(asks[:n] < gives[:n]))  # asks rise, what is given falls
        low = max(asks[held - 1] if held else -np.inf, gives[held] if held < len(gives) else -np.inf)
        high = min(gives[held - 1] if held else np.inf, asks[held] if held < len(asks) else np.inf)
        self.shift[seat] = min(max(self.shift[seat], low), high)
        self.least[people] = np.minimum(elsewhere, free - self.shift[seat])

    def _without(self, people: Ints, seat: int) -> Floats:
        """Return the least reduced cost of some people anywhere but on one seat."""
        found = self.problem.candidates
        if not len(people):
            return np.zeros(0)
        own, length = found.of_people(people), found.counts[people]
        cost = self.cost(own) - self.problem.by_slot(self.shift)[found.slot[own]]
        cost[(self.problem.slot_seats[found.slot[own]] == seat).any(axis=1)] = np.inf
        least: Floats = np.minimum.reduceat(cost, np.cumsum(length) - length)
        return least
