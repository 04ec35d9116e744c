"""Who is in the roster: how many of which standing, where they work now, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from optimizer.domain.words import degree_value, theory_value
from optimizer.samples import careers
from optimizer.samples.gazetteer import OldUnit, Place, bare, lower_kind
from optimizer.samples.people import Climate, Person, admit, draw_person
from optimizer.samples.title_book import RARE_FIELDS, Standing, TitleSpec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from optimizer.samples.homes import Atlas
    from optimizer.samples.seat_plan import SeatPlan


@dataclass(frozen=True, slots=True)
class Mix:
    """How a roster without holders is composed: shares of standings, and of people by level of their workplace."""

    standings: tuple[tuple[Standing, float], ...]
    levels: tuple[tuple[str, float], ...]
    local: float  # chance that someone working in a commune comes from it
    supply: Mapping[str, float]  # weights of the fields people work in


class Bench:
    """Draws people for a sample; scarce fields are strong in some old districts and nearly absent in others."""

    def __init__(self, rng: Random, climate: Climate, atlas: Atlas, mix: Mix) -> None:
        self.rng, self.climate, self.atlas, self.mix = rng, climate, atlas, mix
        self.richness = {
            (district, field): rng.choice((0.05, 0.2, 0.5, 1.0, 2.2)) * (1.5 if units[0].urban else 0.75)
            for district, units in sorted(atlas.in_district.items())
            for field in sorted(RARE_FIELDS)
        }
        # people gathered where the old district offices stood, and by chance elsewhere
        self._crowd = list(accumulate((4.0 if u.district_seat else 1.0) * rng.uniform(0.3, 1.7) for u in atlas.units))
        self._supply = {d: self._running(mix.supply, d) for d in atlas.in_district}
        self._leader_fields = (tuple(careers.LEADER_SUPPLY), list(accumulate(careers.LEADER_SUPPLY.values())))

    def _running(self, supply: Mapping[str, float], district: str) -> list[float]:
        return list(accumulate(w * self.richness.get((district, f), 1.0) for f, w in supply.items()))

    def crowd_unit(self) -> Place:
        """Draw a unit as people without a post of their own are spread."""
        return self.rng.choices(self.atlas.units, cum_weights=self._crowd)[0]

    def field_for(self, standing: Standing, unit: Place) -> str:
        """Draw a field of work as it is found among people of that standing there."""
        if standing == "leader":
            return self.rng.choices(self._leader_fields[0], cum_weights=self._leader_fields[1])[0]
        return self.rng.choices(tuple(self.mix.supply), cum_weights=self._supply[unit.former_district])[0]

    def free_person(self) -> Person:
        """Draw someone who holds none of the sample's titles: from an old commune, a district or the province."""
        rng = self.rng
        standing = rng.choices([s for s, _ in self.mix.standings], [w for _, w in self.mix.standings])[0]
        level = rng.choices([v for v, _ in self.mix.levels], [w for _, w in self.mix.levels])[0]
        unit = self.crowd_unit()
        person = draw_person(rng, self.climate, standing, level, self.field_for(standing, unit))
        if level == "commune":
            person.unit_code = unit.code
            old = rng.choice(self.atlas.work[unit.code])
            person.workplace, person.post = _old_workplace(rng, old), commune_post(rng, person, old)
            if old.split and rng.random() < 0.8:
                person.workplace = unit.name  # where an old commune was divided, people are listed under the new unit
        elif level == "district":
            person.unit_code = unit.code
            person.workplace, person.post = _district_post(rng, person, unit.former_district)
        else:
            person.workplace, person.post = _province_post(rng, person, unit.province)
        self.atlas.place_person(rng, person, self.mix.local if level == "commune" else 0.06)
        return person

    def surplus_person(self) -> Person:
        """Draw someone kept on in a unit above its frame (R16), or still listed under the old office."""
        person = self.free_person()
        if person.unit_code and self.rng.random() < 0.62:
            person.level = "commune"
            person.workplace = self.atlas.by_code[person.unit_code].name
            if person.standing == "specialist":
                person.post = self.rng.choice(("Chuyên viên", "Công chức", "Nhân viên hỗ trợ"))
        return person

    def holder(self, title: TitleSpec, unit: Place) -> Person:
        """Draw someone who holds `title` at `unit` now; most fit it, as most of those in post do."""
        rng = self.rng
        if title.fields:  # heads come from the common side of their department more often than from a rare field
            weights = [0.2 if title.group == "manager" and f in RARE_FIELDS else 1.0 for f in title.fields]
            work = rng.choices(title.fields, weights)[0]
        else:
            work = self.field_for(title.group, unit)
        if work not in careers.WOMEN:
            work = "tư pháp"  # law is what justice officers studied, not an office of its own
        person = draw_person(rng, self.climate, title.group, "commune", work)
        if rng.random() < 0.85:
            self._qualify(person, title)
        person.unit_code, person.title_code, person.post = unit.code, title.code, title.name
        person.workplace = unit.name
        draw = rng.random()
        if draw > 0.94 and unit.predecessors:
            person.workplace = _old_workplace(rng, rng.choice(self.atlas.work[unit.code]))
        elif draw > 0.88:
            person.workplace = lower_kind(unit.name)
        self.atlas.place_person(rng, person, 0.1 if title.not_local else self.mix.local)
        return person

    def _qualify(self, person: Person, title: TitleSpec) -> None:
        """Let someone in post meet what the title asks, except for a field never worked in; not everybody does."""
        person.degree = max(person.degree, degree_value(title.degree) or 0)
        person.theory = max(person.theory or 0, theory_value(title.theory) or 0) if title.theory else person.theory
        if title.party and person.party is None:
            admit(self.rng, self.climate, person)
        old_enough = (self.climate.plan_date - person.birth).days / 365.25 > 22 + title.years
        if old_enough and person.field in person.expertise:
            person.expertise[person.field] = max(person.expertise[person.field], title.years)


def holders(bench: Bench, plan: SeatPlan, book: tuple[TitleSpec, ...]) -> list[Person]:
    """Draw the present holders: rare fields half empty and unevenly so, heads mostly there, common posts full."""
    found: list[Person] = []
    by_code = {t.code: t for t in book}
    for (code, title_code), target in sorted(plan.targets.items()):
        title, unit = by_code[title_code], bench.atlas.by_code[code]
        if title_code == "CTHDND":
            continue  # held by the secretary or the standing deputy (R2), never a person of its own
        if title.rare:
            rich = max(bench.richness[unit.former_district, f] for f in title.fields if f in RARE_FIELDS)
            chance = min(0.97, 0.1 + 0.6 * rich)
        else:
            chance = {"leader": 0.97, "manager": 0.92}.get(title.group, 0.94)
        found.extend(bench.holder(title, unit) for _ in range(target) if bench.rng.random() < chance)
    return found


def _kind(name: str) -> str:
    return name[: len(name) - len(bare(name))].strip().lower() or name.split()[0].lower()


def _old_workplace(rng: Random, old: OldUnit) -> str:
    if old.name == old.district:
        return old.district
    if rng.random() < 0.75:
        return f"{old.name}, {lower_kind(old.district)}"
    return f"{lower_kind(old.name)}, {lower_kind(old.district)}, {lower_kind(old.province)}"


def commune_post(rng: Random, person: Person, old: OldUnit) -> str:
    """Return the post someone had in an old commune."""
    kind = _kind(old.name)
    if person.standing == "leader":
        return rng.choice(careers.COMMUNE_LEADERS).format(kind=kind)
    if person.standing == "manager":
        return rng.choice(careers.COMMUNE_MANAGERS).format(kind=kind)
    return careers.COMMUNE_JOB[person.field]


def _office_post(rng: Random, standing: Standing, heads: tuple[str, ...]) -> str:
    return rng.choice(heads) if standing != "specialist" else "Chuyên viên"


def _district_post(rng: Random, person: Person, district: str) -> tuple[str, str]:
    """Return office and post of someone from a district."""
    kind = _kind(district)
    if person.standing == "leader":
        return district, rng.choice(careers.DISTRICT_LEADERS).format(kind=kind)
    office = f"{careers.DISTRICT_OFFICE[person.field]} {lower_kind(district)}"
    return office, _office_post(rng, person.standing, ("Trưởng phòng", "Phó Trưởng phòng", "Phó Trưởng phòng"))


def _province_post(rng: Random, person: Person, province: str) -> tuple[str, str]:
    """Return office and post of someone from the province's offices."""
    if person.field == "xây dựng Đảng":
        office = f"Ban Tổ chức {'Thành ủy' if province.startswith('Thành phố') else 'Tỉnh ủy'} {bare(province)}"
    else:
        office = f"{careers.PROVINCE_OFFICE[person.field]} {lower_kind(province)}"
    heads = ("Phó Giám đốc", "Trưởng phòng") if person.standing == "leader" else ("Phó Trưởng phòng", "Trưởng phòng")
    return office, _office_post(rng, person.standing, heads)


def exactly(rng: Random, people: list[Person], count: int, spare: Callable[[], Person]) -> list[Person]:
    """Return exactly `count` people: some of the common holders dropped, or others drawn by `spare`."""
    if len(people) > count:
        keep = sorted(rng.sample(range(len(people)), count))
        return [people[i] for i in keep]
    return people + [spare() for _ in range(count - len(people))]
