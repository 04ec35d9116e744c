"""Plans made beside the first linear programs, so that whatever cuts the work short ends with a good one.

The programs keep one core busy. On the other the network's plan is mended, and then what a program divides is
settled: long before their prices prove anything, their placements are good. Where a program takes so long that mending
brings no more, the plan is made better part by part. It makes the programs a fifth slower, though; so where nothing is
about to cut them short they have some seconds to themselves.
"""

from __future__ import annotations

import math
import time
from threading import Event
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.answer import Goal
from optimizer.engine.mending import plans
from optimizer.engine.parts import Parts
from optimizer.engine.progress import StopSign
from optimizer.engine.rounding import meets, near_enough
from optimizer.engine.start import without_broken_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.engine.pricing import Proof
    from optimizer.model.problem import Ints, Problem

ENOUGH = 0.01  # of the cost, within which a plan is good enough to begin with
CLOSE = 2e-5  # of the cost, that each small program may leave open
IDLE = 3  # part of the people who choose anew without much gain, after which a plan is made better part by part
ROUGH = 5e-3  # of the cost of one part, that its own plan may leave open
SETTLED = 0.05  # of its value, by which a program may differ from the last one when a plan is made of it
LONG = 20.0  # seconds of one program, after which a plan is made of it in any case
QUIET = 20.0  # seconds that the programs have to themselves
HURRY = 180.0  # seconds left, up to which they do not
LAST = 4.0  # seconds left, from which on no part is begun: its beginning cannot be cut short
WINK = 0.2  # seconds after which one looks again whether somebody has asked to stop


class Early:
    """The thread beside the programs: what it was handed last, and the plans it has made.

    Which plans there are hangs on the clock. So nothing but work that is cut short may look at them.
    """

    def __init__(
        self, problem: Problem, goal: Goal, solve: Callable[[Problem, Goal, Ints], Ints | None] | None = None
    ) -> None:
        """Begin with no plan; `solve` makes a part's plan better. Without it there are no early plans: this is a part."""
        self.problem, self.goal, self.solve = problem, goal, solve
        self.plans: list[Ints] = []  # they may break a hard row
        self.optimum: Proof | None = None  # of the last program, once the programs have ended
        self._last: Proof | None = None
        left, now = goal.left(), time.monotonic()
        self._quiet_until = math.inf if solve is None else now if left is not None and left <= HURRY else now + QUIET
        self._part = StopSign()  # of the part at work
        self._value, self._since = math.inf, now  # of the program before, and when it ended
        self._news, self._ended, self._opened = Event(), Event(), Event()

    def opened(self, proved: float = math.inf) -> None:
        """Hear that prices are known, what they prove, and that the first program begins.

        Before, both cores would wait for each other all the time.
        """
        self._value = proved
        self._opened.set()

    def quiet(self) -> bool:
        """Wait for prices; return whether nothing needs this core while the programs begin."""
        self._opened.wait()
        return not (self._ended.is_set() or self.goal.over()) and time.monotonic() < self._quiet_until < math.inf

    def hand(self, proof: Proof) -> None:
        """Take what a linear program says that is not the last one, if its placements are worth looking at.

        A program much cheaper than the next one lacks rows and columns; only where it took long is there no waiting.
        """
        value, now = proof.bound, time.monotonic()
        settled = abs(value - self._value) <= SETTLED * abs(value) or now - self._since > LONG
        if settled and now >= self._quiet_until:
            self._last = proof
            self._tell()
        self._value, self._since = value, now

    def end(self, optimum: Proof | None) -> None:
        """Hear that the programs have ended: the plan of their optimum is better than anything made here."""
        self.optimum = optimum
        self._last = None
        self._ended.set()
        self._opened.set()
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._part.set()

    def from_network(self, known: Callable[[], Proof], plan: Ints) -> None:
        """Mend the network's plan until the first program ends that is worth looking at.

        `known` is asked what is proved by then as soon as prices are known.
        """
        if self.solve is None:
            return
        self._opened.wait()
        while not self._news.is_set() and not self.goal.over() and time.monotonic() < self._quiet_until:
            self._news.wait(WINK)
        if self._news.is_set() or self.goal.over():
            return
        proof = known()
        self.goal.tell("integer", self.problem.levels[proof.wanted.level].name)
        for better, _ in self._ever_better(proof, plan):
            plan = better
            if self.goal.over() or self._news.is_set():
                break
        self.plans.append(plan)

    def from_programs(self) -> None:
        """Make a plan of what was handed over last, again and again until the programs end."""
        while (proof := self._newest()) is not None:
            divided = np.isin(self.problem.candidates.person(proof.support), proof.torn)
            for plan, _ in self._ever_better(proof, proof.support[~divided]):
                if self._ended.is_set() or self.goal.over() or self._enough(proof, plan):
                    break
            self.plans.append(plan)

    def _ever_better(self, proof: Proof, plan: Ints) -> Iterator[tuple[Ints, int]]:
        """Yield plans and how many people have been looked at: mended where they lose most, then part by part."""
        problem, seen = self.problem, 0
        idle = problem.n_people // IDLE
        close = CLOSE * abs(proof.bound)
        for better, seen in plans(problem, self.goal, proof, plan, None, close, idle, alone=True):
            yield (plan := better), seen
        yield plan, problem.n_people  # up to here nothing hangs on the clock
        while time.monotonic() < self._since + LONG:  # the next program is soon there
            if self._news.wait(WINK) or self.goal.over():
                return
        best = min((self._without_broken(it) for it in (plan, *self.plans)), key=problem.values)
        if not problem.breaks(best).any():
            for better in Parts(problem, best, proof.pool, self._of_part).rounds():
                yield better, seen
                if self._news.is_set():
                    return

    def _without_broken(self, plan: Ints) -> Ints:
        bound = self.problem.must[self.problem.candidates.person(plan)]
        return without_broken_rows(self.problem, plan[bound], plan)

    def _of_part(self, part: Problem, plan: Ints) -> Ints | None:
        """Return a plan of a part no worse than `plan`, the best so far as soon as there is news."""
        assert self.solve is not None
        self._part = StopSign()
        limit = self.goal.left()
        if self._news.is_set() or (limit is not None and limit < LAST):
            return None
        with self.goal.stop.interrupting(self._part.set):
            return self.solve(part, Goal(ROUGH, limit, self._part), plan)

    def _newest(self) -> Proof | None:
        self._news.wait()
        self._news.clear()
        return self._last

    def _enough(self, proof: Proof, plan: Ints) -> bool:
        problem, wanted = self.problem, proof.wanted
        return meets(problem, plan, wanted) and near_enough(
            problem.levels[wanted.level], problem.cost(plan, wanted.level), proof.bound, ENOUGH
        )
