"""Several plans on purpose are what looking at every plan finds: near enough to the best, far enough from each other."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.changes import changed_people
from optimizer.domain.plan import Plan
from optimizer.pipeline import propose
from optimizer.review.alternatives import ApartFrom, alternatives
from optimizer.review.levels import level_values
from tests import cases as make
from tests.property.every_plan import every_plan

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult
    from optimizer.review.alternatives import Alternatives

SEEDS = range(60)
PEOPLE = ("A", "B", "C", "D")


def drawn(seed: int) -> tuple[Case, float, int, int]:
    """Return a small case, a loss, how far apart, and how many plans."""
    chance = random.Random(seed)
    seats = [make.seat(u, t, chance.choice([1, 1, 2])) for u in ("U1", "U2") for t in ("BT", "CH")]
    scores = [(p, s.unit_code, s.title_code, float(chance.choice([40, 50, 50, 60, 90]))) for p in PEOPLE for s in seats]
    bundle = ("CH",) if chance.random() < 0.3 else ()
    case = make.case(
        ["U1", "U2"], [make.title("BT", concurrent_with=bundle), "CH"], chance.sample(seats, 3), PEOPLE,
        scores=scores, rules=[make.setting("suitability", params={"explicit": "yes"})],
        decisions=[make.decision("A", "lock", "U1")] if chance.random() < 0.2 else [],
    )  # fmt: skip
    return case, chance.choice([0.0, 0.05, 0.2, 1.0]), chance.choice([1, 2, 3, 4]), chance.choice([2, 3, 5])


def made(case: Case, asked: int, loss: float, apart: int) -> Alternatives:
    first = propose(case, gap=0.0)
    return alternatives(
        case, catalogue(case), first, asked, loss, apart, lambda rules: propose(case, gap=0.0, also=rules)
    )


def near_enough(best: tuple[LevelResult, ...], case: Case, plan: Plan, loss: float) -> bool:
    """Return whether a plan keeps every rule and loses no more than allowed, by the checker alone."""
    verdict = verify(case, plan)
    if not verdict.ok:
        return False
    for first, own in zip(best, level_values(case, catalogue(case), verdict), strict=False):
        seats = first.name.startswith(("below_minimum", "vacancies"))
        worse = (first.value - own.value) if first.sense == "max" else own.value - first.value
        if worse > (0.0 if seats else loss * abs(first.value)) + 1e-6:
            return False
    return True


@pytest.mark.parametrize("seed", SEEDS)
def test_alternatives_are_near_far_apart_and_only_missing_where_no_plan_is_left(seed: int) -> None:
    case, loss, apart, asked = drawn(seed)
    found = made(case, asked, loss, apart)
    best = found.outcomes[0].levels
    for plan in found.plans:
        assert near_enough(best, case, plan, loss)
    for a, b in combinations(found.plans, 2):
        assert len(changed_people(a, b)) >= apart
    left = [
        plan
        for plan in every_plan(case, catalogue(case))
        if near_enough(best, case, plan, loss)
        and all(len(changed_people(other, plan)) >= apart for other in found.plans)
    ]
    if len(found.plans) == asked:
        assert found.end == "all"
    else:
        assert found.end == "none", "one weighed level: that there is no further plan is proved"
        assert not left
    if left:
        assert found.end == "all"


def test_both_ends_and_several_numbers_of_plans_are_met() -> None:
    ends = {(f.end, len(f.plans)) for f in (made(c, k, loss, apart) for c, loss, apart, k in map(drawn, SEEDS))}
    assert {end for end, _ in ends} == {"all", "none"}
    assert {n for _, n in ends} >= {1, 2, 3, 5}


def test_the_checker_refuses_a_plan_too_near_to_one_before() -> None:
    case = make.case(["U1"], ["T1", "T2"], cadres=["A", "B"])
    before = Plan.of([("A", "U1", "T1"), ("B", "U1", "T2")])
    rule = ApartFrom(plans=(before,), least=2)
    swapped = Plan.of([("B", "U1", "T1"), ("A", "U1", "T2")])
    one_gone = Plan.of([("A", "U1", "T1")])
    assert not list(rule.violations(case, swapped))
    assert [f.amount for f in rule.violations(case, before)] == [2.0]
    assert [f.amount for f in rule.violations(case, one_gone)] == [1.0]


def test_where_a_level_above_could_give_way_nothing_is_called_proved() -> None:
    # The plan furthest up in suitability fulfils no wish; one that gives 5 % of it away would fulfil all of them.
    units = ["U1", "U2", "U3", "U4"]
    people = [make.cadre("A", wish_units=("U1", "U3")), make.cadre("B", wish_units=("U2", "U4"))]
    points = {("A", "U1"): 50, ("B", "U2"): 50, ("A", "U2"): 50, ("B", "U1"): 50, ("A", "U3"): 47, ("B", "U4"): 48}
    case = make.case(
        units, ["T1"], cadres=people,
        scores=[(p, u, "T1", float(points.get((p, u), 0))) for p in "AB" for u in units],
        rules=[
            make.setting("suitability", level=2, params={"explicit": "yes"}),
            make.setting("wishes", level=3, params={"later": "1"}),
            *(make.setting(name, on=False) for name in ("travel", "moves", "continuity")),
        ],
    )  # fmt: skip
    found = made(case, 2, 0.1, 2)
    assert (found.end, len(found.plans)) == ("not_found", 1)
    assert found.failed is not None
    assert found.failed.name == "wishes"
    best = found.outcomes[0].levels
    other = Plan.of([("A", "U3", "T1"), ("B", "U4", "T1")])
    assert near_enough(best, case, other, 0.1), "there is one indeed, so a proof would have been wrong"


def test_a_further_plan_is_measured_against_the_best_of_all() -> None:
    case = make.case(
        ["U1", "U2"], ["T1"], cadres=["A", "B"],
        scores=[("A", "U1", "T1", 60.0), ("B", "U2", "T1", 60.0), ("A", "U2", "T1", 50.0), ("B", "U1", "T1", 50.0)],
        rules=[make.setting("suitability", params={"explicit": "yes"})],
    )  # fmt: skip
    found = made(case, 2, 0.5, 2)
    (level,) = (v for v in found.outcomes[1].levels if "suitability" in v.name)
    (best,) = (v for v in found.outcomes[0].levels if "suitability" in v.name)
    assert level.value < best.value
    assert level.bound == best.value
    assert found.outcomes[1].status == "feasible"
