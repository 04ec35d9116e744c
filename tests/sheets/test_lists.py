"""Several things in one cell that are not divided as a list is: what is said instead of losing one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.sheets.case import check_case
from tests.sheets.books import CADRES, CASE, TITLES, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ("00004, 00008", "unknown_wish"),
        ("An Bien/Cẩm Giang", "unknown_wish"),
        ("Phường An Biên, Xã Cẩm Giang", "several_wishes"),  # else read as the second alone, in silence
    ],
)
def test_wishes_with_commas_between_them_are_shown_how_to_be_divided(tmp_path: Path, wish: str, code: str) -> None:
    _, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": spoiled(CADRES, 2, 9, wish)}))
    (said,) = (f for f in findings if f.where.cell == "I2")
    assert said.code == code
    assert f"“{wish.replace(',', ';').replace('/', '; ')}”" in said.fix.vi


def test_a_wish_with_what_the_unit_lies_in_is_one_wish(tmp_path: Path) -> None:
    wish = "Xã Cẩm Giang, huyện Cẩm Giàng, Thành phố Hải Phòng"
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": spoiled(CADRES, 2, 9, wish)}))
    assert case is not None
    assert case.cadres[0].wish_units == ("00008",)
    assert not [f for f in findings if f.where.cell == "I2"]


def test_titles_in_one_hand_with_a_comma_between_them_are_shown_how_to_be_divided(tmp_path: Path) -> None:
    titles = spoiled(TITLES, 2, 6, "CTHD, CVDD")
    _, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Chức danh": titles}))
    (said,) = (f for f in findings if f.code == "unknown_title")
    assert "“CTHD; CVDD”" in said.fix.vi
