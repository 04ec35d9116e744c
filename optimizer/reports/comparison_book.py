"""The workbook of a comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.reports.comparison import comparison_sections
from optimizer.reports.render import write_table
from optimizer.sheets.atomic import replacing
from optimizer.sheets.xlsx import Book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.review.compare import Comparison
    from optimizer.text import Lang


def write_comparison(comparison: Comparison, path: Path, lang: Lang = "vi") -> Path:
    """Write every section of a comparison on a sheet of its own and return where the workbook landed."""
    tables = [section().table(comparison) for section in comparison_sections()]
    with replacing(path) as landing, Book(landing.path, lang) as book:
        for number, table in enumerate(tables):
            sheet = write_table(book, table)
            if number == 0:
                sheet.activate()
    return landing.landed
