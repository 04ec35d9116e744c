"""Which specialist of a neighbour a vacant seat is offered, and how that specialist's time divides (R45)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.domain.apart import km_text, metres_between
from optimizer.rules.shared_specialist import SharedSpecialist, shares_field
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.entities import Seat
    from optimizer.domain.time_shares import TimeShare
    from optimizer.reports.context import Context

SHARE = Text("dùng chung", "share")


def rule_in_force(context: Context) -> SharedSpecialist | None:
    """Return the rule on shared specialists where the case has it switched on."""
    return next((a.rule for a in context.active.rules if isinstance(a.rule, SharedSpecialist)), None)


class Sharing:
    """The specialists shared in one plan, as the rule divides them; each vacant seat is offered those of its fields."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @cached_property
    def _shares(self) -> tuple[TimeShare, ...]:
        rule = rule_in_force(self._context)
        return () if rule is None else rule.shared(self._context.case, self._context.plan)[0]

    def of(self, seat: Seat) -> Text | None:
        """Return who serves a vacant seat's field from another unit, None where nobody does or the rule is off."""
        title = self._context.title(seat.title_code)
        if title is None or not shares_field(title):
            return None
        for share in self._shares:
            if share.home != seat.unit_code and any(share.serves(f, seat.unit_code) for f in title.fields):
                return self._said(share, seat.unit_code)
        return None

    def _said(self, share: TimeShare, unit_code: str) -> Text:
        context = self._context
        cadre = context.cadre(share.cadre_id)
        held = [p for p in context.plan.by_cadre[share.cadre_id] if p.unit_code == share.home]
        titles = [t for p in held if (t := context.title(p.title_code)) is not None and shares_field(t)]
        times = ", ".join(f"{context.unit_name(p.unit_code)} {p.percent} %" for p in share.parts)
        here, there = context.unit(share.home), context.unit(unit_code)
        metres = None if here is None or there is None else metres_between(here, there)
        text = Text(
            "Dùng chung {who}, {title} tại {home}{away} (thời gian: {times})",
            "Share {who}, {title} at {home}{away} (time: {times})",
        )
        away = Text(", cách {km} km", ", {km} km away")
        return text.format(
            who=share.cadre_id if cadre is None else f"{cadre.name} ({cadre.cadre_id})",
            title=", ".join(t.name for t in titles),
            home=context.unit_name(share.home),
            away="" if metres is None else away.format(km=km_text(round(metres / 1000.0, 1))),
            times=times,
        )
