"""Written references: to a unit, a title or a person, by code or by a name that only one of them has."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer.findings import did_you_mean
from optimizer.sheets.cells import Judged, close_names, judge, text_of
from optimizer.sheets.problems import Problems, shown
from optimizer.sheets.values import PARSERS, Subjects, nobody
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from optimizer.sheets.table import RawTable

read_code = PARSERS["code"]("")


class CodeBook:
    """The codes of one kind that exist, and the ways in which people write them."""

    def __init__(
        self,
        names: Mapping[str, str],
        finding: str,
        by_name: Callable[[str], tuple[str, ...]],
        unknown: Text,
        fix: Text,
    ) -> None:
        self._names = names  # code -> name
        self._finding = finding
        self._by_name = by_name
        self._unknown = unknown
        self._fix = fix

    @cached_property
    def _by_zeros(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in self._names:
            if code.isdigit():
                found.setdefault(code.lstrip("0"), []).append(code)
        return found

    @cached_property
    def _by_fold(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code in self._names:
            found.setdefault(code.casefold(), []).append(code)
        return found

    @cached_property
    def codes(self) -> frozenset[Any]:
        """Return every code there is."""
        return frozenset(self._names)

    def name_of(self, code: str) -> str:
        """Return the name of a code, blank where it has none."""
        return self._names.get(code, "")

    def knows(self, written: str) -> bool:
        """Return whether a text means one code."""
        found = self.find(written)
        return found is not None and (type(found) is not Judged or found.value is not None)

    def find(self, cell: Any) -> Any:
        """Return the code a cell means; None for a blank; or a Judged: an error, or a code read with a remark.

        Where there are no codes at all nothing is said: their sheet is missing or empty, and that is said once.
        """
        if not self._names:
            return None
        written = judge(read_code, cell)
        if written is None or type(written) is Judged or written in self._names:
            return written
        codes = self._by_zeros.get(written.lstrip("0"), []) if written.isdigit() else []
        codes = codes if len(codes) == 1 else self._by_fold.get(written.casefold(), [])
        if len(codes) == 1:
            return reread(written, codes[0])
        named = self._by_name(written)
        if len(named) == 1:
            return named[0]
        if named:
            text = _SEVERAL.format(value=written, codes=", ".join(named[:5]))
            return Judged("ambiguous_name", "error", text, _USE_CODE)
        return Judged(self._finding, "error", self._unknown.format(value=shown(cell)), self._suggest(text_of(cell)))

    def _suggest(self, written: str) -> Text:
        labels = {fold(code): code for code in self._names}
        labels.update({fold(name): f"{name} ({code})" for code, name in self._names.items() if name})
        return did_you_mean(close_names(written, labels), self._fix)

    def column(
        self,
        table: RawTable,
        name: str,
        problems: Problems,
        subjects: Subjects = nobody,
        *,
        any_word: bool = False,
    ) -> list[str | None]:
        """Return the code each row's cell means; with `any_word`, blank and `*` mean any and give ""."""
        cells = table.cells.get(name)
        if cells is None:
            return ["" if any_word else None] * len(table)
        memo: dict[Any, Any] = {}
        out: list[str | None] = []
        for i, cell in enumerate(cells):
            key = (type(cell), text_of(cell))
            value = memo.get(key, memo)
            if value is memo:
                value = memo[key] = self.find(None if any_word and text_of(cell).strip() == "*" else cell)
            if type(value) is Judged:
                problems.cell(
                    table, name, i, value.code, value.severity, value.text, value.fix, value=cell, subject=subjects(i)
                )
                value = value.value
            elif value is None and any_word:
                value = ""
            out.append(value)
        return out


def reread(written: str, code: str) -> Judged:
    """Return a code that was written without its zeros in front or in another case, with what is said of it."""
    text = _ZEROS if written.isdigit() else _CASE
    return Judged("code_reread", "info", text.format(value=written, code=code), value=code)


def title_book(names: Mapping[str, str]) -> CodeBook:
    """Return the look-up of titles, by code or by a name that only one title has."""
    by_name: dict[str, list[str]] = {}
    for code, name in names.items():
        by_name.setdefault(fold(name), []).append(code)
    return CodeBook(
        names, "unknown_title", lambda written: tuple(by_name.get(fold(written), ())), _NO_TITLE, _SEE_TITLES
    )


def unit_book(names: Mapping[str, str], by_name: Callable[[str], tuple[str, ...]]) -> CodeBook:
    """Return the look-up of units, by code or by the name of one unit."""
    return CodeBook(names, "unknown_unit", by_name, _NO_UNIT, _SEE_UNITS)


def cadre_book(names: Mapping[str, str]) -> CodeBook:
    """Return the look-up of people, by identifier only: names of people repeat."""
    return CodeBook(names, "unknown_cadre", lambda _: (), _NO_CADRE, _SEE_CADRES)


_ZEROS = Text(
    "Mã “{value}” được hiểu là “{code}” (khác số 0 ở đầu).", "The code “{value}” is read as “{code}” (leading zeros)."
)
_CASE = Text("Mã “{value}” được hiểu là “{code}”.", "The code “{value}” is read as “{code}”.")
_SEVERAL = Text("“{value}” là tên của nhiều mục: {codes}.", "“{value}” is the name of several: {codes}.")
_USE_CODE = Text("Ghi mã thay cho tên.", "Write the code instead of the name.")
_NO_TITLE = Text("Không có chức danh “{value}”.", "There is no title “{value}”.")
_SEE_TITLES = Text("Xem cột Mã chức danh ở trang Chức danh.", "See the column title_code of the sheet Titles.")
_NO_UNIT = Text("Không có đơn vị “{value}”.", "There is no unit “{value}”.")
_SEE_UNITS = Text("Xem cột Mã đơn vị ở trang Đơn vị.", "See the column unit_code of the sheet Units.")
_NO_CADRE = Text("Không có cán bộ mã “{value}”.", "There is no person with the code “{value}”.")
_SEE_CADRES = Text("Xem cột Mã cán bộ ở trang Cán bộ.", "See the column cadre_id of the sheet Cadres.")
