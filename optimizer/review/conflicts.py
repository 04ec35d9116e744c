"""What cannot hold together: decisions, rules and capacities of a case that clash, each in a sentence with its cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from optimizer.catalogue import catalogue, known, settings_by_rule
from optimizer.domain.kept import once_a_case
from optimizer.domain.plan import Plan
from optimizer.findings import Address, Finding
from optimizer.review.asked_conflicts import said
from optimizer.review.evidence import judged
from optimizer.rules.base import Requirement
from optimizer.rules.decisions import wanted
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.catalogue import Catalogue
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision, RuleSetting
    from optimizer.engine.opened import Demand, Opened
    from optimizer.model.candidates import Ints


@dataclass(frozen=True)
class Member:
    """One thing that takes part in a conflict: who asks for it, the sentence, its cell and the cells behind it."""

    demand: Demand
    text: Text
    where: Address
    cells: tuple[Address, ...] = ()

    def finding(self, number: int) -> Finding:
        """Return the member as a finding of conflict `number`."""
        d = self.demand
        subject = [("conflict", str(number)), ("demand", d.kind)]
        if d.cadre_id:
            subject.append(("cadre", d.cadre_id))
        if d.kind != "role" and d.seat[0]:
            subject += [("unit", d.seat[0]), ("title", d.seat[1])]
        if d.finding is not None:
            subject += [pair for pair in d.finding.subject if pair[0] != "rule"]
        subject.append(("rule", d.rule))
        return Finding("clash", "error", self.text, where=self.where, value=d.cadre_id, subject=tuple(subject))


@dataclass(frozen=True)
class Conflict:
    """A smallest set that cannot hold together; `minimal` where it is known that without any one of them the rest can."""

    members: tuple[Member, ...]
    minimal: bool


@dataclass(frozen=True)
class Conflicts:
    """Every conflict of a case (no two with a member in common), and the placements that decide about them."""

    case: Case
    active: Catalogue
    found: tuple[Conflict, ...]
    spots: tuple[Ints, Ints, Ints]  # (person, unit, role) of each placement that decides
    candidates: int  # placements that are possible, and those that decisions want beside them

    def findings(self) -> tuple[Finding, ...]:
        """Return every member of every conflict as a finding."""
        return tuple(m.finding(n) for n, conflict in enumerate(self.found, 1) for m in conflict.members)


@once_a_case
def conflicts(case: Case) -> Conflicts:
    """Return what clashes in a case; raise nothing where everything can hold together."""
    from optimizer.engine.core import clashes
    from optimizer.engine.opened import Demand, opened
    from optimizer.model.facts import Facts

    active = catalogue(case)
    it = opened(Facts(case), active)
    found, decisive = clashes(it.problem, it.of_row, it.of_seat)
    made = []
    for clash in found:
        members = [member(case, active, it, d) for d in clash.members if isinstance(d, Demand)]
        made.append(Conflict(tuple(sorted(members, key=partial(_order, case))), clash.minimal))
    c = it.problem.candidates
    return Conflicts(case, active, tuple(made), (c.person(decisive), c.unit(decisive), c.role(decisive)), it.problem.n)


def _order(case: Case, m: Member) -> tuple[bool, int, str, str]:
    """Return decisions first, in the order of the sheet, then rules and capacities."""
    row = case.decisions[m.demand.row].row if m.demand.kind == "decision" else 0
    return m.demand.kind != "decision", row, m.demand.rule, m.text.en


# sentences -----------------------------------------------------------------------------------------------------------
def member(case: Case, active: Catalogue, it: Opened, demand: Demand) -> Member:
    """Return a demand in a sentence with its cells."""
    if demand.kind == "decision":
        d = case.decisions[demand.row]
        return Member(demand, decided(case, d), case.address(d, "action"))
    if demand.kind in ("seat", "no_seat"):
        return _capacity(case, demand)
    if demand.kind == "requirement":
        return _required(case, active, it, demand)
    if demand.kind == "role":
        text = Text("{titles}: không được một người kiêm nhiệm", "{titles}: not to be held by one person")
        text = text.format(titles=title_names(case, demand.seat[1].split("+")))
        return Member(demand, by_rule(case, demand.rule, text), rule_cell(case, demand.rule))
    assert demand.finding is not None
    own, sheet = demand.finding.where, rule_cell(case, demand.rule)
    where, behind = (own, sheet) if demand.rule == "together" or sheet == Address() else (sheet, own)
    cells = () if behind in (Address(), where) else (behind,)
    return Member(demand, by_rule(case, demand.rule, demand.finding.text), where, cells)


def decided(case: Case, d: Decision) -> Text:
    """Return a decision in words, with its reason and who made it."""
    seat = wanted(case, d) if d.action == "keep" else None
    shown = d if seat is None else d.model_copy(update={"unit_code": seat[0], "title_code": seat[1]})
    parts = [said(case, shown)]
    if d.reason:
        parts.append(Text("lý do: {reason}", "reason: {reason}").format(reason=d.reason))
    if d.author:
        parts.append(Text("người quyết định: {author}", "decided by: {author}").format(author=d.author))
    text = Text("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))
    return Text(f"quyết định: {text.vi}.", f"decision: {text.en}.")


def by_rule(case: Case, name: str, text: Text) -> Text:
    """Return what a rule says, led by what the rule is called."""
    stop = Text("" if text.vi.endswith(".") else ".", "" if text.en.endswith(".") else ".")
    title = known()[name].text if name in known() else same(name)
    return Text("quy tắc “{rule}”: {text}{stop}", "rule “{rule}”: {text}{stop}").format(
        rule=title, text=text, stop=stop
    )


def rule_row(case: Case, name: str) -> RuleSetting | None:
    """Return the row of the Rules sheet that speaks of a rule, None where it is in force by default."""
    return settings_by_rule(case).get(name)


def rule_cell(case: Case, name: str) -> Address:
    """Return the cell of the Rules sheet that names a rule, blank where no row does."""
    row = rule_row(case, name)
    return Address() if row is None else case.address(row, "rule")


def title_names(case: Case, codes: Iterable[str]) -> str:
    """Return titles by name."""
    return " + ".join(case.title_by_code[c].name if c in case.title_by_code else c for c in codes)


def _capacity(case: Case, demand: Demand) -> Member:
    unit, title = case.unit_by_code[demand.seat[0]], case.title_by_code[demand.seat[1]]
    seat = case.seat_by_key.get(demand.seat)
    if seat is None:
        sheet = next((case.address(s) for s in case.seats), Address())
        text = Text("{unit} không có chỉ tiêu {title}.", "{unit} has no seat for {title}.")
        return Member(demand, text.format(unit=unit.name, title=title.name), Address(sheet.file, sheet.sheet))
    text = Text("chỉ tiêu: {unit} có tối đa {n} {title}.", "seats: {unit} has at most {n} {title}.")
    return Member(demand, text.format(unit=unit.name, title=title.name, n=seat.max), case.address(seat, "max"))


def _required(case: Case, active: Catalogue, it: Opened, demand: Demand) -> Member:
    """Return what a rule holds against one person: its own sentence about a placement that is wanted, and its cells."""
    p, u, r = it.examples[demand]
    cadre, unit = case.cadres[p], case.units[u]
    titles = it.facts.roles[r]
    every = [a.rule for a in active.rules] + [o.objective for o in active.objectives]
    rule = next(x for x in every if x.name == demand.rule)
    plan = Plan.of((cadre.cadre_id, unit.unit_code, t) for t in titles)
    found = next(iter(rule.violations(case, plan)), None)
    where, cells = case.address(cadre), list[Address]()
    if isinstance(rule, Requirement):
        for code in titles:
            it_stands = judged(case, rule, cadre, unit, case.title_by_code[code], False)
            if it_stands.state == "lacking":
                own = [c.where for c in it_stands.person]
                cells += [*own, *(c.where for c in it_stands.asked)]
                where = own[0] if own else where
    text = found.text if found is not None else same("")
    cell = rule_cell(case, demand.rule)
    more = [c for c in (*cells, cell) if c not in (Address(), where)]
    return Member(demand, by_rule(case, demand.rule, text), where, tuple(dict.fromkeys(more)))
