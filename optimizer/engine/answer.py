"""What every engine is asked and what it answers."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from optimizer.engine.progress import Progress, StopSign

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.engine.bound import Prices, Wanted
    from optimizer.model.problem import Ints, Problem

StoppedBy = Literal["", "time_limit", "user", "work_limit"]


class Infeasible(Exception):
    """Raised when the hard rows contradict each other; review.conflicts finds out which, and says it."""


@dataclass
class Goal:
    """How good is good enough, and the two ways a solve may be cut short (a clock and a person)."""

    gap: float = 5e-4
    time_limit: float | None = None
    stop: StopSign = field(default_factory=StopSign)
    on_progress: Callable[[Progress], None] | None = None
    began: float = field(default_factory=time.monotonic)
    stopped_by: StoppedBy = ""
    one_core: threading.Event = field(default_factory=threading.Event)  # set once the other is idle for a while
    proofs: bool = False  # whether the prices behind each bound are asked for afterwards

    def left(self) -> float | None:
        """Return the seconds left, None without a limit."""
        return None if self.time_limit is None else max(0.01, self.time_limit - (time.monotonic() - self.began))

    def over(self) -> bool:
        """Return whether to end now, and remember why."""
        if self.stop:
            self.stopped_by = "user"
        elif self.time_limit is not None and time.monotonic() - self.began >= self.time_limit:
            self.stopped_by = "time_limit"
        return self.stopped_by in ("user", "time_limit")

    def tell(self, stage: str, level: str = "", value: float | None = None, bound: float | None = None) -> None:
        """Report progress."""
        if self.on_progress is not None:
            gap = None if value is None or bound is None else abs(value - bound) / max(1.0, abs(value))
            self.on_progress(Progress(time.monotonic() - self.began, stage, level, value, bound, gap))


@dataclass(frozen=True)
class Dual:
    """Prices that prove `bound` for the level `wanted` asks for, over every candidate there is (engine.bound.bound)."""

    wanted: Wanted
    prices: Prices
    bound: float

    def bound_at(self, reached: Callable[[int], float]) -> float:
        """Return what the prices prove of plans that cost `reached` in the levels before, were it more than the caps."""
        beyond = (min(0.0, cap.cost - reached(cap.level)) for cap in self.wanted.caps)
        return self.bound - sum(float(q) * over for q, over in zip(self.prices.cap, beyond, strict=True))


@dataclass(frozen=True)
class Answer:
    """The candidates chosen and, for each level, a proved bound on its cost given the levels before it (None: unproved).

    `duals` are the prices behind the bounds that linear programs proved, the last of them those of the plan's own level.
    """

    chosen: Ints | None
    bounds: tuple[float | None, ...]
    engine: str
    duals: tuple[Dual, ...] = ()
    filled: tuple[tuple[int, Prices], ...] = ()  # prices of levels of vacancies, worked out where a core was idle

    def values(self, problem: Problem) -> tuple[int, ...]:
        """Return the cost of each level."""
        assert self.chosen is not None
        return tuple(problem.cost(self.chosen, i) for i in range(len(problem.levels)))
