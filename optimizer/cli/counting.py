"""Long work as people watch it: a bar on a terminal, a line every ten seconds in a log, nothing with -q."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.cli.console import Say
    from optimizer.text import Text

    Watch = Callable[[int, int], None]  # what is done, of how many

EVERY = 10.0  # seconds between two lines in a log


@contextmanager
def counting(say: Say, what: Text, clock: Callable[[], float] = time.monotonic) -> Iterator[Watch | None]:
    """Give the watch that suits where stderr goes; None where nobody wants to see it."""
    if say.quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(what.of(say.lang)) as watch:
            yield watch
    else:
        say.note(f"{what.of(say.lang)} …")
        yield _lines(say, what.of(say.lang), clock)


def _lines(say: Say, what: str, clock: Callable[[], float]) -> Watch:
    from optimizer.reports.words import number

    last = clock()

    def watch(done: int, every: int) -> None:
        nonlocal last
        now = clock()
        if now - last >= EVERY:
            last = now
            say.note(f"{what}: {number(done).of(say.lang)} / {number(every).of(say.lang)}")

    return watch


@contextmanager
def _bar(what: str) -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=sys.stderr)
    with Progress(TextColumn(what), BarColumn(), MofNCompleteColumn(), console=console, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, every: progress.update(task, completed=done, total=every)
