"""The exact effect of a decision: the whole plan made anew with it, against the best plan without it.

This is the one place through which explanations reach an engine: a function that takes a changed case and returns its
outcome. Which engine does it, and how fast, is the business of the floors above.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from optimizer.domain.entities import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, Outcome
    from optimizer.review.levels import LevelKind

    Solve = Callable[[Case], Outcome]

Named = TypeVar("Named", "LevelResult", "LevelKind")
Parts = tuple[tuple[str, float], ...]  # soft rules and objectives, and how much each changes in its own unit


@dataclass(frozen=True)
class Exact:
    """What a decision costs once everything else has followed it: how much worse each level gets (less is better).

    `levels` is None where no plan was found with the decision; `proved` says whether what is said is proved: both plans
    the best there are, or none possible. `parts` is how much each soft rule and objective changes, in its own unit;
    plans that are equally good may differ there.
    """

    levels: tuple[float, ...] | None
    proved: bool
    parts: Parts = ()


class Reoptimiser:
    """Answers about one case, with the best plan of the case itself made once."""

    def __init__(self, case: Case, kinds: Sequence[LevelKind], solve: Solve) -> None:
        self._case, self._kinds, self._solve = case, tuple(kinds), solve

    @cached_property
    def _base(self) -> Outcome:
        return self._solve(self._case)

    def holding(self, cadre_id: str, unit_code: str, title_codes: Sequence[str]) -> Exact | None:
        """Return the effect of somebody having to hold some titles; None where the case itself has no plan."""
        locks = tuple(
            Decision(cadre_id=cadre_id, action="lock", unit_code=unit_code, title_code=code) for code in title_codes
        )
        return self.deciding(locks)

    def deciding(self, decisions: Sequence[Decision]) -> Exact | None:
        """Return the effect of further decisions; None where the case itself has no plan."""
        return self.changed(replace(self._case, decisions=(*self._case.decisions, *decisions)))

    def changed(self, case: Case) -> Exact | None:
        """Return the effect of any change of the case; None where the case itself has no plan."""
        if self._base.plan is None:
            return None
        after = self._solve(case)
        if after.plan is None:
            return Exact(None, after.status == "infeasible")
        before, then = (_told_apart(outcome.levels) for outcome in (self._base, after))
        kinds = _told_apart(self._kinds)
        levels = []
        for key, kind in kinds.items():
            worse = kind.natural(then[key].value) - kind.natural(before[key].value)
            levels.append(round(worse, 6) + 0.0)
        proved = all(found[key].gap == 0 for found in (before, then) for key in kinds)
        was, is_ = ({n: x for level in found.values() for n, x in level.parts} for found in (before, then))
        moved = [
            (n, round(is_[n] - was[n], 6)) for kind in self._kinds for n, _ in kind.weights if n in was and n in is_
        ]
        return Exact(tuple(levels), proved, tuple((n, x) for n, x in moved if x))


def _told_apart(levels: Iterable[Named]) -> dict[tuple[str, int], Named]:
    """Return levels by name and number: two levels of soft rules alone are called the same."""
    found: dict[tuple[str, int], Named] = {}
    for level in levels:
        found[level.name, sum(name == level.name for name, _ in found)] = level
    return found
