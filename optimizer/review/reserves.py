"""The next candidates of every seat (R69): who would come next, and what that costs, for a whole plan at once.

Every placement that the screens allow is given one number, what it costs together with the place it leaves and the
holder it puts out; rules over several people are left out of that number. The nearest of each seat are then judged like
single questions (`Room`): with every rule, and exact for the plan that each of them makes.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from optimizer.model.threads import side_by_side
from optimizer.review.board import Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from optimizer.review.room import Judged, Room, Way

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Slots = NDArray[np.int32]
NEAREST = 5  # candidates of a seat that are judged with every rule; four times as many where too few keep them
FURTHER = 4
IDLE = 2  # of those without a seat, whom to judge in any case
BLOCK = 250_000  # placements priced in one go: what fits the cache
TABLE = 50_000_000  # pairs of slots looked at in one go: 200 MB (and short numbers count them)
SAMPLED = 200_000  # placements that show how wide the amounts of a level are
ROOMY = 4.0  # how much wider a level is taken to be than the sample shows


class Reserves:
    """Who would come next to each seat of one plan."""

    def __init__(self, room: Room) -> None:
        self.room, self.board = room, room.board
        self._limits = tuple(x.astype(np.int64) for x in self.board.facts.seat_limits)

    def next(self, most: int = 2) -> dict[int, tuple[Way, ...]]:
        """Return the best ways to each seat row that takes anybody, one a person, those first that break no hard rule.

        Where nobody of these is without a seat in the plan, the best who is stands last.
        """
        seats = np.flatnonzero(self._limits[2] > 0).tolist()
        found = self._judged(seats, NEAREST, most)
        few = [s for s in seats if sum(way.broken <= 0 for way in found[s]) < most and self._many(s)]
        return found | self._judged(few, NEAREST * FURTHER, most)

    def _judged(self, seats: Sequence[int], nearest: int, most: int) -> dict[int, tuple[Way, ...]]:
        """Return the best ways to some seats among the nearest candidates of each."""
        posts = [self._nearest(seat, nearest) for seat in seats]
        judged = self.room.judged(posts)
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
        _, first = self.board.by_slot
        return sum(int(first[slot + 1] - first[slot]) for slot in self._slots_of.get(seat, ())) > NEAREST

    # one number for each placement -----------------------------------------------------------------------------------
    @cached_property
    def _weights(self) -> Floats:
        """(levels,): weights under which one number ranks like the levels, as far as a number can."""
        board = self.board
        found = board.candidates
        k = np.arange(0, len(found), max(1, len(found) // SAMPLED))
        costs = board.costs(
            found.person(k).astype(np.int64), found.unit(k).astype(np.int64), found.role(k).astype(np.int64)
        )
        wide = ROOMY * np.ptp(costs, axis=0) if len(k) else np.zeros(len(board.kinds))
        weights, below = np.zeros(len(board.kinds)), 1.0
        for i in reversed(range(len(board.kinds))):
            if board.kinds[i].vacancy is not None:
                weights[i] = below
                below *= 8  # a change touches a few seats
            elif wide[i] > 0:
                weights[i] = below / max(1.0, wide[i])
                below *= 4
        return weights

    def _vacancy(self, more: int) -> Floats:
        """(seats,): what one holder more (1) or less (-1) counts in the levels of vacancies."""
        board, held = self.board, self.board.held
        minimum, target, _, priority = self._limits
        out = np.zeros(len(held))
        for weight, kind in zip(self._weights, board.kinds, strict=True):
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
        people, _ = board.by_slot
        out = np.empty(len(people), np.float32)
        weights = self._weights

        def price(part: slice, slot: Slots) -> None:
            out[part] = board.weighed(people[part], found.slot_unit[slot], found.slot_role[slot], weights)

        board.weighed(people[:0], found.slot_unit[:0], found.slot_role[:0], weights)  # its tables are made only once
        self._by_blocks(price)
        return out

    def _by_blocks(self, work: Callable[[slice, Slots], None]) -> None:
        """Do `work` on the candidates in blocks of whole slots, with the slot of each, on both cores."""
        _, first = self.board.by_slot
        if not first[-1]:
            return
        edges = np.unique(np.searchsorted(first[1:], np.arange(0, first[-1], BLOCK), side="right")).tolist()

        def one(ends: tuple[int, int]) -> None:
            a, b = ends
            work(slice(first[a], first[b]), np.repeat(np.arange(a, b, dtype=np.int32), np.diff(first[a : b + 1])))

        side_by_side(one, zip(edges, [*edges[1:], len(first) - 1], strict=True))

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
        return dict(zip(posts, (self.board.costs(p, u, r) @ self._weights).tolist(), strict=True))

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
    def _going(self) -> tuple[Floats, Slots, Floats]:
        """(people,): what leaving costs, the slot left (-1: none, or several), and what the present posts cost."""
        board = self.board
        _, first = board.by_slot
        follow = np.where(self._free, self._cost, np.inf)
        fill = _least(follow, first)
        leaving, cost = np.zeros(board.facts.n_people), np.zeros(board.facts.n_people)
        slot = np.full(board.facts.n_people, -1, np.int32)
        for person, posts in board.posts_by_person.items():
            cost[person] = sum(self._held_cost[post] for post in posts)
            lost = float(sum(self._loss[s] for post in posts for s in board.seats_of(post.unit, post.role)))
            if len(posts) == 1:
                slot[person] = board.slot_at.get((posts[0].unit, posts[0].role), -1)
                if slot[person] >= 0:
                    lost = min(lost, float(fill[slot[person]]))
            leaving[person] = lost - cost[person]
        return leaving, slot, cost

    @cached_property
    def _score(self) -> Floats:
        """(candidates,): what a placement costs with all it moves, in the order of slots; infinite where it is held."""
        people, first = self.board.by_slot
        leaving, left_by, cost = self._going
        own, put_out, full = self._cost, self._put_out, self._full
        n = len(first) - 1
        score = np.empty(len(people))

        def alone(part: slice, slot: Slots) -> None:
            score[part] = own[part] + leaving[people[part]] + put_out[slot]

        self._by_blocks(alone)
        rows = max(1, TABLE // max(1, n))
        for a in range(0, n, rows):
            back = self._back(a, min(n, a + rows))
            here = full & (np.arange(n) >= a) & (np.arange(n) < a + rows)

            def exchanging(part: slice, slot: Slots, a: int = a, here: Any = here, back: Any = back) -> None:
                who = people[part]
                left, mine = left_by[who], score[part]
                k = np.flatnonzero((left >= 0) & here[slot])
                changing = own[part][k] - cost[who[k]] + back[(slot[k] - a) * n + left[k]]
                mine[k] = np.minimum(mine[k], changing)
                mine[left == slot] = np.inf

            self._by_blocks(exchanging)
        return score

    @cached_property
    def _full(self) -> NDArray[np.bool_]:
        """(slots,): whether nobody can come without somebody going."""
        seats = self.board.slot_seats
        no_room = np.append(self.board.held >= self._limits[2], True)
        return np.asarray(no_room[seats].all(axis=1))

    def _back(self, a: int, b: int) -> NDArray[np.float32]:
        """(b - a, slots), flat: the least it costs that a holder of slot a + i goes to slot j, else infinite."""
        people, first = self.board.by_slot
        _, left_by, cost = self._going
        n = len(first) - 1
        own, spent = self._cost, cost.astype(np.float32)
        best = np.full((b - a) * n, np.inf, np.float32)

        def gather(part: slice, slot: Slots) -> None:  # blocks have slots of their own, hence columns of their own
            who = people[part]
            left = left_by[who]
            k = np.flatnonzero((left >= a) & (left < b))
            np.minimum.at(best, (left[k] - a) * n + slot[k], own[part][k] - spent[who[k]])

        self._by_blocks(gather)
        return best

    def _nearest(self, seat: int, most: int) -> list[Post]:
        """Return the posts that score best at one seat."""
        board, found = self.board, self.board.candidates
        people, first = board.by_slot
        slots = self._slots_of.get(seat, ())
        parts = [slice(first[slot], first[slot + 1]) for slot in slots]
        if not parts:
            return []
        who, score, free = (_joined(values, parts) for values in (people, self._score, self._free))
        use = np.flatnonzero(np.isfinite(score))
        idle = use[free[use]]
        chosen = np.array([*{*_lowest(score, use, most).tolist(), *_lowest(score, idle, IDLE).tolist()}], np.int64)
        ends = np.cumsum([part.stop - part.start for part in parts])
        slot = np.array(slots)[np.searchsorted(ends, chosen, side="right")].tolist()
        ranked = sorted(zip(score[chosen].tolist(), who[chosen].tolist(), slot, strict=True))
        return [Post(person, int(found.slot_unit[at]), int(found.slot_role[at])) for _, person, at in ranked]

    @cached_property
    def _free(self) -> NDArray[np.bool_]:
        """(candidates,): whether the person of each has no seat in the plan, in the order of slots."""
        people, _ = self.board.by_slot
        return ~self.board.placed[people]


def _joined(values: NDArray[Any], parts: Sequence[slice]) -> NDArray[Any]:
    """Return some segments as one; a single one is only looked at, not copied."""
    return values[parts[0]] if len(parts) == 1 else np.concatenate([values[part] for part in parts])


def _least(values: Floats, first: Ints) -> Floats:
    """Return the least of each segment, infinite where it is empty."""
    out = np.full(len(first) - 1, np.inf)
    full = np.flatnonzero(np.diff(first))
    if len(full):
        out[full] = np.minimum.reduceat(values, first[full])
    return out


def _lowest(score: Floats, of: Ints, most: int) -> Ints:
    """Return the positions among `of` that score lowest."""
    return of if len(of) <= most else of[np.argpartition(score[of], most - 1)[:most]]
