"""Tests that need a browser are not collected where there is none; the cases of every kind are made once."""

from __future__ import annotations

import pytest

from tests.papers.browser import find_browser
from tests.papers.every_kind import NAMES, Made, cases, made

collect_ignore = [] if find_browser() else ["test_browser.py"]


@pytest.fixture(scope="session")
def every() -> dict[str, Made]:
    """Cases of every kind, counted by hand and as the papers show them."""
    return {name: made(case, plan) for name, case, plan in cases()}


@pytest.fixture(params=NAMES)
def one(request: pytest.FixtureRequest, every: dict[str, Made]) -> Made:
    """Each of these cases in turn."""
    return every[request.param]
