"""What a section of the report is: one file, one class, one table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from optimizer import registry

if TYPE_CHECKING:
    from optimizer.reports.context import Context
    from optimizer.reports.table import Table
    from optimizer.text import Text


class Section(ABC):
    """One sheet of the plan workbook. Sections are discovered; `order` is their place in the workbook."""

    name: ClassVar[str] = ""
    order: ClassVar[int] = 0
    sheet: ClassVar[Text]
    needs_case: ClassVar[bool] = True  # False: can be written from the bare list of placements

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether there is anything to show; a sheet without it is left out."""
        return True

    @abstractmethod
    def table(self, context: Context) -> Table:
        """Return the section's table."""


def sections() -> tuple[type[Section], ...]:
    """Return every section in the order of the sheets."""
    found: list[type[Section]] = list(registry.discover("optimizer.reports", Section))
    return tuple(sorted(found, key=lambda s: (s.order, s.name)))
