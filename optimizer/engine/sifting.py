"""The sifting engine: a network for good prices, a linear program over the few candidates that matter, a small integer one.

Only candidates whose reduced cost says they may improve the plan ever become columns. The Lagrangian bound is worked out
over *all* candidates, so it proves the plan against every placement that was never looked at, at whatever moment the
work ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.answer import Answer, Dual, Goal, Infeasible
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.early import Early
from optimizer.engine.filling import Filling
from optimizer.engine.grouped import united
from optimizer.engine.opening import first_prices, opening
from optimizer.engine.pricing import EPS, Beginning, Proof, is_small, priced, proof_of, up
from optimizer.engine.rounding import FEW, hopeful_plan, meets, solve_whole, whole_plan
from optimizer.engine.start import Start, caps_of, first_columns, floor, nearly_kept, reach, without_broken_rows
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from optimizer.model.problem import Ints, Problem


def solve_by_sifting(problem: Problem, goal: Goal) -> Answer:
    """Return a plan near-optimal level by level, and the bound proved for each level; raise Infeasible with a core.

    A network without the rows bounds the vacancies, and nearly always a plan reaches these bounds: so at first they are
    believed, and so is each linear bound on the way to the last level, whose whole-number plan then shows whether they
    are reached. Where they are not, the levels are settled in whole numbers one by one.
    """
    return sifted(problem, goal).answer()


def sifted(problem: Problem, goal: Goal, of_part: Ints | None = None) -> Sifting:
    """Return a finished solve with all that it knows: see `solve_by_sifting`.

    `of_part` is the plan that a part of the province has, where only a better one is wanted and no proof.
    """
    start = first_columns(problem, goal)
    weighed = [i for i, level in enumerate(problem.levels) if not level.tie_break]
    costly = [i for i in weighed if problem.levels[i].vacancy is None]
    run = Sifting(problem, goal, start, start.plan, of_part is not None)
    if of_part is not None:
        run.chosen = of_part
        if not goal.over():
            run.through(costly, start.caps, 1.0)
        return run
    for steep in (1.0, 64.0) if costly else ():
        if goal.over():
            break
        if run.through(costly, start.caps, steep):
            return run
    run.through(weighed, (), 1.0)
    return run


def _plan_of_part(problem: Problem, goal: Goal, plan: Ints) -> Ints | None:
    """Return a plan no worse of a part of the province, None where hard rows leave none while everybody else stays."""
    try:
        return sifted(problem, goal, plan).chosen
    except Infeasible:
        return None


CLOSE = 0.01  # of what is believed of a level, within which a plan is not made anew for its sake
HARDEST = 1_000.0  # times the usual price of a cap, after which it counts as one that cannot be met


@dataclass
class Sifting:
    """One solve: the best plan so far and what is proved of each level."""

    problem: Problem
    goal: Goal
    start: Start
    chosen: Ints
    of_part: bool = False  # whether the rest of the province is at work on the other core
    known: dict[int, float] = field(default_factory=dict)  # bounds of vacancies, each given that those before are met
    proofs: dict[int, Proof] = field(default_factory=dict)  # the last of each level
    duals: list[Dual] = field(default_factory=list)  # all of them, without what only the search needs
    whole: dict[int, tuple[tuple[Cap, ...], float]] = field(default_factory=dict)  # bounds that integer programs proved
    filled: dict[int, Prices] = field(default_factory=dict)  # prices of vacancies, where they are not 0
    last: Proof | None = None
    spare: list[Ints] = field(default_factory=list)  # plans for the case that the work is cut short

    def answer(self) -> Answer:
        """Return the plan and its bounds, ties broken where every level is proved."""
        cut = self.goal.over()
        for plan in self.spare if cut else ():
            self._take(plan)
        bounds = self.bounds()
        if self.last is not None and not cut:
            self.chosen = _tie_broken(self.problem, self.goal, self.last, bounds, self.chosen)
        return Answer(self.chosen, tuple(bounds), "sifting", tuple(self.duals), tuple(self.filled.items()))

    def bounds(self) -> list[float | None]:
        """Return what is proved of each level, given what the plan reaches in the levels before."""
        costs = [float(self.problem.cost(self.chosen, i)) for i in range(len(self.problem.levels))]
        out: list[float | None] = []
        met = True  # whether all vacancies so far are as few as is proved
        for i, level in enumerate(self.problem.levels):
            proved = [self.known[i]] if met and i in self.known else []
            proved.append(floor(self.problem, i))
            proved += [up(it.bound_at(costs.__getitem__)) for it in self.duals if it.wanted.level == i]
            if i in self.whole and all(costs[cap.level] <= cap.cost + EPS for cap in self.whole[i][0]):
                proved.append(self.whole[i][1])
            best = max(proved, default=None)
            out.append(None if level.tie_break or best is None else min(best, costs[i]))
            met = met and level.vacancy is not None and best is not None and costs[i] <= best + EPS
        return out

    def through(self, levels: list[int], known: tuple[tuple[int, float], ...], steep: float) -> bool:
        """Solve `levels` in turn, `known` bounds of others believed; False where these were too hopeful.

        Of the levels before the last one only what no plan can beat is believed at first. Where the last level's linear
        optimum cannot keep to it, linear programs of their own say what can be believed instead.
        """
        problem, goal = self.problem, self.goal
        *before, final = levels
        self.known = dict(known)
        believed = dict(known)
        for i in before:
            believed[i] = floor(self.problem, i)
        hopeful = Wanted(final, caps_of(problem, final, believed, steep))
        early = Early(problem, goal, None if self.of_part else _plan_of_part)
        proof: Proof | None = None
        planned: Proof | None = None  # whose plan is as good as mending makes it
        mended = False  # whether a plan was made of the programs' optimum beside what is believed
        prices: Prices | None = None  # better ones than the network's, once they are known

        def plans() -> None:
            nonlocal planned, mended
            if early.quiet() and goal.proofs and not is_small(problem):
                self._fill()
            goal.one_core.set()
            if not is_small(problem) and not nearly_kept(problem, self.start.flow):
                early.from_network(lambda: self._of_network(hopeful, prices), self.start.plan)
                early.from_programs()
                if early.optimum is not None:
                    plan, settled = hopeful_plan(problem, goal, early.optimum, self.chosen)
                    self._take(plan)
                    planned, mended = early.optimum if settled else None, True

        def programs() -> None:
            nonlocal proof, prices
            try:
                begin = self._open(final, believed, steep)
                if begin.proof is None:
                    early.opened()
                else:
                    prices = begin.proof.prices
                    early.opened(begin.proof.bound)
                proof = priced(problem, hopeful, begin, goal, early.hand)
                if proof is None and begin.proof is not None:  # what prices alone prove holds all the same
                    self.duals.append(Dual(hopeful, begin.proof.prices, begin.proof.bound))
            finally:
                early.end(proof)
            if not self.of_part:  # a part's plan is wanted, not what is proved of it
                proof = self._believed(levels, believed, proof or self._unsolved(hopeful), steep)

        side_by_side(lambda part: part(), (plans, programs))  # programs leave the other core idle
        self.spare += early.plans
        if self.of_part:
            return True
        if proof is None:
            return goal.over() or not known
        self._keep(proof)
        settled = planned is not None and (planned.wanted.weighs_like(proof.wanted) or self._nearly(believed))
        if not settled:
            begun = self._settled(proof) if mended else proof
            self._plan(begun, self.chosen if problem.rows.crossing else None, proof.support)
        late = [i for i in believed if problem.cost(self.chosen, i) > believed[i] + EPS]
        if not late or goal.over():
            return True
        if proof.basis is None and not is_small(problem):
            return True
        if problem.rows.crossing and not is_small(problem):
            # a plan that nearly reaches it would come nearer by hundredths of a per cent, in as much time again
            self._as_reached(final, believed, proof, steep, mend=goal.gap <= 0 or not self._nearly(believed))
            return True
        if known and any(i not in levels for i in late):
            return False
        self._settle(levels, believed, proof.pool, steep)
        return True

    def _fill(self) -> None:
        """Work out the prices that will be asked for once there is a plan: for vacancies the network's flow has them."""
        missing = [i for i, cost in self.start.caps if cost > 0 and i not in self.filled]
        if missing:
            filling = Filling.of(self.problem)
            self.filled |= {i: filling.prices(i, self.start.flow) for i in missing}

    def _nearly(self, believed: dict[int, float]) -> bool:
        """Return whether the plan reaches what is believed of levels, vacancies exactly and others nearly."""
        costs = {i: self.problem.cost(self.chosen, i) for i in believed}
        room = {i: 0.0 if self.problem.levels[i].vacancy is not None else CLOSE * abs(x) for i, x in believed.items()}
        return all(costs[i] <= believed[i] + room[i] + EPS for i in believed)

    def _unsolved(self, wanted: Wanted) -> Proof | None:
        """Return what stands for a large program without an answer; None where that says something, or time is up."""
        if self.goal.over() or is_small(self.problem):
            return None
        # every cap can stretch, so there is an optimum: the solver could not find it to its own satisfaction
        return self._of_network(wanted)

    def _believed(
        self, levels: list[int], believed: dict[int, float], proof: Proof | None, steep: float
    ) -> Proof | None:
        """Return the last level's proof; `believed` takes up what can be believed of the levels before."""
        problem, goal, final = self.problem, self.goal, levels[-1]
        harder: dict[int, float] = {}  # how many times dearer some caps are than usual
        while proof is not None and not goal.over():
            late = [i for i in believed if i in proof.over and harder.get(i, 1.0) < HARDEST]
            if not late:
                break
            i = late[0]
            columns, rows = proof.pool, proof.used
            if i in self.proofs:  # the cap can be met, if that is worth enough
                harder[i] = 8.0 * harder.get(i, 1.0)
            else:
                earlier = {j: cost for j, cost in believed.items() if j < i}
                # where the last level is at its least, this one mostly is as well
                begin = Beginning.after(columns, rows, proof.basis, self.room(i), near=True)
                own = priced(problem, Wanted(i, caps_of(problem, i, earlier, steep)), begin, goal)
                if own is None:
                    break
                self._keep(own)
                believed[i] = max(believed[i], up(own.bound))
                columns, rows = united(own.pool, columns), united(own.used, rows)
            wanted = Wanted(final, caps_of(problem, final, believed, steep, harder))
            if not is_small(problem) and (same := proof.recapped(wanted, problem.levels[final], goal.gap)) is not None:
                return same
            begin = Beginning.after(columns, rows, proof.basis, self.room(final))
            proof = priced(problem, wanted, begin, goal) or proof
        return proof

    def _of_network(self, wanted: Wanted, prices: Prices | None = None) -> Proof:
        """Return what prices prove by themselves, the network's unless better ones are known, with its plan to be mended."""
        problem, flow, plan = self.problem, self.start.flow, self.start.plan
        proof = proof_of(problem, wanted, prices or first_prices(problem, wanted, self.start))
        proof.pool, proof.support, proof.share = united(self.start.pool, plan), plan, np.ones(len(plan))
        placed = np.isin(problem.candidates.person(flow), problem.candidates.person(plan))
        proof.torn = np.unique(problem.candidates.person(flow[~placed]))
        proof.used = np.flatnonzero(problem.rows.outside(problem.activity(flow)) > 0)
        return proof

    def _as_reached(self, final: int, believed: dict[int, float], proof: Proof, steep: float, mend: bool) -> None:
        """Prove the last level once more, given what the plan reaches in the levels before, and mend the plan again."""
        reached = {i: max(cost, float(self.problem.cost(self.chosen, i))) for i, cost in believed.items()}
        wanted = Wanted(final, caps_of(self.problem, final, reached, steep))
        pool = united(proof.pool, self.chosen)
        begin = Beginning.after(pool, proof.used, proof.basis, self.room(final))
        again = priced(self.problem, wanted, begin, self.goal)
        if again is not None:
            self._keep(again)
        if again is not None and mend:
            self._plan(self._settled(again), self.chosen, again.support)

    def _settled(self, proof: Proof) -> Proof:
        """Return a proof whose optimum is the plan: what it divides is settled there, and only to be mended on."""
        return replace(proof, support=self.chosen, share=np.ones(len(self.chosen)), torn=proof.torn[:0])

    def room(self, level: int) -> float:
        """Return how dear it is at first to break a hard row while prices are sought."""
        return 0.3 * reach(self.problem, level)

    def _open(self, level: int, believed: dict[int, float], steep: float) -> Beginning:
        wanted = Wanted(level, caps_of(self.problem, level, believed, steep))
        return opening(self.problem, wanted, self.start, self.start.pool, self.goal)

    def _plan(self, proof: Proof, incumbent: Ints | None, columns: Ints) -> None:
        """Look for a plan in whole numbers and remember what was proved on the way."""
        found = whole_plan(self.problem, self.goal, proof, incumbent, columns, self._take)
        if found is not None:
            self._take(found[0])
            self.whole[proof.wanted.level] = (proof.wanted.caps, found[1])

    def _keep(self, proof: Proof) -> None:
        """Remember what was proved, and where the last linear program stood."""
        level = proof.wanted.level
        if self.proofs.get(level) is not proof:
            self.proofs[level] = proof
            self.duals.append(Dual(proof.wanted, proof.prices, proof.bound))
        self.last = proof

    def _take(self, plan: Ints) -> None:
        """Keep the plan that is better in the first level where two differ, without whoever breaks a hard row."""
        if self.problem.breaks(plan).any():
            bound = self.problem.must[self.problem.candidates.person(plan)]
            plan = without_broken_rows(self.problem, plan[bound], np.sort(plan))
            if self.problem.breaks(plan).any():
                return
        if self.problem.values(plan) <= self.problem.values(self.chosen):
            self.chosen = plan

    def _settle(self, levels: list[int], believed: dict[int, float], pool: Ints, steep: float) -> None:
        """Go through the levels again, each in whole numbers, with what was reached before as its caps."""
        problem, goal = self.problem, self.goal
        met = True
        reached = {i: cost for i, cost in believed.items() if i not in levels}
        for i in levels:
            cost = problem.cost(self.chosen, i)
            proof = self.proofs.get(i)
            # what was proved for less before does not hold for more, and a floor is no proof
            if not met or (proof is None and cost > floor(self.problem, i) + EPS):
                wanted = Wanted(i, caps_of(problem, i, reached, steep))
                rows = np.zeros(0, np.int64) if self.last is None else self.last.used
                proof = priced(problem, wanted, Beginning(united(pool, self.chosen), rows), goal)
            if proof is not None:
                self._keep(proof)
                pool = united(pool, proof.pool)
                if cost > up(proof.bound) + EPS:
                    columns = united(proof.pool, np.argsort(proof.net, kind="stable")[:FEW])
                    self._plan(proof, self.chosen, columns)
            reached[i] = float(problem.cost(self.chosen, i))
            met = met and reached[i] <= believed.get(i, reached[i]) + EPS
            if goal.over():
                return


def _tie_broken(problem: Problem, goal: Goal, proof: Proof, bounds: list[float | None], chosen: Ints) -> Ints:
    """Return the plan that the tie-break prefers among all optimal ones, where every level is proved and ties are few."""
    tie = next((i for i, level in enumerate(problem.levels) if level.tie_break), None)
    if tie is None:
        return chosen
    caps = tuple(Cap(i, float(problem.cost(chosen, i))) for i, it in enumerate(problem.levels) if not it.tie_break)
    proved = all((b := bounds[cap.level]) is not None and cap.cost <= b + EPS for cap in caps)
    slack = problem.cost(chosen, proof.wanted.level) - proof.bound + EPS * max(1.0, abs(proof.bound))
    columns = np.flatnonzero(proof.net <= slack)
    if not proved or len(columns) > FEW:
        return chosen
    goal.tell("tie-break")
    wanted = Wanted(tie, caps)
    found = solve_whole(problem, goal, replace(proof, wanted=wanted), united(columns, chosen), 0.999, chosen)
    if found is None or not meets(problem, found.chosen, wanted):
        return chosen
    bounds[tie] = up(found.bound)
    return found.chosen
