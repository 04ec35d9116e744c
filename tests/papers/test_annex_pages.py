"""Printed pages of an annex: whoever holds one page alone sees of which unit it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.papers.annex_book import write_annexes
from optimizer.reports.papers.figures import Figures
from optimizer.reports.papers.offices import offices
from tests.cases import cadre, case, seat, title, unit

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang

TITLES = [title(f"T{i:02}", name=f"Chuyên viên {i}", rank=i, fields=("dat dai",)) for i in range(70)]
UNITS = [unit("00001", name="Phường Một"), unit("00002", name="Xã Hai")]
SEATS = [seat(u.unit_code, t.title_code) for u in UNITS for t in TITLES]
PEOPLE = [cadre(f"P{i:03}", name=f"Nguyễn Văn {i}") for i in range(140)]
AGAIN = {"vi": " (tiếp theo)", "en": " (continued)"}


@pytest.fixture(params=["vi", "en"])
def sheets(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Lang, list[Any]]:
    lang: Lang = request.param
    held = [(c.cadre_id, s.unit_code, s.title_code) for c, s in zip(PEOPLE, SEATS, strict=True)]
    made = Figures(Context(Plan.of(held), case(UNITS, TITLES, SEATS, PEOPLE, rules=[])))
    path = write_annexes(tmp_path / "x.xlsx", made, offices(made.context.case), "party", lang)
    return lang, load_workbook(path).worksheets


def heads(sheet: Any) -> dict[int, str]:
    """Return the text of every row that names a unit in its first two columns."""
    found = {
        row: str(sheet.cell(row, 1).value or sheet.cell(row, 2).value or "") for row in range(7, sheet.max_row + 1)
    }
    return {row: text for row, text in found.items() if any(u.name in text for u in UNITS)}


def test_a_page_begins_with_its_unit(sheets: tuple[Lang, list[Any]]) -> None:
    lang, every = sheets
    for sheet in (every[0], every[3]):
        named = heads(sheet)
        starts = [b.id + 1 for b in sheet.row_breaks.brk]
        assert len(starts) > 4
        assert [row for row in starts if row not in named] == []
        for row in starts:
            before = [text for r, text in named.items() if r < row and not text.endswith(AGAIN[lang])]
            assert named[row].startswith("II. ") or named[row] == before[-1] + AGAIN[lang]


def test_where_excel_takes_no_more_breaks_letters_are_smaller_and_pages_still_begin_with_their_unit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = [(c.cadre_id, s.unit_code, s.title_code) for c, s in zip(PEOPLE, SEATS, strict=True)]
    made = Figures(Context(Plan.of(held), case(UNITS, TITLES, SEATS, PEOPLE, rules=[])))
    pages, wide = {}, {}
    for most in (1000, 5):
        for module in ("annex_book", "page_breaks"):
            monkeypatch.setattr(f"optimizer.reports.papers.{module}.MOST_BREAKS", most)
        path = write_annexes(tmp_path / f"{most}.xlsx", made, offices(made.context.case), "party", "vi")
        people = load_workbook(path).worksheets[0]
        starts = [b.id + 1 for b in people.row_breaks.brk]
        assert [row for row in starts if row not in heads(people)] == []
        pages[most] = len(starts)
        wide[most] = sum(d.width for d in people.column_dimensions.values())
        numbers = [r[0] for r in people.iter_rows(min_row=7, values_only=True) if isinstance(r[0], int)]
        assert numbers == list(range(1, 141))
    assert pages[1000] > 5 >= pages[5]
    assert wide[5] > wide[1000]


def test_a_heading_is_repeated_nowhere_but_at_the_top_of_a_page(sheets: tuple[Lang, list[Any]]) -> None:
    lang, every = sheets
    for sheet in every:
        starts = {b.id + 1 for b in sheet.row_breaks.brk}
        assert {row for row, text in heads(sheet).items() if text.endswith(AGAIN[lang])} <= starts


def test_nobody_is_lost_between_pages(sheets: tuple[Lang, list[Any]]) -> None:
    _, every = sheets
    numbers = [r[0] for r in every[0].iter_rows(min_row=7, values_only=True) if isinstance(r[0], int)]
    assert numbers == list(range(1, 141))
    assert sum(1 for r in every[3].iter_rows(min_row=7, values_only=True) if isinstance(r[0], int)) == 140
