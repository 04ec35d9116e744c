"""Why seats stay empty, as sets: these seats, the people who qualify for any of them, and what is short by count.

From a vacant seat the people who qualify for it are followed to the seats they hold, from those to the people who qualify
for them, and so on. Where that ends in people who all hold seats of the set, the set is short whatever is done inside it:
places wanted in the set - most that its people can hold = holders missing (Hall's condition). Where it reaches somebody
who is free, there is a chain of moves that fills the seat, and then other rules are the reason, or the plan is not the
best.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.review.board import Post
from optimizer.rules.decisions import Decisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.review.board import Board, Change

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
CHAINS = 200  # chains of moves whose effect is looked at for one set


@dataclass(frozen=True)
class Step:
    """One move of a chain: somebody goes to a post; `post` is where they come from, None for who was not placed."""

    person: int
    comes_from: Post | None
    to: Post


@dataclass(frozen=True)
class Chain:
    """Moves that would fill a vacant seat, what they do to every level (less is better), and which rules they break."""

    steps: tuple[Step, ...]
    change: Change
    levels: tuple[float, ...]
    broken: float
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Deficiency:
    """Vacant seats that are short for the same reason.

    `vacant` are the seats this set is told for, `seats` all seats of the set by their row in the case, `people` everybody
    who qualifies for any of them. `places` is how many holders the set wants, `capacity` the most its people can hold,
    `missing` how many are missing in the plan. A `chain` is there where somebody free can be reached.
    """

    vacant: tuple[int, ...]
    seats: tuple[int, ...]
    people: tuple[int, ...]
    places: int
    capacity: int
    missing: int
    chain: Chain | None

    @property
    def short(self) -> int:
        """How many holders no plan can find for these seats, by count alone."""
        return max(0, self.places - self.capacity)

    @property
    def exact(self) -> bool:
        """Whether the count explains every holder that is missing."""
        return self.short == self.missing


class Deficiencies:
    """Answers about the vacant seats of one board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        facts = board.facts
        self._slot_seats = board.slot_seats
        self._target = facts.seat_limits[1].astype(np.int64)
        self._most = facts.seat_limits[2].astype(np.int64)
        self._able: dict[int, Ints] = {}

    @cached_property
    def vacant(self) -> list[int]:
        """The seat rows with missing holders, by priority, then in the order of the case."""
        missing = np.flatnonzero(self.board.held < self._target)
        priority = self.board.facts.seat_limits[3]
        order = np.argsort(priority[missing], kind="stable")
        return [int(seat) for seat in missing[order]]

    @cached_property
    def sets(self) -> tuple[Deficiency, ...]:
        """The reasons of all vacant seats; seats that lack the same people stand together, the largest shortage first."""
        groups: dict[bytes, list[tuple[int, _Reached]]] = {}
        alone: list[tuple[int, _Reached]] = []
        known: dict[bytes, _Reached] = {}  # seats that the same people qualify for lack the same people
        for seat in self.vacant:
            first = self.qualified(seat).tobytes()
            reached = known.get(first)
            if reached is None:
                reached = known[first] = self._reach(seat)
            if reached.ends:
                alone.append((seat, reached))
            else:
                groups.setdefault(np.packbits(reached.people).tobytes(), []).append((seat, reached))
        found = [*self._with_chains(alone), *(self._set(members) for members in groups.values())]
        return tuple(sorted(found, key=lambda d: (d.chain is not None, -d.missing, d.vacant)))

    def of(self, seat: int) -> Deficiency:
        """Return the reason of one vacant seat alone."""
        reached = self._reach(seat)
        return self._with_chains([(seat, reached)])[0] if reached.ends else self._set([(seat, reached)])

    def _set(self, members: Sequence[tuple[int, _Reached]]) -> Deficiency:
        seats = np.logical_or.reduce([reached.seats for _, reached in members])
        seats[[seat for seat, _ in members]] = True  # a set found from another seat does not hold this one
        people = members[0][1].people
        held = self.board.held[seats]
        return Deficiency(
            tuple(seat for seat, _ in members),
            tuple(np.flatnonzero(seats).tolist()),
            tuple(np.flatnonzero(people).tolist()),
            int(self._target[seats].sum()),
            self._capacity(seats, people),
            int(np.maximum(self._target[seats] - held, 0).sum()),
            None,
        )

    def _with_chains(self, members: Sequence[tuple[int, _Reached]]) -> list[Deficiency]:
        found = []
        for (seat, _), chain in zip(members, self._best_chains(members), strict=True):
            able, target = self.qualified(seat), int(self._target[seat])
            missing = target - int(self.board.held[seat])
            found.append(Deficiency((seat,), (seat,), tuple(able.tolist()), target, len(able), missing, chain))
        return found

    def _capacity(self, seats: Bools, people: Bools) -> int:
        """Return the most places of some seats that some people can hold, each in the best role open to them."""
        found = self.board.candidates
        inside = np.append(seats, False)[self._slot_seats].sum(axis=1)
        who = np.flatnonzero(people)
        k = found.of_people(who)
        length = (found.first[who + 1] - found.first[who])[found.first[who + 1] > found.first[who]]
        if not len(length):
            return 0
        starts = np.concatenate([[0], np.cumsum(length)[:-1]])
        return int(np.maximum.reduceat(inside[found.slot[k]], starts).sum())

    def decided(self, found: Deficiency) -> tuple[int, ...]:
        """Return who meets what a vacant seat of a set asks and is not counted: a decision has them elsewhere, or nowhere."""
        board, facts = self.board, self.board.facts
        ids = {d.cadre_id for d in board.case.decisions if d.action != "exception"} & facts.person_at.keys()
        people = np.array(sorted({facts.person_at[c] for c in ids} - set(found.people)), np.int64)
        seats = [board.case.seats[s] for s in found.vacant]
        u = np.array([facts.unit_at[s.unit_code] for s in seats], np.int64)
        t = np.array([facts.title_at[s.title_code] for s in seats], np.int64)
        shape = len(people), len(seats)
        kept_out = np.zeros(shape[0] * shape[1], bool)
        failed = board.eligible.failed(np.repeat(people, len(seats)), np.tile(u, len(people)), np.tile(t, len(people)))
        for rule, fails in failed.items():
            if rule.name != Decisions.name:
                kept_out |= fails
        return tuple(people[~kept_out.reshape(shape).all(axis=1)].tolist())

    # walking ---------------------------------------------------------------------------------------------------------
    @cached_property
    def _slots_of(self) -> dict[int, list[int]]:
        """The slots that take each seat."""
        slots: dict[int, list[int]] = {}
        for slot, seats in enumerate(self._slot_seats.tolist()):
            for seat in seats:
                if seat >= 0:
                    slots.setdefault(seat, []).append(slot)
        return slots

    def qualified(self, seat: int) -> Ints:
        """Return who may hold a seat, in whatever role."""
        if seat not in self._able:
            people, first = self.board.by_slot.people, self.board.by_slot.first
            able = np.zeros(self.board.facts.n_people, bool)
            for slot in self._slots_of.get(seat, ()):
                able[people[first[slot] : first[slot + 1]]] = True
            self._able[seat] = np.flatnonzero(able)
        return self._able[seat]

    @cached_property
    def _free(self) -> Bools:
        """(people,): who could go without leaving a gap: not placed, or only in seats beyond their target."""
        board = self.board
        surplus = board.held > self._target
        free = np.ones(board.facts.n_people, bool)
        for person, posts in board.posts_by_person.items():
            free[person] = all(surplus[s] for post in posts for s in board.seats_of(post.unit, post.role))
        return free

    @cached_property
    def _held_by(self) -> dict[int, list[int]]:
        board = self.board
        return {
            person: [s for post in posts for s in board.seats_of(post.unit, post.role)]
            for person, posts in board.posts_by_person.items()
        }

    def _reach(self, seat: int) -> _Reached:
        """Follow a vacant seat to everybody and every seat that could matter for it, or to the nearest free people."""
        board = self.board
        reached = _Reached(seat, np.zeros(len(board.case.seats), bool), np.zeros(board.facts.n_people, bool))
        reached.seats[seat] = True
        waiting = [seat]
        while waiting and not reached.ends:
            coming: list[int] = []
            for at in waiting:
                new = self.qualified(at)
                new = new[~reached.people[new]]
                reached.people[new] = True
                reached.ends += [p for p in new.tolist() if self._free[p] or self._beside(p, at)]
                if len(reached.ends) >= CHAINS:
                    reached.wants.update(dict.fromkeys(new.tolist(), at))
                    break
                for person in new.tolist():
                    reached.wants[person] = at
                    for held in self._held_by.get(person, ()):
                        if not reached.seats[held]:
                            reached.seats[held] = True
                            reached.left_by[held] = person
                            coming.append(held)
            waiting = coming
        return reached

    # chains ----------------------------------------------------------------------------------------------------------
    def _best_chains(self, members: Sequence[tuple[int, _Reached]]) -> list[Chain | None]:
        """Return for each seat the chain of moves that leaves fewer vacancies and breaks least, of the shortest ones."""
        best: list[Chain | None] = [None] * len(members)
        tried = [
            (i, steps)
            for i, (seat, reached) in enumerate(members)
            for person in reached.ends[:CHAINS]
            if (steps := self._steps(seat, reached, person)) is not None
        ]
        if not tried:
            return best
        changes = [self._change(steps) for _, steps in tried]
        effects = self.board.effects(changes)
        for k in effects.order().tolist():
            i, steps = tried[k]
            if best[i] is None and self._fills(effects.levels[k]):
                rows = effects.rows[effects.rows[:, 0] == k, 1].tolist()
                rules = tuple(sorted({self.board.row_rule(row) for row in rows}))
                levels = tuple(effects.levels[k].tolist())
                best[i] = Chain(steps, changes[k], levels, float(effects.broken[k]), rules)
        return best

    def _fills(self, levels: Floats) -> bool:
        """Return whether a change leaves fewer vacancies: with bundles a seat may only be filled by emptying another."""
        changes = (x for kind, x in zip(self.board.kinds, levels.tolist(), strict=True) if kind.vacancy is not None)
        return next((x for x in changes if x), 0.0) < 0

    def _steps(self, vacant: int, reached: _Reached, person: int) -> tuple[Step, ...] | None:
        """Return the moves that start with one free person; None where a post must be left that holds two seats."""
        steps: list[Step] = []
        while True:
            seat = reached.wants[person]
            seat = vacant if seat == reached.start else seat
            to = self._post(person, seat)
            old = self.board.posts_by_person.get(person, ())
            if to is None or len(old) > 1:
                return None
            if old and not set(self._held_by[person]).isdisjoint(self.board.seats_of(to.unit, to.role)):
                steps.clear()  # a second title beside the first: nobody has to follow
            steps.append(Step(person, old[0] if old else None, to))
            if seat == vacant:
                return tuple(steps)
            person = reached.left_by[seat]

    def _post(self, person: int, seat: int) -> Post | None:
        """Return the role in which a person would take a seat: beside what they hold where that may be, else the smallest.

        None where every such role asks for another seat that has no room.
        """
        found = self.board.candidates
        mine = found.slot[found.first[person] : found.first[person + 1]]
        own = set(self._held_by.get(person, ()))
        best: tuple[bool, int, int] | None = None
        for slot in self._slots_of.get(seat, ()):
            seats = {s for s in self._slot_seats[slot].tolist() if s >= 0}
            others = seats - {seat} - own
            if slot in mine and all(self.board.held[s] < self._most[s] for s in others):
                rank = (not (own and own <= seats), len(seats), slot)
                best = rank if best is None else min(best, rank)
        return None if best is None else Post(person, int(found.slot_unit[best[2]]), int(found.slot_role[best[2]]))

    def _beside(self, person: int, seat: int) -> bool:
        """Return whether a person may hold a seat together with everything they hold now."""
        posts = self.board.posts_by_person.get(person, ())
        row = self.board.case.seats[seat]
        if len(posts) != 1 or self.board.case.units[posts[0].unit].unit_code != row.unit_code:
            return False
        titles = self.board.facts.roles[posts[0].role]
        if row.title_code in titles:
            return False
        role = self.board.role_at.get(tuple(sorted((*titles, row.title_code))))
        return role is not None and self.board.may(person, posts[0].unit, role)

    def _change(self, steps: Sequence[Step]) -> Change:
        gone = [(step.comes_from, -1) for step in steps if step.comes_from is not None]
        return (*((step.to, 1) for step in steps), *gone)


@dataclass
class _Reached:
    """What was reached from a vacant seat, and how: who wants which seat, and by whom each seat would be left.

    `ends` are the free people met first; where there are some, nothing beyond them was looked at.
    """

    start: int
    seats: Bools
    people: Bools
    wants: dict[int, int] = field(default_factory=dict)
    left_by: dict[int, int] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
