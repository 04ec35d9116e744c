"""An empty case to fill in: every sheet and column, notes, drop-downs, and an example that passes the check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import REQUIRED_SHEETS, SHEETS, RuleSetting
from optimizer.sheets.atomic import replacing
from optimizer.sheets.example import example, rule_names
from optimizer.sheets.guide import guide_lines, meaning
from optimizer.sheets.rules_sheet import write_rules
from optimizer.sheets.writer import (
    Planned,
    allowed_words,
    drop_down,
    finish,
    header_of,
    link_choices,
    word_choices,
    write_column,
    write_settings,
)
from optimizer.sheets.xlsx import EXAMPLE_FILL, HEADER_FILL, INPUT_HEADER_FILL, LINE_POINTS, Book, wrapped_lines
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from optimizer.domain.record import Column, Record

GUIDE_SHEET = Text("Hướng dẫn", "Guide")
SPARE_KEYS = 5_000  # rows of codes that drop-downs on other sheets look at
NOTE_LETTERS = 900
GUIDE_WIDTH = 100


def write_template(path: Path, lang: Lang = "vi") -> Path:
    """Write an empty case workbook in `lang` and return where it landed.

    Each sheet holds one grey example row, the cadres two (a relation needs two people), and the rules all stand there
    as they are by default, to be ticked. The example is a whole small case that passes the check, so the file shows
    what a right answer looks like before anything is typed.
    """
    tables = example(lang)
    with replacing(Path(path)) as landing, Book(landing.path, lang) as book:
        plans = {s.table: _every_column(s, lang) for s in SHEETS}
        for sheet_class in SHEETS:
            if sheet_class is RuleSetting:
                _write_rules(book, plans[sheet_class.table], tables[sheet_class.table])
            else:
                _write_empty(book, sheet_class, plans, tables)
        settings = write_settings(book, tables["settings"])
        settings.set_tab_color("#7F7F7F")
        _write_guide(book)
    return landing.landed


def _every_column(sheet_class: type[Record], lang: Lang) -> list[Planned]:
    found: list[Planned] = []
    for name, column in sheet_class.columns().items():
        if column.kind == "grades":
            found += [
                Planned(name, header_of(name, column, lang, year), column, year=year) for year in (2023, 2024, 2025)
            ]
        else:
            found.append(Planned(name, header_of(name, column, lang), column))
    return found


def _write_empty(
    book: Book, sheet_class: type[Record], plans: dict[str, list[Planned]], tables: dict[str, list[dict[str, Any]]]
) -> None:
    """Write one sheet: headers with notes, the example rows in grey, drop-downs over the rows still to be filled."""
    sheet = book.add_sheet(sheet_class.sheet_name.of(book.lang))
    sheet.set_tab_color("#C00000" if sheet_class in REQUIRED_SHEETS else "#7F7F7F")
    rows, columns = tables[sheet_class.table], plans[sheet_class.table]
    reach: dict[str, list[dict[str, Any]]] = {
        table: [{}] * SPARE_KEYS for table in plans
    }  # drop-downs of codes look at rows still to come
    for at, planned in enumerate(columns):
        wanted = planned.column.required
        book.text(sheet, 0, at, planned.header, book.header(HEADER_FILL if wanted else "#5B7F9E"))
        _write_note(sheet, at, planned, book.lang)
        widest = write_column(book, sheet, at, planned, rows, italic=True, bg_color=EXAMPLE_FILL)
        for number, row in enumerate(rows, 1):
            if row.get(planned.key) in (None, "", False):
                sheet.write_blank(number, at, None, book.format(bg_color=EXAMPLE_FILL))
        sheet.set_column(
            at, at, min(max(widest + 2, len(planned.header) // 2 + 3, 12), 40), _column_style(book, planned.column)
        )
        source: Any
        if planned.key == "rule":  # of an exception
            source = book.choices(rule_names(book.lang).values())
        else:
            source = word_choices(book, planned.key, planned.column) or link_choices(
                book, sheet_class, planned.key, plans, reach
            )
        if source:
            sheet.data_validation(1, at, SPARE_KEYS, at, drop_down(source, book.lang))
    sheet.set_row(0, 34)
    finish(sheet, len(rows), len(columns))


def _write_rules(book: Book, columns: list[Planned], rows: list[dict[str, Any]]) -> None:
    """Write every rule and objective with its defaults: who leaves the sheet alone has changed nothing."""
    sheet = write_rules(book, rows)
    sheet.set_tab_color("#7F7F7F")
    for at, planned in enumerate(columns):
        _write_note(sheet, at, planned, book.lang)


def _write_note(sheet: Any, at: int, planned: Planned, lang: Lang) -> None:
    looks = {"x_scale": 2.2, "y_scale": 1.5, "font_name": "Times New Roman", "font_size": 10, "author": ""}
    sheet.write_comment(0, at, _note(planned, lang), looks)


def _column_style(book: Book, column: Column) -> Any:
    if column.kind == "code":
        return book.format(num_format="@")
    return book.format(num_format="dd/mm/yyyy", align="left") if column.kind == "date" else book.format()


def _note(planned: Planned, lang: Lang) -> str:
    """Return the note of a header: what the column means, whether it must be filled, which words it takes."""
    parts = [meaning(planned.key, planned.column).of(lang)]
    if planned.column.filled:
        parts.append(Text("Bắt buộc: mọi dòng đều phải có.", "Required: every row must have it.").of(lang))
    elif planned.column.required:
        parts.append(Text("Bắt buộc phải có cột này.", "This column must be there.").of(lang))
    if words := allowed_words(planned.key, planned.column, lang):
        parts.append(
            Text("Các từ dùng được: {words}.", "Words allowed: {words}.").format(words=", ".join(words)).of(lang)
        )
    other = planned.column.aliases
    if other and lang == "vi":
        parts.append(f"Cũng nhận tiêu đề: {', '.join(other[:4])}.")
    return "\n".join(p for p in parts if p)[:NOTE_LETTERS]


def _write_guide(book: Book) -> None:
    sheet = book.add_sheet(GUIDE_SHEET.of(book.lang))
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, GUIDE_WIDTH)
    sheet.set_tab_color(INPUT_HEADER_FILL)
    wrap, bold = {"text_wrap": True}, {"bold": True, "text_wrap": True}
    for at, header in enumerate((Text("Mục", "Topic"), Text("Giải thích", "Explanation"))):
        book.text(sheet, 0, at, header.of(book.lang), book.header())
    for row, (topic, line) in enumerate(guide_lines(), 1):
        sheet.set_row(row, LINE_POINTS * wrapped_lines(line.of(book.lang), GUIDE_WIDTH) + 3)
        book.text(sheet, row, 0, topic.of(book.lang), book.format(**bold), **bold)
        book.text(sheet, row, 1, line.of(book.lang), book.format(**wrap), **wrap)
    sheet.freeze_panes(1, 0)
