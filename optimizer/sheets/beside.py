"""Names that people write beside codes to read their own sheet: where the two differ, somebody else is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.sheets.problems import shown
from optimizer.sheets.table import is_blank
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.sheets.lookup import CodeBook
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable

# Headers of such columns, by the field of the code they explain.
_HEADERS = {
    "cadre_id": ("ho va ten", "ho ten", "ten can bo", "name"),
    "unit_code": ("ten don vi", "don vi", "unit name"),
    "title_code": ("ten chuc danh", "chuc danh", "title name"),
}


def note_names(table: RawTable, field: str, codes: Sequence[str | None], book: CodeBook, problems: Problems) -> None:
    """Note each row whose name beside a code is that of another person, unit or title.

    A person's name is held against the code's own; a unit or title may be written shorter, so only the name of another
    one counts.
    """
    for header, cells in table.extra.items():
        if fold(header) not in _HEADERS[field]:
            continue
        for i, code in enumerate(codes):
            if not code or is_blank(cells[i]):
                continue
            own = book.name_of(code)
            if field == "cadre_id":
                differs = bool(own) and fold(own) not in fold(shown(cells[i]))
            else:  # accents count here: Cẩm Giang and Cẩm Giàng are two communes
                found = book.find(cells[i])
                differs = found != code and found in book.codes
            if differs:
                text = _DIFFER.format(written=shown(cells[i]), code=code, name=own)
                problems.cell(table, field, i, "name_differs", "warning", text, _CHECK)


_DIFFER = Text(
    "Dòng này ghi tên “{written}”, trong khi mã {code} là {name}.", "The row names “{written}”, while {code} is {name}."
)
_CHECK = Text(
    "Chương trình đọc theo mã; kiểm tra lại mã hoặc tên.", "The code counts; check the code, or mend the name."
)
