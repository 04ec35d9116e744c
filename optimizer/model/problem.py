"""The problem an engine solves: candidates, seats, rows over candidates, and levels of whole-number costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.model.candidates import Candidates, Ints
from optimizer.model.gathered import Floats, Rows, summed
from optimizer.model.looked_up import LookedUp

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from optimizer.findings import Finding

__all__ = ["Ints", "Level", "Problem", "Rows"]


def _numbered(row: int) -> tuple[str, int]:
    return "", row


@dataclass(frozen=True)
class Level:
    """One level of the objective, always minimised: whole-number costs a candidate, `scale` of them to one natural unit.

    `sense` max means the natural value is the negative of the cost. `vacancy` names the (kind, priority) class whose
    missing holders the level counts, and then there are no costs; a tie-break works its costs out when asked (`later`),
    because only few are ever needed. `parts` says which objectives the level is made of; `base` is what they count
    before anybody is placed.
    """

    name: str
    cost: Ints | None
    scale: float = 1.0
    sense: Literal["max", "min"] = "min"
    vacancy: tuple[Literal["min", "target"], int] | None = None
    tie_break: bool = False
    parts: tuple[tuple[str, float], ...] = ()  # (objective, weight)
    later: Callable[[Ints], Ints] | None = None
    base: float = 0.0

    def costs(self, k: Ints) -> Ints:
        """Return the costs of the candidates `k`."""
        if self.later is not None:
            return self.later(k)
        return np.zeros(len(k), np.int64) if self.cost is None else self.cost[k].astype(np.int64)

    @cached_property
    def amounts(self) -> Ints:
        """What candidates cost, signs left out: ascending, each once. There are millions of candidates and few amounts."""
        return np.zeros(0, np.int64) if self.cost is None else np.unique(np.abs(self.cost))

    def share(self, cost: float, gap: float) -> float:
        """Return how much of a cost a gap leaves open: the gap is measured against the natural value, at least one unit."""
        return gap * max(1.0, abs(self.natural(cost))) * self.scale

    def natural(self, cost: float) -> float:
        """Return the level's value in its natural unit."""
        value = cost / self.scale + self.base
        value = -value if self.sense == "max" else value
        return value + 0.0  # never -0.0


@dataclass(frozen=True)
class Problem:
    """Everything an engine needs; arrays only. Seats are those of the case, in its order."""

    candidates: Candidates
    slot_seats: NDArray[np.int32]  # (slots, J): the seats a slot takes, -1 pads
    seat_min: NDArray[np.int32]
    seat_target: NDArray[np.int32]
    seat_max: NDArray[np.int32]
    priority: NDArray[np.int32]
    must: NDArray[np.bool_]  # (people,): who has to be placed somewhere, by a decision
    rows: Rows
    levels: tuple[Level, ...]
    must_because: Callable[[int], Finding]  # the decision behind a person's flag in `must`
    row_name: Callable[[int], tuple[str, int]] = _numbered  # the rule a row belongs to, and its number among the rule's

    @property
    def n(self) -> int:
        """Number of candidates."""
        return len(self.candidates)

    @property
    def n_people(self) -> int:
        """Number of people."""
        return self.candidates.n_people

    @property
    def n_seats(self) -> int:
        """Number of seat rows."""
        return len(self.seat_max)

    def seats(self, k: Ints) -> Ints:
        """Return (n, J) the seats that the candidates `k` take, -1 pads."""
        found: Ints = self.slot_seats[self.candidates.slot[k]]
        return found

    @cached_property
    def is_network(self) -> bool:
        """Whether every candidate takes one seat and nothing but people and seats limits it."""
        return not (self.slot_seats[:, 1:] >= 0).any() and not len(self.rows)

    @cached_property
    def vacancy_classes(self) -> tuple[tuple[Literal["min", "target"], int], ...]:
        """The (kind, priority) classes of vacancies, the most important first."""
        return tuple(level.vacancy for level in self.levels if level.vacancy is not None)

    def spread(self, by_person: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one number a candidate from one number a person."""
        return np.repeat(by_person, self.candidates.counts)

    def by_slot(self, by_seat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum over the seats of each slot of one number a seat."""
        total: NDArray[np.float64] = np.append(by_seat, 0.0)[self.slot_seats].sum(axis=1)
        return total

    def held(self, chosen: Ints) -> NDArray[np.int64]:
        """Return how many holders each seat has when the candidates `chosen` are placed."""
        seats = self.seats(chosen)
        return np.bincount(seats[seats >= 0], minlength=self.n_seats)

    def missing(self, chosen: Ints, kind: Literal["min", "target"], priority: int) -> int:
        """Return how many holders the seats of one class miss."""
        want = self.seat_min if kind == "min" else self.seat_target
        here = self.priority == priority
        return int(np.maximum(want[here] - self.held(chosen)[here], 0).sum())

    def entries(self, k: Ints) -> tuple[Ints, Ints, Floats]:
        """Return (position in `k`, row, coefficient) of the ascending candidates `k` in the rows, by position."""
        kept: LookedUp = self.__dict__.get("_looked_up", LookedUp.none())
        if kept.full:
            kept = LookedUp.none()
        new = kept.lacking(k)
        if len(new):  # two threads may ask at once: whose answer stays does not matter
            kept = self.__dict__["_looked_up"] = kept.plus(new, *self.rows.entries(self.candidates, new))
        return kept.of(k)

    def activity(self, chosen: Ints) -> Floats:
        """Return the activity of each row when `chosen` are placed; asked again for the same array it is remembered."""
        kept = self.__dict__.get("_activity")
        if kept is None or kept[0] is not chosen:
            _, row, coef = self.entries(np.sort(chosen))
            kept = self.__dict__["_activity"] = (chosen, summed(row, coef, len(self.rows)))
        found: Floats = kept[1]
        return found

    def breaks(self, chosen: Ints) -> NDArray[np.bool_]:
        """Return (rows,) which hard rows the plan `chosen` breaks."""
        return self.rows.hard & (self.rows.outside(self.activity(chosen)) > 0)

    def slack_cost(self, chosen: Ints, level: int) -> int:
        """Return what the soft rows of one level cost when `chosen` are placed."""
        if not (self.rows.level == level).any():
            return 0
        return round(self.rows.paid(self.activity(chosen), level))

    def cost(self, chosen: Ints, level: int) -> int:
        """Return the cost of `chosen` at one level."""
        it = self.levels[level]
        if it.vacancy is not None:
            return self.missing(chosen, *it.vacancy)
        return _added(it.costs(chosen)) + self.slack_cost(chosen, level)

    def values(self, chosen: Ints) -> tuple[int, ...]:
        """Return what `chosen` costs at every level but the tie-break: of two plans the less is the better."""
        return tuple(self.cost(chosen, i) for i, level in enumerate(self.levels) if not level.tie_break)


def _added(costs: Ints) -> int:
    """Return the sum of whole numbers, however far beyond one machine number it goes."""
    if not len(costs) or int(np.abs(costs).max()) <= 2**62 // len(costs):
        return int(costs.sum())
    high, low = np.divmod(costs, 2**31)
    return int(high.sum()) * 2**31 + int(low.sum())
