"""Ctrl+C while a solve runs: the plan reached so far is kept and written. In a process of its own, as it may die."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.small import write_small

if TYPE_CHECKING:
    from pathlib import Path

# Ctrl+C is pressed by the listener itself, at a named stage: no clock is involved.
PRESS = """
import signal, sys
from contextlib import nullcontext
from optimizer.cli import solving
from optimizer.cli.main import main
pressed = []
def listener(moment):
    if moment.stage == {stage!r} and not pressed:
        pressed.append(moment)
        signal.raise_signal(signal.SIGINT)
solving.watching = lambda say, limit: nullcontext(listener)
signal.signal(signal.SIGINT, signal.default_int_handler)
main(['solve', {case!r}, '--out', {plan!r}, '--lang', 'en'])
"""


def pressed_at(stage: str, case: Path, plan: Path) -> subprocess.CompletedProcess[str]:
    """Solve `case` in a process of its own and press Ctrl+C at the first moment of `stage`."""
    code = PRESS.format(stage=stage, case=str(case), plan=str(plan))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("crossing", [False, True], ids=["network", "exact"])
def test_ctrl_c_keeps_the_plan_reached_and_writes_it(tmp_path: Path, crossing: bool) -> None:
    relations: list[dict[str, object]] = [{"cadre_a": "CB001", "cadre_b": "CB003", "kind": "cùng đơn vị"}]
    case = write_small(tmp_path / "case.xlsx", relations=relations if crossing else [])
    ended = pressed_at("checking", case, tmp_path / "plan.xlsx")
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "plan.xlsx").exists()
    assert "Plan: " in ended.stdout
