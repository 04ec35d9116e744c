"""The exceptions: who was allowed what, by whom, why, and whether the plan needs it (R68)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from optimizer.catalogue import find_name, known
from optimizer.domain.plan import Plan
from optimizer.reports.rule_check import amount
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.rules.base import Requirement
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.reports.context import Context
    from optimizer.rules.base import Rule

ANY = Text("bất kỳ", "any")
USED, UNUSED = Text("có", "yes"), Text("không", "no")
EVERY_RULE = Text("mọi điều kiện của chức danh", "every requirement of the title")


class ExceptionsSection(Section):
    """Each exception on the Decisions sheet, and which rules it lifts in this plan."""

    name: ClassVar[str] = "exceptions"
    order: ClassVar[int] = 7
    sheet: ClassVar[Text] = Text("Trường hợp đặc biệt", "Exceptions")

    def table(self, context: Context) -> Table:
        """Return one row an exception."""
        columns = (
            TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
            TableColumn(Text("Họ và tên", "Name")),
            TableColumn(Text("Đơn vị", "Unit")),
            TableColumn(Text("Chức danh", "Title")),
            TableColumn(Text("Quy tắc được miễn", "Rule lifted"), "sentence", width=30),
            TableColumn(Text("Lý do", "Reason"), "sentence", width=40),
            TableColumn(Text("Người quyết định", "Allowed by"), "sentence", width=26),
            TableColumn(Text("Ngày", "Date"), "date"),
            TableColumn(Text("Phương án có dùng", "Used by the plan"), toned=True),
            TableColumn(Text("Điều kiện đã miễn trong phương án", "Rules it lifts in the plan"), "sentence", width=38),
        )
        exceptions = [d for d in context.case.decisions if d.action == "exception"]
        bare = replace(context.case, decisions=tuple(d for d in context.case.decisions if d.action != "exception"))
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        for decision in exceptions:
            lifted = _lifted(context, bare, decision)
            if lifted:
                tones[len(rows)] = "kept"
            cadre = context.cadre(decision.cadre_id)
            rows.append(
                (
                    decision.cadre_id,
                    "" if cadre is None else cadre.name,
                    context.unit_name(decision.unit_code) if decision.unit_code else ANY,
                    context.title_name(decision.title_code) if decision.title_code else ANY,
                    _rule_text(decision),
                    decision.reason,
                    decision.author,
                    decision.date,
                    USED if lifted else UNUSED,
                    Text("; ".join(r.text.vi for r in lifted), "; ".join(r.text.en for r in lifted)),
                )
            )
        note = Text(
            "“Có dùng”: không có ngoại lệ này thì phương án vi phạm quy tắc nêu ở cột cuối.",
            "“Used”: without this exception the plan would break the rules in the last column.",
        )
        return Table(self.sheet, columns, rows, tones, (note,) if rows else ())


def _rule_text(decision: Decision) -> Text:
    if not decision.rule:
        return EVERY_RULE
    name = find_name(decision.rule)
    return same(decision.rule) if name is None else known()[name].text


def _lifted(context: Context, bare: Case, decision: Decision) -> tuple[Rule, ...]:
    """Return the rules that the plan breaks once every exception is forgotten, and breaks less with this one alone."""
    mine = [
        p
        for p in context.plan.by_cadre.get(decision.cadre_id, ())
        if decision.unit_code in ("", p.unit_code) and decision.title_code in ("", p.title_code)
    ]
    if not mine:
        return ()
    lifting = [a.rule for a in context.active.rules if a.rule.lifts(decision)]
    return tuple(rule for rule in lifting if _needed(rule, bare, decision, Plan.of(mine), context.plan))


def _needed(rule: Rule, bare: Case, decision: Decision, mine: Plan, whole: Plan) -> bool:
    """Return whether an exception mends something: of one person's seat, or else of the whole plan."""
    if isinstance(rule, Requirement):
        return next(iter(rule.violations(bare, mine)), None) is not None
    with_it = replace(bare, decisions=(*bare.decisions, decision))
    return _outside(rule, bare, whole) > _outside(rule, with_it, whole) + 1e-9


def _outside(rule: Rule, case: Case, plan: Plan) -> float:
    """Return how far outside a rule's limits a plan is, over all its violations."""
    return sum(amount(f) for f in rule.violations(case, plan))
