"""Where people come from by their present workplace: old commune, old district, former province (R51, R52, R54)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.kept import once_a_case
from optimizer.domain.place_text import named, parse
from optimizer.domain.places import old_unit_key
from optimizer.domain.scopes import former_provinces
from optimizer.text import tidy

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Predecessor

OldKey = tuple[str, str, str]


@once_a_case
def units_served(case: Case) -> dict[str, frozenset[str]]:
    """Return the units of the case each person serves in now, by code; several where an old unit was divided.

    A former district office is no unit: whoever serves there is left out.
    """
    found: dict[str, frozenset[str]] = {}
    for c in case.cadres:
        if c.current_unit_code in case.unit_by_code:
            found[c.cadre_id] = frozenset({c.current_unit_code or ""})
        elif c.current_unit and (match := case.places.resolve(c.current_unit)).kind in ("unit", "old_unit"):
            found[c.cadre_id] = frozenset(match.codes)
    return found


@once_a_case
def old_communes(case: Case) -> dict[str, OldKey]:
    """Return the old unit each person serves in, where it can be told.

    Who writes a new unit comes from its only predecessor; where it has several, the cell does not say from which.
    """
    only: dict[str, set[OldKey]] = {}
    for old in case.predecessors:
        only.setdefault(old.unit_code, set()).add(old_unit_key(old))
    found: dict[str, OldKey] = {}
    written: dict[str, frozenset[OldKey]] = {}  # many people write the same workplace: each is looked up once
    for c in case.cadres:
        if c.current_unit not in written:
            written[c.current_unit] = case.places.old_units(c.current_unit)
        keys = written[c.current_unit] or only.get(c.current_unit_code or "", set())
        if len(keys) == 1:
            (found[c.cadre_id],) = keys
    return found


@once_a_case
def old_districts(case: Case) -> dict[str, str]:
    """Return the key of the former district each person serves in: by the old unit, the unit, or a district office."""
    communes = old_communes(case)
    of_unit: dict[str, set[str]] = {}
    for old in case.predecessors:
        if tidy(old.old_district):
            of_unit.setdefault(old.unit_code, set()).add(named(old.old_district).key)
    for unit in case.units:
        if tidy(unit.former_district):
            of_unit.setdefault(unit.unit_code, {named(unit.former_district).key})
    known = frozenset(key for keys in of_unit.values() for key in keys)
    found: dict[str, str] = {}
    offices: dict[str, str] = {}
    for c in case.cadres:
        commune = communes.get(c.cadre_id)
        own = of_unit.get(c.current_unit_code or "", set())
        if commune is not None and commune[2]:
            found[c.cadre_id] = commune[2]
        elif len(own) == 1:
            (found[c.cadre_id],) = own
        elif not c.current_unit_code and c.current_unit:
            if c.current_unit not in offices:
                offices[c.current_unit] = _district_named(c.current_unit)
            if offices[c.current_unit] in known:
                found[c.cadre_id] = offices[c.current_unit]
    return found


def _district_named(workplace: str) -> str:
    place = parse(workplace)
    name = place.district or (place.commune if place.bare else None)
    return name.key if name else ""


@once_a_case
def people_of_former_provinces(case: Case) -> dict[str, str]:
    """Return the key of the former province each person serves in, where it can be told.

    By the units they serve in now, or by the province an office is written with; a province whose name the merged one
    kept says nothing there, since everybody writes it today.
    """
    of_unit = {code: named(name).key for code, name in former_provinces(case).items()}
    merged = {named(u.province).key for u in case.units if tidy(u.province)}
    telling = set(of_unit.values()) - merged
    served = units_served(case)
    found: dict[str, str] = {}
    for c in case.cadres:
        codes = served.get(c.cadre_id)
        if codes is None and c.current_unit:
            codes = frozenset(case.places.resolve(c.current_unit).codes)  # an office of a former district
        keys = {of_unit.get(code, "") for code in codes or ()}
        if len(keys) == 1 and "" not in keys:
            (found[c.cadre_id],) = keys
        elif not codes and c.current_unit:
            province = parse(c.current_unit).province
            if province is not None and province.key in telling:
                found[c.cadre_id] = province.key
    return found


def predecessors_of(case: Case) -> dict[str, tuple[Predecessor, ...]]:
    """Return the old units that went into each unit."""
    found: dict[str, list[Predecessor]] = {}
    for old in case.predecessors:
        found.setdefault(old.unit_code, []).append(old)
    return {code: tuple(rows) for code, rows in found.items()}
