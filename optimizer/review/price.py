"""What each decision costs, level by level, by making the plan again without it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.domain.plan import DecisionPrice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.domain.plan import LevelResult, Outcome

    Solve = Callable[[Case], Outcome]

TIES = "tie_break"


def price(case: Case, decision: Decision, outcome: Outcome, solve: Solve) -> DecisionPrice:
    """Return what one decision costs: the levels of the plan as it is beside those of the best plan without it."""
    return _compared(decision, outcome, solve(_without(case, (decision,))))


def prices(case: Case, decisions: Sequence[Decision], outcome: Outcome, solve: Solve) -> tuple[DecisionPrice, ...]:
    """Return the price of every decision, solving again only where one may bind.

    Without several decisions at once no plan can be worse than without one of them. So where the plan without all of a
    group reaches the same levels, each of them is free, and that is proved at once; else the group is divided.
    """
    found = {p.decision: p for p in _of_group(case, list(decisions), outcome, solve)}
    return tuple(found[d.key] for d in decisions)


def _of_group(case: Case, group: Sequence[Decision], outcome: Outcome, solve: Solve) -> Iterator[DecisionPrice]:
    if not group:
        return
    other = solve(_without(case, group))
    together = _compared(group[0], outcome, other)
    if len(group) == 1 or (together.free and together.exact):
        yield from (replace(together, decision=d.key) for d in group)
        return
    middle = len(group) // 2
    yield from _of_group(case, group[:middle], outcome, solve)
    yield from _of_group(case, group[middle:], outcome, solve)


def _without(case: Case, decisions: Sequence[Decision]) -> Case:
    """Return the case without some decisions; those that name a rule's exception are decisions like all others."""
    gone = {d.key for d in decisions}
    return replace(case, decisions=tuple(d for d in case.decisions if d.key not in gone))


def _compared(decision: Decision, outcome: Outcome, other: Outcome) -> DecisionPrice:
    if other.plan is None or outcome.plan is None:
        return DecisionPrice(decision.key, (), False)
    without = {level.name: level for level in other.levels}
    pairs = tuple(
        (level, without[level.name]) for level in outcome.levels if level.name != TIES and level.name in without
    )
    return DecisionPrice(decision.key, pairs, _proved(outcome.levels) and _proved(other.levels))


def _proved(levels: Sequence[LevelResult]) -> bool:
    return all(level.gap is not None and level.gap <= 1e-9 for level in levels if level.name != TIES)
