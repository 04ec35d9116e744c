"""All rows of a problem: those over whole groups as small tables, those over a few people as lists."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.model.worth import Giving, Worth

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.findings import Finding
    from optimizer.model.candidates import Candidates, Ints
    from optimizer.model.rows import Term

Floats: TypeAlias = NDArray[np.float64]
ROUNDING = 1e-7  # what sums of thousandths may be off


def summed(group: Ints, amount: Floats, n: int) -> Floats:
    """Return (n,) the sum of the amounts of each group."""
    return np.bincount(group, weights=amount, minlength=n).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Rows:
    """Rows over candidates, hard or soft at a price: `lower <= activity <= upper`.

    The activity of a row is what `terms` say of the chosen candidates plus the listed entries: entry i says
    candidate[i] has coef[i] in row[i]. Rows of one `worst` group pay together for the one farthest outside.
    """

    candidate: Ints
    row: Ints
    coef: Floats
    lower: Floats
    upper: Floats
    price: Ints  # whole-number cost of a unit outside the limits, -1 where the row is hard
    level: Ints  # position in Problem.levels of the level that pays, -1 where the row is hard
    because: Callable[[int], Finding]
    terms: tuple[Term, ...] = ()
    group: Ints | None = None  # number of the `worst` group, -1 for a row that pays for itself
    family: Ints | None = None  # number of what asks for each row: rows of one family ask the same of different groups

    @classmethod
    def none(cls, because: Callable[[int], Finding]) -> Rows:
        """Return no rows at all."""
        whole, real = np.zeros(0, np.int64), np.zeros(0)
        return cls(whole, whole, real, real, real, whole, whole, because)

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def hard(self) -> NDArray[np.bool_]:
        """(rows,): whether nothing outside the limits is allowed."""
        return self.price < 0

    @property
    def crossing(self) -> bool:
        """Whether rows speak of whole groups: then they have prices that no network knows."""
        return bool(self.terms) or not bool(self.hard.all())

    @cached_property
    def worst(self) -> Ints:
        """(rows,): number of the group that pays together, -1 for a row that pays for itself."""
        return np.full(len(self), -1, np.int64) if self.group is None else self.group

    @cached_property
    def _by_candidate(self) -> Ints:
        return np.argsort(self.candidate, kind="stable")

    def entries(self, found: Candidates, k: Ints) -> tuple[Ints, Ints, Floats]:
        """Return (position in `k`, row, coefficient) for ascending candidates `k`; entries of one place add up."""
        order = self._by_candidate
        listed = self.candidate[order]
        if len(k) < len(listed):
            begin, end = np.searchsorted(listed, k), np.searchsorted(listed, k, side="right")
            length = end - begin
            at = np.repeat(np.arange(len(k)), length)
            use = order[np.repeat(begin - np.cumsum(length) + length, length) + np.arange(length.sum())]
        else:
            at = np.searchsorted(k, self.candidate)
            use = np.flatnonzero(k[np.minimum(at, len(k) - 1)] == self.candidate) if len(k) else at[:0]
            at = at[use]
        parts = [(at.astype(np.int64), self.row[use].astype(np.int64), self.coef[use])]
        if self.terms:
            p, u, r = (a.astype(np.int32) for a in (found.person(k), found.unit(k), found.role(k)))
            parts += [term.entries(p, u, r) for term in self.terms]
        which, row, coef = (np.concatenate([part[i] for part in parts]) for i in range(3))
        return which, row, coef

    def outside(self, activity: Floats) -> Floats:
        """Return (rows,) how far each row is outside its limits."""
        under, over = self.lower - activity, activity - self.upper
        far: Floats = np.maximum(np.maximum(under, over), 0.0)
        return np.where(far < ROUNDING, 0.0, far)

    def paid(self, activity: Floats, level: int) -> float:
        """Return what the rows of one level cost under an activity."""
        paying = np.flatnonzero(self.level == level)
        if not len(paying):
            return 0.0
        each = self.outside(activity)[paying] * self.price[paying]
        groups = self.worst[paying]
        alone = float(each[groups < 0].sum())
        if not (groups >= 0).any():
            return alone
        farthest = np.zeros(int(groups.max()) + 1)
        np.maximum.at(farthest, groups[groups >= 0], each[groups >= 0])
        return alone + float(farthest.sum())

    # prices ----------------------------------------------------------------------------------------------------------
    def lay_out(self, found: Candidates) -> Worth:
        """Return the rows' terms sorted for these candidates: once, for they are asked many times."""
        kept = self.__dict__.get("_worth")
        if kept is None or kept.found is not found:
            kept = self.__dict__["_worth"] = Worth.of(self.terms, found)
        worth: Worth = kept
        return worth

    def giving(self, found: Candidates, by_slot: Floats, y: Floats) -> Giving:
        """Return what each candidate's slot is worth and what the rows' multipliers `y` give for it."""
        order = self._by_candidate
        active = order[y[self.row[order]] != 0]
        return self.lay_out(found).under(
            by_slot, y, [(self.candidate[active], self.coef[active] * y[self.row[active]])]
        )
