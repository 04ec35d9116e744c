"""One invented person: birth, schooling, Party, career, drawn so that they agree with each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.samples import careers
from optimizer.samples.names import person_name
from optimizer.samples.title_book import RARE_FIELDS

if TYPE_CHECKING:
    from random import Random

    from optimizer.samples.title_book import Standing

_AGES: dict[str, tuple[float, float, float]] = {
    "leader": (35, 58, 49),
    "manager": (30, 58.5, 42),
    "specialist": (22.5, 60, 37),
}
_OLDEST = {True: 56.0, False: 60.5}  # women and men still serving
# weights of trung cấp, cao đẳng, đại học, thạc sĩ, tiến sĩ
_DEGREES: dict[str, tuple[float, ...]] = {
    "leader": (0, 0, 62, 36, 2),
    "manager": (0.5, 1, 70, 27.5, 1),
    "specialist": (3, 6, 79, 11.8, 0.2),
}
# weights of blank, không, sơ cấp, trung cấp, cao cấp, cử nhân
_THEORIES: dict[str, tuple[float, ...]] = {
    "leader": (1.5, 0.5, 6, 64, 26, 2),
    "manager": (1.5, 2, 13, 72, 11, 0.5),
    "specialist": (6, 22, 36, 34.5, 1.5, 0),
}
_PARTY: dict[str, float] = {"leader": 0.975, "manager": 0.94, "specialist": 0.68}
_GRADES = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
_BANDS = ((90.0, 97.5), (72.0, 89.5), (52.0, 69.5), (38.0, 49.0))  # points behind each grade (R56)
_SECOND_FIELD = {"leader": 0.85, "manager": 0.6, "specialist": 0.35}


@dataclass(slots=True)
class Person:
    """An invented person before being written into cells."""

    standing: Standing
    level: str  # commune, district, province
    field: str
    female: bool
    ethnicity: str
    name: str
    birth: dt.date
    degree: int  # 2 to 6, as in domain.words
    theory: int | None
    party: dt.date | None
    major: str
    expertise: dict[str, int]
    grades: dict[int, str]
    rating: float | None
    group: str
    since: dt.date
    terms: int | None
    unit_code: str = ""  # the new unit the workplace lies in, blank for an office of the province
    title_code: str = ""  # the title of the sample held now
    workplace: str = ""
    post: str = ""
    home_code: str = ""  # the new unit the home lies in, blank outside the province
    home_district: str | None = ""  # the old district named with it, None where a home in the province names none
    home: str = ""
    residence: str = ""
    planned: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    protected: bool = False
    status: str = "available"
    cadre_id: str = ""


@dataclass(frozen=True, slots=True)
class Climate:
    """What differs from place to place: the day ages are counted on, peoples, schooling."""

    plan_date: dt.date
    peoples: tuple[tuple[str, float], ...] = (("Kinh", 1.0),)
    modest_schooling: float = 0.0  # share of specialists whose degree is one or two steps lower than in a city

    @property
    def years(self) -> tuple[int, ...]:
        """The three years whose ratings are known."""
        last = self.plan_date.year - 1
        return (last - 2, last - 1, last)


def _pick(rng: Random, weights: tuple[float, ...]) -> int:
    return rng.choices(range(len(weights)), weights)[0]


def _before(day: dt.date, years: float, rng: Random) -> dt.date:
    return day - dt.timedelta(days=int(years * 365.25) + rng.randrange(1, 28))


def draw_person(rng: Random, climate: Climate, standing: Standing, level: str, work: str) -> Person:
    """Draw a person of this standing who works in the field `work`."""
    women = careers.WOMEN[work] * (0.62 if standing == "leader" else 0.8 if standing == "manager" else 1.0)
    female = rng.random() < women
    ethnicity = rng.choices([p for p, _ in climate.peoples], [w for _, w in climate.peoples])[0]
    low, high, mode = _AGES[standing]
    age = rng.triangular(low, min(high, _OLDEST[female]), mode)
    birth = _before(climate.plan_date, age, rng)
    degree = 2 + _pick(rng, _DEGREES[standing])
    if degree == 4 and standing != "leader" and rng.random() < climate.modest_schooling:
        degree = rng.choice((2, 3))
    pick = _pick(rng, _THEORIES[standing])
    if pick >= 4 and age < 34:
        pick = 3  # the advanced course is not open to the young
    career = max(1.0, age - 22.5 - 1.5 * rng.random())
    in_post = min(career, 9.0)
    grades = {year: _pick(rng, (17, 70, 12.4, 0.6)) for year in climate.years[0 if career > 3 else 2 :]}
    return Person(
        standing=standing,
        level=level,
        field=work,
        female=female,
        ethnicity=ethnicity,
        name=person_name(rng, female, ethnicity),
        birth=birth,
        degree=degree,
        theory=None if pick == 0 else pick - 1,
        party=_party_date(rng, climate, standing, birth, age),
        major=_major(rng, work),
        expertise=_expertise(rng, standing, work, career),
        grades={year: _GRADES[grade] for year, grade in grades.items()},
        rating=round(rng.uniform(*_BANDS[grades[climate.years[-1]]]), 1) if rng.random() < 0.7 else None,
        group=_group(rng, standing, level, work),
        since=_before(climate.plan_date, rng.triangular(0.2, in_post, min(2.0, in_post)), rng),
        terms=_pick(rng, (30, 48, 22)) if standing == "leader" and level == "commune" else None,
    )


def _party_date(rng: Random, climate: Climate, standing: str, birth: dt.date, age: float) -> dt.date | None:
    """Return the day of joining, after the eighteenth birthday; the young have often not joined yet."""
    joined_at = rng.triangular(18.5, 41 if standing == "specialist" else 34, 25)
    if rng.random() > _PARTY[standing] or joined_at > age - 0.2:
        return None
    return min(
        birth + dt.timedelta(days=int(joined_at * 365.25) + rng.randrange(1, 60)),
        climate.plan_date - dt.timedelta(days=20),
    )


def admit(rng: Random, climate: Climate, person: Person) -> None:
    """Let someone have joined the Party, where old enough for it."""
    age = (climate.plan_date - person.birth).days / 365.25
    joined_at = rng.uniform(19.0, max(19.0, age - 1.5))
    if joined_at < age - 0.3:
        person.party = person.birth + dt.timedelta(days=int(joined_at * 365.25))


def _major(rng: Random, work: str) -> str:
    """Return a major: most studied what they do, some something else altogether (R41)."""
    if rng.random() < 0.86:
        return rng.choice(careers.MAJORS[work])
    return rng.choice(careers.MAJORS[rng.choice(careers.FIELDS)])


def _expertise(rng: Random, standing: str, work: str, career: float) -> dict[str, int]:
    """Return years by field; one specialist in twenty sits in a field he has no years in (R41)."""
    years = max(1, int(rng.triangular(0.5, career, career * (0.5 if standing == "leader" else 0.6))))
    done = {work: years}
    if standing == "specialist" and rng.random() < 0.054:
        others = [f for f in careers.FIELDS if f != work and f not in RARE_FIELDS]
        done = {rng.choice(others): years}
    left = int(career) - years
    chance = _SECOND_FIELD[standing]
    for other in rng.sample(careers.NEIGHBOURS[work], len(careers.NEIGHBOURS[work])):
        if left < 1 or rng.random() > chance:
            break
        done.setdefault(other, max(1, int(rng.random() * left)))
        left -= done[other]
        chance *= 0.55
    return done


def _group(rng: Random, standing: str, level: str, work: str) -> str:
    """Return cán bộ, công chức, viên chức or hợp đồng (R47)."""
    if standing == "leader" or (standing == "manager" and level == "commune"):
        return "cán bộ"
    if work in ("giáo dục", "y tế") and standing == "specialist" and rng.random() < 0.55:
        return "viên chức"
    return "hợp đồng" if standing == "specialist" and rng.random() < 0.03 else "công chức"
