import pytest

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.young_in_leadership import YoungInLeadership
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, said

TITLES = (title("BT", group="leader"), title("CV", group="specialist"))


def office(*born: str | None, decisions=()):
    people = [cadre(f"P{i}", birth_date=b) for i, b in enumerate(born)]
    return case(["U1", "U2", "U3"], TITLES, cadres=people, decisions=decisions, cells=True)


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("2/7/1983", True),  # 41 on the plan date, 1 July 2025
        ("1/7/1983", False),  # 42 on that very day
        ("8/1983", True),
        ("7/1983", False),  # read as the first of the month
        ("1984", True),
        ("1983", False),  # read as January
    ],
)
def test_young_is_who_has_not_reached_the_age_on_the_plan_date(born: str, young: bool) -> None:
    assert kept(YoungInLeadership(share=1.0), office(born), ("P0", "U1", "BT")) is young


def test_a_blank_birth_date_is_not_young_and_a_roster_without_any_is_left_alone() -> None:
    assert not kept(YoungInLeadership(), office("1990", None), ("P1", "U1", "BT"))
    assert kept(YoungInLeadership(), office(None, None), ("P1", "U1", "BT"))
    assert YoungInLeadership().rows(Facts(office(None))) == ()


def test_the_share_and_the_age_are_settings() -> None:
    found = office("1980", "1990", "1970")
    plan = (("P0", "U1", "BT"), ("P1", "U2", "BT"), ("P2", "U3", "BT"))
    assert kept(YoungInLeadership(share=0.3), found, *plan)
    assert not kept(YoungInLeadership(share=0.4), found, *plan)
    assert kept(YoungInLeadership(share=0.4, under_years=50), found, *plan)
    assert not kept(YoungInLeadership(scope="unit"), found, *plan)


def test_an_exception_takes_the_person_out() -> None:
    found = office("1970", decisions=[decision("P0", "exception", rule="Tỷ lệ cán bộ trẻ trong lãnh đạo")])
    assert kept(YoungInLeadership(), found, ("P0", "U1", "BT"))


def test_the_sentence_says_the_age() -> None:
    found = office("1970", "1971")
    plan = (("P0", "U1", "BT"), ("P1", "U2", "BT"))
    assert said(YoungInLeadership(), found, *plan) == (
        "Toàn tỉnh, thành phố: 0 trên 2 lãnh đạo dưới 42 tuổi, cần ít nhất 10%; còn thiếu 0,2 người.",
        "The province: 0 of the 2 leaders are under 42, at least 10% are to be; 0.2 missing.",
    )
    (finding,) = YoungInLeadership().violations(found, Plan.of(plan))
    assert finding.amount == 0.2
