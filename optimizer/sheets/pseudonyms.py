"""`--anonymise`: codes and names of people are replaced where they are read, so that nothing behind ever holds them.

The pseudonyms follow the order of the real codes: the same case gives the same pseudonyms, a plan made with them is the
plan made without, and running again without the option tells who is who. Columns the program does not know may hold
anything and are left out; so are the reasons of decisions. What people are judged by (dates, places, degrees) stays.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from optimizer.sheets.cells import text_of
from optimizer.sheets.table import ERROR_CELLS, Secret, is_blank
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

HIDDEN = "…"
_DIGITS = 5
_PERSON = "Người {number}"  # a name, hence in one language: the same in every output
_ON: ContextVar[bool] = ContextVar("anonymising", default=False)


@contextmanager
def anonymising() -> Iterator[None]:
    """Read every case within the block without the codes and names of its people."""
    token = _ON.set(True)
    try:
        yield
    finally:
        _ON.reset(token)


def hidden() -> bool:
    """Return whether people are to stay unknown."""
    return _ON.get()


class Pseudonyms:
    """The pseudonym of every code, in the order of the codes."""

    def __init__(self, tables: Iterable[RawTable]) -> None:
        codes = sorted({_key(c) for t in tables for c in t.cells.get("cadre_id", ()) if _is_code(c)})
        self._numbers = {code: str(n).zfill(_DIGITS) for n, code in enumerate(codes, start=1)}
        self._loose: dict[str, str] = {}
        for code, number in self._numbers.items():
            self._loose.setdefault(loose_code(code), number)
        self._strangers: dict[str, str] = {}

    def mask_people(self, table: RawTable, problems: Problems) -> None:
        """Replace codes and names of a table of people; the real ones stay beside it for the checks that need them."""
        ids, names = table.cells.get("cadre_id"), table.cells.get("name")
        table.secret = Secret(ids or (), names or (), dict(table.extra))
        if ids is not None:
            table.cells["cadre_id"] = [self._code(cell) for cell in ids]
        if names is not None:
            numbers = [self._numbers.get(_key(c), "") if _is_code(c) else "" for c in ids or [None] * len(names)]
            table.cells["name"] = [
                name if is_blank(name) or not isinstance(name, str) or name in ERROR_CELLS else _person(number)
                for name, number in zip(names, numbers, strict=True)
            ]
        if table.extra:
            text = _LEFT_OUT.format(count=len(table.extra))
            problems.add("columns_left_out", "info", text, where=table.header_address())
            table.extra, table.extra_letters = {}, {}

    def mask_references(self, table: RawTable) -> RawTable:
        """Replace the codes by which another sheet speaks of people, and what it says freely of them."""
        for name in ("cadre_id", "cadre_a", "cadre_b"):
            if name in table.cells:
                table.cells[name] = [self._code(cell) for cell in table.cells[name]]
        for name in ("reason", "author"):
            if name in table.cells:
                table.cells[name] = [cell if is_blank(cell) else HIDDEN for cell in table.cells[name]]
        table.extra, table.extra_letters = {}, {}
        return table

    def _code(self, cell: Any) -> Any:
        if not _is_code(cell):
            return cell
        key = _key(cell)
        if key == "*":
            return cell
        number = self._numbers.get(key) or self._loose.get(loose_code(key))
        if number is not None:
            return f"CB{number}"
        return self._strangers.setdefault(key, f"X{len(self._strangers) + 1}")


def _person(number: str) -> str:
    return _PERSON.format(number=number or "?")


def _key(cell: Any) -> str:
    return tidy(text_of(cell))


def loose_code(code: str) -> str:
    """Return a code as references are forgiven to write it: without zeros in front, in any case."""
    return code.lstrip("0") if code.isdigit() else code.casefold()


def _is_code(cell: Any) -> bool:
    """Return whether a cell holds what would be read as a code; what is wrong stays to be told."""
    if isinstance(cell, bool) or is_blank(cell):
        return False
    if isinstance(cell, str):
        return tidy(cell) not in ERROR_CELLS
    return isinstance(cell, int) or (isinstance(cell, float) and cell.is_integer())


def real_ids(table: RawTable, ids: Sequence[Any]) -> Sequence[Any]:
    """Return the codes as written, also where pseudonyms stand in their place."""
    return ids if table.secret is None else table.secret.ids


_LEFT_OUT = Text(
    "{count} cột mà chương trình không biết đã bị bỏ qua vì có thể chứa thông tin cá nhân.",
    "{count} columns the program does not know were left out, as they may hold personal data.",
)
