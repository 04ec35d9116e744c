"""The next candidates of every seat (R69): who would come next, and what that costs, for a whole plan at once.

Every placement that the screens allow is given one number, what it costs together with the place it leaves and the
holder it puts out; rules over several people are left out of that number. The nearest of each seat are then judged like
single questions (`Room`): with every rule, and exact for the plan that each of them makes.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from optimizer.model.threads import side_by_side
from optimizer.review.board import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from optimizer.review.room import Judged, Room, Way

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Slots = NDArray[np.int32]
NEXT = 2  # candidates named for each seat (R69)
NEAREST = 5  # candidates of a seat that are judged with every rule; four times as many where too few keep them
FURTHER = 4
IDLE = 2  # of those without a seat, whom to judge in any case
BLOCK = 250_000  # placements priced in one go: what fits the cache
TABLE = 50_000_000  # pairs of slots looked at in one go: 200 MB (and short numbers count them)


class Reserves:
    """Who would come next to each seat of one plan."""

    def __init__(self, room: Room) -> None:
        self.room, self.board = room, room.board
        self._last_back: tuple[tuple[int, int], NDArray[np.float32]] | None = None
        self._limits = tuple(x.astype(np.int64) for x in self.board.facts.seat_limits)

    def next(self, most: int = NEXT) -> dict[int, tuple[Way, ...]]:
        """Return the best ways to each seat row that takes anybody, one a person, those first that break no hard rule.

        Where nobody of these is without a seat in the plan, the best who is stands last.
        """
        seats = np.flatnonzero(self._limits[2] > 0).tolist()
        found = self._judged(seats, NEAREST, most)
        few = [s for s in seats if sum(way.broken <= 0 for way in found[s]) < most and self._many(s)]
        return found | self._judged(few, NEAREST * FURTHER, most)

    def _judged(self, seats: Sequence[int], nearest: int, most: int) -> dict[int, tuple[Way, ...]]:
        """Return the best ways to some seats among the nearest candidates of each."""
        judged = self.room.judged(self._nearest(seats, nearest))
        return {seat: self._chosen(judged, found, most) for seat, found in zip(seats, judged.found, strict=True)}

    def _chosen(self, judged: Judged, ways: Sequence[int], most: int) -> tuple[Way, ...]:
        """Return the first ways, only one a person, and one of somebody without a seat."""
        found: dict[int, int] = {}
        for k in ways:
            found.setdefault(judged.post(k).person, k)
        first = list(found)[:most]
        if all(self.board.placed[person] for person in first):
            idle = next((person for person in found if not self.board.placed[person]), None)
            first += [] if idle is None else [idle]
        return tuple(judged.way(found[person]) for person in first)

    def _many(self, seat: int) -> bool:
        """Return whether more people may hold a seat than were judged at first."""
        first = self.board.by_slot.first
        return sum(int(first[slot + 1] - first[slot]) for slot in self._slots_of.get(seat, ())) > NEAREST

    # one number for each placement -----------------------------------------------------------------------------------
    def _vacancy(self, more: int) -> Floats:
        """(seats,): what one holder more (1) or less (-1) counts in the levels of vacancies."""
        board, held = self.board, self.board.held
        minimum, target, _, priority = self._limits
        out = np.zeros(len(held))
        for weight, kind in zip(board.weights, board.kinds, strict=True):
            if kind.vacancy is not None:
                want = minimum if kind.vacancy[0] == "min" else target
                missing = np.maximum(want - held - more, 0) - np.maximum(want - held, 0)
                out += weight * missing * (priority == kind.vacancy[1])
        return out

    @cached_property
    def _loss(self) -> Floats:
        return self._vacancy(-1)

    @cached_property
    def _cost(self) -> NDArray[np.float32]:
        """(candidates,): what each placement costs by itself, in the order of slots."""
        board, found = self.board, self.board.candidates
        if board.by_slot.cost is not None:
            return board.by_slot.cost
        people = board.by_slot.people
        out = np.empty(len(people), np.float32)

        def price(a: int, b: int) -> None:
            part, slot = self._between(a, b)
            out[part] = board.weighed(people[part], found.slot_unit[slot], found.slot_role[slot], board.weights)

        board.weighed(people[:0], found.slot_unit[:0], found.slot_role[:0], board.weights)  # its tables are made once
        self._by_blocks(price)
        return out

    def _between(self, a: int, b: int) -> tuple[slice, Slots]:
        """Return which candidates the slots from a to b have, and the slot of each."""
        first = self.board.by_slot.first
        return slice(first[a], first[b]), np.repeat(np.arange(a, b, dtype=np.int32), np.diff(first[a : b + 1]))

    @cached_property
    def _blocks(self) -> list[tuple[int, int]]:
        """Slots from one to another, those of a unit never parted, with about as many candidates as fit the cache."""
        first, unit = self.board.by_slot.first, self.board.candidates.slot_unit
        if not first[-1]:
            return []
        starts = np.flatnonzero(np.concatenate([[True], unit[1:] != unit[:-1]]))
        at = np.searchsorted(first[starts], np.arange(0, first[-1], BLOCK), side="right") - 1
        edges = np.unique(np.append(starts[at], 0)).tolist()
        return list(zip(edges, [*edges[1:], len(first) - 1], strict=True))

    def _by_blocks(self, work: Callable[[int, int], None]) -> None:
        """Do `work` on all slots in blocks, on both cores."""
        side_by_side(lambda ends: work(*ends), self._blocks)

    # what a placement moves ------------------------------------------------------------------------------------------
    @cached_property
    def _slots_of(self) -> dict[int, list[int]]:
        """The slots that take each seat."""
        slots: dict[int, list[int]] = {}
        for slot, seats in enumerate(self.board.slot_seats.tolist()):
            for seat in seats:
                if seat >= 0:
                    slots.setdefault(seat, []).append(slot)
        return slots

    @cached_property
    def _held_cost(self) -> dict[Post, float]:
        """What each post of the plan costs by itself."""
        posts = self.board.posts
        p, u, r = np.array(posts, np.int64).reshape(-1, 3).T
        return dict(zip(posts, (self.board.costs(p, u, r) @ self.board.weights).tolist(), strict=True))

    @cached_property
    def _put_out(self) -> Floats:
        """(slots,): what it costs to make room in a slot: whoever leaves costs least, or a vacancy is filled."""
        board = self.board
        gain = self._vacancy(1)
        out = np.zeros(len(board.slot_seats))
        for slot, seats in enumerate(board.slot_seats.tolist()):
            mine = [s for s in seats if s >= 0]
            leaving: dict[Post, float] = {}
            for s in mine:
                if board.held[s] < self._limits[2][s]:
                    out[slot] += gain[s]
                    continue
                left = {h: self._left(h, mine) for h in board.holders.get(s, ())}
                if not left:
                    out[slot] = np.inf
                elif not leaving.keys() & left.keys():
                    post = min(left, key=lambda h: left[h])
                    leaving[post] = left[post]
            out[slot] += sum(leaving.values())
        return out

    def _left(self, holder: Post, wanted: Iterable[int]) -> float:
        """Return what a holder's leaving changes, the wanted seats filled again."""
        others = set(self.board.seats_of(holder.unit, holder.role)).difference(wanted)
        return float(sum(self._loss[s] for s in others)) - self._held_cost[holder]

    @cached_property
    def _going(self) -> tuple[Floats, Ints, Floats]:
        """(people,): what leaving costs, the slot left (`slots` for none, or several), what the present posts cost."""
        board, fill = self.board, self._fill
        leaving, cost = np.zeros(board.facts.n_people), np.zeros(board.facts.n_people)
        slot = np.full(board.facts.n_people, len(fill), np.int64)
        for person, posts in board.posts_by_person.items():
            cost[person] = sum(self._held_cost[post] for post in posts)
            lost = float(sum(self._loss[s] for post in posts for s in board.seats_of(post.unit, post.role)))
            if len(posts) == 1 and (at := board.slot_at.get((posts[0].unit, posts[0].role), -1)) >= 0:
                slot[person] = at
                lost = min(lost, float(fill[at]))
            leaving[person] = lost - cost[person]
        return leaving, slot, cost

    @cached_property
    def _fill(self) -> Floats:
        """(slots,): the least that somebody without a seat costs in each, infinite where nobody can come."""
        people, first = self.board.by_slot.people, self.board.by_slot.first
        out = np.full(len(first) - 1, np.inf)

        def least(a: int, b: int) -> None:
            part = slice(first[a], first[b])
            follow = np.where(self.board.placed[people[part]], np.inf, self._cost[part])
            full = a + np.flatnonzero(np.diff(first[a : b + 1]))
            out[full] = np.minimum.reduceat(follow, first[full] - first[a])

        self._by_blocks(least)
        return out

    @cached_property
    def _full(self) -> NDArray[np.bool_]:
        """(slots,): whether nobody can come without somebody going."""
        seats = self.board.slot_seats
        no_room = np.append(self.board.held >= self._limits[2], True)
        return np.asarray(no_room[seats].all(axis=1))

    def _rounds(self) -> list[list[tuple[int, int]]]:
        """Return the blocks in rounds: so many at once that a table of their slots against all slots is not too large."""
        rounds: list[list[tuple[int, int]]] = []
        most = TABLE // max(1, len(self.board.slot_seats))
        for a, b in self._blocks:
            if rounds and b - rounds[-1][0][0] <= most:
                rounds[-1].append((a, b))
            else:
                rounds.append([(a, b)])
        return rounds

    def _back(self, a: int, b: int) -> NDArray[np.float32]:
        """(b - a + 1, slots + 1): the least it costs that a holder of slot a + i goes to slot j; infinite where none can.

        So it is in the last row and column, which stand for the slots of others and for no slot.
        """
        if self._last_back is not None and self._last_back[0] == (a, b):
            return self._last_back[1]
        people = self.board.by_slot.people
        _, left_by, cost = self._going
        own, spent = self._cost, cost.astype(np.float32)
        width = len(self.board.slot_seats) + 1
        here = (left_by >= a) & (left_by < b)
        row = np.where(here, left_by - a, b - a) * width  # (people,): where the row of each begins
        best = np.full((b - a + 1) * width, np.inf, np.float32)

        def gather(low: int, high: int) -> None:  # blocks have slots of their own, hence columns of their own
            part, slot = self._between(low, high)
            who = people[part]
            np.minimum.at(best, row[who] + slot, own[part] - spent[who])

        self._by_blocks(gather)
        table = best.reshape(-1, width)
        table[-1] = np.inf
        self._last_back = (a, b), table
        return table

    def _score(self, a: int, b: int, begin: int, back: NDArray[np.float32]) -> Floats:
        """Return what the placements in the slots from a to b cost with all they move, infinite where they are held.

        `back` is of the slots from `begin` on.
        """
        part, slot = self._between(a, b)
        who, own = self.board.by_slot.people[part], self._cost[part]
        leaving, left_by, cost = self._going
        score: Floats = own + leaving[who]
        score += self._put_out[slot]
        left = left_by[who]
        changing = own - cost[who]
        row = np.where(self._full[a:b], np.arange(a, b) - begin, len(back) - 1) * back.shape[1]
        changing += back.ravel()[row[slot - a] + left]
        np.minimum(score, changing, out=score)
        score[left == slot] = np.inf
        return score

    def _nearest(self, seats: Sequence[int], most: int) -> list[list[Post]]:
        """Return the posts that score best at each of some seats."""
        wanted: dict[tuple[int, int], list[int]] = {}
        ends = [b for _, b in self._blocks]
        for seat in seats:
            if seat in self._slots_of and ends:
                wanted.setdefault(self._blocks[bisect_right(ends, self._slots_of[seat][0])], []).append(seat)
        found: dict[int, list[Post]] = {}
        for blocks in self._rounds():
            asked = [block for block in blocks if block in wanted]
            if not asked:
                continue
            begin, back = blocks[0][0], self._back(blocks[0][0], blocks[-1][1])
            near = partial(self._nearest_in, wanted=wanted, most=most, begin=begin, back=back)
            for posts in side_by_side(near, asked):
                found.update(posts)
        return [found.get(seat, []) for seat in seats]

    def _nearest_in(
        self,
        block: tuple[int, int],
        wanted: Mapping[tuple[int, int], Sequence[int]],
        most: int,
        begin: int,
        back: NDArray[np.float32],
    ) -> dict[int, list[Post]]:
        """Return the posts that score best at each of the seats of one block of slots."""
        candidates = self.board.candidates
        a, b = block
        first = self.board.by_slot.first[a : b + 1] - self.board.by_slot.first[a]
        people = self.board.by_slot.people[self._between(a, b)[0]]
        score = self._score(a, b, begin, back)
        able = np.isfinite(score)
        idle = able & ~self.board.placed[people]
        found: dict[int, list[Post]] = {}
        for seat in wanted[block]:
            slots = self._slots_of[seat]
            parts = [slice(first[slot - a], first[slot - a + 1]) for slot in slots]
            mine = _joined(score, parts)
            use, free = np.flatnonzero(_joined(able, parts)), np.flatnonzero(_joined(idle, parts))
            chosen = np.array([*{*_lowest(mine, use, most).tolist(), *_lowest(mine, free, IDLE).tolist()}], np.int64)
            last = np.cumsum([part.stop - part.start for part in parts])
            slot = np.array(slots)[np.searchsorted(last, chosen, side="right")].tolist()
            ranked = sorted(zip(mine[chosen].tolist(), _joined(people, parts)[chosen].tolist(), slot, strict=True))
            found[seat] = [
                Post(person, int(candidates.slot_unit[at]), int(candidates.slot_role[at])) for _, person, at in ranked
            ]
        return found


def _joined(values: NDArray[Any], parts: Sequence[slice]) -> NDArray[Any]:
    """Return some segments as one; a single one is only looked at, not copied."""
    return values[parts[0]] if len(parts) == 1 else np.concatenate([values[part] for part in parts])


def _lowest(score: Floats, of: Ints, most: int) -> Ints:
    """Return the positions among `of` that score lowest."""
    return of if len(of) <= most else of[np.argpartition(score[of], most - 1)[:most]]
