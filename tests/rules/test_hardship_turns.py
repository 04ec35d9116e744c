import pytest

from optimizer.rules.hardship_turns import HardshipTurns
from tests.cases import cadre, case, decision, unit
from tests.rules.judge import kept, remarks, said

RULE = HardshipTurns()
UNITS = (unit("U1", hardship="island"), unit("U2", hardship="mountain"), unit("U3"))


def staffed(cells: bool = True, **fields: object):
    person = cadre("A", **{"sex": "male", "current_unit_code": "U1", "in_post_since": "1/7/2020", **fields})
    return case(UNITS, cadres=[person], cells=cells)  # the plan date is 1 July 2025


@pytest.mark.parametrize(
    ("sex", "since", "over"),
    [
        ("male", "1/7/2020", True),
        ("male", "2/7/2020", False),
        ("male", "2020", False),  # it may have been December
        ("male", "2019", True),
        ("female", "1/7/2022", True),
        ("female", "2/7/2022", False),
        (None, "1/7/2022", False),  # the longer turn where the sex is blank
        ("male", None, False),
    ],
)
def test_whoever_has_served_the_turn_does_not_stay_against_their_wish(sex: str, since: str, over: bool) -> None:
    made = staffed(sex=sex, in_post_since=since)
    assert kept(RULE, made, ("A", "U1", "T1")) is not over
    assert kept(RULE, made, ("A", "U3", "T1"))


def test_nobody_goes_from_one_hardship_unit_to_another_unless_they_wish_for_it() -> None:
    assert not kept(RULE, staffed(in_post_since="1/1/2025"), ("A", "U2", "T1"))
    assert kept(RULE, staffed(wish_units=("U2", "U1")), ("A", "U2", "T1"))
    assert kept(RULE, staffed(wish_units=("U2", "U1")), ("A", "U1", "T1"))
    assert kept(RULE, staffed(current_unit_code="U3"), ("A", "U2", "T1"))  # a first turn
    assert kept(RULE, staffed(current_unit_code=None), ("A", "U2", "T1"))


def test_whoever_lives_there_is_on_no_turn_unless_asked() -> None:
    assert kept(RULE, staffed(residence_units=("U1",)), ("A", "U1", "T1"))
    assert kept(RULE, staffed(residence_units=("U1",)), ("A", "U2", "T1"))
    assert kept(RULE, staffed(residence_units=("U2",)), ("A", "U2", "T1"))
    assert not kept(RULE, staffed(residence_units=("U1", "U2")), ("A", "U1", "T1"))  # not known which of the two
    assert not kept(HardshipTurns(residents=True), staffed(residence_units=("U1",)), ("A", "U1", "T1"))


def test_kinds_and_lengths_are_parameters() -> None:
    islands = HardshipTurns.model_validate({"kinds": "hải đảo"})
    assert kept(islands, staffed(), ("A", "U2", "T1"))
    assert not kept(islands, staffed(), ("A", "U1", "T1"))
    assert kept(HardshipTurns(months_men=61), staffed(), ("A", "U1", "T1"))


def test_an_exception_that_names_it_lifts_it() -> None:
    person = cadre("A", sex="male", current_unit_code="U1", in_post_since="2010")
    made = case(UNITS, cadres=[person], decisions=[decision("A", "exception", "U1", rule="hardship_turns")])
    assert kept(RULE, made, ("A", "U1", "T1"))
    assert not kept(RULE, made, ("A", "U2", "T1"))


def test_the_sentences_say_how_long_and_where() -> None:
    vi, en = said(RULE, staffed(), ("A", "U1", "T1"))
    assert vi.endswith(
        "đã công tác tại Unit U1 (hải đảo) từ 01/07/2020, đủ một lượt 60 tháng, không có nguyện vọng ở lại."
    )
    assert en.endswith(
        "has served at Unit U1 (island) since 01/07/2020, a full turn of 60 months, and does not wish to stay."
    )
    assert "một địa bàn khó khăn khác" in said(RULE, staffed(), ("A", "U2", "T1"))[0]


def test_a_blank_date_is_remarked_for_those_on_a_turn_only() -> None:
    assert remarks(RULE, staffed(in_post_since=None)) == [("blank_hardship_turns", "info", "in_post_since 2")]
    assert remarks(RULE, staffed(in_post_since=None, residence_units=("U1",))) == []
    assert remarks(RULE, staffed(in_post_since=None, current_unit_code="U3")) == []
