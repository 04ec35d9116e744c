"""Choosing an engine by shape and size, and turning its answer into placements and levels."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.plan import LevelResult, Plan, only_weight
from optimizer.engine import network
from optimizer.engine.again import changes_level, fewer_changes, solve_again
from optimizer.engine.answer import Answer, Goal, Infeasible
from optimizer.engine.exact import solve_exact
from optimizer.engine.pricing import SMALL
from optimizer.engine.sifting import sifted, solve_by_sifting

if TYPE_CHECKING:
    from optimizer.engine.remember import Before
    from optimizer.model.facts import Facts
    from optimizer.model.problem import Ints, Problem

EXACT_UP_TO = 1_500  # candidates up to which one Boolean each is the quickest way to a proof


def solve(problem: Problem, goal: Goal, before: Before | None = None) -> Answer:
    """Return the answer of the engine that suits the problem's shape and size.

    `before` is what the last solve left, where a reviewed plan is made anew: large cases begin there.
    """
    if before is not None and not problem.is_network and problem.n > SMALL:
        return solve_reviewed(problem, goal, before)
    if problem.is_network:
        try:
            return solve_network(problem, goal)
        except OverflowError:  # costs too far apart for one flow: the linear engine has no such limit
            return solve_by_sifting(problem, goal)
    if problem.n > EXACT_UP_TO:
        return solve_by_sifting(problem, goal)
    exact = solve_exact(problem, goal)
    if goal.stopped_by != "work_limit":
        return exact
    goal.stopped_by = ""  # too much work for one Boolean each: linear programs see some cases through at once
    by_programs = solve_by_sifting(problem, goal)
    best, other = sorted((by_programs, exact), key=lambda it: (it.values(problem), [b is None for b in it.bounds]))
    return _with_better_bounds(problem, best, other)


def _with_better_bounds(problem: Problem, best: Answer, other: Answer) -> Answer:
    """Return the better answer with what the other proved beyond it: a bound holds given equal values before its level."""
    if best.chosen is None or other.chosen is None:
        return best
    bounds = list(best.bounds)
    for i, (own, rival) in enumerate(zip(best.values(problem), other.values(problem), strict=True)):
        bounds[i] = max((b for b in (best.bounds[i], other.bounds[i]) if b is not None), default=None)
        if own != rival:
            break
    return replace(best, bounds=tuple(bounds))


def solve_reviewed(problem: Problem, goal: Goal, before: Before) -> Answer:
    """Return a plan near the reviewed one; where its prices prove too little, one from the beginning, changed back."""
    found = solve_again(problem, goal, before)
    if found is not None:
        return found
    changes = changes_level(problem)
    if changes is None:
        return solve_by_sifting(problem, goal)
    levels = problem.levels[:changes]
    run = sifted(replace(problem, levels=levels), goal)
    return fewer_changes(problem, goal, before, run.answer(), run.last)


def solve_network(problem: Problem, goal: Goal) -> Answer:
    """Return the proved optimum of a pure network: vacancies and the first weighed level in one flow, then level by level."""
    goal.tell("network")
    weighed = [i for i, level in enumerate(problem.levels) if level.vacancy is None]
    every = np.arange(problem.n, dtype=np.int32)
    cost: Ints = np.zeros(problem.n, np.int32)
    head = problem.levels[weighed[0]] if weighed and not problem.levels[weighed[0]].tie_break else None
    if head is not None and head.cost is not None:
        cost = _shifted(problem, head.cost)
        head = replace(head, cost=cost)
    net = network.Net(
        problem.candidates.person(), problem.slot_seats[problem.candidates.slot, 0], cost, every, problem.must
    )
    try:
        try:
            worth = network.vacancy_worth(problem, network.range_of(problem, head) + 1 if head is not None else 1)
            found = network.solve_sifted(net, worth).found
            left = weighed if head is None else weighed[1:]
        except OverflowError:  # first the vacancies alone, then every level on the face of their optima
            worth = network.vacancy_worth(problem, 1)
            net = replace(net, cost=np.zeros(problem.n, np.int32))
            found = network.solve_sifted(net, worth).found
            left = weighed
    except network.NoFlow:
        raise Infeasible from None
    proved = set(range(len(problem.levels))) - set(left)
    for i in left:
        if goal.over():
            break
        level = problem.levels[i]
        goal.tell("tie-break" if level.tie_break else "network", level.name)
        net, worth = network.narrowed(net, worth, found)
        net = replace(net, cost=_shifted(problem, level.costs(net.position)))
        worth = network.with_needed(net, worth)
        found = network.solve_sifted(net, worth).found
        proved.add(i)
    chosen = np.sort(found.chosen)
    bounds = tuple(float(problem.cost(chosen, i)) if i in proved else None for i in range(len(problem.levels)))
    return Answer(chosen, bounds, "network")


def _shifted(problem: Problem, cost: Ints) -> Ints:
    """Return costs from 0 on where the vacancies settle how many are placed: then only differences between costs count.

    Scores far from 0 that differ by little would else leave no room for a flow's whole numbers.
    """
    if not len(cost) or (problem.seat_max != problem.seat_target).any():
        return cost
    moved = cost.astype(np.int64) - int(cost.min())
    return moved.astype(np.int32) if moved.max() < 2**31 else moved


def plan_of(facts: Facts, problem: Problem, answer: Answer) -> Plan:
    """Return the chosen candidates as placements: one for each title held."""
    assert answer.chosen is not None
    case, found = facts.case, problem.candidates
    placements: list[tuple[str, str, str]] = []
    k = answer.chosen
    for p, u, r in zip(found.person(k).tolist(), found.unit(k).tolist(), found.role(k).tolist(), strict=True):
        cadre, unit = case.cadres[p].cadre_id, case.units[u].unit_code
        placements.extend((cadre, unit, title) for title in facts.roles[r])
    return Plan.of(placements)


def results(
    problem: Problem, answer: Answer, measures: dict[str, float], soft: dict[str, float]
) -> tuple[LevelResult, ...]:
    """Return each level's value and bound in natural units; parts carry the checker's measures of each objective."""
    out = []
    for i, level in enumerate(problem.levels):
        cost = problem.cost(answer.chosen, i) if answer.chosen is not None else math.nan
        proved = answer.bounds[i]
        bound = None if proved is None else level.natural(proved)
        parts = tuple((name, measures.get(name, soft.get(name, 0.0))) for name, _ in level.parts)
        want = problem.seat_min if level.vacancy is not None and level.vacancy[0] == "min" else problem.seat_target
        seats = 0 if level.vacancy is None else int(want[problem.priority == level.vacancy[1]].sum())
        value, weight = level.natural(cost), only_weight(level.parts)
        out.append(LevelResult(level.name, level.sense, value, bound, parts, seats, weight=weight))
    return tuple(out)
