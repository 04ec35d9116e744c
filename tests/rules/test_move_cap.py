import pytest

from optimizer.domain.plan import Plan
from optimizer.rules.move_cap import MoveCap
from tests.cases import cadre, case, decision, title
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, said

TITLES = (title("BT", concurrent_with=("CH",)), "CH", "CV")
PEOPLE = (
    cadre("A", current_unit_code="U1", current_title_code="BT"),
    cadre("B", current_unit_code="U2", current_title_code="CV"),
    cadre("N", current_unit_code="U2"),
    cadre("O", current_unit="Sở Nội vụ"),
)
NONE = MoveCap(most=0)
SEATS = MoveCap(most=0, counts="seat")


def office(*decisions, people=PEOPLE):
    return case(["U1", "U2"], TITLES, cadres=people, decisions=decisions)


def test_leaving_the_unit_is_a_move() -> None:
    assert kept(NONE, office(), ("A", "U1", "CV"), ("B", "U2", "CV"))
    assert not kept(NONE, office(), ("A", "U2", "BT"))
    assert kept(MoveCap(most=1), office(), ("A", "U2", "BT"))
    assert not kept(MoveCap(most=1), office(), ("A", "U2", "BT"), ("B", "U1", "CV"))


def test_who_comes_from_an_office_or_is_not_placed_does_not_move() -> None:
    assert kept(NONE, office(), ("O", "U1", "BT"))
    assert kept(NONE, office())


def test_by_seat_leaving_the_title_is_a_move_too() -> None:
    assert not kept(SEATS, office(), ("A", "U1", "CV"))
    assert kept(SEATS, office(), ("A", "U1", "BT"))
    assert kept(SEATS, office(), ("A", "U1", "BT"), ("A", "U1", "CH")), "the title is kept beside another"
    assert kept(SEATS, office(), ("N", "U2", "CV")), "without a title of the case the unit is enough"
    assert not kept(SEATS, office(), ("N", "U1", "CV"))


def test_an_exception_takes_the_person_out_where_it_says() -> None:
    out = office(decision("A", "exception", "U2", rule="Giới hạn số người chuyển"))
    assert kept(NONE, out, ("A", "U2", "BT"))
    assert not kept(NONE, out, ("A", "U2", "BT"), ("B", "U1", "CV"))


@pytest.mark.parametrize("rule", [NONE, SEATS, MoveCap(most=1), MoveCap(most=1, counts="seat")])
def test_both_sides_agree_on_every_plan_with_exceptions_of_every_width(rule: MoveCap) -> None:
    people = PEOPLE[:3]
    found = office(
        decision("A", "exception", "U1", "BT", rule="move_cap"),
        decision("B", "exception", "", "CH", rule="move_cap"),
        decision("N", "exception", "U1", rule="move_cap"),
        people=people,
    )
    arrays = ArraySide(found)
    for plan in structured_plans(found):
        amount = sum(f.amount or 0.0 for f in rule.violations(found, plan))
        assert arrays.outside(rule, plan) == amount, plan


def test_the_sentence_counts_the_moves() -> None:
    plan = (("A", "U2", "BT"), ("B", "U1", "CV"))
    assert said(MoveCap(most=1), office(), *plan) == (
        "Phương án chuyển 2 người, tối đa 1; vượt 1 người.",
        "The plan moves 2 people, at most 1 may be; 1 too many.",
    )
    assert broken(MoveCap(most=1), office(), *plan) == [{"cadre": "B", "rule": "move_cap"}]
    (finding,) = NONE.violations(office(), Plan.of(plan))
    assert finding.amount == 2.0


def test_a_roster_without_workplaces_leaves_it_without_effect() -> None:
    nobody = office(people=["A"])
    assert kept(NONE, nobody, ("A", "U1", "BT"))
    assert [f.code for f in NONE.problems(nobody)] == ["idle_rule"]
    assert list(NONE.problems(office())) == []
