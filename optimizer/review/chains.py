"""Why people change between a reviewed plan and the next: what forced each, and who moves because of whom."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from optimizer.catalogue import known
from optimizer.checker import verify
from optimizer.domain.changes import changed_people, seats_held
from optimizer.review.asked_conflicts import said
from optimizer.rules.base import who
from optimizer.rules.decisions import wanted
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case
    from optimizer.domain.changes import Seat
    from optimizer.domain.entities import Decision
    from optimizer.domain.plan import Plan

Kind = Literal["moved", "out", "in"]


@dataclass(frozen=True)
class Change:
    """One person who does not keep the seats of the reviewed plan, with all they held and all they hold.

    `forced` says whether a decision, a rule or the data compel this very person; everybody else in the same `chain`
    changes because of them. `others` are those who take the seats left, or leave the seats taken.
    """

    cadre_id: str
    before: tuple[Seat, ...]
    after: tuple[Seat, ...]
    reason: Text
    forced: bool
    others: tuple[str, ...]
    chain: int

    @property
    def kind(self) -> Kind:
        """Return whether the person is moved, left out or new in the plan."""
        return "in" if not self.before else "out" if not self.after else "moved"


def changes(case: Case, previous: Plan, plan: Plan) -> tuple[Change, ...]:
    """Return every change with its reason, chain by chain, those who are compelled first."""
    people = changed_people(previous, plan)
    before = {p: seats_held(previous, p) for p in people}
    after = {p: seats_held(plan, p) for p in people}
    beside = _neighbours(before, after)
    roots = _roots(case, previous, before)
    found: list[Change] = []
    for number, group in enumerate(_groups(people, beside, roots), 1):
        reasons = _reasons(case, group, roots, before, after, beside)
        for p in sorted(group, key=lambda p: (p not in roots, p)):
            found.append(
                Change(
                    p, tuple(sorted(before[p])), tuple(sorted(after[p])), reasons[p], p in roots,
                    tuple(sorted(beside[p])), number,
                )
            )  # fmt: skip
    return tuple(found)


def _neighbours(before: dict[str, frozenset[Seat]], after: dict[str, frozenset[Seat]]) -> dict[str, set[str]]:
    """Return, for each changed person, who takes a seat they leave and who leaves a seat they take."""
    left: dict[Seat, list[str]] = defaultdict(list)
    for p in before:
        for seat in before[p] - after[p]:
            left[seat].append(p)
    found: dict[str, set[str]] = {p: set() for p in before}
    for p in after:
        for seat in after[p] - before[p]:
            for q in left[seat]:
                if q != p:
                    found[p].add(q)
                    found[q].add(p)
    return found


# what compels a change -----------------------------------------------------------------------------------------------
def _roots(case: Case, previous: Plan, before: dict[str, frozenset[Seat]]) -> dict[str, Text]:
    """Return who cannot keep the reviewed placement, with the reason."""
    found: dict[str, Text] = {}
    for d in case.decisions:
        if d.cadre_id in before and d.cadre_id not in found and _against(case, d, before[d.cadre_id]):
            found[d.cadre_id] = _decision_text(case, d)
    for p in before:
        if p not in case.cadre_by_id:
            found.setdefault(p, _GONE)
    for f in verify(case, previous).findings:
        if f.code == "decisions":
            continue
        rule = known().get(f.code)
        text = (
            Text("Quy tắc “{rule}”: {said}", "Rule “{rule}”: {said}").format(rule=rule.text, said=f.text)
            if rule
            else f.text
        )
        subject = defaultdict(list)
        for kind, code in f.subject:
            subject[kind].append(code)
        people = [c for kind in ("cadre", "cadre_b") for c in subject[kind]]
        if not people:
            seats = {(u, t) for u in subject["unit"] for t in subject["title"]}
            people = [p for p in before if before[p] & seats]
        for p in people:
            if before.get(p):
                found.setdefault(p, text)
    return found


def _against(case: Case, d: Decision, held: frozenset[Seat]) -> bool:
    """Return whether the seats somebody held contradict a decision."""
    if d.action == "exclude":
        return bool(held)
    if d.action == "forbid":
        return any(d.unit_code in ("", u) and d.title_code in ("", t) for u, t in held)
    if d.action in ("lock", "keep"):
        seat = wanted(case, d)
        return seat is not None and not any(seat[0] in ("", u) and seat[1] in ("", t) for u, t in held)
    return False


def _decision_text(case: Case, d: Decision) -> Text:
    where = d.origin or str(case.address(d, "action"))
    text = Text("Quyết định: {what}{where}", "Decision: {what}{where}")
    return text.format(what=said(case, d), where=f" ({where})" if where else "")


# chains --------------------------------------------------------------------------------------------------------------
def _groups(people: Iterable[str], beside: dict[str, set[str]], roots: dict[str, Text]) -> list[list[str]]:
    """Return the people in connected groups; groups that somebody is compelled in come first."""
    seen: set[str] = set()
    groups: list[list[str]] = []
    for p in people:
        if p in seen:
            continue
        seen.add(p)
        group, waiting = [], deque([p])
        while waiting:
            q = waiting.popleft()
            group.append(q)
            fresh = sorted(beside[q] - seen)
            seen.update(fresh)
            waiting.extend(fresh)
        groups.append(group)
    return sorted(groups, key=lambda g: (not any(p in roots for p in g), min(g)))


def _reasons(
    case: Case,
    group: list[str],
    roots: dict[str, Text],
    before: dict[str, frozenset[Seat]],
    after: dict[str, frozenset[Seat]],
    beside: dict[str, set[str]],
) -> dict[str, Text]:
    """Return the reason of everybody in one group: their own, or the step of the chain that reaches them first."""
    found = {p: roots[p] for p in sorted(group) if p in roots}
    waiting = deque(found)
    while waiting:
        p = waiting.popleft()
        for q in sorted(beside[p]):
            if q not in found:
                found[q] = _step(case, p, q, before, after)
                waiting.append(q)
    free = _free(case)
    return {p: found.get(p, free) for p in group}


def _step(case: Case, p: str, q: str, before: dict[str, frozenset[Seat]], after: dict[str, frozenset[Seat]]) -> Text:
    """Return why `q` changes after `p`: `p` takes the seat of `q`, or `q` fills the one that `p` leaves."""
    taken = sorted((after[p] - before[p]) & (before[q] - after[q]))
    if taken:
        text = Text("Nhường ghế {seat} cho {who}", "Makes room for {who} at {seat}")
        return text.format(seat=seat_text(case, taken[0]), who=_name(case, p))
    filled = sorted((before[p] - after[p]) & (after[q] - before[q]))
    text = Text("Thay {who} ở ghế {seat}", "Fills the seat {seat} that {who} leaves")
    return text.format(seat=seat_text(case, filled[0]), who=_name(case, p))


def _free(case: Case) -> Text:
    """Return what is said of a change that nothing compels: the settings changed, or the plan could become better."""
    rules = case.rounds[-1].rules if case.rounds else ()
    if rules:
        names = [known()[name].text for name in rules if name in known()]
        return Text("Quy tắc được đổi: {names}", "Rules changed: {names}").format(
            names=Text(", ".join(n.vi for n in names), ", ".join(n.en for n in names))
        )
    return _BETTER


def seat_text(case: Case, seat: Seat) -> Text:
    """Return a seat by its names."""
    unit, title = case.unit_by_code.get(seat[0]), case.title_by_code.get(seat[1])
    return Text("{title}, {unit}", "{title}, {unit}").format(
        title=title.name if title else seat[1], unit=unit.name if unit else seat[0]
    )


def _name(case: Case, cadre_id: str) -> str:
    cadre = case.cadre_by_id.get(cadre_id)
    return who(cadre) if cadre else cadre_id


_GONE = Text("Không còn trong danh sách cán bộ", "No longer in the roster")
_BETTER = Text(
    "Không quyết định nào buộc: dữ liệu hoặc quyết định thay đổi khiến cách bố trí này tốt hơn",
    "No decision compels it: with the data and decisions as they are now this placement is better",
)
