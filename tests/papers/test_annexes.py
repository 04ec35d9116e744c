"""The annexes: what stands in them is what the checker counted, and they are ready to be printed and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.reports.papers.annex import annexes, roman
from optimizer.reports.papers.annex_book import write_annexes
from optimizer.reports.papers.annexes.review import LIFTED, MET, UNMET
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.structure import by_group, by_unit
from optimizer.text import Text
from tests.papers.office import HELD, NASTY, TITLES, figures

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.reports.papers.figures import Figures
    from optimizer.text import Lang

NAMES = ("extract", "make_up", "review", "needs", "field_needs", "special_cases")


def table(name: str, made: Figures, lang: Lang = "en") -> list[dict[str, Any]]:
    """Return the rows of an annex by header, the headings between them left out."""
    annex = next(a for a in annexes() if a.name == name)
    found = annex.table(made)
    heads = [c.header.of(lang) for c in found.columns]
    return [dict(zip(heads, row, strict=True)) for row in found.rows if len(row) > 1]


def closing(name: str, made: Figures) -> str:
    return next(a for a in annexes() if a.name == name).closing(made).en


def workbook(folder: Path, made: Figures, lang: Lang = "vi") -> Any:
    from openpyxl import load_workbook

    path = write_annexes(folder / "phu-luc.xlsx", made, offices(made.context.case), "party", lang)
    return load_workbook(path)


def test_the_annexes_of_the_office_are_all_there_in_order() -> None:
    assert tuple(a.name for a in annexes()) == NAMES


def test_the_list_of_people_holds_everybody_placed_once_with_all_titles() -> None:
    made = figures()
    rows = table("extract", made)
    assert [r["No."] for r in rows] == [1, 2, 3, 4]
    assert len(rows) == made.verdict.placed
    assert closing("extract", made) == f"In all: {made.verdict.placed} people"
    an = next(r for r in rows if r["Name"] == "Nguyễn Thị An")
    assert an["Born (women)"] == "05/03/1980"
    assert an["Born (men)"] == ""
    assert an["Proposed title"].en == "Bí thư Đảng ủy, Chủ tịch HĐND"


def test_the_list_of_people_names_the_form_as_the_decisions_do() -> None:
    made = figures((("A", "00001", "BT"), ("B", "00002", "BT"), ("E", "00002", "TP"), ("C", "00002", "TP")))
    said = {r["Name"]: r["Form"].vi for r in table("extract", made)}
    assert said["Nguyễn Thị An"] == "giữ nguyên"
    assert said["Trần Văn Bình"] == "chỉ định", "a Party leader is designated, never appointed"
    assert said["Lê Thị Gấm"] == "bổ nhiệm"
    stays = figures((("D", "00001", "DD"), ("E", "00001", "DD")))
    assert {r["Name"]: r["Form"].vi for r in table("extract", stays)}["Lê Thị Gấm"] == "phân công"


def test_the_make_up_adds_up() -> None:
    made = figures()
    rows = table("make_up", made)
    assert rows[0]["Total"] == made.verdict.placed == sum(m.total for m in by_unit(made))
    everybody = by_group(made)[0]
    assert (everybody.women, everybody.minority, everybody.party, everybody.young) == (2, 1, 2, 2)
    assert sum(everybody.ages.values()) == sum(everybody.degrees.values()) == everybody.total
    assert sum(g.total for g in by_group(made)[1:]) == everybody.total


def test_needs_and_vacancies_add_up_to_the_checkers() -> None:
    made = figures()
    rows = table("needs", made)
    verdict = made.verdict
    assert rows[0]["Shortage"] == sum(verdict.vacant.values()) == 3
    assert rows[0]["After the plan"] == len(HELD)
    single = [r for r in rows if r["No."] is not None]
    assert sum(r["Shortage"] for r in single) == rows[0]["Shortage"]
    assert sum(r["Present now"] for r in single) == 2
    assert f"{sum(verdict.vacant.values())} posts missing" in closing("needs", made)


def test_a_seat_beyond_its_target_counts_as_surplus_and_hides_no_shortage() -> None:
    made = figures([*HELD, ("D", "00001", "DD")])
    rows = table("needs", made)
    assert (rows[0]["Surplus"], rows[0]["Shortage"]) == (1, sum(made.verdict.vacant.values()))


def test_requirements_show_evidence_and_the_checkers_findings() -> None:
    made = figures([*HELD, ("E", "00001", "BT"), ("D", "00002", "DD")])
    rows = {(r["Name"], r["Proposed seat"]): r for r in table("review", made)}
    an = rows["Nguyễn Thị An", "Bí thư Đảng ủy, Phường Hồng Bàng"]
    assert an["Party member"].en == "Met: 01/02/2005"
    assert an["Political theory"].vi == "Đạt: cao cấp"
    assert an["Result"] == MET
    gam = rows["Lê Thị Gấm", "Bí thư Đảng ủy, Phường Hồng Bàng"]
    assert gam["Result"] == UNMET
    assert gam["Political theory"].en.startswith("NOT MET: ")
    assert gam["Party member"].en.startswith("NOT MET: ")
    unmet = sum(len(c.findings) for c in made.verdict.checks if c.name in ("party_member", "theory", "field", "status"))
    assert unmet == 2
    assert closing("review", made).endswith(f"{unmet} requirements not met")


@pytest.mark.parametrize(("theory", "said"), [(1, "Exception; elementary"), (None, "Exception")])
def test_an_exception_is_shown_where_the_requirement_would_not_be_met(theory: int | None, said: str) -> None:
    from dataclasses import replace

    made = figures()
    assert {r["Result"] for r in table("review", made)} == {MET}  # the theory of B is enough
    context = made.context
    people = tuple(c.model_copy(update={"theory": theory}) if c.cadre_id == "B" else c for c in context.case.cadres)
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures

    lower = Figures(Context(context.plan, replace(context.case, cadres=people)))
    row = next(r for r in table("review", lower) if r["Name"] == "Trần Văn Bình")
    assert row["Result"] == LIFTED
    assert row["Political theory"].en == said
    assert lower.verdict.ok


def test_special_cases_name_who_allowed_them() -> None:
    (row,) = table("special_cases", figures())
    assert (row["Cadre code"], row["Allowed by"], row["Reason"]) == ("B", "Ban Thường vụ", "đang học")
    assert closing("special_cases", figures()) == "In all: 1 person"


@pytest.mark.parametrize(("lang", "shown"), [("vi", {"Đạt", "Ngoại lệ", "Bổ nhiệm"}), ("en", {"Met", "Appointment"})])
def test_words_of_ours_begin_with_a_capital_and_those_of_the_roster_stay(
    tmp_path: Path, lang: Lang, shown: set[str]
) -> None:
    from dataclasses import replace

    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures

    context = figures().context
    lower: dict[str, dict[str, Any]] = {"B": {"theory": 1}, "A": {"home_place": "xã An Phú"}}
    people = tuple(c.model_copy(update=lower.get(c.cadre_id, {})) for c in context.case.cadres)
    book = workbook(tmp_path, Figures(Context(context.plan, replace(context.case, cadres=people))), lang)
    cells = {str(c.value) for sheet in book.worksheets for row in sheet.iter_rows(min_row=7) for c in row}
    assert shown <= cells
    assert "xã An Phú" in cells
    assert not cells & {word[:1].lower() + word[1:] for word in shown}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_sheet_prints_on_a4_landscape_with_its_heads_repeated(tmp_path: Path, lang: Lang) -> None:
    book = workbook(tmp_path, figures(), lang)
    assert len(book.worksheets) == len(NAMES)
    for i, sheet in enumerate(book.worksheets, 1):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$5:$6"
        assert sheet.print_area.replace("$", "").endswith(f"!{sheet.dimensions}")
        text = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        assert any(t.startswith({"vi": f"Phụ lục {roman(i)}\n", "en": f"Annex {roman(i)}\n"}[lang]) for t in text)
        assert any(t.endswith("./.") for t in text)
        signed = [t for t in text if t.startswith({"vi": "NGƯỜI LẬP BIỂU", "en": "DRAWN UP BY"}[lang])]
        assert [t.endswith("\nPhạm Thị Lập") for t in signed] == [True], (
            "title and name in one cell: pages tear rows apart"
        )
        other = {"vi": ("Annex", "In all"), "en": ("Phụ lục", "Tổng cộng", "NGƯỜI")}[lang]
        assert not [t for t in text for word in other if word in t]


@pytest.mark.parametrize(("lang", "whole", "share"), [("vi", r"0\.000", "40%"), ("en", r"0\,000", "40%")])
def test_numbers_are_printed_as_the_language_writes_them_whatever_the_computer(
    tmp_path: Path, lang: Lang, whole: str, share: str
) -> None:
    book = workbook(tmp_path, figures([*HELD, ("D", "00001", "DD")]), lang)
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows(min_row=7) for c in row]
    numbers = [c for c in cells if c.data_type == "n" and c.value is not None]
    assert numbers
    assert all(isinstance(c.value, int) for c in numbers)
    of_row = [c for c in numbers if c.column == 1]
    assert {c.number_format for c in of_row} == {"General"}, "the number of a row is no quantity: 1024, not 1.024"
    assert all(whole in c.number_format for c in numbers if c.column > 1)
    assert share in [c.value for c in cells]
    assert "+1" in [c.value for c in cells], "a surplus is written with its sign"


def test_titles_of_a_unit_stand_by_rank_in_the_list_of_needs() -> None:
    rows = table("needs", figures())
    units = [r["Title"] for r in rows if r["No."] is None][1:]
    assert units == ["I. Phường Hồng Bàng", "II. Xã Thủy Nguyên"]
    order = [r["Title"] for r in rows if r["No."] is not None]
    assert order == [t.name for t in sorted(TITLES, key=lambda t: t.rank or 0)] * 2


def test_fields_stand_below_the_name_of_their_unit() -> None:
    annex = next(a for a in annexes() if a.name == "field_needs")
    rows = annex.table(figures()).rows
    heads = [(i, row[0].en) for i, row in enumerate(rows) if len(row) == 1]  # type: ignore[attr-defined]
    assert heads == [(0, "ALL UNITS"), (3, "I. Phường Hồng Bàng"), (5, "II. Xã Thủy Nguyên")]
    assert [row[0] for row in rows if len(row) > 1] == [1, 2, 1, 1]


def test_the_months_left_are_shown_from_the_day_the_rule_counts_from_and_where_it_asks_for_them() -> None:
    from optimizer.reports.papers.evidence import evidence
    from optimizer.rules.age_for_term import AgeForTerm
    from tests.cases import cadre, case, title, unit

    asked = title("CT", months_to_serve=60, block="Chính quyền")
    here = cadre("P", birth_date="3/1973", sex="male", current_unit_code="U1", current_title_code="CT")
    made = case(["U1", "U2"], [asked], cadres=[here])  # the person retires in March 2035

    def shown(rule: AgeForTerm, unit_code: str) -> str | None:
        text = evidence(rule, made, here, unit(unit_code), asked)
        return None if text is None else text.vi

    dated = AgeForTerm(counted_from="Chính quyền:01/03/2026")
    assert shown(AgeForTerm(), "U2") == "còn 116 tháng"
    assert shown(dated, "U2") == "còn 108 tháng, tính từ tháng 03/2026"
    assert shown(dated, "U1") is None, "who stays is asked for none"
    assert shown(AgeForTerm(staying_months=48), "U1") == "còn 116 tháng"


@pytest.mark.parametrize(
    ("known", "note"),
    [
        ({}, "birth date and sex not given"),
        ({"sex": "female"}, "female, birth date not given"),
        ({"birth_date": "3/1980"}, "born 03/1980, sex not given"),
        ({"birth_date": "3/1980", "sex": "male"}, ""),
    ],
)
def test_what_is_not_known_of_a_birth_is_said_in_the_note(known: dict[str, str], note: str) -> None:
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from tests.cases import cadre, case

    made = case(cadres=[cadre("P", **known)])
    (row,) = table("extract", Figures(Context(Plan.of([("P", "U1", "T1")]), made)))
    assert getattr(row["Note"], "en", row["Note"]) == note


def test_a_column_of_numbers_is_as_wide_as_its_largest_number(tmp_path: Path) -> None:
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from tests.cases import case, seat

    made = case(["U1"], ["T1"], [seat("U1", "T1", target=123_456_789)])
    columns = workbook(tmp_path, Figures(Context(Plan.of([]), made))).worksheets[3].column_dimensions
    assert columns["C"].width < len("123.456.789") < columns["D"].width


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_word_of_a_head_or_of_ours_is_broken(tmp_path: Path, lang: Lang) -> None:
    from optimizer.sheets.xlsx import text_width

    made = figures()
    book = workbook(tmp_path, made, lang)
    for annex, sheet in zip(annexes(), book.worksheets, strict=True):
        found = annex.table(made)
        for at, column in enumerate(found.columns):
            ours = [row[at] for row in found.rows if len(row) > 1 and isinstance(row[at], Text)]
            words = [word for text in (column.header, *ours) for word in text.of(lang).split()]
            letter = sheet.cell(5, at + 1).column_letter
            near = [d for d in sheet.column_dimensions.values() if d.min <= at + 1 <= d.max]
            assert max(map(text_width, words)) < near[0].width, (annex.name, letter)


def test_a_very_long_name_of_a_unit_makes_its_heading_taller(tmp_path: Path) -> None:
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from tests.cases import case, unit

    made = Figures(Context(Plan.of([("P", "U1", "T1")]), case([unit("U1", name="Xã Rất Dài " * 30)], cadres=["P"])))
    sheet = workbook(tmp_path, made).worksheets[0]
    assert sheet.row_dimensions[7].height > 2 * 15


def test_names_like_formulas_stay_text(tmp_path: Path) -> None:
    book = workbook(tmp_path, figures())
    cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f"]
    mine = [c for c in cells if c.value == NASTY]
    assert mine
    assert all(c.quotePrefix for c in mine)


def test_an_annex_without_rows_says_so(tmp_path: Path) -> None:
    book = workbook(tmp_path, figures(decisions=[]))
    text = [c.value for row in book.worksheets[-1].iter_rows() for c in row]
    assert "Không có." in text


def test_an_empty_plan_still_makes_annexes(tmp_path: Path) -> None:
    book = workbook(tmp_path, figures([]))
    assert len(book.worksheets) == len(NAMES)


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 4, 9, 40, 90, 126, 400)] == ["I", "IV", "IX", "XL", "XC", "CXXVI", "CD"]
