"""What is worked out of a whole case once, however many stages of a run and rules ask for it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.domain.case import Case

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
