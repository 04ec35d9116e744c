"""`--anonymise`: codes and names of people are replaced where they are read, so that nothing behind ever holds them.

The pseudonyms follow the order of the real codes: the same case gives the same pseudonyms, a plan made with them is the
plan made without, and running again without the option tells who is who. A plan that holds the real codes is read with
the pseudonyms of the case; a plan of pseudonyms is refused beside a case with real names. Columns the program does not
know may hold anything and are left out; so are the reasons of decisions. What people are judged by (dates, places,
degrees) stays.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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
_MASKED = re.compile(r"Người (?:\d{5,}|\?)")


@dataclass
class _Session:
    """The pseudonyms of the case that was read last."""

    known: Pseudonyms | None = None


_ON: ContextVar[_Session | None] = ContextVar("anonymising", default=None)


@contextmanager
def anonymising() -> Iterator[None]:
    """Read every case within the block without the codes and names of its people."""
    token = _ON.set(_Session())
    try:
        yield
    finally:
        _ON.reset(token)


def hidden() -> bool:
    """Return whether people are to stay unknown."""
    return _ON.get() is not None


def pseudonym_of(code: str) -> str:
    """Return what the person with this code is called here: the code itself where nobody is hidden, or a pseudonym."""
    session = _ON.get()
    return code if session is None or session.known is None else session.known.as_written(code)


class Pseudonyms:
    """The pseudonym of every code, in the order of the codes."""

    def __init__(self, tables: Iterable[RawTable]) -> None:
        codes = sorted({_key(c) for t in tables for c in t.cells.get("cadre_id", ()) if _is_code(c)})
        self._numbers = {code: str(n).zfill(_DIGITS) for n, code in enumerate(codes, start=1)}
        self._loose: dict[str, str] = {}
        for code, number in self._numbers.items():
            self._loose.setdefault(loose_code(code), number)
        self._strangers: dict[str, str] = {}
        session = _ON.get()
        if session is not None:
            session.known = self

    def as_written(self, code: str) -> str:
        """Return the pseudonym of a code somebody types; a pseudonym may be typed as well."""
        key = _key(code)
        if key not in self._numbers and key in self._given():
            return key
        return str(self._code(code))

    def _given(self) -> set[str]:
        return {f"CB{number}" for number in self._numbers.values()}

    def mask_plan(self, table: RawTable) -> None:
        """Replace the codes of a plan that was made with the real ones; its names and further columns are left out."""
        ids = table.cells.get("cadre_id")
        if ids is not None:
            written, given = [_key(cell) for cell in ids if _is_code(cell)], self._given()
            ours = looks_masked(table) or (not all(k in self._numbers for k in written) and given.issuperset(written))
            masked = [cell if ours and _key(cell) in given else self._code(cell) for cell in ids]
            table.cells["cadre_id"] = masked
        if "name" in table.cells:
            table.cells["name"] = [cell if is_blank(cell) else HIDDEN for cell in table.cells["name"]]
        table.extra, table.extra_letters = {}, {}

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


def looks_masked(table: RawTable) -> bool:
    """Return whether the names of a table are pseudonyms."""
    names = [tidy(cell) for cell in table.cells.get("name", ()) if isinstance(cell, str) and not is_blank(cell)]
    return bool(names) and 2 * sum(_MASKED.fullmatch(name) is not None for name in names) > len(names)


def settle_plan(table: RawTable, problems: Problems) -> None:
    """Bring the people of a plan under the names by which the case knows them, or say that the two do not fit."""
    session = _ON.get()
    if session is None:
        if looks_masked(table):
            problems.add("plan_anonymised", "error", _MASKED_PLAN, _ADD_OPTION, table.header_address("name"))
    elif session.known is not None:
        session.known.mask_plan(table)


def settle_review(table: RawTable, problems: Problems) -> None:
    """Say where a reviewed copy and the case do not fit; hide what a reviewer wrote freely where people are hidden.

    A copy with real names cannot be read under pseudonyms: what it said when it was written is kept as fingerprints.
    """
    if not hidden():
        settle_plan(table, problems)
    elif not looks_masked(table):
        problems.add("plan_not_anonymised", "error", _REAL_REVIEW, _REVIEW_MASKED, table.header_address("name"))
    elif "comment" in table.cells:
        table.cells["comment"] = [cell if is_blank(cell) else HIDDEN for cell in table.cells["comment"]]


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


_MASKED_PLAN = Text(
    "Phương án này được lập với --anonymise: mã trong đó là bí danh, không phải mã của hồ sơ.",
    "This plan was made with --anonymise: its codes are pseudonyms and none of the case.",
)
_ADD_OPTION = Text(
    "Thêm --anonymise vào lệnh, hoặc dùng phương án lập không có --anonymise.",
    "Add --anonymise to the command, or give a plan made without it.",
)
_REAL_REVIEW = Text(
    "Bản rà soát này mang tên thật nên không đọc được cùng --anonymise.",
    "This reviewed copy holds real names and cannot be read with --anonymise.",
)
_REVIEW_MASKED = Text(
    "Bỏ --anonymise khỏi lệnh, hoặc rà soát trên bản phương án được lập với --anonymise.",
    "Leave --anonymise out, or review a plan that was made with it.",
)
_LEFT_OUT = Text(
    "{count} cột mà chương trình không biết đã bị bỏ qua vì có thể chứa thông tin cá nhân.",
    "{count} [unknown column was|unknown columns were] left out: there may be personal data in them.",
)
