"""What stands on a reviewed copy and is not read is said: edits, columns, sheets, notes, deleted rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from optimizer.domain.case import Source
from optimizer.domain.plan import Plan
from tests.review.copies import (
    MARKS,
    PLAN,
    UNDERSTOOD,
    findings_of,
    marked,
    office,
    read,
    said,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_edits_beside_the_review_columns_are_named_by_cell_and_ignored(tmp_path: Path) -> None:
    made = office()

    def edit(book: Any) -> None:
        book.worksheets[0]["B2"] = "Tên khác"
        book.worksheets[0]["E3"] = "BT"
        book["Lần chạy"]["B2"] = "sửa"
        book["Ghế trống"]["A9"] = "cần bổ sung"

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, edit)
    found = {(f.code, f.where.sheet, f.where.cell) for f in findings_of(path, made)}
    assert found == {
        ("edit_ignored", "Phương án", "B2"), ("edit_ignored", "Phương án", "E3"),
        ("sheet_edit_ignored", "Lần chạy", ""), ("sheet_edit_ignored", "Ghế trống", ""),
    }  # fmt: skip
    assert all(f.severity == "warning" for f in findings_of(path, made))
    assert said(read(path, made)) == UNDERSTOOD


def test_a_deleted_row_stays_in_the_plan_and_is_said(tmp_path: Path) -> None:
    made = office()
    path = marked(
        written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, lambda b: b.worksheets[0].delete_rows(2)
    )
    (found,) = findings_of(path, made)
    assert (found.code, found.severity) == ("row_deleted", "warning")
    assert "CB1" in found.text.en
    assert read(path, made).plan == Plan.of(PLAN)


def test_a_review_column_under_another_name_is_refused_not_lost(tmp_path: Path) -> None:
    made = office()

    def rename(book: Any) -> None:
        book.worksheets[0]["K1"] = "Chốt"

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, rename)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == ("review_column_lost", "error", "K1")
    assert "“Khóa”" in found.text.vi
    assert "“Chốt”" in found.fix.vi


def test_a_lost_column_of_comments_is_not_the_one_that_holds_marks(tmp_path: Path) -> None:
    made = office()

    def rename(book: Any) -> None:
        book.worksheets[0]["K1"] = "Chốt"
        book.worksheets[0].delete_cols(14)

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, rename)
    found = [(f.severity, "“Ý kiến”" in f.text.vi) for f in findings_of(path, made) if f.code == "review_column_lost"]
    assert sorted(found) == [("error", False), ("warning", True)]


def test_remarks_with_a_cross_among_them_are_no_lost_column_of_marks(tmp_path: Path) -> None:
    made = office()

    def remark(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.delete_cols(12)
        for row, value in enumerate(["Nhận định", "tốt", "x", "đang xem xét", "chờ kết luận"], 1):
            sheet.cell(row, 16).value = value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, remark)
    found = [(f.code, f.severity) for f in findings_of(path, made)]
    assert found == [("column_ignored", "warning"), ("review_column_lost", "warning")]


def test_a_review_column_that_was_taken_away_is_said(tmp_path: Path) -> None:
    made = office()
    path = written(made, tmp_path / "plan.xlsx")
    path = marked(path, tmp_path / "copy.xlsx", {}, lambda b: b.worksheets[0].delete_cols(12))
    (found,) = findings_of(path, made)
    assert (found.code, found.severity) == ("review_column_lost", "warning")


@pytest.mark.parametrize(
    ("column", "ignored"),
    [
        (["STT", 1, 2, 3, 4], False),
        (["Số TT", 3, 1, 4, 2], False),
        (["TT", "1.", "2.", "3.", "4."], False),
        (["TT", "", "xem lại", "", 2], True),
        (["Ưu tiên", 1, 2, 3, 4], True),
    ],
)
def test_numbers_in_front_are_no_marks_and_those_that_only_count_the_rows_are_no_loss(
    tmp_path: Path, column: list[Any], ignored: bool
) -> None:
    made = office()

    def number(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.delete_cols(12)
        sheet.insert_cols(1)
        for row, value in enumerate(column, 1):
            sheet.cell(row, 1).value = value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, number)
    found = [(f.code, f.severity) for f in findings_of(path, made)]
    assert found == [("column_ignored", "warning")] * ignored + [("review_column_lost", "warning")]


def test_columns_and_sheets_of_the_reviewers_own_are_said_not_to_be_read(tmp_path: Path) -> None:
    made = office()

    def add(book: Any) -> None:
        book.worksheets[0].insert_cols(3)
        book.worksheets[0]["C1"], book.worksheets[0]["C3"] = "Ghi chú của tôi", "cho nghỉ"
        book.create_sheet("Ý kiến chung")["A1"] = "Xem lại xã Thủy Nguyên"
        book.create_sheet("Trang trống")

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, add)
    found = {(f.code, f.severity, f.where.sheet, f.where.cell) for f in findings_of(path, made)}
    assert found == {
        ("column_ignored", "warning", "Phương án", "C1"),
        ("sheet_not_read", "warning", "Ý kiến chung", ""),
    }
    assert said(read(path, made)) == UNDERSTOOD


def test_an_edit_in_a_column_of_the_roster_is_named_by_cell(tmp_path: Path) -> None:
    people = [c.model_copy(update={"extra": {"Ghi chú": f"số {c.cadre_id}", "Ngày sinh": 1}}) for c in office().cadres]
    made = office(cadres=people)

    def edit(book: Any) -> None:
        book.worksheets[0]["O3"] = "cho chuyển về thành phố"

    path = written(made, tmp_path / "plan.xlsx")
    assert findings_of(marked(path, tmp_path / "as-is.xlsx", MARKS), made) == []
    copy = marked(path, tmp_path / "copy.xlsx", MARKS, edit)
    assert [(f.code, f.where.cell) for f in findings_of(copy, made)] == [("edit_ignored", "O3")]


def test_a_roster_changed_since_the_plan_is_no_edit_of_the_reviewer(tmp_path: Path) -> None:
    people = [c.model_copy(update={"extra": {"Ghi chú": "cũ"}}) for c in office().cadres]
    path = marked(written(office(cadres=people), tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS)
    now = [c.model_copy(update={"extra": {"Ghi chú": "mới"}}) for c in people]
    changed = replace(office(cadres=now), sources=(Source("case.xlsx", "Cán bộ", {}, "another"),))
    assert [f.code for f in findings_of(path, changed) if f.code == "edit_ignored"] == []


def test_a_rule_row_or_the_rules_sheet_taken_away_is_said(tmp_path: Path) -> None:
    made = office()
    path = written(made, tmp_path / "plan.xlsx")

    def cut(book: Any) -> None:
        sheet = book["Quy tắc"]
        rows = {sheet.cell(r, 1).value: r for r in range(2, sheet.max_row + 1)}
        on, off = rows["Trình độ chuyên môn"], rows["Quy hoạch chức danh"]
        for row in sorted((on, off), reverse=True):
            sheet.delete_rows(row)

    (found,) = findings_of(marked(path, tmp_path / "copy.xlsx", {}, cut), made)
    assert (found.code, found.severity, found.value) == ("rule_row_deleted", "warning", "Trình độ chuyên môn")
    (found,) = findings_of(marked(path, tmp_path / "none.xlsx", {}, lambda b: b.remove(b["Quy tắc"])), made)
    assert (found.code, found.severity) == ("missing_sheet", "warning")


def test_notes_on_cells_and_struck_rows_are_said_with_what_to_write_instead(tmp_path: Path) -> None:
    made = office()

    def write(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet["B3"].comment = Comment("đề nghị cân nhắc", "Nam")
        for cell in sheet[4]:
            cell.font = Font(strike=True)

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", MARKS, write)
    found = {(f.code, f.severity, f.where.cell): f.fix.vi for f in findings_of(path, made)}
    assert found.keys() == {("cell_notes_ignored", "warning", "B3"), ("struck_rows", "warning", "4:4")}
    assert "Cấm" in found["struck_rows", "warning", "4:4"]
