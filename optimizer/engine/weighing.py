"""Few changes where a review moved what is aimed at: changes weighed against the level before them.

After a rule is weighed anew hundreds of people stand better elsewhere, and the plan may keep only so many of them where
they are as the gap allows. What a change is worth in the level before decides who moves: one linear program a worth,
each begun where the last one ended, until the plan just keeps within the gap. Its prices prove how few changes there
can be at all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.bound import Cap, Wanted
from optimizer.engine.grouped import united
from optimizer.engine.mending import mended
from optimizer.engine.pricing import EPS, Beginning, priced, up
from optimizer.engine.rounding import meets
from optimizer.engine.start import reach

if TYPE_CHECKING:
    from optimizer.engine.answer import Goal
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem

TRIES = 6  # worths of a change that are tried
NEAR = 0.9  # of what the level before may lose: a plan that loses at least so much has few enough changes
SHY = 0.93  # of the worth that would lose just what may be lost, because whole numbers lose a little more
ALIKE = 0.03  # of a worth, within which another is not worth trying
LOOKS = 6_000  # people who choose anew while one plan is mended
CLOSE = 0.01  # of the changes, that mending may leave open


def weighed(
    problem: Problem, goal: Goal, changes: int, cold: tuple[Ints, Proof], stays: Ints, cap: float
) -> tuple[Ints, Proof | None]:
    """Return a plan of few changes that costs at most `cap` in the level before, and the best proof of their number.

    `cold` is the best plan of the levels before and its proof; `stays` the reviewed plan as far as it is possible. Where
    nothing has to change there is nothing to prove.
    """
    plan, main = cold
    level = main.wanted.level
    room = cap - float(problem.cost(plan, level))
    most = problem.levels[changes].natural(problem.cost(plan, changes))
    excess = float(main.net[stays].sum())
    best: Proof | None = None
    if meets(problem, stays, main.wanted) and problem.cost(stays, level) <= cap + EPS:
        return stays, None
    worth = 2.0 * np.sqrt(max(excess, 1.0) * max(room, 1.0)) / max(1.0, most)  # were gains to fall evenly to nothing
    pool, used, basis = united(main.pool, stays), main.used, main.basis
    low, high = 0.0, np.inf  # worths that lose too little and too much
    for _ in range(TRIES):
        if goal.over() or room < 1.0:
            break
        wanted = _wanted(main.wanted, changes, cap, worth)
        begin = Beginning.after(pool, used, basis, 0.3 * reach(problem, level) / worth)
        proof = priced(problem, wanted, begin, goal)
        if proof is None:
            break
        pool, used, basis = proof.pool, proof.used, proof.basis
        if best is None or proof.bound > best.bound:
            best = proof
        found = _whole(problem, goal, proof, plan)
        lost = float(problem.cost(found, level)) - (cap - room)
        kept = meets(problem, found, replace(wanted, caps=tuple(c for c in wanted.caps if c.level != level)))
        if kept and lost <= room + EPS and problem.cost(found, changes) < problem.cost(plan, changes):
            plan = found
        told = problem.levels[changes]
        goal.tell("integer", told.name, told.natural(problem.cost(plan, changes)), told.natural(best.bound))
        if NEAR * room <= lost <= room + EPS or problem.cost(plan, changes) <= up(best.bound) + EPS:
            break
        low, high = (worth, high) if lost <= room else (low, worth)
        before = worth
        worth *= SHY * float(np.sqrt(room / max(lost, 0.01 * room)))  # what is lost grows with the square of the worth
        if not low < worth < high:
            worth = float(np.sqrt(low * high)) if low and np.isfinite(high) else 4 * low if low else high / 4
        if abs(worth / before - 1) < ALIKE:
            break
    return plan, best


def _wanted(main: Wanted, changes: int, cap: float, worth: float) -> Wanted:
    """Return what asks for few changes when one of them is worth so much in the level before."""
    caps = tuple(replace(c, weight=c.weight / worth, elastic=c.elastic / worth) for c in main.caps)
    return Wanted(changes, (*caps, Cap(main.level, cap, weight=1.0 / worth)))


def _whole(problem: Problem, goal: Goal, proof: Proof, incumbent: Ints) -> Ints:
    """Return a plan near the linear optimum, judged by changes and the level before together."""
    torn = np.isin(problem.candidates.person(proof.support), proof.torn)
    wanted = proof.wanted

    def enough(plan: Ints) -> bool:
        value = sum(cap.weight * (problem.cost(plan, cap.level) - cap.cost) for cap in wanted.caps)
        value += problem.cost(plan, wanted.level)
        ahead = replace(wanted, caps=wanted.caps[:-1])
        return meets(problem, plan, ahead) and value - proof.bound <= max(1.0, CLOSE * abs(proof.bound))

    return mended(problem, goal, proof, proof.support[~torn], enough, incumbent, 0.5, LOOKS)
