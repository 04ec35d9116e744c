"""Quotas as arrays: each becomes one row family whose coefficients are a few small tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.quota import because, shared, spared_seats
from optimizer.domain.scopes import MILLE, PARTS
from optimizer.model.rows import RowFamily, Term

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from optimizer.domain.quota import Named, Quota, Row
    from optimizer.model.facts import Facts

Ints32: TypeAlias = NDArray[np.int32]
Flags: TypeAlias = NDArray[np.bool_]
FEW = 4  # up to so many different memberships each get a table of their own, more are told apart by groups of people


def families(rule: Named, facts: Facts, quotas: Iterable[Quota]) -> tuple[RowFamily, ...]:
    """Return one row family for each quota that has rows."""
    return tuple(_family(rule, facts, quota) for quota in quotas if quota.rows)


def _family(rule: Named, facts: Facts, quota: Quota) -> RowFamily:
    base = np.array([row.base for row in quota.rows]) / PARTS
    at_most = np.array([row.at_most for row in quota.rows], bool)
    case = facts.case
    return RowFamily(
        rule.name,
        lower=np.where(at_most, -np.inf, base),
        upper=np.where(at_most, base, np.inf),
        because=lambda at: because(rule, case, quota, at),
        terms=tuple(_terms(rule, facts, quota)),
        price=1.0,
        worst=quota.worst,
    )


def _terms(rule: Named, facts: Facts, quota: Quota) -> Iterator[Term]:
    """Yield what holders and members add, tables that are equal joined, exceptions taken out."""
    titles = np.fromiter((t.title_code in quota.titles for t in facts.case.titles), bool, facts.n_titles)
    held = facts.roles_with(titles)
    spared = spared_tables(rule, facts)
    joined: dict[bytes, tuple[Ints32, NDArray[np.int64]]] = {}
    for by_unit, coef in [*_of_holders(facts, quota), *_of_members(facts, quota)]:
        table, before = joined.get(by_unit.tobytes(), (by_unit, np.zeros(facts.n_people, np.int64)))
        joined[by_unit.tobytes()] = table, before + coef
    for by_unit, coef in joined.values():
        row = np.where(held[None, :], by_unit[:, None], -1)[None].astype(np.int32)
        yield without_spared(facts, Term(row, coef / PARTS), titles, spared)
    apart = _of_groups(facts, quota, held) if _told_apart_by_groups(quota) else _of_strangers(facts, quota, held)
    for term in apart:
        yield without_spared(facts, term, titles, spared)


def _of_holders(facts: Facts, quota: Quota) -> Iterator[tuple[Ints32, NDArray[np.int64]]]:
    """Yield (row of each unit, coefficient of each person in PARTS) of the share that every holder takes off."""
    counted = _counted(facts, quota)
    for share in sorted({row.share for row in quota.rows} - {0}):
        for by_unit in _layers(facts, [(i, row) for i, row in enumerate(quota.rows) if row.share == share]):
            yield by_unit, -share * counted


def _of_members(facts: Facts, quota: Quota) -> Iterator[tuple[Ints32, NDArray[np.int64]]]:
    """Yield (row of each unit, coefficient of each person in PARTS) of what members add, one a membership and size."""
    weight = _weights(facts, quota)
    by_groups = _told_apart_by_groups(quota)
    kinds = dict.fromkeys((row.tags, row.divide) for row in quota.rows if row.tags is None or not by_groups)
    tags_met, own = _numbered(facts, quota)
    for tags, divide in kinds:
        rows = [(i, row) for i, row in enumerate(quota.rows) if (row.tags, row.divide) == (tags, divide)]
        member = np.ones(facts.n_people, bool)
        if tags is not None:
            member = np.isin(own, [i for i, tag in enumerate(tags_met) if tag in tags])
        coef = np.where(member, shared(weight, divide), 0) * (PARTS // MILLE)
        for by_unit in _layers(facts, rows):
            yield by_unit, coef


def _numbered(facts: Facts, quota: Quota) -> tuple[list[Hashable], Ints32]:
    """Return the tags that people have, and (P,) the number of each person's own, -1 for none."""
    number: dict[Hashable, int] = {}
    own = np.full(facts.n_people, -1, np.int32)
    for cadre_id, tag in quota.tags.items():
        if (at := facts.person_at.get(cadre_id)) is not None and tag is not None:
            own[at] = number.setdefault(tag, len(number))
    return list(number), own


def _told_apart_by_groups(quota: Quota) -> bool:
    return not quota.not_in and len({row.tags for row in quota.rows if row.tags is not None}) > FEW


def _of_groups(facts: Facts, quota: Quota, held: Flags) -> Iterator[Term]:
    """Yield terms of members whose rows differ from tag to tag: one group of people a tag."""
    named: set[Hashable] = {tag for row in quota.rows for tag in row.tags or ()}
    met, own = _numbered(facts, quota)
    used = [i for i, tag in enumerate(met) if tag in named]
    if not used:
        return
    number = {met[i]: at for at, i in enumerate(used)}
    group_of = np.full(len(met) + 1, -1, np.int32)
    group_of[used] = np.arange(len(used))
    group = group_of[own]  # who has no tag reads the last entry
    weight = _weights(facts, quota)
    for divide in sorted({row.divide for row in quota.rows if row.tags is not None}):
        coef = shared(weight, divide)
        layers: list[Ints32] = []
        for i, row in enumerate(quota.rows):
            if row.tags is None or row.divide != divide:
                continue
            g = np.array(sorted(number[tag] for tag in row.tags if tag in number), np.int64)
            spot = np.ix_(g, np.array([facts.unit_at[unit] for unit in row.units], np.int64))
            free = next((layer for layer in layers if (layer[spot] < 0).all()), None)
            if free is None:
                free = np.full((len(number), facts.n_units), -1, np.int32)
                layers.append(free)
            free[spot] = i
        for layer in layers:
            yield Term(np.where(held, layer[:, :, None], -1).astype(np.int32), coef / MILLE, group)


def _of_strangers(facts: Facts, quota: Quota, held: Flags) -> Iterator[Term]:
    """Yield terms that take back what members add where they are none: one group of people a set of such units."""
    sets: dict[frozenset[str], int] = {}
    group = np.full(facts.n_people, -1, np.int32)
    for cadre_id, units in quota.not_in.items():
        known = frozenset(unit for unit in units if unit in facts.unit_at)
        if known and (at := facts.person_at.get(cadre_id)) is not None:
            group[at] = sets.setdefault(known, len(sets))
    if not sets:
        return
    there = np.zeros((len(sets), facts.n_units), bool)
    for units, i in sets.items():
        there[i, [facts.unit_at[unit] for unit in units]] = True
    for by_unit, coef in _of_members(facts, quota):
        row = np.where(there, by_unit[None, :], -1)[:, :, None]
        yield Term(np.where(held, row, -1).astype(np.int32), -coef / PARTS, group)


def _layers(facts: Facts, rows: Sequence[tuple[int, Row]]) -> list[Ints32]:
    """Return tables (U,) of the row of each unit; rows that share a unit stand in different tables."""
    layers: list[Ints32] = []
    for i, row in rows:
        at = np.array([facts.unit_at[unit] for unit in row.units], np.int64)
        free = next((layer for layer in layers if (layer[at] < 0).all()), None)
        if free is None:
            free = np.full(facts.n_units, -1, np.int32)
            layers.append(free)
        free[at] = i
    return layers


def _counted(facts: Facts, quota: Quota) -> NDArray[np.int64]:
    if quota.people is None:
        return np.ones(facts.n_people, np.int64)
    return np.fromiter((c.cadre_id in quota.people for c in facts.case.cadres), np.int64, facts.n_people)


def _weights(facts: Facts, quota: Quota) -> NDArray[np.int64]:
    if quota.weights is None:
        return MILLE * _counted(facts, quota)
    weight = np.fromiter((quota.weight(c.cadre_id) for c in facts.case.cadres), np.int64, facts.n_people)
    return weight * _counted(facts, quota)


# exceptions ----------------------------------------------------------------------------------------------------------
def spared_tables(rule: Named, facts: Facts) -> dict[int, Flags]:
    """Return for each person with an exception where (U, T) it takes them out of the rule."""
    found: dict[int, Flags] = {}
    for cadre_id, seats in spared_seats(rule, facts.case).items():
        out = np.zeros((facts.n_units, facts.n_titles), bool)
        for unit, title in seats:
            u = slice(None) if not unit else facts.unit_at[unit]
            t = slice(None) if not title else facts.title_at[title]
            out[u, t] = True
        found[facts.person_at[cadre_id]] = out
    return found


def without_spared(facts: Facts, term: Term, titles: Flags, spared: dict[int, Flags]) -> Term:
    """Return a term in which people with exceptions are no holders there: each stands in a group of their own."""
    people = [p for p in sorted(spared) if term.concerned[p]]
    if not people:
        return term
    group = np.zeros(facts.n_people, np.int32) if term.group is None else term.group.copy()
    shape = (facts.n_units, facts.n_roles)
    tables = [np.broadcast_to(term.row, (len(term.row), *shape))]
    for i, p in enumerate(people):
        open_ = np.append(titles[None, :] & ~spared[p], np.zeros((facts.n_units, 1), bool), axis=1)
        counted = open_[:, facts.role_titles].any(axis=2)
        own = np.broadcast_to(term.row[group[p]], shape)
        tables.append(np.where(counted, own, -1)[None])
        group[p] = len(term.row) + i
    return Term(np.concatenate(tables).astype(np.int32), term.coef, group)
