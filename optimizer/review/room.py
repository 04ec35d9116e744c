"""Making room: the ways in which one person can come to one seat while as little as possible changes around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from optimizer.review.board import Post
from optimizer.review.ways import ways_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.review.board import Board, Change, Effects
    from optimizer.review.ways import Ways

HOLDERS = 3  # of a seat with many holders, those whose leaving costs least
TOGETHER = 500_000  # placements priced in one go
FOLLOWERS = 2  # of those not placed, who would cost least in a place that is left


@dataclass(frozen=True)
class Way:
    """Somebody put into a role of a unit, with what that changes around it.

    `change` is the whole change; `leaving` whom it leaves without a seat, `exchanged` who takes the old place of the
    one who comes in return for their own, `following` who takes it and was not placed before. `levels` says how much
    worse each level gets (less is better), `broken` how far hard rules are broken further, and `rules` which.
    """

    post: Post
    change: Change
    leaving: tuple[int, ...]
    exchanged: tuple[int, ...]
    following: tuple[int, ...]
    levels: tuple[float, ...]
    broken: float
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """The best ways to some groups of posts, as numbers of `ways`; each is made a `Way` when it is asked for."""

    board: Board
    posts: Sequence[Post]
    ways: Ways
    effects: Effects
    found: list[list[int]]

    @cached_property
    def _broken(self) -> dict[int, list[int]]:
        """The hard rows that each way breaks further."""
        found: dict[int, list[int]] = {}
        for k, row in self.effects.rows.tolist():
            found.setdefault(k, []).append(row)
        return found

    def post(self, k: int) -> Post:
        """Return whom the k-th way puts where."""
        return self.posts[int(self.ways.owner[k])]

    def way(self, k: int) -> Way:
        """Return the k-th way with all it changes."""
        post, change = self.post(k), self.ways.change(k)
        gone = {q.person for q, sign in change if sign < 0 and q.person != post.person}
        come = {q.person for q, sign in change if sign > 0 and q.person != post.person}
        old = {(q.unit, q.role) for q, sign in change if sign < 0 and q.person == post.person}
        exchanged = {q.person for q, sign in change if sign > 0 and q.person in gone and (q.unit, q.role) in old}
        return Way(
            post,
            change,
            tuple(sorted(gone - come)),
            tuple(sorted(exchanged)),
            tuple(sorted(come - gone)),
            tuple(self.effects.levels[k].tolist()),
            float(self.effects.broken[k]),
            tuple(sorted({self.board.row_rule(row) for row in self._broken.get(k, ())})),
        )


class Room:
    """Answers about one board."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._cheap: dict[int, tuple[Post, ...]] = {}
        self._follow: dict[int, tuple[int, ...]] = {}

    def best(self, posts: Sequence[Post], most: int | None = None) -> list[Way]:
        """Return the best way for each of `posts`, the best of them first; only one a person and unit and role.

        Somebody may come where there is room, in the place of a holder who is left without a seat, or in exchange with
        one who may take the old place; where they leave a place, somebody who is not placed may follow there.
        """
        return self.best_of([posts], most)[0]

    def best_of(self, groups: Sequence[Sequence[Post]], most: int | None = None) -> list[list[Way]]:
        """Return `best` for each of some groups of posts, all of them looked at together."""
        judged = self.judged(groups)
        return [[judged.way(k) for k in found[:most]] for found in judged.found]

    def judged(self, groups: Sequence[Sequence[Post]]) -> Judged:
        """Return the best way for each post of some groups, the best of each group first."""
        posts = [post for group in groups for post in group]
        of_group = [g for g, group in enumerate(groups) for _ in group]
        self._look_at(s for post in posts for s in self.board.seats_of(post.unit, post.role))
        ways = ways_to(self, posts)
        effects = self.board.effects_of(len(ways), *ways.flat())
        twins: dict[tuple[int, Post], int] = {}  # a post asked for twice in one group is told once
        told = np.array([twins.setdefault(key, i) for i, key in enumerate(zip(of_group, posts, strict=True))], np.int64)
        order = effects.order()
        _, best = np.unique(told[ways.owner[order]], return_index=True)
        found: list[list[int]] = [[] for _ in groups]
        for k in order[np.sort(best)].tolist():
            found[of_group[ways.owner[k]]].append(k)
        return Judged(self.board, posts, ways, effects, found)

    def ways(self, post: Post) -> Iterator[Change]:
        """Yield every way for one post, as a change."""
        board = self.board
        old = board.posts_by_person.get(post.person, ())
        mine = ((post, 1), *((o, -1) for o in old))
        full = []
        for seat in board.seats_of(post.unit, post.role):
            others = [h for h in board.holders.get(seat, ()) if h.person != post.person]
            if len(others) >= board.case.seats[seat].max:
                full.append((seat, [h for h in self._cheapest(seat) if h.person != post.person]))
        if any(not others for _, others in full):
            return  # a seat with a maximum of 0: nobody can make room there
        leaves = len(old) == 1 and self._leaves(old[0], post)
        follow = self._followers(old[0]) if leaves else ()
        after: list[Change] = []  # of equal ways, those in which nobody loses a seat come first
        for chosen in product(*(others for _, others in full)):
            given_up: dict[Post, list[int]] = {}
            for (seat, _), holder in zip(full, chosen, strict=True):
                given_up.setdefault(holder, []).append(seat)
            if len(given_up) == 1 and leaves:
                (holder,) = given_up
                if board.may(holder.person, old[0].unit, old[0].role):
                    yield (*mine, (holder, -1), (Post(holder.person, old[0].unit, old[0].role), 1))
            left = (*mine, *self._left(given_up))
            after.append(left)
            after += [(*left, (Post(person, old[0].unit, old[0].role), 1)) for person in follow]
        yield from after

    def _leaves(self, old: Post, new: Post) -> bool:
        """Return whether all seats of the old post become free: a second title beside the first leaves none."""
        seats = self.board.seats_of
        return set(seats(old.unit, old.role)).isdisjoint(seats(new.unit, new.role))

    def _left(self, given_up: dict[Post, list[int]]) -> Iterator[tuple[Post, int]]:
        """Yield what holders lose, and the titles they may keep of those they held together."""
        board, facts = self.board, self.board.facts
        for holder, seats in given_up.items():
            yield holder, -1
            gone = {board.case.seats[s].title_code for s in seats}
            rest = tuple(t for t in facts.roles[holder.role] if t not in gone)
            role = board.role_at.get(rest)
            if rest and role is not None and board.may(holder.person, holder.unit, role):
                yield Post(holder.person, holder.unit, role), 1

    def _cheapest(self, seat: int) -> tuple[Post, ...]:
        """Return the holders of a seat whose leaving costs least; one more than are tried, as one may be the comer."""
        if seat not in self._cheap:
            self._look_at([seat])
        return self._cheap[seat]

    def _look_at(self, seats: Iterable[int]) -> None:
        """Find the holders of some seats whose leaving costs least, all seats together."""
        changes: list[Change] = []
        owner: list[int] = []
        for seat in dict.fromkeys(seats):
            if seat in self._cheap:
                continue
            posts = self.board.holders.get(seat, ())
            self._cheap[seat] = posts if len(posts) <= HOLDERS + 1 else ()
            if not self._cheap[seat]:
                changes += [((h, -1),) for h in posts]
                owner += [seat] * len(posts)
        if not changes:
            return
        for k in self.board.effects(changes).order().tolist():
            if len(self._cheap[owner[k]]) <= HOLDERS:
                self._cheap[owner[k]] = (*self._cheap[owner[k]], changes[k][0][0])

    def givers(self, seat: int) -> list[tuple[Post, int]]:
        """Return who may give up a seat, each with the role of the titles they keep there, -1 where they keep none."""
        found = []
        for holder in self._cheapest(seat):
            kept = [post.role for post, sign in self._left({holder: [seat]}) if sign > 0]
            found.append((holder, kept[0] if kept else -1))
        return found

    def _followers(self, post: Post) -> tuple[int, ...]:
        """Return who is not placed and would cost least in a place that is left."""
        slot = self.board.slot_at.get((post.unit, post.role), -1)
        self._find_followers([slot])
        return self._follow[slot]

    def followers_of(self, slots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return (n, FOLLOWERS) who would follow in each slot, -1 for nobody; nobody does in the slot -1."""
        known, at = np.unique(slots, return_inverse=True)
        self._find_followers(known.tolist())
        found = np.full((len(known), FOLLOWERS), -1, np.int64)
        for i, slot in enumerate(known.tolist()):
            found[i, : len(self._follow[slot])] = self._follow[slot]
        return found[at]

    def _find_followers(self, slots: Iterable[int]) -> None:
        """Find who would follow in some slots, many slots together."""
        people, first = self.board.by_slot.people, self.board.by_slot.first
        waiting: list[tuple[int, NDArray[np.int32]]] = []
        held = 0
        for slot in slots:
            if slot not in self._follow:
                able = people[first[slot] : first[slot + 1]] if slot >= 0 else people[:0]
                waiting.append((slot, able[~self.board.placed[able]]))
                self._follow[slot] = ()
                held += len(waiting[-1][1])
            if held > TOGETHER:
                self._rank_followers(waiting)
                waiting, held = [], 0
        self._rank_followers(waiting)

    def _rank_followers(self, waiting: Sequence[tuple[int, NDArray[np.int32]]]) -> None:
        if not any(len(able) for _, able in waiting):
            return
        found = self.board.candidates
        sizes = [len(able) for _, able in waiting]
        slot = np.repeat([slot for slot, _ in waiting], sizes)
        able = np.concatenate([able for _, able in waiting])
        costs = self.board.costs(able.astype(np.int64), found.slot_unit[slot], found.slot_role[slot])
        keys = np.round(costs[:, costs.any(axis=0)], 6).T[::-1]
        order = np.lexsort((*keys, np.repeat(np.arange(len(sizes)), sizes)))
        begin = 0
        for (it, _), size in zip(waiting, sizes, strict=True):
            self._follow[it] = tuple(able[order[begin : begin + min(size, FOLLOWERS)]].tolist())
            begin += size
