"""People who may stand in the rosters twice: same name and birth date, or nearly. They are listed, never merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.text import Text, fold, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.entities import Cadre
    from optimizer.findings import Address
    from optimizer.sheets.problems import Problems

_NEAR = 88  # likeness of folded names from which two people born on one day are asked about
_CROWD = 200  # so many people on one date are a default somebody typed, not birthdays


@dataclass(frozen=True, slots=True)
class Seen:
    """A person and the cell that names them."""

    cadre: Cadre
    where: Address
    name: str  # the real one, also where a pseudonym stands in its place


def note_twins(people: Sequence[Seen], problems: Problems) -> None:
    """Question every pair of people under different codes with one birth date whose names are equal or close."""
    groups: dict[tuple[int, int | None, int | None], list[Seen]] = {}
    for seen in people:
        birth = seen.cadre.birth_date
        if birth is not None:
            groups.setdefault((birth.year, birth.month, birth.day), []).append(seen)
    for (_, _, day), members in groups.items():
        if len(members) > 1:
            _note_group(members, problems, near=day is not None and len(members) <= _CROWD)


def _note_group(members: Sequence[Seen], problems: Problems, *, near: bool) -> None:
    first: dict[str, Seen] = {}
    for seen in members:
        key = name_key(seen.name)
        other = first.setdefault(key, seen)
        if other is seen:
            continue
        if other.cadre.cadre_id != seen.cadre.cadre_id:
            _note(problems, "same_person", _SAME, seen, other)
    if near and len(first) > 1:
        _note_near(list(first.values()), problems)


def _note_near(members: Sequence[Seen], problems: Problems) -> None:
    from rapidfuzz import fuzz

    names = [fold(seen.name) for seen in members]
    for i, seen in enumerate(members):
        for j in range(i):
            other = members[j]
            if seen.cadre.cadre_id != other.cadre.cadre_id and fuzz.ratio(names[i], names[j], score_cutoff=_NEAR):
                _note(problems, "near_person", _LIKE, seen, other)
                break


def _note(problems: Problems, code: str, text: Text, seen: Seen, other: Seen) -> None:
    subject = (("cadre", seen.cadre.cadre_id), ("other", other.cadre.cadre_id))
    said = text.format(one=seen.cadre.cadre_id, there=other.where, other=other.cadre.cadre_id)
    problems.add(code, "warning", said, _FIX, seen.where, value=seen.cadre.cadre_id, subject=subject)


_SAME = Text(
    "Người mang mã “{one}” trùng họ tên và ngày sinh với mã “{other}” ở {there}.",
    "The person with the code “{one}” has the name and birth date of “{other}” at {there}.",
)
_LIKE = Text(
    "Người mang mã “{one}” trùng ngày sinh và có họ tên gần giống mã “{other}” ở {there}.",
    "The person with the code “{one}” has the birth date and nearly the name of “{other}” at {there}.",
)
_FIX = Text(
    "Nếu là một người, chỉ giữ lại một dòng; nếu là hai người, không cần làm gì.",
    "If they are one person keep one row; if they are two, nothing needs to be done.",
)
