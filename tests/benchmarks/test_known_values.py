"""Known values, never times: the engine reaches the optima that others prove too, and no rival's plan beats its bound."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer import Case, propose
from optimizer.engine.answer import Goal
from optimizer.engine.levels import solve
from optimizer.samples import make
from tests.benchmarks import assignment
from tests.benchmarks.judge import broken
from tests.benchmarks.rivals import RIVALS
from tests.benchmarks.scale import LEADERS, MANAGERS, PEOPLE_A_UNIT, TITLES, scale
from tests.engine.problems import feasible

pytestmark = pytest.mark.benchmark
# HiGHS over all candidates proves those of the small ones; the flow's own prices prove the larger network's.
NETWORKS = {2: (0, 0, 0, 22, 69_297), 10: (0, 0, 2, 107, 338_769), 40: (0, 0, 23, 276, 1_338_684)}
CROSSED = {2: (0, 0, 0, 20, 0, 71_621), 4: (0, 0, 0, 31, 0, 132_723)}


@pytest.mark.parametrize("units", NETWORKS)
def test_a_network_of_any_size_ends_at_its_known_optimum(units: int) -> None:
    problem = scale(units, network=True)
    answer = solve(problem, Goal(gap=0.0))
    assert answer.chosen is not None
    assert not any(broken(problem, answer.chosen).values())
    assert answer.values(problem)[:-1] == NETWORKS[units]
    assert answer.bounds[:-1] == NETWORKS[units]


@pytest.mark.parametrize("units", CROSSED)
def test_with_bundles_and_crossing_rows_small_cases_lose_nothing(units: int) -> None:
    problem = scale(units)
    answer = solve(problem, Goal(gap=0.0))
    assert answer.chosen is not None
    assert not any(broken(problem, answer.chosen).values())
    assert answer.values(problem)[:-1] == CROSSED[units]
    assert answer.bounds[:-1] == CROSSED[units]


@pytest.mark.parametrize("rival", ["highs", "highs-weighed"])
@pytest.mark.parametrize("network", [True, False], ids=["network", "crossed"])
def test_highs_over_all_candidates_finds_the_same(rival: str, network: bool) -> None:
    problem, known = scale(2, network=network), (NETWORKS if network else CROSSED)[2]
    found = RIVALS[rival](problem, 300.0)
    assert found.chosen is not None
    assert tuple(problem.cost(found.chosen, i) for i in range(len(problem.levels) - 1)) == known
    assert found.bounds[-2] == known[-1]


@pytest.mark.parametrize("rival", ["cp-sat", "cp-sat-weighed"])
def test_cp_sat_keeps_every_row_and_never_beats_the_optimum(rival: str) -> None:
    problem = scale(2)
    found = RIVALS[rival](problem, 20.0)
    assert found.chosen is not None
    assert not any(broken(problem, found.chosen).values())
    assert tuple(problem.cost(found.chosen, i) for i in range(len(problem.levels) - 1)) >= CROSSED[2]


def test_the_hand_keeps_people_and_seats_and_never_beats_the_optimum() -> None:
    problem = scale(10, network=True)
    found = RIVALS["hand"](problem, 1.0)
    assert found.chosen is not None
    assert feasible(problem, found.chosen)
    assert tuple(problem.cost(found.chosen, i) for i in range(len(problem.levels) - 1)) > NETWORKS[10]


def test_the_judge_sees_every_kind_of_fault() -> None:
    problem = scale(2)
    crowd = np.arange(problem.n)
    found = broken(problem, crowd)
    assert found["people twice"] > 0
    assert found["seats too full"] > 0
    at, row, coef = problem.entries(crowd)
    alone = np.unique(at[(coef < 0) & (row == 2)])
    assert broken(problem, alone)["hard rows"] == 1


def test_a_province_grows_in_proportion() -> None:
    small, large = scale(4), scale(8)
    for problem, units in ((small, 4), (large, 8)):
        assert problem.n_people == PEOPLE_A_UNIT * units
        assert problem.n_seats == TITLES * units
        assert 0.09 < problem.n / (problem.n_people * problem.n_seats) < 0.14
    assert (np.diff(small.candidates.slot)[np.diff(small.candidates.person()) == 0] > 0).all()
    leading = small.slot_seats[:, 0] % TITLES < LEADERS + MANAGERS
    assert (small.priority[small.slot_seats[leading, 0]] == 1).all()


@pytest.mark.parametrize("minimise", [True, False], ids=["costs", "points"])
@pytest.mark.parametrize("name", ["dense 100", "dense 400", "sparse 5,000 x 3,700"])
def test_pure_assignment_equals_scipy_to_the_last_unit(name: str, minimise: bool) -> None:
    instance = assignment.INSTANCES[name]()
    outcome = propose(Case.from_tables(**instance.tables(minimise)), gap=0.0)
    level = next(level for level in outcome.levels if level.name == "suitability")
    assert outcome.status == "optimal"
    assert outcome.vacant == 0
    assert level.value == level.bound == assignment.scipy_optimum(instance, minimise)


def test_the_leaders_of_hai_phong_are_proved() -> None:
    outcome = propose(Case.from_tables(**make("hai-phong-leaders")), gap=0.0)
    assert outcome.status == "optimal"
    assert outcome.verified
    assert outcome.vacant == 0
