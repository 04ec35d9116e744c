"""A bad workbook is told whole, by cell, and solved not at all; clashing demands name both cells; gaps are shown as gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.acceptance.office import GOOD, office_tables, write_office
from tests.cli.conftest import Run, only_json

if TYPE_CHECKING:
    from pathlib import Path


def spoiled(path: Path) -> Path:
    """Write the case with four faults of four kinds: a column gone, a stranger among units, no date, one code twice."""
    from openpyxl import load_workbook

    tables = office_tables()
    tables["seats"][1]["unit_code"] = "00099"
    tables["cadres"][2]["birth_date"] = "31/02/1980"
    tables["cadres"][4]["cadre_id"] = "AN"
    write_office(path, **tables)
    book = load_workbook(path)
    titles: Any = book["Chức danh"]
    assert titles["B1"].value == "Tên chức danh"
    titles.delete_cols(2)
    book.save(path)
    return path


def test_one_check_tells_four_faults_of_four_kinds_each_with_its_place(run: Run, tmp_path: Path) -> None:
    data = only_json(run("check", spoiled(tmp_path / "bad.xlsx"), "--json"))
    assert data["exit_code"] == 1
    errors = [f for f in data["findings"] if f["severity"] == "error"]
    assert len(errors) >= 4
    assert all(f["cell"] for f in errors), [f for f in errors if not f["cell"]]
    places = {(f["sheet"], f["cell"]) for f in errors}
    assert {sheet for sheet, _ in places} >= {"Chức danh", "Chỉ tiêu", "Cán bộ"}
    assert ("Chỉ tiêu", "A3") in places
    assert {("Cán bộ", "C4"), ("Cán bộ", "A6")} <= places
    assert "Tên chức danh" in next(f["message"] + f["fix"] for f in errors if f["sheet"] == "Chức danh")
    said = {lang: run("check", "bad.xlsx", "--lang", lang).stdout for lang in ("vi", "en")}
    for lang, text in said.items():
        assert "Chỉ tiêu!A3" in text, lang
        assert "31/02/1980" in text, lang
        assert "00099" in text, lang


def test_a_case_with_faults_is_not_solved_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    case = spoiled(tmp_path / "bad.xlsx")
    before = case.read_bytes()
    ended = run("solve", case, "--out", "plan.xlsx")
    assert ended.exit_code == 1
    assert "00099" in ended.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["bad.xlsx"]
    assert case.read_bytes() == before


Rows = list[dict[str, object]]
CLASHES: dict[str, tuple[Rows, Rows, set[tuple[str, str]]]] = {
    "two people locked into one seat": (
        [
            {"cadre_id": "AN", "action": "khóa", "unit_code": "00002", "title_code": "BT"},
            {"cadre_id": "DUNG", "action": "khóa", "unit_code": "00002", "title_code": "BT"},
        ],
        [],
        {("Quyết định", "B2"), ("Quyết định", "B3")},
    ),
    "one person locked into two units": (
        [
            {"cadre_id": "AN", "action": "khóa", "unit_code": "00001", "title_code": "BT"},
            {"cadre_id": "AN", "action": "khóa", "unit_code": "00002", "title_code": "BT"},
        ],
        [],
        {("Quyết định", "B2"), ("Quyết định", "B3")},
    ),
    "a pair to keep together locked apart": (
        [
            {"cadre_id": "AN", "action": "khóa", "unit_code": "00001"},
            {"cadre_id": "DUNG", "action": "khóa", "unit_code": "00002"},
        ],
        [{"cadre_a": "AN", "cadre_b": "DUNG", "kind": "cùng đơn vị"}],
        {("Quyết định", "B2"), ("Quyết định", "B3")},
    ),
}


@pytest.mark.parametrize("clash", CLASHES)
def test_locks_that_contradict_each_other_end_with_three_and_name_both_cells(
    run: Run, tmp_path: Path, clash: str
) -> None:
    decisions, relations, cells = CLASHES[clash]
    case = write_office(tmp_path / "case.xlsx", decisions=decisions, relations=relations)
    data = only_json(run("solve", case, "--out", "plan.xlsx", "--json"))
    assert data["exit_code"] == 3
    assert data["status"] == "infeasible"
    said = " ".join(f"{f['sheet']}!{f['cell']} {f['message']}" for f in data["findings"])
    assert all(f"{sheet}!{cell}" in said for sheet, cell in cells)
    for lang in ("vi", "en"):
        ended = run("solve", case, "--out", "plan.xlsx", "--lang", lang)
        assert ended.exit_code == 3
        assert all(f"{sheet}!{cell}" in ended.stderr for sheet, cell in cells)
    assert not (tmp_path / "plan.xlsx").exists()


def test_a_decision_that_clashes_with_another_names_both_cells(run: Run, tmp_path: Path) -> None:
    decisions: Rows = [
        {"cadre_id": "BINH", "action": "cấm", "unit_code": "00001"},
        {"cadre_id": "AN", "action": "khóa", "unit_code": "00001", "title_code": "BT"},
        {"cadre_id": "AN", "action": "loại"},
    ]
    case = write_office(tmp_path / "case.xlsx", decisions=decisions)
    for lang in ("vi", "en"):
        said = run("solve", case, "--out", "plan.xlsx", "--lang", lang)
        assert said.exit_code == 3
        assert "Quyết định!B3" in said.stderr
        assert "Quyết định!B4" in said.stderr
        assert "Quyết định!B2" not in said.stderr, "what does not clash is not named"


def test_a_case_that_asks_for_too_much_gets_a_plan_with_its_gaps(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    tables = office_tables()
    for title in tables["titles"]:
        title["min_degree"] = "Tiến sĩ"
    tables["titles"][-1]["min_degree"] = "Đại học"  # only the office seat can be filled
    for seat in tables["seats"]:
        seat["min"] = 1
    case = write_office(tmp_path / "case.xlsx", **tables)
    data = only_json(run("solve", case, "--out", "plan.xlsx", "--json", "--lang", "vi"))
    assert data["exit_code"] == 0
    assert (data["status"], data["verified"]) == ("optimal", True)
    assert (data["placed"], data["vacant"]) == (1, len(tables["seats"]) - 1)
    assert data["levels"][0]["name"].startswith("below_minimum")
    assert data["levels"][0]["value"] == data["vacant"]
    gaps = load_workbook(tmp_path / "plan.xlsx", read_only=True)["Ghế trống"]
    shown = "\n".join(str(c) for row in gaps.iter_rows(values_only=True) for c in row if c is not None)
    assert "Bí thư Đảng ủy" in shown
    assert "Chuyên viên văn phòng" not in shown
    assert run("verify", case, "plan.xlsx").exit_code == 0


def test_a_case_in_which_nobody_may_sit_anywhere_is_all_gaps(run: Run, tmp_path: Path) -> None:
    people = [{**c, "status": "nghỉ"} for c in office_tables()["cadres"]]
    case = write_office(tmp_path / "case.xlsx", cadres=people, decisions=[])
    data = only_json(run("solve", case, "--out", "plan.xlsx", "--json"))
    assert data["exit_code"] == 0
    assert (data["placed"], data["vacant"]) == (0, len(office_tables()["seats"]))
    assert run("verify", case, "plan.xlsx").exit_code == 0


def test_the_office_as_it_stands_is_filled_to_the_last_seat(run: Run, tmp_path: Path) -> None:
    data = only_json(run("solve", write_office(tmp_path / "case.xlsx"), "--out", "plan.xlsx", "--json"))
    assert (data["exit_code"], data["vacant"], data["status"]) == (0, 0, "optimal")
    assert data["placed"] >= len({who for who, _, _ in GOOD})
