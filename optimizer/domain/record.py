"""What every row of an input sheet has in common: typed fields that know their own column."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from optimizer.text import Text, same

Kind = Literal[
    "code",  # an identifier: text, leading zeros kept
    "text",
    "list",  # texts divided by `;`
    "fields",  # fields of work divided by `;`, each in its folded standard word (domain.words.field_word)
    "expertise",  # `đất đai:8; xây dựng:3` -> {field word: years}
    "int",
    "number",
    "flag",  # the true words of DESIGN section 2
    "date",  # a PartialDate
    "degree",
    "theory",
    "word",  # one of a closed list, see domain.words.WORDS[field name]
    "grades",  # a family of columns `Xếp loại 2023`, `Xếp loại 2024`...: ((2023, "good"), ...)
    "params",  # `key=value; key=value`
]


@dataclass(frozen=True, slots=True)
class Column:
    """The column a field is read from: its Vietnamese header, further accepted headers, and how its cells are judged.

    The English header is the field's own name. `required`: the sheet cannot be understood without this column.
    `filled`: every row must have a value there.
    """

    vi: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    required: bool = False
    filled: bool = False
    note: Text = field(default_factory=lambda: same(""))


class Record(BaseModel):
    """A row of a sheet as a frozen entity; `row` and `sheet` lead back to its cells through `Case.address`."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    sheet_name: ClassVar[Text]  # the sheet's Vietnamese and English name
    table: ClassVar[str]  # the keyword of Case.from_tables

    source: int = 0  # which of Case.sources the row came from
    row: int = 0  # row number in that sheet, 1 is the first; 0 for rows that came from no file
    extra: dict[str, Any] = Field(default_factory=dict)  # columns the program does not know, by header as written

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Return the columns of this sheet by field name, in order."""
        return _columns(cls)


@lru_cache
def _columns(cls: type[Record]) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for name, info in cls.model_fields.items():
        for item in info.metadata:
            if isinstance(item, Column):
                found[name] = item
    return found
