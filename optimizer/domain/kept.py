"""What is worked out of a whole case, or of a plan of it, once, however many stages of a run and rules ask for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan

Found = TypeVar("Found")


def once_a_case(work: Callable[[Case], Found]) -> Callable[[Case], Found]:
    """Keep what a function makes of a case beside what the case works out of itself; nobody may change it."""
    name = f"_{work.__name__}"

    @wraps(work)
    def known(case: Case) -> Found:
        kept = vars(case)
        if name not in kept:
            kept[name] = work(case)
        found: Found = kept[name]
        return found

    return known


def once_a_plan(work: Callable[[Case, Plan], Found]) -> Callable[[Case, Plan], Found]:
    """Keep what a function makes of a plan beside the plan, for the case that was last asked about."""
    name = f"_{work.__name__}"

    @wraps(work)
    def known(case: Case, plan: Plan) -> Found:
        of, found = vars(plan).get(name, (None, None))
        if of is not case:
            found = work(case, plan)
            vars(plan)[name] = case, found
        return found  # type: ignore[no-any-return]

    return known
