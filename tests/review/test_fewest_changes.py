"""The new plan is optimal in the same levels, with the fewest changes: held against every plan there is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.changes import changed_people
from optimizer.domain.entities import Decision, RuleSetting
from optimizer.domain.plan import Plan
from optimizer.engine.answer import Goal
from optimizer.engine.assemble import assemble
from optimizer.engine.levels import plan_of
from optimizer.engine.sifting import solve_by_sifting
from optimizer.model.facts import Facts
from optimizer.pipeline import propose
from tests.property.every_plan import best, levels
from tests.property.strategies import tiny_cases

drawn = settings(
    derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)


@drawn
@given(tiny_cases(), st.data())
def test_after_one_more_decision_no_plan_changes_fewer_people(case, data) -> None:
    first = propose(case, gap=0.0)
    if first.plan is None or not first.plan.placements:
        return
    taken = data.draw(st.sampled_from(first.plan.placements))
    ban = Decision(cadre_id=taken.cadre_id, action="forbid", unit_code=taken.unit_code, title_code=taken.title_code)
    level = data.draw(st.sampled_from([None, 2, 3, 9]))
    others = tuple(r for r in case.rules if r.rule != "fewest_changes")
    rules = (*others, RuleSetting(rule="fewest_changes", level=level)) if level else case.rules
    again = replace(
        case, previous=first.plan, decisions=(*case.decisions, ban), rules=rules,
        rules_given=case.rules_given or level is not None,
    )  # fmt: skip
    known = best(again)
    outcome = propose(again, gap=0.0)
    if known is None:
        event("infeasible")
        assert outcome.status == "infeasible"
        return
    assert outcome.status == "optimal"
    assert outcome.plan is not None
    event(f"{outcome.engine}, {len(changed_people(first.plan, outcome.plan))} changed")
    assert tuple(x.value for x in outcome.levels)[:-1] == known.values[:-1]
    own = next(x for x in outcome.levels if "fewest_changes" in dict(x.parts))
    assert dict(own.parts)["fewest_changes"] == len(changed_people(first.plan, outcome.plan))
    assert own.bound == own.value, "proved least"


@drawn
@given(tiny_cases())
def test_the_linear_engine_proves_the_same_number(case) -> None:
    first = propose(case, gap=0.0)
    if first.plan is None or not first.plan.placements:
        return
    fewer = Plan.of(p for p in first.plan.placements if p.cadre_id != first.plan.placements[0].cadre_id)
    again = replace(case, previous=fewer)
    known, active, facts = best(again), catalogue(again), Facts(again)
    assert known is not None
    problem = assemble(facts, active)
    answer = solve_by_sifting(problem, Goal(gap=0.0))
    plan = plan_of(facts, problem, answer)
    verdict = verify(again, plan, active)
    assert tuple(s * c for s, c in levels(again, active, verdict))[:-1] == known.values[:-1]


@drawn
@given(tiny_cases())
def test_without_anything_new_nobody_changes(case) -> None:
    first = propose(case, gap=0.0)
    if first.plan is None:
        return
    second = propose(replace(case, previous=first.plan), gap=0.0)
    assert second.plan is not None
    assert changed_people(first.plan, second.plan) == ()
