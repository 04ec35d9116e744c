"""Rosters as offices keep them: title blocks, merged headers, unit headings, totals, signatures, several files."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from optimizer.domain.dates import PartialDate
from optimizer.sheets.case import check_case
from tests.sheets.books import CADRES, CASE, cells, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre
    from optimizer.findings import Finding

OFFICE: list[list[Any]] = [
    ["THÀNH ỦY HẢI PHÒNG", None, None, None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
    [],
    ["DANH SÁCH CÁN BỘ"],
    ["TT", "Mã cán bộ", "Họ và tên", "Ngày, tháng, năm sinh", None, "Trình độ", None, "Ngày vào Đảng", "Ghi chú"],
    [None, None, None, "Nam", "Nữ", "Chuyên môn", "LLCT", "Chính thức", None],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    ["I", None, "Xã Cẩm Giang"],
    [1, "CB1", "NGUYỄN VĂN MỘT", dt.datetime(1980, 2, 3), None, "Thạc sĩ", "CC", "3/2/2005", "x"],
    [2, "CB2", "Ông Trần Văn Hai", "1975", None, "ĐH", "TC", None, None],
    ["II", None, "Phường An Biên"],
    [3, "CB3", "Lê Thị Ba", None, "5/1985", "Đại học", None, None, None],
    ["Tổng cộng", None, 3, None, None, None, None, None, None],
    [],
    [None, None, None, None, None, None, "Hải Phòng, ngày 1 tháng 7 năm 2025"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, None, "T/M BAN THƯỜNG VỤ"],
    [None, "Phạm Văn Lập", None, None, None, None, "Bùi Văn Ký"],
]
OFFICE_MERGES = ["A3:I3", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:G4", "I4:I5"]


def roster(path: Path, rows: list[list[Any]], merges: list[str] | None = None) -> tuple[Case | None, list[Finding]]:
    """Check the sound case, its people coming from one roster only."""
    case = write_book(path / "case.xlsx", {n: r for n, r in CASE.items() if n != "Cán bộ"})
    people = write_book(path / "roster.xlsx", {"Danh sách": rows}, {"Danh sách": merges or []})
    return check_case(case, (people,))


def people(found: tuple[Case | None, list[Finding]]) -> dict[str, Cadre]:
    """Return the people of a case that must be sound."""
    case, findings = found
    assert case is not None, [f.sentence("en") for f in findings]
    return case.cadre_by_id


def test_an_office_roster_is_read_below_titles_and_merged_headers(tmp_path: Path) -> None:
    read = people(roster(tmp_path, OFFICE, OFFICE_MERGES))
    assert list(read) == ["CB1", "CB2", "CB3"], "headings, totals and signatures are nobody"
    one, two, three = read.values()
    assert [c.sex for c in (one, two, three)] == ["male", "male", "female"]
    assert [c.birth_date for c in (one, two, three)] == [
        PartialDate(1980, 2, 3),
        PartialDate(1975),
        PartialDate(1985, 5),
    ]
    assert [(c.degree, c.theory) for c in (one, two, three)] == [(5, 3), (4, 2), (4, None)]
    assert one.party_date == PartialDate(2005, 2, 3)
    assert two.name == "Ông Trần Văn Hai", "a form of address stays as written"
    assert one.extra["Ghi chú"] == "x"


def test_a_heading_that_names_a_unit_is_the_workplace_of_the_people_below(tmp_path: Path) -> None:
    read = people(roster(tmp_path, OFFICE, OFFICE_MERGES))
    assert {k: c.current_unit_code for k, c in read.items()} == {"CB1": "00008", "CB2": "00008", "CB3": "00004"}


def test_a_workplace_written_in_the_row_is_stronger_than_the_heading(tmp_path: Path) -> None:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Đơn vị công tác"],
        ["Phường An Biên"],
        ["A1", "An", None],
        ["A2", "Bình", "Sở Nội vụ"],
    ]
    read = people(roster(tmp_path, rows, ["A2:C2"]))
    assert {k: (c.current_unit, c.current_unit_code) for k, c in read.items()} == {
        "A1": ("Phường An Biên", "00004"),
        "A2": ("Sở Nội vụ", None),
    }


def test_a_heading_of_another_office_ends_the_unit_above_it(tmp_path: Path) -> None:
    rows = [
        ["STT", "Mã cán bộ", "Họ và tên"],
        ["I", None, "Xã Cẩm Giang"],
        [1, "A1", "An"],
        ["1", None, "Đảng ủy"],
        [2, "A2", "Bình"],
        ["II", None, "Sở Nội vụ"],
        [3, "A3", "Chi"],
    ]
    read = people(roster(tmp_path, rows))
    assert [c.current_unit_code for c in read.values()] == ["00008", "00008", None]


def test_findings_in_a_pair_of_birth_columns_name_the_cell_that_holds_the_date(tmp_path: Path) -> None:
    rows = [list(r) for r in OFFICE]
    rows[10][4] = "30/02/1985"
    rows[7][4] = "1981"
    _, findings = roster(tmp_path, rows, OFFICE_MERGES)
    assert cells(findings, "bad_date") == ["Danh sách!E11"]
    assert cells(findings, "two_sexes") == ["Danh sách!D8"]


def test_marks_under_nam_and_nu_give_the_sex_alone(tmp_path: Path) -> None:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", None],
        [None, None, None, "Nam", "Nữ"],
        ["A1", "An", "1980", "X", None],
        ["A2", "Bình", "1981", None, "x"],
    ]
    read = people(roster(tmp_path, rows, ["D1:E1", "A1:A2", "B1:B2", "C1:C2"]))
    assert [(c.sex, c.birth_date) for c in read.values()] == [
        ("male", PartialDate(1980)),
        ("female", PartialDate(1981)),
    ]


def test_a_person_without_a_code_is_an_error_and_not_a_heading(tmp_path: Path) -> None:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Ngày sinh"],
        ["A1", "An", "1980"],
        [None, "Nguyễn Văn Vô", None],
        [None, "Chi", "1990"],
    ]
    case, findings = roster(tmp_path, rows)
    assert case is None
    assert [f.where.cell for f in findings if f.code == "missing_value"] == ["A4", "3:3"]


def test_merged_unit_cells_hold_for_every_row_they_cover(tmp_path: Path) -> None:
    rows = [
        ["Mã cán bộ", "Họ và tên", "Đơn vị"],
        ["A1", "An", "Phường An Biên"],
        ["A2", "Bình", None],
        ["A3", "Chi", None],
    ]
    read = people(roster(tmp_path, rows, ["C2:C3"]))
    assert [c.current_unit_code for c in read.values()] == ["00004", "00004", None]


def test_a_row_that_continues_a_merged_person_is_said_and_skipped(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Họ và tên", "Nguyện vọng"], ["A1", "An", "00004"], [None, None, "00008"]]
    found = roster(tmp_path, rows, ["A2:A3", "B2:B3"])
    assert people(found)["A1"].wish_units == ("00004",)
    assert cells(found[1], "merged_row") == ["Danh sách!3:3"]


def test_several_files_are_one_list_and_a_code_twice_names_both_files(tmp_path: Path) -> None:
    case = write_book(tmp_path / "case.xlsx", CASE)
    more = write_book(tmp_path / "more.xlsx", {"Sheet1": [["Họ và tên", "Mã CB"], ["Lê Văn Chín", "CB9"]]})
    read, _ = check_case(case, (more,))
    assert read is not None
    assert [c.cadre_id for c in read.cadres] == ["CB1", "CB2", "CB9"]
    assert str(read.address(read.cadre_by_id["CB9"], "name")) == "more.xlsx › Sheet1!A2"
    again = write_book(tmp_path / "again.xlsx", {"Sheet1": [["Họ và tên", "Mã CB"], ["Lê Văn Chín", "CB2"]]})
    read, findings = check_case(case, (more, again))
    assert read is None
    (finding,) = [f for f in findings if f.code == "duplicate"]
    assert str(finding.where) == "again.xlsx › Sheet1!B2"
    assert "case.xlsx › Cán bộ!A3" in finding.text.vi


def test_every_sheet_of_a_roster_that_holds_people_is_read(tmp_path: Path) -> None:
    case = write_book(tmp_path / "case.xlsx", {n: r for n, r in CASE.items() if n != "Cán bộ"})
    head = ["Mã cán bộ", "Họ và tên"]
    book = write_book(
        tmp_path / "r.xlsx", {"Huyện A": [head, ["A1", "An"]], "Huyện B": [head, ["B1", "Bình"]], "Ghi chú": [["abc"]]}
    )
    read, _ = check_case(case, (book,))
    assert read is not None
    assert [c.cadre_id for c in read.cadres] == ["A1", "B1"]


def test_a_roster_without_people_is_an_error(tmp_path: Path) -> None:
    book = write_book(tmp_path / "r.xlsx", {"Sheet1": [["Ngày", "Số"], [1, 2]]})
    read, findings = check_case(write_book(tmp_path / "case.xlsx", CASE), (book,))
    assert read is None
    assert [f.where.file for f in findings if f.code == "no_people"] == ["r.xlsx"]


def test_a_declared_dimension_that_lies_hides_no_rows(tmp_path: Path) -> None:
    import zipfile

    path = write_book(tmp_path / "case.xlsx", CASE)
    lying = tmp_path / "lying.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(lying, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/"):
                import re

                data = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', data)
            target.writestr(name, data)
    read, findings = check_case(lying)
    assert read is not None, findings
    assert len(read.cadres) == 2


def test_a_cell_far_below_the_table_is_said_and_costs_nothing(tmp_path: Path) -> None:
    path = write_book(tmp_path / "case.xlsx", CASE)
    book = openpyxl.load_workbook(path)
    book["Cán bộ"]["A900000"] = "x"
    book.save(path)
    read, findings = check_case(path)
    assert read is not None
    assert cells(findings, "far_cell") == ["Cán bộ!A900000"]


def test_years_typed_into_date_cells_are_years_in_either_calendar_of_excel(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Họ và tên", "Ngày sinh"], ["A1", "An", 1980], ["A2", "Bình", dt.datetime(1981, 2, 3)]]
    people_file = write_book(tmp_path / "r.xlsx", {"Sheet1": rows})
    case = write_book(tmp_path / "case.xlsx", {n: r for n, r in CASE.items() if n != "Cán bộ"})
    for epoch in (openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH):
        book = openpyxl.load_workbook(people_file)
        book.epoch = epoch
        book["Sheet1"]["C2"].number_format = "dd/mm/yyyy"
        book.save(people_file)
        read, findings = check_case(case, (people_file,))
        assert read is not None, findings
        assert [c.birth_date for c in read.cadres] == [PartialDate(1980), PartialDate(1981, 2, 3)]


@pytest.mark.parametrize("header", ["họ  và tên", "HỌ VÀ TÊN", "Ho va ten", "Họ và tên (khai sinh)", "name", "Name *"])
def test_headers_are_known_without_case_accents_and_remarks(tmp_path: Path, header: str) -> None:
    rows = [["Mã cán bộ", header], ["A1", "An"]]
    assert people(roster(tmp_path, rows))["A1"].name == "An"


@pytest.mark.parametrize("header", ["Số căn cước", "Số định danh cá nhân", "CMND/CCCD", "SỐ CĂN CƯỚC CÔNG DÂN"])
def test_an_identity_number_is_the_code_of_a_person_where_there_is_no_other(tmp_path: Path, header: str) -> None:
    rows = [[header, "Họ và tên"], ["031080000123", "An"]]
    assert people(roster(tmp_path, rows))["031080000123"].name == "An"


def test_of_two_identity_numbers_the_first_is_the_code_and_the_other_carried_along(tmp_path: Path) -> None:
    rows = [["Số CCCD", "Họ và tên", "CMND/CCCD"], ["031080000123", "An", "031234567"]]
    person = people(roster(tmp_path, rows))["031080000123"]
    assert person.extra == {"CMND/CCCD": "031234567"}


@pytest.mark.parametrize("header", ["Năm vào Đảng bộ", "Ngành", "Chức vụ, ngạch"])
def test_a_header_that_is_only_alike_is_never_taken_for_a_field(tmp_path: Path, header: str) -> None:
    rows = [[*CADRES[0][:2], header], ["A1", "An", "12/1999"]]
    person = people(roster(tmp_path, rows))["A1"]
    assert person.extra == {header: "12/1999"}
    assert person.party_date is None


def test_a_header_all_of_whose_cells_are_merged_downwards_takes_no_person_with_it(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Mã cán bộ", "Họ và tên", "Giới tính"],
        [None, None, None],
        ["CB1", "Trần Văn Một", "nam"],
        ["CB2", "Trần Thị Hai", "nữ"],
    ]
    assert list(people(roster(tmp_path, rows, ["A1:A2", "B1:B2", "C1:C2"]))) == ["CB1", "CB2"]


def test_a_roster_with_a_header_and_nobody_below_it_is_said(tmp_path: Path) -> None:
    case = write_book(tmp_path / "case.xlsx", CASE)
    case_read, findings = check_case(case, (write_book(tmp_path / "roster.xlsx", {"Huyện A": CADRES[:1]}),))
    assert case_read is not None
    assert [(f.severity, f.where.file, f.where.sheet) for f in findings if f.code == "empty_sheet"] == [
        ("warning", "roster.xlsx", "Huyện A")
    ]


@pytest.mark.parametrize("rows", [[], [CADRES[0]]])
def test_a_sheet_of_people_left_blank_is_none_beside_a_roster(tmp_path: Path, rows: list[list[Any]]) -> None:
    case = write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows})
    read = people(check_case(case, (write_book(tmp_path / "roster.xlsx", {"Danh sách": CADRES}),)))
    assert list(read) == ["CB1", "CB2"]
