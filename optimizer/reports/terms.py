"""The form of each placement of a plan and, for a secondment, from when to when it lasts (R43, R44)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.forms import Form, form_of
from optimizer.rules.secondment import Secondment

if TYPE_CHECKING:
    import datetime as dt

    from optimizer.domain.plan import Placement
    from optimizer.reports.context import Context
    from optimizer.reports.table import Tone

TONE_OF: dict[Form, Tone] = {
    "appointment": "appointment",
    "transfer": "transfer",
    "secondment": "secondment",
}


class Terms:
    """Answers about the placements of one plan; without the rule on secondments no move is one."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.rule = next((a.rule for a in context.active.rules if isinstance(a.rule, Secondment)), None)

    def form(self, placement: Placement) -> Form | None:
        """Return the form of one placement, None where the case does not know the person or the title."""
        context, rule = self._context, self.rule
        cadre, title = context.cadre(placement.cadre_id), context.title(placement.title_code)
        if cadre is None or title is None:
            return None
        unit = context.unit(placement.unit_code)
        seconded = (
            rule is not None
            and unit is not None
            and rule.seconded(context.case, cadre, unit, title)
            and rule.equal_post(context.case, cadre, title)
        )
        present = context.title(cadre.current_title_code or "")
        return form_of(cadre, placement.unit_code, title, present, seconded)

    def days(self, form: Form | None) -> tuple[dt.date | None, dt.date | None]:
        """Return the first day of a placement that changes something, and the last day of a secondment."""
        if self.rule is None or form is None or form == "keep":
            return None, None
        first, last = self.rule.term(self._context.case)
        return first, last if form == "secondment" else None
