"""Files that must not be opened, and what is said of them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from optimizer.sheets import apart
from optimizer.sheets.access import Access, unlocking
from optimizer.sheets.case import check_case
from optimizer.sheets.guard import MAX_RATIO_FROM, guard
from tests.corpus.raw import locked
from tests.sheets.books import CASE, write_book

if TYPE_CHECKING:
    from pathlib import Path

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_workbook"),
        (b"M\xc3\xa3,T\xc3\xaan\n1,2\n", "not_a_workbook"),
        (b"  <html><table></table></html>", "web_page_as_workbook"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "web_page_as_workbook"),
        (OLE + b"\0" * 600, "file_damaged"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "file_damaged"),
        (b"PK\x03\x04 cut short", "file_damaged"),
        (zipped({"word/document.xml": b"<a/>"}), "not_a_workbook"),
        (zipped({"xl/workbook.bin": b"\0"}), "file_damaged"),
        (zipped({"xl/workbook.xml": b"<workbook"}), "file_damaged"),
        (zipped({"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "file_damaged"),
        (zipped({"xl/workbook.xml": b"<?a?>" * 500 + b"<!-- x --><!DOCTYPE a><a/>"}), "file_damaged"),
        (zipped({"xl/workbook.xml": "<a/>".encode("utf-16")}), "file_damaged"),
        (
            zipped({"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": b"<a>" + b" " * (2 * MAX_RATIO_FROM)}),
            "file_too_large",
        ),
    ],
)
def test_what_is_no_workbook_is_one_finding_that_says_how_to_mend_it(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(data)
    case, findings = check_case(path)
    assert case is None
    assert [(f.code, f.severity, f.where.file) for f in findings] == [(code, "error", "case.xlsx")]
    assert findings[0].fix.vi
    assert findings[0].fix.en


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    assert [f.code for f in check_case(tmp_path / "none.xlsx")[1]] == ["file_missing"]
    (tmp_path / "folder.xlsx").mkdir()
    assert [f.code for f in check_case(tmp_path / "folder.xlsx")[1]] == ["not_a_workbook"]


def test_a_damaged_sheet_inside_a_sound_archive_is_a_finding(tmp_path: Path) -> None:
    path = write_book(tmp_path / "case.xlsx", CASE)
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[: len(data) // 2] if name == "xl/worksheets/sheet1.xml" else data)
    case, findings = check_case(broken)
    assert case is None
    assert "file_damaged" in {f.code for f in findings}


def test_entities_declared_in_any_part_are_refused(tmp_path: Path) -> None:
    path = write_book(tmp_path / "case.xlsx", CASE)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bomb, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                root = data[data.index(b"<worksheet") :]
                data = b"<!-- " + b"x" * 5000 + b' --><!DOCTYPE worksheet [<!ENTITY a "b">]>' + root
            target.writestr(name, data)
    guarded, findings = guard(bomb)  # before any XML parser, careful or not, has seen the file
    assert guarded is None
    assert [f.code for f in findings] == ["file_damaged"]


def test_a_wrong_roster_does_not_hide_behind_a_sound_case(tmp_path: Path) -> None:
    roster = tmp_path / "roster.xlsx"
    roster.write_bytes(b"<html>")
    case, findings = check_case(write_book(tmp_path / "case.xlsx", CASE), (roster,))
    assert case is None
    assert [(f.code, f.where.file) for f in findings] == [("web_page_as_workbook", "roster.xlsx")]


def test_merges_and_uncalculated_formulas_are_seen_before_reading(tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", {"A": [["x", "=1+1"], ["y"]]}, {"A": ["A1:A2"]})
    guarded, findings = guard(path)
    assert not findings
    assert guarded is not None
    parts = guarded.sheets["A"]
    assert [(m.top, m.left, m.bottom, m.right) for m in parts.merges] == [(1, 1, 2, 1)]
    assert parts.uncached == ("B1",)


def test_a_password_is_asked_for_once_and_remembered_while_the_block_lasts(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(locked(write_book(tmp_path / "open.xlsx", CASE).read_bytes(), "mật khẩu"))
    asked: list[str] = []

    def answer(file: str) -> str:
        asked.append(file)
        return "sai" if len(asked) == 1 else "m\u00e2\u0323t kh\u00e2\u0309u"  # as some keyboards write it

    with unlocking(Access(ask=answer)):
        assert guard(path)[0] is not None
        assert guard(path)[0] is not None
    assert asked == ["case.xlsx", "case.xlsx"]
    assert [f.code for f in guard(path)[1]] == ["file_encrypted"], "outside of the block nothing is known"


def test_nobody_is_asked_for_a_password_without_end(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(locked(write_book(tmp_path / "open.xlsx", CASE).read_bytes(), "x"))
    asked: list[str] = []
    with unlocking(Access(ask=lambda file: asked.append(file) or "sai")):  # type: ignore[func-returns-value]
        assert [f.code for f in guard(path)[1]] == ["file_encrypted"]
    assert len(asked) == 3


@pytest.mark.parametrize(
    "wrong", ["import os; os.abort()", "while True: pass", "x = [0] * 10**12", "print('nonsense')"]
)
def test_a_process_that_dies_hangs_or_babbles_is_a_damaged_or_too_large_file(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr(apart, "_START", wrong + "  # {path}")
    assert apart.run_apart("xls", b"data", seconds=1).status in ("damaged", "too_large")
