"""What clashes, and how to mend it, as `explain --conflicts` and a solve without a plan tell it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import only_json
from tests.cli.small import write_small

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


@pytest.fixture
def clash(tmp_path: Path) -> Path:
    """Two people locked on one seat."""
    decisions: list[dict[str, object]] = [
        {"cadre_id": who, "action": "khóa", "unit_code": "00001", "title_code": "BT"} for who in ("CB001", "CB002")
    ]
    return write_small(tmp_path / "clash.xlsx", decisions=decisions)


def test_conflicts_are_told_with_cells_and_repairs_with_effects_in_both_languages(run: Run, clash: Path) -> None:
    vi = run("explain", clash, "--conflicts", "--lang", "vi")
    en = run("explain", clash, "--conflicts", "--lang", "en")
    for told in (vi, en):
        assert told.exit_code == 0
        assert all(cell in told.stdout for cell in ("Quyết định!B2", "Quyết định!B3", "Chỉ tiêu!E2"))
    assert "Mâu thuẫn 1: 3 điều không thể cùng giữ" in vi.stdout
    assert "tăng tối đa Bí thư tại Phường Hồng Bàng từ 1 lên 2" in vi.stdout
    assert "raise the maximum of Bí thư at Phường Hồng Bàng from 1 to 2" in en.stdout
    assert en.stdout.count("→") == 3, "each repair says what the plan is then"
    assert not re.search(r"[a-z]+_[a-z]+", vi.stdout.replace("clash.xlsx", "")), "no code names"


def test_the_object_names_members_repairs_and_levels(run: Run, clash: Path) -> None:
    told = only_json(run("explain", clash, "--conflicts", "--json"))["conflicts"]
    (conflict,) = told["conflicts"]
    assert conflict["minimal"]
    assert [m["kind"] for m in conflict["members"]] == ["decision", "decision", "seat"]
    assert {r["steps"][0]["kind"] for r in told["repairs"]} == {"drop_decision", "more_seats"}
    assert all(r["levels"][0]["name"].startswith("below_minimum") for r in told["repairs"])


def test_the_workbook_holds_conflicts_and_repairs(run: Run, clash: Path, tmp_path: Path) -> None:
    run("explain", clash, "--conflicts", "--out", "conflicts.xlsx", "--lang", "vi")
    book = load_workbook(tmp_path / "conflicts.xlsx")
    assert book.sheetnames == ["Mâu thuẫn", "Cách sửa"]
    assert [row[0].value for row in book["Mâu thuẫn"].iter_rows(min_row=2, max_row=4)] == [1, 1, 1]
    assert len({row[0].value for row in book["Cách sửa"].iter_rows(min_row=2, max_row=4)}) == 3


def test_a_solve_without_a_plan_tells_the_conflict_and_the_repairs(run: Run, clash: Path) -> None:
    ended = run("solve", clash, "--out", "plan.xlsx")
    assert ended.exit_code == 3
    assert "Conflict 1: these 3 cannot hold together" in ended.stderr
    assert "Ways to mend every conflict" in ended.stderr
    data = only_json(run("solve", clash, "--out", "plan.xlsx", "--json"))
    assert len(data["conflicts"]) == 1
    assert len(data["repairs"]) == 3


def test_a_case_without_conflict_says_so(run: Run, small: Path) -> None:
    told = run("explain", small, "--conflicts")
    assert told.exit_code == 0
    assert told.stdout.strip() == "No conflict: every decision, hard rule and number of seats can hold together."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--person", "CB001"), "the plan is missing"),
        ((), "there is nothing to explain"),
        (("--vacancies", "--out", "x.xlsx"), "--out goes with --conflicts only"),
    ],
)
def test_what_does_not_go_together_is_refused(run: Run, small: Path, words: tuple[str, ...], said: str) -> None:
    plan = [] if words != ("--vacancies", "--out", "x.xlsx") else ["current"]
    ended = run("explain", small, *plan, *words)
    assert ended.exit_code == 2
    assert said in ended.stderr
