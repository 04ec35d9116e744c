"""What can be done about a conflict, one step at a time: each says itself, names its cell and changes the case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from optimizer.catalogue import known
from optimizer.domain.entities import Decision, RuleSetting, Seat
from optimizer.domain.parameter_words import written
from optimizer.findings import Address
from optimizer.review.asked_conflicts import said
from optimizer.review.conflicts import rule_cell, rule_row
from optimizer.rules.base import Rule, who
from optimizer.rules.decisions import wanted
from optimizer.text import Text, fold, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.engine.opened import Demand

Kind = Literal["drop_decision", "exception", "more_seats", "drop_pair", "relax_rule", "soften_rule", "rule_off"]
# Of a rule's parameters, those that say how much is asked; the others say whom it speaks of, and are no one's to bend.
AMOUNTS = (
    "share", "max_share", "min_share", "tolerance", "most", "at_least", "people_per_specialist", "points_below",
    "average", "average_before", "per_unit_before", "free", "min_people", "max_km", "max_units", "max_terms",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One change of the case: what it is, in words, the cell it changes, and the change itself."""

    kind: Kind
    text: Text
    where: Address
    change: Callable[[Case], Case]


@dataclass(frozen=True)
class Handle:
    """What can be given up at once: a decision, a person's requirement, a seat's capacity, a pair, a rule."""

    kind: Literal["decision", "requirement", "seat", "pair", "rule"]
    rule: str = ""
    row: int = -1
    cadre_id: str = ""
    seat: tuple[str, str] = ("", "")


def handle_of(case: Case, demand: Demand) -> Handle | None:
    """Return by what a demand is given up, None where nobody can: what a person is, or what a placement means."""
    if demand.kind == "decision":
        return Handle("decision", row=demand.row)
    if demand.kind in ("seat", "no_seat"):
        return Handle("seat", seat=demand.seat)
    cls = known().get(demand.rule)
    if cls is None or cls.fixed or not issubclass(cls, Rule):
        return None
    if demand.kind == "requirement" and cls.liftable != "never":
        return Handle("requirement", demand.rule, cadre_id=demand.cadre_id)
    if demand.rule == "together":
        at = _pair_row(case, demand)
        return None if at is None else Handle("pair", row=at)
    return Handle("rule", demand.rule)


def _pair_row(case: Case, demand: Demand) -> int | None:
    if demand.finding is None:
        return None
    about = dict(demand.finding.subject)
    pair = {about.get("cadre", ""), about.get("cadre_b", "")}
    for i, r in enumerate(case.relations):
        if {r.cadre_a, r.cadre_b} == pair and r.kind == demand.finding.value:
            return i
    return None


# steps that need no search -------------------------------------------------------------------------------------------
def drop_decision(case: Case, row: int) -> Step:
    """Return the step that takes a decision back."""
    d = case.decisions[row]
    seat = wanted(case, d) if d.action == "keep" else None
    shown = d if seat is None else d.model_copy(update={"unit_code": seat[0], "title_code": seat[1]})
    text = Text("bỏ quyết định: {what}", "take back the decision: {what}").format(what=said(case, shown))
    return Step("drop_decision", text, case.address(d, "action"), partial(_without_decision, d.key))


def _without_decision(gone: tuple[str, ...], case: Case) -> Case:
    return replace(case, decisions=tuple(d for d in case.decisions if d.key != gone))


def allow_exception(case: Case, rule: str, cadre_id: str) -> Step:
    """Return the step that lets a rule except one person, where that person is locked (R68)."""
    locks = [d for d in case.decisions if d.cadre_id == cadre_id and d.action in ("lock", "keep")]
    seats = {seat for d in locks if (seat := wanted(case, d)) is not None}
    unit, title = next(iter(seats)) if len(seats) == 1 else ("", "")
    made = Decision(cadre_id=cadre_id, action="exception", unit_code=unit, title_code=title, rule=rule)
    cadre = case.cadre_by_id[cadre_id]
    text = Text("cho phép ngoại lệ: {who}, quy tắc “{rule}”{seat}", "allow an exception: {who}, rule “{rule}”{seat}")
    text = text.format(who=who(cadre), rule=known()[rule].text, seat=_at(case, unit, title))
    sheet = next((case.address(d) for d in case.decisions), Address())
    return Step("exception", text, Address(sheet.file, sheet.sheet), partial(_with_decision, made))


def _at(case: Case, unit: str, title: str) -> Text:
    if not unit or not title:
        return same("")
    names = {"unit": case.unit_by_code[unit].name, "title": case.title_by_code[title].name}
    return Text(", {title} tại {unit}", ", {title} at {unit}").format(**names)


def _with_decision(made: Decision, case: Case) -> Case:
    return replace(case, decisions=(*case.decisions, made))


def more_seats(case: Case, seat: tuple[str, str], more: int) -> Step:
    """Return the step that lets a seat have `more` holders, or gives the unit the seat it does not have."""
    unit, title = case.unit_by_code[seat[0]], case.title_by_code[seat[1]]
    row = case.seat_by_key.get(seat)
    names = {"unit": unit.name, "title": title.name, "more": more}
    if row is None:
        sheet = next((case.address(s) for s in case.seats), Address())
        text = Text("thêm chỉ tiêu {more} {title} cho {unit}", "give {unit} {more} of {title}").format(**names)
        return Step("more_seats", text, Address(sheet.file, sheet.sheet), partial(_with_seats, seat, more))
    text = Text(
        "tăng tối đa {title} tại {unit} từ {a} lên {b}", "raise the maximum of {title} at {unit} from {a} to {b}"
    ).format(**names, a=row.max, b=row.max + more)
    return Step("more_seats", text, case.address(row, "max"), partial(_with_seats, seat, more))


def _with_seats(seat: tuple[str, str], more: int, case: Case) -> Case:
    rows = [
        s.model_copy(update={"max": s.max + more}) if (s.unit_code, s.title_code) == seat else s for s in case.seats
    ]
    if seat not in case.seat_by_key:
        rows.append(Seat(unit_code=seat[0], title_code=seat[1], target=more, max=more))
    return replace(case, seats=tuple(sorted(rows, key=lambda s: (s.unit_code, s.title_code))))


def drop_pair(case: Case, row: int) -> Step:
    """Return the step that no longer asks a pair to be together, or apart."""
    r = case.relations[row]
    a, b = (who(case.cadre_by_id[x]) for x in (r.cadre_a, r.cadre_b))
    asked = {
        "same_unit": Text("bỏ yêu cầu {a} và {b} ở cùng một đơn vị", "no longer ask that {a} and {b} be in one unit"),
        "different_unit": Text(
            "bỏ yêu cầu {a} và {b} ở khác đơn vị", "no longer ask that {a} and {b} be in different units"
        ),
    }
    return Step("drop_pair", asked[r.kind].format(a=a, b=b), case.address(r, "kind"), partial(_without_pair, r))


def _without_pair(gone: Relation, case: Case) -> Case:
    pair = {gone.cadre_a, gone.cadre_b}
    left = tuple(r for r in case.relations if r.kind != gone.kind or {r.cadre_a, r.cadre_b} != pair)
    return replace(case, relations=left)


# steps about whole rules ---------------------------------------------------------------------------------------------
def relax_rule(case: Case, rule: Rule, field: str, value: float) -> Step:
    """Return the step that gives a rule's parameter another value."""
    text = Text(
        "quy tắc “{rule}”: đổi {field} từ {a} thành {b}", "rule “{rule}”: change {field} from {a} to {b}"
    ).format(rule=rule.text, field=field, a=written(getattr(rule, field)), b=written(value))
    where = _parameters_cell(case, rule.name)
    return Step("relax_rule", text, where, partial(with_rule, rule.name, {"params": {field: written(value)}}))


def soften_rule(case: Case, rule: Rule) -> Step:
    """Return the step that lets a rule be broken at a price instead of never."""
    text = Text("quy tắc “{rule}”: chuyển từ cứng sang mềm", "rule “{rule}”: make it soft instead of hard")
    return Step(
        "soften_rule", text.format(rule=rule.text), rule_cell(case, rule.name),
        partial(with_rule, rule.name, {"mode": "soft"}),
    )  # fmt: skip


def rule_off(case: Case, rule: Rule) -> Step:
    """Return the step that switches a rule off."""
    text = Text("tắt quy tắc “{rule}”", "switch the rule “{rule}” off").format(rule=rule.text)
    return Step("rule_off", text, rule_cell(case, rule.name), partial(with_rule, rule.name, {"on": False}))


def with_rule(name: str, update: dict[str, Any], case: Case) -> Case:
    """Return the case with some cells of a rule's row changed, the row added where the case has none."""
    row = rule_row(case, name)
    made = row if row is not None else RuleSetting(rule=name)
    if "params" in update:
        kept = {k: v for k, v in made.params.items() if fold(k).replace(" ", "_") not in update["params"]}
        update = {**update, "params": {**kept, **update["params"]}}
    changed = made.model_copy(update=update)
    if row is None:
        return replace(case, rules=(*case.rules, changed))
    return replace(case, rules=tuple(changed if r is row else r for r in case.rules))


def _parameters_cell(case: Case, name: str) -> Address:
    row = rule_row(case, name)
    return Address() if row is None else case.address(row, "params")
