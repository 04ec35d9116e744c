"""Making room: the ways in which one person can come to one seat while as little as possible changes around it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from optimizer.review.board import Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.review.board import Board, Change, Effects

HOLDERS = 3  # of a seat with many holders, those whose leaving costs least
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
        self._look_at(s for posts in groups for post in posts for s in self.board.seats_of(post.unit, post.role))
        changes: list[Change] = []
        owner: list[tuple[int, Post]] = []
        for g, posts in enumerate(groups):
            for post in posts:
                before = len(changes)
                changes.extend(self.ways(post))
                owner.extend([(g, post)] * (len(changes) - before))
        found: list[list[Way]] = [[] for _ in groups]
        if not changes:
            return found
        effects = self.board.effects(changes)
        broken = effects.rows[np.argsort(effects.rows[:, 0], kind="stable")]
        seen: set[tuple[int, Post]] = set()
        for k in effects.order().tolist():
            g, post = owner[k]
            if owner[k] in seen or (most is not None and len(found[g]) >= most):
                continue
            seen.add(owner[k])
            first, last = np.searchsorted(broken[:, 0], [k, k + 1])
            found[g].append(self._way(post, changes[k], effects, k, broken[first:last, 1].tolist()))
        return found

    def _way(self, post: Post, change: Change, effects: Effects, k: int, rows: Sequence[int]) -> Way:
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
            tuple(effects.levels[k].tolist()),
            float(effects.broken[k]),
            tuple(sorted({self.board.row_rule(row) for row in rows})),
        )

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

    def _followers(self, post: Post) -> tuple[int, ...]:
        """Return who is not placed and would cost least in a place that is left."""
        board = self.board
        slot = board.slot_at.get((post.unit, post.role))
        if slot is None:
            return ()
        if slot not in self._follow:
            people, first = board.by_slot
            able = people[first[slot] : first[slot + 1]]
            able = able[~board.placed[able]]
            costs = board.costs(able.astype(np.int64), np.full(len(able), post.unit), np.full(len(able), post.role))
            order = np.lexsort(np.round(costs, 6).T[::-1])
            self._follow[slot] = tuple(able[order[:FOLLOWERS]].tolist())
        return self._follow[slot]
