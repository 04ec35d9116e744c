"""Codes of units that Excel has turned into numbers, in the columns of people as in those of seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.sheets.case import check_case
from tests.sheets.books import CADRES, CASE, cells, write_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("written", [4, 4.0, "4", "0004"])
def test_a_workplace_and_a_wish_may_be_codes_without_their_zeros(tmp_path: Path, written: Any) -> None:
    rows = [CADRES[0], [*CADRES[1][:5], written, None, None, written]]
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows}))
    assert case is not None
    (person,) = case.cadres
    assert (person.current_unit, person.current_unit_code, person.wish_units) == ("00004", "00004", ("00004",))
    assert cells(findings, "code_reread") == ["Cán bộ!F2", "Cán bộ!I2"]
    assert {f.severity for f in findings} == {"info"}


def test_a_number_that_no_code_ends_in_stays_the_name_of_an_office(tmp_path: Path) -> None:
    rows = [CADRES[0], [*CADRES[1][:5], "12", None, None, None]]
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows}))
    assert case is not None
    assert (case.cadres[0].current_unit, case.cadres[0].current_unit_code) == ("12", None)
    assert not cells(findings, "code_reread")
