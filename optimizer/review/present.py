"""The placement of today as a plan: who holds which seat of the frame now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.plan import Placement, Plan

if TYPE_CHECKING:
    from optimizer.domain.case import Case


def present_plan(case: Case) -> Plan:
    """Return where everybody serves now, as far as the frame has that seat; the cells are those of the roster.

    Whoever is leaving or frozen still sits there today and is part of it. Somebody in an office that is no unit, or in a
    post the frame does not have, is not.
    """
    where = {}
    for c in case.cadres:
        for title in (c.current_title_code or "", *c.also_titles):
            if (c.current_unit_code or "", title) in case.seat_by_key:
                where[Placement(c.cadre_id, c.current_unit_code or "", title)] = case.address(c, "current_title")
    return Plan.of(where, where)
