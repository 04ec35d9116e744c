"""Row families: what a rule asks of several placements together.

A rule that speaks of whole groups (women among leaders, capability of each unit) gives its coefficients as terms, small
tables that broadcast: nobody ever lists ten million candidates for it. A rule about a few people (a pair to keep apart)
lists its entries itself and names its people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.model.cells import look

if TYPE_CHECKING:
    from optimizer.findings import Finding

# (person, unit, role) positions of n candidates -> (which of the n, row of the family, coefficient), three equal lengths
Found: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]
Entries: TypeAlias = Callable[[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]], Found]


@dataclass(frozen=True)
class Term:
    """A part of a family's coefficients: person p at unit u in role r adds `coef[p]` to row `row[group[p], u, r]`.

    `row` has shape (groups or 1, units or 1, roles or 1), an axis of length 1 stands for every position, -1 for no row.
    `coef` has shape (people,); `group` (people,), -1 for who is in no group; None puts everybody in group 0.
    """

    row: NDArray[np.int32]
    coef: NDArray[np.float64]
    group: NDArray[np.int32] | None = None

    def entries(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return the entries that this term adds for n candidates."""
        k = np.flatnonzero(self.concerned[p])
        p, u, r = p[k], u[k], r[k]
        row = np.broadcast_to(look(self.row, np.zeros_like(p) if self.group is None else self.group[p], u, r), p.shape)
        inside = row >= 0
        return k[inside], row[inside].astype(np.int64), self.coef[p[inside]]

    def of_slots(self, unit: NDArray[np.int32], role: NDArray[np.int32]) -> NDArray[np.int32]:
        """Return (groups, slots) the row of each slot, given the unit and role of each."""
        u = unit if self.row.shape[1] > 1 else np.zeros_like(unit)
        r = role if self.row.shape[2] > 1 else np.zeros_like(role)
        found: NDArray[np.int32] = self.row[:, u, r]
        return found

    @property
    def concerned(self) -> NDArray[np.bool_]:
        """(people,): whom the term speaks of at all."""
        some: NDArray[np.bool_] = self.coef != 0
        return some if self.group is None else some & (self.group >= 0)


@dataclass(frozen=True)
class RowFamily:
    """Rows `lower <= sum of coefficient x placement <= upper`, one of them for each group the rule speaks of.

    The coefficients are the sum of `terms` and of what `listed` gives. `price` None makes the rows hard; otherwise each
    unit outside the limits costs that much in the level of soft rules, and with `worst` only the row farthest outside
    its limits pays. `because(row)` is the finding that stands behind a row: what a diagnosis quotes. `people`, where
    given, are the only people that `listed` speaks of: nobody else's candidates are asked about. With `alone`, row i is
    about people[i] and nobody else.
    """

    rule: str
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    because: Callable[[int], Finding]
    terms: tuple[Term, ...] = ()
    listed: Entries | None = None
    people: NDArray[np.int32] | None = None
    alone: bool = False
    price: float | None = None
    worst: bool = False

    def __post_init__(self) -> None:
        if self.worst and (np.isfinite(self.lower) & np.isfinite(self.upper)).any():
            raise ValueError("rows that pay together have one limit each")

    def entries(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return every entry of n candidates; one candidate may add to one row several times."""
        parts = [term.entries(p, u, r) for term in self.terms]
        if self.listed is not None:
            parts.append(self.listed(p, u, r))
        k, row, coef = (np.concatenate([part[i] for part in parts]) for i in range(3)) if parts else _NOTHING
        return k.astype(np.int64), row.astype(np.int64), coef.astype(np.float64)


_NOTHING = (np.zeros(0), np.zeros(0), np.zeros(0))
