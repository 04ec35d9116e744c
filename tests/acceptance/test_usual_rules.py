"""The rules that are on by default: a plan within the gap asked, vacancies proved to be the fewest."""

from __future__ import annotations

import pytest

from optimizer.engine.answer import Goal
from optimizer.engine.levels import solve
from tests.benchmarks.cases import load

GAP = 5e-4


@pytest.mark.parametrize("name", ["lang-son-usual", "hai-phong-usual"])
def test_usual_rules_end_within_the_gap_asked(name: str) -> None:
    problem, _ = load(name)
    found = solve(problem, Goal(GAP))
    assert found.chosen is not None
    assert not problem.breaks(found.chosen).any()
    for i, (level, bound) in enumerate(zip(problem.levels, found.bounds, strict=True)):
        if level.tie_break:
            continue
        assert bound is not None
        value = float(problem.cost(found.chosen, i))
        room = 0.0 if level.vacancy is not None else level.share(value, GAP)
        assert bound <= value <= bound + room + 1e-6
