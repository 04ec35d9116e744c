"""Which (person, unit, role) placements are possible: the screens of all rules folded into flat arrays.

People of whom all screens say the same are looked at once, in blocks, so the full (person, unit, title) cube never
exists. What remains is one whole number a candidate, its slot (a unit and a role), with each person's candidates side by
side: ten million candidates are 40 MB.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.model.cells import Spots, look
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.model.cells import PersonTables, Screen, Table3
    from optimizer.model.facts import Facts

Ints: TypeAlias = NDArray[np.integer[Any]]
Positions = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
LISTED = 10_000_000  # candidates up to which the person of each is kept: 80 MB
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
        if len(self) > LISTED:
            return np.searchsorted(self.first, k, side="right") - 1
        found: Ints = self._of[k]
        return found

    @cached_property
    def _of(self) -> NDArray[np.int64]:
        """(N,): the person of each, looked up thousands of times."""
        return np.repeat(np.arange(self.n_people), self.counts)

    @cached_property
    def used_slots(self) -> NDArray[np.bool_]:
        """(slots,): whether anybody may serve there."""
        used = np.zeros(len(self.slot_unit), bool)
        used[self.slot] = True
        return used

    def unit(self, k: Ints) -> Ints:
        """Return the unit of the candidates `k`."""
        found: Ints = self.slot_unit[self.slot[k]]
        return found

    def role(self, k: Ints) -> Ints:
        """Return the role of the candidates `k`."""
        found: Ints = self.slot_role[self.slot[k]]
        return found

    def at(self, person: Ints, slot: Ints) -> Ints:
        """Return the candidate of each person in a slot, -1 where that is none: all of them bisected side by side."""
        low, high = self.first[person], self.first[person + 1]
        end = high.copy()
        while (low < high).any():
            middle = (low + high) // 2
            below = (low < high) & (self.slot[np.minimum(middle, len(self) - 1)] < slot)
            low, high = np.where(below, middle + 1, low), np.where(below, high, np.minimum(high, middle))
        there = (low < end) & (self.slot[np.minimum(low, max(0, len(self) - 1))] == slot) if len(self) else low < end
        return np.where(there, low, -1)

    def standing(self, p: Ints, u: Ints, r: Ints) -> Ints:
        """Return the candidate at each (person, unit, role), -1 where that is none."""
        width = int(max(r.max(initial=0), self.slot_role.max(initial=0))) + 1
        keys = self.slot_unit.astype(np.int64) * width + self.slot_role  # slots are sorted by unit and role
        wanted = u.astype(np.int64) * width + r
        slot = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        known = np.flatnonzero(keys[slot] == wanted) if len(keys) else np.zeros(0, np.int64)
        out: Ints = np.full(len(wanted), -1, np.int64)
        out[known] = self.at(p[known], slot[known])
        return out

    def of_people(self, people: Ints) -> Ints:
        """Return the candidates of some people, in order."""
        start, length = self.first[people], self.first[people + 1] - self.first[people]
        total = int(length.sum())
        if not total:
            return np.zeros(0, np.int64)
        every: Ints = np.arange(total) + np.repeat(start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
        return every

    def without(self, away: Ints) -> Candidates:
        """Return the candidates but the ascending ones in `away`."""
        first = self.first - np.searchsorted(away, self.first)
        return Candidates(first, np.delete(self.slot, away), self.slot_unit, self.slot_role)

    def chunks(self, size: int) -> list[tuple[int, int]]:
        """Return (first, one past the last) of chunks of about `size` candidates that never part a person's own."""
        ends = np.unique(
            self.first[np.searchsorted(self.first, np.arange(0, len(self) + size, size)).clip(max=self.n_people)]
        )
        return list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))

    def person_between(self, begin: int, end: int) -> NDArray[np.int32]:
        """Return the person of each candidate from `begin` to `end`, where people's own begin and end."""
        a, b = np.searchsorted(self.first, [begin, end])
        return np.repeat(np.arange(a, b, dtype=np.int32), self.counts[a:b])


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
    more = [np.flatnonzero(slots.cells[:, j] != slots.cells[:, 0]) for j in range(slots.cells.shape[1])]

    cubes = _Cubes.of(facts, screens)
    example, alike = cubes.alike()

    def listed_in(people: Ints) -> list[NDArray[np.int32]]:
        flat = cubes.of_people(people).reshape(len(people), -1)
        possible = flat[:, slots.cells[:, 0]]
        for j in range(1, slots.cells.shape[1]):
            possible[:, more[j]] &= flat[:, slots.cells[more[j], j]]
        count = possible.sum(axis=1)
        slot = np.flatnonzero(possible) - np.repeat(
            np.arange(len(people)) * possible.shape[1], count
        )  # quicker than 2-D
        return np.split(slot.astype(np.int32), np.cumsum(count)[:-1])

    own = [slot for part in side_by_side(listed_in, cubes.blocks(example)) for slot in part]
    if not own:  # no unit or no title: nobody can serve anywhere
        return Candidates(np.zeros(facts.n_people + 1, np.int64), np.zeros(0, np.int32), slots.unit, slots.role)
    count = np.fromiter((len(slot) for slot in own), np.int64, len(own))[alike]
    every = np.concatenate([own[i] for i in alike.tolist()])
    return Candidates(np.concatenate([[0], np.cumsum(count)]), every, slots.unit, slots.role)


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
        spared, some = screen.spared, np.zeros(facts.n_people, bool)
        some[spared.p] = True
        at = np.flatnonzero(fails & some[p])
        keys = (p[at].astype(np.int64) * facts.n_units + u[at]) * facts.n_titles + t[at]
        fails[at[np.isin(keys, spared.keys(facts.n_units, facts.n_titles))]] = False
    if screen.barred is not None:
        row = np.full(facts.n_people, -1, np.int64)
        row[screen.barred.people] = np.arange(len(screen.barred.people))
        known = np.flatnonzero(row[p] >= 0)
        fails[known] |= screen.barred.table[row[p[known]], u[known], t[known]]
    return fails


@dataclass(frozen=True)
class _Cubes:
    """Eligible (person, unit, title) cells by blocks of people.

    Tables of one shape are folded once, so that a block costs a handful of operations however many rules there are.
    """

    facts: Facts
    folded: tuple[Table3, ...]
    products: tuple[tuple[Table3, Table3], ...]
    barred: tuple[PersonTables, ...]
    spared: Spots
    spared_ok: NDArray[np.bool_]

    @classmethod
    def of(cls, facts: Facts, screens: Sequence[Screen]) -> _Cubes:
        folded: dict[tuple[bool, ...], Table3] = {}
        for screen in screens:
            key = tuple(length > 1 for length in screen.fails.shape)
            folded[key] = folded[key] | screen.fails if key in folded else screen.fails
        spared = _union_of_spared(facts, screens)
        return cls(
            facts,
            tuple(folded.values()),
            tuple(product for screen in screens for product in screen.also),
            tuple(screen.barred for screen in screens if screen.barred is not None),
            spared,
            _passes(facts, screens, spared.p, spared.u, spared.t),
        )

    def alike(self) -> tuple[Ints, Ints]:
        """Return one person of each kind, ascending, and the kind of everybody: of people of a kind all tables say the same."""
        n = self.facts.n_people
        told = [np.zeros((n, 0), np.uint8)]
        fails = np.zeros((n, self.facts.n_titles), bool)
        for table in self.folded:
            if table.shape[1] == 1:
                fails |= table[:, 0]
            else:
                told.append(_bits(table, n))
        told.append(_bits(fails[:, None], n))
        for a, b in self.products:
            if b.shape[0] > 1 or a.shape[2] > 1:
                told += [_bits(a, n), _bits(b, n)]
                continue
            # where a person stands matters to those only whom some of the titles are open to
            concerned = np.asarray((np.asarray(b[0].any(axis=0)) & ~fails).any(axis=1))
            told.append(_bits(a & concerned[:, None, None], n))
        alone = np.zeros(n, np.int32)
        for people in (self.spared.p, *(barred.people for barred in self.barred)):
            alone[people] = people + 1
        told.append(alone[:, None].view(np.uint8))
        said = np.ascontiguousarray(np.concatenate(told, axis=1))
        width, raw = said.shape[1], said.tobytes()
        kinds: dict[bytes, int] = {}
        of = np.fromiter(
            (kinds.setdefault(raw[i : i + width], len(kinds)) for i in range(0, n * width, width)), np.int64, n
        )
        return np.unique(of, return_index=True)[1], of

    def blocks(self, people: Ints) -> list[Ints]:
        """Return some people in blocks."""
        cells = self.facts.n_units * self.facts.n_titles
        if not cells:
            return []
        size = max(1, BLOCK_CELLS // cells)
        return [people[i : i + size] for i in range(0, len(people), size)]

    def of_people(self, people: Ints) -> NDArray[np.bool_]:
        """Return eligible (n, U, T) of n people, ascending."""
        cube = np.repeat(self.facts.open_seat[None], len(people), axis=0)
        for table in self.folded:
            cube &= ~_of(table, people)
        for a, b in self.products:
            cube &= ~(_of(a, people) & _of(b, people))
        for barred in self.barred:
            at, inside = _among(people, barred.people)
            cube[at] &= ~barred.table[inside]
        at, inside = _among(people, self.spared.p)
        cube[at, self.spared.u[inside], self.spared.t[inside]] = self.spared_ok[inside]
        return cube


def _of(table: Table3, people: Ints) -> Table3:
    return table[people] if table.shape[0] > 1 else table


def _bits(table: Table3, n: int) -> NDArray[np.uint8]:
    """Return (people, bytes) what a table says of each person; nothing where it says the same of everybody."""
    if table.shape[0] < n:
        return np.zeros((n, 0), np.uint8)
    return np.packbits(table.reshape(n, table.shape[1] * table.shape[2]), axis=1)


def _among(people: Ints, some: Ints) -> tuple[Ints, Ints]:
    """Return where those of `some` stand among ascending people, and which of them do."""
    at = np.minimum(np.searchsorted(people, some), max(0, len(people) - 1))
    inside = np.flatnonzero(people[at] == some)
    return at[inside], inside


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
