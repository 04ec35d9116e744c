"""Which language to speak: `--lang`, else PLACEMENT_LANG, else the system's, else English."""

from __future__ import annotations

import locale
import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from optimizer.text import Lang

_SPOKEN: ContextVar[Lang] = ContextVar("spoken", default="en")
_VIETNAMESE_WINDOWS = 0x2A  # the primary language identifier of Windows' own interface


def current() -> Lang:
    """Return the language of the running command."""
    return _SPOKEN.get()


@contextmanager
def speaking(lang: Lang) -> Iterator[None]:
    """Speak `lang` within the block: help is composed when it is shown, so one process can show both."""
    token = _SPOKEN.set(lang)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def choose(args: Sequence[str], environ: Mapping[str, str] | None = None) -> Lang:
    """Return the language asked for; a word that is no language counts as not said (click refuses it by itself)."""
    environ = os.environ if environ is None else environ
    for word in (_option(args), environ.get("PLACEMENT_LANG", "")):
        lang = _lang(word)
        if lang:
            return lang
    return _system(environ)


def _option(args: Sequence[str]) -> str:
    said = ""
    for i, arg in enumerate(args):
        if arg == "--":
            break
        if arg == "--lang" and i + 1 < len(args):
            said = args[i + 1]
        elif arg.startswith("--lang="):
            said = arg.partition("=")[2]
    return said


def _lang(word: str) -> Lang | None:
    start = word.strip().lower()[:2]
    return "vi" if start == "vi" else "en" if start == "en" else None


def _system(environ: Mapping[str, str]) -> Lang:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return _lang(environ[name]) or "en"
    if sys.platform == "win32":
        import ctypes

        return "vi" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _VIETNAMESE_WINDOWS else "en"
    return _lang(locale.getlocale()[0] or "") or "en"
