"""Which title somebody who stays keeps: of several held beside each other (kiêm nhiệm), one the unit has a seat for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre


def title_kept(case: Case, cadre: Cadre, unit_code: str) -> str | None:
    """Return, of the titles held now, the highest that has a seat in a unit; the highest of all where none has."""
    for title_code in (cadre.current_title_code, *cadre.also_titles):
        seat = case.seat_by_key.get((unit_code, title_code or ""))
        if seat is not None and seat.max > 0:
            return title_code
    return cadre.current_title_code
