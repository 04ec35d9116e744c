"""Reading a case for a command: every problem at once, those of the Rules sheet included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.findings import Finding, InputError, has_errors

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.sheets.notes import Notes


def looked_over(path: Path, rosters: tuple[Path, ...], notes: Notes | None = None) -> tuple[Case | None, list[Finding]]:
    """Return the case (None where it has errors) and everything there is to say about its cells."""
    from optimizer.catalogue import catalogue
    from optimizer.sheets.case import check_case

    case, findings = check_case(path, rosters, notes)
    if case is None:
        return None, list(findings)
    settings = catalogue(case).findings
    every = [*findings, *settings]
    return (None if has_errors(settings) else case), every


def sound_case(path: Path, rosters: tuple[Path, ...] = ()) -> tuple[Case, list[Finding]]:
    """Return the case and its warnings; raise InputError with every finding where it has errors."""
    case, findings = looked_over(path, rosters)
    if case is None:
        raise InputError(findings)
    return case, findings
