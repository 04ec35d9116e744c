"""What the map shows: no step of its key holds nothing at all, and a value stands in the step that its number names."""

from __future__ import annotations

import pytest

from optimizer.reports.html.themes import Theme, themes
from optimizer.reports.papers.figures import UnitFigures
from tests.cases import unit


def figures(rating: float, km: float = 0.0) -> UnitFigures:
    return UnitFigures(unit("U1"), 1, 1, 0, 0, 0, 1, 0, rating, km, (), ())


def theme(key: str, units: list[UnitFigures]) -> Theme:
    return next(t for t in themes(units) if t.key == key)


@pytest.mark.parametrize("ratings", [(95.0, 78.3, 65.0), (80.0,), (70.0, 70.0, 70.0, 90.0), (50, 60, 70, 80, 90)])
def test_no_step_lies_between_a_number_and_itself(ratings: tuple[float, ...]) -> None:
    units = [figures(r) for r in ratings]
    key = theme("capability", units).legend(units)
    assert sum(n for _, _, n in key) == len(units)
    assert "78.3 points to under 78.3 points" not in [text.en for _, text, _ in key]
    assert len({text.en for _, text, _ in key}) == len(key)
    for _, text, n in key:
        low, _, high = text.en.removesuffix(" points").partition(" points to under ")
        assert n == 0 or not high or low != high


def test_a_value_stands_in_the_step_that_its_number_names() -> None:
    units = [figures(r) for r in (78.36, 60.0, 61.0, 62.0, 63.0)]
    capability = theme("capability", units)
    assert capability.said(units[0]).en == "78.4 points"
    assert capability.step(units[0]) == 0  # "78.4 points or more"
    near = figures(60.0, 5.04)
    assert theme("travel", [near]).said(near).en == "5 km"
    assert theme("travel", [near]).step(near) == 0  # "up to 5 km"
