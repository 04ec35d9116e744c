"""Commands, options and arguments whose help is written in both languages and composed when it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from optimizer.cli import language
from optimizer.cli.exits import wrong_usage
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    PathType = click.ParamType[Path]
    WordType = click.ParamType[str]
else:  # click's types are generic only for the type checker before version 8.4
    PathType = WordType = click.ParamType

USAGE = Text("Cách dùng: ", "Usage: ")
METAVARS = {"[OPTIONS]": "[TÙY CHỌN]", "COMMAND [ARGS]...": "LỆNH [THAM SỐ]..."}  # click's words of the usage line
WIDTH = 100


def parameter_name(param: click.Parameter) -> str:
    """Return how a parameter is called on the command line: `--out`, `CASE.xlsx`."""
    if isinstance(param, click.Argument):
        return param.metavar or (param.name or "").upper()
    return max(param.opts, key=len)


class Option(click.Option):
    """An option described in two languages."""

    def __init__(self, decls: Sequence[str], words: Text, **attrs: Any) -> None:
        super().__init__(decls, **attrs)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the two columns of the help line."""
        record = super().get_help_record(ctx)
        if record is None:
            return None
        must = Text(" [bắt buộc]", " [required]").of(language.current()) if self.required else ""
        return record[0], self.words.of(language.current()) + must


class Argument(click.Argument):
    """An argument described in two languages: unlike click's own it has a help line."""

    def __init__(self, decls: Sequence[str], words: Text, **attrs: Any) -> None:
        super().__init__(decls, **attrs)
        self.words = words

    def make_metavar(self, *args: Any, **kwargs: Any) -> str:
        """Return the name shown in the usage line: as written, in brackets where it may be left out."""
        name = parameter_name(self)
        return name if self.required else f"[{name}]"

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Return the two columns of the help line."""
        return parameter_name(self), self.words.of(language.current())


class _Spoken(click.Command):
    """What commands and the group share: help in the language of the moment."""

    words: Text
    example: Text

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help, whole."""
        return self.words.of(language.current()).partition("\n")[0]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        lang = language.current()
        pieces = [METAVARS.get(p, p) if lang == "vi" else p for p in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=USAGE.of(lang))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, paragraph by paragraph."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text("\n\n".join(self.words.of(language.current()).split("\n")))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write arguments, then options."""
        lang = language.current()
        params = self.get_params(ctx)
        for title, kind in (
            (Text("Tham số", "Arguments"), click.Argument),
            (Text("Tùy chọn", "Options"), click.Option),
        ):
            records = [r for p in params if isinstance(p, kind) and (r := p.get_help_record(ctx)) is not None]
            if records:
                with formatter.section(title.of(lang)):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example, line by line as it would be typed."""
        with formatter.section(Text("Ví dụ", "Example").of(language.current())):
            for line in self.example.of(language.current()).split("\n"):
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, described in the language of the moment."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Text("Hiện phần trợ giúp này rồi thoát.", "Show this message and exit.").of(
                language.current()
            )
        return option


class Command(_Spoken):
    """A command; `order` is its place in the list of commands, which follows the work and not the alphabet."""

    def __init__(
        self,
        name: str,
        words: Text,
        example: Text | str,
        order: int,
        callback: Callable[..., Any],
        params: list[click.Parameter],
    ) -> None:
        super().__init__(name, callback=callback, params=params, context_settings={"max_content_width": WIDTH})
        self.words, self.example, self.order = words, same(example) if isinstance(example, str) else example, order

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; words too many are refused in the user's language."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            extra = " ".join(rest)
            raise wrong_usage(
                Text(f"thừa “{extra}” ở cuối lệnh.", f"“{extra}” at the end is more than the command takes."),
                Text(
                    f'Bỏ phần thừa (tên tệp có dấu cách thì đặt trong dấu "…"); xem `{ctx.command_path} --help`.',
                    f'Leave it out (a file name with blanks goes between "…"); see `{ctx.command_path} --help`.',
                ),
            )
        return rest


class SpokenGroup(_Spoken, click.Group):
    """A group of commands with its help in two languages."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its first sentence, in the order of the work."""
        found = [
            (name, command) for name in self.list_commands(ctx) if (command := self.get_command(ctx, name)) is not None
        ]
        with formatter.section(Text("Lệnh", "Commands").of(language.current())):
            formatter.write_dl([(name, command.get_short_help_str()) for name, command in found])
