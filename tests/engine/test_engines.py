"""Every engine finds the optimum that looking at every plan finds, level by level."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.exact import solve_exact
from optimizer.engine.levels import solve_network
from optimizer.engine.sifting import solve_by_sifting
from tests.engine.problems import feasible, optimum, random_problem

SHAPES = {
    "network": {"levels": 2},
    "bundles": {"bundles": True},
    "rows": {"rows": True, "levels": 2},
    "rows and bundles": {"bundles": True, "rows": True},
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("engine", ["exact", "sifting", "network"])
@pytest.mark.parametrize("seed", range(25))
def test_each_engine_equals_looking_at_every_plan(engine: str, shape: str, seed: int) -> None:
    problem = random_problem(seed, **SHAPES[shape])
    if engine == "network" and not problem.is_network:
        problem = random_problem(seed, levels=2)
    run = {"exact": solve_exact, "sifting": solve_by_sifting, "network": solve_network}[engine]
    best = optimum(problem)
    if best is None:
        with pytest.raises(Infeasible):
            run(problem, Goal(gap=0.0))
        return
    answer = run(problem, Goal(gap=0.0))
    assert answer.chosen is not None
    assert feasible(problem, answer.chosen)
    assert answer.values(problem) == best
    assert answer.bounds == pytest.approx([float(v) for v in best])


@pytest.mark.parametrize("seed", range(3))
def test_network_and_sifting_agree_on_hundreds_of_people(seed: int) -> None:
    problem = random_problem(seed, people=200, units=12, titles=6, density=0.2)
    flow = solve_network(problem, Goal(gap=0.0))
    sifted = solve_by_sifting(problem, Goal(gap=0.0))
    assert flow.values(problem)[:-1] == sifted.values(problem)[:-1]
    assert feasible(problem, np.asarray(sifted.chosen))
