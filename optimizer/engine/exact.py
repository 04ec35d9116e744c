"""The exact engine: every candidate a Boolean in CP-SAT, level after level. For small cases."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.engine.answer import Answer, Goal, Infeasible
from optimizer.engine.booleans import groups, hard_model, seat_pairs, solver_for, whole_rows
from optimizer.engine.core import feasible_start

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from optimizer.model.problem import Ints, Problem


def solve_exact(problem: Problem, goal: Goal) -> Answer:
    """Return the plan that is optimal in every level, one after the other; raise Infeasible where there is none."""
    from ortools.sat.python import cp_model

    model, x = hard_model(problem, np.arange(problem.n))
    chosen = feasible_start(problem)  # what is kept if the work is cut short before the first level is done
    bounds: list[float | None] = []
    for i, level in enumerate(problem.levels):
        objective = _objective(model, problem, x, i)
        model.minimize(objective)
        _hint(model, x, chosen)
        solver = solver_for(goal)
        with goal.stop.interrupting(solver.stop_search):
            status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            raise Infeasible
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(f"CP-SAT refuses the model of level {problem.levels[i].name}: {model.validate()[:200]}")
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            if not goal.over():
                goal.stopped_by = "work_limit"
            break
        chosen = np.flatnonzero([solver.value(v) for v in x]).astype(np.int64)
        value = problem.cost(chosen, i)
        proved = status == cp_model.OPTIMAL
        bounds.append(float(value) if proved else math.ceil(solver.best_objective_bound - 1e-6))
        if not level.tie_break:
            goal.tell("exact", level.name, level.natural(value), level.natural(bounds[-1] or 0.0))
        if not proved:
            if not goal.over():
                goal.stopped_by = "work_limit"
            break
        # shares finer than the model's own steps may cost it a unit more than they do: its plan stays possible all the same
        model.add(objective <= max(value, round(solver.objective_value)))
    bounds += [None] * (len(problem.levels) - len(bounds))
    return Answer(chosen, tuple(bounds), "exact")


def _objective(model: cp_model.CpModel, problem: Problem, x: list[Any], i: int) -> Any:
    """Return the cost of one level as an expression, adding what it needs of slack variables."""
    level = problem.levels[i]
    terms: list[Any] = []
    if level.vacancy is None:
        costs = level.costs(np.arange(problem.n)).tolist()
        terms += [c * v for c, v in zip(costs, x, strict=True) if c]
    if level.vacancy is not None:
        kind, rank = level.vacancy
        want = problem.seat_min if kind == "min" else problem.seat_target
        takers = dict(groups(*seat_pairs(problem, np.arange(problem.n))))
        for s in np.flatnonzero((problem.priority == rank) & (want > 0)):
            short = model.new_int_var(0, int(want[s]), "")
            model.add(short + sum(x[k] for k in takers.get(int(s), ())) >= int(want[s]))
            terms.append(short)
    terms += _paid(model, problem, x, i)
    return sum(terms) if terms else 0


def _paid(model: cp_model.CpModel, problem: Problem, x: list[Any], i: int) -> list[Any]:
    """Return what the soft rows of one level cost, adding their slack variables."""
    rows = problem.rows
    terms: list[Any] = []
    if not (rows.level == i).any():
        return terms
    found = whole_rows(problem, np.arange(problem.n), rows.level == i)
    # the price is paid a unit, the slacks are finer: what is paid is rounded up to a whole number
    most = {j: -(-row.reach * int(rows.price[j]) // row.factor) for j, row in found.items()}
    together: dict[int, int] = {}  # the most that rows which pay together can come to
    for j in found:
        together[int(rows.worst[j])] = max(together.get(int(rows.worst[j]), 0), most[j])
    shared = {group: model.new_int_var(0, top, "") for group, top in together.items() if group >= 0}
    for j, row in found.items():
        under, over = (model.new_int_var(0, row.reach, "") for _ in range(2))
        model.add_linear_constraint(sum(c * x[k] for k, c in row.terms) + under - over, row.low, row.high)
        price, group = int(rows.price[j]), int(rows.worst[j])
        if row.factor == 1 and group < 0:
            terms += [price * under, price * over]
            continue
        paid = shared[group] if group >= 0 else model.new_int_var(0, most[j], "")
        model.add(paid * row.factor >= (under + over) * price)
        if group < 0:
            terms.append(paid)
    return terms + list(shared.values())


def _hint(model: cp_model.CpModel, x: list[Any], chosen: Ints) -> None:
    taken = set(chosen.tolist())
    model.clear_hints()  # type: ignore[no-untyped-call]
    for k, v in enumerate(x):
        model.add_hint(v, k in taken)
