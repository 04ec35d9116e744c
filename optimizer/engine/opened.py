"""A case opened for diagnosis: what screens would take away silently stands as rows that name who asks for it.

For every seat that a decision wants, or a rule wants for one person, the placements that some rule forbids are candidates
too, each rule that forbids them for that person being a row "none of these". So a contradiction can name both.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.engine.assemble import rows_of
from optimizer.engine.grouped import united
from optimizer.model.candidates import Candidates, enumerate_candidates, failing
from optimizer.model.problem import Problem, Rows
from optimizer.rules.decisions import wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from numpy.typing import NDArray

    from optimizer.catalogue import ActiveRule, Catalogue
    from optimizer.domain.entities import Decision
    from optimizer.findings import Finding
    from optimizer.model.candidates import Ints, Positions
    from optimizer.model.cells import Screen
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily
    from optimizer.rules.base import Rule

Spot = tuple[int, int, int]  # positions of a person, a unit and a role


@dataclass(frozen=True)
class Demand:
    """One thing a case asks that somebody could take back.

    `decision`: row `row` of the Decisions sheet as the case holds it. `rule`: what one row of a rule asks of several
    placements together, said by `finding`. `requirement`: what a rule asks of one person, `cadre_id`. `role`: a rule
    keeps some titles out of one hand. `seat`: the number of holders of `seat`; `no_seat`: the unit has no such seat.
    """

    kind: Literal["decision", "rule", "requirement", "role", "seat", "no_seat"]
    rule: str = ""
    row: int = -1
    cadre_id: str = ""
    seat: tuple[str, str] = ("", "")
    finding: Finding | None = None


@dataclass(frozen=True)
class _Said:
    """What a rule says as arrays."""

    rule: Rule
    screen: Screen | None
    roles: NDArray[np.bool_] | None
    rows: tuple[RowFamily, ...]


@dataclass(frozen=True)
class Opened:
    """The problem of an opened case, and who asks for each of its rows beyond those of the rules."""

    facts: Facts
    problem: Problem
    families: tuple[tuple[ActiveRule, RowFamily], ...]
    own: tuple[Demand, ...]  # of the last rows
    examples: dict[Demand, Spot]  # a placement that a requirement forbids
    said: dict[str, _Said]
    _known: dict[int, Demand] = field(default_factory=dict)

    def of_row(self, i: int) -> Hashable:
        """Return the demand behind a row; rows of one rule that say the same are one demand."""
        first = len(self.problem.rows) - len(self.own)
        if i >= first:
            return self.own[i - first]
        if i not in self._known:
            at, family = i, 0
            while at >= len(self.families[family][1].lower):
                at -= len(self.families[family][1].lower)
                family += 1
            rule = self.families[family][0].rule.name
            self._known[i] = Demand("rule", rule, finding=self.problem.rows.because(i))
        return self._known[i]

    def of_seat(self, s: int) -> Hashable:
        """Return the demand behind a seat's capacity."""
        seat = self.facts.case.seats[s]
        return Demand("seat", "seat_limits", seat=(seat.unit_code, seat.title_code))


def opened(
    facts: Facts, active: Catalogue, only: tuple[Ints, Ints, Ints] | None = None, like: Opened | None = None
) -> Opened:
    """Return a case opened for diagnosis; with `only`, over these (person, unit, role) positions alone.

    `like` is the same case opened before: what rules said there they say again, but for rules that were changed since.
    """
    rules = [a for a in active.rules if not a.soft and a.rule.name != "decisions"]
    said = dict(like.said) if like is not None else {}
    for a in rules:
        if a.rule.name not in said or said[a.rule.name].rule is not a.rule:
            said[a.rule.name] = _Said(a.rule, a.rule.screen(facts), a.rule.bar_roles(facts), a.rule.rows(facts))
    bars = _Bars.of(facts, active, [said[a.rule.name] for a in rules])
    hard = [f for a in rules for f in said[a.rule.name].rows]
    spots = _wanted_spots(facts, hard) if only is None else only
    found = _candidates(facts, bars, spots, free=only is None)
    families = tuple((a, f) for a in rules for f in said[a.rule.name].rows)
    rows, own, examples = _with_own(facts, bars, found, spots, rows_of(families, found, ()))
    minimum, target, most, priority = facts.seat_limits
    seats = _seats(facts, found)
    problem = Problem(
        found, seats, minimum, target, most, priority, np.zeros(facts.n_people, bool), rows, (), rows.because
    )
    return Opened(facts, problem, families, own, examples, said)


def _candidates(facts: Facts, bars: _Bars, spots: tuple[Ints, Ints, Ints], free: bool) -> Candidates:
    """Return the placements at `spots` as candidates, with (if `free`) everything no rule forbids."""
    p, u, r = (np.asarray(a, np.int64) for a in spots)
    key = np.sort((p * facts.n_units + u) * facts.n_roles + r)
    key = key[np.append(True, key[1:] != key[:-1])] if len(key) else key
    pu, r = np.divmod(key, max(1, facts.n_roles))
    p, u = np.divmod(pu, max(1, facts.n_units))
    if not free:
        return Candidates.of(facts.n_people, p, u, r)
    barred = np.zeros(facts.n_roles, bool)
    for _, bar in bars.roles:
        barred |= bar
    eligible = enumerate_candidates(facts, [s for _, s in bars.screens], barred, bars.listed)
    return _inserted(eligible, p, u, r, facts.n_roles)


def _inserted(found: Candidates, p: Ints, u: Ints, r: Ints, n_roles: int) -> Candidates:
    """Return candidates with a few more at positions sorted by person, unit, role; those there already stay once."""
    old = found.slot_unit.astype(np.int64) * n_roles + found.slot_role
    pairs = united(old, u * n_roles + r)
    renamed = np.searchsorted(pairs, old).astype(np.int32)[found.slot]
    slot = np.searchsorted(pairs, u * n_roles + r).astype(np.int32)
    at = np.empty(len(p), np.int64)
    new = np.ones(len(p), bool)
    for i, (person, s) in enumerate(zip(p.tolist(), slot.tolist(), strict=True)):
        first, last = int(found.first[person]), int(found.first[person + 1])
        at[i] = first + np.searchsorted(renamed[first:last], s)
        new[i] = at[i] == last or renamed[at[i]] != s
    more = np.bincount(p[new], minlength=found.n_people)
    first = found.first + np.concatenate([[0], np.cumsum(more)])
    unit, role = np.divmod(pairs, max(1, n_roles))
    return Candidates(
        first.astype(np.int64), np.insert(renamed, at[new], slot[new]), unit.astype(np.int32), role.astype(np.int32)
    )


def _seats(facts: Facts, found: Candidates) -> NDArray[np.int32]:
    titles = facts.role_titles[found.slot_role]
    seats = np.where(titles >= 0, facts.seat_pos[found.slot_unit[:, None], titles], -1)
    return np.asarray(seats, np.int32)


def _wanted_spots(facts: Facts, hard: Sequence[RowFamily]) -> tuple[Ints, Ints, Ints]:
    """Return every (person, unit, role) that some lock or keep, or a row about one person, would be met by.

    Who is to be in one unit with somebody locked there may want every seat of that unit.
    """
    parts: list[tuple[Ints, Ints, Ints]] = [(np.zeros(0, np.int64),) * 3]
    parts += [_asked_of_one(facts, family) for family in hard if family.alone]
    partners: dict[str, list[str]] = {}
    for pair in facts.case.relations:
        a, b = pair.cadre_a, pair.cadre_b
        if pair.kind == "same_unit" and a in facts.person_at and b in facts.person_at:
            partners.setdefault(a, []).append(b)
            partners.setdefault(b, []).append(a)
    for d in facts.case.decisions:
        seat = wanted(facts.case, d) if d.action in ("lock", "keep") else None
        if seat is None or d.cadre_id not in facts.person_at:
            continue
        units = np.arange(facts.n_units) if not seat[0] else np.array([facts.unit_at.get(seat[0], -1)])
        holding = np.arange(facts.n_titles) == facts.title_at.get(seat[1], -1)
        roles = np.arange(facts.n_roles) if not seat[1] else np.flatnonzero(facts.roles_with(holding))
        u, r = (a.ravel() for a in np.meshgrid(units[units >= 0], roles, indexing="ij"))
        parts.append((np.full(len(u), facts.person_at[d.cadre_id]), u, r))
        for other in partners.get(d.cadre_id, ()):
            u, r = _seated(facts, units[units >= 0])
            parts.append((np.full(len(u), facts.person_at[other]), u, r))
    p, u, r = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return p, u, r


def _asked_of_one(facts: Facts, family: RowFamily) -> tuple[Ints, Ints, Ints]:
    """Return every (person, unit, role) at a seat of the case that counts for a person who has to be placed there."""
    assert family.people is not None
    u, r = _seated(facts, np.arange(facts.n_units))
    parts: list[tuple[Ints, Ints, Ints]] = [(np.zeros(0, np.int64),) * 3]
    for person in family.people[family.lower > 0].tolist():
        k = family.entries(np.full(len(u), person, np.int32), u.astype(np.int32), r.astype(np.int32))[0]
        parts.append((np.full(len(k), person), u[k], r[k]))
    p, u, r = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return p, u, r


def _seated(facts: Facts, units: Ints) -> tuple[Ints, Ints]:
    """Return every unit and role among some units of which the case has each seat."""
    u, r = (a.ravel() for a in np.meshgrid(units, np.arange(facts.n_roles), indexing="ij"))
    titles = facts.role_titles[r]
    there = ((titles < 0) | (facts.seat_pos[u[:, None], titles] >= 0)).all(axis=1)
    return u[there], r[there]


@dataclass(frozen=True)
class _Bars:
    """What keeps single placements out: screens, titles not to be in one hand, a list of the only ones allowed."""

    screens: list[tuple[str, Screen]]
    roles: list[tuple[str, NDArray[np.bool_]]]
    listed: Positions | None
    lister: str

    @classmethod
    def of(cls, facts: Facts, active: Catalogue, said: Sequence[_Said]) -> _Bars:
        screens = [(it.rule.name, it.screen) for it in said if it.screen is not None]
        roles = [(it.rule.name, it.roles) for it in said if it.roles is not None]
        listed, lister = None, ""
        for o in active.objectives:
            if (only := o.objective.only(facts)) is not None:
                listed, lister = only, o.objective.name
        return cls(screens, roles, listed, lister)


@dataclass
class _Own:
    """Rows that name who asks for them, gathered one by one."""

    demands: list[Demand] = field(default_factory=list)
    k: list[Ints] = field(default_factory=list)
    at_least_one: list[bool] = field(default_factory=list)
    examples: dict[Demand, Spot] = field(default_factory=dict)

    def some(self, demand: Demand, k: Ints) -> None:
        """Ask for one of the candidates `k`."""
        self._add(demand, k, True)

    def none(self, demand: Demand, k: Ints, found: Candidates) -> None:
        """Forbid the candidates `k`, if there are any."""
        if len(k):
            first = k[:1]
            self.examples[demand] = int(found.person(first)[0]), int(found.unit(first)[0]), int(found.role(first)[0])
            self._add(demand, k, False)

    def _add(self, demand: Demand, k: Ints, some: bool) -> None:
        self.demands.append(demand)
        self.k.append(k)
        self.at_least_one.append(some)

    def beside(self, rows: Rows) -> Rows:
        """Return the rules' rows with these after them."""
        n, some = len(rows), np.array(self.at_least_one, bool)
        size = [len(k) for k in self.k]
        own = np.repeat(np.arange(n, n + len(size)), size)
        less, nothing = np.full(len(size), -1), np.zeros(0, np.int64)
        group = None if rows.group is None else np.concatenate([rows.group, less])
        return replace(
            rows,
            candidate=np.concatenate([rows.candidate, nothing, *self.k]),
            row=np.concatenate([rows.row, own]),
            coef=np.concatenate([rows.coef, np.ones(len(own))]),
            lower=np.concatenate([rows.lower, np.where(some, 1.0, -np.inf)]),
            upper=np.concatenate([rows.upper, np.where(some, np.inf, 0.0)]),
            price=np.concatenate([rows.price, less]),
            level=np.concatenate([rows.level, less]),
            group=group,
        )


def _with_own(
    facts: Facts, bars: _Bars, found: Candidates, spots: tuple[Ints, Ints, Ints], rows: Rows
) -> tuple[Rows, tuple[Demand, ...], dict[Demand, Spot]]:
    """Return the rows with those of what bars the placements at `spots`, and of every decision."""
    own = _Own()
    order = np.lexsort((spots[2], spots[1], spots[0]))
    p, u, r = (np.asarray(a, np.int64)[order] for a in spots)
    k = _positions(facts, found, p, u, r)
    for name, screen in bars.screens:
        bad = _any_title(facts, r, partial(_fails, facts, screen, p, u))
        _per_person(facts, own, found, name, k[bad])
    if bars.listed is not None:
        allowed = _keys(facts, *bars.listed)
        bad = _any_title(facts, r, lambda at, t: ~np.isin(_keys(facts, p[at], u[at], t), allowed))
        _per_person(facts, own, found, bars.lister, k[bad])
    for name, bar in bars.roles:
        for role in np.unique(r[bar[r]]).tolist():
            titles = "+".join(facts.roles[role])
            own.none(Demand("role", name, seat=("", titles)), np.unique(k[r == role]), found)
    _without_seat(facts, own, found, k, u, r)
    first: dict[tuple[str, ...], int] = {}
    for i, d in enumerate(facts.case.decisions):
        if d.cadre_id in facts.person_at and first.setdefault(d.key, i) == i:  # asked twice is asked once
            _decided(facts, own, found, i, d)
    return own.beside(rows), tuple(own.demands), own.examples


def _positions(facts: Facts, found: Candidates, p: Ints, u: Ints, r: Ints) -> Ints:
    """Return which candidate each of some positions, ascending and all of them candidates, is."""
    people = np.unique(p)
    mine = found.of_people(people)
    key = (found.person(mine) * facts.n_units + found.unit(mine)) * facts.n_roles + found.role(mine)
    return np.asarray(mine[np.searchsorted(key, (p * facts.n_units + u) * facts.n_roles + r)], np.int64)


def _keys(facts: Facts, p: Ints, u: Ints, t: Ints) -> NDArray[np.int64]:
    return np.asarray((np.asarray(p, np.int64) * facts.n_units + u) * facts.n_titles + t)


def _any_title(facts: Facts, r: Ints, bad: Callable[[Ints, Ints], NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Return for which positions something is wrong with any title of their role."""
    out = np.zeros(len(r), bool)
    for j in range(facts.role_titles.shape[1]):
        at = np.flatnonzero(facts.role_titles[r, j] >= 0)
        if len(at):
            out[at] |= bad(at, facts.role_titles[r[at], j])
    return out


def _fails(facts: Facts, screen: Screen, p: Ints, u: Ints, at: Ints, t: Ints) -> NDArray[np.bool_]:
    return failing(facts, screen, p[at], u[at], t)


def _per_person(facts: Facts, own: _Own, found: Candidates, rule: str, k: Ints) -> None:
    """Add a row for each person whom a rule keeps out of the candidates `k`."""
    k = np.unique(k)
    person = found.person(k)
    for part in np.split(k, np.flatnonzero(np.diff(person)) + 1) if len(k) else []:
        cadre_id = facts.case.cadres[int(found.person(part[:1])[0])].cadre_id
        own.none(Demand("requirement", rule, cadre_id=cadre_id), part, found)


def _without_seat(facts: Facts, own: _Own, found: Candidates, k: Ints, u: Ints, r: Ints) -> None:
    """Add a row for each seat that is wanted and that the unit does not have."""
    missing: dict[tuple[int, int], list[int]] = {}
    for j in range(facts.role_titles.shape[1]):
        t = facts.role_titles[r, j]
        for at in np.flatnonzero((t >= 0) & (facts.seat_pos[u, t] < 0)).tolist():
            missing.setdefault((int(u[at]), int(t[at])), []).append(int(k[at]))
    for (unit, title), mine in sorted(missing.items()):
        seat = facts.case.units[unit].unit_code, facts.case.titles[title].title_code
        own.none(Demand("no_seat", "seat_limits", seat=seat), np.unique(np.array(mine, np.int64)), found)


def _decided(facts: Facts, own: _Own, found: Candidates, i: int, d: Decision) -> None:
    """Add the row of one decision."""
    seat = wanted(facts.case, d) if d.action in ("lock", "keep") else (d.unit_code, d.title_code)
    if d.action == "exception" or seat is None:
        return
    k = found.of_people(np.array([facts.person_at[d.cadre_id]]))
    if d.action != "exclude":
        here = np.ones(len(k), bool)
        if seat[0]:
            here &= found.unit(k) == facts.unit_at.get(seat[0], -1)
        if seat[1]:
            holding = np.arange(facts.n_titles) == facts.title_at.get(seat[1], -1)
            here &= facts.roles_with(holding)[found.role(k)]
        k = k[here]
    demand = Demand("decision", "decisions", row=i, cadre_id=d.cadre_id)
    if d.action in ("lock", "keep"):
        own.some(demand, k)
    else:
        own.none(demand, k, found)
