"""The sheet that lists everything the program mended by itself: the cell, what stood there, what stands there now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.sheets.harmless import put
from optimizer.sheets.xlsx import FONT
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl import Workbook

    from optimizer.findings import Finding
    from optimizer.sheets.mend import Kind, Mending

MENDED_SHEET = Text("ĐÃ TỰ SỬA", "MENDED")
MOST_ROWS = 100_000
MENDING_CODES = frozenset({"date_reread", "code_reread", "id_padded", "id_mended", "day_month_mended"})
KINDS: dict[Kind, Text] = {
    "legacy": Text("Bảng mã cũ", "Old code"),
    "form": Text("Unicode tổ hợp", "Decomposed Unicode"),
    "letter": Text("Chữ Ð thay cho Đ", "Foreign letter for Đ"),
    "invisible": Text("Ký tự không nhìn thấy", "Unseen characters"),
    "spaces": Text("Dấu cách thừa", "Needless blanks"),
}
_VALUE = Text("Giá trị", "Value")
_HEADERS = (
    (Text("Tệp", "File"), 24.0), (Text("Ô", "Cell"), 24.0), (Text("Loại", "Kind"), 24.0),
    (Text("Trước", "Before"), 48.0), (Text("Sau", "After"), 60.0),
)  # fmt: skip


def write_mendings(book: Workbook, mendings: Sequence[Mending], findings: Sequence[Finding], lang: Lang) -> None:
    """Add the list behind the list of problems, where anything was mended."""
    rows = list(_rows(mendings, findings, lang))
    if not rows:
        return
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for name in (MENDED_SHEET.vi, MENDED_SHEET.en):
        if name in book.sheetnames:
            del book[name]  # of an earlier marked copy
    sheet: Any = book.create_sheet(MENDED_SHEET.of(lang), 1)
    heading, fill = Font(name=FONT, size=12, bold=True, color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E78")
    for column, (header, width) in enumerate(_HEADERS, 1):
        cell = sheet.cell(1, column, header.of(lang))
        cell.font, cell.fill, cell.alignment = heading, fill, Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(rows[:MOST_ROWS], 2):
        for column, text in enumerate(row, 1):
            put(sheet.cell(number, column), text)
    if len(rows) > MOST_ROWS:
        more = Text(f"… và {len(rows) - MOST_ROWS} ô nữa", f"… and {len(rows) - MOST_ROWS} more cells")
        put(sheet.cell(MOST_ROWS + 2, 1), more.of(lang))
    sheet.freeze_panes = "A2"


def _rows(
    mendings: Sequence[Mending], findings: Sequence[Finding], lang: Lang
) -> Iterator[tuple[str, str, str, str, str]]:
    for m in mendings:
        yield m.where.file, f"{m.where.sheet}!{m.where.cell}", KINDS[m.kind].of(lang), m.was, m.became
    for f in findings:
        if f.code in MENDING_CODES:
            place = f"{f.where.sheet}!{f.where.cell}"
            yield f.where.file, place, _VALUE.of(lang), f.value, f.text.of(lang)
