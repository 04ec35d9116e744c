"""Solve an invented office in a process of its own: `python -m tests.determinism.solve SEED ORDER CORES`."""

from __future__ import annotations

import os
import sys

from optimizer import Case, propose
from tests.determinism.crossing import office, shuffled


def said(seed: int, order: int) -> str:
    """Return all that a solve tells: engine, placements, levels with their bounds, and the prices it leaves."""
    outcome = propose(Case.from_tables(**shuffled(office(seed), order)))
    assert outcome.plan is not None
    levels = [(level.name, level.value, level.bound) for level in outcome.levels]
    return repr((outcome.engine, outcome.candidates, outcome.plan.placements, levels, outcome.memory))


if __name__ == "__main__":
    seed, order, cores = map(int, sys.argv[1:])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    print(said(seed, order))
