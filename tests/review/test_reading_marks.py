"""Review marks: which words say yes, which seat is meant, and what is refused with its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.review.copies import (
    PLAN,
    findings_of,
    marked,
    office,
    read,
    said,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_list_of_bans_of_which_one_is_unclear_names_that_one(tmp_path: Path) -> None:
    made = office()
    marks = {PLAN[0]: {"Cấm": "Xã Thủy Nguyên; xã ở xa; DD"}}
    (found,) = findings_of(marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", marks), made)
    assert (found.code, found.severity, found.where.cell) == ("unknown_seat", "error", "L2")
    assert found.text.vi.startswith("Không rõ “xã ở xa” là")


def test_a_rules_sheet_with_every_mark_cleared_is_refused(tmp_path: Path) -> None:
    made = office()

    def clear(book: Any) -> None:
        for row in range(2, book["Quy tắc"].max_row + 1):
            book["Quy tắc"].cell(row, 2).value = None

    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {}, clear)
    (found,) = findings_of(path, made)
    assert (found.code, found.severity, found.where.cell) == ("rules_unticked", "error", "B1")
