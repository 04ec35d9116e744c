"""In which form a person comes to a seat: kept, transferred, seconded or appointed (R27, R29, R43)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.entities import Cadre, Title

Form = Literal["keep", "transfer", "secondment", "appointment"]

FORMS: dict[Form, Text] = {
    "keep": Text("giữ nguyên", "keep"),
    "transfer": Text("điều động", "transfer"),
    "secondment": Text("biệt phái", "secondment"),
    "appointment": Text("bổ nhiệm", "appointment"),
}


def form_of(cadre: Cadre, unit_code: str, title: Title, present: Title | None, seconded: bool = False) -> Form:
    """Return the form in which `cadre` comes to `title` at `unit_code`; `present` is the title held now, if listed.

    - keep: the same title in the same unit, or one held beside it;
    - secondment: where the rule on secondments is on and says so (`seconded`); it has a term and needs the person's
      agreement (R43);
    - appointment: a leader's or manager's title the person does not hold now, or one that ranks higher than theirs
      (rank 1 is the highest); the same title in another unit is no appointment;
    - transfer: everything else, another specialist title in the same unit included (a reassignment, which
      the sheet of changes shows as such by naming both titles).
    """
    if cadre.holds(unit_code, title.title_code):
        return "keep"
    same_title = title.title_code in (cadre.current_title_code, *cadre.also_titles)
    if seconded:
        return "secondment"
    if not same_title and (title.group in ("leader", "manager") or _higher(title, present)):
        return "appointment"
    return "transfer"


def _higher(title: Title, present: Title | None) -> bool:
    return present is not None and present.rank is not None and title.rank is not None and title.rank < present.rank
