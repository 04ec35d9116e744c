"""Odd cases through the front door: each ends with a verified plan and every level proved to the last unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from optimizer import Case, propose
from tests.cases import cadre, case, seat, setting, title, unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case as CaseType
    from optimizer.domain.plan import Outcome

EXPLICIT = setting("suitability", params={"explicit": "yes"})
ONLY_SCORED = setting("suitability", params={"only_scored": "yes", "explicit": "yes"})
OFF = (setting("travel", on=False), setting("moves", on=False))


def proved(it: CaseType) -> Outcome:
    """Return the outcome of a case, having seen that it is verified and proved."""
    outcome = propose(it, gap=0.0)
    assert outcome.status == "optimal"
    assert outcome.verified
    assert outcome.stopped_by == ""
    assert all(level.gap == 0.0 for level in outcome.levels if level.name != "tie_break")
    return outcome


def codes(letter: str, n: int) -> list[str]:
    return [f"{letter}{i:03d}" for i in range(n)]


def points(outcome: Outcome) -> float:
    return next(level.value for level in outcome.levels if "suitability" in level.name)


def test_without_people_every_seat_is_vacant() -> None:
    outcome = proved(case(units=codes("U", 3), titles=codes("T", 2)))
    assert (outcome.placed, outcome.vacant, outcome.candidates) == (0, 6, 0)


def test_without_seats_nobody_is_placed() -> None:
    outcome = proved(case(seats=[], cadres=codes("P", 5)))
    assert (outcome.placed, outcome.vacant) == (0, 0)


def test_without_units_and_titles_the_plan_is_empty() -> None:
    outcome = proved(case(units=(), titles=(), cadres=codes("P", 3)))
    assert outcome.plan is not None
    assert outcome.plan.placements == ()


def test_seats_that_ask_for_nobody_stay_empty() -> None:
    outcome = proved(case(seats=[seat("U1", "T1", 0)], cadres=["P1"]))
    assert (outcome.placed, outcome.vacant) == (0, 0)


@pytest.mark.parametrize("people", [10, 40])
def test_identical_people_fill_whatever_they_can(people: int) -> None:
    outcome = proved(case(units=codes("U", 5), titles=codes("T", 4), cadres=codes("P", people)))
    assert outcome.placed == min(people, 20)
    assert outcome.vacant == 20 - outcome.placed


def test_identical_people_in_bundles_fill_every_seat() -> None:
    titles = [title("A", concurrent_with=("B",)), title("B", concurrent_with=("A",)), "C"]
    outcome = proved(case(units=codes("U", 6), titles=titles, cadres=codes("P", 12)))
    assert outcome.vacant == 0


def test_one_unit_takes_the_best_people() -> None:
    people = codes("P", 9)
    scores = [(p, "U1", "T1", float(i)) for i, p in enumerate(people)]
    outcome = proved(case(seats=[seat("U1", "T1", 3)], cadres=people, scores=scores, rules=[EXPLICIT, *OFF]))
    assert outcome.plan is not None
    assert outcome.plan.by_seat["U1", "T1"] == ("P006", "P007", "P008")
    assert points(outcome) == 21.0


def test_more_seats_than_people_leaves_the_less_important_ones_vacant() -> None:
    seats = [seat(u, "T1", 4, priority=1 if u < "U002" else 2) for u in codes("U", 4)]
    outcome = proved(case(units=codes("U", 4), seats=seats, cadres=codes("P", 9)))
    assert outcome.plan is not None
    assert [len(outcome.plan.by_seat.get((u, "T1"), ())) for u in codes("U", 2)] == [4, 4]
    assert {level.name: level.value for level in outcome.levels}["vacancies_priority_2"] == 7.0


def test_minima_come_before_targets_of_any_priority() -> None:
    seats = [seat("U1", "T1", 5, priority=1), seat("U2", "T1", 5, min=2, priority=9)]
    outcome = proved(case(units=["U1", "U2"], seats=seats, cadres=codes("P", 4)))
    assert outcome.plan is not None
    assert [len(outcome.plan.by_seat[u, "T1"]) for u in ("U1", "U2")] == [2, 2]


def test_where_every_pair_is_ineligible_all_seats_are_vacant() -> None:
    outcome = proved(case(units=codes("U", 3), titles=[title("T1", min_degree=6)], cadres=codes("P", 5)))
    assert (outcome.candidates, outcome.placed, outcome.vacant) == (0, 0, 3)


def test_where_no_pair_is_scored_all_seats_are_vacant() -> None:
    outcome = proved(case(cadres=codes("P", 5), rules=[ONLY_SCORED]))
    assert (outcome.candidates, outcome.vacant) == (0, 1)


@pytest.mark.parametrize("better", ["A", "B"])
@pytest.mark.parametrize("huge", [1e6, 1e9, 1e12])
def test_a_tiny_score_decides_beside_huge_ones(huge: float, better: str) -> None:
    # who serves at U1 is worth a fortune either way; the thousandth at U2 must not drown in it
    scores = [(p, "U1", "T1", huge) for p in "AB"] + [(p, "U2", "T1", 0.001 + 0.001 * (p == better)) for p in "AB"]
    outcome = proved(case(units=["U1", "U2"], cadres=["A", "B"], scores=scores, rules=[EXPLICIT, *OFF]))
    assert outcome.plan is not None
    assert outcome.plan.by_seat["U2", "T1"] == (better,)


@pytest.mark.parametrize("fine", [1e-3, 1e-6])
@pytest.mark.parametrize("seed", range(3))
def test_scores_far_from_zero_are_told_apart_to_the_last_digit(seed: int, fine: float) -> None:
    # as many machine digits as a score has: one flow over them all would need numbers twice as long
    rng = np.random.default_rng(seed)
    people, units = codes("P", 40), codes("U", 8)
    parts = rng.integers(0, 1000, (40, 8))
    scores = [(p, u, "T1", 1e9 + parts[i, j] * fine) for i, p in enumerate(people) for j, u in enumerate(units)]
    seats = [seat(u, "T1", 5) for u in units]
    outcome = proved(case(units=units, cadres=people, seats=seats, scores=scores, rules=[EXPLICIT, *OFF]))
    assert outcome.plan is not None
    assert outcome.engine == "network"
    place = {u: j for j, u in enumerate(units)}
    number = {p: i for i, p in enumerate(people)}
    found = sum(int(parts[number[it.cadre_id], place[it.unit_code]]) for it in outcome.plan.placements)
    row, column = linear_sum_assignment(np.repeat(parts, 5, axis=1), maximize=True)
    assert found == int(parts[row, column // 5].sum())


@pytest.mark.parametrize("people", [30, 700])
def test_huge_scores_beside_rules_over_groups_end_with_a_plan(people: int) -> None:
    # 1e12 with six digits after the point: coefficients that HiGHS refuses
    units = codes("U", 6)
    who = [cadre(p, sex="female" if i % 3 else "male") for i, p in enumerate(codes("P", people))]
    scores = [
        (it.cadre_id, u, "T1", 1e12 + (i * j % 11) * 1e-6) for i, it in enumerate(who) for j, u in enumerate(units)
    ]
    women = setting("women_in_leadership", mode="soft", params={"scope": "unit", "share": "0.5"})
    seats = [seat(u, "T1", people // 8) for u in units]
    found = propose(
        case(units=units, titles=[title("T1", group="leader")], cadres=who, seats=seats, scores=scores,
             rules=[EXPLICIT, *OFF, women]), gap=0.0,
    )  # fmt: skip
    assert found.verified
    assert found.vacant == 0


def test_scores_of_either_sign_never_buy_a_vacancy() -> None:
    scores = [(p, "*", "*", -1e6) for p in codes("P", 4)]
    outcome = proved(case(units=codes("U", 4), cadres=codes("P", 4), scores=scores, rules=[EXPLICIT, *OFF]))
    assert outcome.vacant == 0
    assert points(outcome) == -4e6


# row orders ----------------------------------------------------------------------------------------------------------
def tables(*, bundles: bool) -> dict[str, list[dict[str, object]]]:
    """Return a case full of ties, as tables: many equal people, equal seats, scores in steps of ten."""
    rng = np.random.default_rng(5)
    units, people = codes("U", 6), codes("P", 30)
    mates = {"T000": "T001", "T001": "T000"} if bundles else {}
    return {
        "units": [{"unit_code": u, "name": f"Unit {u}"} for u in units],
        "titles": [{"title_code": t, "name": f"Title {t}", "concurrent_with": mates.get(t)} for t in codes("T", 4)],
        "seats": [
            {"unit_code": u, "title_code": t, "min": 1, "target": 2, "max": 2, "priority": 1 + (t > "T001")}
            for u in units
            for t in codes("T", 4)
        ],
        "cadres": [{"cadre_id": p, "name": f"Person {p}", "current_unit": units[i % 6]} for i, p in enumerate(people)],
        "scores": [
            {"cadre_id": p, "unit_code": "*", "title_code": t, "score": 10 * int(rng.integers(1, 4))}
            for p in people
            for t in codes("T", 4)
        ],
        "rules": [{"rule": "suitability", "on": "yes", "params": "explicit=yes"}],
        "settings": [{"key": "plan_date", "value": "2025-07-01"}],
    }


def shuffled(rows: Iterable[dict[str, object]], seed: int) -> list[dict[str, object]]:
    given = list(rows)
    return [given[i] for i in np.random.default_rng(seed).permutation(len(given))]


@pytest.mark.parametrize("bundles", [False, True], ids=["network", "bundles"])
def test_the_plan_does_not_depend_on_the_order_of_rows(bundles: bool) -> None:
    given = tables(bundles=bundles)
    plans = {proved(Case.from_tables(**given)).plan}
    for seed in range(2):
        plans.add(proved(Case.from_tables(**{name: shuffled(rows, seed) for name, rows in given.items()})).plan)
    assert len(plans) == 1


def test_people_alike_in_everything_are_placed_the_same_way_every_time() -> None:
    people = [cadre(p) for p in codes("P", 12)]
    cases = [case(units=[unit(u) for u in codes("U", 8)], cadres=order) for order in (people, people[::-1])]
    assert len({proved(it).plan for it in cases}) == 1
