"""The page on explanations says what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer.cli.main import main
from optimizer.reports.explained import FIGURES
from optimizer.reports.one_more import OneMoreSection
from optimizer.reports.reserves import ReservesSection
from optimizer.reports.why_vacant import WhyVacantSection

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [("explanations.md", "en"), ("explanations.vi.md", "vi")]


@pytest.mark.parametrize(("page", "lang"), PAGES)
def test_every_kind_of_figure_and_every_sheet_is_told_and_none_that_is_not(page: str, lang: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = {
        line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| ") and not line.startswith("| `")
    }
    figures = {words.vi if lang == "vi" else words.en for words in FIGURES.values()}
    sections = (ReservesSection, WhyVacantSection, OneMoreSection)
    sheets = {section.sheet.vi if lang == "vi" else section.sheet.en for section in sections}
    assert figures | sheets <= rows
    tables = {
        "en": ("Question", "Figure", "Sheet"),
        "vi": ("Câu hỏi", "Con số", "Trang"),
    }[lang]
    questions = {row for row in rows if row.endswith("?")}
    assert rows == figures | sheets | questions | set(tables)


@pytest.mark.parametrize("page", [page for page, _ in PAGES])
def test_every_option_told_is_one_of_the_command(page: str) -> None:
    told = set(re.findall(r"--[a-z]+", (DOCS / page).read_text(encoding="utf-8")))
    command = main.get_command(None, "explain")  # type: ignore[arg-type]
    assert command is not None
    known = {name for option in command.params for name in option.opts}
    assert {"--person", "--seat", "--vacancies", "--review", "--certificate", "--exact"} <= told <= known
