"""A plan made better part by part: the people of some units choose anew among these units, everybody else stays.

Where a whole province's linear program takes minutes, that of an eighth of it takes a second or two. The next round cuts the
province elsewhere, so that people also change between what were two parts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.around import around
from optimizer.engine.bound import Wanted
from optimizer.engine.grouped import united

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.engine.bound import Floats
    from optimizer.model.problem import Ints, Problem

PEOPLE = 2_600  # of one part, about
AGAIN = 0.3  # of what two units have in common, that counts in the next cut after one that left them together


@dataclass
class Parts:
    """A plan, and the cuts of the province under which it is solved anew.

    `solve` returns a plan of a small problem, given the one it has; None where it finds none.
    """

    problem: Problem
    plan: Ints  # ascending; keeps every hard row
    pool: Ints  # candidates that say which units exchange people
    solve: Callable[[Problem, Ints], Ints | None]
    common: Floats = field(init=False)  # (units, units): how many people could be in either

    def __post_init__(self) -> None:
        """Count who could be where."""
        found = self.problem.candidates
        where = np.zeros((self.problem.n_people, int(found.slot_unit.max(initial=0)) + 1), np.float32)
        where[found.person(self.pool), found.unit(self.pool)] = 1.0
        where /= np.maximum(where.sum(axis=1, keepdims=True), 1.0)
        self.common = (where.T @ where).astype(np.float64)

    def rounds(self) -> Iterator[Ints]:
        """Yield the plan after every part, round after round until one brings nothing; each is no worse than the last."""
        for turn in itertools.count():
            before, cut = self.plan, self._cut()
            for number in range(len(cut)) if len(cut) > 1 else ():
                people = self._people(cut, number, turn)
                if len(people):
                    self._choose_anew(cut[number], people)
                    yield self.plan
            if self.plan is before:
                return
            for units in cut:
                self.common[np.ix_(units, units)] *= AGAIN

    def _cut(self) -> list[Ints]:
        """Return the units of each part: halves of about as many holders, again and again, cut where least is in common."""
        found = self.problem.candidates
        weight = np.bincount(found.unit(self.plan), minlength=len(self.common)).astype(np.float64) + 1.0
        parts: list[Ints] = [np.arange(len(self.common))]
        number = min(len(self.common), -(-self.problem.n_people // PEOPLE))
        while len(parts) < number:
            largest = max(range(len(parts)), key=lambda i: (len(parts[i]) > 1, weight[parts[i]].sum()))
            parts += _halves(self.common, parts.pop(largest), weight)
        return parts

    def _people(self, cut: list[Ints], number: int, turn: int) -> Ints:
        """Return who chooses anew in one part: the holders there, and of those without a place some in turn."""
        problem, found = self.problem, self.problem.candidates
        mine = np.isin(found.unit(self.plan), cut[number])
        out = np.ones(problem.n_people, bool)
        out[found.person(self.plan)] = False
        idle = np.flatnonzero(out)
        return united(found.person(self.plan[mine]), idle[(np.arange(len(idle)) + turn) % len(cut) == number])

    def _choose_anew(self, units: Ints, people: Ints) -> None:
        problem, found = self.problem, self.problem.candidates
        free = np.zeros(problem.n_people, bool)
        free[people] = True
        inside = np.zeros(len(self.common), bool)
        inside[units] = True
        columns = found.of_people(people)
        now = self.plan[free[found.person(self.plan)]]
        columns = united(columns[inside[found.unit(columns)]], now)
        sub = around(problem, Wanted(len(problem.levels) - 1), self.plan, free, columns)
        chosen = self.solve(sub.problem, np.searchsorted(columns, now))
        if chosen is None:
            return
        plan = np.sort(np.concatenate([sub.fixed, columns[chosen]]))
        if problem.values(plan) < problem.values(self.plan):
            self.plan = plan


def _halves(common: Floats, units: Ints, weight: Floats) -> list[Ints]:
    """Return two parts of about equal weight that have little in common: the order that a spring network would settle in."""
    between = common[np.ix_(units, units)].copy()
    np.fill_diagonal(between, 0.0)
    degree = between.sum(axis=1) + 1e-9
    _, modes = np.linalg.eigh(np.eye(len(units)) - between / np.sqrt(np.outer(degree, degree)))
    place = np.round(modes[:, 1] / np.sqrt(degree), 9)
    first = np.flatnonzero(place)
    if len(first) and place[first[0]] < 0:  # a mode's sign means nothing
        place = -place
    order = np.argsort(place, kind="stable")
    heavy = weight[units[order]]
    half = int(np.searchsorted(np.cumsum(heavy) - heavy / 2, heavy.sum() / 2))
    half = min(max(half, 1), len(units) - 1)
    return [np.sort(units[order[:half]]), np.sort(units[order[half:]])]
