"""`placement`: finds its commands by the files beside this one, runs one, and turns every end into an exit code."""

from __future__ import annotations

import difflib
import gc
import os
import pkgutil
import sys
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

import optimizer.cli as home
from optimizer.cli import language
from optimizer.cli.console import Say, prepare_streams
from optimizer.cli.exits import MEANINGS, Exit, Failure, wrong_usage
from optimizer.cli.help import WIDTH, Command, Option, SpokenGroup
from optimizer.cli.usage import explained
from optimizer.findings import InputError
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = Text(
    "Bố trí cán bộ vào các xã, phường, đặc khu: từ danh sách Excel ra phương án đã chứng minh.\n"
    "Mọi việc chạy trên máy này, không cần mạng. Bắt đầu bằng `placement demo`.",
    "Draft who serves where in communes, wards and special zones: Excel rosters in, a proved plan out.\n"
    "Everything runs on this computer, without a network. Start with `placement demo`.",
)
SELDOM = 50_000, 20, 50  # new objects, and rounds, before the rubbish is looked for: it took a second at hanoi
EXAMPLE = "placement check inputs/case.xlsx\nplacement solve inputs/case.xlsx --out outputs/plan.xlsx"


@lru_cache
def commands() -> dict[str, Command]:
    """Return every command by name, in the order of the work: any file here that defines `command`."""
    modules = (import_module(f"{home.__name__}.{info.name}") for info in pkgutil.iter_modules(home.__path__))
    found = [m.command for m in modules if isinstance(getattr(m, "command", None), Command)]
    return {str(c.name): c for c in sorted(found, key=lambda c: c.order)}


class Placement(SpokenGroup):
    """The group: loads one command's file when it is called, all of them only for the list."""

    words, example = WORDS, Text(EXAMPLE, EXAMPLE)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, importing only its own file."""
        if cmd_name not in {info.name for info in pkgutil.iter_modules(home.__path__)}:
            return None
        command = getattr(import_module(f"{home.__name__}.{cmd_name}"), "command", None)
        return command if isinstance(command, Command) else None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the exit codes, then the example."""
        lang = language.current()
        with formatter.section(Text("Mã kết thúc", "Exit codes").of(lang)):
            formatter.write_dl([(str(int(code)), text.of(lang)) for code, text in MEANINGS.items()])
        super().format_epilog(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command asked for, or say which one was perhaps meant."""
        command = self.get_command(ctx, args[0])
        if command is not None or ctx.resilient_parsing or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(args[0], list(commands()), 1)
        hint = (
            Text(f"Có phải ý bạn là `{near[0]}`?", f"Did you mean `{near[0]}`?")
            if near
            else Text("Xem `placement --help`.", "See `placement --help`.")
        )
        raise wrong_usage(Text(f"không có lệnh “{args[0]}”.", f"there is no command “{args[0]}”."), hint)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line in the language asked for, and leave with its exit code."""
        prepare_streams()
        if standalone_mode:  # the process is ours and short: what it makes is mostly needed until its end
            gc.set_threshold(*SELDOM)
            gc.freeze()
        words = list(sys.argv[1:] if args is None else args)
        with language.speaking(language.choose(words)):
            code = self._end(words, prog_name, complete_var, **extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _end(self, words: list[str], prog_name: str | None, complete_var: str | None, **extra: Any) -> int:
        """Run the command and return its exit code, whatever way it ends."""
        say = Say(language.current(), "--json" in words)
        try:
            code = super().main(words, prog_name, complete_var, standalone_mode=False, **extra)
            return int(code or 0)
        except Failure as failure:
            end = failure
        except InputError as error:
            end = input_failure(error)
        except click.UsageError as error:
            end = explained(error)
        except (click.Abort, KeyboardInterrupt):
            stopped = Text("đã dừng theo yêu cầu, không ghi tệp nào.", "stopped as asked; no file was written.")
            end = Failure(Exit.INTERRUPTED, "interrupted", stopped)
        except OSError as error:  # where a reader of our output has gone (`placement rules | head`) click itself ends
            end = file_failure(error)
        with suppress(OSError):  # the output itself takes nothing: what could be said has been said
            say.failed(end)
        _unheard()
        return int(end.exit_code)


def _unheard() -> None:
    """Turn output that nobody can be given into nothing: else Python's own last write fails, and ends with 120."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as it is where the stream was closed before the program began
            try:
                stream.flush()
            except OSError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def input_failure(error: InputError) -> Failure:
    """Return an input with errors as the end of a command."""
    n = sum(f.severity == "error" for f in error.findings)
    text = Text(
        f"dữ liệu đầu vào có {n} lỗi, cần sửa trước.",
        f"the input has {n} error{'s' if n != 1 else ''} to be mended first.",
    )
    fix = Text(
        "Chạy `placement check TỆP.xlsx --annotate BẢN-ĐÁNH-DẤU.xlsx` để có bản đánh dấu từng ô.",
        "Run `placement check CASE.xlsx --annotate MARKED.xlsx` for a copy with every cell marked.",
    )
    return Failure(Exit.INPUT, "input_error", text, fix, error.findings)


def file_failure(error: OSError) -> Failure:
    """Return a file that could not be read or written as the end of a command."""
    name, why = error.filename or "", error.strerror or str(error)
    text = Text(f"không ghi được kết quả hoặc tệp ({why}).", f"the output or a file cannot be written ({why}).")
    if name:
        text = Text(
            f"không đọc hoặc ghi được tệp “{name}” ({why}).", f"the file “{name}” cannot be read or written ({why})."
        )
    return Failure(
        Exit.USAGE,
        "file_error",
        text,
        Text(
            "Đóng tệp nếu đang mở trong Excel, kiểm tra quyền ghi và dung lượng đĩa.",
            "Close it if it is open in Excel; check that you may write there and that the disk has room.",
        ),
    )


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"placement {version('commune-placement')}")
        except PackageNotFoundError:  # run from a checkout that was never installed
            click.echo("placement (not installed)")
        ctx.exit()


@click.pass_context
def _alone(ctx: click.Context) -> None:
    """Answer `placement` without a command with the help."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(int(Exit.USAGE))


def _group() -> Placement:
    lang = Option(
        ["--lang"],
        Text("Ngôn ngữ.", "Language."),
        type=click.Choice(["vi", "en"], case_sensitive=False),
        expose_value=False,
    )
    shown = Option(
        ["--version"],
        Text("Hiện số phiên bản rồi thoát.", "Show the version and exit."),
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=_version,
    )
    return Placement(
        "placement",
        callback=_alone,
        params=[lang, shown],
        invoke_without_command=True,
        context_settings={"max_content_width": WIDTH},
    )


main = _group()
