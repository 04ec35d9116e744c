"""The levels of any plan, as the checker measures them, are those the engine reports."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.plan import LevelResult
from optimizer.pipeline import propose
from optimizer.reports.words import level_text
from optimizer.review.levels import first_difference, level_values
from tests.cases import cadre, case, seat, setting, title
from tests.property.strategies import tiny_cases


@settings(derandomize=True, database=None, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_a_plan_of_the_engine_reaches_the_values_the_engine_says(made) -> None:  # type: ignore[no-untyped-def]
    outcome = propose(made)
    if outcome.plan is None:
        return
    active = catalogue(made)
    own = level_values(made, active, verify(made, outcome.plan, active))
    told = [level for level in outcome.levels if level.name != "tie_break"]
    assert [(v.name, v.sense) for v in own] == [(v.name, v.sense) for v in told]
    assert [v.value for v in own] == pytest.approx([v.value for v in told], abs=1e-6)


def test_priorities_are_levels_of_their_own_and_a_soft_rule_stands_by_its_number() -> None:
    seats = [seat("U1", "T1", 2, min=1, priority=1), seat("U2", "T1", 1, priority=2)]
    made = case(
        ["U1", "U2"],
        [title("T1", min_degree=4)],
        seats,
        [cadre("A")],
        rules=[setting("degree", mode="soft", weight=3), setting("moves", level=4)],
    )
    from optimizer.domain.plan import Plan

    active = catalogue(made)
    found = {v.name: v.value for v in level_values(made, active, verify(made, Plan.of([("A", "U1", "T1")]), active))}
    assert found["below_minimum"] == 0
    assert (found["vacancies_priority_1"], found["vacancies_priority_2"]) == (1, 1)
    assert found["soft_rules"] == 3
    assert list(found)[-1] == "moves"


def test_two_levels_of_soft_rules_have_two_names_in_plan_and_words() -> None:
    rules = [
        setting("degree", mode="soft", level=2),
        setting("theory", mode="soft", level=4),
        *(setting(name, level=6) for name in ("suitability", "moves", "travel")),
    ]
    made = case(["U1"], [title("T1", min_degree=4, min_theory=2)], cadres=["A"], rules=rules)
    outcome = propose(made, gap=0.0)
    active = catalogue(made)
    assert outcome.plan is not None
    own = level_values(made, active, verify(made, outcome.plan, active))
    names = [level.name for level in outcome.levels if level.name != "tie_break"]
    assert [level.name for level in own] == names
    assert len(set(names)) == len(names)
    assert names[-3:-1] == ["soft_rules_level_2", "soft_rules_level_4"]
    assert [level.value for level in own[-3:-1]] == [1, 1]
    assert [level_text(level).vi for level in own[-3:-1]] == ["Quy tắc mềm, cấp 2", "Quy tắc mềm, cấp 4"]
    assert [level_text(level).en for level in own[-3:-1]] == ["Soft rules, level 2", "Soft rules, level 4"]
    remembered = [level.level for level in outcome.memory.levels]
    assert len(set(remembered)) == len(remembered)


def test_the_first_level_that_differs_decides_and_more_is_better_where_it_is_to_be_large() -> None:
    a = (LevelResult("vacancies", "min", 2, None), LevelResult("suitability", "max", 10, None))
    b = (LevelResult("vacancies", "min", 2, None), LevelResult("suitability", "max", 12.5, None))
    c = (LevelResult("vacancies", "min", 1, None), LevelResult("suitability", "max", 0, None))
    assert first_difference(a, b) == (1, 2.5)
    assert first_difference(b, a) == (1, -2.5)
    assert first_difference(b, c) == (0, 1)
    assert first_difference(a, a) is None
