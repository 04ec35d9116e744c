"""The template shows every sheet and column, and its example is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from optimizer.catalogue import catalogue
from optimizer.domain.entities import SETTINGS_SHEET, SHEETS, RuleSetting
from optimizer.domain.words import degree_value, theory_value, word
from optimizer.sheets.case import check_case
from optimizer.sheets.template import write_template
from optimizer.sheets.writer import allowed_words
from tests.sheets.books import write_book

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang
    from tests.sheets.books import Rows

LANGS: tuple[Lang, ...] = ("vi", "en")


@pytest.mark.parametrize("lang", LANGS)
def test_the_example_passes_the_check_without_a_remark(tmp_path: Path, lang: Lang) -> None:
    case, findings = check_case(write_template(tmp_path / "new.xlsx", lang))
    assert findings == []
    assert case is not None
    assert catalogue(case).findings == ()
    assert len(case.cadres) == 2
    assert case.cadres[0].current_unit_code == "00001"
    assert [c.name for c in case.cadres] == [
        {"vi": "VÍ DỤ - xóa dòng này", "en": "EXAMPLE - delete this row"}[lang]
    ] * 2


@pytest.mark.parametrize("lang", LANGS)
def test_every_sheet_and_column_is_there_with_a_note(tmp_path: Path, lang: Lang) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "new.xlsx", lang))
    visible = [s.title for s in book if s.sheet_state == "visible"]
    assert visible == [
        *(s.sheet_name.of(lang) for s in SHEETS), SETTINGS_SHEET.of(lang), {"vi": "Hướng dẫn", "en": "Guide"}[lang]
    ]  # fmt: skip
    for sheet in SHEETS:
        headers = [c for c in book[sheet.sheet_name.of(lang)][1] if c.value]
        for name, column in sheet.columns().items():
            if column.kind != "grades":
                assert (column.vi if lang == "vi" else name) in [c.value for c in headers]
        assert all(c.comment and c.comment.text for c in headers)
        example = book[sheet.sheet_name.of(lang)][2]
        assert any(c.value for c in example)
        if sheet is not RuleSetting:  # there the rows are no example to be deleted
            assert {c.fill.fgColor.rgb for c in example} == {"FFE7E6E6"}


def test_every_word_offered_is_understood() -> None:
    for sheet in SHEETS:
        for name, column in sheet.columns().items():
            for lang in LANGS:
                for said in allowed_words(name, column, lang):
                    if column.kind == "word":
                        assert word(name, said) is not None
                    elif column.kind == "grades":
                        assert word("grade", said) is not None
                    elif column.kind in ("degree", "theory"):
                        assert (degree_value if column.kind == "degree" else theory_value)(said) is not None


def test_each_note_names_the_words_allowed(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_template(tmp_path / "new.xlsx"))
    notes = {c.value: c.comment.text for c in book["Quyết định"][1]}
    assert "khóa, cấm, giữ, loại, ngoại lệ" in notes["Hành động"]
    assert "Bắt buộc" in notes["Mã cán bộ"]


def test_the_same_template_is_the_same_file(tmp_path: Path) -> None:
    assert write_template(tmp_path / "a.xlsx").read_bytes() == write_template(tmp_path / "b.xlsx").read_bytes()


def test_example_rows_left_beside_real_ones_are_warned_of(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new.xlsx", "vi")
    book = openpyxl.load_workbook(path)
    people, units = book["Cán bộ"], book["Đơn vị"]
    people.append(["CB001", "Nguyễn Văn An", "1980", "nam"])
    units.append(["00002", "Xã Thật", "xã"])
    book.save(path)
    case, findings = check_case(path)
    assert case is not None
    found = [(f.severity, f.where.sheet, f.where.cell) for f in findings if f.code == "example_row"]
    assert sorted(found) == [("warning", "Cán bộ", "B2"), ("warning", "Cán bộ", "B3"), ("warning", "Đơn vị", "B2")]


def test_example_people_of_the_template_beside_a_roster_are_warned_of(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new.xlsx", "vi")
    rows: Rows = [["Mã cán bộ", "Họ và tên", "Ngày sinh", "Giới tính"], ["CB001", "Nguyễn Văn An", "1980", "nam"]]
    _, findings = check_case(path, [write_book(tmp_path / "roster.xlsx", {"Danh sách": rows})])
    found = [(f.where.sheet, f.where.cell) for f in findings if f.code == "example_row"]
    assert sorted(found) == [("Cán bộ", "B2"), ("Cán bộ", "B3")]
