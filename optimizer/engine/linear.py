"""Linear and mixed-integer programs solved through MathOpt, whole arrays in and out.

A model of a hundred thousand columns takes a tenth of a second to hand over.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.basis import Basis
from optimizer.engine.bound import Floats, Prices

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from ortools.math_opt.model_pb2 import ModelProto
    from ortools.math_opt.python import mathopt
    from ortools.math_opt.result_pb2 import SolveResultProto
    from ortools.math_opt.sparse_containers_pb2 import SparseDoubleVectorProto

    from optimizer.engine.answer import Goal
    from optimizer.engine.master import Master
    from optimizer.model.problem import Ints

LARGEST = 1e15  # coefficient from which on HiGHS refuses a program
SCIP = "GSCIP"


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
    # MathOpt's way to interrupt SCIP writes errors on the terminal: its programs are small, and run to their end
    heard = None if kind == SCIP else interrupter.pybind_interrupter
    with goal.stop.interrupting(interrupter.interrupt):
        return solver.solve(
            model, mathopt.SolverType[kind].value, mathopt.StreamableSolverInitArguments().to_proto(), params.to_proto(),
            wanted, None, callback_pb2.CallbackRegistrationProto(), None, heard,
        )  # fmt: skip


def _dense(sparse: SparseDoubleVectorProto, n: int) -> Floats:
    out = np.zeros(n)
    out[np.array(sparse.ids, np.int64)] = np.array(sparse.values, float)
    return out


@dataclass(frozen=True)
class LinearAnswer:
    """The optimum of a linear program: its value, the use of each active candidate, and prices."""

    value: float
    x: Floats
    prices: Prices
    basis: Basis
    reached: dict[int, float]  # what each capped level costs: more than its cap where the weight was too small for it
    boxed: float  # what artificial columns make up for: above 0 some multiplier wants to leave its box


def solve_linear(
    master: Master, goal: Goal, basis: Basis | None = None, few_steps: bool = False
) -> LinearAnswer | None:
    """Return the optimum of the linear program by simplex, None where it has no solution (or time ran out).

    Starting from the last `basis` takes a fifth of the time of starting anew. Where `few_steps` are expected from there,
    the lengths of all edges are not worked out first: four fifths of a program of a hundred steps, but ten thousand
    steps become twice as many without.
    """
    from ortools.glop import parameters_pb2
    from ortools.math_opt import result_pb2
    from ortools.math_opt.python import mathopt

    start = None if basis is None else basis.of(master)
    params = mathopt.SolveParameters()
    if few_steps:
        params.glop.feasibility_rule = params.glop.optimization_rule = parameters_pb2.GlopParameters.DEVEX
    result = _run(_model(master, whole=False), "GLOP", params, goal, basis=start)
    # an imprecise optimum is one all the same: whatever prices it has prove a bound, and plans are made whole afterwards
    ended = (result_pb2.TERMINATION_REASON_OPTIMAL, result_pb2.TERMINATION_REASON_IMPRECISE)
    if result.termination.reason not in ended or not result.solutions:
        return None
    found = result.solutions[0]
    if not (found.HasField("primal_solution") and found.HasField("dual_solution") and found.HasField("basis")):
        return None
    x = _dense(found.primal_solution.variable_values, len(master.objective))
    dual = _dense(found.dual_solution.dual_values, len(master.row_lower))
    _, seats, rows, caps = master.places
    problem, sides = master.problem, master.sides
    own_rows = iter(np.minimum(dual[caps:], 0.0).tolist())
    multipliers = np.array([-cap.weight if cap.weight else next(own_rows) for cap in master.wanted.caps])
    y = np.zeros(len(problem.rows))
    y[master.used] = dual[rows:caps]
    prices = Prices(dual[seats : seats + problem.n_seats], y, multipliers)
    statuses = (found.basis.variable_status.values, found.basis.constraint_status.values)
    basis_ended = Basis(master.column_key, np.array(statuses[0]), master.row_key, np.array(statuses[1]))
    reached = {cap.level: float(sides.costs(cap.level) @ x) for cap in master.wanted.caps}
    value = float(found.primal_solution.objective_value) - master.wanted.paid()
    return LinearAnswer(
        value, x[: len(master.active)], prices, basis_ended, reached, float(x[sides.box_at : sides.cap_at].sum())
    )


@dataclass(frozen=True)
class WholeAnswer:
    """The best whole-number plan found over the active candidates: chosen candidates, and a bound over those candidates."""

    chosen: Ints
    bound: float
    proved: bool


def solve_whole(
    master: Master, goal: Goal, gap_abs: float, nodes: int, start: Ints | None = None, by: str = "HIGHS"
) -> WholeAnswer | None:
    """Return the best plan over the active candidates, None where there is none, or none is found (in time).

    The search ends within `gap_abs` of the best possible, or after `nodes` nodes: a count, so that slow machines give
    the same plan. SCIP sees what falls apart, which crowds do: it takes half of the time of HiGHS over them.
    """
    from ortools.math_opt import result_pb2
    from ortools.math_opt.python import mathopt

    if np.abs(master.matrix[2]).max(initial=0.0) >= LARGEST or (by == SCIP and goal.over()):
        return None
    params = mathopt.SolveParameters(
        absolute_gap_tolerance=gap_abs, relative_gap_tolerance=0.0, node_limit=nodes, random_seed=1
    )
    if by == SCIP:
        params.threads, params.heuristics = 1, mathopt.Emphasis.LOW
        params.gscip.int_params["presolving/maxrestarts"] = 0  # to begin anew is a third of the time, and finds no more
    hint = None if start is None else np.isin(master.active, start)
    result = _run(_model(master, whole=True), by, params, goal, hint)
    if not result.solutions or not result.solutions[0].HasField("primal_solution"):
        return None
    x = _dense(result.solutions[0].primal_solution.variable_values, len(master.objective))[: len(master.active)]
    proved = result.termination.reason == result_pb2.TERMINATION_REASON_OPTIMAL
    own = float(result.termination.objective_bounds.dual_bound) - master.wanted.paid()
    return WholeAnswer(master.active[x > 0.5], own, proved)
