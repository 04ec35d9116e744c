"""What to give up so that the rest of a part can hold: smallest sets, one after the other, none within another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from optimizer.engine.booleans import solver_for
from optimizer.engine.ground import CROWD, LESS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from ortools.sat.python import cp_model

    from optimizer.engine.ground import Ground, Part

Handle = TypeVar("Handle")  # what can be given up at once; several members of a clash may hang on one
DEAR = 1_000  # one thing more given up, against one holder more at a seat that is given up anyway


def smallest_sets(
    ground: Ground,
    part: Part,
    handles: Mapping[Hashable, Handle | None],
    counts: Callable[[Handle], bool],
    most: int,
) -> Iterator[tuple[frozenset[Handle], dict[Handle, int]]]:
    """Yield up to `most` sets of handles, the smallest first, after which the members of a part can hold together.

    `handles` says by what each member is given up (None: by nothing), `counts` of which handles it matters how far they
    are exceeded: with each set comes by how many holders, as few as can be.
    """
    from ortools.sat.python import cp_model

    model, x, asked = ground.model(part, ground.names(part), soft=True)
    gone = {h: model.new_bool_var("") for h in dict.fromkeys(handles[m] for m in asked) if h is not None}
    for name, literal in asked.items():
        handle = handles[name]
        model.add_bool_or([literal] if handle is None else [literal, gone[handle]])
    over = _excess(ground, part, model, x, handles, counts)
    model.minimize(DEAR * sum(gone.values()) + sum(over.values()))
    for _ in range(most):
        solver = solver_for()
        if len(part.people) > CROWD:
            solver.parameters.max_deterministic_time *= LESS
        if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return
        given_up = frozenset(h for h, v in gone.items() if solver.value(v))
        if not given_up:
            return
        yield given_up, {h: int(solver.value(v)) for h, v in over.items() if h in given_up}
        model.add_bool_or([gone[h].negated() for h in given_up])


def _excess(
    ground: Ground,
    part: Part,
    model: cp_model.CpModel,
    x: Mapping[int, Any],
    handles: Mapping[Hashable, Handle | None],
    counts: Callable[[Handle], bool],
) -> dict[Handle, Any]:
    """Return, for each seat that may be given up, how many holders it has too many."""
    takers: dict[Handle, tuple[list[int], int]] = {}
    for s in part.seats:
        handle = handles[ground.seat_name[s]]
        if handle is not None:
            takers[handle] = ground.takers[s], int(ground.problem.seat_max[s])
    for i in part.rows:
        handle = handles[ground.row_name[i]]
        if handle is not None and counts(handle):
            takers[handle] = [k for k, _ in ground.rows[i].terms], 0
    over = {}
    for handle, (mine, most) in takers.items():
        over[handle] = model.new_int_var(0, len(mine), "")
        model.add(sum(x[k] for k in mine) - most <= over[handle])
    return over
