"""Reading the fields of one table and building its entities, with the checks all sheets share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from optimizer.domain.record import Record
from optimizer.sheets.cells import text_of
from optimizer.sheets.problems import Problems, shown
from optimizer.sheets.table import BadCell, RawTable
from optimizer.sheets.values import Subjects, blank_findings, nobody, read_column
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

R = TypeVar("R", bound=Record)
Fields = dict[str, list[Any]]  # field name -> value of each row, None where blank


def read_fields(
    table: RawTable, cls: type[Record], problems: Problems, subjects: Subjects = nobody, *, skip: Iterable[str] = ()
) -> Fields:
    """Return every field of a table, judged cell by cell; blanks in cells that must be filled are noted."""
    left_out = set(skip)
    found: Fields = {}
    for name, column in cls.columns().items():
        if name in left_out:
            continue
        found[name] = read_column(table, name, column, problems, subjects)
        if column.filled and name in table.cells:
            blank_findings(table, name, found[name], problems, subjects)
    return found


def extras(table: RawTable) -> list[dict[str, Any]]:
    """Return, for each row, the columns the program does not know, by header as written; blanks left out."""
    rows: list[dict[str, Any]] = [{} for _ in range(len(table))]
    for header, cells in table.extra.items():
        memo: dict[str, str] = {}
        for row, cell in zip(rows, cells, strict=True):
            if cell is None:
                continue
            if type(cell) is str:
                text = memo.get(cell)
                if text is None:
                    text = memo[cell] = tidy(cell)
                if text:
                    row[header] = text
            else:
                row[header] = text_of(cell) if isinstance(cell, BadCell) else cell
    return rows


def entities(table: RawTable, cls: type[R], fields: Fields, complete: Sequence[bool]) -> list[R]:
    """Return an entity for every complete row; a blank field takes its default."""
    names = list(fields)
    made: list[R] = []
    source, numbers = table.source, table.rows
    kept = extras(table) if table.extra else None
    for i, row in enumerate(zip(*fields.values(), strict=True)):
        if complete[i]:
            values = {name: value for name, value in zip(names, row, strict=True) if value is not None}
            if kept is not None and kept[i]:
                values["extra"] = kept[i]
            made.append(cls(source=source, row=numbers[i], **values))
    return made


def complete_rows(table: RawTable, fields: Fields, needed: Iterable[str]) -> list[bool]:
    """Return which rows have a value in every needed field."""
    columns = [fields[name] for name in needed]
    return (
        [all(value is not None for value in row) for row in zip(*columns, strict=True)]
        if columns
        else [True] * len(table)
    )


def note_doubles(
    table: RawTable,
    name: str,
    keys: Sequence[Any],
    seen: dict[Any, tuple[RawTable, int]],
    problems: Problems,
    text: Text,
    kind: str,
) -> None:
    """Note every row whose key stood before, naming both cells; `seen` may span several tables."""
    for i, key in enumerate(keys):
        if key is None:
            continue
        first = seen.setdefault(key, (table, i))
        if first != (table, i) and not (first[0] is table and first[1] == i):
            there = first[0].address(name, first[1])
            label = key if isinstance(key, str) else " – ".join(shown(k) for k in key)
            problems.cell(
                table,
                name,
                i,
                "duplicate",
                "error",
                text.format(value=label, there=there),
                _KEEP_ONE,
                subject=((kind, label),),
            )


_KEEP_ONE = Text("Chỉ giữ lại một dòng.", "Keep only one of the rows.")
