"""Where a plan that is being mended is looked at again, and who is free there.

First those whom the linear optimum divides; then what costs the plan most beyond the bound: rows broken or paid for,
empty seats that need not be, units. Crowds grow where smaller ones did not help, and nothing is looked at twice while
nobody around it has moved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.grouped import united
from optimizer.engine.movers import Movers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.engine.mending import Mender
    from optimizer.model.problem import Ints

CROWDS = (150, 250, 400, 600, 800)  # people who are free at once
DIVIDED = (100, 200)  # of those whom the linear optimum divides, so many are settled together
AT_ONCE = 600  # of them, up to which all are first settled together
BRANCHED = 20  # nodes that their program may take: with one it often ends a single soft row above the least
WAVES = 3  # in which a crowd gathers
SHARE = 4  # part of a crowd that stands in a row itself: the others make room for them
MOST = 40  # places where the plan loses, looked at in one turn
TURNS = 4  # over the places where the plan loses, before crowds grow
MOSTLY = 0.6  # of all that the plan loses: the places that make up so much are looked at in one turn
TOGETHER = 20  # empty seats looked at together
CHAINS = (200, 400, 800, 1600)  # people who are free at once while an empty place is filled by a chain of moves
FEW_SEATS = 2  # of the first of them, that should not be empty by the prices
APART = 0.7  # of a second crowd, that has to be outside the first for both to be looked at side by side
EPS = 1e-6

Place: TypeAlias = tuple[str, int]  # a row, a unit, or the first of some seats


@dataclass
class Visits:
    """The people to look at again, crowd after crowd, while a mender settles them."""

    it: Mender
    incumbent: Ints | None = None  # a plan to go on with, if it is better than the one whose divided people are settled
    step: int = 0
    seen: int = 0  # people in crowds so far
    moved: NDArray[np.int64] = field(init=False)  # (people,): the step that last moved each
    tried: dict[Place, tuple[int, int, Ints]] = field(default_factory=dict)  # size, step and crowd of the last visit

    def __post_init__(self) -> None:
        self.moved = np.zeros(self.it.problem.n_people, np.int64)

    def __iter__(self) -> Iterator[tuple[Ints, ...]]:
        """Yield crowd after crowd, two at once where they share (nearly) nobody; who asks for more has settled the last."""
        it = self.it
        torn = it.proof.torn
        many = len(torn) > DIVIDED[0] and it.proof.basis is not None
        for most in () if many else DIVIDED:
            if most == DIVIDED[0] or len(torn) > DIVIDED[0]:
                parts = np.array_split(self._by_unit(torn), max(1, -(-len(torn) // most)))
                yield from self._pairs(part for part in parts if len(part) or len(parts) == 1)
        if many:
            yield from self._together(torn if len(torn) <= AT_ONCE else torn[:0])
        self._go_on_with_the_better()
        for most in CROWDS:
            it.widen()
            for _ in range(TURNS):
                before = it.cost(it.plan)
                yield from self._pairs(self._due(most))
                if it.cost(it.plan) > before - EPS - 0.1 * abs(before - it.proof.bound):
                    break
            it.penalty *= 2.0
            if most == CROWDS[0] and it.proof.basis is not None:
                yield from self._together(torn[:0])

    def _together(self, torn: Ints) -> Iterator[tuple[Ints, ...]]:
        """Yield those who would leave their places together, by ever lower prices of leaving.

        After the first of them, where that was not enough, they and all whom the linear optimum divides choose at once;
        then whoever is near a seat that they leave empty.
        """
        for people in Movers(self.it):
            yield from self._visit(people)
            if len(torn):
                among, self.it.among = self.it.among, None
                usual, self.it.nodes = self.it.nodes, BRANCHED
                yield from self._visit(united(people, torn))
                self.it.nodes = usual
                for _, seats in self._empty()[:1]:
                    yield from self._visit(self.crowd(self._near_seats(seats, CROWDS[0] // 2), CROWDS[0]))
                torn, self.it.among = torn[:0], among
            self._go_on_with_the_better()
            self.it.widen()

    def _go_on_with_the_better(self) -> None:
        if self.incumbent is not None and self.it.cost(self.incumbent) < self.it.cost(self.it.plan):
            self.it.plan = self.incumbent

    def _due(self, most: int) -> Iterator[Ints]:
        """Yield the crowds around the places where the plan loses most, but for those looked at in vain already."""
        for place, people in self._places(most):
            if not self._stale(place, most):
                crowd = self.crowd(people, most)
                self.tried[place] = most, self.step + 1, crowd
                yield crowd

    def _pairs(self, crowds: Iterator[Ints]) -> Iterator[tuple[Ints, ...]]:
        """Yield crowds by twos, the second without whom the first has; one alone where they would share many."""
        first = next(crowds, None)
        while first is not None:
            second = None if self.it.one_by_one else next(crowds, None)
            if second is None:
                yield from self._visit(first)
                first = next(crowds, None)
                continue
            rest = np.setdiff1d(second, first)
            if len(rest) < APART * len(second):
                yield from self._visit(first)
                first = second
                continue
            yield from self._visit(first, rest)
            first = next(crowds, None)

    def _visit(self, *crowds: Ints) -> Iterator[tuple[Ints, ...]]:
        """Yield crowds, and note who was moved when they are settled."""
        before = self.it.plan
        self.step += 1
        self.seen += sum(len(crowd) for crowd in crowds)
        yield crowds
        if self.it.plan is not before:
            self.moved[self.it.problem.candidates.person(np.setxor1d(before, self.it.plan))] = self.step

    def _stale(self, place: Place, most: int) -> bool:
        """Return whether a place was looked at with so many people, and none of them has moved since."""
        if place not in self.tried:
            return False
        size, step, crowd = self.tried[place]
        return size == most and bool((self.moved[crowd] < step).all())

    # what costs most -------------------------------------------------------------------------------------------------
    def _places(self, most: int) -> list[tuple[Place, Ints]]:
        """Return where the plan loses, the greatest loss first, with the people nearest to each place.

        What a plan costs beyond the bound is the sum of its placements' reduced costs, unit by unit, of what rows with a
        price have to spare, of what soft rows pay beyond their price, of hard rows broken and of caps exceeded.
        """
        it, problem = self.it, self.it.problem
        of_row, of_unit = self._loss_of_rows(), self._loss_of_units()
        found: list[tuple[float, Place, Ints]] = [
            (loss, ("seats", int(part[0])), self._near_seats(part, most // 2)) for loss, part in self._empty()
        ]
        size = np.concatenate([of_unit, of_row])
        lost, seen = float(size.sum()), 0.0
        person, unit = problem.candidates.person(it.plan), problem.candidates.unit(it.plan)
        net = it.proof.net[it.plan]
        for item in np.argsort(-size, kind="stable")[:MOST].tolist():
            if size[item] <= EPS or seen > MOSTLY * lost:
                break
            seen += float(size[item])
            row = item - len(of_unit)
            if row >= 0:
                found.append((float(size[item]), ("row", row), self._near_row(row, most // SHARE // 2)))
            else:
                mine = np.flatnonzero(unit == item)
                near = person[mine[np.argsort(-net[mine], kind="stable")]]
                found.append((float(size[item]), ("unit", item), near[:most]))
        found.sort(key=lambda place: -place[0])
        return [(place, people) for _, place, people in found if len(people)]

    def _loss_of_rows(self) -> NDArray[np.float64]:
        it, rows, y = self.it, self.it.problem.rows, self.it.proof.prices.row
        activity = it.problem.activity(it.plan)
        outside = rows.outside(activity)
        limit = np.where(y > 0, rows.lower, rows.upper)
        spare = np.where(y != 0, y * (activity - np.where(y != 0, limit, 0.0)), 0.0)
        pay = proving.paying(it.problem, proving.weights(it.proof.wanted, it.proof.prices))
        beyond = np.where(rows.hard, it.penalty, np.where(np.isfinite(pay), pay, 0.0) - np.abs(y))
        loss: NDArray[np.float64] = np.maximum(spare, 0.0) + beyond * outside
        return loss

    def _loss_of_units(self) -> NDArray[np.float64]:
        it = self.it
        return np.bincount(it.problem.candidates.unit(it.plan), it.proof.net[it.plan]).astype(np.float64, copy=False)

    def _empty(self) -> list[tuple[float, Ints]]:
        """Return seats that miss holders where a cap on vacancies is exceeded, a few together, and what that costs.

        By the prices some seats are empty because nobody is to be had for them; the others come first.
        """
        it, problem = self.it, self.it.problem
        held = problem.held(it.plan)
        below, missing = proving.holders_missing(problem, proving.weights(it.proof.wanted, it.proof.prices))
        worth = np.where(held < problem.seat_min, below, 0.0) + missing - it.proof.prices.seat
        out: list[tuple[float, Ints]] = []
        for cap in it.proof.wanted.caps:
            kind = problem.levels[cap.level].vacancy
            beyond = problem.cost(it.plan, cap.level) - cap.cost if kind is not None else 0.0
            if kind is None or beyond <= EPS:
                continue
            want = problem.seat_min if kind[0] == "min" else problem.seat_target
            seats = np.flatnonzero((held < want) & (problem.priority == kind[1]))
            seats = seats[np.argsort(-worth[seats], kind="stable")]
            loss = beyond * (cap.weight or cap.elastic)
            few = [seats[i : i + FEW_SEATS] for i in range(0, min(len(seats), TOGETHER), FEW_SEATS)]
            rest = np.array_split(seats[TOGETHER:], max(1, (len(seats) - TOGETHER) // TOGETHER))
            out += [(loss, part) for part in (*few, *rest) if len(part)]
        return out

    def chains(self) -> Iterator[Ints]:
        """Yield ever larger crowds between who lost a place and the place that is empty without need, while one is."""
        for most in CHAINS:
            empty = self._empty()
            if not empty:
                return
            yield self.crowd(self._near_seats(empty[0][1], most // 2), most)

    # who is near -----------------------------------------------------------------------------------------------------
    def _near_row(self, i: int, half: int) -> Ints:
        """Return the people nearest to a row: half of them who stand in it, half who could."""
        it = self.it
        at, row = self._entries
        mine = at[np.searchsorted(row, i) : np.searchsorted(row, i, side="right")]
        inside = np.isin(self._columns[mine], it.plan)
        near = [self._nearest(self._columns[mine[side]])[:half] for side in (inside, ~inside)]
        return _first_of_each(np.concatenate(near))

    @property
    def _columns(self) -> Ints:
        return self._listed[0]

    @property
    def _entries(self) -> tuple[Ints, Ints]:
        """The mender's columns in rows, row by row, made anew when columns have joined."""
        columns, at, row = self._listed
        if columns is not self.it.columns:
            self.__dict__.pop("_listed")
            columns, at, row = self._listed
        return at, row

    @cached_property
    def _listed(self) -> tuple[Ints, Ints, Ints]:
        columns = self.it.columns
        at, row, _ = self.it.problem.entries(columns)
        order = np.argsort(row, kind="stable")
        return columns, at[order], row[order]

    def _near_seats(self, seats: Ints, most: int) -> Ints:
        """Return the people nearest to some seats by the prices, nearest first; before them who lost a place.

        An empty place is often filled by a chain that begins with them: they take a seat whose holder moves on.
        """
        it = self.it
        takes = np.isin(it.problem.seats(it.columns), seats).any(axis=1)
        left = np.setdiff1d(it.proof.torn, it.problem.candidates.person(it.plan))[: most // 4]
        return _first_of_each(np.concatenate([left, self._nearest(it.columns[takes])]))[:most]

    def _nearest(self, k: Ints) -> Ints:
        """Return the people of some candidates, each once, those of the least reduced costs first."""
        return _first_of_each(self.it.problem.candidates.person(k[np.argsort(self.it.proof.net[k], kind="stable")]))

    def _by_unit(self, people: Ints) -> Ints:
        """Return people in the order of the units they serve in."""
        found = self.it.problem.candidates
        unit = np.full(self.it.problem.n_people, -1)
        unit[found.person(self.it.plan)] = found.unit(self.it.plan)
        return people[np.argsort(unit[people], kind="stable")]

    def crowd(self, people: Ints, most: int) -> Ints:
        """Return some people and those nearest to them: who would take their seats or sits where they would like to."""
        it, problem = self.it, self.it.problem
        net = it.proof.net[it.columns]
        person, seats = problem.candidates.person(it.columns), problem.seats(it.columns)
        free = np.zeros(problem.n_people, bool)
        free[people[:most]] = True
        chosen = np.isin(it.columns, it.plan)
        waves = 0
        while (room := most - int(free.sum())) > 0:
            waves += 1
            mine = free[person]
            near = np.full(problem.n_seats + 1, np.inf)  # how little it costs one of the free to take each seat
            for j in range(seats.shape[1]):
                np.minimum.at(near, seats[mine, j], net[mine])
            near[-1] = np.inf
            held = np.zeros(problem.n_seats + 1, bool)
            held[seats[mine & chosen]] = True
            held[-1] = False
            closest, wished = near[seats[:, 0]], held[seats[:, 0]]
            for j in range(1, seats.shape[1]):
                closest, wished = np.minimum(closest, near[seats[:, j]]), wished | held[seats[:, j]]
            apart = np.where(chosen, closest, np.where(wished, net, np.inf))
            k = np.flatnonzero(~mine & np.isfinite(apart))
            if not len(k):
                break
            others = _first_of_each(person[k[np.lexsort((k, apart[k]))]])
            free[others[: max(1, room // 2 if waves < WAVES else room)]] = True
        return np.flatnonzero(free)


def _first_of_each(people: Ints) -> Ints:
    """Return people in the order in which they first appear, each once."""
    _, begin = np.unique(people, return_index=True)
    return people[np.sort(begin)]
