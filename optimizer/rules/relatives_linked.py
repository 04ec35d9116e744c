"""Relatives hold no linked titles of one unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.relatives import KIN, Kins, kin_text, pairs, titles_meant, titles_text, titles_unknown
from optimizer.domain.words import wording
from optimizer.findings import Finding
from optimizer.model.pairs import PairEntries, Part
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Mode, Rule, who
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts

Link = tuple[str, str]  # each side the code of a title or a group of titles


def _links(value: Any) -> Any:
    """Read `BT+CT | BT+KT` as (("BT", "CT"), ("BT", "KT"))."""
    if not isinstance(value, str):
        return value
    found = []
    for part in re.split(r"[|;,]", value):
        if not part.strip():
            continue
        sides = [tidy(side) for side in part.replace(":", "+").split("+")]
        if len(sides) != 2 or not all(sides):
            raise ValueError("each pair should be written as title+title, such as BT+CT | BT+KT")
        found.append(tuple(sides))
    return tuple(dict.fromkeys(found))


class _Way(NamedTuple):
    """A pair of relatives with the side of a link each would hold."""

    relation: Relation
    first: str
    second: str
    link: int


class RelativesLinked(Rule):
    """Relatives do not hold linked titles of the same unit (R37).

    `linked` is the user's table of pairs of titles; by default any two leaders of a unit. For every pair of relatives
    (a, b), pair of titles (S, T), direction and unit u: sum of x[a, u, roles with S] + sum of x[b, u, roles with T] <= 1.
    """

    name: ClassVar[str] = "relatives_linked"
    text: ClassVar[Text] = Text("Người thân giữ chức danh liên quan", "Relatives in linked titles")
    source: ClassVar[Text] = Text("Quy định 114-QĐ/TW năm 2023", "Regulation 114-QĐ/TW of 2023")
    topic: ClassVar[str] = "pairs"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    linked: Annotated[tuple[Link, ...], BeforeValidator(_links)] = Field(
        default=(("leader", "leader"),),
        min_length=1,
        description="Pairs of linked titles: codes or names, or the groups leader, manager, specialist, joined by +; "
        "pairs divided by |, such as BT+CT | leader+KT.",
        json_schema_extra={
            "vi": "Các cặp chức danh liên quan: mã hoặc tên chức danh, hoặc nhóm leader (lãnh đạo), manager (quản lý), "
            "specialist (chuyên môn), nối bằng dấu +; các cặp cách nhau bằng dấu |, ví dụ BT+CT | leader+KT.",
            "shown": "leader+leader",
        },
    )
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

    def _sides(self, case: Case) -> list[tuple[frozenset[str], frozenset[str]]]:
        return [(titles_meant(case, (a,)), titles_meant(case, (b,))) for a, b in self.linked]

    def _ways(self, case: Case) -> list[_Way]:
        """Return each pair with each link, both ways round where the two sides of the link differ."""
        found = []
        sides = self._sides(case)
        for r in pairs(case, self.kinds):
            for i, (one, other) in enumerate(sides):
                if not one or not other:
                    continue
                found.append(_Way(r, r.cadre_a, r.cadre_b, i))
                if one != other:
                    found.append(_Way(r, r.cadre_b, r.cadre_a, i))
        return found

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a pair, link, direction and unit."""
        case = facts.case
        ways = self._ways(case)
        if not ways:
            return ()
        masks = [
            np.array([t.title_code in side for t in case.titles], bool) for both in self._sides(case) for side in both
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
        """Yield each pair, link and unit in which the plan gives both sides to relatives."""
        sides = self._sides(case)
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
        way: _Way,
        unit_code: str,
        held: tuple[Placement, Placement] | None = None,
        plan: Plan | None = None,
    ) -> Finding:
        unit = case.unit_by_code.get(unit_code)
        names = {
            "a": who(case.cadre_by_id[way.first]),
            "b": who(case.cadre_by_id[way.second]),
            "kind": wording("kind", way.relation.kind),
            "unit": unit_code if unit is None else unit.name,
        }
        where = case.address(way.relation, "kind")
        if held is None or plan is None:
            one, other = self.linked[way.link]
            text = Text(
                "tại {unit}, {a} và {b} (quan hệ: {kind}) không cùng giữ hai chức danh liên quan: {s} và {t}.",
                "at {unit}, {a} and {b} (relation: {kind}) do not hold two linked titles: {s} and {t}.",
            ).format(s=titles_text(case, (one,)), t=titles_text(case, (other,)), **names)
        else:
            titles = case.title_by_code
            text = Text(
                "{a} giữ {s} và {b} giữ {t} cùng tại {unit}: hai người có quan hệ {kind}, hai chức danh liên quan nhau.",
                "{a} holds {s} and {b} holds {t}, both at {unit}: they are related ({kind}) and the titles are linked.",
            ).format(s=titles[held[0].title_code].name, t=titles[held[1].title_code].name, **names)
            where = plan.where.get(held[1], where)
        subject = (("cadre", way.first), ("cadre_b", way.second), ("unit", unit_code), ("rule", self.name))
        return Finding(self.name, "error", text, where=where, value=way.relation.kind, subject=subject, amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        links = "; ".join(f"{a}+{b}" for a, b in self.linked)
        return self._limit(Text(links, links))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the titles by their names."""
        links = [(titles_text(case, (a,)), titles_text(case, (b,))) for a, b in self.linked]
        return self._limit(
            Text("; ".join(f"{a.vi} – {b.vi}" for a, b in links), "; ".join(f"{a.en} – {b.en}" for a, b in links))
        )

    def _limit(self, links: Text) -> Text:
        return Text(
            "người thân ({kinds}) không cùng giữ hai chức danh liên quan trong một đơn vị: {links}",
            "relatives ({kinds}) do not hold two linked titles of one unit: {links}",
        ).format(kinds=kin_text(self.kinds), links=links)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield titles that do not exist."""
        yield from titles_unknown(case, dict.fromkeys(side for link in self.linked for side in link), self.name)
