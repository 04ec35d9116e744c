"""Invented provinces of any size, straight as arrays: what grows is the number of units and, with it, of people.

The shape is that of DESIGN section 6: 40 titles a unit, some 118 seats and 127 people for each unit, and about one in
nine of all (person, unit, title) placements eligible. People are short in some fields and too many in others, leaders
are too few for one title each (so some hold two), good ratings live in some places and not in others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.findings import Finding
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Level, Problem, Rows
from optimizer.model.rows import Term
from optimizer.text import same

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.problem import Ints

TITLES = 40
LEADERS, MANAGERS = 4, 8  # titles; all further ones are specialists
PEOPLE_A_UNIT = 127
FIELDS = 8
BUNDLES = ((0, 1), (0, 2))  # titles that may stand in one hand
WOMEN_WANTED = 0.35  # of a unit's seats
RATING_SLACK = 1.0  # points by which a unit's specialists may stay below the province's mean
BLOCK = 16_000_000  # cells of (person, unit, role) looked at in one go


@dataclass(frozen=True)
class _People:
    """What is known of the people: one entry or one row of a small table each."""

    role_ok: NDArray[np.bool_]  # (people, roles)
    role_cost: NDArray[np.int32]  # (people, roles)
    unit_ok: NDArray[np.bool_]  # (people, units)
    unit_cost: NDArray[np.int32]  # (people, units)
    woman: NDArray[np.bool_]
    rating: NDArray[np.float64]


def scale(n_units: int, seed: int = 1, *, network: bool = False) -> Problem:
    """Return a problem of `n_units` units; with `network`, without bundles and without rows over several placements."""
    rng = np.random.default_rng(seed)
    bundles = () if network else BUNDLES
    target, least, priority = _seats(rng, n_units)
    people = _people(rng, n_units, bundles)
    candidates, cost = _candidates(people, n_units)
    wanted: tuple[tuple[Literal["min", "target"], NDArray[np.int32]], ...] = (("min", least), ("target", target))
    classes = [(kind, int(p)) for kind, want in wanted for p in np.unique(priority[want > 0])]
    levels = [
        Level(f"{'below_minimum' if kind == 'min' else 'vacancies'}_priority_{p}", None, vacancy=(kind, p))
        for kind, p in classes
    ]
    rows = Rows.none(_because)
    if not network:
        rows = _rows(people, target.reshape(n_units, TITLES), len(levels))
        levels.append(Level("soft_rules", np.zeros(len(candidates), np.int32)))
    levels.append(Level("cost", cost))
    levels.append(Level("tie_break", None, tie_break=True, later=_tie))
    must = np.zeros(candidates.n_people, bool)
    return Problem(
        candidates,
        _slot_seats(candidates, bundles),
        least,
        target,
        target,
        priority,
        must,
        rows,
        tuple(levels),
        _because,
    )


def _because(i: int) -> Finding:
    return Finding("row", "error", same(f"row {i}"))


def _tie(k: Ints) -> Ints:
    """Return scattered whole numbers, so that no two plans are equal by accident."""
    scattered: Ints = (k.astype(np.int64) * 2_654_435_761) % 1_000_003
    return scattered


def _seats(rng: np.random.Generator, n_units: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return target, minimum and priority of every (unit, title)."""
    specialists = TITLES - LEADERS - MANAGERS
    target = np.concatenate(
        [
            np.ones((n_units, LEADERS), np.int64),
            rng.integers(1, 3, (n_units, MANAGERS)),
            rng.integers(2, 6, (n_units, specialists)) + (rng.random((n_units, specialists)) < 0.14),
        ],
        axis=1,
    )
    least = np.where(rng.random(target.shape) < 0.3, target // 2, 0)
    least[:, 0] = 1
    priority = np.where(np.arange(TITLES) < LEADERS + MANAGERS, 1, 2)
    return (
        target.astype(np.int32).ravel(),
        least.astype(np.int32).ravel(),
        np.tile(priority, n_units).astype(np.int32),
    )


def _people(rng: np.random.Generator, n_units: int, bundles: tuple[tuple[int, int], ...]) -> _People:
    n = PEOPLE_A_UNIT * n_units
    titles = np.arange(TITLES)
    title_field = np.where(titles < LEADERS, -1, titles % FIELDS)
    weight = np.array([2.0, 1.6, 1.3, 1.1, 0.9, 0.7, 0.6, 0.5])  # surplus in some fields, shortage in others
    field = rng.choice(FIELDS, n, p=weight / weight.sum())
    second = np.where(rng.random(n) < 0.45, rng.integers(0, FIELDS, n), field)
    grade = rng.choice(3, n, p=[0.83, 0.14, 0.03])  # specialist, manager, leader
    fits = (title_field == field[:, None]) | (title_field == second[:, None])
    specialist = titles >= LEADERS + MANAGERS
    manager = (titles >= LEADERS) & ~specialist
    leader = titles < LEADERS
    role_ok = (fits & specialist) | (fits & manager & (grade[:, None] >= 1)) | (leader & (grade[:, None] == 2))
    misfit = rng.integers(0, 700, (n, TITLES)) + np.where(title_field == field[:, None], 0, 300)
    place = rng.random((n_units, 2)) * 60 * np.sqrt(n_units / 126)  # km: a larger province is wider
    home = rng.integers(0, n_units, n)
    way = place[home] + rng.normal(0, 4, (n, 2))
    km = np.sqrt(((way[:, None, :] - place[None]) ** 2).sum(axis=2)) if n_units <= 200 else _far(way, place)
    stays = rng.random(n) < 0.7
    moved = np.where(stays[:, None] & (np.arange(n_units) == home[:, None]), 0, 150)
    unit_ok = rng.random((n, n_units)) < 0.8
    unit_ok[np.arange(n), home] |= stays
    quality = rng.normal(0, 5, n_units)  # good ratings live in some places
    rating = np.clip(np.rint(rng.normal(75, 8, n) + quality[home]), 0, 100)
    woman = rng.random(n) < np.where(field % 2, 0.55, 0.25)
    return _People(
        np.concatenate([role_ok, *((role_ok[:, a] & role_ok[:, b])[:, None] for a, b in bundles)], axis=1),
        np.concatenate([misfit, *((misfit[:, a] + misfit[:, b])[:, None] for a, b in bundles)], axis=1).astype(
            np.int32
        ),
        unit_ok,
        (np.rint(km * 10) + moved).astype(np.int32),
        woman,
        rating,
    )


def _far(way: NDArray[np.float64], place: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances without the three-dimensional table of differences."""
    dx = way[:, :1] - place[None, :, 0]
    dy = way[:, 1:] - place[None, :, 1]
    found: NDArray[np.float64] = np.hypot(dx, dy)
    return found


def _candidates(people: _People, n_units: int) -> tuple[Candidates, NDArray[np.int32]]:
    """Return every eligible placement and its cost, people taken in blocks."""
    n, roles = people.role_ok.shape
    counts, slots, costs = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    size = max(1, BLOCK // (n_units * roles))
    for a in range(0, n, size):
        b = min(n, a + size)
        ok = people.unit_ok[a:b, :, None] & people.role_ok[a:b, None, :]
        counts.append(ok.sum(axis=(1, 2)))
        slots.append((np.flatnonzero(ok) % (n_units * roles)).astype(np.int32))
        costs.append((people.unit_cost[a:b, :, None] + people.role_cost[a:b, None, :])[ok])
    first = np.concatenate([[0], np.cumsum(np.concatenate(counts))]).astype(np.int64)
    unit = np.repeat(np.arange(n_units, dtype=np.int32), roles)
    role = np.tile(np.arange(roles, dtype=np.int32), n_units)
    return Candidates(first, np.concatenate(slots), unit, role), np.concatenate(costs)


def _slot_seats(candidates: Candidates, bundles: tuple[tuple[int, int], ...]) -> NDArray[np.int32]:
    """Return the seats of each slot: one, or the two of a bundle."""
    held = np.full((TITLES + len(bundles), 2 if bundles else 1), -1, np.int32)
    held[:TITLES, 0] = np.arange(TITLES)
    for i, pair in enumerate(bundles):
        held[TITLES + i] = pair
    titles = held[candidates.slot_role]
    return np.where(titles >= 0, candidates.slot_unit[:, None] * TITLES + titles, -1).astype(np.int32)


def _rows(people: _People, target: NDArray[np.int32], soft_level: int) -> Rows:
    """Return two crossing families: women in each unit (soft), and the ratings of each unit's specialists (hard).

    Ratings: the sum of (rating - mean of the province) over the specialists is at least -RATING_SLACK a seat.
    """
    n_units = len(target)
    n_roles = people.role_ok.shape[1]
    units = np.arange(n_units, dtype=np.int32)
    roles = np.arange(n_roles)
    rated = (roles >= LEADERS + MANAGERS) & (roles < TITLES)
    above = people.rating - np.rint(people.rating.mean())
    specialists = target[:, LEADERS + MANAGERS :].sum(axis=1)
    none, real = np.zeros(0, np.int64), np.zeros(0)
    return Rows(
        none,
        none,
        real,
        np.concatenate([np.ceil(WOMEN_WANTED * target.sum(axis=1)), -RATING_SLACK * specialists]),
        np.full(2 * n_units, np.inf),
        np.repeat([1, -1], n_units),
        np.repeat([soft_level, -1], n_units),
        _because,
        terms=(
            Term(units[None, :, None], people.woman.astype(np.float64)),
            Term(np.where(rated[None, None, :], n_units + units[None, :, None], -1).astype(np.int32), above),
        ),
    )
