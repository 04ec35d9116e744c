"""Chains of moves that mend a reviewed plan with the fewest people moved: somebody takes a seat whose holder moves on.

A review makes a few places lack somebody, or leaves somebody without a place. By the prices of the last solve every
candidate has its own cost, so the cheapest chain that moves so many people is a shortest path over the seats: one pass
over all candidates for each further person in it. Nothing is left out: where there is a chain it is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.engine.bound import Floats
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem

LONGEST = 6  # people who move on in one chain
TROUBLES = 40  # places and people to be seen to, up to which chains are looked for one after the other
BLOCK = 400_000  # candidates looked at in one go
FEW = 0.2  # of the slots, up to which only candidates in them are looked at
FAR = 1e12  # what it costs not to place somebody who has to be placed
EPS = 1e-6


@dataclass
class Chains:
    """A plan being mended; by the prices it may cost `budget` more than the least, troubles not counted.

    A trouble is an empty place, or somebody not placed, that costs more than the budget by itself, or a seat with more
    holders than it may have.
    """

    problem: Problem
    proof: Proof
    margin: Floats  # (people,) each person's least reduced cost
    budget: float
    changed: NDArray[np.bool_]  # (people,): who changes anyway
    plan: Ints  # ascending; seats may have too many holders
    leave: Floats = field(init=False)  # (people,): what it costs not to place each

    def __post_init__(self) -> None:
        self.leave = np.where(self.problem.must, FAR, np.maximum(0.0, -self.margin))

    def mended(self) -> bool:
        """Mend the plan chain by chain; return whether no trouble is left."""
        for _ in range(TROUBLES):
            trouble = self._trouble(self.plan)
            if not trouble:
                return True
            found = self._next(trouble)
            if found is None:
                return False
            gone = np.setdiff1d(self.problem.candidates.person(self.plan), self.problem.candidates.person(found))
            self.changed[gone] = True
            self.plan = found
        return not self._trouble(self.plan)

    # what a plan costs by the prices ---------------------------------------------------------------------------------
    def seats(self, n: Ints) -> Floats:
        """Return (seats,) what so many holders of each cost at its price, those missing paid for."""
        problem = self.problem
        below, missing = proving.holders_missing(problem, proving.weights(self.proof.wanted, self.proof.prices))
        cost: Floats = self.proof.prices.seat * n + below * np.maximum(problem.seat_min - n, 0)
        cost += missing * np.maximum(problem.seat_target - n, 0)
        return cost

    def _losses(self, plan: Ints) -> Floats:
        """Return what each place (seats, then people not placed) costs beyond the prices."""
        by_level = proving.weights(self.proof.wanted, self.proof.prices)
        least = proving.seats_least(self.problem, by_level, self.proof.prices.seat)
        away = self.leave.copy()
        away[self.problem.candidates.person(plan)] = 0.0
        held = self.problem.held(plan)
        over = FAR * np.maximum(held - self.problem.seat_max, 0)
        return np.concatenate([self.seats(held) - least + over, away])

    def _trouble(self, plan: Ints) -> float:
        losses = self._losses(plan)
        return float(losses[losses > self.budget].sum())

    def _kept(self, plan: Ints, trouble: float) -> bool:
        """Return whether a plan has less trouble, and costs no more than the budget beside it."""
        losses = self._losses(plan)
        left = losses > self.budget
        spent = float(self.proof.net[plan].sum()) + float(losses[~left].sum())
        return spent <= self.budget and float(losses[left].sum()) < trouble - EPS

    # chains ----------------------------------------------------------------------------------------------------------
    def _next(self, trouble: float) -> Ints | None:
        """Return the plan after the chain that moves the fewest people and then costs least; None where there is none."""
        problem = self.problem
        placed = np.zeros(problem.n_people, bool)
        placed[problem.candidates.person(self.plan)] = True
        away = np.flatnonzero(~placed & (problem.candidates.counts > 0))
        over = np.append(problem.held(self.plan) > problem.seat_max, False)
        crowded = np.unique(problem.candidates.slot[self.plan])
        crowded = crowded[over[problem.slot_seats[crowded]].any(axis=1)]
        ways, changed = _Ways(self), self.changed[away]
        for n in range(LONGEST + 1):
            # who changes anyway begins a chain of n others, anybody else one of n - 1; from a crowded seat n people move
            found: list[tuple[float, Ints | None]] = []
            if len(crowded):
                found.append(ways.away_from(crowded, n))
            else:
                found += [ways.placing(away[free], m) for m, free in ((n, changed), (n - 1, ~changed)) if m >= 0]
                if n:
                    found.append(ways.giving_up(n - 1))
            for least, plan in sorted(found, key=lambda it: it[0]):
                if np.isfinite(least) and plan is not None and self._kept(plan, trouble):
                    return plan
        return None


class _Ways:
    """What it costs, at the least, to make room in each slot when so many people move on, one after the other."""

    def __init__(self, chains: Chains) -> None:
        self.it, problem = chains, chains.problem
        self.person = problem.candidates.person(chains.plan)
        self.slot = problem.candidates.slot[chains.plan]
        # nobody gives up a place who would then be a trouble
        self._leave = np.where(chains.leave <= chains.budget, chains.leave, np.inf)
        held = problem.held(chains.plan)
        step = np.where(held < problem.seat_max, chains.seats(held + 1) - chains.seats(held), np.inf)
        self._room = [problem.by_slot(step)]
        self._mover: list[Ints] = [
            np.full(len(problem.slot_seats), -1)
        ]  # who moves on: position in the plan, -1 nobody
        self._onward: list[Floats] = []  # (people,) what everybody's cheapest slot costs when room is made there

    def room(self, n: int) -> Floats:
        """Return (slots,) what room for one more costs in each when up to `n` people move on or give up their places."""
        while len(self._room) <= n:
            before = self._room[-1]
            self._onward.append(self._least(before))
            own = np.minimum(self._leave, self._onward[-1])[self.person] - self.it.proof.net[self.it.plan]
            order = np.lexsort((own, self.slot))
            first = order[np.diff(self.slot[order], prepend=-1) != 0]
            better = first[own[first] < before[self.slot[first]] - EPS]
            room, mover = before.copy(), np.full(len(before), -1)
            room[self.slot[better]], mover[self.slot[better]] = own[better], better
            self._room.append(room)
            self._mover.append(mover)
        return self._room[n]

    def placing(self, people: Ints, n: int) -> tuple[float, Ints | None]:
        """Return what it costs to place whoever of some people costs least, `n` others moving on, and the plan then."""
        found = self.it.problem.candidates
        if not len(people):
            return np.inf, None
        k, length = found.of_people(people), found.counts[people]
        least = np.minimum.reduceat(self.it.proof.net[k] + self.room(n)[found.slot[k]], np.cumsum(length) - length)
        cost = least - self.it.leave[people]
        first = int(cost.argmin())
        return float(cost[first]), self._placed(int(people[first]), n) if np.isfinite(cost[first]) else None

    def giving_up(self, n: int) -> tuple[float, Ints | None]:
        """Return what it costs when somebody placed moves, `n` others moving on and their own place staying empty."""
        problem, plan = self.it.problem, self.it.plan
        if not len(plan):
            return np.inf, None
        self.room(n + 1)
        held = problem.held(plan)
        lost = problem.by_slot(self.it.seats(held - 1) - self.it.seats(held))[self.slot]
        cost = self._onward[n][self.person] - self.it.proof.net[plan] + lost
        first = int(cost.argmin())
        return float(cost[first]), self._placed(int(self.person[first]), n) if np.isfinite(cost[first]) else None

    def away_from(self, slots: Ints, n: int) -> tuple[float, Ints | None]:
        """Return what it costs to move one holder away from the slot where that costs least, and the plan then."""
        cost = self.room(n)[slots]
        first = int(cost.argmin())
        return float(cost[first]), self._followed(int(slots[first]), n, {}) if np.isfinite(cost[first]) else None

    def _placed(self, person: int, n: int) -> Ints | None:
        k = self._cheapest(person, n)
        return self._followed(int(self.it.problem.candidates.slot[k]), n, {person: k})

    def _cheapest(self, person: int, n: int) -> int:
        found = self.it.problem.candidates
        own = np.arange(found.first[person], found.first[person + 1])
        return int(own[(self.it.proof.net[own] + self._room[n][found.slot[own]]).argmin()])

    def _followed(self, slot: int, n: int, moved: dict[int, int]) -> Ints | None:
        """Return the plan when room is made in a slot by `n` moves; `moved` has moved already. None where one moves twice."""
        while True:
            while n and self._mover[n][slot] < 0:
                n -= 1
            if not n:
                break
            n -= 1
            person = int(self.person[self._mover[n + 1][slot]])
            if person in moved:
                return None
            if self._leave[person] <= self._onward[n][person]:
                moved[person] = -1
                break
            moved[person] = self._cheapest(person, n)
            slot = int(self.it.problem.candidates.slot[moved[person]])
        stays = self.it.plan[~np.isin(self.person, list(moved))]
        return np.sort(np.concatenate([stays, np.array([k for k in moved.values() if k >= 0], np.int64)]))

    def _least(self, room: Floats) -> Floats:
        """Return (people,) what the cheapest slot costs everybody, room being made there: one pass over all candidates."""
        found, net = self.it.problem.candidates, self.it.proof.net
        least = np.full(found.n_people, np.inf)
        open_to = np.isfinite(room)
        few = bool(open_to.mean() < FEW) if len(room) else True

        def work(chunk: tuple[int, int]) -> None:
            begin, end = chunk
            a, b = np.searchsorted(found.first, [begin, end])
            slot, first = found.slot[begin:end], found.first[a : b + 1] - begin
            if few:
                near = np.flatnonzero(open_to[slot])
                cost, first = net[begin:end][near] + room[slot[near]], np.searchsorted(near, first)
            else:
                cost = room[slot]
                cost += net[begin:end]
            some = np.flatnonzero(np.diff(first) > 0)
            if len(some):
                least[a + some] = np.minimum.reduceat(cost, first[some])

        side_by_side(work, found.chunks(BLOCK) if len(found) else [])
        return least
