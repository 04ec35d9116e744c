"""What the reviewed copies ask: every mark as a decision with its cell, equal ones joined, clashing ones named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from optimizer.domain.entities import Decision
from optimizer.domain.rounds import Remark
from optimizer.findings import Address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.sheets.review_copy import Marked, ReviewCopy

Kind = Literal["lock", "forbid", "seat", "row"]  # a mark of each column, or a row added to the sheet of decisions


@dataclass(frozen=True)
class Asked:
    """One decision somebody asks for, the kind of mark it was made by, and every cell that asks for it."""

    decision: Decision
    kind: Kind
    cells: tuple[Address, ...]

    @property
    def where(self) -> Address:
        """Return the first cell that asks for it."""
        return self.cells[0]


def everything_asked(case: Case, copies: Sequence[ReviewCopy], number: int) -> tuple[Asked, ...]:
    """Return every decision the copies ask for, those that several copies ask for once, in the order of the people."""
    joined: dict[tuple[str, ...], Asked] = {}
    for copy in copies:
        for asked in _of_copy(case, copy, number):
            known = joined.get(asked.decision.key)
            joined[asked.decision.key] = asked if known is None else _both(known, asked)
    return tuple(sorted(joined.values(), key=lambda a: a.decision.key))


def remarks(copies: Iterable[ReviewCopy]) -> tuple[Remark, ...]:
    """Return what was written beside rows that decide nothing."""
    return tuple(
        Remark(copy.author, *m.placement, m.comment, str(m.comment_at))
        for copy in copies
        for m in copy.rows
        if m.comment and not m.decides
    )


def _of_copy(case: Case, copy: ReviewCopy, number: int) -> Iterator[Asked]:
    for marked in copy.rows:
        yield from _of_row(case, copy, marked, number)
    for added in copy.added:
        source = copy.sources[added.source]
        letter = source.letters.get("action", "")
        where = Address(source.file, source.sheet, f"{letter}{added.row}")
        made = added.model_copy(
            update={
                "author": added.author or copy.author, "date": added.date or copy.date, "round": number,
                "origin": str(where),
            }
        )  # fmt: skip
        yield Asked(made, "row", (where,))


def _of_row(case: Case, copy: ReviewCopy, marked: Marked, number: int) -> Iterator[Asked]:
    cadre, unit, title = marked.placement

    def asked(kind: Kind, action: Literal["lock", "forbid"], seat: tuple[str, str], where: Address) -> Asked:
        decision = Decision(
            cadre_id=cadre, action=action, unit_code=seat[0], title_code=seat[1], reason=marked.comment,
            author=copy.author, date=copy.date, round=number, origin=str(where),
        )  # fmt: skip
        return Asked(decision, kind, (where,))

    if marked.lock is not None:
        yield asked("lock", "lock", (unit, title), marked.lock)
    if marked.forbid is not None:
        yield asked("forbid", "forbid", (unit, title), marked.forbid)
    for seat in marked.bans:
        yield asked("forbid", "forbid", seat, marked.bans_at)
    if marked.seat is not None:
        yield asked("seat", "lock", marked.seat, marked.seat_at)
        held_together = frozenset((marked.seat[1], title)) in case.allowed_pairs
        if marked.seat[0] == unit and held_together and marked.forbid is None:
            # both could stay in one hand; "instead" says they must not
            yield asked("seat", "forbid", (unit, title), marked.seat_at)


def _both(a: Asked, b: Asked) -> Asked:
    """Return one decision that two copies ask for, with both authors, reasons and cells."""
    cells = tuple(dict.fromkeys((*a.cells, *b.cells)))
    dates = [d for d in (a.decision.date, b.decision.date) if d is not None]
    made = a.decision.model_copy(
        update={
            "reason": _joined(a.decision.reason, b.decision.reason),
            "author": _joined(a.decision.author, b.decision.author),
            "date": max(dates, key=lambda d: d.earliest) if dates else None,
            "origin": _joined(a.decision.origin, b.decision.origin),
        }
    )
    return replace(a, decision=made, cells=cells)


def _joined(a: str, b: str) -> str:
    return "; ".join(dict.fromkeys(part for part in (a, b) if part))
