"""A tiny case workbook and plans for it, as a user might have written them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from optimizer.sheets.writer import write_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Tables = dict[str, list[dict[str, object]]]


def small_tables() -> Tables:
    """Return two units, a leader and a specialist title, four seats and five people."""

    def person(n: int, name: str, degree: str, unit: str) -> dict[str, object]:
        return {
            "cadre_id": f"CB{n:03}",
            "name": name,
            "birth_date": date(1985, 1, n),
            "sex": "nam" if n % 2 else "nữ",
            "party_date": date(2005, 5, 19),
            "current_unit": unit,
            "degree": degree,
            "expertise": "đất đai:8",
            "rating": 80 + n,
        }

    return {
        "units": [
            {"unit_code": "00001", "name": "Phường Hồng Bàng", "type": "phường", "province": "Hải Phòng"},
            {"unit_code": "00002", "name": "Xã Thủy Nguyên", "type": "xã", "province": "Hải Phòng"},
        ],
        "titles": [
            {"title_code": "BT", "name": "Bí thư", "group": "lãnh đạo", "min_degree": "Đại học", "party_member": "x"},
            {"title_code": "DD", "name": "Công chức địa chính", "group": "chuyên môn", "fields": "đất đai"},
        ],
        "seats": [
            {"unit_code": unit, "title_code": title, "min": 1, "target": 1, "max": 1}
            for unit in ("00001", "00002")
            for title in ("BT", "DD")
        ],
        "cadres": [
            person(1, "Nguyễn Văn An", "Đại học", "00001"),
            person(2, "Trần Thị Bình", "Thạc sĩ", "00002"),
            person(3, "Lê Văn Cường", "Cao đẳng", "00001"),
            person(4, "Phạm Thị Dung", "Trung cấp", "00002"),
            person(5, "Đỗ Văn Em", "Trung cấp", "00001"),
        ],
        "settings": [{"key": "plan_date", "value": "01/07/2025"}],
    }


def write_small(path: Path, **changes: Sequence[Mapping[str, object]]) -> Path:
    """Write the tiny case, with whole tables replaced by `changes`."""
    return write_case({**small_tables(), **changes}, path, "vi")


def write_plan_by_hand(path: Path, rows: Sequence[tuple[str, str, str]]) -> Path:
    """Write a plan as someone would type it: three columns and nothing else."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Phương án"
    sheet.append(["Mã cán bộ", "Mã đơn vị", "Mã chức danh"])
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


KEPT = (("CB001", "00001", "BT"), ("CB002", "00002", "BT"), ("CB003", "00001", "DD"), ("CB004", "00002", "DD"))
