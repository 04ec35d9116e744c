"""The first thing anybody does: the sample of 50 units, from one command in an empty folder to a proved plan."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from optimizer import Case, verify
from optimizer.sheets.planbook import read_plan

ROOT = Path(__file__).parents[2]


def placement(folder: Path, *words: str) -> dict[str, Any]:
    """Run `python -m optimizer` as a process of its own in `folder` and return its JSON object."""
    paths = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH", "")) if p)
    done = subprocess.run(
        [sys.executable, "-m", "optimizer", *words, "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": paths, "PLACEMENT_LANG": "vi", "PYTHONUTF8": "1"},
    )
    said: dict[str, Any] = json.loads(done.stdout)
    assert said["exit_code"] == done.returncode
    return said


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Run the demo in an empty folder."""
    folder = tmp_path_factory.mktemp("empty")
    return folder, placement(folder, "demo")


def test_demo_makes_two_files_and_nothing_else(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, said = demo
    assert said["exit_code"] == 0
    made = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert made == ["inputs/hai-phong-leaders.xlsx", "outputs/hai-phong-leaders-plan.xlsx"]
    assert Path(said["plan"]).as_posix() == made[1]


def test_the_sample_places_150_people_in_200_titles_and_proves_it(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, said = demo
    assert (said["status"], said["verified"]) == ("optimal", True)
    assert (said["placed"], said["vacant"]) == (150, 0)
    assert [level["gap"] for level in said["levels"] if level["name"] != "tie_break"] == [0] * (len(said["levels"]) - 1)
    case = Case.read(folder / "inputs" / "hai-phong-leaders.xlsx")
    plan, findings = read_plan(folder / said["plan"], case)
    assert not findings
    assert (len(case.units), len(case.cadres)) == (50, 300)
    assert (len(plan.by_cadre), len(plan.placements)) == (150, 200)
    assert set(Counter(p.unit_code for p in plan.placements).values()) == {4}, "four titles a unit"
    assert {len({p.cadre_id for p in mine}) for mine in plan.by_unit.values()} == {3}, "in three hands"
    assert verify(case, plan).ok


def test_the_demo_s_plan_is_kept_by_verify_and_refused_after_a_swap(
    demo: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, said = demo
    case = str(folder / "inputs" / "hai-phong-leaders.xlsx")
    assert placement(folder, "verify", case, said["plan"])["ok"] is True
    read = Case.read(case)
    plan, _ = read_plan(folder / said["plan"], read)
    worst = min(c.cadre_id for c in read.cadres if c.cadre_id not in plan.by_cadre and c.status != "available")
    first = plan.placements[0]
    rows = [(worst, *p[1:]) if p == first else tuple(p) for p in plan.placements]
    from tests.cli.small import write_plan_by_hand

    swapped = write_plan_by_hand(tmp_path / "swapped.xlsx", rows)
    refused = placement(folder, "verify", case, str(swapped))
    assert refused["exit_code"] == 1
    assert "status" in {check["rule"] for check in refused["checks"] if not check["kept"]}
