"""The ground on which hard rows and seats may clash: parts that share nobody, and whether a part can keep its members.

Only rows and seats that the candidates looked at could break stand on it. One person is judged by looking at every
placement, a few hundred people by CP-SAT, more by a linear program.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from optimizer.engine.booleans import FAR, groups, seat_pairs, solver_for, whole_rows
from optimizer.engine.forced import EPS, reach

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from ortools.sat.python import cp_model

    from optimizer.engine.booleans import WholeRow
    from optimizer.model.problem import Ints, Problem

    Name = Callable[[int], Hashable]  # what a row (or a seat's capacity) is a part of: a member of a clash

CROWD = 300  # people in a part up to which CP-SAT is asked; beyond that a quota over many of them takes it minutes
NODES = 50  # of the mixed-integer search in a larger part
FEW = 12  # members up to which each is tried by itself at once
EFFORT = 600_000  # candidates looked at, search after search, to make one clash smallest
LESS = 0.03  # of the usual work, for a larger part
GREATER = 10.0  # times the usual work, for a search that the usual work left open


@dataclass(frozen=True)
class Clash:
    """Members that cannot all be kept: without any one of them the others can (if `minimal`: the work sufficed to tell)."""

    members: tuple[Hashable, ...]
    minimal: bool


@dataclass(frozen=True)
class Part:
    """People, rows and seats that hang together: positions in `Ground.active`, by person; rows and seats by number."""

    people: dict[int, list[int]]
    rows: tuple[int, ...]
    seats: tuple[int, ...]


class Ground:
    """The candidates looked at, and the hard rows and seats that they could break."""

    def __init__(self, problem: Problem, active: Ints, row_name: Name, seat_name: Name) -> None:
        self.problem, self.active, self.naming = problem, active, (row_name, seat_name)
        least, most = reach(problem, active)
        rows = problem.rows
        near = rows.hard & ((least < rows.lower - EPS) | (most > rows.upper + EPS))
        self.rows: dict[int, WholeRow] = whole_rows(problem, active, near)
        self.person = problem.candidates.person(active)
        self.takers = {
            s: takers
            for s, takers in groups(*seat_pairs(problem, active))
            if len({int(self.person[k]) for k in takers}) > problem.seat_max[s]
        }
        self.width = {i: len({int(self.person[k]) for k, _ in row.terms}) for i, row in self.rows.items()}
        self.row_name = {i: row_name(i) for i in self.rows}
        self.seat_name = {s: seat_name(s) for s in self.takers}

    def parts(self, widest: int | None = None) -> list[Part]:
        """Return the parts that share nobody, those without rows and seats left out.

        With `widest`, rows and seats that more people take part in are not looked at, so that parts are smaller.
        """
        people: dict[int, list[int]] = dict(groups(self.person))
        leader = {p: p for p in people}

        def lead(p: int) -> int:
            while leader[p] != p:
                leader[p] = leader[leader[p]]
                p = leader[p]
            return p

        def join(members: Iterable[int]) -> int:
            first = -1
            for p in members:
                root = lead(p)
                if first >= 0 and root != first:
                    leader[root] = first
                first = lead(p)
            return first

        alone: list[Part] = []  # rows that nobody looked at stands in
        of_row, of_seat = {}, {}
        for i, row in self.rows.items():
            if not row.terms:
                alone.append(Part({}, (i,), ()))
            elif widest is None or self.width[i] <= widest:
                of_row[i] = join(int(self.person[k]) for k, _ in row.terms)
        for s, takers in self.takers.items():
            if widest is None or len(takers) <= widest:
                of_seat[s] = join(int(self.person[k]) for k in takers)
        rows: dict[int, list[int]] = defaultdict(list)
        seats: dict[int, list[int]] = defaultdict(list)
        mine: dict[int, dict[int, list[int]]] = defaultdict(dict)
        for i, p in of_row.items():
            rows[lead(p)].append(i)
        for s, p in of_seat.items():
            seats[lead(p)].append(s)
        for p, k in people.items():
            mine[lead(p)][p] = k
        roots = sorted(rows.keys() | seats.keys() | {lead(p) for p in people if self.problem.must[p]})
        return alone + [Part(mine[r], tuple(rows[r]), tuple(seats[r])) for r in roots]

    def names(self, part: Part) -> list[Hashable]:
        """Return the members of a part: rows, then seats."""
        named = [*(self.row_name[i] for i in part.rows), *(self.seat_name[s] for s in part.seats)]
        return list(dict.fromkeys(named))

    def model(
        self, part: Part, kept: Iterable[Hashable], soft: bool = False
    ) -> tuple[Any, dict[int, Any], dict[Hashable, Any]]:
        """Return a model of a part with the members `kept`, its Booleans, and (if `soft`) a literal that asks for each."""
        from ortools.sat.python import cp_model

        model = cp_model.CpModel()
        x = {k: model.new_bool_var("") for mine in part.people.values() for k in mine}
        asked = {m: model.new_bool_var("") for m in kept} if soft else dict.fromkeys(kept)

        def under(constraint: cp_model.Constraint, member: Hashable) -> None:
            if soft:
                constraint.only_enforce_if(asked[member])

        for p, mine in part.people.items():
            if self.problem.must[p]:
                model.add_exactly_one(x[k] for k in mine)
            else:
                model.add_at_most_one(x[k] for k in mine)
        for i in part.rows:
            if self.row_name[i] in asked:
                row = self.rows[i]
                under(
                    model.add_linear_constraint(sum(c * x[k] for k, c in row.terms), row.low, row.high),
                    self.row_name[i],
                )
        for s in part.seats:
            if self.seat_name[s] in asked:
                most = int(self.problem.seat_max[s])
                under(model.add(sum(x[k] for k in self.takers[s]) <= most), self.seat_name[s])
        return model, x, asked

    def choice(self, part: Part, kept: Iterable[Hashable]) -> tuple[bool | None, list[int]]:
        """Return whether a part can keep the members `kept` (None: the work did not suffice), and positions that do."""
        from ortools.sat.python import cp_model

        kept = set(kept)
        if len(part.people) <= 1:
            return self._alone(part, kept)
        crowded = len(part.people) > CROWD
        if crowded and (found := self._program(part, kept))[0] is not None:
            return found
        model, x, _ = self.model(part, kept)
        for effort in (LESS,) if crowded else (1.0, GREATER):
            solver = solver_for()
            solver.parameters.max_deterministic_time *= effort
            status = solver.solve(model)
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return True, [k for k, v in x.items() if solver.value(v)]
            if status == cp_model.INFEASIBLE:
                return False, []
        return self._program(part, kept, whole=True) if crowded else (None, [])

    def can(self, part: Part, kept: Iterable[Hashable]) -> bool | None:
        """Return whether a part can keep the members `kept`, None where little work does not tell."""
        if len(part.people) > CROWD:
            return self._program(part, set(kept))[0]
        return self.choice(part, kept)[0]

    def _alone(self, part: Part, kept: set[Hashable]) -> tuple[bool, list[int]]:
        """Answer for one person (or nobody) by looking at every placement."""
        mine = [k for group in part.people.values() for k in group]
        forced_in = any(self.problem.must[p] for p in part.people)
        rows = [self.rows[i] for i in part.rows if self.row_name[i] in kept]
        closed = {k for s in part.seats if self.seat_name[s] in kept for k in self.takers[s]}
        coef = [dict(row.terms) for row in rows]
        for k in [*([] if forced_in else [-1]), *mine]:
            if k not in closed and all(r.low <= c.get(k, 0) <= r.high for r, c in zip(rows, coef, strict=True)):
                return True, [k] if k >= 0 else []
        return False, []

    def _program(self, part: Part, kept: set[Hashable], whole: bool = False) -> tuple[bool | None, list[int]]:
        """Answer for hundreds of people by a linear program: it decides nearly every such case; else one in `whole` numbers."""
        from ortools.math_opt.python import mathopt

        model = mathopt.Model()
        x = {k: model.add_variable(lb=0.0, ub=1.0, is_integer=whole) for mine in part.people.values() for k in mine}
        for p, mine in part.people.items():
            least = 1.0 if self.problem.must[p] else 0.0
            model.add_linear_constraint(lb=least, ub=1.0, expr=mathopt.fast_sum(x[k] for k in mine))
        for i in part.rows:
            if self.row_name[i] in kept:
                row = self.rows[i]
                model.add_linear_constraint(
                    lb=-math.inf if row.low <= -FAR else row.low / row.factor,
                    ub=math.inf if row.high >= FAR else row.high / row.factor,
                    expr=mathopt.fast_sum((c / row.factor) * x[k] for k, c in row.terms),
                )
        for s in part.seats:
            if self.seat_name[s] in kept:
                taken = mathopt.fast_sum(x[k] for k in self.takers[s])
                model.add_linear_constraint(ub=float(self.problem.seat_max[s]), expr=taken)
        if whole:
            params = mathopt.SolveParameters(node_limit=NODES, random_seed=1)
            result = mathopt.solve(model, mathopt.SolverType.HIGHS, params=params)
        else:
            result = mathopt.solve(model, mathopt.SolverType.GLOP)
        if result.has_primal_feasible_solution():
            value = result.variable_values()
            divided = any(EPS < value[v] < 1 - EPS for v in x.values())
            return None if divided else True, [] if divided else [k for k, v in x.items() if value[v] > 0.5]
        reason = result.termination.reason
        sure = reason in (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED)
        return (False if sure else None), []

    def shrunk(self, part: Part, members: Sequence[Hashable]) -> Clash:
        """Return a smallest clash among the members of a part, which cannot all be kept."""
        kept = self._assumed(part, members)
        size = sum(len(mine) for mine in part.people.values())
        left, minimal = max(FEW if len(part.people) > CROWD else len(kept), EFFORT // (size + 1)), True
        step = len(kept) if len(kept) <= FEW else len(kept) // 2
        while step:
            step = step if len(kept) > FEW else 1
            at = len(kept)
            while at > 0:  # seats first, then what a rule asks, what was decided last
                fewer = kept[: max(0, at - step)] + kept[at:]
                at -= step
                left -= 1
                can = self.can(part, fewer) if left >= 0 else None
                if can is False:
                    kept = fewer
                minimal &= can is not None or step > 1
            step //= 2
        return Clash(tuple(kept), minimal)

    def _assumed(self, part: Part, members: Sequence[Hashable]) -> list[Hashable]:
        """Return CP-SAT's own core: it clashes, but is not yet smallest."""
        from ortools.sat.python import cp_model

        if len(part.people) <= 1 or len(part.people) > CROWD:
            return list(members)
        model, _, asked = self.model(part, members, soft=True)
        model.add_assumptions(list(asked.values()))
        solver = solver_for()
        if solver.solve(model) != cp_model.INFEASIBLE:
            return list(members)
        found = set(solver.sufficient_assumptions_for_infeasibility())
        kept = [m for m, literal in asked.items() if literal.index in found]
        return kept if kept and self.choice(part, kept)[0] is False else list(members)
