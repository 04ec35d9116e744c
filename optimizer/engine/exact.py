"""The exact engine: every candidate a Boolean in CP-SAT, level after level. For small cases and for contradictions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.engine.answer import Answer, Goal, Infeasible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray
    from ortools.sat.python import cp_model

    from optimizer.findings import Finding
    from optimizer.model.problem import Ints, Problem

WORK = 60.0  # deterministic time a level may take, in CP-SAT's own units: the same on every machine
HELPERS = 400  # candidates that may help one row over whole groups to be kept
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
    """Return every row over the candidates `active` in whole numbers."""
    rows = problem.rows
    terms: list[dict[int, float]] = [{} for _ in range(len(rows))]
    for k, i, c in zip(*(part.tolist() for part in problem.entries(active)), strict=True):
        terms[i][k] = terms[i].get(k, 0.0) + c
    out = []
    for mine, low, high in zip(terms, rows.lower.tolist(), rows.upper.tolist(), strict=True):
        numbers = [*mine.values(), *(x for x in (low, high) if math.isfinite(x))]
        factor = 1 if all(x == round(x) for x in numbers) else FINE
        least = -FAR if math.isinf(low) else math.ceil(low * factor - 1e-6)
        most = FAR if math.isinf(high) else math.floor(high * factor + 1e-6)
        out.append(_Row([(k, round(c * factor)) for k, c in mine.items() if c], least, most, factor))
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
    terms += _paid(model, problem, x, i)
    return sum(terms) if terms else 0


def _paid(model: cp_model.CpModel, problem: Problem, x: list[Any], i: int) -> list[Any]:
    """Return what the soft rows of one level cost, adding their slack variables."""
    rows = problem.rows
    terms: list[Any] = []
    shared: dict[int, Any] = {}
    if not (rows.level == i).any():
        return terms
    for j, row in enumerate(_whole_rows(problem, np.arange(problem.n))):
        if rows.level[j] != i:
            continue
        under, over = (model.new_int_var(0, row.reach, "") for _ in range(2))
        model.add_linear_constraint(sum(c * x[k] for k, c in row.terms) + under - over, row.low, row.high)
        price, group = int(rows.price[j]), int(rows.worst[j])
        if row.factor == 1 and group < 0:
            terms += [price * under, price * over]
            continue
        # the price is paid a unit, the slacks are finer: what is paid is rounded up to a whole number
        most = -(-row.reach * price // row.factor)
        paid = model.new_int_var(0, most, "") if group < 0 else shared.setdefault(group, model.new_int_var(0, FAR, ""))
        model.add(paid * row.factor >= (under + over) * price)
        if group < 0:
            terms.append(paid)
    return terms + list(shared.values())


def _hint(model: cp_model.CpModel, x: list[Any], chosen: Ints) -> None:
    taken = set(chosen.tolist())
    model.clear_hints()  # type: ignore[no-untyped-call]
    for k, v in enumerate(x):
        model.add_hint(v, k in taken)


# contradictions ------------------------------------------------------------------------------------------------------
def bound_together(problem: Problem, *, helped: bool = True) -> Ints:
    """Return the candidates that hard rows force to be looked at together before anything else, ascending.

    All others may stay unplaced: every candidate of who has to be placed or stands in a listed row that asks for
    something, and of a row over whole groups only the candidates that help it: where it asks for somebody and, if
    `helped`, where those people stand in it.
    """
    rows, found = problem.rows, problem.candidates
    involved = problem.must.copy()
    helpers: Ints = np.zeros(0, np.int64)
    if len(rows):
        who = found.person(rows.candidate)
        asking = rows.hard & ((rows.lower > 0) | (rows.upper < 0))
        involved[who[asking[rows.row]]] = True
        mixed = np.zeros(len(rows), bool)
        mixed[rows.row[rows.coef < 0]] = True
        pulling = rows.hard & (asking | mixed)
        while True:
            touched = np.zeros(len(rows), bool)
            touched[rows.row[involved[who]]] = True
            more = involved.copy()
            more[who[(touched & pulling)[rows.row]]] = True
            if (more == involved).all():
                break
            involved = more
        if rows.terms:
            needy = asking
            if helped:
                _, stood_in, _ = problem.entries(found.of_people(np.flatnonzero(involved)))
                needy = asking | (rows.hard & np.isin(np.arange(len(rows)), stood_in))
            helpers = _helpers(problem, needy)
    return np.union1d(found.of_people(np.flatnonzero(involved)), helpers)


def _helpers(problem: Problem, needy: NDArray[np.bool_]) -> Ints:
    """Return the candidates that move a row over groups towards its limits: some of them for each of the rows `needy`."""
    rows, found = problem.rows, problem.candidates
    parts: list[Ints] = [np.zeros(0, np.int64)]
    for term in rows.terms:
        of_slot = term.of_slots(found.slot_unit, found.slot_role)
        speaks = np.asarray(np.append(needy, False)[of_slot].any(axis=0))
        if not speaks.any():
            continue
        k = found.of_people(np.flatnonzero(term.concerned))
        k = k[speaks[found.slot[k]]]
        at, row, coef = term.entries(*(a.astype(np.int32) for a in (found.person(k), found.unit(k), found.role(k))))
        helps = needy[row] & (((coef > 0) & np.isfinite(rows.lower[row])) | ((coef < 0) & np.isfinite(rows.upper[row])))
        at, row = at[helps], row[helps]
        order = np.argsort(row, kind="stable")
        rank = np.arange(len(row)) - np.searchsorted(row[order], row[order])
        step = np.maximum(1, np.bincount(row, minlength=len(rows)) // HELPERS)[row[order]]
        parts.append(k[at[order[rank % step == 0]]])
    return np.unique(np.concatenate(parts))


def feasible_start(problem: Problem) -> Ints:
    """Return a choice that keeps every hard row with few people; raise Infeasible where there is none."""
    from ortools.sat.python import cp_model

    for helped in (False, True):
        active = bound_together(problem, helped=helped)
        if not len(active) and not problem.must.any() and not problem.breaks(active).any():
            return np.zeros(0, np.int64)
        model, x = _model(problem, active)
        solver = _solver()
        if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return active[np.flatnonzero([solver.value(v) for v in x])]
        if not problem.rows.terms:
            break
    raise Infeasible(core(problem))


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

    rows = problem.rows
    named = np.isin(rows.row, [i for kind, i in asked if kind == "row"])
    people = np.unique(problem.candidates.person(rows.candidate[named]))
    active = np.union1d(bound_together(problem), problem.candidates.of_people(people))
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
