"""No more holders than seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.plan import Placement
from optimizer.findings import Address, Finding
from optimizer.rules.base import Rule, who
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan


class SeatLimits(Rule):
    """Nobody sits where the unit has no such seat, and a seat has at most `max` holders (R5, R15, R18).

    For every seat (u, t): holders <= max. Too few holders are a vacancy, counted at the first level, no violation.
    """

    name: ClassVar[str] = "seat_limits"
    text: ClassVar[Text] = Text("Số lượng theo chỉ tiêu", "Seat limits")
    source: ClassVar[Text] = Text("trang Chỉ tiêu", "sheet Seats")
    topic: ClassVar[str] = "seats"
    fixed: ClassVar[bool] = True

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each placement without a seat, and each seat with too many holders."""
        for (unit_code, title_code), people in plan.by_seat.items():
            unit, title = case.unit_by_code.get(unit_code), case.title_by_code.get(title_code)
            if unit is None or title is None:
                continue  # the checker reports names that do not exist
            names = {"title": title.name, "unit": unit.name}
            seat = case.seat_by_key.get((unit_code, title_code))
            holders = sorted(set(people))
            if seat is None:
                text = Text("{unit} không có chỉ tiêu {title}.", "{unit} has no seat for {title}.").format(**names)
                fix = Text("Chọn chức danh khác của đơn vị.", "Choose another title of this unit.")
                for cadre_id in holders:
                    yield self._finding(plan, Placement(cadre_id, unit_code, title_code), text, fix, 1.0)
            elif len(holders) > seat.max:
                text = Text(
                    "{unit} có {n} người giữ {title}, tối đa {max}: {people}.",
                    "{unit} has {n} [holder|holders] of {title}, at most {max}: {people}.",
                ).format(**names, n=len(holders), max=seat.max, people=_names(case, holders))
                fix = Text("Bỏ bớt {n} người.", "Take {n} out.").format(n=len(holders) - seat.max)
                last = Placement(holders[-1], unit_code, title_code)
                yield self._finding(plan, last, text, fix, float(len(holders) - seat.max), case.address(seat, "max"))

    def _finding(
        self, plan: Plan, placement: Placement, text: Text, fix: Text, amount: float, otherwise: Address | None = None
    ) -> Finding:
        about = (("unit", placement.unit_code), ("title", placement.title_code), ("rule", self.name))
        return Finding(
            code=self.name,
            severity="error",
            text=text,
            fix=fix,
            where=plan.where.get(placement) or otherwise or Address(),
            value=placement.cadre_id,
            subject=about if otherwise is not None else (("cadre", placement.cadre_id), *about),
            amount=amount,
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "chỉ bố trí vào chức danh đơn vị có chỉ tiêu, không vượt số tối đa",
            "only where the unit has the seat, and never above its maximum",
        )


def _names(case: Case, people: list[str]) -> str:
    shown = [who(case.cadre_by_id[p]) if p in case.cadre_by_id else p for p in people[:10]]
    return ", ".join(shown) + ("…" if len(people) > 10 else "")
