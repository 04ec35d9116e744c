"""Which units lie how far from each other, and rows that say "not too far apart" in few entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.model.facts import great_circle_km

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.facts import Facts


def metres_between_units(facts: Facts) -> NDArray[np.int64]:
    """Return (U, U): the straight line in metres, -1 where the coordinates of one are unknown."""
    km = great_circle_km(facts.unit_points[:, None, :], facts.unit_points[None, :, :])
    return np.floor(np.nan_to_num(km, nan=-1.0) * 1000.0 + 0.5).astype(np.int64)


def rows_of_far_pairs(points: NDArray[np.float64], far: NDArray[np.bool_]) -> tuple[NDArray[np.int32], int]:
    """Return (2, U, K) offsets of rows (-1 pads), and how many rows: each far pair of units meets in exactly one row.

    Say the first of two people is at u and the second at v: the row in which both count is there if and only if v is far
    from u, and there is one only. The units stand in a tree halved by place again and again; a node's row takes all its
    units for the first person and, for the second, the units far from all of them that were not so for its parent. So a
    unit is in a handful of rows for either person, instead of in one for every unit far away.
    """
    n = len(points)
    first: list[list[int]] = [[] for _ in range(n)]
    second: list[list[int]] = [[] for _ in range(n)]
    known = np.flatnonzero(far.any(axis=1))
    waiting: list[tuple[NDArray[np.intp], NDArray[np.bool_]]] = [(known, np.zeros(n, bool))] if len(known) else []
    rows = 0
    while waiting:
        units, above = waiting.pop()
        common = np.asarray(far[units].all(axis=0))
        new = np.flatnonzero(common & ~above)
        if len(new):
            for u in units.tolist():
                first[u].append(rows)
            for v in new.tolist():
                second[v].append(rows)
            rows += 1
        if len(units) > 1:
            here = points[units]
            axis = int(np.argmax(np.ptp(here, axis=0)))
            order = units[np.argsort(here[:, axis], kind="stable")]
            middle = len(order) // 2
            waiting += [(order[:middle], common), (order[middle:], common)]
    width = max(1, *(len(x) for x in (*first, *second))) if n else 1
    table = np.full((2, n, width), -1, np.int32)
    for side, lists in enumerate((first, second)):
        for u, found in enumerate(lists):
            table[side, u, : len(found)] = found
    return table, rows
