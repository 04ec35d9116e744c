"""Caps on how many people hold some titles: in a unit, in all units of a province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.title_choice import seniority
from optimizer.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit
    from optimizer.domain.plan import Placement, Plan
    from optimizer.findings import Address
    from optimizer.text import Text


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


def provinces(case: Case) -> dict[str, tuple[Unit, ...]]:
    """Return the units of each province; units that name none belong to the only province named, if there is one."""
    names = {name_key(u.province) for u in case.units if name_key(u.province)}
    only = next(iter(names)) if len(names) == 1 else ""
    found: dict[str, list[Unit]] = {}
    for unit in case.units:
        found.setdefault(name_key(unit.province) or only, []).append(unit)
    return {key: tuple(units) for key, units in found.items()}


def whole(amount: float) -> int:
    """Return the people that fit below an average times a number: 2.5 x 113 = 282.5 is 282."""
    return int(amount + 1e-6)
