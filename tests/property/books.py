"""Case workbooks that use every sheet, and the same books with rows and columns in another order."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

from optimizer.sheets.writer import write_case

if TYPE_CHECKING:
    from pathlib import Path

Tables = dict[str, list[dict[str, object]]]
OLD = {"00001": "Xã Hòa Bình", "00002": "Xã Định Sơn", "00003": "Xã Nghĩa Lộ"}
DISTRICT = {"00001": "Huyện Thủy Nguyên", "00002": "Huyện Cẩm Giàng", "00003": "Huyện Cát Hải"}
PLACES = {"00001": (20.92, 106.67), "00002": (20.95, 106.21), "00003": (20.73, 107.05)}
NAMES = {"00001": "Xã Hòa An", "00002": "Xã Cẩm Giang", "00003": "Đặc khu Cát Hải"}


def tables(*, bundled: bool) -> Tables:
    """Return three units, three titles and nine people, more of them alike than not; with bundles and pairs, or without."""
    codes = list(NAMES)
    found: Tables = {
        "units": [
            {
                "unit_code": code,
                "name": NAMES[code],
                "province": "Thành phố Hải Phòng",
                "cluster": "Bắc" if code < "00003" else "Đảo",
                "former_district": DISTRICT[code],
                "lat": PLACES[code][0],
                "lon": PLACES[code][1],
            }
            for code in codes
        ],
        "predecessors": [
            {
                "unit_code": code,
                "old_name": OLD[code],
                "old_district": DISTRICT[code],
                "old_province": "Thành phố Hải Phòng",
            }
            for code in codes
        ],
        "titles": [
            {
                "title_code": "BT",
                "name": "Bí thư Đảng ủy",
                "group": "lãnh đạo",
                "party_member": "x",
                "min_theory": "Cao cấp",
                "not_local": "x",
            },
            {"title_code": "CH", "name": "Chủ tịch HĐND", "group": "lãnh đạo", "party_member": "x"},
            {
                "title_code": "DD",
                "name": "Chuyên viên đất đai",
                "group": "chuyên môn",
                "fields": "đất đai",
                "min_degree": "Đại học",
            },
        ],
        "seats": [
            {"unit_code": code, "title_code": title, "min": least, "target": 1, "max": most, "priority": rank}
            for code in codes
            for title, least, most, rank in (("BT", 1, 1, 1), ("CH", 0, 1, 1), ("DD", 0, 2, 2))
        ],
        "cadres": [_person(n, codes[n % 3], codes[(n + 1) % 3]) for n in range(1, 10)],
        "decisions": [
            {"cadre_id": "CB3", "action": "khóa", "unit_code": "00002"},
            {"cadre_id": "CB5", "action": "cấm", "unit_code": "00001", "title_code": "DD"},
            {"cadre_id": "CB8", "action": "ngoại lệ", "rule": "Trình độ chuyên môn", "reason": "chỉ đạo"},
            {"cadre_id": "CB9", "action": "loại"},
        ],
        "scores": [
            {"cadre_id": "CB1", "unit_code": "00003", "title_code": "*", "score": 12.5},
            {"cadre_id": "CB1", "unit_code": "*", "title_code": "DD", "score": 80},
            {"cadre_id": "CB2", "unit_code": "00001", "title_code": "BT", "score": 95},
        ],
        "rules": [
            {"rule": "Nguyện vọng được đáp ứng", "on": "x", "level": 4, "weight": 2},
            {"rule": "not_local", "on": "x", "mode": "mềm", "weight": 3},
        ],
        "settings": [{"key": "plan_date", "value": "01/07/2025"}],
    }
    if bundled:
        found["titles"][0]["concurrent_with"] = "Chủ tịch HĐND"
        found["relations"] = [
            {"cadre_a": "CB4", "cadre_b": "CB7", "kind": "cùng đơn vị"},
            {"cadre_a": "CB2", "cadre_b": "CB6", "kind": "khác đơn vị"},
        ]
    else:  # a quota of the leaders would be a row, and no network
        found["rules"] += [{"rule": name, "on": "không"} for name in ("women_in_leadership", "young_in_leadership")]
    return found


def _person(n: int, home: str, work: str) -> dict[str, object]:
    return {
        "cadre_id": f"CB{n}",
        "name": f"Nguyễn Văn {n}",
        "birth_date": "01/02/1980",
        "sex": "nam" if n % 2 else "nữ",
        "party_date": "2005",
        "degree": "Đại học" if n % 4 else "Cao đẳng",
        "theory": "Cao cấp" if n % 3 else "Trung cấp",
        "expertise": "đất đai:5; kế toán:2" if n % 2 else "kế toán:3",
        "rating": 80,
        "home_place": f"{OLD[home]}, {DISTRICT[home]}",
        "residence": NAMES[home],
        "current_unit": NAMES[work],
        "current_title": "Chuyên viên đất đai",
        "wishes": NAMES[home],
    }


def write(path: Path, *, bundled: bool) -> Path:
    """Write the case as a workbook."""
    return write_case(tables(bundled=bundled), path, "vi")


def shuffled(book: Path, path: Path, seed: int) -> Path:
    """Write a copy of a workbook, its sheets, their rows below the header and their columns in an order drawn from `seed`."""
    from openpyxl import Workbook, load_workbook

    rng = Random(seed)
    read, made = load_workbook(book), Workbook()
    made.remove(made.worksheets[0])
    for name in rng.sample(read.sheetnames, len(read.sheetnames)):
        header, *rows = map(list, read[name].iter_rows(values_only=True))
        order = rng.sample(range(len(header)), len(header))
        sheet: Any = made.create_sheet(name)
        for row in (header, *rng.sample(rows, len(rows))):
            sheet.append([row[i] for i in order])
    made.save(path)
    return path
