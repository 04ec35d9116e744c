"""What rules on relatives in one unit have in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple, TypeAlias

from pydantic import Field

from optimizer.domain.relatives import KIN, Kins, pairs
from optimizer.domain.words import wording
from optimizer.findings import Finding
from optimizer.rules.base.rule import Mode, Rule, who

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily
    from optimizer.text import Text

Sides: TypeAlias = "tuple[frozenset[str], frozenset[str]]"  # codes of the titles of either side


class Way(NamedTuple):
    """A pair of relatives with the side each would hold: the first person the first side of `sides[link]`."""

    relation: Relation
    first: str
    second: str
    link: int


class RelativesRule(Rule):
    """A rule by which relatives do not hold titles of two given sides in the same unit.

    For every pair of relatives (a, b), sides (S, T), direction and unit u: sum of x[a, u, roles with a title of S] + sum of
    x[b, u, roles with a title of T] <= 1. An exception that names the rule, for either of them, takes the seat out (R68).
    """

    topic: ClassVar[str] = "pairs"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    kinds: Kins = Field(
        default=KIN,
        min_length=1,
        description="Which relatives count: spouse, parent, child, sibling; divided by a comma.",
        json_schema_extra={
            "vi": "Người thân được xét: spouse (vợ/chồng), parent (cha/mẹ), child (con), sibling (anh/chị/em); cách nhau "
            "bằng dấu phẩy.",
            "shown": "spouse, parent, child, sibling",
        },
    )

    @abstractmethod
    def sides(self, case: Case) -> list[Sides]:
        """Return the pairs of sides that relatives do not hold together; a side without titles forbids nothing."""

    @abstractmethod
    def sentence(
        self, case: Case, way: Way, names: dict[str, object], held: tuple[Placement, Placement] | None
    ) -> Text:
        """Return what is asked of one pair in one unit or, with what they hold, how a plan breaks it."""

    def _ways(self, case: Case) -> list[Way]:
        """Return each pair with each two sides, both ways round where the two differ."""
        found = []
        sides = self.sides(case)
        for r in pairs(case, self.kinds):
            for i, (one, other) in enumerate(sides):
                if not one or not other:
                    continue
                found.append(Way(r, r.cadre_a, r.cadre_b, i))
                if one != other:
                    found.append(Way(r, r.cadre_b, r.cadre_a, i))
        return found

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a pair, two sides, direction and unit."""
        import numpy as np

        from optimizer.model.pairs import PairEntries, Part
        from optimizer.model.rows import RowFamily

        case = facts.case
        ways = self._ways(case)
        if not ways:
            return ()
        masks = [
            np.array([t.title_code in side for t in case.titles], bool) for both in self.sides(case) for side in both
        ]
        parts = []
        for i, way in enumerate(ways):
            parts.append(Part(facts.person_at[way.first], i * facts.n_units, 2 * way.link))
            parts.append(Part(facts.person_at[way.second], i * facts.n_units, 2 * way.link + 1))
        entries = PairEntries.of(facts, parts, masks, self.lifted_spots(facts))
        n = len(ways) * facts.n_units

        def because(row: int) -> Finding:
            return self._finding(case, ways[row // facts.n_units], case.units[row % facts.n_units].unit_code)

        return (RowFamily(self.name, np.full(n, -np.inf), np.ones(n), because, listed=entries, people=entries.people),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each pair, two sides and unit in which the plan gives both sides to relatives."""
        sides = self.sides(case)
        for way in self._ways(case):
            one, other = sides[way.link]
            first = self._held(case, plan, way.first, one)
            second = self._held(case, plan, way.second, other)
            for unit in sorted(first.keys() & second.keys()):
                yield self._finding(case, way, unit, (first[unit], second[unit]), plan)

    def _held(self, case: Case, plan: Plan, cadre_id: str, titles: frozenset[str]) -> dict[str, Placement]:
        """Return the first of some titles one person holds in each unit, exceptions left out."""
        found: dict[str, Placement] = {}
        for p in plan.by_cadre.get(cadre_id, ()):
            if p.title_code in titles and self.lifted(case, p) is None:
                found.setdefault(p.unit_code, p)
        return found

    def _finding(
        self,
        case: Case,
        way: Way,
        unit_code: str,
        held: tuple[Placement, Placement] | None = None,
        plan: Plan | None = None,
    ) -> Finding:
        unit = case.unit_by_code.get(unit_code)
        names: dict[str, object] = {
            "a": who(case.cadre_by_id[way.first]),
            "b": who(case.cadre_by_id[way.second]),
            "kind": wording("kind", way.relation.kind),
            "unit": unit_code if unit is None else unit.name,
        }
        where = case.address(way.relation, "kind")
        if held is not None and plan is not None:
            where = plan.where.get(held[1], where)
        subject = (("cadre", way.first), ("cadre_b", way.second), ("unit", unit_code), ("rule", self.name))
        text = self.sentence(case, way, names, held)
        return Finding(self.name, "error", text, where=where, value=way.relation.kind, subject=subject, amount=1.0)
