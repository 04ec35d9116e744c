"""The plan workbook as a file: its sheets, its cells, its safety."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from optimizer.catalogue import known
from optimizer.domain.plan import LevelResult, Outcome, Plan
from optimizer.reports.section import sections
from optimizer.reports.workbook import plan_id, write_plan
from optimizer.sheets.planbook import read_plan
from optimizer.sheets.xlsx import text_width, wrapped_lines
from tests.cases import cadre, case, decision, seat, title, unit
from tests.reports.tables import context

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.text import Lang

SHEETS = {
    "vi": [
        "Phương án",
        "Ghế trống",
        "Chưa bố trí",
        "Cân đối",
        "Thay đổi",
        "Kiểm tra quy tắc",
        "Trường hợp đặc biệt",
        "Lần chạy",
        "Quy tắc",
        "Quyết định",
        "Vì sao ghế trống",
        "Dự phòng",
    ],
    "en": [
        "Plan",
        "Vacancies",
        "Not placed",
        "Balance",
        "Changes",
        "Rule check",
        "Exceptions",
        "Run",
        "Rules",
        "Decisions",
        "Why seats are empty",
        "Next candidates",
    ],
}
NASTY = "=cmd|' /C calc'!A0"


@pytest.fixture(scope="module")
def made() -> Case:
    """Return a case with something to say on every sheet, and texts that would be formulas."""
    people = [
        cadre("001", name=NASTY, current_unit="+84", extra={"@ghi": NASTY}, theory=1),
        cadre("002", name="-Bình", expertise={"dat dai": 3.0}),
        cadre("003", name="Hoà"),
    ]
    titles = [title("TP", name="Trưởng phòng", min_theory=2), title("DD", name="Địa chính", fields=("dat dai",))]
    decisions = [decision("001", "exception", rule="theory", reason="=1+1", author="@x")]
    return case([unit("00001"), unit("00002", name="Xã 'Hai'")], titles, None, people, decisions=decisions)


PLAN = Plan.of([("001", "00001", "TP"), ("002", "00002", "DD")])
OUTCOME = Outcome("feasible", PLAN, (LevelResult("vacancies", "min", 2, 2),), engine="exact", placed=2, vacant=2)


def opened(path: Path) -> Any:
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_sheets_stand_in_the_order_of_the_contract(tmp_path: Path, made: Case, lang: Lang) -> None:
    book = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME, lang=lang))
    assert [s.title for s in book if s.sheet_state == "visible"] == SHEETS[lang]
    assert book.active.title == SHEETS[lang][0]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_written_plan_is_read_back_whole(tmp_path: Path, made: Case, lang: Lang) -> None:
    plan, findings = read_plan(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME, lang=lang), made)
    assert plan == PLAN
    assert findings == []


def test_a_bare_plan_has_one_sheet_of_codes_and_is_read_back(tmp_path: Path, made: Case) -> None:
    path = PLAN.write(tmp_path / "plan.xlsx")
    assert [s.title for s in opened(path) if s.sheet_state == "visible"] == ["Phương án"]
    assert read_plan(path, made)[0] == PLAN


def test_no_cell_of_any_sheet_is_a_formula_or_a_link(tmp_path: Path, made: Case) -> None:
    path = write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME)
    nasty = 0
    for sheet in opened(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                    nasty += 1
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
    assert nasty >= 6
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in parts.read(name)


def test_codes_keep_their_zeros_and_numbers_are_numbers(tmp_path: Path, made: Case) -> None:
    sheet = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME)).worksheets[0]
    row = {str(top.value): cell for top, cell in zip(sheet[1], sheet[2], strict=True)}
    assert (row["Mã cán bộ"].value, row["Mã đơn vị"].value) == ("001", "00001")
    assert row["Mã đơn vị"].number_format == "@"
    assert isinstance(row["Điểm phù hợp"].value, int | float)


def test_review_columns_stand_out_and_offer_choices(tmp_path: Path, made: Case) -> None:
    book = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME))
    sheet = book["Phương án"]
    assert [c.value for c in sheet[1]][10:14] == ["Khóa", "Cấm", "Ghế thay thế", "Ý kiến"]
    assert {sheet.cell(2, c).fill.fgColor.rgb for c in range(11, 15)} == {"FFFFF8DC"}
    lists = {str(v.sqref)[0]: v for v in sheet.data_validations.dataValidation}
    assert lists["K"].formula1 == lists["L"].formula1 == '"x"'
    assert {v.errorStyle for v in lists.values() if v.type == "list"} == {"warning"}
    letter, first, last = re.fullmatch(r"'Danh mục'!\$(\w)\$(\d+):\$\w\$(\d+)", lists["M"].formula1).groups()  # type: ignore[union-attr]
    offered = [book["Danh mục"][f"{letter}{i}"].value for i in range(int(first), int(last) + 1)]
    assert offered[0] == "00001 / DD / Unit 00001, Địa chính"
    assert book["Danh mục"].sheet_state == "hidden"


def test_the_key_column_is_hidden_and_the_passport_more_so(tmp_path: Path, made: Case) -> None:
    book = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME))
    sheet = book.worksheets[0]
    last = sheet.cell(1, sheet.max_column)
    assert last.value == "Mã dòng"
    assert sheet.column_dimensions[last.column_letter].hidden
    assert sheet.cell(2, sheet.max_column).value == "001|00001|TP"
    passport = book["_plan"]
    assert passport.sheet_state == "veryHidden"
    lines = [[c.value for c in r] for r in passport.iter_rows()]
    assert lines[:2] == [["schema", "2", None], ["plan", plan_id(PLAN), None]]
    keys = {key for kind, key, _ in lines if kind == "row"}
    assert keys == {"001|00001|TP", "002|00002|DD"}


def test_totals_have_a_scale_of_colours_of_their_own(tmp_path: Path, made: Case) -> None:
    sheet = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME))["Cân đối"]
    ranges = sorted(str(area.sqref) for area in sheet.conditional_formatting)
    assert ranges == ["G2:G3", "G4:G5", "H2:H3", "H4:H5"]


def test_every_sheet_is_ready_to_read_and_print(tmp_path: Path, made: Case) -> None:
    for sheet in opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME)):
        if sheet.sheet_state != "visible":
            continue
        assert sheet.freeze_panes == "A2"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
            "landscape",
            9,
            0,
        )
        assert sheet.print_title_rows == "$1:$1"
        assert "&P" in sheet.oddFooter.right.text
        assert sheet["A1"].font.name == "Times New Roman"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_code_name_of_a_level_or_an_engine_reaches_the_reader(tmp_path: Path, made: Case, lang: Lang) -> None:
    levels = (
        LevelResult("below_minimum_priority_2", "min", 1, 1),
        LevelResult("moves+suitability+travel", "max", 5, 6, (("moves", 1), ("suitability", 5), ("travel", 2))),
        LevelResult("tie_break", "min", 417, None),
    )
    outcome = replace(OUTCOME, levels=levels, engine="sifting")
    book = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, outcome, lang=lang))
    read = {str(c.value) for s in book if s.sheet_state == "visible" for row in s.iter_rows() for c in row if c.value}
    names = {"sifting", "tie_break", "below_minimum_priority_2", "moves+suitability+travel"}
    names |= {name for name in known() if "_" in name}
    assert not read & names
    assert not any(word in text for text in read for word in ("_priority_", "tie_break", "moves+"))
    assert any("(sifting)" in text for text in read)


def test_numbers_stand_off_the_border(tmp_path: Path, made: Case) -> None:
    sheet = opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME))["Phương án"]
    score = next(sheet.cell(2, c.column) for c in sheet[1] if c.value == "Điểm phù hợp")
    assert (score.alignment.horizontal, score.alignment.indent) == ("right", 1)


def test_a_column_is_as_wide_as_its_widest_text_whatever_its_letters(tmp_path: Path) -> None:
    names = ["i" * 40, "phường Mười, thành phố Hải Phòng", "PHƯỜNG MƯỜI, THÀNH PHỐ HẢI PHÒNG"]
    people = [cadre(f"P{i}", current_unit=name) for i, name in enumerate(names)]
    plan = Plan.of([(p.cadre_id, "U1", "T1") for p in people])
    sheet = opened(write_plan(plan, tmp_path / "plan.xlsx", case(cadres=people)))["Phương án"]
    present = next(c for c in sheet[1] if c.value == "Đơn vị công tác hiện nay")
    assert sheet.column_dimensions[present.column_letter].width >= text_width(names[2]) + 2


def test_the_same_plan_is_the_same_file(tmp_path: Path, made: Case) -> None:
    first, second = (write_plan(PLAN, tmp_path / n, made, OUTCOME).read_bytes() for n in ("a.xlsx", "b.xlsx"))
    assert first == second


def test_the_plan_id_depends_on_the_placements_alone() -> None:
    assert plan_id(Plan.of(reversed(PLAN.placements))) == plan_id(PLAN)
    assert plan_id(Plan.of([("001", "00001", "TP")])) != plan_id(PLAN)


def test_a_failed_section_leaves_the_old_file(tmp_path: Path, made: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise RuntimeError("stop")

    monkeypatch.setattr("optimizer.reports.workbook.write_table", fail)
    with pytest.raises(RuntimeError, match="stop"):
        write_plan(Plan.of([]), path, made)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["plan.xlsx"]


def test_a_verdict_is_sought_where_none_is_given(tmp_path: Path, made: Case) -> None:
    broken = Plan.of([("003", "00001", "TP")])
    sheet = opened(write_plan(broken, tmp_path / "plan.xlsx", made))["Kiểm tra quy tắc"]
    assert "vi phạm" in [c.value for c in sheet["J"]]


def test_a_plan_of_names_nobody_knows_is_still_written(tmp_path: Path, made: Case) -> None:
    plan = Plan.of([("x", "y", "z"), ("001", "00001", "TP"), ("001", "00001", "TP")])
    assert opened(write_plan(plan, tmp_path / "plan.xlsx", made)).worksheets[0].max_row == 4


def test_sections_are_found_in_their_order_and_worded_in_both_languages(made: Case) -> None:
    found = sections()
    assert [s.sheet.en for s in found] == [
        *SHEETS["en"][:-2], "Review history", "Worth of one more", *SHEETS["en"][-2:], "Shared specialists",
    ]  # fmt: skip
    assert len({s.order for s in found}) == len(found)
    seats = case(seats=[seat("U1", "T1", 0)])
    for section in found:
        for column in section().table(context(seats)).columns:  # an empty plan of an empty case
            assert column.header.vi
            assert column.header.en


def test_text_that_is_long_for_its_capitals_and_not_its_letters_gets_a_line_more() -> None:
    source = "R24; 11/CV-BCĐ, Nghị định 33/2023/NĐ-CP"
    assert wrapped_lines(source, 31.5) == 2
    assert wrapped_lines("i" * 20 + " " + "l" * 20, 31.5) == 1
    assert wrapped_lines(unicodedata.normalize("NFD", source), 31.5) == 2


def test_letters_are_as_wide_as_in_the_office_typeface() -> None:
    assert wrapped_lines("văn phòng: 4; chuyên ngành Hành chính học", 35.5) == 2  # clipped when n counted as 0.95
    assert text_width("ệ") == text_width(unicodedata.normalize("NFD", "ệ")) == text_width("e")
    assert text_width("0") > 1


def test_no_header_touches_the_borders_of_its_cell(tmp_path: Path, made: Case) -> None:
    for sheet in opened(write_plan(PLAN, tmp_path / "plan.xlsx", made, OUTCOME)):
        if sheet.sheet_state != "visible":
            continue
        wide = {i: d.width for d in sheet.column_dimensions.values() for i in range(d.min, d.max + 1)}
        for cell in sheet[1]:
            whole = 1.16 * text_width(str(cell.value))
            least = max(1.16 * text_width(word) for word in str(cell.value).split())
            width = wide[cell.column]
            assert width >= least + 2, (sheet.title, cell.value)
            assert not whole <= width < whole + 2, (sheet.title, cell.value)  # on one line, or clearly on two
