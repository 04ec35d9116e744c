"""Disciplinary measures and reviews as rosters write them: a form and its date in one cell (R28)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from optimizer.domain.dates import PartialDate
from optimizer.text import Text, fold

Form = Literal["reprimand", "warning", "removal", "other"]

FORMS: dict[Form, Text] = {
    "reprimand": Text("khiển trách", "reprimand"),
    "warning": Text("cảnh cáo", "warning"),
    "removal": Text("cách chức", "removal from the post"),
    "other": Text("hình thức khác", "another form"),
}
_WORDS: tuple[tuple[str, Form], ...] = (
    ("khien trach", "reprimand"),
    ("reprimand", "reprimand"),
    ("canh cao", "warning"),
    ("warning", "warning"),
    ("cach chuc", "removal"),
    ("removal", "removal"),
    ("removed", "removal"),
)
_NOTHING = re.compile(r"^(khong|chua|none|no|not|0)\b")
_DATES = (  # the fullest first
    (re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"), (0, 1, 2)),
    (re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})\b"), (2, 1, 0)),
    (re.compile(r"\b(\d{1,2})\s*[/.-]\s*(\d{4})\b"), (1, 0)),
    (re.compile(r"\b(\d{4})\b"), (0,)),
)


@dataclass(frozen=True, slots=True)
class Sanction:
    """One disciplinary measure: its form, and since when; None where no date that exists is written."""

    form: Form
    since: PartialDate | None
    written: str


@lru_cache(maxsize=20_000)
def sanctions(cell: str) -> tuple[Sanction, ...]:
    """Return the measures a cell names, such as `cảnh cáo 15/6/2024; khiển trách 2022`; nothing for `không`."""
    return tuple(_sanction(part.strip()) for part in re.split(r"[;|\n]", cell) if _says_something(part))


@lru_cache(maxsize=20_000)
def under_review(cell: str) -> bool:
    """Return whether a cell says that somebody is under review or investigation: anything but blank and no."""
    return _says_something(cell)


def _says_something(cell: str) -> bool:
    words = fold(cell)
    return bool(words) and _NOTHING.match(words) is None


def _sanction(part: str) -> Sanction:
    words = fold(part)
    form: Form = next((form for word, form in _WORDS if word in words), "other")
    return Sanction(form, _date(part), part)


def _date(text: str) -> PartialDate | None:
    for pattern, order in _DATES:
        found = pattern.search(text)
        if found is not None:
            parts = [int(found.group(i + 1)) for i in order]
            try:
                return PartialDate(*parts)
            except ValueError:
                return None
    return None
