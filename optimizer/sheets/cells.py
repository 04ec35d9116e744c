"""What every parser of cells shares: a judgement, a problem, numbers and texts, and names that are close."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from optimizer.sheets.problems import shown
from optimizer.sheets.table import ERROR_CELLS, BadCell, Padded
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from optimizer.findings import Severity

Parser = Callable[[Any], Any]
DASHES = frozenset({"-", "–", "—", "--"})
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*$")


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


def judge(parse: Parser, cell: Any, *, lines: bool = False) -> Any:
    """Return what a parser makes of one cell: a value, None for a blank, or a Judged.

    With `lines`, a line break divides the parts of a list like a semicolon; elsewhere it is only a blank.
    """
    if isinstance(cell, str):
        if lines and "\n" in cell:
            cell = cell.replace("\n", ";")
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


def within(number: float, low: float, high: float, cell: Any) -> float:
    """Return the number if it lies between the limits."""
    if not low <= number <= high:
        ends = {"low": shown(float(low)), "high": shown(float(high))}
        raise CellProblem("out_of_range", _OUT_OF_RANGE.format(value=shown(cell), **ends), _IN_RANGE.format(**ends))
    return number


def to_number(cell: Any, *, whole: bool = False) -> float | None:
    """Return a cell as a number, written the Vietnamese or the English way; None for a dash."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        number = float(cell)
        if math.isfinite(number):
            return number
    elif isinstance(cell, str):
        if cell in DASHES:
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
    raise CellProblem("not_a_number", _NOT_NUMBER.format(value=shown(cell)), NUMBER_FIX)


def one_of(choices: Iterable[Text]) -> Text:
    """Return the sentence that lists what may be chosen."""
    found = list(choices)
    return Text(
        f"Chọn một trong: {', '.join(t.vi for t in found)}.", f"Choose one of: {', '.join(t.en for t in found)}."
    )


def close_names(written: str, names: Mapping[str, str], cutoff: int = 78) -> list[str]:
    """Return up to three wordings close to what was written, from folded name -> wording; the best first."""
    from rapidfuzz import fuzz, process

    found = process.extract(fold(written), list(names), scorer=fuzz.ratio, limit=3, score_cutoff=cutoff)
    return list(dict.fromkeys(names[key] for key, _, _ in found))


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
_NOT_NUMBER = Text("“{value}” không phải là số.", "“{value}” is not a number.")
_OUT_OF_RANGE = Text("{value} nằm ngoài khoảng {low} đến {high}.", "{value} lies outside {low} to {high}.")
_IN_RANGE = Text(
    "Kiểm tra lại số này: chỉ nhận số từ {low} đến {high}.", "Check the number: it must lie from {low} to {high}."
)
NUMBER_FIX = Text("Chỉ ghi số, không kèm chữ.", "Write the number alone, without words.")
