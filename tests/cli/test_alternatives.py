"""`solve --alternatives`: a workbook a plan, a comparison beside them, and honest words where there are fewer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import only_json

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

ASKED = ("--alternatives", 3, "--loss", "100%", "--apart", 2)


def test_each_plan_is_a_workbook_that_verifies_and_they_are_compared(run: Run, small: Path, tmp_path: Path) -> None:
    data = only_json(run("solve", small, "--out", "plan.xlsx", *ASKED, "--json"))["alternatives"]
    assert data["end"] == "all"
    assert [p["plan"] for p in data["plans"]] == ["plan.xlsx", "plan-2.xlsx", "plan-3.xlsx"]
    assert all(n >= 2 for i, p in enumerate(data["plans"]) for j, n in enumerate(p["apart"]) if i != j)
    for name in ("plan.xlsx", "plan-2.xlsx", "plan-3.xlsx"):
        assert run("verify", small, name).exit_code == 0
    book = load_workbook(tmp_path / "plan-compare.xlsx")
    assert book.sheetnames[:3] == ["Plans", "Differences", "In common"]
    heads = [c.value for c in book["Differences"][1]]
    assert heads[-3:] == ["Plan 1", "Plan 2", "Plan 3"]
    assert data["same_in_all"] + book["Differences"].max_row - 1 >= data["placed_in_any"]


def test_a_value_stands_apart_from_the_number_of_its_priority(run: Run, small: Path) -> None:
    told = run("solve", small, "--out", "plan.xlsx", *ASKED, "--lang", "vi")
    line = next(line for line in told.stdout.splitlines() if line.startswith("Phương án 1: "))
    assert "Ghế thiếu dưới mức tối thiểu: 0 ghế; " in line


def test_what_a_further_plan_loses_is_called_worse_whichever_way_its_level_counts(run: Run, small: Path) -> None:
    told = run("solve", small, "--out", "plan.xlsx", *ASKED).stdout
    assert "% worse)" in told
    assert "% less)" not in told


def test_a_further_plan_carries_the_bound_of_the_best_one(run: Run, small: Path) -> None:
    data = only_json(run("solve", small, "--out", "plan.xlsx", *ASKED, "--json"))
    best = {v["name"]: v for v in data["levels"]}
    for plan in data["alternatives"]["plans"][1:]:
        kept = True
        for level in plan["levels"]:
            if level["name"] == "tie_break":
                continue
            assert level["bound"] == (best[level["name"]]["bound"] if kept else None)
            kept &= level["lost"] <= 0


def test_fewer_plans_are_said_to_be_all_there_are_only_where_that_is_proved(run: Run, small: Path) -> None:
    data = only_json(run("solve", small, "--out", "plan.xlsx", "--alternatives", 4, "--apart", 6, "--json"))
    assert data["alternatives"]["end"] == "none"
    assert len(data["alternatives"]["plans"]) == 1
    assert "it is proved that no other plan is at least 6 people apart" in data["alternatives"]["message"]
    told = run("solve", small, "--out", "plan.xlsx", "--alternatives", 4, "--apart", 6, "--lang", "vi")
    assert "đã chứng minh không còn phương án nào khác phương án tốt nhất ít nhất 6 người" in told.stdout


def test_plans_of_an_earlier_run_are_named_and_an_input_is_never_written_over(
    run: Run, small: Path, tmp_path: Path
) -> None:
    run("solve", small, "--out", "plan.xlsx", *ASKED)
    fewer = run("solve", small, "--out", "plan.xlsx", "--alternatives", 2, "--apart", 6)
    assert "“plan-2.xlsx” is of an earlier run" in fewer.stderr
    small.rename(tmp_path / "plan-2.xlsx")
    ended = run("solve", "plan-2.xlsx", "--out", "plan.xlsx", "--alternatives", 2)
    assert ended.exit_code == 2
    assert "is an input" in ended.stderr


@pytest.mark.parametrize("given", [("--loss", "1%"), ("--apart", 20), ("--loss", "0.5%", "--apart", 3)])
def test_what_only_several_plans_can_have_is_refused_for_one(
    run: Run, small: Path, tmp_path: Path, given: tuple[object, ...]
) -> None:
    for lang, words in (("en", "for --alternatives only"), ("vi", "chỉ dùng cùng --alternatives")):
        ended = run("solve", small, "--out", "plan.xlsx", *given, "--lang", lang)
        assert ended.exit_code == 2
        assert words in ended.stderr
        assert all(str(option) in ended.stderr for option in given[::2])
    data = only_json(run("solve", small, "--out", "plan.xlsx", *given, "--json"))
    assert (data["status"], data["exit_code"]) == ("usage_error", 2)
    assert not (tmp_path / "plan.xlsx").exists()


def test_left_out_they_are_as_the_help_says(run: Run, small: Path) -> None:
    data = only_json(run("solve", small, "--out", "plan.xlsx", "--alternatives", 2, "--json"))["alternatives"]
    assert (data["loss"], data["apart"]) == (0.005, 20)
    shown = " ".join(run("solve", "--help").stdout.split())
    assert "(default 0.5%)" in shown
    assert "(default 20)" in shown


@pytest.mark.parametrize("loss", ["much", "150%", "-1", "nan"])
def test_a_loss_that_is_no_share_is_refused(run: Run, small: Path, loss: str) -> None:
    ended = run("solve", small, "--out", "plan.xlsx", "--alternatives", 2, "--loss", loss)
    assert ended.exit_code == 2
