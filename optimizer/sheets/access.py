"""Passwords for locked workbooks: given beforehand, or asked for one file at a time; never kept, never shown."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TRIES = 3  # how often a password is asked for


@dataclass(frozen=True)
class Access:
    """The passwords given, and how to ask for another one (None where nobody can be asked)."""

    passwords: tuple[str, ...] = ()
    ask: Callable[[str], str | None] | None = None
    found: list[str] = field(default_factory=list)  # answers that opened a file: nobody is asked twice

    def __repr__(self) -> str:
        return f"Access({len(self.passwords)} passwords)"  # never the words themselves


_ACCESS: ContextVar[Access] = ContextVar("access", default=Access())  # noqa: B039 - an Access is frozen


@contextmanager
def unlocking(access: Access) -> Iterator[None]:
    """Open locked workbooks with these passwords within the block."""
    token = _ACCESS.set(access)
    try:
        yield
    finally:
        _ACCESS.reset(token)


def passwords_for(file: str) -> Iterator[tuple[str, ...]]:
    """Yield the passwords to try: first all those given, then one at a time as long as somebody answers."""
    access = _ACCESS.get()
    yield tuple(dict.fromkeys(form for p in (*access.passwords, *access.found) for form in _forms(p)))
    if access.ask is None:
        return
    for _ in range(TRIES):
        answer = access.ask(file)
        if not answer:
            return
        yield tuple(_forms(answer))


def opened_with(password: str) -> None:
    """Remember an answer that opened a file, for as long as the block lasts."""
    access = _ACCESS.get()
    if access.ask is not None and password not in (*access.passwords, *access.found):
        access.found.append(password)


def _forms(password: str) -> dict[str, None]:
    """Return a password as typed and in both forms of Unicode: keyboards differ in how they write Vietnamese."""
    return dict.fromkeys((password, unicodedata.normalize("NFC", password), unicodedata.normalize("NFD", password)))
