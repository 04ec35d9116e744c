"""The ways worked out together are those yielded one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Plan
from optimizer.review import room as rooms
from optimizer.review.board import Board, Post
from optimizer.review.by_slot import people_by_slot
from optimizer.review.room import Room
from optimizer.review.ways import ways_to
from tests.cases import cadre, case, seat, title
from tests.property.strategies import tiny_cases
from tests.review.test_deficiency import networks
from tests.review.test_reserves import ENOUGH, some_plan

if TYPE_CHECKING:
    from optimizer.domain.case import Case


def every_post(board: Board) -> list[Post]:
    """Return whom the screens let hold what, and somebody else everywhere, in an order of no meaning."""
    facts = board.facts
    posts = [Post(p, u, r) for p in range(facts.n_people) for u in range(facts.n_units) for r in range(facts.n_roles)]
    return sorted(posts, key=lambda post: hash(post) % 97)


def assert_same(made: Case, plan: Plan) -> int:
    board = Board(made, plan, catalogue(made))
    posts = every_post(board)
    found = ways_to(Room(board), posts)
    told: list[list[object]] = [[] for _ in posts]
    for k in range(len(found)):
        told[found.owner[k]].append(found.change(k))
    one_by_one = Room(board)
    assert told == [list(one_by_one.ways(post)) for post in posts]
    which, p, u, r, sign = found.flat()
    assert [(int(a), (Post(*map(int, b)), int(c))) for a, *b, c in zip(which, p, u, r, sign, strict=True)] == [
        (k, entry) for k in range(len(found)) for entry in found.change(k)
    ]
    return len(found)


@ENOUGH
@given(tiny_cases(), st.data())
def test_in_any_tiny_case_they_are_the_same_in_the_same_order(made: Case, data: st.DataObject) -> None:
    assert_same(made, some_plan(made, data))


@ENOUGH
@given(networks(), st.data())
def test_with_seats_of_many_holders_too(made: Case, data: st.DataObject) -> None:
    assert_same(made, some_plan(made, data))


def test_two_titles_in_one_hand_many_holders_and_nobody_at_all() -> None:
    titles = [title("BT", concurrent_with=("CH",)), title("CH"), title("CV")]
    seats = [seat(u, t, 1) for u in ("U1", "U2") for t in ("BT", "CH")] + [seat("U1", "CV", 6), seat("U2", "CV", 0)]
    people = [cadre(c, rating=50 + i) for i, c in enumerate("ABCDEFGHIJK")]
    made = case(["U1", "U2"], titles, seats, people)
    plan = Plan.of(
        [
            ("A", "U1", "BT"),
            ("A", "U1", "CH"),
            ("B", "U2", "BT"),
            ("C", "U2", "CH"),
            *((c, "U1", "CV") for c in "DEFGHI"),
        ]
    )
    assert assert_same(made, plan) > 100
    assert assert_same(made, Plan(())) > 10


def test_what_is_left_is_followed_in_small_parts_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [cadre(c, rating=50 + i) for i, c in enumerate("ABCDEFG")]
    made = case(["U1", "U2"], ["T1", "T2"], None, people)
    plan = Plan.of([("A", "U1", "T1"), ("B", "U2", "T2"), ("C", "U1", "T2")])
    whole = assert_same(made, plan)
    monkeypatch.setattr(rooms, "TOGETHER", 1)
    assert assert_same(made, plan) == whole


def test_a_post_asked_for_twice_in_a_group_is_told_once_but_in_each_group() -> None:
    made = case(["U1"], ["T1"], [seat("U1", "T1", 1)], "AB")
    room = Room(Board(made, Plan.of([("A", "U1", "T1")]), catalogue(made)))
    post = Post(1, 0, 0)
    assert [len(ways) for ways in room.best_of([[post, post], [], [post]])] == [1, 0, 1]


@pytest.mark.parametrize("block", [1, 7, 250_000])
def test_people_by_slot_are_the_candidates_sorted_by_slot(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.review.by_slot.BLOCK", block)
    people = [cadre(f"P{i:02d}", degree=i % 5) for i in range(30)]
    made = case(["U1", "U2", "U3"], [title("T1", min_degree=3), title("T2")], None, people)
    found = Board(made, Plan(()), catalogue(made)).candidates
    order = np.argsort(found.slot, kind="stable")
    told = found.slot.astype(np.float32) / 7
    by_slot = people_by_slot(found, lambda begin, end: told[begin:end])
    assert by_slot.people.tolist() == found.person()[order].tolist()
    assert by_slot.cost is not None
    assert by_slot.cost.tolist() == told[order].tolist()
    first = by_slot.first
    assert np.diff(first).tolist() == np.bincount(found.slot, minlength=len(found.slot_unit)).tolist()


def test_a_case_without_candidates_has_nobody_by_slot() -> None:
    made = case(["U1"], [title("T1", min_degree=6)], None, [cadre("A", degree=1)])
    by_slot = people_by_slot(Board(made, Plan(()), catalogue(made)).candidates)
    assert len(by_slot.people) == 0
    assert by_slot.cost is None
    first = by_slot.first
    assert first[-1] == 0
