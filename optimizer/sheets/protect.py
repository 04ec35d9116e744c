"""Outputs locked with a password: what holds personal data can leave the office unread."""

from __future__ import annotations

import errno
import io
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCKABLE = frozenset({".xlsx", ".xlsm", ".docx"})
_PASSWORD: ContextVar[str] = ContextVar("password", default="")


@contextmanager
def locking(password: str) -> Iterator[None]:
    """Lock every file that is written within the block."""
    token = _PASSWORD.set(password)
    try:
        yield
    finally:
        _PASSWORD.reset(token)


def lock(path: Path, target: Path, password: str = "") -> None:
    """Lock a written file in place, if a password is in force; a kind of file that cannot be locked is refused."""
    password = password or _PASSWORD.get()
    if not password:
        return
    if target.suffix.lower() not in _LOCKABLE:
        raise OSError(errno.EPERM, "this kind of file cannot be locked with a password", str(target))
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(path.read_bytes())).encrypt(password, out)
    path.write_bytes(out.getvalue())
