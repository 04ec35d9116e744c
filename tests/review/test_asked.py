"""What reviewers ask becomes decisions with reason, author, day and cell; clashes are refused with every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.checker import verify
from optimizer.domain.plan import Plan
from optimizer.review.apply import review
from optimizer.review.understood import understood
from tests.cases import decision, relation, setting
from tests.review.copies import PLAN, errors, marked, next_plan, office, read, reviewed, rule_cell, written

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

AN, BINH, CUONG, DUNG = PLAN


def copy(tmp_path: Path, made: Case, marks: Any, name: str = "copy", plan: str = "plan.xlsx", then: Any = None) -> Path:
    if not (tmp_path / plan).exists():
        written(made, tmp_path / plan)
    return marked(tmp_path / plan, tmp_path / f"{name}.xlsx", marks, then)


def refused(made: Case, *paths: Path) -> list[Finding]:
    found = errors(review(made, [read(p, made) for p in paths]).findings)
    for f in found:
        assert f.sentence("vi") != f.sentence("en")
        assert "{" not in f.sentence("vi") + f.sentence("en")
    return found


def test_each_mark_is_a_decision_that_leads_back_to_its_cell(tmp_path: Path) -> None:
    made = office()
    marks = {
        AN: {"Khóa": "x", "Ý kiến": "giữ ổn định"}, BINH: {"Cấm": "x"}, CUONG: {"Ghế thay thế": "00002 / DD"},
        DUNG: {"Ý kiến": "xem lại"},
    }  # fmt: skip
    found = reviewed(made, copy(tmp_path, made, marks))
    said = {(d.cadre_id, d.action, d.unit_code, d.title_code): d for d in found.case.decisions}
    assert set(said) == {
        ("CB1", "lock", "00001", "BT"), ("CB2", "forbid", "00002", "BT"), ("CB3", "lock", "00002", "DD"),
    }  # fmt: skip
    lock = said["CB1", "lock", "00001", "BT"]
    assert (lock.reason, lock.author, lock.round) == ("giữ ổn định", "copy", 1)
    assert lock.date is not None
    cells = {k[0]: str(found.case.address(d, "action")) for k, d in said.items()}
    assert cells == {
        "CB1": "copy.xlsx › Phương án!K2", "CB2": "copy.xlsx › Phương án!L4", "CB3": "copy.xlsx › Phương án!M3",
    }  # fmt: skip
    assert {d.origin for d in said.values()} == set(cells.values())
    assert [r.text for r in found.round.remarks] == ["xem lại"]
    assert found.case.previous == Plan.of(PLAN)


def test_a_ban_may_name_the_seats_it_closes(tmp_path: Path) -> None:
    made = office()
    marks = {
        AN: {"Khóa": "x", "Cấm": "Xã Thủy Nguyên – Bí thư"}, BINH: {"Cấm": "00001 / BT; 00001 / DD"},
        CUONG: {"Cấm": "Xã Thủy Nguyên"}, DUNG: {"Cấm": "00001 BT\nCông chức địa chính"},
    }  # fmt: skip
    found = reviewed(made, copy(tmp_path, made, marks))
    assert {(d.cadre_id, d.action, d.unit_code, d.title_code) for d in found.case.decisions} == {
        ("CB1", "lock", "00001", "BT"), ("CB1", "forbid", "00002", "BT"),
        ("CB2", "forbid", "00001", "BT"), ("CB2", "forbid", "00001", "DD"),
        ("CB3", "forbid", "00002", ""), ("CB4", "forbid", "00001", "BT"), ("CB4", "forbid", "", "DD"),
    }  # fmt: skip
    assert {str(found.case.address(d, "action")) for d in found.case.decisions if d.cadre_id == "CB2"} == {
        "copy.xlsx › Phương án!L4"
    }


def test_what_was_understood_is_said_in_counts_in_both_languages(tmp_path: Path) -> None:
    made = office()
    marks = {AN: {"Khóa": "x"}, BINH: {"Cấm": "x"}, CUONG: {"Ghế thay thế": "00002 / DD"}, DUNG: {"Ý kiến": "xem lại"}}
    lines = list(understood(reviewed(made, copy(tmp_path, made, marks))))
    assert lines[0].vi == "Vòng rà soát 1: 1 khóa, 1 cấm, 1 đổi ghế, 0 quy tắc được đổi."
    assert lines[0].en == "Review round 1: 1 lock, 1 ban, 1 changed seat, 0 changed rules."
    assert lines[1].vi.startswith("1 ý kiến")
    assert lines[1].en.startswith("1 remark ")


def test_instead_in_the_same_unit_means_not_both(tmp_path: Path) -> None:
    made = office()
    path = copy(tmp_path, made, {AN: {"Ghế thay thế": "00001 / CT"}})
    said = {(d.action, d.title_code) for d in reviewed(made, path).case.decisions}
    assert said == {("lock", "CT"), ("forbid", "BT")}
    _, plan = next_plan(made, path)
    assert [p.title_code for p in plan.by_cadre["CB1"]] == ["CT"]


@pytest.mark.parametrize(
    "marks",
    [
        {AN: {"Khóa": "x", "Cấm": "x"}},
        {AN: {"Khóa": "x", "Ghế thay thế": "00002 / BT"}},
    ],
)
def test_a_row_that_contradicts_itself_is_refused_with_both_cells(tmp_path: Path, marks: Any) -> None:
    made = office()
    (found,) = refused(made, copy(tmp_path, made, marks))
    assert found.code == "review_contradiction"
    assert "K2" in found.text.vi
    assert ("L2" in found.text.vi) or ("M2" in found.text.vi)


def test_a_lock_on_the_row_s_own_seat_written_as_alternative_is_no_contradiction(tmp_path: Path) -> None:
    made = office()
    found = reviewed(made, copy(tmp_path, made, {AN: {"Khóa": "x", "Ghế thay thế": "00001 / BT"}}))
    assert len(found.case.decisions) == 1


def test_two_people_locked_on_one_seat_are_refused_with_both_cells(tmp_path: Path) -> None:
    made = office()
    (found,) = refused(made, copy(tmp_path, made, {CUONG: {"Khóa": "x"}, DUNG: {"Ghế thay thế": "00001 / DD"}}))
    assert found.code == "review_seat_overfilled"
    assert "K3" in found.text.en
    assert "M5" in found.text.en


def test_a_lock_that_a_hard_rule_refuses_is_refused_with_what_it_breaks(tmp_path: Path) -> None:
    made = office()
    (found,) = refused(made, copy(tmp_path, made, {DUNG: {"Ghế thay thế": "00002 / BT"}}))
    assert (found.code, found.where.cell) == ("review_against_rule", "M5")
    assert "Degree" in found.text.en
    assert "Bí thư" in found.text.vi


def test_a_signed_exception_opens_the_seat_to_the_lock(tmp_path: Path) -> None:
    allowed = decision("CB4", "exception", "00002", "BT", rule="degree", reason="trường hợp đặc biệt", author="BTV")
    made = office(decisions=[allowed])
    case, plan = next_plan(made, copy(tmp_path, made, {DUNG: {"Ghế thay thế": "00002 / BT"}}))
    assert plan.by_seat["00002", "BT"] == ("CB4",)
    assert verify(case, plan).ok


def test_a_mark_against_a_decision_of_the_case_is_refused_with_both_cells(tmp_path: Path) -> None:
    made = office(decisions=[decision("CB1", "forbid", "00001")])
    (found,) = refused(made, copy(tmp_path, made, {AN: {"Khóa": "x"}}))
    assert found.code == "review_against_decision"
    assert "Decisions!B2" in found.text.en
    assert "K2" in found.text.en


def test_a_mark_that_says_what_the_case_decided_already_leaves_the_case_s_reason(tmp_path: Path) -> None:
    own = decision("CB1", "lock", "00001", "BT", reason="nghị quyết", author="BTV")
    made = office(decisions=[own])
    found = reviewed(made, copy(tmp_path, made, {AN: {"Khóa": "x", "Ý kiến": "đồng ý"}}))
    (kept,) = found.case.decisions
    assert (kept.reason, kept.author, kept.round) == ("nghị quyết", "BTV", None)


def test_what_a_change_of_seat_puts_out_is_said_before_solving(tmp_path: Path) -> None:
    made = office(relations=[relation("CB3", "CB2", "different_unit")])
    found = reviewed(made, copy(tmp_path, made, {CUONG: {"Ghế thay thế": "00002 / DD"}}))
    (warning,) = (f for f in found.findings if f.code == "review_moves_others")
    assert warning.severity == "warning"
    assert "CB4" in warning.text.en, "who holds the seat"
    assert "CB2" in warning.text.en, "what the move alone would break"


def test_a_lock_on_somebody_who_left_the_roster_is_refused_and_a_ban_is_kept_anyway(tmp_path: Path) -> None:
    made = office()
    path = copy(tmp_path, made, {AN: {"Khóa": "x"}})
    other = copy(tmp_path, made, {AN: {"Cấm": "x"}}, "other")
    smaller = office(cadres=[c for c in made.cadres if c.cadre_id != "CB1"])
    (found,) = refused(smaller, path)
    assert (found.code, found.where.cell) == ("review_of_unknown", "K2")
    assert "no longer in the case" in found.text.en
    kept = reviewed(smaller, other)
    assert kept.case.decisions == ()
    assert [f.severity for f in kept.findings if f.code == "review_of_unknown"] == ["warning"]


# several reviewers ---------------------------------------------------------------------------------------------------
def test_copies_of_two_reviewers_are_merged_and_what_both_say_counts_once(tmp_path: Path) -> None:
    made = office()
    a = copy(tmp_path, made, {AN: {"Khóa": "x", "Ý kiến": "ổn định"}, BINH: {"Cấm": "x"}}, "to-1")
    b = copy(tmp_path, made, {AN: {"Khóa": "có", "Ý kiến": "có uy tín"}, CUONG: {"Khóa": 1}}, "to-2")
    found = reviewed(made, a, b)
    said = {d.key[:4]: d for d in found.case.decisions}
    assert len(said) == 3
    both = said["CB1", "lock", "00001", "BT"]
    assert (both.reason, both.author) == ("ổn định; có uy tín", "to-1; to-2")
    assert "to-1.xlsx" in both.origin
    assert "to-2.xlsx" in both.origin
    assert found.round.authors == ("to-1", "to-2")
    one, other = reviewed(made, b, a).case.decisions, found.case.decisions
    assert [d.key for d in one] == [d.key for d in other], "the order of the copies does not matter"


def test_reviewers_who_disagree_are_named_by_file_and_cell(tmp_path: Path) -> None:
    made = office()
    a = copy(tmp_path, made, {AN: {"Khóa": "x"}, CUONG: {"Ghế thay thế": "00002 / DD"}}, "to-1")
    b = copy(tmp_path, made, {AN: {"Cấm": "x"}, CUONG: {"Khóa": "x"}}, "to-2")
    found = refused(made, a, b)
    assert {f.code for f in found} == {"review_contradiction"}
    assert len(found) == 2
    for cells in (
        ("to-1.xlsx › Phương án!K2", "to-2.xlsx › Phương án!L2"),
        ("to-1.xlsx › Phương án!M3", "to-2.xlsx › Phương án!K3"),
    ):
        assert any(all(cell in f.text.vi for cell in cells) for f in found)


def test_copies_of_two_plans_are_not_merged(tmp_path: Path) -> None:
    made = office()
    a = copy(tmp_path, made, {AN: {"Khóa": "x"}}, "to-1")
    written(made, tmp_path / "other.xlsx", PLAN[:3])
    b = copy(tmp_path, made, {AN: {"Khóa": "x"}}, "to-2", "other.xlsx")
    assert [f.code for f in refused(made, a, b)] == ["review_of_other_plan"]


# rules ---------------------------------------------------------------------------------------------------------------
def test_only_changed_cells_of_the_rules_are_taken_over(tmp_path: Path) -> None:
    made = office(rules=[setting("moves", weight=3.0, level=4), setting("travel", weight=2.0)])
    path = copy(tmp_path, made, {}, then=rule_cell("Số người chuyển đơn vị", "Trọng số", 7))
    newer = office(rules=[setting("moves", weight=3.0, level=5), setting("travel", weight=9.0)])
    found = reviewed(newer, path)
    rules = {r.rule: r for r in found.case.rules}
    assert (rules["moves"].weight, rules["moves"].level) == (7.0, 5), "the level was changed in the case since"
    assert rules["travel"].weight == 9.0
    assert found.round.rules == ("moves",)
    assert "Quy tắc được đổi: Số người chuyển đơn vị." in [line.vi for line in understood(found)]


def test_a_rule_may_be_switched_on_and_given_a_number(tmp_path: Path) -> None:
    made = office()

    def change(book: Any) -> None:
        rule_cell("Giới hạn số thay đổi so với phương án đã rà soát", "Bật", "x")(book)
        rule_cell("Giới hạn số thay đổi so với phương án đã rà soát", "Tham số", "most=1")(book)

    case, plan = next_plan(made, copy(tmp_path, made, {DUNG: {"Cấm": "x"}}, then=change))
    changed = verify(case, plan).measures["fewest_changes"]
    assert changed == 1.0, "the ban is kept and nobody else changes, so the seat stays empty"
    assert ("00002", "DD") not in plan.by_seat


def test_a_wrong_number_is_refused_with_its_cell_in_the_copy(tmp_path: Path) -> None:
    made = office(rules=[setting("moves", weight=3.0)])
    path = copy(tmp_path, made, {}, then=rule_cell("Số người chuyển đơn vị", "Cấp", 1))
    (found,) = refused(made, path)
    assert found.where.file == "copy.xlsx"
    assert found.where.sheet == "Quy tắc"


def test_two_values_for_one_rule_are_a_conflict_with_both_cells(tmp_path: Path) -> None:
    made = office(rules=[setting("moves", weight=3.0)])
    a = copy(tmp_path, made, {}, "to-1", then=rule_cell("Số người chuyển đơn vị", "Trọng số", 7))
    b = copy(tmp_path, made, {}, "to-2", then=rule_cell("Số người chuyển đơn vị", "Trọng số", 8))
    c = copy(tmp_path, made, {}, "to-3", then=rule_cell("Số người chuyển đơn vị", "Cấp", 5))
    (found,) = refused(made, a, b)
    assert "to-1.xlsx" in found.text.vi
    assert "to-2.xlsx" in found.text.vi
    (rule,) = (r for r in reviewed(made, a, c).case.rules if r.rule == "moves")
    assert (rule.weight, rule.level) == (7.0, 5)
