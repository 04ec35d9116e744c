"""Random small problems straight as arrays, and their optimum by looking at every plan."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from optimizer.findings import Finding
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Level, Problem, Rows
from optimizer.text import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.model.problem import Ints


def because(i: int) -> Finding:
    return Finding("row", "error", same(f"row {i}"))


def random_problem(
    seed: int,
    people: int = 4,
    units: int = 2,
    titles: int = 2,
    *,
    bundles: bool = False,
    rows: bool = False,
    levels: int = 1,
    density: float = 0.7,
) -> Problem:
    """Return a problem drawn from `seed`: some seats with several places, two priorities, costs of either sign."""
    rng = np.random.default_rng(seed)
    seats = [(u, t) for u in range(units) for t in range(titles) if rng.random() < 0.9] or [(0, 0)]
    target = rng.integers(0, 3, len(seats)).astype(np.int32)
    least = rng.integers(0, target + 1).astype(np.int32) * (rng.random() < 0.5)
    most = (target + rng.integers(0, 2, len(seats))).astype(np.int32)
    priority = rng.integers(1, 3, len(seats)).astype(np.int32)
    found: list[tuple[int, int, int, int, int]] = []  # person, unit, role, seat, second seat
    for p in range(people):
        for i, (u, t) in enumerate(seats):
            if rng.random() < density and most[i] > 0:
                found.append((p, u, t, i, -1))
        if bundles:
            for (i, a), (j, b) in itertools.combinations(enumerate(seats), 2):
                if a[0] == b[0] and rng.random() < 0.5 and most[i] > 0 and most[j] > 0:
                    found.append((p, a[0], titles, i, j))
    found.sort(key=lambda c: (c[0], c[3], c[4]))
    cand = np.array(found, np.int64).reshape(-1, 5)
    n = len(cand)
    must = np.zeros(people, bool)
    if rows and n and rng.random() < 0.5:
        must[rng.choice(cand[:, 0])] = True
    row_parts: list[tuple[np.ndarray, np.ndarray]] = []
    lower, upper, price, paid = [], [], [], []
    if rows and n:
        for _ in range(2):
            k = np.flatnonzero(rng.random(n) < 0.5)
            soft = rng.random() < 0.5
            row_parts.append((k, rng.choice([1.0, 1.0, -1.0], len(k))))
            lower.append(float(rng.integers(-1, 2)) if soft else -np.inf)
            upper.append(float(rng.integers(1, 3)))
            price.append(int(rng.integers(1, 4)) if soft else -1)
            paid.append(soft)
    classes = [("min", int(k)) for k in np.unique(priority[least > 0])] + [
        ("target", int(k)) for k in np.unique(priority[target > 0])
    ]
    made = [Level(f"{kind}{k}", None, vacancy=(kind, k)) for kind, k in classes]
    made += [Level(f"cost{i}", rng.integers(-9, 10, n).astype(np.int64)) for i in range(levels)]
    tie = Level("tie", rng.integers(0, 1000, n).astype(np.int64), tie_break=True)
    row_level = np.array([len(classes) if s else -1 for s in paid], np.int64)
    all_rows = Rows(
        np.concatenate([np.zeros(0, np.int64), *(k for k, _ in row_parts)]),
        np.concatenate([np.zeros(0, np.int64), *(np.full(len(k), i) for i, (k, _) in enumerate(row_parts))]),
        np.concatenate([np.zeros(0), *(c for _, c in row_parts)]),
        np.array(lower, float), np.array(upper, float), np.array(price, np.int64), row_level, because,
    )  # fmt: skip
    # every pair of seats is a role of its own, so that a slot says which seats it takes
    role = cand[:, 3] * (len(seats) + 1) + cand[:, 4] + 1
    found_ = Candidates.of(people, cand[:, 0], np.zeros(n, np.int64), role)
    first_, second_ = np.divmod(found_.slot_role, len(seats) + 1)
    columns = np.stack([first_, second_ - 1], axis=1).astype(np.int32)
    columns = columns if bundles else columns[:, :1]
    return Problem(found_, columns, least, target, most, priority, must, all_rows, (*made, tie), because)


def choices(problem: Problem) -> Iterator[Ints]:
    """Yield every choice of at most one candidate for each person, whatever seats and rows say."""
    options = [[-1, *problem.candidates.of_people(np.array([p])).tolist()] for p in range(problem.n_people)]
    for pick in itertools.product(*options):
        yield np.array([k for k in pick if k >= 0], np.int64)


def plans(problem: Problem) -> list[Ints]:
    """Return every choice that keeps seats and hard rows, and places whoever must be."""
    return [chosen for chosen in choices(problem) if feasible(problem, chosen)]


def optimum(problem: Problem) -> tuple[int, ...] | None:
    """Return the lexicographically least costs over every feasible plan, None where there is none."""
    every = (tuple(problem.cost(plan, i) for i in range(len(problem.levels))) for plan in plans(problem))
    return min(every, default=None)


def feasible(problem: Problem, chosen: np.ndarray) -> bool:
    """Return whether a choice keeps people, seats and hard rows."""
    people = problem.candidates.person(chosen)
    if len(np.unique(people)) < len(people) or (problem.must & ~np.isin(np.arange(problem.n_people), people)).any():
        return False
    if (problem.held(chosen) > problem.seat_max).any():
        return False
    for i in range(len(problem.rows)):
        if problem.rows.price[i] < 0:
            mine = problem.rows.row == i
            use = np.isin(problem.rows.candidate[mine], chosen)
            activity = problem.rows.coef[mine][use].sum()
            if not problem.rows.lower[i] <= activity <= problem.rows.upper[i]:
                return False
    return True
