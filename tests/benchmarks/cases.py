"""The cases measured: invented provinces of four sizes, and the samples with their real places."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from optimizer.samples import PLACES

if TYPE_CHECKING:
    from optimizer.model.problem import Problem

SIZES = (10, 40, 126, 400)
SCALED = tuple(f"scale-{n}" for n in SIZES) + tuple(f"network-{n}" for n in SIZES)
USUAL = "-usual"  # a sample without its Rules sheet: only what is on by default
SAMPLES = tuple(name + kind for name in PLACES for kind in ("", USUAL))
CASES = SCALED + SAMPLES
DEFAULT = ("network-10", "scale-10", "hai-phong-leaders", "network-40", "scale-40")


def tables_of(sample: str) -> dict[str, Any]:
    """Return the tables of a sample, without its Rules sheet where only the usual rules are asked for."""
    from optimizer.samples import make

    tables = make(sample.removesuffix(USUAL))
    return {name: table for name, table in tables.items() if name != "rules" or not sample.endswith(USUAL)}


def load(name: str) -> tuple[Problem, dict[str, float]]:
    """Return the problem of a case, and the seconds spent on reading and modelling where these are part of the work."""
    if name in SCALED:
        from tests.benchmarks.scale import scale

        kind, _, size = name.partition("-")
        return scale(int(size), network=kind == "network"), {}
    from optimizer import Case
    from optimizer.catalogue import catalogue
    from optimizer.engine.assemble import assemble
    from optimizer.model.facts import Facts

    tables = tables_of(name)
    began = time.perf_counter()
    case = Case.from_tables(**tables)
    read = time.perf_counter()
    problem = assemble(Facts(case), catalogue(case))
    return problem, {"read": read - began, "model": time.perf_counter() - read}
