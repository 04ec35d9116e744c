"""Row families: what a rule asks of several placements together, as sparse rows over candidates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from optimizer.findings import Finding

# (person, unit, role) positions of n candidates -> (which of the n, row of the family, coefficient), three equal lengths
Entries: TypeAlias = Callable[
    [NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
]


@dataclass(frozen=True)
class RowFamily:
    """Rows `lower <= sum of coefficient x placement <= upper`, one of them for each group the rule speaks of.

    `price` None makes the rows hard; otherwise each unit outside the limits costs that much in the level of soft rules.
    `because(row)` is the finding that stands behind a row: what a diagnosis quotes. `people`, where given, are the only
    people the rows speak of: nobody else's candidates are asked about.
    """

    rule: str
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    entries: Entries
    because: Callable[[int], Finding]
    price: float | None = None
    people: NDArray[np.int32] | None = None
