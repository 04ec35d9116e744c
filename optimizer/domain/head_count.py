"""Caps on how many people hold some titles: in a unit, in all units of a province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.place_text import named
from optimizer.domain.title_choice import seniority
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit
    from optimizer.domain.plan import Placement, Plan
    from optimizer.findings import Address


@dataclass(frozen=True)
class Cap:
    """At most `most` people; `group` says whom in words, `subject` and `where` lead back to the sheets."""

    most: int
    group: Text
    subject: tuple[tuple[str, str], ...] = ()
    where: Address | None = None


@dataclass(frozen=True)
class Caps:
    """The caps of a rule, and which of them the holder of each (unit, title) counts against.

    Whoever holds several counted titles counts once, where the highest of them counts (R29).
    """

    caps: tuple[Cap, ...]
    at: Mapping[tuple[str, str], int]  # (unit code, title code) -> position in `caps`

    def holders(self, case: Case, plan: Plan, spared: Callable[[Placement], bool]) -> dict[int, list[str]]:
        """Return who counts against each cap, a person who is spared at a seat not counting for that seat."""
        order = seniority(case)
        main: dict[tuple[str, str], str] = {}
        for p in plan.placements:
            if (p.unit_code, p.title_code) not in self.at or spared(p):
                continue
            held = main.get((p.cadre_id, p.unit_code))
            if held is None or order[p.title_code] < order[held]:
                main[p.cadre_id, p.unit_code] = p.title_code
        found: dict[int, list[str]] = {}
        for (cadre_id, unit_code), title_code in main.items():
            found.setdefault(self.at[unit_code, title_code], []).append(cadre_id)
        return found


@dataclass(frozen=True)
class Province:
    """The units of one province; `name` as the first of them writes it, blank where none does."""

    name: str
    units: tuple[Unit, ...]

    @property
    def text(self) -> Text:
        """How the whole of it is called."""
        if not self.name:
            return Text("toàn tỉnh", "the province")
        first = self.name.split(" ", 1)[0]
        written = self.name if first not in ("Tỉnh", "Thành") else first.lower() + self.name[len(first) :]
        return Text("toàn {vi}", "all of {en}").format(vi=written, en=self.name)


def provinces(case: Case) -> tuple[Province, ...]:
    """Return the units of each province; units that name none belong to the only province named, if there is one."""
    keys = {u.unit_code: named(u.province).key if tidy(u.province) else "" for u in case.units}
    known = set(keys.values()) - {""}
    only = next(iter(known)) if len(known) == 1 else ""
    found: dict[str, list[Unit]] = {}
    for unit in case.units:
        found.setdefault(keys[unit.unit_code] or only, []).append(unit)
    return tuple(
        Province(next((tidy(u.province) for u in units if tidy(u.province)), ""), tuple(units))
        for units in found.values()
    )


def whole(amount: float) -> int:
    """Return the people that fit below an average times a number: 2.5 x 113 = 282.5 is 282."""
    return int(amount + 1e-6)
