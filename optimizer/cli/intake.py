"""How files come in and go out: passwords, profiles of headers, locks; nothing secret is ever part of a command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import Option
from optimizer.cli.paths import InFile, OutFile
from optimizer.findings import InputError, has_errors
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NEW_PROFILE = "optimizer.new_profile"  # where `check` is to write one
_LARGEST = 64 * 1024  # of a file of passwords


def password_option() -> Option:
    """Return the option --password-file; the passwords are at hand wherever a workbook is opened."""
    words = Text(
        "Tệp văn bản chứa mật khẩu mở tệp, mỗi dòng một mật khẩu (không có thì được hỏi khi cần).",
        "A text file with the passwords of locked workbooks, one a line (without it you are asked when needed).",
    )
    return Option(["--password-file"], words, metavar="FILE", type=InFile(), expose_value=False, callback=_unlocking)


def _unlocking(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    from optimizer.sheets.access import Access, unlocking

    passwords = () if value is None else passwords_in(value)
    ctx.with_resource(unlocking(Access(passwords, _ask if sys.stdin.isatty() else None)))


def passwords_in(path: Path) -> tuple[str, ...]:
    """Return the passwords of a file, one a line; blanks at the ends may belong to a password."""
    with path.open("rb") as file:
        data = file.read(_LARGEST)
    code = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(code)
    except UnicodeDecodeError:
        raise wrong_usage(
            Text(f"tệp mật khẩu “{path}” không phải văn bản Unicode.", f"“{path}” is not a Unicode text."),
            Text("Lưu tệp ấy với mã UTF-8.", "Save that file as UTF-8."),
        ) from None
    found = tuple(line for line in text.splitlines() if line.strip())
    if not found:
        raise wrong_usage(
            Text(f"tệp mật khẩu “{path}” rỗng.", f"the password file “{path}” is empty."),
            Text("Ghi mỗi mật khẩu trên một dòng.", "Write one password a line."),
        )
    return found


def _ask(file: str) -> str | None:
    """Ask for the password of one file, unseen; Ctrl+D or an empty answer gives up."""
    from optimizer.cli import language

    words = Text(f"Mật khẩu của “{file}” (để trống để bỏ qua)", f"Password of “{file}” (empty to give up)")
    try:
        answer = click.prompt(words.of(language.current()), hide_input=True, default="", show_default=False, err=True)
    except click.Abort:
        return None
    return str(answer) or None


def profile_option() -> Option:
    """Return the option --profile."""
    words = Text(
        "Hồ sơ cột: tiêu đề nào là trường nào. Chưa có tệp thì `check` viết ra để xem và sửa; có rồi thì được dùng lại.",
        "A profile: which header means which field. `check` writes it where there is none, to be looked over and "
        "changed; an existing one is used.",
    )
    return Option(["--profile"], words, metavar="PROFILE.xlsx", type=OutFile(), expose_value=False, callback=_profiled)


def _profiled(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    if value is None:
        return
    from optimizer.sheets.profile import read_profile, using

    if value.exists():
        profile, findings = read_profile(value)
        if has_errors(findings):
            raise InputError(findings)
        ctx.with_resource(using(profile))
    elif ctx.command.name == "check":
        ctx.meta[NEW_PROFILE] = value
    else:
        raise wrong_usage(
            Text(f"không có hồ sơ cột “{value}”.", f"there is no profile “{value}”."),
            Text(f"Chạy `placement check` với --profile “{value}” trước.", "Run `placement check` with it first."),
        )


def lock_option() -> Option:
    """Return the option --lock-file."""
    words = Text(
        "Đặt mật khẩu cho mọi tệp Excel được ghi ra; mật khẩu là dòng đầu của tệp văn bản này.",
        "Lock every workbook that is written; the password is the first line of this text file.",
    )
    return Option(["--lock-file"], words, metavar="FILE", type=InFile(), expose_value=False, callback=_locking)


def _locking(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        from optimizer.sheets.protect import locking

        ctx.with_resource(locking(passwords_in(value)[0]))


def anonymise_option() -> Option:
    """Return the option --anonymise."""
    words = Text(
        "Thay mã và họ tên bằng bí danh ở mọi nơi được ghi ra; bỏ các cột không biết và lý do của quyết định.",
        "Replace codes and names by pseudonyms in everything written; unknown columns and the reasons of decisions are "
        "left out.",
    )
    return Option(["--anonymise"], words, is_flag=True, expose_value=False, callback=_anonymised)


def _anonymised(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from optimizer.sheets.pseudonyms import anonymising

        ctx.with_resource(anonymising())


def intake_options(params: Iterable[click.Parameter]) -> list[click.Parameter]:
    """Return what a command takes besides its own parameters, if it reads rosters."""
    if not any(p.name == "rosters" for p in params):
        return []
    writes = any(isinstance(p.type, OutFile) for p in params)
    return [password_option(), profile_option(), anonymise_option(), *([lock_option()] if writes else [])]
