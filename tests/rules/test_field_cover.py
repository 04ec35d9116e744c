import pytest

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.field_cover import FieldCover
from tests.cases import cadre, case, decision, seat, title, unit
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, remarks, said

TITLES = (
    title("DD", group="specialist", fields=("dat dai",), concurrent_with=("MT",)),
    title("MT", group="specialist", fields=("moi truong", "dat dai")),
    title("TP", group="manager", fields=("dat dai",)),
)
PEOPLE = (
    cadre("A", expertise={"dat dai": 2.0}),
    cadre("B", major="Quản lý; Môi trường"),
    cadre("C"),
)


def office(**more):
    given = {
        "units": ["U1", "U2"],
        "titles": TITLES,
        "seats": [seat("U1", "DD"), seat("U1", "MT"), seat("U1", "TP"), seat("U2", "TP")],
        "cadres": PEOPLE,
    }
    return case(**(given | more), cells=True)


def rule(fields: str = "đất đai", **more: str):
    return FieldCover.model_validate({"fields": fields, **more})


def test_a_unit_needs_somebody_who_knows_the_field_in_a_title_that_names_it() -> None:
    assert kept(rule(), office(), ("A", "U1", "DD"))
    assert kept(rule(), office(), ("A", "U1", "MT"))
    for wrong in (("B", "U1", "DD"), ("B", "U1", "MT"), ("A", "U1", "TP"), ("A", "U2", "TP"), ("C", "U1", "DD")):
        assert broken(rule(), office(), wrong)[0]["field"] == "dat dai", wrong


def test_a_major_is_enough_and_one_person_may_cover_two_fields() -> None:
    assert kept(rule("môi trường"), office(), ("B", "U1", "MT"))
    both = office(cadres=[cadre("A", expertise={"dat dai": 1.0}, major="Môi trường")])
    assert kept(rule("môi trường, đất đai"), both, ("A", "U1", "MT"))
    assert len(broken(rule("môi trường, đất đai"), both, ("A", "U1", "DD"))) == 1


def test_two_titles_of_one_field_in_one_hand_are_one_specialist() -> None:
    two = office(units=[unit("U1", population=2), unit("U2")])
    asking = rule(people_per_specialist="1")
    assert broken(asking, two, ("A", "U1", "DD"), ("A", "U1", "MT"))
    plan = Plan.of([("A", "U1", "DD"), ("A", "U1", "MT")])
    assert [f.amount for f in asking.violations(two, plan)] == [1.0]


@pytest.mark.parametrize(("residents", "need"), [(None, 1), (0, 1), (10_000, 1), (10_001, 2), (90_000, 2)])
def test_the_target_follows_the_residents_up_to_the_seats(residents: int | None, need: int) -> None:
    populated = office(units=[unit("U1", population=residents), unit("U2")])
    (finding,) = rule(people_per_specialist="10000").violations(populated, Plan.of([]))
    assert finding.amount == need


def test_a_unit_without_a_seat_for_the_field_is_said_once_and_asked_nothing() -> None:
    assert remarks_of(rule()) == [
        ("no_seat_for_field", "info", "1 đơn vị không có chỉ tiêu chuyên viên đất đai: Unit U2.")
    ]
    assert {b["unit"] for b in broken(rule(), office())} == {"U1"}


def remarks_of(it: FieldCover):
    return [(f.code, f.severity, f.text.vi) for f in it.problems(office())]


def test_with_an_exception_the_title_is_enough() -> None:
    spared = office(
        seats=[seat("U1", "DD"), seat("U1", "MT"), seat("U2", "DD"), seat("U1", "TP")],
        decisions=[decision(who, "exception", "U1", "DD", rule="field_cover") for who in "AC"],  # A knows it anyway
    )
    assert [b["unit"] for b in broken(rule(), spared, ("C", "U1", "DD"))] == ["U2"]
    assert [b["unit"] for b in broken(rule(), spared, ("C", "U2", "DD"))] == ["U1", "U2"]
    arrays, both = ArraySide(spared), rule("đất đai, môi trường")
    for plan in structured_plans(spared):
        assert arrays.outside(both, plan) == sum(f.amount or 0 for f in both.violations(spared, plan))


def test_the_sentence_says_what_is_needed_and_who_is_there() -> None:
    two = office(units=[unit("U1", population=2), unit("U2")])
    vi, en = said(rule(people_per_specialist="1"), two, ("A", "U1", "DD"))
    assert vi == "Unit U1 cần 2 chuyên viên đất đai, phương án có 1 (Person A (A))."
    assert en == "Unit U1 needs 2 in the field of land, the plan has 1 (Person A (A))."
    (family,) = rule().rows(Facts(two))
    assert family.because(0).text.vi == "Unit U1 cần 1 chuyên viên đất đai."


def test_fields_are_checked() -> None:
    (unknown,) = (f for f in rule("đất đai, đất đa").problems(office()) if f.severity == "error")
    assert (unknown.code, unknown.fix.vi) == ("unknown_field", "Có phải ý bạn là “đất đai”?")
    misspelt, _ = FieldCover(fields=("dat daii",)).problems(case(["U1"], ["T1"]))  # and nothing to do besides
    assert (misspelt.code, misspelt.fix.vi) == ("unknown_field", "Có phải ý bạn là “đất đai”?")
    (idle,) = FieldCover().problems(case(["U1"], ["T1"]))
    assert (idle.code, idle.severity) == ("idle_rule", "warning")
    assert FieldCover().rows(Facts(case(["U1"], ["T1"]))) == ()


def test_a_blank_population_is_remarked_where_the_target_needs_it() -> None:
    known = office(units=[unit("U1", population=2), unit("U2")])
    found = [f for f in rule(people_per_specialist="9").problems(known) if f.code == "blank_field_cover"]
    assert [str(f.where) for f in found] == ["case.xlsx › Units!I3"]
    assert not [f for f in rule().problems(known) if f.code == "blank_field_cover"]
    assert remarks(rule("môi trường", people_per_specialist="9"), office(units=["U1"], seats=[seat("U1", "MT")])) == [
        ("blank_field_cover", "info", "population 2")
    ]


def test_the_seven_fields_are_asked_for_by_default() -> None:
    assert len(FieldCover().fields) == 7
    assert "công nghệ thông tin" in FieldCover().limit().vi
