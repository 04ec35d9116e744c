"""When two decisions cannot both be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.rules.decisions import wanted

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision

Seat = tuple[str, str]


def clash(case: Case, a: Decision, b: Decision) -> bool:
    """Return whether two decisions about one person contradict each other, whatever else is decided."""
    if a.cadre_id != b.cadre_id or "exception" in (a.action, b.action):
        return False
    if _holds(a) and _holds(b):
        return _apart(case, a, b)
    if not _holds(a) and not _holds(b):
        return False
    lock, ban = (a, b) if _holds(a) else (b, a)
    if ban.action == "exclude":
        return True
    seat = wanted(case, lock)
    return seat is not None and ban.unit_code in ("", seat[0]) and ban.title_code in ("", seat[1])


def _holds(d: Decision) -> bool:
    return d.action in ("lock", "keep")


def _apart(case: Case, a: Decision, b: Decision) -> bool:
    """Return whether one person cannot hold both seats: two units, or two titles that are never in one hand."""
    here, there = wanted(case, a), wanted(case, b)
    if here is None or there is None:
        return False
    if here[0] and there[0] and here[0] != there[0]:
        return True
    both = frozenset((here[1], there[1]))
    return bool(here[1] and there[1]) and len(both) == 2 and both not in case.allowed_pairs


def seat_of(case: Case, d: Decision) -> Seat | None:
    """Return the one seat a lock or keep fills, None where it leaves unit or title open or locks nothing."""
    if not _holds(d):
        return None
    seat = wanted(case, d)
    return seat if seat is not None and seat[0] and seat[1] else None
