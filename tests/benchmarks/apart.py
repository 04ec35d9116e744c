"""Work in a process of its own, with its own limits: what explodes there leaves the rest of the run standing."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import Any

TICK = 0.05  # seconds between looks at a running process


@dataclass(frozen=True)
class Ended:
    """How a process ended: the JSON object it printed (None where it failed), what it took, and why it was stopped."""

    said: dict[str, Any] | None
    seconds: float
    peak_mb: float
    why: str  # "" where it ended by itself and well


def apart(arguments: list[str], limit: float, memory_mb: int) -> Ended:
    """Run `python -m arguments`, at most `limit` seconds and `memory_mb` MB of address space, and say how it ended."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], stdout=out, stderr=err, preexec_fn=lambda: _bounded(memory_mb)
        )
        why = ""
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - began > limit and not why:
                why = "time"
                os.kill(process.pid, signal.SIGKILL)
            time.sleep(TICK)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds, peak = time.monotonic() - began, usage.ru_maxrss / 1024
        for stream in (out, err):
            stream.seek(0)
        said, told = out.read().decode("utf-8", "replace"), err.read().decode("utf-8", "replace")
    if process.returncode == 0:
        return Ended(json.loads(said[said.index("{") :]), seconds, peak, "")
    if not why:
        short = "MemoryError" in told or "bad_alloc" in told or process.returncode == -signal.SIGABRT
        why = "memory" if short else (told.strip().splitlines() or [f"exit {process.returncode}"])[-1]
    return Ended(None, seconds, peak, why)


def _bounded(memory_mb: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
