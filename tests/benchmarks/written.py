"""A problem written out row by row and candidate by candidate, as one would write it for a solver by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from optimizer.model.problem import Problem

Term: TypeAlias = tuple[int, float]  # (column, coefficient)


@dataclass
class Written:
    """Rows as lists of terms; columns are the candidates, then vacancies, then slacks of soft rows."""

    problem: Problem
    rows: list[tuple[list[Term], float, float]] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)  # of the columns after the candidates
    costs: list[list[Term]] = field(default_factory=list)  # of each level

    @classmethod
    def of(cls, problem: Problem) -> Written:
        """Write every row of the problem out."""
        it = cls(problem, costs=[[] for _ in problem.levels])
        first = problem.candidates.first.tolist()
        for p, must in enumerate(problem.must.tolist()):
            it.rows.append(([(k, 1.0) for k in range(first[p], first[p + 1])], float(must), 1.0))
        takers: list[list[Term]] = [[] for _ in range(problem.n_seats)]
        for seats in problem.slot_seats[problem.candidates.slot].T:
            for k in np.flatnonzero(seats >= 0).tolist():
                takers[seats[k]].append((k, 1.0))
        for s, mine in enumerate(takers):
            it._seat(s, mine)
        it._families()
        for i, level in enumerate(problem.levels):
            if level.cost is not None:
                it.costs[i] += [(k, float(c)) for k, c in enumerate(level.cost.tolist()) if c]
        return it

    def _column(self, upper: float) -> int:
        self.upper.append(upper)
        return self.problem.n + len(self.upper) - 1

    def _seat(self, s: int, takers: list[Term]) -> None:
        problem = self.problem
        self.rows.append((takers, 0.0, float(problem.seat_max[s])))
        for kind, want in (("min", int(problem.seat_min[s])), ("target", int(problem.seat_target[s]))):
            if want:
                short = self._column(want)
                self.rows.append(([*takers, (short, 1.0)], float(want), np.inf))
                vacancy = (kind, int(problem.priority[s]))
                level = next(i for i, it in enumerate(problem.levels) if it.vacancy == vacancy)
                self.costs[level].append((short, 1.0))

    def _families(self) -> None:
        rows = self.problem.rows
        terms: list[list[Term]] = [[] for _ in range(len(rows))]
        entries = self.problem.entries(np.arange(self.problem.n))
        for k, i, c in zip(*(part.tolist() for part in entries), strict=True):
            terms[i].append((k, c))
        limits = zip(terms, rows.lower.tolist(), rows.upper.tolist(), strict=True)
        for i, (mine, lower, upper) in enumerate(limits):
            if rows.price[i] >= 0:
                reach = sum(abs(c) for _, c in mine) + sum(abs(x) for x in (lower, upper) if np.isfinite(x))
                under, over = self._column(reach), self._column(reach)
                mine += [(under, 1.0), (over, -1.0)]
                self.costs[rows.level[i]] += [(under, float(rows.price[i])), (over, float(rows.price[i]))]
            self.rows.append((mine, lower, upper))
