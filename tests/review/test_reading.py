"""A reviewed copy is read by its keys and headers, whatever was done to its rows, columns and file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from optimizer.domain.case import Source
from optimizer.domain.plan import Plan
from optimizer.sheets.review_book import read_review
from tests.review.copies import PLAN, SOFFICE, marked, office, read, resaved, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from optimizer.findings import Finding
    from optimizer.sheets.review_copy import ReviewCopy

MARKS = {
    PLAN[0]: {"Khóa": "x", "Ý kiến": "giữ ổn định"},
    PLAN[1]: {"Cấm": "có"},
    PLAN[2]: {"Ghế thay thế": "00002 / DD / Xã Thủy Nguyên, Công chức địa chính"},
    PLAN[3]: {"Ý kiến": "xem lại sức khỏe"},
}


def said(copy: ReviewCopy) -> dict[tuple[str, ...], tuple[object, ...]]:
    return {tuple(m.placement): (m.lock is not None, m.forbid is not None, m.seat, m.comment) for m in copy.rows}


UNDERSTOOD = {
    PLAN[0]: (True, False, None, "giữ ổn định"),
    PLAN[1]: (False, True, None, ""),
    PLAN[2]: (False, False, ("00002", "DD"), ""),
    PLAN[3]: (False, False, None, "xem lại sức khỏe"),
}


def findings_of(path: Path, made: Any) -> list[Finding]:
    return read_review(path, made)[1]


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


def _rows(sheet: Any) -> list[list[Any]]:
    return [[c.value for c in row] for row in sheet.iter_rows()]


def _rewrite(sheet: Any, rows: list[list[Any]]) -> None:
    sheet.delete_rows(1, sheet.max_row)
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c).value = value


def sort(book: Any) -> None:
    head, *rows = _rows(book.worksheets[0])
    _rewrite(book.worksheets[0], [head, *sorted(rows, key=lambda r: str(r[1]), reverse=True)])


def insert(book: Any) -> None:
    book.worksheets[0].insert_rows(3, 2)
    book.worksheets[0].insert_rows(1, 3)
    book.worksheets[0]["A1"] = "Kết quả rà soát của tổ 2"


def filter_away(book: Any) -> None:
    book.worksheets[0].auto_filter.ref = "A1:O5"
    book.worksheets[0].row_dimensions[3].hidden = True


def move_columns(book: Any) -> None:
    rows = _rows(book.worksheets[0])
    order = [14, *range(10, 14), *reversed(range(10))]
    _rewrite(book.worksheets[0], [[row[i] for i in order] for row in rows])


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


@pytest.mark.parametrize("word", ["x", "X", "có", "Có", "1", 1, True, "yes", "✓", "✔", "☑", "v", "Khóa", "đúng"])
def test_many_words_say_yes(tmp_path: Path, word: object) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {PLAN[0]: {"Khóa": word}})
    assert said(read(path, made)) == {PLAN[0]: (True, False, None, "")}


@pytest.mark.parametrize("word", ["không", "0", 0, "-", " ", "no"])
def test_a_no_or_a_blank_marks_nothing(tmp_path: Path, word: object) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {PLAN[0]: {"Khóa": word}})
    assert said(read(path, made)) == {}


def test_a_word_that_is_neither_yes_nor_no_is_refused_with_its_cell(tmp_path: Path) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {PLAN[0]: {"Cấm": "để sau"}})
    (found,) = findings_of(path, made)
    assert (found.severity, found.code, found.where.cell) == ("error", "not_yes_or_no", "L2")
    assert "để sau" in found.text.vi


@pytest.mark.parametrize(
    "written_seat",
    [
        "00002 / DD / Xã Thủy Nguyên, Công chức địa chính", "00002/DD", "DD / 00002", "dd - 00002", "2 / dd", "00002 DD",
        "Công chức địa chính, Xã Thủy Nguyên", "Xã Thủy Nguyên / Công chức địa chính", "Công chức địa chính tại Thủy Nguyên",
        "xã Thuỷ Nguyên", "00002",
    ],
)  # fmt: skip
def test_a_seat_is_understood_by_codes_or_names_in_either_order(tmp_path: Path, written_seat: str) -> None:
    made = office()
    marks = {PLAN[2]: {"Ghế thay thế": written_seat}}
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", marks)
    (row,) = read(path, made).rows
    assert row.seat == ("00002", "DD")


def test_a_title_alone_means_the_present_unit(tmp_path: Path) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {PLAN[2]: {"Ghế thay thế": "Bí thư"}})
    (row,) = read(path, made).rows
    assert row.seat == ("00001", "BT")


@pytest.mark.parametrize("written_seat", ["00002 / CT", "Phường Lê Chân / BT", "ai cũng được"])
def test_a_seat_nobody_knows_is_refused_with_its_cell_and_what_to_write(tmp_path: Path, written_seat: str) -> None:
    made = office()
    path = marked(
        written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {PLAN[2]: {"Ghế thay thế": written_seat}}
    )
    (found,) = findings_of(path, made)
    assert (found.severity, found.code, found.where.cell) == ("error", "unknown_seat", "M3")
    assert found.fix.vi
    assert found.fix.en


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


def test_numbers_in_front_are_no_marks_where_a_review_column_was_taken_away(tmp_path: Path) -> None:
    made = office()

    def number(book: Any) -> None:
        sheet = book.worksheets[0]
        sheet.delete_cols(12)
        sheet.insert_cols(1)
        for row, value in enumerate(["STT", 1, 2, 3, 4], 1):
            sheet.cell(row, 1).value = value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, number)
    found = [(f.code, f.severity) for f in findings_of(path, made)]
    assert found == [("column_ignored", "warning"), ("review_column_lost", "warning")]


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


def test_a_mark_on_a_row_of_somebody_unknown_says_who_is_unknown(tmp_path: Path) -> None:
    made = office()

    def add(book: Any) -> None:
        for column, value in ((1, "CB77"), (3, "00002"), (5, "DD"), (11, "x")):
            book.worksheets[0].cell(7, column).value = value

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == ("unknown_cadre", "error", "A7")


def test_an_added_row_with_a_remark_alone_is_said_to_place_nobody(tmp_path: Path) -> None:
    made = office()

    def add(book: Any) -> None:
        for column, value in ((1, "CB5"), (3, "00002"), (5, "DD"), (14, "thêm đồng chí này")):
            book.worksheets[0].cell(7, column).value = value

    (found,) = findings_of(marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add), made)
    assert (found.code, found.severity) == ("row_added", "warning")
    assert "không bố trí ai" in found.text.vi


def test_a_list_of_bans_of_which_one_is_unclear_names_that_one(tmp_path: Path) -> None:
    made = office()
    marks = {PLAN[0]: {"Cấm": "Xã Thủy Nguyên; xã ở xa; DD"}}
    (found,) = findings_of(marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", marks), made)
    assert (found.code, found.severity, found.where.cell) == ("unknown_seat", "error", "L2")
    assert found.text.vi.startswith("Không rõ “xã ở xa” là")


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


def test_a_rules_sheet_with_every_mark_cleared_is_refused(tmp_path: Path) -> None:
    made = office()

    def clear(book: Any) -> None:
        for row in range(2, book["Quy tắc"].max_row + 1):
            book["Quy tắc"].cell(row, 2).value = None

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, clear)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == ("rules_unticked", "error", "B1")


def test_a_mark_on_a_row_that_names_nobody_is_refused(tmp_path: Path) -> None:
    made = office()

    def add(book: Any) -> None:
        book.worksheets[0]["K9"] = "x"

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, add)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == ("nameless_row", "error", "K9")


def test_keys_left_behind_by_a_sort_are_noticed_and_the_codes_decide(tmp_path: Path) -> None:
    made = office()

    def sort_without_the_key(book: Any) -> None:
        head, *rows = _rows(book.worksheets[0])
        keys = [row[14] for row in rows]
        moved = sorted(rows, key=lambda r: str(r[0]), reverse=True)
        _rewrite(book.worksheets[0], [head, *([*row[:14], key] for row, key in zip(moved, keys, strict=True))])

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
