"""Roles: a title, or several titles that one person may hold together in one unit (R2, R3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case

Role = tuple[str, ...]  # title codes, sorted


def roles(case: Case) -> tuple[Role, ...]:
    """Return every role: single titles in the order of the case, then sets of pairwise allowed ones that share a unit."""
    codes = [t.title_code for t in case.titles]
    friends: dict[str, set[str]] = {c: set() for c in codes}
    for pair in case.allowed_pairs:
        a, b = sorted(pair)
        if a in friends and b in friends:
            friends[a].add(b)
            friends[b].add(a)
    units_of: dict[str, set[str]] = {c: set() for c in codes}
    for seat in case.seats:
        if seat.max > 0 and seat.title_code in units_of:
            units_of[seat.title_code].add(seat.unit_code)

    def grow(held: Role, open_to: list[str], units: set[str]) -> Iterator[Role]:
        for i, code in enumerate(open_to):
            shared = units & units_of[code]
            if not shared:
                continue
            role = (*held, code)
            if len(role) > 1:
                yield role
            yield from grow(role, [c for c in open_to[i + 1 :] if c in friends[code]], shared)

    everywhere = {s.unit_code for s in case.seats}
    found = sorted(tuple(sorted(r)) for r in grow((), sorted(codes), everywhere))
    return (*((c,) for c in codes), *sorted(found, key=lambda r: (len(r), r)))
