"""Word and Excel open every paper without repairing it: templates as they ship, papers as they are written."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from optimizer.reports.papers.annex_book import write_annexes
from optimizer.reports.papers.offices import offices
from tests.papers.every_kind import word
from tests.papers.make_templates import every_template, p, packed, table
from tests.papers.strict import excel_faults, word_faults

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang
    from tests.papers.every_kind import Made

LANGS: tuple[Lang, ...] = ("vi", "en")


@pytest.mark.parametrize("template", every_template().items(), ids=lambda t: "-".join(t[0]))
def test_templates_are_files_word_opens(template: tuple[tuple[Lang, str], bytes]) -> None:
    tags = "a tag left over"
    assert [f for f in word_faults(template[1]) if tags not in f] == []


@pytest.mark.parametrize("lang", LANGS)
def test_decisions_one_by_one_are_files_word_opens(one: Made, tmp_path: Path, lang: Lang) -> None:
    assert word(one, tmp_path, lang, "each").write_decisions(tmp_path) == len(list(tmp_path.rglob("*.docx")))
    assert faulty(tmp_path) == {}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("long", [0, 300], ids=["unit by unit", "in one table"])
def test_lists_and_submissions_are_files_word_opens(
    one: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang, long: int
) -> None:
    monkeypatch.setattr("optimizer.reports.papers.word.LONG_LIST", long)
    papers = word(one, tmp_path, lang, "list")
    papers.write_submissions(tmp_path)
    papers.write_decisions(tmp_path)
    assert list(tmp_path.glob("*.docx"))
    assert faulty(tmp_path) == {}


def faulty(folder: Path) -> dict[str, list[str]]:
    return {path.name: found for path in folder.rglob("*.docx") if (found := word_faults(path.read_bytes()))}


def test_annexes_are_workbooks_excel_opens(one: Made, tmp_path: Path) -> None:
    for lang in LANGS:
        path = write_annexes(tmp_path / f"{lang}.xlsx", one.figures, offices(one.by_hand.case), "party", lang)
        assert excel_faults(path.read_bytes()) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (table([["", p()]], [1, 1], True) + p(), "a cell that does not end with a paragraph"),
        (
            table([[p()]], [1], True).replace("<w:tblGrid>", "<w:tblGrid><w:gridCol/>") + p(),
            "a row of other than 2 columns",
        ),
        (table([[p()]], [1], True), "no paragraph follows the last table"),
        (table([[p()]], [1], True) * 2 + p(), "two tables that Word joins into one"),
        (p("x").replace("<w:spacing", '<w:jc w:val="left"/><w:spacing'), "in the wrong order"),
        (p("{{ x }}"), "a tag left over"),
        (p("x").replace("<w:pPr>", '<w:pPr><w:pStyle w:val="Heading9"/>'), "no style Heading9"),
        ("<w:p>x</w:p>", "text outside of runs"),
    ],
)
def test_what_word_would_repair_is_found(body: str, fault: str) -> None:
    assert any(fault in f for f in word_faults(packed(body)))


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        ("xl/worksheets/sheet1.xml", '<row r="2"', '<row r="1"', "row 1 after row 1"),
        ("xl/worksheets/sheet1.xml", 's="1"', 's="999"', "has no format"),
        ("xl/workbook.xml", "_xlnm.Print_Area", "_xlnm.Other", "no _xlnm.Print_Area"),
        ("xl/workbook.xml", 'name="I. Trích ngang"', f'name="{"x" * 32}"', "sheet name"),
        ("[Content_Types].xml", "/xl/styles.xml", "/xl/styled.xml", "a content type for no part"),
    ],
)
def test_what_excel_would_repair_is_found(
    every: dict[str, Made], tmp_path: Path, part: str, old: str, new: str, fault: str
) -> None:
    made = every["small"]
    data = write_annexes(tmp_path / "a.xlsx", made.figures, offices(made.by_hand.case), "party", "vi").read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as broken:
        for name in parts.namelist():
            content = parts.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            broken.writestr(name, content)
    assert any(fault in f for f in excel_faults(out.getvalue()))
