"""The passport of a plan workbook: what a later reading needs to tell marks from edits and to go on from there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.catalogue import find_name, known
from optimizer.domain.changes import changed_people, fingerprint
from optimizer.domain.entities import Decision, RuleSetting
from optimizer.sheets.planbook import PLAN_SHEET
from optimizer.sheets.review_marks import DECISION_CELLS, READ_ONLY, RULE_CELLS, SheetMark, marks, marks_of_rows, said
from optimizer.sheets.review_passport import Passport
from optimizer.sheets.xlsx import sheet_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.domain.plan import Plan
    from optimizer.domain.rounds import Round
    from optimizer.reports.context import Context
    from optimizer.reports.table import Table
    from optimizer.text import Lang


def plan_id(plan: Plan) -> str:
    """Return a fingerprint of the placements alone: the same plan has the same one, whoever wrote it."""
    return fingerprint(plan)


def passport_of(context: Context, tables: Sequence[Table], lang: Lang) -> Passport:
    """Return the passport of a workbook that holds these tables."""
    made = Passport(plan=plan_id(context.plan), rounds=list(rounds_told(context)))
    if context.outcome is not None:
        made.memory = context.outcome.memory
    made.inputs = list(dict.fromkeys(s.digest for s in context.case.sources if s.digest))
    for table in tables:
        if table.name == PLAN_SHEET:
            made.rows = _rows(table, lang)
        elif table.name == RuleSetting.sheet_name:
            made.rules = {key: cells for key, cells in _keyed(table, "rule", RULE_CELLS, lang) if key}
        elif table.name == Decision.sheet_name:
            made.decisions = _decisions(table, lang)
        else:
            made.sheets[sheet_title(table.name.of(lang))] = _sheet(table, lang)
    if context.given_case is not None:
        made.changed_rules = _changed_rules(context, lang)
    return made


def rounds_told(context: Context) -> tuple[Round, ...]:
    """Return the reviews behind this plan, the last with the number of people that it changed."""
    case = context.case
    if not case.rounds or case.previous is None or case.rounds[-1].changed is not None:
        return case.rounds
    return *case.rounds[:-1], replace(case.rounds[-1], changed=len(changed_people(case.previous, context.plan)))


def _columns(table: Table, names: Iterable[str]) -> list[int]:
    """Return where columns stand, by their English headers, which are the names of the fields."""
    at = {column.header.en: i for i, column in enumerate(table.columns)}
    return [at[name] for name in names]


def _rows(table: Table, lang: Lang) -> dict[str, str]:
    columns = _columns(table, READ_ONLY)
    (key,) = _columns(table, ("row_key",))
    told = marks_of_rows([[row[at] for row in table.rows] for at in columns], lang)
    return {str(row[key]): found for row, found in zip(table.rows, told, strict=True)}


def _keyed(table: Table, key: str, names: Sequence[str], lang: Lang) -> list[tuple[str, str]]:
    (at_key,), columns = _columns(table, (key,)), _columns(table, names)
    return [(said(row[at_key], lang), marks((row[at] for at in columns), lang)) for row in table.rows]


def _decisions(table: Table, lang: Lang) -> dict[str, str]:
    columns = _columns(table, DECISION_CELLS)
    (number,) = _columns(table, ("round",))
    return {marks((row[at] for at in columns), lang): said(row[number], lang) for row in table.rows}


def _sheet(table: Table, lang: Lang) -> str:
    made = SheetMark(lang)
    _add(made, table)
    return str(made)


def _add(made: SheetMark, table: Table) -> None:
    made.add([column.header for column in table.columns])
    made.add_rows(table.rows)
    if not table.rows:
        made.add([table.empty])
    for note in table.notes:
        made.add([note])
    for below in table.below:
        _add(made, below)


def _changed_rules(context: Context, lang: Lang) -> dict[str, list[str]]:
    """Return the cells of the Rules sheet that reviews have changed, by the rule's title as the sheet shows it."""
    found: dict[str, list[str]] = {}
    for setting in context.case.rules:
        name = find_name(setting.rule)
        if name is not None and setting.reviewed:
            found[known()[name].text.of(lang)] = list(setting.reviewed)
    return found
