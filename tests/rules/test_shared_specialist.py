import pytest
from pydantic import ValidationError

from optimizer.domain.plan import Plan
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


def test_one_specialist_in_the_middle_of_a_group_serves_both_neighbours() -> None:
    made = office(land("A"), land("B"))
    assert kept(RULE, made, ("A", "U2", "DD"))
    assert [f["unit"] for f in broken(RULE, made, ("A", "U1", "DD"))] == ["U3"]
    assert kept(RULE, made, ("A", "U1", "DD"), ("B", "U3", "DD"))
    assert [f["unit"] for f in broken(RULE, made)] == ["U1", "U2", "U3"]


def test_nobody_serves_more_than_three_units_however_near_the_fourth_is() -> None:
    units = [unit(f"U{i}", lat=20.8 + i / 1000, lon=106.6) for i in range(1, 5)]
    made = case(units, [TITLES[0]], [seat(u.unit_code, "DD") for u in units], [land("A"), land("B")])
    for home in ("U1", "U2", "U3", "U4"):
        assert len(broken(RULE, made, ("A", home, "DD"))) >= 1, home
    assert RULE.groups_in(made) == (("U1", "U2", "U3"), ("U4",))
    assert kept(RULE, made, ("A", "U2", "DD"), ("B", "U4", "DD"))
    pairs = SharedSpecialist(max_units=2)
    assert pairs.groups_in(made) == (("U1", "U2"), ("U3", "U4"))
    assert [f["unit"] for f in broken(pairs, made, ("A", "U2", "DD"))] == ["U3", "U4"]
    assert kept(pairs, made, ("A", "U2", "DD"), ("B", "U3", "DD"))


def test_who_knows_two_fields_serves_the_same_group_in_both() -> None:
    units = [unit(f"U{i}", lat=20.8 + i / 10, lon=106.6) for i in range(1, 7)]
    both = title("DX", group="specialist", fields=("dat dai", "xay dung"))
    made = case(units, [both], [seat(u.unit_code, "DX") for u in units], [land("A", major="Xây dựng"), land("B")])
    shares, left = RULE.shared(made, Plan.of([("A", "U2", "DX")]))
    assert [p.unit_code for p in shares[0].parts] == ["U2", "U1", "U3"]
    assert {p.fields for p in shares[0].parts} == {("dat dai", "xay dung")}
    assert {u for _, u in left} == {"U4", "U5", "U6"}
    assert len(broken(RULE, made, ("A", "U2", "DX"))) == 6


def test_written_groups_stand_whatever_the_distance_and_the_others_are_made_from_neighbours() -> None:
    rule = SharedSpecialist.model_validate({"groups": "Unit U1 + U3"})
    made = office(land("A"), land("B"))
    assert rule.groups_in(made) == (("U1", "U3"), ("U2",))
    assert [f["unit"] for f in broken(rule, made, ("A", "U1", "DD"))] == ["U2"]
    assert kept(rule, made, ("A", "U3", "DD"), ("B", "U2", "DD"))
    assert [f["unit"] for f in broken(rule, made, ("A", "U2", "DD"))] == ["U1", "U3"]
    assert SharedSpecialist.model_validate({"groups": "U1:U3"}) == SharedSpecialist(groups=(("U1", "U3"),))


def test_a_unit_in_a_written_group_without_coordinates_shares_too() -> None:
    made = office(land("A"), land("B"), seats=[seat(u, "DD") for u in ("U2", "U3", "U4")])
    rule = SharedSpecialist.model_validate({"groups": "U2 + U4"})
    assert kept(rule, made, ("A", "U4", "DD"), ("B", "U3", "DD"))
    assert remarks(rule, made) == []


def test_groups_that_cannot_be_are_refused() -> None:
    for wrong in ("U1 + U2 + U3 + U4", "U1 + U2 | U2 + U3"):
        with pytest.raises(ValidationError):
            SharedSpecialist.model_validate({"groups": wrong})
    with pytest.raises(ValidationError):
        SharedSpecialist.model_validate({"groups": "U1 + U2 + U3", "max_units": 2})
    (twice,) = SharedSpecialist(groups=(("U1", "Unit U1"),)).problems(office(land("A")))
    assert (twice.code, twice.severity) == ("unit_twice", "error")
    (lost,) = SharedSpecialist(groups=(("U1", "Unit U9"),)).problems(office(land("A")))
    assert (lost.code, lost.fix.en) == ("unknown_unit", "Did you mean “Unit U4”?")


def test_only_a_specialist_s_title_held_by_who_knows_the_field_counts() -> None:
    made = office(land("A"), cadre("B"))
    assert not kept(RULE, made, ("A", "U2", "TP"))
    assert not kept(RULE, made, ("A", "U2", "VP"))
    assert not kept(RULE, made, ("B", "U2", "DD"))
    assert kept(RULE, office(cadre("A", major="Đất đai")), ("A", "U2", "DD"))


def test_a_field_enough_people_know_is_not_scarce_unless_named() -> None:
    three = office(*(land(c) for c in "ABC"))
    assert RULE.needs(three) == ()
    assert [(f.code, f.severity) for f in RULE.problems(three)] == [("nothing_scarce", "info")]
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


def test_with_an_exception_the_title_is_enough_where_it_is_held() -> None:
    lifted = [decision("B", "exception", "U2", rule="shared_specialist")]
    made = office(land("A"), cadre("B"), decisions=lifted)
    assert kept(RULE, made, ("B", "U2", "DD"))
    assert len(broken(RULE, made, ("B", "U1", "DD"))) == 3
    assert len(broken(RULE, made, ("B", "U2", "VP"))) == 3


def test_who_is_protected_or_forbidden_a_unit_is_not_shared_with_it_but_counts_at_home() -> None:
    assert [f["unit"] for f in broken(RULE, office(land("A", protected=True)), ("A", "U2", "DD"))] == ["U1", "U3"]
    for forbidden, lacking in (
        (("U3", ""), ["U3"]),
        (("U3", "DD"), ["U3"]),
        (("", "DD"), ["U1", "U3"]),
        (("U3", "VP"), []),
        (("U2", ""), []),
    ):
        made = office(land("A"), decisions=[decision("A", "forbid", *forbidden)])
        assert [f["unit"] for f in broken(RULE, made, ("A", "U2", "DD"))] == lacking, forbidden


def test_forbidding_a_title_of_a_unit_closes_the_fields_of_that_title_alone() -> None:
    both = land("A", expertise={"dat dai": 3.0, "tai chinh": 3.0})
    for forbidden, lacking in (
        ("DD", [("U1", "dat dai"), ("U3", "dat dai")]),
        ("TC", [("U1", "dat dai"), ("U3", "tai chinh")]),
        ("", [("U1", "dat dai"), ("U3", "dat dai"), ("U3", "tai chinh")]),
    ):
        made = case(
            UNITS,
            (
                title("DD", fields=("dat dai",)),
                title("TC", fields=("tai chinh",)),
                title("HAI", fields=("dat dai", "tai chinh")),
            ),
            [seat("U1", "DD"), seat("U2", "HAI"), seat("U3", "DD"), seat("U3", "TC")],
            [both],
            decisions=[decision("A", "forbid", "U3", forbidden)],
        )
        rule = SharedSpecialist(fields=("dat dai", "tai chinh"), max_units=2, groups=(("U2", "U3"),))
        found = sorted((f["unit"], f["field"]) for f in broken(rule, made, ("A", "U2", "HAI")))
        assert found == lacking, forbidden


def test_shares_of_time_add_up_for_two_and_for_three_units() -> None:
    rule = SharedSpecialist.model_validate({"time_shares": "60/40 | 50 % / 25 % / 25 %"})
    assert (rule.split(2), rule.split(3)) == ((60, 40), (50, 25, 25))
    for wrong in ("50/50", "50/60 | 40/30/30", "50/50 | 100/0/0", "a/b | 40/30/30", ""):
        with pytest.raises(ValidationError):
            SharedSpecialist.model_validate({"time_shares": wrong})


def test_the_sentence_says_what_is_missing() -> None:
    vi, en = said(RULE, office(land("A")), ("A", "U1", "DD"))
    assert vi == "Unit U3 không có chuyên viên lĩnh vực đất đai, cũng không dùng chung được với: Unit U2."
    assert en == "Unit U3 has no specialist in the field land, nor one to share with: Unit U2."
    alone = office(land("A"), seats=[seat(u, "DD") for u in ("U1", "U3")])
    vi, en = said(RULE, alone, ("A", "U1", "DD"))
    assert vi == "Unit U3 không có chuyên viên lĩnh vực đất đai, và không ở nhóm nào để dùng chung."
    assert en == "Unit U3 has no specialist in the field land, and is in no group to share one."


def test_a_field_no_title_asks_for_is_an_error() -> None:
    (found,) = SharedSpecialist(fields=("dat dia",)).problems(office(land("A"), seats=[seat("U1", "DD")]))
    assert (found.code, found.severity) == ("unknown_field", "error")
    assert found.fix.vi == "Có phải ý bạn là “đất đai”?"
