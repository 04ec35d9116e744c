"""Codes, identity numbers and dates that are nearly right: each is questioned, or mended and said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl

from tests.corpus.cells import BIRTH, CARD, ID, NAME, card_person, cccd, many
from tests.corpus.kinds import Corpus, cell, people
from tests.sheets.books import CADRES, spoiled

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add
CARDS = many(30, card_person, CARD)


@add(0, (("id_odd", "Cán bộ!A4"),), cadres=30)
def an_identity_number_typed_with_a_digit_too_few(path: Path) -> list[str]:
    return people(path, spoiled(CARDS, 4, 1, cccd(2)[1:]))


@add(0, (("id_odd", "Cán bộ!A4"),), cadres=30)
def an_identity_number_in_scientific_notation(path: Path) -> list[str]:
    return people(path, spoiled(CARDS, 4, 1, "3.1072E+10"))


@add(0, (("id_mended", "Cán bộ!A4"), ("id_mended", "Cán bộ!A5")), lacks=("id_odd", "id_mismatch"), cadres=30)
def identity_numbers_in_groups_and_behind_apostrophes(path: Path) -> list[str]:
    rows = spoiled(CARDS, 4, 1, f"{cccd(2)[:3]} {cccd(2)[3:6]} {cccd(2)[6:]}")
    return people(path, spoiled(rows, 5, 1, f"'{cccd(3)}"))


@add(0, lacks=("id_odd",), cadres=30)
def old_identity_cards_of_nine_digits(path: Path) -> list[str]:
    rows = many(30, lambda n: [f"C{n:03}", *card_person(n)[1:], 161_234_500 + n])
    return people(path, [["Mã cán bộ", *CARD[1:], "Số CMND/CCCD"], *rows[1:]])


@add(0, (("near_code", "Cán bộ!A3"),), cadres=2)
def two_codes_that_differ_in_zeros(path: Path) -> list[str]:
    return people(path, spoiled(spoiled(CADRES, 2, ID, "00123"), 3, ID, 123))


@add(0, (("near_code", "Cán bộ!A3"),), cadres=2)
def two_codes_that_differ_in_case(path: Path) -> list[str]:
    return people(path, spoiled(CADRES, 3, ID, "cb1"))


@add(1, (("bad_code", "Cán bộ!A2"),))
def the_sign_for_anybody_as_a_code(path: Path) -> list[str]:
    return cell(path, 2, ID, "*")


@add(0, (("text_mended", "Cán bộ!B2"),), cadres=2)
def a_foreign_letter_that_looks_like_another(path: Path) -> list[str]:
    return cell(path, 2, NAME, "\u00d0ặng Văn \u0189ức")


@add(1, (("bad_date", "Cán bộ!C2"),))
def a_year_somebody_doubts(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "1980?")


@add(0, cadres=2)
def a_date_with_the_hour_of_midnight(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "1980-02-03T00:00:00")


@add(0, lacks=("bad_date",), cadres=2)
def words_for_somebody_outside_the_party(path: Path) -> list[str]:
    return people(path, [[*CADRES[0], "Ngày vào Đảng"], [*CADRES[1], "chưa"], [*CADRES[2], "Quần chúng"]])


@add(1, (("bad_date", "Cán bộ!C2"),))
def a_birth_date_that_is_denied(path: Path) -> list[str]:
    return cell(path, 2, BIRTH, "không")


@add(0, (("date_reread", "Cán bộ!C2"),), cadres=2)
def a_year_in_a_date_cell_counted_from_1904(path: Path) -> list[str]:
    book = openpyxl.load_workbook(people(path, CADRES)[0])
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    found = book["Cán bộ"]["C2"]
    found.value, found.number_format = 1980, "dd/mm/yyyy"
    book.save(path / "case.xlsx")
    return [str(path / "case.xlsx")]
