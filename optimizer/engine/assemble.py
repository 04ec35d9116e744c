"""From a case and what is in force to a Problem: screens folded, costs made whole numbers, rows gathered."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from optimizer.catalogue import level_names
from optimizer.model.candidates import Candidates, Ints, enumerate_candidates, failing
from optimizer.model.cells import Cells, RoleSpots, Screen
from optimizer.model.problem import Level, Problem, Rows
from optimizer.model.tables import SURE, Tables
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from optimizer.catalogue import ActiveObjective, ActiveRule, Catalogue
    from optimizer.findings import Finding
    from optimizer.model.candidates import Positions
    from optimizer.model.facts import Facts
    from optimizer.model.rows import Found, RowFamily, Term
    from optimizer.objectives.base import RoleAmounts

Families: TypeAlias = "Sequence[tuple[ActiveRule, RowFamily]]"
Amounts: TypeAlias = "Callable[[Ints, Ints, Ints], NDArray[Any]]"  # of flat (person, unit, title) positions

CHUNK = 500_000  # candidates whose costs are worked out in one go
SAMPLED = 10_000  # candidates that tell whether a scale is too coarse: most that are show it at once
WIDEST = 2.0**60  # up to which costs are written out: two of them still differ by one machine number
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
    families = [(a, f) for a in active.rules for f in a.rule.rows(facts)]
    found = without_hopeless(families, enumerate_candidates(facts, hard, barred, listed))
    entries = [_listed(family, found) for _, family in families]
    levels = _levels(facts, active, found, families, entries)
    minimum, target, maximum, priority = facts.seat_limits
    must, rows, must_because, kept = _must_place(found, rows_of(families, found, levels, entries))
    seats = _slot_seats(facts, found)
    return Problem(
        found, seats, minimum, target, maximum, priority, must, rows, levels, must_because, _names(families, kept)
    )


def _names(families: Families, kept: Ints) -> Callable[[int], tuple[str, int]]:
    """Return what names the rows that are kept: the rule of each and its number among all rows of that rule."""
    rules = [active.rule.name for active, _ in families]
    starts = np.concatenate([[0], np.cumsum([len(family.lower) for _, family in families])]).astype(np.int64)
    first = {rule: int(starts[rules.index(rule)]) for rule in dict.fromkeys(rules)}

    def name(row: int) -> tuple[str, int]:
        at = int(kept[row])
        rule = rules[int(np.searchsorted(starts, at, side="right")) - 1]
        return rule, at - first[rule]

    return name


def _slot_seats(facts: Facts, found: Candidates) -> NDArray[np.int32]:
    """Return (slots, J) positions of the seats each slot takes, -1 padded, with no column that is all padding."""
    titles = facts.role_titles[found.slot_role]
    seats = np.where(titles >= 0, facts.seat_pos[found.slot_unit[:, None], titles], -1).astype(np.int32)
    used = np.zeros(len(seats), bool)
    used[found.slot] = True
    width = max(1, int((seats[used] >= 0).sum(axis=1).max(initial=1)))
    return seats[:, :width]


# decided people ------------------------------------------------------------------------------------------------------
def _listed(family: RowFamily, found: Candidates) -> Found:
    """Return what a family lists; one that names its people is asked about theirs alone."""
    if family.listed is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    k: Ints = np.arange(len(found)) if family.people is None else found.of_people(np.unique(family.people))
    at, row, coef = family.listed(*(a.astype(np.int32) for a in (found.person(k), found.unit(k), found.role(k))))
    return k[at].astype(np.int64, copy=False), row, coef


def without_hopeless(families: Families, found: Candidates) -> Candidates:
    """Drop what a decided person can no longer do: who must hold one of some placements holds none of the others."""
    gone: list[Ints] = []
    for active, family in families:
        if active.soft or family.terms or not (family.lower == 1.0).any():
            continue
        k, row, coef = _listed(family, found)
        decided, person = _one_person_each(found, k, row, coef, family.lower, family.upper)
        for i in np.flatnonzero(decided):
            first, last = found.first[person[i]], found.first[person[i] + 1]
            gone.append(np.setdiff1d(np.arange(first, last), k[row == i]))
    return found.without(np.unique(np.concatenate(gone))) if gone else found


def _one_person_each(
    found: Candidates,
    k: Ints,
    row: Ints,
    coef: NDArray[np.float64],
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
) -> tuple[NDArray[np.bool_], Ints]:
    """Return which rows say "this one person holds one of these", and the person of each."""
    n = len(lower)
    asked = (lower == 1.0) & (upper >= 1.0)
    use = asked[row]
    k, row, coef = k[use], row[use], coef[use]
    who = found.person(k).astype(np.int64)
    low = np.full(n, np.iinfo(np.int64).max)
    high = np.full(n, -1, np.int64)
    np.minimum.at(low, row, who)
    np.maximum.at(high, row, who)
    asked[row[coef != 1.0]] = False
    return asked & (low == high), high


def _must_place(found: Candidates, rows: Rows) -> tuple[NDArray[np.bool_], Rows, Callable[[int], Finding], Ints]:
    """Take out the rows that only say "this person is placed": a flag says it without a row, and keeps a network one.

    The last thing returned is which rows are left.
    """
    must = np.zeros(found.n_people, bool)
    n = len(rows)
    because = rows.because
    if not n:
        return must, rows, because, np.zeros(0, np.int64)
    decided, person = _one_person_each(found, rows.candidate, rows.row, rows.coef, rows.lower, rows.upper)
    size = np.bincount(rows.row, minlength=n)
    own = np.append(found.counts, 0)
    simple = decided & rows.hard & (size == own[np.where(decided, person, found.n_people)])
    for term in rows.terms:
        low, high = _span(term)
        if simple[low : high + 1].any():
            simple[term.row[term.row >= 0]] = False
    must[person[simple]] = True
    row_of = np.full(found.n_people, -1, np.int64)
    row_of[person[simple]] = np.flatnonzero(simple)
    keep = np.flatnonzero(~simple)
    new = np.full(n, -1, np.int64)
    new[keep] = np.arange(len(keep))
    use = new[rows.row] >= 0
    terms = tuple(_renumbered(term, new) for term in rows.terms)
    left = Rows(
        rows.candidate[use], new[rows.row[use]], rows.coef[use], rows.lower[keep], rows.upper[keep], rows.price[keep],
        rows.level[keep], lambda i: because(int(keep[i])), terms, rows.worst[keep],
        None if rows.family is None else rows.family[keep],
    )  # fmt: skip
    return must, left, lambda p: because(int(row_of[p])), keep


def _span(term: Term) -> tuple[int, int]:
    """Return the first and the last row of a term; (0, -1) where it has none."""
    last = int(term.row.max(initial=-1))
    return int(term.row.min(initial=last + 1, where=term.row >= 0)), last


def _renumbered(term: Term, new: Ints) -> Term:
    """Return a term whose rows, all of them kept, have new numbers. They mostly move together: no look at each then."""
    low, high = _span(term)
    if high < low or (new[low], new[high]) == (low, high):
        return term
    shift = int(low - new[low])
    moved = term.row - shift if high - new[high] == shift else new[np.maximum(term.row, 0)]
    return replace(term, row=np.where(term.row >= 0, moved, -1).astype(np.int32))


# levels --------------------------------------------------------------------------------------------------------------
def _levels(
    facts: Facts, active: Catalogue, found: Candidates, families: Families, entries: Sequence[Found]
) -> tuple[Level, ...]:
    minimum, target, _, priority = facts.seat_limits
    levels: list[Level] = []
    kinds: tuple[tuple[Literal["min", "target"], NDArray[np.int32]], ...] = (("min", minimum), ("target", target))
    for kind, want in kinds:
        ranks = np.unique(priority[want > 0])
        base = "below_minimum" if kind == "min" else "vacancies"
        for rank in ranks.tolist():
            name = base if len(ranks) == 1 else f"{base}_priority_{rank}"
            levels.append(Level(name, None, vacancy=(kind, rank)))
    soft = [a for a in active.rules if a.soft]
    # what is to be made large is named first: suitability, then what it costs
    weighed = sorted(
        (o for o in active.objectives if not o.objective.ties), key=lambda o: o.objective.direction != "max"
    )
    for number, name in level_names(active).items():
        here = [a for a in soft if a.level == number], [o for o in weighed if o.level == number]
        listed = zip(families, entries, strict=True)
        prices = [_finest_price(a, f, own) for (a, f), (_, _, own) in listed if a.soft and a.level == number]
        levels.append(_weighted(name, facts, found, *here, prices))
    for o in active.objectives:
        if o.objective.ties:
            later = partial(_tie_costs, facts, found, partial(o.objective.values_at, facts))
            levels.append(Level(o.objective.name, None, tie_break=True, parts=((o.objective.name, 1.0),), later=later))
    return tuple(levels)


def _tie_costs(facts: Facts, found: Candidates, at: Amounts, k: Ints) -> Ints:
    return _amounts(facts, found.person(k), found.unit(k), found.role(k), at, per_title=True).astype(np.int64)


def _weighted(
    name: str,
    facts: Facts,
    found: Candidates,
    soft: Sequence[ActiveRule],
    weighed: Sequence[ActiveObjective],
    prices: Sequence[float],
) -> Level:
    screens = [(a.weight, screen) for a in soft if (screen := a.rule.screen(facts)) is not None]
    signed = [(-o.weight if o.objective.direction == "max" else o.weight, o.objective) for o in weighed]
    by_roles = [(weight, it.of_roles(facts)) for weight, it in signed]
    asked = [
        (weight, it.cells(facts) if roles is None else roles)
        for (weight, it), (_, roles) in zip(signed, by_roles, strict=True)
    ]
    finest = [*(a.weight for a in soft), *prices]
    amounts = [*screens, *asked]
    quick = _read_twice(facts, found, amounts, finest) if amounts else None
    if quick is not None:
        cost, scale = quick
    else:
        terms: list[tuple[float, Amounts, bool]] = [
            (weight, partial(failing, facts, screen), True) for weight, screen in screens
        ]
        whole_roles: list[tuple[float, Amounts]] = []
        for weight, it in asked:
            if isinstance(it, Cells):
                terms.append((weight, partial(_cells_at, facts, it), it.per_title))
            else:
                whole_roles.append((weight, it))
        cost, scale = whole(_added_up(facts, found, terms, whole_roles), finest)
    maximised = any(o.objective.direction == "max" for o in weighed)
    parts = tuple([(a.rule.name, a.weight) for a in soft] + [(o.objective.name, o.weight) for o in weighed])
    base = sum((weight * it.base(facts.case) for weight, it in signed), 0.0)
    return Level(name, cost if len(cost) else None, scale, "max" if maximised else "min", parts=parts, base=base)


def _added_up(
    facts: Facts,
    found: Candidates,
    terms: Sequence[tuple[float, Amounts, bool]],
    whole_roles: Sequence[tuple[float, Amounts]],
) -> NDArray[np.float64]:
    """Return what each candidate costs in natural units: every amount looked up by itself."""
    total = np.zeros(len(found) if terms or whole_roles else 0)

    def add(chunk: tuple[int, int]) -> None:
        begin, end = chunk
        p, slot = found.person_between(begin, end), found.slot[begin:end]
        u, r = found.slot_unit[slot], found.slot_role[slot]
        for weight, at, per_title in terms:
            total[begin:end] += weight * _amounts(facts, p, u, r, at, per_title)
        for weight, at in whole_roles:
            total[begin:end] += weight * at(p, u, r)

    if len(total):
        side_by_side(add, found.chunks(CHUNK))
    return total


def _read_twice(
    facts: Facts,
    found: Candidates,
    asked: Sequence[tuple[float, Cells | RoleAmounts | Screen]],
    finest: Sequence[float],
) -> tuple[Ints, float] | None:
    """Return the costs and their scale from small tables, None where `whole` has to look at every candidate.

    That is so where an amount is no small table, or where cells are finer than what they add up to.
    """
    small = [(weight, it) for weight, it in asked if isinstance(it, Cells | RoleSpots | Screen)]
    tables = Tables.of(facts, found, small) if len(small) == len(asked) else None
    if tables is None:
        return None
    extra = np.array(finest, float)
    scale = 1.0
    while scale < FINEST and (_off(extra * scale) > 1e-7 or tables.off(scale) > SURE):
        scale *= 10.0
    if scale * tables.widest > WIDEST:
        return None
    coarser = scale / 10.0
    sample = np.arange(0, len(found), max(1, len(found) // SAMPLED))
    if scale >= FINEST or (scale > 1 and max(_off(extra * coarser), _off(tables.some(sample) * coarser)) <= 1e-7):
        return None
    return tables.numbers(scale), scale


def _cells_at(facts: Facts, cells: Cells, p: Ints, u: Ints, t: Ints) -> NDArray[np.float64]:
    return cells.at(p, u, t, facts.n_units, facts.n_titles)


def _amounts(facts: Facts, p: Ints, u: Ints, r: Ints, at: Amounts, per_title: bool) -> NDArray[np.float64]:
    """Return the amounts of candidates: once each, or summed over the titles each would hold."""
    out = at(p, u, facts.role_titles[r, 0]).astype(np.float64)
    for j in range(1, facts.role_titles.shape[1] if per_title else 1):
        more = np.flatnonzero(facts.role_titles[r, j] >= 0)
        if len(more):
            out[more] += at(p[more], u[more], facts.role_titles[r[more], j])
    return out


def whole(amount: NDArray[np.float64], weights: Sequence[float] = ()) -> tuple[Ints, float]:
    """Return the amounts as whole numbers and how many of them make one unit: the coarsest scale that loses nothing.

    `weights` are prices the same scale has to be fine enough for.
    """
    scale = 1.0
    extra = np.array(weights, float)
    some = amount[:: max(1, len(amount) // SAMPLED)]
    blocks = [slice(a, a + CHUNK) for a in range(0, len(amount), CHUNK)]
    widest = max(side_by_side(lambda block: float(np.abs(amount[block]).max()), blocks), default=0.0)
    while scale < FINEST and 10.0 * scale * widest <= WIDEST:
        if max(_off(extra * scale), _off(some * scale)) <= 1e-7 and _every_whole(amount, scale, blocks):
            break
        scale *= 10.0
    out: Ints = np.empty(len(amount), np.int32 if np.rint(widest * scale) < 2**31 else np.int64)

    def fill(block: slice) -> None:
        out[block] = np.rint(amount[block] * scale)

    side_by_side(fill, blocks)
    return out, scale


def _every_whole(amount: NDArray[np.float64], scale: float, blocks: Sequence[slice]) -> bool:
    return all(off <= 1e-7 for off in side_by_side(lambda block: _off(amount[block] * scale), blocks))


def _off(scaled: NDArray[np.float64]) -> float:
    """Return how far the farthest number is from a whole one."""
    return float(np.abs(scaled - np.rint(scaled)).max(initial=0.0))


# rows ----------------------------------------------------------------------------------------------------------------
def rows_of(
    families: Families, found: Candidates, levels: Sequence[Level], entries: Sequence[Found] | None = None
) -> Rows:
    """Return the rows of all families over the candidates, each soft one with the level that pays for it.

    `entries` are what the families list, where that is known.
    """
    candidate, row, price, paid_by, group, kind = ([np.zeros(0, np.int64)] for _ in range(6))
    coef, lower, upper = ([np.zeros(0)] for _ in range(3))
    terms: list[Term] = []
    starts: list[int] = [0]
    for number, (active, family) in enumerate(families):
        level = -1
        if active.soft:
            level = next(i for i, it in enumerate(levels) if (active.rule.name, active.weight) in it.parts)
        k, i, c = _listed(family, found) if entries is None else entries[number]
        n = len(family.lower)
        price_of = -1 if level < 0 else round(active.weight * _own_price(family) * levels[level].scale)
        candidate.append(k)
        row.append(i.astype(np.int64) + starts[-1])
        price.append(np.full(n, price_of))
        paid_by.append(np.full(n, level))
        group.append(np.full(n, number if family.worst and level >= 0 else -1))
        kind.append(np.full(n, number))
        coef.append(c)
        lower.append(family.lower)
        upper.append(family.upper)
        terms += [replace(t, row=np.where(t.row >= 0, t.row + starts[-1], -1).astype(np.int32)) for t in family.terms]
        starts.append(starts[-1] + n)

    def because(i: int) -> Finding:
        f = int(np.searchsorted(starts, i, side="right")) - 1
        return families[f][1].because(i - starts[f])

    return Rows(
        np.concatenate(candidate), np.concatenate(row), np.concatenate(coef), np.concatenate(lower),
        np.concatenate(upper), np.concatenate(price), np.concatenate(paid_by), because, tuple(terms),
        np.concatenate(group), np.concatenate(kind),
    )  # fmt: skip


def _own_price(family: RowFamily) -> float:
    return 1.0 if family.price is None else family.price


def _finest_price(active: ActiveRule, family: RowFamily, listed: NDArray[np.float64]) -> float:
    """Return what the smallest step of a soft row's activity costs, so that the level's scale is fine enough for it."""
    numbers = [family.lower, family.upper, *(t.coef for t in family.terms), listed]
    every = np.concatenate(numbers)
    return active.weight * _own_price(family) / whole(every[np.isfinite(every)])[1]
