from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.minority_in_leadership import MinorityInLeadership
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (title("BT", group="leader"), title("CV", group="specialist"))
PEOPLE = (
    cadre("K1", ethnicity="kinh", current_unit_code="U1"),
    cadre("K2", ethnicity="Kinh", current_unit_code="U1"),
    cadre("T1", ethnicity="Tày", current_unit_code="U2"),
    cadre("N1", ethnicity="Nùng", current_unit_code="U2", status="leaving"),
    cadre("X"),
)


def office(*decisions, people=PEOPLE):
    return case(["U1", "U2"], TITLES, cadres=people, decisions=decisions, cells=True)


def rule(**given: object) -> MinorityInLeadership:
    return MinorityInLeadership.model_validate(given)


def test_without_a_share_it_is_that_of_the_available_people_in_whole_percents() -> None:
    (quota,) = rule().quotas(office())
    assert [row.share for row in quota.rows] == [25_000], "one of four available; who leaves is not asked"
    (quota,) = rule().quotas(office(people=PEOPLE[:3]))
    assert [row.share for row in quota.rows] == [33_000], "a third, rounded down"
    assert not kept(rule(), office(), ("K1", "U1", "BT"))
    assert kept(rule(), office(), ("K1", "U1", "BT"), ("T1", "U2", "BT"))
    assert rule().limit_for(office()).vi.endswith("(25%)")


def test_each_unit_has_the_share_of_those_who_serve_there() -> None:
    (quota,) = rule(scope="unit").quotas(office())
    assert [row.share for row in quota.rows] == [0, 100_000]
    assert kept(rule(scope="unit"), office(), ("K1", "U1", "BT"))
    assert not kept(rule(scope="unit"), office(), ("K1", "U2", "BT"))


def test_a_number_stands_before_the_roster_s_share() -> None:
    plan = (("K1", "U1", "BT"), ("T1", "U2", "BT"))
    assert kept(rule(share="50%"), office(), *plan)
    assert not kept(rule(share="0,6"), office(), *plan)
    assert rule(share="") == rule() == rule(share="tự tính")


def test_the_majority_word_is_a_setting() -> None:
    assert not kept(rule(share=0.5, majority="Kinh, Tày"), office(), ("T1", "U2", "BT"))


def test_blank_cells_are_no_minority_and_are_pointed_out() -> None:
    assert not kept(rule(), office(), ("X", "U1", "BT"))
    assert remarks(rule(), office()) == [("blank_minority_in_leadership", "info", "ethnicity 6")]
    none = office(people=["A", "B"])
    assert kept(rule(share=1), none, ("A", "U1", "BT"))
    assert rule(share=1).rows(Facts(none)) == ()
    assert [(f.code, f.severity) for f in rule().problems(none)] == [("idle_rule", "warning")]


def test_an_exception_takes_the_person_out() -> None:
    assert kept(rule(), office(decision("K1", "exception", rule="minority_in_leadership")), ("K1", "U1", "BT"))


def test_the_sentence_counts_what_is_missing() -> None:
    (finding,) = rule().violations(office(), Plan.of([("K1", "U1", "BT")]))
    assert finding.amount == 0.25
    vi, en = said(rule(), office(), ("K1", "U1", "BT"))
    assert "0 trên 1 lãnh đạo là người dân tộc thiểu số, cần ít nhất 25%; còn thiếu 0,25 người" in vi
    assert "0 of the 1 leaders belong to a minority, at least 25% are to be; 0.25 missing" in en
