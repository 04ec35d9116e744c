"""The exact engine: every candidate a Boolean in CP-SAT, level after level. For small cases and for contradictions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.engine.answer import Answer, Goal, Infeasible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ortools.sat.python import cp_model

    from optimizer.findings import Finding
    from optimizer.model.problem import Ints, Problem

WORK = 60.0  # deterministic time a level may take, in CP-SAT's own units: the same on every machine
FAR = 2**50  # no limit
FINE = 1_000_000  # what the coefficients of a row are multiplied by where they are not whole numbers


def solve_exact(problem: Problem, goal: Goal) -> Answer:
    """Return the plan that is optimal in every level, one after the other; raise Infeasible with a core."""
    from ortools.sat.python import cp_model

    model, x = _model(problem, np.arange(problem.n))
    chosen = feasible_start(problem)  # what is kept if the work is cut short before the first level is done
    bounds: list[float | None] = []
    for i, level in enumerate(problem.levels):
        objective = _objective(model, problem, x, i)
        model.minimize(objective)
        _hint(model, x, chosen)
        solver = _solver(goal)
        with goal.stop.interrupting(solver.stop_search):
            status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            raise Infeasible(core(problem))
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
        model.add(objective <= value)
    bounds += [None] * (len(problem.levels) - len(bounds))
    return Answer(chosen, tuple(bounds), "exact")


def _solver(goal: Goal | None = None) -> cp_model.CpSolver:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    # With too few people for the seats only a full linear relaxation proves a bound; without it 280 candidates took minutes.
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = WORK
    solver.parameters.catch_sigint_signal = False  # else it leaves Ctrl+C to the system, which ends the program
    if goal is not None and (left := goal.left()) is not None:
        solver.parameters.max_time_in_seconds = left
    return solver


def _model(problem: Problem, active: Ints) -> tuple[cp_model.CpModel, list[Any]]:
    """Return the model of all hard rows over the candidates `active` and their Booleans."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(active))]
    for p, mine in _groups(problem.candidates.person(active)):
        if problem.must[p]:
            model.add_exactly_one(x[k] for k in mine)
        else:
            model.add_at_most_one(x[k] for k in mine)
    if (problem.must & ~np.isin(np.arange(problem.n_people), problem.candidates.person(active))).any():
        model.add_bool_or([])
    for s, takers in _groups(*_seat_pairs(problem, active)):
        if len(takers) > problem.seat_max[s]:
            model.add(sum(x[k] for k in takers) <= int(problem.seat_max[s]))
    for i, row in enumerate(_whole_rows(problem, active)):
        if problem.rows.price[i] < 0:
            model.add_linear_constraint(sum(c * x[k] for k, c in row.terms), row.low, row.high)
    return model, x


@dataclass(frozen=True)
class _Row:
    """A row in whole numbers: `factor` of them to one unit of the rule's own measure."""

    terms: list[tuple[int, int]]  # (position in active, coefficient)
    low: int
    high: int
    factor: int

    @property
    def reach(self) -> int:
        """Return how far outside its limits the row can get at all."""
        return sum(abs(c) for _, c in self.terms) + max(
            (abs(x) for x in (self.low, self.high) if abs(x) < FAR), default=0
        )


def _whole_rows(problem: Problem, active: Ints) -> list[_Row]:
    """Return every row over candidates in whole numbers."""
    rows = problem.rows
    where = np.full(problem.n, -1, np.int64)
    where[active] = np.arange(len(active))
    terms: list[list[tuple[int, float]]] = [[] for _ in range(len(rows))]
    for k, i, c in zip(rows.candidate.tolist(), rows.row.tolist(), rows.coef.tolist(), strict=True):
        if where[k] >= 0:
            terms[i].append((int(where[k]), c))
    out = []
    for pairs, low, high in zip(terms, rows.lower.tolist(), rows.upper.tolist(), strict=True):
        numbers = [c for _, c in pairs] + [x for x in (low, high) if math.isfinite(x)]
        factor = 1 if all(x == round(x) for x in numbers) else FINE
        least = -FAR if math.isinf(low) else math.ceil(low * factor - 1e-6)
        most = FAR if math.isinf(high) else math.floor(high * factor + 1e-6)
        out.append(_Row([(k, round(c * factor)) for k, c in pairs], least, most, factor))
    return out


def _seat_pairs(problem: Problem, active: Ints) -> tuple[Ints, Ints]:
    """Return (seat, position in active) for every seat an active candidate takes."""
    seats = problem.seats(active)
    k, j = np.nonzero(seats >= 0)
    return seats[k, j].astype(np.int64), k


def _groups(key: Ints, member: Ints | None = None) -> Iterable[tuple[int, list[int]]]:
    member = np.arange(len(key)) if member is None else member
    order = np.argsort(key, kind="stable")
    ends = np.flatnonzero(np.diff(key[order])) + 1
    for part in np.split(order, ends):
        if len(part):
            yield int(key[part[0]]), [int(m) for m in member[part]]


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
        takers = dict(_groups(*_seat_pairs(problem, np.arange(problem.n))))
        for s in np.flatnonzero((problem.priority == rank) & (want > 0)):
            short = model.new_int_var(0, int(want[s]), "")
            model.add(short + sum(x[k] for k in takers.get(int(s), ())) >= int(want[s]))
            terms.append(short)
    for j, row in enumerate(_whole_rows(problem, np.arange(problem.n))):
        if problem.rows.level[j] == i:
            under, over = (model.new_int_var(0, row.reach, "") for _ in range(2))
            model.add_linear_constraint(sum(c * x[k] for k, c in row.terms) + under - over, row.low, row.high)
            price = int(problem.rows.price[j])
            if row.factor == 1:
                terms += [price * under, price * over]
            else:  # the price is paid a unit, the slacks are finer: what is paid is rounded up to a whole number
                paid = model.new_int_var(0, -(-row.reach * price // row.factor), "")
                model.add(paid * row.factor >= (under + over) * price)
                terms.append(paid)
    return sum(terms) if terms else 0


def _hint(model: cp_model.CpModel, x: list[Any], chosen: Ints) -> None:
    taken = set(chosen.tolist())
    model.clear_hints()  # type: ignore[no-untyped-call]
    for k, v in enumerate(x):
        model.add_hint(v, k in taken)


# contradictions ------------------------------------------------------------------------------------------------------
def bound_together(problem: Problem) -> Ints:
    """Return the people whom hard rows force to be looked at together before anything else: all others may stay unplaced."""
    rows = problem.rows
    involved = problem.must.copy()
    if len(rows):
        who = problem.candidates.person(rows.candidate)
        hard = rows.price < 0
        forcing = hard & ((rows.lower > 0) | (rows.upper < 0))
        involved[who[forcing[rows.row]]] = True
        mixed = np.zeros(len(rows), bool)
        mixed[rows.row[rows.coef < 0]] = True
        pulling = hard & (forcing | mixed)
        while True:
            touched = np.zeros(len(rows), bool)
            touched[rows.row[involved[who]]] = True
            more = involved.copy()
            more[who[(touched & pulling)[rows.row]]] = True
            if (more == involved).all():
                break
            involved = more
    return np.flatnonzero(involved)


def feasible_start(problem: Problem) -> Ints:
    """Return a choice that keeps every hard row with as few people as the rows force; raise Infeasible where there is none."""
    from ortools.sat.python import cp_model

    people = bound_together(problem)
    empty_rows = np.bincount(problem.rows.row, minlength=len(problem.rows)) == 0
    impossible = empty_rows & (problem.rows.price < 0) & ((problem.rows.lower > 0) | (problem.rows.upper < 0))
    if not len(people) and not impossible.any():
        return np.zeros(0, np.int64)
    active = problem.candidates.of_people(people)
    model, x = _model(problem, active)
    solver = _solver()
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise Infeasible(core(problem))
    return active[np.flatnonzero([solver.value(v) for v in x])]


def core(problem: Problem) -> tuple[Finding, ...]:
    """Return a smallest set of hard rows that cannot hold together: taking any one of them out leaves the rest possible."""
    asked: list[tuple[str, int]] = [("must", int(p)) for p in np.flatnonzero(problem.must)]
    asked += [("row", int(i)) for i in np.flatnonzero(problem.rows.price < 0)]
    kept = _shrunk(problem, asked)
    return tuple(problem.must_because(i) if kind == "must" else problem.rows.because(i) for kind, i in kept)


def _shrunk(problem: Problem, asked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    kept = _assumed(problem, asked)
    for member in list(kept):
        fewer = [m for m in kept if m != member]
        if not _possible(problem, fewer):
            kept = fewer
    return kept


def _assumed(problem: Problem, asked: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return CP-SAT's own core of the asked rows: sufficient, not yet smallest."""
    from ortools.sat.python import cp_model

    model, literals = _asking(problem, asked)
    model.add_assumptions(literals)
    solver = _solver()
    if solver.solve(model) != cp_model.INFEASIBLE:
        return asked
    found = set(solver.sufficient_assumptions_for_infeasibility())
    return [a for a, literal in zip(asked, literals, strict=True) if literal.index in found] or asked


def _possible(problem: Problem, asked: list[tuple[str, int]]) -> bool:
    from ortools.sat.python import cp_model

    model, literals = _asking(problem, asked)
    for literal in literals:
        model.add(literal == 1)
    solver = _solver()
    return bool(solver.solve(model) != cp_model.INFEASIBLE)


def _asking(problem: Problem, asked: list[tuple[str, int]]) -> tuple[cp_model.CpModel, list[Any]]:
    """Return a model in which each asked row holds where its literal is true."""
    from ortools.sat.python import cp_model

    involved = set(bound_together(problem).tolist())
    rows = problem.rows
    for kind, i in asked:
        if kind == "row":
            involved |= set(problem.candidates.person(rows.candidate[rows.row == i]).tolist())
    active = problem.candidates.of_people(np.array(sorted(involved), np.int64))
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(active))]
    mine = dict(_groups(problem.candidates.person(active)))
    for group in mine.values():
        model.add_at_most_one(x[k] for k in group)
    for s, takers in _groups(*_seat_pairs(problem, active)):
        model.add(sum(x[k] for k in takers) <= int(problem.seat_max[s]))
    whole = _whole_rows(problem, active)
    literals = []
    for kind, i in asked:
        literal = model.new_bool_var("")
        if kind == "must":
            model.add_bool_or([x[k] for k in mine.get(i, [])]).only_enforce_if(literal)
        else:
            row = whole[i]
            model.add_linear_constraint(sum(c * x[k] for k, c in row.terms), row.low, row.high).only_enforce_if(literal)
        literals.append(literal)
    return model, literals
