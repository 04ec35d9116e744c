from optimizer.domain.plan import Plan
from optimizer.rules.predecessor_mix import PredecessorMix
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import broken, kept, said

TITLES = (*(title(f"L{i}", group="leader") for i in range(3)), title("CV", group="specialist"))
UNITS = (unit("U1", name="xã Hòa An"), unit("U2", name="xã Tân Tiến"))
OLD = (
    old_unit("U1", "xã Hòa Bình", old_district="Thủy Nguyên"),
    old_unit("U1", "xã Hòa Nghĩa", old_district="An Dương"),
    old_unit("U2", "xã Tân Tiến", old_district="An Dương"),
)
PEOPLE = (
    cadre("A1", current_unit="UBND xã Hoà Bình, huyện Thủy Nguyên", current_unit_code="U1"),
    cadre("A2", current_unit="xã Hòa Bình", current_unit_code="U1"),
    cadre("A3", current_unit="xã Hòa Bình", current_unit_code="U1"),
    cadre("B1", current_unit="xã Hòa Nghĩa", current_unit_code="U1"),
    cadre("N1", current_unit="xã Hòa An", current_unit_code="U1"),
    cadre("T1", current_unit="xã Tân Tiến, huyện An Dương", current_unit_code="U2"),
    cadre("D1", current_unit="Huyện ủy Thủy Nguyên"),
    cadre("X"),
)


def office(*decisions, old=OLD, people=PEOPLE):
    return case(UNITS, TITLES, cadres=people, predecessors=old, decisions=decisions, cells=True)


def leaders(*people: str, unit_code: str = "U1"):
    return tuple((p, unit_code, f"L{i}") for i, p in enumerate(people))


def test_two_of_three_may_come_from_one_predecessor_not_all_three() -> None:
    assert kept(PredecessorMix(), office(), *leaders("A1"))
    assert kept(PredecessorMix(), office(), *leaders("A1", "A2", "B1"))
    assert kept(PredecessorMix(), office(), *leaders("A1", "A2", "X"))
    assert not kept(PredecessorMix(), office(), *leaders("A1", "A2", "A3"))
    assert not kept(PredecessorMix(), office(), *leaders("A1", "A2"))


def test_the_share_can_be_kept_to_strictly() -> None:
    strict = PredecessorMix(free=0)
    assert not kept(strict, office(), *leaders("A1", "A2", "B1"))
    assert kept(strict, office(), *leaders("A1", "B1"))
    assert not kept(strict, office(), *leaders("A1"))


def test_a_unit_with_one_predecessor_and_people_from_elsewhere_are_not_limited() -> None:
    assert kept(PredecessorMix(free=0), office(), *leaders("A1", "A2", "A3", unit_code="U2"))
    assert kept(PredecessorMix(free=0), office(), *leaders("T1", unit_code="U2"))
    assert kept(PredecessorMix(free=0), office(), *leaders("X", "D1"))


def test_a_new_unit_does_not_say_from_which_predecessor_unless_it_has_only_one() -> None:
    assert kept(PredecessorMix(free=0), office(), *leaders("N1"))
    one = (*OLD[:1], old_unit("U2", "xã Hòa Bình", old_district="Thủy Nguyên"), OLD[2])
    assert not kept(PredecessorMix(free=0), office(old=one), *leaders("N1", unit_code="U2")), "U1 is what remains of it"


def test_a_divided_old_unit_is_one_predecessor_of_both_parts() -> None:
    old = (*OLD, old_unit("U2", "xã Hòa Bình", old_district="Thủy Nguyên"))
    people = [cadre(f"A{i}", current_unit="xã Hòa Bình") for i in (1, 2)]  # two units may be meant: no single code
    for code in ("U1", "U2"):
        assert not kept(PredecessorMix(), office(old=old, people=people), *leaders("A1", "A2", unit_code=code))


def test_by_district_a_unit_over_two_districts_is_asked_and_district_offices_count() -> None:
    by = PredecessorMix(by="district")
    assert not kept(by, office(), *leaders("A1", "D1"))
    assert kept(PredecessorMix(), office(), *leaders("A1", "D1"))
    assert kept(by, office(), *leaders("A1", "B1"))
    assert kept(by, office(), *leaders("A1", "A2", unit_code="U2"))


def test_an_exception_takes_the_person_out() -> None:
    out = office(decision("A3", "exception", "U1", rule="predecessor_mix"))
    assert not kept(PredecessorMix(), out, *leaders("A1", "A2", "A3")), "two of two are left"
    assert kept(PredecessorMix(), out, *leaders("A1", "B1", "A3"))


def test_the_sentence_names_unit_and_predecessor() -> None:
    plan = leaders("A1", "A2", "A3")
    assert broken(PredecessorMix(), office(), *plan) == [{"unit": "U1", "cadre": "A3", "rule": "predecessor_mix"}]
    vi, en = said(PredecessorMix(), office(), *plan)
    assert vi == (
        "xã Hòa An: 3 trên 3 lãnh đạo đến từ xã Hòa Bình, quy định tối đa 50% (không kể 1 người đầu); vượt 1 người."
    )
    assert en == (
        "xã Hòa An: 3 of the 3 leaders come from xã Hòa Bình, at most 50% (the first 1 not counted) are to be; "
        "1 too many."
    )
    (finding,) = PredecessorMix().violations(office(), Plan.of(plan))
    assert finding.amount == 1.0


def test_a_case_without_merged_units_or_known_workplaces_is_warned_of() -> None:
    assert [f.code for f in PredecessorMix().problems(office(old=()))] == ["idle_rule"]
    assert [f.code for f in PredecessorMix().problems(office(people=["A"]))] == ["idle_rule"]
    assert list(PredecessorMix().problems(office())) == []
