"""Which (person, unit, role) placements are possible: the screens of all rules folded into flat arrays.

People are taken in blocks, so the full (person, unit, title) cube never exists; what remains are three short columns
of whole numbers, a few bytes a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.model.cells import Screen, Spots, Table3, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.model.facts import Facts

Positions = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
BLOCK_CELLS = 4_000_000  # cells of the cube looked at in one go: small enough for the cache of an office PC


@dataclass(frozen=True)
class Candidates:
    """Possible placements, sorted by person, unit, role; three arrays of equal length."""

    p: NDArray[np.int32]
    u: NDArray[np.int32]
    r: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.p)


def enumerate_candidates(
    facts: Facts, screens: Sequence[Screen], barred_roles: NDArray[np.bool_], listed: Positions | None = None
) -> Candidates:
    """Return every placement that no screen forbids; with `listed`, only among those (person, unit, title) positions."""
    if listed is not None:
        keep = _passes(facts, screens, *listed)
        singles = [(listed[0][keep], listed[1][keep], listed[2][keep])]
        parts = [_roles_of_listed(facts, barred_roles, *part) for part in singles]
    else:
        parts = [_roles_of_block(facts, barred_roles, first, cube) for first, cube in _cubes(facts, screens)]
    if not parts:
        parts = [(np.zeros(0, np.int32),) * 3]
    p, u, r = (np.concatenate(arrays).astype(np.int32, copy=False) for arrays in zip(*parts, strict=True))
    order = np.lexsort((r, u, p)) if listed is not None else slice(None)
    return Candidates(p[order], u[order], r[order])


def _passes(
    facts: Facts, screens: Sequence[Screen], p: NDArray[np.int32], u: NDArray[np.int32], t: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Return which flat positions every screen lets pass."""
    ok = facts.open_seat[u, t]
    keys = (p.astype(np.int64) * facts.n_units + u) * facts.n_titles + t
    for screen in screens:
        fails = np.broadcast_to(look(screen.fails, p, u, t), p.shape)
        for a, b in screen.also:
            fails = fails | (look(a, p, u, t) & look(b, p, u, t))
        if len(screen.spared):
            fails = fails & ~np.isin(keys, screen.spared.keys(facts.n_units, facts.n_titles))
        if screen.barred is not None:
            row = np.full(facts.n_people, -1, np.int64)
            row[screen.barred.people] = np.arange(len(screen.barred.people))
            known = row[p] >= 0
            mine = np.zeros(len(p), bool)
            mine[known] = screen.barred.table[row[p[known]], u[known], t[known]]
            fails = fails | mine
        ok = ok & ~fails
    return ok


def _cubes(facts: Facts, screens: Sequence[Screen]) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Yield (first person, eligible (block, U, T)) for blocks of people."""
    n, n_units, n_titles = facts.n_people, facts.n_units, facts.n_titles
    if not n or not n_units or not n_titles:
        return
    # tables of one shape are folded once, so that a block costs a handful of operations however many rules there are
    folded: dict[tuple[bool, bool, bool], Table3] = {}
    products: list[tuple[Table3, Table3]] = []
    for screen in screens:
        shape = tuple(length > 1 for length in screen.fails.shape)
        key = (shape[0], shape[1], shape[2])
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
        yield first, cube


def _slice(table: Table3, first: int, last: int) -> Table3:
    return table[first:last] if table.shape[0] > 1 else table


def _union_of_spared(facts: Facts, screens: Sequence[Screen]) -> Spots:
    keys = np.unique(
        np.concatenate([np.zeros(0, np.int64), *(s.spared.keys(facts.n_units, facts.n_titles) for s in screens)])
    )
    pu, t = np.divmod(keys, max(1, facts.n_titles))
    p, u = np.divmod(pu, max(1, facts.n_units))
    return Spots(p.astype(np.int32), u.astype(np.int32), t.astype(np.int32))


def _roles_of_block(facts: Facts, barred_roles: NDArray[np.bool_], first: int, cube: NDArray[np.bool_]) -> Positions:
    """Return the candidates of one block of people, sorted: a role is possible where each of its titles is."""
    n_single = facts.n_titles
    single_ok = ~barred_roles[:n_single]
    bundles = [r for r in range(n_single, facts.n_roles) if not barred_roles[r]]
    singles = cube & single_ok[None, None, :]
    if not bundles:
        p, u, r = np.nonzero(singles)
        return (p + first).astype(np.int32), u.astype(np.int32), r.astype(np.int32)
    people, units, roles_ = [], [], []
    p, u, r = np.nonzero(singles)
    people.append(p), units.append(u), roles_.append(r)
    for role in bundles:
        titles = facts.role_titles[role]
        p, u = np.nonzero(cube[:, :, titles[titles >= 0]].all(axis=2))
        people.append(p), units.append(u), roles_.append(np.full(len(p), role))
    p, u, r = (np.concatenate(parts) for parts in (people, units, roles_))
    order = np.argsort((p * facts.n_units + u) * facts.n_roles + r, kind="stable")
    return (p[order] + first).astype(np.int32), u[order].astype(np.int32), r[order].astype(np.int32)


def _roles_of_listed(
    facts: Facts, barred_roles: NDArray[np.bool_], p: NDArray[np.int32], u: NDArray[np.int32], t: NDArray[np.int32]
) -> Positions:
    """Return the candidates that eligible (person, unit, title) positions allow."""
    seat_keys = np.unique((p.astype(np.int64) * facts.n_units + u) * facts.n_titles + t)
    pair, title = np.divmod(seat_keys, max(1, facts.n_titles))
    keep = ~barred_roles[title]
    keys, held = [pair[keep]], [title[keep]]
    for role in range(facts.n_titles, facts.n_roles):
        if barred_roles[role]:
            continue
        titles = facts.role_titles[role]
        shared: NDArray[np.int64] | None = None
        for code in titles[titles >= 0]:
            mine = pair[title == code]
            shared = mine if shared is None else np.intersect1d(shared, mine, assume_unique=True)
        if shared is not None and len(shared):
            keys.append(shared)
            held.append(np.full(len(shared), role))
    both = np.concatenate(keys)
    return (
        (both // max(1, facts.n_units)).astype(np.int32),
        (both % max(1, facts.n_units)).astype(np.int32),
        np.concatenate(held).astype(np.int32),
    )
