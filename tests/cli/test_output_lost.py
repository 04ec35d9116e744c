"""Output that cannot be given out: one sentence where it can be heard, an exit code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from tests.another_process import ROOT

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")


def run(*words: str, stdout: int | IO[bytes], stderr: int | IO[bytes] = subprocess.PIPE) -> tuple[int, str]:
    """Return the exit code of `placement WORDS` and what it says on stderr."""
    command = [sys.executable, "-m", "optimizer", "--lang", "en", *words]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, stdout=stdout, stderr=stderr, check=False, cwd=ROOT, env=environment)
    return done.returncode, (done.stderr or b"").decode()


@needs_full
@pytest.mark.parametrize("words", [("rules", "--json"), ("rules",), ("--help",)])
def test_a_full_device_is_one_sentence(words: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        code, said = run(*words, stdout=full)
    assert code == 2
    assert said.startswith("Error: the output or a file cannot be written (")
    assert "Traceback" not in said
    assert "Exception ignored" not in said


@needs_full
def test_a_failure_keeps_its_own_code_and_sentence_when_its_json_is_lost() -> None:
    with FULL.open("wb") as full:
        code, said = run("check", "no-such-case.xlsx", "--json", stdout=full)
        assert run("check", "no-such-case.xlsx", stdout=subprocess.PIPE, stderr=full)[0] == 2
    assert code == 2
    assert said.splitlines() == [
        "Error: there is no file “no-such-case.xlsx”.",
        "Check the path and the name of the file.",
    ]


@pytest.mark.parametrize("words", [("rules",), ("check", "no-such-case.xlsx", "--json")])
def test_a_reader_who_has_gone_is_no_traceback(words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        code, said = run(*words, stdout=nobody)
    assert code in (1, 2)
    assert "Traceback" not in said
    assert "Exception ignored" not in said
