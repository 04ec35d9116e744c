"""What prices prove: the Lagrangian bound of a level over every candidate there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from optimizer.model.gathered import ROUNDING
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.model.problem import Ints, Problem

Floats: TypeAlias = NDArray[np.float64]
Result = TypeVar("Result")
NEVER = 2.0**50  # what a candidate costs that no plan can choose


@dataclass(frozen=True)
class Cap:
    """What an earlier level may cost at the most.

    A program pays `weight` for each unit instead of having the cap as a row: a bound may use any multiplier, and a
    row over all seats makes integer programs slow. With weight 0 the program has a row, that may be exceeded at the
    price `elastic` a unit while prices are sought. Whoever solves a program looks whether its plan meets the caps.
    """

    level: int
    cost: float
    weight: float = 0.0
    elastic: float = np.inf


@dataclass(frozen=True)
class Wanted:
    """What one program asks: the level to minimise, and what the levels before it may cost at the most."""

    level: int
    caps: tuple[Cap, ...] = ()

    def paid(self) -> float:
        """Return what the weighed caps add to the linear objective when they are just met."""
        return sum(c.weight * c.cost for c in self.caps)

    def weighs_like(self, other: Wanted) -> bool:
        """Return whether each level costs the same beyond its cap, wherever that is."""
        own, others = ([(c.level, c.weight, c.elastic) for c in it.caps] for it in (self, other))
        return (self.level, own) == (other.level, others)


@dataclass(frozen=True)
class Prices:
    """Multipliers of seats, rows over candidates and caps, in the sense "what one more unit is worth"."""

    seat: Floats
    row: Floats
    cap: Floats  # of Wanted.caps, never positive


def asked(problem: Problem, wanted: Wanted, plan: Ints) -> float:
    """Return what a plan costs at a level, caps exceeded at their prices; hard rows are not looked at."""
    total = float(problem.cost(plan, wanted.level))
    for cap in wanted.caps:
        beyond = problem.cost(plan, cap.level) - cap.cost
        if cap.weight or beyond > 0.0:
            total += (cap.weight or cap.elastic) * beyond
    return total


def between(a: Prices, b: Prices) -> Prices:
    """Return the prices half way between two: limits on single multipliers and on groups of them still hold."""
    return Prices((a.seat + b.seat) / 2, (a.row + b.row) / 2, (a.cap + b.cap) / 2)


def bound(problem: Problem, wanted: Wanted, prices: Prices) -> tuple[float, Floats]:
    """Return the Lagrangian bound that prices prove over *all* candidates, and each person's margin.

    Valid for any prices whatever: people, seats and rows are minimised apart, and rounding can only lower it. A margin is
    the least reduced cost, 0 for people without candidates.
    """
    margin = np.zeros(problem.n_people)

    def look(a: int, b: int, reduced: Floats) -> None:
        margin[a:b] = least(problem, a, b, reduced)

    if prices.seat.any() or prices.row.any() or any(cost is not None for cost, _ in _paid(problem, wanted, prices)):
        by_blocks(problem, wanted, prices, look)
    else:  # nothing costs, but for candidates that no plan can choose
        away = np.bincount(problem.candidates.person(closed(problem)), minlength=problem.n_people)
        margin[(away > 0) & (away == problem.candidates.counts)] = NEVER
    return of_margins(problem, wanted, prices, margin), margin


def least(problem: Problem, a: int, b: int, reduced: Floats) -> Floats:
    """Return the least reduced cost of each person from `a` to `b`, given those of their candidates."""
    out = np.zeros(b - a)
    some = np.flatnonzero(problem.candidates.counts[a:b])
    if len(some):
        first = problem.candidates.first
        out[some] = np.minimum.reduceat(reduced, first[a + some] - first[a])
    return out


def of_margins(problem: Problem, wanted: Wanted, prices: Prices, margin: Floats) -> float:
    """Return the bound that prices prove, given each person's least reduced cost under them."""
    total = float(np.where(problem.must, margin, np.minimum(margin, 0.0)).sum()) if problem.n_people else 0.0
    paid = weights(wanted, prices)
    total += float(seats_least(problem, paid, prices.seat).sum())
    total += _rows_least(problem, prices, paid)
    total += sum(float(q) * cap.cost for cap, q in zip(wanted.caps, prices.cap, strict=True))
    return total


def seats_least(problem: Problem, by_level: dict[int, float], price: Floats, more: int = 0) -> Floats:
    """Return (seats,) the least that holders of each seat at its price and those it misses can cost together.

    `by_level` is what one unit of each level costs; `more` is how many further places each seat has.
    """
    below, missing = holders_missing(problem, by_level)
    low, target, most = (a.astype(np.float64) for a in (problem.seat_min, problem.seat_target, problem.seat_max))
    target, most = target + more, most + more
    values = [
        price * n + below * np.maximum(low - n, 0) + missing * np.maximum(target - n, 0)
        for n in (np.zeros(problem.n_seats), low, target, most)
    ]
    least: Floats = np.minimum.reduce(values)
    return least


def holders_missing(problem: Problem, by_level: dict[int, float]) -> tuple[Floats, Floats]:
    """Return (seats,) what a holder missing below the minimum costs, and one below the target, as levels weigh them."""
    below, missing = np.zeros(problem.n_seats), np.zeros(problem.n_seats)
    for level, weight in by_level.items():
        if (it := problem.levels[level].vacancy) is not None:
            (below if it[0] == "min" else missing)[problem.priority == it[1]] += weight
    return below, missing


def paying(problem: Problem, by_level: dict[int, float]) -> Floats:
    """Return (rows,) what a unit outside each row's limits costs; nothing pays for a hard row."""
    rows = problem.rows
    unit = np.array([*(by_level.get(i, 0.0) for i in range(len(problem.levels))), 0.0])  # the last for hard rows
    return np.where(rows.hard, np.inf, rows.price * unit[rows.level])


def _rows_least(problem: Problem, prices: Prices, by_level: dict[int, float]) -> float:
    rows = problem.rows
    if not len(rows):
        return 0.0
    pay, y = paying(problem, by_level), prices.row
    # activity anywhere from lower to upper, and beyond them at a price: a multiplier steeper than the price is worthless
    if (np.abs(y) > pay * (1 + 1e-12) + 1e-9).any() or (_share(problem, pay, y) > 1 + 1e-9).any():
        return -np.inf
    ends = np.where(y > 0, rows.lower, rows.upper)
    return float(np.where(y == 0, 0.0, y * np.where(y == 0, 0.0, ends)).sum())


def _share(problem: Problem, pay: Floats, y: Floats) -> Floats:
    """Return (rows,) which part of what a row's group pays together its multipliers use up (0 for a row alone)."""
    worst = problem.rows.worst
    shared = np.flatnonzero(worst >= 0)
    out = np.zeros(len(y))
    if len(shared):
        part = np.divide(np.abs(y), pay, out=np.zeros(len(y)), where=(pay > 0) & np.isfinite(pay))
        out[shared] = np.bincount(worst[shared], weights=part[shared])[worst[shared]]
    return out


def usable(problem: Problem, wanted: Wanted, prices: Prices) -> Prices:
    """Return the prices with multipliers of rows clipped to what can prove anything (right sign, no more than the price)."""
    rows = problem.rows
    if not len(rows):
        return prices
    pay = paying(problem, weights(wanted, prices))
    y = np.clip(prices.row, -pay, pay)
    y = np.where((y > 0) & np.isinf(rows.lower), 0.0, y)
    y = np.where((y < 0) & np.isinf(rows.upper), 0.0, y)
    y = y / np.maximum(_share(problem, pay, y), 1.0)
    return Prices(prices.seat, y, prices.cap)


def reduced_costs(problem: Problem, wanted: Wanted, prices: Prices) -> Floats:
    """Return each candidate's cost less what the prices give for its seats, rows and caps (people's margins not added).

    Candidates that no plan can choose cost `NEVER`.
    """
    out = np.empty(problem.n)

    def fill(a: int, b: int, reduced: Floats) -> None:
        out[problem.candidates.first[a] : problem.candidates.first[b]] = reduced

    by_blocks(problem, wanted, prices, fill)
    return out


def by_blocks(
    problem: Problem, wanted: Wanted, prices: Prices, hand: Callable[[int, int, Floats], Result]
) -> list[Result]:
    """Hand over the reduced costs of all candidates, those of some people at a time; return what came of each, in order.

    `hand` gets the first person and one past the last, and the reduced costs of their candidates, which it may change. It
    is called on two threads.
    """
    giving = problem.rows.giving(problem.candidates, problem.by_slot(prices.seat), prices.row)
    never, first_of = closed(problem), problem.candidates.first
    paid = _paid(problem, wanted, prices)

    def one(block: tuple[int, int]) -> Result:
        first, last = first_of[list(block)].tolist()
        out = np.empty(last - first)
        giving.into(*block, out)
        np.negative(out, out=out)
        for cost, weight in paid:
            if cost is not None:
                out += cost[first:last] if weight == 1.0 else weight * cost[first:last]
        begin, end = np.searchsorted(never, (first, last)).tolist()
        out[never[begin:end] - first] = NEVER
        return hand(*block, out)

    return side_by_side(one, giving.blocks)


def _paid(problem: Problem, wanted: Wanted, prices: Prices) -> list[tuple[Ints | None, float]]:
    """Return the costs of the levels that count under the prices, with what a unit of each is worth."""
    return [(problem.levels[i].cost, weight) for i, weight in weights(wanted, prices).items() if weight]


def closed(problem: Problem) -> Ints:
    """Return the candidates that break a hard row by themselves, whoever else is placed where."""
    kept = problem.__dict__.get("_closed")
    if kept is None:
        kept = problem.__dict__["_closed"] = np.unique(problem.rows.candidate[closing(problem)])
    found: Ints = kept
    return found


def closing(problem: Problem) -> Ints:
    """Return the listed entries that break their hard rows by themselves: nobody else there can make up for them."""
    kept = problem.__dict__.get("_closing")
    if kept is None:
        kept = problem.__dict__["_closing"] = _closing(problem)
    found: Ints = kept
    return found


def _closing(problem: Problem) -> Ints:
    rows = problem.rows
    spoken = np.zeros(len(rows) + 1, bool)
    for term in rows.terms:
        spoken[term.row] = True
    least = np.zeros(len(rows))
    np.minimum.at(least, rows.row, rows.coef)
    alone = rows.hard & ~spoken[:-1] & (least >= 0)
    alone &= rows.upper == 0
    found: Ints = np.flatnonzero(alone[rows.row] & (rows.coef > ROUNDING))
    return found


def weights(wanted: Wanted, prices: Prices) -> dict[int, float]:
    """Return what one unit of each level costs under the prices: 1 for the level wanted, its multiplier for a cap."""
    return {wanted.level: 1.0, **{cap.level: -float(q) for cap, q in zip(wanted.caps, prices.cap, strict=True)}}
