"""The next candidates of every seat are those that looking at every way to it would name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Plan
from optimizer.engine.assemble import assemble
from optimizer.model.facts import Facts
from optimizer.review import reserves
from optimizer.review.board import Board, Post
from optimizer.review.eligibility import Eligibility
from optimizer.review.known import Known
from optimizer.review.reserves import Reserves
from optimizer.review.room import Room
from tests.cases import cadre, case, seat, title
from tests.property.strategies import tiny_cases
from tests.review.test_deficiency import networks

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.review.room import Way

ENOUGH = settings(derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))


def some_plan(made: Case, data: st.DataObject) -> Plan:
    """Draw who sits where, nobody twice and no seat beyond its maximum, whatever rules say."""
    board = Board(made, Plan(()), catalogue(made))
    held = np.zeros(len(made.seats), int)
    placed = []
    for p in range(len(made.cadres)):
        open_to = [
            (u, r)
            for (u, r) in sorted(board.slot_at)
            if board.may(p, u, r) and all(held[s] < made.seats[s].max for s in board.seats_of(u, r))
        ]
        chosen = data.draw(st.sampled_from([None, *open_to]))
        if chosen is not None:
            held[list(board.seats_of(*chosen))] += 1
            placed += board.placements(Post(p, *chosen))
    return Plan.of(placed)


def every_score(found: Reserves) -> list[float]:
    """Return what each placement costs with all it moves, in the order of slots."""
    out = [np.zeros(0)]
    for blocks in found._rounds():
        begin = blocks[0][0]
        back = found._back(begin, blocks[-1][1])
        out += [found._score(a, b, begin, back) for a, b in blocks]
    scores: list[float] = np.concatenate(out).tolist()
    return scores


def every_way(room: Room, row: int) -> dict[int, Way]:
    """Return the best way of everybody to a seat, by asking about each of them."""
    board = room.board
    posts = [
        Post(p, u, r)
        for p in range(board.facts.n_people)
        for u, r in sorted(board.slot_at)
        if row in board.seats_of(u, r) and board.may(p, u, r) and Post(p, u, r) not in board.posts
    ]
    found: dict[int, Way] = {}
    for way in room.best(posts):
        found.setdefault(way.post.person, way)
    return found


def told(ways: list[Way]) -> list[tuple[bool, list[float]]]:
    return [(way.broken > 1e-6, [round(x, 5) for x in way.levels]) for way in ways]


@settings(ENOUGH, max_examples=80)
@given(tiny_cases(), st.data())
def test_where_all_are_judged_the_next_candidates_are_the_best_of_everybody(made: Case, data: st.DataObject) -> None:
    plan = some_plan(made, data)
    room = Room(Board(made, plan, catalogue(made)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reserves, "NEAREST", 100)  # the numbers that pick the nearest leave out rules over several people
        found = Reserves(room).next(2)
    assert set(found) == {i for i, s in enumerate(made.seats) if s.max}
    for row, ways in found.items():
        everybody = every_way(room, row)
        assert told(list(ways[:2])) == told(list(everybody.values())[:2])
        idle = [way for way in everybody.values() if not room.board.placed[way.post.person]]
        if idle and all(room.board.placed[way.post.person] for way in ways[:2]):
            assert told([ways[2]]) == told(idle[:1])
        else:
            assert len(ways) <= 2


@settings(ENOUGH, max_examples=60)
@given(networks(), st.data())
def test_without_rules_over_several_people_the_number_is_the_effect(made: Case, data: st.DataObject) -> None:
    board = Board(made, some_plan(made, data), catalogue(made))
    room, found = Room(board), Reserves(Room(board))
    people, first = board.by_slot.people, board.by_slot.first
    weights, score = board.weights, every_score(found)
    for slot in range(len(first) - 1):
        post = [
            Post(int(p), int(board.candidates.slot_unit[slot]), int(board.candidates.slot_role[slot])) for p in people
        ]
        for k in range(first[slot], first[slot + 1]):
            number = score[k]
            changes = list(room.ways(post[k])) if post[k] not in board.posts else []
            if not changes:
                assert number == np.inf
                continue
            least = (board.effects(changes).levels @ weights).min()
            assert number == pytest.approx(least, abs=1e-5)


@settings(ENOUGH, max_examples=30)
@given(tiny_cases(), st.data())
def test_working_in_blocks_changes_no_number(made: Case, data: st.DataObject) -> None:
    board = Board(made, some_plan(made, data), catalogue(made))
    whole = every_score(Reserves(Room(board)))
    few = [Reserves(Room(board))._nearest([seat], 2)[0] for seat in range(len(made.seats))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reserves, "BLOCK", 3)
        patch.setattr(reserves, "TABLE", 2 * len(board.slot_seats))
        assert every_score(Reserves(Room(board))) == whole
        assert Reserves(Room(board))._nearest(range(len(made.seats)), 2) == few


@settings(ENOUGH, max_examples=40)
@given(tiny_cases(), st.data())
def test_what_solving_knows_changes_no_number_and_no_candidate(made: Case, data: st.DataObject) -> None:
    active, plan = catalogue(made), some_plan(made, data)
    facts = Facts(made)
    known = Known.of(facts, active, assemble(facts, active))
    own, told = Board(made, plan, active), Board(made, plan, active, Eligibility(facts, active), known)
    assert told.candidates.slot.tolist() == own.candidates.slot.tolist()
    assert told.candidates.first.tolist() == own.candidates.first.tolist()
    np.testing.assert_allclose(every_score(Reserves(Room(told))), every_score(Reserves(Room(own))), atol=1e-5)
    found, others = (Reserves(Room(board)).next(2) for board in (told, own))
    assert found == others


@settings(ENOUGH, max_examples=40)
@given(tiny_cases(), st.data())
def test_a_board_laid_out_before_there_is_a_plan_tells_the_same_of_it(made: Case, data: st.DataObject) -> None:
    active, plan = catalogue(made), some_plan(made, data)
    laid_out = Board(made, Plan(()), active)
    laid_out.lay_out()
    told, own = laid_out.of(plan), Board(made, plan, active)
    assert told.posts == own.posts
    assert told.held.tolist() == own.held.tolist()
    found, others = (Reserves(Room(board)).next(2) for board in (told, own))
    assert found == others


def test_who_breaks_a_rule_gives_way_to_the_next_who_does_not() -> None:
    from tests.cases import relation

    # B to G rate best and may not serve beside A; H and I are worse and may
    people = [cadre("A", rating=99), *(cadre(c, rating=90) for c in "BCDEFG"), cadre("H", rating=10), cadre("I")]
    apart = [relation("A", c, "different_unit") for c in "BCDEFG"]
    made = case(["U1"], [title("BT"), title("CT")], None, people, relations=apart)
    board = Board(made, Plan.of([("A", "U1", "BT")]), catalogue(made))
    found = Reserves(Room(board)).next(2)[1]  # of the seat beside A
    assert [made.cadres[way.post.person].cadre_id for way in found] == ["H", "I"]


def test_one_who_is_not_placed_stands_behind_two_who_are() -> None:
    units, rates = ["U1", "U2", "U3"], {"A": 90, "B": 90, "C": 90, "D": 5}
    made = case(units, ["T1"], None, [cadre(c, rating=r) for c, r in rates.items()])
    board = Board(made, Plan.of([("A", "U1", "T1"), ("B", "U2", "T1"), ("C", "U3", "T1")]), catalogue(made))
    ways = Reserves(Room(board)).next(2)[0]
    assert [way.post.person for way in ways] == [1, 2, 3]
    assert [bool(way.exchanged) for way in ways] == [True, True, False]


def test_a_seat_that_takes_nobody_has_no_candidates() -> None:
    made = case(["U1"], ["T1"], [seat("U1", "T1", 0)], ["A"])
    assert Reserves(Room(Board(made, Plan(()), catalogue(made)))).next(2) == {}
