"""Between the prices of a solve and what is written down of them by codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.memory import Memory, Remembered
from optimizer.engine.answer import Dual
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.model.previous import Previous

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.engine.answer import Answer
    from optimizer.model.facts import Facts
    from optimizer.model.problem import Ints, Problem

FINEST = 1e-6  # natural units, below which a price is none


@dataclass(frozen=True)
class Before:
    """What the last solve left to this one: the placements of its plan that are still possible, and prices."""

    plan: Ints  # ascending candidates
    lost: Ints  # people of that plan who can no longer serve where it places them
    duals: tuple[Dual, ...] = ()
    left: dict[int, float] = field(default_factory=dict)  # what its plan cost each level beyond the proved bound


def remembered(case: Case, problem: Problem, answer: Answer) -> Memory:
    """Return the prices of each level by codes, the last proof of each, and how far the plan is from what is proved."""
    last = {dual.wanted.level: dual for dual in answer.duals}
    cost = [0.0] * len(problem.levels) if answer.chosen is None else [float(k) for k in answer.values(problem)]
    left = [0.0 if bound is None else max(0.0, cost[i] - bound) for i, bound in enumerate(answer.bounds)]
    return Memory(tuple(_written(case, problem, dual, left[dual.wanted.level]) for dual in last.values()))


def _written(case: Case, problem: Problem, dual: Dual, left: float) -> Remembered:
    scale = problem.levels[dual.wanted.level].scale
    seat, row = dual.prices.seat / scale, dual.prices.row / scale
    return Remembered(
        problem.levels[dual.wanted.level].name,
        {
            problem.levels[cap.level].name: float(q) / scale * problem.levels[cap.level].scale
            for cap, q in zip(dual.wanted.caps, dual.prices.cap, strict=True)
        },
        {
            (case.seats[i].unit_code, case.seats[i].title_code): float(seat[i])
            for i in np.flatnonzero(np.abs(seat) > FINEST).tolist()
        },
        {problem.row_name(i): float(row[i]) for i in np.flatnonzero(np.abs(row) > FINEST).tolist()},
        left / scale,
    )


def before(facts: Facts, problem: Problem, memory: Memory) -> Before:
    """Return the reviewed plan and the prices that were remembered, as far as they mean something in this problem."""
    reviewed = Previous.of(facts)
    placed = np.flatnonzero(reviewed.role >= 0)
    plan = problem.candidates.standing(placed, reviewed.unit[placed], reviewed.role[placed])
    plan = plan[plan >= 0]  # people in order, one placement each: ascending
    lost = np.setdiff1d(np.flatnonzero(reviewed.placed), problem.candidates.person(plan))
    at = {level.name: i for i, level in enumerate(problem.levels)}
    left = {at[it.level]: it.left * problem.levels[at[it.level]].scale for it in memory.levels if it.level in at}
    return Before(plan, lost, tuple(_duals(facts.case, problem, memory)), left)


def _duals(case: Case, problem: Problem, memory: Memory) -> Iterator[Dual]:
    level_at = {level.name: i for i, level in enumerate(problem.levels)}
    seat_at = {(s.unit_code, s.title_code): i for i, s in enumerate(case.seats)}
    wanted = {name for it in memory.levels for name in it.rows}
    row_at = {name: i for i in range(len(problem.rows)) if (name := problem.row_name(i)) in wanted} if wanted else {}
    for it in memory.levels:
        level = level_at.get(it.level)
        if level is None or any(name not in level_at for name in it.caps):
            continue
        scale = problem.levels[level].scale
        caps = [(level_at[name], q * scale / problem.levels[level_at[name]].scale) for name, q in it.caps.items()]
        seat, row = np.zeros(problem.n_seats), np.zeros(len(problem.rows))
        for code, price in it.seats.items():
            if code in seat_at:
                seat[seat_at[code]] = price * scale
        for name, price in it.rows.items():
            if name in row_at:
                row[row_at[name]] = price * scale
        ordered = sorted(caps)
        prices = Prices(seat, row, np.array([q for _, q in ordered]))
        yield Dual(Wanted(level, tuple(Cap(i, 0.0, weight=-q) for i, q in ordered)), prices, -np.inf)
