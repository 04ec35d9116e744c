"""The collector of findings: every problem is noted with its cell, and reading goes on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from optimizer.findings import Address, Finding, Severity
from optimizer.sheets.notes import Notes
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.sheets.table import RawTable

_NOTHING = same("")
MOST_OF_A_KIND = 20_000  # findings of one kind that are kept: more are never read, and a million fill the memory
_MORE = Text(
    "Còn {count} chỗ nữa cùng loại; chỉ giữ {kept} chỗ đầu.",
    "There are {count} more of this kind; the first {kept} are kept.",
)


def shown(value: object) -> str:
    """Return a cell's value as its writer would recognise it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y") if value.time() == dt.time() else value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = str(value)
    return text if len(text) <= 200 else text[:199] + "…"


class Problems:
    """Findings in the order they were met."""

    def __init__(self, notes: Notes | None = None) -> None:
        self.found: list[Finding] = []
        self._counts: dict[tuple[str, Severity], int] = {}
        self.notes = notes if notes is not None else Notes()

    def add(
        self,
        code: str,
        severity: Severity,
        text: Text,
        fix: Text = _NOTHING,
        where: Address | None = None,
        *,
        value: object = None,
        subject: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Note one problem at a place."""
        count = self._counts[code, severity] = self._counts.get((code, severity), 0) + 1
        if count <= MOST_OF_A_KIND:
            self.found.append(Finding(code, severity, text, fix, where or Address(), shown(value), subject))

    def closing(self) -> list[Finding]:
        """Return, for each kind of which only the first were kept, how many more there were."""
        return [
            Finding(code, severity, _MORE.format(count=count - MOST_OF_A_KIND, kept=MOST_OF_A_KIND))
            for (code, severity), count in self._counts.items()
            if count > MOST_OF_A_KIND
        ]

    def cell(
        self,
        table: RawTable,
        field: str,
        i: int,
        code: str,
        severity: Severity,
        text: Text,
        fix: Text = _NOTHING,
        *,
        value: object = None,
        subject: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Note one problem of the cell of `field` in the i-th row of a table."""
        seen = table.cell(field, i) if value is None else value
        self.add(code, severity, text, fix, table.address(field, i), value=seen, subject=subject)
