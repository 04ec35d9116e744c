"""From tables to a case: every sheet read against the others, everything wrong noted, canonical order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from optimizer.domain.case import Case, Scores, Source
from optimizer.domain.entities import (
    REQUIRED_SHEETS,
    SHEETS,
    Cadre,
    Decision,
    Predecessor,
    Relation,
    RuleSetting,
    Score,
    Seat,
    Title,
    Unit,
)
from optimizer.domain.places import PlaceIndex
from optimizer.findings import Address, has_errors, in_order
from optimizer.sheets.cards import pad_cards
from optimizer.sheets.cell_notes import note_cell_notes
from optimizer.sheets.example import note_examples
from optimizer.sheets.frames import Frame
from optimizer.sheets.headers import words_of
from optimizer.sheets.links import read_decisions, read_relations, read_rules
from optimizer.sheets.lookup import cadre_book, title_book, unit_book
from optimizer.sheets.people import PeopleReader
from optimizer.sheets.posts import (
    SEAT,
    matrix_vocabulary,
    read_matrix,
    read_predecessors,
    read_seats,
    read_titles,
    read_units,
    seat_names,
    unit_names,
)
from optimizer.sheets.problems import Problems
from optimizer.sheets.pseudonyms import Pseudonyms, hidden
from optimizer.sheets.scores import read_scores
from optimizer.sheets.settings import read_settings
from optimizer.sheets.table import Grid, RawTable
from optimizer.sheets.tabulate import columns_read, no_header, require_columns, tabulate
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from optimizer.domain.record import Record

R = TypeVar("R")


@dataclass
class Tables:
    """The sheets of a case, wherever they came from, by `Record.table`; people may come in several."""

    sheets: dict[str, list[Grid | Frame]] = field(default_factory=dict)
    settings: Grid | Frame | Mapping[str, Any] | None = None
    file: str = ""


class Assembler:
    """Reads the tables in the order in which they refer to each other."""

    def __init__(self, tables: Tables, problems: Problems) -> None:
        self._tables = tables
        self._problems = problems
        self._sources: list[Source] = []
        self._pseudonyms: Pseudonyms | None = None

    def assemble(self) -> Case | None:
        """Return the case, or None where anything was an error."""
        problems = self._problems
        settings = read_settings(self._tables.settings, problems, self._tables.file)
        units = self._first(Unit, lambda t: read_units(t, problems)) or []
        titles = self._first(Title, lambda t: read_titles(t, problems)) or []
        unit_codes = {u.unit_code: u.name for u in units}
        title_codes = {t.title_code: t.name for t in titles}
        title_look = title_book(title_codes)
        names = PlaceIndex(units)
        unit_look = unit_book(unit_codes, lambda text: unit_names(names, text))
        predecessors = self._first(Predecessor, lambda t: read_predecessors(t, unit_look, problems)) or []
        seats = self._seats(unit_look, title_look, title_codes)
        index = PlaceIndex(units, predecessors)
        people = PeopleReader(index, titles, settings.plan_date, problems)
        rosters = self._all(Cadre)
        if hidden():
            for table in rosters:
                pad_cards(table, problems)
            self._pseudonyms = Pseudonyms(rosters)
            for table in rosters:
                self._pseudonyms.mask_people(table, problems)
        cadres = sorted((c for t in rosters for c in people.read(t)), key=lambda c: c.cadre_id)
        people.note_twins()
        if Cadre.table in self._tables.sheets:
            self._note_empty(units, titles, seats, cadres)
        cadre_look = cadre_book({c.cadre_id: c.name for c in cadres})
        relations = self._first(Relation, lambda t: read_relations(t, cadre_look, problems)) or []
        decisions = (
            self._first(Decision, lambda t: read_decisions(t, cadre_look, unit_look, title_look, problems)) or []
        )
        rules = self._first(RuleSetting, lambda t: read_rules(t, problems)) or []
        books = {"cadre_id": cadre_look, "unit_code": unit_look, "title_code": title_look}
        positions = {
            "cadre_id": {c.cadre_id: i for i, c in enumerate(cadres)},
            "unit_code": {code: i for i, code in enumerate(unit_codes)},
            "title_code": {code: i for i, code in enumerate(title_codes)},
        }
        scores = self._first(Score, lambda t: read_scores(t, books, positions, problems))
        if has_errors(problems.found):
            problems.notes.ruled = Case(
                *((), (), (), ()),
                decisions=tuple(decisions),
                rules=tuple(rules),
                settings=settings,
                sources=tuple(self._sources),
            )
            return None
        return Case(
            units=tuple(units),
            titles=tuple(titles),
            seats=tuple(seats),
            cadres=tuple(cadres),
            predecessors=tuple(predecessors),
            relations=tuple(relations),
            scores=Scores.none() if scores is None else scores,
            decisions=tuple(decisions),
            rules=tuple(rules),
            rules_given=bool(rules),
            settings=settings,
            sources=tuple(self._sources),
            findings=tuple(in_order(problems.found)),
        )

    def _seats(self, units: Any, titles: Any, title_codes: Mapping[str, str]) -> list[Seat]:
        """Return the seats of the long form, or of the matrix form where the header holds titles instead.

        In the long form, names may stand instead of codes: their columns are read where there is none of codes.
        """
        sources = self._sources_of(Seat)
        if not sources:
            return []
        source = sources[0]
        long_form = Problems()
        table = tabulate(source, Seat, long_form)
        if table is None or "title_code" not in table.cells:
            matrix = tabulate(source, Seat, probe := Problems(), matrix_vocabulary(title_codes))
            if matrix is not None and any(name.startswith(SEAT) for name in matrix.cells):
                self._problems.found.extend(probe.found)
                self._register(matrix, source)
                return read_matrix(matrix, units, titles, self._problems)
        if table is None or not {"unit_code", "title_code"} <= table.cells.keys():
            coded = {} if table is None else table.cells
            names = {word: code for word, code in seat_names().items() if code not in coded}
            named = tabulate(source, Seat, probe := Problems(), {**names, **words_of(Seat)})
            if named is not None and {"unit_code", "title_code"} <= named.cells.keys():
                table, long_form = named, probe
        if not title_codes and (table is None or not {"unit_code", "title_code"} <= table.cells.keys()):
            return []  # nobody can tell which form the sheet has; that there are no titles is said
        self._problems.found.extend(long_form.found)
        table = self._checked(table, source, Seat)
        return [] if table is None else read_seats(table, units, titles, self._problems)

    def _first(self, cls: type[Record], read: Callable[[RawTable], R]) -> R | None:
        tables = self._all(cls)
        if tables and self._pseudonyms is not None:
            self._pseudonyms.mask_references(tables[0])
        return read(tables[0]) if tables else None

    def _all(self, cls: type[Record]) -> list[RawTable]:
        found = (self._checked(tabulate(s, cls, self._problems), s, cls) for s in self._sources_of(cls))
        tables = [table for table in found if table is not None]
        if cls in (Unit, Title, Cadre):
            note_examples(tables, self._problems)
        return tables

    def _sources_of(self, cls: type[Record]) -> list[Grid | Frame]:
        sources = self._tables.sheets.get(cls.table)
        if sources is None and cls in REQUIRED_SHEETS:
            text = _NO_SHEET.format(vi=cls.sheet_name.vi, en=cls.sheet_name.en)
            fix = _ADD_SHEET.format(vi=cls.sheet_name.vi, en=cls.sheet_name.en)
            self._problems.add("missing_sheet", "error", text, fix, Address(self._tables.file))
        return sources or []

    def _checked(self, table: RawTable | None, source: Grid | Frame, cls: type[Record]) -> RawTable | None:
        """Return the table if it can be read at all: a blank sheet is an empty table where it is not required."""
        if table is None:
            if cls in REQUIRED_SHEETS or (isinstance(source, Grid) and source.rows):
                no_header(source, cls, self._problems)
            return None
        if isinstance(source, Grid):
            self._problems.notes.columns.extend(columns_read(table, cls))
        empty = isinstance(source, Frame) and not source.headers
        if not (empty and cls not in REQUIRED_SHEETS) and not require_columns(table, cls, self._problems):
            return None
        self._register(table, source)
        return table

    def _register(self, table: RawTable, source: Grid | Frame) -> None:
        if isinstance(source, Grid):
            note_cell_notes(source.noted, table, self._problems, "info", _INTO_CELLS)
        table.source = len(self._sources)
        if not table.framed:
            letters = {name: letter for name, letter in table.letters.items() if ":" not in name}
            self._sources.append(Source(table.file, table.sheet, letters, table.digest))

    def _note_empty(self, units: list[Unit], titles: list[Title], seats: list[Seat], cadres: list[Cadre]) -> None:
        """Note a required sheet that has a header and no rows."""
        if has_errors(self._problems.found):
            return
        for cls, rows in ((Unit, units), (Title, titles), (Seat, seats), (Cadre, cadres)):
            if not rows and (cls is not Seat or (units and titles)):  # else seats cannot be read whatever stands there
                where = Address(self._tables.file, cls.sheet_name.vi if self._tables.file else cls.sheet_name.en)
                self._problems.add("empty_sheet", "error", _EMPTY.format(name=cls.sheet_name), _FILL_IN, where)


TABLE_NAMES = (*(cls.table for cls in SHEETS), "settings")
_NO_SHEET = Text("Thiếu trang bắt buộc “{vi}”.", "The required sheet “{vi}” / “{en}” is missing.")
_ADD_SHEET = Text("Thêm trang tên “{vi}” hoặc “{en}”.", "Add a sheet named “{vi}” or “{en}”.")
_INTO_CELLS = Text(
    "Điều gì cần được xét thì ghi vào ô, ví dụ cột Trạng thái hay Nguyện vọng.",
    "What is to count has to stand in cells, such as those of status or wishes.",
)
_EMPTY = Text("Trang “{name}” chưa có dòng nào.", "The sheet “{name}” has no rows.")
_FILL_IN = Text("Điền ít nhất một dòng.", "Fill in at least one row.")
