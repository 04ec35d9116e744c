"""Reading the sheets that tie people, units and rules together: relations, decisions and rule settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import Decision, Relation, RuleSetting
from optimizer.sheets.beside import note_names
from optimizer.sheets.fields import complete_rows, entities, read_fields
from optimizer.sheets.posts import read_reference
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.record import Record
    from optimizer.sheets.lookup import CodeBook
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable


def read_relations(table: RawTable, cadres: CodeBook, problems: Problems) -> list[Relation]:
    """Return the pairs of people, whose codes must exist and differ."""
    fields = read_fields(table, Relation, problems, skip=("cadre_a", "cadre_b"))
    fields["cadre_a"] = read_reference(table, "cadre_a", cadres, problems)
    fields["cadre_b"] = read_reference(table, "cadre_b", cadres, problems)
    for i, (a, b) in enumerate(zip(fields["cadre_a"], fields["cadre_b"], strict=True)):
        if a is not None and a == b:
            problems.cell(table, "cadre_b", i, "related_to_self", "error", _SELF, _SELF_FIX, subject=(("cadre", a),))
    made = entities(table, Relation, fields, complete_rows(table, fields, ("cadre_a", "cadre_b", "kind")))
    return sorted(made, key=_content)


def read_decisions(
    table: RawTable, cadres: CodeBook, units: CodeBook, titles: CodeBook, problems: Problems
) -> list[Decision]:
    """Return the reviewers' decisions; a blank or `*` unit or title means any."""
    fields = read_fields(table, Decision, problems, skip=("cadre_id", "unit_code", "title_code"))
    ids = read_reference(table, "cadre_id", cadres, problems)
    fields["cadre_id"] = ids

    def who(i: int) -> tuple[tuple[str, str], ...]:
        return (("cadre", ids[i] or ""),) if ids[i] else ()

    fields["unit_code"] = units.column(table, "unit_code", problems, who, any_word=True)
    fields["title_code"] = titles.column(table, "title_code", problems, who, any_word=True)
    for name, book in (("cadre_id", cadres), ("unit_code", units), ("title_code", titles)):
        note_names(table, name, fields[name], book, problems)
    made = entities(table, Decision, fields, complete_rows(table, fields, ("cadre_id", "action")))
    return sorted(made, key=_content)


def read_rules(table: RawTable, problems: Problems) -> list[RuleSetting]:
    """Return the rows of the Rules sheet; which rules exist is the rules' own business."""
    fields = read_fields(table, RuleSetting, problems)
    for i, (start, end) in enumerate(zip(fields["from_date"], fields["to_date"], strict=True)):
        if start is not None and end is not None and end.earliest < start.earliest:
            problems.cell(table, "to_date", i, "dates_reversed", "error", _REVERSED, _REVERSED_FIX)
    made = entities(table, RuleSetting, fields, complete_rows(table, fields, ("rule",)))
    if any(value is not None for value in fields.get("on", ())):  # where some are marked, a blank says "not this one"
        marked = dict(zip(table.rows, fields["on"], strict=True))
        made = [m if marked.get(m.row) is not None else m.model_copy(update={"on": False}) for m in made]
    return sorted(made, key=_content)


def _content(record: Record) -> tuple[str, ...]:
    """Return what a row says, so that rows stand in an order that does not depend on the sheet; then its place."""
    held = record.model_dump(exclude={"source", "row"})
    return (*(_plain(value) for value in held.values()), f"{record.source:06d}{record.row:09d}")


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return repr(sorted((str(k), str(v)) for k, v in value.items()))
    return str(value)


_SELF = Text("Một người không thể có quan hệ với chính mình.", "A person cannot be related to themselves.")
_SELF_FIX = Text("Ghi mã của người kia.", "Write the code of the other person.")
_REVERSED = Text("“Đến ngày” đứng trước “Từ ngày”.", "The end date stands before the start date.")
_REVERSED_FIX = Text("Kiểm tra lại hai ngày.", "Check both dates.")
