"""Dirty cells: each is understood and said so, or refused at its own address."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import TYPE_CHECKING, Any

import openpyxl

from tests.corpus.kinds import Corpus, cell, people, sheet_cell
from tests.corpus.old_codes import tcvn3, vni
from tests.corpus.raw import changed, sheet_part
from tests.sheets.books import CADRES, CASE, Rows, spoiled, write_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

corpus = Corpus()
add = corpus.add

ID, NAME, BIRTH, SEX, TITLE, UNIT, LIVES, DEGREE, WISH = range(1, 10)


def many(count: int, make: Callable[[int], list[Any]], header: list[str] | None = None) -> Rows:
    """Return a roster of `count` people."""
    return [header or ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính"], *(make(n) for n in range(count))]


@add(1, (("bad_date", "Cán bộ!C2"),))
def a_day_that_never_was(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "31/02/1980")


@add(1, (("bad_date", "Cán bộ!C3"),))
def month_and_day_swapped_in_one_cell(path: Path) -> list[str]:
    return cell(path, 3, BIRTH, "02/25/1980")


@add(1, (("bad_date", "Cán bộ!C2"),))
def words_for_a_date(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "không rõ")


@add(0, (("date_reread", "Cán bộ!C2"),))
def a_year_typed_into_a_date_cell(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, dt.datetime(1905, 6, 2))


@add(0, cadres=2)
def a_date_written_out_in_words(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "ngày 03 tháng 02 năm 1980")


@add(0, (("odd_birth_date", "Cán bộ!C2"),))
def born_next_year(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "03/02/2024")


@add(0, (("no_birth_date", "Cán bộ!C2"),))
def no_birth_date(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, None)


@add(0, (("no_birth_date", "Cán bộ!C2"),))
def a_birth_date_of_unseen_characters(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "\u200b\u00a0")


@add(0, (("no_sex", "Cán bộ!D3"),))
def no_sex(path: Path) -> list[str]:
    return cell(path, 3, SEX, "")


@add(1, (("unknown_word", "Cán bộ!D2"),))
def a_sex_nobody_knows(path: Path) -> list[str]:
    return cell(path, 2, SEX, "N")


@add(1, (("day_month_swapped", "Cán bộ!C1"),))
def an_american_excel_swapped_day_and_month(path: Path) -> list[str]:
    def person(n: int) -> list[Any]:
        day, month, year = n % 28 + 1, n % 12 + 1, 1970 + n % 25
        birth = f"{day:02}/{month:02}/{year}" if day > 12 else dt.datetime(year, day, month)
        return [f"C{n}", f"Nguyễn Văn {n}", birth, "Nam"]

    return people(path, many(90, person))


@add(1, (("error_cell", "Cán bộ!C2"),))
def an_error_cell(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "#DIV/0!")


@add(1, (("error_cell", "Cán bộ!A3"),))
def an_error_cell_as_code(path: Path) -> list[str]:
    return cell(path, 3, ID, "#REF!")


@add(1, (("formula_without_value", "Cán bộ!H2"),))
def a_formula_never_calculated(path: Path) -> list[str]:
    return cell(path, 2, DEGREE, '="Đại"&" học"')


@add(1, (("formula_without_value", "Chỉ tiêu!D3"),))
def a_target_never_calculated(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 3, 4, "=1+1")


@add(1, (("not_a_number", "Chỉ tiêu!D2"),))
def words_for_a_number(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 4, "một")


@add(1, (("not_a_whole_number", "Chỉ tiêu!D2"),))
def half_a_seat(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 4, "1,5")


@add(1, (("out_of_range", "Chỉ tiêu!D2"),))
def less_than_nobody(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 4, -3)


@add(1, (("out_of_range", "Chỉ tiêu!D2"),))
def a_number_beyond_all_counting(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 4, 1e300)


@add(0, cadres=2)
def a_number_as_text_with_a_comma(path: Path) -> list[str]:
    rows = [[*CADRES[0], "Điểm đánh giá"], [*CADRES[1], "87,5"], [*CADRES[2], "90"]]
    return people(path, rows)


@add(1, (("unknown_unit", "Chỉ tiêu!A2"),))
def an_unknown_unit(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 1, "99999")


@add(0, (("code_reread", "Chỉ tiêu!A2"),))
def a_unit_code_that_lost_its_zeros(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 1, 4)


@add(1, (("unknown_title", "Chỉ tiêu!B2"),))
def an_unknown_title(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 2, "BTX")


@add(1, (("unknown_unit", "Chỉ tiêu!A2"),))
def a_unit_without_accents_is_no_unit(path: Path) -> list[str]:
    return sheet_cell(path, "Chỉ tiêu", 2, 1, "Xa Cam Giang")


@add(0, cadres=2)
def accents_in_another_place(path: Path) -> list[str]:
    rows = [[v.replace("An Biên", "Hòa Bình") if isinstance(v, str) else v for v in r] for r in CASE["Đơn vị"]]
    seats = spoiled(CASE["Chỉ tiêu"], 2, 1, "Phường Hoà Bình")
    case = {**CASE, "Đơn vị": rows, "Chỉ tiêu": seats, "Cán bộ": spoiled(CADRES, 2, WISH, None)}
    return [str(write_book(path / "case.xlsx", {**case, "Cán bộ": spoiled(case["Cán bộ"], 3, LIVES, None)}))]


@add(1, (("duplicate", "Cán bộ!A3"),))
def two_people_with_one_code(path: Path) -> list[str]:
    return cell(path, 3, ID, "CB1")


@add(1, (("duplicate", "Cán bộ!A3"),))
def two_codes_that_differ_only_in_unseen_characters(path: Path) -> list[str]:
    return cell(path, 3, ID, "\u200bCB1\u00a0")


@add(1, (("missing_value", "Cán bộ!A3"),))
def a_person_without_a_code(path: Path) -> list[str]:
    return cell(path, 3, ID, None)


@add(1, (("missing_value", "Cán bộ!B3"),))
def a_person_without_a_name(path: Path) -> list[str]:
    return cell(path, 3, NAME, "   ")


@add(1, (("bad_code", "Cán bộ!A3"),))
def a_date_as_code(path: Path) -> list[str]:
    return cell(path, 3, ID, dt.datetime(2024, 5, 1))


@add(1, (("unknown_word", "Cán bộ!H2"),))
def a_degree_nobody_knows(path: Path) -> list[str]:
    return cell(path, 2, DEGREE, "bằng lái xe")


@add(0, (("unknown_wish", "Cán bộ!I2"),))
def a_wish_for_no_unit(path: Path) -> list[str]:
    return cell(path, 2, WISH, "Phường Không Có")


@add(0, (("text_mended", "Cán bộ!B1"),), cadres=2)
def decomposed_unicode(path: Path) -> list[str]:
    rows = [[unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in r] for r in CADRES]
    return people(path, rows)


@add(0, (("text_mended", "Cán bộ!F2"),), cadres=2)
def the_third_form_of_unikey(path: Path) -> list[str]:
    return cell(path, 2, UNIT, "Xa\u0303 \u0110i\u0323nh S\u01a1n")


@add(0, (("text_mended", "Cán bộ!B2"),), lacks=("missing_value",), cadres=2)
def blanks_that_do_not_break(path: Path) -> list[str]:
    return cell(path, 2, NAME, "Nguyễn\u00a0Văn\u2003Một ")


@add(0, (("text_mended", "Cán bộ!B2"),), cadres=2)
def zero_width_characters(path: Path) -> list[str]:
    return cell(path, 2, NAME, "\ufeffNguyễn\u200b Văn\u200d Một")


@add(0, (("text_mended", "Cán bộ!B2"),), cadres=2)
def escaped_control_characters(path: Path) -> list[str]:
    return cell(path, 2, NAME, "Nguyễn Văn_x000D_ Một_x0007_")


@add(0, (("text_mended", "Cán bộ!B2"),), cadres=2)
def marks_of_writing_direction(path: Path) -> list[str]:
    return cell(path, 2, NAME, "Nguyễn \u202eVăn\u202c Một")


@add(0, cadres=2)
def a_name_that_looks_like_a_formula(path: Path) -> list[str]:
    return [str(_typed(path, "B2", "=cmd|' /C calc'!A0"))]


@add(0, cadres=2)
def a_name_that_looks_like_a_link(path: Path) -> list[str]:
    return [str(_typed(path, "B2", '=HYPERLINK("http://x.example","An")'))]


@add(0, cadres=2)
def names_that_begin_with_signs(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 2, NAME, "+84 Nguyễn"), 3, NAME, "@Trần"))


@add(0, cadres=2)
def a_name_as_long_as_a_cell(path: Path) -> list[str]:
    return cell(path, 2, NAME, "Nguyễn " * 4_600)


@add(0, cadres=2)
def a_name_in_other_scripts(path: Path) -> list[str]:
    return cell(path, 2, NAME, "阮文一 😀 نص")


@add(0, cadres=2)
def words_that_pandas_takes_for_nothing(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 2, NAME, "NA"), 3, NAME, "Null"))


@add(0, cadres=2)
def an_ethnic_name_with_apostrophes(path: Path) -> list[str]:
    return cell(path, 2, NAME, "H’Hen Niê K'Đăm")


def _typed(path: Path, where: str, value: str) -> Path:
    book = openpyxl.load_workbook(write_book(path / "source.xlsx", CASE))
    found: Any = book["Cán bộ"][where]
    found.value, found.data_type = value, "s"
    book.save(path / "case.xlsx")
    (path / "source.xlsx").unlink()
    return path / "case.xlsx"


def _in_font(path: Path, rows: Rows, font: str) -> list[str]:
    """Write people whose texts stand in one font."""
    book = openpyxl.load_workbook(people(path, rows)[0])
    for row in book["Cán bộ"].iter_rows():
        for found in row:
            if isinstance(found.value, str):
                found.font = openpyxl.styles.Font(name=font)
    book.save(path / "case.xlsx")
    return [str(path / "case.xlsx")]


@add(0, (("legacy_text", "Cán bộ!B1"), ("legacy_text", "Cán bộ!F1")), cadres=2)
def old_code_tcvn3_with_its_font(path: Path) -> list[str]:
    return _in_font(path, [[tcvn3(v) for v in r] for r in CADRES], ".VnTime")


@add(0, (("legacy_text", "Cán bộ!B2"),), cadres=2)
def old_code_tcvn3_in_capitals(path: Path) -> list[str]:
    return _in_font(path, spoiled(CADRES, 2, NAME, tcvn3("nguyễn văn một")), ".VnTimeH")


@add(0, (("legacy_text", "Cán bộ!B1"), ("legacy_text", "Cán bộ!F1")), cadres=2)
def old_code_tcvn3_without_its_font(path: Path) -> list[str]:
    return people(path, [[tcvn3(v) for v in r] for r in CADRES])


@add(0, (("legacy_text", "Cán bộ!B1"), ("legacy_text", "Cán bộ!F1")), cadres=2)
def old_code_vni_with_its_font(path: Path) -> list[str]:
    return _in_font(path, [[vni(v) for v in r] for r in CADRES], "VNI-Times")


@add(0, (("legacy_text", "Cán bộ!B1"), ("legacy_text", "Cán bộ!F1")), cadres=2)
def old_code_vni_without_its_font(path: Path) -> list[str]:
    return people(path, [[vni(v) for v in r] for r in CADRES])


@add(0, (("legacy_text", "Cán bộ!B5"),), cadres=24)
def old_code_among_unicode(path: Path) -> list[str]:
    names = ["Nguyễn Văn Đức", "Trần Thị Hường", "Lê Quý Đôn", "Hà Bá Lộc"]
    rows = many(24, lambda n: [f"C{n}", names[n % 4] if n % 4 != 3 else tcvn3(names[n % 4]), "1980", "Nam"])
    return people(path, rows)


@add(0, lacks=("legacy_text",), cadres=2)
def unicode_in_an_old_font(path: Path) -> list[str]:
    return _in_font(path, CADRES, ".VnTime")


@add(0, lacks=("legacy_text",), cadres=2)
def foreign_letters_are_no_old_code(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 2, NAME, "Müller Ñoño"), 3, NAME, "François Çelik"))


def cccd(n: int) -> str:
    return f"031{n % 2}{70 + n % 20}{n:06}"


CARD = ["Số CCCD", "Họ và tên", "Ngày sinh", "Giới tính"]


def card_person(n: int) -> list[Any]:
    return [cccd(n), f"Nguyễn Văn {n}", f"05/06/19{70 + n % 20}", "Nữ" if n % 2 else "Nam"]


@add(0, lacks=("id_mismatch", "id_padded"), cadres=30)
def sound_identity_numbers(path: Path) -> list[str]:
    return people(path, many(30, card_person, CARD))


@add(0, (("id_padded", "Cán bộ!A2"), ("id_padded", "Cán bộ!A31")), cadres=30)
def identity_numbers_that_lost_a_zero(path: Path) -> list[str]:
    return people(path, many(30, lambda n: [int(cccd(n)), *card_person(n)[1:]], CARD))


@add(0, (("id_mismatch", "Cán bộ!A5"),), cadres=30)
def an_identity_number_of_the_other_sex(path: Path) -> list[str]:
    return people(path, spoiled(many(30, card_person, CARD), 5, 4, "Nam"))


@add(0, (("id_mismatch", "Cán bộ!A5"),), cadres=30)
def an_identity_number_of_another_year(path: Path) -> list[str]:
    return people(path, spoiled(many(30, card_person, CARD), 5, 3, "05/06/1955"))


@add(0, (("id_mismatch", "Cán bộ!A4"),), cadres=30)
def an_identity_number_of_no_province(path: Path) -> list[str]:
    return people(path, spoiled(many(30, card_person, CARD), 4, 1, "999072000002"))


@add(0, (("id_mismatch", "Cán bộ!D5"),), cadres=30)
def an_identity_number_beside_a_code(path: Path) -> list[str]:
    rows = many(30, lambda n: [f"C{n:03}", *card_person(n)[1:3], cccd(n), card_person(n)[3]])
    rows[0] = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Số CCCD", "Giới tính"]
    return people(path, spoiled(rows, 5, 5, "Nam"))


@add(0, (("same_person", "Cán bộ!A3"),), cadres=2)
def one_person_under_two_codes(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 3, NAME, "Nguyễn Văn Một"), 3, BIRTH, "03/02/1980"))


@add(0, (("near_person", "Cán bộ!A3"),), cadres=2)
def nearly_one_person_under_two_codes(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 3, NAME, "NGUYÊN VĂN  MỘT"), 3, BIRTH, "03/02/1980"))


@add(0, (("merged_row", "Cán bộ!3:3"),), cadres=1)
def one_person_over_two_merged_rows(path: Path) -> list[str]:
    return people(path, [CADRES[0], CADRES[1], [None] * 4 + ["Ủy viên"]], ["A2:A3", "B2:B3"])


@add(0, (("hidden_rows", "Cán bộ!3:3"),), cadres=2)
def rows_hidden_by_a_filter(path: Path) -> list[str]:
    def hide(data: bytes) -> bytes:
        return data.replace(b'<row r="3"', b'<row r="3" hidden="1"', 1)

    return [str(changed(path, {sheet_part("Cán bộ"): hide}))]


@add(0, (("struck_rows", "Cán bộ!3:3"),), cadres=2)
def a_person_struck_through(path: Path) -> list[str]:
    book = openpyxl.load_workbook(people(path, CADRES)[0])
    book["Cán bộ"]["B3"].font = openpyxl.styles.Font(strike=True)
    book.save(path / "case.xlsx")
    return [str(path / "case.xlsx")]


@add(0, (("hidden_sheet", "Cán bộ"),), cadres=2)
def people_on_a_hidden_sheet(path: Path) -> list[str]:
    book = openpyxl.load_workbook(people(path, CADRES)[0])
    book["Cán bộ"].sheet_state = "veryHidden"
    book.save(path / "case.xlsx")
    return [str(path / "case.xlsx")]


@add(0, cadres=2)
def dates_counted_from_1904(path: Path) -> list[str]:
    book = openpyxl.load_workbook(people(path, CADRES)[0])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path / "case.xlsx")
    return [str(path / "case.xlsx")]
