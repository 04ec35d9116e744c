"""No relative of a unit's head or deputy head in a sensitive title of that unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Codes
from optimizer.domain.relatives import KIN, Kins, kin_text, pairs, titles_meant, titles_text, titles_unknown
from optimizer.domain.words import wording
from optimizer.findings import Finding
from optimizer.model.pairs import PairEntries, Part
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Mode, Rule, who
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts


class _Way(NamedTuple):
    """One direction of a pair: who would be the head, who the relative in the sensitive title."""

    relation: Relation
    head: str
    relative: str


class RelativesSensitive(Rule):
    """A head or deputy head has no relative in a sensitive title of the same unit (R36).

    For both directions of a pair and every unit u: sum of x[head, u, roles of a head] + sum of x[relative, u, roles
    with a sensitive title] <= 1. Which titles are sensitive (personnel, accounting, cashier, stores) the Titles sheet says.
    """

    name: ClassVar[str] = "relatives_sensitive"
    text: ClassVar[Text] = Text("Người thân của lãnh đạo ở vị trí nhạy cảm", "Relatives of heads in sensitive titles")
    source: ClassVar[Text] = Text(
        "Luật Phòng, chống tham nhũng 2018, Điều 20; cột Nhạy cảm ở trang Chức danh",
        "Anti-Corruption Law 2018, Article 20; column sensitive of sheet Titles",
    )
    topic: ClassVar[str] = "pairs"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    heads: Codes = Field(
        default=("leader",),
        min_length=1,
        description="Heads and deputy heads: codes or names of titles, or the groups leader, manager; divided by a comma.",
        json_schema_extra={
            "vi": "Người đứng đầu và cấp phó: mã hoặc tên chức danh, hoặc nhóm leader (lãnh đạo), manager (quản lý); cách nhau "
            "bằng dấu phẩy.",
            "shown": "leader",
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

    def _ways(self, case: Case) -> list[_Way]:
        found = []
        for r in pairs(case, self.kinds):
            found += [_Way(r, r.cadre_a, r.cadre_b), _Way(r, r.cadre_b, r.cadre_a)]
        return found

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a direction of a pair and unit."""
        case = facts.case
        heads = titles_meant(case, self.heads)
        head = np.array([t.title_code in heads for t in case.titles], bool)
        sensitive = np.array([t.sensitive for t in case.titles], bool)
        ways = self._ways(case) if head.any() and sensitive.any() else []
        if not ways:
            return ()
        parts = []
        for i, way in enumerate(ways):
            parts.append(Part(facts.person_at[way.head], i * facts.n_units, 0))
            parts.append(Part(facts.person_at[way.relative], i * facts.n_units, 1))
        entries = PairEntries.of(facts, parts, (head, sensitive), self.lifted_spots(facts))
        n = len(ways) * facts.n_units

        def because(row: int) -> Finding:
            return self._finding(case, ways[row // facts.n_units], case.units[row % facts.n_units].unit_code)

        return (RowFamily(self.name, np.full(n, -np.inf), np.ones(n), because, listed=entries, people=entries.people),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each head, relative and unit the plan brings together so."""
        heads = titles_meant(case, self.heads)
        sensitive = {t.title_code for t in case.titles if t.sensitive}
        for way in self._ways(case):
            leading = self._held(case, plan, way.head, heads)
            serving = self._held(case, plan, way.relative, sensitive)
            for unit in sorted(leading.keys() & serving.keys()):
                yield self._finding(case, way, unit, (leading[unit], serving[unit]), plan)

    def _held(
        self, case: Case, plan: Plan, cadre_id: str, titles: frozenset[str] | set[str]
    ) -> dict[str, list[Placement]]:
        """Return what one person holds of some titles, exceptions left out, by unit."""
        found: dict[str, list[Placement]] = {}
        for p in plan.by_cadre.get(cadre_id, ()):
            if p.title_code in titles and self.lifted(case, p) is None:
                found.setdefault(p.unit_code, []).append(p)
        return found

    def _finding(
        self,
        case: Case,
        way: _Way,
        unit_code: str,
        held: tuple[list[Placement], list[Placement]] | None = None,
        plan: Plan | None = None,
    ) -> Finding:
        unit = case.unit_by_code.get(unit_code)
        names = {
            "a": who(case.cadre_by_id[way.head]),
            "b": who(case.cadre_by_id[way.relative]),
            "kind": wording("kind", way.relation.kind),
            "unit": unit_code if unit is None else unit.name,
        }
        where = case.address(way.relation, "kind")
        if held is None or plan is None:
            text = Text(
                "tại {unit}, {a} không giữ chức danh lãnh đạo khi {b} (quan hệ: {kind}) giữ vị trí nhạy cảm.",
                "at {unit}, {a} does not lead while {b} (relation: {kind}) holds a sensitive title.",
            ).format(**names)
        else:
            titles = case.title_by_code
            text = Text(
                "{a} giữ {head} tại {unit} trong khi {b} (quan hệ: {kind}) giữ vị trí nhạy cảm {post} cùng đơn vị.",
                "{a} holds {head} at {unit} while {b} (relation: {kind}) holds the sensitive title {post} there.",
            ).format(
                head=titles[held[0][0].title_code].name, post=titles[held[1][0].title_code].name, **names
            )  # fmt: skip
            where = plan.where.get(held[1][0], where)
        subject = (("cadre", way.head), ("cadre_b", way.relative), ("unit", unit_code), ("rule", self.name))
        return Finding(self.name, "error", text, where=where, value=way.relation.kind, subject=subject, amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(Text(", ".join(self.heads), ", ".join(self.heads)))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the titles by their names."""
        return self._limit(titles_text(case, self.heads))

    def _limit(self, heads: Text) -> Text:
        return Text(
            "người thân ({kinds}) của người giữ chức danh lãnh đạo ({heads}) không giữ vị trí nhạy cảm cùng đơn vị",
            "no relative ({kinds}) of who holds a leading title ({heads}) has a sensitive title in the same unit",
        ).format(kinds=kin_text(self.kinds), heads=heads)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield unknown titles, and a remark where no title is flagged sensitive although there are relatives."""
        yield from titles_unknown(case, self.heads, self.name)
        if pairs(case, self.kinds) and not any(t.sensitive for t in case.titles):
            text = Text(
                "không chức danh nào được đánh dấu nhạy cảm nên quy tắc này không có tác dụng.",
                "no title is flagged sensitive, so this rule has nothing to look at.",
            )
            fix = Text("Đánh dấu cột Nhạy cảm ở trang Chức danh.", "Fill column sensitive of sheet Titles.")
            where = case.address(case.titles[0], "sensitive") if case.titles else case.address(case.relations[0])
            yield Finding("no_sensitive_title", "warning", text, fix, where, "", (("rule", self.name),))
