"""Husband and wife serve within reach of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.apart import km_text, metres_between
from optimizer.domain.distance import whole_metres
from optimizer.domain.parameters import Amount
from optimizer.domain.relatives import pairs
from optimizer.findings import Finding
from optimizer.model.near import metres_between_units, rows_of_far_pairs
from optimizer.model.pairs import PairEntries, Part
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Mode, Rule, who
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation, Unit
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts

SPOUSE = ("spouse",)


class SpousesNear(Rule):
    """Spouses who are both placed serve at most `max_km` apart, from unit to unit in a straight line (R61).

    For every couple (a, b) and units u, v farther apart than that: x[a, u] + x[b, v] <= 1, gathered so that each such
    pair of units stands in exactly one row. Where one of them is not placed, or a distance is unknown, nothing is asked.
    """

    name: ClassVar[str] = "spouses_near"
    text: ClassVar[Text] = Text("Vợ chồng công tác gần nhau", "Spouses within reach")
    source: ClassVar[Text] = Text("thông lệ bố trí cán bộ; trang Quan hệ", "placement practice; sheet Relations")
    topic: ClassVar[str] = "pairs"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    max_km: Amount = Field(
        default=30.0,
        description="The farthest two spouses' units may lie apart, in km.",
        json_schema_extra={"vi": "Khoảng cách xa nhất giữa hai đơn vị của vợ và chồng, tính bằng km."},
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return the rows of each couple."""
        case = facts.case
        couples = pairs(case, SPOUSE)
        far = metres_between_units(facts) > whole_metres(self.max_km)
        if not couples or not far.any():
            return ()
        where, count = rows_of_far_pairs(facts.unit_points, far)
        parts = []
        for i, couple in enumerate(couples):
            parts.append(Part(facts.person_at[couple.cadre_a], i * count, at=0))
            parts.append(Part(facts.person_at[couple.cadre_b], i * count, at=1))
        every = np.ones(facts.n_titles, bool)
        entries = PairEntries.of(facts, parts, (every,), self.lifted_spots(facts), where)
        n = len(couples) * count

        def because(row: int) -> Finding:
            return self._finding(case, couples[row // count])

        return (RowFamily(self.name, np.full(n, -np.inf), np.ones(n), because, listed=entries, people=entries.people),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each couple the plan parts, with the units and the distance."""
        limit = whole_metres(self.max_km)
        for couple in pairs(case, SPOUSE):
            mine = self._units(case, plan, couple.cadre_a)
            theirs = self._units(case, plan, couple.cadre_b)
            for a, _ in mine.values():
                for b, placement in theirs.values():
                    apart = metres_between(a, b)
                    if apart is not None and apart > limit:
                        yield self._finding(case, couple, (a, b, apart), plan, placement)

    def _units(self, case: Case, plan: Plan, cadre_id: str) -> dict[str, tuple[Unit, Placement]]:
        """Return the units one person is placed in, exceptions left out, with a placement in each."""
        found: dict[str, tuple[Unit, Placement]] = {}
        for p in plan.by_cadre.get(cadre_id, ()):
            unit = case.unit_by_code.get(p.unit_code)
            if unit is not None and p.title_code in case.title_by_code and self.lifted(case, p) is None:
                found.setdefault(p.unit_code, (unit, p))
        return found

    def _finding(
        self,
        case: Case,
        couple: Relation,
        apart: tuple[Unit, Unit, int] | None = None,
        plan: Plan | None = None,
        placement: Placement | None = None,
    ) -> Finding:
        names = {
            "a": who(case.cadre_by_id[couple.cadre_a]),
            "b": who(case.cadre_by_id[couple.cadre_b]),
            "most": km_text(self.max_km),
        }
        where = case.address(couple, "kind")
        subject: tuple[tuple[str, str], ...] = (("cadre", couple.cadre_a), ("cadre_b", couple.cadre_b))
        if apart is None or plan is None or placement is None:
            text = Text(
                "vợ chồng {a} và {b} công tác cách nhau không quá {most} km.",
                "the spouses {a} and {b} serve at most {most} km apart.",
            ).format(**names)
        else:
            first, second, metres = apart
            text = Text(
                "vợ chồng {a} tại {u} và {b} tại {v} cách nhau {km} km, quá {most} km.",
                "the spouses {a} at {u} and {b} at {v} are {km} km apart, more than {most} km.",
            ).format(u=first.name, v=second.name, km=km_text(round(metres / 1000.0, 1)), **names)
            where = plan.where.get(placement, where)
            subject = (*subject, ("unit", first.unit_code), ("unit_b", second.unit_code))
        subject = (*subject, ("rule", self.name))
        return Finding(self.name, "error", text, where=where, value=couple.kind, subject=subject, amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "vợ chồng cùng được bố trí thì công tác cách nhau không quá {km} km",
            "spouses who are both placed serve at most {km} km apart",
        ).format(km=km_text(self.max_km))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a remark where units have no coordinates: no distance to them can be told."""
        lost = [u for u in case.units if u.lat is None or u.lon is None]
        if not lost or not pairs(case, SPOUSE):
            return
        text = Text(
            "{n} đơn vị chưa có tọa độ nên không xét được khoảng cách giữa vợ và chồng: {names}.",
            "{n} [unit has|units have] no coordinates, so how far spouses are apart there cannot be judged: {names}.",
        ).format(n=len(lost), names=", ".join(u.name for u in lost[:5]) + (", …" if len(lost) > 5 else ""))
        fix = Text("Ghi vĩ độ, kinh độ ở trang Đơn vị.", "Fill lat and lon on the Units sheet.")
        subject = (("unit", lost[0].unit_code), ("rule", self.name))
        yield Finding("unit_without_point", "info", text, fix, case.address(lost[0], "lat"), "", subject)
