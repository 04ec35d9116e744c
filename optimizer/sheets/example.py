"""The example of the template: a whole small case of invented people that passes the check, every rule listed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from optimizer import registry
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable
    from optimizer.text import Lang

MARK = Text("VÍ DỤ - xóa dòng này", "EXAMPLE - delete this row")
UNIT = Text("Xã Ví Dụ", "Xã Ví Dụ (example)")


def example(lang: Lang) -> dict[str, list[dict[str, Any]]]:
    """Return the example rows, keyed as `writer.write_case` takes them."""
    vi = lang == "vi"
    mark = MARK.of(lang)
    office, reason = (
        ("Ban Tổ chức (ví dụ)", "Ví dụ: người đang quen việc")
        if vi
        else ("Organization committee (example)", "Example: knows the work")
    )
    return {
        "units": [
            {
                "unit_code": "00001",
                "name": UNIT.of(lang),
                "type": "xa",
                "province": "Tỉnh Ví Dụ",
                "cluster": "Cụm 1" if vi else "Cluster 1",
                "former_district": "Huyện Mẫu",
                "lat": 20.85,
                "lon": 106.68,
                "population": 15000,
                "area_km2": 25.5,
                "hardship": "none",
            }
        ],
        "predecessors": [
            {"unit_code": "00001", "old_name": "Xã Ví Dụ Cũ", "old_district": "Huyện Mẫu", "old_province": "Tỉnh Ví Dụ"}
        ],
        "titles": [
            {
                "title_code": "VIDU",
                "name": ("Chuyên viên địa chính" if vi else "Land officer") + f" ({mark})",
                "block": "UBND" if vi else "People's Committee",
                "group": "specialist",
                "rank": 5,
                "fields": "đất đai; xây dựng" if vi else "land; construction",
                "min_degree": 4,
                "min_theory": 1,
                "party_member": False,
                "min_years": 1,
                "months_to_serve": 12,
                "not_local": False,
                "concurrent_with": "",
                "sensitive": True,
            }
        ],
        "seats": [{"unit_code": "00001", "title_code": "VIDU", "min": 1, "target": 2, "max": 2, "priority": 1}],
        "cadres": [
            {
                "cadre_id": "VD001",
                "name": mark,
                "birth_date": dt.date(1985, 5, 13),
                "sex": "female",
                "ethnicity": "Kinh",
                "party_date": dt.date(2010, 9, 2),
                "current_title": "Chuyên viên" if vi else "Officer",
                "current_unit": "Xã Ví Dụ Cũ",
                "level": "commune",
                "home_place": "Xã Ví Dụ Cũ, Huyện Mẫu, Tỉnh Ví Dụ",
                "residence": "Xã Ví Dụ Cũ, Huyện Mẫu, Tỉnh Ví Dụ",
                "degree": 4,
                "major": "xây dựng" if vi else "construction",
                "theory": 2,
                "expertise": "đất đai:8; xây dựng:3" if vi else "land:8; construction:3",
                "rating": 85,
                "planned_titles": "VIDU",
                "wishes": "00001",
                "staff_group": "civil_servant",
                "terms_here": 1,
                "in_post_since": "03/2019",
                "protected": False,
                "status": "available",
                "grades": {2023: "excellent", 2024: "good", 2025: "good"},
            },
            {
                "cadre_id": "VD002",
                "name": mark,
                "birth_date": "1990",
                "sex": "male",
                "ethnicity": "Kinh",
                "party_date": "06/2018",
                "current_title": "Chuyên viên" if vi else "Officer",
                "current_unit": "Sở Nội vụ" if vi else "Department of Home Affairs",
                "level": "city",
                "degree": 5,
                "major": "đất đai" if vi else "land",
                "theory": 1,
                "expertise": "đất đai:4" if vi else "land:4",
                "rating": 78,
                "staff_group": "civil_servant",
                "status": "available",
                "grades": {2023: "good", 2024: "done", 2025: "good"},
            },
        ],
        "relations": [{"cadre_a": "VD001", "cadre_b": "VD002", "kind": "sibling"}],
        "scores": [{"cadre_id": "VD001", "unit_code": "00001", "title_code": "VIDU", "score": 92}],
        "decisions": [
            {
                "cadre_id": "VD001",
                "action": "lock",
                "unit_code": "00001",
                "title_code": "VIDU",
                "rule": "",
                "reason": reason,
                "author": office,
                "date": dt.date(2025, 7, 1),
            }
        ],
        "rules": registry.provider("rule_rows")(lang),
        "settings": [{"key": "plan_date", "value": dt.date(2025, 7, 1)}, {"key": "language", "value": lang}],
    }


def note_examples(tables: Sequence[RawTable], problems: Problems) -> None:
    """Note each example row that stands beside rows of the office's own: nobody must be placed who was invented.

    The office's own people may all stand in rosters, and the template's in the workbook of the case.
    """
    found = [(t, i) for t in tables for i, name in enumerate(t.cells.get("name", ())) if _is_example(name)]
    if len(found) < sum(map(len, tables)):
        for table, i in found:
            problems.cell(table, "name", i, "example_row", "warning", _LEFT, _DELETE)


def _is_example(name: object) -> bool:
    return isinstance(name, str) and (MARK.vi in name or MARK.en in name or name in (UNIT.vi, UNIT.en))


_LEFT = Text(
    "Dòng ví dụ của tệp mẫu vẫn còn và được đọc như dữ liệu thật.",
    "An example row of the template is still there and is read like any other.",
)
_DELETE = Text("Xóa dòng này trước khi lập phương án.", "Delete it before a plan is made.")


def rule_names(lang: Lang) -> dict[str, str]:
    """Return how each rule and objective is called in `lang`, by its name."""
    return {name: cls.text.of(lang) for name, cls in registry.provider("known_rules")().items()}
