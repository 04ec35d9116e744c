"""The plan says which rules it was made under, in rows the program reads back as the same rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from optimizer.catalogue import catalogue, known
from optimizer.domain.parameter_words import parameter_text
from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.render import write_table
from optimizer.reports.rules_in_force import RulesSection
from optimizer.reports.workbook import write_plan
from optimizer.sheets.rulebook import read_plan_rules
from optimizer.sheets.xlsx import Book
from tests.cases import case, date, setting
from tests.contract.tiny import PARAMETERS, tiny
from tests.reports.tables import context, rows

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang

LANGS: tuple[Lang, ...] = ("vi", "en")


def test_every_rule_stands_there_those_in_force_first_and_by_subject() -> None:
    made = context(case(cadres=["A"], rules=[setting("wishes", weight=7), setting("travel", on=False)]))
    found = rows(RulesSection, made)
    assert len(found) == len(known())
    ticked = [r["on"] for r in found]
    assert ticked == sorted(ticked, key=lambda on: on != "x")
    on = {r["rule"]: r for r in found if r["on"] == "x"}
    assert len(on) == len(made.active.rules) + len(made.active.objectives) + len(made.active.idle)
    assert on[known()["wishes"].text.en]["weight"] == 7
    assert known()["travel"].text.en not in on


def test_values_are_those_used_and_the_case_s_own_dates_stand_beside_them() -> None:
    row = setting(
        "moves",
        weight=2.5,
        level=4,
        params={"other": "3", "same_cluster": "1"},
        from_date=date("1/1/2025"),
        to_date=date("12/2027"),
    )
    off = setting("wishes", on=False, level=5, params={"later": "0,5"})
    found = {r["Quy tắc"]: r for r in rows(RulesSection, context(case(cadres=["A"], rules=[row, off])), "vi")}
    moves, wishes = found[known()["moves"].text.vi], found[known()["wishes"].text.vi]
    assert (moves["Cấp"], moves["Trọng số"], moves["Tham số"]) == (
        4,
        2.5,
        parameter_text(known()["moves"](other=3, same_cluster=1), "vi"),
    )
    assert (moves["Từ ngày"], moves["Đến ngày"]) == ("01/01/2025", "12/2027")
    assert (wishes["Bật"], wishes["Cấp"], wishes["Tham số"]) == ("", 5, "later=0,5")


def settings_in_use() -> list[Any]:
    """Return, for each rule or objective, every set of parameters the contract tests know, as rows of a sheet."""
    found = []
    for name in sorted(known()):
        for i, given in enumerate(({}, *PARAMETERS.get(name, ()))):
            params = {k: str(v) for k, v in given.items()}
            found.append(pytest.param(setting(name, params=params, weight=1.5, level=3), id=f"{name}-{i}"))
    return found


@pytest.mark.parametrize("row", settings_in_use())
def test_a_plan_s_rules_read_back_are_the_rules_it_was_made_under(tmp_path: Path, row: Any) -> None:
    made = replace(tiny(), rules=(row,), rules_given=True)
    before = catalogue(made)
    for lang in LANGS:
        with Book(tmp_path / "plan.xlsx", lang) as book:
            write_table(book, RulesSection().table(Context(Plan.of([]), made)))
        again, findings = read_plan_rules(tmp_path / "plan.xlsx")
        assert findings == []
        after = catalogue(replace(made, rules=again))
        assert (after.rules, after.objectives) == (before.rules, before.objectives)


def test_a_whole_plan_workbook_is_searched_for_the_sheet(tmp_path: Path) -> None:
    made = replace(tiny(), rules=(setting("wishes", weight=9),), rules_given=True)
    again, findings = read_plan_rules(write_plan(Plan.of([]), tmp_path / "plan.xlsx", made))
    assert findings == []
    assert len(again) == len(known())
    assert catalogue(replace(made, rules=again)).objectives == catalogue(made).objectives


def test_a_workbook_without_such_a_sheet_has_no_rules(tmp_path: Path) -> None:
    assert read_plan_rules(write_plan(Plan.of([]), tmp_path / "plan.xlsx")) == ((), [])
