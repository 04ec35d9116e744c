"""Caps on numbers of people as one term: each person adds 1 to the row their highest counted title belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.title_choice import seniority
from optimizer.model.rows import Term

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.domain.head_count import Caps
    from optimizer.model.cells import Spots
    from optimizer.model.facts import Facts


def head_count(facts: Facts, caps: Caps, spared: Spots) -> Term:
    """Return the term of all caps; `spared` are the spots at which an exception takes a person out of the count."""
    row = np.full((facts.n_units, facts.n_titles), -1, np.int32)
    for (unit_code, title_code), cap in caps.at.items():
        row[facts.unit_at[unit_code], facts.title_at[title_code]] = cap
    order = seniority(facts.case)
    rank = np.array([order[t.title_code] for t in facts.case.titles], np.int64)
    people = np.unique(spared.p)
    tables = [_by_role(facts, row, rank)]
    group = np.zeros(facts.n_people, np.int32)
    for i, person in enumerate(people.tolist()):
        mine = spared.p == person
        own = row.copy()
        own[spared.u[mine], spared.t[mine]] = -1
        tables.append(_by_role(facts, own, rank))
        group[person] = i + 1
    return Term(np.stack(tables), np.ones(facts.n_people), group if len(people) else None)


def _by_role(facts: Facts, row: NDArray[np.int32], rank: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return (U, R): the row of the highest title of each role that has a row, -1 where none has."""
    titles = facts.role_titles
    rows = np.concatenate([row, np.full((facts.n_units, 1), -1, np.int32)], axis=1)[:, titles]  # (U, R, J)
    standing = np.where(rows >= 0, np.append(rank, facts.n_titles)[titles][None], facts.n_titles)
    first = standing.argmin(axis=2)[:, :, None]
    found: NDArray[np.int32] = np.take_along_axis(rows, first, axis=2)[:, :, 0]
    return found
