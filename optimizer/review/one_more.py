"""The exact worth of one more: the whole plan made anew with a further seat, a further specialist or a limit moved by one."""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.catalogue import catalogue
from optimizer.domain.case import Scores
from optimizer.review.effects import Exact
from optimizer.review.levels import level_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.catalogue import Catalogue
    from optimizer.domain.case import Case
    from optimizer.domain.plan import OneMore
    from optimizer.model.problem import Problem
    from optimizer.review.effects import Reoptimiser
    from optimizer.review.levels import LevelKind

TWIN = "+1"  # after the code of the person a further specialist is like


class Again:
    """Answers about one case by planning anew."""

    def __init__(self, case: Case, active: Catalogue, kinds: Sequence[LevelKind], reoptimiser: Reoptimiser) -> None:
        self._case, self._active, self._kinds, self._reoptimiser = case, active, tuple(kinds), reoptimiser

    def exact(self, lines: Iterable[OneMore], top: int) -> tuple[OneMore, ...]:
        """Return the lines with the exact changes of the first `top` of each kind; lines of one change are solved once."""
        done: dict[str, int] = {}
        known: dict[tuple[object, ...], Exact | None] = {}
        out = []
        for line in lines:
            done[line.kind] = done.get(line.kind, 0) + 1
            if done[line.kind] <= top:
                key = (line.unit_code, line.title_code, line.cadre_id, line.rule, line.number)
                found = known[key] if key in known else known.setdefault(key, self.of(line))
                out.append(line if found is None or found.levels is None else self._told(line, found))
            else:
                out.append(line)
        return tuple(out)

    def _told(self, line: OneMore, found: Exact) -> OneMore:
        """Return a line with costs told as changes of the levels' values."""
        assert found.levels is not None
        values = tuple(kind.natural(cost) for kind, cost in zip(self._kinds, found.levels, strict=True))
        return replace(line, exact=values, proved=found.proved)

    def of(self, line: OneMore) -> Exact | None:
        """Return the exact effect of one line; None where there is no plan to compare, or levels are other ones then.

        The first place of a priority that nobody was wanted in makes a level of its own.
        """
        if line.kind == "rule":
            return self._moved(line.rule, line.number)
        case = with_specialist(self._case, line.cadre_id) if line.kind == "field" else with_seat(self._case, line)
        then = level_kinds(case, catalogue(case))
        return self._reoptimiser.changed(case) if [k.name for k in then] == [k.name for k in self._kinds] else None

    # limits ----------------------------------------------------------------------------------------------------------
    @cached_property
    def _problem(self) -> Problem:
        from optimizer.engine.assemble import assemble
        from optimizer.model.facts import Facts

        return assemble(Facts(self._case), self._active)

    @cached_property
    def _before(self) -> tuple[tuple[int, ...], bool] | None:
        return _best(self._problem)

    def _moved(self, rule: str, number: int) -> Exact | None:
        """Return the effect of a limit moved by one: a changed problem, as no parameter of a rule says just that."""
        problem = self._problem
        row = next(i for i in range(len(problem.rows)) if problem.row_name(i) == (rule, number))
        after = _best(with_limit_moved(problem, row))
        if self._before is None or after is None:
            return None
        changes = []
        for i, _ in enumerate(self._kinds):  # the tie-break stands behind them
            worse = (after[0][i] - self._before[0][i]) / problem.levels[i].scale
            changes.append(round(worse, 6) + 0.0)
        return Exact(tuple(changes), after[1] and self._before[1])


def _best(problem: Problem) -> tuple[tuple[int, ...], bool] | None:
    """Return what the best plan costs in each level and whether that is proved."""
    from optimizer.engine.answer import Goal, Infeasible
    from optimizer.engine.levels import solve

    try:
        answer = solve(problem, Goal(0.0))
    except Infeasible:
        return None
    if answer.chosen is None:
        return None
    values = answer.values(problem)
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    return values, all(answer.bounds[i] == values[i] for i in weighed)


def with_limit_moved(problem: Problem, row: int) -> Problem:
    """Return the problem with each end of one limit moved out by one, in the rule's own unit."""
    lower, upper = problem.rows.lower.copy(), problem.rows.upper.copy()
    lower[row] -= 1.0
    upper[row] += 1.0
    return replace(problem, rows=replace(problem.rows, lower=lower, upper=upper))


def with_seat(case: Case, line: OneMore) -> Case:
    """Return the case with one more place, wanted and allowed, in a seat."""
    key = (line.unit_code, line.title_code)
    more = {"target": case.seat_by_key[key].target + 1, "max": case.seat_by_key[key].max + 1}
    seats = tuple(s.model_copy(update=more) if (s.unit_code, s.title_code) == key else s for s in case.seats)
    return replace(case, seats=seats)


def with_specialist(case: Case, cadre_id: str) -> Case:
    """Return the case with a second person just like one of it, with a code of their own, in canonical order."""
    old = case.cadre_by_id[cadre_id]
    code = cadre_id + TWIN
    while code in case.cadre_by_id:
        code += TWIN
    codes = [c.cadre_id for c in case.cadres]
    at, like = bisect(codes, code), codes.index(cadre_id)
    cadres = (*case.cadres[:at], old.model_copy(update={"cadre_id": code}), *case.cadres[at:])
    s = case.scores
    own = np.flatnonzero(s.cadre == like)
    people = np.concatenate([np.where(s.cadre >= at, s.cadre + 1, s.cadre), np.full(len(own), at)]).astype(np.int32)
    unit, title, value = (np.concatenate([a, a[own]]) for a in (s.unit, s.title, s.value))
    return replace(case, cadres=cadres, scores=Scores(people, unit, title, value))
