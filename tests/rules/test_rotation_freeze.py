import pytest

from optimizer.catalogue import catalogue
from optimizer.rules.rotation_freeze import RotationFreeze
from tests.cases import cadre, case, decision, seat, title
from tests.rules.judge import broken, kept, said

TITLES = (title("BT", concurrent_with=("CH",)), "CH", "CV")


def office(since: str | None = "1/2/2024", decisions: object = (), **facts: object):  # type: ignore[no-untyped-def]
    usual = {"current_unit_code": "U1", "current_title_code": "BT"}
    person = cadre("A", **{"rotation_since": since, **usual, **facts})
    return case(["U1", "U2"], TITLES, cadres=[person], decisions=decisions)


def test_who_is_in_rotation_stays_in_the_present_seat() -> None:
    assert kept(RotationFreeze(), office(), ("A", "U1", "BT"))
    assert kept(RotationFreeze(), office(), ("A", "U1", "BT"), ("A", "U1", "CH"))  # with a second title in hand
    assert not kept(RotationFreeze(), office(), ("A", "U1", "CV"))
    assert not kept(RotationFreeze(), office(), ("A", "U2", "BT"))
    assert not kept(RotationFreeze(), office())  # not placed at all: the seat would be somebody else's


def test_of_titles_held_beside_each_other_the_highest_with_a_seat_is_the_present_one() -> None:
    twice = {
        "rotation_since": "1/2/2024",
        "current_unit_code": "U1",
        "current_title_code": "BT",
        "also_titles": ("CH",),
    }
    seats = [seat("U1", "CH"), seat("U2", "BT")]
    only_the_second = case(["U1", "U2"], TITLES, seats, cadres=[cadre("A", **twice)])
    assert kept(RotationFreeze(), only_the_second, ("A", "U1", "CH"))
    assert not kept(RotationFreeze(), only_the_second, ("A", "U2", "BT"))
    assert not kept(RotationFreeze(), only_the_second)
    assert not kept(RotationFreeze(), office(also_titles=("CH",)), ("A", "U1", "CH"))


@pytest.mark.parametrize(
    ("since", "free"),
    [("1/7/2022", True), ("2/7/2022", False), ("7/2022", False), ("6/2022", True), ("2022", False), (None, True)],
)
def test_after_thirty_six_full_months_everything_is_open(since: str | None, free: bool) -> None:
    assert kept(RotationFreeze(), office(since), ("A", "U2", "CV")) is free


def test_who_rotates_in_an_office_outside_the_case_is_not_placed() -> None:
    away = office(
        current_unit_code=None, current_title_code=None, current_title="Phó Trưởng phòng", current_unit="Sở X"
    )
    assert kept(RotationFreeze(), away)
    assert not kept(RotationFreeze(), away, ("A", "U1", "CV"))
    vi, en = said(RotationFreeze(), away, ("A", "U1", "CV"))
    assert "phải giữ nguyên vị trí (Phó Trưởng phòng, Sở X); phương án: Title CV tại Unit U1." in vi
    assert "stays where they are (Phó Trưởng phòng, Sở X); the plan says: Title CV at Unit U1." in en


def test_where_they_need_not_be_placed_they_are_only_kept_from_moving() -> None:
    rule = RotationFreeze.model_validate({"must_stay": "không"})
    assert kept(rule, office())
    assert kept(rule, office(), ("A", "U1", "BT"))
    assert kept(rule, office(), ("A", "U1", "BT"), ("A", "U1", "CH"))
    assert not kept(rule, office(), ("A", "U1", "CV"))


def test_a_seat_closed_by_its_maximum_is_no_seat_to_stay_in() -> None:
    closed = case(
        ["U1"],
        ["T1", "T2"],
        [seat("U1", "T1", 0, max=0), seat("U1", "T2")],
        [cadre("A", rotation_since="2025", current_unit_code="U1", current_title_code="T1")],
    )
    assert kept(RotationFreeze(), closed)
    assert not kept(RotationFreeze(), closed, ("A", "U1", "T2"))


@pytest.mark.parametrize("status", ["leaving", "frozen"])
def test_leavers_and_frozen_people_are_the_status_rules_business(status: str) -> None:
    assert kept(RotationFreeze(), office(status=status))


def test_an_exception_opens_the_seat_it_names_or_lifts_the_freeze_altogether() -> None:
    named = office(decisions=[decision("A", "exception", "U2", rule="rotation_freeze")])
    assert kept(RotationFreeze(), named, ("A", "U2", "CV"))
    assert kept(RotationFreeze(), named, ("A", "U1", "BT"))
    assert not kept(RotationFreeze(), named, ("A", "U1", "CV"))
    assert not kept(RotationFreeze(), named)
    whole = office(decisions=[decision("A", "exception", rule="rotation_freeze")])
    assert kept(RotationFreeze(), whole, ("A", "U1", "CV"))
    assert kept(RotationFreeze(), whole)
    away = office(
        current_unit_code=None,
        decisions=[decision("A", "exception", "", "CV", rule="Đang trong thời gian luân chuyển")],
    )
    assert kept(RotationFreeze(), away, ("A", "U2", "CV"))
    assert not kept(RotationFreeze(), away, ("A", "U2", "CH"))


def test_several_people_have_a_row_each_and_the_diagnosis_names_them() -> None:
    people = [
        cadre(c, rotation_since="2025", current_unit_code=u, current_title_code="CV")
        for c, u in (("A", "U1"), ("B", "U2"))
    ]
    both = case(["U1", "U2"], TITLES, cadres=[*people, cadre("AA")])
    assert [f["cadre"] for f in broken(RotationFreeze(), both, ("A", "U2", "CV"), ("B", "U2", "CV"))] == ["A"]
    assert kept(RotationFreeze(), both, ("A", "U1", "CV"), ("B", "U2", "CV"), ("AA", "U1", "BT"))
    from optimizer.model.facts import Facts

    (family,) = RotationFreeze().rows(Facts(both))
    assert "Person B (B) luân chuyển từ 2025" in family.because(1).text.vi
    assert family.because(1).text.en.endswith("stays where they are (Title CV at Unit U2).")


def test_more_people_in_rotation_than_a_seat_has_holders_is_a_warning() -> None:
    people = [cadre(c, rotation_since="2025", current_unit_code="U1", current_title_code="CV") for c in "AB"]
    crowded = [f.code for f in RotationFreeze().problems(case(["U1"], TITLES, cadres=people))]
    assert crowded == ["crowded_rotation", "crowded_rotation"]


def test_who_has_reached_retirement_stays_like_the_others() -> None:
    person = cadre(
        "A", rotation_since="2025", current_unit_code="U1", current_title_code="CV", birth_date="1/1962", sex="male"
    )
    assert not kept(RotationFreeze(), case(["U1"], TITLES, cadres=[person]))
    assert kept(RotationFreeze(), case(["U1"], TITLES, cadres=[person]), ("A", "U1", "CV"))


def test_it_is_off_unless_the_rules_sheet_says_so() -> None:
    assert "rotation_freeze" not in {a.rule.name for a in catalogue(office()).rules}
