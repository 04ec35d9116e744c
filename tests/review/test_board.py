"""The effect of a change told in arrays is what the checker measures of the two plans."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.plan import Plan
from optimizer.review.board import Board, Change, Post
from optimizer.review.levels import level_values
from tests.cases import setting
from tests.contract.tiny import PARAMETERS, tiny
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.domain.case import Case

# No array of rows or screens says these: the last is which pairs have a score, where only those may be placed.
STRUCTURE = ("one_post", "seat_limits", "names", "concurrent_titles", "suitability")


def costs(case: Case, plan: Plan) -> tuple[list[float], dict[str, float]]:
    """Return each level as a cost and how far each hard rule is broken, by the checker."""
    active = catalogue(case)
    verdict = verify(case, plan, active)
    levels = [-v.value if v.sense == "max" else v.value for v in level_values(case, active, verdict)]
    hard = {c.name: sum(f.amount or 0.0 for f in c.findings) for c in verdict.checks if not c.soft}
    return levels, hard


def every_single_change(board: Board) -> list[Change]:
    """Return everybody put into every role of every unit, out of where they are."""
    found: list[Change] = []
    facts = board.facts
    for p, u, r in product(range(facts.n_people), range(facts.n_units), range(facts.n_roles)):
        out = tuple((post, -1) for post in board.posts_by_person.get(p, ()))
        if len(board.seats_of(u, r)) == len(facts.roles[r]) and (u, r) not in {(o.unit, o.role) for o, _ in out}:
            found.append(((Post(p, u, r), 1), *out))
    return found


def assert_effects_are_true(case: Case, plan: Plan, sound: bool = True) -> None:
    """Hold every single change against the checker; a plan that breaks rules as it is says nothing of breaking more."""
    board = Board(case, plan, catalogue(case))
    changes = every_single_change(board)
    if not changes:
        return
    effects = board.effects(changes)
    parts = board.parts(changes)
    for level, kind in enumerate(board.kinds):
        if kind.vacancy is None:  # each thing in its own unit, weighed, makes the level
            inside = [weight * parts[:, i] for i, (at, _, weight) in enumerate(board.items) if at == level]
            assert effects.levels[:, level] == pytest.approx(sum(inside), abs=1e-6)
    before, hard = costs(case, plan)
    for i, change in enumerate(changes):
        after, then = costs(case, board.changed(change))
        assert effects.levels[i] == pytest.approx(np.array(after) - before, abs=1e-6), change
        screened = board.eligible.failed(*(np.array(x) for x in zip(*_spots(board, change), strict=True)))
        silent = not screened and all(
            then.get(name, 0) <= hard.get(name, 0) + 1e-9 for name in then if name not in STRUCTURE
        )
        if sound and not screened:
            assert silent == (effects.broken[i] < 1e-6), change


def _spots(board: Board, change: Change) -> list[tuple[int, int, int]]:
    facts = board.facts
    return [(post.person, post.unit, facts.title_at[t]) for post, s in change if s > 0 for t in facts.roles[post.role]]


@settings(derandomize=True, database=None, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_every_change_of_an_empty_plan_costs_what_the_checker_says(made) -> None:  # type: ignore[no-untyped-def]
    assert_effects_are_true(made, Plan(()))


@settings(derandomize=True, database=None, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_every_change_of_a_good_plan_costs_what_the_checker_says(made) -> None:  # type: ignore[no-untyped-def]
    from optimizer.pipeline import propose

    plan = propose(made).plan
    if plan is not None:
        assert_effects_are_true(made, plan)


@settings(derandomize=True, database=None, max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases(), st.data())
def test_after_a_review_keeping_the_reviewed_plan_counts_in_every_change(made, data) -> None:  # type: ignore[no-untyped-def]
    posts = [(c.cadre_id, s.unit_code, s.title_code) for c in made.cadres for s in made.seats]
    held = st.lists(st.sampled_from(posts), unique_by=lambda p: p[0])
    cap = setting("change_cap", mode="soft", params={"most": "1"})
    rules = tuple(row for row in made.rules if row.rule not in ("fewest_changes", "change_cap"))
    if made.rules_given and data.draw(st.booleans()):
        rules = (*rules, cap)
    reviewed = replace(made, previous=Plan.of(data.draw(held)), rules=rules)
    assert "fewest_changes" in {name for _, name, _ in Board(reviewed, Plan(()), catalogue(reviewed)).items}
    assert_effects_are_true(reviewed, Plan.of(data.draw(held)), sound=False)


@pytest.mark.parametrize("name", ["worst_unit_first", "capability_floor", "women_in_leadership", "relatives_linked"])
def test_rows_over_several_people_are_in_the_effect(name: str) -> None:
    for params in PARAMETERS.get(name, ({},)):
        rule = setting(
            name, mode="soft" if name != "relatives_linked" else None, params={k: str(v) for k, v in params.items()}
        )
        made = tiny(rules=[rule])
        for plan in (Plan(()), Plan.of([("A", "U1", "BT"), ("B", "U2", "DC")]), Plan.of([("C", "U2", "DC")])):
            assert_effects_are_true(made, plan)


def test_the_best_change_stands_first_and_what_breaks_a_rule_last() -> None:
    made = tiny()
    board = Board(made, Plan(()), catalogue(made))
    effects = board.effects(every_single_change(board))
    order = effects.order()
    keys = [(round(effects.broken[i], 6), *np.round(effects.levels[i], 6)) for i in order]
    assert keys == sorted(keys)
