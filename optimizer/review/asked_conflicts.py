"""What cannot be done of what the reviewers ask: refused before anything is solved, with every cell concerned."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from optimizer.domain.words import wording
from optimizer.findings import Finding
from optimizer.review.clash import clash, seat_of
from optimizer.rules.base import who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.findings import Address
    from optimizer.review.asked import Asked


def said(case: Case, d: Decision) -> Text:
    """Return a decision in words: what, whom, where."""
    cadre = case.cadre_by_id.get(d.cadre_id)
    person = who(cadre) if cadre else d.cadre_id
    if d.action == "exclude" or not (d.unit_code or d.title_code):
        return Text("{what} {who}", "{what} {who}").format(what=wording("action", d.action), who=person)
    unit, title = case.unit_by_code.get(d.unit_code), case.title_by_code.get(d.title_code)
    return Text("{what} {who} – {title} tại {unit}", "{what} {who} – {title} at {unit}").format(
        what=wording("action", d.action),
        who=person,
        title=same(title.name if title else d.title_code) if d.title_code else Text("mọi chức danh", "any title"),
        unit=same(unit.name if unit else d.unit_code) if d.unit_code else Text("mọi đơn vị", "any unit"),
    )


def conflicts(case: Case, asked: Sequence[Asked], standing: Sequence[Decision]) -> Iterator[Finding]:
    """Yield what contradicts itself: marks against each other, marks against decisions that stand, seats locked twice.

    `standing` are the decisions that go on being in force, those asked now not among them.
    """
    yield from _between_marks(case, asked)
    yield from _with_standing(case, asked, standing)
    yield from _overfilled(case, asked, standing)


def known_only(case: Case, asked: Sequence[Asked]) -> tuple[tuple[Asked, ...], list[Finding]]:
    """Return what is asked about people, units and titles the case still has, and what is to be said of the rest.

    A plan may be reviewed while the roster goes on: somebody whose row is locked may be gone, and that lock is refused;
    a ban on what is gone is kept anyway.
    """
    kept, found = [], []
    for a in asked:
        d = a.decision
        if (
            d.cadre_id in case.cadre_by_id
            and (not d.unit_code or d.unit_code in case.unit_by_code)
            and (not d.title_code or d.title_code in case.title_by_code)
        ):
            kept.append(a)
        elif d.action in ("lock", "keep"):
            found.append(_refused("review_of_unknown", _GONE.format(what=said(case, d)), _CLEAR, a.cells, d))
        else:
            text = _NOTHING_TO_BAN.format(what=said(case, d))
            found.append(Finding("review_of_unknown", "warning", text, where=a.where, subject=(("cadre", d.cadre_id),)))
    return tuple(kept), found


def _between_marks(case: Case, asked: Sequence[Asked]) -> Iterator[Finding]:
    by_person: dict[str, list[Asked]] = defaultdict(list)
    for a in asked:
        by_person[a.decision.cadre_id].append(a)
    for mine in by_person.values():
        for a, b in combinations(mine, 2):
            if clash(case, a.decision, b.decision):
                cells = (*a.cells, *b.cells)
                text = Text(
                    "hai quyết định trái ngược nhau: {a} ({cells_a}) và {b} ({cells_b}).",
                    "two decisions contradict each other: {a} ({cells_a}) and {b} ({cells_b}).",
                ).format(
                    a=said(case, a.decision), b=said(case, b.decision), cells_a=_cells(a.cells), cells_b=_cells(b.cells)
                )
                yield _refused("review_contradiction", text, _KEEP_ONE, cells, a.decision)


def _with_standing(case: Case, asked: Sequence[Asked], standing: Sequence[Decision]) -> Iterator[Finding]:
    by_person: dict[str, list[Decision]] = defaultdict(list)
    for d in standing:
        by_person[d.cadre_id].append(d)
    for a in asked:
        for d in by_person[a.decision.cadre_id]:
            if clash(case, a.decision, d):
                where = case.address(d, "action")
                text = Text(
                    "{a} ({cells}) trái với quyết định đã có: {b} ({where}).",
                    "{a} ({cells}) contradicts a decision that stands: {b} ({where}).",
                ).format(a=said(case, a.decision), cells=_cells(a.cells), b=said(case, d), where=where)
                yield _refused("review_against_decision", text, _CHANGE_CASE, (*a.cells, where), a.decision)


def _overfilled(case: Case, asked: Sequence[Asked], standing: Sequence[Decision]) -> Iterator[Finding]:
    """Yield each seat that more people are locked on than it may have, where this review adds one of them."""
    holders: dict[tuple[str, str], dict[str, tuple[Decision, tuple[Address, ...]]]] = defaultdict(dict)
    new = set()
    for d in standing:
        if (seat := seat_of(case, d)) is not None:
            holders[seat][d.cadre_id] = (d, (case.address(d, "action"),))
    for a in asked:
        if (seat := seat_of(case, a.decision)) is not None:
            holders[seat][a.decision.cadre_id] = (a.decision, a.cells)
            new.add(seat)
    for seat in sorted(new):
        row = case.seat_by_key.get(seat)
        most = row.max if row is not None else 0
        if len(holders[seat]) > most:
            every = list(holders[seat].values())
            text = Text(
                "{n} người được khóa vào một ghế chỉ có tối đa {most} người: {who}.",
                "{n} people are locked on a seat for at most {most}: {who}.",
            ).format(n=len(every), most=most, who=_listed(case, every))
            fix = Text("Bỏ bớt {n} dấu khóa.", "Take {n} of the locks back.").format(n=len(every) - most)
            yield _refused(
                "review_seat_overfilled", text, fix, tuple(c for _, cells in every for c in cells), every[0][0]
            )


def _listed(case: Case, every: Sequence[tuple[Decision, tuple[Address, ...]]]) -> Text:
    parts = [(said(case, d), _cells(cells)) for d, cells in every]
    return Text("; ".join(f"{t.vi} ({c})" for t, c in parts), "; ".join(f"{t.en} ({c})" for t, c in parts))


def _cells(cells: Sequence[Address]) -> str:
    return ", ".join(str(cell) for cell in cells)


def _refused(code: str, text: Text, fix: Text, cells: Sequence[Address], d: Decision) -> Finding:
    seat = tuple((kind, c) for kind, c in (("unit", d.unit_code), ("title", d.title_code)) if c)
    return Finding(code, "error", text, fix, cells[0], subject=(("cadre", d.cadre_id), *seat))


_KEEP_ONE = Text("Thống nhất lại, chỉ giữ một trong hai.", "Agree on one of the two and clear the other.")
_CHANGE_CASE = Text(
    "Bỏ dấu này, hoặc sửa quyết định đã có trong tệp hồ sơ.",
    "Clear this mark, or change the decision in the case workbook.",
)
_GONE = Text(
    "không thể thực hiện: {what}; người, đơn vị hoặc chức danh này không còn trong hồ sơ.",
    "this cannot be done: {what}; the person, unit or title is no longer in the case.",
)
_CLEAR = Text("Bỏ dấu này.", "Clear the mark.")
_NOTHING_TO_BAN = Text(
    "{what}: không còn gì để cấm vì người, đơn vị hoặc chức danh này không còn trong hồ sơ.",
    "{what}: there is nothing left to ban, as the person, unit or title is no longer in the case.",
)
