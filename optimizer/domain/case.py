"""A case: everything one draft is made from, in one frozen object whose rows stand in canonical order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer import registry
from optimizer.domain.memory import Memory
from optimizer.findings import Address, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from optimizer.domain.entities import Cadre, Decision, Predecessor, Relation, RuleSetting, Seat, Title, Unit
    from optimizer.domain.places import PlaceIndex
    from optimizer.domain.plan import Plan
    from optimizer.domain.record import Record
    from optimizer.domain.rounds import Round

TWO_TIERS_SINCE = dt.date(2025, 7, 1)  # the first day of the new units
DEFAULT_PLAN_DATE = TWO_TIERS_SINCE  # used, with a warning, where none is given


@dataclass(frozen=True)
class Source:
    """One sheet of one file a table was read from, with the column letter of each field, so that cells can be named."""

    file: str
    sheet: str
    letters: Mapping[str, str] = field(default_factory=dict)  # field name -> "C"
    digest: str = ""  # SHA-256 of the file


@dataclass(frozen=True)
class Scores:
    """Explicit suitability as columns: positions in `Case.cadres`, `Case.units`, `Case.titles`, -1 for `*`."""

    cadre: NDArray[np.int32]
    unit: NDArray[np.int32]
    title: NDArray[np.int32]
    value: NDArray[np.float64]

    @classmethod
    def none(cls) -> Scores:
        """Return an empty table."""
        empty = np.zeros(0, np.int32)
        return cls(empty, empty, empty, np.zeros(0))

    def __len__(self) -> int:
        return len(self.value)


@dataclass(frozen=True)
class Settings:
    """The Settings sheet: the date all ages and terms are counted on, and whatever else was written there."""

    plan_date: dt.date = DEFAULT_PLAN_DATE
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One placement case. Units, titles and cadres are sorted by code, so the order of input rows cannot matter.

    `rules_given` is False where the workbook has no Rules sheet: then the defaults of DESIGN section 2 apply.
    `findings` holds the warnings and remarks met while reading (never errors: a case with errors is not built).
    `previous` is the plan that was reviewed, None for a first draft; `rounds` tells what each review of it asked and
    `memory` holds the prices that plan was proved by.
    """

    units: tuple[Unit, ...]
    titles: tuple[Title, ...]
    seats: tuple[Seat, ...]
    cadres: tuple[Cadre, ...]
    predecessors: tuple[Predecessor, ...] = ()
    relations: tuple[Relation, ...] = ()
    scores: Scores = field(default_factory=Scores.none)
    decisions: tuple[Decision, ...] = ()
    rules: tuple[RuleSetting, ...] = ()
    rules_given: bool = False
    settings: Settings = field(default_factory=Settings)
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    previous: Plan | None = None
    rounds: tuple[Round, ...] = ()
    memory: Memory = field(default_factory=Memory, repr=False)

    @classmethod
    def read(cls, path: str | Path, rosters: Iterable[str | Path] = ()) -> Case:
        """Read a case workbook, and further rosters; raise InputError with every finding where it has errors."""
        case: Case = registry.provider("read_case")(Path(path), tuple(Path(r) for r in rosters))
        return case

    @classmethod
    def from_tables(cls, **tables: pd.DataFrame | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None) -> Case:
        """Build a case from tables named like the sheets (units, titles, seats, ...): frames, columns or records."""
        case: Case = registry.provider("case_from_tables")(tables)
        return case

    @cached_property
    def unit_by_code(self) -> dict[str, Unit]:
        """Units by code."""
        return {u.unit_code: u for u in self.units}

    @cached_property
    def title_by_code(self) -> dict[str, Title]:
        """Titles by code."""
        return {t.title_code: t for t in self.titles}

    @cached_property
    def cadre_by_id(self) -> dict[str, Cadre]:
        """Cadres by identifier."""
        return {c.cadre_id: c for c in self.cadres}

    @cached_property
    def seat_by_key(self) -> dict[tuple[str, str], Seat]:
        """Seats by unit and title code."""
        return {(s.unit_code, s.title_code): s for s in self.seats}

    @cached_property
    def allowed_pairs(self) -> frozenset[frozenset[str]]:
        """Pairs of titles that may stand in one hand, in either order of writing (R3)."""
        return frozenset(
            frozenset((t.title_code, other))
            for t in self.titles
            for other in t.concurrent_with
            if other != t.title_code
        )

    @cached_property
    def exceptions_of(self) -> dict[str, tuple[Decision, ...]]:
        """Exception rows of each person who has one, in the order of the sheet (R68)."""
        found: dict[str, list[Decision]] = {}
        for d in self.decisions:
            if d.action == "exception":
                found.setdefault(d.cadre_id, []).append(d)
        return {cadre_id: tuple(rows) for cadre_id, rows in found.items()}

    @cached_property
    def locks_of(self) -> dict[str, tuple[Decision, ...]]:
        """Locks of each person who has one, in the order of the sheet."""
        found: dict[str, list[Decision]] = {}
        for d in self.decisions:
            if d.action == "lock":
                found.setdefault(d.cadre_id, []).append(d)
        return {cadre_id: tuple(rows) for cadre_id, rows in found.items()}

    def score(self, cadre_id: str, unit_code: str, title_code: str) -> float | None:
        """Return the explicit suitability written for a cadre, a unit or `*`, and a title or `*`; None without one.

        Of several rows for one key the first counts. A whole table of scores is searched, never turned into objects.
        """
        if not len(self.scores):
            return None
        people, units, titles, keys, order = self._score_index
        person, unit, title = people.get(cadre_id), units.get(unit_code), titles.get(title_code)
        if person is None or unit is None or title is None:
            return None
        key = (person * len(units) + unit) * len(titles) + title
        at = int(np.searchsorted(keys, key))
        return float(self.scores.value[order[at]]) if at < len(keys) and keys[at] == key else None

    @cached_property
    def _score_index(self) -> tuple[dict[str, int], dict[str, int], dict[str, int], NDArray[Any], NDArray[Any]]:
        people = {c.cadre_id: i for i, c in enumerate(self.cadres)}
        units = {"*": 0, **{u.unit_code: i + 1 for i, u in enumerate(self.units)}}
        titles = {"*": 0, **{t.title_code: i + 1 for i, t in enumerate(self.titles)}}
        s = self.scores
        keys = (s.cadre.astype(np.int64) * len(units) + s.unit + 1) * len(titles) + s.title + 1
        order = np.argsort(keys, kind="stable")
        return people, units, titles, keys[order], order

    @cached_property
    def places(self) -> PlaceIndex:
        """The names of all units, old and new, ready to be looked up."""
        from optimizer.domain.places import PlaceIndex

        return PlaceIndex(self.units, self.predecessors)

    def address(self, record: Record, field_name: str = "") -> Address:
        """Return the cell a field of a record was read from (its row where the field has no column)."""
        if not self.sources or not record.row:
            return Address("", record.sheet_name.en, f"{field_name or 'row'} {record.row}" if record.row else "")
        source = self.sources[record.source]
        letter = source.letters.get(field_name, "")
        return Address(source.file, source.sheet, f"{letter}{record.row}" if letter else f"{record.row}:{record.row}")
