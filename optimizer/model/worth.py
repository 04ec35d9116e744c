"""What rows over whole groups are worth to every candidate, sorted beforehand so that a pass over all of them is short.

The terms of all rules are taken apart by what their worth depends on: what everybody counts alike belongs to the slot,
what somebody counts wherever they serve belongs to the person, what only few candidates count is listed, and what is left
is a few columns over people times a few rows over slots: one product of small matrices instead of a pass a term.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.model.candidates import Candidates
    from optimizer.model.rows import Term

Floats: TypeAlias = NDArray[np.float64]
Longs: TypeAlias = NDArray[np.int64]
Rows32: TypeAlias = NDArray[np.int32]
BLOCK = 400_000  # cells of (person, slot) worked out in one go
LISTED = 2_000_000  # (person, slot) pairs of one table that are listed at the most


@dataclass
class Worth:
    """The terms of rows over groups as they concern the candidates `found`; rows are numbers, -1 stands for none."""

    found: Candidates
    alike: list[tuple[float, Rows32]] = field(default_factory=list)  # coefficient of everybody, (slots,) row
    columns: list[Floats] = field(default_factory=list)  # (people,) coefficients
    column_rows: list[list[Rows32]] = field(default_factory=list)  # for each column the (slots,) rows it counts in
    personal: list[tuple[Floats, Rows32]] = field(default_factory=list)  # (people,) coefficient, (people,) row
    listed: list[tuple[Longs, Rows32, Floats]] = field(default_factory=list)  # candidate, row, coefficient
    crowded: list[tuple[Floats, Rows32, Rows32]] = field(
        default_factory=list
    )  # coefficient, group, (groups, slots) row

    @classmethod
    def of(cls, terms: Iterable[Term], found: Candidates) -> Worth:
        """Take the terms apart; those of the same people and coefficients are one from here on."""
        kinds: dict[tuple[bytes, bytes], list[Term]] = {}
        for term in terms:
            key = (term.coef.tobytes(), b"" if term.group is None else term.group.tobytes())
            kinds.setdefault(key, []).append(term)
        it = cls(found)
        for same in kinds.values():
            tables = [term.of_slots(found.slot_unit, found.slot_role) for term in same]
            coef, group = same[0].coef, same[0].group
            if group is None:
                it._of_everybody(coef, [table[0] for table in tables])
            else:
                for table in tables:
                    it._of_groups(coef, group, table)
        return it

    def _of_everybody(self, coef: Floats, rows: list[Rows32]) -> None:
        values, count = np.unique(coef, return_counts=True)
        usual = float(values[count.argmax()]) if len(values) else 0.0
        if usual:
            self.alike += [(usual, row) for row in rows]
        if len(values) > 1:
            self.columns.append(coef - usual)
            self.column_rows.append(rows)

    def _of_groups(self, coef: Floats, group: Rows32, table: Rows32) -> None:
        """Part a table into the row that a group has nearly everywhere, and the slots where it has another."""
        usual = table.max(axis=1, initial=-1)
        usual = np.where((table == usual[:, None]).sum(axis=1) > 0.5 * table.shape[1], usual, -1)
        if (usual >= 0).any():
            self.personal.append((coef, np.where(group >= 0, usual[group], -1)))
        other = table != usual[:, None]
        length = np.where((coef != 0) & (group >= 0), other.sum(axis=1)[group], 0)
        if length.sum() > LISTED:
            # too many to list: the usual row is taken off again by a table of its own
            self.crowded.append((coef, group, np.where(other, table, -1)))
            if (usual >= 0).any():
                self.crowded.append((-coef, group, np.where(other, usual[:, None], -1)))
            return
        k, p, s = self._candidates_at(group, length, other)
        for sign, row in ((1.0, table[group[p], s]), (-1.0, usual[group[p]])):
            has = row >= 0
            self.listed.append((k[has], row[has], sign * coef[p[has]]))

    def _candidates_at(self, group: Rows32, length: Longs, other: NDArray[np.bool_]) -> tuple[Longs, Longs, Longs]:
        """Return candidate, person and slot of whoever can serve in a slot of `other` (groups, slots)."""
        slots = np.nonzero(other)[1]
        start = np.concatenate([[0], np.cumsum(other.sum(axis=1))])[:-1]
        p = np.repeat(np.arange(len(group)), length)
        within = np.arange(len(p)) - np.repeat(np.cumsum(length) - length, length)
        s = slots[start[group[p]] + within]
        k = self.found.at(p, s).astype(np.int64)
        can = k >= 0
        return k[can], p[can], s[can]

    def under(self, by_slot: Floats, y: Floats, listed: Iterable[tuple[Longs, Floats]] = ()) -> Giving:
        """Return what each candidate's slot is worth and what the rows' multipliers `y` give for it, to be asked by blocks.

        `listed` are further amounts of candidates in ascending order.
        """
        price = np.append(y, 0.0)
        slot = by_slot.astype(np.float64)
        for usual, of_slot in self.alike:
            slot += usual * price[of_slot]
        person = np.zeros(self.found.n_people)
        for coef, of_person in self.personal:
            person += coef * price[of_person]
        worths = [np.sum([price[row] for row in rows], axis=0) for rows in self.column_rows]
        used = [i for i, worth in enumerate(worths) if worth.any()]
        return Giving(
            self.found,
            np.stack([np.ones(self.found.n_people), *(self.columns[i] for i in used)], axis=1),
            np.stack([slot, *(worths[i] for i in used)]),
            [(coef, group, price[table]) for coef, group, table in self.crowded],
            person if person.any() else None,
            [*((k, coef * price[row]) for k, row, coef in self.listed), *listed],
        )


@dataclass(frozen=True)
class Giving:
    """What seats and rows give for every candidate under some prices: for one block of people at a time.

    A block fits the cache: arrays over all candidates are bound by memory, and each new one costs as much as filling it.
    """

    found: Candidates
    left: Floats  # (people, columns)
    right: Floats  # (columns, slots)
    crowded: list[tuple[Floats, Rows32, Floats]]  # coefficient, group, (groups, slots) price
    person: Floats | None  # (people,) what counts wherever they serve
    listed: list[tuple[Longs, Floats]]  # ascending candidates, what more each gets

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """Return (first, one past the last) person of each block."""
        n = self.found.n_people
        size = max(1, BLOCK // max(1, self.right.shape[1]))
        return [(a, min(a + size, n)) for a in range(0, n, size)]

    def into(self, a: int, b: int, out: Floats) -> None:
        """Work out what the candidates of the people from `a` to `b` are given."""
        found, n_slots = self.found, self.right.shape[1]
        first, last = int(found.first[a]), int(found.first[b])
        slot, counts = found.slot[first:last], found.counts[a:b]
        if self.left.shape[1] == 1 and not self.crowded:
            np.take(self.right[0], slot, out=out)
        else:
            worth = self.left[a:b] @ self.right
            for coef, group, table in self.crowded:
                who = np.flatnonzero((coef[a:b] != 0) & (group[a:b] >= 0))
                worth[who] += coef[a:b][who, None] * table[group[a:b][who]]
            at = np.repeat(np.arange(b - a, dtype=np.int64) * n_slots, counts)
            at += slot
            np.take(worth.ravel(), at, out=out)
        if self.person is not None:
            out += np.repeat(self.person[a:b], counts)
        for k, amount in self.listed:
            some = slice(*np.searchsorted(k, (first, last)).tolist())
            np.add.at(out, k[some] - first, amount[some])
