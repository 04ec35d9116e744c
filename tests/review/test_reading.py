"""A reviewed copy is read by its keys and headers, whatever was done to its rows, columns and file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from optimizer.domain.plan import Plan
from optimizer.sheets.review_book import read_review
from tests.review.copies import (
    MARKS,
    PLAN,
    SOFFICE,
    UNDERSTOOD,
    findings_of,
    marked,
    office,
    read,
    resaved,
    rewrite,
    rows_of,
    said,
    sort,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_marks_are_read_with_their_cells_and_nothing_else_is_remarked(tmp_path: Path) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS)
    copy, findings = read_review(path, made)
    assert findings == []
    assert copy is not None
    assert said(copy) == UNDERSTOOD
    assert copy.plan == Plan.of(PLAN)
    first = next(m for m in copy.rows if tuple(m.placement) == PLAN[0])
    assert str(first.lock) == "copy.xlsx › Phương án!K2"
    assert str(first.comment_at) == "copy.xlsx › Phương án!N2"


def test_an_english_copy_reads_the_same(tmp_path: Path) -> None:
    made = office()
    names = {"Khóa": "lock", "Cấm": "forbid", "Ghế thay thế": "alternative_seat", "Ý kiến": "comment"}
    marks = {spot: {names[h]: v for h, v in cells.items()} for spot, cells in MARKS.items()}
    path = marked(written(made, tmp_path / "plan.xlsx", lang="en"), tmp_path / "copy.xlsx", marks)
    assert said(read(path, made)) == UNDERSTOOD


def insert(book: Any) -> None:
    book.worksheets[0].insert_rows(3, 2)
    book.worksheets[0].insert_rows(1, 3)
    book.worksheets[0]["A1"] = "Kết quả rà soát của tổ 2"


def filter_away(book: Any) -> None:
    book.worksheets[0].auto_filter.ref = "A1:O5"
    book.worksheets[0].row_dimensions[3].hidden = True


def move_columns(book: Any) -> None:
    rows = rows_of(book.worksheets[0])
    order = [14, *range(10, 14), *reversed(range(10))]
    rewrite(book.worksheets[0], [[row[i] for i in order] for row in rows])


def drop_columns(book: Any) -> None:
    book.worksheets[0].delete_cols(7, 4)  # form, present unit, distance and suitability


def rename_sheet(book: Any) -> None:
    book.worksheets[0].title = "2. Phương án (2)"


def move_sheets(book: Any) -> None:
    book.move_sheet(book.worksheets[0], 5)


@pytest.mark.parametrize("change", [sort, insert, filter_away, move_columns, drop_columns, rename_sheet, move_sheets])
def test_rows_are_known_by_their_key_whatever_moves(tmp_path: Path, change: Callable[[Any], None]) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, change)
    assert said(read(path, made)) == UNDERSTOOD
    assert [f.code for f in findings_of(path, made)] == []


def test_marks_on_a_plan_sheet_that_names_nobody_are_refused_and_no_other_sheet_is_taken_for_it(tmp_path: Path) -> None:
    made = office()

    def cut(book: Any) -> None:
        book.worksheets[0].delete_cols(15)
        book.worksheets[0].delete_cols(1)

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, cut)
    copy, (found,) = read_review(path, made)
    assert copy is None
    assert (found.code, found.severity, found.where.sheet) == ("missing_column", "error", "Phương án")


def test_where_the_plan_sheet_was_deleted_no_other_sheet_is_taken_for_it(tmp_path: Path) -> None:
    made = office()

    def delete(book: Any) -> None:
        book.worksheets[1].append(["Mã cán bộ", "Mã đơn vị", "Mã chức danh"])
        for _ in range(3):
            book.worksheets[1].append(["CB1", "00001", "BT"])
        del book["Phương án"]

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, delete)
    copy, findings = read_review(path, made)
    assert copy is None
    assert [(f.code, f.severity, f.where.sheet) for f in findings] == [("missing_column", "error", "")]


def test_an_added_row_counts_where_it_is_marked_and_names_somebody(tmp_path: Path) -> None:
    made = office()

    def add(book: Any) -> None:
        sheet = book.worksheets[0]
        for column, value in enumerate(["CB5", "", "00002", "", "DD", *[""] * 5, "x"], 1):
            sheet.cell(7, column).value = value
        sheet.cell(8, 1).value, sheet.cell(8, 3).value, sheet.cell(8, 5).value = "CB5", "00001", "DD"

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add)
    assert said(read(path, made)) == {("CB5", "00002", "DD"): (True, False, None, "")}
    assert [(f.code, f.where.cell) for f in findings_of(path, made)] == [("row_added", "A7"), ("row_added", "A8")]
    assert read(path, made).plan == Plan.of(PLAN)


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [(1, "CB77", "unknown_cadre"), (3, "00099", "unknown_unit"), (5, "XX", "unknown_title")],
)
def test_a_mark_on_a_row_of_something_unknown_says_what_is_unknown(
    tmp_path: Path, column: int, cell: str, code: str
) -> None:
    made = office()

    def add(book: Any) -> None:
        for at, value in {1: "CB5", 3: "00002", 5: "DD", 11: "x", column: cell}.items():
            book.worksheets[0].cell(7, at).value = value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == (code, "error", f"{'ABCDE'[column - 1]}7")


def test_an_added_row_with_a_remark_alone_is_said_to_place_nobody(tmp_path: Path) -> None:
    made = office()

    def add(book: Any) -> None:
        for column, value in ((1, "CB5"), (3, "00002"), (5, "DD"), (14, "thêm đồng chí này")):
            book.worksheets[0].cell(7, column).value = value

    (found,) = findings_of(marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add), made)
    assert (found.code, found.severity) == ("row_added", "warning")
    assert "không bố trí ai" in found.text.vi


@pytest.mark.parametrize(
    ("cells", "severity", "at"),
    [
        ({"K9": "x"}, "error", "K9"),
        ({"C9": 2, "E9": "DD", "K9": "x"}, "error", "K9"),  # a seat, its code without zeros, and nobody for it
        ({"N9": "cần thêm một người"}, "warning", "N9"),  # a remark decides nothing
    ],
)
def test_a_mark_on_a_row_that_names_nobody_is_refused(
    tmp_path: Path, cells: dict[str, Any], severity: str, at: str
) -> None:
    made = office()

    def add(book: Any) -> None:
        for cell, value in cells.items():
            book.worksheets[0][cell] = value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == ("nameless_row", severity, at)


def test_keys_left_behind_by_a_sort_are_noticed_and_the_codes_decide(tmp_path: Path) -> None:
    made = office()

    def sort_without_the_key(book: Any) -> None:
        head, *rows = rows_of(book.worksheets[0])
        keys = [row[14] for row in rows]
        moved = sorted(rows, key=lambda r: str(r[0]), reverse=True)
        rewrite(book.worksheets[0], [head, *([*row[:14], key] for row, key in zip(moved, keys, strict=True))])

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, sort_without_the_key)
    assert said(read(path, made)) == UNDERSTOOD
    assert [f.code for f in findings_of(path, made)] == ["keys_left_behind"]


def test_a_mark_on_a_row_that_shows_another_placement_than_its_key_is_refused(tmp_path: Path) -> None:
    made = office()

    def overwrite(book: Any) -> None:
        for column in (1, 3, 5):  # somebody copied the codes of row 3 over those of row 2
            book.worksheets[0].cell(2, column).value = book.worksheets[0].cell(3, column).value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, overwrite)
    assert ("ambiguous_row", "K2") in {(f.code, f.where.cell) for f in findings_of(path, made) if f.severity == "error"}


def test_a_copy_that_lost_the_hidden_sheet_is_read_by_its_codes(tmp_path: Path) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, lambda b: b.remove(b["_plan"]))
    assert said(read(path, made)) == UNDERSTOOD
    assert read(path, made).plan == Plan.of(PLAN)
    assert [f.code for f in findings_of(path, made)] == ["no_passport"]


def test_a_copy_cut_down_to_titles_marks_and_keys_loses_no_row_to_what_reads_like_a_signature(tmp_path: Path) -> None:
    made = office()

    def cut(book: Any) -> None:
        book.worksheets[0].delete_cols(12, 3)
        book.worksheets[0].delete_cols(7, 4)
        book.worksheets[0].delete_cols(1, 5)

    marks = {PLAN[0]: {"Khóa": "x"}, PLAN[1]: {"Khóa": "x"}}  # both of them “Bí thư”, and the rows below are light
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", marks, cut)
    assert said(read(path, made)) == dict.fromkeys(PLAN[:2], (True, False, None, ""))


def test_a_plan_typed_by_hand_may_be_reviewed(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Mã cán bộ", "Tên đơn vị", "Tên chức danh", "Khóa"])
    sheet.append(["CB1", "Phường Hồng Bàng", "Bí thư", "x"])
    sheet.append(["CB4", "Xã Thủy Nguyên", "Công chức địa chính", None])
    book.save(tmp_path / "hand.xlsx")
    copy = read(tmp_path / "hand.xlsx", office())
    assert copy.plan == Plan.of([PLAN[0], PLAN[3]])
    assert said(copy) == {PLAN[0]: (True, False, None, "")}


def test_a_workbook_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "other.xlsx")
    copy, findings = read_review(tmp_path / "other.xlsx", office())
    assert copy is None
    assert [f.code for f in findings] == ["missing_column"]


def test_who_saved_the_copy_is_its_author_else_the_name_of_the_file(tmp_path: Path) -> None:
    made = office()

    def sign(book: Any) -> None:
        book.properties.lastModifiedBy = "Vũ Thị Hoa"

    signed = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "a.xlsx", MARKS, sign)
    plain = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "to-2.xlsx", MARKS)
    assert read(signed, made).author == "Vũ Thị Hoa"
    assert read(plain, made).author == "to-2"
    assert read(plain, made).date is not None
    assert read(tmp_path / "plan.xlsx", made).date is None, "the program's own fixed date says nothing"


if SOFFICE is not None:

    def test_a_copy_saved_by_libreoffice_reads_the_same_and_shows_no_edits(tmp_path: Path) -> None:
        made = office()
        path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, sort)
        saved = resaved(path, tmp_path / "saved")
        copy, findings = read_review(saved, made)
        assert findings == []
        assert copy is not None
        assert said(copy) == UNDERSTOOD
        assert copy.passport.known
        assert copy.plan == Plan.of(PLAN)

    def test_edits_are_still_told_after_libreoffice_saved_the_copy(tmp_path: Path) -> None:
        made = office()

        def edit(book: Any) -> None:
            book.worksheets[0]["B2"] = "Tên khác"
            book["Ghế trống"]["A9"] = "cần bổ sung"

        path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, edit)
        found = findings_of(resaved(path, tmp_path / "saved"), made)
        assert {(f.code, f.where.sheet) for f in found} == {
            ("edit_ignored", "Phương án"), ("sheet_edit_ignored", "Ghế trống"),
        }  # fmt: skip
