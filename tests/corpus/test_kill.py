"""Killed at any moment, a command leaves its input as it was and its target whole: old, new, or not there yet.

The moment is a random share of the processor time a full run takes; the system's own timer ends the process, which no
handler of ours can soften. `PLACEMENT_KILLS=200 pytest tests/corpus/test_kill.py` is the nightly size.
"""

from __future__ import annotations

import importlib.util
import os
import random
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import optimizer
from tests.cli.small import write_small

KILLS = int(os.environ.get("PLACEMENT_KILLS", "4"))
ROOT = Path(optimizer.__file__).parents[1]
_MORTAL = (
    "import signal, sys; signal.setitimer(signal.ITIMER_PROF, float(sys.argv.pop(1)));"
    f"sys.path.insert(0, {str(ROOT)!r}); from optimizer.cli.main import main; main()"
)


def run_mortal(folder: Path, seconds: float, *words: str) -> int:
    """Run a command that dies after so much processor time (0: never); return its exit code."""
    done = subprocess.run(
        [sys.executable, "-c", _MORTAL, str(seconds), *words], capture_output=True, cwd=folder, check=False
    )
    return done.returncode


# The system must tell processor times and end a process by them, as every Unix does; elsewhere there is no test.
if importlib.util.find_spec("resource") is not None and hasattr(signal, "setitimer"):

    @pytest.mark.parametrize("command", ["check", "solve"])
    def test_a_killed_run_leaves_no_half_file_and_the_input_untouched(tmp_path: Path, command: str) -> None:
        import resource

        case = write_small(tmp_path / "case.xlsx")
        before = case.read_bytes()
        target = tmp_path / "out.xlsx"
        words = (
            ["check", "case.xlsx", "--annotate", "out.xlsx"]
            if command == "check"
            else ["solve", "case.xlsx", "--out", "out.xlsx"]
        )
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert run_mortal(tmp_path, 0, *words) == 0
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        whole = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
        draw, died = random.Random(7), 0
        for turn in range(KILLS):
            if turn % 2:
                target.unlink(missing_ok=True)
            # Most moments lie in the second half, where files are written.
            died += (
                run_mortal(tmp_path, whole * draw.choice((draw.random(), draw.uniform(0.5, 1.0))), *words)
                == -signal.SIGPROF
            )
            assert case.read_bytes() == before
            if target.exists():
                with zipfile.ZipFile(target) as archive:
                    assert archive.testzip() is None
                    assert "xl/workbook.xml" in archive.namelist()
            seen = {p.name for p in tmp_path.iterdir() if not p.name.startswith(".")}
            assert {n for n in seen if not n.startswith("out-old")} <= {"case.xlsx", "out.xlsx"}
        assert died, "no run was killed, so nothing was shown"
