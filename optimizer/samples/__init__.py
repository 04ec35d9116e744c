"""Sample cases: real places, invented people (DESIGN section 8).

The reference tables beside this file come from vietnamadminunits; see NOTICE.txt.
"""

from __future__ import annotations

from pathlib import Path

from optimizer.text import Lang, Text

PLACES: dict[str, Text] = {
    "hai-phong-leaders": Text(
        "Hải Phòng (50 đơn vị của thành phố cũ): 4 chức danh chủ chốt, 3 người mỗi đơn vị, 300 ứng viên hư cấu",
        "Hải Phòng (the 50 units of the former city): 4 key titles, 3 people a unit, 300 invented candidates",
    ),
    "hai-phong": Text(
        "Hải Phòng (114 đơn vị): bình quân 32 biên chế mỗi đơn vị, dôi dư 2.600 người nhưng thiếu chuyên môn",
        "Hải Phòng (114 units): 32 government posts a unit on average, 2,600 people too many yet too few specialists",
    ),
    "lang-son": Text(
        "Lạng Sơn (65 đơn vị): khung 2.457 biên chế, hiện có 2.376 người, địa bàn miền núi và biên giới",
        "Lạng Sơn (65 units): a frame of 2,457 posts, 2,376 people present, mountain and border units",
    ),
    "hanoi": Text(
        "Hà Nội (126 đơn vị): 9.622 vị trí chính quyền, 5.258 vị trí Đảng, đoàn thể; 20.500 người, 4.294 xin nghỉ",
        "Hanoi (126 units): 9,622 government, 5,258 Party and mass posts; 20,500 people, 4,294 of them leaving",
    ),
}
SHORT = "hai-phong-leaders"  # stands in inputs/, where its few rows are read at a glance


def make(place: str, seed: int | None = None) -> dict[str, list[dict[str, object]]]:
    """Return the tables of a sample case, rows keyed by field name; equal seeds, equal tables.

    The yearly ratings stand under their Vietnamese headers (`Xếp loại 2024`): a family of columns, not one field.
    """
    if place not in PLACES:
        raise ValueError(f"unknown sample {place!r}; known samples: {', '.join(PLACES)}")
    from optimizer.samples.cases import build

    return build(place, seed)


def write_sample(place: str, path: str | Path, seed: int | None = None, lang: Lang = "vi") -> Path:
    """Write a sample case as a workbook with headers in `lang` and return where it stands.

    Its Rules sheet lists every rule and objective, to be ticked; only the smallest sample keeps to the rows it changes.
    """
    from optimizer.rule_rows import default_rows
    from optimizer.sheets.rules_sheet import write_rules
    from optimizer.sheets.writer import write_case

    tables = make(place, seed)
    if place == SHORT:
        return write_case(tables, Path(path), lang)
    tables["rules"] = default_rows(lang, tables["rules"])
    return write_case(tables, Path(path), lang, {"rules": write_rules})
