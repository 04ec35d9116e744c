"""Work on untrusted bytes in a process of its own: it may hang, eat memory or die, and only it is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECONDS = 18  # of the 20 a file may take altogether
MEMORY = 1_200 * 2**20
_ROOT = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path[:] = {path!r}; from optimizer.sheets.worker import main; main()"


@dataclass(frozen=True)
class Answer:
    """What came back: a status word, what was said with it, and bytes."""

    status: str  # "ok", or why not: "locked", "open", "too_large", "damaged", "other"
    said: dict[str, Any] = field(default_factory=dict)
    payload: bytes = field(default=b"", repr=False)

    def json(self) -> dict[str, Any]:
        """Return the payload as data."""
        found: dict[str, Any] = json.loads(self.payload)
        return found


def run_apart(job: str, data: bytes, *, passwords: tuple[str, ...] = (), seconds: float = SECONDS) -> Answer:
    """Do one job on bytes in a new process; a process that dies, hangs or answers nonsense means damaged data.

    Passwords go through the pipe: command lines and environments can be seen by others.
    """
    head = json.dumps({"job": job, "passwords": passwords, "memory": MEMORY, "seconds": int(seconds)}).encode()
    path = [_ROOT, *(p for p in sys.path if p and p != _ROOT)]
    quiet = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows, no console that flashes up
    try:
        done = subprocess.run(
            [sys.executable, "-c", _START.format(path=path)],
            input=len(head).to_bytes(4, "big") + head + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            creationflags=quiet,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer("too_large")
    return _read(done.stdout)


def _read(out: bytes) -> Answer:
    if len(out) < 4:
        return Answer("damaged")
    length = int.from_bytes(out[:4], "big")
    try:
        said = json.loads(out[4 : 4 + length])
    except ValueError:
        return Answer("damaged")
    payload = out[4 + length :]
    if len(payload) != said.get("bytes"):
        return Answer("damaged")
    return Answer(str(said.pop("status", "damaged")), said, payload)
