"""How each kind of cell is judged: one small parser a kind, giving a value or saying what is wrong with the cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from optimizer.domain import words
from optimizer.findings import did_you_mean
from optimizer.sheets.cells import (
    DASHES,
    CellProblem,
    Judged,
    Parser,
    close_names,
    judge,
    one_of,
    text_of,
    to_number,
    within,
)
from optimizer.sheets.dates import DateProblem, read_date
from optimizer.sheets.lists import expertise_parser, fields_parser, grades_parser, list_parser, params_parser
from optimizer.sheets.problems import Problems, shown
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.record import Column
    from optimizer.sheets.table import RawTable

Subjects = Callable[[int], tuple[tuple[str, str], ...]]

# Limits by field name: what lies outside is a slip of the hand, not a fact.
RANGES: dict[str, tuple[float, float]] = {
    "population": (0, 1e9),
    "area_km2": (0, 1e6),
    "rank": (-1e6, 1e6),
    "min_years": (0, 60),
    "months_to_serve": (0, 600),
    "min": (0, 1e6),
    "target": (0, 1e6),
    "max": (0, 1e6),
    "priority": (0, 1e6),
    "rating": (0, 100),
    "terms_here": (0, 60),
    "hardship_years": (0, 60),
    "weight": (-1e9, 1e9),  # the catalogue says which weights and levels there are
    "level": (-1e6, 1e6),
}

# What stands for "there is no such day", as where somebody is no Party member; everybody has a birth date.
_NEVER = frozenset(
    {
        *("chua", "khong", "chua co", "khong co", "chua vao dang", "chua ket nap", "chua la dang vien", "quan chung"),
        *("ngoai dang", "khong phai dang vien", "none", "no", "never", "not a member"),
    }
)
_REPEATED = frozenset({str, int, float, bool, dt.datetime, dt.date})  # plain values: judged once a column


def nobody(_: int) -> tuple[tuple[str, str], ...]:
    """Return no subject: for sheets whose rows are not about one person."""
    return ()


def read_column(
    table: RawTable, name: str, column: Column, problems: Problems, subjects: Subjects = nobody, *, cell_name: str = ""
) -> list[Any]:
    """Return the value of one field in every row, None where blank; what is wrong is noted cell by cell."""
    cells = table.cells.get(cell_name or name)
    if cells is None:
        return [None] * len(table)
    parse = PARSERS[column.kind](name)
    lines = column.kind in LISTED
    memo: dict[Any, Any] = {}
    out: list[Any] = []
    if {str, type(None)}.issuperset(map(type, cells)):  # most columns hold nothing but texts, and nothing wrong
        memo = {cell: judge(parse, cell, lines=lines) for cell in dict.fromkeys(cells) if cell is not None}
        if not any(type(value) is Judged for value in memo.values()):
            return [None if cell is None else memo[cell] for cell in cells]
    for i, cell in enumerate(cells):
        if cell is None:
            out.append(None)
            continue
        kind = type(cell)
        if kind in _REPEATED:
            key = cell if kind is str else (kind, cell)
            value = memo.get(key, memo)
            if value is memo:
                value = memo[key] = judge(parse, cell, lines=lines)
        else:
            value = judge(parse, cell, lines=lines)
        if type(value) is Judged:
            problems.cell(
                table,
                cell_name or name,
                i,
                value.code,
                value.severity,
                value.text,
                value.fix,
                value=cell,
                subject=subjects(i),
            )
            value = value.value
        out.append(value)
    return out


def _text(_: str) -> Parser:
    return text_of


def _code(_: str) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, (dt.date, bool)) or (isinstance(cell, float) and not cell.is_integer()):
            raise CellProblem("bad_code", _BAD_CODE.format(value=shown(cell)), _BAD_CODE_FIX)
        return text_of(cell)

    return parse


def _number(name: str) -> Parser:
    low, high = RANGES.get(name, (-1e15, 1e15))

    def parse(cell: Any) -> Any:
        number = to_number(cell)
        return None if number is None else within(number, low, high, cell)

    return parse


def _int(name: str) -> Parser:
    low, high = RANGES.get(name, (-1e15, 1e15))

    def parse(cell: Any) -> Any:
        number = to_number(cell, whole=True)
        if number is None:
            return None
        if not number.is_integer():
            raise CellProblem("not_a_whole_number", _NOT_WHOLE.format(value=shown(cell)), _WHOLE_FIX)
        return int(within(number, low, high, cell))

    return parse


def _flag(_: str) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, bool):
            return cell
        if isinstance(cell, (int, float)) and cell in (0, 1):
            return bool(cell)
        if isinstance(cell, str):
            folded = fold(cell)
            if cell in words.TRUE_WORDS or (folded and folded in words.TRUE_WORDS):
                return True
            if cell in DASHES or (folded and folded in words.FALSE_WORDS):
                return False
        raise CellProblem("not_yes_or_no", _NOT_FLAG.format(value=shown(cell)), _FLAG_FIX)

    return parse


def _word(name: str) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, str) and cell in DASHES:
            return None
        value = words.word(name, text_of(cell))
        if value is None or not fold(text_of(cell)):
            raise CellProblem("unknown_word", _NOT_WORD.format(value=shown(cell)), _choice(name, text_of(cell)))
        return value

    return parse


def _choice(name: str, cell: str) -> Text:
    kinds = words.WORDS[name]
    all_words = {fold(w): text.vi for text, more in kinds.values() for w in (text.vi, text.en, *more) if w}
    return did_you_mean(close_names(cell, all_words), one_of(text for text, _ in kinds.values()))


def _degree(_: str) -> Parser:
    return _scale(words.degree_value, words.DEGREES, _NOT_DEGREE)


def _theory(_: str) -> Parser:
    return _scale(words.theory_value, words.THEORIES, _NOT_THEORY)


def _scale(value_of: Callable[[str], int | None], levels: Any, wrong: Text) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in range(len(levels)):
            return int(cell)
        if isinstance(cell, str):
            if cell in DASHES:
                return None
            if cell.isdigit() and int(cell) < len(levels):
                return int(cell)
            parts = [value_of(p) for p in re.split(r"[,;/+&]| và ", cell) if p.strip()]
            if len(parts) > 1 and all(p is not None for p in parts):  # "Đại học Luật; Thạc sĩ": the highest counts
                return max(p for p in parts if p is not None)
            if (value := value_of(cell)) is not None:
                return value
        known = {fold(w): text.vi for _, text, more in levels for w in (text.vi, text.en, *more) if len(w) > 2}
        fix = did_you_mean(close_names(text_of(cell), known), one_of(text for _, text, _ in levels))
        raise CellProblem("unknown_word", wrong.format(value=shown(cell)), fix)

    return parse


def _date(name: str) -> Parser:
    short_year_until = 10 if name == "birth_date" else 40
    never = frozenset() if name == "birth_date" else _NEVER

    def parse(cell: Any) -> Any:
        if isinstance(cell, str) and (cell in DASHES or fold(cell) in never):
            return None
        try:
            read = read_date(cell, short_year_until)
        except DateProblem as problem:
            raise CellProblem("bad_date", problem.text, problem.fix) from None
        if read.mended:
            text = _MENDED.format(value=shown(cell), date=read.date)
            return Judged("date_reread", "info", text, value=read.date)
        return read.date

    return parse


LISTED = frozenset({"list", "fields", "expertise", "grades", "params"})
PARSERS: dict[str, Callable[[str], Parser]] = {
    "code": _code,
    "text": _text,
    "list": list_parser,
    "fields": fields_parser,
    "expertise": expertise_parser,
    "int": _int,
    "number": _number,
    "flag": _flag,
    "date": _date,
    "degree": _degree,
    "theory": _theory,
    "word": _word,
    "grades": lambda _: grades_parser(_word("grade")),
    "params": params_parser,
}


def blank_findings(
    table: RawTable, name: str, values: Sequence[Any], problems: Problems, subjects: Subjects = nobody
) -> None:
    """Note every row whose cell must be filled and is blank (a cell already found wrong is not blank)."""
    for i, value in enumerate(values):
        if value is None and judge(text_of, table.cell(name, i)) is None:
            problems.cell(
                table,
                name,
                i,
                "missing_value",
                "error",
                _BLANK.format(header=table.headers.get(name, name)),
                _FILL,
                subject=subjects(i),
            )


_BLANK = Text("Ô bắt buộc “{header}” để trống.", "The required cell “{header}” is blank.")
_FILL = Text("Điền giá trị, hoặc xóa cả dòng.", "Fill it in, or delete the row.")
_BAD_CODE = Text("“{value}” không thể là mã.", "“{value}” cannot be an identifier.")
_BAD_CODE_FIX = Text(
    "Định dạng cột là Văn bản (Text) rồi gõ lại mã.", "Format the column as Text and type the code again."
)
_NOT_WHOLE = Text("“{value}” không phải là số nguyên.", "“{value}” is not a whole number.")
_WHOLE_FIX = Text("Chỉ ghi số nguyên, không có phần lẻ.", "Write a whole number, without a fraction.")
_NOT_FLAG = Text("“{value}” không rõ là có hay không.", "“{value}” is neither yes nor no.")
_FLAG_FIX = Text("Ghi x (có) hoặc để trống (không).", "Write x (yes) or leave it blank (no).")
_NOT_WORD = Text("Không hiểu “{value}”.", "“{value}” is not understood.")
_NOT_DEGREE = Text("Không hiểu trình độ “{value}”.", "The degree “{value}” is not understood.")
_NOT_THEORY = Text(
    "Không hiểu trình độ lý luận chính trị “{value}”.", "The level of political theory “{value}” is not understood."
)
_MENDED = Text("Ô ngày chứa “{value}”, được hiểu là {date}.", "The date cell holds “{value}”, read as {date}.")
