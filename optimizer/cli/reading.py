"""Reading a case for a command: every problem at once, those of the Rules sheet included."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from optimizer.cli.paths import LEFT_OUT
from optimizer.findings import Address, Finding, InputError, has_errors
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.sheets.notes import Notes


def looked_over(path: Path, rosters: tuple[Path, ...], notes: Notes | None = None) -> tuple[Case | None, list[Finding]]:
    """Return the case (None where it has errors) and everything there is to say about its cells."""
    from optimizer.catalogue import catalogue, settings_alone
    from optimizer.sheets.case import check_case
    from optimizer.sheets.notes import Notes

    notes = Notes() if notes is None else notes
    case, findings = check_case(path, rosters, notes)
    findings += _left_out()
    if case is None:
        return None, [*findings, *(settings_alone(notes.ruled) if notes.ruled is not None else ())]
    settings = catalogue(case).findings
    every = [*findings, *settings]
    return (None if has_errors(settings) else case), every


def _left_out() -> list[Finding]:
    """Return a warning for each list in a folder of rosters that cannot be read there."""
    context = click.get_current_context(silent=True)
    found = [] if context is None else context.meta.get(LEFT_OUT, [])
    return [
        Finding("file_not_read", "warning", _FOLDER if p.is_dir() else _FILE, _SAVE, Address(p.name), value=p.name)
        for p in dict.fromkeys(found)
    ]


def sound_case(path: Path, rosters: tuple[Path, ...] = ()) -> tuple[Case, list[Finding]]:
    """Return the case and its warnings; raise InputError with every finding where it has errors."""
    case, findings = looked_over(path, rosters)
    if case is None:
        raise InputError(findings)
    return case, findings


_FILE = Text(
    "Tệp này nằm trong thư mục danh sách nhưng không phải tệp Excel nên không được đọc.",
    "This file stands in the folder of rosters but is no workbook, so it is not read.",
)
_FOLDER = Text(
    "Thư mục con này có tệp Excel nhưng không được đọc.",
    "This folder inside the folder of rosters holds workbooks that are not read.",
)
_SAVE = Text(
    "Nếu là danh sách cán bộ thì lưu lại dạng .xlsx ngay trong thư mục, hoặc thêm --roster riêng.",
    "If it holds people save it as .xlsx in the folder itself, or give it a --roster of its own.",
)
