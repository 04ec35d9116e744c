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
from optimizer.sheets.posts import seat_names
from tests.sheets.books import CADRES, CASE, SEATS, TITLES, UNITS, Rows, cells, content, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding


def check(path: Path, **sheets: Any) -> tuple[Case | None, list[Finding]]:
    """Check the sound case with some sheets replaced (None takes a sheet away)."""
    names = {
        "units": "Đơn vị",
        "predecessors": "Đơn vị cũ",
        "titles": "Chức danh",
        "seats": "Chỉ tiêu",
        "cadres": "Cán bộ",
        "relations": "Quan hệ",
        "scores": "Đánh giá",
        "decisions": "Quyết định",
        "rules": "Quy tắc",
        "settings": "Thiết lập",
    }
    book = dict(CASE)
    for key, rows in sheets.items():
        book[names[key]] = rows
    return check_case(write_book(path / "case.xlsx", {n: r for n, r in book.items() if r is not None}))


def only(path: Path, code: str, **sheets: Any) -> list[str]:
    """Return the cells of the one kind of finding that must make the case fail."""
    case, findings = check(path, **sheets)
    assert case is None, "an error must leave no case"
    assert {f.code for f in findings if f.severity == "error"} == {code}
    return cells(findings, code)


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


def test_blank_seat_numbers_take_their_defaults(tmp_path: Path) -> None:
    case, _ = check(tmp_path)
    assert case is not None
    seat = case.seat_by_key["00004", "CVDD"]
    assert (seat.min, seat.target, seat.max, seat.priority) == (0, 2, 2, 1)


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


def test_two_people_with_one_code_are_an_error_naming_both_cells(tmp_path: Path) -> None:
    _, findings = check(tmp_path, cadres=spoiled(CADRES, 3, 1, "CB1"))
    assert cells(findings, "duplicate") == ["Cán bộ!A3"]
    assert "Cán bộ!A2" in next(f.text.vi for f in findings if f.code == "duplicate")


def test_two_seat_rows_for_one_unit_and_title_are_an_error(tmp_path: Path) -> None:
    assert only(tmp_path, "duplicate", seats=[*SEATS, ["00004", "BT", 0, 1, 1, 1]]) == ["Chỉ tiêu!A5"]


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ([2, 1, 2], "Chỉ tiêu!C2", "inconsistent_seats"),
        ([0, 3, 2], "Chỉ tiêu!E2", "inconsistent_seats"),
        ([-1, 1, 1], "Chỉ tiêu!C2", "out_of_range"),
        ([0, 1.5, 2], "Chỉ tiêu!D2", "not_a_whole_number"),
        ([0, "hai", 2], "Chỉ tiêu!D2", "not_a_number"),
        ([0, None, 2], "Chỉ tiêu!D2", "missing_value"),
    ],
)
def test_seat_numbers_that_make_no_sense_are_errors(tmp_path: Path, row: list[Any], cell: str, code: str) -> None:
    assert only(tmp_path, code, seats=[SEATS[0], ["00004", "BT", *row, 1]]) == [cell]


@pytest.mark.parametrize(
    ("points", "read", "said"),
    [
        ([(20.8, 106.6), (105.9, 20.9)], [(20.8, 106.6), (20.9, 105.9)], [("swapped_coordinates", "Đơn vị!C3")]),
        ([(106.6, 20.8), (105.9, 20.9)], [(20.8, 106.6), (20.9, 105.9)], [("swapped_coordinates", "Đơn vị!C2")]),
        ([(20.8, 106.6), (0, 0)], [(20.8, 106.6), (None, None)], [("odd_coordinates", "Đơn vị!C3")]),
        ([(20.8, 106.6), (20.8, 0)], [(20.8, 106.6), (None, None)], [("odd_coordinates", "Đơn vị!C3")]),
        ([(0, 0), (0, 0)], [(None, None)] * 2, [("odd_coordinates", "Đơn vị!C2")]),  # once for all alike
        ([(-20.8, 106.6), (48.9, 2.3)], [(None, None)] * 2, [("odd_coordinates", f"Đơn vị!C{n}") for n in (2, 3)]),
        ([(20.13, 107.73), (8.65, 111.92)], [(20.13, 107.73), (8.65, 111.92)], []),  # islands far out
    ],
)
def test_coordinates_that_are_no_place_in_vietnam_are_said_and_never_measured(
    tmp_path: Path,
    points: list[tuple[float, float]],
    read: list[tuple[float | None, float | None]],
    said: list[tuple[str, str]],
) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Vĩ độ", "Kinh độ"]]
    rows += [[row[0], row[1], *point] for row, point in zip(UNITS[1:3], points, strict=True)]
    case, findings = check(tmp_path, units=rows, predecessors=None, cadres=CADRES[:2])
    assert case is not None
    assert [(u.lat, u.lon) for u in case.units] == read
    told = [(f.code, f"{f.where.sheet}!{f.where.cell}") for f in findings if "coordinates" in f.code]
    assert told == said


def test_ratings_below_one_are_asked_about_once_as_percentages_and_kept(tmp_path: Path) -> None:
    ratings = ["Điểm đánh giá", 1, 0.8, 0, 0.75]
    rows = [[*row[:4], rating] for row, rating in zip([*CADRES[:3], ["CB3", "C"], ["CB4", "D"]], ratings, strict=True)]
    rows[3:] = [[*row[:2], 1980, "nam", row[-1]] for row in rows[3:]]
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None
    assert [c.rating for c in case.cadres] == ratings[1:]
    (found,) = (f for f in findings if f.code == "rating_as_share")
    assert (found.severity, found.where.cell) == ("warning", "E3")
    assert "80 điểm" in found.text.vi
    assert "dưới 1: 2)" in found.text.vi


def test_a_latitude_beyond_the_poles_is_an_error_unless_its_longitude_is_the_latitude(tmp_path: Path) -> None:
    rows = [["Mã đơn vị", "Tên đơn vị", "Vĩ độ", "Kinh độ"], *([*row[:2], 20.8, 106.6] for row in UNITS[1:])]
    assert only(tmp_path, "odd_coordinates", units=spoiled(rows, 3, 3, 108)) == ["Đơn vị!C3"]
    assert only(tmp_path, "out_of_range", units=spoiled(rows, 3, 3, 2301234)) == ["Đơn vị!C3"]


def test_a_seat_row_with_target_zero_is_allowed(tmp_path: Path) -> None:
    case, _ = check(tmp_path, seats=[SEATS[0], ["00004", "BT", None, 0, None, None]])
    assert case is not None
    assert case.seats[0].max == 0


def test_the_matrix_form_gives_the_same_seats_as_the_long_form(tmp_path: Path) -> None:
    matrix = [
        ["STT", "Tên đơn vị", "Mã đơn vị", "BT", "Chuyên viên đất đai", "Tổng"],
        [1, "Phường An Biên", "00004", 1, 2, 3],
        [2, "Xã Cẩm Giang", "00008", 1, None, 1],
        ["Tổng cộng", None, None, 2, 2, 4],
    ]
    case, findings = check(tmp_path, seats=matrix)
    assert case is not None, findings
    assert {(s.unit_code, s.title_code, s.min, s.target, s.max) for s in case.seats} == {
        ("00004", "BT", 0, 1, 1),
        ("00004", "CVDD", 0, 2, 2),
        ("00008", "BT", 0, 1, 1),
    }


def test_a_matrix_may_name_its_units_by_name_alone(tmp_path: Path) -> None:
    case, findings = check(tmp_path, seats=[["Xã, phường, đặc khu", "BT"], ["Xã Cẩm Giàng", 1], ["phường an biên", 2]])
    assert case is not None, findings
    assert {(s.unit_code, s.target) for s in case.seats} == {("00025", 1), ("00004", 2)}


def test_a_long_form_may_name_units_and_titles_without_a_column_of_codes(tmp_path: Path) -> None:
    case, findings = check(
        tmp_path,
        seats=[
            ["TT", "Đơn vị", "Chức danh", "Chỉ tiêu"],
            [1, "Phường An Biên", "Bí thư Đảng ủy", 1],
            [2, "xã cẩm giang", "CVDD", 2],
            ["Tổng", None, None, 3],
        ],
    )
    assert case is not None, findings
    assert {(s.unit_code, s.title_code, s.target) for s in case.seats} == {("00004", "BT", 1), ("00008", "CVDD", 2)}


def test_a_name_of_several_titles_is_asked_about_in_the_long_form_of_seats(tmp_path: Path) -> None:
    titles = [*TITLES, ["BT2", "Bí thư Đảng ủy", None, None, None, None]]
    titles[1] = [*titles[1][:5], None]
    seats = [["Tên đơn vị", "Tên chức danh", "Chỉ tiêu"], ["Phường An Biên", "Bí thư Đảng ủy", 1]]
    assert only(tmp_path, "ambiguous_name", titles=titles, seats=seats) == ["Chỉ tiêu!B2"]


def test_where_codes_have_a_column_the_names_beside_them_are_only_carried_along(tmp_path: Path) -> None:
    header = ["Mã đơn vị", "Tên đơn vị", "Chức danh", "Chỉ tiêu"]
    case, findings = check(tmp_path, seats=[header, ["00004", "P. An Biên (cũ)", "Bí thư Đảng ủy", 1]])
    assert case is not None, findings
    assert [(s.unit_code, s.title_code) for s in case.seats] == [("00004", "BT")]


def test_a_column_called_name_alone_names_neither_unit_nor_title_of_a_seat() -> None:
    words = seat_names()
    assert "name" not in words
    assert {words["ten don vi"], words["ten chuc danh"]} == {"unit_code", "title_code"}


def test_a_last_row_of_seats_without_codes_is_no_signature(tmp_path: Path) -> None:
    header = ["Mã đơn vị", "Mã chức danh", "Tên chức danh", "Chỉ tiêu"]
    rows = [header, ["00004", "CVDD", "Chuyên viên đất đai", 2], [None, None, "Bí thư Đảng ủy", 1]]
    assert only(tmp_path, "missing_value", seats=rows) == ["Chỉ tiêu!A3", "Chỉ tiêu!B3"]


def test_a_matrix_column_that_is_no_title_is_an_error_not_a_loss(tmp_path: Path) -> None:
    case, findings = check(tmp_path, seats=[["Mã đơn vị", "BT", "CVXD"], ["00004", 1, 2]])
    assert case is None
    assert [(f.value, f.where.cell) for f in findings if f.code == "unknown_title"] == [("CVXD", "C1")]


def test_notes_on_cells_of_an_input_sheet_are_said_but_not_those_on_its_header(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.comments import Comment

    path = write_book(tmp_path / "case.xlsx", CASE)
    book = openpyxl.load_workbook(path)
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


def test_numbers_that_lost_their_zeros_still_find_their_unit(tmp_path: Path) -> None:
    case, findings = check(tmp_path, seats=spoiled(SEATS, 2, 1, 4))
    assert case is not None
    assert ("00004", "BT") in case.seat_by_key
    assert [(f.severity, f.value) for f in findings if f.code == "code_reread"] == [("info", "4")]


def test_a_number_among_text_codes_is_an_error_where_codes_are_defined(tmp_path: Path) -> None:
    assert only(tmp_path, "number_as_code", units=[*UNITS, [31, "Xã Mới", "xã", None, None]]) == ["Đơn vị!A5"]


def test_a_number_shown_with_leading_zeros_keeps_them(tmp_path: Path) -> None:
    import openpyxl

    path = write_book(tmp_path / "x.xlsx", {**CASE, "Đơn vị": spoiled(UNITS, 2, 1, 4)})
    book = openpyxl.load_workbook(path)
    book["Đơn vị"]["A2"].number_format = "00000"
    book.save(path)
    case = read_case(path)
    assert case.units[0].unit_code == "00004"


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


def test_a_blank_birth_date_or_sex_is_a_warning_at_the_cell(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(spoiled(CADRES, 2, 3, None), 3, 4, "  "))
    assert case is not None
    assert cells(findings, "no_birth_date") == ["Cán bộ!C2"]
    assert cells(findings, "no_sex") == ["Cán bộ!D3"]
    assert {f.severity for f in findings if f.code.startswith("no_")} == {"warning"}


def test_a_missing_column_of_birth_dates_is_one_warning(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=[[*r[:2], *r[3:]] for r in CADRES])
    assert case is not None
    assert len(cells(findings, "no_birth_date")) == 1


def test_grades_stand_for_a_blank_rating(tmp_path: Path) -> None:
    head = [*CADRES[0], "Xếp loại 2022", "Xếp loại 2023", "Xếp loại năm 2024", "Xếp loại 2025", "Điểm đánh giá"]
    rows = [
        head,
        [*CADRES[1], "KHTNV", "HTXSNV", "Hoàn thành tốt nhiệm vụ", "HTNV", None],
        [*CADRES[2], None, None, "HTTNV", None, 71.5],
    ]
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None, findings
    one, two = case.cadres
    assert one.grades == ((2022, "failed"), (2023, "excellent"), (2024, "good"), (2025, "done"))
    assert one.rating == pytest.approx((95 + 80 + 60) / 3), "the last three years count"
    assert two.rating == 71.5


def test_a_rating_above_100_is_an_error(tmp_path: Path) -> None:
    rows = [[*CADRES[0], "Điểm đánh giá"], [*CADRES[1], 101], [*CADRES[2], 100]]
    assert only(tmp_path, "out_of_range", cadres=rows) == ["Cán bộ!J2"]


def test_a_wish_that_names_nothing_is_a_warning_with_a_suggestion(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(CADRES, 2, 9, "Phường An Biêm"))
    assert case is not None
    (finding,) = [f for f in findings if f.code == "unknown_wish"]
    assert (finding.severity, finding.where.cell) == ("warning", "I2")
    assert "Phường An Biên" in finding.fix.vi


def test_an_old_unit_that_was_split_leaves_the_workplace_open(tmp_path: Path) -> None:
    case, findings = check(tmp_path, cadres=spoiled(CADRES, 2, 6, "Xã Chia Đôi"))
    assert case is not None
    assert case.cadre_by_id["CB1"].current_unit_code is None
    assert cells(findings, "ambiguous_current_unit") == ["Cán bộ!F2"]


def test_offices_of_one_former_district_are_one_remark(tmp_path: Path) -> None:
    rows = spoiled(spoiled(CADRES, 2, 6, "Huyện Cẩm Giàng"), 3, 6, "Huyện Cẩm Giàng")
    case, findings = check(tmp_path, cadres=rows)
    assert case is not None
    assert [c.current_unit_code for c in case.cadres] == [None, None]
    (finding,) = [f for f in findings if f.code == "district_office"]
    assert finding.severity == "info"
    assert "2 người" in finding.text.vi


def test_without_a_date_of_the_plan_the_first_day_of_the_model_is_used_and_said(tmp_path: Path) -> None:
    case, findings = check(tmp_path, settings=None)
    assert case is not None
    assert case.settings.plan_date == dt.date(2025, 7, 1)
    assert [f.severity for f in findings if f.code == "plan_date_assumed"] == ["warning"]


def test_a_date_of_the_plan_without_its_day_is_an_error(tmp_path: Path) -> None:
    assert only(tmp_path, "bad_date", settings=[["plan_date", "07/2025"]]) == ["Thiết lập!B1"]


def test_settings_keep_what_the_program_does_not_know(tmp_path: Path) -> None:
    case, _ = check(tmp_path, settings=[["plan_date", "2/7/2025"], ["Ngôn ngữ", "Tiếng Anh"], ["Ghi chú", "x"]])
    assert case is not None
    assert case.settings.plan_date == dt.date(2025, 7, 2)
    assert dict(case.settings.values) == {"language": "en", "Ghi chú": "x"}


def test_relations_need_two_known_and_different_people(tmp_path: Path) -> None:
    head = ["Mã cán bộ A", "Mã cán bộ B", "Quan hệ"]
    case, _ = check(tmp_path, relations=[head, ["CB2", "CB1", "vợ/chồng"]])
    assert case is not None
    assert [(r.cadre_a, r.cadre_b, r.kind) for r in case.relations] == [("CB2", "CB1", "spouse")]
    _, findings = check(
        tmp_path, relations=[head, ["CB2", "CB9", "con"], ["CB1", "CB1", "con"], ["CB1", "CB2", "bạn bè"]]
    )
    assert cells(findings, "unknown_cadre") == ["Quan hệ!B2"]
    assert cells(findings, "related_to_self") == ["Quan hệ!B3"]
    assert cells(findings, "unknown_word") == ["Quan hệ!C4"]


def test_decisions_take_codes_or_unique_names_and_blank_or_star_for_any(tmp_path: Path) -> None:
    head = ["Mã cán bộ", "Hành động", "Mã đơn vị", "Mã chức danh", "Quy tắc", "Lý do", "Người quyết định", "Ngày"]
    rows = [
        head,
        ["CB1", "khóa", "Xã Cẩm Giang", "Bí thư Đảng ủy", None, "theo đề án", "BTV", "1/6/2025"],
        ["CB2", "cấm", "*", None, None, None, None, None],
    ]
    case, findings = check(tmp_path, decisions=rows)
    assert case is not None, findings
    said = [(d.cadre_id, d.action, d.unit_code, d.title_code, d.reason) for d in case.decisions]
    assert said == [("CB1", "lock", "00008", "BT", "theo đề án"), ("CB2", "forbid", "", "", "")]
    assert case.decisions[0].date == PartialDate(2025, 6, 1)


def test_a_decision_on_nobody_is_an_error(tmp_path: Path) -> None:
    assert only(tmp_path, "unknown_cadre", decisions=[["Mã cán bộ", "Hành động"], ["CB7", "giữ"]]) == ["Quyết định!A2"]


def test_scores_are_positions_with_minus_one_for_any(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Mã đơn vị", "Mã chức danh", "Điểm"], ["CB2", "*", "BT", "70,5"], ["CB1", "00025", None, 60]]
    case, findings = check(tmp_path, scores=rows)
    assert case is not None, findings
    assert case.scores.cadre.tolist() == [0, 1]
    assert case.scores.unit.tolist() == [2, -1]
    assert case.scores.title.tolist() == [-1, case.titles.index(case.title_by_code["BT"])]
    assert case.scores.value.tolist() == [60.0, 70.5]


def test_wrong_scores_are_named_by_cell(tmp_path: Path) -> None:
    head = ["Mã cán bộ", "Mã đơn vị", "Mã chức danh", "Điểm"]
    rows = [
        head,
        ["CB1", "00004", "BT", 1],
        ["CB9", "00004", "BT", 1],
        ["CB1", "*", "XX", "tốt"],
        ["CB1", "00004", "BT", 2],
        ["CB2", "*", "*", None],
    ]
    _, findings = check(tmp_path, scores=rows)
    assert cells(findings, "unknown_cadre") == ["Đánh giá!A3"]
    assert cells(findings, "unknown_title") == ["Đánh giá!C4"]
    assert cells(findings, "not_a_number") == ["Đánh giá!D4"]
    assert cells(findings, "duplicate") == ["Đánh giá!D5"]
    assert cells(findings, "missing_value") == ["Đánh giá!D6"]


def test_rules_keep_their_parameters_as_words(tmp_path: Path) -> None:
    head = ["Quy tắc", "Bật", "Mức", "Cấp", "Trọng số", "Tham số", "Từ ngày", "Đến ngày"]
    rows = [head, ["women_in_leadership", "x", "mềm", 2, "1,5", "share=0,15; scope = province", None, None]]
    case, findings = check(tmp_path, rules=rows)
    assert case is not None, findings
    (rule,) = case.rules
    assert case.rules_given
    assert (rule.on, rule.mode, rule.level, rule.weight) == (True, "soft", 2, 1.5)
    assert rule.params == {"share": "0,15", "scope": "province"}


def test_a_rules_sheet_without_rows_leaves_the_defaults_in_force(tmp_path: Path) -> None:
    case, _ = check(tmp_path, rules=[["Quy tắc", "Bật"]])
    assert case is not None
    assert not case.rules_given


def test_concurrent_titles_that_do_not_exist_are_errors(tmp_path: Path) -> None:
    assert only(tmp_path, "unknown_title", titles=spoiled(TITLES, 2, 6, "Chủ tịch XYZ")) == ["Chức danh!F2"]


def test_units_without_coordinates_are_questioned_only_where_others_have_them(tmp_path: Path) -> None:
    units = [
        [*r, lat, lon]
        for r, lat, lon in zip(UNITS, ["Vĩ độ", 20.8, None, 20.9], ["Kinh độ", 106.6, None, 106.2], strict=True)
    ]
    case, findings = check(tmp_path, units=units)
    assert case is not None
    assert cells(findings, "no_coordinates") == ["Đơn vị!F3"]
    _, findings = check(tmp_path)
    assert not cells(findings, "no_coordinates")


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


def test_a_setting_nobody_knows_is_said_to_have_no_effect(tmp_path: Path) -> None:
    rows = [["Thiết lập", "Giá trị"], ["Ngày lập phương án", "01/07/2025"], ["Người ký khối Đảng", "Ông A"]]
    rows += [["Số người chuyển tối đa", 20], ["Người kí khối Đãng", "Ông B"], ["Ghi chú", "bản thứ hai"]]
    case, findings = check(tmp_path, settings=rows)
    assert case is not None
    found = [(f.severity, f.where.cell, f.fix.vi) for f in findings if f.code == "unknown_setting"]
    assert [(severity, cell) for severity, cell, _ in found] == [("warning", "B4"), ("warning", "B5")]
    assert found[1][2] == "Có phải ý bạn là “Người ký khối Đảng”?"


def test_a_name_of_somebody_else_beside_the_code_of_a_decision_is_said(tmp_path: Path) -> None:
    rows: Rows = [
        ["Mã cán bộ", "Họ và tên", "Hành động", "Mã đơn vị", "Tên đơn vị", "Mã chức danh", "Tên chức danh"],
        ["CB1", "Đ/c NGUYỄN VĂN MỘT", "cấm", "00004", "Phường An Biên", "BT", "BT"],
        ["CB1", "Trần Văn Hai", "cấm", "00008", "Xã Cẩm Giàng", "BT", "lãnh đạo"],
        ["CB2", None, "cấm", None, "phường nào cũng vậy", "BT", "Chuyên viên đất đai"],
    ]
    case, findings = check(tmp_path, decisions=rows)
    assert case is not None
    found = [(f.severity, f.where.cell) for f in findings if f.code == "name_differs"]
    assert found == [("warning", "A3"), ("warning", "D3"), ("warning", "F4")]
