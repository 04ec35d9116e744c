"""Every number a rule takes is a bound that both sides look at: one step looser on one side only is noticed.

The step is found, never listed: between two values of a parameter that some plan of the random provinces tells apart,
bisection leads to two values one step from each other, and there the plain side of the one is held against the array
side of the other.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydantic import ValidationError

from optimizer.catalogue import known
from optimizer.domain.parameter_words import numeric
from optimizer.rules.base import Rule
from tests.property.test_both_sides import Batch, given

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = range(30)
FARTHEST = (
    0,
    1,
    2,
    3,
    10,
    35,
    45,
    55,
    65,
    600,
    1_000_000,
)  # values a parameter is tried with; those it does not take are left out
NO_BOUND = {("secondment", "months")}  # the length of a term: what the sheets show, nothing a plan can break
BOUNDS = [
    (name, key)
    for name, cls in sorted(known().items())
    if issubclass(cls, Rule)
    for key, field in cls.model_fields.items()
    if numeric(field) is not None and (name, key) not in NO_BOUND
]


@cache
def batch(seed: int) -> Batch:
    """Return the plans of one province."""
    return Batch(seed)


def arrays(rule: Rule, seed: int) -> np.ndarray[Any, Any]:
    """Return what each plan of a province is outside the rule's limits, by arrays."""
    made = batch(seed)
    total: np.ndarray[Any, Any] = np.round(made.screened(rule) + made.barred(rule) + made.outside(rule), 6)
    return total


def plain(rule: Rule, seed: int) -> list[float]:
    """Return the same from the plans alone."""
    made = batch(seed)
    return [
        round(sum(1.0 if f.amount is None else f.amount for f in rule.violations(made.case, plan)), 6)
        for plan in made.plans
    ]


def variants(name: str, key: str) -> Iterator[list[Rule]]:
    """Yield, for each set of parameters the rule is tried with, the rule with the values the parameter takes."""
    cls: Any = known()[name]
    for usual in given(name):
        found = []
        for value in FARTHEST:
            try:
                found.append(cls.model_validate({**usual, key: value}))
            except ValidationError:
                continue
        yield found


def edge(name: str, key: str) -> tuple[int, Rule, Rule]:
    """Return a province and two rules that differ by one step of a parameter and judge some plan there differently."""
    cls: Any = known()[name]
    step = {int: 1.0, float: 0.001}[numeric(cls.model_fields[key])]  # type: ignore[index]
    for seed in SEEDS:
        for rules in variants(name, key):
            for low, high in pairwise(rules):
                if np.array_equal(arrays(low, seed), arrays(high, seed)):
                    continue
                while abs(getattr(high, key) - getattr(low, key)) > step * 1.001:
                    steps = round((getattr(high, key) - getattr(low, key)) / step)
                    value = round(getattr(low, key) + steps // 2 * step, 3)
                    middle = cls.model_validate(low.model_dump() | {key: type(getattr(low, key))(value)})
                    if np.array_equal(arrays(low, seed), arrays(middle, seed)):
                        low = middle
                    else:
                        high = middle
                return seed, low, high
    raise AssertionError("no plan tells two values of the parameter apart")


@pytest.mark.parametrize(("name", "key"), BOUNDS)
def test_a_bound_one_step_looser_on_one_side_only_is_noticed(name: str, key: str) -> None:
    seed, one, other = edge(name, key)
    assert list(arrays(one, seed)) == plain(one, seed)
    assert list(arrays(one, seed)) != plain(other, seed)
    assert list(arrays(other, seed)) != plain(one, seed)
