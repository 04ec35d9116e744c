"""What a running solve tells the outside, and how the outside asks it to stop."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True)
class Progress:
    """A moment of a running solve: seconds since its start, the level at work, and what is known of it."""

    seconds: float
    stage: str  # reading, building, network, pricing, integer, tie-break, checking
    level: str = ""
    value: float | None = None
    bound: float | None = None
    gap: float | None = None


class StopSign:
    """Set once by Ctrl+C: the engine ends at the next safe point and keeps the best plan so far."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._calls: list[Callable[[], None]] = []

    def set(self) -> None:
        """Ask the engine to stop, and interrupt the solver at work."""
        self._event.set()
        for call in list(self._calls):
            call()

    @contextmanager
    def interrupting(self, call: Callable[[], None]) -> Iterator[None]:
        """Have `call` made when the sign is set while the block runs (at once where it is set already)."""
        self._calls.append(call)
        try:
            if self:
                call()
            yield
        finally:
            self._calls.remove(call)

    def __bool__(self) -> bool:
        return self._event.is_set()
