"""How a command is declared: its own parameters, and the three options every command has."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli import language
from optimizer.cli.console import Say
from optimizer.cli.help import Command, Option
from optimizer.cli.intake import intake_options
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def common() -> list[click.Parameter]:
    """Return `--json`, `--lang` and `-q`, which every command takes."""
    return [
        Option(
            ["--json", "as_json"],
            Text(
                "In đúng một đối tượng JSON ra stdout; tiến độ ra stderr.",
                "Print exactly one JSON object on stdout; progress goes to stderr.",
            ),
            is_flag=True,
        ),
        Option(
            ["--lang"],
            Text(
                "Ngôn ngữ (mặc định: PLACEMENT_LANG, rồi ngôn ngữ của máy, rồi en).",
                "Language (default: PLACEMENT_LANG, else the system's, else en).",
            ),
            type=click.Choice(["vi", "en"], case_sensitive=False),
        ),
        Option(
            ["-q", "--quiet"],
            Text(
                "Không hiện tiến độ và lời nhắc, chỉ kết quả và lỗi.",
                "No progress and no remarks, only results and errors.",
            ),
            is_flag=True,
        ),
    ]


def command(
    name: str, words: Text, example: Text | str, order: int, params: Sequence[click.Parameter] = ()
) -> Callable[[Callable[..., int]], Command]:
    """Turn a function `(say, **parameters) -> exit code` into a command."""

    def made(function: Callable[..., int]) -> Command:
        def run(as_json: bool, lang: str | None, quiet: bool, **values: Any) -> None:
            code = function(Say(language.current(), as_json, quiet), **values)
            click.get_current_context().exit(code)

        return Command(
            name, words, example, order, update_wrapper(run, function), [*params, *intake_options(params), *common()]
        )

    return made
