"""How papers write a title and the unit it is held in as one post: "Bí thư Đảng ủy đặc khu Cát Hải"."""

from __future__ import annotations

import re

from optimizer.text import Text, name_key, tidy

_KINDS = "Xã|Phường|Thị trấn|Đặc khu|Huyện|Quận|Thị xã|Tỉnh|Thành phố"
# "Tỉnh ủy", "Huyện đoàn" are bodies, no places; the name of the largest city keeps its capitals
_KIND = re.compile(rf"^(?:{_KINDS})(?! Hồ Chí Minh)(?! (?:ủy|đoàn|đội)\b)(?= [^\W\d])")
_PLACE = re.compile(rf"^(?:{_KINDS})(?! (?:ủy|đoàn|đội)\b)\s", re.IGNORECASE)
# the kind of unit that a title of all units ends in: "Chủ tịch UBND xã", "Bí thư Đảng ủy xã, phường", "… (cấp xã)"
_ANY_UNIT = re.compile(r"(?:[\s,/(]+(?:và\s+)?(?:cấp\s+)?(?:xã|phường|thị trấn|đặc khu)\)?)+$", re.IGNORECASE)
# a title that names the body of the unit, whose name then goes on with the unit's
_BODY = re.compile(
    r"\b(?:Đảng ủy|Ủy ban|UBND|UBKT|HĐND|UBMTTQ|Mặt trận|MTTQ"
    r"|Công an|(?:Hội đồng|Phòng|Ban|Trung tâm|Đoàn|(?<!xã )Hội)\s+\w)",
    re.IGNORECASE,
)


def in_sentence(unit_name: str) -> str:
    """Return the name of a unit inside a sentence: "phường Thành Đông", but "Phường 3" (Decree 30/2020, annex II)."""
    return _KIND.sub(lambda found: found[0].lower(), unit_name)


def post(titles: tuple[str, ...], unit_name: str, *, listed: bool = False) -> Text:
    """Return titles and the unit they are held in as one post, or what there is of them.

    Without a comma where the last title names a body of the unit; a kind of unit that ends a title gives way to the
    unit's own. In a list a unit that stands behind a comma or alone keeps its capital.
    """
    unit = unit_name if listed else in_sentence(unit_name)
    names = tuple(name for title in titles if (name := tidy(title)))
    en = ", ".join(filter(None, (*names, unit_name)))
    if not names or not unit:
        return Text(", ".join(names) or unit, en)
    if f" {name_key(names[-1])}".endswith(f" {name_key(unit_name)}"):  # "Bí thư Đảng ủy xã An Phú" at "Xã An Phú"
        return Text(", ".join(names), ", ".join(names))
    if not _PLACE.match(unit_name):
        return Text(", ".join((*names, unit)), en)
    bare = tuple(_ANY_UNIT.sub("", name) or name for name in names)
    joined = bare[-1] != names[-1] or _BODY.search(bare[-1])
    return Text(", ".join(bare) + (f" {in_sentence(unit_name)}" if joined else f", {unit}"), en)
