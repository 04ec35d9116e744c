"""Asking less never makes a plan worse: with any single rule switched off, its level is at least as good as before.

Each rule stands beside a handful of others, hard and soft mixed, in small invented provinces that are solved to the
end with it and without it.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from optimizer.catalogue import catalogue, known
from optimizer.checker import verify
from optimizer.pipeline import propose
from optimizer.rules.base import Rule
from tests import cases as make
from tests.contract.tiny import PARAMETERS
from tests.property.every_plan import levels
from tests.property.provinces import province

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import RuleSetting

PEOPLE, OTHERS = 6, 4
COMPARED, SEEDS = 2, 12  # provinces compared for each rule, out of so many: some have no plan at all
SWITCHED = sorted(n for n, c in known().items() if issubclass(c, Rule) and not c.fixed)


def asked(case: Case, name: str, rng: Random) -> tuple[RuleSetting, ...]:
    """Return a Rules sheet with the named rule and a few others on; what the case has no titles or fields for, by default."""
    rows = []
    for one in (name, *rng.sample([n for n in SWITCHED if n != name], OTHERS)):
        given = rng.choice(({}, *PARAMETERS.get(one, ())))
        params = {key: str(value) for key, value in given.items()}
        row = make.setting(one, mode=rng.choice(known()[one].modes), weight=rng.choice((0.5, 1.0, 4.0)), params=params)
        found = catalogue(replace(case, rules=(row,))).findings
        rows.append(row if all(f.severity != "error" for f in found) else make.setting(one))
    return tuple(rows)


def reached(case: Case) -> dict[str, tuple[float, float | None]] | None:
    """Return cost and proved bound of every level, both to be made small; None where no plan keeps the hard rules."""
    outcome = propose(case, gap=0.0)
    if outcome.status == "infeasible":
        return None
    assert outcome.plan is not None
    assert outcome.verified
    active = catalogue(case)
    found = levels(case, active, verify(case, outcome.plan, active))
    seats = [
        f"{kind} {rank}"
        for kind in ("min", "target")
        for rank in sorted({s.priority for s in case.seats if getattr(s, kind) > 0})
    ]
    weighed = {a.level for a in active.rules if a.soft} | {o.level for o in active.objectives if not o.objective.ties}
    names = [*seats, *(f"level {n}" for n in sorted(weighed)), "ties"]
    return {
        name: (cost, None if level.bound is None else level.bound * (1 if level.sense == "min" else -1))
        for name, (_, cost), level in zip(names, found, outcome.levels, strict=True)
    }


def no_worse(before: Case, after: Case, last: str) -> bool | None:
    """Return whether `after` is at least as good up to its level `last`; None where that was not proved to the end."""
    old, new = reached(before), reached(after)
    if old is None:
        return None  # whatever comes is no worse
    assert new is not None, "a plan that keeps every rule keeps all but one"
    for level, (cost, _) in old.items():
        less, bound = new.get(level, (0.0, 0.0))
        if less < cost - 1e-6:
            return True  # what follows may be worse
        if bound is None or bound < less - 1e-6:
            return None
        if less > cost + 1e-6:
            return False
        if level == last:
            break
    return True


@pytest.mark.parametrize("name", SWITCHED)
def test_one_rule_less_never_worsens_the_value_of_its_level(name: str) -> None:
    compared = 0
    for seed in range(SEEDS):
        case = province(seed, PEOPLE)
        case = replace(case, decisions=tuple(d for d in case.decisions if d.action == "exception"))
        case = replace(case, rules=asked(case, name, Random(f"{name} {seed}")), rules_given=True)
        without = tuple(r.model_copy(update={"on": False}) if r.rule == name else r for r in case.rules)
        (active,) = (a for a in catalogue(case).rules if a.rule.name == name)
        last = f"level {active.level}" if active.soft else "ties"
        found = no_worse(case, replace(case, rules=without), last)
        assert found is not False, seed
        compared += found is True
        if compared == COMPARED:
            return
    pytest.fail("no province was solved to the end")
