"""Tables as read: columns of raw cells that still know where they stood."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address
from optimizer.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

ERROR_CELLS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)


class Padded(int):
    """A number shown with leading zeros (format 00000), which an identifier must keep."""

    text: str

    def __new__(cls, number: int, text: str) -> Padded:
        """Return the number that remembers how it is shown."""
        made = super().__new__(cls, number)
        made.text = text
        return made


class MacDate(dt.datetime):
    """A date of a workbook that counts its days from 1904: a year typed into its cell shows as another day."""

    @property
    def serial(self) -> int:
        """Return the number that stands in the cell."""
        return self.date().toordinal() - MAC_EPOCH.toordinal()


MAC_EPOCH = dt.datetime(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell without a usable value: an Excel error, a formula never calculated, or two cells that contradict."""

    kind: str  # "error", "uncached", "both"
    shown: str

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True)
class Merge:
    """A merged range, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """One sheet as read: its rows that hold anything, with their numbers, and its merged ranges."""

    file: str
    sheet: str
    digest: str
    numbers: list[int]
    rows: list[Sequence[Any]]
    merges: tuple[Merge, ...] = ()
    noted: tuple[str, ...] = ()  # cells with a note, where the kind of file tells


@dataclass(frozen=True, slots=True)
class Section:
    """A heading between the rows: the rows from index `before` on stand below it."""

    before: int
    row: int
    marker: str  # "roman", "letter", "number", "" without a numeral; "?" where it may be a person without a code
    text: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A field whose column was joined from several."""

    field: str
    letters: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Secret:
    """What stood in a table of people before pseudonyms took its place; never shown."""

    ids: Sequence[Any]
    names: Sequence[Any]
    extra: dict[str, Sequence[Any]]


@dataclass
class RawTable:
    """One table, column by column. `rows` are row numbers of the sheet, or 1, 2, 3... for a table from a script."""

    file: str
    sheet: str
    rows: Sequence[int]
    cells: dict[str, Sequence[Any]]  # field name, `grades:2023` -> values
    letters: dict[str, str] = field(
        default_factory=dict
    )  # field name -> column letter (or the name of a frame's column)
    headers: dict[str, str] = field(default_factory=dict)  # field name -> header as written
    extra: dict[str, Sequence[Any]] = field(default_factory=dict)  # header as written -> values
    header_row: int = 0
    digest: str = ""
    framed: bool = False
    source: int = 0
    extra_letters: dict[str, str] = field(default_factory=dict)  # header of an unknown column -> its letter
    row_letters: dict[str, Sequence[str]] = field(default_factory=dict)  # where the column differs from row to row
    sections: list[Section] = field(default_factory=list)
    doubles: list[tuple[str, list[str]]] = field(default_factory=list)  # fields several columns claim, with the letters
    seconds: list[tuple[str, str, str]] = field(default_factory=list)  # field, its column, a further one left aside
    secret: Secret | None = field(default=None, repr=False)  # set where people are to stay unknown
    joined: list[int] = field(default_factory=list)  # numbers of rows that only continue the person above
    repeated: list[int] = field(default_factory=list)  # numbers of rows that only repeat the header
    spread: list[Spread] = field(default_factory=list)  # fields joined from several columns

    def __len__(self) -> int:
        return len(self.rows)

    def cell(self, name: str, i: int) -> Any:
        """Return the raw value of a field in the i-th row, None where there is no such column."""
        column = self.cells.get(name)
        if column is None:
            return None
        return column[i] if isinstance(column, (list, tuple)) else column.iloc[i]  # type: ignore[attr-defined]

    def address(self, name: str, i: int) -> Address:
        """Return the cell of a field in the i-th row (the whole row where the field has no column)."""
        letter = self.letters.get(name, "")
        if name in self.row_letters:
            letter = self.row_letters[name][i]
        if self.framed:
            return Address("", self.sheet, f"{letter or name or 'row'}, row {self.rows[i]}")
        row = self.rows[i]
        return Address(self.file, self.sheet, f"{letter}{row}" if letter else f"{row}:{row}")

    def header_address(self, name: str = "") -> Address:
        """Return the cell of a field's header, or the header row."""
        letter = self.letters.get(name, "")
        if self.framed:
            return Address("", self.sheet, letter)
        if not self.header_row:
            return Address(self.file, self.sheet)
        return Address(
            self.file, self.sheet, f"{letter}{self.header_row}" if letter else f"{self.header_row}:{self.header_row}"
        )

    def extra_address(self, header: str) -> Address:
        """Return the header cell of a column the program does not know."""
        letter = self.extra_letters.get(header, "")
        if letter and self.header_row and not self.framed:
            return Address(self.file, self.sheet, f"{letter}{self.header_row}")
        return self.header_address()


def column_letter(index: int) -> str:
    """Return the letters of a column by its index from 0 (0 -> A, 26 -> AA)."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_blank(value: object) -> bool:
    """Return whether a cell holds nothing a reader would see."""
    return value is None or (isinstance(value, str) and not tidy(value))
