"""The top of a smooth concave function of limited arguments, by quasi-Newton steps.

L-BFGS with arguments at their limits held there (Nocedal and Wright, chapter 7): second derivatives are guessed from the
last steps. Sums are added up by numpy alone, so that they do not hang on how many cores a linear algebra library uses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.engine.bound import Floats

Bend: TypeAlias = "tuple[Floats, Floats, float]"  # a step, how the gradient changed along it, 1 / their product

REMEMBERED = 12  # steps that second derivatives are guessed from
RISE = 1e-4  # of what the gradient promises, that a step has to bring
SHORTER = 0.4
TRIES = 12
FLAT = 1e-10  # of their lengths, up to which a step and the change of the gradient tell nothing
LATELY = 6  # steps that together must bring something


FIRST = (
    1 / 16
)  # of its reach, that the argument moves which moves most before anything is known of how the function bends


def climb(
    at: Callable[[Floats], tuple[float, Floats]], x: Floats, limits: tuple[Floats, Floats], size: Floats, reach: Floats,
    most: int, enough: float,
) -> tuple[Floats, float]:  # fmt: skip
    """Return better arguments and the value there, after at most `most` steps.

    `size` is how far each argument moves for a gradient of 1, compared with others; `reach` how far from where it begins
    it may end. It is over as soon as the last few steps together bring less than `enough`.
    """
    low, high = np.maximum(limits[0], x - reach), np.minimum(limits[1], x + reach)
    value, gradient = at(x)
    bends: list[Bend] = []
    values = [value]
    for _ in range(most):
        held = ((x <= low) & (gradient < 0)) | ((x >= high) & (gradient > 0))
        free = np.where(held, 0.0, gradient)
        step = np.where(held, 0.0, _direction(bends, free, size))
        if not bends or _dot(step, gradient) <= 0:
            bends, step = [], free * size
            farthest = float((np.abs(step) / reach).max(initial=0.0))
            if farthest == 0.0:
                break
            step *= FIRST / farthest
        found = _along(at, x, (value, gradient), step, (low, high))
        if found is None:
            if not bends:
                break
            bends = []
            continue
        to, reached, slope = found
        moved, bent = to - x, gradient - slope
        product = _dot(moved, bent)
        if product > FLAT * np.sqrt(_dot(moved, moved) * _dot(bent, bent)):
            bends = [*bends[1 - REMEMBERED :], (moved, bent, 1.0 / product)]
        x, value, gradient = to, reached, slope
        values.append(value)
        if len(values) > LATELY and value - values[-1 - LATELY] < enough:
            break
    return x, value


def _direction(bends: list[Bend], gradient: Floats, size: Floats) -> Floats:
    """Return where the function would be highest if it bent as it did along the last steps."""
    step = gradient
    shares = []
    for moved, bent, inverse in reversed(bends):
        shares.append(inverse * _dot(moved, step))
        step = step - shares[-1] * bent
    step = step * size
    if bends:
        _, bent, inverse = bends[-1]
        step *= 1.0 / (inverse * _dot(bent * size, bent))
    for (moved, bent, inverse), share in zip(bends, reversed(shares), strict=True):
        step = step + (share - inverse * _dot(bent, step)) * moved
    return step


def _along(
    at: Callable[[Floats], tuple[float, Floats]], x: Floats, here: tuple[float, Floats], step: Floats,
    limits: tuple[Floats, Floats],
) -> tuple[Floats, float, Floats] | None:  # fmt: skip
    """Return the first point along a step, ever shorter, that is enough higher, with value and gradient there."""
    value, gradient = here
    for _ in range(TRIES):
        to = np.clip(x + step, *limits)
        reached, slope = at(to)
        if reached >= value + RISE * _dot(gradient, to - x):
            return to, reached, slope
        step = step * SHORTER
    return None


def _dot(a: Floats, b: Floats) -> float:
    return float((a * b).sum())
