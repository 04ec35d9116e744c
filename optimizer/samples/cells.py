"""People written into cells the way rosters are: words, short forms, dates of several shapes, mixed Unicode.

Nothing here is an error a reader should stop at; all of it is met in real files (EXCEL 2.1, 2.2).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from optimizer.samples.careers import OTHER_WORDS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from random import Random

    from optimizer.samples.people import Person

_DEGREES: dict[int, tuple[str, ...]] = {
    2: ("Trung cấp", "trung cấp"),
    3: ("Cao đẳng", "cao đẳng", "CĐ"),
    4: ("Đại học", "Đại học", "Đại học", "Đại học", "đại học", "ĐH", "Cử nhân"),
    5: ("Thạc sĩ", "Thạc sĩ", "thạc sĩ", "Thạc sỹ", "ThS"),
    6: ("Tiến sĩ", "TS"),
}
_OWN_DEGREE = {
    "xây dựng": "Kỹ sư",
    "công nghệ thông tin": "Kỹ sư",
    "nông nghiệp": "Kỹ sư",
    "y tế": "Bác sĩ",
    "quy hoạch": "Kiến trúc sư",
}
_THEORIES: dict[int | None, tuple[str, ...]] = {
    None: ("",),
    0: ("Chưa qua đào tạo", "không", "Chưa"),
    1: ("Sơ cấp", "SC", "sơ cấp"),
    2: ("Trung cấp", "TC", "Trung cấp", "trung cấp"),
    3: ("Cao cấp", "CC", "Cao cấp", "cao cấp"),
    4: ("Cử nhân", "CN"),
}
_LEVELS = {"commune": "xã", "district": "huyện", "province": "tỉnh"}
_STATUS = {
    "available": ("",),
    "leaving": ("Nghỉ theo Nghị định 178", "nghỉ", "Xin nghỉ"),
    "frozen": ("Tạm dừng", "Đang học", "Tạm dừng"),
}
_TONES = {
    "òa": "oà",
    "óa": "oá",
    "ọa": "oạ",
    "òe": "oè",
    "óe": "oé",
    "ùy": "uỳ",
    "úy": "uý",
    "ủy": "uỷ",
    "ũy": "uỹ",
    "ụy": "uỵ",
}


def other_tone_place(text: str) -> str:
    """Return the text with tone marks where other typists put them (Hòa -> Hoà, Thủy -> Thuỷ)."""
    words = text.split(" ")
    for i, word in enumerate(words):
        for usual, other in _TONES.items():
            bare = word.rstrip(",")
            if bare.endswith(usual) and not bare.startswith("qu"):
                words[i] = bare[: -len(usual)] + other + word[len(bare) :]
    return " ".join(words)


def written(rng: Random, text: str) -> str:
    """Return the text as typed: now and then decomposed Unicode, another place for the tone, a space too many."""
    draw = rng.random()
    if draw < 0.02:
        return unicodedata.normalize("NFD", text)
    if draw < 0.16:
        return other_tone_place(text)
    if draw < 0.165:
        return text.replace(" ", "  ", 1)
    return text


def date_cell(rng: Random, day: dt.date) -> object:
    """Return a date as found in cells: a real date, text of several shapes, a month, a year."""
    draw = rng.random()
    if draw < 0.68:
        return day
    if draw < 0.82:
        return f"{day:%d/%m/%Y}"
    if draw < 0.9:
        return f"{day.day}.{day.month}.{day.year}"
    if draw < 0.93:
        return f"{day:%m/%Y}"
    if draw < 0.97:
        return day.year
    return f"{day.day}-{day.month}-{day.year}"


def month_cell(rng: Random, day: dt.date) -> object:
    """Return a date known well enough for Party and post: mostly the day, often the month, sometimes the year."""
    draw = rng.random()
    if draw < 0.45:
        return day
    if draw < 0.62:
        return f"{day:%d/%m/%Y}"
    return f"{day:%m/%Y}" if draw < 0.93 else day.year


def _expertise(rng: Random, person: Person) -> str:
    parts = []
    for field, years in person.expertise.items():
        word = rng.choice(OTHER_WORDS[field]) if field in OTHER_WORDS and rng.random() < 0.12 else field
        parts.append(f"{word}:{years}")
    return "; ".join(parts)


def _degree(rng: Random, person: Person) -> str:
    if person.degree == 4 and person.field in _OWN_DEGREE and rng.random() < 0.25:
        return _OWN_DEGREE[person.field]
    return rng.choice(_DEGREES[person.degree])


def cadre_rows(
    rng: Random, people: Sequence[Person], years: Sequence[int], whole_province: str
) -> list[dict[str, object]]:
    """Return the Cadres sheet; `whole_province` is the word for the top level: thành phố or tỉnh."""
    levels = {**_LEVELS, "province": whole_province}
    rows: list[dict[str, object]] = []
    for p in people:
        name = p.name.upper() if rng.random() < 0.02 else p.name
        row: dict[str, object] = {
            "cadre_id": p.cadre_id,
            "name": written(rng, name),
            "birth_date": date_cell(rng, p.birth),
            "sex": rng.choice(("Nữ", "Nữ", "Nữ", "nữ") if p.female else ("Nam", "Nam", "Nam", "nam")),
            "ethnicity": p.ethnicity,
            "party_date": None if p.party is None else month_cell(rng, p.party),
            "current_title": p.post,
            "current_unit": written(rng, p.workplace),
            "level": levels[p.level],
            "home_place": written(rng, p.home),
            "residence": written(rng, p.residence),
            "degree": _degree(rng, p),
            "major": p.major,
            "theory": rng.choice(_THEORIES[p.theory]),
            "expertise": _expertise(rng, p),
            "rating": p.rating,
        }
        row.update({f"Xếp loại {year}": p.grades.get(year, "") for year in years})
        row |= {
            "planned_titles": "; ".join(p.planned),
            "wishes": "; ".join(p.wishes),
            "staff_group": p.group,
            "terms_here": p.terms,
            "in_post_since": month_cell(rng, p.since),
            "protected": "x" if p.protected else "",
            "status": rng.choice(_STATUS[p.status]),
        }
        rows.append(row)
    return rows
