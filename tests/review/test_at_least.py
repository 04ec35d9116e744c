"""What prices say of a seat at the least holds for every plan with somebody in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from optimizer.catalogue import catalogue
from optimizer.engine.answer import Goal, Infeasible
from optimizer.engine.assemble import assemble
from optimizer.engine.duals import proofs
from optimizer.engine.levels import plan_of, solve
from optimizer.model.facts import Facts
from optimizer.pipeline import propose
from optimizer.reports.explained import Explained
from optimizer.review.at_least import AtLeast
from optimizer.review.board import Post
from optimizer.review.effects import Reoptimiser
from optimizer.review.explain import Explainer
from optimizer.review.levels import level_kinds
from tests.cases import cadre, case
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan


def proved(made: Case) -> tuple[AtLeast, Plan] | None:
    """Return the bounds of the best plan, and the plan; None where there is none."""
    facts, goal = Facts(made), Goal(0.0)
    problem = assemble(facts, catalogue(made))
    try:
        answer = solve(problem, goal)
    except Infeasible:
        return None
    return AtLeast(problem, proofs(problem, answer, goal)), plan_of(facts, problem, answer)


@settings(derandomize=True, database=None, max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_no_plan_with_somebody_in_a_seat_does_better_than_its_bound(made: Case) -> None:
    known = proved(made)
    if known is None:
        return
    at_least, plan = known
    told = Explainer(made, plan, catalogue(made), at_least=at_least)
    kinds = level_kinds(made, catalogue(made))
    exact = Reoptimiser(made, kinds, lambda c: propose(c, gap=0.0))
    board = told.board
    names = [kind.name for kind in kinds]
    for post in board.posts:
        assert max(at_least.of(post, names) or (0.0,)) <= 1e-6  # who sits there costs nothing
    for s in made.seats:
        for option in told.seat(s, 10).options:
            post = option.way.post
            codes = board.facts.roles[post.role]
            then = exact.holding(made.cadres[post.person].cadre_id, made.units[post.unit].unit_code, codes)
            if option.bound is None or then is None or then.levels is None:
                continue
            for i, least in enumerate(option.bound):
                if all(worse <= 1e-6 for worse in then.levels[:i]):
                    assert then.levels[i] >= least - 1e-6


def test_a_person_rated_worse_costs_at_least_the_difference() -> None:
    people = [
        cadre("A", rating=90),
        cadre("B", rating=10),
        cadre("C", rating=90),
    ]  # of A and C one stays without a seat
    made = case(["U1"], ["T1"], None, people)
    known = proved(made)
    assert known is not None
    at_least, plan = known
    told = Explainer(made, plan, catalogue(made), at_least=at_least)
    same, worse = told.seat(made.seats[0], 5).options
    assert same.bound is not None
    assert worse.bound is not None
    assert max(same.bound) == 0
    assert worse.bound[-1] == worse.way.levels[-1] > 0  # the swap costs no more than the bound says: it is exact
    lines = [line.en.strip() for line in Explained(told).seat(told.seat(made.seats[0], 5))]
    (said,) = (line for line in lines if line.startswith("Bound, by the prices that prove the plan: "))
    assert said.endswith(f"worse by {worse.bound[-1]:g} weighted points at least, or a level above is worse.")


def test_who_may_not_sit_there_has_no_bound() -> None:
    made = case(["U1"], ["T1"], None, [cadre("A"), cadre("B", status="leaving")])
    known = proved(made)
    assert known is not None
    assert known[0].of(Post(1, 0, 0), ["vacancies"]) is None
