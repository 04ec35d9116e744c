"""Reading a reviewed copy of a plan: found by its sheets and headers, whoever saved it, with whatever program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from optimizer.domain.case import Source
from optimizer.domain.entities import Decision, RuleSetting
from optimizer.domain.plan import Plan
from optimizer.findings import Address, Finding, has_errors, in_order
from optimizer.sheets.book import Book, open_book
from optimizer.sheets.cell_notes import note_cell_notes
from optimizer.sheets.headers import find_header, vocabulary
from optimizer.sheets.links import read_decisions, read_rules
from optimizer.sheets.lookup import cadre_book
from optimizer.sheets.planbook import INCOMPLETE, note_stranger, plan_place, plan_sheets
from optimizer.sheets.problems import Problems
from optimizer.sheets.pseudonyms import HIDDEN, hidden, settle_review
from optimizer.sheets.review_columns import COPY_NOTE, note_carried, note_columns, note_own_sheets
from optimizer.sheets.review_copy import ReviewCopy, ReviewRow, RuleChange, saved_by
from optimizer.sheets.review_marks import BLANK, DECISION_CELLS, RULE_CELLS, SheetMark, mark, marks, split_marks
from optimizer.sheets.review_passport import PASSPORT_SHEET, Passport, read_passport
from optimizer.sheets.review_rows import RowReader
from optimizer.sheets.review_seats import SeatReader
from optimizer.sheets.shape import shape
from optimizer.sheets.table import is_blank
from optimizer.sheets.tabulate import folded_name, note_doubled_columns, require_columns, tabulate
from optimizer.sheets.xlsx import LISTS_SHEET
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.domain.record import Record
    from optimizer.findings import Severity
    from optimizer.sheets.headers import Header
    from optimizer.sheets.table import Grid, RawTable

R = TypeVar("R", bound="Record")
_OURS = frozenset(fold(n) for t in (Decision.sheet_name, RuleSetting.sheet_name, LISTS_SHEET) for n in (t.vi, t.en))
_GONE = frozenset({"unknown_cadre", "unknown_unit", "unknown_title"})


def read_review(path: Path, case: Case) -> tuple[ReviewCopy | None, list[Finding]]:
    """Return what a reviewed copy says, and what is wrong with it; None where it is no copy of a plan at all."""
    book, findings = open_book(path)
    if book is None:
        return None, findings
    problems = Problems()
    problems.found.extend(findings)
    with book:
        copy = _Reader(path, book, case, problems).copy()
        problems.found.extend(book.findings)
    # our own hidden sheet and column, and whatever a reviewer filtered away, are meant to be read
    said = (f for f in problems.found if not f.code.startswith("hidden_"))
    told = (replace(f, fix=_STRUCK) if f.code == "struck_rows" else f for f in said)
    return copy, in_order(dict.fromkeys(told))


class _Reader:
    """Reads one open workbook."""

    def __init__(self, path: Path, book: Book, case: Case, problems: Problems) -> None:
        self._path, self._book, self._case, self._problems = path, book, case, problems
        self._sources: list[Source] = []
        known = PASSPORT_SHEET in book.sheets
        self._passport = read_passport(book.grid(PASSPORT_SHEET)) if known else Passport()

    def copy(self) -> ReviewCopy | None:
        """Return everything the copy says."""
        found = self._plan_sheet()
        if found is None:
            where = plan_place(self._book)
            text, fix = (INCOMPLETE, _KEEP_COLUMNS) if where.sheet else (_NO_PLAN, _COLUMNS)
            self._problems.add("missing_column", "error", text, fix, where)
            return None
        grid, header = found
        table = shape(grid, header, ReviewRow)
        note_doubled_columns(table, self._problems)
        settle_review(table, self._problems)
        readable = not has_errors(self._problems.found)
        require_columns(table, ReviewRow, self._problems)  # names columns that look like a review column
        if not self._passport.known:
            self._problems.add("no_passport", "warning", _NO_PASSPORT, where=Address(self._book.name, grid.sheet))
        rows = RowReader(self._case, table, self._passport, self._problems)
        marked = rows.rows()
        keys = [made for key in self._passport.rows if (made := rows.parse(key)) is not None]
        plan = Plan.of(dict.fromkeys(keys or rows.named))
        if readable:
            note_stranger(self._case, plan, table, self._problems)
            self._note_gone(plan, table)
        decisions = self._decisions()
        carried, added, withdrawn = decisions or ((), (), 0)
        rules = self._rules()
        if self._passport.known:
            note_columns(table, self._case, rows.of_row, rows.seats, self._problems)
            if {s.digest for s in self._case.sources if s.digest} == set(self._passport.inputs):
                note_carried(table, self._case, rows.of_row, self._problems)
            self._note_other_sheets(grid.sheet)
        note_cell_notes(grid.noted, table, self._problems, "warning", COPY_NOTE)
        author, date = saved_by(self._path)
        return ReviewCopy(
            self._book.name, self._book.digest, HIDDEN if hidden() else author or self._path.stem, date, self._passport,
            plan, marked, carried, added, withdrawn,
            decisions is not None, rules, tuple(self._sources),
        )  # fmt: skip

    def _note_gone(self, plan: Plan, table: RawTable) -> None:
        """Note people of the plan whom the case does not hold: they left since, or their roster was not given."""
        gone = sorted({p.cadre_id for p in plan.placements} - self._case.cadre_by_id.keys())
        if gone:
            text = _GONE_PEOPLE.format(n=len(gone), codes=", ".join(gone[:5]) + (", …" if len(gone) > 5 else ""))
            where = table.header_address("cadre_id")
            self._problems.add("people_gone", "warning", text, _ROSTER, where, value=gone[0])

    def _plan_sheet(self) -> tuple[Grid, Header] | None:
        """Return the sheet called the plan, else the first that may be it whose header names rows by key or codes."""
        for sheet in plan_sheets(self._book):
            grid = self._book.grid(sheet)
            header = find_header(grid, ReviewRow, vocabulary(ReviewRow))
            if header is not None:
                columns = header.columns.keys()
                place = columns & {"unit_code", "unit_name"} and columns & {"title_code", "title_name"}
                if "row_key" in columns or ("cadre_id" in columns and place):
                    return grid, header
        return None

    def _sheet(self, cls: type[Record]) -> RawTable | None:
        """Return the table of an input sheet that the workbook carries, registered as a source of its rows."""
        wanted = {fold(cls.sheet_name.vi), fold(cls.sheet_name.en)}
        name = next((s for s in self._book.sheets if folded_name(s) in wanted), None)
        table = tabulate(self._book.grid(name), cls, self._problems) if name is not None else None
        if table is None or not require_columns(table, cls, self._problems):
            return None
        table.source = len(self._sources)
        self._sources.append(Source(table.file, table.sheet, table.letters, table.digest))
        return table

    # decisions -------------------------------------------------------------------------------------------------------
    def _decisions(self) -> tuple[tuple[Decision, ...], tuple[Decision, ...], int] | None:
        """Return the decisions of earlier reviews, rows added by hand, and how many were withdrawn; None unlisted."""
        written = self._passport.decisions
        earlier = {key for key, number in written.items() if number}
        table = self._sheet(Decision)
        if table is None:
            if earlier:
                where = Address(self._book.name)
                self._problems.add("missing_sheet", "error", _NO_DECISIONS, _PUT_BACK, where)
            return None
        case, own = self._case, Problems()
        people = cadre_book({c.cadre_id: c.name for c in case.cadres})
        seats = SeatReader(case)
        made = read_decisions(table, people, seats.units, seats.titles, own)
        marked = {row: marks(table.cell(n, i) for n in DECISION_CELLS) for i, row in enumerate(table.rows)}
        old = {cell for i, row in enumerate(table.rows) if marked[row] in written for cell in self._cells(table, i)}
        for f in own.found:  # somebody who left since is no fault of the reviewer's; a slip in a new row is
            self._problems.found.append(
                Finding("decision_dropped", "warning", f.text, _DROPPED, f.where, f.value, f.subject)
                if f.code in _GONE and (f.where.cell in old or not self._passport.known)
                else f
            )
        made = [d.model_copy(update={"extra": {}}) for d in made]  # the names beside the codes only explain them
        if hidden():
            made = [d.model_copy(update={n: HIDDEN for n in ("reason", "author") if getattr(d, n)}) for d in made]
        carried = tuple(d for d in made if d.round is not None)
        added = tuple(d for d in made if d.round is None and self._passport.known and marked[d.row] not in written)
        edited = sum(marked[d.row] not in written for d in carried)
        return carried, added, max(0, len(earlier - set(marked.values())) - edited)

    def _cells(self, table: RawTable, i: int) -> set[str]:
        """Return the cells of one row that name a person, a unit or a title."""
        return {table.address(name, i).cell for name in ("cadre_id", "unit_code", "title_code")}

    # rules -----------------------------------------------------------------------------------------------------------
    def _rules(self) -> tuple[RuleChange, ...]:
        """Return the rows of the Rules sheet of which somebody changed a cell, in this review or an earlier one."""
        passport = self._passport
        if not passport.rules:
            return ()
        table = self._sheet(RuleSetting)
        if table is None:
            severity: Severity = "error" if passport.changed_rules else "warning"
            self._problems.add("missing_sheet", severity, _NO_RULES, _RULES_BACK, Address(self._book.name))
            return ()
        self._note_deleted_rules(table)
        own = Problems()
        settings = {s.row: s for s in read_rules(table, own)}
        if all(map(is_blank, table.cells.get("on", ()))) and "on" in table.cells:  # rules always in force had a mark
            where = table.header_address("on")
            self._problems.add("rules_unticked", "error", _UNTICKED, _TICK, where)
            return ()
        changed_cells: set[tuple[str, str]] = set()
        found: list[RuleChange] = []
        for i, number in enumerate(table.rows):
            rule = tidy(str(table.cell("rule", i) or ""))
            setting, written = settings.get(number), passport.rules.get(rule)
            if written is None:
                if setting is not None and rule:
                    self._problems.cell(table, "rule", i, "rule_row_ignored", "warning", _RENAMED.format(rule=rule))
                continue
            before = dict(zip(RULE_CELLS, split_marks(written), strict=False))
            now = {n for n in RULE_CELLS if n in table.cells and mark(table.cell(n, i)) != before[n]}
            cells = now | set(passport.changed_rules.get(rule, ()))
            changed_cells |= {(table.address(n, i).cell, n) for n in now}
            if cells and setting is not None:
                places = {n: table.address(n, i) for n in RULE_CELLS if n in cells}
                found.append(RuleChange(rule, setting, places, frozenset(now)))
        touched = {cell for cell, _ in changed_cells}
        self._problems.found.extend(f for f in own.found if f.severity != "error" or f.where.cell in touched)
        return tuple(found)

    def _note_deleted_rules(self, table: RawTable) -> None:
        """Note each rule that was on, or changed by an earlier review, and whose row is gone."""
        passport = self._passport
        left = {tidy(str(table.cell("rule", i) or "")) for i in range(len(table))}
        for rule, written in passport.rules.items():
            earlier = rule in passport.changed_rules
            if rule not in left and (earlier or split_marks(written)[0] != BLANK):
                where = Address(table.file, table.sheet)
                text, fix = (_RULE_GONE, _RULES_BACK) if earlier else (_RULE_DELETED, _RULE_OFF)
                severity: Severity = "error" if earlier else "warning"
                self._problems.add("rule_row_deleted", severity, text.format(rule=rule), fix, where, value=rule)

    # everything else -------------------------------------------------------------------------------------------------
    def _note_other_sheets(self, plan_sheet: str) -> None:
        """Note each sheet that is there to be read only and does not say what it said."""
        for name, written in self._passport.sheets.items():
            sheet = next((s for s in self._book.sheets if s == name), None)
            if sheet is None or sheet == plan_sheet:
                continue
            digest = SheetMark()
            for row in self._book.grid(sheet).rows:
                digest.add(row)
            if str(digest) != written:
                where = Address(self._book.name, sheet)
                self._problems.add("sheet_edit_ignored", "warning", _SHEET.format(sheet=sheet), _WRITE_THERE, where)
        known = {plan_sheet, PASSPORT_SHEET, *self._passport.sheets}
        known |= {s for s in self._book.sheets if folded_name(s) in _OURS}
        note_own_sheets(self._book, known, self._problems)


_NO_PLAN = Text("Không có trang phương án nào để đọc kết quả rà soát.", "There is no plan sheet to read a review from.")
_COLUMNS = Text(
    "Dùng bản phương án do chương trình ghi ra, có trang “Phương án”.",
    "Use a plan workbook as the program wrote it, with the sheet “Plan”.",
)
_KEEP_COLUMNS = Text(
    "Dùng bản còn cột Mã cán bộ, Mã đơn vị, Mã chức danh, hoặc cột ẩn Mã dòng.",
    "Use a copy that still has cadre_id, unit_code and title_code, or the hidden column row_key.",
)
_GONE_PEOPLE = Text(
    "{n} người của phương án đã rà soát không có trong hồ sơ: {codes}.",
    "{n} people of the reviewed plan are not in the case: {codes}.",
)
_ROSTER = Text(
    "Nếu họ ở danh sách kèm theo thì thêm --roster như khi lập phương án; nếu họ đã nghỉ hoặc chuyển đi thì không cần làm gì.",
    "If they stand in a further roster, give it with --roster as before; if they have left, nothing needs doing.",
)
_NO_PASSPORT = Text(
    "bản này không mang trang ẩn của chương trình: các dòng được nhận theo mã, và không biết được ô nào đã bị sửa.",
    "this copy lacks the program's hidden sheet: rows are known by their codes, and edits cannot be told.",
)
_NO_DECISIONS = Text(
    "Thiếu trang “Quyết định”: không biết quyết định của các vòng trước còn giữ hay không.",
    "The sheet “Decisions” is missing: nobody can tell which decisions of earlier rounds still stand.",
)
_PUT_BACK = Text(
    "Dùng bản còn đủ trang; để rút một quyết định chỉ xóa dòng của nó.",
    "Use a copy with all its sheets; to withdraw a decision delete its row only.",
)
_DROPPED = Text("Quyết định này không còn được áp dụng.", "This decision is no longer applied.")
_UNTICKED = Text(
    "Mọi dấu ở cột “Bật” đã bị xóa nên không rõ quy tắc nào còn áp dụng.",
    "Every mark in the column “on” was cleared, so it is not clear which rules still apply.",
)
_TICK = Text(
    "Ghi x ở những quy tắc còn áp dụng; muốn tắt hết thì ghi “không” ở từng dòng.",
    "Write x beside the rules that still apply; to switch all off write “no” in every row.",
)
_STRUCK = Text(
    "Nếu gạch ngang nghĩa là bỏ bố trí, ghi x ở cột Cấm của dòng đó.",
    "If striking means that the placement is undone, mark forbid in that row.",
)
_RENAMED = Text(
    "dòng quy tắc “{rule}” không có trong phương án đã ghi nên không được xét.",
    "the row “{rule}” is none of the rules as written, so it is ignored.",
)
_NO_RULES = Text(
    "Thiếu trang “Quy tắc”: không biết quy tắc nào đã được đổi.",
    "The sheet “Rules” is missing: nobody can tell which rules were changed.",
)
_RULES_BACK = Text("Dùng bản còn đủ trang và đủ dòng.", "Use a copy with all its sheets and rows.")
_RULE_GONE = Text(
    "Dòng quy tắc “{rule}” đã bị xóa, trong khi vòng trước đã đổi quy tắc này.",
    "The row of the rule “{rule}” was deleted, and an earlier review had changed that rule.",
)
_RULE_DELETED = Text(
    "Dòng quy tắc “{rule}” đã bị xóa; việc xóa dòng không được xét.",
    "The row of the rule “{rule}” was deleted; deleting a row is ignored.",
)
_RULE_OFF = Text(
    "Để tắt một quy tắc, giữ dòng và bỏ dấu x ở cột Bật.", "To switch a rule off keep its row and clear on."
)
_SHEET = Text(
    "trang “{sheet}” đã bị sửa; thay đổi ở trang này không được xét.",
    "the sheet “{sheet}” was changed; changes there are ignored.",
)
_WRITE_THERE = Text(
    "Ghi ý kiến vào các cột rà soát của trang Phương án.", "Write into the review columns of the sheet Plan."
)
