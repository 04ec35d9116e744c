"""The make-up of the placed people: sex, age, minority, Party, degree and theory, group by group and unit by unit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.reports.papers.people import age, is_minority
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.people import Placed

GROUPS: dict[str, Text] = {
    "leader": Text("Lãnh đạo", "Leaders"),
    "manager": Text("Quản lý", "Managers"),
    "specialist": Text("Chuyên môn", "Specialists"),
    "": Text("Chưa ghi nhóm", "No group given"),
}
EVERYBODY = Text("Toàn bộ", "All")
AGE_BANDS: tuple[tuple[int, int, Text], ...] = (
    (0, 30, Text("Đến 30 tuổi", "30 and under")),
    (31, 40, Text("31-40 tuổi", "31-40")),
    (41, 50, Text("41-50 tuổi", "41-50")),
    (51, 55, Text("51-55 tuổi", "51-55")),
    (56, 200, Text("Trên 55 tuổi", "Over 55")),
)
DEGREE_COLUMNS: tuple[tuple[int, Text], ...] = (
    (6, Text("Tiến sĩ", "Doctor")),
    (5, Text("Thạc sĩ", "Master")),
    (4, Text("Đại học", "University")),
    (3, Text("Cao đẳng", "College")),
    (2, Text("Trung cấp", "Intermediate")),
)
THEORY_COLUMNS: tuple[tuple[int, Text], ...] = (
    (4, Text("Cử nhân", "Bachelor")),
    (3, Text("Cao cấp", "Advanced")),
    (2, Text("Trung cấp", "Intermediate")),
    (1, Text("Sơ cấp", "Elementary")),
)
UNKNOWN = Text("Chưa ghi", "Not given")
_LOWEST = Text("Sơ cấp, chưa qua đào tạo", "Elementary or none")
_NO_THEORY = Text("Chưa qua đào tạo", "None")


@dataclass
class MakeUp:
    """How many of some people are what; who has a blank cell is counted as not given, never guessed."""

    name: Text
    total: int = 0
    women: int = 0
    sex_unknown: int = 0
    young: int = 0
    minority: int = 0
    party: int = 0
    ages: Counter[str] = field(default_factory=Counter)  # by the Vietnamese name of the band
    degrees: Counter[str] = field(default_factory=Counter)
    theories: Counter[str] = field(default_factory=Counter)

    def add(self, person: Placed, figures: Figures) -> None:
        """Count one more person."""
        cadre, context = person.cadre, figures.context
        years = age(person, context)
        self.total += 1
        self.women += cadre.sex == "female"
        self.sex_unknown += cadre.sex is None
        self.young += years is not None and years < figures.young_under
        self.minority += is_minority(cadre, figures.majority)
        self.party += cadre.party_date is not None and cadre.party_date.not_after(context.case.settings.plan_date)
        self.ages[age_band(years).vi] += 1
        self.degrees[degree_band(cadre.degree).vi] += 1
        self.theories[theory_band(cadre.theory).vi] += 1


def age_band(years: int | None) -> Text:
    """Return the band an age falls in."""
    if years is None:
        return UNKNOWN
    return next(text for low, high, text in AGE_BANDS if low <= years <= high)


def degree_band(degree: int | None) -> Text:
    """Return the column a degree is counted in."""
    if degree is None:
        return UNKNOWN
    return dict(DEGREE_COLUMNS).get(degree, _LOWEST)


def theory_band(theory: int | None) -> Text:
    """Return the column a level of political theory is counted in."""
    if theory is None:
        return UNKNOWN
    return dict(THEORY_COLUMNS).get(theory, _NO_THEORY)


def age_names() -> tuple[Text, ...]:
    """Return every age band in order, the unknown last."""
    return (*(text for _, _, text in AGE_BANDS), UNKNOWN)


def degree_names() -> tuple[Text, ...]:
    """Return every column of degrees in order."""
    return (*(text for _, text in DEGREE_COLUMNS), _LOWEST, UNKNOWN)


def theory_names() -> tuple[Text, ...]:
    """Return every column of theory in order."""
    return (*(text for _, text in THEORY_COLUMNS), _NO_THEORY, UNKNOWN)


def by_group(figures: Figures) -> list[MakeUp]:
    """Return the make-up of everybody, then of each group of titles that has people; a person counts once, by the highest."""
    everybody = MakeUp(EVERYBODY)
    groups = {key: MakeUp(text) for key, text in GROUPS.items()}
    for person in _once(figures.people):
        everybody.add(person, figures)
        groups[person.group].add(person, figures)
    return [everybody, *(g for g in groups.values() if g.total)]


def by_unit(figures: Figures) -> list[MakeUp]:
    """Return the make-up of each unit, by code."""
    units = {u.unit_code: MakeUp(same(u.name)) for u in figures.context.case.units}
    for person in figures.people:
        units[person.unit_code].add(person, figures)
    return list(units.values())


def before(context: Context) -> Counter[str]:
    """Return how many people of the roster serve in a unit now, by unit code, whoever of them is available."""
    return Counter(c.current_unit_code for c in context.case.cadres if c.current_unit_code and c.status == "available")


def _once(people: Iterable[Placed]) -> Iterable[Placed]:
    """Return each person once: a plan that puts somebody into two units is broken, and says so elsewhere."""
    return {p.cadre.cadre_id: p for p in reversed(list(people))}.values()
