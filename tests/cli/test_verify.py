"""`verify`: any plan judged again, also one typed by hand, without the solver."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from tests.cli.conftest import Run, only_json
from tests.cli.small import KEPT, small_tables, write_plan_by_hand, write_small

if TYPE_CHECKING:
    from pathlib import Path


def test_a_plan_typed_by_hand_that_keeps_every_rule(run: Run, small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    ended = run("verify", small, plan)
    assert ended.exit_code == 0
    assert "The plan keeps every hard rule." in ended.stdout
    data = only_json(run("verify", small, plan, "--json"))
    assert data["ok"] is True
    assert (data["placed"], data["vacant"]) == (4, 0)
    assert all(check["kept"] for check in data["checks"])
    assert {"rule", "kept", "soft", "limit", "findings"} <= set(data["checks"][0])
    assert "suitability" in data["measures"]


def test_a_broken_rule_is_told_with_person_unit_and_cell(run: Run, small: Path, tmp_path: Path) -> None:
    rows = [("CB005", "00001", "BT"), *KEPT[1:]]
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", rows)
    ended = run("verify", small, plan)
    assert ended.exit_code == 1
    assert "BROKEN  Degree" in ended.stdout
    assert "Đỗ Văn Em (CB005)" in ended.stdout
    assert "Phường Hồng Bàng" in ended.stdout
    assert "The plan breaks 1 hard rule." in ended.stdout
    data = only_json(run("verify", small, plan, "--json"))
    assert data["ok"] is False
    broken = [check for check in data["checks"] if not check["kept"]]
    assert [check["rule"] for check in broken] == ["degree"]
    assert broken[0]["findings"][0]["file"] == "plan.xlsx"
    assert broken[0]["findings"][0]["cell"].endswith("2")


def test_vietnamese_speaks_of_violations(run: Run, small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", [("CB005", "00001", "BT")])
    said = run("verify", small, plan, "--lang", "vi").stdout
    assert "VI PHẠM  Trình độ chuyên môn" in said
    assert "Phương án vi phạm 1 quy tắc bắt buộc." in said
    assert "còn trống 3 ghế" in said


def test_a_person_the_case_does_not_know_breaks_the_plan(run: Run, small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", [("CB404", "00001", "BT"), *KEPT[1:]])
    data = only_json(run("verify", small, plan, "--json"))
    assert data["exit_code"] == 1
    names = next(check for check in data["checks"] if check["rule"] == "names")
    assert names["findings"][0]["value"] == "CB404"


def test_two_people_in_one_seat_break_the_plan(run: Run, small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", [*KEPT, ("CB005", "00002", "DD")])
    data = only_json(run("verify", small, plan, "--json"))
    assert [c["rule"] for c in data["checks"] if not c["kept"]] == ["seat_limits"]


def test_the_plan_solve_wrote_is_kept_in_either_language(run: Run, small: Path) -> None:
    for lang in ("vi", "en"):
        run("solve", small, "--out", f"plan-{lang}.xlsx", "--lang", lang)
        assert run("verify", small, f"plan-{lang}.xlsx").exit_code == 0


def test_a_file_without_a_plan_cannot_be_read(run: Run, small: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(small.with_name("empty.xlsx"))
    data = only_json(run("verify", small, "empty.xlsx", "--json"))
    assert data["exit_code"] == 1
    assert data["status"] == "input_error"
    assert data["findings"]


def test_a_case_with_errors_is_said_before_the_plan_is_judged(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    tables["cadres"][0]["degree"] = "bằng lái xe"
    case = write_small(tmp_path / "bad.xlsx", **tables)
    data = only_json(run("verify", case, write_plan_by_hand(tmp_path / "plan.xlsx", KEPT), "--json"))
    assert data["exit_code"] == 1
    assert data["status"] == "input_error"
    assert data["findings"][0]["file"] == "bad.xlsx"


def test_verifying_never_loads_the_solver(small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    code = (
        "import sys\n"
        "from optimizer.cli.main import main\n"
        f"try:\n    main(['verify', {str(small)!r}, {str(plan)!r}, '-q', '--lang', 'en'])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print('LOADED', [m for m in ('ortools',) if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


def test_a_code_the_case_does_not_know_is_told_by_its_own_cell(run: Run, small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", [("CB009", "00001", "BT"), ("CB001", "00009", "XX"), *KEPT[2:]])
    data = only_json(run("verify", small, plan, "--json"))
    (names,) = (check for check in data["checks"] if check["rule"] == "names")
    assert {(f["code"], f["cell"], f["value"]) for f in names["findings"]} == {
        ("unknown_cadre", "A2", "CB009"), ("unknown_unit", "B3", "00009"), ("unknown_title", "C3", "XX")
    }  # fmt: skip
