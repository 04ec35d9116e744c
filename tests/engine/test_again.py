"""Solving anew from a reviewed plan and the prices of the last solve: held against every plan there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.case import Case
from optimizer.domain.entities import Decision, RuleSetting
from optimizer.domain.memory import Memory, Remembered
from optimizer.domain.plan import Plan
from optimizer.engine import levels as choosing
from optimizer.engine.again import changes_level, fewer_changes, solve_again
from optimizer.engine.answer import Answer, Goal, Infeasible
from optimizer.engine.assemble import assemble
from optimizer.engine.levels import plan_of
from optimizer.engine.remember import Before, before, remembered
from optimizer.engine.sifting import sifted, solve_by_sifting
from optimizer.model.facts import Facts
from optimizer.samples import make
from tests.property.every_plan import best
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.model.problem import Problem

drawn = settings(
    derandomize=True, database=None, deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow]
)


def solved(case: Case) -> tuple[Plan, Memory] | None:
    """Return the plan of the linear engine and what it leaves to the next solve."""
    facts = Facts(case)
    problem = assemble(facts, catalogue(case))
    try:
        answer = solve_by_sifting(problem, Goal(gap=0.0))
    except Infeasible:
        return None
    told = remembered(case, problem, answer).to_text()
    return plan_of(facts, problem, answer), Memory.of_text(told)


def reviewed(case: Case, plan: Plan, memory: Memory, ban: int) -> Case:
    taken = plan.placements[ban % len(plan.placements)]
    decision = Decision(
        cadre_id=taken.cadre_id, action="forbid", unit_code=taken.unit_code, title_code=taken.title_code
    )
    return replace(case, previous=plan, memory=memory, decisions=(*case.decisions, decision))


def begun(case: Case) -> tuple[Facts, Problem, Before]:
    facts = Facts(case)
    problem = assemble(facts, catalogue(case))
    return facts, problem, before(facts, problem, case.memory)


def holds(case: Case, facts: Facts, problem: Problem, answer: Answer) -> None:
    """Say that an answer with gap 0 is the best in every level before the changes, and lies about none of its bounds."""
    known, changes = best(case), changes_level(problem)
    assert known is not None
    plan = plan_of(facts, problem, answer)
    assert verify(case, plan).ok
    costs = answer.values(problem)
    natural = [level.natural(cost) for level, cost in zip(problem.levels, costs, strict=True)]
    last = len(problem.levels) if changes is None else changes
    weighed = [i for i in range(last) if not problem.levels[i].tie_break]
    assert [natural[i] for i in weighed] == pytest.approx([known.values[i] for i in weighed])
    if changes is not None:
        assert natural[changes] >= known.values[changes] - 1e-6
        bound = answer.bounds[changes]
        assert bound is None or problem.levels[changes].natural(bound) <= known.values[changes] + 1e-6


@drawn
@given(tiny_cases(), st.integers(0, 50))
def test_a_plan_made_anew_is_the_best_or_is_left_to_a_new_solve(case: Case, ban: int) -> None:
    first = solved(case)
    if first is None or not first[0].placements:
        return
    again = reviewed(case, *first, ban)
    facts, problem, left = begun(again)
    answer = solve_again(problem, Goal(gap=0.0), left)
    event("left to a new solve" if answer is None else "made anew")
    if answer is not None:
        holds(again, facts, problem, answer)


@drawn
@given(tiny_cases(), st.integers(0, 50))
def test_large_reviews_end_with_the_best_plan_whatever_was_remembered(case: Case, ban: int) -> None:
    first = solved(case)
    if first is None or not first[0].placements:
        return
    for memory in (first[1], Memory()):
        again = reviewed(case, first[0], memory, ban)
        facts, problem, left = begun(again)
        if best(again) is None:
            with pytest.raises(Infeasible):
                choosing.solve_reviewed(problem, Goal(gap=0.0), left)
            continue
        holds(again, facts, problem, choosing.solve_reviewed(problem, Goal(gap=0.0), left))


@drawn
@given(tiny_cases(), st.integers(0, 50))
def test_a_plan_from_nothing_is_changed_back_only_as_far_as_it_stays_the_best(case: Case, ban: int) -> None:
    first = solved(case)
    if first is None or not first[0].placements:
        return
    again = reviewed(case, *first, ban)
    facts, problem, left = begun(again)
    changes = changes_level(problem)
    if changes is None or best(again) is None:
        return
    cold = sifted(replace(problem, levels=problem.levels[:changes]), Goal(gap=0.0))
    holds(again, facts, problem, fewer_changes(problem, Goal(gap=0.0), left, cold.answer(), cold.last))


@pytest.mark.parametrize("ban", [0, 40, 120])
def test_a_ban_in_a_whole_city_needs_no_new_solve_and_its_changes_are_proved_fewest(ban: int) -> None:
    case = Case.from_tables(**make("hai-phong-leaders"))
    first = solved(case)
    assert first is not None
    again = reviewed(case, *first, ban)
    facts, problem, left = begun(again)
    answer, changes = solve_again(problem, Goal(gap=5e-4), left), changes_level(problem)
    assert answer is not None
    assert changes is not None
    assert verify(again, plan_of(facts, problem, answer)).ok
    fewest = answer.values(problem)[changes]
    assert answer.bounds[changes] == fewest
    exact = solve_by_sifting(problem, Goal(gap=0.0))
    assert fewest <= exact.values(problem)[changes], "more plans are near the best than are the best"
    for value, bound, best_value in zip(
        answer.values(problem)[:changes], answer.bounds, exact.values(problem), strict=False
    ):
        assert bound is not None
        assert bound <= best_value
        assert value - best_value <= 5e-4 * max(1, abs(best_value))


def test_a_plan_that_was_not_proved_within_the_gap_is_changed_as_little_as_one_that_was() -> None:
    case = Case.from_tables(**make("hai-phong-leaders"))
    first = solved(case)
    assert first is not None
    plan, memory = first
    facts = Facts(case)
    problem = assemble(facts, catalogue(case))
    main = max(i for i, level in enumerate(problem.levels) if not level.tie_break)

    def value(it: Plan) -> float:
        return float(problem.cost(before(Facts(replace(case, previous=it)), problem, memory).plan, main))

    best_value, level = value(plan), problem.levels[main]
    worse = plan
    chairs = [it.cadre_id for it in plan.placements if it.title_code == "CTUBND"]
    place = {it.cadre_id: it.unit_code for it in plan.placements}
    for a, b in zip(chairs[::2], chairs[1::2], strict=False):
        if value(worse) - best_value > 4 * level.share(best_value, 5e-4):
            break
        to = {a: place[b], b: place[a]}  # two chairs change places, with all that they hold
        swapped = Plan.of((it.cadre_id, to.get(it.cadre_id, it.unit_code), it.title_code) for it in worse.placements)
        if verify(case, swapped).ok and 0 < value(swapped) - best_value < level.share(best_value, 0.008):
            worse = swapped
    lost = value(worse) - best_value
    assert lost > 3 * level.share(best_value, 5e-4), "far from what a solve from the beginning would accept"
    told = tuple(replace(it, left=lost / level.scale if it.level == level.name else 0.0) for it in memory.levels)

    def again(it: Memory) -> tuple[float, Answer] | None:
        made = reviewed(case, worse, it, 7)
        own, asked, known = begun(made)
        found, changes = solve_again(asked, Goal(gap=5e-4), known), changes_level(asked)
        if found is None:
            return None
        assert changes is not None
        assert verify(made, plan_of(own, asked, found)).ok
        assert found.bounds[main] is not None
        return found.values(asked)[changes], found

    kept = again(Memory(told))
    assert kept is not None
    assert kept[0] <= 4
    blank = again(Memory(tuple(replace(it, left=0.0) for it in told)))
    assert blank is None or blank[0] > kept[0]
    wild = again(Memory(tuple(replace(it, left=1e9) for it in told)))  # beyond what any plan is excused for
    assert (wild is None) == (blank is None)


def test_a_memory_is_read_back_as_it_was_written() -> None:
    level = Remembered(
        "a level", {"vacancies": -3.5}, {("X01", "CT"): 1.25, ("X02", "BT"): -0.5}, {("women", 3): 2.0}, 4.5
    )
    assert Memory.of_text(Memory((level,)).to_text()) == Memory((level,))


@pytest.mark.parametrize("text", ["", "no", "aGVsbG8=", "eJyLjgUAARUAuQ==x", "đồng", "W10="])
def test_a_damaged_memory_is_none(text: str) -> None:
    assert Memory.of_text(text) == Memory()


def test_a_memory_cut_off_or_of_another_shape_is_none() -> None:
    import base64
    import json
    import zlib

    def told(data: object) -> str:
        return base64.b64encode(zlib.compress(json.dumps(data).encode())).decode()

    assert Memory.of_text(told([["x", [], [["X01", "CT", 1.0]], []]])) != Memory(), "the shape that is meant"
    for data in (
        7,
        {"a": 1},
        [1, 2],
        [["x"]],
        [["x", [], [["X01", 1.0]], []]],
        [["x", 3, [], []]],
        [["x", [["l", []]], [], []]],
    ):
        assert Memory.of_text(told(data)) == Memory()
    whole = Memory((Remembered("x", {}, {("X01", "CT"): 1.0}, {}),)).to_text()
    assert Memory.of_text(whole[: len(whole) // 2]) == Memory()


@pytest.mark.parametrize(("weight", "gap"), [(8.0, 0.002), (30.0, 0.005), (0.5, 0.01)])
def test_a_rule_weighed_anew_moves_few_and_tells_how_few_it_could_be(weight: float, gap: float) -> None:
    case = Case.from_tables(**make("hai-phong-leaders"))
    first = solved(case)
    assert first is not None
    plan, memory = first
    rules = (RuleSetting(rule="moves", weight=weight), RuleSetting(rule="travel", weight=2.0))
    again = replace(case, previous=plan, memory=memory, rules=rules)
    facts, problem, left = begun(again)
    changes = changes_level(problem)
    assert changes is not None
    cold = sifted(replace(problem, levels=problem.levels[:changes]), Goal(gap=gap))
    answer = fewer_changes(problem, Goal(gap=gap), left, cold.answer(), cold.last)
    assert answer.chosen is not None
    assert not problem.breaks(answer.chosen).any()
    natural = problem.levels[changes].natural
    found, bound = natural(problem.cost(answer.chosen, changes)), answer.bounds[changes]
    assert bound is not None
    assert natural(bound) <= found < natural(problem.cost(cold.chosen, changes))
    for i, level in enumerate(problem.levels[:changes]):  # what the fewer changes cost stays within the gap
        least = answer.bounds[i]
        assert least is not None
        assert problem.cost(answer.chosen, i) - least <= max(level.share(least, gap), 1e-6)
    # no plan of fewer changes than proved: the proved number holds for the exact program over all placements
    exact = solve_by_sifting(problem, Goal(gap=0.0))
    assert problem.cost(exact.chosen, changes) >= bound - 1e-6
    assert verify(again, plan_of(facts, problem, answer)).ok
