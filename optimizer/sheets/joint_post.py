"""One column for post and workplace together (“Phó Chủ tịch UBND xã Tân Tiến”), told by its header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from optimizer.text import Text, fold

if TYPE_CHECKING:
    from optimizer.domain.places import PlaceIndex
    from optimizer.sheets.fields import Fields
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

_POSTS = ("chuc vu", "chuc danh", "chuc vu chuc danh", "chuc danh chuc vu")
_PLACES = ("don vi cong tac", "don vi", "noi cong tac", "co quan cong tac", "co quan don vi cong tac", "co quan don vi")
JOINT_HEADERS = frozenset(
    f"{post}{link}{place}{now}"
    for post in _POSTS
    for link in (" ", " va ", " hien nay ")
    for place in _PLACES
    for now in ("", " hien nay")
)
_COMMUNE = re.compile(r"\b(?:xã(?!\s+hội\b)|phường|thị trấn|đặc khu|[xp][.]|tt[.])\s*\w", re.IGNORECASE)


def says_joint(header: str) -> bool:
    """Return whether a header, its levels divided by ` / `, names post and workplace in one."""
    return any(fold(level) in JOINT_HEADERS for level in (*header.split(" / "), header))


def fill_workplaces(table: RawTable, fields: Fields, index: PlaceIndex, problems: Problems) -> None:
    """Give people whose workplace is blank the unit behind their post; who has none there is counted once."""
    if not says_joint(table.headers.get("current_title", "")):
        return
    table.letters.setdefault("current_unit", table.letters["current_title"])
    without: list[int] = []
    for i, text in enumerate(fields["current_title"]):
        if text and not fields["current_unit"][i]:
            fields["current_unit"][i] = place = _place_in(text, index)
            if place is None:
                without.append(i)
    if without and len(index):
        written = fields["current_title"][without[0]]
        said = _NO_UNIT.format(header=table.headers["current_title"], count=len(without), value=written)
        problems.cell(table, "current_title", without[0], "no_unit_in_post", "warning", said, _TWO_COLUMNS)


def _place_in(text: str, index: PlaceIndex) -> str | None:
    """Return the piece of a text that names a commune, known or not, or the whole where that names one."""
    found = list(_COMMUNE.finditer(text))
    if found:
        tail = text[found[-1].start() :]
        alone = re.split(r"[,;(]", tail)[0].strip()
        return tail if index.resolve(tail).kind in ("unit", "old_unit") else alone
    return text if index.resolve(text).kind in ("unit", "old_unit") else None


_NO_UNIT = Text(
    "Cột “{header}” có {count} ô không nêu xã, phường nào trong hồ sơ, ví dụ “{value}”; những người này được coi là chưa "
    "thuộc đơn vị nào.",
    "The column “{header}” has {count} cell(s) that name no commune of the case, such as “{value}”; these people belong "
    "to no unit.",
)
_TWO_COLUMNS = Text(
    "Nếu họ đang ở một xã, phường: ghi thêm tên, hoặc tách thành hai cột Chức danh hiện nay và Đơn vị công tác.",
    "If they serve in a commune add its name, or make two columns of it, current_title and current_unit.",
)
