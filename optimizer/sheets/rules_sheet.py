"""The Rules sheet as people tick it: wrapped explanations, drop-downs, limits on levels and weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import RuleSetting
from optimizer.sheets.writer import (
    DATE_FORMAT,
    Planned,
    Row,
    allowed_words,
    drop_down,
    finish,
    header_of,
    write_column,
)
from optimizer.sheets.xlsx import HEADER_FILL, LINE_POINTS, Book, wrapped_lines
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTHS = {
    "rule": 34, "on": 8, "mode": 9, "level": 8, "weight": 11, "params": 44, "from_date": 13, "to_date": 13,
    "topic": 22, "explanation": 72, "basis": 36,
}  # fmt: skip
WRAPPED = ("rule", "params", "topic", "explanation", "basis")
CENTRED = ("on", "mode", "level", "weight")
READ_ONLY = ("topic", "explanation", "basis")
LEVELS, WEIGHTS = (2, 9), (0, 1_000_000)
SPARE, TALLEST = 200, 400.0
_LEVEL = Text("Ghi số nguyên từ 2 đến 9.", "Write a whole number from 2 to 9.")
_WEIGHT = Text("Ghi số từ 0 đến 1.000.000.", "Write a number from 0 to 1,000,000.")
_WRONG = Text("Giá trị không hợp lệ", "Not allowed")


def write_rules(book: Book, rows: Sequence[Row]) -> Any:
    """Write rows that list rules in full, as the registry's `rule_rows` gives them, and return the sheet."""
    sheet = book.add_sheet(RuleSetting.sheet_name.of(book.lang))
    columns = [Planned(n, header_of(n, c, book.lang), c) for n, c in RuleSetting.columns().items() if n in WIDTHS]
    for at, planned in enumerate(columns):
        fill = "#7F7F7F" if planned.key in READ_ONLY else HEADER_FILL
        book.text(sheet, 0, at, planned.header, book.header(fill))
        looks = _looks(planned.key)
        write_column(book, sheet, at, planned, rows, **looks)
        for number, row in enumerate(rows, 1):  # borders and colours go on under a blank
            if row.get(planned.key) in (None, "", False):
                sheet.write_blank(number, at, None, book.format(**looks))
        sheet.set_column(at, at, WIDTHS[planned.key], book.format(**looks))
        if check := _check(book, planned, [str(row["rule"]) for row in rows]):
            sheet.data_validation(1, at, len(rows) + SPARE, at, check)
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, _height(row))
    sheet.set_row(0, 34)
    finish(sheet, len(rows), len(columns))
    sheet.freeze_panes(1, 1)
    return sheet


def _looks(key: str) -> dict[str, Any]:
    looks: dict[str, Any] = {"bottom": 1, "bottom_color": "#D9D9D9"}
    if key in WRAPPED:
        looks["text_wrap"] = True
    if key in CENTRED:
        looks["align"] = "center"
    if key in READ_ONLY:
        looks["font_color"] = "#595959"
    if key == "rule":
        looks["bold"] = True
    if key in ("from_date", "to_date"):
        looks["num_format"] = DATE_FORMAT
    return looks


def _check(book: Book, planned: Planned, titles: Sequence[str]) -> dict[str, Any] | None:
    lang: Lang = book.lang
    if planned.key == "rule":
        return drop_down(book.choices(titles), lang)
    if planned.key == "level":
        return _limits("integer", LEVELS, _LEVEL, lang)
    if planned.key == "weight":
        return _limits("decimal", WEIGHTS, _WEIGHT, lang)
    words = allowed_words(planned.key, planned.column, lang)
    return drop_down(book.choices(words), lang) if words else None


def _limits(kind: str, limits: tuple[int, int], message: Text, lang: Lang) -> dict[str, Any]:
    return {
        "validate": kind, "criteria": "between", "minimum": limits[0], "maximum": limits[1], "ignore_blank": True,
        "error_title": _WRONG.of(lang), "error_message": message.of(lang),
    }  # fmt: skip


def _height(row: Row) -> float:
    """Return the height in points that shows every line of the wrapped cells."""
    lines = max(
        sum(wrapped_lines(line, WIDTHS[key] - 2) for line in str(row.get(key) or "").split("\n")) for key in WRAPPED
    )
    return min(LINE_POINTS * lines + 3, TALLEST)
