"""Who would move together: a linear program in which whoever leaves their place pays a little.

A linear optimum differs from a plan in thousands of people, most of them for nothing, for optima are many. Where
leaving costs something few remain, and these belong together: chains and rings of moves through many units that no
crowd around one row or seat would hold. A small integer program over them alone, and over the seats that they would
leave or take, then makes the plan better.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import linear
from optimizer.engine.grouped import ranges, united
from optimizer.engine.master import Box, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.engine.basis import Basis
    from optimizer.engine.mending import Mender
    from optimizer.model.problem import Ints

MANY = 2_000  # placements among which people choose anew together, at the most
NEAR = 1 / 60  # of the gap asked: the reduced cost up to which a placement takes part
DEAR = 0.15  # of the gap asked, that leaving one's place costs at first
DEAREST = 100.0  # times it, at which nobody who still leaves can be kept from it
CHEAP = 1 / 500  # of it, below which that is not tried
STEP = 4.0  # times less from one crowd to the next
FINER = 1.5  # times more, when that are too many
MUCH = 0.01  # of what the plan loses, that makes it another plan
EPS = 1e-6


@dataclass
class Movers:
    """A level's linear program, asked again and again who should leave their place in the plan that is being mended."""

    it: Mender
    basis: Basis | None = field(init=False)
    unit: float = field(init=False)  # the gap asked, in cost

    def __post_init__(self) -> None:
        proof, level = self.it.proof, self.it.problem.levels[self.it.proof.wanted.level]
        self.basis = proof.basis
        self.unit = max(1.0, level.share(proof.bound, self.it.goal.gap))

    def __iter__(self) -> Iterator[Ints]:
        """Yield crowd after crowd; who asks for more has settled the last.

        Leaving is dear at first: few leave, where each gains much. It becomes cheaper when that brings no more.
        """
        stay, crowded = DEAR * self.unit, 0.0  # at so little, too many leave
        while max(crowded, CHEAP * self.unit) < stay < DEAREST * DEAR * self.unit:
            found = self.leaving(stay)
            if found is None:
                return
            people, among = found
            if len(among) > MANY:
                crowded = stay
                stay *= FINER
                continue
            before = self.it.cost(self.it.plan)
            if len(people):
                self.it.among = among
                yield people
                self.it.among = None
            if self.it.cost(self.it.plan) < before - MUCH * abs(before - self.it.proof.bound):
                crowded = 0.0  # of a better plan fewer may leave
            stay /= STEP

    def leaving(self, stay: float) -> tuple[Ints, Ints] | None:
        """Return who changes place, wholly or in part, when leaving one costs `stay`, and the placements they may have.

        These are in the seats that they leave or take together. Taking a first place costs nothing: who is not placed
        yet joins wherever that pays. None when time is up.
        """
        it, problem, proof = self.it, self.it.problem, self.it.proof
        person = problem.candidates.person
        near = proof.pool[proof.net[proof.pool] <= NEAR * self.unit]
        columns = united(near, united(proof.support, it.plan))
        used = united(proof.used, np.flatnonzero(problem.rows.outside(problem.activity(it.plan)) > EPS))
        master = build(problem, proof.wanted, columns, used, self._broken_at_a_price(used))
        mine = np.searchsorted(columns, it.plan)
        objective = master.objective.copy()
        placed = np.zeros(problem.n_people, bool)
        placed[person(it.plan)] = True
        objective[mine] -= stay
        answer = linear.solve_linear(replace(master, objective=objective), it.goal, self.basis)
        if answer is None:
            return None
        self.basis = answer.basis
        stays = np.zeros(problem.n_people)
        stays[person(it.plan)] = answer.x[mine]
        serves = np.bincount(person(columns), answer.x, problem.n_people)
        out = np.where(placed, stays < 1.0 - EPS, serves > EPS)
        touched = columns[out[person(columns)] & (answer.x > EPS)]
        own = it.plan[out[person(it.plan)]]
        seats = np.zeros(problem.n_seats + 1, bool)
        seats[problem.seats(np.concatenate([touched, own]))] = True
        seats[-1] = True  # no seat at all
        may = it.columns[ranges(it.first, np.flatnonzero(out))]
        return np.flatnonzero(out), may[seats[problem.seats(may)].all(axis=1) | np.isin(may, own)]

    def _broken_at_a_price(self, used: Ints) -> Box:
        """Return the hard rows as the mender sees them: to be broken at a price."""
        rows = self.it.problem.rows
        hard = used[rows.hard[used] & (rows.worst[used] < 0)]
        price = self.it.penalty[hard]
        lower = np.where(np.isfinite(rows.upper[hard]), -price, 0.0)
        return Box(hard, lower, np.where(np.isfinite(rows.lower[hard]), price, 0.0))
