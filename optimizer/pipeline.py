"""The jobs of the program as plain functions: propose a plan, check it, say what came of it."""

from __future__ import annotations

import signal
import sys
import threading
import time
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from optimizer.catalogue import SOFT_LEVEL, ActiveRule, Catalogue, catalogue
from optimizer.checker import Verdict, verify
from optimizer.domain.plan import Outcome, Plan
from optimizer.findings import InputError, has_errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, OneMore, Status
    from optimizer.engine.answer import Answer, Goal, StoppedBy
    from optimizer.engine.duals import Proof
    from optimizer.engine.progress import Progress, StopSign
    from optimizer.model.facts import Facts
    from optimizer.model.problem import Problem
    from optimizer.review.board import Board
    from optimizer.review.known import Known
    from optimizer.rules.base import Rule

Done = TypeVar("Done")
BESIDE = 10_000_000  # candidates up to which proofs and telling may share the memory (hanoi's 18 million: 0.4 GB more)

__all__ = ["Disagreement", "propose", "verify"]


class Disagreement(Exception):
    """Raised when the checker refuses what the engine made: a mistake of ours, never of the user's (exit code 5)."""

    def __init__(self, verdict: Verdict, plan: Plan, said: str = "") -> None:
        self.verdict, self.plan = verdict, plan
        shown = "; ".join([said, *(f.sentence("en") for f in verdict.findings[:5])]).strip("; ")
        super().__init__(f"the checker and the engine disagree: {shown}")


def propose(
    case: Case,
    gap: float = 5e-4,
    time_limit: float | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    evidence: bool = False,
    also: tuple[Rule, ...] = (),
    look_ahead: bool = True,
) -> Outcome:
    """Draft a plan for `case`, re-check it without the solver, and return the outcome.

    `gap` is the relative gap at which a level may stop, `time_limit` a safety net in seconds. Ctrl+C once keeps the
    best plan. With `evidence` the outcome also carries the certificate of its bounds, the worth of one more of
    everything, and the arrays of the model, which telling about the plan would else make again; with `look_ahead` also
    what its workbook will tell, worked out beside the proofs. `also` are hard rules beside those of the case; where they
    leave no plan nothing is said of why.

    Raises InputError where the Rules sheet has errors and Disagreement where the checker refuses the plan.
    """
    from optimizer.engine.answer import Goal, Infeasible
    from optimizer.engine.assemble import assemble
    from optimizer.engine.levels import plan_of, solve
    from optimizer.engine.progress import StopSign
    from optimizer.engine.remember import before as left_before
    from optimizer.engine.remember import remembered
    from optimizer.model.facts import Facts
    from optimizer.review.conflicts import conflicts

    active = catalogue(case)
    if has_errors(active.findings):
        raise InputError(active.findings)
    if also:
        active = replace(active, rules=(*active.rules, *(ActiveRule(rule, False, SOFT_LEVEL, 1.0) for rule in also)))
    stop = StopSign()
    goal = Goal(gap, time_limit, stop, on_progress)
    with _ctrl_c(stop):
        began = time.perf_counter()
        goal.tell("building")
        facts = Facts(case)
        problem = assemble(facts, active)
        built = time.perf_counter()
        # where there are many candidates one thing follows the other: all at once would hold too much memory
        ahead = evidence and look_ahead and problem.n <= BESIDE
        goal.proofs = ahead
        laid_out = _begun(lambda: _laid_out(facts, active, problem, goal)) if ahead else None
        try:
            before = None if case.previous is None else left_before(facts, problem, case.memory)
            try:
                answer = _interruptible(lambda: solve(problem, goal, before))
            finally:
                goal.one_core.set()  # whatever waits for an idle core waits no longer
        except Infeasible:
            if also:
                return Outcome("infeasible", None, (), (), "", problem.n, 0, 0, _seconds(began, built), peak_mb())
            goal.tell("conflicts")
            clashing = _interruptible(lambda: conflicts(case)).findings()
            status: Status = "infeasible" if clashing else "no_plan"  # else the work did not suffice to tell
            seconds = _seconds(began, built)
            stopped: StoppedBy = "" if clashing else "work_limit"
            return Outcome(status, None, (), clashing, "", problem.n, 0, 0, seconds, peak_mb(), stopped)
        if answer.chosen is None:
            return Outcome(
                "no_plan",
                None,
                (),
                (),
                answer.engine,
                problem.n,
                0,
                0,
                _seconds(began, built),
                peak_mb(),
                goal.stopped_by,
            )
        plan = plan_of(facts, problem, answer)
        solved = time.perf_counter()
        seconds = {"model": built - began, "solve": solved - built}
        goal.tell("checking")
        judge = partial(_judged, active, problem, answer, plan)
        if evidence:
            goal.tell("proving")
            shown = _interruptible(lambda: _evidence(facts, active, problem, answer, goal, plan, judge, laid_out))
            seconds |= {"check": shown.checked.seconds, "prove": time.perf_counter() - solved - shown.checked.seconds}
        else:
            checked = judge(case)
            shown = _Evidence(checked, checked.levels)
            seconds["check"] = checked.seconds
    verdict, levels = shown.checked.verdict, shown.levels
    proved = all(level.gap == 0 for level, it in zip(levels, problem.levels, strict=True) if not it.tie_break)
    return Outcome(
        "optimal" if proved else "feasible", plan, levels, active.findings, answer.engine, problem.n,
        verdict.placed, sum(verdict.vacant.values()), seconds, peak_mb(), goal.stopped_by, True, worth=shown.worth,
        certificate=shown.certificate, memory=remembered(case, problem, answer),
        verdict=verdict, known=None if also else shown.known,
    )  # fmt: skip


class _Judged(NamedTuple):
    """What the checker says of a plan, the levels as it measures them, and how long it took."""

    verdict: Verdict
    levels: tuple[LevelResult, ...]
    seconds: float


def _judged(active: Catalogue, problem: Problem, answer: Answer, plan: Plan, case: Case) -> _Judged:
    """Check a plan without the solver; raise Disagreement where the checker refuses it or measures something else."""
    from optimizer.engine.levels import results

    began = time.perf_counter()
    verdict = verify(case, plan, active)
    levels = results(problem, answer, verdict.measures, _soft_counts(verdict))
    _agree(problem, answer, active, verdict, plan)
    return _Judged(verdict, levels, time.perf_counter() - began)


class _Evidence(NamedTuple):
    """What the prices of a plan tell: the levels with what prices alone prove, the worth of one more, the certificate."""

    checked: _Judged
    levels: tuple[LevelResult, ...]
    worth: tuple[OneMore, ...] = ()
    certificate: dict[str, Any] | None = None
    known: Known | None = None


def _laid_out(facts: Facts, active: Catalogue, problem: Problem, goal: Goal) -> Board:
    """Lay out what a plan is looked over on, whatever the plan: programs that are solved leave the other core idle.

    Before the first of them, or where there are none, it would only be in the way of the work on both cores.
    """
    from optimizer.certificate_file import fingerprint
    from optimizer.reports.section import sections
    from optimizer.review.board import Board
    from optimizer.review.known import Known

    goal.one_core.wait()
    sections()  # loads them all
    fingerprint(facts.case)  # is kept beside the case
    board = Board(facts.case, Plan(()), active, known=Known.of(facts, active, problem))
    board.lay_out()
    return board


def _evidence(
    facts: Facts,
    active: Catalogue,
    problem: Problem,
    answer: Answer,
    goal: Goal,
    plan: Plan,
    judge: Callable[[Case], _Judged],
    laid_out: Future[Board] | None,
) -> _Evidence:
    """Check the plan and work out what the prices tell; beside it, on the other core, look for who comes next everywhere."""
    from optimizer.engine.duals import proofs
    from optimizer.model.threads import side_by_side
    from optimizer.review.certify import certified
    from optimizer.review.explain import Explainer
    from optimizer.review.known import Known
    from optimizer.review.worth import worth_of_one_more
    from optimizer.sheets.collecting import collecting_later

    known = Known.of(facts, active, problem)
    board = None if laid_out is None else laid_out.result().of(plan)
    explainer = Explainer(facts.case, plan, active, known=known, board=board)
    checked: list[_Judged] = []
    found: tuple[Proof, ...] = ()
    one_more: tuple[OneMore, ...] = ()

    def judge_and_prove() -> None:
        nonlocal found, one_more
        checked.append(judge(facts.case))
        found = proofs(problem, answer, goal)
        one_more = worth_of_one_more(facts, problem, found)
        if board is not None:
            _ = explainer.vacancies  # told later

    def look_ahead() -> None:
        if board is not None:
            explainer.look_ahead()

    with collecting_later():
        side_by_side(lambda work: work(), [judge_and_prove, look_ahead])  # what the checker refuses is heard of first
    (judged,) = checked
    by_prices = {proof.level: problem.levels[proof.level].natural(proof.whole) for proof in found}
    told = tuple(replace(level, by_prices=by_prices.get(i)) for i, level in enumerate(judged.levels))
    return _Evidence(
        judged,
        told,
        one_more,
        certified(facts.case, plan, problem, found, judged.levels),
        replace(known, explainer=explainer),
    )


def _seconds(began: float, built: float) -> dict[str, float]:
    return {"model": built - began, "solve": time.perf_counter() - built}


def _soft_counts(verdict: Verdict) -> dict[str, float]:
    return {c.name: sum(1.0 if f.amount is None else f.amount for f in c.findings) for c in verdict.checks if c.soft}


def _agree(problem: Problem, answer: Answer, active: Catalogue, verdict: Verdict, plan: Plan) -> None:
    """Compare the engine's value of every level with the checker's own; raise Disagreement where they part."""
    if not verdict.ok:
        raise Disagreement(verdict, plan)
    assert answer.chosen is not None
    weights = {
        o.objective.name: o.weight * (-1.0 if o.objective.direction == "max" else 1.0) for o in active.objectives
    }
    soft = _soft_counts(verdict)
    for i, level in enumerate(problem.levels):
        cost = problem.cost(answer.chosen, i)
        if level.vacancy is not None:
            own = float((verdict.below_min if level.vacancy[0] == "min" else verdict.vacant).get(level.vacancy[1], 0))
            fair = own == cost
        else:
            own = sum(
                weights[name] * verdict.measures[name] if name in weights else weight * soft[name]
                for name, weight in level.parts
            )
            fair = abs(own - level.base - cost / level.scale) <= 1e-6 * max(1.0, abs(own))
        if not fair:
            raise Disagreement(verdict, plan, f"level {level.name}: engine {cost / level.scale:g}, checker {own:g}")


def _begun(work: Callable[[], Done]) -> Future[Done]:
    """Begin `work` on a thread of its own."""
    done: Future[Done] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # carried to whoever asks for the result, whatever it is
            done.set_exception(error)

    threading.Thread(target=run, name="engine", daemon=True).start()
    return done


def _interruptible(work: Callable[[], Done]) -> Done:
    """Do `work` on a thread of its own, so that Ctrl+C is heard while a solver is deep in compiled code."""
    done = _begun(work)
    while not done.done():
        wait((done,), 0.1)
    return done.result()


@contextmanager
def _ctrl_c(stop: StopSign) -> Iterator[None]:
    """Turn the first Ctrl+C into a stop sign; a second one ends the program as usual."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: Any = signal.getsignal(signal.SIGINT)

    def once(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, once)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def peak_mb() -> float:
    """Return the most memory this process has held, in MB (0 where the system does not say)."""
    if sys.platform == "win32":
        return _windows_peak_mb()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 1024)


def _windows_peak_mb() -> float:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD), ("PageFaultCount", wintypes.DWORD), *((name, ctypes.c_size_t) for name in (
                "PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPagedPoolUsage", "QuotaPagedPoolUsage",
                "QuotaPeakNonPagedPoolUsage", "QuotaNonPagedPoolUsage", "PagefileUsage", "PeakPagefileUsage")),
        )  # fmt: skip

    counters = Counters()
    counters.cb = ctypes.sizeof(counters)
    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    ok = kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return counters.PeakWorkingSetSize / 2**20 if ok else 0.0
