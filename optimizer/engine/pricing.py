"""One level's linear program over all candidates and all rows, a few of both at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine import linear
from optimizer.engine.asking import Nets, ask
from optimizer.engine.grouped import marked, united
from optimizer.engine.master import Box, build
from optimizer.model.gathered import summed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from optimizer.engine.answer import Goal
    from optimizer.engine.asking import Asked
    from optimizer.engine.basis import Basis
    from optimizer.engine.bound import Floats, Prices, Wanted
    from optimizer.engine.linear import LinearAnswer
    from optimizer.engine.master import Master
    from optimizer.model.problem import Ints, Level, Problem

ROUNDS = 80  # of pricing at one level, at the most
SMALL = 60_000  # candidates up to which the optimum is worth proving to the last unit
SMALL_CROSSED = 20_000  # the same where rows over groups make that hard
LINEAR_SHARE = 0.4  # of the gap asked, that the linear program may leave open: the rest is for whole numbers
FAR = 0.1  # of the value, between a program and its bound: while they are so far apart columns also leave
CHANGING = 12  # rounds in which they may, at the most
LEAN = 5  # columns a person that stay then, on the average, beside those in the basis
WIDTH = 0.25  # of a multiplier, that its box leaves on either side
FEW = 4  # people that a row is about, up to which all that is asked of them is looked at once some of it is broken
EPS = 1e-6


@dataclass
class Proof:
    """What is known of one level: its bound, and the prices and margins that prove it."""

    wanted: Wanted
    bound: float
    nets: Nets
    prices: Prices
    used: Ints  # rows over candidates that were ever violated
    support: Ints  # the candidates that the linear optimum uses, wholly or in part
    pool: Ints  # the columns of the linear program
    share: Floats = field(default_factory=lambda: np.zeros(0))  # (support,) how much of each the optimum uses
    torn: Ints = field(default_factory=lambda: np.zeros(0, np.int64))  # people it divides between several placements
    value: float = math.inf  # of the linear optimum
    reached: dict[int, float] = field(default_factory=dict)  # what it costs at the levels capped
    basis: Basis | None = None

    @property
    def net(self) -> Floats:
        """Return the reduced cost of every candidate with its person's margin taken off: 0 and above."""
        return self.nets.all

    @property
    def whole(self) -> bool:
        """Return whether the linear optimum divides nobody: then it is a plan."""
        return not len(self.torn)

    @property
    def over(self) -> tuple[int, ...]:
        """Return the levels that the linear optimum does not keep within their caps.

        Less than a hundredth of a seat is the rounding of thousands of seats.
        """
        return tuple(c.level for c in self.wanted.caps if self.reached.get(c.level, c.cost) > c.cost + 0.01)

    def recapped(self, wanted: Wanted, level: Level, gap: float) -> Proof | None:
        """Return the proof of the same level under other caps, None where its linear optimum may not be one there.

        A cap that the optimum exceeds may be raised to what it reaches: what is paid beyond is less by the same amount in
        every plan that costs no less. What that leaves open, and how far off the new caps are, may be a share of the gap.
        """
        if not wanted.weighs_like(self.wanted):
            return None
        moved = off = 0.0
        for old, new, price in zip(self.wanted.caps, wanted.caps, self.prices.cap.tolist(), strict=True):
            moved += price * (new.cost - old.cost)
            if old.cost != new.cost:
                off -= price * abs(self.reached.get(new.level, math.inf) - new.cost)
        left = self.value - self.bound + off
        if left > EPS + LINEAR_SHARE * level.share(self.value + moved, gap):
            return None
        return replace(self, wanted=wanted, bound=self.bound + moved, value=self.value + moved)


@dataclass(frozen=True)
class Beginning:
    """Where a level's first linear program begins: columns, rows, a basis for them, and what is known before."""

    pool: Ints
    used: Ints
    basis: Callable[[Master], Basis] | None = None
    room: float = 0.0  # of a box around a multiplier of 0; 0 where hard rows are not to be broken at any price
    proof: Proof | None = None  # of prices alone
    near: bool = False  # whether the optimum is hardly any steps away

    @classmethod
    def after(cls, pool: Ints, used: Ints, basis: Basis | None, room: float, near: bool = False) -> Beginning:
        """Return the beginning where another program's basis ended, if it has one."""
        return cls(pool, used, None if basis is None else lambda master: basis, room, None, near)


def priced(
    problem: Problem, wanted: Wanted, start: Beginning, goal: Goal, hand: Callable[[Proof], None] | None = None
) -> Proof | None:
    """Solve one level's linear program by adding the candidates that could improve it and the rows it violates.

    `hand` gets what each program says by itself, its own value for a bound. None where the program has no solution over
    the pool, or time ran out before the first one ended.
    """
    level = problem.levels[wanted.level]
    pool, used = start.pool, start.used
    box: Box | None = None
    master = build(problem, wanted, pool, used)
    basis = None if start.basis is None else start.basis(master)
    believed = any(not it.tie_break for it in problem.levels[wanted.level + 1 :])
    best: Proof | None = start.proof
    for turn in range(ROUNDS):
        answer = linear.solve_linear(master, goal, basis, start.near and basis is not None)
        if answer is None and box is None and best is not None and start.room and not goal.over():
            # these few columns cannot keep the hard rows; at a price they need not
            box = box_around(problem, wanted, best.prices, used[_hard_alone(problem, used)], start.room)
            answer = linear.solve_linear(master := build(problem, wanted, pool, used, box), goal)
        if answer is None:
            return None if turn == 0 else best
        basis = answer.basis
        now = ask(problem, wanted, proving.usable(problem, wanted, answer.prices), pool)
        more = now.improving
        if best is not None and now.bound < best.bound:
            # prices swing between rounds: half way back to the best ones is often better than either
            mixed = ask(problem, wanted, proving.between(now.prices, best.prices), pool)
            more = united(more, mixed.improving)
            if mixed.bound > best.bound:
                best = proof_at(problem, wanted, mixed)
        else:
            best = proof_at(problem, wanted, now)
        fraction = (answer.x > EPS) & (answer.x < 1 - EPS)
        best.support, best.pool, best.used = pool[answer.x > EPS], pool, used
        best.share = answer.x[answer.x > EPS]
        best.torn = np.unique(problem.candidates.person(pool[fraction]))
        best.value, best.reached, best.basis = answer.value, answer.reached, basis
        goal.tell("pricing", level.name, level.natural(answer.value), level.natural(best.bound))
        activity = _activity(problem, pool, answer.x)
        broken = np.setdiff1d(_with_like(problem, np.flatnonzero(problem.rows.outside(activity) > EPS), pool), used)
        if hand is not None:
            hand(
                replace(best, bound=answer.value, prices=now.prices, nets=Nets(problem, wanted, now.prices, now.margin))
            )
        exact = level.vacancy is not None or is_small(problem)
        if goal.over() or _closed(level, exact, believed, answer, len(broken) > 0, best.bound, goal):
            break
        if not len(more) and not len(broken) and answer.boxed <= EPS:
            break
        if turn < CHANGING and answer.value - best.bound > FAR * max(1.0, abs(answer.value)):
            pool = pool[_stays(problem, now.net_of_pool, pool, basis)]
        pool, used = united(pool, more), united(used, broken)
        if box is not None and answer.boxed > EPS:
            box = _moved(problem, box, answer.prices.row)
        if start.room and len(broken):
            box = _joined(
                box, box_around(problem, wanted, now.prices, broken[problem.rows.worst[broken] < 0], start.room)
            )
        master = build(problem, wanted, pool, used, box)
        if len(broken):
            basis = basis.with_rows(master, box, activity, broken)
    return best


def proof_at(problem: Problem, wanted: Wanted, asked: Asked) -> Proof:
    """Return what usable prices prove, once all candidates have been asked under them."""
    return _proof(problem, wanted, asked.prices, asked.bound, asked.margin)


def proof_of(problem: Problem, wanted: Wanted, prices: Prices) -> Proof:
    """Return what prices prove by themselves, with no program solved."""
    own = proving.usable(problem, wanted, prices)
    return _proof(problem, wanted, own, *proving.bound(problem, wanted, own))


def _proof(problem: Problem, wanted: Wanted, prices: Prices, proved: float, margin: Floats) -> Proof:
    none = np.zeros(0, np.int64)
    return Proof(wanted, proved, Nets(problem, wanted, prices, margin), prices, none, none, none)


def _activity(problem: Problem, pool: Ints, x: Floats) -> Floats:
    at, row, coef = problem.entries(pool)
    return summed(row, coef * x[at], len(problem.rows))


def _with_like(problem: Problem, broken: Ints, pool: Ints) -> Ints:
    """Return broken rows, and those that ask the same of the same few people elsewhere, where the pool lets them go.

    Two who belong together would else be divided in the next unit, and the next, one linear program after another.
    """
    rows = problem.rows
    if rows.family is None or not len(broken):
        return broken
    person = problem.candidates.person(rows.candidate)
    mine = np.flatnonzero(marked(broken, len(rows))[rows.row])
    row, who = np.divmod(np.unique(rows.row[mine] * problem.n_people + person[mine]), max(1, problem.n_people))
    few = np.bincount(row, minlength=len(rows)) <= FEW
    listed = few[row]
    family = marked(rows.family[row[listed]], int(rows.family.max(initial=-1)) + 1)
    like = np.flatnonzero(family[rows.family[rows.row]] & marked(who[listed], problem.n_people)[person])
    return united(broken, rows.row[like[np.isin(rows.candidate[like], pool)]])


def _hard_alone(problem: Problem, rows: Ints) -> NDArray[np.bool_]:
    hard: NDArray[np.bool_] = problem.rows.hard[rows] & (problem.rows.worst[rows] < 0)
    return hard


def box_around(problem: Problem, wanted: Wanted, prices: Prices, rows: Ints, slack: float) -> Box | None:
    """Return boxes around the multipliers of some rows over groups, within what can prove anything; `slack` at the least."""
    if not len(rows):
        return None
    limits = problem.rows
    pay = proving.paying(problem, proving.weights(wanted, prices))[rows]
    y = prices.row[rows]
    room = np.maximum(WIDTH * np.abs(y), slack)
    least = np.where(np.isfinite(limits.upper[rows]), -pay, 0.0)
    most = np.where(np.isfinite(limits.lower[rows]), pay, 0.0)
    # a side beyond what can prove anything is put where the row's own slack is cheaper
    low = np.where(y - room > least, y - room, np.where(least < 0, 1.01 * least - 1.0, 0.0))
    high = np.where(y + room < most, y + room, np.where(most > 0, 1.01 * most + 1.0, 0.0))
    return Box(rows, low, high)


def _joined(box: Box | None, more: Box | None) -> Box | None:
    if box is None or more is None:
        return box or more
    order = np.argsort(np.concatenate([box.row, more.row]), kind="stable")
    lower, upper = np.concatenate([box.lower, more.lower]), np.concatenate([box.upper, more.upper])
    return Box(np.concatenate([box.row, more.row])[order], lower[order], upper[order])


def _moved(problem: Problem, box: Box, y: Floats) -> Box:
    """Return the box with the sides that hold a multiplier back moved out, four times as far."""
    at = y[box.row]
    room = box.upper - box.lower + EPS
    limits = problem.rows
    low = np.where((at <= box.lower + EPS) & (box.lower != 0.0), box.lower - 4 * room, box.lower)
    high = np.where((at >= box.upper - EPS) & (box.upper != 0.0), box.upper + 4 * room, box.upper)
    low = np.where(np.isinf(limits.upper[box.row]), np.maximum(low, 0.0), low)
    high = np.where(np.isinf(limits.lower[box.row]), np.minimum(high, 0.0), high)
    return replace(box, lower=low, upper=high)


def _stays(problem: Problem, net: Floats, pool: Ints, basis: Basis) -> NDArray[np.bool_]:
    """Return which columns stay while prices are far off: those in the basis, and the nearest to the prices."""
    wanted = LEAN * problem.n_people
    if len(pool) <= wanted:
        return np.ones(len(pool), bool)
    near: NDArray[np.bool_] = net <= np.partition(net, wanted)[wanted]
    return near | basis.inside(pool)


def is_small(problem: Problem) -> bool:
    """Return whether the very optimum is sought whatever gap is asked."""
    return problem.n <= (SMALL_CROSSED if problem.rows.crossing else SMALL)


def _closed(
    level: Level, exact: bool, believed: bool, answer: LinearAnswer, broken: bool, proved: float, goal: Goal
) -> bool:
    """Return whether a level's linear optimum is known: no whole number between, or its share of the gap asked.

    A program with rows left out or boxed may end below the true optimum: what it divides is then mended all the same,
    but no level after it may be capped by what it ends at (`believed`).
    """
    value = answer.value
    met = not broken and answer.boxed <= EPS
    if not exact:
        return (met or not believed) and value - proved <= LINEAR_SHARE * level.share(value, goal.gap)
    return met and (value - proved <= EPS * max(1.0, abs(value)) or up(proved) >= value - EPS)


def up(bound: float) -> float:
    """Return the least whole number a cost can have above a bound, rounding errors forgiven."""
    return float(math.ceil(bound - EPS * max(1.0, abs(bound))))
