import pytest

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.senders_keep import SendersKeep
from tests.cases import cadre, case, decision, title
from tests.contract.arrays import ArraySide
from tests.rules.judge import broken, kept, remarks, said

RULE = SendersKeep()
TITLES = (title("DD", fields=("dat dai",)), title("KT", fields=("ke toan",)), title("VP"))


def land(code: str, unit: str | None = "U1", **fields: object):
    return cadre(code, **{"expertise": {"dat dai": 5.0}, "current_unit_code": unit, **fields})


def staffed(*people: object, **changes: object):
    return case(["U1", "U2"], TITLES, cadres=people, **{"cells": True, **changes})  # type: ignore[arg-type]


def test_half_of_a_unit_s_people_of_a_field_stay_and_one_at_the_least() -> None:
    four = staffed(*(land(c) for c in "ABCD"))
    away = [(c, "U2", "VP") for c in "ABC"]
    assert kept(RULE, four, *away[:2])
    assert broken(RULE, four, *away) == [{"cadre": "C", "unit": "U1", "rule": "senders_keep"}]
    assert not kept(RULE, staffed(land("A")), ("A", "U2", "VP"))
    assert kept(SendersKeep(min_people=0, min_share=0.0), staffed(land("A")), ("A", "U2", "VP"))


def test_staying_in_the_unit_in_any_title_or_not_being_placed_is_no_outflow() -> None:
    two = staffed(land("A"), land("B"))
    assert kept(RULE, two, ("A", "U1", "VP"), ("B", "U1", "DD"))
    assert kept(RULE, two, ("A", "U2", "VP"))
    assert kept(RULE, two)


def test_each_field_is_looked_at_by_itself_or_all_people_together() -> None:
    people = (land("A"), land("B", expertise={}, major="Kế toán"), land("C", expertise={"luat": 3.0}))
    mixed = staffed(*people)
    assert not kept(RULE, mixed, ("B", "U2", "VP"))  # the only accountant
    assert kept(RULE, mixed, ("C", "U2", "VP"))  # no title asks for law
    together = SendersKeep(by_field=False)
    assert kept(together, mixed, ("B", "U2", "VP"))
    assert not kept(together, mixed, ("B", "U2", "VP"), ("C", "U2", "DD"))
    assert kept(SendersKeep.model_validate({"fields": "đất đai"}), mixed, ("B", "U2", "VP"))


def test_an_office_is_a_sender_from_which_every_placement_leads_away() -> None:
    office = staffed(land("A", None, current_unit="Sở Nông nghiệp"), land("B", None, current_unit="sở  nông nghiệp"))
    assert kept(RULE, office, ("A", "U1", "VP"))
    assert not kept(RULE, office, ("A", "U1", "VP"), ("B", "U2", "VP"))
    without = SendersKeep.model_validate({"without": "Sở Nông nghiệp, U2"})
    assert kept(without, office, ("A", "U1", "VP"), ("B", "U2", "VP"))


def test_offices_of_former_districts_count_only_where_asked() -> None:
    gone = staffed(land("A", None, current_unit="Phòng Nông nghiệp", level="district"))
    assert kept(RULE, gone, ("A", "U1", "VP"))
    assert not kept(SendersKeep(district_offices=True), gone, ("A", "U1", "VP"))


def test_people_who_leave_or_are_frozen_are_none_of_those_who_stay() -> None:
    two = staffed(land("A"), land("B", status="leaving"), land("C", status="frozen"))
    assert not kept(RULE, two, ("A", "U2", "VP"))


def test_an_exception_takes_a_person_out_of_the_count_of_who_goes() -> None:
    lifted = staffed(land("A"), decisions=[decision("A", "exception", rule="senders_keep")])
    assert kept(RULE, lifted, ("A", "U2", "VP"))


def test_what_goes_beyond_is_the_amount() -> None:
    six = staffed(*(land(c) for c in "ABCDEF"))
    plan = Plan.of((c, "U2", "VP") for c in "ABCDEF")
    assert [f.amount for f in RULE.violations(six, plan)] == [3.0]
    assert ArraySide(six).outside(RULE, plan) == 3.0


@pytest.mark.parametrize(
    ("share", "people", "most"), [(0.5, 3, 1), (0.1, 10, 9), (0.3, 10, 7), (1.0, 4, 0), (0.0, 4, 3)]
)
def test_a_share_is_rounded_up_to_whole_people(share: float, people: int, most: int) -> None:
    made = staffed(*(land(f"P{i}") for i in range(people)))
    (family,) = SendersKeep(min_share=share).rows(Facts(made))
    assert family.upper.tolist() == [most]


def test_the_sentence_names_sender_field_and_people() -> None:
    vi, en = said(RULE, staffed(land("A")), ("A", "U2", "VP"))
    assert vi == ("Unit U1 có 1 người lĩnh vực đất đai, phương án chuyển đi 1, được chuyển không quá 0: Person A (A).")
    assert en == "Unit U1, people in the field land: 1; the plan sends 1 away, at most 0 may go: Person A (A)."


def test_a_blank_workplace_and_an_unknown_sender_are_told() -> None:
    assert remarks(RULE, staffed(land("A", None))) == [("blank_senders_keep", "info", "current_unit 2")]
    found = list(SendersKeep.model_validate({"without": "U1, Sở Y tế"}).problems(staffed(land("A"))))
    assert [(f.code, f.value) for f in found] == [("unknown_sender", "Sở Y tế")]
    (near,) = SendersKeep.model_validate({"without": "Unit U9"}).problems(staffed(land("A")))
    assert near.fix.en.startswith("Did you mean “Unit U")
    assert SendersKeep.model_validate({"min_share": "25%"}).min_share == 0.25
