"""The whole catalogue on at once, hard and soft mixed: a verified plan, or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from optimizer.catalogue import catalogue, known
from optimizer.checker import verify
from optimizer.objectives.base import Objective
from optimizer.pipeline import propose
from optimizer.rules.base import Rule
from tests import cases as make
from tests.contract.tiny import PARAMETERS
from tests.property.provinces import province

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import RuleSetting

SEEDS = range(10)
PEOPLE = 12
HARD = 0.25  # of the rules that may be either


def everything_on(case: Case, rng: Random) -> tuple[RuleSetting, ...]:
    """Return a Rules sheet with every rule and objective on; what the case has no titles or fields for, by default."""
    rows = []
    for name, cls in sorted(known().items()):
        if cls.fixed:
            continue
        given = rng.choice(({}, *(g for g in PARAMETERS.get(name, ()) if "only_scored" not in g)))
        params = {key: str(value) for key, value in given.items()}
        if issubclass(cls, Objective):
            row = make.setting(name, params=params)
        else:
            hard = cls.modes == ("hard",) or ("hard" in cls.modes and rng.random() < HARD)
            weight, level = rng.choice((0.5, 1.0, 4.0)), rng.choice((2, 2, 3))
            row = make.setting(name, mode="hard" if hard else "soft", weight=weight, level=level, params=params)
        found = catalogue(replace(case, rules=(row,))).findings
        wrong = any(f.severity == "error" for f in found)
        rows.append(make.setting(name, mode=row.mode) if wrong else row)
    return tuple(rows)


def test_with_every_rule_on_a_case_ends_verified_or_with_the_reason() -> None:
    ends = []
    for seed in SEEDS:
        case = province(seed, PEOPLE)
        case = replace(case, rules=everything_on(case, Random(f"all {seed}")), rules_given=True)
        active = catalogue(case)
        assert len(active.rules) == sum(issubclass(c, Rule) for c in known().values())
        outcome = propose(case, gap=0.0)
        ends.append(outcome.status)
        if outcome.status == "infeasible":
            assert outcome.findings
            continue
        assert outcome.plan is not None
        verdict = verify(case, outcome.plan, active)
        assert verdict.ok
        soft = sum(level.value for level in outcome.levels if level.name == "soft_rules")
        paid = sum(
            a.weight * sum(1.0 if f.amount is None else f.amount for f in check.findings)
            for a in active.rules
            for check in verdict.checks
            if a.soft and a.level == 2 and check.name == a.rule.name
        )
        assert soft == pytest.approx(paid), "the level says what its rules cost"
    assert {"infeasible"} < set(ends), "some have a plan, some clash"
