"""The plan depends on what the case says: not on the order it is said in, nor on the process that reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer import Case
from optimizer.pipeline import propose
from tests.another_process import said_with_hashes
from tests.property import books

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = {"one title a person": False, "bundles and pairs": True}


@pytest.fixture(params=SHAPES)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a workbook of a case that the network engine solves, and one that it cannot."""
    return books.write(tmp_path / "case.xlsx", bundled=SHAPES[request.param])


def test_the_two_books_need_different_engines_and_leave_somebody_out(tmp_path: Path) -> None:
    engines = set()
    for bundled in SHAPES.values():
        outcome = propose(Case.read(books.write(tmp_path / "case.xlsx", bundled=bundled)), gap=0.0)
        engines.add(outcome.engine)
        assert outcome.status == "optimal"
        assert 4 <= outcome.placed < 9
    assert engines == {"network", "exact"}


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_sheets_rows_and_columns_does_not_change_the_plan(book: Path, tmp_path: Path, seed: int) -> None:
    first = propose(Case.read(book), gap=0.0)
    other = propose(Case.read(books.shuffled(book, tmp_path / "other.xlsx", seed)), gap=0.0)
    assert other.plan == first.plan
    assert other.levels == first.levels


def test_another_process_with_other_hashes_makes_the_same_plan(book: Path) -> None:
    script = (
        "import sys; from optimizer import Case; from optimizer.pipeline import propose; "
        "o = propose(Case.read(sys.argv[1]), gap=0.0); print(hash('x')); print(o.plan.placements, o.levels)"
    )
    said = [said_with_hashes(seed, "-c", script, str(book)).splitlines() for seed in ("0", "1")]
    assert said[0][0] != said[1][0], "the hashes did differ"
    assert said[0][1:] == said[1][1:]
    assert "CB3" in said[0][1]
