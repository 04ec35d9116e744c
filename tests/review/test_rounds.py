"""Reviews follow each other: what was decided stays decided until somebody takes it back, and all of it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from optimizer import Case
from optimizer.checker import verify
from optimizer.pipeline import propose
from optimizer.reports.workbook import write_plan
from optimizer.review.apply import review
from optimizer.review.kept import kept
from optimizer.sheets.review_book import read_review
from optimizer.sheets.review_keep import write_kept
from tests.cases import setting
from tests.cli.small import write_small
from tests.review.copies import (
    EQUAL,
    PLAN,
    SOFFICE,
    errors,
    marked,
    next_plan,
    office,
    read,
    resaved,
    reviewed,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.plan import Plan

AN, BINH, CUONG, DUNG = PLAN


def rewritten(case: Case, path: Path) -> tuple[Plan, Path]:
    """Return the plan of a reviewed case, and the workbook that holds it."""
    outcome = propose(case, gap=0.0)
    assert outcome.plan is not None
    assert verify(case, outcome.plan).ok
    return outcome.plan, write_plan(outcome.plan, path, case, outcome)


def rows_of(path: Path, sheet: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(path)[sheet].iter_rows(values_only=True))


def two_rounds(tmp_path: Path) -> tuple[Case, Path]:
    """Return an office and the plan made after one review: a lock with a reason, and a ban."""
    made = office()
    first = marked(
        written(made, tmp_path / "plan1.xlsx"), tmp_path / "copy1.xlsx",
        {AN: {"Khóa": "x", "Ý kiến": "giữ ổn định"}, DUNG: {"Cấm": "x"}, BINH: {"Ý kiến": "xem lại"}},
    )  # fmt: skip
    _, second = rewritten(reviewed(made, first).case, tmp_path / "plan2.xlsx")
    return made, second


def test_decisions_of_a_round_stand_in_the_next_with_reason_author_day_and_cell(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)
    copy2 = marked(second, tmp_path / "copy2.xlsx", {CUONG: {"Khóa": "x"}})
    found = reviewed(made, copy2)
    said = {d.key[:2]: d for d in found.case.decisions}
    assert set(said) == {("CB1", "lock"), ("CB4", "forbid"), ("CB3", "lock")}
    lock = said["CB1", "lock"]
    assert (lock.reason, lock.author, lock.round, lock.origin) == (
        "giữ ổn định",
        "copy1",
        1,
        "copy1.xlsx › Phương án!K2",
    )
    assert lock.date is not None
    assert str(found.case.address(lock, "action")).startswith("copy2.xlsx › Quyết định!B")
    assert said["CB3", "lock"].round == 2
    assert found.carried == 2
    case, plan = next_plan(made, copy2)
    assert verify(case, plan).ok


def test_the_history_of_rounds_travels_in_the_workbook(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)
    found = reviewed(made, marked(second, tmp_path / "copy2.xlsx", {CUONG: {"Khóa": "x"}}))
    _, third = rewritten(found.case, tmp_path / "plan3.xlsx")
    rounds = read(third, made).passport.rounds
    assert [(r.number, r.locks, r.forbids, r.authors, r.changed) for r in rounds] == [
        (1, 1, 1, ("copy1",), 2), (2, 1, 0, ("copy2",), 0),
    ]  # fmt: skip
    assert [r.text for r in rounds[0].remarks] == ["xem lại"]
    sheet = rows_of(third, "Lịch sử rà soát")
    assert [row[0] for row in sheet[1:3]] == [2, 1], "the newest first"
    assert any("xem lại" in row for row in sheet)
    assert rounds[1].plan == read(second, made).passport.plan


def test_deleting_a_row_of_the_sheet_of_decisions_withdraws_it(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)

    def delete(book: Any) -> None:
        sheet = book["Quyết định"]
        row = next(r for r in range(2, 9) if sheet.cell(r, 1).value == "CB4")
        sheet.delete_rows(row)

    found = reviewed(made, marked(second, tmp_path / "copy2.xlsx", {}, delete))
    assert [d.cadre_id for d in found.case.decisions] == ["CB1"]
    assert found.round.withdrawn == 1


def test_a_row_added_to_the_sheet_of_decisions_is_a_decision(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)

    def add(book: Any) -> None:
        sheet = book["Quyết định"]
        for column, value in enumerate(["CB2", "loại", "", "", "", "nghỉ hưu trước tuổi", "BTV"], 1):
            sheet.cell(sheet.max_row + (column == 1), column).value = value

    found = reviewed(made, marked(second, tmp_path / "copy2.xlsx", {}, add))
    (new,) = (d for d in found.case.decisions if d.action == "exclude")
    assert (new.cadre_id, new.reason, new.author, new.round) == ("CB2", "nghỉ hưu trước tuổi", "BTV", 2)
    assert found.round.rows == 1
    outcome = propose(found.case)
    assert outcome.plan is not None
    assert "CB2" not in outcome.plan.by_cadre


def test_a_reviewer_who_changes_their_mind_replaces_the_earlier_decision_and_is_told(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)
    found = reviewed(made, marked(second, tmp_path / "copy2.xlsx", {AN: {"Cấm": "x"}}))
    assert {d.key[:2] for d in found.case.decisions} == {("CB1", "forbid"), ("CB4", "forbid")}
    (told,) = (f for f in found.findings if f.code == "decision_replaced")
    assert "round 1" in told.text.en
    assert found.round.withdrawn == 1


def test_a_case_without_the_sheet_of_decisions_that_was_written_is_refused(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)
    copy2 = marked(second, tmp_path / "copy2.xlsx", {}, lambda b: b.remove(b["Quyết định"]))
    assert [f.code for f in errors(read_review(copy2, made)[1])] == ["missing_sheet"]


def test_a_decision_about_somebody_who_left_the_roster_is_dropped_and_said(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)
    smaller = office(cadres=[c for c in made.cadres if c.cadre_id != "CB1"])
    copy2 = marked(second, tmp_path / "copy2.xlsx", {})
    copy, findings = read_review(copy2, smaller)
    assert copy is not None
    assert {(f.code, f.severity) for f in findings} == {("decision_dropped", "warning"), ("people_gone", "warning")}
    found = review(smaller, [copy])
    assert not errors(found.findings)
    outcome = propose(found.case)
    assert outcome.plan is not None
    assert verify(found.case, outcome.plan).ok


def test_a_slip_in_a_row_added_to_the_sheet_of_decisions_is_an_error(tmp_path: Path) -> None:
    made, second = two_rounds(tmp_path)

    def add(book: Any) -> None:
        book["Quyết định"].append(["CB5", "khóa", "00002", "DDD"])

    (found,) = read_review(marked(second, tmp_path / "copy2.xlsx", {}, add), made)[1]
    assert (found.code, found.severity) == ("unknown_title", "error")


def test_people_of_the_plan_whose_roster_was_not_given_are_named(tmp_path: Path) -> None:
    made = office()
    path = marked(written(made, tmp_path / "plan.xlsx"), tmp_path / "copy.xlsx", {})
    (found,) = read_review(path, office(cadres=[c for c in made.cadres if c.cadre_id != "CB2"]))[1]
    assert (found.code, found.severity, found.value) == ("people_gone", "warning", "CB2")
    assert "--roster" in found.fix.vi


def test_a_rule_changed_in_one_round_stays_changed_in_the_next(tmp_path: Path) -> None:
    made = office(rules=[*EQUAL[:1], setting("moves", weight=3.0)])

    def change(book: Any) -> None:
        sheet = book["Quy tắc"]
        column = next(c.column for c in sheet[1] if c.value == "Trọng số")
        row = next(r for r in range(2, 99) if sheet.cell(r, 1).value == "Số người chuyển đơn vị")
        sheet.cell(row, column).value = 7

    first = marked(written(made, tmp_path / "plan1.xlsx"), tmp_path / "copy1.xlsx", {}, change)
    _, second = rewritten(reviewed(made, first).case, tmp_path / "plan2.xlsx")
    found = reviewed(made, second)
    (rule,) = (r for r in found.case.rules if r.rule == "moves")
    assert rule.weight == 7.0
    assert found.round.rules == (), "nothing was changed in this round"


# decisions kept in a copy of the case --------------------------------------------------------------------------------
def case_file(tmp_path: Path, **changes: Any) -> Path:
    tables = {"decisions": [{"cadre_id": "CB005", "action": "cấm", "unit_code": "00001", "reason": "theo đơn"}]}
    return write_small(tmp_path / "case.xlsx", **(tables | changes))


def kept_copy(tmp_path: Path, path: Path, marks: Any, then: Any = None) -> tuple[Case, Path]:
    case = Case.read(path)
    outcome = propose(case)
    assert outcome.plan is not None
    plan = write_plan(outcome.plan, tmp_path / "plan.xlsx", case, outcome)
    held = {p.cadre_id: tuple(p) for p in outcome.plan.placements}
    copy = marked(plan, tmp_path / "copy.xlsx", {held[who]: cells for who, cells in marks.items()}, then)
    found = reviewed(case, copy)
    todo = kept(case, found.case)
    return found.case, write_kept(path, todo.added, todo.gone, todo.rules, tmp_path / "kept.xlsx")


def test_the_case_with_its_decisions_makes_the_same_plan_without_the_review(tmp_path: Path) -> None:
    path = case_file(tmp_path)
    before = path.read_bytes()

    def change(book: Any) -> None:
        sheet = book["Quy tắc"]
        row = next(r for r in range(2, 99) if sheet.cell(r, 1).value == "Số người chuyển đơn vị")
        sheet.cell(row, 5).value = 11

    reviewed_case, out = kept_copy(
        tmp_path, path, {"CB001": {"Khóa": "x", "Ý kiến": "=giữ"}, "CB003": {"Cấm": "x"}}, change
    )
    assert path.read_bytes() == before, "inputs are never modified"
    again = Case.read(out)
    assert [(d.key, d.reason, d.author, d.round, d.origin) for d in again.decisions] == [
        (d.key, d.reason, d.author, d.round, d.origin) for d in reviewed_case.decisions
    ]
    assert again.decisions[0].date == reviewed_case.decisions[0].date
    one, other = propose(reviewed_case), propose(again)
    assert one.plan is not None
    assert one.plan == other.plan
    (moves,) = (r for r in again.rules if r.rule in ("moves", "Số người chuyển đơn vị"))
    assert moves.weight == 11.0
    for row in load_workbook(out)["Quyết định"].iter_rows():
        assert not any(cell.data_type == "f" for cell in row)


def test_kept_decisions_are_known_in_the_next_round_and_may_be_taken_back(tmp_path: Path) -> None:
    _, out = kept_copy(tmp_path, case_file(tmp_path), {"CB001": {"Khóa": "x"}})
    again = Case.read(out)
    outcome = propose(again)
    assert outcome.plan is not None
    plan = write_plan(outcome.plan, tmp_path / "plan2.xlsx", again, outcome)
    held = {p.cadre_id: tuple(p) for p in outcome.plan.placements}
    found = reviewed(again, marked(plan, tmp_path / "copy2.xlsx", {held["CB001"]: {"Cấm": "x"}}))
    assert found.round.number == 2
    assert {d.key[:2] for d in found.case.decisions} == {("CB001", "forbid"), ("CB005", "forbid")}
    todo = kept(again, found.case)
    third = Case.read(write_kept(out, todo.added, todo.gone, todo.rules, tmp_path / "kept2.xlsx"))
    assert {d.key[:2] for d in third.decisions} == {("CB001", "forbid"), ("CB005", "forbid")}


def test_a_rule_sheet_on_which_nothing_was_ticked_keeps_all_its_rules(tmp_path: Path) -> None:
    rules: list[dict[str, object]] = [{"rule": "moves", "weight": 3}, {"rule": "wishes", "weight": 2}]
    path = case_file(tmp_path, rules=rules)
    assert {r.rule: r.on for r in Case.read(path).rules} == {"moves": True, "wishes": True}

    def switch_off(book: Any) -> None:
        sheet = book["Quy tắc"]
        row = next(r for r in range(2, 99) if sheet.cell(r, 1).value == "Số người chuyển đơn vị")
        sheet.cell(row, 2).value = None

    _, out = kept_copy(tmp_path, path, {}, switch_off)
    assert {r.rule: r.on for r in Case.read(out).rules} == {"moves": False, "wishes": True}


if SOFFICE is not None:

    def test_two_rounds_through_libreoffice_end_as_without_it(tmp_path: Path) -> None:
        plans = {}
        for name, through in (("plain", False), ("office", True)):
            folder = tmp_path / name
            folder.mkdir()
            made, second = two_rounds(folder)
            copy2 = marked(second, folder / "copy2.xlsx", {CUONG: {"Khóa": "x"}, BINH: {"Ý kiến": "ổn"}})
            path = resaved(copy2, folder / "saved") if through else copy2
            copy, findings = read_review(path, made)
            assert findings == []
            assert copy is not None
            found = review(made, [copy])
            assert not found.findings
            assert found.carried == 2
            plans[name], _ = rewritten(found.case, folder / "plan3.xlsx")
        assert plans["plain"] == plans["office"]
