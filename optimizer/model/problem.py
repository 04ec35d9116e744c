"""The problem an engine solves: candidates, seats, rows over candidates, and levels of whole-number costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.findings import Finding
    from optimizer.model.candidates import Candidates

Ints: TypeAlias = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Rows:
    """Sparse rows over candidates: entry i says candidate[i] has coef[i] in row[i]; hard, or soft at a whole-number price."""

    candidate: Ints
    row: Ints
    coef: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    price: Ints  # a unit outside the limits, -1 where the row is hard
    level: Ints  # position in Problem.levels of the level that pays, -1 where the row is hard
    because: Callable[[int], Finding]

    def __len__(self) -> int:
        return len(self.lower)


@dataclass(frozen=True)
class Level:
    """One level of the objective, always minimised: whole-number costs a candidate, `scale` of them to one natural unit.

    `sense` max means the natural value is the negative of the cost. `vacancy` names the (kind, priority) class whose missing
    holders the level counts, and then there are no costs; `parts` says which objectives the level is made of.
    """

    name: str
    cost: Ints | None
    scale: float = 1.0
    sense: Literal["max", "min"] = "min"
    vacancy: tuple[Literal["min", "target"], int] | None = None
    tie_break: bool = False
    parts: tuple[tuple[str, float], ...] = ()  # (objective, weight)

    def natural(self, cost: float) -> float:
        """Return the level's value in its natural unit."""
        value = cost / self.scale
        value = -value if self.sense == "max" else value
        return value + 0.0  # never -0.0


@dataclass(frozen=True)
class Problem:
    """Everything an engine needs; arrays only. Seats are those of the case, in its order."""

    n_people: int
    candidates: Candidates
    seats: NDArray[np.int32]  # (N, J): the seats a candidate takes, -1 pads
    seat_min: NDArray[np.int32]
    seat_target: NDArray[np.int32]
    seat_max: NDArray[np.int32]
    priority: NDArray[np.int32]
    must: NDArray[np.bool_]  # (people,): who has to be placed somewhere, by a decision
    rows: Rows
    levels: tuple[Level, ...]
    must_because: Callable[[int], Finding]  # the decision behind a person's flag in `must`

    @property
    def n(self) -> int:
        """Number of candidates."""
        return len(self.candidates)

    @property
    def n_seats(self) -> int:
        """Number of seat rows."""
        return len(self.seat_max)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """(people + 1): where each person's candidates begin."""
        return np.searchsorted(self.candidates.p, np.arange(self.n_people + 1)).astype(np.int64)

    @cached_property
    def is_network(self) -> bool:
        """Whether every candidate takes one seat and nothing but people and seats limits it."""
        return (self.seats.shape[1] == 1 or not (self.seats[:, 1:] >= 0).any()) and not len(self.rows)

    @cached_property
    def vacancy_classes(self) -> tuple[tuple[Literal["min", "target"], int], ...]:
        """The (kind, priority) classes of vacancies, the most important first."""
        return tuple(level.vacancy for level in self.levels if level.vacancy is not None)

    def held(self, chosen: Ints) -> NDArray[np.int64]:
        """Return how many holders each seat has when the candidates `chosen` are placed."""
        seats = self.seats[chosen]
        return np.bincount(seats[seats >= 0], minlength=self.n_seats)

    def missing(self, chosen: Ints, kind: Literal["min", "target"], priority: int) -> int:
        """Return how many holders the seats of one class miss."""
        want = self.seat_min if kind == "min" else self.seat_target
        here = self.priority == priority
        return int(np.maximum(want[here] - self.held(chosen)[here], 0).sum())

    def slack_cost(self, chosen: Ints, level: int) -> int:
        """Return what the soft rows of one level cost when `chosen` are placed."""
        rows = self.rows
        paying = rows.level == level
        if not paying.any():
            return 0
        taken = np.zeros(self.n, bool)
        taken[chosen] = True
        use = taken[rows.candidate]
        activity = np.bincount(rows.row[use], weights=rows.coef[use], minlength=len(rows))
        outside = np.maximum(rows.lower - activity, 0) + np.maximum(activity - rows.upper, 0)
        return round(float((outside[paying] * rows.price[paying]).sum()))

    def cost(self, chosen: Ints, level: int) -> int:
        """Return the cost of `chosen` at one level."""
        it = self.levels[level]
        if it.vacancy is not None:
            return self.missing(chosen, *it.vacancy)
        own = 0 if it.cost is None else int(it.cost[chosen].sum())
        return own + self.slack_cost(chosen, level)
