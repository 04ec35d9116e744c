"""Reading a case: from a workbook and further rosters, or from tables of a script."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from optimizer.domain.entities import SETTINGS_SHEET, SHEETS, Cadre
from optimizer.findings import DID_YOU_MEAN, Address, Finding, InputError, in_order
from optimizer.sheets.assemble import TABLE_NAMES, Assembler, Tables
from optimizer.sheets.book import Book, open_book
from optimizer.sheets.cells import close_names
from optimizer.sheets.collecting import collecting_later
from optimizer.sheets.frames import frame_of
from optimizer.sheets.headers import find_header, first_data_row, vocabulary
from optimizer.sheets.problems import Problems
from optimizer.sheets.pseudonyms import hidden
from optimizer.sheets.settings import settings_source
from optimizer.sheets.tabulate import folded_name
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.domain.record import Record
    from optimizer.sheets.notes import Notes
    from optimizer.sheets.table import Grid

# Sheets our own files carry beside the case's: neither read here nor worth a question.
_OTHER_SHEETS = frozenset(
    fold(n)
    for n in (
        *("Danh mục", "Lists", "Hướng dẫn", "Guide", "LỖI", "ERRORS", "Phương án", "Plan", "Ghế trống", "Vacant seats"),
        *("Chưa bố trí", "Cân đối", "Thay đổi", "Kiểm tra quy tắc", "Trường hợp đặc biệt", "Lần chạy"),
    )
)


_MANY_FIELDS = 3  # a sheet with a name and two more facts of a person is meant as a list of people


def read_case(path: Path, rosters: tuple[Path, ...] = ()) -> Case:
    """Return the case in a workbook; raise InputError with every finding where it has errors."""
    case, findings = check_case(path, rosters)
    if case is None:
        raise InputError(findings)
    return case


def check_case(
    path: Path, rosters: tuple[Path, ...] = (), notes: Notes | None = None
) -> tuple[Case | None, list[Finding]]:
    """Return the case (None where anything is an error) and every finding, errors first.

    `notes` is filled with every text that was mended and with what each column of people was taken for.
    """
    problems = Problems(notes)
    with ExitStack() as open_books:
        open_books.enter_context(collecting_later())
        books: list[Book] = []
        for file in (path, *rosters):
            book, findings = open_book(file)
            problems.found.extend(findings)
            if book is not None:
                books.append(open_books.enter_context(book))
        case = None
        if len(books) == 1 + len(rosters):
            tables = _sort_sheets(books[0], problems, people_elsewhere=bool(rosters))
            for roster in books[1:]:
                tables.sheets.setdefault(Cadre.table, []).extend(_rosters(roster, problems))
            for book in books:
                problems.found.extend(book.findings)
            case = Assembler(tables, problems).assemble()
        else:
            # The other files are not judged: half a case would only give findings that vanish with the file mended.
            for book in books:
                problems.found.extend(book.findings)
        for book in books:
            if not hidden():  # what stood in a cell may be a name
                problems.notes.mendings.extend(book.mendings)
    return case, in_order([*problems.found, *problems.closing()])


def case_from_tables(tables: Mapping[str, Any]) -> Case:
    """Return the case given as tables of a script; raise InputError with every finding where it has errors."""
    unknown = sorted(set(tables) - set(TABLE_NAMES))
    if unknown:
        raise TypeError(f"unknown table {', '.join(map(repr, unknown))}; known are {', '.join(TABLE_NAMES)}")
    problems = Problems()
    given = Tables(settings=settings_source(tables.get("settings")))
    for cls in SHEETS:
        data = tables.get(cls.table)
        if data is not None:
            given.sheets[cls.table] = [frame_of(data, cls.sheet_name.en, vocabulary(cls))]
    case = Assembler(given, problems).assemble()
    if case is None:
        raise InputError(in_order(problems.found))
    return case


def _sort_sheets(book: Book, problems: Problems, *, people_elsewhere: bool) -> Tables:
    """Return the sheets of the main workbook by what they hold, known by their names in either language."""
    tables = Tables(file=book.name)
    wanted = {fold(name): cls.table for cls in SHEETS for name in (cls.sheet_name.vi, cls.sheet_name.en)}
    wanted.update({fold(name): "settings" for name in (SETTINGS_SHEET.vi, SETTINGS_SHEET.en)})
    found: dict[str, list[str]] = {}
    strangers: list[str] = []
    for sheet in book.sheets:
        table = wanted.get(fold(sheet)) or wanted.get(folded_name(sheet))
        if table:
            found.setdefault(table, []).append(sheet)
        elif fold(sheet) not in _OTHER_SHEETS:
            strangers.append(sheet)
    for table, sheets in found.items():
        exact = [s for s in sheets if fold(s) in wanted]
        chosen = exact or sheets
        if len(chosen) > 1:
            text = _TWO_SHEETS.format(names=", ".join(chosen))
            problems.add("double_sheet", "error", text, _ONE_SHEET, Address(book.name, chosen[1]))
        for sheet in sheets:  # "Cán bộ (2)" beside "Cán bộ": a copy, or people of whom nobody would hear
            if sheet not in chosen:
                text = _STRANGER.format(name=tidy(sheet))
                problems.add("sheet_not_read", "warning", text, _BESIDE, Address(book.name, sheet), value=sheet)
        if table == "settings":
            tables.settings = book.grid(chosen[0])
        else:
            grid = book.grid(chosen[0])
            tables.sheets[table] = [] if people_elsewhere and table == Cadre.table and not grid.rows else [grid]
    if people_elsewhere:
        tables.sheets.setdefault(Cadre.table, [])
    missing = {word: name for word, name in _names().items() if wanted[word] not in found}
    for sheet in strangers:
        _note_stranger(book, sheet, problems, missing, tables)
    return tables


def _note_stranger(book: Book, sheet: str, problems: Problems, missing: Mapping[str, str], tables: Tables) -> None:
    """Note a sheet nobody reads whose name is close to a missing one, or whose columns are those of a sheet we read."""
    where = Address(book.name, sheet)
    if close := close_names(sheet, missing, cutoff=75):
        text, fix = _STRANGER.format(name=tidy(sheet)), DID_YOU_MEAN.format(name=close[0])
        problems.add("similar_sheet", "warning", text, fix, where, value=sheet)
    elif (cls := _looks_like(book.top(sheet))) is not None:
        name = cls.sheet_name
        text = _LOOKS_LIKE.format(name=tidy(sheet), like=name)
        fix = (_ROWS_THERE if cls.table in tables.sheets else _CALL_IT).format(like=name)
        problems.add("sheet_not_read", "warning", text, fix, where, value=sheet)


def _looks_like(grid: Grid) -> type[Record] | None:
    """Return the kind of sheet whose columns a grid has, None where it may be anything."""
    best: tuple[int, type[Record]] | None = None
    for cls in SHEETS:
        header = find_header(grid, cls)
        if header is None or header.score < _MANY_FIELDS or (best is not None and header.score <= best[0]):
            continue
        required = {name for name, column in cls.columns().items() if column.required}
        if required <= header.fields or (cls is Cadre and "name" in header.fields):  # a list of people without codes
            best = header.score, cls
    return None if best is None else best[1]


def _names() -> dict[str, str]:
    """Return the folded names of all sheets with the wording to suggest."""
    pairs = [*(cls.sheet_name for cls in SHEETS), SETTINGS_SHEET]
    return {fold(name): name for pair in pairs for name in (pair.vi, pair.en)}


def _rosters(book: Book, problems: Problems) -> list[Grid]:
    """Return the sheets of a roster that hold people: those whose header names most of what a person has.

    Several sheets of one roster (one a district) are all read where their headers name a code and a name alike.
    """
    scored: list[tuple[int, Grid]] = []
    aside: list[Grid] = []
    for sheet in _possible(book.sheets):
        grid = book.grid(sheet)
        header = find_header(grid, Cadre)
        if header is not None and ("cadre_id" in header.fields or "name" in header.fields):
            complete = {"cadre_id", "name"} <= header.fields
            scored.append((header.score + 100 * complete, grid))
            if first_data_row(grid, header) >= len(grid.rows):
                where = Address(book.name, sheet)
                problems.add("empty_sheet", "warning", _NOBODY.format(name=tidy(sheet)), _NOBODY_FIX, where)
        elif grid.rows:
            aside.append(grid)
    if not scored:
        problems.add("no_people", "error", _NO_PEOPLE, _PEOPLE_FIX, Address(book.name))
        return []
    if not any(score > 100 for score, _ in scored):
        return [max(scored, key=lambda s: s[0])[1]]
    # A sheet that names people and more, but no codes, is a list of people with a fault: better said than left out.
    chosen = [grid for score, grid in scored if score >= _MANY_FIELDS]
    aside += [grid for score, grid in scored if score < _MANY_FIELDS]
    for grid in aside:
        where = Address(book.name, grid.sheet)
        problems.add("sheet_not_read", "warning", _STRANGER.format(name=tidy(grid.sheet)), _NO_ROSTER, where)
    return chosen


def _possible(sheets: Iterable[str]) -> list[str]:
    """Return the sheets that may hold people: all but those named for something else."""
    others = {fold(n) for cls in SHEETS if cls is not Cadre for n in (cls.sheet_name.vi, cls.sheet_name.en)}
    others |= _OTHER_SHEETS | {fold(SETTINGS_SHEET.vi), fold(SETTINGS_SHEET.en)}
    return [s for s in sheets if fold(s) not in others]


_TWO_SHEETS = Text("Nhiều trang cùng một nội dung: {names}.", "Several sheets hold the same: {names}.")
_ONE_SHEET = Text("Chỉ giữ lại một trang, hoặc đổi tên trang kia.", "Keep one of them, or rename the other.")
_STRANGER = Text("Trang “{name}” không được đọc.", "The sheet “{name}” is not read.")
_LOOKS_LIKE = Text(
    "Trang “{name}” có các cột như trang “{like}” nhưng không được đọc.",
    "The sheet “{name}” has the columns of the sheet “{like}” but is not read.",
)
_CALL_IT = Text("Đổi tên trang thành “{like}”.", "Name the sheet “{like}”.")
_ROWS_THERE = Text(
    "Nếu cần dùng, chuyển các dòng sang trang “{like}”; danh sách cán bộ cũng có thể để ở tệp --roster.",
    "Move the rows to the sheet “{like}” if they are meant; people may also stand in a --roster file.",
)
_BESIDE = Text(
    "Trang cùng tên không có số được đọc: chuyển các dòng sang đó; danh sách cán bộ cũng có thể để ở tệp --roster.",
    "The sheet of that name without a number is read: move the rows there; people may also stand in a --roster file.",
)
_NO_PEOPLE = Text(
    "Không có trang nào có cột Mã cán bộ hoặc Họ và tên.",
    "No sheet has a column Mã cán bộ (cadre_id) or Họ và tên (name).",
)
_NOBODY = Text(
    "Trang “{name}” có tiêu đề nhưng không có người nào.", "The sheet “{name}” has a header and nobody below it."
)
_NOBODY_FIX = Text(
    "Nếu danh sách phải có người, kiểm tra xem đã lưu đúng tệp chưa.", "If there should be people, check the file."
)
_NO_ROSTER = Text(
    "Nếu đó là danh sách cán bộ, thêm dòng tiêu đề có cột Mã cán bộ và Họ và tên.",
    "If it is a list of people, add a header row with Mã cán bộ (cadre_id) and Họ và tên (name).",
)
_PEOPLE_FIX = Text("Kiểm tra dòng tiêu đề của danh sách.", "Check the header row of the roster.")
