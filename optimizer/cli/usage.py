"""What click says about a wrong call, said again in the user's language with a remedy."""

from __future__ import annotations

import click

from optimizer.cli.exits import Failure, wrong_usage
from optimizer.cli.help import parameter_name
from optimizer.text import Text


def explained(error: click.UsageError) -> Failure:
    """Return a wrong call as a failure that says what was wrong and where to look."""
    path = error.ctx.command_path if error.ctx is not None else "placement"
    fix = Text(f"Xem `{path} --help`.", f"See `{path} --help`.")
    if isinstance(error, click.NoSuchOption) and error.possibilities:
        near = ", ".join(error.possibilities)
        fix = Text(f"Có phải ý bạn là {near}? {fix.vi}", f"Did you mean {near}? {fix.en}")
    return wrong_usage(_said(error), fix)


def _said(error: click.UsageError) -> Text:
    if isinstance(error, click.NoSuchOption):
        return Text(f"không có tùy chọn {error.option_name}.", f"there is no option {error.option_name}.")
    if isinstance(error, click.MissingParameter):
        name = parameter_name(error.param) if error.param is not None else ""
        return Text(f"thiếu {name}.", f"{name} is missing.")
    if isinstance(error, click.BadOptionUsage):
        return Text(f"tùy chọn {error.option_name} dùng chưa đúng (thiếu hoặc thừa giá trị).", error.format_message())
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _bad_value(error, error.param)
    return Text(f"lệnh gọi chưa đúng ({error.format_message()})", error.format_message())


def _bad_value(error: click.BadParameter, param: click.Parameter) -> Text:
    name, kind = parameter_name(param), param.type
    if isinstance(kind, click.Choice):
        allowed = ", ".join(str(c) for c in kind.choices)
        return Text(f"giá trị của {name} phải là một trong: {allowed}.", f"{name} must be one of: {allowed}.")
    if isinstance(kind, click.types.FloatParamType | click.types.IntParamType):
        return Text(
            f"giá trị của {name} phải là một con số trong khoảng cho phép.",
            f"{name} must be a number in its range: {error.message}",
        )
    return Text(f"giá trị của {name} chưa đúng ({error.message})", error.format_message())
