"""The worth of one more: what a further seat, a further specialist or a limit moved by one would change.

The prices behind the bounds of a plan (engine.duals) answer at once and for everything: after such a change the same
prices still prove a bound, and no plan does better than that. These are estimates on the hopeful side. The exact figure
takes a plan made anew: review.one_more does that for the few that matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.plan import OneMore
from optimizer.engine import bound as proving
from optimizer.engine.start import reach
from optimizer.review.certify import limit_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.engine.bound import Floats
    from optimizer.engine.duals import Proof
    from optimizer.model.facts import Facts
    from optimizer.model.problem import Ints, Problem

CLOSE = 1e-6  # of a cost, below which a change is none
FAR = 0.25  # of a step between vacancies, above which a change of costs must be one of vacancies


def worth_of_one_more(facts: Facts, problem: Problem, proofs: Sequence[Proof]) -> tuple[OneMore, ...]:
    """Return every specialist, limit, title, unit and seat with what one more of it changes at best, by kind, best first."""
    return tuple(Worth(facts, problem, proofs).all())


@dataclass(frozen=True)
class Worth:
    """Answers about one plan, from the prices of its levels."""

    facts: Facts
    problem: Problem
    proofs: Sequence[Proof]

    def all(self) -> Iterator[OneMore]:
        """Yield everything, kind by kind, the most worth first."""
        yield from self.fields()
        yield from self.limits()
        yield from self.places("title")
        yield from self.places("unit")
        yield from self.seats()

    # what is asked ---------------------------------------------------------------------------------------------------
    @cached_property
    def _of_seats(self) -> Floats:
        """(seats, levels): how each level's cost changes at best with one more place in a seat."""
        shares = []
        for proof in self.proofs:
            paid = proving.weights(proof.wanted, proof.prices)
            more, now = (proving.seats_least(self.problem, paid, proof.prices.seat, extra) for extra in (1, 0))
            shares.append(more - now)
        return self._settled(np.stack(shares, axis=1) if shares else np.zeros((self.problem.n_seats, 0)))

    def seats(self) -> Iterator[OneMore]:
        """Yield every seat of the case with one more place."""
        found = self._of_seats
        for s in order(found).tolist():
            seat = self.facts.case.seats[s]
            yield OneMore("seat", seat.unit_code, seat.title_code, estimate=self._natural(found[s]))

    def places(self, kind: str) -> Iterator[OneMore]:
        """Yield every title (or unit) with one more place in the seat where that is worth most."""
        found, best = self._of_seats, np.argsort(order(self._of_seats))
        fills = np.nan_to_num(found[:, self._vacancies], nan=1.0).max(axis=1, initial=0.0) <= CLOSE
        seats = self.facts.case.seats
        of: dict[str, list[int]] = {}
        for s, seat in enumerate(seats):
            of.setdefault(seat.title_code if kind == "title" else seat.unit_code, []).append(s)
        first = {code: min(mine, key=lambda s: int(best[s])) for code, mine in of.items()}
        for code in sorted(first, key=lambda c: int(best[first[c]])):
            seat, mine = seats[first[code]], of[code]
            yield OneMore(
                "title" if kind == "title" else "unit", seat.unit_code, seat.title_code,
                fillable=(int(fills[mine].sum()), len(mine)), estimate=self._natural(found[first[code]]),
            )  # fmt: skip

    def fields(self) -> Iterator[OneMore]:
        """Yield every field of work with one more specialist like the one of whom a second would help most.

        Of those who know the field the ones with the fewest other fields are asked: what they bring is this field.
        """
        margins = [np.where(self._known, np.minimum(p.margin, 0.0), 0.0) for p in self.proofs]
        found = self._settled(np.stack(margins, axis=1) if margins else np.zeros((self.problem.n_people, 0)))
        place = np.argsort(order(found))
        lines = []
        for f, name in enumerate(self.facts.field_names):
            people = np.flatnonzero(self._known & self.facts.knows_field[:, f])
            if len(people):
                others = self.facts.knows_field[people].sum(axis=1)
                people = people[others == others.min()]
                p = int(people[place[people].argmin()])
                lines.append((int(place[p]), name, p))
        for _, name, p in sorted(lines):
            cadre = self.facts.case.cadres[p]
            yield OneMore("field", field=name, cadre_id=cadre.cadre_id, estimate=self._natural(found[p]))

    @cached_property
    def _known(self) -> NDArray[np.bool_]:
        """(people,): who may serve somewhere and is nobody's relative and in no decision: a second one is just like them."""
        case = self.facts.case
        apart = {d.cadre_id for d in case.decisions} | {c for r in case.relations for c in (r.cadre_a, r.cadre_b)}
        free = np.fromiter((c.cadre_id not in apart for c in case.cadres), bool, len(case.cadres))
        return free & (self.problem.candidates.counts > 0) & ~self.problem.must

    def limits(self) -> Iterator[OneMore]:
        """Yield every limit that has a price in some level, moved by one."""
        prices = np.stack([p.prices.row for p in self.proofs], axis=1) if self.proofs else np.zeros((0, 0))
        rows = np.flatnonzero((prices != 0).any(axis=1))
        found = self._settled(-np.abs(prices[rows]))
        for i in order(found).tolist():
            row = int(rows[i])
            rule, number = self.problem.row_name(row)
            says = limit_text(self.problem, row, named=True)
            yield OneMore("rule", rule=rule, number=number, says=says, estimate=self._natural(found[i]))

    # levels ----------------------------------------------------------------------------------------------------------
    @cached_property
    def _vacancies(self) -> list[int]:
        return [p.level for p in self.proofs if self.problem.levels[p.level].vacancy is not None]

    def _settled(self, shares: Floats) -> Floats:
        """Return (n, levels) by how much each level's cost changes at best, from what its prices say by themselves.

        A level's prices pay for what the levels before give way: much for a vacancy, as costs never outweigh one. Where
        they speak of so much, a seat stays empty (or is filled) that the earlier level's own prices did not see: then
        that is what changes. NaN where the prices of several levels contradict each other.
        """
        found = np.zeros(shares.shape)
        for again in (False, True):  # the second time with all that the first one saw of vacancies
            for i, proof in enumerate(self.proofs):
                change = _at_best(proof, shares[:, i] + _given_way(found, proof))
                vacant = self.problem.levels[proof.level].vacancy is not None
                found[:, i] = np.maximum(found[:, i], change) if again and vacant else change
                if not vacant:
                    self._by_steps(found, shares[:, i], proof)
        return np.where(np.abs(found) < CLOSE, 0.0, found)

    def _by_steps(self, found: Floats, shares: Floats, proof: Proof) -> None:
        """Put right in place where a change of costs is so large that it is one of vacancies."""
        i, step = proof.level, -proof.prices.cap[self._vacancies]
        limit = FAR * float(step[step > 0].min(initial=np.inf))
        weights = proving.weights(proof.wanted, proof.prices)
        costs = (reach(self.problem, j) * weight for j, weight in weights.items() if j not in self._vacancies)
        if not np.isfinite(limit) or limit < sum(costs):
            return  # vacancies are not priced far above all that costs can make up for
        for k in np.flatnonzero(np.abs(found[:, i]) > limit).tolist():
            vacant = self._nearest(float(shares[k]), step)
            if tuple(vacant) < tuple(found[k, self._vacancies]):
                found[k, i] = np.nan
                continue
            found[k, self._vacancies] = vacant
            change = float(_at_best(proof, shares[k : k + 1] + _given_way(found[k : k + 1], proof))[0])
            found[k, i] = change if abs(change) <= limit else np.nan

    def _nearest(self, share: float, step: Floats) -> Floats:
        """Return the change of vacancies that a share of so much stands for: some holders of one class more or fewer."""
        kinds = [self.problem.levels[v].vacancy for v in self._vacancies]
        single = np.eye(len(kinds))
        both = [a + b for x, a in zip(kinds, single, strict=True) for y, b in zip(kinds, single, strict=True)
                if x is not None and y is not None and x[1] == y[1] and x[0] == "min" and y[0] == "target"]  # fmt: skip
        ways = [w * np.rint(share / (w @ step)) for w in (*single, *both) if w @ step > 0]
        return min(ways, key=lambda w: abs(share - float(w @ step)))

    def _natural(self, costs: Floats) -> tuple[float | None, ...]:
        """Return changes of costs as changes of the levels' values, None where they are not known."""
        return tuple(map(self._natural_of, range(len(costs)), costs.tolist()))

    def _natural_of(self, i: int, cost: float) -> float | None:
        known = self._told.get((i, cost))  # thousands of seats change the same few amounts
        if known is None and not math.isnan(cost):
            level = self.problem.levels[self.proofs[i].level]
            known = self._told[i, cost] = round(level.natural(cost) - level.natural(0.0), 9) + 0.0
        return known

    @cached_property
    def _told(self) -> dict[tuple[int, float], float]:
        return {}


def _given_way(found: Floats, proof: Proof) -> Floats:
    """Return (n,) what a level gains as the levels before it give way; those without a price do not matter."""
    paying = np.flatnonzero(proof.prices.cap)
    gained: Floats = found[:, paying] @ proof.prices.cap[paying]
    return gained


def _at_best(proof: Proof, more: Floats) -> Floats:
    """Return the least change of a level's cost when its bound rises by `more`: costs are whole where the bound is met."""
    if proof.whole < proof.cost:
        return more
    least: Floats = np.ceil(proof.bound + more - CLOSE * max(1.0, abs(proof.bound))) - proof.whole
    return least


def order(found: Floats) -> Ints:
    """Return the changes, the best first: level by level, what is not known counting as nothing."""
    keys = np.round(np.nan_to_num(found), 6).T[::-1]
    return np.lexsort((np.arange(len(found)), *keys))
