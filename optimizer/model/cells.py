"""What rules and objectives say of every (person, unit, title), held as small tables that broadcast.

A province has ten million possible placements. Most facts concern two of the three things only (degree: person and
title; distance: person and unit), so a table with a length of 1 along the third says the same in kilobytes; the few
real exceptions are a short list of spots.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Index: TypeAlias = NDArray[Any]  # positions of people, units or titles; several of them broadcast together
Table3: TypeAlias = NDArray[Any]  # shape (people or 1, units or 1, titles or 1)


def look(table: Table3, p: Index, u: Index, t: Index) -> NDArray[Any]:
    """Return table[p, u, t] where an axis of length 1 stands for every position along it."""
    a, b, c = table.shape
    found: NDArray[Any] = table[p if a != 1 else 0, u if b != 1 else 0, t if c != 1 else 0]
    return found


@dataclass(frozen=True)
class Spots:
    """A short list of (person, unit, title) positions, with a value each where values matter."""

    p: NDArray[np.int32]
    u: NDArray[np.int32]
    t: NDArray[np.int32]
    value: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @classmethod
    def none(cls) -> Spots:
        """Return an empty list."""
        e = np.zeros(0, np.int32)
        return cls(e, e, e)

    def __len__(self) -> int:
        return len(self.p)

    def plus(self, other: Spots) -> Spots:
        """Return both lists as one."""
        return Spots(
            np.concatenate([self.p, other.p]),
            np.concatenate([self.u, other.u]),
            np.concatenate([self.t, other.t]),
            np.concatenate([self.value, other.value]),
        )

    def keys(self, n_units: int, n_titles: int) -> NDArray[np.int64]:
        """Return one whole number a spot, in the order of person, unit, title."""
        return (self.p.astype(np.int64) * n_units + self.u) * n_titles + self.t


@dataclass(frozen=True)
class PersonTables:
    """For a few people, a whole table over (unit, title)."""

    people: NDArray[np.int32]  # shape (n,), ascending
    table: NDArray[Any]  # shape (n, units, titles)


@dataclass(frozen=True)
class Screen:
    """Where a rule forbids a placement: `fails` or both sides of a product in `also`, except at the `spared` spots.

    `barred` adds whole tables of single people, which nothing spares. A product keeps (person, unit) and (unit, title)
    apart where their cube would not fit.
    """

    fails: Table3 = field(default_factory=lambda: np.zeros((1, 1, 1), bool))
    spared: Spots = field(default_factory=Spots.none)
    barred: PersonTables | None = None
    also: tuple[tuple[Table3, Table3], ...] = ()


@dataclass(frozen=True)
class Shared:
    """A table over (row, unit) that many people share: person p reads row `row[p]`, the same for every title."""

    table: NDArray[np.float64]
    row: NDArray[np.intp]


@dataclass(frozen=True)
class RoleSpots:
    """An amount of each person wherever placed, but for a few (person, unit, role) positions, one a person at the most."""

    of_person: NDArray[np.float64]  # (people,)
    p: NDArray[np.int32]  # ascending
    u: NDArray[np.int32]
    r: NDArray[np.int32]
    value: NDArray[np.float64]

    def __call__(self, p: Index, u: Index, r: Index) -> NDArray[np.float64]:
        """Return the amounts at flat (person, unit, role) positions."""
        out: NDArray[np.float64] = self.of_person[p]
        if len(self.p):
            at = np.minimum(np.searchsorted(self.p, p), len(self.p) - 1)
            hit = (self.p[at] == p) & (self.u[at] == u) & (self.r[at] == r)
            out = np.where(hit, self.value[at], out)
        return out


@dataclass(frozen=True)
class Cells:
    """Amounts in an objective's natural unit. Later layers win where they are not NaN, spots win over all layers.

    `per_title` False: counted once a person placed (travel); True: summed over the titles the person holds.
    """

    layers: tuple[Table3 | Shared, ...]
    spots: Spots = field(default_factory=Spots.none)
    per_title: bool = False

    def at(self, p: Index, u: Index, t: Index, n_units: int, n_titles: int) -> NDArray[np.float64]:
        """Return the amounts at flat positions (1-D arrays of one length)."""
        out = np.zeros(len(p))
        for i, layer in enumerate(self.layers):
            values = layer.table[layer.row[p], u] if isinstance(layer, Shared) else look(layer, p, u, t)
            if i == 0:
                out = np.array(np.broadcast_to(values, p.shape), dtype=np.float64)
                np.nan_to_num(out, copy=False)
            else:
                here = ~np.isnan(values)
                out = np.where(here, values, out)
        if len(self.spots):
            order = np.argsort(keys := self.spots.keys(n_units, n_titles), kind="stable")
            keys = keys[order]
            wanted = (p.astype(np.int64) * n_units + u) * n_titles + t
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            hit = keys[at] == wanted
            out[hit] = self.spots.value[order][at[hit]]
        return out
