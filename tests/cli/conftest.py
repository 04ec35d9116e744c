"""Running a command as a user would: in a folder of its own, in English unless said otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from optimizer.cli.main import main
from tests.cli.small import write_small

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `placement` with the words given, in `tmp_path`."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PLACEMENT_LANG", "en")

    def ran(*words: object) -> Result:
        result = CliRunner().invoke(main, [str(w) for w in words])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return ran


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a case of two units, two titles and five people that has a plan without vacancies."""
    return write_small(tmp_path / "small.xlsx")


def only_json(result: Result) -> dict[str, Any]:
    """Return the JSON object on stdout, failing if anything else stands there."""
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    assert found["exit_code"] == result.exit_code
    return found
