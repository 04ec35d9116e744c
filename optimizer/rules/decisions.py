"""What reviewers decided: lock, forbid, keep, exclude."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from optimizer.domain.title_kept import title_kept
from optimizer.domain.words import wording
from optimizer.findings import Address, Finding
from optimizer.model.cells import PersonTables, Screen
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Rule, who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts

Seat = tuple[str, str]  # unit and title code; a blank one means any
NOWHERE = -2  # a position no candidate has
ANY = -1


class Decisions(Rule):
    """Reviewers' decisions are kept (R67): lock, forbid, keep, exclude; exceptions are the other rules' business.

    lock: the person holds a matching seat, for every lock of that person. keep: a lock on the present unit and title (of
    several held beside each other the highest that has a seat), or on those written. forbid: the person holds no
    matching seat. exclude: the person holds no seat at all.
    """

    name: ClassVar[str] = "decisions"
    text: ClassVar[Text] = Text("Quyết định của người rà soát", "Reviewers' decisions")
    source: ClassVar[Text] = Text("trang Quyết định", "sheet Decisions")
    fixed: ClassVar[bool] = True

    def screen(self, facts: Facts) -> Screen | None:
        """Return the seats closed to each decided person: those forbidden, and other units than the locked one."""
        tables: dict[int, NDArray[np.bool_]] = {}
        locked: dict[int, set[int]] = {}
        for d in facts.case.decisions:
            if d.action == "exception" or d.cadre_id not in facts.person_at:
                continue
            p = facts.person_at[d.cadre_id]
            if d.action in ("forbid", "exclude"):
                table = tables.setdefault(p, np.zeros((facts.n_units, facts.n_titles), bool))
                unit, title = ("", "") if d.action == "exclude" else (d.unit_code, d.title_code)
                u, t = _at(facts.unit_at, unit), _at(facts.title_at, title)
                if NOWHERE not in (u, t):
                    table[slice(None) if u == ANY else u, slice(None) if t == ANY else t] = True
            elif (seat := wanted(facts.case, d)) is not None and seat[0]:
                locked.setdefault(p, set()).add(_at(facts.unit_at, seat[0]))
        for p, units in locked.items():
            if len(units) == 1:  # of two locked units neither is closed, so that a diagnosis can name both locks
                table = tables.setdefault(p, np.zeros((facts.n_units, facts.n_titles), bool))
                table[np.arange(facts.n_units) != next(iter(units))] = True
        if not tables:
            return None
        people = sorted(tables)
        return Screen(barred=PersonTables(np.array(people, np.int32), np.stack([tables[p] for p in people])))

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a lock or keep: the person's matching candidates sum to at least 1."""
        locks = [d for d in facts.case.decisions if d.action in ("lock", "keep") and d.cadre_id in facts.person_at]
        if not locks:
            return ()
        n = len(locks)

        def because(row: int) -> Finding:
            return self._because(facts.case, locks[row])

        entries = _LockEntries.of(facts, locks)
        people = entries.person.astype(np.int32)
        return (RowFamily(self.name, np.ones(n), np.full(n, np.inf), because, listed=entries, people=people),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each decision the plan does not keep, with its cell."""
        for d in case.decisions:
            held = plan.by_cadre.get(d.cadre_id, ())
            if d.action == "exclude":
                if held:
                    yield self._finding(case, plan, d, held[0])
            elif d.action == "forbid":
                for p in dict.fromkeys(held):
                    if _matches(p, (d.unit_code, d.title_code)):
                        yield self._finding(case, plan, d, p)
            elif d.action in ("lock", "keep"):
                seat = wanted(case, d)
                if seat is None or not any(_matches(p, seat) for p in held):
                    yield self._finding(case, plan, d, held[0] if held else None)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mọi quyết định khóa, cấm, giữ, loại đều được thực hiện", "every lock, forbid, keep and exclude is kept"
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield keeps without a known present seat, and excludes that name a seat they do not need."""
        for d in case.decisions:
            about = (("cadre", d.cadre_id), ("rule", self.name))
            if d.action == "keep" and wanted(case, d) is None:
                cadre = case.cadre_by_id.get(d.cadre_id)
                text = Text(
                    "không giữ được {who}: chưa biết đơn vị hoặc chức danh hiện nay trong danh mục.",
                    "{who} cannot be kept: the present unit or title is not one of this case.",
                ).format(who=who(cadre) if cadre else d.cadre_id)
                fix = Text("Ghi mã đơn vị và mã chức danh cần giữ.", "Write the unit code and the title code to keep.")
                yield Finding("unknown_present_seat", "error", text, fix, case.address(d, "action"), d.action, about)
            elif d.action == "exclude" and (d.unit_code or d.title_code):
                text = Text(
                    "“loại” đưa người này khỏi mọi ghế; đơn vị và chức danh ghi kèm không được xét.",
                    "“exclude” takes this person out of every seat; the unit and title written are not looked at.",
                )
                fix = Text("Nếu chỉ cấm một ghế, ghi “cấm”.", "To close one seat only, write “forbid”.")
                field = "unit_code" if d.unit_code else "title_code"
                value = d.unit_code or d.title_code
                yield Finding("exclude_with_seat", "warning", text, fix, case.address(d, field), value, about)

    def _because(self, case: Case, d: Decision) -> Finding:
        text = Text("{said}.", "{said}.").format(said=_said(case, d))
        clashes = [other for other in case.decisions if other is not d and _clash(case, d, other)]
        if clashes:
            text = Text("{text} Mâu thuẫn với: {others}.", "{text} It clashes with: {others}.").format(
                text=text,
                others=Text(
                    "; ".join(f"{_cell(case, o)} ({_said(case, o).vi})" for o in clashes),
                    "; ".join(f"{_cell(case, o)} ({_said(case, o).en})" for o in clashes),
                ),
            )
        return Finding(
            code=self.name,
            severity="error",
            text=text,
            where=case.address(d, "action"),
            value=d.cadre_id,
            subject=_subject(self.name, d),
            amount=1.0,
        )

    def _finding(self, case: Case, plan: Plan, d: Decision, placed: Placement | None) -> Finding:
        where = plan.where.get(placed) if placed is not None else None
        cell = _cell(case, d)
        text = Text(
            "quyết định{cell} không được thực hiện: {said}; phương án: {plan}.",
            "the decision{cell} is not kept: {said}; the plan says: {plan}.",
        ).format(
            cell=Text(f" tại {cell}", f" at {cell}") if cell else same(""),
            said=_said(case, d),
            plan=_seat_text(case, (placed.unit_code, placed.title_code))
            if placed is not None
            else Text("không bố trí", "not placed"),
        )
        return Finding(
            code=self.name,
            severity="error",
            text=text,
            where=where or case.address(d, "action"),
            value=d.cadre_id,
            subject=_subject(self.name, d),
            amount=1.0,
        )


def wanted(case: Case, d: Decision) -> Seat | None:
    """Return the seat a lock or keep speaks of; None where a keep names no seat and the present one is not known."""
    if d.action == "lock":
        return d.unit_code, d.title_code
    cadre = case.cadre_by_id.get(d.cadre_id)
    unit = d.unit_code or (cadre.current_unit_code if cadre else None)
    title = d.title_code or (title_kept(case, cadre, unit) if cadre and unit else None)
    return (unit, title) if unit and title else None


@dataclass(frozen=True)
class _LockEntries:
    """The locks, sorted by person: a candidate enters the rows of its person's locks that it matches."""

    person: NDArray[np.int64]
    lock: NDArray[np.int64]
    unit: NDArray[np.int64]
    title: NDArray[np.int64]
    role_titles: NDArray[np.int32]

    @classmethod
    def of(cls, facts: Facts, locks: Sequence[Decision]) -> _LockEntries:
        seats = [wanted(facts.case, d) for d in locks]
        person = np.array([facts.person_at[d.cadre_id] for d in locks], np.int64)
        unit = np.array([NOWHERE if s is None else _at(facts.unit_at, s[0]) for s in seats], np.int64)
        title = np.array([NOWHERE if s is None else _at(facts.title_at, s[1]) for s in seats], np.int64)
        order = np.argsort(person, kind="stable")
        return cls(person[order], order.astype(np.int64), unit[order], title[order], facts.role_titles)

    def __call__(
        self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return (candidate, row, 1) of every candidate that a lock of its person is met by."""
        first = np.searchsorted(self.person, p, side="left")
        count = np.searchsorted(self.person, p, side="right") - first
        candidate = np.repeat(np.arange(len(p)), count)
        at = np.repeat(first - np.cumsum(count) + count, count) + np.arange(len(candidate))
        held = self.role_titles[r[candidate]]
        here = (self.unit[at] == ANY) | (self.unit[at] == u[candidate])
        here &= (self.title[at] == ANY) | (held == self.title[at][:, None]).any(axis=1)
        return candidate[here].astype(np.int64), self.lock[at[here]], np.ones(int(here.sum()))


def _at(positions: dict[str, int], code: str) -> int:
    return positions.get(code, NOWHERE) if code else ANY


def _matches(p: Placement, seat: Seat) -> bool:
    return seat[0] in ("", p.unit_code) and seat[1] in ("", p.title_code)


def _clash(case: Case, lock: Decision, other: Decision) -> bool:
    """Return whether `other` alone makes a lock or keep impossible."""
    seat = wanted(case, lock)
    if other.cadre_id != lock.cadre_id or seat is None or other.action == "exception":
        return False
    if other.action == "exclude":
        return True
    if other.action == "forbid":
        return other.unit_code in ("", seat[0]) and other.title_code in ("", seat[1])
    there = wanted(case, other)
    if there is None:
        return False
    if seat[0] and there[0] and seat[0] != there[0]:
        return True
    both = frozenset((seat[1], there[1]))
    return bool(seat[1] and there[1]) and len(both) == 2 and both not in case.allowed_pairs


def _cell(case: Case, d: Decision) -> str:
    address = case.address(d, "action")
    return str(Address("", address.sheet, address.cell))


def _said(case: Case, d: Decision) -> Text:
    """Return the decision in words: what, whom, where, why and by whom."""
    cadre = case.cadre_by_id.get(d.cadre_id)
    seat = wanted(case, d) if d.action in ("lock", "keep") else (d.unit_code, d.title_code)
    parts = [Text("{action} {who}", "{action} {who}").format(
        action=wording("action", d.action), who=same(who(cadre) if cadre else d.cadre_id)
    )]  # fmt: skip
    if d.action != "exclude":
        parts.append(
            Text("ghế hiện nay không xác định", "present seat unknown") if seat is None else _seat_text(case, seat)
        )
    if d.reason:
        parts.append(Text("lý do: {reason}", "reason: {reason}").format(reason=d.reason))
    if d.author:
        parts.append(Text("người quyết định: {author}", "decided by: {author}").format(author=d.author))
    return Text(", ".join(p.vi for p in parts), ", ".join(p.en for p in parts))


def _seat_text(case: Case, seat: Seat) -> Text:
    unit = case.unit_by_code[seat[0]].name if seat[0] in case.unit_by_code else seat[0]
    title = case.title_by_code[seat[1]].name if seat[1] in case.title_by_code else seat[1]
    return Text("{title} tại {unit}", "{title} at {unit}").format(
        title=same(title) if title else Text("mọi chức danh", "any title"),
        unit=same(unit) if unit else Text("mọi đơn vị", "any unit"),
    )


def _subject(rule: str, d: Decision) -> tuple[tuple[str, str], ...]:
    seat = tuple((kind, code) for kind, code in (("unit", d.unit_code), ("title", d.title_code)) if code)
    return (("cadre", d.cadre_id), *seat, ("rule", rule))
