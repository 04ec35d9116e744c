"""The sheet and the sentences of the worth of one more: what, how much in which level, and what kind of figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from optimizer.domain.plan import LevelResult, OneMore, Outcome, Plan
from optimizer.reports.context import Context
from optimizer.reports.one_more import OneMoreSection, as_data, changes, how, legend, sentences, what
from optimizer.text import Text
from tests.cases import cadre, case, seat, title, unit
from tests.reports.tables import rows

LEVELS = (
    LevelResult("vacancies_priority_1", "min", 0.0, 0.0),
    LevelResult("vacancies_priority_2", "min", 4.0, 4.0),
    LevelResult("suitability", "max", 812.5, 812.5, (("suitability", 812.5),)),
    LevelResult("tie_break", "min", 417.0, None),
)
CASE = case(
    [unit("U1", name="Xã Hòa An")],
    [title("DD", name="Địa chính", fields=("dat dai",))],
    [seat("U1", "DD")],
    [cadre("A", name="Nguyễn Văn An", expertise={"dat dai": 3.0})],
)
LINES = (
    OneMore("field", field="dat dai", cadre_id="A", estimate=(0.0, -1.0, 73.5)),
    OneMore("rule", rule="women_in_leadership", number=3, says=Text("Ít nhất 15%.", "At least 15%."), estimate=(0.0, 0.0, 2.0)),
    OneMore("title", "U1", "DD", fillable=(0, 1), estimate=(0.0, 1.0, None)),
    OneMore("unit", "U1", "DD", fillable=(0, 1), estimate=(0.0, 1.0, None)),
    OneMore("seat", "U1", "DD", estimate=(0.0, 1.0, 9.0), exact=(0.0, 1.0, 0.0), proved=True),
)  # fmt: skip


def context(lines: tuple[OneMore, ...] = LINES) -> Context:
    return Context(Plan.of([]), CASE, Outcome("optimal", Plan.of([]), LEVELS, worth=lines))


def test_each_line_says_what_there_is_one_more_of_and_what_that_changes() -> None:
    found = rows(OneMoreSection, context())
    assert [r["One more of what"] for r in found] == [
        "land: one more person like Nguyễn Văn An (A)",
        "Women among leaders: At least 15%.",
        "Địa chính: best in Xã Hòa An; could be filled in at most 0 of 1 unit",
        "Xã Hòa An: best is Địa chính; at most 0 of 1 kinds of seats could be filled",
        "Địa chính, Xã Hòa An",
    ]
    assert [r["What it changes"] for r in found] == [
        "Vacant seats, priority 2: −1 seat; Suitability: +73.5 points",
        "Suitability: +2 points",
        "Vacant seats, priority 2: +1 seat; Suitability: the prices do not say",
        "Vacant seats, priority 2: +1 seat; Suitability: the prices do not say",
        "Vacant seats, priority 2: +1 seat",
    ]


def test_one_unit_is_not_told_as_many() -> None:
    line = replace(next(x for x in LINES if x.kind == "title"), fillable=(1, 1))
    assert what(line, CASE).en.endswith("could be filled in at most 1 of 1 unit")


def test_there_is_a_column_for_each_level_that_something_changes_and_for_no_other() -> None:
    headers = list(rows(OneMoreSection, context())[0])
    assert headers[3:-1] == [
        "Vacant seats, priority 2 (the lower the better)", "Suitability (the higher the better)",
    ]  # fmt: skip
    assert [tuple(r.values())[3:5] for r in rows(OneMoreSection, context())] == [
        (-1.0, 73.5), (0.0, 2.0), (1.0, None), (1.0, None), (1.0, 0.0),
    ]  # fmt: skip


def test_each_figure_says_which_kind_it_is() -> None:
    assert [r["Figure"] for r in rows(OneMoreSection, context())][-2:] == ["estimate: bound", "exact: planned anew"]
    assert how(replace(LINES[-1], proved=False)).en == "planned anew, not wholly proved"


def test_the_sheet_is_left_out_where_nobody_asked() -> None:
    assert OneMoreSection.applies(context())
    assert not OneMoreSection.applies(context(()))
    assert not OneMoreSection.applies(Context(Plan.of([]), CASE))


def test_the_console_shows_the_first_of_each_kind_and_what_the_figures_mean() -> None:
    said = [line.en for line in sentences((*LINES, LINES[-1]), LEVELS[:-1], CASE, 1)]
    assert said[0] == "One more specialist (1 of them):"
    assert "  Women among leaders: At least 15% — Suitability: +2 points (estimate: bound)." in said
    assert "One more place in a seat (2 of them):" in said
    assert sum(line.startswith("  ") for line in said) == 5
    assert said[-2].startswith("An estimate is a bound")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.kind)
def test_nothing_is_said_in_code_names(line: OneMore) -> None:
    for text in (what(line, CASE), changes(line, LEVELS[:-1]), how(line)):
        for said in (text.vi, text.en):
            assert "_" not in said
        assert text.vi != text.en or line.kind == "seat"


def test_nothing_that_changes_is_said_to_be_nothing() -> None:
    assert changes(replace(LINES[0], estimate=(0.0, 0.0, 0.0)), LEVELS[:-1]).en == "nothing"


def test_plain_data_names_the_levels_and_keeps_the_estimate_beside_the_exact_figure() -> None:
    data = as_data(LINES[-1], LEVELS[:-1], CASE, "en")
    assert data["changes"] == {"vacancies_priority_1": 0.0, "vacancies_priority_2": 1.0, "suitability": 0.0}
    assert data["estimate"]["suitability"] == 9.0
    assert (data["figure"], data["proved"]) == ("exact", True)
    assert data["sentence"] == "Địa chính, Xã Hòa An — Vacant seats, priority 2: +1 seat"


def test_a_level_that_weighs_many_things_is_called_by_its_number_and_told_once() -> None:
    several = LevelResult("suitability+travel", "max", 5.0, 5.0, (("suitability", 6.0), ("travel", 1.0)))
    levels = (*LEVELS[:2], several)
    said = changes(LINES[0], levels)
    assert said.en == "Vacant seats, priority 2: −1 seat; level 3: +73.5 weighted points"
    assert said.vi == "Ghế trống so với chỉ tiêu, ưu tiên 2: −1 ghế; mức 3: +73,5 điểm gộp theo trọng số"
    assert [line.en for line in legend(levels)] == ["Level 3 weighs together: Suitability + Travel support."]
    outcome = Outcome("optimal", Plan.of([]), levels, worth=LINES)
    headers = list(rows(OneMoreSection, Context(Plan.of([]), CASE, outcome))[0])
    assert headers[4] == "Level 3: Suitability + Travel support (the higher the better)"
    assert not list(legend(LEVELS[:-1]))
