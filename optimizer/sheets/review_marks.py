"""Fingerprints of what a plan workbook said when it was written, so that later edits can be told from it.

They go by what a cell says, never by how the file stores it: Excel and LibreOffice save the same numbers, dates and
texts in ways of their own, and reviewers sort rows and move columns.
"""

from __future__ import annotations

import datetime as dt
import math
from base64 import b64encode
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from optimizer.sheets.table import BadCell, Padded
from optimizer.sheets.xlsx import as_date, plain
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.text import Lang

MARK = 4  # letters of one cell's fingerprint: one edit in sixteen million goes unseen
BLANK = "." * MARK
_MIDNIGHT = dt.time()
# The columns of the plan sheet that are there to be read only, by the name of their field.
READ_ONLY = (
    "cadre_id", "name", "unit_code", "unit_name", "title_code", "title_name", "form", "current_unit", "distance_km",
    "suitability",
)  # fmt: skip
# The columns of the Rules sheet whose changes count.
RULE_CELLS = ("on", "mode", "level", "weight", "params", "from_date", "to_date")
DECISION_CELLS = (
    "cadre_id", "action", "unit_code", "title_code", "rule", "reason", "author", "date", "round", "origin",
)  # fmt: skip


def said(value: object, lang: Lang = "vi") -> str:
    """Return what a cell says, whether the value is about to be written or was just read: blank for an empty one."""
    if isinstance(value, Text):
        value = value.of(lang)
    if value is None:
        return ""
    if type(value) is str:
        return _tidied(value)
    if isinstance(value, Padded):
        value = value.text
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, int | float):
        return f"{float(value):.10g}" if math.isfinite(value) else ""
    if isinstance(value, dt.datetime) and value.time() != _MIDNIGHT:
        return value.isoformat()
    day = as_date(value)
    if day is not None:
        return day.isoformat()
    if isinstance(value, dt.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return _tidied(value.shown if isinstance(value, BadCell) else str(value))


@lru_cache(maxsize=200_000)  # the names of units and titles come again and again
def _tidied(text: str) -> str:
    return tidy(plain(text))


def mark(value: object, lang: Lang = "vi") -> str:
    """Return the fingerprint of one cell."""
    return _hashed(said(value, lang))


@lru_cache(maxsize=200_000)
def _hashed(text: str) -> str:
    return b64encode(blake2b(text.encode(), digest_size=MARK * 3 // 4).digest(), b"_~").decode() if text else BLANK


def marks(values: Iterable[object], lang: Lang = "vi") -> str:
    """Return the fingerprints of several cells, one after the other."""
    return "".join(mark(value, lang) for value in values)


def marks_of_rows(columns: Iterable[Sequence[object]], lang: Lang = "vi") -> list[str]:
    """Return the fingerprints of several cells of every row, given by columns: what repeats is made out once."""
    made = []
    for cells in columns:
        known = {text: mark(text, lang) for text in dict.fromkeys(cells) if type(text) is str}
        made.append([known[value] if type(value) is str else mark(value, lang) for value in cells])
    return ["".join(row) for row in zip(*made, strict=True)]


def split_marks(written: str) -> list[str]:
    """Return the fingerprints of several cells apart."""
    return [written[i : i + MARK] for i in range(0, len(written), MARK)]


class SheetMark:
    """The fingerprint of a whole sheet, blind to the order of its rows and of the cells in them."""

    def __init__(self, lang: Lang = "vi") -> None:
        self._lang: Lang = lang
        self._sum = 0

    def add(self, row: Sequence[object]) -> None:
        """Add one row; an empty one changes nothing."""
        self._count(text for value in row if (text := said(value, self._lang)))

    def _count(self, texts: Iterable[str]) -> None:
        told = "\x1f".join(sorted(texts))
        if told:
            digest = blake2b(told.encode(), digest_size=8).digest()
            self._sum = (self._sum + int.from_bytes(digest, "big")) % (1 << 64)

    def add_rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows of one length, a column at a time: most of its texts repeat, and each is made out once."""
        columns = []
        for column in zip(*rows, strict=True):
            cells = [v.of(self._lang) if type(v) is Text else v for v in column]
            known: dict[object, str] = {text: _tidied(text) for text in dict.fromkeys(cells) if type(text) is str}
            known[None] = ""
            columns.append([known[v] if v is None or type(v) is str else said(v, self._lang) for v in cells])
        for texts in zip(*columns, strict=True):
            self._count(filter(None, texts))

    def __str__(self) -> str:
        return f"{self._sum:016x}"
