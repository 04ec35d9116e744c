"""Tables of rows for people who count in their own unit and in the other units of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from optimizer.domain.entities import Title
    from optimizer.model.facts import Facts


class SharingTables:
    """Masks over titles and tables over units, each made once, for the entries of rows about fields and units.

    `row_of` gives the row of a (field, unit code), `neighbours` the other units that whoever serves in one may serve;
    `counts` says which titles' holders count in a field.
    """

    def __init__(
        self,
        facts: Facts,
        row_of: Mapping[tuple[str, str], int],
        neighbours: Mapping[str, frozenset[str]],
        counts: Callable[[Title, str], bool],
    ) -> None:
        self._facts, self._row_of, self._neighbours, self._counts = facts, row_of, neighbours, counts
        self.masks: list[NDArray[np.bool_]] = []
        self._mask_at: dict[tuple[str, str], int] = {}
        self._tables: list[list[list[int]]] = []  # rows by unit
        self._table_at: dict[tuple[str, frozenset[str], str], int] = {}

    def at(self, field: str, away: frozenset[str], unit: str = "", title: str = "") -> tuple[int, int]:
        """Return which mask and which table hold for somebody who is kept away from some units.

        With `unit` or `title`, only placements there count.
        """
        mask = self._mask_at.setdefault((field, title), len(self.masks))
        if mask == len(self.masks):
            titles = self._facts.case.titles
            own = [self._counts(t, field) and title in ("", t.title_code) for t in titles]
            self.masks.append(np.array(own, bool))
        table = self._table_at.setdefault((field, away, unit), len(self._tables))
        if table == len(self._tables):
            codes = [u.unit_code for u in self._facts.case.units]
            self._tables.append([self._rows(field, c, away) if unit in ("", c) else [] for c in codes])
        return mask, table

    def _rows(self, field: str, unit: str, away: frozenset[str]) -> list[int]:
        served = (unit, *sorted(self._neighbours.get(unit, frozenset()) - away))
        return [self._row_of[field, c] for c in served if (field, c) in self._row_of]

    @property
    def where(self) -> NDArray[np.int32]:
        """(tables, units, K): the rows of each unit, -1 pads."""
        width = max((len(rows) for table in self._tables for rows in table), default=0)
        found = np.full((len(self._tables), self._facts.n_units, max(1, width)), -1, np.int32)
        for i, table in enumerate(self._tables):
            for u, rows in enumerate(table):
                found[i, u, : len(rows)] = rows
        return found
