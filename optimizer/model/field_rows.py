"""Rows of units and fields as a few tables: which row a role counts in, whatever field its titles name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.facts import Facts


def field_tables(
    facts: Facts, titles: NDArray[np.bool_], rows: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return (L, U, R) rows and (L, R) fields, -1 where there is none: a role of several fields stands in several tables.

    `titles` (F, T) says which titles each field speaks of, `rows` (F, U) the row of each field and unit, -1 for none.
    """
    named = np.array([facts.roles_with(mask) for mask in titles], bool).reshape(len(titles), facts.n_roles)
    layers = int(named.sum(axis=0).max(initial=0))
    fields = np.full((layers, facts.n_roles), -1, np.int32)
    at, role = np.nonzero(named)
    nth = np.cumsum(named, axis=0)[at, role] - 1
    fields[nth, role] = at
    padded = np.concatenate([rows, np.full((1, facts.n_units), -1, np.int32)])
    return np.ascontiguousarray(padded[fields].transpose(0, 2, 1)).astype(np.int32), fields
