"""Rows about two people: which of a person's placements count in which row, without ever listing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.model.cells import Spots
    from optimizer.model.facts import Facts

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """One person's part in some rows: at unit u in a title of `titles` the person counts 1 in `first + where[at, u]`."""

    person: int
    first: int  # the row that offset 0 stands for
    titles: int = 0  # which of the masks of titles
    at: int = 0  # which of the tables of rows


@dataclass(frozen=True)
class PairEntries:
    """The entries of a rule about a few people; sorted by person, so that candidates find their parts by bisection.

    A candidate counts once where at least one title of its role is in the part's mask and not lifted by an exception.
    """

    person: Ints  # (n,) ascending
    first: Ints
    mask: Ints
    at: Ints
    masks: NDArray[np.bool_]  # (masks, titles + 1): the last column stands for the padding of roles
    where: NDArray[np.int32]  # (tables, units, K): offsets of rows, -1 pads
    role_titles: NDArray[np.int32]
    lifted: Ints  # keys of the (person, unit, title) at which an exception lifts the rule
    n_units: int

    @classmethod
    def of(
        cls,
        facts: Facts,
        parts: Iterable[Part],
        masks: Sequence[NDArray[np.bool_]],
        lifted: Spots,
        where: NDArray[np.int32] | None = None,
    ) -> PairEntries:
        """Build the entries; `masks` are over titles; without `where` each part has one row a unit."""
        rows = np.array([(p.person, p.first, p.titles, p.at) for p in parts], np.int64).reshape(-1, 4)
        rows = rows[np.argsort(rows[:, 0], kind="stable")]
        table = np.zeros((len(masks), facts.n_titles + 1), bool)
        for i, own in enumerate(masks):
            table[i, :-1] = own
        each = np.arange(facts.n_units, dtype=np.int32)[None, :, None] if where is None else where
        keys = np.unique(lifted.keys(facts.n_units, facts.n_titles))
        person, first, mask, at = rows.T
        return cls(person, first, mask, at, table, each, facts.role_titles, keys, facts.n_units)

    @property
    def people(self) -> NDArray[np.int32]:
        """The people these entries speak of."""
        return np.unique(self.person).astype(np.int32)

    def __call__(
        self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]
    ) -> tuple[Ints, Ints, NDArray[np.float64]]:
        """Return (candidate, row, 1) of every candidate that counts in a row."""
        begin = np.searchsorted(self.person, p, side="left")
        count = np.searchsorted(self.person, p, side="right") - begin
        k = np.repeat(np.arange(len(p)), count)
        part = np.repeat(begin - np.cumsum(count) + count, count) + np.arange(len(k))
        held = self.role_titles[r[k]]
        counts = self.masks[self.mask[part][:, None], held]
        if len(self.lifted):
            n_titles = self.masks.shape[1] - 1
            keys = (p[k].astype(np.int64) * self.n_units + u[k])[:, None] * n_titles + held
            counts = counts & ~(np.isin(keys, self.lifted) & (held >= 0))
        inside = counts.any(axis=1)
        k, part = k[inside], part[inside]
        offsets = self.where[self.at[part], u[k]]
        which, column = np.nonzero(offsets >= 0)
        row = self.first[part[which]] + offsets[which, column]
        return k[which].astype(np.int64), row.astype(np.int64), np.ones(len(row))
