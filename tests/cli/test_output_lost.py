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
    environment.pop("PYTHONUNBUFFERED", None)  # what is still held back at the end is part of what can be lost
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


@needs_full
@pytest.mark.parametrize("words", [("rules",), ("check", "no-such-case.xlsx", "--json")])
def test_where_nothing_can_be_said_at_all_the_exit_code_still_says_it(words: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        assert run(*words, stdout=full, stderr=full)[0] == 2


@needs_full
def test_a_stream_closed_before_the_start_is_no_crash() -> None:
    command = [sys.executable, "-m", "optimizer", "check", "no-such-case.xlsx"]
    done = subprocess.run(["sh", "-c", '"$@" 2>&-', "sh", *command], check=False, cwd=ROOT, stdout=subprocess.PIPE)
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.parametrize("words", [("rules",), ("check", "no-such-case.xlsx", "--json")])
def test_a_reader_who_has_gone_is_no_traceback(words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        code, said = run(*words, stdout=nobody)
    assert code in (1, 2)
    assert "Traceback" not in said
    assert "Exception ignored" not in said
