from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.continuity import Continuity
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import broken, kept, said

TITLES = (title("BT", group="leader"), title("CV", group="specialist"), title("CX", group="specialist"))
UNITS = (unit("U1", name="xã Hòa An"), unit("U2", name="xã Tân Tiến"))
OLD = (
    old_unit("U1", "xã Hòa Bình"),
    old_unit("U1", "xã Chia Đôi"),
    old_unit("U2", "xã Chia Đôi"),
)
PEOPLE = (
    cadre("A", current_unit_code="U1"),
    cadre("B", current_unit="xã Hòa Bình"),
    cadre("S", current_unit="xã Chia Đôi"),
    cadre("D", current_unit="Huyện ủy Thủy Nguyên"),
    cadre("X"),
)
SHARE = Continuity(share=0.5, min_leaders=0)
LEADERS = Continuity(share=0, min_leaders=1)


def office(*decisions, people=PEOPLE):
    return case(UNITS, TITLES, cadres=people, predecessors=OLD, decisions=decisions, cells=True)


def test_half_of_a_unit_s_people_served_there_or_in_a_predecessor() -> None:
    assert kept(SHARE, office(), ("A", "U1", "BT"), ("X", "U1", "CV"))
    assert kept(SHARE, office(), ("B", "U1", "BT"), ("D", "U1", "CV"))
    assert not kept(SHARE, office(), ("A", "U1", "BT"), ("X", "U1", "CV"), ("D", "U1", "CX"))
    assert not kept(SHARE, office(), ("A", "U2", "BT"))


def test_who_served_in_a_divided_unit_knows_both_parts() -> None:
    assert kept(SHARE, office(), ("S", "U1", "BT"))
    assert kept(SHARE, office(), ("S", "U2", "BT"))


def test_one_leader_is_the_unit_s_own() -> None:
    people = [c for c in PEOPLE if c.cadre_id != "S"]  # then nobody serves in U2, which is not asked
    assert kept(LEADERS, office(people=people), ("A", "U1", "BT"), ("X", "U2", "BT"))
    assert broken(LEADERS, office(people=people), ("X", "U1", "BT"), ("A", "U1", "CV")) == [
        {"unit": "U1", "cadre": "X", "rule": "continuity"}
    ]
    assert len(broken(LEADERS, office(), ("A", "U1", "BT"))) == 1, "U2 has people of its own too"


def test_an_exception_takes_the_person_out() -> None:
    assert kept(SHARE, office(decision("X", "exception", rule="continuity")), ("A", "U1", "BT"), ("X", "U2", "BT"))


def test_the_sentences_say_what_is_missing() -> None:
    plan = (("A", "U1", "BT"), ("X", "U1", "CV"), ("D", "U1", "CX"))
    assert said(SHARE, office(), *plan)[0] == (
        "xã Hòa An: 1 trên 3 cán bộ đang công tác tại đơn vị hoặc đơn vị cũ của nó, cần ít nhất 50%; còn thiếu 0,5 "
        "người."
    )
    found = list(LEADERS.violations(office(), Plan.of([("X", "U1", "BT")])))
    assert [f.amount for f in found] == [1.0, 1.0]
    assert found[0].text.en == "xã Hòa An: 0 of the leaders are the unit's own, at least 1 are to be; 1 missing."


def test_a_roster_without_workplaces_leaves_it_without_effect() -> None:
    nobody = office(people=["A", "B"])
    assert Continuity().rows(Facts(nobody)) == ()
    assert [f.code for f in Continuity().problems(nobody)] == ["idle_rule"]
    assert list(Continuity().problems(office())) == []
