"""Several plans on purpose: each nearly as good as the best one, and each placing many people otherwise than all others.

The first plan is the best there is. Each further one is the best of all plans that place at least so many people
otherwise than every plan before it; it counts while it leaves no more seats vacant and loses no more than the share
allowed in any level that weighs objectives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import InstanceOf

from optimizer.domain.changes import changed_people
from optimizer.domain.plan import Plan
from optimizer.findings import Finding
from optimizer.model.previous import Previous
from optimizer.model.rows import RowFamily
from optimizer.review.levels import TOLERANCE, first_difference, level_kinds
from optimizer.rules.base import Mode, Rule
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.catalogue import Catalogue
    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, Outcome
    from optimizer.model.facts import Facts
    from optimizer.model.rows import Found
    from optimizer.review.levels import LevelKind

    Solve = Callable[[tuple[Rule, ...]], Outcome]

CHANGES = "fewest_changes"  # counts who is placed otherwise than before, which is what alternatives are made to do
End = Literal["all", "none", "not_found", "stopped"]


class ApartFrom(Rule):
    """At least `least` people are placed otherwise than in each of some plans.

    For each plan: people placed in it, less those who keep exactly their seats, plus those placed now and not in it,
    >= least. It is the counterpart of the cap on changes, and never one of the rules an office switches on.
    """

    name: ClassVar[str] = "apart_from"
    text: ClassVar[Text] = Text("Khác các phương án trước", "Apart from the plans before")
    source: ClassVar[Text] = Text("yêu cầu lập nhiều phương án", "the wish for several plans")
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)

    plans: tuple[InstanceOf[Plan], ...]
    least: int

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a plan."""
        if not self.plans:
            return ()
        lower = np.array([float(self.least - len(plan.by_cadre)) for plan in self.plans])
        listed = _Differing(tuple(Previous.of(facts, plan) for plan in self.plans))
        return (RowFamily(self.name, lower, np.full(len(lower), np.inf), self._because, listed=listed),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each plan from which fewer people are placed otherwise."""
        for i, other in enumerate(self.plans):
            n = len(changed_people(other, plan))
            if n < self.least:
                text = Text(
                    "chỉ {n} người được bố trí khác phương án {k}, cần ít nhất {least}.",
                    "only {n} people are placed otherwise than in plan {k}, at least {least} should be.",
                ).format(n=n, k=i + 1, least=self.least)
                subject = (("rule", self.name),)
                yield Finding(self.name, "error", text, value=str(n), subject=subject, amount=float(self.least - n))

    def _because(self, row: int) -> Finding:
        text = Text(
            "Ít nhất {n} người được bố trí khác phương án {k}.",
            "At least {n} people are placed otherwise than in plan {k}.",
        ).format(n=self.least, k=row + 1)
        return Finding(self.name, "error", text, subject=(("rule", self.name),))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "ít nhất {n} người được bố trí khác mỗi phương án trước",
            "at least {n} people are placed otherwise than in each plan before",
        ).format(n=self.least)


@dataclass(frozen=True)
class _Differing:
    """The candidates in which somebody keeps the placement of a plan, or is placed and was not in it."""

    plans: tuple[Previous, ...]

    def __call__(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return what each position adds to the number of people placed otherwise, plan after plan."""
        parts: list[Found] = []
        for i, before in enumerate(self.plans):
            change = before.changes()(p, u, r)
            k = np.flatnonzero(change)
            parts.append((k.astype(np.int64), np.full(len(k), i, np.int64), change[k]))
        at, row, coef = (np.concatenate([part[j] for part in parts]) for j in range(3))
        return at, row, coef


@dataclass(frozen=True)
class Alternatives:
    """The plans made, the best first, and why there are no more of them.

    `end`: all that were asked for; none: it is proved that no further plan is so far from all of these within the loss;
    not_found: none was found, which is no proof; stopped: a limit struck, or somebody stopped the work.
    """

    outcomes: tuple[Outcome, ...]
    asked: int
    loss: float
    apart: int
    end: End
    failed: LevelResult | None = None  # the level in which the next plan would lose too much

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans, the best first."""
        return tuple(o.plan for o in self.outcomes if o.plan is not None)

    def distance(self, i: int, j: int) -> int:
        """Return how many people plan `j` places otherwise than plan `i`."""
        return len(changed_people(self.plans[i], self.plans[j]))

    def lost(self, i: int, level: int) -> float:
        """Return what share of the best plan's value plan `i` loses in one level; below 0 where it is better."""
        first, own = self.outcomes[0].levels[level], self.outcomes[i].levels[level]
        worse = first.value - own.value if first.sense == "max" else own.value - first.value
        return worse / max(1.0, abs(first.value)) + 0.0


def alternatives(
    case: Case, active: Catalogue, first: Outcome, asked: int, loss: float, apart: int, solve: Solve
) -> Alternatives:
    """Return up to `asked` plans, `first` (the best one) among them; `solve` makes the best plan under further rules."""
    kinds = {kind.name: kind for kind in level_kinds(case, active)}
    made = [first]
    while len(made) < asked:
        plans = tuple(o.plan for o in made if o.plan is not None)
        outcome = solve((ApartFrom(plans=plans, least=apart),))
        if outcome.status == "infeasible":
            return Alternatives(tuple(made), asked, loss, apart, "none")
        if outcome.plan is None:
            return Alternatives(tuple(made), asked, loss, apart, "stopped")
        refused = _refused(first.levels, outcome, loss, kinds)
        if refused is not None:
            level, proved = refused
            end: End = "none" if proved else "stopped" if outcome.stopped_by else "not_found"
            return Alternatives(tuple(made), asked, loss, apart, end, level)
        made.append(_bounded(first, outcome))
    return Alternatives(tuple(made), asked, loss, apart, "all")


def _bounded(first: Outcome, outcome: Outcome) -> Outcome:
    """Return a further plan with the bounds of the best one: its own hold only of plans as far apart as it is.

    What is proved of a level takes the levels above as kept, so it says nothing below one in which this plan loses.
    """
    levels, kept = [], True
    for best, own in zip(first.levels, outcome.levels, strict=True):
        levels.append(replace(own, bound=best.bound if kept else None))
        worse = first_difference((best,), (own,))
        kept &= worse is None or worse[1] > 0
    proved = all(level.gap == 0 for level in levels[:-1])
    return replace(outcome, levels=tuple(levels), status="optimal" if proved else "feasible")


def _refused(
    best: Sequence[LevelResult], outcome: Outcome, loss: float, kinds: dict[str, LevelKind]
) -> tuple[LevelResult, bool] | None:
    """Return the first level in which a plan loses too much, and whether every plan so far apart does; None if none.

    A plan further on is proved to lose too much only where no level above could have given way for it.
    """
    room_above = False
    for first, own in zip(best, outcome.levels, strict=True):
        kind = kinds.get(own.name)
        if kind is None or own.name == CHANGES:  # the tie-break, and the count of changes, forbid nothing
            continue
        allowed = 0.0 if kind.vacancy is not None else loss * abs(first.value)
        sign = -1.0 if own.sense == "max" else 1.0
        most = sign * first.value + allowed + TOLERANCE * max(1.0, abs(first.value))
        if sign * own.value > most:
            proved = own.bound is not None and sign * own.bound > most and not room_above
            return own, proved
        room_above |= sign * own.value < sign * first.value + allowed - TOLERANCE * max(1.0, abs(first.value))
    return None
