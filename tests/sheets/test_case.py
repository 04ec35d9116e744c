"""Reading whole case workbooks: what becomes of sound ones, and how every fault is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from typing import TYPE_CHECKING, Any

import pytest

from optimizer.domain.dates import PartialDate
from optimizer.findings import InputError
from optimizer.sheets.case import check_case, read_case
from tests.sheets.books import (
    CADRES,
    CASE,
    SEATS,
    TITLES,
    UNITS,
    Rows,
    cells,
    check,
    content,
    spoiled,
    write_book,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_case_is_read_in_canonical_order_with_references_resolved(tmp_path: Path) -> None:
    case, findings = check(tmp_path)
    assert case is not None
    assert not [f for f in findings if f.severity == "error"]
    assert [u.unit_code for u in case.units] == ["00004", "00008", "00025"]
    assert case.title_by_code["BT"].concurrent_with == ("CTHD",)
    assert case.title_by_code["CVDD"].fields == ("dat dai", "xay dung")
    assert case.title_by_code["CVDD"].min_degree == 4
    one, two = case.cadres
    assert one.birth_date == PartialDate(1980, 2, 3)
    assert two.birth_date == PartialDate(1985, 4)
    assert (one.current_title_code, one.current_unit_code) == ("BT", "00008")
    assert (two.current_title_code, two.current_unit_code) == (None, None)
    assert one.residence_units == ("00008", "00025"), "a split old unit may lie in either"
    assert one.wish_units == ("00004",)
    assert two.wish_units == ("00008", "00025", "00004"), (
        "a district stands for all its units, in the order of the wishes"
    )
    assert case.settings.plan_date == dt.date(2025, 7, 1)


def test_the_address_of_a_field_is_the_cell_it_was_read_from(tmp_path: Path) -> None:
    case, _ = check(tmp_path)
    assert case is not None
    assert str(case.address(case.cadre_by_id["CB2"], "birth_date")) == "case.xlsx › Cán bộ!C3"
    assert case.sources[0].digest == hashlib.sha256((tmp_path / "case.xlsx").read_bytes()).hexdigest()


def test_rows_and_columns_in_any_order_give_the_same_case(tmp_path: Path) -> None:
    rng = random.Random(7)
    expected = content(read_case(write_book(tmp_path / "a.xlsx", CASE)))
    for attempt in range(3):
        shuffled = {}
        for name, (head, *rows) in CASE.items():
            order = list(range(len(head)))
            if name != "Thiết lập":
                rng.shuffle(order)
            rng.shuffle(rows)
            shuffled[name] = [[r[i] for i in order] for r in (head, *rows)]
        path = write_book(tmp_path / f"b{attempt}.xlsx", dict(sorted(shuffled.items(), key=lambda _: rng.random())))
        assert content(read_case(path)) == expected


def test_english_sheets_and_field_names_mean_the_same_as_vietnamese_ones(tmp_path: Path) -> None:
    from optimizer.domain.entities import SHEETS

    english = {}
    for cls in SHEETS:
        if cls.sheet_name.vi in CASE:
            names = {c.vi: n for n, c in cls.columns().items()}
            head, *rows = CASE[cls.sheet_name.vi]
            english[cls.sheet_name.en] = [[names[h] for h in head], *rows]
    english["Settings"] = [["key", "value"], ["plan_date", dt.datetime(2025, 7, 1)]]
    case = read_case(write_book(tmp_path / "en.xlsx", english))
    assert content(case) == content(read_case(write_book(tmp_path / "vi.xlsx", CASE)))


def test_every_error_is_named_at_once_with_its_cell(tmp_path: Path) -> None:
    cadres = spoiled(spoiled(CADRES, 2, 3, "31/02/1980"), 3, 8, "Đại hocj")
    _, findings = check(tmp_path, cadres=cadres, seats=spoiled(SEATS, 3, 2, "CVXX"), units=spoiled(UNITS, 3, 3, "làng"))
    errors = {(f.code, f"{f.where.sheet}!{f.where.cell}", f.value) for f in findings if f.severity == "error"}
    assert errors == {
        ("bad_date", "Cán bộ!C2", "31/02/1980"),
        ("unknown_word", "Cán bộ!H3", "Đại hocj"),
        ("unknown_title", "Chỉ tiêu!B3", "CVXX"),
        ("unknown_word", "Đơn vị!C3", "làng"),
    }
    fix = next(f.fix for f in findings if f.value == "Đại hocj")
    assert "đại học" in fix.vi, "a near miss is answered with a question"


def test_reading_a_case_with_errors_raises_with_every_finding(tmp_path: Path) -> None:
    path = write_book(tmp_path / "x.xlsx", {**CASE, "Cán bộ": spoiled(CADRES, 2, 4, "???")})
    with pytest.raises(InputError) as raised:
        read_case(path)
    assert cells(raised.value.findings, "unknown_word") == ["Cán bộ!D2"]


@pytest.mark.parametrize(
    ("key", "name"), [("units", "Đơn vị"), ("titles", "Chức danh"), ("seats", "Chỉ tiêu"), ("cadres", "Cán bộ")]
)
def test_a_required_sheet_that_is_missing_is_an_error(tmp_path: Path, key: str, name: str) -> None:
    case, findings = check(tmp_path, **{key: None})
    assert case is None
    assert [f.text.vi for f in findings if f.code == "missing_sheet"] == [f"Thiếu trang bắt buộc “{name}”."]


def test_a_sheet_name_close_to_a_known_one_is_questioned(tmp_path: Path) -> None:
    book = {("Quan hê A" if n == "Quan hệ" else n): r for n, r in CASE.items()} | {"Quan hệe": [["x"]]}
    _, findings = check_case(write_book(tmp_path / "x.xlsx", book))
    assert [(f.value, f.fix.vi) for f in findings if f.code == "similar_sheet"] == [
        ("Quan hệe", "Có phải ý bạn là “Quan hệ”?")
    ]


def test_a_missing_required_column_is_an_error_that_asks_about_a_similar_header(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(CADRES, 1, 1, "Mã cán bộj"))
    assert case is None
    (finding,) = [f for f in findings if f.code == "missing_column"]
    assert finding.value == "Mã cán bộj"
    assert "Mã cán bộ" in finding.fix.vi


def test_two_columns_for_one_field_are_an_error_naming_both(tmp_path: Path) -> None:
    rows = [[*r, r[2]] for r in CADRES]
    rows[0][-1] = "Năm sinh"
    case, findings = check(tmp_path, cadres=rows)
    assert case is None
    (finding,) = [f for f in findings if f.code == "double_column"]
    assert "C1" in finding.text.vi
    assert "J1" in finding.text.vi


def test_notes_on_cells_of_an_input_sheet_are_said_but_not_those_on_its_header(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    path = write_book(tmp_path / "case.xlsx", CASE)
    book = openpyxl.load_workbook(path)
    book["Cán bộ"]["A3"].hyperlink = "https://example.org/ho-so"  # a link leads out of the file: notes are still found
    for cell in ("A1", "B2", "F3"):
        book["Cán bộ"][cell].comment = Comment("xin nghỉ từ tháng 9", "Nam")
    book.save(path)
    case, findings = check_case(path)
    assert case is not None
    (said,) = (f for f in findings if f.code == "cell_notes_ignored")
    assert (said.severity, said.where.cell) == ("info", "B2")
    assert "B2, F3." in said.text.vi


@pytest.mark.parametrize("gone", ["units", "titles"])
@pytest.mark.parametrize("how", [None, 1])
def test_a_sheet_without_which_no_other_can_be_read_is_said_once(tmp_path: Path, gone: str, how: int | None) -> None:
    left: Rows | None = None if how is None else {"units": UNITS, "titles": TITLES}[gone][:how]
    case, findings = check(tmp_path, **{gone: left})
    assert case is None
    assert [f.code for f in findings if f.severity != "info"] == ["missing_sheet" if how is None else "empty_sheet"]


def test_excel_errors_and_formulas_never_calculated_are_errors(tmp_path: Path) -> None:
    rows = spoiled(spoiled(CADRES, 2, 8, "#DIV/0!"), 3, 3, "=A1+1")
    _, findings = check(tmp_path, cadres=rows)
    assert cells(findings, "error_cell") == ["Cán bộ!H2"]
    assert cells(findings, "formula_without_value") == ["Cán bộ!C3"]


def test_unknown_columns_are_carried_along(tmp_path: Path) -> None:
    rows = [[*r, extra] for r, extra in zip(CADRES, ["Số điện thoại", " 0912 ", None], strict=True)]
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None
    assert [c.extra for c in case.cadres] == [{"Số điện thoại": "0912"}, {}]
    assert not [f for f in findings if f.severity == "error"]


def test_names_in_decomposed_unicode_mean_the_same(tmp_path: Path) -> None:
    import unicodedata

    def decomposed(value: Any) -> Any:
        return unicodedata.normalize("NFD", value) if isinstance(value, str) else value

    book = {decomposed(n): [[decomposed(v) for v in r] for r in rows] for n, rows in CASE.items()}
    assert content(read_case(write_book(tmp_path / "d.xlsx", book))) == content(
        read_case(write_book(tmp_path / "c.xlsx", CASE))
    )


def test_people_on_a_further_sheet_are_not_left_out_in_silence(tmp_path: Path) -> None:
    people: Rows = [["DANH SÁCH"], ["TT", "Họ và tên", "Năm sinh", "Chức vụ"], [1, "Ai Đó", 1980, "Bí thư"]]
    decisions: Rows = [["Mã cán bộ", "Hành động", "Mã đơn vị"], ["CB001", "khóa", "00004"]]
    other: Rows = [["Mã đơn vị", "Tên đơn vị", "Số lượng"], ["00004", "Phường An Biên", 3]]
    facts: Rows = [["Năm sinh", "Giới tính", "Trình độ", "Chuyên ngành"], [1980, "nam", "ĐH", "Luật"]]
    book = {**CASE, "DS bổ sung": people, "Chốt đợt 2": decisions, "Tổng hợp": other, "Cơ cấu": facts}
    case, findings = check_case(write_book(tmp_path / "case.xlsx", book))
    assert case is not None
    assert [(f.value, f.severity) for f in findings if f.code == "sheet_not_read"] == [
        ("DS bổ sung", "warning"),
        ("Chốt đợt 2", "warning"),
    ]
    del book["Cán bộ"]
    case, findings = check_case(write_book(tmp_path / "alone.xlsx", book))
    assert case is None
    assert [f.fix.vi for f in findings if f.value == "DS bổ sung"] == ["Đổi tên trang thành “Cán bộ”."]
