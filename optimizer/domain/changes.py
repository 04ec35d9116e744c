"""What tells two plans apart: the people who do not hold exactly the same seats in both."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.domain.plan import Plan

Seat = tuple[str, str]  # unit and title code


def seats_held(plan: Plan, cadre_id: str) -> frozenset[Seat]:
    """Return the seats one person holds in a plan."""
    return frozenset((p.unit_code, p.title_code) for p in plan.by_cadre.get(cadre_id, ()))


def changed_people(before: Plan, after: Plan) -> tuple[str, ...]:
    """Return, sorted, everybody whose seats differ: moved, no longer placed, or placed and not before."""
    everybody = sorted(before.by_cadre.keys() | after.by_cadre.keys())
    return tuple(p for p in everybody if seats_held(before, p) != seats_held(after, p))


def fingerprint(plan: Plan) -> str:
    """Return a fingerprint of the placements alone: the same plan has the same one, whoever wrote it."""
    lines = "\n".join("\t".join(p) for p in plan.placements)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
