import pytest

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Placement, Plan
from optimizer.findings import Address
from optimizer.model.facts import Facts
from optimizer.rules.decisions import Decisions
from tests.cases import cadre, case, decision, seat, title
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, remarks, said

RULE = Decisions()
TITLES = (title("T1", concurrent_with=("T2",)), "T2")
AT = cadre("A", current_unit_code="U2", current_title_code="T1")


def decided(*decisions: object):
    return case(["U1", "U2"], TITLES, cadres=[AT, "B"], decisions=decisions, cells=True)


@pytest.mark.parametrize(
    ("seat", "good", "bad"),
    [
        (("U1", "T1"), [("U1", "T1")], [("U1", "T2"), ("U2", "T1")]),
        (("U1", ""), [("U1", "T1"), ("U1", "T2")], [("U2", "T1")]),
        (("", "T2"), [("U1", "T2"), ("U2", "T2")], [("U1", "T1")]),
        (("", ""), [("U1", "T1"), ("U2", "T2")], []),
    ],
)
def test_a_lock_wants_a_matching_seat_and_a_forbid_none(seat: tuple[str, str], good: list, bad: list) -> None:
    lock, forbid = decided(decision("A", "lock", *seat)), decided(decision("A", "forbid", *seat))
    for spot in good:
        assert kept(RULE, lock, ("A", *spot))
        assert not kept(RULE, forbid, ("A", *spot))
    for spot in bad:
        assert not kept(RULE, lock, ("A", *spot))
        assert kept(RULE, forbid, ("A", *spot))
    assert not kept(RULE, lock)
    assert kept(RULE, forbid)


def test_a_lock_is_met_by_one_title_of_two_held_together() -> None:
    assert kept(RULE, decided(decision("A", "lock", "U1", "T2")), ("A", "U1", "T1"), ("A", "U1", "T2"))


def test_of_several_titles_held_the_highest_that_has_a_seat_is_kept() -> None:
    person = cadre("A", current_unit_code="U1", current_title_code="T1", also_titles=("T2",))
    both = case(["U1"], TITLES, cadres=[person], decisions=[decision("A", "keep")])
    assert kept(RULE, both, ("A", "U1", "T1"))
    assert not kept(RULE, both, ("A", "U1", "T2"))
    second = case(["U1"], TITLES, [seat("U1", "T2")], cadres=[person], decisions=[decision("A", "keep")])
    assert kept(RULE, second, ("A", "U1", "T2"))
    closed = [seat("U1", "T1", target=0, max=0), seat("U1", "T2")]
    assert kept(
        RULE, case(["U1"], TITLES, closed, cadres=[person], decisions=[decision("A", "keep")]), ("A", "U1", "T2")
    )


def test_several_locks_of_one_person_all_hold() -> None:
    both = decided(decision("A", "lock", "U1", "T1"), decision("A", "lock", "U1", "T2"))
    assert kept(RULE, both, ("A", "U1", "T1"), ("A", "U1", "T2"))
    assert broken(RULE, both, ("A", "U1", "T1")) == [{"cadre": "A", "unit": "U1", "title": "T2", "rule": "decisions"}]


def test_a_forbid_holds_for_one_title_of_two_too() -> None:
    barred = decided(decision("A", "forbid", "", "T2"))
    assert not kept(RULE, barred, ("A", "U1", "T1"), ("A", "U1", "T2"))


def test_a_decision_speaks_of_one_person_only() -> None:
    for action in ("forbid", "exclude"):
        assert kept(RULE, decided(decision("A", action)), ("B", "U1", "T1"))
    assert not kept(RULE, decided(decision("A", "lock")), ("B", "U1", "T1"))


def test_who_is_excluded_has_no_seat() -> None:
    out = decided(decision("A", "exclude"))
    assert kept(RULE, out)
    assert not kept(RULE, out, ("A", "U2", "T2"))


@pytest.mark.parametrize(
    ("written", "spot"),
    [(("", ""), ("U2", "T1")), (("U1", ""), ("U1", "T1")), (("", "T2"), ("U2", "T2")), (("U1", "T2"), ("U1", "T2"))],
)
def test_keep_is_the_present_seat_unless_written(written: tuple[str, str], spot: tuple[str, str]) -> None:
    keep = decided(decision("A", "keep", *written))
    held = [p for p in structured_plans(keep) if not list(RULE.violations(keep, p)) and "B" not in p.by_cadre]
    assert all(Placement("A", *spot) in p.placements for p in held)
    assert kept(RULE, keep, ("A", *spot))
    assert remarks(RULE, keep) == []


@pytest.mark.parametrize("written", [("", ""), ("U1", ""), ("", "T1")])
def test_a_keep_without_a_known_seat_is_an_error_and_never_met(written: tuple[str, str]) -> None:
    keep = decided(decision("B", "keep", *written))
    assert remarks(RULE, keep) == [("unknown_present_seat", "error", "action 2")]
    assert [f.code for f in catalogue(keep).findings] == ["unknown_present_seat"]
    assert not kept(RULE, keep, ("B", "U1", "T1"))
    assert remarks(RULE, decided(decision("B", "keep", "U1", "T1"))) == []


def test_an_exclude_that_names_a_seat_is_remarked() -> None:
    assert remarks(RULE, decided(decision("A", "exclude", "U1"))) == [("exclude_with_seat", "warning", "unit_code 2")]


def test_the_sentence_names_cell_seat_reason_and_author() -> None:
    locked = decided(decision("A", "lock", "U1", reason="ổn định tổ chức", author="Ban Tổ chức"))
    vi, en = said(RULE, locked, ("A", "U2", "T1"))
    assert vi == (
        "quyết định tại Decisions!B2 không được thực hiện: khóa Person A (A), mọi chức danh tại Unit U1, "
        "lý do: ổn định tổ chức, người quyết định: Ban Tổ chức; phương án: Title T1 tại Unit U2."
    )
    assert en.startswith("the decision at Decisions!B2 is not kept: lock Person A (A), any title at Unit U1, ")


def test_the_cell_of_the_plan_is_named_where_it_is_known() -> None:
    spot = Placement("A", "U1", "T1")
    plan = Plan.of([spot], {spot: Address("plan.xlsx", "Plan", "E2")})
    barred = decided(decision("A", "forbid", "U1"))
    assert [str(f.where) for f in RULE.violations(barred, plan)] == ["plan.xlsx › Plan!E2"]
    assert [str(f.where) for f in RULE.violations(barred, Plan.of([spot]))] == ["case.xlsx › Decisions!B2"]


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (decision("A", "forbid", "U1"), True),
        (decision("A", "forbid", "", "T1"), True),
        (decision("A", "forbid"), True),
        (decision("A", "forbid", "U1", "T2"), False),
        (decision("A", "exclude"), True),
        (decision("A", "lock", "U2", ""), True),
        (decision("A", "keep"), True),  # of the present seat, in U2
        (decision("A", "lock", "", "T2"), False),  # T1 and T2 may share a hand
        (decision("A", "lock", "U1", ""), False),
        (decision("B", "exclude"), False),
        (decision("A", "exception", "U1"), False),
    ],
)
def test_what_stands_behind_a_lock_names_the_decision_it_clashes_with(other: object, clashes: bool) -> None:
    both = decided(decision("A", "lock", "U1", "T1"), other)
    (family,) = RULE.rows(Facts(both))
    because = family.because(0)
    assert because.where.cell == "B2"
    assert ("It clashes with: Decisions!B3" in because.text.en) is clashes
    assert ("Mâu thuẫn với: Decisions!B3" in because.text.vi) is clashes


def test_of_two_clashing_locks_neither_closes_the_other_s_unit() -> None:
    both = decided(decision("A", "lock", "U1"), decision("A", "lock", "U2"))
    assert RULE.screen(Facts(both)) is None
    arrays = ArraySide(both)
    assert len(arrays.broken_rows(RULE, Plan.of([("A", "U1", "T1")]))) == 1
    assert len(arrays.broken_rows(RULE, Plan.of([]))) == 2


def test_only_decided_people_have_tables() -> None:
    screen = RULE.screen(Facts(decided(decision("B", "forbid", "U1", "T1"), decision("A", "exception"))))
    assert screen is not None
    assert screen.barred is not None
    assert screen.barred.people.tolist() == [1]
    assert screen.barred.table.tolist() == [[[True, False], [False, False]]]


def test_codes_that_are_not_in_the_case_match_nothing() -> None:
    assert not kept(RULE, decided(decision("A", "lock", "U9")), ("A", "U1", "T1"))
    assert kept(RULE, decided(decision("A", "forbid", "U9")), ("A", "U1", "T1"))


def test_locks_of_many_people_enter_their_own_rows() -> None:
    people = [f"P{i:02d}" for i in range(12)]
    many = case(
        ["U1", "U2"],
        TITLES,
        cadres=people,
        decisions=[decision(p, "lock", "U1" if i % 2 else "", "T1") for i, p in enumerate(people)],
    )
    (family,) = RULE.rows(Facts(many))
    plan = Plan.of((p, "U1" if i % 3 else "U2", "T1") for i, p in enumerate(people))
    arrays = ArraySide(many)
    said_by_rows = arrays.broken_rows(RULE, plan)
    assert len(family.lower) == 12
    assert [p for p in people if any(f"({p})" in s for s in said_by_rows)] == ["P03", "P09"]


def test_an_exception_that_nothing_allows_is_an_error() -> None:
    wrong = decided(decision("A", "exception", rule="decisions"))
    assert [(f.code, f.severity, str(f.where)) for f in catalogue(wrong).findings] == [
        ("no_exception", "error", "case.xlsx › Decisions!E2")
    ]
