"""Every rule and objective says the same by its arrays and in plain Python, on thousands of random plans.

Rules are found, never listed: one added tomorrow stands under the same test. Its parameters are its defaults and those
under which the contract tests hold it; the provinces use the same codes of titles and units.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from optimizer.catalogue import known
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from tests.contract.arrays import ArraySide
from tests.contract.tiny import PARAMETERS
from tests.property.provinces import plans, province

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.case import Case

SEEDS = range(20)
PLANS = 120  # of each province
DAYS = (
    date(2025, 7, 1),
    date(2025, 11, 20),
    date(2026, 11, 22),
)  # of the plan: before, between and after what is dated
RULES = sorted(n for n, c in known().items() if issubclass(c, Rule) and n not in ("one_post", "seat_limits"))
OBJECTIVES = sorted(n for n, c in known().items() if issubclass(c, Objective))


class Batch:
    """Many plans of one province, judged by arrays in one go."""

    def __init__(self, seed: int) -> None:
        draft: Case = province(seed)
        reviewed, *self.plans = plans(draft, seed, PLANS + 1)
        settings = replace(draft.settings, plan_date=DAYS[seed // 5 % len(DAYS)])
        self.case = replace(draft, previous=reviewed, settings=settings)
        self.facts = ArraySide(self.case).facts
        f = self.facts
        role_at = {role: i for i, role in enumerate(f.roles)}
        held: list[tuple[int, int, int, int]] = []
        spots: list[tuple[int, int, int, int]] = []
        for k, plan in enumerate(self.plans):
            for who, mine in plan.by_cadre.items():
                p, u = f.person_at[who], f.unit_at[mine[0].unit_code]
                held.append((k, p, u, role_at[tuple(sorted(x.title_code for x in mine))]))
                spots += [(k, p, u, f.title_at[x.title_code]) for x in mine]
        self.held = tuple(np.array(held, np.int32).reshape(-1, 4).T)  # one a person: plan, person, unit, role
        self.spots = tuple(np.array(spots, np.int32).reshape(-1, 4).T)  # one a title held
        self.n = len(self.plans)

    def screened(self, rule: Rule) -> np.ndarray[Any, Any]:
        """Return how many placements of each plan the rule's screen refuses."""
        screen, f = rule.screen(self.facts), self.facts
        if screen is None:
            return np.zeros(self.n)
        shape = (f.n_people, f.n_units, f.n_titles)
        fails = np.broadcast_to(screen.fails, shape).copy()
        for a, b in screen.also:
            fails |= np.broadcast_to(a, shape) & np.broadcast_to(b, shape)
        fails[screen.spared.p, screen.spared.u, screen.spared.t] = False
        if screen.barred is not None:
            fails[screen.barred.people] |= screen.barred.table
        k, p, u, t = self.spots
        return np.bincount(k, weights=fails[p, u, t], minlength=self.n)

    def barred(self, rule: Rule) -> np.ndarray[Any, Any]:
        """Return how many people of each plan hold a role the rule bars."""
        bar = rule.bar_roles(self.facts)
        k, _, _, r = self.held
        return np.zeros(self.n) if bar is None else np.bincount(k, weights=bar[r], minlength=self.n)

    def outside(self, rule: Rule) -> np.ndarray[Any, Any]:
        """Return how far each plan is outside the rule's rows, at their prices; of a `worst` family one row pays."""
        k, p, u, r = self.held
        total = np.zeros(self.n)
        for family in rule.rows(self.facts):
            n = len(family.lower)
            which, row, coef = family.entries(p, u, r)
            value = np.bincount(k[which] * n + row, weights=coef, minlength=self.n * n).reshape(self.n, n)
            value = np.round(value, 9)
            off = np.maximum(family.lower - value, 0) + np.maximum(value - family.upper, 0)
            price = 1.0 if family.price is None else family.price
            total += price * (off.max(axis=1, initial=0.0) if family.worst else off.sum(axis=1))
        return total

    def measures(self, objective: Objective) -> np.ndarray[Any, Any]:
        """Return the objective's value of each plan: by the whole role, once a person, or once a title held."""
        f, (k, p, u, r) = self.facts, self.held
        if (of_roles := objective.of_roles(f)) is not None:
            amounts = of_roles(p, u, r)
        else:
            cells = objective.cells(f)
            if cells.per_title:
                k, p, u, t = self.spots
            else:
                t = f.role_titles[r, 0]
            amounts = cells.at(p, u, t, f.n_units, f.n_titles)
        return objective.base(self.case) + np.bincount(k, weights=amounts, minlength=self.n)


@cache
def batch(seed: int) -> Batch:
    """Return the plans of one seed, made once."""
    return Batch(seed)


def given(name: str) -> Sequence[dict[str, Any]]:
    """Return the parameters a rule is tried with: its defaults, then those of the contract tests."""
    return ({}, *PARAMETERS.get(name, ()))


def chosen(name: str, seed: int) -> Any:
    """Return the rule or objective with one of its sets of parameters: every set comes up in some province."""
    sets = given(name)
    return known()[name].model_validate(sets[seed % len(sets)])


@pytest.mark.parametrize("name", RULES)
def test_a_rule_refuses_and_prices_every_random_plan_alike_on_both_sides(name: str) -> None:
    assert len(given(name)) <= len(SEEDS), "every set of parameters comes up"
    verdicts: set[bool] = set()
    for seed in SEEDS:
        made, rule = batch(seed), chosen(name, seed)
        screened, barred, outside = made.screened(rule), made.barred(rule), made.outside(rule)
        for k, plan in enumerate(made.plans):
            findings = list(rule.violations(made.case, plan))
            kept = not (screened[k] or barred[k] or outside[k] > 1e-9)
            assert kept == (not findings), (seed, rule, plan, findings)
            if "soft" in rule.modes:
                cost = sum(1.0 if f.amount is None else f.amount for f in findings)
                assert screened[k] + outside[k] == pytest.approx(cost, abs=1e-6), (seed, rule, plan, findings)
            verdicts.add(kept)
    assert verdicts == {True, False}, "some plan breaks it, some does not"


@pytest.mark.parametrize("name", OBJECTIVES)
def test_an_objective_measures_every_random_plan_alike_on_both_sides(name: str) -> None:
    values: set[float] = set()
    for seed in SEEDS:
        made, objective = batch(seed), chosen(name, seed)
        if objective.ties:
            k, p, u, t = made.spots
            by_arrays = np.bincount(k, weights=objective.values_at(made.facts, p, u, t), minlength=made.n)
        else:
            by_arrays = made.measures(objective)
        only = objective.only(made.facts)
        listed = None if only is None else set(zip(*(a.tolist() for a in only), strict=True))
        for k, plan in enumerate(made.plans):
            value = objective.measure(made.case, plan)
            assert by_arrays[k] == pytest.approx(value, abs=1e-6), (seed, objective, plan)
            values.add(round(value, 6))
            if listed is not None:
                mine = {(p, u, t) for i, p, u, t in zip(*(a.tolist() for a in made.spots), strict=True) if i == k}
                assert (mine <= listed) == (not list(objective.violations(made.case, plan)))
    assert len(values) > 1, "it tells plans apart"


def test_every_rule_that_can_be_lifted_is_lifted_for_somebody_in_some_province() -> None:
    lifted = {d.rule for seed in SEEDS for d in batch(seed).case.decisions if d.action == "exception"}
    assert {name for name in RULES if getattr(known()[name], "liftable", "never") == "named"} <= lifted


def test_the_plans_are_thousands_and_differ() -> None:
    every = {(seed, plan) for seed in SEEDS for plan in batch(seed).plans}
    assert len(every) > 2_000
    sizes = [len(plan.by_cadre) for _, plan in every]
    assert min(sizes) == 0
    assert max(sizes) > 10
