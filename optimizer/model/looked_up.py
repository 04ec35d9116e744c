"""Entries of candidates in rows that were looked up before: engines ask for much the same ones again and again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from optimizer.model.gathered import Floats
    from optimizer.model.problem import Ints

MANY = 1_000_000  # candidates, after which they are forgotten


@dataclass(frozen=True)
class LookedUp:
    """The entries of some candidates, candidate by candidate."""

    known: Ints  # candidates, ascending
    first: Ints  # (known + 1,) where the entries of each begin
    row: Ints
    coef: Floats

    @property
    def full(self) -> bool:
        """Whether so many are known that they had better be forgotten."""
        return len(self.known) > MANY

    @classmethod
    def none(cls) -> LookedUp:
        """Return no entries of nobody."""
        nobody = np.zeros(0, np.int64)
        return cls(nobody, np.zeros(1, np.int64), nobody, np.zeros(0))

    def lacking(self, k: Ints) -> Ints:
        """Return those of the ascending candidates `k` that are not known yet."""
        if not len(self.known):
            return k
        at = np.minimum(np.searchsorted(self.known, k), len(self.known) - 1)
        missing: Ints = k[self.known[at] != k]
        return missing

    def plus(self, k: Ints, at: Ints, row: Ints, coef: Floats) -> LookedUp:
        """Return the entries of more candidates `k` beside those known: row and coefficient of `k[at]`."""
        candidate = np.concatenate([np.repeat(self.known, np.diff(self.first)), k[at]])
        order = np.argsort(candidate, kind="stable")
        known = np.sort(np.concatenate([self.known, k]))
        first = np.searchsorted(candidate[order], np.append(known, known[-1:] + 1))
        return LookedUp(known, first, np.concatenate([self.row, row])[order], np.concatenate([self.coef, coef])[order])

    def of(self, k: Ints) -> tuple[Ints, Ints, Floats]:
        """Return (position in `k`, row, coefficient) of known ascending candidates, in the order of their positions."""
        here = np.searchsorted(self.known, k)
        begin = self.first[here]
        length = self.first[here + 1] - begin
        use = np.repeat(begin - np.cumsum(length) + length, length) + np.arange(int(length.sum()))
        return np.repeat(np.arange(len(k)), length), self.row[use], self.coef[use]
