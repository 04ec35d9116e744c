"""Where people come from and live, written the many ways rosters write places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.samples.careers import OUTSIDE_HOMES
from optimizer.samples.gazetteer import OldUnit, Place, bare, lower_kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from optimizer.samples.people import Person

_SHORT = {"Xã": "X.", "Phường": "P.", "Thị trấn": "TT", "Huyện": "H.", "Quận": "Q.", "Thị xã": "TX", "Thành phố": "TP"}
# Districts that became towns or urban districts shortly before the merger: homes are still written the old way.
_RECENT = {
    "Thành phố Thủy Nguyên": "huyện Thủy Nguyên",
    "Quận An Dương": "huyện An Dương",
    "Thị xã Kinh Môn": "huyện Kinh Môn",
    "Thành phố Chí Linh": "thị xã Chí Linh",
}


def _short(name: str) -> str:
    for kind, sign in _SHORT.items():
        if name.startswith(kind + " "):
            return f"{sign} {name[len(kind) + 1 :]}"
    return name


class Atlas:
    """The units of a sample with quick ways to draw a home or a residence near a workplace."""

    def __init__(self, units: Sequence[Place]) -> None:
        self.units = tuple(units)
        self.by_code = {u.code: u for u in units}
        self.in_district: dict[str, list[Place]] = {}
        self.old_in_district: dict[str, list[OldUnit]] = {}
        for unit in units:
            self.in_district.setdefault(unit.former_district, []).append(unit)
            for old in unit.predecessors:
                self.old_in_district.setdefault(old.district, []).append(old)
        self.old = tuple(old for unit in units for old in unit.predecessors)
        self.main = {u.code: tuple(o for o in u.predecessors if o.main) or u.predecessors for u in units}
        # workplaces: mostly communes that passed whole into one unit; a divided one leaves open where its people went
        self.work = {code: [o for o in main for _ in range(1 if o.split else 4)] for code, main in self.main.items()}
        self.towns = tuple(u for u in units if u.urban) or self.units

    def place_person(self, rng: Random, person: Person, local: float) -> None:
        """Write a home and a residence for someone whose workplace is known; `local` is the chance of a local."""
        old = self._home(rng, person.unit_code, local)
        if old is None:
            person.home = rng.choice(OUTSIDE_HOMES)
        else:
            person.home_code, person.home_district = old.unit_code, old.district
            person.home = self.write_old(rng, old)
            if rng.random() < 0.05:
                person.home_district = None  # the new name says nothing of the old district
                person.home = self._write_new(rng, self.by_code[old.unit_code])
        person.residence = self._residence(rng, person)

    def _home(self, rng: Random, code: str, local: float) -> OldUnit | None:
        draw = rng.random()
        if draw > 0.89:
            return None
        if code and draw < local:
            return rng.choice(self.by_code[code].predecessors)
        if code and draw < local + 0.38:
            return rng.choice(self.old_in_district.get(self.by_code[code].former_district) or self.old)
        return rng.choice(self.old)

    def _residence(self, rng: Random, person: Person) -> str:
        draw = rng.random()
        if person.home_code and draw < 0.2:
            unit = self.by_code[person.home_code]
        elif person.unit_code and draw < 0.62:
            unit = self.by_code[person.unit_code]
        elif person.unit_code and draw < 0.85:
            unit = rng.choice(self.in_district[self.by_code[person.unit_code].former_district])
        else:
            unit = rng.choice(self.towns)
        if rng.random() < 0.45:
            return self._write_new(rng, unit)
        return self.write_old(rng, rng.choice(self.main[unit.code]))

    @staticmethod
    def write_old(rng: Random, old: OldUnit) -> str:
        """Write an old commune with its district and province, in one of the forms met in rosters."""
        form = rng.random()
        name, district, province = old.name, old.district, old.province
        if name == district:  # an island district without communes
            return f"{lower_kind(district)}, {lower_kind(province)}"
        if form < 0.34:
            return f"{name}, {lower_kind(district)}, {lower_kind(province)}"
        if form < 0.5 and not bare(name)[-1].isdigit():
            return f"{bare(name)}, {bare(district)}, {bare(province)}"
        if form < 0.62:
            return f"{lower_kind(name)}, {lower_kind(district)}"
        if form < 0.72:
            return f"{lower_kind(name)} - {bare(district)} - {bare(province)}"
        if form < 0.84 and province.startswith("Thành phố"):
            return f"{_short(name)}, {_short(district)}, TP {bare(province)}"
        if form < 0.9:
            return f"{name}, {_RECENT.get(district, lower_kind(district))}, {bare(province)}"
        return f"{name}, {lower_kind(district)}, {bare(province)}"

    @staticmethod
    def _write_new(rng: Random, unit: Place) -> str:
        if rng.random() < 0.5:
            return f"{unit.name}, {lower_kind(unit.province)}"
        return f"{lower_kind(unit.name)}, {bare(unit.province)}"
