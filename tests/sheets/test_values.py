"""How single cells are judged, kind by kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from optimizer.sheets.cells import Judged, judge
from optimizer.sheets.table import BadCell, Padded
from optimizer.sheets.values import LISTED, PARSERS

WRONG = object()


def read(kind: str, name: str, cell: Any) -> Any:
    """Return the value of a cell, or WRONG where it is refused."""
    value = judge(PARSERS[kind](name), cell, lines=kind in LISTED)
    if isinstance(value, Judged):
        assert value.text.vi
        assert value.text.en
        return WRONG if value.severity == "error" else value.value
    return value


@pytest.mark.parametrize(
    ("kind", "name", "cell", "value"),
    [
        ("code", "unit_code", "00004", "00004"),
        ("code", "unit_code", " CB 1 ", "CB 1"),
        ("code", "unit_code", 4, "4"),
        ("code", "unit_code", 4.0, "4"),
        ("code", "unit_code", Padded(4, "00004"), "00004"),
        ("code", "unit_code", dt.datetime(2025, 1, 2), WRONG),
        ("code", "unit_code", 4.5, WRONG),
        ("code", "unit_code", True, WRONG),
        ("int", "population", "12.345", 12345),
        ("int", "population", "1.234.567", 1234567),
        ("int", "population", 12.0, 12),
        ("int", "population", 12.5, WRONG),
        ("int", "population", "12 người", WRONG),
        ("int", "population", -1, WRONG),
        ("number", "min_years", "2,5", 2.5),
        ("number", "lat", "20.8449", 20.8449),
        ("number", "area_km2", "1.234,5", 1234.5),
        ("number", "area_km2", "1,234.5", 1234.5),
        ("number", "area_km2", -1, WRONG),
        ("number", "lat", float("inf"), WRONG),
        ("number", "lat", "-", None),
        ("number", "lat", True, WRONG),
        ("flag", "protected", "x", True),
        ("flag", "protected", "✓", True),
        ("flag", "protected", "Có", True),
        ("flag", "protected", 1, True),
        ("flag", "protected", "Không", False),
        ("flag", "protected", "-", False),
        ("flag", "protected", "!", WRONG),
        ("flag", "protected", "có lẽ", WRONG),
        ("flag", "protected", 2, WRONG),
        ("word", "sex", "NỮ", "female"),
        ("word", "sex", "nu", "female"),
        ("word", "sex", "khác", WRONG),
        ("word", "status", "…", WRONG),
        ("degree", "degree", "Đại học Luật", 4),
        ("degree", "degree", "Đại học; Thạc sĩ", 5),
        ("degree", "degree", "CKII", 5),
        ("degree", "degree", "Bác sỹ", 4),
        ("degree", "degree", "Bác sĩ đa khoa", 4),
        ("degree", "degree", "Bác sĩ chuyên khoa I", 5),
        ("degree", "degree", "BS CKII Nội khoa", 5),
        ("degree", "degree", "ĐH Luật", 4),
        ("degree", "degree", "ThS. Quản lý công", 5),
        ("degree", "degree", "TC Luật", WRONG),  # trung cấp, or tại chức
        ("degree", "degree", 4, 4),
        ("degree", "degree", 9, WRONG),
        ("degree", "degree", "giỏi", WRONG),
        ("theory", "theory", "CC", 3),
        ("theory", "theory", "CC LLCT", 3),
        ("theory", "theory", "Cử nhân", 4),
        ("list", "wishes", "a; b\nc; a", ("a", "b", "c")),
        ("fields", "fields", "Đất đai; CNTT", ("dat dai", "cong nghe thong tin")),
        ("fields", "fields", "đất đai, xây dựng", ("dat dai", "xay dung")),
        ("fields", "fields", "nuôi, trồng", ("nuoi trong",)),
        ("expertise", "expertise", "đất đai:8; xây dựng: 3,5 năm", {"dat dai": 8.0, "xay dung": 3.5}),
        ("expertise", "expertise", "đất đai:8, xây dựng:3", {"dat dai": 8.0, "xay dung": 3.0}),
        ("expertise", "expertise", "kế toán", {"ke toan": 0.0}),
        ("expertise", "expertise", "kế toán (4 năm)", {"ke toan": 4.0}),
        ("expertise", "expertise", "kế toán: nhiều", WRONG),
        ("expertise", "expertise", "kế toán: 99", WRONG),
        ("grades", "grades", "2023: HTTNV; 2024: HTXSNV", ((2023, "good"), (2024, "excellent"))),
        ("params", "params", "share = 0,15; scope=unit", {"share": "0,15", "scope": "unit"}),
        ("params", "params", "share 15", WRONG),
        ("text", "name", "  Nguyễn\u00a0Văn   A ", "Nguyễn Văn A"),
        ("text", "name", 12.0, "12"),
        ("text", "name", "#N/A", WRONG),
        ("text", "name", BadCell("uncached", "=…"), WRONG),
        ("text", "name", " \u200b ", None),
        ("date", "birth_date", "-", None),
        ("date", "birth_date", "hôm nay", WRONG),
    ],
)
def test_a_cell_is_judged_by_its_kind(kind: str, name: str, cell: Any, value: Any) -> None:
    assert read(kind, name, cell) == value


def test_a_field_of_work_with_a_slip_is_questioned_and_kept() -> None:
    judged = judge(PARSERS["fields"]("fields"), "đất dai; xay dunng")
    assert isinstance(judged, Judged)
    assert (judged.severity, judged.value) == ("warning", ("dat dai", "xay dunng"))
    assert "xây dựng" in judged.fix.vi


def test_a_field_of_work_is_quoted_as_written_and_its_years_are_put_behind_a_colon() -> None:
    judged = judge(PARSERS["expertise"]("expertise"), "Kế toán:3; đất đai - 8")
    assert isinstance(judged, Judged)
    assert "“đất đai - 8”" in judged.text.vi
    assert judged.fix.vi == "Có phải ý bạn là “đất đai:8”?"


def test_a_parameter_with_two_values_is_refused_and_one_written_twice_alike_is_not() -> None:
    judged = judge(PARSERS["params"]("params"), "at_least=1; At least=2")
    assert isinstance(judged, Judged)
    assert (judged.code, judged.severity) == ("bad_params", "error")
    assert "hai giá trị" in judged.text.vi
    assert read("params", "params", "at_least=1; at_least = 1") == {"at_least": "1"}


def test_a_word_with_a_slip_is_answered_with_the_nearest_word() -> None:
    judged = judge(PARSERS["word"]("group"), "lãnh dạoo")
    assert isinstance(judged, Judged)
    assert judged.fix.vi == "Có phải ý bạn là “lãnh đạo”?"
    unclear = judge(PARSERS["word"]("group"), "zzz")
    assert isinstance(unclear, Judged)
    assert "lãnh đạo, quản lý, chuyên môn" in unclear.fix.vi


def test_a_number_that_is_too_large_or_not_whole_is_not_said_to_hold_words() -> None:
    large, part = judge(PARSERS["number"]("rating"), 105), judge(PARSERS["int"]("target"), 1.5)
    assert "từ 0 đến 100" in large.fix.vi
    assert "số nguyên" in part.fix.vi
