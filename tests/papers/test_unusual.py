"""Cases that are not like others: every paper is still made, in both languages, and says what is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.html.page import Report
from optimizer.reports.papers.annex_book import write_annexes
from optimizer.reports.papers.figures import Figures
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.proof import NONE, Proof
from optimizer.reports.papers.shelf import Shelf
from optimizer.reports.papers.word import Papers
from optimizer.sheets.xlsx import LINE_POINTS, text_width, wrapped_lines
from tests.cases import cadre, case, seat, title, unit
from tests.papers.office import paragraphs
from tests.papers.reading import Page

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.text import Lang

LONG = "Xã Nguyễn Bỉnh Khiêm và các vùng phụ cận phía đông nam sông Thái Bình, " * 6
MANY = 400


def points(count: int) -> list[object]:
    return [
        unit(f"{i:05}", name=f"Xã Số {i}", type="xa", lat=20 + i % 20 / 30, lon=105 + i // 20 / 30)
        for i in range(count)
    ]


CASES: dict[str, tuple[Case, Plan]] = {
    "no people": (case(["U1", "U2"]), Plan.of([])),
    "no vacancies": (case(cadres=["P"]), Plan.of([("P", "U1", "T1")])),
    "no seats": (case(seats=[], cadres=["P"]), Plan.of([])),
    "one unit": (case([unit("U1", lat=20.0, lon=106.0)], cadres=["P"]), Plan.of([("P", "U1", "T1")])),
    "no coordinates": (case(["U1", "U2"], cadres=["P"]), Plan.of([("P", "U2", "T1")])),
    "no ratings": (case([unit("U1", lat=20.0, lon=106.0)], cadres=[cadre("P", rating=None)]), Plan.of([("P", "U1", "T1")])),
    "a long name": (
        case([unit("U1", name=LONG)], [title("T1", name=LONG)], cadres=[cadre("P", name=LONG, current_unit=LONG)]),
        Plan.of([("P", "U1", "T1")]),
    ),
    "no birth date": (case(cadres=[cadre("P", sex="female")]), Plan.of([("P", "U1", "T1")])),
    "many units": (
        case(points(MANY), seats=[seat(f"{i:05}", "T1") for i in range(MANY)], cadres=["P"]),  # type: ignore[arg-type]
        Plan.of([("P", "00007", "T1")]),
    ),
}  # fmt: skip


def made(name: str) -> Figures:
    its, plan = CASES[name]
    return Figures(Context(plan, its))


def page(name: str, lang: Lang = "en") -> Page:
    figures = made(name)
    return Page(Report(figures, Proof(why=NONE), offices(figures.context.case), lang).html())


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", CASES)
def test_every_paper_is_made(name: str, lang: Lang, tmp_path: Path) -> None:
    figures = made(name)
    offered = offices(figures.context.case)
    Report(figures, Proof(why=NONE), offered, lang).write(tmp_path / "report.html")
    write_annexes(tmp_path / "annexes.xlsx", figures, offered, "party", lang)
    for manner in ("each", "list"):
        papers = Papers(figures, offered, Proof(why=NONE), Shelf(tmp_path, lang), manner)  # type: ignore[arg-type]
        papers.write_submissions(tmp_path)
        (tmp_path / manner).mkdir()
        papers.write_decisions(tmp_path / manner)
        files = [*(tmp_path / manner).rglob("*.docx"), *tmp_path.glob("*.docx")]
        assert not [f for f in files if "{{" in " ".join(paragraphs(f.read_bytes()))]
        assert all(len(f.name.encode()) < 200 for f in files), "file names stay short whatever the names of units"


def test_without_people_the_report_says_nobody_is_placed() -> None:
    parts = page("no people").parts
    assert "This plan places 0 people in 0 of 2 seats" in parts["head"].text
    assert all("(0%)" in s for s in parts["people"].spans if "(" in s)


@pytest.mark.parametrize("name", ["no people", "a long name", "no seats"])
def test_headings_and_signers_of_the_narrowest_annex_have_room(name: str, tmp_path: Path) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    figures = made(name)
    for lang in ("vi", "en"):
        book = load_workbook(
            write_annexes(tmp_path / f"{lang}.xlsx", figures, offices(figures.context.case), "party", lang)
        )
        for sheet in book.worksheets:
            right = max(c.column for c in sheet[1] if c.value is not None)
            for first, last in ((1, right - 1), (right, sheet.max_column)):
                widths = [sheet.column_dimensions[get_column_letter(i)].width for i in range(first, last + 1)]
                text = str(sheet.cell(1, first).value)
                lines = sum(wrapped_lines(line, sum(widths) / 1.1 - 1.5) for line in text.split("\n"))
                assert (sheet.row_dimensions[1].height or 0) >= lines * LINE_POINTS, (sheet.title, text)
                assert sum(widths) > text_width("HEAD OF THE COMMITTEE") * 1.1, sheet.title


def test_without_vacancies_the_report_says_so() -> None:
    parts = page("no vacancies").parts
    assert "No seat is vacant." in parts["head"].text
    assert "Every seat is filled up to its target." in parts["vacancies"].text


def test_one_unit_alone_stands_in_the_middle_of_its_map() -> None:
    figures = made("one unit")
    map_ = Report(figures, Proof(), offices(figures.context.case), "vi").map
    (spot,) = map_.spots
    assert abs(spot.x - map_.width / 2) < 60
    assert abs(spot.y - map_.height / 2) < 60
    assert spot.label is not None


def test_without_coordinates_units_are_named_instead_of_drawn() -> None:
    text = page("no coordinates").parts["map"].text
    assert "No coordinates: Unit U1, Unit U2." in text
    assert "no map" in text


def test_without_ratings_the_map_has_no_picture_of_capability() -> None:
    assert "Capability" not in page("no ratings").parts["map"].text
    assert "Vacancies" in page("no ratings").parts["map"].text


def test_every_one_of_many_units_is_on_the_map_and_in_the_table() -> None:
    figures = made("many units")
    report = Report(figures, Proof(), offices(figures.context.case), "en")
    assert len(report.map.spots) == MANY
    assert len({(round(s.x), round(s.y)) for s in report.map.spots}) == MANY
    assert len(page("many units").parts["units"].tables[0]) == MANY + 2  # heads and sums


def test_a_person_without_a_birth_date_is_of_no_age_and_the_decision_says_none(tmp_path: Path) -> None:
    assert "Not given 1 (100%)" in page("no birth date").parts["people"].text
    figures = made("no birth date")
    papers = Papers(figures, offices(figures.context.case), Proof(why=NONE), Shelf(tmp_path, "vi"), "each")
    papers.write_decisions(tmp_path)
    (text,) = [" ".join(paragraphs(f.read_bytes())) for f in tmp_path.rglob("*.docx")]
    assert "sinh" not in text
    assert "bà Person P" in text
