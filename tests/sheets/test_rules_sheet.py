"""The Rules sheet of a template lists everything, says what it means, and changes nothing until somebody ticks it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from optimizer.catalogue import catalogue, find_name, known, ordered
from optimizer.domain.parameter_words import parameter_text
from optimizer.rule_rows import default_rows
from optimizer.sheets.case import check_case
from optimizer.sheets.lists import params_parser
from optimizer.sheets.template import write_template

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang

LANGS: tuple[Lang, ...] = ("vi", "en")
HEADERS = {
    "vi": [
        "Quy tắc", "Bật", "Mức", "Cấp", "Trọng số", "Tham số", "Từ ngày", "Đến ngày", "Nhóm quy tắc", "Giải thích",
        "Căn cứ",
    ],
    "en": ["rule", "on", "mode", "level", "weight", "params", "from_date", "to_date", "topic", "explanation", "basis"],
}  # fmt: skip


def sheet_of(path: Path, lang: Lang) -> Any:
    return openpyxl.load_workbook(path)["Quy tắc" if lang == "vi" else "Rules"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_rule_and_objective_stands_there_once_by_subject(tmp_path: Path, lang: Lang) -> None:
    sheet = sheet_of(write_template(tmp_path / "new.xlsx", lang), lang)
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0]) == HEADERS[lang]
    assert [find_name(row[0]) for row in rows[1:]] == [cls.name for cls in ordered()]
    assert all(row[8] and row[9] and row[10] for row in rows[1:])


@pytest.mark.parametrize("lang", LANGS)
def test_a_sheet_left_as_it_comes_acts_as_a_case_without_one(tmp_path: Path, lang: Lang) -> None:
    case, findings = check_case(write_template(tmp_path / "new.xlsx", lang))
    assert case is not None
    assert len(case.rules) == len(known())
    assert findings == []
    assert catalogue(case) == catalogue(replace(case, rules=(), rules_given=False))


def test_ticking_a_box_switches_a_rule_on_and_clearing_it_off(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new.xlsx", "vi")
    book = openpyxl.load_workbook(path)
    sheet = book["Quy tắc"]
    at = {find_name(row[0].value): row for row in sheet.iter_rows(min_row=2)}
    at["wishes"][1].value, at["travel"][1].value, at["degree"][2].value = "x", None, "mềm"
    book.save(path)
    case, _ = check_case(path)
    assert case is not None
    active = catalogue(case)
    assert {"wishes"} <= {o.objective.name for o in active.objectives}
    assert "travel" not in {o.objective.name for o in active.objectives}
    assert next(a for a in active.rules if a.rule.name == "degree").soft


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(known()))
def test_parameters_stand_in_the_cell_as_they_are_read(name: str, lang: Lang) -> None:
    cls = known()[name]
    cell = parameter_text(cls(), lang)
    assert cls.model_validate(params_parser("")(cell) if cell else {}) == cls()
    assert [part.split("=")[0] for part in cell.split("; ") if part] == list(cls.model_fields)


@pytest.mark.parametrize("lang", LANGS)
def test_the_explanation_names_every_parameter_with_the_values_it_takes(lang: Lang) -> None:
    for cls, row in zip(ordered(), default_rows(lang), strict=True):
        said = str(row["explanation"])
        for name in cls.model_fields:
            assert f"• {name}: " in said
        assert "{" not in said
        assert ".." not in said.replace("...", "")
        assert len(said) < 32_000


def test_given_rows_change_the_full_sheet_and_nothing_else() -> None:
    plain = {str(row["rule"]): row for row in default_rows("vi")}
    given = [{"rule": "moves", "on": "x", "weight": 7, "level": "", "params": "other=2"}, {"rule": "wishes"}]
    full = {str(row["rule"]): row for row in default_rows("vi", given)}
    moves, wishes = known()["moves"].text.vi, known()["wishes"].text.vi
    assert (full[moves]["weight"], full[moves]["params"]) == (7, parameter_text(known()["moves"](other=2), "vi"))
    assert full[moves]["level"] == plain[moves]["level"]
    assert full[wishes]["on"] is True
    assert {k: v for k, v in full.items() if k not in (moves, wishes)} == {
        k: v for k, v in plain.items() if k not in (moves, wishes)
    }


def test_the_sheet_offers_words_and_keeps_levels_and_weights_in_their_limits(tmp_path: Path) -> None:
    sheet = sheet_of(write_template(tmp_path / "new.xlsx", "vi"), "vi")
    checks = {str(v.sqref).split(":")[0]: v for v in sheet.data_validations.dataValidation}
    assert checks["B2"].formula1 == '"x"'
    assert checks["C2"].formula1 == '"cứng,mềm"'
    assert (checks["D2"].type, checks["D2"].formula1, checks["D2"].formula2) == ("whole", "2", "9")
    assert (checks["E2"].type, checks["E2"].formula1, checks["E2"].formula2) == ("decimal", "0", "1000000")
    assert checks["A2"].type == "list"
