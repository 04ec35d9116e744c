"""Dates of a person that can hardly be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.sheets.case import check_case
from tests.sheets.books import CASE, Rows, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.findings import Finding

HEADER = ["Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính", "Ngày vào Đảng", "Giữ vị trí từ"]


def odd(path: Path, people: Rows) -> list[Finding]:
    case, findings = check_case(write_book(path / "case.xlsx", {**CASE, "Cán bộ": [HEADER, *people]}))
    assert case is not None
    return [f for f in findings if f.code in ("odd_party_date", "late_party_date", "late_post_date")]


@pytest.mark.parametrize(
    ("birth", "joined", "since", "codes"),
    [
        ("15/06/1980", "14/06/1998", None, ["odd_party_date"]),
        ("15/06/1980", "15/06/1998", "01/07/2025", []),
        ("1980", "1998", None, []),  # may have been eighteen
        ("1980", "1997", None, ["odd_party_date"]),
        ("15/06/1980", "1980", None, ["odd_party_date"]),
        ("15/06/1980", "02/07/2025", None, ["late_party_date"]),
        ("15/06/1980", "2025", "08/2025", ["late_post_date"]),
    ],
)
def test_a_date_is_asked_about_only_where_it_cannot_be(
    tmp_path: Path, birth: str, joined: str, since: str | None, codes: list[str]
) -> None:
    found = odd(tmp_path, [["CB1", "Nguyễn Văn Một", birth, "Nam", joined, since]])
    assert [f.code for f in found] == codes
    assert {f.severity for f in found} <= {"warning"}


def test_many_dates_after_the_plan_date_are_said_once(tmp_path: Path) -> None:
    people: Rows = [[f"CB{i}", f"Người Số {i}", "01/02/1980", "Nam", None, "01/10/2025"] for i in range(11)]
    (found,) = odd(tmp_path, people)
    assert found.where.cell == "F2"
    assert "11 người" in found.text.vi
    assert "01/07/2025" in found.text.vi
