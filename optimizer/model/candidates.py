"""Which (person, unit, role) placements are possible: the screens of all rules folded into flat arrays.

People are taken in blocks, so the full (person, unit, title) cube never exists. What remains is one whole number a
candidate, its slot (a unit and a role), with each person's candidates side by side: ten million candidates are 40 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.model.cells import Spots, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.model.cells import Screen, Table3
    from optimizer.model.facts import Facts

Ints: TypeAlias = NDArray[np.integer[Any]]
Positions = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
BLOCK_CELLS = 4_000_000  # cells of the cube looked at in one go: small enough for the cache of an office PC


@dataclass(frozen=True)
class Candidates:
    """Possible placements, sorted by person and slot; slots are sorted by unit and role."""

    first: NDArray[np.int64]  # (people + 1,): where each person's candidates begin
    slot: NDArray[np.int32]  # (N,)
    slot_unit: NDArray[np.int32]  # (slots,)
    slot_role: NDArray[np.int32]  # (slots,)

    @classmethod
    def of(cls, n_people: int, p: Ints, u: Ints, r: Ints) -> Candidates:
        """Build candidates from positions sorted by person, unit, role."""
        width = int(r.max(initial=0)) + 1
        pairs, slot = np.unique(u.astype(np.int64) * width + r, return_inverse=True)
        first = np.searchsorted(p, np.arange(n_people + 1)).astype(np.int64)
        return cls(first, slot.astype(np.int32), (pairs // width).astype(np.int32), (pairs % width).astype(np.int32))

    def __len__(self) -> int:
        return len(self.slot)

    @property
    def n_people(self) -> int:
        """Number of people, those without candidates included."""
        return len(self.first) - 1

    @property
    def counts(self) -> NDArray[np.int64]:
        """(people,): how many candidates each person has."""
        return np.diff(self.first)

    def person(self, k: Ints | None = None) -> Ints:
        """Return the person of the candidates `k` (of all where None)."""
        if k is None:
            return np.repeat(np.arange(self.n_people, dtype=np.int32), self.counts)
        return np.searchsorted(self.first, k, side="right") - 1

    def unit(self, k: Ints) -> Ints:
        """Return the unit of the candidates `k`."""
        found: Ints = self.slot_unit[self.slot[k]]
        return found

    def role(self, k: Ints) -> Ints:
        """Return the role of the candidates `k`."""
        found: Ints = self.slot_role[self.slot[k]]
        return found

    def of_people(self, people: Ints) -> Ints:
        """Return the candidates of some people, in order."""
        start, length = self.first[people], self.first[people + 1] - self.first[people]
        total = int(length.sum())
        if not total:
            return np.zeros(0, np.int64)
        every: Ints = np.arange(total) + np.repeat(start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
        return every

    def only(self, keep: NDArray[np.bool_]) -> Candidates:
        """Return the candidates where `keep` is True."""
        kept = np.concatenate([[0], np.cumsum(keep)])
        return Candidates(kept[self.first].astype(np.int64), self.slot[keep], self.slot_unit, self.slot_role)


@dataclass(frozen=True)
class _Slots:
    """Every (unit, role) somebody may hold, and where their columns come from in a cube over (unit, title)."""

    unit: NDArray[np.int32]
    role: NDArray[np.int32]
    cells: NDArray[
        np.int64
    ]  # (slots, J): unit * titles + title of each title of the role, the first repeated as padding

    @classmethod
    def of(cls, facts: Facts, barred_roles: NDArray[np.bool_]) -> _Slots:
        units, held = [], []
        for role in np.flatnonzero(~barred_roles):
            titles = facts.role_titles[role]
            here = np.flatnonzero(facts.open_seat[:, titles[titles >= 0]].all(axis=1))
            units.append(here)
            held.append(np.full(len(here), role))
        u = np.concatenate([np.zeros(0, np.int64), *units])
        r = np.concatenate([np.zeros(0, np.int64), *held])
        order = np.lexsort((r, u))
        u, r = u[order], r[order]
        titles = facts.role_titles[r]
        titles = np.where(titles >= 0, titles, titles[:, :1])
        return cls(u.astype(np.int32), r.astype(np.int32), u[:, None] * facts.n_titles + titles)


def enumerate_candidates(
    facts: Facts, screens: Sequence[Screen], barred_roles: NDArray[np.bool_], listed: Positions | None = None
) -> Candidates:
    """Return every placement that no screen forbids; with `listed`, only among those (person, unit, title) positions."""
    slots = _Slots.of(facts, barred_roles)
    if listed is not None:
        keep = _passes(facts, screens, *listed)
        p, u, r = _roles_of_listed(facts, barred_roles, *(at[keep] for at in listed))
        order = np.lexsort((r, u, p))
        return Candidates.of(facts.n_people, p[order], u[order], r[order])
    counts, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    for cube in _cubes(facts, screens):
        flat = cube.reshape(len(cube), -1)
        possible = flat[:, slots.cells[:, 0]]
        for j in range(1, slots.cells.shape[1]):
            more = np.flatnonzero(slots.cells[:, j] != slots.cells[:, 0])
            possible[:, more] &= flat[:, slots.cells[more, j]]
        counts.append(possible.sum(axis=1))
        found.append((np.flatnonzero(possible) % max(1, len(slots.unit))).astype(np.int32))
    first = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    if len(first) < facts.n_people + 1:  # no unit or no title: nobody can serve anywhere
        first = np.zeros(facts.n_people + 1, np.int64)
    return Candidates(first, np.concatenate(found), slots.unit, slots.role)


def _passes(facts: Facts, screens: Sequence[Screen], p: Ints, u: Ints, t: Ints) -> NDArray[np.bool_]:
    """Return which flat positions every screen lets pass."""
    ok: NDArray[np.bool_] = facts.open_seat[u, t]
    for screen in screens:
        ok = ok & ~failing(facts, screen, p, u, t)
    return ok


def failing(facts: Facts, screen: Screen, p: Ints, u: Ints, t: Ints) -> NDArray[np.bool_]:
    """Return at which flat (person, unit, title) positions one screen forbids the placement."""
    fails = np.array(np.broadcast_to(look(screen.fails, p, u, t), p.shape))
    for a, b in screen.also:
        fails |= look(a, p, u, t) & look(b, p, u, t)
    if len(screen.spared):
        keys = (p.astype(np.int64) * facts.n_units + u) * facts.n_titles + t
        fails &= ~np.isin(keys, screen.spared.keys(facts.n_units, facts.n_titles))
    if screen.barred is not None:
        row = np.full(facts.n_people, -1, np.int64)
        row[screen.barred.people] = np.arange(len(screen.barred.people))
        known = np.flatnonzero(row[p] >= 0)
        fails[known] |= screen.barred.table[row[p[known]], u[known], t[known]]
    return fails


def _cubes(facts: Facts, screens: Sequence[Screen]) -> Iterator[NDArray[np.bool_]]:
    """Yield eligible (block, U, T) for blocks of people in order."""
    n, n_units, n_titles = facts.n_people, facts.n_units, facts.n_titles
    if not n or not n_units or not n_titles:
        return
    # tables of one shape are folded once, so that a block costs a handful of operations however many rules there are
    folded: dict[tuple[bool, ...], Table3] = {}
    products: list[tuple[Table3, Table3]] = []
    for screen in screens:
        key = tuple(length > 1 for length in screen.fails.shape)
        folded[key] = folded[key] | screen.fails if key in folded else screen.fails
        products.extend(screen.also)
    spared = _union_of_spared(facts, screens)
    spared_ok = _passes(facts, screens, spared.p, spared.u, spared.t)
    size = max(1, BLOCK_CELLS // (n_units * n_titles))
    for first in range(0, n, size):
        last = min(n, first + size)
        cube = np.repeat(facts.open_seat[None], last - first, axis=0)
        for table in folded.values():
            cube &= ~_slice(table, first, last)
        for a, b in products:
            cube &= ~(_slice(a, first, last) & _slice(b, first, last))
        for screen in screens:
            if screen.barred is not None:
                inside = (screen.barred.people >= first) & (screen.barred.people < last)
                cube[screen.barred.people[inside] - first] &= ~screen.barred.table[inside]
        lo, hi = np.searchsorted(spared.p, [first, last])
        cube[spared.p[lo:hi] - first, spared.u[lo:hi], spared.t[lo:hi]] = spared_ok[lo:hi]
        yield cube


def _slice(table: Table3, first: int, last: int) -> Table3:
    return table[first:last] if table.shape[0] > 1 else table


def _union_of_spared(facts: Facts, screens: Sequence[Screen]) -> Spots:
    lists = [s.spared.keys(facts.n_units, facts.n_titles) for s in screens]
    keys = np.unique(np.concatenate([np.zeros(0, np.int64), *lists]))
    pu, t = np.divmod(keys, max(1, facts.n_titles))
    p, u = np.divmod(pu, max(1, facts.n_units))
    return Spots(p.astype(np.int32), u.astype(np.int32), t.astype(np.int32))


def _roles_of_listed(
    facts: Facts, barred_roles: NDArray[np.bool_], p: Ints, u: Ints, t: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return the candidates that eligible (person, unit, title) positions allow."""
    seat_keys = np.sort((p.astype(np.int64) * facts.n_units + u) * facts.n_titles + t)
    seat_keys = seat_keys[np.concatenate([[True], seat_keys[1:] != seat_keys[:-1]])] if len(seat_keys) else seat_keys
    pair, title = np.divmod(seat_keys, max(1, facts.n_titles))
    keep = ~barred_roles[title]
    keys, held = [pair[keep]], [title[keep]]
    for role in range(facts.n_titles, facts.n_roles):
        if barred_roles[role]:
            continue
        titles = facts.role_titles[role]
        shared: Ints | None = None
        for code in titles[titles >= 0]:
            mine = pair[title == code]
            shared = mine if shared is None else np.intersect1d(shared, mine, assume_unique=True)
        if shared is not None and len(shared):
            keys.append(shared)
            held.append(np.full(len(shared), role))
    both = np.concatenate(keys)
    return both // max(1, facts.n_units), both % max(1, facts.n_units), np.concatenate(held)
