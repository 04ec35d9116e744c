"""From a level's linear optimum to a plan in whole numbers, with as few columns as that takes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import linear
from optimizer.engine.bound import Cap, asked
from optimizer.engine.grouped import united
from optimizer.engine.master import build
from optimizer.engine.mending import mended
from optimizer.engine.pricing import EPS, is_small, up

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Wanted
    from optimizer.engine.linear import WholeAnswer
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Level, Problem

FIRST = 4_000  # columns beside the linear optimum's own that the first integer program has
FEW = 40_000  # columns an integer program may have where only closeness is asked
MANY = 150_000  # columns it may have where that would close the gap for good
CLOSE = 0.4  # of the gap asked, that one small program may leave open
NODES = 2_000  # of branch and bound, at the most, in one integer program
TURNS = 6  # of adding rows that a plan violates


def whole_plan(
    problem: Problem, goal: Goal, proof: Proof, incumbent: Ints | None, base: Ints, keep: Callable[[Ints], None]
) -> tuple[Ints, float] | None:
    """Return the best whole-number plan found for one level and the bound proved, None where no plan meets the caps.

    Every plan that breaks no hard row goes to `keep`, also one that exceeds a cap.
    The columns are `base` and those of least reduced cost; they are widened until nothing left out could close the gap.
    """
    wanted = proof.wanted
    level = problem.levels[wanted.level]
    small = is_small(problem)
    aim = 0.0 if small or level.vacancy is not None else goal.gap
    bound = up(proof.bound)

    def good(plan: Ints) -> bool:
        return meets(problem, plan, wanted) and near_enough(level, problem.cost(plan, wanted.level), bound, aim)

    for plan in (proof.support if proof.whole else None, incumbent):
        if plan is not None and good(plan):
            goal.tell("integer", level.name, level.natural(problem.cost(plan, wanted.level)), level.natural(bound))
            return plan, bound
    if not small:
        plan = _mended(problem, goal, proof, incumbent, aim, good)
        keep(plan)
        if meets(problem, plan, wanted):
            value = problem.cost(plan, wanted.level)
            if incumbent is None or value < problem.cost(incumbent, wanted.level):
                incumbent = plan
                goal.tell("integer", level.name, level.natural(value), level.natural(bound))
            if near_enough(level, value, bound, aim) or goal.over():
                return incumbent, bound
        if problem.rows.crossing:  # a program over tens of thousands of columns seldom ends where rows cross
            return None if incumbent is None else (incumbent, bound)
    order = np.argsort(proof.net, kind="stable")
    strict = False
    near = min(len(order), FEW if level.vacancy is not None else max(FIRST, 2 * problem.n_people))
    while True:
        columns = united(order[:near], base)
        if incumbent is not None:
            columns = united(columns, incumbent)
        reach = (
            float(proof.net[order[near]]) if near < len(order) else math.inf
        )  # the least that a column left out costs
        found = solve_whole(problem, goal, proof, columns, _slack(level, proof, aim), incumbent)
        if found is not None:
            keep(found.chosen)
        if found is not None and small and not strict and not meets(problem, found.chosen, wanted):
            # in whole numbers it pays to exceed what a cap asks for it: then no plan may
            strict, wanted = True, replace(wanted, caps=tuple(Cap(cap.level, cap.cost) for cap in wanted.caps))
            proof = replace(proof, wanted=wanted)
            continue
        if found is None or not meets(problem, found.chosen, wanted):
            if incumbent is None and near < min(len(order), MANY) and not goal.over():
                near = min(len(order), MANY, 4 * near)  # too few columns to meet the caps in whole numbers
                continue
            return None if incumbent is None else (incumbent, bound)
        value = problem.cost(found.chosen, wanted.level)
        # what no plan over these columns beats, no plan at all beats, unless it pays for a column left out
        bound = max(bound, up(min(found.bound, proof.bound + reach, float(value))))
        incumbent = found.chosen
        goal.tell("integer", level.name, level.natural(value), level.natural(bound))
        if near_enough(level, value, bound, aim) or near == len(order) or goal.over():
            return incumbent, bound
        wider = int(np.searchsorted(proof.net[order], value - proof.bound, side="right"))
        if wider <= near or near >= MANY:
            return incumbent, bound
        near = min(wider, MANY)


def hopeful_plan(problem: Problem, goal: Goal, proof: Proof, incumbent: Ints) -> tuple[Ints, bool]:
    """Return the plan made of a linear optimum under caps that may be too hopeful, and whether nothing more mends it.

    What is beyond the caps is paid for. It is good enough to be left before when it loses less than the gap of all that.
    """
    level = problem.levels[proof.wanted.level]

    def enough(plan: Ints) -> bool:
        value = asked(problem, proof.wanted, plan)
        near = max(EPS, level.share(problem.cost(plan, proof.wanted.level), goal.gap))
        return value - up(proof.bound) <= near and not problem.breaks(plan).any()

    plan = _mended(problem, goal, proof, incumbent, goal.gap, enough)
    return plan, not enough(plan)


def solve_whole(
    problem: Problem, goal: Goal, proof: Proof, columns: Ints, gap_abs: float, incumbent: Ints | None
) -> WholeAnswer | None:
    """Return the best plan over some columns, adding the rows it violates until it violates none.

    Fewer rows only make programs easier, so the bound over these columns is valid whatever rows were left out.
    """
    wanted, found = proof.wanted, None
    for _ in range(TURNS):
        found = linear.solve_whole(build(problem, wanted, columns, proof.used), goal, gap_abs, NODES, incumbent)
        if found is None:
            return None
        outside = problem.rows.outside(problem.activity(found.chosen)) > 0
        broken = np.setdiff1d(np.flatnonzero(outside), proof.used)
        if not len(broken):
            return found
        proof.used = united(proof.used, broken)
    return None if found is None or problem.breaks(found.chosen).any() else found


def _slack(level: Level, proof: Proof, aim: float) -> float:
    """Return the absolute gap at which an integer program may stop: half of what was asked, or no whole number between."""
    return max(0.999, 0.5 * level.share(proof.bound, aim))


def _mended(
    problem: Problem, goal: Goal, proof: Proof, incumbent: Ints | None, aim: float, enough: Callable[[Ints], bool]
) -> Ints:
    """Return the plan that small programs make of a linear optimum; it may break a rule where they do not succeed."""
    level = problem.levels[proof.wanted.level]
    torn = np.isin(problem.candidates.person(proof.support), proof.torn)
    # the bound also holds what caps cost: the gap is asked of the level alone
    own = proof.bound if level.cost is None else float(level.cost[proof.support] @ proof.share)
    close = max(0.999, CLOSE * level.share(own, aim))
    return mended(problem, goal, proof, proof.support[~torn], enough, incumbent, close)


def meets(problem: Problem, chosen: Ints, wanted: Wanted) -> bool:
    """Return whether a plan keeps every hard row and every cap."""
    return not problem.breaks(chosen).any() and all(
        problem.cost(chosen, cap.level) <= cap.cost + EPS for cap in wanted.caps
    )


def near_enough(level: Level, value: float, bound: float, aim: float) -> bool:
    """Return whether a cost is proved as good as was asked."""
    return value - bound <= max(EPS, level.share(value, aim))
