import datetime as dt

import pytest
from pydantic import ValidationError

from optimizer.model.facts import Facts
from optimizer.rules.secondment import Secondment
from tests.cases import cadre, case, decision, title, unit
from tests.rules.judge import kept, remarks, said

RULE = Secondment()
UNITS = (unit("U1", lat=20.8, lon=106.6), unit("U2", lat=21.0, lon=106.6), unit("U3"))  # U1 and U2 are 22.2 km apart
TITLES = (
    title("BT", name="Secretary", group="leader", rank=1),
    title("CT", name="Chair", group="leader", rank=1),
    title("TP", name="Head", group="manager", rank=6),
    title("CV", name="Clerk", group="specialist", rank=8),
)


def teacher(**fields: object):
    usual = {"staff_group": "public_employee", "current_unit_code": "U1", "current_title_code": "CV"}
    return cadre("A", **{**usual, **fields})


def staffed(person: object, **changes: object):
    return case(UNITS, TITLES, cadres=[person], **{"cells": True, **changes})  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("now", "unit_code", "new", "allowed"),
    [
        ("CV", "U2", "CV", True),
        ("CV", "U2", "TP", False),  # higher
        ("TP", "U2", "CV", False),  # lower
        ("BT", "U2", "CT", True),  # equal in rank
        ("CV", "U1", "TP", True),  # the same unit: no secondment
        (None, "U2", "CV", True),  # a present post nobody ranks: specialists only
        (None, "U2", "TP", False),
    ],
)
def test_a_secondment_leads_to_an_equal_post(now: str | None, unit_code: str, new: str, allowed: bool) -> None:
    assert kept(RULE, staffed(teacher(current_title_code=now)), ("A", unit_code, new)) is allowed


def test_protected_people_are_not_seconded_but_may_stay() -> None:
    guarded = staffed(teacher(protected=True))
    assert not kept(RULE, guarded, ("A", "U2", "CV"))
    assert kept(RULE, guarded, ("A", "U1", "CV"))


def test_whose_move_is_no_secondment_is_free() -> None:
    assert kept(RULE, staffed(teacher(staff_group="civil_servant", protected=True)), ("A", "U2", "TP"))
    assert kept(RULE, staffed(teacher(staff_group=None)), ("A", "U2", "TP"))
    assert kept(RULE, staffed(teacher(current_unit_code=None)), ("A", "U2", "TP"))  # nobody sends them


@pytest.mark.parametrize(
    ("given", "person", "seconded"),
    [
        ({"staff_groups": "viên chức, công chức"}, {"staff_group": "civil_servant"}, True),
        ({"levels": "thành phố"}, {"level": "city", "current_unit_code": None, "current_unit": "Sở Y tế"}, True),
        ({"levels": "thành phố"}, {"level": "district", "current_unit_code": None, "current_unit": "Sở Y tế"}, False),
        ({"from_km": "22,2"}, {}, True),
        ({"from_km": 23}, {}, False),
        ({"from_km": 1}, {"current_unit_code": "U3"}, False),  # nobody knows how far
    ],
)
def test_the_parameters_say_which_moves_are_secondments(
    given: dict[str, object], person: dict[str, object], seconded: bool
) -> None:
    rule = Secondment.model_validate({"staff_groups": "", **given})
    someone = teacher(**{"staff_group": "cadre", "protected": True, **person})
    made = staffed(someone)
    assert rule.seconded(made, someone, UNITS[1], TITLES[3]) is seconded
    assert kept(rule, made, ("A", "U2", "CV")) is not seconded  # protected people are not seconded


def test_a_far_move_to_another_rank_is_no_secondment_unless_the_staff_group_leaves_no_other_way() -> None:
    rule = Secondment(from_km=20, levels=("commune",))
    clerk = teacher(staff_group="cadre", level="commune")
    assert not rule.seconded(staffed(clerk), clerk, UNITS[1], TITLES[2])
    assert kept(rule, staffed(clerk), ("A", "U2", "TP"))
    assert kept(rule, staffed(teacher(staff_group="cadre", level="commune", protected=True)), ("A", "U2", "TP"))
    assert not kept(rule, staffed(teacher()), ("A", "U2", "TP"))


def test_a_lock_that_says_so_makes_a_secondment_at_its_unit() -> None:
    someone = teacher(staff_group="cadre")
    for reason, unit_code, seconded in (("Biệt phái 12 tháng", "U2", True), ("tăng cường", "U2", False),
                                        ("Biệt phái", "", True), ("biệt phái", "U3", False)):  # fmt: skip
        made = staffed(someone, decisions=[decision("A", "lock", unit_code, reason=reason)])
        assert RULE.seconded(made, someone, UNITS[1], TITLES[2]) is seconded
        assert kept(RULE, made, ("A", "U2", "TP")) is not seconded


@pytest.mark.parametrize(
    ("reason", "seconded"),
    [
        ("Tạm thời biệt phái", True),
        ("Kết thúc biệt phái, tiếp nhận chính thức", False),
        ("Hết thời hạn biệt phái", False),
        ("Thôi biệt phái để điều động", False),
        ("Điều động, không phải biệt phái", False),
        ("Hết thời hạn biệt phái, tiếp tục biệt phái 12 tháng", True),
        ("transferred, not seconded", False),
        ("end of the secondment", False),
    ],
)
def test_a_lock_that_says_a_secondment_ends_or_is_not_meant_makes_none(reason: str, seconded: bool) -> None:
    someone = teacher(staff_group="cadre")
    made = staffed(someone, decisions=[decision("A", "lock", "U2", reason=reason)])
    assert RULE.seconded(made, someone, UNITS[1], TITLES[2]) is seconded
    assert kept(RULE, made, ("A", "U2", "TP")) is not seconded


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("", 36, dt.date(2028, 6, 30)),  # the plan date is 1 July 2025
        ("15/01/2026", 12, dt.date(2027, 1, 14)),
        ("31/08/2025", 6, dt.date(2026, 2, 27)),  # there is no 31 February
        ("2025-12-01", 1, dt.date(2025, 12, 31)),
    ],
)
def test_the_last_day_is_the_one_before_the_term_is_full(start: str, months: int, end: dt.date) -> None:
    rule = Secondment.model_validate({"from_date": start, "months": months})
    first, last = rule.term(staffed(teacher()))
    assert last == end
    assert first == (rule.from_date or dt.date(2025, 7, 1))


def test_a_term_beyond_three_years_is_refused() -> None:
    for months in (0, 37):
        with pytest.raises(ValidationError):
            Secondment(months=months)


def test_an_exception_that_names_the_rule_lifts_it() -> None:
    lifted = staffed(teacher(), decisions=[decision("A", "exception", "U2", "TP", rule="Biệt phái")])
    assert kept(RULE, lifted, ("A", "U2", "TP"))
    assert not kept(RULE, staffed(teacher(), decisions=[decision("A", "exception", "U2", "TP")]), ("A", "U2", "TP"))


def test_the_sentences_say_why() -> None:
    vi, en = said(RULE, staffed(teacher()), ("A", "U2", "TP"))
    assert vi.endswith("đây là biệt phái, phải đến chức danh tương đương Clerk.")
    assert en.endswith("this is a secondment, which leads to a post equal to Clerk.")
    vi, _ = said(RULE, staffed(teacher(current_title_code=None)), ("A", "U2", "TP"))
    assert "chức danh hiện nay ngoài danh mục" in vi


def test_a_blank_staff_group_is_remarked_only_where_groups_decide() -> None:
    made = staffed(teacher(staff_group=None))
    assert remarks(RULE, made) == [("blank_secondment", "info", "staff_group 2")]
    assert remarks(Secondment(staff_groups=()), made) == []


def test_where_nobody_is_seconded_there_is_no_screen() -> None:
    assert RULE.screen(Facts(staffed(teacher(staff_group="cadre")))) is None
