"""Every way to thousands of posts as flat arrays: what `Room.ways` yields one by one, worked out together.

Nearly all posts are of one kind: a role that takes one seat, for somebody who holds one other post or none. Their ways
follow one pattern, so they are laid out in a table. The few others are yielded one by one and put in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.review.board import Post

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.review.board import Board, Change
    from optimizer.review.room import Room

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Ways:
    """The ways to some posts, in the order of the posts, those to one post in the order of `Room.ways`."""

    owner: Ints  # (ways,): to which of the posts
    first: Ints  # (ways + 1,): where the entries of each begin
    entries: Ints  # (entries, 4): person, unit, role, and +1 for what is added or -1 for what is taken away

    def __len__(self) -> int:
        return len(self.owner)

    def change(self, k: int) -> Change:
        """Return the k-th way as a change."""
        mine = self.entries[self.first[k] : self.first[k + 1]].tolist()
        return tuple((Post(person, unit, role), sign) for person, unit, role, sign in mine)

    def flat(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """Return (way, person, unit, role, sign) of every entry."""
        p, u, r, sign = self.entries.T
        return np.repeat(np.arange(len(self)), np.diff(self.first)), p, u, r, sign


def ways_to(room: Room, posts: Sequence[Post]) -> Ways:
    """Return every way to each of `posts`."""
    asked = np.array(posts, np.int64).reshape(-1, 3)
    usual = _Usual.among(room.board, asked)
    owner, size, entries = usual.laid_out(room)
    others: list[int] = []
    changes: list[Change] = []
    rest = np.flatnonzero(~usual.which)
    room.followers_of(_slots(room.board, usual.old[rest]))  # of all of them together; below they are known
    for i in rest.tolist():
        before = len(changes)
        changes.extend(room.ways(posts[i]))
        others += [i] * (len(changes) - before)
    more = [(*post, sign) for change in changes for post, sign in change]
    owner = np.concatenate([owner, np.array(others, np.int64)])
    size = np.concatenate([size, np.array([len(change) for change in changes], np.int64)])
    entries = np.concatenate([entries, np.array(more, np.int64).reshape(-1, 4)])
    order = np.argsort(owner, kind="stable")
    begin = np.cumsum(size) - size
    first = np.concatenate([[0], np.cumsum(size[order])]).astype(np.int64)
    into = np.arange(len(entries)) + np.repeat(begin[order] - first[:-1], size[order])
    return Ways(owner[order], first, entries[into])


@dataclass(frozen=True)
class _Usual:
    """The posts of the usual kind: one seat, at most one post held now, and not in that very seat."""

    asked: Ints  # (posts, 3)
    which: Bools  # (posts,): those of the usual kind
    seat: Ints  # (posts,): the seat taken, where it is but one
    old: Ints  # (posts, 2): unit and role of the post held now, -1 where there is none

    @classmethod
    def among(cls, board: Board, asked: Ints) -> _Usual:
        p, u, r = asked.T
        count, unit, role = np.zeros(board.facts.n_people, np.int64), *np.full((2, board.facts.n_people), -1)
        for person, held in board.posts_by_person.items():
            count[person], (unit[person], role[person]) = len(held), held[0][1:]
        seats = _seats(board, u, r)
        seat = seats.max(axis=1, initial=-1)
        old = np.stack([unit[p], role[p]], axis=1)
        mine = np.where(count[p, None] > 0, _seats(board, *old.T), -1)
        there = (mine == seat[:, None]).any(axis=1)
        return cls(asked, ((seats >= 0).sum(axis=1) == 1) & (count[p] <= 1) & ~there, seat, old)

    def laid_out(self, room: Room) -> tuple[Ints, Ints, Ints]:
        """Return, for each way, its post and the number of its entries; and (entries, 4) the entries one by one.

        Where there is no room: an exchange with each holder that may, then for each holder who leaves the seat without
        a follower and with each. Where there is: the post alone, and with each follower.
        """
        board = room.board
        mine = np.flatnonzero(self.which)
        asked, seat, old = self.asked[mine], self.seat[mine], self.old[mine]
        full = board.held[seat] >= board.facts.seat_limits[2][seat]
        holders, rest = _holders(room, seat, full)
        moving = old[:, 0] >= 0
        slot = _slots(board, old)
        followers = room.followers_of(slot)
        known = holders[:, :, 0] >= 0
        swaps = known & (slot >= 0)[:, None] & moving[:, None]
        at = np.nonzero(swaps)
        swaps[at] = board.candidates.at(holders[*at, 0], slot[at[0]]) >= 0
        comes = np.concatenate([np.ones((len(mine), 1), bool), followers >= 0], axis=1)  # nobody, or one of those
        width, then = known.shape[1], comes.shape[1]
        given_up = known.copy()
        given_up[:, 0] |= ~full
        left = (given_up[:, :, None] & comes[:, None, :]).reshape(len(mine), width * then)
        row, cell = np.nonzero(np.concatenate([swaps, left], axis=1))

        swap, pair = cell < width, np.maximum(cell - width, 0)
        by, follower = np.where(swap, cell, pair // then), np.where(swap, 0, pair % then)
        holder = holders[row, by]
        table = np.empty((len(row), 5, 4), np.int64)
        there = np.ones((len(row), 5), bool)
        table[:, 0, :3], table[:, 0, 3] = asked[row], 1
        table[:, 1, 0], table[:, 1, 1:3], table[:, 1, 3] = asked[row, 0], old[row], -1
        table[:, 2, :3], table[:, 2, 3] = holder, -1
        table[:, 3, 0], table[:, 3, 3] = holder[:, 0], 1
        table[:, 3, 1:3] = np.where(swap[:, None], old[row], np.stack([holder[:, 1], rest[row, by]], axis=1))
        table[:, 4, 0] = np.append(followers, np.full((len(mine), 1), -1), axis=1)[row, follower - 1]
        table[:, 4, 1:3], table[:, 4, 3] = old[row], 1
        there[:, 1], there[:, 2], there[:, 4] = moving[row], full[row], follower > 0
        there[:, 3] = swap | (full[row] & (rest[row, by] >= 0))
        return mine[row], there.sum(axis=1), table[there]


def _seats(board: Board, u: Ints, r: Ints) -> Ints:
    """Return (n, J) the seat rows that roles take in units, -1 where there is none."""
    titles = board.facts.role_titles[r]
    return np.where(titles >= 0, board.facts.seat_pos[u[:, None], titles], -1).astype(np.int64)


def _slots(board: Board, old: Ints) -> Ints:
    """Return (n,) the slot of each (unit, role), -1 where nobody may hold it."""
    pairs, at = np.unique(old, axis=0, return_inverse=True)
    slots = [board.slot_at.get((unit, role), -1) for unit, role in pairs.tolist()]
    return np.array(slots, np.int64)[at.ravel()]


def _holders(room: Room, seat: Ints, full: Bools) -> tuple[Ints, Ints]:
    """Return (n, most, 3) who may give up each full seat, and (n, most) the role they keep; -1 for nobody, no role."""
    seats, at = np.unique(seat, return_inverse=True)
    needed = np.zeros(len(seats), bool)
    needed[at[full]] = True
    found = [room.givers(s) if wanted else () for s, wanted in zip(seats.tolist(), needed.tolist(), strict=True)]
    most = max(1, max(map(len, found), default=0))
    holders, rest = np.full((len(seats), most, 3), -1, np.int64), np.full((len(seats), most), -1, np.int64)
    for i, givers in enumerate(found):
        for j, (post, kept) in enumerate(givers):
            holders[i, j], rest[i, j] = post, kept
    return holders[at], rest[at]
