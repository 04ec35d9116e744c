"""A case workbook written from plain tables: what the sample generators make, and what a person could have typed."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

from optimizer.domain.dates import PartialDate
from optimizer.domain.entities import SETTINGS_SHEET, SHEETS
from optimizer.domain.record import Column, Record
from optimizer.domain.words import DEGREES, THEORIES, WORDS, degree_text, field_text, field_word, theory_text
from optimizer.sheets.atomic import replacing
from optimizer.sheets.xlsx import FORMULA_STARTS, Book, as_date, plain, quoted
from optimizer.text import Lang, Text, tidy

MOST_ROWS = 1_048_575  # of a sheet, its header left out
SPARE_ROWS = 1_000  # further rows that the drop-downs cover, for rows added by hand
DATE_FORMAT = "dd/mm/yyyy"
SERIAL_ZERO = dt.date(1899, 12, 30)
SETTINGS_HEADERS = (Text("Thiết lập", "key"), Text("Giá trị", "value"))
SETTING_NAMES = {"plan_date": Text("Ngày lập phương án", "plan_date"), "language": Text("Ngôn ngữ", "language")}
GRADE_COLUMN = re.compile(r"(?:grades?|xếp loại(?: năm)?)[ _]*(\d{4})", re.IGNORECASE)
# a column that names a row of another sheet -> (that sheet's table, the column there)
LINKS = {
    "unit_code": ("units", "unit_code"), "title_code": ("titles", "title_code"), "cadre_id": ("cadres", "cadre_id"),
    "cadre_a": ("cadres", "cadre_id"), "cadre_b": ("cadres", "cadre_id"),
}  # fmt: skip

_NONE: Mapping[str, Any] = {}
Row = Mapping[str, object]
Tables = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Planned:
    """One column to be written: where its values come from, its header, and how its cells are judged."""

    key: str
    header: str
    column: Column
    known: bool = True
    year: int | None = None  # of a column of grades

    def values(self, rows: Sequence[Row]) -> Iterable[object]:
        """Return the cells of this column, from the top."""
        if self.year is not None and self.key == "grades":
            return [dict(_grades(row.get("grades"))).get(self.year) for row in rows]
        return [row.get(self.key) for row in rows]


def write_case(
    tables: Tables, path: Path, lang: Lang = "vi", own: Mapping[str, Callable[[Book, Sequence[Row]], Any]] = _NONE
) -> Path:
    """Write a case workbook: one sheet a table, headers and sheet names in `lang`, and return where it landed.

    `tables` maps Record.table to rows keyed by field name; "settings" holds rows of {"key", "value"}. Columns nobody
    uses are left out, unknown ones follow the known ones under their own name. The same tables give the same bytes.
    `own` writes the sheet of a table in a way of its own.
    """
    unknown = sorted(set(tables) - {s.table for s in SHEETS} - {"settings"})
    if unknown:
        raise ValueError(f"unknown table(s): {', '.join(unknown)}")
    with replacing(Path(path)) as landing, Book(landing.path, lang) as book:
        plans = {s.table: planned_columns(s, tables[s.table], lang) for s in SHEETS if tables.get(s.table)}
        for sheet_class in SHEETS:
            if sheet_class.table in plans and sheet_class.table in own:
                own[sheet_class.table](book, tables[sheet_class.table])
            elif sheet_class.table in plans:
                write_sheet(book, sheet_class, plans, tables)
        if tables.get("settings"):
            write_settings(book, tables["settings"])
    return landing.landed


def planned_columns(sheet_class: type[Record], rows: Sequence[Row], lang: Lang) -> list[Planned]:
    """Return the columns a table needs: required ones, those with a value somewhere, then the unknown ones."""
    used = {key for row in rows for key, value in row.items() if value is not None and value != ""}
    found: list[Planned] = []
    for name, column in sheet_class.columns().items():
        if column.kind == "grades":
            years = sorted({year for row in rows for year, _ in _grades(row.get(name))})
            found += [Planned(name, header_of(name, column, lang, year), column, year=year) for year in years]
            written = sorted((int(m[1]), key) for key in used if (m := GRADE_COLUMN.fullmatch(key)))
            found += [Planned(key, header_of(name, column, lang, year), column, year=year) for year, key in written]
        elif column.required or name in used:
            found.append(Planned(name, header_of(name, column, lang), column))
    taken = {p.key for p in found}
    order = dict.fromkeys(key for row in rows for key in row)
    text = Column("", "text")
    found += [Planned(key, plain(tidy(key)), text, known=False) for key in order if key in used and key not in taken]
    return found


def header_of(name: str, column: Column, lang: Lang, year: int | None = None) -> str:
    """Return the header of a field in `lang`: its Vietnamese one, or the field's own name; grades carry their year."""
    header = column.vi if lang == "vi" else name
    return header if year is None else f"{column.vi if lang == 'vi' else 'grade'} {year}"


def write_sheet(book: Book, sheet_class: type[Record], plans: Mapping[str, list[Planned]], tables: Tables) -> Any:
    """Write one table on a sheet of its own and return the sheet."""
    rows = tables[sheet_class.table]
    if len(rows) > MOST_ROWS:
        raise ValueError(f"{sheet_class.table}: {len(rows)} rows do not fit a sheet of {MOST_ROWS}")
    sheet = book.add_sheet(sheet_class.sheet_name.of(book.lang))
    columns = plans[sheet_class.table]
    for at, planned in enumerate(columns):
        book.text(sheet, 0, at, planned.header, book.header())
        widest = write_column(book, sheet, at, planned, rows)
        width = min(max(widest + 2, min(len(planned.header), 14) + 2, 8), 42)
        sheet.set_column(at, at, width, _column_format(book, planned.column))
        source = word_choices(book, planned.key, planned.column) or link_choices(
            book, sheet_class, planned.key, plans, tables
        )
        if source is not None:
            sheet.data_validation(1, at, len(rows) + SPARE_ROWS, at, drop_down(source, book.lang))
    finish(sheet, len(rows), len(columns))
    return sheet


def finish(sheet: Any, rows: int, columns: int) -> None:
    """Freeze the header and put a filter on it."""
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, max(rows, 1), columns - 1)


def write_settings(book: Book, rows: Sequence[Row]) -> Any:
    """Write the Settings sheet: one key and one value a row."""
    sheet = book.add_sheet(SETTINGS_SHEET.of(book.lang))
    for at, header in enumerate(SETTINGS_HEADERS):
        book.text(sheet, 0, at, header.of(book.lang), book.header())
    for number, row in enumerate(rows, 1):
        key = str(row.get("key", ""))
        book.text(sheet, number, 0, SETTING_NAMES.get(key, Text(key, key)).of(book.lang), book.format())
        write_cell(book, sheet, number, 1, row.get("value"))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 24)
    finish(sheet, len(rows), 2)
    return sheet


def write_cell(book: Book, sheet: Any, row: int, column: int, value: object, **properties: Any) -> None:
    """Write one value as what it is: a day, a number, or text."""
    day, number = as_date(value), _number(value)
    if day is not None:
        sheet.write_number(
            row, column, (day - SERIAL_ZERO).days, book.format(num_format=DATE_FORMAT, align="left", **properties)
        )
    elif number is not None:
        sheet.write_number(row, column, number, book.format(align="left", **properties))
    elif value is not None and value != "":
        book.text(
            sheet,
            row,
            column,
            as_text(value, Column("", "text"), "", book.lang),
            book.format(**properties),
            **properties,
        )


def write_column(book: Book, sheet: Any, at: int, planned: Planned, rows: Sequence[Row], **properties: Any) -> int:
    """Write one column below its header and return the length of its longest value."""
    kind = planned.column.kind
    props = {**_properties(kind), **properties}
    text_props = properties if kind == "date" else props
    cell_format, text_format = book.format(**props), book.format(**text_props)
    quoted_format = book.format(**text_props, quote_prefix=True)
    numeric, dated = kind in ("int", "number"), kind == "date"
    write_string, write_number = sheet.write_string, sheet.write_number
    met: dict[str, str] = {}  # most cells repeat: what each text becomes is worked out once
    longest = 0
    for number, value in enumerate(planned.values(rows), 1):
        if isinstance(value, str):
            text = met.get(value)
            if text is None:
                text = met[value] = plain(as_text(value, planned.column, planned.key, book.lang))
        elif value is None:
            continue
        elif numeric and (amount := _number(value)) is not None:
            write_number(number, at, amount, cell_format)
            longest = max(longest, 8)
            continue
        elif dated and (day := as_date(value)) is not None:
            write_number(number, at, (day - SERIAL_ZERO).days, cell_format)
            longest = max(longest, 10)
            continue
        else:
            text = plain(as_text(value, planned.column, planned.key, book.lang))
        if text:
            write_string(number, at, text, quoted_format if text[0] in FORMULA_STARTS else text_format)
            if len(text) > longest:
                longest = len(text)
    return longest


def as_text(value: object, column: Column, name: str, lang: Lang) -> str:
    """Return a value as a person would write it in a cell of this column."""
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, str):
        return _worded(value, column, name, lang)
    if column.kind == "degree" and isinstance(value, int):
        return degree_text(value).of(lang)
    if column.kind == "theory" and isinstance(value, int):
        return theory_text(value).of(lang)
    if isinstance(value, Mapping):
        mark = ":" if column.kind == "expertise" else "="
        return "; ".join(f"{_part(str(k), column, lang)}{mark}{_short(v)}" for k, v in value.items())
    if isinstance(value, dt.datetime | dt.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, Iterable):
        return "; ".join(_part(str(part), column, lang) for part in value)
    return _short(value)


def word_choices(book: Book, name: str, column: Column) -> Any:
    """Return the source of the drop-down of a column with a closed list of words, None for other columns."""
    return book.choices(allowed_words(name, column, book.lang)) if allowed_words(name, column, book.lang) else None


def allowed_words(name: str, column: Column, lang: Lang) -> list[str]:
    """Return the words a column's cells are meant to hold, in `lang`; nothing where they are free."""
    if column.kind == "word":
        return [text.of(lang) for text, _ in WORDS[name].values()]
    if column.kind == "grades":
        return [text.of(lang) for text, _ in WORDS["grade"].values()]
    if column.kind in ("degree", "theory"):
        return [text.of(lang) for _, text, _ in (DEGREES if column.kind == "degree" else THEORIES)]
    return ["x"] if column.kind == "flag" else []


def link_choices(
    book: Book, sheet_class: type[Record], name: str, plans: Mapping[str, list[Planned]], tables: Tables
) -> str | None:
    """Return the range of codes a column points at on another sheet, None for columns that point nowhere."""
    from xlsxwriter.utility import xl_col_to_name

    table, key = LINKS.get(name, ("", ""))
    if table in ("", sheet_class.table) or table not in plans:
        return None
    target = next(s for s in SHEETS if s.table == table)
    letter = xl_col_to_name(next(i for i, p in enumerate(plans[table]) if p.key == key))
    return f"={quoted(target.sheet_name.of(book.lang))}!${letter}$2:${letter}${len(tables[table]) + 1}"


def drop_down(source: Any, lang: Lang) -> dict[str, Any]:
    """Return a drop-down that warns about other words and lets them pass: synonyms are understood as well."""
    title = Text("Giá trị ngoài danh mục", "Not in the list")
    message = Text(
        "Giá trị này không có trong danh mục gợi ý. Vẫn giữ?", "This value is not among the suggestions. Keep it?"
    )
    return {
        "validate": "list", "source": source, "ignore_blank": True, "error_type": "warning",
        "error_title": title.of(lang), "error_message": message.of(lang),
    }  # fmt: skip


def _properties(kind: str) -> dict[str, Any]:
    if kind == "code":
        return {"num_format": "@"}
    return {"num_format": DATE_FORMAT, "align": "left"} if kind == "date" else {}


def _column_format(book: Book, column: Column) -> Any:
    return book.format(**_properties(column.kind))


def _worded(value: str, column: Column, name: str, lang: Lang) -> str:
    """Return a text as it stands, save that a standard word is written in the language of the workbook."""
    kind = column.kind
    if kind == "word":
        words = WORDS[name]
        if value in words:
            return words[value][0].of(lang)
        return _other_language((text for text, _ in words.values()), value, lang)
    if kind in ("degree", "theory"):
        return _other_language((text for _, text, _ in (DEGREES if kind == "degree" else THEORIES)), value, lang)
    if kind == "grades":
        if value in WORDS["grade"]:
            return WORDS["grade"][value][0].of(lang)
        return _other_language((text for text, _ in WORDS["grade"].values()), value, lang)
    if kind in ("fields", "expertise") and lang == "en":
        return ";".join(_part(part, column, lang) for part in value.split(";"))
    return value


def _other_language(texts: Iterable[Text], value: str, lang: Lang) -> str:
    if lang == "vi":
        return value
    return next((t.en for t in texts if t.vi.casefold() == value.casefold()), value)


def _part(part: str, column: Column, lang: Lang) -> str:
    """Return one entry of a list of fields in the language of the workbook; everything else as it stands."""
    if column.kind not in ("fields", "expertise"):
        return part
    word, colon, years = part.partition(":")
    lead = word[: len(word) - len(word.lstrip())]
    text = field_text(key := field_word(word))
    known = text.vi != key or text.en != key
    return f"{lead}{text.of(lang)}{colon}{years}" if known and (lang == "en" or word == key) else part


def _grades(value: object) -> list[tuple[int, object]]:
    """Return the pairs of year and grade of a `grades` value."""
    if isinstance(value, Mapping):
        return [(int(year), grade) for year, grade in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [(int(year), grade) for year, grade in value]
    return []


def _number(value: object) -> float | int | None:
    if isinstance(value, bool) or not isinstance(value, Real):
        return None
    number = float(value)
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _short(value: object) -> str:
    number = _number(value)
    return str(value) if number is None else f"{number:g}" if isinstance(number, float) else str(number)
