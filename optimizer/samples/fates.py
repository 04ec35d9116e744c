"""What happens to people besides their work: leaving, freezes, protection, plans, wishes, and kin."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.samples.gazetteer import lower_kind
from optimizer.samples.names import person_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from random import Random

    from optimizer.samples.homes import Atlas
    from optimizer.samples.people import Person

_PLANS: dict[str, tuple[str, ...]] = {
    "leader": ("BT", "PBTTT", "CTUBND", "CTHDND"),
    "manager": ("CTUBND", "PBTTT", "PCTUBND", "PCTHDND"),
    "specialist": ("CVP", "TPVHXH", "GDHCC", "PCTUBND"),
}


@dataclass(frozen=True, slots=True)
class Family:
    """How many pairs of each kind a sample holds."""

    spouses: int
    siblings: int
    parents: int
    together: int
    apart: int


def settle(
    rng: Random,
    people: Sequence[Person],
    day: dt.date,
    leaving: int,
    frozen: int,
    titles: frozenset[str],
    atlas: Atlas,
    wishing: float,
) -> None:
    """Decide who leaves, is frozen or protected, is planned for what, and wishes for where."""
    _mark_leaving(rng, people, day, leaving)
    staying = [i for i, p in enumerate(people) if p.status == "available"]
    for i in rng.sample(staying, frozen):
        people[i].status = "frozen"
    for person in people:
        mother = person.female and 25 <= (day - person.birth).days / 365.25 < 40
        person.protected = rng.random() < (0.05 if mother else 0.004)
        choices = [t for t in _PLANS[person.standing] if t in titles]
        if choices and rng.random() < {"leader": 0.8, "manager": 0.45}.get(person.standing, 0.06):
            person.planned = tuple(sorted(rng.sample(choices, min(len(choices), rng.choice((1, 1, 2))))))
        if rng.random() < wishing:
            person.wishes = _wishes(rng, person, atlas)


def _mark_leaving(rng: Random, people: Sequence[Person], day: dt.date, count: int) -> None:
    """Mark exactly `count` leavers, the older the likelier (R57)."""
    keys = []
    for i, person in enumerate(people):
        years_over = (day - person.birth).days / 365.25 - (48 if person.female else 52)
        weight = 0.15 + 3.0 / (1.0 + math.exp(-years_over / 1.6))
        keys.append((rng.random() ** (1.0 / weight), i))
    keys.sort(reverse=True)
    for _, i in keys[:count]:
        people[i].status = "leaving"


def _wishes(rng: Random, person: Person, atlas: Atlas) -> tuple[str, ...]:
    """Return up to three units: home, the workplace's district, the towns (R62)."""
    codes: list[str] = []
    if person.home_code and rng.random() < 0.6:
        codes.append(person.home_code)
    for _ in range(rng.choice((0, 1, 1, 2)) if codes else rng.choice((1, 1, 2))):
        near = person.unit_code and rng.random() < 0.6
        pool = atlas.in_district[atlas.by_code[person.unit_code].former_district] if near else atlas.towns
        codes.append(rng.choice(pool).code)
    names = [atlas.by_code[c].name for c in dict.fromkeys(codes)]
    return tuple(lower_kind(n) if rng.random() < 0.25 else n for n in names)


def relate(rng: Random, people: Sequence[Person], atlas: Atlas, family: Family) -> list[tuple[Person, Person, str]]:
    """Return pairs of kin and pairs to keep together or apart; nobody stands in two pairs."""
    free = [p for p in people if p.status == "available"]
    rng.shuffle(free)
    pairs: list[tuple[Person, Person, str]] = []
    by_area: dict[str, list[Person]] = {}
    for person in free:
        if person.unit_code:
            by_area.setdefault(atlas.by_code[person.unit_code].former_district, []).append(person)
    areas = sorted(by_area)
    weights = [len(by_area[a]) for a in areas]
    wanted = [("spouse", family.spouses), ("sibling", family.siblings), ("parent", family.parents)]
    wanted += [("same_unit", family.together), ("different_unit", family.apart)]
    for kind, count in wanted:
        made = 0
        for _ in range(count * 200):  # far more tries than needed: small rosters may simply hold fewer such pairs
            if made == count:
                break
            pool = by_area[rng.choices(areas, weights)[0]]
            if len(pool) < 2:
                continue
            one, two = rng.sample(pool, 2)
            if not _may_be(kind, one, two):
                continue
            pool.remove(one)
            pool.remove(two)
            if kind in ("sibling", "parent"):
                _make_kin(rng, one, two)
            pairs.append((one, two, kind))
            made += 1
    return pairs


def _may_be(kind: str, one: Person, two: Person) -> bool:
    years = (two.birth - one.birth).days / 365.25
    if kind == "spouse":
        return one.female != two.female and abs(years) < 8
    if kind == "sibling":
        return 1 < abs(years) < 14
    if kind == "parent":
        return 22 <= years <= 36
    # a pair to be placed in one unit must find work there: ordinary officers with a degree
    return one.standing == two.standing and min(one.degree, two.degree) >= 4


def _make_kin(rng: Random, elder: Person, other: Person) -> None:
    """Give the second person the first one's surname, people and home."""
    family = elder.name.split()[0]
    other.ethnicity = elder.ethnicity
    other.name = person_name(rng, other.female, other.ethnicity, family)
    other.home, other.home_code, other.home_district = elder.home, elder.home_code, elder.home_district
