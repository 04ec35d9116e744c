"""Every number of the papers counted a second time, from case, plan and checker alone: nothing here asks the papers."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.dates import years_old
from optimizer.domain.distance import metres_to
from optimizer.domain.words import field_text, field_words
from optimizer.reports.context import Context
from optimizer.reports.terms import Terms
from optimizer.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Seat, Title
    from optimizer.domain.plan import Plan

AGES = (("30 and under", 0, 30), ("31-40", 31, 40), ("41-50", 41, 50), ("51-55", 51, 55), ("Over 55", 56, 200))
KM = (("under 5 km", 5.0), ("5 to under 15 km", 15.0), ("15 to under 30 km", 30.0), ("30 to under 45 km", 45.0))
DEGREES = ("Elementary or none", "Elementary or none", "Intermediate", "College", "University", "Master", "Doctor")
THEORIES = ("None", "Elementary", "Intermediate", "Advanced", "Bachelor")
UNKNOWN = "Not given"


def n(value: float, digits: int = 2) -> str:
    """Return a number as English writes it, without digits that say nothing."""
    shown = f"{value:,.{digits}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def counting(number: int, one: str, more: str) -> str:
    return f"{n(number)} {one if number == 1 else more}"


def people(number: int) -> str:
    return counting(number, "person", "people")


def pct(part: float, whole: float = 1.0) -> str:
    """Return a share in percent with one digit at most."""
    return f"{n(100 * (part / whole), 1)}%"


class Recount:
    """One plan of a case, counted by hand."""

    def __init__(self, case: Case, plan: Plan) -> None:
        self.case, self.plan = case, plan
        self.verdict = verify(case, plan)
        self.rules = catalogue(case)
        self.held = Counter((p.unit_code, p.title_code) for p in set(plan.placements))
        self.terms = Terms(Context(plan, case))
        self.vacant = sum(self.verdict.vacant.values())
        self.below = sum(self.verdict.below_min.values())
        self.target = sum(s.target for s in case.seats)

    def lacks(self, seat: Seat) -> int:
        return max(0, seat.target - self.held[seat.unit_code, seat.title_code])

    @cached_property
    def people(self) -> dict[tuple[str, str], list[Title]]:
        """The titles of each person in each unit, those that the case does not know left out."""
        found: dict[tuple[str, str], list[Title]] = {}
        for p in dict.fromkeys(self.plan.placements):
            known = p.cadre_id in self.case.cadre_by_id and p.unit_code in self.case.unit_by_code
            if known and (title := self.case.title_by_code.get(p.title_code)) is not None:
                found.setdefault((p.cadre_id, p.unit_code), []).append(title)
        return found

    def cadres(self, unit: str | None = None) -> list[Cadre]:
        """Return the people placed, once for each unit they are in."""
        return [self.case.cadre_by_id[c] for c, u in self.people if unit in (None, u)]

    def km(self, unit: str | None = None) -> list[float]:
        """Return how far from home the people placed serve, as far as it is known."""
        found = (
            metres_to(self.case, self.case.cadre_by_id[c], self.case.unit_by_code[u], "residence")
            for c, u in self.people
            if unit in (None, u)
        )
        return [m / 1000.0 for m in found if m is not None]

    # moves -----------------------------------------------------------------------------------------------------------
    def leaving(self, unit: str | None = None) -> tuple[int, int]:
        """Return who leaves another unit, and who leaves an office that is no unit."""
        units, offices = set(), set()
        for cadre_id, to in self.people:
            cadre = self.case.cadre_by_id[cadre_id]
            if unit not in (None, to) or cadre.current_unit_code == to:
                continue
            if cadre.current_unit_code:
                units.add(cadre_id)
            elif cadre.current_unit:
                offices.add(cadre_id)
        return len(units), len(offices)

    @cached_property
    def forms(self) -> Counter[str]:
        """People by form; of several the first of these counts."""
        found: Counter[str] = Counter()
        order = ("secondment", "appointment", "transfer", "keep")
        for (cadre_id, unit), titles in self.people.items():
            mine = {self.form(cadre_id, unit, t) for t in titles}
            found[next(f for f in order if f in mine)] += 1
        return found

    def form(self, cadre_id: str, unit: str, title: Title) -> str:
        placement = next(p for p in self.plan.placements if p == (cadre_id, unit, title.title_code))
        return self.terms.form(placement) or ""

    # fields ----------------------------------------------------------------------------------------------------------
    @cached_property
    def fields(self) -> list[str]:
        return sorted({f for t in self.case.titles for f in t.fields}, key=lambda f: fold(field_text(f).vi))

    def balance(self, field: str, unit: str | None = None) -> tuple[int, int, int]:
        """Return wanted, present now, present after, of one field."""
        titles = {t.title_code for t in self.case.titles if field in t.fields}
        here = [s for s in self.case.seats if s.title_code in titles and unit in (None, s.unit_code)]
        now = [
            c
            for c in self.case.cadres
            if c.current_unit_code
            and unit in (None, c.current_unit_code)
            and (field in c.expertise or field in field_words(c.major))
        ]
        after = sum(k for (u, t), k in self.held.items() if t in titles and unit in (None, u))
        return sum(s.target for s in here), len(now), after

    def covered(self, unit: str) -> tuple[int, list[str]]:
        """Return how many fields a unit wants, and those of them that nobody has."""
        lines = {f: self.balance(f, unit) for f in self.fields}
        wanted = [f for f in self.fields if lines[f][0]]
        return len(wanted), [field_text(f).en for f in wanted if not lines[f][2]]

    # make-up ---------------------------------------------------------------------------------------------------------
    def make_up(self, cadres: Sequence[Cadre], young_under: int) -> list[int]:
        """Return total, women, young, minority, Party members."""
        day = self.case.settings.plan_date
        return [
            len(cadres),
            sum(c.sex == "female" for c in cadres),
            sum(c.birth_date is not None and years_old(c.birth_date, day) < young_under for c in cadres),
            sum(fold(c.ethnicity) not in ("", "kinh", "viet") for c in cadres),
            sum(c.party_date is not None and c.party_date.earliest <= day for c in cadres),
        ]

    def groups(self) -> dict[str, list[Cadre]]:
        """Return everybody once, then by the highest group of their titles."""
        order = ("leader", "manager", "specialist", None)
        names = ("Leaders", "Managers", "Specialists", "No group given")
        best: dict[str, int] = {}  # somebody in two units counts in the first
        for (cadre_id, _), titles in sorted(self.people.items(), key=lambda item: item[0][1]):
            best.setdefault(cadre_id, min(order.index(t.group) for t in titles))
        every = [self.case.cadre_by_id[c] for c in best]
        return {"All": every} | {
            name: mine
            for i, name in enumerate(names)
            if (mine := [self.case.cadre_by_id[c] for c, at in best.items() if at == i])
        }

    def ages(self, cadres: Iterable[Cadre]) -> Counter[str]:
        day = self.case.settings.plan_date
        found: Counter[str] = Counter()
        for c in cadres:
            years = None if c.birth_date is None else years_old(c.birth_date, day)
            found[UNKNOWN if years is None else next(name for name, a, b in AGES if a <= years <= b)] += 1
        return found

    def degrees(self, cadres: Iterable[Cadre]) -> Counter[str]:
        return Counter(UNKNOWN if c.degree is None else DEGREES[c.degree] for c in cadres)

    def theories(self, cadres: Iterable[Cadre]) -> Counter[str]:
        return Counter(UNKNOWN if c.theory is None else THEORIES[c.theory] for c in cadres)

    def distances(self) -> Counter[str]:
        found = Counter(next((name for name, end in KM if km < end), "45 km and more") for km in self.km())
        missing = len(self.people) - sum(found.values())
        return found + Counter({"not known": missing} if missing else {})

    def sexes(self, cadres: Iterable[Cadre]) -> Counter[str]:
        return Counter(c.sex or UNKNOWN for c in cadres)
