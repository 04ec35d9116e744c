"""Rules that cross, linear programs, two threads: the plan, its bounds and its prices depend on none of what is chance."""

from __future__ import annotations

import pytest

from tests.another_process import said_with_hashes
from tests.determinism.solve import said

SEEDS = (1, 3)


@pytest.fixture(scope="module", params=SEEDS)
def told(request: pytest.FixtureRequest) -> tuple[int, str]:
    """Return a seed and what a solve of that office tells."""
    return request.param, said(request.param, 0)


def test_these_offices_need_the_linear_engine(told: tuple[int, str]) -> None:
    assert "'sifting', " in told[1]


@pytest.mark.parametrize("order", [1])
def test_the_order_of_rows_changes_nothing(told: tuple[int, str], order: int) -> None:
    seed, usual = told
    assert said(seed, order) == usual


@pytest.mark.parametrize(("order", "hashes", "cores"), [(0, "1", 1), (3, "2", 2)])
def test_another_process_with_other_hashes_and_another_number_of_cores_says_the_same(
    told: tuple[int, str], order: int, hashes: str, cores: int
) -> None:
    seed, usual = told
    assert said_with_hashes(hashes, "-m", "tests.determinism.solve", str(seed), str(order), str(cores)) == usual
