"""Reviewing as people do it: a plan written to a workbook, marked by hand, sorted, re-saved, and read back."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from optimizer.domain.plan import Plan
from optimizer.pipeline import propose
from optimizer.reports.workbook import write_plan
from optimizer.review.apply import Reviewed, review
from optimizer.sheets.review_book import read_review
from tests.cases import cadre, case, seat, setting, title, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding
    from optimizer.sheets.review_copy import ReviewCopy
    from optimizer.text import Lang

Spot = tuple[str, str, str]
SOFFICE = shutil.which("soffice")
UNITS = (unit("00001", name="Phường Hồng Bàng", type="phuong"), unit("00002", name="Xã Thủy Nguyên", type="xa"))
TITLES = (
    title("BT", name="Bí thư", group="leader", rank=1, min_degree=4, concurrent_with=("CT",)),
    title("CT", name="Chủ tịch HĐND", group="leader", rank=2),
    title("DD", name="Công chức địa chính", group="specialist", rank=8),
)
SEATS = (
    *(seat(u, t) for u in ("00001", "00002") for t in ("BT", "DD")),
    seat("00001", "CT", 0, max=1),
)
PEOPLE = (
    cadre("CB1", name="Nguyễn Văn An", degree=4, rating=90.0, current_unit_code="00001", current_unit="Hồng Bàng"),
    cadre("CB2", name="Trần Thị Bình", degree=5, rating=85.0),
    cadre("CB3", name="Lê Văn Cường", degree=3, rating=70.0),
    cadre("CB4", name="Phạm Thị Dung", degree=2, rating=60.0),
    cadre("CB5", name="Đỗ Văn Em", degree=2, rating=50.0),
)
# Nothing but the seats decides: whoever is placed where is worth the same, so every plan is as good as any other.
EQUAL = [
    setting(name, on=False) for name in ("suitability", "moves", "travel", "women_in_leadership", "young_in_leadership")
]
PLAN = (("CB1", "00001", "BT"), ("CB2", "00002", "BT"), ("CB3", "00001", "DD"), ("CB4", "00002", "DD"))
MARKS = {
    PLAN[0]: {"Khóa": "x", "Ý kiến": "giữ ổn định"},
    PLAN[1]: {"Cấm": "có"},
    PLAN[2]: {"Ghế thay thế": "00002 / DD / Xã Thủy Nguyên, Công chức địa chính"},
    PLAN[3]: {"Ý kiến": "xem lại sức khỏe"},
}
UNDERSTOOD = {
    PLAN[0]: (True, False, None, "giữ ổn định"),
    PLAN[1]: (False, True, None, ""),
    PLAN[2]: (False, False, ("00002", "DD"), ""),
    PLAN[3]: (False, False, None, "xem lại sức khỏe"),
}


def office(**changes: Any) -> Case:
    """Return two units, three titles, five seats and five people, all equally good."""
    given: dict[str, Any] = {
        "units": UNITS, "titles": TITLES, "seats": SEATS, "cadres": PEOPLE, "rules": EQUAL, "cells": True,
    }  # fmt: skip
    return case(**(given | changes))


def written(made: Case, path: Path, spots: Iterable[Spot] = PLAN, lang: Lang = "vi") -> Path:
    """Write a plan of the case as the program does."""
    return write_plan(Plan.of(spots), path, made, lang=lang)


def marked(
    path: Path, out: Path, marks: Mapping[Spot, Mapping[str, object]], then: Callable[[Any], None] | None = None
) -> Path:
    """Save a copy with marks beside rows, by placement and header; `then` may do more to the workbook."""
    book = load_workbook(path)
    sheet: Any = book.worksheets[0]
    at = {str(c.value): c.column for c in sheet[1]}
    key = at.get("Mã dòng") or at["row_key"]
    rows = {sheet.cell(r, key).value: r for r in range(2, sheet.max_row + 1)}
    for spot, cells in marks.items():
        for header, value in cells.items():
            sheet.cell(rows["|".join(spot)], at[header]).value = value
    if then is not None:
        then(book)
    book.save(out)
    return out


def rule_cell(title: str, header: str, value: object) -> Callable[[Any], None]:
    """Return a change of one cell of the Rules sheet."""

    def change(book: Any) -> None:
        sheet = book["Quy tắc"]
        column = next(c.column for c in sheet[1] if c.value == header)
        row = next(r for r in range(2, sheet.max_row + 1) if sheet.cell(r, 1).value == title)
        sheet.cell(row, column).value = value

    return change


def resaved(path: Path, folder: Path) -> Path:
    """Open and save a workbook in LibreOffice, which writes every part of the file in its own way."""
    assert SOFFICE is not None
    folder.mkdir(exist_ok=True)
    profile = (folder / "profile").resolve().as_uri()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / path.name


def read(path: Path, made: Case) -> ReviewCopy:
    """Return what a copy says, which must be without error."""
    copy, findings = read_review(path, made)
    assert copy is not None, findings
    assert not [f for f in findings if f.severity == "error"], findings
    return copy


def reviewed(made: Case, *paths: Path) -> Reviewed:
    """Return the review of copies, which must be without error."""
    found = review(made, [read(path, made) for path in paths])
    assert not errors(found.findings), [f.sentence("en") for f in found.findings]
    return found


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the errors among findings."""
    return [f for f in findings if f.severity == "error"]


def next_plan(made: Case, *paths: Path) -> tuple[Case, Plan]:
    """Return the reviewed case and its plan, proved to the last unit."""
    case_ = reviewed(made, *paths).case
    outcome = propose(case_, gap=0.0)
    assert outcome.status == "optimal"
    assert outcome.plan is not None
    return case_, outcome.plan


def said(copy: ReviewCopy) -> dict[tuple[str, ...], tuple[object, ...]]:
    """Return what is marked, by placement: lock, ban, other seat, comment."""
    return {tuple(m.placement): (m.lock is not None, m.forbid is not None, m.seat, m.comment) for m in copy.rows}


def findings_of(path: Path, made: Any) -> list[Finding]:
    """Return what is wrong with a copy."""
    return read_review(path, made)[1]


def rows_of(sheet: Any) -> list[list[Any]]:
    """Return the values of a sheet."""
    return [[c.value for c in row] for row in sheet.iter_rows()]


def rewrite(sheet: Any, rows: list[list[Any]]) -> None:
    """Put other rows in place of those of a sheet."""
    sheet.delete_rows(1, sheet.max_row)
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c).value = value


def sort(book: Any) -> None:
    """Sort the rows of the plan by name, from the last."""
    head, *rows = rows_of(book.worksheets[0])
    rewrite(book.worksheets[0], [head, *sorted(rows, key=lambda r: str(r[1]), reverse=True)])
