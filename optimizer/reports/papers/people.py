"""The placed people one by one: who serves where, in which titles, in which form, how far from home."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.dates import years_old
from optimizer.domain.distance import metres_to
from optimizer.domain.standing import GROUP_ORDER
from optimizer.reports.terms import Terms
from optimizer.reports.words import number
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from optimizer.domain.entities import Cadre, Title
    from optimizer.domain.plan import Placement
    from optimizer.reports.context import Context
    from optimizer.reports.forms import Form

_LAST_RANK = 1_000_000
_STRENGTH: tuple[Form, ...] = ("secondment", "appointment", "transfer", "keep")  # of several titles the first counts


@dataclass(frozen=True)
class Placed:
    """One person in one unit, with the titles held there, the highest first."""

    cadre: Cadre
    unit_code: str
    titles: tuple[Title, ...]
    forms: tuple[Form, ...]  # of each title
    km: float | None  # from home, as the checker measures it: to the metre

    @property
    def group(self) -> str:
        """Return the highest group among the titles: leader, manager, specialist, or blank where none says."""
        found = [t.group for t in self.titles if t.group is not None]
        return min(found, key=lambda g: GROUP_ORDER[g], default="")

    @property
    def form(self) -> Form:
        """Return the form that weighs most: who keeps one title and is appointed to another is appointed."""
        return next(f for f in _STRENGTH if f in self.forms)

    @property
    def moved(self) -> bool | None:
        """Return whether the person leaves the present workplace; None where the roster does not say where that is."""
        if self.cadre.current_unit_code is None:
            return True if self.cadre.current_unit else None
        return self.cadre.current_unit_code != self.unit_code


def placed(context: Context) -> tuple[Placed, ...]:
    """Return every placed person the case knows, by unit, then rank of the highest title, then code.

    Somebody whom a plan typed by hand puts into two units is there twice, as the plan has it.
    """
    terms = Terms(context)
    found: list[tuple[tuple[str, int, str], Placed]] = []
    for cadre_id, held in context.plan.by_cadre.items():
        cadre = context.cadre(cadre_id)
        if cadre is None:
            continue
        by_unit: dict[str, list[Placement]] = {}
        for placement in dict.fromkeys(held):
            by_unit.setdefault(placement.unit_code, []).append(placement)
        for unit_code, mine in by_unit.items():
            known = [(t, p) for p in mine if (t := context.title(p.title_code)) is not None]
            unit = context.unit(unit_code)
            if not known or unit is None:
                continue
            known.sort(key=lambda pair: (_rank(pair[0]), pair[0].title_code))
            forms = tuple(terms.form(p) or "transfer" for _, p in known)
            metres = metres_to(context.case, cadre, unit, "residence")
            km = None if metres is None else metres / 1000.0
            person = Placed(cadre, unit_code, tuple(t for t, _ in known), forms, km)
            found.append(((unit_code, _rank(known[0][0]), cadre_id), person))
    return tuple(person for _, person in sorted(found, key=lambda pair: pair[0]))


def age(person: Placed, context: Context) -> int | None:
    """Return the whole years on the plan date, None where the birth date is blank."""
    birth = person.cadre.birth_date
    return None if birth is None else years_old(birth, context.case.settings.plan_date)


def share_text(share: float) -> Text:
    """Return a share of people as a percentage with one digit at most."""
    shown = number(100 * share, 1)
    return Text(f"{shown.vi}%", f"{shown.en}%")


def is_minority(cadre: Cadre, majority: frozenset[str]) -> bool:
    """Return whether somebody belongs to an ethnic minority; a blank cell says no."""
    return fold(cadre.ethnicity) not in majority


def by_rank(context: Context, title_code: str) -> tuple[int, str]:
    """Return what sorts titles as offices list them: the highest first, those without a rank last."""
    title = context.title(title_code)
    return (_LAST_RANK if title is None else _rank(title)), title_code


def _rank(title: Title) -> int:
    return _LAST_RANK if title.rank is None else title.rank
