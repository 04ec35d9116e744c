"""`solve`: a plan with its proof, or the right reason for none, and nothing half-written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.checker import verify
from optimizer.domain.plan import Outcome, Plan
from optimizer.findings import Address, Finding
from optimizer.pipeline import Disagreement
from optimizer.text import Text
from tests.cli.conftest import Run, only_json
from tests.cli.small import small_tables, write_small

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case


def instead(monkeypatch: pytest.MonkeyPatch, outcome: Outcome | BaseException) -> None:
    """Let the pipeline end with `outcome`."""

    def proposed(case: Case, *_: Any) -> Outcome:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr("optimizer.pipeline.propose", proposed)


def test_json_says_what_was_reached_proved_and_spent(run: Run, small: Path, tmp_path: Path) -> None:
    data = only_json(run("solve", small, "--out", "plan.xlsx", "--json"))
    assert data["exit_code"] == 0
    assert data["status"] == "optimal"
    assert data["verified"] is True
    assert (data["placed"], data["vacant"]) == (4, 0)
    assert data["candidates"] > 0
    assert set(data["seconds"]) >= {"read", "model", "solve", "check", "write"}
    assert all(s >= 0 for s in data["seconds"].values())
    assert data["peak_mb"] > 0
    assert data["engine"]
    assert data["stopped_by"] == ""
    assert data["plan"] == "plan.xlsx"
    assert (tmp_path / "plan.xlsx").stat().st_size > 0
    for level in data["levels"]:
        assert set(level) == {"name", "value", "bound", "gap", "sense", "seats", "by_prices", "proof", "parts"}
    assert data["levels"][0]["gap"] == 0


def test_people_read_a_summary_and_where_the_plan_is(run: Run, small: Path) -> None:
    ended = run("solve", small, "--out", "plan.xlsx")
    assert ended.exit_code == 0
    assert "4 of 5 people placed; 0 seats vacant" in ended.stdout
    assert ended.stdout.rstrip().endswith("Plan: plan.xlsx")
    said = run("solve", small, "--out", "plan.xlsx", "--lang", "vi")
    assert "Đã bố trí 4/5 người" in said.stdout


def test_quiet_says_only_where_the_plan_is(run: Run, small: Path) -> None:
    ended = run("solve", small, "--out", "plan.xlsx", "-q")
    assert ended.stdout == "Plan: plan.xlsx\n"
    assert ended.stderr == ""


def test_solving_leaves_the_input_as_it_is(run: Run, small: Path) -> None:
    before = small.read_bytes()
    run("solve", small, "--out", "plan.xlsx")
    assert small.read_bytes() == before


def test_an_input_with_errors_ends_with_one_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    seats: list[dict[str, object]] = [{"unit_code": "99999", "title_code": "BT", "target": 1}]
    case = write_small(tmp_path / "bad.xlsx", seats=seats)
    ended = run("solve", case, "--out", "plan.xlsx")
    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert "99999" in ended.stderr
    assert "placement check" in ended.stderr
    data = only_json(run("solve", case, "--out", "plan.xlsx", "--json"))
    assert data["status"] == "input_error"
    assert data["findings"][0]["value"] == "99999"
    assert not (tmp_path / "plan.xlsx").exists()


def test_locks_that_clash_end_with_three_and_name_their_rows(run: Run, tmp_path: Path) -> None:
    decisions: list[dict[str, object]] = [
        {"cadre_id": who, "action": "khóa", "unit_code": "00001", "title_code": "BT", "reason": "chỉ đạo"}
        for who in ("CB001", "CB002")
    ]
    case = write_small(tmp_path / "clash.xlsx", decisions=decisions)
    data = only_json(run("solve", case, "--out", "plan.xlsx", "--json"))
    assert data["exit_code"] == 3
    assert data["status"] == "infeasible"
    assert {f["sheet"] for f in data["findings"]} >= {"Quyết định"}
    shown = " ".join(f["message"] for f in data["findings"])
    assert "CB001" in shown
    assert "CB002" in shown
    ended = run("solve", case, "--out", "plan.xlsx", "--lang", "vi")
    assert ended.exit_code == 3
    assert "mâu thuẫn" in ended.stderr
    assert not (tmp_path / "plan.xlsx").exists()


def test_no_plan_within_the_limit_ends_with_four(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, Outcome("no_plan", None, stopped_by="time_limit"))
    ended = run("solve", small, "--out", "plan.xlsx", "--time-limit", "7")
    assert ended.exit_code == 4
    assert "within 7 seconds" in ended.stderr
    assert "--time-limit" in ended.stderr
    assert only_json(run("solve", small, "--out", "plan.xlsx", "--json"))["status"] == "no_plan"
    assert not (tmp_path / "plan.xlsx").exists()


def test_a_plan_the_checker_refuses_ends_with_five_and_is_not_written(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Finding(
        "degree", "error", Text("thiếu bằng cấp.", "lacks the degree."), where=Address("c.xlsx", "Cadres", "M4")
    )
    from optimizer.checker import RuleCheck, Verdict

    check = RuleCheck("degree", Text("Trình độ", "Degree"), "R23", False, Text("", ""), (refused,))
    instead(monkeypatch, Disagreement(Verdict((check,), {}, 0, {}, {}), Plan(())))
    data = only_json(run("solve", small, "--out", "plan.xlsx", "--json"))
    assert data["exit_code"] == 5
    assert data["status"] == "disagreement"
    assert data["findings"][0]["message"] == "lacks the degree."
    assert not (tmp_path / "plan.xlsx").exists()


def test_a_plan_that_breaks_a_rule_after_all_is_not_written(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = Plan.of([("CB005", "00001", "BT")])  # no university degree
    instead(monkeypatch, Outcome("optimal", nobody, verified=True))
    assert run("solve", small, "--out", "plan.xlsx").exit_code == 5
    assert not (tmp_path / "plan.xlsx").exists()


def test_values_that_differ_are_reported_with_their_numbers(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from optimizer.domain.case import Case

    case = Case.read(small)
    plan = Plan(())
    instead(monkeypatch, Disagreement(verify(case, plan), plan, "level travel: engine 3, checker 4"))
    ended = run("solve", small, "--out", "plan.xlsx")
    assert ended.exit_code == 5
    assert "engine 3, checker 4" in ended.stderr


@pytest.mark.parametrize(
    ("by", "said"),
    [("time_limit", "The time limit struck"), ("user", "Stopped as asked"), ("work_limit", "The work limit struck")],
)
def test_a_solve_cut_short_keeps_its_plan_and_says_why(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch, by: Any, said: str
) -> None:
    kept = Plan.of([("CB001", "00001", "BT")])
    instead(monkeypatch, Outcome("feasible", kept, placed=1, vacant=3, verified=True, stopped_by=by))
    ended = run("solve", small, "--out", "plan.xlsx", "-q")
    assert ended.exit_code == 0
    assert said in ended.stdout
    assert ended.stdout.rstrip().endswith("Plan: plan.xlsx")


def test_breaking_off_altogether_ends_with_130_and_writes_nothing(
    run: Run, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead(monkeypatch, KeyboardInterrupt())
    data = only_json(run("solve", small, "--out", "plan.xlsx", "--json"))
    assert data["exit_code"] == 130
    assert data["status"] == "interrupted"
    assert not (tmp_path / "plan.xlsx").exists()


def test_options_reach_the_engine(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Any, ...]] = []

    def proposed(case: Case, *rest: Any) -> Outcome:
        seen.append((len(case.cadres), *rest[:2]))
        return Outcome("no_plan", None)

    monkeypatch.setattr("optimizer.pipeline.propose", proposed)
    more = write_small(small.with_name("more.xlsx"), cadres=[{**small_tables()["cadres"][0], "cadre_id": "CB900"}])
    run("solve", small, "--out", "plan.xlsx", "--gap", "0.01", "--time-limit", "9", "--roster", more)
    run("solve", small, "--out", "plan.xlsx")
    assert seen == [(6, 0.01, 9.0), (5, 0.0005, None)]


def test_a_disk_that_refuses_is_said_plainly(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device", "plan.xlsx")

    monkeypatch.setattr("optimizer.reports.workbook.write_plan", full)
    ended = run("solve", small, "--out", "plan.xlsx")
    assert ended.exit_code == 2
    assert "No space left on device" in ended.stderr
