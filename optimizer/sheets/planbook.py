"""Reading a plan back: one our own program wrote, or one typed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from optimizer.domain.places import PlaceIndex
from optimizer.domain.plan import Placement, Plan
from optimizer.domain.record import Column, Record
from optimizer.findings import Address, Finding, in_order
from optimizer.sheets.book import Book, open_book
from optimizer.sheets.cells import judge, text_of
from optimizer.sheets.headers import find_header, vocabulary
from optimizer.sheets.lookup import CodeBook, cadre_book, title_book, unit_book
from optimizer.sheets.posts import unit_names
from optimizer.sheets.problems import Problems, shown
from optimizer.sheets.pseudonyms import settle_plan
from optimizer.sheets.review_passport import PASSPORT_SHEET, read_passport
from optimizer.sheets.shape import shape
from optimizer.sheets.table import is_blank
from optimizer.sheets.tabulate import folded_name, note_doubled_columns
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.sheets.headers import Header
    from optimizer.sheets.table import Grid, RawTable

PLAN_SHEET = Text("Phương án", "Plan")
FROM_ROSTER = Text("{header} (hồ sơ)", "{header} (from roster)")  # a roster's column whose header the plan uses itself


class PlanRow(Record):
    """One row of the plan sheet, as far as it says who holds what; this class only describes the columns."""

    sheet_name: ClassVar[Text] = PLAN_SHEET
    table: ClassVar[str] = "plan"

    cadre_id: Annotated[str, Column("Mã cán bộ", "code", ("Mã CB", "Số hiệu CBCC"), filled=True)] = ""
    name: Annotated[str, Column("Họ và tên", "text", ("Họ tên",))] = ""
    unit_code: Annotated[str, Column("Mã đơn vị", "code", ("Mã ĐV", "unit"), filled=True)] = ""
    unit_name: Annotated[str, Column("Tên đơn vị", "text", ("Đơn vị", "Xã, phường, đặc khu"))] = ""
    title_code: Annotated[str, Column("Mã chức danh", "code", ("Mã CD", "title"), filled=True)] = ""
    title_name: Annotated[str, Column("Tên chức danh", "text", ("Chức danh", "Chức vụ"))] = ""


def read_plan(path: Path, case: Case) -> tuple[Plan, list[Finding]]:
    """Return the plan in a workbook and what is wrong with it.

    A code the case does not know stays in the plan as written, for the checker to refuse, and is a finding with its
    cell. Where a code column is missing, the unit or title is found by its name.
    """
    book, findings = open_book(path)
    if book is None:
        return Plan(()), findings
    problems = Problems()
    problems.found.extend(findings)
    with book:
        found = _plan_sheet(book)
        if found is None:
            where = plan_place(book)
            problems.add("missing_column", "error", INCOMPLETE if where.sheet else _NO_PLAN, _COLUMNS, where)
            return Plan(()), [*problems.found, *book.findings]
        grid, header = found
        table = shape(grid, header, PlanRow)
        ours = PASSPORT_SHEET in book.sheets  # our own workbook hides its key column and that sheet: nothing to remark
        problems.found.extend(f for f in book.findings if not (ours and f.code.startswith("hidden_")))
    note_doubled_columns(table, problems)
    settle_plan(table, problems)
    plan = _Reader(case, table, problems).plan()
    note_stranger(case, plan, table, problems)
    return plan, in_order(problems.found)


def note_stranger(case: Case, plan: Plan, table: RawTable, problems: Problems) -> None:
    """Note a plan most of whose people the case does not know: it is the plan of another case."""
    people = {p.cadre_id for p in plan.placements}
    unknown = sum(cadre_id not in case.cadre_by_id for cadre_id in people)
    if unknown > max(2, len(people) // 2):
        text = _OTHER_CASE.format(unknown=unknown, people=len(people))
        problems.add("plan_of_other_case", "error", text, _BOTH_FILES, table.header_address("cadre_id"))


def plan_sheets(book: Book) -> list[str]:
    """Return the sheets that may be the plan: the one called so, else all but those our own workbook has beside it.

    Where the plan's sheet has lost its columns, another list of people must not be taken for the plan.
    """
    wanted = {fold(PLAN_SHEET.vi), fold(PLAN_SHEET.en)}
    sheets = [s for s in book.sheets if s != PASSPORT_SHEET]
    named = [s for s in sheets if folded_name(s) in wanted and book.top(s).rows]
    if named:
        return sorted(named, key=lambda s: fold(s) not in wanted)[:1]  # "Phương án (2)" is a copy of it
    ours = set(read_passport(book.grid(PASSPORT_SHEET)).sheets) if PASSPORT_SHEET in book.sheets else set()
    return [s for s in sheets if s not in ours]


def plan_place(book: Book) -> Address:
    """Return the sheet that should hold the plan, or the workbook where none is called so."""
    sheets = plan_sheets(book)
    return Address(book.name, sheets[0] if len(sheets) == 1 else "")


def _plan_sheet(book: Book) -> tuple[Grid, Header] | None:
    """Return the sheet called the plan, else the first that may be it whose header names person, unit and title."""
    for sheet in plan_sheets(book):
        grid = book.grid(sheet)
        header = find_header(grid, PlanRow, vocabulary(PlanRow))
        if header is not None and _complete(header):
            return grid, header
    return None


def _complete(header: Header) -> bool:
    columns = header.columns.keys()
    return (
        "cadre_id" in columns
        and bool(columns & {"unit_code", "unit_name"})
        and bool(columns & {"title_code", "title_name"})
    )


class _Reader:
    """Turns the rows of one plan sheet into placements."""

    def __init__(self, case: Case, table: RawTable, problems: Problems) -> None:
        self._case, self._table, self._problems = case, table, problems
        index = PlaceIndex(case.units, case.predecessors)
        units = {u.unit_code: u.name for u in case.units}
        self._cadres = cadre_book({c.cadre_id: c.name for c in case.cadres})
        self._units = unit_book(units, lambda text: unit_names(index, text))
        self._titles = title_book({t.title_code: t.name for t in case.titles})

    def plan(self) -> Plan:
        """Return the placements with the cells they were read from."""
        table = self._table
        ids = self._codes("cadre_id", "", self._cadres)
        units = self._codes("unit_code", "unit_name", self._units)
        titles = self._codes("title_code", "title_name", self._titles)
        self._note_names(ids)
        columns = ["cadre_id", *(f"{x}_code" if f"{x}_code" in table.cells else f"{x}_name" for x in ("unit", "title"))]
        placements: list[Placement] = []
        where: dict[Placement, Address] = {}
        for i, row in enumerate(zip(ids, units, titles, strict=True)):
            if not any(row):
                continue
            if not all(row):
                self._note_gap(i, row)
                continue
            placement = Placement(*(part or "" for part in row))
            placements.append(placement)
            where.setdefault(placement, table.address(columns[-1], i))
        return Plan.of(placements, where, tuple(table.letters[name] for name in columns))

    def _codes(self, code: str, name: str, book: CodeBook) -> list[str | None]:
        """Return each row's code, from the code's column or, where that is missing or blank, from the name's."""
        table = self._table
        if code not in table.cells:
            return self._kept(name, book.column(table, name, self._problems))
        found = self._kept(code, book.column(table, code, self._problems))
        if name in table.cells:
            by_name = book.column(table, name, Problems())
            for i, (c, named) in enumerate(zip(found, by_name, strict=True)):
                if c is None:
                    found[i] = named
                elif named is not None and named != c:
                    header = table.headers.get(name, name)
                    text = _TWO_MEANT.format(header=header, value=shown(table.cell(name, i)), named=named, code=c)
                    self._problems.cell(table, name, i, "code_and_name_differ", "error", text, _MAKE_ONE)
        return found

    def _note_names(self, ids: list[str | None]) -> None:
        """Note each row whose name is not that of the person the code means: one of the two was changed or moved."""
        cells = self._table.cells.get("name")
        for i, cadre_id in enumerate(ids if cells is not None else ()):
            cadre = self._case.cadre_by_id.get(cadre_id or "")
            written = fold(text_of(self._table.cell("name", i) or ""))
            if cadre is None or not written or not (own := fold(cadre.name)) or own in written:
                continue
            text = _OTHER_NAME.format(written=shown(self._table.cell("name", i)), code=cadre.cadre_id, name=cadre.name)
            who = (("cadre", cadre.cadre_id),)
            self._problems.cell(self._table, "name", i, "name_differs", "warning", text, _CODE_COUNTS, subject=who)

    def _kept(self, name: str, codes: list[str | None]) -> list[str | None]:
        """Keep what was written where it means no known code, so that the checker can refuse it."""
        cells = self._table.cells[name]
        return [
            c
            if c is not None or is_blank(cells[i]) or not isinstance(judge(text_of, cells[i]), str)
            else tidy(text_of(cells[i]))
            for i, c in enumerate(codes)
        ]

    def _note_gap(self, i: int, row: tuple[str | None, ...]) -> None:
        names = ("cadre_id", "unit_code", "title_code")
        blank = next(name for name, part in zip(names, row, strict=True) if not part)
        place = blank if blank in self._table.cells else blank.replace("_code", "_name")
        if judge(text_of, self._table.cell(place, i)) is None:  # a cell found wrong has its finding already
            vi = PlanRow.columns()[blank].vi
            text = _BLANK.format(header=self._table.headers.get(place, vi))
            subject = (("cadre", row[0]),) if row[0] else ()
            self._problems.cell(self._table, place, i, "missing_value", "error", text, _FILL, subject=subject)


_NO_PLAN = Text(
    "Không có trang nào có đủ cột người, đơn vị và chức danh.", "No sheet has columns for person, unit and title."
)
INCOMPLETE = Text(
    "Trang này không đủ cột để biết người, đơn vị và chức danh của từng dòng.",
    "This sheet lacks columns that say person, unit and title of each row.",
)
_OTHER_CASE = Text(
    "Phương án và hồ sơ không khớp nhau: {unknown} trong {people} người của phương án không có trong hồ sơ.",
    "Plan and case do not fit: {unknown} of the {people} people in the plan are not in the case.",
)
_BOTH_FILES = Text(
    "Kiểm tra có đúng tệp hồ sơ, đủ các tệp --roster và đúng phương án không.",
    "Check that it is the right case with all its --roster files, and the right plan.",
)
_COLUMNS = Text(
    "Cần các cột: Mã cán bộ, Mã đơn vị, Mã chức danh (ở trang “Phương án”).",
    "It needs the columns Mã cán bộ (cadre_id), Mã đơn vị (unit_code), Mã chức danh (title_code), on the sheet “Plan”.",
)
_TWO_MEANT = Text(
    "Ô “{header}” ghi “{value}” là mã {named}, trong khi dòng này ghi mã {code}.",
    "“{header}” says “{value}”, which is {named}, while the row has the code {code}.",
)
_MAKE_ONE = Text("Sửa mã hoặc tên cho khớp nhau.", "Mend the code or the name so that they agree.")
_OTHER_NAME = Text(
    "Dòng này ghi tên “{written}”, trong khi mã {code} trong hồ sơ là {name}.",
    "The row names “{written}”, while the code {code} is {name} in the case.",
)
_CODE_COUNTS = Text(
    "Chương trình đọc theo mã; nếu định nói người khác thì sửa mã.", "The code counts; change it if another is meant."
)
_BLANK = Text(
    "Ô “{header}” để trống nên dòng này không thành một bố trí.", "“{header}” is blank, so the row places nobody."
)
_FILL = Text("Điền ô đó, hoặc xóa dòng.", "Fill in the cell, or delete the row.")
