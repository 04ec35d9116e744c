"""The named measures of a plan: the same list for any plan of a case, from the case and the checker alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from optimizer.catalogue import Catalogue, known
from optimizer.checker import Verdict, verify
from optimizer.domain.distance import metres_to
from optimizer.domain.quota import measured
from optimizer.domain.words import wording
from optimizer.review.levels import level_values
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.checker import RuleCheck
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Seat
    from optimizer.domain.plan import LevelResult, Placement, Plan
    from optimizer.objectives.base import Objective

Topic = Literal["seats", "fit", "moves", "balance", "equity", "rules"]
Better = Literal["less", "more", "same"]  # same: neither is better

TOPICS: dict[Topic, Text] = {
    "seats": Text("Ghế và người", "Seats and people"),
    "fit": Text("Mức độ phù hợp", "Fit"),
    "moves": Text("Chuyển chỗ và khoảng cách", "Moves and distance"),
    "balance": Text("Cơ cấu đội ngũ", "Balance of the team"),
    "equity": Text("Đồng đều giữa các đơn vị", "Equity between units"),
    "rules": Text("Quy tắc", "Rules"),
}
SEATS, PEOPLE = Text("ghế", "seats"), Text("người", "people")
POINTS, UNITS, PERCENT = Text("điểm", "points"), Text("đơn vị", "units"), same("%")
SHARES = ("women_in_leadership", "young_in_leadership", "minority_in_leadership")  # rules that say who is a member
MOVING = ("travel", "moves")
GROUPS: tuple[Literal["leader", "manager", "specialist"] | None, ...] = ("leader", "manager", "specialist", None)
NO_GROUP = Text("chức danh chưa xếp nhóm", "titles without a group")


@dataclass(frozen=True)
class Measure:
    """One number about a plan: what it is called, its unit, and which way is better. None: it cannot be told."""

    key: str
    topic: Topic
    text: Text
    unit: Text
    better: Better
    value: float | None


@dataclass(frozen=True)
class Measured:
    """One plan of a case with everything that is measured of it; worked out once, when asked for."""

    case: Case
    plan: Plan
    active: Catalogue

    @cached_property
    def verdict(self) -> Verdict:
        """The checker's judgement."""
        return verify(self.case, self.plan, self.active)

    @cached_property
    def levels(self) -> tuple[LevelResult, ...]:
        """The levels of the objectives, the most important first."""
        return level_values(self.case, self.active, self.verdict)

    @cached_property
    def held(self) -> Counter[tuple[str, str]]:
        """Holders of each (unit, title)."""
        return Counter((p.unit_code, p.title_code) for p in set(self.plan.placements))

    @cached_property
    def people_of(self) -> dict[str, frozenset[str]]:
        """The people in each unit."""
        return {unit: frozenset(p.cadre_id for p in placed) for unit, placed in self.plan.by_unit.items()}

    def missing(self, seat: Seat) -> int:
        """Return how many holders a seat row lacks for its target."""
        return max(0, seat.target - self.held[seat.unit_code, seat.title_code])

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Every measure, topic by topic; which ones there are depends on the case alone."""
        return (
            *self._seats(),
            *self._fit(),
            *self._moves(),
            *self._shares(),
            *self._equity(),
            *self._rules(),
        )

    # seats -----------------------------------------------------------------------------------------------------------
    def _seats(self) -> Iterator[Measure]:
        verdict, case = self.verdict, self.case
        yield Measure("placed", "seats", Text("Người được bố trí", "People placed"), PEOPLE, "more", verdict.placed)
        held = len(set(self.plan.placements))
        yield Measure("held", "seats", Text("Ghế có người", "Seats held"), SEATS, "more", held)
        text = Text("Ghế trống so với chỉ tiêu", "Vacant seats")
        yield Measure("vacant", "seats", text, SEATS, "less", sum(verdict.vacant.values()))
        ranks = sorted({s.priority for s in case.seats})
        for rank in ranks if len(ranks) > 1 else ():
            said = Text("Ghế trống, ưu tiên {n}", "Vacant seats, priority {n}").format(n=rank)
            yield Measure(f"vacant.priority.{rank}", "seats", said, SEATS, "less", verdict.vacant.get(rank, 0))
        yield from self._by_group()
        text = Text("Ghế thiếu dưới mức tối thiểu", "Seats below the minimum")
        if any(s.min for s in case.seats):
            yield Measure("below_min", "seats", text, SEATS, "less", sum(verdict.below_min.values()))
        over = sum(max(0, self.held[s.unit_code, s.title_code] - s.target) for s in case.seats)
        text = Text("Người giữ ghế vượt chỉ tiêu", "Holders beyond the targets")
        yield Measure("over_target", "seats", text, PEOPLE, "same", over)

    def _by_group(self) -> Iterator[Measure]:
        group = {t.title_code: t.group for t in self.case.titles}
        missing: Counter[str | None] = Counter()
        for seat in self.case.seats:
            missing[group.get(seat.title_code)] += self.missing(seat)
        present = {group.get(s.title_code) for s in self.case.seats}
        for one in GROUPS:
            if one in present and len(present) > 1:
                name = NO_GROUP if one is None else wording("group", one)
                said = Text("Ghế trống: {group}", "Vacant seats: {group}").format(group=name)
                yield Measure(f"vacant.group.{one or 'none'}", "seats", said, SEATS, "less", missing[one])

    # objectives ------------------------------------------------------------------------------------------------------
    def _objective(self, name: str) -> Objective:
        """Return the objective as the case weighs it, by its defaults where it is off."""
        for o in self.active.objectives:
            if o.objective.name == name:
                return o.objective
        cls: Any = known()[name]
        made: Objective = cls()
        return made

    def _measure(self, name: str, topic: Topic) -> Measure:
        it = self._objective(name)
        value = self.verdict.measures.get(name)
        value = it.measure(self.case, self.plan) if value is None else value
        better: Better = "more" if it.direction == "max" else "less"
        return Measure(f"objective.{name}", topic, it.text, it.unit, better, value)

    def _fit(self) -> Iterator[Measure]:
        total = self._measure("suitability", "fit")
        yield total
        held = len(set(self.plan.placements))
        mean = None if total.value is None or not held else total.value / held
        text = Text("Điểm phù hợp bình quân một ghế có người", "Suitability, mean of a held seat")
        yield Measure("suitability.mean", "fit", text, POINTS, total.better, mean)
        for o in self.active.objectives:
            if not o.objective.ties and o.objective.name not in ("suitability", *MOVING):
                yield self._measure(o.objective.name, "fit")

    def _moves(self) -> Iterator[Measure]:
        yield self._measure("travel", "moves")
        yield self._measure("moves", "moves")
        left, other, km = self._moved()
        text = Text("Người rời đơn vị hiện nay", "People who leave their present unit")
        yield Measure("moved.unit", "moves", text, PEOPLE, "less", left)
        text = Text("Người đổi chức danh trong đơn vị", "People with another title in the same unit")
        yield Measure("moved.title", "moves", text, PEOPLE, "less", other)
        text = Text("Khoảng cách bình quân từ nơi ở đến đơn vị", "Mean distance from home to the unit")
        yield Measure("distance.mean", "moves", text, same("km"), "less", sum(km) / len(km) if km else None)

    def _moved(self) -> tuple[int, int, list[float]]:
        """Return who leaves their unit, who changes title within it, and the km from each residence known."""
        left = other = 0
        km: list[float] = []
        for cadre_id, held in self.plan.by_cadre.items():
            cadre = self.case.cadre_by_id.get(cadre_id)
            if cadre is None:
                continue
            units = {p.unit_code for p in held}
            for unit in (self.case.unit_by_code[code] for code in sorted(units) if code in self.case.unit_by_code):
                metres = metres_to(self.case, cadre, unit, "residence")
                if metres is not None:
                    km.append(metres / 1000.0)
            if cadre.current_unit_code not in units:
                left += bool(cadre.current_unit_code or cadre.current_unit)
            elif cadre.current_title_code and cadre.current_title_code not in {p.title_code for p in held}:
                other += 1
        return left, other, km

    # balance and equity ----------------------------------------------------------------------------------------------
    def _shares(self) -> Iterator[Measure]:
        """Yield the shares the rules on balance speak of, as they are, whether a rule is on or off."""
        on = {a.rule.name: a.rule for a in self.active.rules}
        for name in SHARES:
            cls: Any = known()[name]
            rule: Any = on.get(name) or cls()
            for quota in rule.quotas(self.case)[:1]:
                holders: set[Placement] = set()
                members: set[Placement] = set()
                for m in measured(rule, self.case, self.plan, quota):
                    holders.update(m.holders)
                    members.update(m.members)
                value = 100.0 * len(members) / len(holders) if holders else None
                yield Measure(f"share.{name}", "balance", rule.text, PERCENT, "same", value)

    def _equity(self) -> Iterator[Measure]:
        wanted: Counter[str] = Counter()
        lacking: Counter[str] = Counter()
        for seat in self.case.seats:
            wanted[seat.unit_code] += seat.target
            lacking[seat.unit_code] += self.missing(seat)
        filled = [100.0 * (1 - lacking[u] / n) for u, n in wanted.items() if n]
        text = Text("Đơn vị còn ghế trống", "Units with a vacant seat")
        yield Measure("equity.units_short", "equity", text, UNITS, "less", sum(1 for n in lacking.values() if n))
        text = Text("Ghế trống của đơn vị thiếu nhiều nhất", "Vacant seats of the unit that lacks most")
        yield Measure("equity.most_vacant", "equity", text, SEATS, "less", max(lacking.values(), default=0))
        text = Text("Tỷ lệ đủ người của đơn vị thiếu nhất", "Seats filled in the unit filled least")
        yield Measure("equity.least_filled", "equity", text, PERCENT, "more", min(filled, default=None))
        if any(c.rating is not None for c in self.case.cadres):
            means = self.mean_ratings.values()
            text = Text("Điểm đánh giá bình quân, đơn vị thấp nhất", "Mean rating of the weakest unit")
            yield Measure("equity.weakest_rating", "equity", text, POINTS, "more", min(means, default=None))
            spread = max(means) - min(means) if means else None
            text = Text(
                "Chênh lệch điểm đánh giá bình quân giữa các đơn vị", "Mean rating, strongest less weakest unit"
            )
            yield Measure("equity.rating_spread", "equity", text, POINTS, "less", spread)

    @cached_property
    def mean_ratings(self) -> dict[str, float]:
        """The mean rating of the people in each unit, of those who have one."""
        found: dict[str, float] = {}
        for unit, people in self.people_of.items():
            known_ = [c.rating for p in people if (c := self.case.cadre_by_id.get(p)) and c.rating is not None]
            if known_:
                found[unit] = sum(sorted(known_)) / len(known_)
        return found

    # rules -----------------------------------------------------------------------------------------------------------
    def _rules(self) -> Iterator[Measure]:
        verdict = self.verdict
        broken = [c for c in verdict.checks if not c.soft and not c.kept]
        rules = Text("quy tắc", "rules")
        text = Text("Quy tắc cứng bị vi phạm", "Hard rules broken")
        yield Measure("rules.hard", "rules", text, rules, "less", len(broken))
        text = Text("Số chỗ vi phạm quy tắc cứng", "Places where a hard rule is broken")
        yield Measure("rules.hard.places", "rules", text, Text("chỗ", "places"), "less", len(verdict.findings))
        text = Text("Quy tắc mềm bị vi phạm", "Soft rules broken")
        soft = sum(1 for c in verdict.checks if c.soft and not c.kept)
        yield Measure("rules.soft", "rules", text, rules, "less", soft)
        text = Text("Chi phí của quy tắc mềm", "Cost of soft rules")
        yield Measure("rules.soft.cost", "rules", text, POINTS, "less", round(verdict.soft_cost(), 6))
        for check in verdict.checks:
            yield _check(check)


def _check(check: RuleCheck) -> Measure:
    """Return how far outside one rule's limits a plan is, over all its violations."""
    amount = round(sum(1.0 if f.amount is None else f.amount for f in check.findings), 6)
    mode = wording("mode", "soft" if check.soft else "hard")
    text = Text("{rule}, quy tắc {mode}", "{rule}, a {mode} rule").format(rule=check.text, mode=mode)
    return Measure(f"rule.{check.name}", "rules", text, Text("mức vượt", "amount outside"), "less", amount)
