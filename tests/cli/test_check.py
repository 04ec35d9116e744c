"""`check`: every problem at once, by cell, with the right exit code, and the original untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.conftest import Run, only_json
from tests.cli.small import small_tables, write_small

if TYPE_CHECKING:
    from pathlib import Path


def broken(path: Path) -> Path:
    """Write the tiny case with three faults of two kinds, in two sheets."""
    tables = small_tables()
    for seat in tables["seats"][:2]:
        seat["unit_code"] = "99999"
    tables["cadres"][0]["degree"] = "bằng lái xe"
    return write_small(path, **tables)


def test_a_sound_case_ends_with_zero_and_its_extent(run: Run, small: Path) -> None:
    ended = run("check", small)
    assert ended.exit_code == 0
    assert "0 errors" in ended.stdout
    assert "2 units, 2 titles, 4 seats, 5 cadres." in ended.stdout


def test_errors_of_several_sheets_are_shown_together_by_cell(run: Run, tmp_path: Path) -> None:
    ended = run("check", broken(tmp_path / "bad.xlsx"))
    assert ended.exit_code == 1
    assert "Chỉ tiêu!A2" in ended.stdout
    assert "Chỉ tiêu!A3" in ended.stdout
    assert "Cán bộ!" in ended.stdout
    assert "3 errors" in ended.stdout
    assert "--annotate" in ended.stderr


def test_json_holds_every_finding_with_cell_value_and_fix(run: Run, tmp_path: Path) -> None:
    data = only_json(run("check", broken(tmp_path / "bad.xlsx"), "--json"))
    assert data["status"] == "input_error"
    assert data["errors"] == 3
    assert sum(data["counts"].values()) == len(data["findings"])
    unit = next(f for f in data["findings"] if f["value"] == "99999")
    assert {"code", "severity", "file", "sheet", "cell", "value", "message", "fix"} <= set(unit)
    assert (unit["file"], unit["sheet"], unit["cell"], unit["severity"]) == ("bad.xlsx", "Chỉ tiêu", "A2", "error")
    assert unit["message"]
    assert unit["fix"]


def test_warnings_alone_end_with_zero(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    tables["cadres"][0]["birth_date"] = ""
    data = only_json(run("check", write_small(tmp_path / "w.xlsx", **tables), "--json"))
    assert data["exit_code"] == 0
    assert data["status"] == "ok"
    assert data["warnings"] == 1


def test_mistakes_of_the_rules_sheet_are_found_too(run: Run, tmp_path: Path) -> None:
    rules: list[dict[str, object]] = [{"rule": "travle", "on": "x"}]
    data = only_json(run("check", write_small(tmp_path / "r.xlsx", rules=rules), "--json"))
    assert data["exit_code"] == 1
    assert data["findings"][0]["code"] == "unknown_rule"
    assert data["findings"][0]["sheet"] == "Quy tắc"


def test_a_further_roster_adds_its_people(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    more = write_small(tmp_path / "more.xlsx", cadres=tables["cadres"][3:])
    first = write_small(tmp_path / "first.xlsx", cadres=tables["cadres"][:3])
    assert "3 cadres" in run("check", first).stdout
    assert "5 cadres" in run("check", first, "--roster", more).stdout


def test_annotate_writes_a_marked_copy_and_leaves_the_original(run: Run, tmp_path: Path) -> None:
    bad = broken(tmp_path / "bad.xlsx")
    before = bad.read_bytes()
    data = only_json(run("check", bad, "--annotate", "marked.xlsx", "--json", "--lang", "vi"))
    assert data["annotated"] == "marked.xlsx"
    assert bad.read_bytes() == before
    from openpyxl import load_workbook

    assert "LỖI" in load_workbook(tmp_path / "marked.xlsx").sheetnames[0]


def test_checking_again_replaces_the_marked_copy_without_leaving_old_ones(run: Run, tmp_path: Path) -> None:
    bad = broken(tmp_path / "bad.xlsx")
    for _ in range(2):
        run("check", bad, "--annotate", "marked.xlsx")
    assert sorted(p.name for p in tmp_path.glob("*.xlsx")) == ["bad.xlsx", "marked.xlsx"]


def test_a_file_that_is_no_workbook_is_an_input_error_not_a_crash(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("not a workbook", encoding="utf-8")
    data = only_json(run("check", "text.xlsx", "--json"))
    assert data["exit_code"] == 1
    assert data["errors"] == 1


def test_vietnamese_is_spoken_when_asked(run: Run, tmp_path: Path) -> None:
    ended = run("check", broken(tmp_path / "bad.xlsx"), "--lang", "vi")
    assert "LỖI" in ended.stdout
    assert "3 lỗi" in ended.stdout
    assert "ERROR" not in ended.stdout


def test_lists_in_a_folder_of_rosters_that_are_not_read_are_named(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    people = tables["cadres"]
    tables["cadres"] = people[:3]
    case = write_small(tmp_path / "case.xlsx", **tables)
    (tmp_path / "rosters" / "Huyện B").mkdir(parents=True)
    tables["cadres"] = people[3:]
    for name in ("a.xlsx", "Huyện B/b.xlsx"):
        write_small(tmp_path / "rosters" / name, **tables)
    for name in ("c.csv", "d.docx", "ghi-chu.txt", "~$e.pdf", "a.pdf"):  # the scan of a list that is read
        (tmp_path / "rosters" / name).write_text("x", encoding="utf-8")
    told = only_json(run("check", case, "--roster", tmp_path / "rosters", "--annotate", "marked.xlsx", "--json"))
    assert told["cadres"] == 5
    found = [(f["file"], f["severity"]) for f in told["findings"] if f["code"] == "file_not_read"]
    assert found == [("Huyện B", "warning"), ("c.csv", "warning"), ("d.docx", "warning")]


def test_rules_and_exceptions_are_judged_although_another_sheet_has_errors(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    tables["seats"][0]["unit_code"] = "99999"
    rules = [{"rule": "no_such_rule", "on": "x"}, {"rule": "moves", "on": "x", "level": 1}]
    rules += [{"rule": "wishes", "on": "x", "params": "no_such=1"}]
    decisions = [{"cadre_id": "CB003", "action": "ngoại lệ", "rule": "nothing", "reason": "r", "author": "a"}]
    path = write_small(tmp_path / "bad.xlsx", **tables, rules=rules, decisions=decisions)
    data = only_json(run("check", path, "--json"))
    assert data["exit_code"] == 1
    found = {(f["code"], f["sheet"], f["value"]) for f in data["findings"] if f["severity"] == "error"}
    assert found == {
        ("unknown_unit", "Chỉ tiêu", "99999"),
        ("unknown_rule", "Quy tắc", "no_such_rule"),
        ("bad_rule_setting", "Quy tắc", "1"),
        ("bad_rule_setting", "Quy tắc", "no_such"),
        ("unknown_rule", "Quyết định", "nothing"),
    }


def test_decisions_that_clash_are_told_as_solve_tells_them(run: Run, tmp_path: Path) -> None:
    """Two seats for one person, two people for one seat, and a lock against a ban: three conflicts, nothing beside them."""
    rows = [("CB001", "khóa", "00001"), ("CB001", "khóa", "00002")]  # as Bí thư, of whom each unit has one
    rows += [
        ("CB003", "khóa", "00001"),
        ("CB005", "khóa", "00001"),
        ("CB004", "khóa", "00002"),
        ("CB004", "cấm", "00002"),
    ]
    decisions = [
        {"cadre_id": who, "action": what, "unit_code": unit, "title_code": "BT" if who == "CB001" else "DD"}
        for who, what, unit in rows
    ]
    case = write_small(tmp_path / "clash.xlsx", decisions=decisions)
    data = only_json(run("check", case, "--json"))
    assert (data["exit_code"], data["status"]) == (1, "input_error")
    found = [f for f in data["findings"] if f["code"] == "clash"]
    assert len(found) == data["errors"]
    told: dict[str, list[str]] = {}
    for f in found:
        told.setdefault(f["message"].partition(":")[0], []).append(f"{f['sheet']}!{f['cell']}")
    assert sorted(map(sorted, told.values())) == [
        ["Chỉ tiêu!E3", "Quyết định!B4", "Quyết định!B5"],
        ["Quyết định!B2", "Quyết định!B3"],
        ["Quyết định!B6", "Quyết định!B7"],
    ]
    assert all("--conflicts" in f["fix"] for f in found)
    solved = only_json(run("solve", case, "--out", tmp_path / "plan.xlsx", "--json"))
    assert solved["exit_code"] == 3
    assert {m["cell"] for c in solved["conflicts"] for m in c["members"]} == {f["cell"] for f in found}
