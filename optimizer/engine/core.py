"""What cannot hold together: smallest sets of hard rows and seats that clash, found among few candidates, proved of all.

Only rows and seats that the candidates looked at could break take part; these fall into parts that share nobody, and
each part is searched by itself. A row over whole groups is first given some of the many who could help it; a clash found
so is then put to everybody, and counts only if nobody helps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.engine.answer import Infeasible
from optimizer.engine.booleans import groups, hard_model, seat_pairs, solver_for, whole_rows
from optimizer.engine.forced import EPS, forced, helpers, reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ortools.sat.python import cp_model

    from optimizer.engine.booleans import WholeRow
    from optimizer.model.problem import Ints, Problem

    Name = Callable[[int], Hashable]  # what a row (or a seat's capacity) is a part of: a member of a clash

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
        self.problem, self.active = problem, active
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
        self.row_name = {i: row_name(i) for i in self.rows}
        self.seat_name = {s: seat_name(s) for s in self.takers}

    def parts(self) -> list[Part]:
        """Return the parts that share nobody, those without rows and seats left out."""
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
        of_row = {}
        for i, row in self.rows.items():
            if row.terms:
                of_row[i] = join(int(self.person[k]) for k, _ in row.terms)
            else:
                alone.append(Part({}, (i,), ()))
        of_seat = {s: join(int(self.person[k]) for k in takers) for s, takers in self.takers.items()}
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

        if len(part.people) <= 1:
            return self._alone(part, set(kept))
        model, x, _ = self.model(part, kept)
        for effort in (1.0, GREATER):
            solver = solver_for()
            solver.parameters.max_deterministic_time *= effort
            status = solver.solve(model)
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                return True, [k for k, v in x.items() if solver.value(v)]
            if status == cp_model.INFEASIBLE:
                return False, []
        return None, []

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

    def shrunk(self, part: Part, members: Sequence[Hashable]) -> Clash | None:
        """Return a smallest clash among the members of a part, None where they can all be kept (or it is not known)."""
        if self.choice(part, members)[0] is not False:
            return None
        kept = self._assumed(part, members)
        minimal = True
        for member in list(kept):
            fewer = [m for m in kept if m != member]
            can, _ = self.choice(part, fewer)
            if can is False:
                kept = fewer
            minimal &= can is not None
        return Clash(tuple(kept), minimal)

    def _assumed(self, part: Part, members: Sequence[Hashable]) -> list[Hashable]:
        """Return CP-SAT's own core: it clashes, but is not yet smallest."""
        from ortools.sat.python import cp_model

        if len(part.people) <= 1:
            return list(members)
        model, _, asked = self.model(part, members, soft=True)
        model.add_assumptions(list(asked.values()))
        solver = solver_for()
        if solver.solve(model) != cp_model.INFEASIBLE:
            return list(members)
        found = set(solver.sufficient_assumptions_for_infeasibility())
        kept = [m for m, literal in asked.items() if literal.index in found]
        return kept if kept and self.choice(part, kept)[0] is False else list(members)


def clashes(
    problem: Problem, row_name: Name, seat_name: Name, begin: Ints | None = None
) -> tuple[tuple[Clash, ...], Ints]:
    """Return clashes that have no member in common, as many as there are until the rest can be kept; and the candidates.

    `row_name` says which member a hard row belongs to, `seat_name` a seat's capacity; `begin` are candidates to look at
    in any case. The candidates returned are those that decide.
    """
    start = forced(problem, begin)
    active, found, gone = start.active, list[Clash](), set[Hashable]()
    while True:
        ground = Ground(problem, active, row_name, seat_name)
        missed: list[Ints] = []
        for part in ground.parts():
            members = [m for m in ground.names(part) if m not in gone]
            while (clash := ground.shrunk(part, members)) is not None:
                extra = None if start.whole else _rescue(problem, active, clash.members, row_name, seat_name)
                if extra is not None:
                    missed.append(extra)
                    break
                found.append(clash)
                gone |= set(clash.members)
                members = [m for m in members if m not in gone]
                if not clash.members:
                    break
        if not missed:
            return tuple(found), active
        active = forced(problem, np.union1d(active, np.concatenate(missed))).active


def _rescue(
    problem: Problem, active: Ints, members: Sequence[Hashable], row_name: Name, seat_name: Name
) -> Ints | None:
    """Return candidates with which the members of a clash can be kept after all, None where nobody in the case helps.

    Everybody who could pull one of the clash's rows is looked at; of placements of one person that do the same to all
    of these rows and seats one stands for all.
    """
    ground = Ground(problem, active, row_name, seat_name)
    kept = set(members)
    rows = np.array([i for i, name in ground.row_name.items() if name in kept], np.int64)
    seats = np.array([s for s, name in ground.seat_name.items() if name in kept], np.int64)
    here = np.zeros(len(problem.rows), bool)
    here[rows] = True
    k, _ = helpers(problem, here & np.isfinite(problem.rows.lower), here & np.isfinite(problem.rows.upper), every=True)
    k = np.union1d(active, _distinct(problem, k, rows, seats))
    wider = Ground(problem, k, row_name, seat_name)
    chosen: list[int] = []
    for part in wider.parts():
        can, positions = wider.choice(part, [m for m in wider.names(part) if m in kept])
        if can is False:
            return None
        chosen += positions
    extra = np.setdiff1d(k[np.array(chosen, np.int64)], active)
    return extra if len(extra) else None


def _distinct(problem: Problem, k: Ints, rows: Ints, seats: Ints) -> Ints:
    """Return one of the candidates `k` for each person and each different thing they do to some rows and seats."""
    if not len(k):
        return k
    at, row, coef = problem.entries(k)
    does = np.zeros((len(k), len(rows) + len(seats) + 1))
    place = np.full(len(problem.rows), -1)
    place[rows] = np.arange(len(rows))
    use = place[row] >= 0
    np.add.at(does, (at[use], place[row[use]]), coef[use])
    taken = problem.seats(k)
    for j, s in enumerate(seats.tolist()):
        does[:, len(rows) + j] = (taken == s).any(axis=1)
    does[:, -1] = problem.candidates.person(k)
    _, first = np.unique(does, axis=0, return_index=True)
    return np.sort(k[first])


def feasible_start(problem: Problem) -> Ints:
    """Return a choice that keeps every hard row with few people, ascending; raise Infeasible where there is none."""
    from ortools.sat.python import cp_model

    if (problem.must & (problem.candidates.counts == 0)).any():
        raise Infeasible
    start = forced(problem)
    active = start.active
    while True:
        if not len(active) and not problem.breaks(active).any():
            return np.zeros(0, np.int64)
        model, x = hard_model(problem, active)
        solver = solver_for()
        if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return active[np.flatnonzero([solver.value(v) for v in x])]
        if start.whole:
            raise Infeasible
        found, wider = clashes(problem, _row, _seat, active)
        if found or len(wider) == len(active):
            raise Infeasible
        active = wider


def _row(i: int) -> Hashable:
    return "row", i


def _seat(s: int) -> Hashable:
    return "seat", s
