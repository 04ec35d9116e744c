"""Any tiny case ends with the best plan there is, proved and verified, or with the reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, event, given, settings

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.assemble import assemble
from optimizer.engine.exact import solve_exact
from optimizer.engine.levels import plan_of, results, solve_network
from optimizer.engine.sifting import solve_by_sifting
from optimizer.model.facts import Facts
from optimizer.pipeline import propose
from tests import cases as make
from tests.property.every_plan import Best, best
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.domain.plan import LevelResult, Plan

ENGINES = {"exact": solve_exact, "sifting": solve_by_sifting, "network": solve_network}
drawn = settings(
    derandomize=True, database=None, deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow]
)


@drawn
@given(tiny_cases())
def test_a_tiny_case_ends_with_the_best_of_all_plans_or_is_infeasible(case: Case) -> None:
    known = best(case)
    outcome = propose(case, gap=0.0)
    if known is None:
        event("infeasible")
        assert (outcome.status, outcome.plan) == ("infeasible", None)
        assert outcome.findings, "it says what clashes"
        return
    event(outcome.engine)
    assert outcome.status == "optimal"
    assert outcome.verified
    assert outcome.plan is not None
    assert verify(case, outcome.plan).ok
    assert_best(outcome.levels, outcome.plan, known)


@drawn
@given(tiny_cases())
def test_every_engine_that_may_solve_a_tiny_case_finds_the_best_of_all_plans(case: Case) -> None:
    known, active, facts = best(case), catalogue(case), Facts(case)
    for name, solve in ENGINES.items():
        problem = assemble(facts, active)
        if name == "network" and not problem.is_network:
            continue
        event(f"{name}, {'infeasible' if known is None else 'solved'}")
        if known is None:
            with pytest.raises(Infeasible):
                solve(problem, Goal(gap=0.0))
            continue
        answer = solve(problem, Goal(gap=0.0))
        assert answer.chosen is not None, name
        plan = plan_of(facts, problem, answer)
        verdict = verify(case, plan, active)
        assert verdict.ok, (name, verdict.findings)
        assert_best(results(problem, answer, verdict.measures, {}), plan, known)


@drawn
@given(tiny_cases())
def test_locking_what_the_plan_holds_changes_nothing(case: Case) -> None:
    first = propose(case, gap=0.0)
    if first.plan is None:
        return
    locks = [make.decision(p.cadre_id, "lock", p.unit_code, p.title_code) for p in first.plan.placements]
    again = propose(pinned(case, locks), gap=0.0)
    assert again.plan == first.plan
    assert [(x.name, x.value) for x in again.levels] == [(x.name, x.value) for x in first.levels]


def test_a_bound_on_later_vacancies_is_not_believed_where_the_earlier_ones_miss_theirs() -> None:
    # Apart, A and B would fill both seats that matter most; together they fit only where both seats matter less.
    case = make.case(
        ["U1", "U2", "U3"],
        ["T1", "T2"],
        [make.seat("U1", "T1"), make.seat("U2", "T2"), make.seat("U3", "T1", 2, priority=2)],
        ["A", "B"],
        relations=[make.relation("A", "B", "same_unit")],
    )
    facts, active, known = Facts(case), catalogue(case), best(case)
    problem = assemble(facts, active)
    answer = solve_by_sifting(problem, Goal(gap=0.0))
    assert known is not None
    assert answer.values(problem)[:2] == known.values[:2] == (2, 0)
    assert answer.bounds[:2] == (2, 0)


def pinned(case: Case, locks: list[Decision]) -> Case:
    """Return the case with further decisions."""
    return replace(case, decisions=(*case.decisions, *locks))


def assert_best(reached: tuple[LevelResult, ...], plan: Plan, known: Best) -> None:
    """Fail unless every level has the best value, its bound is that value, and the plan is one of the best."""
    assert tuple(round(level.value, 6) for level in reached) == pytest.approx(known.values, abs=1e-6)
    assert [level.bound for level in reached] == pytest.approx([level.value for level in reached], abs=1e-6)
    assert plan in known.plans
