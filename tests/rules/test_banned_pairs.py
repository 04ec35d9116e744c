import datetime as dt

import pytest
from pydantic import ValidationError

from optimizer.model.facts import Facts
from optimizer.rules.banned_pairs import BannedPairs
from tests.cases import case, decision, seat, title
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, said

TITLES = (
    title("PCT", name="Phó Chủ tịch UBND", concurrent_with=("GD", "TP")),
    title("GD", name="Giám đốc Trung tâm Phục vụ hành chính công", concurrent_with=("TP",)),
    title("TP", name="Trưởng phòng Kinh tế"),
)
FIRST = dt.date(2025, 10, 15)


def office(day: dt.date = FIRST, **more):
    return case(["U1", "U2"], TITLES, **({"cadres": ["A", "B"]} | more), plan_date=day, cells=True)


BOTH = (("A", "U1", "PCT"), ("A", "U1", "GD"))


def test_the_pair_is_allowed_until_the_day_and_banned_from_it() -> None:
    assert kept(BannedPairs(), office(dt.date(2025, 10, 14)), *BOTH)
    assert broken(BannedPairs(), office(), *BOTH) == [
        {"cadre": "A", "unit": "U1", "title": "GD", "title_b": "PCT", "rule": "banned_pairs"}
    ]


def test_other_pairs_and_two_people_are_free() -> None:
    assert kept(BannedPairs(), office(), ("A", "U1", "PCT"), ("A", "U1", "TP"))
    assert kept(BannedPairs(), office(), ("A", "U1", "PCT"), ("B", "U1", "GD"))


def test_a_third_title_hides_no_pair_and_every_pair_is_found() -> None:
    rule = BannedPairs.model_validate({"pairs": "PCT + GD | TP + Phó Chủ tịch*"})
    assert len(broken(rule, office(), *BOTH, ("A", "U1", "TP"))) == 2
    bar = rule.bar_roles(Facts(office()))
    assert bar is not None
    roles = Facts(office()).roles
    assert {roles[i] for i in range(len(roles)) if bar[i]} == {("GD", "PCT"), ("PCT", "TP"), ("GD", "PCT", "TP")}


def test_an_exception_leaves_the_pair_to_one_person_in_one_unit() -> None:
    rule = BannedPairs.model_validate({"pairs": "PCT + GD | PCT + TP"})
    one = office(
        decisions=[
            decision("A", "exception", "U1", "GD", rule="banned_pairs"),
            decision("B", "exception", "U1", "GD"),  # names no rule
        ]
    )
    assert kept(rule, one, *BOTH)
    assert not kept(rule, one, ("A", "U2", "PCT"), ("A", "U2", "GD"))
    assert not kept(rule, one, ("B", "U1", "PCT"), ("B", "U1", "GD"))
    assert not kept(rule, one, ("A", "U1", "PCT"), ("A", "U1", "TP"))
    assert rule.bar_roles(Facts(one)) is None
    arrays = ArraySide(one)
    for plan in structured_plans(one):
        assert arrays.outside(rule, plan) == sum(f.amount or 0 for f in rule.violations(one, plan))
    (family,) = rule.rows(Facts(one))
    assert (
        family.because(0).text.vi == "Không ai giữ cả Giám đốc Trung tâm Phục vụ hành chính công và Phó Chủ tịch UBND."
    )


def test_titles_that_never_share_a_hand_need_no_row() -> None:
    apart = case(["U1"], ["PCT", "GD"], cadres=["A"], decisions=[decision("A", "exception", rule="banned_pairs")])
    rule = BannedPairs.model_validate({"pairs": "PCT + GD"})
    assert rule.rows(Facts(apart)) == ()
    assert BannedPairs().bar_roles(Facts(apart)) is None


def test_the_sentence_names_both_titles_and_the_day() -> None:
    vi, en = said(BannedPairs(), office(), *BOTH)
    assert vi == (
        "Person A (A) giữ cả Giám đốc Trung tâm Phục vụ hành chính công và Phó Chủ tịch UBND; "
        "hai chức danh này không được kiêm nhiệm từ 15/10/2025."
    )
    assert en.endswith("these may not stand in one hand from 15/10/2025.")


def test_pairs_read_back_as_they_are_written_out() -> None:
    rule = BannedPairs.model_validate({"pairs": "PCT+GD:2025-10-15|TP + GD"})
    assert rule.pairs == (("PCT", "GD", FIRST), ("TP", "GD", None))
    assert BannedPairs.model_validate({"pairs": "PCT:GD:15/10/2025 | TP:GD:"}) == rule


@pytest.mark.parametrize("wrong", ["PCT", "PCT +", "PCT + GD: mai", "PCT + GD: 31/02/2025", "A + B + C + D"])
def test_other_forms_are_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        BannedPairs.model_validate({"pairs": wrong})


def test_names_are_checked() -> None:
    found = list(BannedPairs.model_validate({"pairs": "PCTT + GD | TP + Trưởng phòng*"}).problems(office()))
    assert [f.code for f in found] == ["unknown_title", "odd_pair"]
    (idle,) = BannedPairs().problems(case(["U1"], ["T1"]))
    assert (idle.code, idle.severity) == ("idle_rule", "warning")
    assert list(BannedPairs().problems(office())) == []


def test_a_seat_is_needed_for_a_role() -> None:
    closed = office(seats=[seat("U1", "PCT"), seat("U1", "GD", 0)])
    assert BannedPairs().bar_roles(Facts(closed)) is None
