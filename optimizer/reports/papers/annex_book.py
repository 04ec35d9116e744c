"""The workbook of annexes: A4 landscape, heading of the office, repeated headers, totals, and the block of signers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from optimizer.reports.papers.annex import NOTHING, NUMBER, annexes, roman
from optimizer.reports.papers.annex_rows import BOLD, NUMBERS, annex_rows, wide_height, width_of
from optimizer.reports.papers.page_breaks import MOST_BREAKS, filling, page_breaks, room_on_page
from optimizer.reports.render import ROOM_AT_SIDES
from optimizer.reports.table import TONES
from optimizer.sheets.atomic import replacing
from optimizer.sheets.xlsx import FORMULA_STARTS, LINE_POINTS, Book, plain, wrapped_lines
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from optimizer.reports.papers.annex import Annex
    from optimizer.reports.papers.annex_rows import AnnexRow
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.offices import Offices
    from optimizer.reports.papers.sides import Side
    from optimizer.reports.table import Table, TableColumn, Tone
    from optimizer.text import Lang

    Watch = Callable[[int, int], None]  # what is done, of how many

# Papers are printed as their language writes numbers, whatever the computer is set to: "#,##0" would follow the computer.
_WHOLE = Text(r"[<1000]0;[<1000000]0\.000;0\.000\.000", r"[<1000]0;[<1000000]0\,000;0\,000\,000")
_CELL = {"border": 1, "text_wrap": True, "valign": "vcenter"}
_HEAD = {**_CELL, "bold": True, "align": "center"}
_HEADING = {"bold": True, "border": 1, "text_wrap": True, "bg_color": TONES["total"][0]}
_CONTINUED = Text("{heading} (tiếp theo)", "{heading} (continued)")
_ROOM_AT_BORDERS = 1.5  # with less, programs break words and show ### in the place of numbers
_ROOM_TO_SIGN, _SIGNER_LINES = 5, 8
_WIDER = (1.0, 1.05, 1.1, 1.15, 1.3, 1.5)  # the wider the columns, the smaller the letters and the fewer the pages
_REPEATED = 7 * LINE_POINTS  # what repeated heads take of a page at most
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
            _Sheet(book, annex, figures, offices, side).write(roman(i + 1))
    return landing.landed


@dataclass(frozen=True)
class _Line:
    """One row of the sheet before it has its place: how tall it is, and how it is written."""

    height: float
    write: Callable[[int], None]
    kept: bool = False
    heading: str = ""  # repeated where a page begins with this row


class _Sheet:
    """One annex on its sheet."""

    def __init__(self, book: Book, annex: Annex, figures: Figures, offices: Offices, side: Side) -> None:
        self.book, self.annex, self.figures, self.offices, self.side = book, annex, figures, offices, side
        self.table: Table = annex.table(figures)
        self.sheet: Any = book.add_sheet(annex.sheet.of(book.lang))
        columns = self.table.columns
        self.last = len(columns) - 1
        whole = [row for row in self.table.rows if len(row) > 1]
        planned = [width_of(c, [r[at] for r in whole], book.lang, _ROOM_AT_BORDERS) for at, c in enumerate(columns)]
        self.widths, self.rows = self._laid_out(planned, [c.kind not in NUMBERS for c in columns])
        self._looks: dict[tuple[int, Tone | None], tuple[Any, Any, Any]] = {}
        self._nothing = NOTHING.of(book.lang)
        self._heights: dict[int, float] = {}  # of rows that are not one line tall

    def _laid_out(self, planned: Sequence[float], grows: Sequence[bool]) -> tuple[list[float], list[AnnexRow]]:
        """Return widths and rows; where pages would be too many for Excel to be told, words get wider columns."""
        for wider in _WIDER:
            wanted = [w * wider if may else w for w, may in zip(planned, grows, strict=True)]
            widths = filling(wanted, grows)
            rows = annex_rows(self.annex, self.table, widths, self.book.lang)
            heights, kept = [row.height for row in rows], {i for i, row in enumerate(rows) if row.kept}
            if len(page_breaks(heights, kept, room_on_page(widths), _REPEATED)) < MOST_BREAKS:
                break
        return widths, rows

    def write(self, place: str) -> None:
        """Write heading, table, totals and signers; `place` is the number of the annex, in Roman numerals."""
        for at, width in enumerate(self.widths):
            self.sheet.set_column(at, at, width)
        top = self._heading(place)
        self._headers(top)
        self.sheet.repeat_rows(top, top + 1)
        self.sheet.freeze_panes(top + 2, 0)
        self._below(top)

    def _below(self, top: int) -> None:
        """Write everything below the headers, page by page: a page that begins inside a part repeats its heading."""
        first = top + 2
        table, foot = self._table_lines(), self._foot_lines()
        lines = [*table, *foot]
        signers, last = first + len(lines) - 1, first
        kept = set(range(first)) | {first + i for i, line in enumerate(lines) if line.kept}
        kept |= set(range(max(0, first + len(table) - _WITH_SIGNERS), signers))
        above = [self._heights.get(row, LINE_POINTS) for row in range(first)]
        repeated = sum(above[top:]) + (LINE_POINTS if any(line.heading for line in table) else 0.0)
        heights = [*above, *(line.height for line in lines)]
        breaks = set(page_breaks(heights, kept, room_on_page(self.widths), repeated))
        pages, row = [], first
        for i, line in enumerate(lines, first):
            if i in breaks:
                pages.append(row)
                if line.heading:
                    self._wide(row, _CONTINUED.format(heading=line.heading).of(self.book.lang), **_HEADING)
                    row += 1
            line.write(row)
            row, last = row + 1, row
        self.sheet.set_h_pagebreaks(pages)
        self.sheet.print_area(0, 0, last, self.last)

    def _table_lines(self) -> list[_Line]:
        table, lang = self.table, self.book.lang
        if not table.rows:
            text = table.empty.of(lang)
            return [_Line(LINE_POINTS, lambda at: self._merged(at, 0, self.last, text, italic=True, border=1))]
        return [
            _Line(row.height, self._writer(row, table.tones.get(i)), row.kept, row.heading)
            for i, row in enumerate(self.rows)
        ]

    def _writer(self, row: AnnexRow, tone: Tone | None) -> Callable[[int], None]:
        return lambda at: self._row(at, row, tone)

    def _foot_lines(self) -> list[_Line]:
        """Return the totals in words, the notes, an empty row and the signers."""
        lang = self.book.lang
        total = self._said(f"{self.annex.closing(self.figures).of(lang)}./.", bold=True)
        notes = [self._said(note.of(lang), italic=True) for note in self.table.notes]
        return [total, *notes, _Line(LINE_POINTS, lambda _: None), _Line(_SIGNER_LINES * LINE_POINTS, self._signers)]

    def _said(self, text: str, **look: Any) -> _Line:
        height = wide_height(text, self.widths, "bold" in look)
        return _Line(height, lambda at: self._wide(at, text, **look, text_wrap=True))

    def _heading(self, place: str) -> int:
        lang, offices = self.book.lang, self.offices
        above = offices.committee if self.side == "party" else offices.whole
        left = f"{above.of(lang).upper()}\n{offices.proposer(self.side).of(lang).upper()}"
        number = Text("Phụ lục {n}", "Annex {n}").format(n=place).of(lang)
        attached = Text(
            "(Kèm theo Tờ trình số             ngày      tháng      năm {year})",
            "(Attached to Submission No.             of {year})",
        ).format(year=self.figures.context.case.settings.plan_date.year)
        middle = self._middle()
        self._merged(0, 0, middle, left, bold=True, align="center", text_wrap=True)
        bold, italic = self.book.format(bold=True), self.book.format(italic=True)
        self._parts(0, middle + 1, self.last, bold, f"{number}\n", italic, attached.of(lang))
        right = f"{number}\n{attached.of(lang)}"
        halves = ((left, sum(self.widths[: middle + 1]) / BOLD), (right, sum(self.widths[middle + 1 :]) / BOLD))
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
            lines = max(lines, wrapped_lines(text, (self.widths[at] - 1) / BOLD))
            self.book.text(self.sheet, top, at, text, self.book.format(**_HEAD), **_HEAD)
            self.sheet.write_string(top + 1, at, f"({at + 1})", self.book.format(italic=True, border=1, align="center"))
        self._tall(top, lines * LINE_POINTS + 4)

    def _row(self, at: int, row: AnnexRow, tone: Tone | None) -> None:
        """Write one row of the table."""
        if len(row.cells) == 1:
            self._wide(at, str(row.cells[0]), **_HEADING)
            return
        toned = any(c.toned for c in self.table.columns)
        for j, (column, cell) in enumerate(zip(self.table.columns, row.cells, strict=True)):
            self._cell(at, j, column, cell, tone if column.toned or not toned or tone == "total" else None)
        if row.height > LINE_POINTS:
            self._tall(at, row.height)

    def _wide(self, row: int, text: str, **look: Any) -> None:
        """Write a text over the whole width, its row as tall as it needs."""
        self._merged(row, 0, self.last, text, **look)
        height = wide_height(text, self.widths, "bold" in look)
        if height > LINE_POINTS:
            self._tall(row, height)

    def _tall(self, row: int, height: float) -> None:
        self.sheet.set_row(row, height)
        self._heights[row] = height

    def _cell(self, row: int, at: int, column: TableColumn, cell: int | str | None, tone: Tone | None) -> None:
        look = self._looks.get((at, tone))
        if look is None:
            properties = self._look(column, tone)
            nothing = {**properties, "align": "center"}
            look = self._looks[at, tone] = (
                self.book.format(**properties),
                self.book.format(**properties, quote_prefix=True),
                self.book.format(**nothing),
            )
        if cell is None:
            self.sheet.write_blank(row, at, None, look[0])
        elif cell == self._nothing:
            self.sheet.write_string(row, at, cell, look[2])
        elif isinstance(cell, int):
            self.sheet.write_number(row, at, cell, look[0])
        else:
            self.sheet.write_string(row, at, cell, look[cell[:1] in FORMULA_STARTS])

    def _look(self, column: TableColumn, tone: Tone | None) -> dict[str, Any]:
        look: dict[str, Any] = dict(_CELL)
        if column.kind in NUMBERS:
            look["align"] = "center"
            if column.kind == "int" and column.header != NUMBER.header:
                look["num_format"] = _WHOLE.of(self.book.lang)
        elif column.kind == "code":
            look["num_format"] = "@"
        if tone is not None:
            look["bg_color"] = TONES[tone][0]
            look["bold"] = tone == "total"
        return look

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
        bold, italic = self.book.format(bold=True), self.book.format(italic=True)
        self._parts(row, first, last, bold, f"{title}\n", italic, signs + "\n" * _ROOM_TO_SIGN, bold, name or " ")

    def _parts(self, row: int, first: int, last: int, *parts: Any) -> None:
        """Write a text of several looks, each look before its words, into one centred cell."""
        look = self.book.format(align="center", text_wrap=True)
        if first < last:
            self.sheet.merge_range(row, first, row, last, "", look)
        self.sheet.write_rich_string(row, first, *parts, look)
