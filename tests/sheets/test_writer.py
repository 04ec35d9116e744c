"""A case workbook written from tables holds what was given, as a person would have typed it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from optimizer.domain.dates import PartialDate
from optimizer.domain.entities import Cadre
from optimizer.sheets import writer
from optimizer.sheets.case import read_case
from optimizer.sheets.writer import write_case

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.domain.record import Record
    from optimizer.text import Lang

TABLES: dict[str, list[dict[str, object]]] = {
    "units": [
        {
            "unit_code": "00123",
            "name": "Xã Cẩm Giang",
            "type": "xã",
            "province": "Hải Phòng",
            "lat": 20.9,
            "lon": 106.2,
        },
        {
            "unit_code": "00124",
            "name": "Xã Cẩm Giàng",
            "type": "xã",
            "province": "Hải Phòng",
            "lat": 20.95,
            "lon": 106.3,
        },
    ],
    "predecessors": [
        {"unit_code": "00123", "old_name": "Xã Cũ", "old_district": "Huyện A", "old_province": "Hải Dương"}
    ],
    "titles": [
        {
            "title_code": "BT",
            "name": "Bí thư",
            "group": "Lãnh đạo",
            "rank": 1,
            "party_member": "x",
            "min_degree": "Đại học",
        },
        {"title_code": "CV", "name": "Chuyên viên", "group": "chuyên môn", "fields": "đất đai; xây dựng"},
    ],
    "seats": [
        {"unit_code": "00123", "title_code": "BT", "min": 1, "target": 1, "max": 1},
        {"unit_code": "00124", "title_code": "CV", "min": 0, "target": 2, "max": 3, "priority": 2},
    ],
    "cadres": [
        {
            "cadre_id": "007",
            "name": "Nguyễn Thị An",
            "birth_date": dt.date(1980, 2, 28),
            "sex": "nữ",
            "degree": "ThS",
            "party_date": "03/2005",
            "theory": "CC",
            "expertise": "đất đai:8; xây dựng:3",
            "rating": 87.5,
            "wishes": "00124; 00123",
            "status": "",
            "protected": "x",
            "Xếp loại 2024": "HTTNV",
            "Ghi chú": "=1+1",
        },
        {
            "cadre_id": "008",
            "name": "Trần Văn Bình",
            "birth_date": 1975,
            "sex": "nam",
            "status": "nghỉ",
            "Ghi chú": "ổn",
        },
    ],
    "relations": [{"cadre_a": "007", "cadre_b": "008", "kind": "vợ/chồng"}],
    "scores": [{"cadre_id": "007", "unit_code": "*", "title_code": "BT", "score": 91.5}],
    "decisions": [
        {"cadre_id": "007", "action": "khóa", "unit_code": "00123", "reason": "quen việc", "date": dt.date(2025, 7, 1)}
    ],
    "rules": [{"rule": "travel", "on": "x", "weight": 2, "params": "start=current_unit"}],
    "settings": [{"key": "plan_date", "value": dt.date(2025, 8, 1)}, {"key": "đợt", "value": "thứ nhất"}],
}


def content(case: Case) -> dict[str, Any]:
    """Return what a case says, without where it was read from."""

    def plain(rows: tuple[Record, ...]) -> list[dict[str, Any]]:
        return [row.model_dump(exclude={"row", "source"}) for row in rows]

    tables = ("units", "titles", "seats", "cadres", "predecessors", "relations", "decisions", "rules")
    found: dict[str, Any] = {name: plain(getattr(case, name)) for name in tables}
    found["scores"] = [a.tolist() for a in (case.scores.cadre, case.scores.unit, case.scores.title, case.scores.value)]
    found["plan_date"] = case.settings.plan_date
    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_is_written_is_read_back(tmp_path: Path, lang: Lang) -> None:
    case = read_case(write_case(TABLES, tmp_path / "case.xlsx", lang))
    an, binh = case.cadres
    assert (an.cadre_id, an.name, an.degree, an.theory, an.rating) == ("007", "Nguyễn Thị An", 5, 3, 87.5)
    assert (an.birth_date, an.party_date) == (PartialDate(1980, 2, 28), PartialDate(2005, 3))
    assert an.expertise == {"dat dai": 8.0, "xay dung": 3.0}
    assert an.grades == ((2024, "good"),)
    assert an.wish_units == ("00124", "00123")
    assert an.extra == {"Ghi chú": "=1+1"}
    assert (binh.birth_date, binh.status) == (PartialDate(1975), "leaving")
    assert case.titles[1].fields == ("dat dai", "xay dung")
    assert case.decisions[0].action == "lock"
    assert case.rules[0].params == {"start": "current_unit"}
    assert case.settings.plan_date == dt.date(2025, 8, 1)


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    vi, en = (content(read_case(write_case(TABLES, tmp_path / f"{lang}.xlsx", lang))) for lang in ("vi", "en"))
    assert vi == en


@pytest.mark.parametrize(("lang", "sheet", "header"), [("vi", "Cán bộ", "Mã cán bộ"), ("en", "Cadres", "cadre_id")])
def test_sheets_and_headers_follow_the_language(tmp_path: Path, lang: Lang, sheet: str, header: str) -> None:
    book = openpyxl.load_workbook(write_case(TABLES, tmp_path / "case.xlsx", lang))
    assert book[sheet]["A1"].value == header


def cells(path: Path, sheet: str) -> dict[str, Any]:
    """Return the first data row's cells by header."""
    ws = openpyxl.load_workbook(path)[sheet]
    return {str(top.value): cell for top, cell in zip(ws[1], ws[2], strict=True)}


def test_codes_are_text_and_dates_are_dates(tmp_path: Path) -> None:
    row = cells(write_case(TABLES, tmp_path / "case.xlsx"), "Cán bộ")
    assert (row["Mã cán bộ"].value, row["Mã cán bộ"].data_type, row["Mã cán bộ"].number_format) == ("007", "s", "@")
    assert row["Ngày sinh"].value == dt.datetime(1980, 2, 28)
    assert row["Ngày sinh"].number_format == "dd/mm/yyyy"
    assert row["Ngày vào Đảng"].value == "03/2005"
    assert row["Điểm đánh giá"].data_type == "n"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+84", "-5", "@x", "=cmd|' /C calc'!A0"])
def test_no_text_becomes_a_formula(tmp_path: Path, text: str) -> None:
    people = [{"cadre_id": text, "name": text, "Ghi chú": text}]
    path = write_case({"cadres": people}, tmp_path / "case.xlsx")
    for cell in cells(path, "Cán bộ").values():
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_characters_excel_refuses_are_dropped(tmp_path: Path) -> None:
    path = write_case({"cadres": [{"cadre_id": "1", "name": "A\x00\x0b\ud800n\ufffe"}]}, tmp_path / "case.xlsx")
    assert cells(path, "Cán bộ")["Họ và tên"].value == "An"


def test_same_tables_same_bytes(tmp_path: Path) -> None:
    first, second = (write_case(TABLES, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second
    stamps = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert stamps.created == stamps.modified == dt.datetime(2025, 7, 1)  # not the clock


def test_given_values_are_worded_for_people(tmp_path: Path) -> None:
    person = {
        "cadre_id": "1", "name": "A", "sex": "male", "degree": 4, "theory": 2, "protected": True, "status": "frozen",
        "expertise": {"dat dai": 8.0}, "grades": {2023: "excellent"}, "in_post_since": PartialDate(2019, 3),
    }  # fmt: skip
    vi = cells(write_case({"cadres": [person]}, tmp_path / "vi.xlsx"), "Cán bộ")
    assert [vi[h].value for h in ("Giới tính", "Trình độ", "LLCT", "Diện bảo vệ", "Trạng thái")] == [
        "nam", "đại học", "trung cấp", "x", "tạm dừng",
    ]  # fmt: skip
    assert vi["Lĩnh vực"].value == "đất đai:8"
    assert vi["Xếp loại 2023"].value == "hoàn thành xuất sắc nhiệm vụ"
    assert vi["Giữ vị trí từ"].value == "03/2019"
    en = cells(write_case({"cadres": [person]}, tmp_path / "en.xlsx", "en"), "Cadres")
    assert [en[h].value for h in ("sex", "degree", "expertise", "status")] == ["male", "university", "land:8", "frozen"]


def test_words_have_drop_downs_and_long_lists_stand_on_a_hidden_sheet(tmp_path: Path) -> None:
    people = [{"cadre_id": "1", "name": "A", "sex": "nam", "grades": {2024: "good"}}]
    units = [{"unit_code": f"{i:05d}", "name": f"Xã {i}"} for i in range(90)]
    seats = [{"unit_code": "00001", "title_code": "BT", "target": 1}]
    book = openpyxl.load_workbook(write_case({"units": units, "cadres": people, "seats": seats}, tmp_path / "c.xlsx"))
    lists = {str(v.sqref): v.formula1 for v in book["Cán bộ"].data_validations.dataValidation}
    assert '"nam,nữ"' in lists.values()
    seat_lists = [v.formula1 for v in book["Chỉ tiêu"].data_validations.dataValidation]
    assert seat_lists == ["'Đơn vị'!$A$2:$A$91"]


def test_a_list_too_long_for_a_cell_moves_to_the_lists_sheet(tmp_path: Path) -> None:
    from optimizer.sheets.xlsx import Book

    words = [f"lựa chọn số {i}" for i in range(60)]
    with Book(tmp_path / "x.xlsx", "vi") as book:
        book.add_sheet("Một")
        source = book.choices(words)
        assert source == book.choices(words)  # one column for one list
    assert source == "='Danh mục'!$A$1:$A$60"
    saved = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert saved["Danh mục"].sheet_state == "hidden"
    assert [c.value for c in saved["Danh mục"]["A"]] == words


def test_sheets_are_ready_to_filter_and_print(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_case(TABLES, tmp_path / "case.xlsx"))["Cán bộ"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert {cell.font.name for row in sheet for cell in row} == {"Times New Roman"}


def test_only_columns_in_use_are_written(tmp_path: Path) -> None:
    row = cells(
        write_case({"cadres": [{"cadre_id": "1", "name": "A", "major": "", "rating": None}]}, tmp_path / "c.xlsx"),
        "Cán bộ",
    )
    assert list(row) == ["Mã cán bộ", "Họ và tên"]


def test_an_unknown_table_is_refused_and_nothing_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="persons"):
        write_case({"persons": []}, tmp_path / "case.xlsx")
    assert not list(tmp_path.iterdir())


def test_rows_that_do_not_fit_a_sheet_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 1)
    with pytest.raises(ValueError, match="2 rows"):
        write_case({"cadres": [{"cadre_id": "1", "name": "A"}] * 2}, tmp_path / "case.xlsx")
    assert not list(tmp_path.iterdir())


def test_every_known_column_can_be_written(tmp_path: Path) -> None:
    person = {name: "x" for name, column in Cadre.columns().items() if column.kind != "grades"}
    row = cells(write_case({"cadres": [person]}, tmp_path / "case.xlsx"), "Cán bộ")
    assert len(row) == len(person)
