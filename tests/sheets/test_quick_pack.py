"""The workbook that is packed while it is written holds the very parts of XlsxWriter's own."""

from __future__ import annotations

import datetime as dt
import gc
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from optimizer.sheets.quick_pack import quick_workbook
from optimizer.sheets.quick_rows import quick_worksheet

if TYPE_CHECKING:
    from pathlib import Path

ODD = [
    "a & b", "a < b > c", '"trích"', " đầu", "cuối ", "\tbảng", "dòng\nmới", "_x000D_", "a\x07b", "\ufffe", "<r>đậm</r>",
    "không\u00a0ngắt", "", "_x", "'", "Đồng chí 😀", "<r><t>giàu</t></r>",
]  # fmt: skip


def filled(book: Any) -> None:
    """Fill a workbook with a little of everything."""
    book.set_properties({"created": dt.datetime(2025, 7, 1), "title": "Phương án"})
    look = book.add_format({"bold": True})
    for number in range(3):
        sheet = book.add_worksheet()
        for row, text in enumerate([*ODD, *(f"Người {i}" for i in range(200 * number))]):
            sheet.write_string(row, number, text, look)
        sheet.write_comment(2, 2, "ghi chú")
        sheet.data_validation(0, 0, 5, 0, {"validate": "list", "source": ["x"]})
    book.add_worksheet("Trống").hide()
    book.define_name("Tên", "=Sheet1!$A$1")


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_part_is_the_same_and_in_the_same_order(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.worksheet_class = quick_worksheet()
        filled(book)
    with quick_workbook(tmp_path / "b.xlsx", {}) as book:
        filled(book)
    own, quick = parts(tmp_path / "a.xlsx"), parts(tmp_path / "b.xlsx")
    assert list(quick) == list(own)
    assert quick == own
    assert b"Ng\xc6\xb0\xe1\xbb\x9di 399" in quick["xl/sharedStrings.xml"]


def test_the_same_content_is_the_same_file(tmp_path: Path) -> None:
    for name in "ab":
        with quick_workbook(tmp_path / name, {}) as book:
            filled(book)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_part_that_cannot_be_packed_is_no_workbook_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = quick_workbook(tmp_path / "a.xlsx", {})
    filled(book)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(FileCreateError, match="no space left"):
        book.close()


def test_a_workbook_that_cannot_be_written_leaves_nothing_behind_that_fails_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", late.append)

    def fails() -> None:
        book = quick_workbook(tmp_path / "no folder" / "a.xlsx", {})
        filled(book)
        with pytest.raises(FileCreateError, match="no folder") as error:
            book.close()
        book.error = error  # a ring, as any traceback makes one: only the collector takes it away

    fails()
    gc.collect()
    assert not late
