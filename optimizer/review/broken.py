"""What the asked decisions would break: hard rules that close a locked seat for good, and what moves with the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.case import Scores
from optimizer.domain.plan import Placement, Plan
from optimizer.findings import Finding
from optimizer.model.candidates import failing
from optimizer.model.facts import Facts
from optimizer.review.asked_conflicts import said
from optimizer.review.clash import seat_of
from optimizer.rules.base import people_named
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.review.asked import Asked
    from optimizer.review.clash import Seat
    from optimizer.rules.base import Rule

MOST_SAID = 3  # sentences about what one decision breaks; the plan itself is checked in full anyway


def closed_locks(case: Case, asked: Sequence[Asked]) -> Iterator[Finding]:
    """Yield each lock on a seat that a hard rule closes to that person whatever else is decided.

    `case` holds the asked decisions already, so that exceptions written beside a lock are heard.
    """
    locks = [(a, seat) for a in asked if (seat := seat_of(case, a.decision)) is not None]
    locks = [(a, s) for a, s in locks if a.decision.cadre_id in case.cadre_by_id and s in case.seat_by_key]
    if not locks:
        return
    people = {a.decision.cadre_id for a, _ in locks}
    if not any(_refusals(case, _only(case, people), locks)):
        return
    for (a, seat), rules in zip(locks, _refusals(case, case, locks), strict=True):  # the whole roster has the last word
        if rules:
            yield _closed(case, a, seat, rules)


def _only(case: Case, people: set[str]) -> Case:
    """Return the case with a few people alone: what closes a seat to them is seen at once, however long the roster."""
    return replace(
        case,
        cadres=tuple(c for c in case.cadres if c.cadre_id in people),
        decisions=tuple(d for d in case.decisions if d.cadre_id in people),
        relations=tuple(r for r in case.relations if r.cadre_a in people and r.cadre_b in people),
        scores=Scores.none(),
    )


def _refusals(case: Case, seen: Case, locks: Sequence[tuple[Asked, Seat]]) -> list[list[Rule]]:
    """Return the hard rules of `case` whose screens close each locked seat to its person, looked at over `seen`."""
    facts = Facts(seen)
    p = np.array([facts.person_at[a.decision.cadre_id] for a, _ in locks], np.int32)
    u = np.array([facts.unit_at[s[0]] for _, s in locks], np.int32)
    t = np.array([facts.title_at[s[1]] for _, s in locks], np.int32)
    broken: list[list[Rule]] = [[] for _ in locks]
    for active in catalogue(case).rules:
        if active.soft or active.rule.name == "decisions":
            continue
        screen = active.rule.screen(facts)
        if screen is not None:
            for i in np.flatnonzero(failing(facts, screen, p, u, t)).tolist():
                broken[i].append(active.rule)
    return broken


def _closed(case: Case, asked: Asked, seat: tuple[str, str], rules: Sequence[Rule]) -> Finding:
    placement = Placement(asked.decision.cadre_id, *seat)
    reasons = [_reason(case, rule, placement) for rule in rules]
    text = Text(
        "không thể thực hiện: {what}. {why}", "this cannot be done: {what}. {why}"
    ).format(
        what=said(case, asked.decision),
        why=Text(" ".join(r.vi for r in reasons), " ".join(r.en for r in reasons)),
    )  # fmt: skip
    subject = (("cadre", placement.cadre_id), ("unit", seat[0]), ("title", seat[1]))
    return Finding("review_against_rule", "error", text, _LIFT, asked.where, subject=subject)


def _reason(case: Case, rule: Rule, placement: Placement) -> Text:
    """Return why a rule refuses one placement, in the rule's own sentence where it has one for it."""
    found = next((f for f in rule.violations(case, Plan.of([placement])) if f.severity == "error"), None)
    if found is None:
        return Text("Quy tắc “{rule}” không cho phép.", "The rule “{rule}” does not allow it.").format(rule=rule.text)
    return Text("Quy tắc “{rule}”: {said}", "Rule “{rule}”: {said}").format(rule=rule.text, said=found.text)


def carried_out(case: Case, previous: Plan, asked: Iterable[Asked]) -> tuple[Plan, dict[str, list[str]]]:
    """Return the reviewed plan with the decisions carried out and nothing else moved, and who is put out by whom.

    A locked person leaves what cannot be held beside the locked seat; where the seat then has too many holders, those
    nobody locked there leave it.
    """
    asked = list(asked)
    held = {c: set(ps) for c, ps in previous.by_cadre.items() if c in case.cadre_by_id}
    locked = {(a.decision.cadre_id, seat) for a in asked if (seat := seat_of(case, a.decision)) is not None}
    for a in asked:
        d = a.decision
        mine = held.setdefault(d.cadre_id, set())
        if d.action == "exclude":
            mine.clear()
        elif d.action == "forbid":
            mine -= {p for p in mine if d.unit_code in ("", p.unit_code) and d.title_code in ("", p.title_code)}
    for cadre_id, (unit, title) in sorted(locked):
        kept = {p for p in held.get(cadre_id, ()) if p.unit_code == unit and _beside(case, p.title_code, title)}
        held[cadre_id] = kept | {Placement(cadre_id, unit, title)}
    out: dict[str, list[str]] = {}
    for cadre_id, seat in sorted(locked):
        holders = sorted(c for c, ps in held.items() if Placement(c, *seat) in ps)
        over = len(holders) - case.seat_by_key[seat].max if seat in case.seat_by_key else 0
        for other in [h for h in holders if (h, seat) not in locked][: max(0, over)]:
            held[other] = {p for p in held[other] if (p.unit_code, p.title_code) != seat}
            out.setdefault(cadre_id, []).append(other)
    return Plan.of(p for ps in held.values() for p in ps), out


def _beside(case: Case, a: str, b: str) -> bool:
    return a == b or frozenset((a, b)) in case.allowed_pairs


def would_break(case: Case, previous: Plan, asked: Sequence[Asked]) -> Iterator[Finding]:
    """Yield, for each change of seat, whom it puts out and which hard rules the plan would break if nothing else moved.

    These are warnings: the engine moves others so that no rule is broken, or says that it cannot.
    """
    held = set(previous.placements)
    seats = [(a, seat_of(case, a.decision)) for a in asked]
    moving = [a for a, s in seats if s is not None and Placement(a.decision.cadre_id, *s) not in held]
    if not moving:
        return
    changed, out = carried_out(case, previous, asked)
    before = {(f.code, f.subject) for f in verify(case, previous).findings}
    new = [f for f in verify(case, changed).findings if (f.code, f.subject) not in before and f.code != "decisions"]
    for a in moving:
        mine = [f for f in new if ("cadre", a.decision.cadre_id) in f.subject]
        others = out.get(a.decision.cadre_id, [])
        if not mine and not others:
            continue
        parts = []
        if others:
            parts.append(_PUTS_OUT.format(who=people_named(case, others)))
        parts += [f.text for f in mine[:MOST_SAID]]
        text = Text("{what}: {why}", "{what}: {why}").format(
            what=said(case, a.decision),
            why=Text(" ".join(p.vi for p in parts), " ".join(p.en for p in parts)),
        )
        yield Finding(
            "review_moves_others", "warning", text, _OTHERS, a.where, subject=(("cadre", a.decision.cadre_id),)
        )


_LIFT = Text(
    "Bỏ dấu này, hoặc thêm một ngoại lệ có lý do và người cho phép ở trang Quyết định.",
    "Clear the mark, or add an exception with its reason and who allows it on the sheet Decisions.",
)
_PUTS_OUT = Text("người đang giữ ghế phải thôi: {who}.", "whoever holds the seat has to leave it: {who}.")
_OTHERS = Text(
    "Những người khác sẽ được sắp xếp lại để không quy tắc nào bị vi phạm.",
    "Others are placed anew so that no rule is broken.",
)
