"""`compare`: two plans on the same measures."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl

from tests.cli.conftest import Run, only_json
from tests.cli.small import KEPT, small_tables, write_plan_by_hand, write_small

if TYPE_CHECKING:
    from pathlib import Path


def test_a_hand_made_plan_is_measured_beside_another(run: Run, small: Path, tmp_path: Path) -> None:
    hand = write_plan_by_hand(tmp_path / "hand.xlsx", [("CB005", "00001", "BT"), *KEPT[1:3]])
    best = write_plan_by_hand(tmp_path / "best.xlsx", KEPT)
    ended = run("compare", small, hand, best)
    assert ended.exit_code == 0
    assert "Best is better than hand" in ended.stdout
    assert "Hand breaks hard rules in 1 place" in ended.stdout
    assert "Vacant seats (seats)" in ended.stdout
    data = only_json(run("compare", small, hand, best, "--json"))
    found = {m["key"]: m for m in data["measures"]}
    assert found["vacant"]["values"] == [1, 0]
    assert found["vacant"]["gains"] == [1]
    assert found["rule.degree"]["values"] == [1, 0]
    assert [p["ok"] for p in data["plans"]] == [False, True]
    assert {m["cadre"]: m["change"] for m in data["moved"]} == {"CB001": "in", "CB004": "in", "CB005": "out"}
    assert {u["unit"]: u["filled"] for u in data["units"]} == {"00001": 0, "00002": 1}


def test_the_placement_of_today_is_a_plan_too(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    for row, title in zip(tables["cadres"], ("Bí thư", "Bí thư", "Công chức địa chính", "", ""), strict=True):
        row["current_title"] = title
    case = write_small(tmp_path / "case.xlsx", **tables)
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    data = only_json(run("compare", case, "current", plan, "--json"))
    assert data["plans"][0]["label"] == "today's placement"
    assert {m["key"]: m for m in data["measures"]}["vacant"]["values"] == [1, 0]
    said = run("compare", case, plan, "hiện nay", "--lang", "vi").stdout
    assert "tốt hơn bố trí hiện nay" in said


def test_the_workbook_is_written_and_never_over_an_input(run: Run, small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    ended = run("compare", small, plan, plan, "--out", "compare.xlsx")
    assert ended.exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "compare.xlsx").sheetnames[0] == "Comparison"
    assert run("compare", small, plan, "current", "--out", plan).exit_code == 2


def test_plans_of_one_name_are_told_apart(run: Run, small: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    one = write_plan_by_hand(tmp_path / "a" / "plan.xlsx", KEPT)
    two = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    labels = [p["label"] for p in only_json(run("compare", small, one, two, "--json"))["plans"]]
    assert len(set(labels)) == 2


def test_a_plan_that_is_not_there_is_said(run: Run, small: Path) -> None:
    ended = run("compare", small, "current", "nothing.xlsx")
    assert ended.exit_code == 2
    assert "nothing.xlsx" in ended.stderr


def test_comparing_never_loads_the_solver(small: Path, tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    code = (
        "import sys\n"
        "from optimizer.cli.main import main\n"
        f"try:\n    main(['compare', {str(small)!r}, 'current', {str(plan)!r}, '-q', '--lang', 'en'])\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
        "print('LOADED', [m for m in ('ortools',) if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"
