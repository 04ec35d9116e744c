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
DID_YOU_MEAN = Text("Có phải ý bạn là “{name}”?", "Did you mean “{name}”?")


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


def did_you_mean(names: tuple[str, ...] | list[str], otherwise: Text) -> Text:
    """Return the question for the closest known name, or `otherwise` where none is close."""
    return DID_YOU_MEAN.format(name=names[0]) if names else otherwise


class Problems:
    """Findings in the order they were met."""

    def __init__(self, notes: Notes | None = None) -> None:
        self.found: list[Finding] = []
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
        self.found.append(Finding(code, severity, text, fix, where or Address(), shown(value), subject))

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
