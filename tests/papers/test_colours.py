"""Colours of report and sheets: letters can be read on them, and no eye takes a shortage for a surplus."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from optimizer.reports.html.palette import BALANCE, SHORTAGE, STEPS, SURPLUS, contrast
from optimizer.reports.table import TONES
from optimizer.sheets.xlsx import EXAMPLE_FILL, HEADER_FILL, INPUT_FILL, INPUT_HEADER_FILL

# What an eye without one of the three cones makes of red, green and blue light (Machado and others, 2009, severity 1).
SIGHT = {
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def seen(colour: str, sight: str) -> str:
    """Return the colour as an eye of this kind sees it."""
    light = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    mixed = (sum(m * x for m, x in zip(row, light, strict=True)) for row in SIGHT[sight])
    return "#" + "".join(f"{round(255 * min(max(x, 0.0), 1.0) ** (1 / 2.2)):02x}" for x in mixed)


def apart(a: str, b: str) -> float:
    return math.dist(*([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (a, b)))


@pytest.mark.parametrize("sight", SIGHT)
def test_eyes_without_one_of_the_cones_still_tell_shortage_from_surplus_and_more_from_less(sight: str) -> None:
    assert apart(seen("#ff0000", "deuteranopia"), seen("#7a7a00", "deuteranopia")) < apart("#ff0000", "#7a7a00")
    for short in SHORTAGE:
        assert all(apart(seen(short.fill, sight), seen(over.fill, sight)) > 45 for over in (*SURPLUS, BALANCE))
    for colours in (STEPS, tuple(reversed(SHORTAGE)), SURPLUS):
        brightness = [contrast(seen(c.fill, sight), "#000000") for c in colours]
        assert all(a / b > 1.2 for a, b in pairwise(brightness))


def test_letters_can_be_read_on_every_colour_of_the_sheets() -> None:
    for fill, said in TONES.values():
        assert contrast(fill, "#000000") >= 7, said
    for fill in (HEADER_FILL, INPUT_HEADER_FILL):
        assert contrast(fill, "#ffffff") >= 4.5
    for fill in (INPUT_FILL, EXAMPLE_FILL):
        assert contrast(fill, "#000000") >= 7
