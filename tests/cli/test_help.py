"""Help: every command has it, with an example, in both languages, and it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from optimizer.cli import language
from optimizer.cli.help import Argument, Command, Option
from optimizer.cli.main import commands, main

if TYPE_CHECKING:
    from tests.cli.conftest import Run

NAMES = ("demo", "sample", "template", "check", "solve", "verify", "rules")


def test_the_commands_of_the_contract_are_there_in_the_order_of_the_work() -> None:
    assert [name for name in commands() if name in NAMES] == list(NAMES)


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_has_json_lang_and_quiet(name: str) -> None:
    flags = {flag for param in commands()[name].params for flag in param.opts}
    assert {"--json", "--lang", "-q", "--quiet"} <= flags


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_ends_its_help_with_an_example_that_calls_it(run: Run, name: str) -> None:
    shown = run(name, "--help")
    assert shown.exit_code == 0
    tail = shown.stdout.rpartition("Example:\n")[2].strip().splitlines()
    assert tail
    assert all(line.strip().startswith(f"placement {name}") for line in tail)


@pytest.mark.parametrize("name", list(commands()))
def test_every_example_is_a_call_the_command_accepts(name: str) -> None:
    command = commands()[name]
    for line in command.example.en.splitlines():
        words = line.split()[2:]
        ctx = click.Context(command, info_name=name, resilient_parsing=True)
        left = click.Command.parse_args(command, ctx, words)
        assert not left
        assert not [w for w in words if w.startswith("--") and w not in {o for p in command.params for o in p.opts}]


@pytest.mark.parametrize("name", list(commands()))
def test_every_command_and_parameter_is_described_in_both_languages(name: str) -> None:
    command = commands()[name]
    texts = [command.words, *(p.words for p in command.params if isinstance(p, Option | Argument))]
    assert len(texts) == len(command.params) + 1
    for text in texts:
        assert text.vi.strip()
        assert text.en.strip()
        assert text.vi != text.en
    assert any(ord(letter) > 0x1E00 for letter in command.words.vi), "Vietnamese without its accents"


def test_help_speaks_the_language_asked_for(run: Run) -> None:
    assert "Usage:" in run("solve", "--help").stdout
    said = run("solve", "--lang", "vi", "--help").stdout
    assert "Cách dùng:" in said
    assert "Tùy chọn:" in said
    assert "Usage" not in said
    assert "Options" not in said
    assert "Lệnh:" in run("--lang=vi", "--help").stdout


def test_without_a_command_the_help_is_shown_and_the_exit_code_is_usage(run: Run) -> None:
    alone = run()
    assert alone.exit_code == 2
    assert "solve" in alone.stderr
    assert alone.stdout == ""


@pytest.mark.parametrize(
    ("args", "environ", "expected"),
    [
        (["--lang", "vi"], {"PLACEMENT_LANG": "en"}, "vi"),
        (["check", "--lang=en"], {"PLACEMENT_LANG": "vi"}, "en"),
        ([], {"PLACEMENT_LANG": "vi", "LANG": "en_US.UTF-8"}, "vi"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LC_ALL": "C", "LANG": "vi_VN.UTF-8"}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        (["--lang", "xx"], {"PLACEMENT_LANG": "vi"}, "vi"),
        (["check", "--", "--lang", "vi"], {"LANG": "C"}, "en"),
    ],
)
def test_language_is_option_then_variable_then_system_then_english(
    args: list[str], environ: dict[str, str], expected: str
) -> None:
    assert language.choose(args, environ) == expected


@pytest.mark.parametrize("words", [["--help"], ["solve", "--help"], ["--lang", "vi", "--help"], ["--version"]])
def test_help_imports_neither_solver_nor_tables_nor_schemas(words: list[str]) -> None:
    heavy = ("ortools", "pandas", "numpy", "pydantic", "openpyxl", "xlsxwriter", "rich")
    code = (
        "import sys\n"
        "from optimizer.cli.main import main\n"
        f"try:\n    main({words!r}, prog_name='placement')\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        f"print('LOADED', [m for m in {heavy!r} if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_module_and_command_are_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "optimizer", "--lang", "en", "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "placement solve inputs/case.xlsx" in done.stdout


def test_a_console_of_another_code_page_still_shows_vietnamese() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "optimizer", "--lang", "vi", "--help"],
        capture_output=True,
        env={"PYTHONIOENCODING": "cp1252:strict", "PATH": "", "PYTHONPATH": ":".join(sys.path)},
        check=True,
    )
    assert "Bố trí cán bộ" in done.stdout.decode("utf-8")


def test_a_command_is_found_by_its_file_alone() -> None:
    assert isinstance(main.get_command(click.Context(main), "solve"), Command)
    assert main.get_command(click.Context(main), "console") is None
    assert main.get_command(click.Context(main), "os") is None
