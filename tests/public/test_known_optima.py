"""Instances whose optimum others have proved, given as tables: the same value, and proved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment, linprog

from optimizer import Case, propose
from tests.benchmarks.assignment import Instance, scipy_optimum, sparse
from tests.public.plain_program import Office

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.domain.plan import Outcome


def proved(tables: dict[str, Any]) -> tuple[Outcome, float]:
    """Return the outcome of a case given as tables and its total score, having seen that this is proved."""
    outcome = propose(Case.from_tables(**tables), gap=0.0)
    level = next(level for level in outcome.levels if "suitability" in level.name)
    assert outcome.status == "optimal"
    assert level.value == level.bound
    return outcome, level.value


def assign(size: int, seed: int) -> Instance:
    """Return an assignment problem in the manner of the OR-Library's assign100 to assign800: costs from 1 to 100."""
    rng = np.random.default_rng(seed)
    person, seat = (a.ravel() for a in np.mgrid[:size, :size])
    return Instance(size, size, 5, person, seat, rng.integers(1, 101, size * size))


@pytest.mark.parametrize("minimise", [True, False], ids=["min", "max"])
@pytest.mark.parametrize("size", [20, 60, 100])
def test_assignment_costs_what_scipy_says(size: int, minimise: bool) -> None:
    instance = assign(size, size)
    outcome, value = proved(instance.tables(minimise))
    assert outcome.vacant == 0
    assert value == scipy_optimum(instance, minimise)


@pytest.mark.parametrize("minimise", [True, False], ids=["min", "max"])
@pytest.mark.parametrize("titles", [1, 7])
def test_a_sparse_matching_costs_what_scipy_says(titles: int, minimise: bool) -> None:
    instance = sparse(400, 290, 2_100, titles, seed=titles)
    outcome, value = proved(instance.tables(minimise))
    assert outcome.vacant == 0
    assert value == scipy_optimum(instance, minimise)


def listed(score: NDArray[np.float64], quota: NDArray[np.int64], minimise: bool) -> dict[str, Any]:
    """Return tables of people (rows) and units with quotas (columns); NaN is not listed."""
    p, u = np.nonzero(~np.isnan(score))
    asks = f"only_scored=yes; explicit=yes; minimise={'yes' if minimise else 'no'}"
    return {
        "units": [{"unit_code": f"U{i:03d}", "name": f"U{i:03d}"} for i in range(len(quota))],
        "titles": [{"title_code": "T", "name": "T"}],
        "seats": [{"unit_code": f"U{i:03d}", "title_code": "T", "target": int(n)} for i, n in enumerate(quota)],
        "cadres": [{"cadre_id": f"P{i:04d}", "name": f"P{i:04d}"} for i in range(len(score))],
        "scores": [
            {"cadre_id": f"P{i:04d}", "unit_code": f"U{j:03d}", "title_code": "T", "score": float(score[i, j])}
            for i, j in zip(p.tolist(), u.tolist(), strict=True)
        ],
        "rules": [{"rule": "suitability", "on": "yes", "params": asks}],
        "settings": [{"key": "plan_date", "value": "2025-07-01"}],
    }


@pytest.mark.parametrize("minimise", [True, False], ids=["min", "max"])
@pytest.mark.parametrize(("people", "schools", "open_"), [(90, 6, 1.0), (150, 20, 0.2), (40, 15, 0.1)])
def test_places_with_quotas_are_filled_first_and_then_at_the_best_score(
    people: int, schools: int, open_: float, minimise: bool
) -> None:
    rng = np.random.default_rng(people)
    quota = rng.multinomial(people - people // 8, np.ones(schools) / schools)
    score = rng.integers(-50, 101, (people, schools)).astype(float)
    score[rng.random(score.shape) >= open_] = np.nan
    seats = np.repeat(np.arange(schools), quota)
    sign, unfilled = (1.0 if minimise else -1.0), 1e6
    rows, columns = linear_sum_assignment(np.where(np.isnan(score), 0.0, sign * score - unfilled)[:, seats])
    taken = ~np.isnan(score[rows, seats[columns]])
    outcome, value = proved(listed(score, quota, minimise))
    assert outcome.placed == taken.sum()
    assert value == score[rows, seats[columns]][taken].sum()


@pytest.mark.parametrize("seed", range(3))
def test_a_transportation_problem_costs_what_its_linear_program_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    supply = rng.integers(3, 20, 9)
    demand = rng.multinomial(int(supply.sum()), np.ones(7) / 7)
    cost = rng.integers(1, 1000, (9, 7))
    equal = np.vstack([np.kron(np.eye(9), np.ones(7)), np.kron(np.ones(9), np.eye(7))])
    known = linprog(cost.ravel(), A_eq=equal, b_eq=np.concatenate([supply, demand]), method="highs")
    _, value = proved(listed(np.repeat(cost, supply, axis=0).astype(float), demand, True))
    assert value == pytest.approx(known.fun)


@pytest.mark.parametrize(("seed", "density"), [*((seed, 0.35) for seed in range(6)), (4, 0.95), (8, 0.95)])
def test_crossing_rules_end_at_the_optimum_of_a_plain_integer_program(seed: int, density: float) -> None:
    office = Office.drawn(seed, density)
    vacancies, lack, worth = office.optimum()
    outcome = propose(Case.from_tables(**office.tables()), gap=0.0)
    reached = {level.name.partition("+")[0]: level.value for level in outcome.levels}
    assert outcome.verified
    assert (reached["vacancies"], reached["soft_rules"]) == pytest.approx((vacancies, lack), abs=1e-5)
    assert reached["suitability"] == pytest.approx(worth)
