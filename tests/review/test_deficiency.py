"""Sets of vacant seats: their count is Hall's, and nothing can be filled that they say cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.plan import Plan
from optimizer.pipeline import propose
from optimizer.review.board import Board
from optimizer.review.deficiency import Deficiencies
from tests.cases import cadre, case, decision, seat, setting, title
from tests.property.every_plan import every_plan
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.domain.case import Case

NETWORK = [setting("degree"), setting("field")]


def deficiencies(made: Case, plan: Plan) -> Deficiencies:
    return Deficiencies(Board(made, plan, catalogue(made)))


@st.composite
def networks(draw: st.DrawFn) -> Case:
    """Draw a case without rules over several people: titles ask for fields and degrees."""
    some = st.sets(st.sampled_from(("dat dai", "y te", "luat")), max_size=2)
    titles = [
        title(f"T{i}", fields=tuple(sorted(draw(some))), min_degree=draw(st.sampled_from((0, 0, 4))))
        for i in range(draw(st.integers(1, 4)))
    ]
    units = [f"U{i}" for i in range(draw(st.integers(1, 3)))]
    seats = [
        seat(u, t.title_code, draw(st.integers(0, 3)), priority=draw(st.integers(1, 2))) for u in units for t in titles
    ]
    people = [
        cadre(f"P{i}", degree=draw(st.sampled_from((2, 4))), expertise=dict.fromkeys(sorted(draw(some)), 1.0))
        for i in range(draw(st.integers(0, 8)))
    ]
    decisions = [
        decision(p.cadre_id, "forbid", draw(st.sampled_from(units))) for p in people if draw(st.integers(0, 4)) == 0
    ]
    return case(units, titles, seats, people, rules=NETWORK, decisions=decisions)


def may(made: Case, cadre_id: str, unit: str, code: str) -> bool:
    """Return whether the checker lets a person hold one seat, all else empty."""
    return verify(made, Plan.of([(cadre_id, unit, code)])).ok


@settings(derandomize=True, database=None, max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks())
def test_in_the_best_plan_every_vacancy_is_explained_by_halls_count(made: Case) -> None:
    plan = propose(made).plan
    assert plan is not None
    found = deficiencies(made, plan)
    told = [s for d in found.sets for s in d.vacant]
    assert sorted(told) == sorted(found.vacant)
    assert len(told) == len(set(told))
    for d in found.sets:
        assert d.chain is None
        keys = [(made.seats[s].unit_code, made.seats[s].title_code) for s in d.seats]
        qualify = {c.cadre_id for c in made.cadres if any(may(made, c.cadre_id, *key) for key in keys)}
        assert {made.cadres[p].cadre_id for p in d.people} == qualify
        assert d.places == sum(made.seats[s].target for s in d.seats)
        assert d.capacity == len(qualify)
        assert d.places - len(qualify) == d.missing == d.short
        assert d.exact


@settings(derandomize=True, database=None, max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.data())
def test_in_a_poor_plan_a_chain_of_moves_fills_the_seat(made: Case, data: st.DataObject) -> None:
    best = propose(made).plan
    assume(best is not None and best.placements)
    assert best is not None
    poor = Plan.of(data.draw(st.lists(st.sampled_from(best.placements), unique=True)))
    board = Board(made, poor, catalogue(made))
    before = verify(made, poor)
    chained = [d for d in Deficiencies(board).sets if d.chain is not None]
    for d in chained:
        assert d.chain is not None
        after = verify(made, board.changed(d.chain.change))
        assert after.ok
        assert sum(after.vacant.values()) == sum(before.vacant.values()) - 1
        assert not d.chain.broken
    if sum(before.vacant.values()) > sum(verify(made, best).vacant.values()):
        assert chained


@settings(derandomize=True, database=None, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_no_plan_at_all_fills_more_than_a_set_says(made: Case) -> None:
    plan = propose(made).plan
    assume(plan is not None)
    assert plan is not None
    active = catalogue(made)
    sets = [d for d in deficiencies(made, plan).sets if d.chain is None]
    if not sets:
        return
    for other in every_plan(made, active):
        if not verify(made, other, active).ok:
            continue
        held = other.by_seat
        for d in sets:
            missing = sum(
                max(0, made.seats[s].target - len(held.get((made.seats[s].unit_code, made.seats[s].title_code), ())))
                for s in d.seats
            )
            assert missing >= d.short


def test_seats_that_lack_the_same_people_stand_together_with_where_those_serve() -> None:
    land, office = title("DD", fields=("dat dai",)), title("VP")
    people = [cadre("A", expertise={"dat dai": 5.0}), cadre("B", expertise={"dat dai": 2.0}), cadre("C")]
    seats = [seat(u, "DD") for u in ("U1", "U2", "U3", "U4")] + [seat("U1", "VP")]
    made = case(["U1", "U2", "U3", "U4"], [land, office], seats, people, rules=NETWORK)
    found = deficiencies(made, Plan.of([("A", "U1", "DD"), ("B", "U2", "DD"), ("C", "U1", "VP")]))
    (d,) = found.sets
    assert [made.seats[s].unit_code for s in d.vacant] == ["U3", "U4"]
    assert (d.places, d.capacity, d.missing, d.short, d.exact) == (4, 2, 2, 2, True)
    assert d.people == (0, 1)
    assert found.of(d.vacant[0]).people == d.people


def test_a_rule_about_several_people_is_named_as_what_stops_the_move() -> None:
    made = case(
        ["U1"],
        [title("PCT", name="Deputy", group="leader")],
        [seat("U1", "PCT", 2)],
        ["A", "B"],
        rules=[setting("vice_chair_average", params={"titles": "PCT", "average": "1", "since": "01/01/2025"})],
    )
    (d,) = deficiencies(made, Plan.of([("A", "U1", "PCT")])).sets
    assert d.chain is not None
    assert d.chain.rules == ("vice_chair_average",)
    assert d.chain.broken == 1
    assert [step.person for step in d.chain.steps] == [1]


def test_a_locked_person_does_not_follow_a_chain() -> None:
    made = case(
        ["U1", "U2"], ["T1"], None, ["A"], rules=NETWORK, decisions=[decision("A", "lock", "U1", "T1")]
    )  # A qualifies for U2 as well, yet is decided for U1
    (d,) = deficiencies(made, Plan.of([("A", "U1", "T1")])).sets
    assert d.people == ()
    assert d.exact


def test_titles_in_one_hand_count_for_what_one_person_can_hold() -> None:
    titles = [title("BT", concurrent_with=("CH",)), title("CH")]
    made = case(["U1", "U2"], titles, None, ["A"])
    (d,) = deficiencies(made, Plan.of([("A", "U1", "BT"), ("A", "U1", "CH")])).sets
    assert (d.places, d.capacity, d.missing, d.exact) == (4, 2, 2, True)


def test_a_second_title_beside_the_first_is_one_move_that_nobody_follows() -> None:
    titles = [title("BT", concurrent_with=("CH",)), title("CH")]
    rules = [setting("concurrent_titles", params={"only_concurrent": "CH"}), *NETWORK]
    made = case(["U1"], titles, None, ["A", "B"], rules=rules)
    board = Board(made, Plan.of([("A", "U1", "BT")]), catalogue(made))
    (d,) = Deficiencies(board).sets
    assert d.chain is not None
    after = verify(made, board.changed(d.chain.change))
    assert after.ok
    assert sum(after.vacant.values()) == 0


def test_a_move_that_fills_nothing_is_no_way_to_fill_a_seat() -> None:
    # Bình is locked in CH, which Dung alone could take over: nothing that either of them does brings a second BT
    titles = [title("BT", party_member=True, concurrent_with=("CH",)), title("CH")]
    made = case(
        ["U1"], titles, [seat("U1", "BT", 2), seat("U1", "CH")], [cadre("B", party_date="2005"), cadre("D")],
        decisions=[decision("B", "lock", "", "CH")], rules=[setting("party_member")],
    )  # fmt: skip
    (d,) = deficiencies(made, Plan.of([("B", "U1", "BT"), ("B", "U1", "CH")])).sets
    assert d.chain is None
    assert (d.places, d.people, d.exact) == (2, (0,), True)


@settings(derandomize=True, database=None, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_only_a_plan_that_can_be_better_is_told_of_moves_that_nothing_stops(made: Case) -> None:
    plan = propose(made, gap=0.0).plan
    assume(plan is not None)
    assert plan is not None
    for d in deficiencies(made, plan).sets:
        assert d.chain is None or d.chain.broken
