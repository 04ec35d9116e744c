"""The searchable table of the plan as compact data: texts that repeat are said once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from optimizer.domain.plan import Placement
from optimizer.reports.forms import FORMS

if TYPE_CHECKING:
    from optimizer.reports.papers.figures import Figures
    from optimizer.text import Lang


class _Words:
    """Texts by number."""

    def __init__(self) -> None:
        self._at: dict[str, int] = {}

    def at(self, text: str) -> int:
        """Return the number of a text."""
        return self._at.setdefault(text, len(self._at))

    def every(self) -> list[str]:
        """Return the texts in the order of their numbers."""
        return list(self._at)


def plan_data(figures: Figures, lang: Lang) -> str:
    """Return one row a person and title as JSON that may stand inside a script element: `<` never does.

    A row is: code, name, unit, title, form, present workplace, km, suitability; those in the middle are numbers of words.
    """
    context, words = figures.context, _Words()
    rows: list[list[object]] = []
    for person in figures.people:
        cadre = person.cadre
        now = ", ".join(part for part in (cadre.current_title, cadre.current_unit) if part)
        for title, form in zip(person.titles, person.forms, strict=True):
            score = context.suitability.get(Placement(cadre.cadre_id, person.unit_code, title.title_code))
            rows.append(
                [
                    cadre.cadre_id,
                    cadre.name,
                    words.at(context.unit_name(person.unit_code)),
                    words.at(title.name),
                    words.at(FORMS[form].of(lang)),
                    words.at(now),
                    None if person.km is None else round(person.km, 1),
                    None if score is None else round(score, 1),
                ]
            )
    written = json.dumps({"words": words.every(), "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written
