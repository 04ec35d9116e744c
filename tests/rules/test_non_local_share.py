import pytest
from pydantic import ValidationError

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.non_local_share import NonLocalShare
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import broken, kept, said

TITLES = (title("BT", name="Bí thư Đảng ủy", concurrent_with=("CH",)), title("CH"), title("CV"))
UNITS = (
    unit("U1", name="xã Hòa An", former_district="An Dương", cluster="Bắc"),
    unit("U2", name="xã Bình An", former_district="An Dương", cluster="Bắc"),
    unit("U3", name="xã Đông Hải", former_district="Hải An", cluster="Nam"),
)
OLD = (old_unit("U1", "xã Hòa Bình", old_district="An Dương"), old_unit("U3", "xã Cát Bi", old_district="Hải An"))
PEOPLE = (
    cadre("H1", home_place="xã Hòa An"),
    cadre("H2", home_place="xã Hòa Bình, huyện An Dương", residence="xã Đông Hải"),
    cadre("F1", home_place="tỉnh Thanh Hóa"),
    cadre("F2", home_place="xã Đông Hải"),
    cadre("X"),
)


def office(*decisions, **changes):
    given = {"predecessors": OLD, "decisions": decisions, "cells": True} | changes
    return case(UNITS, TITLES, cadres=given.pop("cadres", PEOPLE), **given)


def rule(**given: object) -> NonLocalShare:
    return NonLocalShare.model_validate({"titles": "BT"} | given)


def test_the_share_is_counted_among_the_holders_of_the_title_over_the_whole_province() -> None:
    half = rule(share="50%")
    assert kept(half, office())
    assert kept(half, office(), ("H1", "U1", "BT"), ("F1", "U2", "BT"))
    assert not kept(half, office(), ("H1", "U1", "BT"), ("F2", "U3", "BT"), ("F1", "U2", "BT"))
    assert kept(half, office(), ("H1", "U1", "CV"), ("F2", "U3", "CV")), "other titles are none of its business"


def test_a_local_of_one_unit_is_no_local_of_another() -> None:
    assert kept(rule(share=1), office(), ("H1", "U2", "BT"), ("F2", "U1", "BT"))
    assert not kept(rule(share=1), office(), ("H2", "U1", "BT")), "at home in a predecessor"


def test_each_title_is_asked_by_itself() -> None:
    both = rule(titles="BT, CV", share="50%")
    plan = (("H1", "U1", "BT"), ("F1", "U1", "CV"))
    assert broken(both, office(), *plan) == [{"area": "The province", "cadre": "H1", "rule": "non_local_share"}]


def test_areas_are_asked_apart() -> None:
    plan = (("H1", "U1", "BT"), ("F1", "U3", "BT"))
    assert kept(rule(share="50%"), office(), *plan)
    assert not kept(rule(share="50%", scope="cụm"), office(), *plan)
    assert not kept(rule(share=1, scope="từng đơn vị"), office(), *plan)


def test_who_counts_as_a_local_follows_level_and_places() -> None:
    assert not kept(rule(share=1, level="huyện"), office(), ("H2", "U2", "BT"))
    assert not kept(rule(share=1, places="nơi ở, quê quán"), office(), ("F1", "U1", "BT")), "a blank residence"
    assert not kept(rule(share=1, places="residence"), office(), ("H2", "U3", "BT"))
    assert kept(rule(share=1, places="residence"), office(), ("H2", "U1", "BT"))


def test_a_blank_home_place_counts_as_local_and_a_roster_without_any_leaves_it_without_effect() -> None:
    assert not kept(rule(), office(), ("X", "U1", "BT"))
    nobody = office(cadres=("A", "B"))
    assert kept(rule(), nobody, ("A", "U1", "BT"))
    assert rule().rows(Facts(nobody)) == ()
    assert [(f.code, f.severity) for f in rule().problems(nobody)] == [("idle_rule", "warning")]


def test_a_rule_that_nobody_can_be_judged_by_says_so() -> None:
    homes = office(cadres=(cadre("H1", home_place="xã Hòa An"),))
    both = rule(places="quê quán, nơi ở")
    assert both.rows(Facts(homes)) == ()
    (found,) = both.problems(homes)
    assert found.text.vi == "danh sách cán bộ chưa ghi quê quán và nơi ở của ai nên quy tắc không có tác dụng."
    assert found.text.en == "the roster gives nobody's home place and residence, so the rule does nothing."
    assert list(rule().problems(homes)) == []


def test_an_exception_takes_the_person_out_where_it_says() -> None:
    assert kept(rule(), office(decision("H1", "exception", rule="non_local_share")), ("H1", "U1", "BT"))
    only_u2 = office(decision("H1", "exception", "U2", rule="Tỷ lệ người ngoài địa phương"))
    assert not kept(rule(), only_u2, ("H1", "U1", "BT"))
    assert not kept(rule(), office(decision("H1", "exception")), ("H1", "U1", "BT")), "an exception has to name it"


def test_what_is_missing_is_counted_in_people_and_said_in_both_languages() -> None:
    plan = [("H1", "U1", "BT"), ("F2", "U3", "BT"), ("F1", "U2", "BT")]
    (finding,) = rule().violations(office(), Plan.of(plan))
    assert finding.amount == 1.4
    vi, en = said(rule(), office(), *plan)
    assert vi == (
        "Toàn tỉnh, thành phố: 1 trên 3 Bí thư Đảng ủy không là người địa phương, cần ít nhất 80%; còn thiếu 1,4 người."
    )
    assert en == "The province: 1 of the 3 Bí thư Đảng ủy are no locals, at least 80% are to be; 1.4 missing."
    (family,) = rule().rows(Facts(office()))
    assert family.because(0).text.vi == ("Toàn tỉnh, thành phố: ít nhất 80% Bí thư Đảng ủy không là người địa phương.")


def test_names_that_mean_no_title_and_homes_spelled_like_a_unit_are_pointed_out() -> None:
    (unknown,) = rule(titles="BT, Trưởng thôn").problems(office())
    assert (unknown.code, unknown.severity, unknown.value) == ("unknown_title", "error", "Trưởng thôn")
    assert NonLocalShare().asks(office(), TITLES[0])
    almost = office(cadres=(cadre("A", home_place="xã Hoa An"),))
    assert [(f.code, f.severity) for f in rule().problems(almost)] == [("almost_local", "warning")]


@pytest.mark.parametrize("wrong", [{"share": 1.5}, {"scope": "xóm"}, {"titles": ""}, {"level": "thôn"}])
def test_other_values_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**wrong)
