"""Plans side by side: the same measures of each, who moved, which units gained or lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from optimizer.catalogue import catalogue
from optimizer.review.levels import first_difference
from optimizer.review.measures import Measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement, Plan
    from optimizer.review.measures import Better, Measure, Topic
    from optimizer.text import Text

ENOUGH = 1e-9  # two numbers that differ by less are the same
Move = Literal["in", "out", "unit", "title"]


@dataclass(frozen=True)
class Named:
    """A plan and what it is called."""

    label: Text
    plan: Plan


@dataclass(frozen=True)
class Row:
    """One measure of every plan; gains are against the first, more than 0 where a plan is better."""

    key: str
    topic: Topic
    text: Text
    unit: Text
    better: Better
    values: tuple[float | None, ...]

    def difference(self, i: int) -> float | None:
        """Return how much larger the number of plan `i` is than that of the first."""
        a, b = self.values[0], self.values[i]
        return None if a is None or b is None else b - a

    def gain(self, i: int) -> float | None:
        """Return how much better plan `i` is than the first; None where neither is better or a number is missing."""
        more = self.difference(i)
        if more is None or self.better == "same":
            return None
        return (more if self.better == "more" else -more) if abs(more) > ENOUGH else 0.0


class Moved(NamedTuple):
    """Somebody whose seats differ between two plans, or who is placed in one of them only."""

    cadre_id: str
    move: Move
    before: tuple[Placement, ...]
    after: tuple[Placement, ...]


class UnitChange(NamedTuple):
    """What one unit gains or loses from one plan to another."""

    unit_code: str
    people: tuple[int, int]
    came: tuple[str, ...]
    left: tuple[str, ...]
    vacant: tuple[int, int]
    rating: tuple[float | None, float | None]

    @property
    def filled(self) -> int:
        """How many more wanted seats are held."""
        return self.vacant[0] - self.vacant[1]


@dataclass(frozen=True)
class Comparison:
    """Two or more plans of one case; the first is what the others are compared with."""

    case: Case
    named: tuple[Named, ...]

    @cached_property
    def plans(self) -> tuple[Measured, ...]:
        """The plans with everything measured of them."""
        active = catalogue(self.case)
        return tuple(Measured(self.case, n.plan, active) for n in self.named)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every measure with its value in each plan, topic by topic."""
        by_key: list[dict[str, Measure]] = [{m.key: m for m in plan.measures} for plan in self.plans]
        return tuple(
            Row(m.key, m.topic, m.text, m.unit, m.better, tuple(found[m.key].value for found in by_key))
            for m in self.plans[0].measures
        )

    def better(self, i: int) -> tuple[int, float] | None:
        """Return the first level in which plan `i` and the first differ, and by how much plan `i` is better there."""
        return first_difference(self.plans[0].levels, self.plans[i].levels)

    def moved(self, i: int = 1) -> tuple[Moved, ...]:
        """Return who serves elsewhere in plan `i` than in the first, by the person's code."""
        a, b = self.plans[0].plan.by_cadre, self.plans[i].plan.by_cadre
        found = []
        for cadre_id in sorted(a.keys() | b.keys()):
            before, after = _once(a.get(cadre_id, ())), _once(b.get(cadre_id, ()))
            if before != after:
                found.append(Moved(cadre_id, _move(before, after), before, after))
        return tuple(found)

    def units(self, i: int = 1) -> tuple[UnitChange, ...]:
        """Return the units whose people differ, those that fill most more of their seats first."""
        a, b = self.plans[0], self.plans[i]
        empty: frozenset[str] = frozenset()
        missing_a, missing_b = _missing(a), _missing(b)
        found = []
        for unit in self.case.units:
            code = unit.unit_code
            before, after = a.people_of.get(code, empty), b.people_of.get(code, empty)
            vacant = missing_a.get(code, 0), missing_b.get(code, 0)
            if before == after and vacant[0] == vacant[1]:
                continue
            rating = a.mean_ratings.get(code), b.mean_ratings.get(code)
            came, left = tuple(sorted(after - before)), tuple(sorted(before - after))
            found.append(UnitChange(code, (len(before), len(after)), came, left, vacant, rating))
        return tuple(sorted(found, key=lambda c: (-c.filled, c.people[0] - c.people[1], c.unit_code)))


def compare(case: Case, plans: Sequence[Named]) -> Comparison:
    """Return two or more plans of `case` side by side, the first being the one to compare with."""
    if len(plans) < 2:
        raise ValueError("a comparison needs two plans")
    return Comparison(case, tuple(plans))


def _once(placements: tuple[Placement, ...]) -> tuple[Placement, ...]:
    return tuple(dict.fromkeys(placements))


def _move(before: tuple[Placement, ...], after: tuple[Placement, ...]) -> Move:
    if not before:
        return "in"
    if not after:
        return "out"
    return "title" if {p.unit_code for p in before} == {p.unit_code for p in after} else "unit"


def _missing(plan: Measured) -> dict[str, int]:
    """Return how many holders the seats of each unit lack."""
    found: dict[str, int] = {}
    for seat in plan.case.seats:
        found[seat.unit_code] = found.get(seat.unit_code, 0) + plan.missing(seat)
    return found
