"""The worth of one more: no plan does better than the estimates, and exact figures are what every plan looked at gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings

from optimizer.catalogue import catalogue
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.assemble import assemble
from optimizer.engine.duals import proofs
from optimizer.engine.levels import solve
from optimizer.model.facts import Facts
from optimizer.pipeline import propose
from optimizer.review.effects import Reoptimiser
from optimizer.review.levels import level_kinds
from optimizer.review.one_more import TWIN, Again, with_limit_moved, with_seat, with_specialist
from optimizer.review.worth import Worth, order
from tests import cases as make
from tests.engine.problems import optimum, random_problem
from tests.property.every_plan import best
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.plan import OneMore, Outcome
    from optimizer.model.problem import Problem

KINDS: tuple[dict[str, Any], ...] = (
    {"levels": 1, "titles": 3, "people": 3},
    {"levels": 2},
    {"levels": 2, "bundles": True},
    {"levels": 2, "rows": True},
)
few = settings(
    derandomize=True, database=None, deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow]
)


def exactly(case: Case) -> Outcome:
    return propose(case, gap=0.0)


def tight(problem: Problem) -> Worth | None:
    """Return the worth of one more where prices alone prove every level of the best plan."""
    try:
        answer = solve(problem, Goal(0.0))
    except Infeasible:
        return None
    found = proofs(problem, answer, Goal(0.0))
    nobody: Any = None  # the case is asked for names only
    return Worth(nobody, problem, found) if all(p.whole == p.cost for p in found) else None


def never_better(problem: Problem, worth: Worth, changed: Problem, estimate: np.ndarray[Any, Any]) -> None:
    """Fail where a plan of the changed problem does better than the estimate, level by level."""
    after = optimum(changed)
    assert after is not None
    before = [p.cost for p in worth.proofs]
    for change, a, b in zip(estimate, after, before, strict=False):
        if np.isnan(change) or a - b > change + 1e-6:
            return  # worse than hoped for in a level: those behind it may be better
        assert a - b == pytest.approx(change, abs=1e-6)


def with_places(problem: Problem, seat: int) -> Problem:
    more = np.arange(problem.n_seats) == seat
    return replace(problem, seat_target=problem.seat_target + more, seat_max=problem.seat_max + more)


def with_twin(problem: Problem, person: int) -> Problem:
    """Return the problem with a second person, last of all, who has the candidates of one that rows do not speak of."""
    found = problem.candidates
    own = found.of_people(np.array([person]))
    twins = replace(
        found, first=np.append(found.first, len(found) + len(own)), slot=np.append(found.slot, found.slot[own])
    )
    levels = tuple(
        it if it.cost is None else replace(it, cost=np.append(it.cost, it.cost[own])) for it in problem.levels
    )
    return replace(problem, candidates=twins, levels=levels, must=np.append(problem.must, False))


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: "+".join(k))
@pytest.mark.parametrize("seed", range(24))
def test_no_plan_with_one_more_seat_does_better_than_the_prices_say(seed: int, kind: dict[str, Any]) -> None:
    problem = random_problem(seed, **kind)
    worth = tight(problem)
    if worth is None:
        return
    open_ = np.flatnonzero(problem.seat_max > 0)
    for seat in open_.tolist():
        never_better(problem, worth, with_places(problem, seat), worth._of_seats[seat])


@pytest.mark.parametrize("kind", [k for k in KINDS if not {"rows", "titles"} & k.keys()], ids=lambda k: "+".join(k))
@pytest.mark.parametrize("seed", range(12))
def test_no_plan_with_a_second_person_just_like_one_does_better_than_the_prices_say(
    seed: int, kind: dict[str, Any]
) -> None:
    problem = random_problem(seed, **kind)
    worth = tight(problem)
    if worth is None:
        return
    margins = worth._settled(np.stack([np.minimum(p.margin, 0.0) for p in worth.proofs], axis=1))
    for person in range(problem.n_people):
        never_better(problem, worth, with_twin(problem, person), margins[person])


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_with_a_limit_moved_by_one_does_better_than_the_prices_say(seed: int) -> None:
    problem = random_problem(seed, levels=2, rows=True)
    worth = tight(problem)
    if worth is None:
        return
    prices = np.stack([p.prices.row for p in worth.proofs], axis=1)
    for row, change in enumerate(worth._settled(-np.abs(prices))):
        never_better(problem, worth, with_limit_moved(problem, row), change)


def test_enough_of_these_problems_are_proved_by_prices_alone() -> None:
    for kind in KINDS:
        assert sum(tight(random_problem(seed, **kind)) is not None for seed in range(30)) >= 10


def changed(case: Case, line: OneMore) -> Case:
    return with_specialist(case, line.cadre_id) if line.kind == "field" else with_seat(case, line)


@few
@given(tiny_cases())
def test_exact_figures_are_the_differences_of_the_best_of_all_plans(case: Case) -> None:
    outcome = propose(case, gap=0.0, evidence=True)
    if outcome.plan is None:
        return
    before, active = best(case), catalogue(case)
    assert before is not None
    kinds = level_kinds(case, active)
    lines = [line for line in outcome.worth if line.kind in ("seat", "field")]
    first = [next((line for line in lines if line.kind == kind), None) for kind in ("seat", "field")]
    again = Again(case, active, kinds, Reoptimiser(case, kinds, exactly))
    for line in again.exact([line for line in first if line is not None], 1):
        after = best(changed(case, line))
        event(f"{line.kind}, {'solved' if line.exact else 'none'}")
        if line.exact is None:
            continue
        assert after is not None
        assert line.proved
        differences = [round(b - a, 6) for a, b in zip(before.values, after.values, strict=True)][: len(kinds)]
        assert list(line.exact) == pytest.approx(differences, abs=1e-6)


@few
@given(tiny_cases())
def test_a_limit_moved_is_worth_what_the_best_of_all_plans_gains(case: Case) -> None:
    outcome = propose(case, gap=0.0, evidence=True)
    lines = [line for line in outcome.worth if line.kind == "rule"][:2]
    if not lines:
        return
    active = catalogue(case)
    kinds = level_kinds(case, active)
    problem = assemble(Facts(case), active)
    before = by_looking(problem)
    assert before is not None
    for line in Again(case, active, kinds, Reoptimiser(case, kinds, exactly)).exact(lines, 2):
        row = next(i for i in range(len(problem.rows)) if problem.row_name(i) == (line.rule, line.number))
        after = by_looking(with_limit_moved(problem, row))
        assert after is not None
        assert line.exact is not None
        worse = [(b - a) / level.scale for a, b, level in zip(before, after, problem.levels, strict=True)]
        expected = [kind.natural(x) for kind, x in zip(kinds, worse, strict=False)]
        assert list(line.exact) == pytest.approx(expected, abs=1e-6)
        event(line.rule)


def by_looking(problem: Problem) -> tuple[int, ...] | None:
    """Return the best costs over every choice of candidates that keeps people, seats and hard rows."""
    found: tuple[int, ...] | None = None
    options = [[-1, *problem.candidates.of_people(np.array([p])).tolist()] for p in range(problem.n_people)]
    for p in np.flatnonzero(problem.must):
        options[p] = options[p][1:]
    stack: list[list[int]] = [[]]
    for option in options:
        stack = [[*chosen, k] for chosen in stack for k in option]
    for picked in stack:
        chosen = np.array([k for k in picked if k >= 0], np.int64)
        if (problem.held(chosen) > problem.seat_max).any() or problem.breaks(chosen).any():
            continue
        costs = tuple(problem.cost(chosen, i) for i in range(len(problem.levels)))
        found = costs if found is None or costs < found else found
    return found


def short_of_land() -> Case:
    """Return two units that each want a land specialist, of whom there is one, and two clerks without a field."""
    people = [make.cadre("L", expertise={"dat dai": 5.0}), make.cadre("V1"), make.cadre("V2"), make.cadre("V3")]
    titles = [make.title("DD", fields=("dat dai",), group="specialist"), make.title("VT", group="specialist")]
    return make.case(["U1", "U2"], titles, None, people)


def lines_of(case: Case, kind: str) -> list[OneMore]:
    return [line for line in propose(case, gap=0.0, evidence=True).worth if line.kind == kind]


def test_one_more_specialist_fills_the_seat_that_is_empty_for_want_of_one() -> None:
    case = short_of_land()
    (line,) = lines_of(case, "field")
    names = [kind.name for kind in level_kinds(case, catalogue(case))]
    assert (line.field, line.cadre_id) == ("dat dai", "L")
    assert line.estimate[names.index("vacancies")] == -1.0


def test_a_further_seat_that_nobody_can_fill_is_one_more_vacancy_and_stands_last() -> None:
    case = short_of_land()
    at = [kind.name for kind in level_kinds(case, catalogue(case))].index("vacancies")
    seats = lines_of(case, "seat")
    assert {(s.title_code, s.estimate[at]) for s in seats} == {("VT", 0.0), ("DD", 1.0)}
    assert [s.title_code for s in seats] == ["VT", "VT", "DD", "DD"]
    assert {(t.title_code, t.fillable) for t in lines_of(case, "title")} == {("VT", (2, 2)), ("DD", (0, 2))}
    assert {(u.unit_code, u.title_code, u.fillable) for u in lines_of(case, "unit")} == {
        ("U1", "VT", (1, 2)),
        ("U2", "VT", (1, 2)),
    }


def test_a_second_specialist_has_a_code_of_their_own_and_the_scores_of_the_first() -> None:
    case = make.case(cadres=["A", "B", "C"], scores=[("B", "U1", "T1", 7.0), ("C", "*", "T1", 3.0)])
    twin = with_specialist(case, "B")
    assert [c.cadre_id for c in twin.cadres] == ["A", "B", "B" + TWIN, "C"]
    assert [twin.score(who, "U1", "T1") for who in ("B", "B" + TWIN)] == [7.0, 7.0]
    assert (twin.score("C", "*", "T1"), twin.score("A", "U1", "T1")) == (3.0, None)
    assert [c.cadre_id for c in with_specialist(twin, "B").cadres] == ["A", "B", "B" + TWIN, "B" + TWIN + TWIN, "C"]


def test_nobody_whom_a_decision_or_a_relation_speaks_of_stands_for_a_specialist() -> None:
    case = short_of_land()
    assert not lines_of(replace(case, decisions=(make.decision("L", "forbid", "U2"),)), "field")
    assert not lines_of(replace(case, relations=(make.relation("L", "V1", "sibling"),)), "field")


def test_a_line_is_solved_once_whatever_kinds_of_it_there_are_and_only_as_many_as_asked() -> None:
    case, solved = short_of_land(), []
    kinds = level_kinds(case, catalogue(case))

    def counting(other: Case) -> Outcome:
        solved.append(other)
        return exactly(other)

    lines = propose(case, gap=0.0, evidence=True).worth
    found = Again(case, catalogue(case), kinds, Reoptimiser(case, kinds, counting)).exact(lines, 1)
    assert len(solved) == 3  # the case, a specialist, and the best seat, that is the best of its title and unit too
    assert [line.kind for line in found if line.exact is not None] == ["field", "title", "unit", "seat"]


def test_what_is_not_known_counts_as_nothing_and_equal_lines_keep_their_order() -> None:
    found = np.array([[0.0, 2.0], [np.nan, -1.0], [0.0, 2.0], [-1.0, 9.0]])
    assert order(found).tolist() == [3, 1, 0, 2]


def test_a_place_that_would_make_a_level_of_its_own_keeps_its_estimate() -> None:
    seats = [make.seat("U1", "T1"), make.seat("U1", "T2", 0, max=0, priority=2)]
    case = make.case(titles=["T1", "T2"], seats=seats, cadres=["A", "B"])
    kinds = level_kinds(case, catalogue(case))
    lines = [line for line in propose(case, gap=0.0, evidence=True).worth if line.title_code == "T2"]
    found = Again(case, catalogue(case), kinds, Reoptimiser(case, kinds, exactly)).exact(lines, 9)
    assert lines
    assert list(found) == lines
