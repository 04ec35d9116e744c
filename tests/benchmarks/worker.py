"""One engine on one case, in a process of its own: `python -m tests.benchmarks.worker CASE ENGINE SECONDS` prints JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.cases import SAMPLES, load, tables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.plan import LevelResult
    from optimizer.model.problem import Ints, Problem

OURS = "placement"
REVIEW = "review"
GAP = 5e-4


def measured(case: str, engine: str, limit: float) -> dict[str, Any]:
    """Run an engine on a case and return what came of it."""
    if engine == OURS and case in SAMPLES:
        return _pipeline(case, limit)
    if engine == REVIEW:
        return _reviewed(case, limit)
    problem, seconds = load(case)
    began = time.perf_counter()
    chosen: Ints | None
    if engine == OURS:
        from optimizer.engine.answer import Goal
        from optimizer.engine.levels import solve

        answer = solve(problem, Goal(GAP, limit))
        chosen, bounds = answer.chosen, answer.bounds
        seconds["solve"] = time.perf_counter() - began
    else:
        from tests.benchmarks.rivals import RIVALS

        found = RIVALS[engine](problem, limit)
        chosen, bounds = found.chosen, found.bounds
        for stage, spent in found.seconds.items():
            seconds[stage] = seconds.get(stage, 0.0) + spent
    return _judged(problem, chosen, bounds, seconds)


def _judged(
    problem: Problem, chosen: Ints | None, bounds: Sequence[float | None], seconds: dict[str, float]
) -> dict[str, Any]:
    from tests.benchmarks.judge import broken

    if chosen is None:
        return _said(problem.n, seconds, [], 0, 0)
    began = time.perf_counter()
    faults = sum(broken(problem, chosen).values())
    levels = []
    for i, (level, bound) in enumerate(zip(problem.levels, bounds, strict=True)):
        if not level.tie_break:
            value = level.natural(problem.cost(chosen, i))
            levels.append((level.name, value, None if bound is None else level.natural(bound)))
    seconds["check"] = time.perf_counter() - began
    return _said(problem.n, seconds, levels, faults, len(chosen))


def _pipeline(place: str, limit: float) -> dict[str, Any]:
    """Take a sample all the way: tables in, plan workbook out, re-checked by the program's own checker."""
    from optimizer import Case, propose

    tables = tables_of(place)
    began = time.perf_counter()
    case = Case.from_tables(**tables)
    read = time.perf_counter() - began
    outcome = propose(case, GAP, limit)
    seconds = {"read": read, **outcome.seconds}
    if outcome.plan is not None:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            outcome.plan.write(Path(folder) / "plan.xlsx", case, outcome)
        seconds["write"] = time.perf_counter() - began
    levels = [_level(level) for level in outcome.levels if level.name != "tie_break"]
    return _said(outcome.candidates, seconds, levels, 0, outcome.placed)


def _reviewed(place: str, limit: float) -> dict[str, Any]:
    """Make a plan, close the seat that the person in the middle of it holds to them, and measure making it anew."""
    from optimizer import Case, propose
    from optimizer.domain.entities import Decision
    from optimizer.domain.memory import Memory

    case = Case.from_tables(**tables_of(place))
    first = propose(case, GAP, limit)
    if first.plan is None:
        return _said(first.candidates, first.seconds, [], 0, 0)
    taken = first.plan.placements[len(first.plan.placements) // 2]
    ban = Decision(cadre_id=taken.cadre_id, action="forbid", unit_code=taken.unit_code, title_code=taken.title_code)
    written = Memory.of_text(first.memory.to_text())  # as the next command finds it in the workbook
    again = replace(case, previous=first.plan, memory=written, decisions=(*case.decisions, ban))
    outcome = propose(again, GAP, limit)
    return _said(
        outcome.candidates,
        outcome.seconds,
        [_level(x) for x in outcome.levels if x.name != "tie_break"],
        0,
        outcome.placed,
    )


def _said(candidates: int, seconds: dict[str, float], levels: list[Any], faults: int, placed: int) -> dict[str, Any]:
    return {"candidates": candidates, "seconds": seconds, "levels": levels, "broken": faults, "placed": placed}


def _level(level: LevelResult) -> tuple[str, float, float | None]:
    return level.name, level.value, level.bound


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], sys.argv[2], float(sys.argv[3]))))
