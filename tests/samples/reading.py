"""The cells of a sample judged by the domain's own words and dates, for the tests here."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from optimizer.domain.dates import PartialDate, months_left
from optimizer.domain.entities import Predecessor, Unit
from optimizer.domain.places import PlaceIndex
from optimizer.domain.words import degree_value, field_word, theory_value, word
from optimizer.samples import make

Row = dict[str, Any]


@cache
def sample(place: str, seed: int | None = None) -> dict[str, list[Row]]:
    """Return the tables of a sample, made once."""
    return make(place, seed)


def plan_date(tables: dict[str, list[Row]]) -> dt.date:
    """Return the day ages are counted on."""
    return next(row["value"] for row in tables["settings"] if row["key"] == "plan_date")


def cell_date(cell: object) -> PartialDate:
    """Return what a date cell says, in the four shapes samples write."""
    if isinstance(cell, dt.date):
        return PartialDate(cell.year, cell.month, cell.day)
    parts = [int(p) for p in str(cell).replace(".", "/").replace("-", "/").split("/")]
    return PartialDate(*reversed(parts))


def years_by_field(cadre: Row) -> dict[str, float]:
    """Return years by field of work; the major is a field without years."""
    known = {field_word(cadre["major"]): 0.0}
    for part in cadre["expertise"].split("; "):
        field, _, years = part.rpartition(":")
        known[field_word(field)] = float(years)
    return known


def index_of(tables: dict[str, list[Row]]) -> PlaceIndex:
    """Return the names of the sample's places, ready to be looked up."""
    units = [
        Unit(**{**u, "type": word("type", u["type"]), "hardship": word("hardship", u["hardship"])})
        for u in tables["units"]
    ]
    return PlaceIndex(units, [Predecessor(**p) for p in tables["predecessors"]])


def lacks(cadre: Row, title: Row, unit_code: str, places: PlaceIndex, day: dt.date) -> set[str]:
    """Return the rules that would keep a person from a seat, judged from the cells alone."""
    found = set()
    if (degree_value(cadre["degree"]) or 0) < (degree_value(title["min_degree"]) or 0):
        found.add("degree")
    theory = theory_value(cadre["theory"]) if cadre["theory"] else 0
    if title["min_theory"] and (theory or 0) < (theory_value(title["min_theory"]) or 0):
        found.add("theory")
    if title["party_member"] and cadre["party_date"] is None:
        found.add("party_member")
    known, asked = years_by_field(cadre), {field_word(f) for f in title["fields"].split("; ") if f}
    fitting = [years for field, years in known.items() if not asked or field in asked]
    if not fitting:
        found.add("field")
    if max(fitting, default=0.0) < (title["min_years"] or 0):
        found.add("experience")
    left = months_left(cell_date(cadre["birth_date"]), word("sex", cadre["sex"]), day)  # type: ignore[arg-type]
    if (left or 0) < (title["months_to_serve"] or 0):
        found.add("age_for_term")
    if title["not_local"] and unit_code in places.local_units(cadre["home_place"], "commune"):
        found.add("not_local")
    return found
