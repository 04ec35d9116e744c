"""A linear program over the candidates and the rows at work, as whole arrays.

Only rows that were ever violated take part, and only candidates whose prices say they may improve the plan. Rows may be
boxed: artificial columns keep their multipliers near prices known already, so that a program begins where these end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.grouped import united

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.engine.bound import Floats, Wanted
    from optimizer.model.problem import Ints, Problem

BLOCK = 40  # bits of a key that tell columns (or rows) of one kind apart


@dataclass(frozen=True)
class Box:
    """Between which values the multipliers of some rows are kept."""

    row: Ints  # ascending
    lower: Floats
    upper: Floats


@dataclass(frozen=True)
class Master:
    """A program over some candidates and rows.

    Columns: candidates | places empty below the target | places filled above it, of seats that may have more holders |
    missing below the minimum | slacks of soft rows (under, over), each where a row has such a limit | slacks of groups
    that pay together | artificial (under, over) | what caps are exceeded by.
    Rows: people | seats | minima of seats | rows over candidates | caps. Keys name columns and rows from one program to
    the next.
    """

    problem: Problem
    wanted: Wanted
    active: Ints  # candidates, ascending
    used: Ints  # rows over candidates that take part, ascending
    matrix: tuple[Ints, Ints, Floats]  # row, column, coefficient
    objective: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    places: tuple[int, int, int, int]  # where the rows begin: people, seats, rows over candidates, caps
    people: Ints  # people with a column, in the order of their rows
    sides: Sides
    column_key: Ints
    row_key: Ints


@dataclass(frozen=True)
class Sides:
    """Where the columns of a master stand, to write any level's costs over them."""

    problem: Problem
    active: Ints
    n: int
    empty_at: int
    over_at: int
    below_at: int
    slack_at: int
    group_at: int
    box_at: int
    cap_at: int
    extra: Ints  # seats that may have more holders than their target
    middle: Ints  # seats with a minimum between 0 and their target
    lacking: Ints  # soft rows that pay for themselves and have a lower limit
    exceeding: Ints  # soft rows that pay for themselves and have an upper one
    grouped: Ints  # soft rows that pay together with others
    groups: Ints  # numbers of their groups

    def costs(self, level: int) -> Floats:
        """Return the costs of one level over all columns."""
        problem, it = self.problem, self.problem.levels[level]
        rows = problem.rows
        out = np.zeros(self.n)
        out[: len(self.active)] = it.costs(self.active)
        if it.vacancy is not None:
            kind, rank = it.vacancy
            here = problem.priority == rank
            if kind == "target":
                out[self.empty_at : self.over_at][here] = 1.0
            else:
                whole = here & (problem.seat_min > 0) & (problem.seat_min == problem.seat_target)
                out[self.empty_at : self.over_at][whole] = 1.0
                out[self.below_at : self.slack_at][here[self.middle]] = 1.0
        alone = np.concatenate([self.lacking, self.exceeding])
        out[self.slack_at : self.group_at] = np.where(rows.level[alone] == level, rows.price[alone], 0)
        mine = self.grouped[rows.level[self.grouped] == level]
        out[self.group_at + np.searchsorted(self.groups, rows.worst[mine])] = rows.price[mine]
        return out

    def under(self, row: int, box: Box | None) -> int:
        """Return the column that makes up for what a row lacks, -1 where none does."""
        return self._slack(row, box, 0)

    def over(self, row: int, box: Box | None) -> int:
        """Return the column that takes away what a row has too much, -1 where none does."""
        return self._slack(row, box, 1)

    def _slack(self, row: int, box: Box | None, side: int) -> int:
        if box is not None and (at := int(np.searchsorted(box.row, row))) < len(box.row) and box.row[at] == row:
            return self.box_at + side * len(box.row) + at
        alone = (self.lacking, self.exceeding)[side]
        at = int(np.searchsorted(alone, row))
        if at < len(alone) and alone[at] == row:
            return self.slack_at + side * len(self.lacking) + at
        return -1


def build(problem: Problem, wanted: Wanted, active: Ints, used: Ints, box: Box | None = None) -> Master:
    """Return the program over the candidates `active` and the rows `used`."""
    n, n_seats, rows = len(active), problem.n_seats, problem.rows
    target, most, least = (a.astype(np.float64) for a in (problem.seat_target, problem.seat_max, problem.seat_min))
    extra, middle = np.flatnonzero(most > target), np.flatnonzero((least > 0) & (least < target))
    soft = used[~rows.hard[used]]
    alone, grouped = soft[rows.worst[soft] < 0], soft[rows.worst[soft] >= 0]
    lacking, exceeding = alone[np.isfinite(rows.lower[alone])], alone[np.isfinite(rows.upper[alone])]
    groups = np.unique(rows.worst[grouped])
    boxed = np.zeros(0, np.int64) if box is None else box.row
    own_row = [cap for cap in wanted.caps if not cap.weight]
    n_alone = len(lacking) + len(exceeding)
    sizes = (n, n_seats, len(extra), len(middle), n_alone, len(groups), 2 * len(boxed), len(own_row))
    empty_at, over_at, below_at, slack_at, group_at, box_at, cap_at, n_columns = np.cumsum(sizes).tolist()
    upper = np.full(n_columns, np.inf)
    upper[cap_at:] = [0.0 if np.isinf(cap.elastic) else np.inf for cap in own_row]
    upper[empty_at:over_at] = target
    upper[over_at:below_at] = (most - target)[extra]
    people = united(problem.candidates.person(active), np.flatnonzero(problem.must))
    person_row = np.full(problem.n_people, -1, np.int64)
    person_row[people] = np.arange(len(people))
    seat_row, middle_row = len(people), len(people) + n_seats
    family_row = middle_row + len(middle)
    cap_row = family_row + len(used)
    every, more, mid = np.arange(n_seats), np.arange(len(extra)), np.arange(len(middle))
    parts: list[tuple[Ints, Ints, Floats]] = [(person_row[problem.candidates.person(active)], np.arange(n), np.ones(n))]
    taken = problem.seats(active).astype(np.int64)
    for j in range(taken.shape[1]):
        k = np.flatnonzero(taken[:, j] >= 0)
        parts.append((seat_row + taken[k, j], k, np.ones(len(k))))
    parts += [
        (seat_row + every, empty_at + every, np.ones(n_seats)),
        (seat_row + extra, over_at + more, -np.ones(len(extra))),
        (middle_row + mid, empty_at + middle, np.ones(len(middle))),
        (middle_row + mid, below_at + mid, -np.ones(len(middle))),
    ]
    if len(used):
        parts += _row_parts(problem, active, used, family_row)
        exceeding_at, boxed_over_at = slack_at + len(lacking), box_at + len(boxed)
        for of, at, sign in (
            (lacking, slack_at, 1.0), (exceeding, exceeding_at, -1.0), (boxed, box_at, 1.0), (boxed, boxed_over_at, -1.0)
        ):  # fmt: skip
            parts.append((family_row + np.searchsorted(used, of), at + np.arange(len(of)), np.full(len(of), sign)))
        here = family_row + np.searchsorted(used, grouped)
        signs = np.where(np.isfinite(rows.lower[grouped]), 1.0, -1.0)
        parts.append((here, group_at + np.searchsorted(groups, rows.worst[grouped]), signs))
    sides = Sides(
        problem, active, n_columns, empty_at, over_at, below_at, slack_at, group_at, box_at, cap_at, extra, middle,
        lacking, exceeding, grouped, groups,
    )  # fmt: skip
    objective = sides.costs(wanted.level)
    for cap in wanted.caps:
        if cap.weight:
            objective += cap.weight * sides.costs(cap.level)
    for number, cap in enumerate(own_row):
        costs = sides.costs(cap.level)
        k = np.append(np.flatnonzero(costs), cap_at + number)
        parts.append((np.full(len(k), cap_row + number), k, np.append(costs[k[:-1]], -1.0)))
        objective[cap_at + number] = 0.0 if np.isinf(cap.elastic) else cap.elastic
    if box is not None:
        upper[box_at:cap_at] = np.where(np.concatenate([box.upper, box.lower]) == 0.0, 0.0, np.inf)
        objective[box_at:cap_at] = np.concatenate([box.upper, -box.lower])
    caps, named = [cap.cost for cap in own_row], np.array([cap.level for cap in own_row], np.int64)
    row_lower = np.concatenate([
        np.where(problem.must[people], 1.0, -np.inf), target, np.full(len(middle), -np.inf), rows.lower[used],
        np.full(len(caps), -np.inf),
    ])  # fmt: skip
    row_upper = np.concatenate([np.ones(len(people)), target, (target - least)[middle], rows.upper[used], caps])
    matrix = _merged(*(np.concatenate([part[i] for part in parts]) for i in range(3)))
    starts = (0, seat_row, family_row, cap_row)
    keys = _keys(active, every, extra, mid, _both(lacking, exceeding), groups, _both(boxed, boxed), named)
    row_keys = _keys(people, every, mid, used, named)
    return Master(
        problem, wanted, active, used, matrix, objective, upper, row_lower, row_upper, starts, people, sides, keys,
        row_keys,
    )  # fmt: skip


def _row_parts(problem: Problem, active: Ints, used: Ints, family_row: int) -> list[tuple[Ints, Ints, Floats]]:
    where = np.full(len(problem.rows), -1, np.int64)
    where[used] = np.arange(len(used))
    at, row, coef = problem.entries(active)
    inside = where[row] >= 0
    return [(family_row + where[row[inside]], at[inside], coef[inside])]


def _both(under: Ints, over: Ints) -> Ints:
    """Return one ascending number for each side of each row."""
    return np.concatenate([under, over + (np.int64(1) << (BLOCK - 1))])


def _keys(*blocks: Ints) -> Ints:
    return np.concatenate([(np.int64(i) << BLOCK) + block.astype(np.int64) for i, block in enumerate(blocks)])


def _merged(r: Ints, c: Ints, v: Floats) -> tuple[Ints, Ints, Floats]:
    """Return the entries sorted by row and column, those of one place added up and zeros left out."""
    order = np.lexsort((c, r))
    r, c, v = r[order], c[order], v[order]
    first = np.ones(len(r), bool)
    first[1:] = (r[1:] != r[:-1]) | (c[1:] != c[:-1])
    if not first.all():
        v = np.add.reduceat(v, np.flatnonzero(first))
        r, c = r[first], c[first]
    keep: NDArray[np.bool_] = v != 0
    return r[keep], c[keep], v[keep]
