"""Every number the papers and the pictures show, counted once: the checker's verdict first, the rest beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING

from optimizer.domain.quota import measured
from optimizer.reports.balance import BalanceSection
from optimizer.reports.papers.people import Placed, placed
from optimizer.rules.minority_in_leadership import MinorityInLeadership
from optimizer.rules.young_in_leadership import YoungInLeadership
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.checker import RuleCheck, Verdict
    from optimizer.domain.entities import Unit
    from optimizer.domain.quota import Measured, Quota
    from optimizer.reports.context import Context


@dataclass(frozen=True)
class UnitFigures:
    """One unit in numbers. Means are None where nobody's fact is known."""

    unit: Unit
    target: int
    held: int
    vacant: int
    surplus: int
    below_min: int
    people: int
    newcomers: int
    rating: float | None
    km: float | None
    wanted: tuple[Text, ...]  # fields of work
    bare: tuple[Text, ...]  # those of them that nobody covers

    @property
    def coverage(self) -> float | None:
        """Return the share of the wanted fields that have at least one holder; None where none is wanted."""
        return (len(self.wanted) - len(self.bare)) / len(self.wanted) if self.wanted else None


@dataclass(frozen=True)
class FieldBalance:
    """Wanted, there before and there after, of one field: everywhere, or in one unit."""

    name: Text
    target: int
    before: int
    after: int


@dataclass(frozen=True)
class Balance:
    """One limit of a rule about many people, and what the plan gives it."""

    check: RuleCheck
    area: Text
    quota: Quota
    measured: Measured

    @property
    def kept(self) -> bool:
        """Return whether the plan is within the limit."""
        return not self.measured.amount


class Figures:
    """What is counted of one plan; each part is worked out when it is first asked for."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @property
    def verdict(self) -> Verdict:
        """The checker's judgement: where it gives a number, the papers show that one."""
        return self.context.verdict

    @cached_property
    def people(self) -> tuple[Placed, ...]:
        """The placed people in the order of the papers."""
        return placed(self.context)

    # seats -----------------------------------------------------------------------------------------------------------
    @property
    def placed(self) -> int:
        """People placed, by the checker."""
        return self.verdict.placed

    @property
    def vacant(self) -> int:
        """Holders missing against the targets, by the checker."""
        return sum(self.verdict.vacant.values())

    @property
    def below_min(self) -> int:
        """Holders missing against the minima, by the checker."""
        return sum(self.verdict.below_min.values())

    @cached_property
    def target(self) -> int:
        """Holders wanted in all."""
        return sum(s.target for s in self.context.case.seats)

    @property
    def filled(self) -> int:
        """Wanted holders that are there: what is beyond a seat's target is not counted."""
        return self.target - self.vacant

    # rules -----------------------------------------------------------------------------------------------------------
    @cached_property
    def hard(self) -> tuple[RuleCheck, ...]:
        """The checks that no plan may break."""
        return tuple(c for c in self.verdict.checks if not c.soft)

    @cached_property
    def soft(self) -> tuple[RuleCheck, ...]:
        """The checks that cost."""
        return tuple(c for c in self.verdict.checks if c.soft)

    @cached_property
    def balances(self) -> tuple[Balance, ...]:
        """Each limit over many people of the rules in force, with what the plan gives it."""
        checks = {c.name: c for c in self.verdict.checks}
        found: list[Balance] = []
        for a in self.context.active.rules:
            quotas = getattr(a.rule, "quotas", None)
            if quotas is None or a.rule.name not in checks:
                continue
            for quota in quotas(self.context.case):
                rows = measured(a.rule, self.context.case, self.context.plan, quota)
                found += [Balance(checks[a.rule.name], m.row.area, quota, m) for m in rows]
        return tuple(found)

    @cached_property
    def young_under(self) -> int:
        """The age under which somebody counts as young: the rule's own number, also where the rule is off."""
        rule = next((a.rule for a in self.context.active.rules if isinstance(a.rule, YoungInLeadership)), None)
        return (rule or YoungInLeadership()).under_years

    @cached_property
    def majority(self) -> frozenset[str]:
        """The words for the ethnic majority, folded; a blank cell counts with them."""
        rule = next((a.rule for a in self.context.active.rules if isinstance(a.rule, MinorityInLeadership)), None)
        return frozenset({fold(w) for w in (rule or MinorityInLeadership()).majority} | {""})

    # people ----------------------------------------------------------------------------------------------------------
    @cached_property
    def forms(self) -> Counter[str]:
        """People by the form in which they come to their seat."""
        return Counter(p.form for p in self.people)

    @cached_property
    def moved(self) -> int:
        """People who leave their present workplace."""
        return len({p.cadre.cadre_id for p in self.people if p.moved})

    @property
    def from_units(self) -> int:
        """People who leave one unit of the case for another."""
        return self.moved - self.from_offices

    @cached_property
    def from_offices(self) -> int:
        """People who leave an office that is no unit of the case, such as one of the province."""
        return len({p.cadre.cadre_id for p in self.people if p.moved and p.cadre.current_unit_code is None})

    @cached_property
    def distances(self) -> tuple[float, ...]:
        """The known distances from home to work, in km."""
        return tuple(p.km for p in self.people if p.km is not None)

    # units and fields ------------------------------------------------------------------------------------------------
    @cached_property
    def _field_rows(self) -> tuple[list[tuple[str, FieldBalance]], dict[str, list[FieldBalance]]]:
        """Return the balance sheet's totals, and its rows by unit code."""
        table = BalanceSection().table(self.context)
        totals: list[tuple[str, FieldBalance]] = []
        units: dict[str, list[FieldBalance]] = {}
        for i, row in enumerate(table.rows):
            code, _, name, target, before, after = row[:6]
            assert isinstance(name, Text)
            assert isinstance(target, int)
            assert isinstance(before, int)
            assert isinstance(after, int)
            line = FieldBalance(name, target, before, after)
            if table.tones.get(i) == "total":
                totals.append((name.vi, line))
            else:
                units.setdefault(str(code), []).append(line)
        return totals, units

    @property
    def fields(self) -> tuple[FieldBalance, ...]:
        """The balance of each field over all units."""
        return tuple(line for _, line in self._field_rows[0][1:])  # the first counts everybody once over all fields

    @property
    def fields_of_units(self) -> dict[str, list[FieldBalance]]:
        """The balance of each field in each unit, by unit code."""
        return self._field_rows[1]

    @cached_property
    def units(self) -> tuple[UnitFigures, ...]:
        """Every unit of the case in numbers, by code."""
        seats: dict[str, list[int]] = {u.unit_code: [0, 0, 0, 0, 0] for u in self.context.case.units}
        for seat in self.context.case.seats:
            held = self.context.held[seat.unit_code, seat.title_code]
            of = seats[seat.unit_code]
            of[0] += seat.target
            of[1] += held
            of[2] += max(0, seat.target - held)
            of[3] += max(0, held - seat.target)
            of[4] += max(0, seat.min - held)
        people: dict[str, list[Placed]] = {}
        for person in self.people:
            people.setdefault(person.unit_code, []).append(person)
        return tuple(
            self._unit(unit, seats[unit.unit_code], people.get(unit.unit_code, [])) for unit in self.context.case.units
        )

    def _unit(self, unit: Unit, seats: list[int], people: list[Placed]) -> UnitFigures:
        lines = self.fields_of_units.get(unit.unit_code, [])
        wanted = [x for x in lines if x.target]
        return UnitFigures(
            unit,
            target=seats[0],
            held=seats[1],
            vacant=seats[2],
            surplus=seats[3],
            below_min=seats[4],
            people=len(people),
            newcomers=sum(1 for p in people if p.moved),
            rating=mean(p.cadre.rating for p in people),
            km=mean(p.km for p in people),
            wanted=tuple(x.name for x in wanted),
            bare=tuple(x.name for x in wanted if not x.after),
        )


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the known values, None where there is none."""
    known = [v for v in values if v is not None]
    return fsum(known) / len(known) if known else None
