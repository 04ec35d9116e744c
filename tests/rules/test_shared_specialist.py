import pytest
from pydantic import ValidationError

from optimizer.model.facts import Facts
from optimizer.rules.shared_specialist import SharedSpecialist
from tests.cases import cadre, case, decision, seat, title, unit
from tests.rules.judge import broken, kept, remarks, said

RULE = SharedSpecialist()
# on one meridian, 11 km from one to the next; the last nobody knows where
UNITS = (
    unit("U1", lat=20.8, lon=106.6), unit("U2", lat=20.9, lon=106.6), unit("U3", lat=21.0, lon=106.6), unit("U4")
)  # fmt: skip
TITLES = (
    title("DD", group="specialist", fields=("dat dai",)),
    title("TP", group="manager", fields=("dat dai",)),
    title("VP"),
)


def land(code: str, **fields: object):
    return cadre(code, **{"expertise": {"dat dai": 4.0}, **fields})


def office(*people: object, **changes: object):
    usual = {"seats": [seat(u.unit_code, t) for u in UNITS[:3] for t in ("DD", "TP", "VP")], "cells": True}
    return case(UNITS, TITLES, cadres=people, **{**usual, **changes})  # type: ignore[arg-type]


def test_one_specialist_in_the_middle_is_within_reach_of_both_neighbours() -> None:
    made = office(land("A"), land("B"))
    assert kept(RULE, made, ("A", "U2", "DD"))
    assert [f["unit"] for f in broken(RULE, made, ("A", "U1", "DD"))] == ["U3"]
    assert kept(RULE, made, ("A", "U1", "DD"), ("B", "U3", "DD"))
    assert [f["unit"] for f in broken(RULE, made)] == ["U1", "U2", "U3"]


def test_only_a_specialist_s_title_held_by_who_knows_the_field_counts() -> None:
    made = office(land("A"), cadre("B"))
    assert not kept(RULE, made, ("A", "U2", "TP"))
    assert not kept(RULE, made, ("A", "U2", "VP"))
    assert not kept(RULE, made, ("B", "U2", "DD"))
    assert kept(RULE, office(cadre("A", major="Đất đai")), ("A", "U2", "DD"))


def test_a_field_enough_people_know_is_not_scarce_unless_named() -> None:
    three = office(*(land(c) for c in "ABC"))
    assert RULE.needs(three) == ()
    assert kept(RULE, three)
    assert RULE.rows(Facts(three)) == ()
    named = SharedSpecialist.model_validate({"fields": "Đất đai"})
    assert len(broken(named, three)) == 3
    assert len(RULE.needs(office(land("A"), land("B"), land("C", status="leaving")))) == 3


def test_a_unit_without_such_a_seat_or_target_needs_nobody() -> None:
    seats = [seat("U1", "DD"), seat("U2", "DD", 0, max=1), seat("U3", "VP")]
    assert SharedSpecialist(fields=("dat dai",)).needs(office(land("A"), seats=seats)) == (("dat dai", "U1"),)


def test_a_unit_nobody_knows_where_has_to_have_its_own() -> None:
    made = office(land("A"), land("B"), seats=[seat(u, "DD") for u in ("U2", "U3", "U4")])
    assert [f["unit"] for f in broken(RULE, made, ("A", "U2", "DD"))] == ["U4"]
    assert kept(RULE, made, ("A", "U2", "DD"), ("B", "U4", "DD"))
    assert remarks(RULE, made) == [("unit_without_point", "info", "lat 5")]


def test_the_reach_is_a_parameter() -> None:
    assert kept(SharedSpecialist(max_km=23), office(land("A")), ("A", "U1", "DD"))
    assert len(broken(SharedSpecialist(max_km=5), office(land("A")), ("A", "U2", "DD"))) == 2


def test_an_exception_says_that_somebody_is_not_to_be_shared() -> None:
    made = office(land("A"), decisions=[decision("A", "exception", rule="shared_specialist")])
    assert len(broken(RULE, made, ("A", "U2", "DD"))) == 3


def test_shares_of_time_add_up_for_two_and_for_three_units() -> None:
    rule = SharedSpecialist.model_validate({"time_shares": "60/40 | 50 % / 25 % / 25 %"})
    assert (rule.split(2), rule.split(3)) == ((60, 40), (50, 25, 25))
    for wrong in ("50/50", "50/60 | 40/30/30", "50/50 | 100/0/0", "a/b | 40/30/30", ""):
        with pytest.raises(ValidationError):
            SharedSpecialist.model_validate({"time_shares": wrong})


def test_the_sentence_says_what_is_missing() -> None:
    vi, en = said(RULE, office(land("A")), ("A", "U1", "DD"))
    assert vi == "Unit U3 không có chuyên viên lĩnh vực đất đai, và không đơn vị nào trong 15 km có để dùng chung."
    assert en == "Unit U3 has no specialist in the field land, and no unit within 15 km has one to share."


def test_a_field_no_title_asks_for_is_an_error() -> None:
    (found,) = SharedSpecialist(fields=("dat dia",)).problems(office(land("A"), seats=[seat("U1", "DD")]))
    assert (found.code, found.severity) == ("unknown_field", "error")
    assert found.fix.vi == "Có phải ý bạn là “đất đai”?"
