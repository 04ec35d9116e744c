"""Why this person, why not that one, who else, and why a seat is empty: from the plan and the rules alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.plan import Placement
from optimizer.review.board import Board, Post
from optimizer.review.deficiency import Deficiencies, Deficiency
from optimizer.review.evidence import Judged, judged
from optimizer.review.one_short import Near, one_short
from optimizer.review.reserves import Reserves
from optimizer.review.room import Room, Way
from optimizer.rules.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from optimizer.catalogue import ActiveRule, Catalogue
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Seat, Title, Unit
    from optimizer.domain.plan import Plan
    from optimizer.findings import Finding
    from optimizer.objectives.base import Objective
    from optimizer.review.at_least import AtLeast
    from optimizer.review.board import Change
    from optimizer.review.effects import Exact, Parts, Reoptimiser
    from optimizer.review.eligibility import Eligibility
    from optimizer.review.known import Known
    from optimizer.rules.base import Rule

    Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Broken:
    """One sentence of the checker about a rule, or about an objective that says who may be placed where at all."""

    rule: Rule | Objective
    soft: bool
    finding: Finding


@dataclass(frozen=True)
class Option:
    """A way in which somebody could come to a seat.

    `parts` is how much each soft rule and objective changes, in its own unit; `bound` how much worse each level gets at
    the least, those above it no worse, where prices are known; `exact` the effect with the whole plan made anew, where
    that was asked.
    """

    way: Way
    parts: Parts = ()
    bound: tuple[float, ...] | None = None
    exact: Exact | None = None


@dataclass(frozen=True)
class SeatHeld:
    """One placement of a person: how each requirement stands there."""

    placement: Placement
    judged: tuple[Judged, ...]


@dataclass(frozen=True)
class Closing:
    """A rule that keeps a person from seats: how many (unit, title) with a seat, and how many that nothing else closes."""

    rule: Rule
    seats: int
    only: int


@dataclass(frozen=True)
class PersonExplained:
    """Why somebody is where they are: requirements, costs in their units, what they break, and the next best seats.

    `closing` says which rules keep the person from how many of all `seats_there` seats; those that alone close most
    stand first.
    """

    cadre: Cadre
    seats: tuple[SeatHeld, ...]
    costs: tuple[tuple[Objective, float], ...]
    broken: tuple[Broken, ...]
    open_posts: int
    nearest: tuple[Option, ...]
    seats_there: int
    closing: tuple[Closing, ...]


@dataclass(frozen=True)
class WhyNot:
    """Why somebody does not hold a seat: what the plan would break with them in it, and what it would cost.

    `mended` are the sentences that would no longer be true. `option` is the best way to make room, None where nobody
    can sit there at all; then the levels and sentences are those of nothing.
    """

    cadre: Cadre
    unit: Unit
    title: Title
    holds: bool
    judged: tuple[Judged, ...]
    broken: tuple[Broken, ...]
    mended: tuple[Broken, ...]
    option: Option | None


@dataclass(frozen=True)
class Excluded:
    """A rule that keeps people from a seat: whom, and those whom nothing else keeps from it."""

    rule: Rule
    people: tuple[str, ...]
    only: tuple[str, ...]


@dataclass(frozen=True)
class SeatExplained:
    """Who could hold a seat, ranked by what that would do to the plan, and what excludes the others."""

    unit: Unit
    title: Title
    seat: Seat
    holders: tuple[str, ...]
    eligible: int
    options: tuple[Option, ...]
    excluded: tuple[Excluded, ...]
    otherwise: int  # kept away by no rule about this seat: by what a title held beside it asks, or a rule about several


@dataclass(frozen=True)
class VacancyReason:
    """Why some seats are empty, and who could fill them if one requirement were met or lifted."""

    deficiency: Deficiency
    near: tuple[Near, ...]


class Explainer:
    """Answers about one plan of one case."""

    def __init__(
        self,
        case: Case,
        plan: Plan,
        active: Catalogue,
        exact: Reoptimiser | None = None,
        eligible: Eligibility | None = None,
        at_least: AtLeast | None = None,
        known: Known | None = None,
        board: Board | None = None,
    ) -> None:
        self.case, self.plan, self.active = case, plan, active
        self.exact, self.at_least = exact, at_least
        self.board = Board(case, plan, active, eligible, known) if board is None else board
        self.room = Room(self.board)

    @cached_property
    def deficiencies(self) -> Deficiencies:
        """The reasons of vacant seats."""
        return Deficiencies(self.board)

    @cached_property
    def _rules(self) -> dict[str, ActiveRule]:
        return {a.rule.name: a for a in self.active.rules}

    # a person --------------------------------------------------------------------------------------------------------
    def person(self, cadre: Cadre, most: int, exact: int = 0) -> PersonExplained:
        """Return why somebody is where they are, with at most `most` of the next best seats."""
        board = self.board
        held = tuple(dict.fromkeys(self.plan.by_cadre.get(cadre.cadre_id, ())))
        at = board.facts.person_at[cadre.cadre_id]
        found = board.candidates
        slots = found.slot[found.first[at] : found.first[at + 1]]
        posts = [Post(at, int(found.slot_unit[s]), int(found.slot_role[s])) for s in slots]
        now = board.posts_by_person.get(at, ())
        ways = self.room.best([p for p in posts if p not in now], most)
        return PersonExplained(
            cadre,
            tuple(SeatHeld(p, self._judged(cadre, p)) for p in held),
            tuple(self._costs(cadre, held)),
            tuple(b for b in self._sentences(self.plan, self._rules) if _about(b.finding, cadre.cadre_id)),
            len(posts),
            self._options(ways, exact),
            int(board.facts.open_seat.sum()),
            self._closing(at),
        )

    def _closing(self, person: int) -> tuple[Closing, ...]:
        """Return which rules keep a person from how many seats."""
        u, t = np.nonzero(self.board.facts.open_seat)
        failed = self.board.eligible.failed(np.full(len(u), person), u, t)
        count = sum((fails.astype(np.int64) for fails in failed.values()), np.zeros(len(u), np.int64))
        found = [Closing(rule, int(fails.sum()), int((fails & (count == 1)).sum())) for rule, fails in failed.items()]
        return tuple(sorted(found, key=lambda c: (-c.only, -c.seats, c.rule.name)))

    def _judged(self, cadre: Cadre, p: Placement) -> tuple[Judged, ...]:
        case = self.case
        unit, title = case.unit_by_code.get(p.unit_code), case.title_by_code.get(p.title_code)
        if unit is None or title is None:
            return ()
        rules = [a.rule for a in self.active.rules if isinstance(a.rule, Requirement)]
        return tuple(judged(case, r, cadre, unit, title, r.lifted(case, p) is not None) for r in rules)

    def _costs(self, cadre: Cadre, held: Sequence[Placement]) -> Iterable[tuple[Objective, float]]:
        """Yield what somebody's seats count in each objective, in its own unit."""
        units = sorted({p.unit_code for p in held} & self.case.unit_by_code.keys())
        for o in self.active.objectives:
            if o.objective.ties:
                continue
            amount = 0.0
            for code in units:
                titles = tuple(
                    p.title_code for p in held if p.unit_code == code and p.title_code in self.case.title_by_code
                )
                if titles:
                    amount += o.objective.amount(self.case, cadre, self.case.unit_by_code[code], titles)
            yield o.objective, amount

    def _sentences(self, plan: Plan, rules: Iterable[str]) -> list[Broken]:
        """Return what the checker says of a plan, for some rules and whatever else restricts placements."""
        found = []
        for name in rules:
            active = self._rules[name]
            found += [Broken(active.rule, active.soft, f) for f in active.rule.violations(self.case, plan)]
        for o in self.active.objectives:
            if o.objective.restricts:
                found += [Broken(o.objective, False, f) for f in o.objective.violations(self.case, plan)]
        return found

    def _options(self, ways: Sequence[Way], exact: int) -> tuple[Option, ...]:
        parts = self.parts([way.change for way in ways])
        return tuple(
            Option(way, parts[i], self._bound(way), self._made_anew(way) if i < exact else None)
            for i, way in enumerate(ways)
        )

    def _bound(self, way: Way) -> tuple[float, ...] | None:
        """Return how much worse each level gets at the least with somebody in these titles, and others beside them."""
        if self.at_least is None:
            return None
        titles = set(self.board.facts.roles[way.post.role])
        posts = [way.post._replace(role=r) for r, held in enumerate(self.board.facts.roles) if titles <= set(held)]
        names = [kind.name for kind in self.board.kinds]
        found = [bound for post in posts if (bound := self.at_least.of(post, names)) is not None]
        return tuple(map(min, zip(*found, strict=True))) if found else None

    def parts(self, changes: Sequence[Change]) -> list[Parts]:
        """Return how much each soft rule and objective changes with each change, in its own unit; what stays is left out."""
        if not changes:
            return []
        names = [name for _, name, _ in self.board.items]
        rows = np.round(self.board.parts(changes), 6).tolist()
        return [tuple((name, x) for name, x in zip(names, row, strict=True) if x) for row in rows]

    def _made_anew(self, way: Way) -> Exact | None:
        if self.exact is None:
            return None
        placements = self.board.placements(way.post)
        return self.exact.holding(placements[0][0], placements[0][1], [title for _, _, title in placements])

    # a person and a seat ---------------------------------------------------------------------------------------------
    def why_not(self, cadre: Cadre, unit: Unit, title: Title, exact: bool = False) -> WhyNot:
        """Return what stands against one person in one seat: the checker's sentences with them there, less those without."""
        placement = Placement(cadre.cadre_id, unit.unit_code, title.title_code)
        about = self._judged(cadre, placement)
        if placement in self.plan.placements:
            return WhyNot(cadre, unit, title, True, about, (), (), None)
        way = self._way_into(cadre, unit, title)
        if way is None:
            return WhyNot(cadre, unit, title, False, about, (), (), None)
        rules = self.board.rules_about(post for post, _ in way.change)
        before = self._sentences(self.plan, rules)
        after = self._sentences(self.board.changed(way.change), rules)
        was, is_ = {b.finding for b in before}, {b.finding for b in after}
        (option,) = self._options([way], int(exact))
        broken = tuple(sorted((b for b in after if b.finding not in was), key=lambda b: b.soft))
        mended = tuple(sorted((b for b in before if b.finding not in is_), key=lambda b: b.soft))
        return WhyNot(cadre, unit, title, False, about, broken, mended, option)

    def _way_into(self, cadre: Cadre, unit: Unit, title: Title) -> Way | None:
        """Return the best way for somebody into a seat, in the role that fewest screens forbid."""
        board = self.board
        p = board.facts.person_at[cadre.cadre_id]
        posts = [Post(p, u, r) for u, r in self._roles_with(unit.unit_code, title.title_code)]
        if not posts:
            return None
        lacking = {post: self._screened(post) for post in posts}
        least = min(lacking.values())
        ways = self.room.best([post for post in posts if lacking[post] == least], 1)
        return ways[0] if ways else None

    def _screened(self, post: Post) -> int:
        """Return how many screens forbid a post, title by title."""
        titles = self.board.facts.role_titles[post.role]
        t = titles[titles >= 0].astype(np.int64)
        p, u = np.full(len(t), post.person), np.full(len(t), post.unit)
        return sum(int(fails.sum()) for fails in self.board.eligible.failed(p, u, t).values())

    def _roles_with(self, unit_code: str, title_code: str) -> list[tuple[int, int]]:
        """Return the (unit, role) positions in which a seat may be held."""
        board = self.board
        facts, eligible = board.facts, board.eligible
        u, t = facts.unit_at[unit_code], facts.title_at[title_code]
        roles = np.flatnonzero((facts.role_titles == t).any(axis=1)).tolist()
        return [
            (u, r)
            for r in roles
            if eligible.may_hold(r) and len(board.seats_of(u, r)) == len(facts.roles[r]) and self._open(u, r)
        ]

    def _open(self, unit: int, role: int) -> bool:
        return all(self.case.seats[s].max > 0 for s in self.board.seats_of(unit, role))

    # a seat ----------------------------------------------------------------------------------------------------------
    def seat(self, seat: Seat, most: int, exact: int = 0) -> SeatExplained:
        """Return who could hold a seat and what excludes everybody else."""
        board, case = self.board, self.case
        facts, eligible = board.facts, board.eligible
        u, t = facts.unit_at[seat.unit_code], facts.title_at[seat.title_code]
        at = int(facts.seat_pos[u, t])
        able = self.deficiencies.qualified(at)
        roles = self._roles_with(seat.unit_code, seat.title_code)
        holders = self.plan.by_seat.get((seat.unit_code, seat.title_code), ())
        now = {facts.person_at[c] for c in holders if c in facts.person_at}
        posts = [Post(int(p), x, r) for p in able if int(p) not in now for x, r in roles if board.may(int(p), x, r)]
        ways: dict[int, Way] = {}
        for way in self.room.best(posts):
            ways.setdefault(way.post.person, way)
            if len(ways) == most:
                break
        keeping = eligible.lacking(u, t) | eligible.closing(u, t)
        count = np.zeros(facts.n_people, np.int64)
        for fails in keeping.values():
            count += fails
        excluded = [
            Excluded(rule, self._ids(fails), self._ids(fails & (count == 1)))
            for rule, fails in sorted(keeping.items(), key=lambda item: (-int(item[1].sum()), item[0].name))
        ]
        otherwise = int((count == 0).sum()) - len(able)
        return SeatExplained(
            case.units[u], case.titles[t], seat, holders, len(able), self._options(sorted(ways.values(), key=_rank), exact),
            tuple(excluded), otherwise,
        )  # fmt: skip

    def _ids(self, people: Bools) -> tuple[str, ...]:
        return tuple(self.case.cadres[i].cadre_id for i in np.flatnonzero(people))

    # a whole plan ----------------------------------------------------------------------------------------------------
    @cached_property
    def vacancies(self) -> tuple[VacancyReason, ...]:
        """The reason of every vacant seat, and who misses one requirement only."""
        return tuple(VacancyReason(d, one_short(self.board, d.vacant)) for d in self.deficiencies.sets)

    @cached_property
    def next_candidates(self) -> dict[int, tuple[Way, ...]]:
        """Who would come next to each seat row that takes anybody."""
        return Reserves(self.room).next()

    def look_ahead(self) -> None:
        """Work out now what telling about the whole plan will ask for."""
        _ = self.next_candidates


def _about(finding: Finding, cadre_id: str) -> bool:
    return any(kind.startswith("cadre") and code == cadre_id for kind, code in finding.subject)


def _rank(way: Way) -> tuple[bool, list[float]]:
    """Return what ranks ways to one seat: those that break nothing first, then level by level."""
    return way.broken > 1e-6, [round(x, 5) for x in way.levels]
