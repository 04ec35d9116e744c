"""The linear and mixed-integer programs over the candidates at work, through MathOpt.

Rows and columns are built as whole arrays; a model of a hundred thousand columns takes a tenth of a second to hand over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.bound import Floats, Prices, Wanted

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.math_opt.python import mathopt
    from ortools.math_opt.result_pb2 import SolveResultProto
    from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto

    from optimizer.engine.answer import Goal
    from optimizer.model.problem import Ints, Problem


@dataclass(frozen=True)
class Master:
    """A program over some candidates: columns are candidates, then open places of seats, then slacks of soft rows."""

    problem: Problem
    wanted: Wanted
    active: Ints  # candidates, ascending
    matrix: tuple[Ints, Ints, Floats]  # row, column, coefficient
    objective: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    places: tuple[int, int, int, int]  # where the rows begin: people, seats, rows over candidates, caps
    people: Ints  # people with a candidate, in the order of their rows
    sides: _Sides


def build(problem: Problem, wanted: Wanted, active: Ints) -> Master:
    """Return the program over the candidates `active`."""
    n, n_seats = len(active), problem.n_seats
    # columns: candidates | places empty below the target | places filled above it | missing below the minimum | slacks
    target, most, least = (a.astype(np.float64) for a in (problem.seat_target, problem.seat_max, problem.seat_min))
    middle = np.flatnonzero((least > 0) & (least < target))
    empty_at, over_at, below_at = n, n + n_seats, n + 2 * n_seats
    slack_at = below_at + len(middle)
    rows = problem.rows
    soft = np.flatnonzero(rows.price >= 0)
    n_columns = slack_at + 2 * len(soft)
    upper = np.full(n_columns, np.inf)
    upper[empty_at:over_at] = target
    upper[over_at:below_at] = most - target
    # rows: people | seats | minimum of seats | rows over candidates | caps
    people = np.flatnonzero(
        problem.candidates.counts > 0
    )  # all who could serve: the rows stay the same as columns join
    person_row = np.full(problem.n_people, -1, np.int64)
    person_row[people] = np.arange(len(people))
    seat_row, middle_row = len(people), len(people) + n_seats
    family_row = middle_row + len(middle)
    cap_row = family_row + len(rows)
    r: list[Ints] = [person_row[problem.candidates.person(active)]]
    c: list[Ints] = [np.arange(n)]
    v: list[Floats] = [np.ones(n)]
    taken = problem.seats(active).astype(np.int64)
    for j in range(taken.shape[1]):
        seat = taken[:, j]
        k = np.flatnonzero(seat >= 0)
        r.append(seat_row + seat[k])
        c.append(k)
        v.append(np.ones(len(k)))
    every = np.arange(n_seats)
    r += [seat_row + every, seat_row + every]
    c += [empty_at + every, over_at + every]
    v += [np.ones(n_seats), -np.ones(n_seats)]
    r += [middle_row + np.arange(len(middle)), middle_row + np.arange(len(middle))]
    c += [empty_at + middle, below_at + np.arange(len(middle))]
    v += [np.ones(len(middle)), -np.ones(len(middle))]
    where = np.full(problem.n, -1, np.int64)
    where[active] = np.arange(n)
    use = where[rows.candidate] >= 0
    r += [family_row + rows.row[use], family_row + soft, family_row + soft]
    c += [where[rows.candidate[use]], slack_at + np.arange(len(soft)), slack_at + len(soft) + np.arange(len(soft))]
    v += [rows.coef[use], np.ones(len(soft)), -np.ones(len(soft))]
    sides = _Sides(problem, active, n_columns, empty_at, below_at, middle, slack_at, soft)
    caps_lower: list[float] = []
    caps_upper: list[float] = []
    objective = sides.costs(wanted.level)
    for cap in wanted.caps:
        costs = sides.costs(cap.level)
        if cap.weight:
            objective += cap.weight * costs
            continue
        k = np.flatnonzero(costs)
        r.append(np.full(len(k), cap_row + len(caps_upper)))
        c.append(k)
        v.append(costs[k])
        caps_lower.append(-np.inf)
        caps_upper.append(cap.cost)
    row_lower = np.concatenate([
        np.where(problem.must[people], 1.0, -np.inf), target, np.full(len(middle), -np.inf), rows.lower, caps_lower,
    ])  # fmt: skip
    row_upper = np.concatenate([np.ones(len(people)), target, (target - least)[middle], rows.upper, caps_upper])
    matrix = _sorted(np.concatenate(r), np.concatenate(c), np.concatenate(v))
    starts = (0, seat_row, family_row, cap_row)
    return Master(problem, wanted, active, matrix, objective, upper, row_lower, row_upper, starts, people, sides)


@dataclass(frozen=True)
class _Sides:
    """Where the columns of a master stand, to write any level's costs over them."""

    problem: Problem
    active: Ints
    n: int
    empty_at: int
    below_at: int
    middle: Ints
    slack_at: int
    soft: Ints

    def costs(self, level: int) -> Floats:
        """Return the costs of one level over all columns."""
        problem, it = self.problem, self.problem.levels[level]
        out = np.zeros(self.n)
        out[: len(self.active)] = it.costs(self.active)
        if it.vacancy is not None:
            kind, rank = it.vacancy
            here = problem.priority == rank
            if kind == "target":
                out[self.empty_at : self.empty_at + problem.n_seats][here] = 1.0
            else:
                whole = here & (problem.seat_min > 0) & (problem.seat_min == problem.seat_target)
                out[self.empty_at : self.empty_at + problem.n_seats][whole] = 1.0
                out[self.below_at : self.below_at + len(self.middle)][here[self.middle]] = 1.0
        paying = np.where(problem.rows.level[self.soft] == level, problem.rows.price[self.soft], 0)
        out[self.slack_at : self.slack_at + len(self.soft)] = paying
        out[self.slack_at + len(self.soft) :] = paying
        return out


def _sorted(r: Ints, c: Ints, v: Floats) -> tuple[Ints, Ints, Floats]:
    order = np.lexsort((c, r))
    r, c, v = r[order], c[order], v[order]
    keep = v != 0
    return r[keep], c[keep], v[keep]


def _model(master: Master, whole: bool) -> ModelProto:
    from ortools.math_opt import model_pb2

    proto = model_pb2.ModelProto()
    n, m = len(master.objective), len(master.row_lower)
    n_candidates = len(master.active)
    proto.variables.ids.extend(range(n))
    proto.variables.lower_bounds.extend([0.0] * n)
    proto.variables.upper_bounds.extend(master.upper.tolist())
    proto.variables.integers.extend(([whole] * n_candidates) + [False] * (n - n_candidates))
    paying = np.flatnonzero(master.objective)
    proto.objective.linear_coefficients.ids.extend(paying.tolist())
    proto.objective.linear_coefficients.values.extend(master.objective[paying].tolist())
    proto.linear_constraints.ids.extend(range(m))
    proto.linear_constraints.lower_bounds.extend(master.row_lower.tolist())
    proto.linear_constraints.upper_bounds.extend(master.row_upper.tolist())
    r, c, v = master.matrix
    proto.linear_constraint_matrix.row_ids.extend(r.tolist())
    proto.linear_constraint_matrix.column_ids.extend(c.tolist())
    proto.linear_constraint_matrix.coefficients.extend(v.tolist())
    return proto


def _run(
    model: ModelProto,
    kind: str,
    params: mathopt.SolveParameters,
    goal: Goal,
    hint: NDArray[np.bool_] | None = None,
    basis: tuple[Ints, Ints] | None = None,
) -> SolveResultProto:
    """Solve by MathOpt's own entry point for protocol buffers.

    `mathopt.solve` wraps the same call in objects, one for each variable: with a hundred thousand columns the wrapping
    takes longer than the simplex method.
    """
    from ortools.math_opt import callback_pb2, model_parameters_pb2
    from ortools.math_opt.core.python import solver
    from ortools.math_opt.python import mathopt
    from ortools.util.python.solve_interrupter import SolveInterrupter

    wanted = model_parameters_pb2.ModelSolveParametersProto()
    wanted.reduced_costs_filter.filter_by_ids = True  # none: prices give them, and for every candidate
    if hint is not None:
        first = wanted.solution_hints.add().variable_values
        first.ids.extend(range(len(hint)))
        first.values.extend(hint.astype(float).tolist())
    if basis is not None:
        for status, values in zip(
            (wanted.initial_basis.variable_status, wanted.initial_basis.constraint_status), basis, strict=True
        ):
            status.ids.extend(range(len(values)))
            status.values.extend(values.tolist())
    if (left := goal.left()) is not None:
        params.time_limit = dt.timedelta(seconds=left)
    interrupter = SolveInterrupter()
    with goal.stop.interrupting(interrupter.interrupt):
        return solver.solve(
            model, mathopt.SolverType[kind].value, mathopt.StreamableSolverInitArguments().to_proto(), params.to_proto(),
            wanted, None, callback_pb2.CallbackRegistrationProto(), None, interrupter.pybind_interrupter,
        )  # fmt: skip


def _dense(sparse: SparseDoubleVectorProto, n: int) -> Floats:
    out = np.zeros(n)
    out[np.array(sparse.ids, np.int64)] = np.array(sparse.values, float)
    return out


AT_LOWER, AT_UPPER, FIXED, BASIC = 2, 3, 4, 5  # of MathOpt's BasisStatusProto


@dataclass(frozen=True)
class Basis:
    """Where a linear program ended: the next one, with more columns, begins there instead of from nothing."""

    active: Ints
    columns: Ints  # status of every column, the active candidates first
    rows: Ints

    def over(self, master: Master) -> tuple[Ints, Ints]:
        """Return the statuses for a program with more columns (new ones at 0) and perhaps more caps."""
        n = len(master.active)
        columns = np.full(len(master.objective), AT_LOWER)
        at = np.minimum(np.searchsorted(master.active, self.active), max(n - 1, 0))
        kept = master.active[at] == self.active if n else np.zeros(len(self.active), bool)
        columns[at[kept]] = self.columns[: len(self.active)][kept]
        columns[n:] = self.columns[len(self.active) :]
        rows = np.full(len(master.row_lower), BASIC)
        rows[: len(self.rows)] = self.rows
        return columns, rows


def tree_basis(problem: Problem, wanted: Wanted, pool: Ints, flow: Ints, enters: Ints) -> Basis:
    """Return the basis of a network's tree of prices: the linear program begins where the network ended.

    A placed person's candidate is basic, an unplaced person's row is. For each seat it is its empty (or extra) places
    where there are some, else the candidate that sets its price, else the empty places at 0: a forest, so a basis.
    """
    master = build(problem, wanted, pool)
    n, n_seats = len(pool), problem.n_seats
    seat_row = master.places[1]
    columns = np.where(master.upper > 0, AT_LOWER, FIXED)
    rows = np.full(len(master.row_lower), BASIC)
    placed = np.zeros(problem.n_people, bool)
    placed[problem.candidates.person(flow)] = True
    rows[:seat_row] = np.where(placed[master.people], np.where(problem.must[master.people], FIXED, AT_UPPER), BASIC)
    rows[seat_row : seat_row + n_seats] = FIXED
    columns[np.searchsorted(pool, flow)] = BASIC
    held = problem.held(flow)
    empty, over = np.maximum(problem.seat_target - held, 0), np.maximum(held - problem.seat_target, 0)
    extra = problem.seat_max - problem.seat_target
    by_over = (over > 0) & (over < extra)
    by_price = ~by_over & (enters >= 0) & ((empty == 0) | (empty == problem.seat_target))
    seats = np.arange(n_seats)
    columns[n + n_seats + seats[by_over]] = BASIC
    columns[n + n_seats + seats[(over > 0) & (over == extra)]] = AT_UPPER
    columns[np.searchsorted(pool, enters[by_price])] = BASIC
    columns[n + seats[by_price & (empty > 0)]] = AT_UPPER
    columns[n + seats[~by_over & ~by_price]] = BASIC
    return Basis(pool, columns, rows)


@dataclass(frozen=True)
class LinearAnswer:
    """The optimum of a linear program: its value, the use of each active candidate, and prices."""

    value: float
    x: Floats
    prices: Prices
    basis: Basis
    over: bool  # whether a weighed cap is exceeded: its weight was too small, or it cannot be met


def solve_linear(master: Master, goal: Goal, basis: Basis | None = None) -> LinearAnswer | None:
    """Return the optimum of the linear program by simplex, None where it has no solution (or time ran out).

    Starting from the last `basis` takes a fifth of the time of starting anew.
    """
    from ortools.math_opt import result_pb2
    from ortools.math_opt.python import mathopt

    start = None if basis is None else basis.over(master)
    result = _run(_model(master, whole=False), "GLOP", mathopt.SolveParameters(), goal, basis=start)
    if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
        return None
    found = result.solutions[0]
    x = _dense(found.primal_solution.variable_values, len(master.objective))
    dual = _dense(found.dual_solution.dual_values, len(master.row_lower))
    _, seats, rows, caps = master.places
    problem = master.problem
    own_rows = iter(np.minimum(dual[caps:], 0.0).tolist())
    multipliers = np.array([-cap.weight if cap.weight else next(own_rows) for cap in master.wanted.caps])
    prices = Prices(dual[seats : seats + problem.n_seats], dual[rows:caps], multipliers)
    ended = Basis(
        master.active, np.array(found.basis.variable_status.values), np.array(found.basis.constraint_status.values)
    )
    n = len(master.active)
    over = any(
        cap.weight and master.sides.costs(cap.level) @ x > cap.cost + 0.01 for cap in master.wanted.caps
    )  # less than a hundredth of a seat is the rounding of thousands of seats
    value = float(found.primal_solution.objective_value) - master.wanted.paid()
    return LinearAnswer(value, x[:n], prices, ended, over)


@dataclass(frozen=True)
class WholeAnswer:
    """The best whole-number plan found over the active candidates: chosen candidates, and a bound over those candidates."""

    chosen: Ints
    bound: float
    proved: bool


def solve_whole(
    master: Master, goal: Goal, gap_abs: float, nodes: int, start: Ints | None = None
) -> WholeAnswer | None:
    """Return the best plan over the active candidates, None where there is none (or none was found in time).

    The search ends within `gap_abs` of the best possible, or after `nodes` nodes: a count, so that slow machines give
    the same plan.
    """
    from ortools.math_opt import result_pb2
    from ortools.math_opt.python import mathopt

    params = mathopt.SolveParameters(
        absolute_gap_tolerance=gap_abs, relative_gap_tolerance=0.0, node_limit=nodes, random_seed=1
    )
    hint = None if start is None else np.isin(master.active, start)
    result = _run(_model(master, whole=True), "HIGHS", params, goal, hint)
    if not result.solutions or not result.solutions[0].HasField("primal_solution"):
        return None
    x = _dense(result.solutions[0].primal_solution.variable_values, len(master.objective))[: len(master.active)]
    proved = result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL
    own = float(result.termination.objective_bounds.dual_bound) - master.wanted.paid()
    return WholeAnswer(master.active[x > 0.5], own, proved)
