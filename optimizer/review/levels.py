"""The levels of the objectives as any plan reaches them: measured by the checker, named as the engine names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from optimizer.catalogue import level_names
from optimizer.domain.plan import LevelResult, only_weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.catalogue import Catalogue
    from optimizer.checker import Verdict
    from optimizer.domain.case import Case

TOLERANCE = 1e-6  # what sums of tenths may be off
Vacancy = tuple[Literal["min", "target"], int]


class LevelKind(NamedTuple):
    """What one level counts: missing holders of one priority, or soft rules and objectives with their weights.

    The weight of what is to be made large is negative, so that less is better in every level.
    """

    name: str
    sense: Literal["max", "min"]
    vacancy: Vacancy | None = None
    weights: tuple[tuple[str, float], ...] = ()

    def natural(self, cost: float) -> float:
        """Return a cost (less is better) as the level shows it."""
        return (-cost if self.sense == "max" else cost) + 0.0  # never -0.0


def level_kinds(case: Case, active: Catalogue) -> tuple[LevelKind, ...]:
    """Return the levels of a case in their order; the one that only breaks ties is left out."""
    return (*_vacancies(case), *_weighed(active))


def _vacancies(case: Case) -> Iterator[LevelKind]:
    kinds: tuple[tuple[Literal["min", "target"], str], ...] = (("min", "below_minimum"), ("target", "vacancies"))
    for kind, base in kinds:
        ranks = sorted({s.priority for s in case.seats if (s.min if kind == "min" else s.target) > 0})
        for rank in ranks:
            yield LevelKind(base if len(ranks) == 1 else f"{base}_priority_{rank}", "min", (kind, rank))


def _weighed(active: Catalogue) -> Iterator[LevelKind]:
    soft = [a for a in active.rules if a.soft]
    goals = [o for o in active.objectives if not o.objective.ties]
    goals.sort(key=lambda o: o.objective.direction != "max")
    for number, name in level_names(active).items():
        rules = [(a.rule.name, a.weight) for a in soft if a.level == number]
        here = [o for o in goals if o.level == number]
        signed = [(o.objective.name, o.weight * (-1.0 if o.objective.direction == "max" else 1.0)) for o in here]
        sense: Literal["max", "min"] = "max" if any(o.objective.direction == "max" for o in here) else "min"
        yield LevelKind(name, sense, None, (*rules, *signed))


def level_values(case: Case, active: Catalogue, verdict: Verdict) -> tuple[LevelResult, ...]:
    """Return what a plan reaches in each level, without any bound."""
    amounts = {c.name: sum(1.0 if f.amount is None else f.amount for f in c.findings) for c in verdict.checks if c.soft}
    amounts |= verdict.measures
    found = []
    for kind in level_kinds(case, active):
        if kind.vacancy is not None:
            missing = verdict.below_min if kind.vacancy[0] == "min" else verdict.vacant
            wanted, rank = kind.vacancy
            seats = sum(s.min if wanted == "min" else s.target for s in case.seats if s.priority == rank)
            found.append(LevelResult(kind.name, kind.sense, float(missing.get(rank, 0)), None, seats=seats))
            continue
        cost = sum(weight * amounts[name] for name, weight in kind.weights)
        parts = tuple((name, amounts[name]) for name, _ in kind.weights)
        weight = only_weight(kind.weights)
        found.append(LevelResult(kind.name, kind.sense, kind.natural(cost), None, parts, weight=weight))
    return tuple(found)


def first_difference(a: Sequence[LevelResult], b: Sequence[LevelResult]) -> tuple[int, float] | None:
    """Return the first level in which two plans of one case differ, and how much better `b` is there; None if equal."""
    for i, (one, other) in enumerate(zip(a, b, strict=True)):
        gain = other.value - one.value if one.sense == "max" else one.value - other.value
        if abs(gain) > TOLERANCE * max(1.0, abs(one.value)):
            return i, gain
    return None
