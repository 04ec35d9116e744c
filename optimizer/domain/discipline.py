"""Disciplinary measures and reviews as rosters write them: a form and its date in one cell (R28)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from optimizer.domain.dates import PartialDate
from optimizer.text import Text, fold, tidy

Form = Literal["reprimand", "warning", "removal", "other"]

FORMS: dict[Form, Text] = {
    "reprimand": Text("khiển trách", "reprimand"),
    "warning": Text("cảnh cáo", "warning"),
    "removal": Text("cách chức", "removal from the post"),
    "other": Text("hình thức khác", "another form"),
}
_WORDS: tuple[tuple[str, Form], ...] = (  # the gravest first: of two forms in one measure it is the one that counts
    ("cach chuc", "removal"),
    ("removal", "removal"),
    ("removed", "removal"),
    ("canh cao", "warning"),
    ("warning", "warning"),
    ("khien trach", "reprimand"),
    ("reprimand", "reprimand"),
)
# "chưa" is a no, but not where something is not over yet: "chưa có kết luận", "chưa hết thời hạn cảnh cáo"
_NOTHING = re.compile(
    r"^(khong|none|no|not|0)\b"
    r"|^chua\b(?! (?:co )?(?:het|xoa|qua|du|xong|ket luan|ket thuc|xu ly|giai quyet|hoan thanh)\b)"
)
# a review that is over and found nothing, and nothing more is said: "đã có kết luận số 12 ngày 3/5/2025, không vi phạm"
_CLEARED = re.compile(
    r"(?:(?:da )?(?:co )?ket luan|da (?:ket thuc|xem xet|xac minh|kiem tra|thanh tra|dieu tra|giai quyet|lam ro))\b"
    r"(?:(?!\b(?:dang|chua|cho|con|nhung|tuy|tiep tuc|vi pham|sai pham|khuyet diem|ky luat|canh cao|khien trach)\b).)*"
    r"\bkhong (?:co |phat hien )*(?:dau hieu )?(?:vi pham|sai pham|khuyet diem)(?: gi| nao)?(?: ngay| thang| nam| \d+)*"
    r"|(?:concluded|closed|reviewed|investigated)\b(?:(?!\b(?:but|not|yet|violations?|breach)\b).)*"
    r"\bno (?:violations?|breach|misconduct|wrongdoing)(?: found)?"
)
_PARTS = re.compile(r"[;|\n]")
_AND = re.compile(r",|\s(?:và|and)\s", re.IGNORECASE)  # divides measures where each part names a form of its own
_YEAR = r"((?:19|20)\d\d)"
_NO_NUMBER = r"\b(?!(?:\s*/\s*|-)[^\W\d])"  # "12/2024/QĐ-UBND" and "1987/QĐ-TU" are numbers of documents, no dates
_DATES = tuple(  # the fullest first: patterns, and where in them year, month and day stand
    tuple((re.compile(pattern, re.IGNORECASE), order) for pattern, order in patterns)
    for patterns in (
        (
            (rf"\b{_YEAR}-(\d{{1,2}})-(\d{{1,2}})\b", (1, 2, 3)),
            (rf"\b(\d{{1,2}})\s*[/.-]\s*(\d{{1,2}})\s*[/.-]\s*{_YEAR}\b", (3, 2, 1)),
            (rf"\bngày\s+(\d{{1,2}})\s+tháng\s+(\d{{1,2}})\s+năm\s+{_YEAR}\b", (3, 2, 1)),
        ),
        (
            (rf"\bT?(\d{{1,2}})\s*[/.-]\s*{_YEAR}{_NO_NUMBER}", (2, 1)),  # T3/2024 is March
            (rf"\btháng\s+(\d{{1,2}})\s+năm\s+{_YEAR}\b", (2, 1)),
        ),
        ((rf"(?<!\d/)\b{_YEAR}{_NO_NUMBER}", (1,)),),
    )
)
# a part of a year ends with a month, and that month is what is known of the date: "quý I/2024" is 3/2024
_QUARTER = re.compile(rf"\b(?:qu[yýií]\s*|Q)(\d{{1,2}}|[IVX]+)[\s,/.-]*(?:năm\s+)?{_YEAR}", re.IGNORECASE)
_HALF = re.compile(rf"\b(?:0?6|sáu)\s+tháng\s+(đầu|cuối)(?:\s+năm)?\s+{_YEAR}\b", re.IGNORECASE)
_LAST_MONTH = dict(zip("1234", (3, 6, 9, 12), strict=True)) | {"I": 3, "II": 6, "III": 9, "IV": 12}
_LAST_MONTH |= {"ĐẦU": 6, "CUỐI": 12}


@dataclass(frozen=True, slots=True)
class Sanction:
    """One disciplinary measure: its form, and since when; None where no date that exists is written."""

    form: Form
    since: PartialDate | None
    written: str


@lru_cache(maxsize=20_000)
def sanctions(cell: str) -> tuple[Sanction, ...]:
    """Return the measures a cell names, such as `cảnh cáo 15/6/2024; khiển trách 2022`; nothing for `không`."""
    parts = (p.strip() for part in _PARTS.split(cell) if _says_something(part) for p in _measures(part))
    return tuple(_sanction(part) for part in parts)


@lru_cache(maxsize=20_000)
def under_review(cell: str) -> bool:
    """Return whether a cell says that somebody is under review or investigation: anything but blank, no and cleared."""
    return _says_something(cell)


def _says_something(cell: str) -> bool:
    words = fold(cell)
    return bool(words) and _NOTHING.match(words) is None and _CLEARED.fullmatch(words) is None


def _measures(part: str) -> list[str]:
    """Divide `khiển trách 2019 và cảnh cáo 2024` in two, but not `cảnh cáo về Đảng và chính quyền 2024`."""
    found: list[str] = []
    start = 0
    for sign in _AND.finditer(part):
        if _form(part[start : sign.start()]) != "other" != _form(part[sign.end() :]):
            found.append(part[start : sign.start()])
            start = sign.end()
    return [*found, part[start:]]


def _sanction(part: str) -> Sanction:
    return Sanction(_form(part), _date(part), part)


def _form(text: str) -> Form:
    words = fold(text)
    return next((form for word, form in _WORDS if word in words), "other")


def _date(text: str) -> PartialDate | None:
    """Return the latest of the dates written most fully, so that nobody passes by an earlier one; None: no such day."""
    text = tidy(text)
    try:
        for period in (_QUARTER, _HALF):
            text = period.sub(_ending, text)
        for patterns in _DATES:
            if found := [(one, order) for pattern, order in patterns for one in pattern.finditer(text)]:
                return max(PartialDate(*(int(one.group(i)) for i in order)) for one, order in found)
    except ValueError:
        return None
    return None


def _ending(period: re.Match[str]) -> str:
    """Return the month with which a part of a year ends; raise ValueError for a fifth quarter."""
    which = period.group(1).lstrip("0").upper()
    if which not in _LAST_MONTH:
        raise ValueError(period.group())
    return f"{_LAST_MONTH[which]}/{period.group(2)}"
