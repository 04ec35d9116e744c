"""What a requirement was judged by: the cells it read, found by watching it read.

No rule has to list its evidence: while it is asked about one person in one seat, the record of the person and that of the
title note which of their fields are looked at. A rule that never looks at the person asks nothing of this seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from optimizer.domain.words import WORDS, degree_text, field_text, theory_text, wording
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.domain.record import Record
    from optimizer.findings import Address
    from optimizer.rules.base import Requirement

RESOLVED = {  # fields the reader worked out -> the column they come from
    "current_unit_code": "current_unit",
    "current_title_code": "current_title",
    "also_titles": "current_title",
    "wish_units": "wishes",
    "residence_units": "residence",
}
IDENTITY = frozenset({"cadre_id", "unit_code", "title_code", "name", "group", "block"})
BLANK = Text("để trống", "blank")
YES, _NO = Text("có", "yes"), Text("không", "no")

State = Literal["met", "lifted", "lacking", "not_asked"]


@dataclass(frozen=True)
class Cell:
    """One cell that was looked at: its column, what it says, and where it stands."""

    column: Text
    value: Text
    where: Address


@dataclass(frozen=True)
class Judged:
    """One requirement for one person in one seat: how it stands and the cells it was judged by."""

    rule: Requirement
    state: State
    shortfall: Text | None
    person: tuple[Cell, ...]
    asked: tuple[Cell, ...]  # cells of the title and the unit that say what is asked


class _Watched:
    """A record that notes in `seen` which of its columns are read."""

    def __init__(self, record: Record, seen: set[str]) -> None:
        self._record, self._seen = record, seen

    def __getattr__(self, name: str) -> Any:
        self._seen.add(RESOLVED.get(name, name))
        return getattr(self._record, name)


def _read(record: Record, seen: set[str]) -> list[str]:
    """Return the columns read that tell something, in the order of the sheet."""
    return [name for name in type(record).columns() if name in seen and name not in IDENTITY]


def judged(case: Case, rule: Requirement, cadre: Cadre, unit: Unit, title: Title, lifted: bool) -> Judged:
    """Return how a requirement stands for one person in one seat; `lifted` where an exception takes it away."""
    person, place, seat = set[str](), set[str](), set[str]()
    lack = rule.shortfall(
        case,
        cast("Cadre", _Watched(cadre, person)),
        cast("Unit", _Watched(unit, place)),
        cast("Title", _Watched(title, seat)),
    )
    read = _read(cadre, person)
    asked = [
        *(cell(case, title, name) for name in _read(title, seat) if getattr(title, name)),
        *(cell(case, unit, name) for name in _read(unit, place) if getattr(unit, name)),
    ]
    state: State = "met"
    if lack is not None:
        state = "lifted" if lifted else "lacking"
    elif not read:
        state = "not_asked"
    return Judged(rule, state, lack, tuple(cell(case, cadre, name) for name in read), tuple(asked))


def cell(case: Case, record: Record, name: str) -> Cell:
    """Return one cell of a record in words."""
    column = type(record).columns()[name]
    header = Text(column.vi, name.replace("_", " "))
    return Cell(header, in_words(name, column.kind, getattr(record, name)), case.address(record, name))


def in_words(name: str, kind: str, value: Any) -> Text:
    """Return the value of a field as people write it."""
    if value is None or value == "" or (value == () and kind != "flag") or value == {}:
        return BLANK
    if kind == "degree":
        return degree_text(value)
    if kind == "theory":
        return theory_text(value)
    if kind == "flag":
        return YES if value else _NO
    if kind == "expertise":
        parts = [(field_text(f), years) for f, years in value.items()]
        return Text(
            "; ".join(f"{t.vi} {_number(n).vi} năm" for t, n in parts),
            "; ".join(f"{t.en}: {_number(n).en}" for t, n in parts),
        )
    if kind == "fields":
        return _joined([field_text(f) for f in value])
    if kind == "grades":
        words = [(year, wording("grade", grade) if grade in WORDS["grade"] else same(grade)) for year, grade in value]
        return Text("; ".join(f"{y}: {w.vi}" for y, w in words), "; ".join(f"{y}: {w.en}" for y, w in words))
    if kind == "word" and name in WORDS and value in WORDS[name]:
        return wording(name, value)
    if kind in ("number", "int"):
        return _number(value)
    if isinstance(value, tuple):
        return same("; ".join(str(v) for v in value))
    return same(str(value))


def _number(value: float) -> Text:
    written = f"{value:g}"
    return Text(written.replace(".", ","), written)


def _joined(parts: list[Text]) -> Text:
    return Text("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))
