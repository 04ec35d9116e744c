"""Every kind of dirty and hostile input ends with the right exit code, the right cell named, and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import optimizer
from tests.cli.conftest import run  # noqa: F401 - the fixture
from tests.corpus import bombs, cells, codes, damage, extent, foreign, headers, layouts, rosters, wrong_files

if TYPE_CHECKING:
    from tests.cli.conftest import Run
    from tests.corpus.kinds import Kind

MODULES = (wrong_files, bombs, extent, damage, foreign, cells, codes, layouts, headers, rosters)
KINDS = [k for module in MODULES for k in module.corpus.kinds]
MEMORY, SECONDS = 1_500 * 2**20, 20
_LIMITED = (
    "import resource, sys;"
    f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
    f"resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}));"
    "from optimizer.cli.main import main; main()"
)


def ended(kind: Kind, path: Path, run: Run) -> tuple[int, dict[str, Any], str]:  # noqa: F811
    """Run `check` on what the kind makes; return the exit code, the JSON and what stands on stderr."""
    words = ["check", *kind.make(path), "--json"]
    if not kind.apart:
        result = run(*words)
        return result.exit_code, json.loads(result.stdout), result.stderr
    environ = {**os.environ, "PLACEMENT_LANG": "en", "PYTHONPATH": str(Path(optimizer.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, *words], capture_output=True, text=True, cwd=path, env=environ, check=False
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def place(finding: dict[str, Any]) -> str:
    """Return where a finding stands, as Sheet!A1."""
    return f"{finding['sheet']}!{finding['cell']}" if finding["cell"] else finding["sheet"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.name)
def test_the_input_ends_as_it_must(kind: Kind, tmp_path: Path, run: Run) -> None:  # noqa: F811
    code, data, err = ended(kind, tmp_path, run)
    assert "Traceback" not in err
    found = {(f["code"], place(f)) for f in data["findings"]}
    assert kind.finds <= found, sorted(found)
    assert not kind.lacks & {c for c, _ in found}
    assert code == kind.exit_code, sorted(found)
    if kind.cadres is not None:
        assert data["cadres"] == kind.cadres
    assert all(f["message"] for f in data["findings"])


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [k.name for k in KINDS]
    assert len(set(names)) == len(names) >= 100
