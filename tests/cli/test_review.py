"""`solve --review`: says what it understood, refuses clashes by cell, solves again, and tells what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer import Case
from tests.cli.conftest import Run, only_json
from tests.cli.small import KEPT
from tests.review.copies import marked

if TYPE_CHECKING:
    from pathlib import Path

AN, BINH, _, DUNG = KEPT
EM = ("CB005", "00001", "DD")


def copy(run: Run, small: Path, marks: Any, name: str = "copy.xlsx", then: Any = None) -> Path:
    plan = small.with_name("plan.xlsx")
    if not plan.exists():
        assert run("solve", small, "--out", "plan.xlsx", "--lang", "vi").exit_code == 0
    return marked(plan, small.with_name(name), marks, then)


def test_what_was_understood_is_said_before_the_result_and_what_changed_after(run: Run, small: Path) -> None:
    path = copy(run, small, {AN: {"Khóa": "x"}, EM: {"Cấm": "có", "Ý kiến": "đổi môi trường"}})
    ended = run("solve", small, "--review", path, "--out", "plan2.xlsx")
    assert ended.exit_code == 0
    lines = ended.stdout.splitlines()
    assert lines[0] == "Review round 1: 1 lock, 1 ban, 0 changed seats, 0 changed rules."
    assert any("Against the reviewed plan: 2 people placed otherwise" in line for line in lines)
    assert any("Fewest changes: 2 people (bound 2, gap 0%)" in line for line in lines)
    said = run("solve", small, "--review", path, "--out", "plan2.xlsx", "--lang", "vi").stdout
    assert said.startswith("Vòng rà soát 1: 1 khóa, 1 cấm, 0 đổi ghế, 0 quy tắc được đổi.")
    assert "So với phương án đã rà soát: 2 người thay đổi" in said


def test_json_tells_the_review_the_changes_and_the_prices(run: Run, small: Path) -> None:
    path = copy(run, small, {EM: {"Cấm": "x"}})
    data = only_json(run("solve", small, "--review", path, "--out", "plan2.xlsx", "--price", "--json"))
    assert data["review"] == {
        "round": 1, "files": ["copy.xlsx"], "authors": ["copy"], "locks": 0, "bans": 1, "changed_seats": 0, "added_rows": 0,
        "changed_rules": [], "remarks": 0, "carried": 0, "withdrawn": 0, "changed": 2,
        "changed_people": ["CB003", "CB005"],
    }  # fmt: skip
    (price,) = data["prices"]
    assert (price["cadre_id"], price["action"], price["exact"]) == ("CB005", "forbid", True)
    assert not price["free"]
    fit = next(level for level in price["levels"] if "suitability" in level["name"])
    assert fit["without"] > fit["value"]
    assert data["levels"][-2]["name"] == "fewest_changes"


def test_a_contradiction_ends_with_one_names_the_cells_and_solves_nothing(
    run: Run, small: Path, tmp_path: Path
) -> None:
    path = copy(run, small, {AN: {"Khóa": "x", "Cấm": "x"}})
    ended = run("solve", small, "--review", path, "--out", "plan2.xlsx")
    assert ended.exit_code == 1
    assert ended.stdout == ""
    assert "copy.xlsx › Phương án!K2" in ended.stderr
    assert "copy.xlsx › Phương án!L2" in ended.stderr
    assert "nothing was solved" in ended.stderr
    data = only_json(run("solve", small, "--review", path, "--out", "plan2.xlsx", "--json"))
    assert data["status"] == "review_error"
    assert not (tmp_path / "plan2.xlsx").exists()


def test_two_reviewers_are_merged_and_their_quarrels_named_by_file(run: Run, small: Path) -> None:
    a = copy(run, small, {AN: {"Khóa": "x"}}, "to-1.xlsx")
    b = copy(run, small, {DUNG: {"Khóa": "x"}}, "to-2.xlsx")
    data = only_json(run("solve", small, "--review", a, "--review", b, "--out", "plan2.xlsx", "--json"))
    assert data["review"]["locks"] == 2
    assert data["review"]["changed"] == 0
    c = copy(run, small, {AN: {"Cấm": "x"}}, "to-3.xlsx")
    ended = run("solve", small, "--review", a, "--review", c, "--out", "plan2.xlsx", "--lang", "vi")
    assert ended.exit_code == 1
    assert "to-1.xlsx" in ended.stderr
    assert "to-3.xlsx" in ended.stderr


def test_the_reviewed_copy_and_the_case_are_never_written_over(run: Run, small: Path) -> None:
    path = copy(run, small, {AN: {"Khóa": "x"}})
    before = path.read_bytes(), small.read_bytes()
    assert run("solve", small, "--review", path, "--out", path).exit_code == 2
    assert run("solve", small, "--review", path, "--out", "p.xlsx", "--keep-decisions", small).exit_code == 2
    assert run("solve", small, "--review", path, "--out", "p.xlsx", "--keep-decisions", "p.xlsx").exit_code == 2
    assert run("solve", small, "--review", path, "--out", "p.xlsx", "--keep-decisions", "k.xlsx").exit_code == 0
    assert (path.read_bytes(), small.read_bytes()) == before


def test_kept_decisions_stand_in_a_copy_of_the_case(run: Run, small: Path, tmp_path: Path) -> None:
    path = copy(run, small, {AN: {"Khóa": "x", "Ý kiến": "giữ ổn định"}})
    ended = run("solve", small, "--review", path, "--out", "plan2.xlsx", "--keep-decisions", "kept.xlsx")
    assert "Case with the decisions: kept.xlsx" in ended.stdout
    (kept,) = Case.read(tmp_path / "kept.xlsx").decisions
    assert (kept.key[:4], kept.reason, kept.round) == (("CB001", "lock", "00001", "BT"), "giữ ổn định", 1)


def test_a_file_that_is_no_plan_is_refused(run: Run, small: Path) -> None:
    ended = run("solve", small, "--review", small, "--out", "plan2.xlsx")
    assert ended.exit_code == 1
    assert "no plan sheet" in ended.stderr
    assert run("solve", small, "--review", "nowhere.xlsx", "--out", "plan2.xlsx").exit_code == 2


def test_edits_that_are_ignored_are_said_and_do_not_stop_the_solve(run: Run, small: Path) -> None:
    def edit(book: Any) -> None:
        book.worksheets[0]["B2"] = "Tên khác"

    path = copy(run, small, {AN: {"Khóa": "x"}}, then=edit)
    ended = run("solve", small, "--review", path, "--out", "plan2.xlsx")
    assert ended.exit_code == 0
    assert "Phương án!B2" in ended.stderr
    assert "ignored" in ended.stderr
    told = only_json(run("solve", small, "--review", path, "--out", "plan2.xlsx", "--json"))
    assert told["counts"] == {"edit_ignored": 1}
    assert [f["cell"] for f in told["findings"]] == ["B2"]
