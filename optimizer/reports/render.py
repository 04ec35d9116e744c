"""Tables on sheets: how each kind of column, each colour and each note looks in Excel."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from optimizer.reports.table import TONES
from optimizer.sheets.writer import DATE_FORMAT, SERIAL_ZERO
from optimizer.sheets.xlsx import (
    FORMULA_STARTS,
    HEADER_FILL,
    INPUT_FILL,
    INPUT_HEADER_FILL,
    LINE_POINTS,
    Book,
    as_date,
    plain,
    text_width,
    wrapped_lines,
)
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from optimizer.reports.table import Kind, Table, TableColumn, Tone

LEFT: dict[str, Any] = {"align": "left", "indent": 1}  # away from the number in the cell before
RIGHT: dict[str, Any] = {"align": "right", "indent": 1}  # away from the border
FORMATS: dict[Kind, dict[str, Any]] = {
    "code": {"num_format": "@", **LEFT},
    "text": LEFT,
    "sentence": {"text_wrap": True, **LEFT},
    "int": {"num_format": "#,##0", **RIGHT},
    "number": {"num_format": "#,##0.0", **RIGHT},
    "measure": {"num_format": "#,##0.00", **RIGHT},
    "km": {"num_format": "#,##0.0", **RIGHT},
    "money": {"num_format": "#,##0.0", **RIGHT},
    "share": {"num_format": "0.000%_m"},
    "date": {"num_format": DATE_FORMAT, **LEFT},
    "change": {"num_format": "+#,##0_m;-#,##0_m;0_m"},  # an m of room: coloured scales lose the indent in LibreOffice
}
BORDER = {"border": 1, "border_color": "#D9D9D9"}
NARROWEST, WIDEST, WIDEST_BELOW = 8, 66, 24
LONG = 0.7  # of the longest text's letters: one with fewer is hardly ever the widest
HEADER_LINE, TALLEST = 16.5, 400.0  # points
ROOM_AT_SIDES = 2.5  # what the indent and the borders take of a column's width
HEADER_SIZE = 1.16  # headers are bold and larger than the cells below them
HEADER_ROOM = 2.5  # between a header and the borders of its cell
SPARE_ROWS = 200  # rows that drop-downs cover below the last one


def write_table(book: Book, table: Table) -> Any:
    """Write a table, and those below it, on a sheet of its own; its headers stand in row 1, so that it can be read."""
    sheet = book.add_sheet(table.name.of(book.lang))
    widths: dict[int, float] = {}
    after = _write_block(book, sheet, table, 0, widths)
    for more in table.below:
        after = _write_block(book, sheet, more, after + 1, widths)
    for at, width in widths.items():
        hidden = {"hidden": True} if at < len(table.columns) and table.columns[at].hidden else {}
        sheet.set_column(at, at, width, None, hidden)
    sheet.freeze_panes(1, 0)
    if table.columns and table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    return sheet


def _write_block(book: Book, sheet: Any, table: Table, top: int, widths: dict[int, float]) -> int:
    """Write one table from row `top` on and return the first row below it and its notes."""
    worded = [_worded([row[at] for row in table.rows], book.lang) for at in range(len(table.columns))]
    for at, column in enumerate(table.columns):
        header = column.header.of(book.lang)
        book.text(sheet, top, at, header, book.header(INPUT_HEADER_FILL if column.input else HEADER_FILL))
        widest = _write_cells(book, sheet, table, at, top + 1, worded[at])
        wanted = column.width or min(max(widest + ROOM_AT_SIDES + 0.5, _header_width(header), NARROWEST), WIDEST)
        wanted = max(wanted, _clear_of_borders(header, wanted))
        widths[at] = max(widths.get(at, 0.0), wanted if top == 0 or column.width else min(wanted, WIDEST_BELOW))
        _dress(book, sheet, column, at, top + 1, len(table.rows))
        if column.kind == "change":
            _scale(sheet, table, at, top + 1)
    _set_heights(book, sheet, table, top, widths, worded)
    below = top + 1 + len(table.rows)
    if not table.rows and table.empty.of(book.lang):
        book.text(sheet, below, 0, table.empty.of(book.lang), book.format(italic=True), italic=True)
        below += 1
    for note in table.notes:
        below += 1
        book.text(
            sheet,
            below,
            0,
            note.of(book.lang),
            book.format(italic=True, font_color="#595959"),
            italic=True,
            font_color="#595959",
        )
    return below + (1 if table.notes else 0)


def _write_cells(book: Book, sheet: Any, table: Table, at: int, top: int, cells: Sequence[object]) -> float:
    """Write one column's cells, texts in the language of the workbook, and return how wide the widest is."""
    if not cells:
        return 0.0
    column = table.columns[at]
    toned = column.toned or not any(c.toned for c in table.columns)
    tones: Mapping[int, Tone] = table.tones if toned else {}
    looks = _Looks(book, column)
    words: dict[object, str | None] = {text: plain(text) for text in dict.fromkeys(cells) if type(text) is str}
    texts = set(words.values())
    words[""] = words[None] = None
    others = _neither_text_nor_blank(cells)
    values: list[Any] = (
        [words[value] if type(value) is str else value for value in cells]
        if others
        else list(map(words.__getitem__, cells))
    )
    formats: dict[int, Any] = {}  # of the cells that do not look like the others
    numbers = 0.0
    for i, value in others:
        number = _number(value)
        if number is None:
            values[i] = plain(spoken(value, book.lang))
            texts.add(values[i])
            continue
        values[i], numbers = number, 10.0
        if looks.by_number:
            formats[i] = looks.of_number(value, number, tones.get(i))
    quoted = {text for text in texts if text and text[0] in FORMULA_STARTS}
    if tones or quoted:
        for i, value in enumerate(values):
            formats.setdefault(i, (looks.quoted if value in quoted else looks.plain)[tones.get(i)])
    one = [looks.plain[None]]
    sheet.put_column(top, at, values, [formats.get(i, *one) for i in range(len(values))] if formats else one)
    longest = max((len(text) for text in texts if text), default=0)
    return max([numbers, *(text_width(text) for text in texts if text and len(text) > LONG * longest)])


def _neither_text_nor_blank(cells: Sequence[object]) -> Sequence[tuple[int, object]]:
    if {str, type(None)}.issuperset(map(type, cells)):
        return ()
    return [(i, value) for i, value in enumerate(cells) if value is not None and type(value) is not str]


class _Looks:
    """The formats of one column: by colour, plain and with the mark that keeps a text from becoming a formula."""

    def __init__(self, book: Book, column: TableColumn) -> None:
        self.book, self.column = book, column
        styles: dict[Tone | None, dict[str, Any]] = {tone: _style(column, tone) for tone in (None, *TONES)}
        self.plain = {tone: book.format(**style) for tone, style in styles.items()}
        self.quoted = {tone: book.format(**style, quote_prefix=True) for tone, style in styles.items()}
        self.by_number = column.kind in ("sentence", "measure")  # where a number may look unlike its column

    def of_number(self, value: object, number: float, tone: Tone | None) -> Any:
        """Return the format of a number or day: its own where it stands among sentences, or is whole among measures."""
        kind = self.column.kind
        if kind != "sentence" and not (kind == "measure" and float(number).is_integer()):
            return self.plain[tone]
        style = _style(self.column, tone)
        day, whole = as_date(value) is not None, float(number).is_integer()
        style["num_format"] = DATE_FORMAT if day else "#,##0" if whole else "#,##0.00"
        return self.book.format(**style)


def _style(column: TableColumn, tone: Tone | None) -> dict[str, Any]:
    style = {**FORMATS[column.kind], **BORDER}
    if column.input:
        style["bg_color"] = INPUT_FILL
        style["text_wrap"] = True
    if tone is not None:
        style["bg_color"] = TONES[tone][0]
        if tone == "total":
            style["bold"] = True
    return style


def _dress(book: Book, sheet: Any, column: TableColumn, at: int, top: int, rows: int) -> None:
    """Add what lies over a column: its note, its drop-down, its scale of colours."""
    note = column.note.of(book.lang)
    if column.input and rows:
        rule: dict[str, Any] = {"validate": "any"}
        if column.choices:
            rule = {
                "validate": "list",
                "source": book.choices(column.choices),
                "error_type": "warning",
                "ignore_blank": True,
            }
            rule["error_title"] = Text("Giá trị ngoài danh mục", "Not in the list").of(book.lang)
            rule["error_message"] = Text(
                "Giá trị này không có trong danh mục. Vẫn giữ?", "This is not in the list. Keep it?"
            ).of(book.lang)
        rule["input_title"], rule["input_message"] = column.header.of(book.lang)[:32], note[:255]
        sheet.data_validation(top, at, top + rows + SPARE_ROWS, at, rule)
    elif note:
        sheet.write_comment(
            top - 1,
            at,
            note,
            {"x_scale": 2.0, "y_scale": 1.2, "font_name": "Times New Roman", "font_size": 10, "author": ""},
        )


def _scale(sheet: Any, table: Table, at: int, top: int) -> None:
    """Colour a column from the worst shortage to the largest surplus; totals, far larger, on a scale of their own."""
    scale = {
        "type": "3_color_scale",
        "mid_type": "num",
        "mid_value": 0,
        "min_color": "#F8696B",
        "mid_color": "#FFFFFF",
        "max_color": "#63BE7B",
    }
    totals = next((i for i in range(len(table.rows)) if table.tones.get(i) != "total"), len(table.rows))
    for first, last in ((0, totals), (totals, len(table.rows))):
        if first < last:
            sheet.conditional_format(top + first, at, top + last - 1, at, scale)


def _worded(cells: list[object], lang: Lang) -> list[object]:
    """Return cells with what is worded in two languages in one of them."""
    if Text not in set(map(type, cells)):
        return cells
    return [value.of(lang) if isinstance(value, Text) else value for value in cells]


def _set_heights(
    book: Book, sheet: Any, table: Table, top: int, widths: dict[int, float], worded: Sequence[Sequence[object]]
) -> None:
    """Make rows as tall as their wrapped text: Excel does so by itself when it opens a file, other programs do not."""
    headers = [(at, c.header.of(book.lang)) for at, c in enumerate(table.columns) if not c.hidden]
    lines = max((wrapped_lines(text, (widths[at] - 1) / HEADER_SIZE) for at, text in headers), default=1)
    sheet.set_row(top, HEADER_LINE * lines + 4)
    wrapping = [at for at, c in enumerate(table.columns) if c.kind == "sentence"]
    if not wrapping or not table.rows:
        return
    most = [1] * len(table.rows)
    for at in wrapping:
        width = widths[at] - ROOM_AT_SIDES
        counted: dict[object, int] = {
            text: wrapped_lines(text, width) for text in dict.fromkeys(worded[at]) if isinstance(text, str)
        }
        if any(lines > 1 for lines in counted.values()):
            most = list(map(max, most, [counted.get(value, 1) for value in worded[at]]))
    for row, lines in enumerate(most, top + 1):
        if lines > 1:
            sheet.set_row(row, min(LINE_POINTS * lines + 1, TALLEST))


def _header_width(header: str) -> float:
    """Return how wide a header must be to break into two lines at most, and never inside a word."""
    words = [text_width(word) * HEADER_SIZE for word in header.split()]
    blank = text_width(" ") * HEADER_SIZE
    lines = (max(_line(words[:n], blank), _line(words[n:], blank)) for n in range(1, len(words) + 1))
    return min(lines, default=0.0) + HEADER_ROOM


def _clear_of_borders(header: str, width: float) -> float:
    """Return the width at which the lines that `header` has at `width` stand clear of the borders."""
    blank = text_width(" ") * HEADER_SIZE
    line, widest = 0.0, 0.0
    for word in header.split():
        long = text_width(word) * HEADER_SIZE
        together = line + blank + long if line else long
        line = together if together <= width + 2.0 else long  # a little too wide: a program may still break it or not
        widest = max(widest, line)
    return widest + HEADER_ROOM


def _line(words: Sequence[float], blank: float) -> float:
    return sum(words) + blank * max(0, len(words) - 1)


def _number(value: object) -> float | None:
    """Return a cell's number: a day as Excel counts it, a finite number as it is; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if math.isfinite(value) else None
    day = as_date(value)
    return None if day is None else (day - SERIAL_ZERO).days


def spoken(value: object, lang: Lang) -> str:
    """Return any cell as text: what a person would read aloud."""
    if isinstance(value, Text):
        return value.of(lang)
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    if isinstance(value, dt.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return str(value)


def texts(row: Sequence[object], lang: Lang) -> list[str]:
    """Return a row as texts, for writers that know no numbers."""
    return ["" if value is None else spoken(value, lang) for value in row]
