"""What vacancies cost by the network alone: the prices of a flow that fills as many seats as can be filled.

Rows are left out, and seats that only bundles need. Whatever optimal flow is asked, its prices are the same: the price of
a seat is what one more place there changes, and that hangs on no flow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import network
from optimizer.engine.bound import Prices
from optimizer.engine.lids import lids
from optimizer.engine.start import one_seat, seats_left_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.problem import Ints, Problem


@dataclass(frozen=True)
class Filling:
    """The network of a problem in which nothing costs but seats left empty."""

    problem: Problem
    net: network.Net
    column: NDArray[np.int32]  # (slots,) the seat of each in it, -1 for none
    left_out: NDArray[np.bool_]  # (seats + 1,)

    @classmethod
    def of(cls, problem: Problem) -> Filling:
        """Return the network."""
        left_out = seats_left_out(problem)
        column = one_seat(problem, left_out)
        seat = column[problem.candidates.slot]
        known = seat >= 0
        known[proving.closed(problem)] = False
        inside = np.flatnonzero(known)
        must = problem.must.copy()  # who could be placed where the flow does not look need not be placed in it
        must[np.unique(problem.candidates.person(np.flatnonzero(seat < 0)))] = False
        free = np.zeros(len(inside), np.int32)
        net = network.Net(problem.candidates.person(inside), seat[inside], free, inside, must)
        return cls(problem, net, column, left_out)

    def prices(self, level: int, chosen: Ints) -> Prices:
        """Return the prices for a level of vacancies, each level before it capped; `chosen` may be any plan or flow.

        Nearly always it fills as many of these seats as a flow can: then it has the prices already.
        """
        problem = replace(self.problem, levels=self.problem.levels[: level + 1])
        lid = lids(self.problem, self.column)
        worth = network.vacancy_worth(problem, 1, self.left_out[:-1], lid)
        placed = chosen[self.column[problem.candidates.slot[chosen]] >= 0]
        try:
            flow = network.prices_of(self.net, worth, np.searchsorted(self.net.position, placed))
        except ArithmeticError:
            flow = network.solve_sifted(self.net, worth).found
        row = np.zeros(len(problem.rows))
        row[lid.row] = flow.lid / lid.coef
        caps = sum(not it.tie_break for it in problem.levels[:level])
        ranks = np.arange(caps, 0, -1).astype(np.float64) + 1.0
        return Prices((flow.seat - worth.pressed(flow.lid)).astype(np.float64), row, -ranks)
