"""From a sheet or a frame to a checked table: the header is found, doubled and missing columns are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.entities import Cadre, Score
from optimizer.findings import DID_YOU_MEAN, Address
from optimizer.sheets.cells import close_names
from optimizer.sheets.dates import swapped_locale
from optimizer.sheets.frames import Frame, frame_table
from optimizer.sheets.headers import SEARCH_ROWS, find_header, vocabulary, words_of
from optimizer.sheets.notes import ColumnRead
from optimizer.sheets.shape import shape
from optimizer.sheets.table import Grid, RawTable
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from optimizer.domain.record import Record
    from optimizer.sheets.problems import Problems

Source = Grid | Frame


def tabulate(
    source: Source, cls: type[Record], problems: Problems, known: Mapping[str, str] | None = None
) -> RawTable | None:
    """Return the table of `cls` that a sheet or frame holds, None where no header was found."""
    names = words_of(cls) if known is None else known
    if isinstance(source, Frame):
        table = frame_table(source, cls, names, cadres=cls is Cadre, whole=cls is Score)
    else:
        header = find_header(source, cls, names)
        if header is None:
            return None
        table = shape(source, header, cls)
    note_doubled_columns(table, problems)
    for name, letter, other in table.seconds:
        text = _SECOND.format(header=table.headers.get(name, name), column=letter, other=other)
        where = Address(table.file, table.sheet, f"{other}{table.header_row}")
        problems.add("second_column", "info", text, where=where)
    for number in table.joined:
        where = Address(table.file, table.sheet, f"{number}:{number}")
        problems.add("merged_row", "warning", _JOINED, _JOINED_FIX, where)
    for number in table.repeated:
        problems.add("repeated_header", "info", _REPEATED, where=Address(table.file, table.sheet, f"{number}:{number}"))
    for joined in table.spread:
        text = _SPREAD.format(header=cls.columns()[joined.field].vi, columns=", ".join(joined.letters))
        problems.add("columns_joined", "info", text, where=table.header_address(joined.field))
    return table


def columns_read(table: RawTable, cls: type[Record]) -> list[ColumnRead]:
    """Return how every column of a table was understood, with the field an unknown header is close to."""
    found: list[ColumnRead] = []
    for name, letter in table.letters.items():
        if name not in table.headers:
            continue
        dates = name in cls.columns() and cls.columns()[name].kind == "date"
        swapped = dates and swapped_locale(table.cells.get(name, ()))
        found.append(ColumnRead(table.file, table.sheet, cls.table, letter, table.headers[name], name, swapped=swapped))
    open_words = {w: n for w, n in vocabulary(cls).items() if n not in table.cells and len(w) > 3}
    for header in table.extra:
        close = close_names(header, open_words, cutoff=75) if open_words else []
        letter = table.extra_letters.get(header, "")
        found.append(
            ColumnRead(table.file, table.sheet, cls.table, letter, header, suggestion=close[0] if close else "")
        )
    return found


def require_columns(table: RawTable, cls: type[Record], problems: Problems) -> bool:
    """Note every required column that is missing, and every unknown one that looks like a known one."""
    missing = [name for name, c in cls.columns().items() if c.required and name not in table.cells]
    open_words = {
        word: cls.columns()[name].vi
        for word, name in vocabulary(cls).items()
        if name not in table.cells and len(word) > 3
    }
    likes = {header: close_names(header, open_words, cutoff=86) for header in table.extra} if open_words else {}
    for name in missing:
        vi = cls.columns()[name].vi
        text = _NO_COLUMN.format(header=vi, field=name)
        close = [header for header, found in likes.items() if vi in found]
        fix = _MEANT.format(header=close[0], vi=vi) if close else _ADD_COLUMN.format(header=vi, field=name)
        where = table.extra_address(close[0]) if close else table.header_address()
        problems.add("missing_column", "error", text, fix, where, value=close[0] if close else "")
    for header, found in likes.items():
        if found and not any(cls.columns()[m].vi in found for m in missing):
            text = _SIMILAR.format(header=header)
            problems.add(
                "similar_column",
                "warning",
                text,
                DID_YOU_MEAN.format(name=found[0]),
                table.extra_address(header),
                value=header,
            )
    return not missing


def no_header(source: Source, cls: type[Record], problems: Problems) -> None:
    """Note a sheet in which no header was found."""
    file = source.file if isinstance(source, Grid) else ""
    wanted = ", ".join(c.vi for c in cls.columns().values() if c.required)
    where = Address(file, source.sheet)
    fix = _ADD_HEADER.format(rows=SEARCH_ROWS)
    problems.add("missing_column", "error", _NO_HEADER.format(headers=wanted), fix, where)


def note_doubled_columns(table: RawTable, problems: Problems) -> None:
    """Note every field that two columns claim, naming both headers."""
    for name, letters in table.doubles:
        cells = [letter if table.framed else f"{letter}{table.header_row}" for letter in letters]
        where = Address(table.file, table.sheet, cells[0])
        header = table.headers.get(name, name)
        text = _DOUBLE.format(cells=", ".join(cells), header=header)
        problems.add("double_column", "error", text, _DOUBLE_FIX, where, value=header)


def folded_name(sheet: str) -> str:
    """Return a sheet's name for comparison, without numbering in front or a copy's number behind."""
    words = fold(sheet).split()
    while words and words[0].isdigit():
        words.pop(0)
    while len(words) > 1 and words[-1].isdigit():
        words.pop()
    return " ".join(words)


_DOUBLE = Text("Hai cột cùng là “{header}”: {cells}.", "Two columns are both “{header}”: {cells}.")
_DOUBLE_FIX = Text("Đổi tên hoặc xóa một cột.", "Rename or delete one of them.")
_SECOND = Text(
    "Cột {other} cũng có thể là “{header}”; chỉ đọc cột {column}, cột {other} được giữ nguyên.",
    "Column {other} might be “{header}” too; column {column} is read, column {other} is only carried along.",
)
_REPEATED = Text(
    "Dòng này lặp lại tiêu đề bảng nên được bỏ qua.", "This row repeats the header of the table and was passed over."
)
_SPREAD = Text(
    "“{header}” nằm ở nhiều cột ({columns}) và đã được gộp lại thành một.",
    "“{header}” stands in several columns ({columns}), which were joined into one.",
)
_NO_COLUMN = Text("Thiếu cột bắt buộc “{header}” ({field}).", "The required column “{header}” ({field}) is missing.")
_ADD_COLUMN = Text("Thêm cột có tiêu đề “{header}”.", "Add a column headed “{header}” or “{field}”.")
_MEANT = Text(
    "Cột “{header}” có phải là “{vi}”? Nếu đúng, hãy sửa tiêu đề.",
    "Is the column “{header}” meant to be “{vi}”? Then mend its header.",
)
_SIMILAR = Text(
    "Cột “{header}” không có trong mẫu nên chỉ được giữ nguyên.",
    "The column “{header}” is unknown and is only carried along.",
)
_NO_HEADER = Text(
    "Không tìm thấy dòng tiêu đề có các cột: {headers}.", "No header row was found with the columns: {headers}."
)
_ADD_HEADER = Text(
    "Thêm dòng tiêu đề ngay trên bảng, trong {rows} dòng đầu có chữ của trang.",
    "Add a header row right above the table, within the first {rows} rows of the sheet that hold anything.",
)
_JOINED = Text(
    "Dòng này nối tiếp người ở trên (mã được gộp ô) nên không được đọc riêng.",
    "This row continues the person above (the code is merged), so it was not read by itself.",
)
_JOINED_FIX = Text("Ghi mọi thông tin của một người trên một dòng.", "Write everything about one person in one row.")
