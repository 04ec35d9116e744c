"""The candidates of a case by slot instead of by person: whoever may come to a seat stands side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.model.candidates import Candidates

Ints = NDArray[np.int64]
Costs = NDArray[np.float32]
BLOCK = 250_000  # candidates sorted in one go: what fits the cache is sorted three times as fast


@dataclass(frozen=True)
class BySlot:
    """The candidates in the order of slots, each slot's by person; `first` (slots + 1,) says where each begins."""

    people: NDArray[np.int32]  # (candidates,)
    first: Ints
    cost: Costs | None  # (candidates,): what each costs by itself, where that was told


def people_by_slot(found: Candidates, costs: Callable[[int, int], Costs] | None = None) -> BySlot:
    """Sort candidates by slot; `costs` tells those from one to another, in the order of people, and they are carried."""
    n = len(found.slot_unit)
    kind = np.uint16 if n < 2**16 else np.int32  # short numbers are sorted by counting
    blocks = found.chunks(BLOCK) if len(found) else []
    counts = side_by_side(lambda block: np.bincount(found.slot[slice(*block)], minlength=n), blocks)
    table = np.array([np.zeros(n, np.int64), *counts])
    first = np.concatenate([[0], np.cumsum(table.sum(axis=0))]).astype(np.int64)
    before = np.cumsum(table, axis=0)  # (blocks + 1, slots): the candidates of earlier blocks
    people = np.empty(len(found), np.int32)
    carried = None if costs is None else np.empty(len(found), np.float32)

    def fill(i: int) -> None:
        begin, end = blocks[i]
        order = np.argsort(found.slot[begin:end].astype(kind), kind="stable")
        start = np.cumsum(counts[i]) - counts[i]
        into = np.arange(end - begin) + np.repeat(first[:-1] + before[i] - start, counts[i])
        people[into] = found.person_between(begin, end)[order]
        if costs is not None and carried is not None:
            carried[into] = costs(begin, end)[order]

    side_by_side(fill, range(len(blocks)))
    return BySlot(people, first, carried)
