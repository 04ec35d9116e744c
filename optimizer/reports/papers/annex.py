"""What an annex is: one file, one class, one sheet to be printed and signed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from optimizer import registry
from optimizer.reports.table import TableColumn
from optimizer.reports.words import number
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.table import Table


IN_ALL = Text("Tổng cộng: {comrades}", "In all: {comrades}")
NUMBER = TableColumn(Text("TT", "No."), "int", 6)  # of a row in its list: no quantity, so 1024 and not 1.024
NOTHING = Text("–", "–")  # in the middle of its cell


class Annex(ABC):
    """One annex. Annexes are discovered; `order` is their place and their number.

    In the table of an annex a row of one cell is the heading of what follows, such as the name of a unit.
    """

    name: ClassVar[str] = ""
    order: ClassVar[int] = 0
    sheet: ClassVar[Text]
    title: ClassVar[Text]

    @abstractmethod
    def table(self, figures: Figures) -> Table:
        """Return the annex's table."""

    def heading(self, row: Sequence[object]) -> object | None:
        """Return what a row says of those below it, for pages that begin among them; None where it is an ordinary row."""
        return row[0] if len(row) == 1 else None

    def closing(self, figures: Figures) -> Text:
        """Return the line below the table."""
        return IN_ALL.format(comrades=comrades(figures.placed))


def comrades(n: int) -> Text:
    """Return a number of people as papers tell it."""
    return Text("{n} đồng chí", "{n} [person|people]").format(n=number(n, 0))


def annexes() -> tuple[Annex, ...]:
    """Return every annex in order."""
    found: list[type[Annex]] = list(registry.discover("optimizer.reports.papers.annexes", Annex))
    return tuple(a() for a in sorted(found, key=lambda a: (a.order, a.name)))


def roman(n: int) -> str:
    """Return a number as offices number the headings of lists."""
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
             (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    out = ""
    for value, sign in signs:
        out += sign * (n // value)
        n %= value
    return out
