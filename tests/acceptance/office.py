"""A small office's case in which every rule has somebody to refuse, and a plan of it that keeps them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.sheets.writer import write_case

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

Tables = dict[str, list[dict[str, object]]]
Placed = tuple[str, str, str]


def office_tables() -> Tables:
    """Return two units, five titles that ask for something each, and a person for each thing that may be lacking."""

    def person(code: str, name: str, **changes: object) -> dict[str, object]:
        usual: dict[str, object] = {
            "cadre_id": code,
            "name": name,
            "birth_date": "15/03/1980",
            "sex": "nam",
            "party_date": "19/05/2005",
            "degree": "Đại học",
            "theory": "Cao cấp",
            "expertise": "đất đai:8",
            "home_place": "tỉnh Thanh Hóa",
        }
        return usual | changes

    return {
        "units": [
            {"unit_code": "00001", "name": "Phường Hồng Bàng", "type": "phường", "province": "Hải Phòng"},
            {"unit_code": "00002", "name": "Xã Thủy Nguyên", "type": "xã", "province": "Hải Phòng"},
        ],
        "titles": [
            {
                "title_code": "BT",
                "name": "Bí thư Đảng ủy",
                "party_member": "x",
                "min_theory": "Cao cấp",
                "months_to_serve": 48,
                "not_local": "x",
                "concurrent_with": "CH",
            },
            {"title_code": "CH", "name": "Chủ tịch HĐND"},
            {
                "title_code": "DD",
                "name": "Chuyên viên đất đai",
                "fields": "đất đai",
                "min_degree": "Đại học",
                "min_years": 3,
            },
            {"title_code": "KT", "name": "Chuyên viên kế toán", "fields": "kế toán"},
            {"title_code": "VP", "name": "Chuyên viên văn phòng"},
        ],
        "seats": [
            {"unit_code": unit, "title_code": title, "target": 1, "max": 1}
            for unit, title in (
                ("00001", "BT"),
                ("00001", "CH"),
                ("00001", "DD"),
                ("00001", "VP"),
                ("00002", "BT"),
                ("00002", "DD"),
                ("00002", "KT"),
            )
        ],
        "cadres": [
            person("AN", "Nguyễn Văn An"),
            person("BINH", "Trần Thị Bình"),
            person("CUONG", "Lê Văn Cường"),
            person("DUNG", "Phạm Thị Dung"),
            person("EM", "Đỗ Văn Em"),
            person("GIA", "Vũ Văn Gia", birth_date="15/12/1964"),
            person("NGOAI", "Bùi Văn Ngoài", party_date=None),
            person("SO", "Hồ Văn Sơ", theory="Sơ cấp"),
            person("CAO", "Ngô Văn Cao", degree="Cao đẳng"),
            person("KE", "Dương Thị Kế", expertise="kế toán:9"),
            person("MOI", "Lý Văn Mới", expertise="đất đai:1"),
            person("QUE", "Đặng Văn Quê", home_place="Phường Hồng Bàng"),
            person("NGHI", "Hoàng Văn Nghỉ", status="nghỉ"),
            person("CAM", "Mai Văn Cấm"),
            person("DOI", "Trịnh Văn Đôi"),
            person("BAN", "Trịnh Thị Bạn"),
        ],
        "relations": [{"cadre_a": "DOI", "cadre_b": "BAN", "kind": "cùng đơn vị"}],
        "decisions": [
            {
                "cadre_id": "CAM",
                "action": "cấm",
                "unit_code": "00001",
                "title_code": "VP",
                "reason": "người thân phụ trách",
            },
        ],
        "settings": [{"key": "plan_date", "value": "01/07/2025"}],
    }


GOOD: tuple[Placed, ...] = (
    ("AN", "00001", "BT"),
    ("AN", "00001", "CH"),
    ("BINH", "00001", "DD"),
    ("CUONG", "00001", "VP"),
    ("DUNG", "00002", "BT"),
    ("EM", "00002", "DD"),
    ("KE", "00002", "KT"),
)


def write_office(path: Path, **changes: Sequence[Mapping[str, object]]) -> Path:
    """Write the case, with whole tables replaced by `changes`."""
    return write_case({**office_tables(), **changes}, path, "vi")


def swapped(out: Sequence[str], into: Sequence[Placed]) -> list[Placed]:
    """Return the good plan without the people in `out`, with further placements."""
    return [*(p for p in GOOD if p[0] not in out), *into]
