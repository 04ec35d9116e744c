"""Work on blocks that do not touch each other, on both cores of an office PC."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Item = TypeVar("Item")
Result = TypeVar("Result")
CORES = 2  # arrays this size are bound by memory: more threads gain nothing
# Seconds after which a thread that runs Python lets another go on. With the usual 5 ms a thread of many short steps over
# arrays waits for another such thread at every step: linear programs beside small ones took a third longer.
TURN = 2e-4
_taken = threading.local()  # set on threads that already share out the work of others


def side_by_side(work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """Return what `work` makes of each item, in their order: the same whatever the machine, for nothing is shared.

    Work that is itself being done side by side stays on its thread: the other core has its own share to do.
    """
    todo = list(items)
    if len(todo) < 2 or getattr(_taken, "here", False):
        return [work(item) for item in todo]
    with _short_turns(), ThreadPoolExecutor(CORES, initializer=_take) as pool:
        return list(pool.map(work, todo))


def _take() -> None:
    _taken.here = True


class Beside:
    """A thread that stays, for steps of a millisecond: to begin one for each would take a tenth of that."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def __call__(self, work: Callable[[Item], Result], first: Item, second: Item) -> tuple[Result, Result]:
        """Return what `work` makes of the first, on this thread, and of the second, on the other."""
        other = self._pool.submit(work, second)
        return work(first), other.result()


@contextmanager
def beside() -> Iterator[Beside]:
    """Yield a second thread that stays until the end."""
    with _short_turns(), ThreadPoolExecutor(1) as pool:
        yield Beside(pool)


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(min(usual, TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
