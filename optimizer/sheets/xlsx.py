"""What every workbook we write has in common: text stays text, one typeface, the same bytes for the same content."""

from __future__ import annotations

import datetime as dt
import gc
import math
import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from optimizer.domain.dates import PartialDate
from optimizer.sheets.quick_pack import quick_workbook
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FONT = "Times New Roman"  # what offices are required to use (Decree 30/2020)
CREATED = dt.datetime(2025, 7, 1)
MOST_LETTERS = 32_767  # of one cell
LIST_LETTERS = 255  # of a drop-down written out in place; a longer one must point at cells
OLDEST_DATE = dt.date(1900, 3, 1)  # Excel counts a 29/02/1900 that never was; dates before are written as text

LINE_POINTS = 15.0  # the height of a line

# Widths of columns are counted in digits of 7 pixels; letters of Times New Roman in thousandths of their size, which
# is 14.67 pixels in a cell. What is not listed is as wide as a digit or an n.
_DIGITS = 14.67 / 7 / 1000
_EM = {
    **dict.fromkeys("'|", 200),
    **dict.fromkeys(" .,", 250),
    **dict.fromkeys("ijlt/\\:;", 278),
    **dict.fromkeys("frI()[]-!", 333),
    **dict.fromkeys("sJ", 389),
    **dict.fromkeys("acez?“”", 444),
    **dict.fromkeys("PSF+=<>", 560),
    **dict.fromkeys("ELTZ", 611),
    **dict.fromkeys("BCR", 667),
    **dict.fromkeys("wADGHKNOQUVXYĐ&", 730),
    **dict.fromkeys("m%", 800),
    **dict.fromkeys("MW@", 930),
    **dict.fromkeys("—…", 1000),
}
_OTHER = 500

HEADER_FILL = "#1F4E78"
INPUT_FILL = "#FFF8DC"
INPUT_HEADER_FILL = "#7F6000"
EXAMPLE_FILL = "#E7E6E6"

LISTS_SHEET = Text("Danh mục", "Lists")

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
FORMULA_STARTS = frozenset("=+-@\t\r\n")  # Excel takes such a text for a formula once somebody edits the cell


def plain(value: str) -> str:
    """Return `value` as a cell can hold it: without control characters, no longer than a cell may be."""
    if not value.isprintable() and _NOT_XML.search(value):
        value = _NOT_XML.sub("", value)
    return value[:MOST_LETTERS]


def sheet_title(name: str) -> str:
    """Return `name` as Excel allows it for a sheet: at most 31 letters, none of them forbidden."""
    return re.sub(r"[\[\]:*?/\\]", " ", plain(name)).strip("' ")[:31] or "Sheet"


def quoted(sheet: str) -> str:
    """Return a sheet name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def wrapped_lines(text: str, width: float) -> int:
    """Return into how many lines `text` breaks in a column of this width: at its blanks, else wherever a line ends."""
    count, used = 1, 0.0
    blank = _advance(" ")
    for word in text.split():
        long = _long(word)
        if used and used + blank + long > width:
            count, used = count + 1, long
        else:
            used += long + (blank if used else 0.0)
        if used > width > 0:  # no blank to break at
            more = math.ceil(used / width) - 1
            count, used = count + more, used - more * width
    return count


def text_width(text: str) -> float:
    """Return how wide `text` is on one line, in digits."""
    return sum(map(_advance, text))


@lru_cache(maxsize=20_000)  # a sheet says the same few words again and again
def _long(word: str) -> float:
    return sum(map(_advance, word))


@lru_cache(maxsize=1024)
def _advance(letter: str) -> float:
    """Return how wide one letter is, in digits; accents add nothing to the letter below them."""
    if unicodedata.combining(letter):
        return 0.0
    return _EM.get(unicodedata.normalize("NFD", letter)[0], _OTHER) * _DIGITS


class Book:
    """An XlsxWriter workbook that keeps our conventions and hands out each cell format once."""

    def __init__(self, path: Path, lang: Lang) -> None:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        }
        self.lang: Lang = lang
        self.workbook: Any = quick_workbook(path, options)
        self.workbook.set_properties({"created": CREATED, "author": "", "comments": ""})
        self.workbook.formats[0].set_font_name(FONT)
        self.workbook.formats[0].set_font_size(11)
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._lists: dict[tuple[str, ...], int] = {}  # long lists of words -> their column on the hidden sheet

    def __enter__(self) -> Book:
        # XlsxWriter keeps every cell as a small tuple; walking over them again and again took a sixth of the time
        self._collecting = gc.isenabled()
        gc.disable()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:  # where the block failed nothing was written yet: XlsxWriter writes when it closes
                self._write_lists()
                self.workbook.close()
        finally:
            if self._collecting:
                gc.enable()

    def format(self, **properties: Any) -> Any:
        """Return the format with these properties, in the office typeface."""
        key = tuple(sorted(properties.items()))
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.workbook.add_format(
                {"font_name": FONT, "font_size": 11, "valign": "top", **properties}
            )
        return found

    def add_sheet(self, name: str) -> Any:
        """Add a sheet, set to print on A4 landscape, as wide as the page, its header repeated, its pages numbered."""
        sheet = self.workbook.add_worksheet(sheet_title(name))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page = Text("Trang &P/&N", "Page &P of &N").of(self.lang)
        sheet.set_footer(f'&L&"{FONT}"&9&A&R&"{FONT}"&9{page}')
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        return sheet

    def header(self, fill: str = HEADER_FILL) -> Any:
        """Return the format of header cells."""
        return self.format(
            bold=True, font_size=12, font_color="#FFFFFF", bg_color=fill, border=1, border_color="#FFFFFF",
            text_wrap=True, align="center", valign="vcenter",
        )  # fmt: skip

    def text(self, sheet: Any, row: int, column: int, value: str, cell_format: Any, **properties: Any) -> None:
        """Write text that stays text; `properties` are those `cell_format` was made of, for the quoted twin."""
        value = plain(value)
        if value[:1] in FORMULA_STARTS:
            cell_format = self.format(**properties, quote_prefix=True)
        sheet.write_string(row, column, value, cell_format)

    def choices(self, words: Iterable[str]) -> Any:
        """Return the source of a drop-down: the words themselves, or a range of the hidden sheet of lists."""
        listed = tuple(dict.fromkeys(plain(w) for w in words))
        if len(",".join(listed)) <= LIST_LETTERS and not any("," in w for w in listed):
            return list(listed)
        from xlsxwriter.utility import xl_col_to_name

        letter = xl_col_to_name(self._lists.setdefault(listed, len(self._lists)))
        return f"={quoted(LISTS_SHEET.of(self.lang))}!${letter}$1:${letter}${len(listed)}"

    def _write_lists(self) -> None:
        if not self._lists:
            return
        sheet = self.workbook.add_worksheet(LISTS_SHEET.of(self.lang))
        sheet.hide()
        for words, column in self._lists.items():
            for row, word in enumerate(words):
                self.text(sheet, row, column, word, self.format())


def as_date(value: object) -> dt.date | None:
    """Return a value as a calendar day Excel can hold, or None: a month or a year alone is no day."""
    if isinstance(value, PartialDate):
        value = value.earliest if value.precision == "day" else None
    if isinstance(value, dt.datetime):
        value = value.date()
    return value if isinstance(value, dt.date) and value >= OLDEST_DATE else None
