"""A folder of results that appears whole: written beside its place, then renamed; what people edited is kept."""

from __future__ import annotations

import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from optimizer.cli.aside import edited
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from optimizer.cli.console import Say


@contextmanager
def fresh_folder(target: Path, say: Say) -> Iterator[Path]:
    """Give an empty folder beside `target`; on success put it in its place, on failure remove it.

    An old folder that holds nothing but untouched results of ours goes: papers of an older plan must not stand among the
    new ones. If anybody edited a file there, or put another one in, the whole old folder is kept under another name.
    """
    made = target.with_name(f".{target.name}.{secrets.token_hex(6)}.tmp")
    made.mkdir()
    try:
        yield made
        if target.exists():
            _clear(target, say)
        made.rename(target)
    finally:
        if made.exists():
            shutil.rmtree(made)


def _clear(target: Path, say: Say) -> None:
    if target.is_dir() and not any(edited(file) for file in target.rglob("*") if not file.is_dir()):
        shutil.rmtree(target)
        return
    number = 1
    while (aside := target.with_name(f"{target.name}-old{number}")).exists():
        number += 1
    target.rename(aside)
    say.note(
        Text(
            f"“{target}” có tệp đã được sửa hoặc thêm vào; cả thư mục cũ được giữ ở “{aside}”.",
            f"“{target}” held files that somebody edited or added; the whole old folder is kept as “{aside}”.",
        )
    )
