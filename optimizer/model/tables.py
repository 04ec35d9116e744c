"""Costs of all candidates that are sums of small tables, worked out in whole numbers at once.

Most objectives say something of a person and a role, or of a person and a unit: weighed and added up beforehand they are
two small tables of whole numbers, and each candidate's cost is read in two places. A soft screen that needs all three is
the product of two such tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.model.cells import Cells, RoleSpots, Screen, Shared, look
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.model.candidates import Candidates, Ints
    from optimizer.model.cells import Spots, Table3
    from optimizer.model.facts import Facts

Floats: TypeAlias = NDArray[np.float64]
CHUNK = 150_000  # candidates worked out in one go: their numbers stay in the cache of an office PC
SURE = 1e-8  # how far from a whole number a cell may be


@dataclass(frozen=True)
class Product:
    """`weight` for each title of a role that is forbidden to a person, in the units where that counts for them."""

    weight: float
    where: NDArray[np.bool_]  # (people or 1, units)
    titles: Ints  # (people or 1, roles)


@dataclass(frozen=True)
class Tables:
    """What some weighed amounts add up to: a cell by person and role, one by person's kind and unit, a few candidates."""

    found: Candidates
    of_role: Floats  # (people, roles), or (people, 1) where roles make no difference
    of_unit: Floats  # (kinds, units), or (kinds, 1)
    kind: NDArray[np.intp]  # (people,)
    spots: tuple[tuple[Ints, Floats], ...] = ()  # candidates, and what they add besides
    products: tuple[Product, ...] = ()

    @classmethod
    def of(
        cls, facts: Facts, found: Candidates, terms: Sequence[tuple[float, Cells | RoleSpots | Screen]]
    ) -> Tables | None:
        """Return the sum of some amounts, each with its weight; None where one of them is no small table.

        A screen counts 1 for each title it forbids.
        """
        roles = np.zeros((facts.n_people, 1))
        units: list[tuple[float, Shared]] = []
        spots: list[tuple[Ints, Floats]] = []
        products: list[Product] = []
        for weight, it in terms:
            if isinstance(it, Screen):
                sides = _sides(it)
                if sides is None:
                    return None
                where, titles = sides
                held = _over_titles(facts, titles[:, 0])
                if where.shape[1] == 1:
                    roles = roles + weight * (where[:, 0] * held)
                else:
                    products.append(Product(weight, where[:, :, 0], held))
                k = _spared(facts, found, it.spared, where, titles)
                spots.append((k, np.full(len(k), -weight)))
            elif isinstance(it, RoleSpots):
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
            no_kind = np.zeros(facts.n_people, np.intp)
            return cls(found, roles, np.zeros((1, 1)), no_kind, tuple(spots), tuple(products))
        rows = np.stack([shared.row for _, shared in units], axis=1)
        kinds, kind = np.unique(rows, axis=0, return_inverse=True)
        of_unit = np.zeros((1, 1))
        for i, (weight, shared) in enumerate(units):
            of_unit = of_unit + weight * shared.table[kinds[:, i]]
        return cls(found, roles, of_unit, kind.ravel(), tuple(spots), tuple(products))

    @cached_property
    def _cells(self) -> tuple[Floats, ...]:
        paid: list[Floats] = [it.weight * np.unique(it.titles).astype(np.float64) for it in self.products]
        return self.of_role, self.of_unit, *(more for _, more in self.spots), *paid

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
        products = [(it.where, np.rint(it.weight * scale * it.titles).astype(kind)) for it in self.products]
        out: Ints = np.empty(len(found), kind)
        slot_role, slot_unit = found.slot_role.astype(np.intp), found.slot_unit.astype(np.intp)

        def fill(chunk: tuple[int, int]) -> None:
            begin, end = chunk
            a, b = np.searchsorted(found.first, [begin, end])
            count, slot = found.counts[a:b], found.slot[begin:end]
            role, unit = slot_role[slot], slot_unit[slot]
            here = out[begin:end]
            _read(of_role, np.arange(a, b), role, count, here)
            if of_unit.shape[1] > 1:
                more = np.empty_like(here)
                _read(of_unit, self.kind[a:b], unit, count, more)
                here += more
            elif of_unit.any():
                here += np.repeat(of_unit[self.kind[a:b], 0], count)
            for where, paid in products:
                somewhere, more = np.empty(len(here), bool), np.empty_like(here)
                _read(where, _row(where, a, b), unit, count, somewhere)
                _read(paid, _row(paid, a, b), role, count, more)
                more *= somewhere
                here += more

        side_by_side(fill, found.chunks(CHUNK) if len(found) else [])
        for k, more in self.spots:
            np.add.at(out, k, np.rint(more * scale).astype(kind))
        return out

    def some(self, k: Ints) -> Floats:
        """Return the amounts of a few candidates."""
        p, u, r = self.found.person(k), self.found.unit(k), self.found.role(k)
        out: Floats = self.of_role[p, r if self.of_role.shape[1] > 1 else 0]
        out = out + self.of_unit[self.kind[p], u if self.of_unit.shape[1] > 1 else 0]
        for it in self.products:
            where, titles = it.where, it.titles
            counts = where[p if len(where) > 1 else 0, u]
            out += it.weight * (counts * titles[p if len(titles) > 1 else 0, r])
        for at, more in self.spots:
            inside = np.flatnonzero(np.isin(at, k))
            np.add.at(out, np.searchsorted(k, at[inside]), more[inside])
        return out


def _row(table: NDArray[Any], a: int, b: int) -> Ints:
    """Return which rows of a table the people from a to b read."""
    return np.arange(a, b) if len(table) > 1 else np.zeros(b - a, np.intp)


def _read(table: NDArray[Any], row: Ints, column: Ints, count: Ints, out: NDArray[Any]) -> None:
    """Fill in what a table says of each candidate, given its column and how many there are in a row."""
    width = table.shape[1]
    if width == 1:
        out[:] = np.repeat(table[row, 0], count)
        return
    at = np.repeat(row * width, count)
    at += column
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
    if not cells.per_title:
        return np.broadcast_to(table, (len(table), facts.n_titles))[:, facts.role_titles[:, 0]]
    return _over_titles(facts, table)


def _over_titles(facts: Facts, table: NDArray[Any]) -> NDArray[Any]:
    """Return (n, roles) the sum over the titles of each role of a table (n, titles or 1)."""
    each = np.broadcast_to(table, (len(table), facts.n_titles))
    padded = np.concatenate([each, np.zeros((len(table), 1), table.dtype)], axis=1)
    total: NDArray[Any] = padded[:, facts.role_titles].sum(axis=2)
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


def _sides(screen: Screen) -> tuple[Table3, Table3] | None:
    """Return the tables (people or 1, units or 1, 1) and (people or 1, 1, titles or 1) of whose product a screen is made.

    None where it is no such product.
    """
    everything = np.ones((1, 1, 1), bool)
    if screen.barred is not None or len(screen.also) > 1 or (screen.also and screen.fails.any()):
        return None
    a, b = screen.also[0] if screen.also else (screen.fails, everything)
    if a.shape[2] > 1 or b.shape[1] > 1:
        a, b = b, a
    return None if a.shape[2] > 1 or b.shape[1] > 1 else (a, b)


def _spared(facts: Facts, found: Candidates, spared: Spots, where: Table3, titles: Table3) -> Ints:
    """Return the candidates at the spots that a screen spares though it would forbid them, once a title spared."""
    if not len(spared):
        return np.zeros(0, np.int64)
    keys = np.unique(spared.keys(facts.n_units, facts.n_titles))
    pair, t = np.divmod(keys, facts.n_titles)
    p, u = np.divmod(pair, facts.n_units)
    hit = np.flatnonzero(look(where, p, u, t) & look(titles, p, u, t))
    holds = (facts.role_titles[None] == np.arange(facts.n_titles)[:, None, None]).any(axis=2)  # (titles, roles)
    at, role = np.nonzero(holds[t[hit]])
    k = found.standing(p[hit][at], u[hit][at], role)
    return k[k >= 0]
