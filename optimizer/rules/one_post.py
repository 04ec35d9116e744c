"""One person, one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.findings import Address, Finding
from optimizer.rules.base import Rule, who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan


class OnePost(Rule):
    """All titles of one person stand in one unit (R14); which titles may share a hand is `concurrent_titles`.

    For every person: the sum of placements over units and roles is at most 1. The engine has no other kind of plan.
    """

    name: ClassVar[str] = "one_post"
    text: ClassVar[Text] = Text("Mỗi người một đơn vị", "One person, one unit")
    source: ClassVar[Text] = Text("nguyên tắc chung khi bố trí", "a common principle of placement")
    topic: ClassVar[str] = "seats"
    fixed: ClassVar[bool] = True

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each person placed in more than one unit."""
        for cadre_id, held in plan.by_cadre.items():
            codes = sorted({p.unit_code for p in held})
            if len(codes) < 2:
                continue
            cadre = case.cadre_by_id.get(cadre_id)
            names = ", ".join(case.unit_by_code[c].name if c in case.unit_by_code else c for c in codes)
            second = next(p for p in held if p.unit_code == codes[1])
            yield Finding(
                code=self.name,
                severity="error",
                text=Text("{who} được bố trí ở {n} đơn vị: {names}.", "{who} is placed in {n} units: {names}.").format(
                    who=same(who(cadre) if cadre else cadre_id), n=len(codes), names=names
                ),
                fix=Text("Chỉ giữ lại một đơn vị.", "Keep one unit only."),
                where=plan.where.get(second) or (case.address(cadre) if cadre else Address()),
                value=cadre_id,
                subject=(("cadre", cadre_id), ("rule", self.name)),
                amount=float(len(codes) - 1),
            )

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text("mọi chức danh của một người đều ở cùng một đơn vị", "all titles of one person are in one unit")
