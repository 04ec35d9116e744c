"""Dirty layouts: titles above, headers in several rows, headings between, totals, signatures, odd sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, people
from tests.sheets.books import CADRES, CASE, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add


@add(0, cadres=2)
def titles_above_the_table(path: Path) -> list[str]:
    return people(path, [["THÀNH ỦY"], [], ["DANH SÁCH CÁN BỘ"], [None, "Tháng 7/2025"], [], *CADRES])


@add(0, cadres=2)
def a_table_that_begins_at_c4(path: Path) -> list[str]:
    return people(path, [[], [], [], *([None, None, *row] for row in CADRES)])


@add(0, cadres=2)
def a_row_of_column_numbers(path: Path) -> list[str]:
    return people(path, [CADRES[0], [f"({n})" for n in range(1, 10)], *CADRES[1:]])


@add(0, cadres=2)
def header_words_with_line_breaks_and_capitals(path: Path) -> list[str]:
    return people(path, [[str(h).upper().replace(" ", "\n") for h in CADRES[0]], *CADRES[1:]])


@add(0, cadres=2)
def english_headers(path: Path) -> list[str]:
    names = ["cadre_id", "name", "birth_date", "sex", "current_title", "current_unit", "residence", "degree", "wishes"]
    return people(path, [names, *CADRES[1:]])


@add(0, lacks=("two_sexes",), cadres=2)
def birth_dates_under_nam_and_nu(path: Path) -> list[str]:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Năm sinh", None],
        [None, None, "Nam", "Nữ"],
        ["CB1", "Nguyễn Văn Một", "03/02/1980", None],
        ["CB2", "Trần Thị Hai", None, 1985],
    ]
    return people(path, rows, ["A1:A2", "B1:B2", "C1:D1"])


@add(0, (("no_birth_date", "Cán bộ!C3"), ("no_birth_date", "Cán bộ!D4")), cadres=2)
def crosses_under_nam_and_nu(path: Path) -> list[str]:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Giới tính", None],
        [None, None, "Nam", "Nữ"],
        ["CB1", "Nguyễn Văn Một", "X", None],
        ["CB2", "Trần Thị Hai", None, "x"],
    ]
    return people(path, rows, ["A1:A2", "B1:B2", "C1:D1"])


@add(1, (("two_sexes", "Cán bộ!C3"),))
def both_nam_and_nu_filled(path: Path) -> list[str]:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Năm sinh", None],
        [None, None, "Nam", "Nữ"],
        ["CB1", "Nguyễn Văn Một", 1980, 1981],
    ]
    return people(path, rows, ["A1:A2", "B1:B2", "C1:D1"])


@add(0, cadres=2)
def headings_totals_and_signatures(path: Path) -> list[str]:
    rows = [
        CADRES[0],
        ["I. Phường An Biên"],
        CADRES[1],
        ["II. Xã Cẩm Giang"],
        CADRES[2],
        ["Tổng cộng: 2 người"],
        [],
        [None, None, None, None, "Hải Phòng, ngày 1 tháng 7 năm 2025"],
        [None, "NGƯỜI LẬP BIỂU", None, None, "TM. BAN THƯỜNG VỤ"],
    ]
    return people(path, rows)


@add(1, (("missing_value", "Cán bộ!3:3"),))
def a_lone_name_between_the_rows(path: Path) -> list[str]:
    return people(path, [CADRES[0], CADRES[1], [None, "Trần Thị Hai"]])


@add(1, (("missing_column", "Cán bộ!1:1"),))
def no_column_of_codes(path: Path) -> list[str]:
    return people(path, [row[1:] for row in CADRES])


@add(1, (("missing_column", "Cán bộ!A1"),))
def a_header_with_a_slip_of_the_hand(path: Path) -> list[str]:
    return people(path, spoiled(CADRES, 1, 1, "Mã cán bô5"))


@add(1, (("missing_column", "Cán bộ"),))
def no_header_at_all(path: Path) -> list[str]:
    return people(path, CADRES[1:])


@add(1, (("double_column", "Cán bộ!C1"),))
def one_column_twice(path: Path) -> list[str]:
    return people(path, [[*row, row[2]] for row in CADRES])


@add(0, (("similar_column", "Cán bộ!I1"),), cadres=2)
def a_header_that_is_nearly_right(path: Path) -> list[str]:
    return people(path, spoiled(CADRES, 1, 9, "Nguyện vong1"))


@add(0, cadres=2)
def unknown_columns_are_carried_along(path: Path) -> list[str]:
    return people(path, [[*CADRES[0], "Ghi chú", "Hệ số lương"], *([*r, "x", "2,34"] for r in CADRES[1:])])


@add(1, (("empty_sheet", "Cán bộ"),))
def a_header_and_nobody(path: Path) -> list[str]:
    return people(path, CADRES[:1])


@add(1, (("missing_column", "Cán bộ"),))
def a_blank_sheet_of_people(path: Path) -> list[str]:
    return people(path, [])


@add(1, (("missing_sheet", ""),))
def no_sheet_of_seats(path: Path) -> list[str]:
    return [str(write_book(path / "case.xlsx", {n: r for n, r in CASE.items() if n != "Chỉ tiêu"}))]


@add(1, (("double_sheet", "Cán bộ 2"),))
def two_sheets_of_people(path: Path) -> list[str]:
    sheets = {n: r for n, r in CASE.items() if n != "Cán bộ"}
    return [str(write_book(path / "case.xlsx", {**sheets, "Cán bộ 1": CADRES, "Cán bộ 2": CADRES}))]


@add(0, (("sheet_not_read", "Cán bộ (2)"),), cadres=2)
def a_numbered_sheet_beside_that_of_the_people(path: Path) -> list[str]:
    return [str(write_book(path / "case.xlsx", {**CASE, "Cán bộ (2)": CADRES}))]


@add(1, (("similar_sheet", "Cán bộo"), ("missing_sheet", "")))
def a_sheet_with_a_slip_of_the_hand(path: Path) -> list[str]:
    return [str(write_book(path / "case.xlsx", {"Cán bộo" if n == "Cán bộ" else n: r for n, r in CASE.items()}))]


@add(0, cadres=2)
def sheet_names_without_accents(path: Path) -> list[str]:
    plain = {"Đơn vị": "DON VI", "Cán bộ": "1. Can bo", "Chỉ tiêu": "chi tieu"}
    return [str(write_book(path / "case.xlsx", {plain.get(n, n): r for n, r in CASE.items()}))]


@add(1, (("duplicate", "Đơn vị!A3"),))
def one_unit_twice(path: Path) -> list[str]:
    return [str(write_book(path / "case.xlsx", {**CASE, "Đơn vị": spoiled(CASE["Đơn vị"], 3, 1, "00004")}))]


@add(1, (("duplicate", "Chỉ tiêu!A3"),))
def one_seat_twice(path: Path) -> list[str]:
    rows = spoiled(CASE["Chỉ tiêu"], 3, 2, "BT")
    return [str(write_book(path / "case.xlsx", {**CASE, "Chỉ tiêu": rows}))]


@add(0, cadres=2)
def five_hundred_blank_rows_in_the_middle(path: Path) -> list[str]:
    return people(path, [*CADRES[:2], *([[]] * 500), CADRES[2]])


@add(0, (("far_cell", "Cán bộ!I2003"),), cadres=1)
def two_thousand_blank_rows_in_the_middle(path: Path) -> list[str]:
    return people(path, [*CADRES[:2], *([[]] * 2_000), CADRES[2]])
