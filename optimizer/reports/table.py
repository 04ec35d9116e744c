"""A table of a report: columns, rows and notes, without any knowledge of where it will be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from optimizer.sheets.xlsx import INPUT_FILL
from optimizer.text import Text, same

Kind = Literal[
    "code",  # an identifier: text, never a number
    "text",
    "sentence",  # long text that wraps
    "int",
    "number",  # one digit after the point
    "measure",  # a whole number as such, any other with two digits
    "km",
    "money",
    "share",  # 0.0123 shown as 1.230 %
    "date",
    "change",  # a surplus or shortage: signed, and coloured by a scale
]
Tone = Literal["broken", "short", "kept", "appointment", "transfer", "secondment", "total", "input"]

# What each colour means, said once for the whole workbook.
TONES: dict[Tone, tuple[str, Text]] = {
    "broken": (
        "#F8CBAD",
        Text("Quy tắc bị vi phạm, hoặc ghế thiếu dưới mức tối thiểu", "Rule broken, or seats below the minimum"),
    ),
    "short": (
        "#FFE699",
        Text("Còn thiếu so với chỉ tiêu, hoặc quy tắc mềm bị vi phạm", "Below the target, or a soft rule broken"),
    ),
    "kept": (
        "#E2EFDA",
        Text("Quy tắc được giữ; ngoại lệ được dùng; mức đã tối ưu", "Rule kept; exception used; level proved best"),
    ),
    "appointment": ("#DDEBF7", Text("Bổ nhiệm", "Appointment")),
    "transfer": (
        "#EDEDED",
        Text(
            "Điều động, kể cả sang chức danh chuyên môn khác trong cùng đơn vị",
            "Transfer, also to another specialist title in the same unit",
        ),
    ),
    "secondment": ("#E4DFEC", Text("Biệt phái", "Secondment")),
    "total": ("#D9E1F2", Text("Dòng tổng cộng", "Totals")),
    "input": (INPUT_FILL, Text("Ô dành cho người xem xét ghi vào", "Cells for the reviewer to fill in")),
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: its header, what its cells are, and how it is treated.

    `input`: a cell for the reviewer, coloured as such. `choices`: the words suggested there. `toned`: only this column
    takes the colour of its row. `width` 0 means: fitted to the content.
    """

    header: Text
    kind: Kind = "text"
    width: float = 0
    hidden: bool = False
    input: bool = False
    toned: bool = False
    choices: tuple[str, ...] = ()
    note: Text = field(default_factory=lambda: same(""))


Row = Sequence[object]  # a cell is str, int, float, bool, a date, None, or a Text to be worded in the reader's language


@dataclass(frozen=True)
class Table:
    """One table: its name (of the sheet), columns, rows, the colour of some rows, notes below, further tables below."""

    name: Text
    columns: tuple[TableColumn, ...]
    rows: Sequence[Row]
    tones: Mapping[int, Tone] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    below: tuple[Table, ...] = ()
    empty: Text = field(default_factory=lambda: Text("Không có.", "None."))  # said where there are no rows
