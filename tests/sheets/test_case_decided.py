"""Reading what people decided beside units, titles and people: relations, decisions, scores, rules, settings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from optimizer.domain.dates import PartialDate
from tests.sheets.books import (
    TITLES,
    Rows,
    cells,
    check,
    only,
    spoiled,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_date_of_the_plan_the_first_day_of_the_model_is_used_and_said(tmp_path: Path) -> None:
    case, findings = check(tmp_path, settings=None)
    assert case is not None
    assert case.settings.plan_date == dt.date(2025, 7, 1)
    assert [f.severity for f in findings if f.code == "plan_date_assumed"] == ["warning"]


def test_a_date_of_the_plan_without_its_day_is_an_error(tmp_path: Path) -> None:
    assert only(tmp_path, "bad_date", settings=[["plan_date", "07/2025"]]) == ["Thiết lập!B1"]


def test_settings_keep_what_the_program_does_not_know(tmp_path: Path) -> None:
    case, _ = check(tmp_path, settings=[["plan_date", "2/7/2025"], ["Ngôn ngữ", "Tiếng Anh"], ["Ghi chú", "x"]])
    assert case is not None
    assert case.settings.plan_date == dt.date(2025, 7, 2)
    assert dict(case.settings.values) == {"language": "en", "Ghi chú": "x"}


def test_a_setting_nobody_knows_is_said_to_have_no_effect(tmp_path: Path) -> None:
    rows = [["Thiết lập", "Giá trị"], ["Ngày lập phương án", "01/07/2025"], ["Người ký khối Đảng", "Ông A"]]
    rows += [["Số người chuyển tối đa", 20], ["Người kí khối Đãng", "Ông B"], ["Ghi chú", "bản thứ hai"]]
    case, findings = check(tmp_path, settings=rows)
    assert case is not None
    found = [(f.severity, f.where.cell, f.fix.vi) for f in findings if f.code == "unknown_setting"]
    assert [(severity, cell) for severity, cell, _ in found] == [("warning", "B4"), ("warning", "B5")]
    assert found[1][2] == "Có phải ý bạn là “Người ký khối Đảng”?"


def test_relations_need_two_known_and_different_people(tmp_path: Path) -> None:
    head = ["Mã cán bộ A", "Mã cán bộ B", "Quan hệ"]
    case, _ = check(tmp_path, relations=[head, ["CB2", "CB1", "vợ/chồng"]])
    assert case is not None
    assert [(r.cadre_a, r.cadre_b, r.kind) for r in case.relations] == [("CB2", "CB1", "spouse")]
    _, findings = check(
        tmp_path, relations=[head, ["CB2", "CB9", "con"], ["CB1", "CB1", "con"], ["CB1", "CB2", "bạn bè"]]
    )
    assert cells(findings, "unknown_cadre") == ["Quan hệ!B2"]
    assert cells(findings, "related_to_self") == ["Quan hệ!B3"]
    assert cells(findings, "unknown_word") == ["Quan hệ!C4"]


def test_decisions_take_codes_or_unique_names_and_blank_or_star_for_any(tmp_path: Path) -> None:
    head = ["Mã cán bộ", "Hành động", "Mã đơn vị", "Mã chức danh", "Quy tắc", "Lý do", "Người quyết định", "Ngày"]
    rows = [
        head,
        ["CB1", "khóa", "Xã Cẩm Giang", "Bí thư Đảng ủy", None, "theo đề án", "BTV", "1/6/2025"],
        ["CB2", "cấm", "*", None, None, None, None, None],
    ]
    case, findings = check(tmp_path, decisions=rows)
    assert case is not None, findings
    said = [(d.cadre_id, d.action, d.unit_code, d.title_code, d.reason) for d in case.decisions]
    assert said == [("CB1", "lock", "00008", "BT", "theo đề án"), ("CB2", "forbid", "", "", "")]
    assert case.decisions[0].date == PartialDate(2025, 6, 1)


def test_a_decision_on_nobody_is_an_error(tmp_path: Path) -> None:
    assert only(tmp_path, "unknown_cadre", decisions=[["Mã cán bộ", "Hành động"], ["CB7", "giữ"]]) == ["Quyết định!A2"]


def test_a_name_of_somebody_else_beside_the_code_of_a_decision_is_said(tmp_path: Path) -> None:
    rows: Rows = [
        ["Mã cán bộ", "Họ và tên", "Hành động", "Mã đơn vị", "Tên đơn vị", "Mã chức danh", "Tên chức danh"],
        ["CB1", "Đ/c NGUYỄN VĂN MỘT", "cấm", "00004", "Phường An Biên", "BT", "BT"],
        ["CB1", "Trần Văn Hai", "cấm", "00008", "Xã Cẩm Giàng", "BT", "lãnh đạo"],
        ["CB2", None, "cấm", None, "phường nào cũng vậy", "BT", "Chuyên viên đất đai"],
    ]
    case, findings = check(tmp_path, decisions=rows)
    assert case is not None
    found = [(f.severity, f.where.cell) for f in findings if f.code == "name_differs"]
    assert found == [("warning", "A3"), ("warning", "D3"), ("warning", "F4")]


def test_scores_are_positions_with_minus_one_for_any(tmp_path: Path) -> None:
    rows = [["Mã cán bộ", "Mã đơn vị", "Mã chức danh", "Điểm"], ["CB2", "*", "BT", "70,5"], ["CB1", "00025", None, 60]]
    case, findings = check(tmp_path, scores=rows)
    assert case is not None, findings
    assert case.scores.cadre.tolist() == [0, 1]
    assert case.scores.unit.tolist() == [2, -1]
    assert case.scores.title.tolist() == [-1, case.titles.index(case.title_by_code["BT"])]
    assert case.scores.value.tolist() == [60.0, 70.5]


def test_wrong_scores_are_named_by_cell(tmp_path: Path) -> None:
    head = ["Mã cán bộ", "Mã đơn vị", "Mã chức danh", "Điểm"]
    rows = [
        head,
        ["CB1", "00004", "BT", 1],
        ["CB9", "00004", "BT", 1],
        ["CB1", "*", "XX", "tốt"],
        ["CB1", "00004", "BT", 2],
        ["CB2", "*", "*", None],
    ]
    _, findings = check(tmp_path, scores=rows)
    assert cells(findings, "unknown_cadre") == ["Đánh giá!A3"]
    assert cells(findings, "unknown_title") == ["Đánh giá!C4"]
    assert cells(findings, "not_a_number") == ["Đánh giá!D4"]
    assert cells(findings, "duplicate") == ["Đánh giá!D5"]
    assert cells(findings, "missing_value") == ["Đánh giá!D6"]


def test_rules_keep_their_parameters_as_words(tmp_path: Path) -> None:
    head = ["Quy tắc", "Bật", "Mức", "Cấp", "Trọng số", "Tham số", "Từ ngày", "Đến ngày"]
    rows = [head, ["women_in_leadership", "x", "mềm", 2, "1,5", "share=0,15; scope = province", None, None]]
    case, findings = check(tmp_path, rules=rows)
    assert case is not None, findings
    (rule,) = case.rules
    assert case.rules_given
    assert (rule.on, rule.mode, rule.level, rule.weight) == (True, "soft", 2, 1.5)
    assert rule.params == {"share": "0,15", "scope": "province"}


def test_a_rules_sheet_without_rows_leaves_the_defaults_in_force(tmp_path: Path) -> None:
    case, _ = check(tmp_path, rules=[["Quy tắc", "Bật"]])
    assert case is not None
    assert not case.rules_given


def test_concurrent_titles_that_do_not_exist_are_errors(tmp_path: Path) -> None:
    assert only(tmp_path, "unknown_title", titles=spoiled(TITLES, 2, 6, "Chủ tịch XYZ")) == ["Chức danh!F2"]
