"""Measurements are run by hand: everything here is left out unless `-m benchmark` asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "benchmark" in (config.option.markexpr or ""):
        return
    here = Path(__file__).parent
    config.hook.pytest_deselected(items=[item for item in items if here in item.path.parents])
    items[:] = [item for item in items if here not in item.path.parents]
