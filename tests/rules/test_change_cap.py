from optimizer.domain.plan import Plan
from optimizer.rules.change_cap import ChangeCap
from tests.cases import case, decision, title
from tests.rules.judge import broken, kept, remarks, said

TITLES = (title("BT", name="Bí thư", concurrent_with=("CH",)), "CH", "CV")
BEFORE = (("A", "U1", "BT"), ("B", "U1", "CV"))


def office(before=BEFORE, **more):
    previous = None if before is None else Plan.of(before)
    return case(["U1", "U2"], TITLES, cadres=["A", "B", "C"], previous=previous, **more)


def test_as_many_as_the_cap_may_change_and_no_more() -> None:
    one = ChangeCap(most=1)
    assert kept(one, office(), *BEFORE)
    assert kept(one, office(), ("A", "U2", "BT"), BEFORE[1])
    assert kept(one, office(), *BEFORE, ("C", "U2", "CV"))
    assert not kept(one, office(), ("A", "U2", "BT"), ("B", "U2", "CV"))
    assert not kept(one, office(), BEFORE[0], ("C", "U1", "CV")), "one out, one in"
    assert not kept(one, office()), "two are left out"


def test_a_further_title_in_one_hand_is_a_change() -> None:
    assert not kept(ChangeCap(most=0), office(), *BEFORE, ("A", "U1", "CH"))


def test_without_a_reviewed_plan_the_cap_does_nothing_and_says_so() -> None:
    assert kept(ChangeCap(most=0), office(None), ("A", "U2", "BT"))
    (found,) = ChangeCap().problems(office(None, cells=True))
    assert (found.code, found.severity) == ("idle_rule", "info")
    assert remarks(ChangeCap(), office(cells=True)) == []


def test_the_sentence_names_who_changes_and_how_many_may() -> None:
    (subject,) = broken(ChangeCap(most=1), office(), ("A", "U2", "BT"))
    assert subject["rule"] == "change_cap"
    vi, en = said(ChangeCap(most=1), office(), ("A", "U2", "BT"))
    assert vi == ("2 người được bố trí khác phương án đã rà soát, tối đa 1: Person A (A), Person B (B).")
    assert en == (
        "2 people are placed otherwise than in the reviewed plan, at most 1 may be: Person A (A), Person B (B)."
    )


def test_an_exception_takes_a_person_out_of_the_count_at_its_seats() -> None:
    none = ChangeCap(most=0)
    seat = office(decisions=[decision("A", "exception", "U2", "BT", rule="change_cap")])
    assert kept(none, seat, ("A", "U2", "BT"), BEFORE[1])
    assert kept(none, seat, *BEFORE)
    assert not kept(none, seat, ("A", "U2", "CV"), BEFORE[1])
    assert not kept(none, seat, ("A", "U2", "BT"), ("A", "U2", "CH"), BEFORE[1]), "the second title is no exception"
    assert not kept(none, seat, BEFORE[1]), "left out, which no seat speaks of"
    assert not kept(none, seat, ("A", "U2", "BT"), ("B", "U2", "CV"))


def test_an_exception_without_a_seat_takes_a_person_out_whatever_becomes_of_them() -> None:
    none = ChangeCap(most=0)
    free = office(decisions=[decision("A", "exception", rule="Cap on changes")])
    for mine in ([], [("A", "U2", "CV")], [("A", "U1", "BT")]):
        assert kept(none, free, *mine, BEFORE[1])
        assert not kept(none, free, *mine)
    assert kept(none, office(decisions=[decision("C", "exception", rule="change_cap")]), *BEFORE, ("C", "U2", "CV"))
    assert not kept(none, office(decisions=[decision("C", "exception")]), *BEFORE, ("C", "U2", "CV"))
