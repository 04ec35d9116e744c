"""From a case and what is in force to a Problem: screens folded, costs made whole numbers, rows gathered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.model.candidates import Candidates, Positions, enumerate_candidates
from optimizer.model.cells import Cells, Screen, look
from optimizer.model.problem import Level, Problem, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from optimizer.catalogue import ActiveObjective, ActiveRule, Catalogue
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily

CHUNK = 2_000_000  # candidates whose costs are worked out in one go
FINEST = 1_000_000  # whole numbers to a natural unit at the most: nothing is weighed finer than a millionth


def assemble(facts: Facts, active: Catalogue) -> Problem:
    """Return the problem of one case, people, units and titles in the canonical order of its facts."""
    hard = [s for a in active.rules if not a.soft and (s := a.rule.screen(facts)) is not None]
    barred = np.zeros(facts.n_roles, bool)
    for a in active.rules:
        if (more := a.rule.bar_roles(facts)) is not None:
            barred |= more
    listed: Positions | None = None
    for o in active.objectives:
        if (only := o.objective.only(facts)) is not None:
            listed = only
    found = _without_hopeless(active, facts, enumerate_candidates(facts, hard, barred, listed))
    seats = seats_of(facts, found)
    levels = _levels(facts, active, found)
    minimum, target, maximum, priority = facts.seat_limits
    rows = _rows(facts, active, found, levels)
    must, rows, must_because = _must_place(facts.n_people, found, rows)
    return Problem(facts.n_people, found, seats, minimum, target, maximum, priority, must, rows, levels, must_because)


def _without_hopeless(active: Catalogue, facts: Facts, found: Candidates) -> Candidates:
    """Drop what a decided person can no longer do: who must hold one of some placements holds none of the others."""
    keep = np.ones(len(found), bool)
    for a in active.rules:
        for family in () if a.soft else a.rule.rows(facts):
            k, row, coef = family.entries(found.p, found.u, found.r)
            decided, person = _one_person_each(found, k, row, coef, family.lower, family.upper)
            for i in np.flatnonzero(decided):
                first, last = np.searchsorted(found.p, [person[i], person[i] + 1])
                mine = np.zeros(last - first, bool)
                mine[k[row == i] - first] = True
                keep[first:last] &= mine
    return Candidates(found.p[keep], found.u[keep], found.r[keep])


def _one_person_each(
    found: Candidates, k: NDArray[np.int64], row: NDArray[np.int64], coef: NDArray[np.float64],
    lower: NDArray[np.float64], upper: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:  # fmt: skip
    """Return which rows say "this one person holds one of these", and the person of each."""
    n = len(lower)
    who = found.p[k]
    low = np.full(n, np.iinfo(np.int64).max)
    high = np.full(n, -1, np.int64)
    np.minimum.at(low, row, who)
    np.maximum.at(high, row, who)
    plain = np.ones(n, bool)
    plain[row[coef != 1.0]] = False
    return plain & (low == high) & (lower == 1.0) & (upper >= 1.0), high


def seats_of(facts: Facts, found: Candidates) -> NDArray[np.int32]:
    """Return (N, J) positions of the seats each candidate takes, -1 padded, with no column that is all padding."""
    longest = facts.role_titles.shape[1]
    used = np.bincount(found.r, minlength=facts.n_roles) > 0
    if longest > 1 and not (facts.role_titles[used, 1] >= 0).any():
        longest = 1
    out = np.full((len(found), longest), -1, np.int32)
    for j in range(longest):
        t = facts.role_titles[found.r, j]
        here = t >= 0
        out[here, j] = facts.seat_pos[found.u[here], t[here]]
    return out


def _levels(facts: Facts, active: Catalogue, found: Candidates) -> tuple[Level, ...]:
    minimum, target, _, priority = facts.seat_limits
    levels: list[Level] = []
    for kind, want in (("min", minimum), ("target", target)):
        for rank in np.unique(priority[want > 0]):
            vacancy: tuple[Literal["min", "target"], int] = ("min" if kind == "min" else "target", int(rank))
            levels.append(Level(_vacancy_name(vacancy, priority, want), None, vacancy=vacancy))
    soft = [a for a in active.rules if a.soft]
    weighed = [o for o in active.objectives if not o.objective.ties]
    for number in sorted({a.level for a in soft} | {o.level for o in weighed}):
        levels.append(
            _weighted(facts, found, [a for a in soft if a.level == number], [o for o in weighed if o.level == number])
        )
    for o in active.objectives:
        if o.objective.ties:
            values = _sum_over_titles(facts, found, partial(o.objective.values_at, facts)).astype(np.int64)
            levels.append(Level(o.objective.name, values, tie_break=True, parts=((o.objective.name, 1.0),)))
    return tuple(levels)


def _vacancy_name(vacancy: tuple[str, int], priority: NDArray[np.int32], want: NDArray[np.int32]) -> str:
    base = "below_minimum" if vacancy[0] == "min" else "vacancies"
    return base if len(np.unique(priority[want > 0])) == 1 else f"{base}_priority_{vacancy[1]}"


def _weighted(facts: Facts, found: Candidates, soft: Sequence[ActiveRule], weighed: Sequence[ActiveObjective]) -> Level:
    total = np.zeros(len(found))
    for a in soft:
        if (screen := a.rule.screen(facts)) is not None:
            total += a.weight * _sum_over_titles(facts, found, partial(_failing, facts, screen))
    for o in weighed:
        sign = -1.0 if o.objective.direction == "max" else 1.0
        total += sign * o.weight * amounts(facts, found, o.objective.cells(facts))
    cost, scale = whole(np.concatenate([total, [a.weight for a in soft]]))
    cost = cost[: len(found)]
    maximised = any(o.objective.direction == "max" for o in weighed)
    names = [a.rule.name for a in soft] + [o.objective.name for o in weighed]
    parts = tuple([(a.rule.name, a.weight) for a in soft] + [(o.objective.name, o.weight) for o in weighed])
    name = "soft_rules" if soft and not weighed else "+".join(names)
    return Level(name, cost, scale, "max" if maximised else "min", parts=parts)


def amounts(facts: Facts, found: Candidates, cells: Cells) -> NDArray[np.float64]:
    """Return an objective's amount of every candidate: once, or summed over the titles held."""

    def at(p: NDArray[np.int32], u: NDArray[np.int32], t: NDArray[np.int32]) -> NDArray[np.float64]:
        return cells.at(p, u, t, facts.n_units, facts.n_titles)

    if cells.per_title:
        return _sum_over_titles(facts, found, at)
    out = np.empty(len(found))
    for a in range(0, len(found), CHUNK):
        b = a + CHUNK
        out[a:b] = at(found.p[a:b], found.u[a:b], facts.role_titles[found.r[a:b], 0])
    return out


def _sum_over_titles(facts: Facts, found: Candidates, at: Callable[..., NDArray[np.float64]]) -> NDArray[np.float64]:
    out = np.empty(len(found))
    for a in range(0, len(found), CHUNK):
        b = min(len(found), a + CHUNK)
        p, u, r = found.p[a:b], found.u[a:b], found.r[a:b]
        out[a:b] = at(p, u, facts.role_titles[r, 0])
        for j in range(1, facts.role_titles.shape[1]):
            more = np.flatnonzero(facts.role_titles[r, j] >= 0)
            if len(more):
                out[a + more] += at(p[more], u[more], facts.role_titles[r[more], j])
    return out


def _failing(
    facts: Facts, screen: Screen, p: NDArray[np.int32], u: NDArray[np.int32], t: NDArray[np.int32]
) -> NDArray[np.float64]:
    fails = np.broadcast_to(look(screen.fails, p, u, t), p.shape).copy()
    for a, b in screen.also:
        fails |= look(a, p, u, t) & look(b, p, u, t)
    if len(screen.spared):
        keys = (p.astype(np.int64) * facts.n_units + u) * facts.n_titles + t
        fails &= ~np.isin(keys, screen.spared.keys(facts.n_units, facts.n_titles))
    return fails.astype(np.float64)


def whole(amount: NDArray[np.float64]) -> tuple[NDArray[np.int64], float]:
    """Return the amounts as whole numbers and how many of them make one unit: the coarsest scale that loses nothing."""
    scale = 1.0
    while scale < FINEST and np.abs(amount * scale - np.rint(amount * scale)).max(initial=0.0) > 1e-7:
        scale *= 10.0
    return np.rint(amount * scale).astype(np.int64), scale


def _rows(facts: Facts, active: Catalogue, found: Candidates, levels: Sequence[Level]) -> Rows:
    families: list[tuple[RowFamily, int, float]] = []
    for a in active.rules:
        level = -1
        if a.soft:
            level = next(i for i, it in enumerate(levels) if (a.rule.name, a.weight) in it.parts)
        families.extend((f, level, a.weight) for f in a.rule.rows(facts))
    candidate, row, coef, lower, upper, price, paid_by = [], [], [], [], [], [], []
    starts: list[int] = [0]
    for family, level, weight in families:
        k, i, c = family.entries(found.p, found.u, found.r)
        candidate.append(k), row.append(i + starts[-1]), coef.append(c)
        lower.append(family.lower), upper.append(family.upper)
        unit = (
            -1 if level < 0 else round(weight * (1.0 if family.price is None else family.price) * levels[level].scale)
        )
        price.append(np.full(len(family.lower), unit)), paid_by.append(np.full(len(family.lower), level))
        starts.append(starts[-1] + len(family.lower))

    def because(i: int) -> Finding:
        f = int(np.searchsorted(starts, i, side="right")) - 1
        return families[f][0].because(i - starts[f])

    def joined(parts: list[NDArray[np.generic]], kind: type) -> NDArray[np.generic]:
        return np.concatenate([np.zeros(0, kind), *parts]).astype(kind)

    return Rows(
        joined(candidate, np.int64), joined(row, np.int64), joined(coef, np.float64), joined(lower, np.float64),
        joined(upper, np.float64), joined(price, np.int64), joined(paid_by, np.int64), because,
    )  # fmt: skip


def _must_place(
    n_people: int, found: Candidates, rows: Rows
) -> tuple[NDArray[np.bool_], Rows, Callable[[int], Finding]]:
    """Take out the rows that only say "this person is placed": a flag says it without a row, and keeps a network one."""
    must = np.zeros(n_people, bool)
    n = len(rows)
    because = rows.because
    if not n:
        return must, rows, because
    decided, low = _one_person_each(found, rows.candidate, rows.row, rows.coef, rows.lower, rows.upper)
    size = np.bincount(rows.row, minlength=n)
    own = np.bincount(found.p, minlength=n_people + 1)
    simple = decided & (rows.price < 0) & (size == own[np.where(decided, low, n_people)])
    must[low[simple]] = True
    row_of = np.full(n_people, -1, np.int64)
    row_of[low[simple]] = np.flatnonzero(simple)
    keep = np.flatnonzero(~simple)
    new = np.full(n, -1, np.int64)
    new[keep] = np.arange(len(keep))
    use = new[rows.row] >= 0
    left = Rows(
        rows.candidate[use], new[rows.row[use]], rows.coef[use], rows.lower[keep], rows.upper[keep],
        rows.price[keep], rows.level[keep], lambda i: because(int(keep[i])),
    )  # fmt: skip
    return must, left, lambda p: because(int(row_of[p]))
