"""Which decisions a plan needs: one for each person and side, of the kind that fits the form and the title (R43, R65)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from optimizer.reports.papers.sides import of_council, side_of
from optimizer.reports.terms import Terms
from optimizer.text import Text

if TYPE_CHECKING:
    import datetime as dt

    from optimizer.domain.entities import Title
    from optimizer.reports.forms import Form
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.people import Placed
    from optimizer.reports.papers.sides import Side

Kind = Literal["designation", "appointment", "transfer", "secondment"]
KINDS: dict[Kind, Text] = {
    "designation": Text("chỉ định", "designation"),
    "appointment": Text("bổ nhiệm", "appointment"),
    "transfer": Text("điều động", "transfer"),
    "secondment": Text("biệt phái", "secondment"),
}
REASSIGNMENT = Text("phân công", "reassignment")  # what a decision of transfer says to somebody who stays in the unit
_FIRST: tuple[Form, ...] = ("secondment", "appointment", "transfer")


@dataclass(frozen=True)
class Draft:
    """One decision about one person: the titles it gives, on one side, from when to when."""

    person: Placed
    side: Side
    kind: Kind
    titles: tuple[Title, ...]
    first: dt.date | None
    last: dt.date | None
    months: int | None
    council: bool = False  # a post of the People's Council, which its own standing body decides on


def drafts(figures: Figures) -> tuple[Draft, ...]:
    """Return the decisions a plan needs, in the order of the people; a title that is kept needs none."""
    terms = Terms(figures.context)
    months = None if terms.rule is None else terms.rule.months
    found: list[Draft] = []
    for person in figures.people:
        mine: dict[tuple[Side, bool], list[tuple[Title, Form]]] = {}
        for title, form in zip(person.titles, person.forms, strict=True):
            if form != "keep":
                side = side_of(title)
                mine.setdefault((side, side == "state" and of_council(title)), []).append((title, form))
        for (side, council), given in sorted(mine.items()):
            form = next(f for f in _FIRST if any(f == g for _, g in given))
            kind = _kind(form, any(t.group == "leader" for t, _ in given), side)
            first, last = terms.days(form)
            term = months if kind == "secondment" else None
            found.append(Draft(person, side, kind, tuple(t for t, _ in given), first, last, term, council))
    return tuple(found)


def decided(figures: Figures) -> dict[tuple[str, str], Text]:
    """Return what the decisions about somebody say, by code of person and unit; who keeps every title is not there."""
    found: dict[tuple[str, str], list[Text]] = {}
    for draft in drafts(figures):
        stays = draft.kind == "transfer" and not draft.person.moved
        said = REASSIGNMENT if stays else KINDS[draft.kind]
        mine = found.setdefault((draft.person.cadre.cadre_id, draft.person.unit_code), [])
        if said not in mine:
            mine.append(said)
    return {
        person: Text(", ".join(s.vi for s in mine), ", ".join(s.en for s in mine)) for person, mine in found.items()
    }


def _kind(form: Form, leader: bool, side: Side) -> Kind:
    """Return the kind of decision: leaders are designated, and so is a Party leader who comes from the like post elsewhere."""
    if form == "secondment":
        return "secondment"
    if leader and (form == "appointment" or side == "party"):
        return "designation"
    return "appointment" if form == "appointment" else "transfer"
