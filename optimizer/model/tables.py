"""Costs of all candidates that are sums of small tables, worked out in whole numbers at once.

Most objectives say something of a person and a role, or of a person and a unit: weighed and added up beforehand they are
two small tables of whole numbers, and each candidate's cost is read in two places.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.model.cells import Cells, RoleSpots, Shared
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.model.candidates import Candidates, Ints
    from optimizer.model.facts import Facts

Floats: TypeAlias = NDArray[np.float64]
CHUNK = 150_000  # candidates worked out in one go: their numbers stay in the cache of an office PC
SURE = 1e-8  # how far from a whole number a cell may be


@dataclass(frozen=True)
class Tables:
    """What some weighed objectives add up to: a cell by person and role, one by person's kind and unit, a few candidates."""

    found: Candidates
    of_role: Floats  # (people, roles), or (people, 1) where roles make no difference
    of_unit: Floats  # (kinds, units), or (kinds, 1)
    kind: NDArray[np.intp]  # (people,)
    spots: tuple[tuple[Ints, Floats], ...] = ()  # candidates, and what they add besides

    @classmethod
    def of(cls, facts: Facts, found: Candidates, terms: Sequence[tuple[float, Cells | RoleSpots]]) -> Tables | None:
        """Return the sum of some amounts, each with its weight; None where one of them is no small table."""
        roles = np.zeros((facts.n_people, 1))
        units: list[tuple[float, Shared]] = []
        spots: list[tuple[Ints, Floats]] = []
        for weight, it in terms:
            if isinstance(it, RoleSpots):
                roles = roles + weight * it.of_person[:, None]
                k = found.standing(it.p, it.u, it.r)
                has = np.flatnonzero(k >= 0)
                spots.append((k[has], weight * (it.value[has] - it.of_person[it.p[has]])))
            elif (by_role := _by_role(facts, it)) is not None:
                roles = roles + weight * by_role
            elif (by_unit := _by_unit(facts, it)) is not None:
                units.append((weight, by_unit))
            else:
                return None
        if not units:
            return cls(found, roles, np.zeros((1, 1)), np.zeros(facts.n_people, np.intp), tuple(spots))
        rows = np.stack([shared.row for _, shared in units], axis=1)
        kinds, kind = np.unique(rows, axis=0, return_inverse=True)
        tables = [weight * shared.table[kinds[:, i]] for i, (weight, shared) in enumerate(units)]
        of_unit = np.sum(np.broadcast_arrays(*tables), axis=0)
        return cls(found, roles, of_unit, kind.ravel(), tuple(spots))

    @cached_property
    def _cells(self) -> tuple[Floats, ...]:
        return self.of_role, self.of_unit, *(more for _, more in self.spots)

    def off(self, scale: float) -> float:
        """Return how far the farthest cell is from a whole number of `scale` to the unit."""
        return max(float(np.abs(cells * scale - np.rint(cells * scale)).max(initial=0.0)) for cells in self._cells)

    @cached_property
    def widest(self) -> float:
        """The farthest from 0 that a cost can be."""
        return sum(float(np.abs(cells).max(initial=0.0)) for cells in self._cells)

    def numbers(self, scale: float) -> Ints:
        """Return (candidates,) the whole-number costs at a scale at which every cell is whole."""
        found = self.found
        reach = sum(float(np.abs(np.rint(cells * scale)).max(initial=0.0)) for cells in self._cells)
        kind = next(t for t in (np.int8, np.int16, np.int32, np.int64) if reach <= np.iinfo(t).max)
        of_role: Ints = np.rint(self.of_role * scale).astype(kind)
        of_unit: Ints = np.rint(self.of_unit * scale).astype(kind)
        out: Ints = np.empty(len(found), kind)
        role, unit = found.slot_role.astype(np.intp), found.slot_unit.astype(np.intp)

        def fill(chunk: tuple[int, int]) -> None:
            begin, end = chunk
            a, b = np.searchsorted(found.first, [begin, end])
            count, slot = found.counts[a:b], found.slot[begin:end]
            here = out[begin:end]
            _read(of_role, np.arange(a, b), role, slot, count, here)
            if of_unit.shape[1] > 1:
                more = np.empty_like(here)
                _read(of_unit, self.kind[a:b], unit, slot, count, more)
                here += more
            elif of_unit.any():
                here += np.repeat(of_unit[self.kind[a:b], 0], count)

        side_by_side(fill, found.chunks(CHUNK) if len(found) else [])
        for k, more in self.spots:
            np.add.at(out, k, np.rint(more * scale).astype(kind))
        return out

    def some(self, k: Ints) -> Floats:
        """Return the amounts of a few candidates."""
        p, u, r = self.found.person(k), self.found.unit(k), self.found.role(k)
        out: Floats = self.of_role[p, r if self.of_role.shape[1] > 1 else 0]
        out = out + self.of_unit[self.kind[p], u if self.of_unit.shape[1] > 1 else 0]
        for at, more in self.spots:
            inside = np.flatnonzero(np.isin(at, k))
            np.add.at(out, np.searchsorted(k, at[inside]), more[inside])
        return out


def _read(table: Ints, row: Ints, column: Ints, slot: Ints, count: Ints, out: Ints) -> None:
    """Fill in what a table says of each candidate, given its slot's column and how many there are in a row."""
    width = table.shape[1]
    if width == 1:
        out[:] = np.repeat(table[row, 0], count)
        return
    at = np.repeat(row * width, count)
    at += column[slot]
    np.take(table.ravel(), at, out=out, mode="clip")


def _by_role(facts: Facts, cells: Cells) -> Floats | None:
    """Return (people or 1, roles or 1) what cells say of each person and role, None where units make a difference."""
    if len(cells.spots) or any(isinstance(layer, Shared) or layer.shape[1] > 1 for layer in cells.layers):
        return None
    table: Floats | None = None
    for layer in cells.layers:
        assert not isinstance(layer, Shared)
        own = layer[:, 0].astype(np.float64)
        table = np.nan_to_num(own) if table is None else np.where(np.isnan(own), table, own)
    if table is None:
        return np.zeros((1, 1))
    held = facts.role_titles
    each = np.broadcast_to(table, (len(table), facts.n_titles))
    if not cells.per_title:
        return each[:, held[:, 0]]
    padded: Floats = np.concatenate([each, np.zeros((len(table), 1))], axis=1)
    total: Floats = padded[:, held].sum(axis=2)
    return total


def _by_unit(facts: Facts, cells: Cells) -> Shared | None:
    """Return what cells say of each person and unit, None where titles make a difference."""
    if len(cells.spots) or cells.per_title or len(cells.layers) != 1:
        return None
    (layer,) = cells.layers
    if isinstance(layer, Shared):
        return layer
    if layer.shape[2] > 1:
        return None
    row = np.arange(facts.n_people) if layer.shape[0] > 1 else np.zeros(facts.n_people, np.intp)
    return Shared(np.nan_to_num(layer[:, :, 0].astype(np.float64)), row)
