"""Quasi-Newton steps between limits: tops that are known, or that scipy finds another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import minimize

from optimizer.engine.climbing import climb

if TYPE_CHECKING:
    from optimizer.engine.bound import Floats

FREE = np.inf


def hill(seed: int, n: int = 12) -> tuple[Floats, Floats, Floats, Floats]:
    """Return a positive definite matrix that is badly scaled, a slope, and limits of which some are near."""
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(n, n)) * 10.0 ** rng.uniform(-1.5, 1.5, n)
    return root.T @ root + 0.1 * np.eye(n), rng.normal(size=n), -rng.uniform(0, 1, n), rng.uniform(0, 1, n)


@pytest.mark.parametrize("seed", range(20))
def test_the_top_between_limits_is_the_one_scipy_finds(seed: int) -> None:
    bend, slope, low, high = hill(seed)

    def at(x: Floats) -> tuple[float, Floats]:
        return float(slope @ x - x @ bend @ x / 2), slope - bend @ x

    size = 1 / np.diag(bend)
    found, value = climb(at, np.zeros(len(low)), (low, high), size, np.full(len(low), 10.0), 2_000, 0.0)
    other = minimize(
        lambda x: (-at(x)[0], -at(x)[1]), np.zeros(len(low)), jac=True, method="L-BFGS-B",
        bounds=np.stack([low, high], axis=1), options={"maxiter": 5_000, "ftol": 0, "gtol": 1e-12},
    )  # fmt: skip
    assert (low <= found).all()
    assert (found <= high).all()
    assert value == pytest.approx(-other.fun, rel=1e-6, abs=1e-9)
    assert value == at(found)[0]


def test_nothing_ends_beyond_its_reach() -> None:
    reach = np.array([0.5, 2.0, 7.0])

    def at(x: Floats) -> tuple[float, Floats]:
        return float(3 * x[0] - x[1] - (x[2] - 4.0) ** 2), np.array([3.0, -1.0, -2 * (x[2] - 4.0)])

    limits = np.full(3, -FREE), np.full(3, FREE)
    found, _ = climb(at, np.ones(3), limits, np.ones(3), reach, 100, 0.0)
    assert found == pytest.approx([1.5, -1.0, 4.0])


def test_each_step_is_higher_and_it_ends_when_little_comes_of_them() -> None:
    seen: list[float] = []

    def at(x: Floats) -> tuple[float, Floats]:
        return float(-np.log(np.cosh(x)).sum()), -np.tanh(x)

    def told(x: Floats) -> tuple[float, Floats]:
        seen.append(at(x)[0])
        return at(x)

    start, reach, limits = np.linspace(-9, 9, 7), np.full(7, 30.0), (np.full(7, -FREE), np.full(7, FREE))
    _, first = climb(told, start, limits, np.ones(7), reach, 500, 1e-3)
    few = len(seen)
    assert first > at(start)[0]
    _, whole = climb(told, start, limits, np.ones(7), reach, 500, 0.0)
    assert few < len(seen) - few
    assert whole == pytest.approx(0.0, abs=1e-9)
    assert climb(at, start, limits, np.ones(7), reach, 0, 0.0)[1] == at(start)[0]


def test_a_top_is_left_as_it_is() -> None:
    def at(x: Floats) -> tuple[float, Floats]:
        return float(x.sum()), np.ones(len(x))

    top = np.array([1.0, 2.0])
    found, value = climb(at, top, (np.zeros(2), top), np.ones(2), np.full(2, 9.0), 50, 0.0)
    assert (found.tolist(), value) == ([1.0, 2.0], 3.0)
