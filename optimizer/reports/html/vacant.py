"""Vacant seats as a committee asks about them: title by title, where, why, and how to fill them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.reports.words import number
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.table import Table


@dataclass(frozen=True)
class VacantTitle:
    """One title that lacks holders; `reason` and `way` are those that hold in most of its units."""

    name: str
    missing: int
    target: int
    units: tuple[Text, ...]  # those that lack somebody, with how many where it is more than one
    reason: Text
    reason_of: int  # in how many of the units this very reason holds
    way: Text


def vacant_titles(figures: Figures, table: Table) -> tuple[VacantTitle, ...]:
    """Return the titles of the section Vacancies (its table is given), most missing first."""
    at = {column.header.en: i for i, column in enumerate(table.columns)}
    target: Counter[str] = Counter()
    for seat in figures.context.case.seats:
        target[seat.title_code] += seat.target
    rows: dict[str, list[Sequence[object]]] = {}
    for row in table.rows:
        rows.setdefault(str(row[at["Title code"]]), []).append(row)
    found: list[VacantTitle] = []
    for code, mine in rows.items():
        mine.sort(key=lambda row: str(row[at["Unit code"]]))
        lacking = [(str(row[at["Unit"]]), n) for row in mine if isinstance(n := row[at["Missing"]], int)]
        reason, times = _commonest([row[at["Reason"]] for row in mine])
        way, _ = _commonest([row[at["Way to fill"]] for row in mine])
        units = tuple(_place(name, n) for name, n in lacking)
        name = figures.context.title_name(code)
        found.append(VacantTitle(name, sum(n for _, n in lacking), target[code], units, reason, times, way))
    return tuple(sorted(found, key=lambda v: (-v.missing, v.name)))


def _commonest(texts: Sequence[object]) -> tuple[Text, int]:
    """Return the text met most often, the first of those that are, and how often it is met."""
    counts = Counter(text for text in texts if isinstance(text, Text))
    if not counts:
        return same(""), 0
    text, times = counts.most_common(1)[0]
    return text, times


def _place(name: str, missing: int) -> Text:
    return same(name) if missing == 1 else Text("{name} ({n})", "{name} ({n})").format(name=name, n=number(missing, 0))
