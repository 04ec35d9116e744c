"""Solving anew after a review: from the reviewed plan and the prices of the last solve, not from nothing.

The prices prove bounds on the changed case in one pass over all candidates. Where the plan, mended around what the
review changed, comes within the gap of them, nothing else has to be solved. Then the fewest changes are sought among all
plans within that gap, by a linear program in which nearly everybody stays where they are. What the prices do not prove
is left to a solve from the beginning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import bound as proving
from optimizer.engine.answer import Answer, Dual
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.chains import Chains
from optimizer.engine.fewest import fewest_prices
from optimizer.engine.grouped import united
from optimizer.engine.mending import Mender
from optimizer.engine.pricing import EPS, Proof, proof_of, up
from optimizer.engine.rounding import meets, near_enough
from optimizer.engine.start import caps_of, floor, step
from optimizer.engine.visits import CROWDS, DIVIDED, Visits
from optimizer.engine.weighing import weighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.engine.answer import Goal
    from optimizer.engine.remember import Before
    from optimizer.model.problem import Ints, Problem

LOOKS = 20_000  # people who choose anew around what a review changed, counted each time
CLOSE = 0.1  # of the gap asked, that one of them may leave open
TOO_FAR = 3.0  # gaps that the reviewed plan may be from the prices for mending to be tried
ROOM = 0.9  # of the gap asked, that the weighed level may use up for the sake of fewer changes
FEWER = 5_000  # of them, after which no fewer changes are sought and the number found is told
AS_BEFORE = 0.01  # of a level's value, up to which a reviewed plan that was not proved within the gap is good enough
CROWDED = 300  # people up to whom fewer changes are sought at once: what is lost by more is not where the review was


def changes_level(problem: Problem) -> int | None:
    """Return the level that counts nothing but changes, where it is the last one before the tie-break."""
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    if not weighed or [name for name, _ in problem.levels[weighed[-1]].parts] != ["fewest_changes"]:
        return None
    return weighed[-1]


def solve_again(problem: Problem, goal: Goal, before: Before) -> Answer | None:
    """Return a plan near the reviewed one with its proof, None where the prices prove too little of it."""
    changes = changes_level(problem)
    costly = [i for i, it in enumerate(problem.levels) if it.vacancy is None and not it.tie_break and i != changes]
    main = next((dual for dual in before.duals[::-1] if costly and dual.wanted.level == costly[-1]), None)
    return None if main is None else _Again(problem, goal, before, main, changes).answer()


def fewer_changes(problem: Problem, goal: Goal, before: Before, answer: Answer, proof: Proof | None) -> Answer:
    """Return the plan of a solve that did not ask for few changes, changed back as far as its gap allows.

    `answer` is of the levels before the one that counts changes, `proof` of the last of these.
    """
    changes = changes_level(problem)
    assert changes is not None
    assert answer.chosen is not None
    bounds = (*answer.bounds[:changes], *(None for _ in problem.levels[changes:]))
    if proof is None or proof.wanted.level != changes - 1 or goal.over():
        return replace(answer, bounds=bounds)
    level = proof.wanted.level
    share = problem.levels[level].share(proof.bound, goal.gap)
    cap = max(float(problem.cost(answer.chosen, level)), float(np.floor(proof.bound + ROOM * share)))
    plan, fewest = weighed(problem, goal, changes, (answer.chosen, proof), _fitting(problem, before.plan), cap)
    proved = max(floor(problem, changes), -np.inf if fewest is None else up(fewest.bound))
    own = min(float(problem.cost(plan, changes)), proved)
    bounds = (*bounds[:changes], own, *bounds[changes + 1 :])
    duals = () if fewest is None else (Dual(fewest.wanted, fewest.prices, fewest.bound),)
    return replace(answer, chosen=plan, bounds=bounds, duals=(*answer.duals, *duals))


@dataclass
class _Again:
    """`main` holds the prices of the last costly level but the changes: those that the whole plan is judged by."""

    problem: Problem
    goal: Goal
    before: Before
    main: Dual
    changes: int | None
    slack: float = 0.0  # what the weighed level may lie above its bound: its gap, or what the reviewed plan leaves open

    def answer(self) -> Answer | None:
        problem, level = self.problem, self.main.wanted.level
        self.goal.tell("prices", problem.levels[level].name)
        kept = _fitting(problem, self.before.plan)
        duals: dict[int, Dual] = {}
        least: dict[int, float] = {}  # what no plan costs less than
        caps: dict[int, float] = {}  # what this one may cost
        for i in range(level):
            least[i] = floor(problem, i)
            if problem.cost(kept, i) > least[i] + EPS:
                for dual in self._proofs(i, caps):
                    if up(dual.bound) > least[i]:
                        duals[i], least[i] = dual, up(dual.bound)
                    if problem.cost(kept, i) <= least[i] + EPS:
                        break
            caps[i] = least[i] + self._left(i, least[i])
        wanted = Wanted(level, tuple(self._cap(i, cost) for i, cost in caps.items()))
        proof = proof_of(problem, wanted, self._prices(wanted))
        self.slack = max(problem.levels[level].share(proof.bound, self.goal.gap), self._left(level, proof.bound))
        if self.lost(proof, kept) > TOO_FAR * self.slack:
            return None
        self.ready(proof, kept)
        plan = self._chained(proof)
        if plan is None:
            it = self._mender(proof, kept)
            plan = self._mended(it, lambda found: meets(problem, found, wanted) and self._near(found, proof))
            if not meets(problem, plan, wanted) or not self._near(plan, proof):
                return None
        value = float(problem.cost(plan, level))
        self.goal.tell("integer", problem.levels[level].name, *map(problem.levels[level].natural, (value, proof.bound)))
        duals[level], least[level] = Dual(wanted, proof.prices, proof.bound), min(value, up(proof.bound))
        if self.changes is not None and not self.goal.over():
            plan, fewest = self.fewest(plan, {**caps, level: least[level]}, proof)
            if fewest is not None:
                cost = float(problem.cost(plan, self.changes))
                duals[self.changes], least[self.changes] = fewest, min(cost, up(fewest.bound))
        bounds = tuple(least.get(i) for i in range(len(problem.levels)))
        return Answer(plan, bounds, "sifting", tuple(duals[i] for i in sorted(duals)))

    def lost(self, proof: Proof, plan: Ints) -> float:
        """Return what the placements of a plan cost beyond the prices."""
        return float(proof.net[plan].sum())

    def _left(self, level: int, least: float) -> float:
        """Return how far from the least that is proved a level may end: as far as it did in the reviewed plan.

        What a solve from the beginning could not prove then it would not prove now, and would move hundreds for it.
        """
        it, left = self.problem.levels[level], self.before.left.get(level, 0.0)
        return left if it.vacancy is None and 0.0 < left <= it.share(least, AS_BEFORE) else 0.0

    # what the prices prove -------------------------------------------------------------------------------------------
    def _cap(self, level: int, cost: float) -> Cap:
        """Return the cap of an earlier level: vacancies weigh what they weighed in the prices, other levels may stretch."""
        worth = next((cap.weight for cap in self.main.wanted.caps if cap.level == level), 0.0)
        if self.problem.levels[level].vacancy is not None:
            return Cap(level, cost, weight=worth)
        return Cap(level, cost, elastic=max(worth, step(self.problem, level, self.main.wanted.level)))

    def _prices(self, wanted: Wanted) -> Prices:
        """Return the main prices for these caps: a cap that had no price has none."""
        of_cap = {cap.level: q for cap, q in zip(self.main.wanted.caps, self.main.prices.cap.tolist(), strict=True)}
        return replace(self.main.prices, cap=np.array([of_cap.get(cap.level, 0.0) for cap in wanted.caps]))

    def _proofs(self, level: int, least: dict[int, float]) -> Iterator[Dual]:
        """Yield proofs of an earlier level, those before it costing the least that is proved of them."""
        caps = tuple(Cap(i, least[i]) for i in range(level))
        for dual in self.before.duals:
            if dual.wanted.level == level:
                of_cap = {cap.level: q for cap, q in zip(dual.wanted.caps, dual.prices.cap.tolist(), strict=True)}
                multipliers = np.array([of_cap.get(cap.level, 0.0) for cap in caps])
                yield self._proved(Wanted(level, caps), replace(dual.prices, cap=multipliers))
        weight = {cap.level: cap.weight for cap in self.main.wanted.caps}
        multipliers = np.array([-weight.get(cap.level, 0.0) for cap in caps])
        for unit, whole in self._units(level, weight):
            # how often a vacancy of this class is in a seat's price: a flow's prices of vacancies alone are whole numbers
            seat = np.maximum(whole(self.main.prices.seat / unit), 0.0)
            lid = np.rint(self.main.prices.row / unit)
            yield self._proved(Wanted(level, caps), Prices(seat, lid, multipliers / weight[level]))

    def _units(self, level: int, weight: dict[int, float]) -> Iterator[tuple[float, np.ufunc]]:
        """Yield what one vacancy of a class may have been worth in the prices, and how to make whole numbers of them."""
        vacancy = self.problem.levels[level].vacancy
        if vacancy is None or weight.get(level, 0.0) <= 0:
            return
        yield weight[level], np.rint
        if vacancy[0] == "min":  # who is missing below the minimum is missing below the target too
            same = ("target", vacancy[1])
            both = weight[level] + sum(w for i, w in weight.items() if self.problem.levels[i].vacancy == same)
            yield both, np.rint
        yield weight[level], np.floor

    def _proved(self, wanted: Wanted, prices: Prices) -> Dual:
        usable = proving.usable(self.problem, wanted, prices)
        return Dual(wanted, usable, proving.bound(self.problem, wanted, usable)[0])

    def _near(self, plan: Ints, proof: Proof) -> bool:
        level = self.problem.levels[proof.wanted.level]
        value = self.problem.cost(plan, proof.wanted.level)
        return near_enough(level, value, up(proof.bound), self.goal.gap) or value - proof.bound <= self.slack

    # mending ---------------------------------------------------------------------------------------------------------
    def _chained(self, proof: Proof) -> Ints | None:
        """Return the reviewed plan mended by chains of moves, None where they do not make a plan within the gap.

        A chain moves as few people as it can, not those whom the prices like best: so it is asked for only where
        changes count.
        """
        if self.changes is None:
            return None
        budget = ROOM * self.slack
        changed = np.zeros(self.problem.n_people, bool)
        changed[self._moved(self.before.plan)] = True
        chains = Chains(self.problem, proof, proof.nets.margin, budget, changed, self.before.plan)
        found = chains.plan if chains.mended() else None
        if found is None or not meets(self.problem, found, proof.wanted) or not self._near(found, proof):
            return None
        return found

    def _mender(self, proof: Proof, plan: Ints) -> Mender:
        level = self.problem.levels[proof.wanted.level]
        return Mender.of(
            self.problem, self.goal, proof, plan, max(0.999, CLOSE * level.share(proof.bound, self.goal.gap))
        )

    def ready(self, proof: Proof, plan: Ints) -> None:
        """Let prices that no linear program gave be worked with as if one had: with rows, columns and whom to settle."""
        proof.pool, proof.torn = plan, self._moved(plan)
        outside = self.problem.rows.outside(self.problem.activity(plan)) > 0
        proof.used = np.flatnonzero((proof.prices.row != 0) | outside)

    def _moved(self, plan: Ints) -> Ints:
        """Return who cannot stay where they were: placed in the reviewed plan or asked for, and not placed in this one."""
        person = self.problem.candidates.person
        asked = np.zeros(self.problem.n_people, bool)
        asked[self.before.lost] = True
        asked |= self.problem.must
        asked[person(plan)] = False
        return np.flatnonzero(asked)

    def _mended(self, it: Mender, enough: Callable[[Ints], bool], largest: int = CROWDS[-1], most: int = LOOKS) -> Ints:
        """Settle those who cannot stay with whom they push aside, then every other trouble, until the plan is good enough."""
        torn, visits = it.proof.torn, Visits(it)
        first = (visits.crowd(part, most) for most in DIVIDED for part in np.array_split(torn, -(-len(torn) // most)))
        for crowds in chain(((crowd,) for crowd in chain(first, visits.chains())) if len(torn) else (), visits):
            widest = max(len(crowd) for crowd in crowds)
            if enough(it.plan) or self.goal.over() or widest > largest or visits.seen > most:
                break
            it.settle(*crowds)
        return it.plan

    # fewest changes --------------------------------------------------------------------------------------------------
    def fewest(self, plan: Ints, least: dict[int, float], judged: Proof) -> tuple[Ints, Dual | None]:
        """Return the plan with the fewest changes among those within the gap, and what proves that there are no fewer."""
        problem, changes = self.problem, self.changes
        assert changes is not None
        level = judged.wanted.level
        share = problem.levels[level].share(judged.bound, self.goal.gap)
        reached = {i: max(cost, float(problem.cost(plan, i))) for i, cost in least.items() if i != level}
        reached[level] = max(float(problem.cost(plan, level)), np.floor(judged.bound + ROOM * share))
        wanted = Wanted(changes, caps_of(problem, changes, reached, 1.0))
        person = problem.candidates.person
        moved = united(person(np.setxor1d(plan, self.before.plan)), judged.torn)
        prices, proved = fewest_prices(problem, self.goal, wanted, judged, moved, plan, self.before.plan)
        if problem.cost(plan, changes) <= up(proved) + EPS:
            return plan, Dual(wanted, prices, proved)
        proof = proof_of(problem, wanted, prices)
        proof.pool, proof.torn, proof.used = plan, moved, judged.used
        it = Mender.of(problem, self.goal, proof, plan, 0.999)

        def enough(found: Ints) -> bool:
            return meets(problem, found, wanted) and problem.cost(found, changes) <= up(proof.bound) + EPS

        best = self._mended(it, enough, CROWDED, FEWER)
        if meets(problem, best, wanted) and problem.cost(best, changes) <= problem.cost(plan, changes):
            plan = best
        cost = float(problem.cost(plan, changes))
        self.goal.tell(
            "integer", problem.levels[changes].name, *map(problem.levels[changes].natural, (cost, proof.bound))
        )
        return plan, Dual(wanted, proof.prices, proof.bound)


def _fitting(problem: Problem, plan: Ints) -> Ints:
    """Return the plan without those for whom a seat has no place any more: the last of them in canonical order."""
    over = problem.held(plan) - problem.seat_max
    if (over <= 0).all():
        return plan
    stays = np.ones(len(plan), bool)
    for at, seats in zip(range(len(plan) - 1, -1, -1), problem.seats(plan[::-1]), strict=True):
        taken = seats[seats >= 0]
        if (over[taken] > 0).any():
            stays[at] = False
            over[taken] -= 1
    return plan[stays]
