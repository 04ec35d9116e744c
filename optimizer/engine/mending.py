"""From a linear optimum to a plan by small integer programs, each over the people around one trouble.

A linear optimum divides few people. They are settled first; what is then still broken (a row, a cap, an empty seat that
need not be) or costs too much is mended where it is, with everybody else staying put (`visits` says where). Every program
is small enough to be solved in tenths of a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine import linear
from optimizer.engine.around import around
from optimizer.engine.bound import asked
from optimizer.engine.first_come import first_come
from optimizer.engine.grouped import leading, ranges, united
from optimizer.engine.master import build
from optimizer.engine.visits import Visits
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from optimizer.engine.answer import Goal
    from optimizer.engine.bound import Floats
    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem

OF_PERSON = 8  # columns a person may have while plans are mended
NODES = 1  # of branch and bound in one small program: another crowd brings more than a second one
SAMPLED = 200_000  # candidates that tell where to cut
LOOKS = 20_000  # people who choose anew while a plan is mended, counted each time, at the most
IDLE = 2_000  # of them in a row without much gain, after which a plan is left as it is
MUCH = 0.05  # of what a plan loses, that counts as much
EPS = 1e-6
FEW_PEOPLE = 12  # in a row, up to which all that they may do is looked at where it is broken


@dataclass
class Mender:
    """A plan being mended. Breaking a hard row costs a penalty here, so that every step has a plan to begin with."""

    problem: Problem
    goal: Goal
    proof: Proof
    penalty: Floats  # (rows,) what a unit outside a hard row costs
    columns: Ints  # candidates that may be chosen, ascending
    first: Ints  # where each person's columns begin
    plan: Ints
    close: float  # how far from the best a small program may stop
    among: Ints | None = None  # the candidates that crowds choose among, where those are known
    nodes: int = NODES  # of branch and bound in the next small program
    alone: bool = False  # whether crowds are settled one by one, for the other core has work of its own

    @classmethod
    def of(cls, problem: Problem, goal: Goal, proof: Proof, x: Ints, close: float) -> Mender:
        """Begin with the candidates `x` of those whom the linear optimum does not divide."""
        columns = united(_near(problem, proof.net), proof.pool, x)
        first = np.searchsorted(problem.candidates.person(columns), np.arange(problem.n_people + 1))
        cost = problem.levels[proof.wanted.level].cost
        reach = 1.0 if cost is None or not len(cost) else float(cost.max()) - float(cost.min()) + 1.0
        reach = max(
            reach, min((cap.weight for cap in proof.wanted.caps if cap.weight), default=reach)
        )  # like a vacancy
        penalty = np.where(problem.rows.hard, np.maximum(4.0 * np.abs(proof.prices.row), reach), 0.0)
        return cls(problem, goal, proof, np.ceil(penalty), columns, first, np.sort(x), close)

    # what a plan costs here ------------------------------------------------------------------------------------------
    def cost(self, plan: Ints) -> float:
        """Return what a plan costs: its level, caps exceeded and hard rows broken at their prices."""
        outside = self.problem.rows.outside(self.problem.activity(plan))
        return asked(self.problem, self.proof.wanted, plan) + float((outside * self.penalty).sum())

    def widen(self) -> None:
        """Let the few people of each listed hard row that is broken take any of their placements.

        Two who belong together often meet only where neither would go by the prices.
        """
        rows, person = self.problem.rows, self.problem.candidates.person
        broken = self.problem.breaks(self.plan)
        mine = np.flatnonzero(broken[rows.row])
        pairs = np.unique(rows.row[mine] * self.problem.n_people + person(rows.candidate[mine]))
        row, who = np.divmod(pairs, max(1, self.problem.n_people))
        few = np.bincount(row, minlength=len(rows)) <= FEW_PEOPLE
        more = np.setdiff1d(self.problem.candidates.of_people(np.unique(who[few[row]])), self.columns)
        if len(more):
            self.columns = united(self.columns, more)
            self.first = np.searchsorted(person(self.columns), np.arange(self.problem.n_people + 1))

    # steps -----------------------------------------------------------------------------------------------------------
    def settle(self, *crowds: Ints) -> bool:
        """Choose anew for crowds that share nobody, everybody else staying put; return whether the plan became better.

        Two crowds are thought about side by side, each as if the other stayed; what the second then still gains counts.
        """
        before, person = self.plan, self.problem.candidates.person
        for crowd, plan in zip(crowds, side_by_side(self._chosen, crowds), strict=True):
            if plan is None:
                continue
            if self.plan is not before:
                free = np.zeros(self.problem.n_people, bool)
                free[crowd] = True
                plan = np.sort(np.concatenate([self.plan[~free[person(self.plan)]], plan[free[person(plan)]]]))
                if (self.problem.held(plan) > self.problem.seat_max).any():
                    continue
            if self.cost(plan) < self.cost(self.plan) - EPS:
                self.plan = plan
        return self.plan is not before

    def _chosen(self, people: Ints) -> Ints | None:
        """Return the best plan found when some people choose anew, None where there is none."""
        free = np.zeros(self.problem.n_people, bool)
        free[people] = True
        free |= self._homeless()
        columns = self.columns[ranges(self.first, np.flatnonzero(free))]
        if self.among is not None:
            columns = np.intersect1d(columns, united(self.among, self.plan))
        staying = self.plan[~free[self.problem.candidates.person(self.plan)]]
        room = np.append(self.problem.held(staying) < self.problem.seat_max, True)
        columns = columns[room[self.problem.seats(columns)].all(axis=1) | np.isin(columns, self.plan)]
        sub = around(self.problem, self.proof.wanted, self.plan, free, columns, self.penalty)
        own = np.searchsorted(columns, self.plan[free[self.problem.candidates.person(self.plan)]])
        rows = np.arange(len(sub.problem.rows))
        master = build(sub.problem, sub.wanted, np.arange(len(columns)), rows)
        found = linear.solve_whole(master, self.goal, self.close, self.nodes, own, by=linear.SCIP)
        return None if found is None else np.sort(np.concatenate([sub.fixed, columns[found.chosen]]))

    def _homeless(self) -> NDArray[np.bool_]:
        """Return (people,) who has to be placed and is not: they take part in whatever is chosen next."""
        out = self.problem.must.copy()
        out[self.problem.candidates.person(self.plan)] = False
        return out

    @property
    def one_by_one(self) -> bool:
        """Whether crowds are settled one by one: asked for, or somebody has to be placed whom two crowds would both place."""
        return self.alone or bool(self._homeless().any())

    def begin(self, people: Ints) -> None:
        """Place some people where most of each is in the linear optimum, as long as there is room."""
        proof = self.proof
        mine = np.flatnonzero(np.isin(self.problem.candidates.person(proof.support), people))
        self.plan = first_come(self.problem, self.plan, proof.support[mine], proof.share[mine])


def mended(
    problem: Problem,
    goal: Goal,
    proof: Proof,
    whole: Ints,
    enough: Callable[[Ints], bool],
    incumbent: Ints | None,
    close: float,
    most: int = LOOKS,
) -> Ints:
    """Return a plan near a linear optimum whose undivided people hold `whole`; ends when `enough` says so.

    An `incumbent` that is still better once those are settled whom the optimum divides is mended instead.
    """
    plan = whole
    for plan, seen in plans(problem, goal, proof, whole, incumbent, close):
        if enough(plan) or goal.over() or seen > most:
            break
    return plan


def plans(
    problem: Problem,
    goal: Goal,
    proof: Proof,
    whole: Ints,
    incumbent: Ints | None,
    close: float,
    idle: int = IDLE,
    alone: bool = False,
) -> Iterator[tuple[Ints, int]]:
    """Yield ever better plans as `mended` makes them, and how many people had been looked at by then.

    The last is that which `idle` of them in a row have not made much better.
    """
    it = Mender.of(problem, goal, proof, whole, close)
    it.alone = alone
    it.begin(proof.torn)
    yield it.plan, 0
    visits = Visits(it, incumbent)
    left, since = math.inf, 0  # what the plan lost when it last became much better, and who had been looked at by then
    for crowds in visits:
        if visits.seen > since + idle:
            break
        it.settle(*crowds)
        yield it.plan, visits.seen
        now = it.cost(it.plan) - proof.bound
        if now < (1.0 - MUCH) * left:
            left, since = now, visits.seen
    yield it.plan, visits.seen


def _near(problem: Problem, net: Floats) -> Ints:
    """Return the candidates nearest to the prices: about so many a person, and the best few of whoever has none so near."""
    wanted = OF_PERSON * problem.n_people
    if problem.n <= wanted:
        return np.arange(problem.n)
    sample = np.sort(net[:: max(1, problem.n // SAMPLED)])
    near: Ints = np.flatnonzero(net <= sample[int(len(sample) * wanted / problem.n)])
    if len(near) > 2 * wanted:  # many candidates are alike: the first of each person stand for the rest
        near = leading(problem.candidates.person(near), net[near], near, OF_PERSON)
    own = np.bincount(problem.candidates.person(near), minlength=problem.n_people)
    rest = problem.candidates.of_people(np.flatnonzero(own < OF_PERSON // 2))
    return united(near, leading(problem.candidates.person(rest), net[rest], rest, OF_PERSON // 2))
