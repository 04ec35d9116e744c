"""The prices of a plan: what they prove no plan beats, and where they are exact they prove all of it."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine import bound as proving
from optimizer.engine.answer import Answer, Dual, Goal, Infeasible
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.duals import proofs, proved
from optimizer.engine.levels import solve
from tests.engine.problems import optimum, random_problem

KINDS = (
    {"levels": 1},
    {"levels": 2},
    {"levels": 2, "bundles": True},
    {"levels": 2, "rows": True},
    {"levels": 1, "rows": True, "bundles": True},
)


def answered(seed: int, **kind: object) -> tuple[object, Answer] | None:
    problem = random_problem(seed, **kind)  # type: ignore[arg-type]
    try:
        return problem, solve(problem, Goal(0.0))
    except Infeasible:
        return None


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: "+".join(k))
@pytest.mark.parametrize("seed", range(25))
def test_no_plan_beats_what_prices_prove_given_the_levels_before(seed: int, kind: dict[str, object]) -> None:
    made = answered(seed, **kind)
    if made is None:
        assert optimum(random_problem(seed, **kind)) is None  # type: ignore[arg-type]
        return
    problem, answer = made
    best = optimum(problem)  # type: ignore[arg-type]
    found = proofs(problem, answer, Goal(0.0))  # type: ignore[arg-type]
    assert best is not None
    assert [p.level for p in found] == [i for i, it in enumerate(problem.levels) if not it.tie_break]  # type: ignore[attr-defined]
    for proof in found:
        assert [c.cost for c in proof.wanted.caps] == list(best[: proof.level])
        assert proof.whole <= best[proof.level]
        again, margin = proving.bound(problem, proof.wanted, proof.prices)  # type: ignore[arg-type]
        assert (again, margin.tolist()) == (proof.bound, proof.margin.tolist())


@pytest.mark.parametrize("levels", [1, 2, 3])
@pytest.mark.parametrize("seed", range(40))
def test_prices_alone_prove_every_level_of_a_pure_network(seed: int, levels: int) -> None:
    problem = random_problem(seed, people=6, units=2, titles=3, levels=levels)
    answer = solve(problem, Goal(0.0))
    assert answer.engine == "network"
    values = answer.values(problem)
    assert [p.whole for p in proofs(problem, answer, Goal(0.0))] == list(values[:-1])


@pytest.mark.parametrize("levels", [1, 2, 3])
@pytest.mark.parametrize("seed", range(20))
def test_a_network_needs_no_linear_program_for_that(seed: int, levels: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizer.engine.duals.SMALL", -1)
    problem = random_problem(seed, people=6, units=2, titles=3, levels=levels)
    answer = solve(problem, Goal(0.0))
    assert [p.whole for p in proofs(problem, answer, Goal(0.0))] == list(answer.values(problem)[:-1])


def test_a_search_that_proves_more_than_prices_leaves_a_weaker_bound_that_is_told_as_such() -> None:
    weaker = 0
    for seed in range(60):
        made = answered(seed, levels=1, rows=True, bundles=True)
        if made is None:
            continue
        problem, answer = made
        for proof in proofs(problem, answer, Goal(0.0)):  # type: ignore[arg-type]
            asked = answer.bounds[proof.level]
            assert asked is not None
            assert proof.whole <= asked
            weaker += proof.whole < asked
    assert weaker > 0


def test_the_prices_an_engine_gives_are_used_with_a_multiplier_for_every_level_before() -> None:
    problem = random_problem(3, people=6, units=2, titles=3, levels=1)
    answer = solve(problem, Goal(0.0))
    last = proofs(problem, answer, Goal(0.0))[-1]
    kept = last.prices.cap != 0
    caps = tuple(Cap(c.level, c.cost, weight=9.0) for c, k in zip(last.wanted.caps, kept, strict=True) if k)
    dual = Dual(Wanted(last.level, caps), Prices(last.prices.seat, last.prices.row, last.prices.cap[kept]), last.bound)
    again = proofs(problem, Answer(answer.chosen, answer.bounds, "network", (dual,)), Goal(0.0))[-1]
    assert again.bound == last.bound
    assert np.array_equal(again.prices.cap, last.prices.cap)


def test_a_plan_that_nobody_proved_gets_a_bound_all_the_same() -> None:
    problem = random_problem(5, people=6, units=2, titles=3, levels=2)
    best = solve(problem, Goal(0.0)).values(problem)
    nobody = Answer(np.zeros(0, np.int64), (None,) * len(problem.levels), "exact")
    first = proofs(problem, nobody, Goal(0.0))[0]
    assert first.whole <= best[0]


def test_rounded_multipliers_stay_within_what_can_prove_anything() -> None:
    problem = random_problem(1, rows=True, levels=1)
    i = next(i for i, it in enumerate(problem.levels) if it.vacancy is None)
    wanted = Wanted(i, tuple(Cap(j, 99.0) for j in range(i)))
    steep = Prices(np.zeros(problem.n_seats), np.full(len(problem.rows), 1e6), np.full(i, -1 / 3))
    assert np.isfinite(proved(problem, wanted, steep).bound)
