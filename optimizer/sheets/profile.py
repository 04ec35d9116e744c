"""A profile: which header means which field, confirmed once by a person and used again for files of the same kind.

It is a workbook of one sheet, made by `check --profile` with everything that was understood and, where a header is only
close to a known one, the question which field it is. Somebody fills in or changes the column Trường; from then on those
headers are read that way. A dash means: not this column. The column Ngày/tháng settles dates of an American Excel.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from optimizer.domain.entities import SHEETS
from optimizer.domain.record import Column, Record
from optimizer.findings import Address, Finding, did_you_mean
from optimizer.sheets.atomic import replacing
from optimizer.sheets.book import open_book
from optimizer.sheets.cells import DASHES, close_names, text_of
from optimizer.sheets.headers import reading_with, vocabulary
from optimizer.sheets.problems import Problems
from optimizer.sheets.tabulate import tabulate
from optimizer.sheets.xlsx import Book
from optimizer.text import Lang, Text, fold, same, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from optimizer.sheets.notes import ColumnRead
    from optimizer.sheets.table import RawTable

Order = Literal["", "swap", "keep"]
_SWAP_WORDS = frozenset({"doi", "swap", "x", "co", "yes"})
_KEEP_WORDS = frozenset({"giu", "giu nguyen", "keep", "khong", "no"})


class ProfileRow(Record):
    """One row of a profile; this class only describes the columns."""

    sheet_name: ClassVar[Text] = Text("Hồ sơ cột", "Columns")
    table: ClassVar[str] = "columns"

    of_table: Annotated[str, Column("Bảng", "text", ("table",), required=True)] = ""
    header: Annotated[str, Column("Tiêu đề", "text", ("Cột",), required=True)] = ""
    field: Annotated[str, Column("Trường", "text", required=True)] = ""
    suggestion: Annotated[str, Column("Gợi ý", "text")] = ""
    order: Annotated[str, Column("Ngày/tháng", "text", ("day_month",))] = ""
    seen_in: Annotated[str, Column("Thấy ở", "text")] = ""


@dataclass
class Profile:
    """Confirmed headers by table: folded header -> field name, blank where the column is to be left alone."""

    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    orders: dict[tuple[str, str], Order] = field(default_factory=dict)  # (table, folded header)

    def words(self, table: str, known: Mapping[str, str]) -> Mapping[str, str]:
        """Return the accepted headers of a table with the confirmed ones laid over them."""
        own = self.fields.get(table)
        if not own:
            return known
        return {word: name for word, name in {**known, **own}.items() if name}


_PROFILE: ContextVar[Profile | None] = ContextVar("profile", default=None)


@contextmanager
def using(profile: Profile) -> Iterator[None]:
    """Read headers by this profile within the block."""
    token = _PROFILE.set(profile)
    try:
        with reading_with(profile.words):
            yield
    finally:
        _PROFILE.reset(token)


def order_of(table: str, header: str) -> Order:
    """Return what was settled about days and months of a column."""
    profile = _PROFILE.get()
    return profile.orders.get((table, fold(header)), "") if profile is not None else ""


def read_profile(path: Path) -> tuple[Profile, list[Finding]]:
    """Return the profile in a workbook and what is wrong with it."""
    profile, problems = Profile(), Problems()
    book, findings = open_book(path)
    if book is None:
        return profile, findings
    with book:
        for sheet in book.sheets:
            table = tabulate(book.grid(sheet), ProfileRow, problems)
            if table is not None and {"of_table", "header", "field"} <= table.cells.keys():
                _take(table, profile, problems)
                break
        else:
            problems.add("no_profile", "error", _NO_PROFILE, _MAKE_ONE, Address(book.name))
    return profile, [*findings, *problems.found]


def _take(table: RawTable, profile: Profile, problems: Problems) -> None:
    tables = {fold(w): cls for cls in SHEETS for w in (cls.table, cls.sheet_name.vi, cls.sheet_name.en)}
    for i in range(len(table)):
        of_table, header, name, order = (
            tidy(text_of(table.cell(n, i) or "")) for n in ("of_table", "header", "field", "order")
        )
        cls = tables.get(fold(of_table))
        if cls is None or not fold(header):
            fix = did_you_mean(close_names(of_table, {k: c.sheet_name.vi for k, c in tables.items()}), same(""))
            problems.cell(table, "of_table", i, "unknown_table", "error", _NO_TABLE.format(value=of_table), fix)
            continue
        if fold(order) in _SWAP_WORDS:
            profile.orders[cls.table, fold(header)] = "swap"
        elif fold(order) in _KEEP_WORDS:
            profile.orders[cls.table, fold(header)] = "keep"
        if not name:
            continue  # not settled yet
        chosen = "" if name in DASHES else vocabulary(cls).get(fold(name))
        if chosen is None:
            known = {fold(c.vi): c.vi for c in cls.columns().values()}
            fix = did_you_mean(close_names(name, known), _USE_HEADER)
            problems.cell(table, "field", i, "unknown_field", "error", _NO_FIELD.format(value=name), fix)
            continue
        profile.fields.setdefault(cls.table, {})[fold(header)] = chosen


def write_profile(path: Path, columns: Iterable[ColumnRead], lang: Lang) -> Path:
    """Write what was understood of every header, each once, for a person to look over; return where it landed."""
    names = {cls.table: cls for cls in SHEETS}
    rows: dict[tuple[str, str], list[str]] = {}
    for read in columns:
        cls = names[read.table]
        fields = cls.columns()
        known, close = (fields[n].vi if n in fields else "" for n in (read.field, read.suggestion))
        place = f"{read.file} › {read.sheet}!{read.letter}"
        row = rows.setdefault(
            (read.table, fold(read.header)), [cls.sheet_name.of(lang), read.header, known, close, "", place]
        )
        if read.swapped and not row[4]:
            row[4], row[5] = "?", place
    with replacing(path) as landing, Book(landing.path, lang) as book:
        _write(book, list(rows.values()))
    return landing.landed


def _write(book: Book, rows: list[list[str]]) -> None:
    sheet = book.add_sheet(ProfileRow.sheet_name.of(book.lang))
    headers = [c.vi for c in ProfileRow.columns().values()]
    for column, (header, width) in enumerate(zip(headers, (16, 36, 28, 28, 14, 50), strict=True)):
        sheet.set_column(column, column, width)
        book.text(sheet, 0, column, header, book.header())
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            look = {"text_wrap": True, **({"bg_color": "#FFF8DC"} if column in (2, 4) else {})}
            book.text(sheet, number, column, text, book.format(**look), **look)
    for number, row in enumerate(rows, start=1):
        cls = next(c for c in SHEETS if row[0] in (c.sheet_name.vi, c.sheet_name.en))
        words = ["-", *(c.vi for c in cls.columns().values())]
        sheet.data_validation(
            number, 2, number, 2, {"validate": "list", "source": book.choices(words), "error_type": "warning"}
        )
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headers) - 1)


_NO_PROFILE = Text(
    "Tệp không phải là hồ sơ cột: thiếu các cột Bảng, Tiêu đề, Trường.",
    "The file is no profile: it lacks the columns Bảng (table), Tiêu đề (header), Trường (field).",
)
_MAKE_ONE = Text(
    "Chạy `placement check` với --profile TỆP-MỚI.xlsx để có một hồ sơ.",
    "Run `placement check` with --profile NEW-FILE.xlsx to have one made.",
)
_NO_TABLE = Text("Không có bảng “{value}”.", "There is no table “{value}”.")
_NO_FIELD = Text("Không có trường “{value}”.", "There is no field “{value}”.")
_USE_HEADER = Text(
    "Ghi tiêu đề chuẩn của cột, hoặc dấu - để không đọc cột ấy.",
    "Write the standard header of the column, or a dash to leave it alone.",
)
