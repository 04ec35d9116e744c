"""From reviewed copies to the case that the next plan is made of: decisions, rules, the plan to stay near, the history."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from optimizer.catalogue import catalogue
from optimizer.domain.case import Source
from optimizer.domain.changes import fingerprint
from optimizer.domain.rounds import Round
from optimizer.findings import Address, Finding, has_errors
from optimizer.review.asked import Asked, everything_asked, remarks
from optimizer.review.asked_conflicts import conflicts, known_only, said
from optimizer.review.broken import closed_locks, would_break
from optimizer.review.clash import clash
from optimizer.review.rule_changes import merged_rules
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.sheets.review_copy import ReviewCopy


@dataclass(frozen=True)
class Reviewed:
    """What a review comes to: the new case, and everything there is to say about it (errors: nothing may be solved)."""

    case: Case
    asked: tuple[Asked, ...]
    round: Round
    carried: int  # decisions of earlier reviews that stay in force
    replaced: tuple[Decision, ...] = ()  # decisions of earlier reviews that this one takes back
    findings: tuple[Finding, ...] = ()


def review(case: Case, copies: Sequence[ReviewCopy]) -> Reviewed:
    """Return the case with everything that reviewed copies of one plan ask for."""
    found: list[Finding] = list(_one_plan(copies))
    first = copies[0]
    rounds = max((c.passport.rounds for c in copies), key=len)
    number = max([0, *(r.number for r in rounds), *(d.round or 0 for d in case.decisions)]) + 1
    asked, gone = known_only(case, everything_asked(case, copies, number))
    found += gone
    sources = _Sources(case)
    standing, replaced = _standing(case, copies, asked, sources)
    found += _said_replaced(case, asked, replaced)
    rules, names, rule_findings = merged_rules(case, copies, sources.of_copy)
    found += rule_findings
    stands = {d.key for d in standing}
    decisions = (*standing, *(sources.placed(a) for a in asked if a.decision.key not in stands))
    this = Round(
        number=number,
        plan=first.passport.plan or fingerprint(first.plan),
        files=tuple(c.file for c in copies),
        authors=tuple(dict.fromkeys(c.author for c in copies)),
        date=max((c.date for c in copies if c.date is not None), key=lambda d: d.earliest, default=None),
        locks=sum(a.kind == "lock" for a in asked),
        forbids=sum(a.kind == "forbid" for a in asked),
        seats=sum(a.kind == "seat" and a.decision.action == "lock" for a in asked),
        rows=sum(a.kind == "row" for a in asked),
        rules=names,
        withdrawn=len(replaced) + max(c.withdrawn for c in copies),
        remarks=remarks(copies),
    )
    made = replace(
        case,
        decisions=tuple(sorted(decisions, key=lambda d: (d.key, d.round or 0))),
        rules=rules,
        sources=tuple(sources.all),
        previous=first.plan,
        rounds=(*rounds, this),
        memory=first.passport.memory,
    )
    found += conflicts(made, asked, standing)
    known = set(catalogue(case).findings)
    found += (f for f in catalogue(made).findings if f not in known)
    if not has_errors(found):
        found += closed_locks(made, asked)
    if not has_errors(found):
        found += would_break(made, first.plan, asked)
    carried = sum(d.round is not None for d in standing)
    return Reviewed(made, asked, this, carried, replaced, tuple(dict.fromkeys(found)))


def _one_plan(copies: Sequence[ReviewCopy]) -> list[Finding]:
    """Return what is wrong where the copies are not copies of one plan."""
    first = copies[0]
    return [
        Finding("review_of_other_plan", "error", _OTHER_PLAN.format(a=first.file, b=c.file), _ONE_PLAN, Address(c.file))
        for c in copies[1:]
        if c.plan != first.plan
    ]


def _standing(
    case: Case, copies: Sequence[ReviewCopy], asked: Sequence[Asked], sources: _Sources
) -> tuple[tuple[Decision, ...], tuple[Decision, ...]]:
    """Return the decisions that stay in force, and those of earlier reviews that this one takes back.

    Those of the case stand. Those of earlier reviews stand too, unless a mark of this one contradicts them: reviewers
    may change their minds. A decision withdrawn in one copy, by deleting its row, is withdrawn.
    """
    known = {d.key: d for d in case.decisions}
    lists = [{d.key: sources.moved(c, d) for d in c.carried} for c in copies if c.lists_decisions]
    shared = set.intersection(*(set(keys) for keys in lists)) if lists else set()
    for key in sorted(shared - known.keys()):
        known[key] = lists[0][key]
    asked_keys = {a.decision.key for a in asked}
    standing, replaced = [], []
    for key, d in known.items():
        if key in asked_keys and d.round is not None:
            continue  # asked again: the newer reason and cell stand for it; what the case itself decides is the case's
        if d.round is not None and any(clash(case, a.decision, d) for a in asked):
            replaced.append(d)
        else:
            standing.append(d)
    return tuple(standing), tuple(replaced)


def _said_replaced(case: Case, asked: Sequence[Asked], replaced: Sequence[Decision]) -> list[Finding]:
    found = []
    for d in replaced:
        by = next(a for a in asked if clash(case, a.decision, d))
        text = _REPLACED.format(new=said(case, by.decision), number=d.round, old=said(case, d))
        found.append(Finding("decision_replaced", "info", text, where=by.where, subject=(("cadre", d.cadre_id),)))
    return found


@dataclass
class _Sources:
    """The sources of a case, and those that cells of reviewed copies add: one for each column that marks stand in."""

    case: Case
    all: list[Source] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.all = list(self.case.sources)
        self._at: dict[tuple[str, str, str], int] = {}

    def of_copy(self, copy: ReviewCopy, number: int) -> int:
        """Return where one of a copy's own sources stands among all."""
        source = copy.sources[number]
        return self._place((source.file, source.sheet, ""), source)

    def moved(self, copy: ReviewCopy, d: Decision) -> Decision:
        """Return a decision read from a copy, its source numbered among all."""
        return d.model_copy(update={"source": self.of_copy(copy, d.source)})

    def placed(self, asked: Asked) -> Decision:
        """Return an asked decision that leads back to the first cell that asks for it."""
        where = asked.where
        letter = where.cell.rstrip("0123456789")
        row = where.cell[len(letter) :]
        if not row.isdigit():
            return asked.decision
        fields = ("cadre_id", "action", "unit_code", "title_code", "reason", "rule", "author")
        source = Source(where.file, where.sheet, dict.fromkeys(fields, letter))
        at = self._place((where.file, where.sheet, letter), source)
        return asked.decision.model_copy(update={"source": at, "row": int(row)})

    def _place(self, key: tuple[str, str, str], source: Source) -> int:
        if key not in self._at:
            self._at[key] = len(self.all)
            self.all.append(source)
        return self._at[key]


_OTHER_PLAN = Text(
    "“{a}” và “{b}” là bản rà soát của hai phương án khác nhau.", "“{a}” and “{b}” are reviews of two different plans."
)
_ONE_PLAN = Text(
    "Chỉ gộp các bản rà soát của cùng một phương án; bản cũ cần chép ý kiến sang phương án mới.",
    "Only copies of one plan can be merged; copy the marks of the older one onto the newer plan.",
)
_REPLACED = Text(
    "{new}: thay cho quyết định của vòng {number}: {old}.", "{new}: replaces a decision of round {number}: {old}."
)
