"""The ways to make room are all there, and the best of them is the best by the checker."""

from __future__ import annotations

from itertools import product

from hypothesis import HealthCheck, given, settings

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Plan
from optimizer.pipeline import propose
from optimizer.review.board import Board, Post
from optimizer.review.room import Room
from tests.cases import cadre, case, seat, title
from tests.property.strategies import tiny_cases
from tests.review.test_board import costs


@settings(derandomize=True, database=None, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_no_way_for_one_person_is_better_than_the_one_told(made) -> None:  # type: ignore[no-untyped-def]
    plan = propose(made).plan
    if plan is None:
        return
    board = Board(made, plan, catalogue(made))
    room = Room(board)
    before, hard = costs(made, plan)
    facts = board.facts
    for p, u, r in product(range(facts.n_people), range(facts.n_units), range(facts.n_roles)):
        if not board.may(p, u, r) or Post(p, u, r) in board.posts:
            continue
        found = room.best([Post(p, u, r)])
        every = []
        for change in room.ways(Post(p, u, r)):
            after, then = costs(made, board.changed(change))
            worse = sum(max(0.0, then[name] - hard[name]) for name in then)
            every.append((round(worse, 5) > 0, [round(a - b, 5) for a, b in zip(after, before, strict=True)]))
        assert bool(found) == bool(every)
        if found:
            best = min(every)
            if not best[0]:
                assert not found[0].broken
                assert [round(x, 5) for x in found[0].levels] == best[1]


def test_room_is_made_by_taking_a_free_place_or_anothers_or_by_exchange() -> None:
    made = case(["U1", "U2"], [title("T1"), title("T2")], [seat("U1", "T1"), seat("U1", "T2"), seat("U2", "T1")], "ABC")
    plan = Plan.of([("A", "U1", "T1"), ("B", "U1", "T2")])
    board = Board(made, plan, catalogue(made))
    room = Room(board)
    free = list(room.ways(Post(0, 1, 0)))
    assert free == [
        ((Post(0, 1, 0), 1), (Post(0, 0, 0), -1)),
        ((Post(0, 1, 0), 1), (Post(0, 0, 0), -1), (Post(2, 0, 0), 1)),  # C, not placed so far, takes what A leaves
    ]
    (way,) = room.best([Post(0, 0, 1)])
    assert (way.leaving, way.exchanged) == ((), (1,))
    (way,) = room.best([Post(2, 0, 1)])
    assert (way.leaving, way.exchanged) == ((1,), ())


def test_a_holder_of_two_titles_keeps_the_other_where_that_is_allowed() -> None:
    titles = [title("BT", concurrent_with=("CH",)), title("CH")]
    made = case(["U1"], titles, None, "AB")
    board = Board(made, Plan.of([("A", "U1", "BT"), ("A", "U1", "CH")]), catalogue(made))
    (way,) = Room(board).best([Post(1, 0, 1)])
    assert board.changed(way.change) == Plan.of([("A", "U1", "BT"), ("B", "U1", "CH")])
    assert way.leaving == ()


def test_of_many_holders_the_cheapest_to_lose_gives_way() -> None:
    people = [cadre(c, rating=r) for c, r in zip("ABCDEFG", (90, 80, 10, 70, 60, 95, 99), strict=True)]
    made = case(["U1"], ["T1"], [seat("U1", "T1", 6)], people)
    board = Board(made, Plan.of([(c, "U1", "T1") for c in "ABCDEF"]), catalogue(made))
    (way,) = Room(board).best([Post(6, 0, 0)])
    assert way.leaving == (2,)


def test_nobody_comes_to_a_seat_that_takes_nobody() -> None:
    made = case(["U1"], ["T1"], [seat("U1", "T1", 0)], ["A"])
    board = Board(made, Plan(()), catalogue(made))
    assert Room(board).best([Post(0, 0, 0)]) == []


def test_who_takes_a_second_title_keeps_the_first_so_nobody_is_sent_there() -> None:
    titles = [title("BT", concurrent_with=("CH",)), title("CH")]
    made = case(["U1"], titles, None, "AB")
    board = Board(made, Plan.of([("A", "U1", "BT"), ("B", "U1", "CH")]), catalogue(made))
    both = Post(0, 0, board.role_at["BT", "CH"])
    (way,) = Room(board).best([both])
    assert board.changed(way.change) == Plan.of([("A", "U1", "BT"), ("A", "U1", "CH")])
    assert (way.leaving, way.exchanged) == ((1,), ())
