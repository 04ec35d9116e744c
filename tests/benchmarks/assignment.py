"""Pure assignment, beside SciPy on the same numbers: `python -m tests.benchmarks.assignment [INSTANCE ...] [--profile]`.

People, seats and listed (person, seat, cost) triples go in as tables; only listed pairs may be placed.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.benchmarks.table import text

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from optimizer.domain.case import Case


@dataclass(frozen=True)
class Instance:
    """Listed pairs with whole-number costs, and how the seats are cut into units and titles of one place each."""

    people: int
    seats: int
    titles: int
    person: NDArray[np.int64]
    seat: NDArray[np.int64]
    cost: NDArray[np.int64]

    def tables(self, minimise: bool = True) -> dict[str, pd.DataFrame]:
        """Return the tables a script would give, costs as scores."""
        import pandas as pd

        n_units = -(-self.seats // self.titles)
        people = np.array([f"P{i:06d}" for i in range(self.people)])
        units = np.array([f"U{i:06d}" for i in range(n_units)])
        titles = np.array([f"T{i:04d}" for i in range(self.titles)])
        every = np.arange(self.seats)
        asks = f"only_scored=yes; explicit=yes; minimise={'yes' if minimise else 'no'}"
        off = [{"rule": name, "on": "no"} for name in ("moves", "travel")]
        return {
            "units": pd.DataFrame({"unit_code": units, "name": units}),
            "titles": pd.DataFrame({"title_code": titles, "name": titles}),
            "seats": pd.DataFrame(
                {"unit_code": units[every // self.titles], "title_code": titles[every % self.titles], "target": 1}
            ),
            "cadres": pd.DataFrame({"cadre_id": people, "name": people}),
            "scores": pd.DataFrame(
                {
                    "cadre_id": people[self.person],
                    "unit_code": units[self.seat // self.titles],
                    "title_code": titles[self.seat % self.titles],
                    "score": self.cost,
                }
            ),
            "rules": pd.DataFrame([{"rule": "suitability", "on": "yes", "params": asks}, *off]),
            "settings": pd.DataFrame([{"key": "plan_date", "value": "2025-07-01"}]),
        }


def dense(size: int, seed: int = 1) -> Instance:
    """Return `size` people and seats, every pair listed."""
    rng = np.random.default_rng(seed)
    person, seat = (a.ravel() for a in np.mgrid[:size, :size])
    return Instance(size, size, 1, person, seat, rng.integers(1, 100_000, size * size))


def sparse(people: int, seats: int, pairs: int, titles: int = 1, seed: int = 1) -> Instance:
    """Return about `pairs` listed pairs among which a full placement of all seats is hidden."""
    rng = np.random.default_rng(seed)
    hidden = rng.permutation(people)[:seats] * seats + np.arange(seats)
    keys = np.union1d(hidden, rng.integers(0, people * seats, pairs - seats))
    return Instance(people, seats, titles, keys // seats, keys % seats, rng.integers(1, 100_000, len(keys)))


INSTANCES: dict[str, Callable[[], Instance]] = {
    "dense 100": lambda: dense(100),
    "dense 400": lambda: dense(400),
    "dense 800": lambda: dense(800),
    "sparse 5,000 x 3,700": lambda: sparse(5_000, 3_700, 27_100),
    "sparse 50,000 x 37,000 x 1": lambda: sparse(50_000, 37_000, 271_000),
    "sparse 50,000 x 370 x 100": lambda: sparse(50_000, 37_000, 271_000, titles=100),
}


def scipy_optimum(instance: Instance, minimise: bool = True) -> int:
    """Return the least (greatest) total cost of filling every seat, by SciPy."""
    if len(instance.cost) == instance.people * instance.seats:
        from scipy.optimize import linear_sum_assignment

        table = np.zeros((instance.people, instance.seats), np.int64)
        table[instance.person, instance.seat] = instance.cost
        rows, columns = linear_sum_assignment(table, maximize=not minimise)
        return int(table[rows, columns].sum())
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    shape = (instance.seats, instance.people)
    graph = csr_array((instance.cost.astype(np.float64), (instance.seat, instance.person)), shape=shape)
    seats, people = min_weight_full_bipartite_matching(graph, maximize=not minimise)
    return round(float(graph[seats, people].sum()))


def read(tables: dict[str, Any]) -> Case:
    """Build the case, as a script would."""
    from optimizer import Case

    return Case.from_tables(**tables)


def measured(name: str, minimise: bool = True, profile: int = 0) -> list[str]:
    """Return one line of the table: seconds of each stage, SciPy's, and whether the optimum is the same."""
    from optimizer import pipeline, propose

    scipy_optimum(dense(2)), scipy_optimum(sparse(3, 2, 4))  # SciPy's loading is not part of what is measured
    instance = INSTANCES[name]()
    tables = instance.tables(minimise)
    profiler = cProfile.Profile()
    if profile:  # a profiler sees one thread only: the engine stays on this one
        pipeline._interruptible = lambda work: work()
    began = time.perf_counter()
    if profile:
        profiler.enable()
    case = read(tables)
    seconds = {"read": time.perf_counter() - began}
    outcome = propose(case, gap=0.0)
    if profile:
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(profile)
    seconds |= outcome.seconds
    began = time.perf_counter()
    best = scipy_optimum(instance, minimise)
    beside = time.perf_counter() - began
    level = next(level for level in outcome.levels if level.name == "suitability")
    same = outcome.vacant == 0 and level.value == best == level.bound
    ours = sum(seconds.values())
    stages = [f"{seconds[stage]:.2f}" for stage in ("read", "model", "solve", "check")]
    said = [name, f"{len(instance.cost):,}", outcome.engine, *stages, f"{ours:.2f}", f"{outcome.peak_mb:,.0f}"]
    return [
        *said,
        f"{beside:.2f}",
        f"x{ours / beside:.1f}",
        f"{level.value:,.0f}",
        f"{best:,}",
        "yes" if same else "NO",
    ]


HEADER = (
    *("instance", "pairs", "engine", "read", "model", "solve", "check", "all s", "peak MB", "SciPy s", "times"),
    *("value", "SciPy", "equal"),
)


def main() -> None:
    """Print the table for the instances asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.assignment", description=__doc__)
    parser.add_argument("instances", nargs="*", default=[*INSTANCES], help=", ".join(INSTANCES))
    parser.add_argument("--maximise", action="store_true", help="make the total as great as possible")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")
    parser.add_argument("--profile", type=int, default=0, metavar="N", help="print the N slowest functions of ours")
    asked = parser.parse_args()
    lines = [measured(name, not asked.maximise, asked.profile) for name in asked.instances]
    table = [list(HEADER), *lines]
    print(json.dumps({"table": table}) if asked.json else text(table))


if __name__ == "__main__":
    main()
