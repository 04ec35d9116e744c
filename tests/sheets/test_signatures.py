"""Where a list ends and its signatures begin: a signature is nobody, and nobody is lost for being written like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.sheets.books import check, only

if TYPE_CHECKING:
    from pathlib import Path

HEAD = ["Mã cán bộ", "Họ và tên", "Chức danh hiện nay", "Trình độ", "Nơi ở", "Ghi chú", "Số nhiệm kỳ"]
ONE = ["CB1", "Nguyễn Văn Một", "Bí thư Đảng ủy", "Thạc sĩ", "Xã Cẩm Giang", None, 1]


@pytest.mark.parametrize(
    "below",
    [
        [[None, "NGƯỜI LẬP BIỂU", "T/M BAN THƯỜNG VỤ"], [None, "Phạm Văn Lập", "Bùi Văn Ký"]],
        [
            [None, "Người lập", None, None, None, "Trang", None],
            [None, None, None, None, None, None, 1],
        ],  # a page number
        [[None, "Người lập", None, None, None, 2025, None]],  # a number where the table has no column of its own
    ],
)
def test_signatures_below_a_list_are_nobody(tmp_path: Path, below: list[list[Any]]) -> None:
    case, findings = check(tmp_path, cadres=[HEAD, ONE, *below])
    assert case is not None, [f.sentence("en") for f in findings]
    assert [c.cadre_id for c in case.cadres] == ["CB1"]


def test_a_last_person_without_a_code_is_no_signature(tmp_path: Path) -> None:
    last = [None, "Trần Thị Hai", "Bí thư Đảng ủy", "Đại học", "Xã Cẩm Giang", "mới", None]
    assert only(tmp_path, "missing_value", cadres=[HEAD, ONE, last]) == ["Cán bộ!A3"]


def test_a_person_without_a_code_above_others_ends_no_list(tmp_path: Path) -> None:
    rows = [HEAD[:3], [None, "Nguyễn Văn Một", "Bí thư Đảng ủy"], ["CB2", "Trần Thị Hai", "Chuyên viên"]]
    assert only(tmp_path, "missing_value", cadres=rows) == ["Cán bộ!A2"]
