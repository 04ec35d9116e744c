"""The workbook of annexes: A4 landscape, heading of the office, repeated headers, totals, and the block of signers."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

from optimizer.reports.papers.annex import annexes
from optimizer.reports.papers.page_breaks import filling, page_breaks, room_on_page
from optimizer.reports.render import ROOM_AT_SIDES, spoken
from optimizer.reports.table import TONES
from optimizer.reports.words import number
from optimizer.sheets.atomic import replacing
from optimizer.sheets.xlsx import FORMULA_STARTS, LINE_POINTS, Book, plain, text_width, wrapped_lines
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from optimizer.reports.papers.annex import Annex
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.offices import Offices
    from optimizer.reports.papers.sides import Side
    from optimizer.reports.table import Kind, Table, TableColumn, Tone
    from optimizer.text import Lang

    Watch = Callable[[int, int], None]  # what is done, of how many

# Papers are printed as their language writes numbers, whatever the computer is set to: "#,##0" would follow the computer.
_WHOLE = Text(r"[<1000]0;[<1000000]0\.000;0\.000\.000", r"[<1000]0;[<1000000]0\,000;0\,000\,000")
_NUMBERS: tuple[Kind, ...] = ("int", "number", "measure", "km", "money", "change")
_CELL = {"border": 1, "text_wrap": True, "valign": "vcenter"}
_HEAD = {**_CELL, "bold": True, "align": "center"}
_TALLEST = 400.0
_BOLD = 1.1  # how much wider bold letters are
_ROOM_AT_BORDERS = 1.5  # with less, programs break words and show ### in the place of numbers
_ROOM_TO_SIGN, _SIGNER_LINES = 5, 8
_WITH_SIGNERS = 3  # rows of the table that stay on the page of the signers


def write_annexes(
    path: Path, figures: Figures, offices: Offices, side: Side, lang: Lang, watch: Watch | None = None
) -> Path:
    """Write every annex on a sheet of its own and return where the workbook landed."""
    every = annexes()
    with replacing(path) as landing, Book(landing.path, lang) as book:
        for i, annex in enumerate(every):
            if watch is not None:
                watch(i, len(every))
            _Sheet(book, annex, figures, offices, side).write(i + 1)
    return landing.landed


class _Sheet:
    """One annex on its sheet."""

    def __init__(self, book: Book, annex: Annex, figures: Figures, offices: Offices, side: Side) -> None:
        self.book, self.annex, self.figures, self.offices, self.side = book, annex, figures, offices, side
        self.table: Table = annex.table(figures)
        self.sheet: Any = book.add_sheet(annex.sheet.of(book.lang))
        self.last = len(self.table.columns) - 1
        self._looks: dict[tuple[int, Tone | None], tuple[Any, Any]] = {}
        columns = self.table.columns
        self.widths = filling(
            [self._width(at) for at in range(len(columns))], [c.kind not in _NUMBERS for c in columns]
        )
        self._heights: dict[int, float] = {}  # of rows that are not one line tall
        self._kept: set[int] = set()  # rows that stay on one page with the next

    def _width(self, at: int) -> float:
        """Return the width of a column; where its largest number or our longest word needs more than planned, that."""
        column, lang = self.table.columns[at], self.book.lang
        values = {row[at] for row in self.table.rows if len(row) > 1 and isinstance(row[at], int | Text)}
        words = {word for v in values if isinstance(v, Text) for word in v.of(lang).split()}
        bold = {word for word in column.header.of(lang).split() if word[:1].isalpha()}
        if column.kind == "int":
            bold.add(number(max((v for v in values if isinstance(v, int)), default=0), 0).of(lang))
        needed = max([*map(text_width, words), *(text_width(x) * _BOLD for x in bold)], default=0.0)
        return max(column.width or 14.0, needed + _ROOM_AT_BORDERS)

    def write(self, place: int) -> None:
        """Write heading, table, totals and signers; `place` is the number of the annex."""
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width)
        top = self._heading(place)
        self._headers(top)
        self.sheet.repeat_rows(top, top + 1)
        self.sheet.freeze_panes(top + 2, 0)
        self._kept.update(range(top + 2))
        below = self._rows(top + 2)
        signers = self._closing(below)
        self._signers(signers)
        self._kept.update(range(max(0, below - _WITH_SIGNERS), signers))
        heights = [self._heights.get(row, LINE_POINTS) for row in range(signers + 1)]
        repeated = sum(heights[top : top + 2])
        self.sheet.set_h_pagebreaks(page_breaks(heights, self._kept, room_on_page(self.widths), repeated))

    def _heading(self, place: int) -> int:
        lang, offices = self.book.lang, self.offices
        above = offices.committee if self.side == "party" else offices.whole
        left = f"{above.of(lang).upper()}\n{offices.proposer(self.side).of(lang).upper()}"
        right = Text(
            "Phụ lục {n}\n(Kèm theo Tờ trình số             ngày      tháng      năm {year})",
            "Annex {n}\n(Attached to Submission No.             of {year})",
        ).format(n=place, year=self.figures.context.case.settings.plan_date.year)
        middle = self._middle()
        self._merged(0, 0, middle, left, bold=True, align="center", text_wrap=True)
        self._merged(0, middle + 1, self.last, right.of(lang), italic=True, align="center", text_wrap=True)
        halves = ((left, sum(self.widths[: middle + 1]) / _BOLD), (right.of(lang), sum(self.widths[middle + 1 :])))
        lines = [sum(wrapped_lines(x, room - ROOM_AT_SIDES) for x in text.split("\n")) for text, room in halves]
        self._tall(0, max(lines) * LINE_POINTS + 4)
        self._merged(1, 0, self.last, self.annex.title.of(lang).upper(), bold=True, font_size=14, align="center")
        self._tall(1, 24)
        as_of = Text("(Số liệu tính đến ngày {day})", "(As of {day})").format(
            day=f"{self.figures.context.case.settings.plan_date:%d/%m/%Y}"
        )
        self._merged(2, 0, self.last, as_of.of(lang), italic=True, align="center")
        return 4

    def _middle(self) -> int:
        """Return the last column of the left half: as near the middle as columns allow, at least one on either side."""
        ends = list(accumulate(self.widths))
        return min(range(self.last), key=lambda at: abs(ends[at] - ends[-1] / 2))

    def _merged(self, row: int, first: int, last: int, text: str, **look: Any) -> None:
        cell_format = self.book.format(**look)
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", cell_format)
        self.book.text(self.sheet, row, first, text, cell_format, **look)

    def _headers(self, top: int) -> None:
        lang, lines = self.book.lang, 1
        for at, column in enumerate(self.table.columns):
            text = column.header.of(lang)
            lines = max(lines, wrapped_lines(text, (self.widths[at] - 1) / _BOLD))
            self.book.text(self.sheet, top, at, text, self.book.format(**_HEAD), **_HEAD)
            self.sheet.write_string(top + 1, at, f"({at + 1})", self.book.format(italic=True, border=1, align="center"))
        self._tall(top, lines * LINE_POINTS + 4)

    def _rows(self, top: int) -> int:
        table, lang = self.table, self.book.lang
        toned = any(c.toned for c in table.columns)
        for i, row in enumerate(table.rows):
            at = top + i
            if len(row) == 1:
                look = {"bold": True, "border": 1, "text_wrap": True, "bg_color": TONES["total"][0]}
                self._wide(at, spoken(row[0], lang), **look)
                self._kept.add(at)
                continue
            tone = table.tones.get(i)
            if tone == "total" and table.tones.get(i + 1) != "total":
                self._kept.add(at)
            lines = 1
            for j, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                here = tone if column.toned or not toned or tone == "total" else None
                lines = max(lines, self._cell(at, j, column, value, here))
            if lines > 1:
                self._tall(at, min(lines * LINE_POINTS + 1, _TALLEST))
        below = top + len(table.rows)
        if not table.rows:
            self._merged(below, 0, self.last, table.empty.of(lang), italic=True, border=1)
            below += 1
        return below

    def _closing(self, below: int) -> int:
        """Write the totals in words and the notes, and return the row of the signers."""
        table, lang = self.table, self.book.lang
        self._wide(below, f"{self.annex.closing(self.figures).of(lang)}./.", bold=True, text_wrap=True)
        for note in table.notes:
            below += 1
            self._wide(below, note.of(lang), italic=True, text_wrap=True)
        return below + 2

    def _wide(self, row: int, text: str, **look: Any) -> None:
        """Write a text over the whole width, its row as tall as it needs."""
        self._merged(row, 0, self.last, text, **look)
        room = sum(self.widths) / (_BOLD if look.get("bold") else 1.0) - ROOM_AT_SIDES
        lines = wrapped_lines(text, room)
        if lines > 1:
            self._tall(row, min(lines * LINE_POINTS + 1, _TALLEST))

    def _tall(self, row: int, height: float) -> None:
        self.sheet.set_row(row, height)
        self._heights[row] = height

    def _cell(self, row: int, at: int, column: TableColumn, value: object, tone: Tone | None) -> int:
        """Write one cell and return into how many lines its text breaks."""
        look = self._looks.get((at, tone))
        if look is None:
            properties = self._look(column, tone)
            pair = (self.book.format(**properties), self.book.format(**properties, quote_prefix=True))
            look = self._looks[at, tone] = pair
        if value is None or value == "":
            self.sheet.write_blank(row, at, None, look[0])
            return 1
        if column.kind == "int" and isinstance(value, int):
            self.sheet.write_number(row, at, value, look[0])
            return 1
        text = plain(self._spoken(column, value))
        self.sheet.write_string(row, at, text, look[text[:1] in FORMULA_STARTS])
        return self._lines(text, self.widths[at])

    def _spoken(self, column: TableColumn, value: object) -> str:
        """Return a cell as text: what is neither whole nor words is written out as the language writes it."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            shown = number(value, 2 if column.kind == "measure" else 1).of(self.book.lang)
            return f"+{shown}" if column.kind == "change" and value > 0 else shown
        return spoken(value, self.book.lang)

    def _look(self, column: TableColumn, tone: Tone | None) -> dict[str, Any]:
        look: dict[str, Any] = dict(_CELL)
        if column.kind in _NUMBERS:
            look |= {"align": "center"} | ({"num_format": _WHOLE.of(self.book.lang)} if column.kind == "int" else {})
        elif column.kind == "code":
            look["num_format"] = "@"
        if tone is not None:
            look["bg_color"] = TONES[tone][0]
            look["bold"] = tone == "total"
        return look

    def _lines(self, text: str, width: float) -> int:
        if len(text) < width * 0.8:  # short enough whatever its letters
            return 1
        return wrapped_lines(text, width - 1.2)

    def _signers(self, row: int) -> None:
        lang, middle = self.book.lang, self._middle()
        head = Text("TRƯỞNG BAN", "HEAD OF THE COMMITTEE") if self.side == "party" else Text("GIÁM ĐỐC", "DIRECTOR")
        left = Text("NGƯỜI LẬP BIỂU", "DRAWN UP BY").of(lang)
        signs = Text("(Ký, ghi rõ họ tên)", "(Signature and full name)").of(lang)
        for first, last, title, name in (
            (0, middle, left, self.offices.drafter),
            (middle + 1, self.last, head.of(lang), self.offices.signer(self.side)),
        ):
            self._signer(row, first, last, (title, signs, plain(name)))
        self._tall(row, _SIGNER_LINES * LINE_POINTS)

    def _signer(self, row: int, first: int, last: int, words: tuple[str, str, str]) -> None:
        """Write one signer into one cell: a row is never torn across pages, several rows are."""
        title, signs, name = words
        book, look = self.book, {"align": "center", "text_wrap": True}
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", book.format(**look))
        bold, italic = book.format(bold=True), book.format(italic=True)
        parts = [bold, f"{title}\n", italic, signs + "\n" * _ROOM_TO_SIGN, bold, name or " "]
        self.sheet.write_rich_string(row, first, *parts, book.format(**look))
