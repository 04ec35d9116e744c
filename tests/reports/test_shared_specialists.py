"""The sheet of shared specialists: who serves where, for how much of the time, and which units share at all."""

from __future__ import annotations

import pytest

from optimizer.reports.shared_specialists import SharedSpecialistsSection
from tests.cases import cadre, case, seat, setting, title, unit
from tests.reports.tables import context, rows

UNITS = tuple(unit(f"U{i}", name=f"Xã {i}", lat=20.7 + i / 10, lon=106.6) for i in range(1, 6))
LAND = title("DD", name="Chuyên viên đất đai", group="specialist", fields=("dat dai",))
SEATS = [seat(u.unit_code, "DD") for u in UNITS]


def made(*people: object, **changes: object):
    rules = [setting("shared_specialist")]
    return case(UNITS, [LAND], SEATS, people, **{"rules": rules, **changes})  # type: ignore[arg-type]


def land(code: str):
    return cadre(code, name=f"N{code}", expertise={"dat dai": 6.0})


def test_every_unit_served_has_a_row_and_the_percents_of_a_person_add_to_a_hundred() -> None:
    found = rows(SharedSpecialistsSection, context(made(land("A")), [("A", "U2", "DD")]), "en")
    told = [
        (r["Unit served"], r["Form"], r["Fields served"], r["Distance (km)"], r["Share of time (%)"]) for r in found
    ]
    assert told == [
        ("Xã 2", "unit of the post", "land", None, 40),
        ("Xã 1", "shared", "land", 11.1, 30),
        ("Xã 3", "shared", "land", 11.1, 30),
    ]
    assert [r["Sum of the person (%)"] for r in found] == [100, None, None]
    assert {r["Cadre code"] for r in found} == {"A"}


def test_below_stand_the_groups_and_what_each_unit_has_shares_or_lacks() -> None:
    table = SharedSpecialistsSection().table(context(made(land("A"), land("B")), [("A", "U2", "DD")]))
    (groups,) = table.below
    told = [(r[0], r[1], r[4].vi, r[4].en) for r in groups.rows]  # type: ignore[union-attr]
    assert told == [
        (1, "Xã 1", "dùng chung", "shared"),
        (1, "Xã 2", "có", "own"),
        (1, "Xã 3", "dùng chung", "shared"),
        (2, "Xã 4", "chưa có", "none"),
        (2, "Xã 5", "chưa có", "none"),
    ]
    assert groups.tones == {0: "kept", 1: "kept", 2: "kept", 3: "short", 4: "short"}


@pytest.mark.parametrize("rules", [[], [setting("shared_specialist", on=False)]])
def test_there_is_no_such_sheet_where_the_rule_is_off(rules: list[object]) -> None:
    assert not SharedSpecialistsSection.applies(context(made(land("A"), rules=rules), [("A", "U2", "DD")]))


def test_there_is_no_such_sheet_where_nothing_is_scarce() -> None:
    everybody = made(*(land(c) for c in "ABCDE"))
    assert not SharedSpecialistsSection.applies(context(everybody, []))
