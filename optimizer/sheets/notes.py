"""What reading a case leaves behind besides the case: every text that was mended, and how every column was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.sheets.mend import Mending


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column of one sheet: its header as written, the field it was taken for (blank: carried along), a suggestion."""

    file: str
    sheet: str
    table: str
    letter: str
    header: str
    field: str = ""
    suggestion: str = ""  # the field whose header is close; never taken by itself
    swapped: bool = False  # its days and months look exchanged

    def to_json(self) -> dict[str, Any]:
        """Return the column as plain data."""
        return {
            "file": self.file,
            "sheet": self.sheet,
            "table": self.table,
            "column": self.letter,
            "header": self.header,
            "field": self.field,
            "suggestion": self.suggestion,
        }


@dataclass
class Notes:
    """Filled while a case is read."""

    mendings: list[Mending] = field(default_factory=list)
    columns: list[ColumnRead] = field(default_factory=list)
    ruled: Case | None = (
        None  # of a case with errors, its rules, decisions and settings alone: they are judged all the same
    )
