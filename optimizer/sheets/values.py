"""How each kind of cell is judged: one small parser a kind, giving a value or saying what is wrong with the cell."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from optimizer.domain import words
from optimizer.sheets.dates import DateProblem, read_date
from optimizer.sheets.problems import Problems, did_you_mean, shown
from optimizer.sheets.table import ERROR_CELLS, BadCell, Padded, RawTable
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.record import Column
    from optimizer.findings import Severity

Parser = Callable[[Any], Any]
Subjects = Callable[[int], tuple[tuple[str, str], ...]]

# Limits by field name: what lies outside is a slip of the hand, not a fact.
RANGES: dict[str, tuple[float, float]] = {
    "lat": (-90, 90),
    "lon": (-180, 180),
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
    "weight": (0, 1e9),
    "level": (0, 1e6),
}
_DASHES = frozenset({"-", "–", "—", "--"})
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*$")
_YEARS = re.compile(r"^(.*?)\s*(?:[:=]\s*|\()([\d.,]+)\s*(?:năm|nam|years?)?\s*\)?$", re.IGNORECASE)
_GRADE_YEAR = re.compile(r"^\s*(?:năm\s*)?(\d{4})\s*[:=-]\s*(.+)$")


@dataclass(frozen=True)
class Judged:
    """A cell that needs a remark: an error has no value, a warning or an info keeps it."""

    code: str
    severity: Severity
    text: Text
    fix: Text = same("")  # noqa: RUF009 - a Text is frozen
    value: Any = None


class CellProblem(Exception):
    """A cell that cannot be understood."""

    def __init__(self, code: str, text: Text, fix: Text = same("")) -> None:  # noqa: B008 - a Text is frozen
        super().__init__(text.en)
        self.judged = Judged(code, "error", text, fix)


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
    memo: dict[Any, Any] = {}
    out: list[Any] = []
    for i, cell in enumerate(cells):
        if cell is None:
            out.append(None)
            continue
        kind = type(cell)
        if kind is str:
            value = memo.get(cell, memo)
            if value is memo:
                value = memo[cell] = judge(parse, cell)
        else:
            value = judge(parse, cell)
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


def judge(parse: Parser, cell: Any) -> Any:
    """Return what a parser makes of one cell: a value, None for a blank, or a Judged."""
    if isinstance(cell, str):
        cell = tidy(cell)
        if not cell:
            return None
        if cell in ERROR_CELLS:
            cell = BadCell("error", cell)
    elif cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return None
    if isinstance(cell, BadCell):
        return Judged(*_BAD_CELLS[cell.kind])
    try:
        return parse(cell)
    except CellProblem as problem:
        return problem.judged


def text_of(cell: Any) -> str:
    """Return any cell as text."""
    return cell.text if isinstance(cell, Padded) else cell if isinstance(cell, str) else shown(cell)


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
        return None if number is None else _within(number, low, high, cell)

    return parse


def _int(name: str) -> Parser:
    low, high = RANGES.get(name, (-1e15, 1e15))

    def parse(cell: Any) -> Any:
        number = to_number(cell, whole=True)
        if number is None:
            return None
        if not number.is_integer():
            raise CellProblem("not_a_whole_number", _NOT_WHOLE.format(value=shown(cell)), _NUMBER_FIX)
        return int(_within(number, low, high, cell))

    return parse


def _within(number: float, low: float, high: float, cell: Any) -> float:
    if not low <= number <= high:
        text = _OUT_OF_RANGE.format(value=shown(cell), low=shown(float(low)), high=shown(float(high)))
        raise CellProblem("out_of_range", text, _NUMBER_FIX)
    return number


def to_number(cell: Any, *, whole: bool = False) -> float | None:
    """Return a cell as a number, written the Vietnamese or the English way; None for a dash."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = float(cell)
        if math.isfinite(number):
            return number
    elif isinstance(cell, str):
        if cell in _DASHES:
            return None
        flat = cell.replace("\u2212", "-")
        # 1.234.567 and, for whole numbers, 1.234 are thousands; 2,34 has a decimal comma.
        if (found := _THOUSANDS.match(flat)) and (whole or found.group(1).isspace() or flat.count(found.group(1)) > 1):
            flat = re.sub(r"[.,\s]", "", flat)
        elif "," in flat and "." in flat:
            flat = (
                flat.replace(".", "").replace(",", ".") if flat.rfind(",") > flat.rfind(".") else flat.replace(",", "")
            )
        else:
            flat = flat.replace(",", ".")
        if re.fullmatch(r"[+-]?\d+(?:\.\d+)?", flat):
            return float(flat)
    raise CellProblem("not_a_number", _NOT_NUMBER.format(value=shown(cell)), _NUMBER_FIX)


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
            if cell in _DASHES or (folded and folded in words.FALSE_WORDS):
                return False
        raise CellProblem("not_yes_or_no", _NOT_FLAG.format(value=shown(cell)), _FLAG_FIX)

    return parse


def _word(name: str) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, str) and cell in _DASHES:
            return None
        value = words.word(name, text_of(cell))
        if value is None or not fold(text_of(cell)):
            raise CellProblem("unknown_word", _NOT_WORD.format(value=shown(cell)), _choice(name, text_of(cell)))
        return value

    return parse


def _choice(name: str, cell: str) -> Text:
    kinds = words.WORDS[name]
    all_words = {fold(w): text.vi for text, more in kinds.values() for w in (text.vi, text.en, *more) if w}
    return did_you_mean(close_names(cell, all_words), _one_of(text for text, _ in kinds.values()))


def _one_of(choices: Iterable[Text]) -> Text:
    found = list(choices)
    return Text(
        f"Chọn một trong: {', '.join(t.vi for t in found)}.", f"Choose one of: {', '.join(t.en for t in found)}."
    )


def close_names(written: str, names: Mapping[str, str], cutoff: int = 78) -> list[str]:
    """Return up to three wordings close to what was written, from folded name -> wording; the best first."""
    from rapidfuzz import fuzz, process

    found = process.extract(fold(written), list(names), scorer=fuzz.ratio, limit=3, score_cutoff=cutoff)
    return list(dict.fromkeys(names[key] for key, _, _ in found))


def _degree(_: str) -> Parser:
    return _scale(words.degree_value, words.DEGREES, _NOT_DEGREE)


def _theory(_: str) -> Parser:
    return _scale(words.theory_value, words.THEORIES, _NOT_THEORY)


def _scale(value_of: Callable[[str], int | None], levels: Any, wrong: Text) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell in range(len(levels)):
            return int(cell)
        if isinstance(cell, str):
            if cell in _DASHES:
                return None
            if cell.isdigit() and int(cell) < len(levels):
                return int(cell)
            if (value := value_of(cell)) is not None:
                return value
            parts = [value_of(p) for p in re.split(r"[,;/+&\n]| và ", cell) if p.strip()]
            if len(parts) > 1 and all(p is not None for p in parts):  # "Đại học Luật; Thạc sĩ": the highest counts
                return max(p for p in parts if p is not None)
        known = {fold(w): text.vi for _, text, more in levels for w in (text.vi, text.en, *more) if len(w) > 2}
        fix = did_you_mean(close_names(text_of(cell), known), _one_of(text for _, text, _ in levels))
        raise CellProblem("unknown_word", wrong.format(value=shown(cell)), fix)

    return parse


def _date(name: str) -> Parser:
    short_year_until = 10 if name == "birth_date" else 40

    def parse(cell: Any) -> Any:
        if isinstance(cell, str) and cell in _DASHES:
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


def parts_of(cell: Any) -> list[str]:
    """Return the parts of a list cell: divided by `;` or lines, or the items of a list from a script."""
    if isinstance(cell, (list, tuple, set, frozenset)):
        items = sorted(cell) if isinstance(cell, (set, frozenset)) else cell
        return [t for item in items if (t := tidy(text_of(item)))]
    return [t for part in re.split(r"[;\n]", text_of(cell)) if (t := tidy(part))]


def _list(_: str) -> Parser:
    return lambda cell: tuple(dict.fromkeys(parts_of(cell)))


def _fields(_: str) -> Parser:
    def parse(cell: Any) -> Any:
        names = [name for part in parts_of(cell) for name in _split_fields(part)]
        return _checked_fields(tuple(dict.fromkeys(words.field_word(n) for n in names)))

    return parse


def _split_fields(part: str) -> list[str]:
    """Divide at commas too where that gives fields that are all known (`đất đai, xây dựng`)."""
    pieces = [p.strip() for p in part.split(",") if p.strip()]
    bare = [_YEARS.sub(r"\1", p) for p in pieces]
    return pieces if len(pieces) > 1 and all(words.field_word(b) in words.FIELDS for b in bare) else [part]


def _checked_fields(value: Any) -> Any:
    """Question a field of work that is one slip away from a known one; others may be fields we do not know."""
    for key in value:
        if key not in words.FIELDS:
            close = close_names(key, {k: text.vi for k, (text, _) in words.FIELDS.items()}, cutoff=85)
            if close:
                return Judged(
                    "unknown_field", "warning", _ODD_FIELD.format(value=key), did_you_mean(close, same("")), value
                )
    return value


def _expertise(_: str) -> Parser:
    def parse(cell: Any) -> Any:
        found: dict[str, float] = {}
        if isinstance(cell, Mapping):
            items = [(text_of(k), to_number(v)) for k, v in cell.items()]
        else:
            items = [_field_and_years(p) for part in parts_of(cell) for p in _split_fields(part)]
        for name, years in items:
            key = words.field_word(name)
            if not key:
                raise CellProblem("bad_expertise", _BAD_EXPERTISE.format(value=shown(cell)), _EXPERTISE_FIX)
            found[key] = max(found.get(key, 0.0), _within(years or 0.0, 0, 60, cell))
        return _checked_fields(found)

    return parse


def _field_and_years(part: str) -> tuple[str, float | None]:
    found = _YEARS.match(part)
    if found:
        return found.group(1), to_number(found.group(2))
    if ":" in part or "=" in part:
        raise CellProblem("bad_expertise", _BAD_EXPERTISE.format(value=part), _EXPERTISE_FIX)
    return part, 0.0


def _grades(_: str) -> Parser:
    grade = _word("grade")

    def parse(cell: Any) -> Any:
        if isinstance(cell, Mapping):
            return tuple(sorted((int(year), grade(text_of(g))) for year, g in cell.items()))
        if isinstance(cell, (list, tuple)):
            return tuple(sorted((int(year), grade(text_of(g))) for year, g in cell))
        found: list[tuple[int, str]] = []
        for part in parts_of(cell):
            year = _GRADE_YEAR.match(part)
            value = grade(tidy(year.group(2)) if year else part)
            if value is not None:
                found.append((int(year.group(1)) if year else 0, value))
        return tuple(sorted(found))

    return parse


def _params(_: str) -> Parser:
    def parse(cell: Any) -> Any:
        if isinstance(cell, Mapping):
            return {tidy(text_of(k)): tidy(text_of(v)) for k, v in cell.items()}
        found: dict[str, str] = {}
        for part in parts_of(cell):
            key, equals, value = part.partition("=")
            if not equals or not key.strip():
                raise CellProblem("bad_params", _BAD_PARAMS.format(value=part), _PARAMS_FIX)
            found[tidy(key)] = tidy(value)
        return found

    return parse


PARSERS: dict[str, Callable[[str], Parser]] = {
    "code": _code,
    "text": _text,
    "list": _list,
    "fields": _fields,
    "expertise": _expertise,
    "int": _int,
    "number": _number,
    "flag": _flag,
    "date": _date,
    "degree": _degree,
    "theory": _theory,
    "word": _word,
    "grades": _grades,
    "params": _params,
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


_BAD_CELLS: dict[str, tuple[str, Severity, Text, Text]] = {
    "error": (
        "error_cell",
        "error",
        Text("Ô có lỗi công thức của Excel.", "The cell holds an Excel error."),
        Text("Sửa công thức hoặc gõ giá trị vào ô.", "Mend the formula or type the value."),
    ),
    "uncached": (
        "formula_without_value",
        "error",
        Text("Ô có công thức nhưng chưa được tính.", "The cell has a formula that was never calculated."),
        Text(
            "Mở tệp bằng Excel và lưu lại, hoặc dán giá trị.", "Open the file in Excel and save it, or paste the value."
        ),
    ),
    "both": (
        "two_sexes",
        "error",
        Text("Cả hai cột Nam và Nữ đều được điền.", "Both columns, male and female, are filled."),
        Text("Chỉ để lại một trong hai ô.", "Keep only one of the two cells."),
    ),
}
_BLANK = Text("Ô bắt buộc “{header}” để trống.", "The required cell “{header}” is blank.")
_FILL = Text("Điền giá trị, hoặc xóa cả dòng.", "Fill it in, or delete the row.")
_BAD_CODE = Text("“{value}” không thể là mã.", "“{value}” cannot be an identifier.")
_BAD_CODE_FIX = Text(
    "Định dạng cột là Văn bản (Text) rồi gõ lại mã.", "Format the column as Text and type the code again."
)
_NOT_NUMBER = Text("“{value}” không phải là số.", "“{value}” is not a number.")
_NOT_WHOLE = Text("“{value}” không phải là số nguyên.", "“{value}” is not a whole number.")
_OUT_OF_RANGE = Text("{value} nằm ngoài khoảng {low} đến {high}.", "{value} lies outside {low} to {high}.")
_NUMBER_FIX = Text("Chỉ ghi số, không kèm chữ.", "Write the number alone, without words.")
_NOT_FLAG = Text("“{value}” không rõ là có hay không.", "“{value}” is neither yes nor no.")
_FLAG_FIX = Text("Ghi x (có) hoặc để trống (không).", "Write x (yes) or leave it blank (no).")
_NOT_WORD = Text("Không hiểu “{value}”.", "“{value}” is not understood.")
_NOT_DEGREE = Text("Không hiểu trình độ “{value}”.", "The degree “{value}” is not understood.")
_NOT_THEORY = Text(
    "Không hiểu trình độ lý luận chính trị “{value}”.", "The level of political theory “{value}” is not understood."
)
_MENDED = Text("Ô ngày chứa “{value}”, được hiểu là {date}.", "The date cell holds “{value}”, read as {date}.")
_ODD_FIELD = Text("Lĩnh vực “{value}” không có trong danh mục.", "The field of work “{value}” is not in the list.")
_BAD_EXPERTISE = Text("Không hiểu lĩnh vực và số năm “{value}”.", "The field and years “{value}” are not understood.")
_EXPERTISE_FIX = Text("Ghi dạng: đất đai:8; xây dựng:3.", "Write: đất đai:8; xây dựng:3.")
_BAD_PARAMS = Text("Tham số “{value}” thiếu dấu bằng.", "The parameter “{value}” has no equals sign.")
_PARAMS_FIX = Text("Ghi dạng: tên=giá trị; tên=giá trị.", "Write: key=value; key=value.")
