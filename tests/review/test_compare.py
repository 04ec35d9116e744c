"""Plans side by side: every measure counted again by hand."""

from __future__ import annotations

import pytest

from optimizer.domain.plan import Plan
from optimizer.review.compare import Comparison, Named, compare
from optimizer.review.present import present_plan
from optimizer.text import same
from tests.cases import cadre, case, seat, setting, title, unit

HEAD = title("TP", name="Head", group="leader", min_degree=4)
LAND = title("DD", name="Land", group="specialist")


def made() -> Comparison:
    """Return two units, two titles and four people, and two plans that differ in everything."""
    people = [
        cadre("A", current_unit_code="U1", current_title_code="TP", degree=5, rating=90, sex="female"),
        cadre("B", current_unit_code="U2", current_title_code="DD", degree=4, rating=70, sex="male"),
        cadre("C", current_unit_code="U1", current_title_code="DD", rating=50, sex="male"),
        cadre("D", current_unit="Sở Nội vụ", degree=4, rating=80, sex="male"),
    ]
    units = [unit("U1", lat=20.0, lon=106.0), unit("U2", lat=20.0, lon=107.0)]
    seats = [
        seat("U1", "TP", priority=1), seat("U1", "DD", 1, min=1, priority=2),
        seat("U2", "TP", priority=1), seat("U2", "DD", 1, min=1, priority=2),
    ]  # fmt: skip
    rules = [setting("women_in_leadership", params={"share": "60%"}), setting("degree")]
    this = case(units, [HEAD, LAND], seats, people, rules=rules)
    one = Plan.of([("A", "U1", "TP"), ("C", "U2", "TP")])
    two = Plan.of([("A", "U1", "TP"), ("D", "U2", "TP"), ("B", "U2", "DD"), ("C", "U1", "DD")])
    return compare(this, [Named(same("one"), one), Named(same("two"), two)])


def values(comparison: Comparison) -> dict[str, tuple[float | None, ...]]:
    return {row.key: row.values for row in comparison.rows}


def test_seats_are_counted_in_all_by_priority_and_by_group() -> None:
    found = values(made())
    assert found["placed"] == found["held"] == (2, 4)
    assert found["vacant"] == (2, 0)
    assert (found["vacant.priority.1"], found["vacant.priority.2"]) == ((0, 0), (2, 0))
    assert (found["vacant.group.leader"], found["vacant.group.specialist"]) == ((0, 0), (2, 0))
    assert "vacant.group.manager" not in found
    assert found["below_min"] == (2, 0)


def test_fit_travel_and_moves_are_measured_though_travel_is_not_weighed() -> None:
    comparison = made()
    found = values(comparison)
    # nobody has a field; no years; 30 points for a rating of 100
    assert found["objective.suitability"] == pytest.approx((27.0 + 15.0, 27.0 + 24.0 + 21.0 + 15.0))
    assert found["suitability.mean"] == pytest.approx((21.0, 87.0 / 4))
    # C serves 104.6 km away: 3.6 for the way and 2.7 for a room
    assert found["objective.travel"] == pytest.approx((6.3, 0.0))
    assert found["moved.unit"] == (1, 1)  # C goes to U2; D comes from an office
    assert found["distance.mean"] == (pytest.approx(104.49 / 2, abs=0.1), 0.0)


def test_shares_equity_and_rules_are_measured() -> None:
    found = values(made())
    assert found["share.women_in_leadership"] == (50.0, 50.0)
    assert found["equity.units_short"] == (2, 0)
    assert found["equity.most_vacant"] == (1, 0)
    assert found["equity.least_filled"] == (50.0, 100.0)
    assert found["equity.weakest_rating"] == (50.0, 70.0)  # U2: C alone; U1: A and C
    assert found["equity.rating_spread"] == (40.0, 5.0)
    assert found["rules.hard"] == found["rules.hard.places"] == (1, 0)  # C has no degree
    assert found["rule.degree"] == (1, 0)
    assert found["rules.soft.cost"] == found["rule.women_in_leadership"] == pytest.approx((0.2, 0.2))


def test_a_gain_is_more_than_nothing_where_the_other_plan_is_better() -> None:
    rows = {row.key: row for row in made().rows}
    assert rows["vacant"].gain(1) == 2
    assert rows["vacant"].difference(1) == -2
    assert rows["objective.suitability"].gain(1) == pytest.approx(45.0)
    assert rows["vacant.priority.1"].gain(1) == 0
    assert rows["share.women_in_leadership"].gain(1) is None
    level, gain = made().better(1) or (None, 0)
    assert (level, gain) == (0, 2)  # seats below the minimum come first


def test_who_moved_is_told_with_both_places() -> None:
    moved = {m.cadre_id: (m.move, len(m.before), len(m.after)) for m in made().moved()}
    assert moved == {"B": ("in", 0, 1), "C": ("unit", 1, 1), "D": ("in", 0, 1)}


def test_units_that_gain_stand_first_with_who_came_and_left() -> None:
    units = {u.unit_code: u for u in made().units()}
    assert units["U1"].came == ("C",)
    assert units["U2"].came == ("B", "D")
    assert units["U2"].left == ("C",)
    assert (units["U1"].filled, units["U2"].filled) == (1, 1)
    assert units["U1"].people == (1, 2)


def test_a_plan_compared_with_itself_gains_nothing() -> None:
    comparison = made()
    both = compare(comparison.case, [comparison.named[1], comparison.named[1]])
    assert all(row.gain(1) in (0, None) and row.difference(1) in (0, None) for row in both.rows)
    assert both.better(1) is None
    assert both.moved() == ()
    assert both.units() == ()


def test_today_is_who_holds_a_seat_of_the_frame_now() -> None:
    people = [
        cadre("A", current_unit_code="U1", current_title_code="T1"),
        cadre("B", current_unit_code="U1", current_title_code="T2"),  # U1 has no such seat
        cadre("C", current_unit="Sở Nội vụ", current_title_code="T1"),
        cadre("D", current_unit_code="U1", current_title_code="T1", status="leaving"),
        cadre("E", current_unit_code="U1", current_title_code="T1", also_titles=("T2", "T3")),
    ]
    this = case(["U1"], ["T1", "T2", "T3"], [seat("U1", "T1"), seat("U1", "T3")], people)
    plan = present_plan(this)
    assert [(p.cadre_id, p.title_code) for p in plan.placements] == [("A", "T1"), ("D", "T1"), ("E", "T1"), ("E", "T3")]


def test_more_than_two_plans_are_each_compared_with_the_first() -> None:
    comparison = made()
    three = compare(comparison.case, [*comparison.named, Named(same("none"), Plan(()))])
    rows = {row.key: row for row in three.rows}
    assert rows["placed"].values == (2, 4, 0)
    assert rows["placed"].gain(2) == -2
    assert {m.cadre_id: m.move for m in three.moved(2)} == {"A": "out", "C": "out"}
