"""A plan laid out in arrays, so that the effect of thousands of changes can be told at once.

Nothing is re-optimised here: a change is some people put elsewhere and everybody else left where they are. Its effect on
every level is exact for the plan it makes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.plan import Plan
from optimizer.engine.assemble import without_hopeless
from optimizer.model.candidates import failing
from optimizer.model.facts import Facts
from optimizer.review.by_slot import BySlot, people_by_slot
from optimizer.review.eligibility import Eligibility
from optimizer.review.levels import level_kinds
from optimizer.review.row_book import RowBook, summed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.catalogue import ActiveRule, Catalogue
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement
    from optimizer.model.candidates import Candidates
    from optimizer.model.cells import Screen
    from optimizer.model.rows import RowFamily
    from optimizer.review.known import Known

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SAMPLED = 200_000  # placements that show how wide the amounts of a level are
WHATEVER_THE_PLAN = ("slot_at", "slot_seats", "by_slot", "weights", "items", "_families", "_soft_screens", "_priced")
ROOMY = 4.0  # how much wider a level is taken to be than the sample shows


class Post(NamedTuple):
    """One person in one role in one unit, by position."""

    person: int
    unit: int
    role: int


Change = tuple[tuple[Post, int], ...]  # what is added (+1) and what is taken away (-1)


@dataclass(frozen=True)
class Effects:
    """What each of n changes does: (n, levels) how much worse each level gets, and (n,) how far hard rows are broken.

    Less is better in every level, also in those whose value is to be large. `rows` lists (change, row) of the hard rows
    broken further than the plan breaks them already.
    """

    levels: Floats
    broken: Floats
    rows: NDArray[np.int64]

    def order(self) -> Ints:
        """Return the changes, the best first: those that break nothing, then level by level."""
        keys = np.round(self.levels, 6).T[::-1]
        return np.lexsort((*keys, np.round(self.broken, 6)))


class Board:
    """One plan of one case and what any change of it would do."""

    def __init__(
        self,
        case: Case,
        plan: Plan,
        active: Catalogue,
        eligible: Eligibility | None = None,
        known: Known | None = None,
    ) -> None:
        self.case, self.plan, self.active, self._known = case, plan, active, known
        self.eligible = eligible or Eligibility(Facts(case) if known is None else known.facts, active)
        self.facts = self.eligible.facts
        self.kinds = level_kinds(case, active)
        self.role_at = {role: i for i, role in enumerate(self.facts.roles)}
        self._seats_of: dict[tuple[int, int], tuple[int, ...]] = {}

    def lay_out(self) -> None:
        """Work out now what is the same whatever the plan."""
        for name in WHATEVER_THE_PLAN:
            getattr(self, name)

    def of(self, plan: Plan) -> Board:
        """Return the board of another plan of the same case; what is the same whatever the plan is handed on."""
        made = Board(self.case, plan, self.active, self.eligible, self._known)
        mine = vars(self)
        vars(made).update({name: mine[name] for name in WHATEVER_THE_PLAN if name in mine})
        return made

    # the plan --------------------------------------------------------------------------------------------------------
    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Who holds which role where; titles that may not share a hand count one by one; unknown codes are left out."""
        return tuple(post for held in self.plan.by_cadre.values() for post in self.posts_of(held))

    def posts_of(self, placements: Iterable[Placement]) -> list[Post]:
        """Return the posts that some placements of one person make."""
        facts = self.facts
        titles: dict[tuple[int, int], list[str]] = {}
        for p in dict.fromkeys(placements):
            person, unit = facts.person_at.get(p.cadre_id), facts.unit_at.get(p.unit_code)
            if person is not None and unit is not None and p.title_code in facts.title_at:
                titles.setdefault((person, unit), []).append(p.title_code)
        found = []
        for (person, unit), held in titles.items():
            role = self.role_at.get(tuple(sorted(held)))
            roles = [self.role_at[code,] for code in held] if role is None else [role]
            found += [Post(person, unit, r) for r in roles]
        return found

    @cached_property
    def posts_by_person(self) -> dict[int, tuple[Post, ...]]:
        """The posts of each placed person, by position."""
        found: dict[int, list[Post]] = {}
        for post in self.posts:
            found.setdefault(post.person, []).append(post)
        return {p: tuple(posts) for p, posts in found.items()}

    @cached_property
    def placed(self) -> NDArray[np.bool_]:
        """(people,): who holds a post."""
        found = np.zeros(self.facts.n_people, bool)
        found[list(self.posts_by_person)] = True
        return found

    @cached_property
    def holders(self) -> dict[int, tuple[Post, ...]]:
        """The posts that hold each seat row."""
        found: dict[int, list[Post]] = {}
        for post in self.posts:
            for seat in self.seats_of(post.unit, post.role):
                found.setdefault(seat, []).append(post)
        return {seat: tuple(posts) for seat, posts in found.items()}

    def seats_of(self, unit: int, role: int) -> tuple[int, ...]:
        """Return the seat rows that a role takes in a unit; a title without a seat there takes none."""
        found = self._seats_of.get((unit, role))
        if found is None:
            titles = self.facts.role_titles[role]
            rows = self.facts.seat_pos[unit, titles[titles >= 0]].tolist()
            found = self._seats_of[unit, role] = tuple(s for s in rows if s >= 0)
        return found

    @cached_property
    def held(self) -> Ints:
        """(seats,): holders of each seat row."""
        found = np.zeros(len(self.case.seats), np.int64)
        for seat, posts in self.holders.items():
            found[seat] = len(posts)
        return found

    def placements(self, post: Post) -> list[tuple[str, str, str]]:
        """Return the placements a post stands for."""
        case, titles = self.case, self.facts.roles[post.role]
        return [(case.cadres[post.person].cadre_id, case.units[post.unit].unit_code, t) for t in titles]

    def changed(self, change: Change) -> Plan:
        """Return the plan after a change; placements that stay keep the cells they were read from."""
        gone = {p for post, sign in change if sign < 0 for p in self.placements(post)}
        come = [p for post, sign in change if sign > 0 for p in self.placements(post)]
        return Plan.of([*(p for p in self.plan.placements if p not in gone), *come], self.plan.where)

    # what is possible ------------------------------------------------------------------------------------------------
    @cached_property
    def candidates(self) -> Candidates:
        """Every placement the screens allow, those of decided people only where their decisions let them be."""
        if self._known is not None:
            return self._known.candidates
        return without_hopeless(self._families, self.eligible.candidates)

    @cached_property
    def slot_at(self) -> dict[tuple[int, int], int]:
        """The slot of each (unit, role)."""
        found = self.candidates
        return {pair: i for i, pair in enumerate(zip(found.slot_unit.tolist(), found.slot_role.tolist(), strict=True))}

    def may(self, person: int, unit: int, role: int) -> bool:
        """Return whether the screens let a person hold a role in a unit."""
        slot = self.slot_at.get((unit, role))
        if slot is None:
            return False
        found = self.candidates
        mine = found.slot[found.first[person] : found.first[person + 1]]
        at = int(np.searchsorted(mine, slot))
        return at < len(mine) and int(mine[at]) == slot

    @cached_property
    def slot_seats(self) -> Ints:
        """(slots, J): the seat rows each slot takes, -1 pads."""
        found = self.candidates
        titles = self.facts.role_titles[found.slot_role]
        return np.where(titles >= 0, self.facts.seat_pos[found.slot_unit[:, None], titles], -1).astype(np.int64)

    @cached_property
    def by_slot(self) -> BySlot:
        """The candidates slot by slot, with what each costs where solving has told."""
        return people_by_slot(self.candidates, None if self._known is None else self._known.as_one(self.weights))

    # rows ------------------------------------------------------------------------------------------------------------
    @cached_property
    def _families(self) -> list[tuple[ActiveRule, RowFamily]]:
        return [(a, f) for a in self.active.rules for f in a.rule.rows(self.facts)]

    @cached_property
    def _rows(self) -> RowBook:
        return RowBook.of(self._families, self.kinds, self.posts)

    @cached_property
    def _natural_rows(self) -> RowBook:
        """The rows, each paying into its rule's own item and unit."""
        rows = self._rows
        item = [self._item_at[a.rule.name] if a.soft else -1 for a, _ in self._families]
        unit = [1.0 if f.price is None else f.price for _, f in self._families]
        return replace(rows, level=_spread(item, rows.family, np.int64), price=_spread(unit, rows.family, np.float64))

    def row_rule(self, row: int) -> str:
        """Return the name of the rule a row belongs to."""
        rows = self._rows
        return self._families[int(rows.family[row])][0].rule.name

    def rules_about(self, posts: Iterable[Post]) -> list[str]:
        """Return the rules that have anything to do with some posts: by their rows, by a screen, or without arrays."""
        flat = np.array(list(posts), np.int64).reshape(-1, 3)
        p, u, r = flat.T
        found = {self.row_rule(row) for row in np.unique(self._rows.entries(p, u, r)[1]).tolist()}
        titles = self.facts.role_titles[r]
        k, j = np.nonzero(titles >= 0)
        spots = p[k], u[k], titles[k, j].astype(np.int64)
        found |= {rule.name for rule in self.eligible.failed(*spots)}
        found |= {a.rule.name for a, screen in self._soft_screens if failing(self.facts, screen, *spots).any()}
        in_arrays = {a.rule.name for a, _ in (*self._families, *self._soft_screens)} | self.eligible.screening
        return [a.rule.name for a in self.active.rules if a.rule.name in found or a.rule.name not in in_arrays]

    @cached_property
    def _soft_screens(self) -> list[tuple[ActiveRule, Screen]]:
        soft = (a for a in self.active.rules if a.soft)
        return [(a, screen) for a in soft if (screen := a.rule.screen(self.facts)) is not None]

    # amounts ---------------------------------------------------------------------------------------------------------
    @cached_property
    def items(self) -> tuple[tuple[int, str, float], ...]:
        """(level, name, weight) of every soft rule and objective; the weight of what is to be made large is negative."""
        return tuple((i, name, weight) for i, kind in enumerate(self.kinds) for name, weight in kind.weights)

    @cached_property
    def _item_at(self) -> dict[str, int]:
        return {name: i for i, (_, name, _) in enumerate(self.items)}

    @cached_property
    def _priced(self) -> list[tuple[int, Any, bool]]:
        """(item, amounts of flat positions, whether they are by role) of every objective and soft screen."""
        facts, at = self.facts, self._item_at
        found = [(at[a.rule.name], _screened(facts, screen), False) for a, screen in self._soft_screens]
        for o in self.active.objectives:
            if o.objective.ties:
                continue
            item = at[o.objective.name]
            by_role = o.objective.of_roles(facts)
            if by_role is not None:
                found.append((item, by_role, True))
                continue
            cells = o.objective.cells(facts)
            one = _in_cells(facts, cells)
            found.append((item, one if cells.per_title else _first_title(facts, one), not cells.per_title))
        return found

    def costs(self, p: Ints, u: Ints, r: Ints) -> Floats:
        """Return (n, levels) what single posts cost in each level, vacancies and rows over several left out."""
        out = np.zeros((len(p), len(self.kinds)))
        for level, cost in self._by_level(p, u, r).items():
            out[:, level] = cost
        return out

    def weighed(self, p: NDArray[Any], u: NDArray[Any], r: NDArray[Any], weights: Floats) -> Floats:
        """Return (n,) the same as one number: what the levels cost, each times its weight."""
        out = np.zeros(len(p))
        for level, cost in sorted(self._by_level(p, u, r).items()):
            out += cost * weights[level]
        return out

    def _by_level(self, p: NDArray[Any], u: NDArray[Any], r: NDArray[Any]) -> dict[int, Floats]:
        """Return (n,) what single posts cost in each level in which any post costs anything."""
        found: dict[int, Floats] = {}
        for item, k, amounts in self._amounts(p, u, r):
            level, _, weight = self.items[item]
            if level not in found:
                found[level] = np.zeros(len(p))
            found[level][k] += weight * amounts
        return found

    @cached_property
    def weights(self) -> Floats:
        """(levels,): weights under which one number ranks like the levels, as far as a number can."""
        found = self.candidates
        k = np.arange(0, len(found), max(1, len(found) // SAMPLED))
        costs = self.costs(
            found.person(k).astype(np.int64), found.unit(k).astype(np.int64), found.role(k).astype(np.int64)
        )
        wide = ROOMY * np.ptp(costs, axis=0) if len(k) else np.zeros(len(self.kinds))
        weights, below = np.zeros(len(self.kinds)), 1.0
        for i in reversed(range(len(self.kinds))):
            if self.kinds[i].vacancy is not None:
                weights[i] = below
                below *= 8  # a change touches a few seats
            elif wide[i] > 0:
                weights[i] = below / max(1.0, wide[i])
                below *= 4
        return weights

    def _amounts(self, p: Ints, u: Ints, r: Ints) -> Iterator[tuple[int, Any, Floats]]:
        """Yield (item, positions, amounts in the item's unit) of single posts."""
        who, where, titles = p.astype(np.int32, copy=False), u.astype(np.int32, copy=False), self.facts.role_titles[r]
        held = [(k, titles[k, j]) for j in range(titles.shape[1]) if len(k := np.flatnonzero(titles[:, j] >= 0))]
        for item, at, by_role in self._priced:
            if by_role:
                yield item, slice(None), at(who, where, r)
                continue
            for k, t in held:
                yield item, k, at(who[k], where[k], t)

    # effects ---------------------------------------------------------------------------------------------------------
    def effects(self, changes: Sequence[Change]) -> Effects:
        """Return what each change does to every level and to the hard rows, everybody else left in place."""
        return self.effects_of(len(changes), *_flat(changes))

    def effects_of(self, n: int, which: Ints, p: Ints, u: Ints, r: Ints, sign: Ints) -> Effects:
        """Return the same of n changes given flat: to which each entry belongs, its person, unit, role and sign."""
        levels = np.zeros((n, len(self.kinds)))
        for level, cost in self._by_level(p, u, r).items():
            levels[:, level] = np.bincount(which, weights=sign * cost, minlength=n)
        self._add_vacancies(levels, which, u, r, sign)
        broken, rows = self._rows.add(levels, which, p, u, r, sign)
        return Effects(levels, broken, rows)

    def parts(self, changes: Sequence[Change]) -> Floats:
        """Return (n, items) how much each soft rule and objective changes with each change, in its own unit."""
        which, p, u, r, sign = _flat(changes)
        out = np.zeros((len(changes), len(self.items)))
        for item, k, amounts in self._amounts(p, u, r):
            np.add.at(out[:, item], which[k], sign[k] * amounts)
        self._natural_rows.add(out, which, p, u, r, sign)
        return out

    def _add_vacancies(self, levels: Floats, which: Ints, u: Ints, r: Ints, sign: Ints) -> None:
        titles = self.facts.role_titles[r]
        seats = np.where(titles >= 0, self.facts.seat_pos[u[:, None], titles], -1)
        k, j = np.nonzero(seats >= 0)
        n_seats = max(1, len(self.case.seats))
        key, more = summed(which[k] * n_seats + seats[k, j], sign[k])
        change, seat = np.divmod(key, n_seats)
        minimum, target, _, priority = self.facts.seat_limits
        for level, kind in enumerate(self.kinds):
            if kind.vacancy is None:
                continue
            want = (minimum if kind.vacancy[0] == "min" else target)[seat]
            before = np.maximum(want - self.held[seat], 0)
            after = np.maximum(want - self.held[seat] - more, 0)
            here = priority[seat] == kind.vacancy[1]
            np.add.at(levels[:, level], change[here], (after - before)[here])


def _flat(changes: Sequence[Change]) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return (change, person, unit, role, sign) of every post that changes touch."""
    flat = [(i, *post, sign) for i, change in enumerate(changes) for post, sign in change]
    which, p, u, r, sign = np.array(flat, np.int64).reshape(-1, 5).T
    return which, p, u, r, sign


def _spread(values: Sequence[float], family: Ints, kind: Any) -> NDArray[Any]:
    """Return (rows,) the value of each row's family."""
    return np.array([*values, 0], kind)[family]


def _screened(facts: Facts, screen: Screen) -> Any:
    return lambda p, u, t: failing(facts, screen, p, u, t).astype(np.float64)


def _in_cells(facts: Facts, cells: Any) -> Any:
    return lambda p, u, t: cells.at(p, u, t, facts.n_units, facts.n_titles)


def _first_title(facts: Facts, at: Any) -> Any:
    return lambda p, u, r: at(p, u, facts.role_titles[r, 0])
