"""`solve --certificate` and `prove`: what is claimed of a plan is worked out again, and refused where it does not hold."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from optimizer.certificate_file import packed, seal
from tests.cli.conftest import Run, only_json
from tests.cli.small import small_tables, write_plan_by_hand, write_small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def solved(run: Run, small: Path) -> Path:
    """Return the certificate beside the plan of the small case."""
    assert run("solve", small, "--out", "plan.xlsx", "--certificate", "proof.json.gz").exit_code == 0
    return small.parent / "proof.json.gz"


def test_solving_writes_a_certificate_that_names_nobody_and_says_where(run: Run, small: Path, tmp_path: Path) -> None:
    data = only_json(run("solve", small, "--out", "plan.xlsx", "--certificate", "proof.json", "--json"))
    assert data["certificate"] == "proof.json"
    held = json.loads((tmp_path / "proof.json").read_text("utf-8"))
    assert [level["name"] for level in held["levels"]] == [level["name"] for level in data["levels"]][:-1]
    text = (tmp_path / "proof.json").read_text("utf-8")
    assert not [c for c in small_tables()["cadres"] if str(c["name"]) in text or str(c["cadre_id"]) in text]
    assert "Certificate: proof.json" in run("solve", small, "--out", "p.xlsx", "--certificate", "proof.json").stdout


def test_a_certificate_is_proved_again_level_by_level_with_the_plan_measured(
    run: Run, small: Path, solved: Path
) -> None:
    ended = run("prove", small, solved, "plan.xlsx")
    assert ended.exit_code == 0
    assert "No seat is missing here." in ended.stdout
    assert ended.stdout.rstrip().endswith("Every bound of the certificate was worked out again and holds.")
    data = only_json(run("prove", small, solved, "--json"))
    assert (data["status"], data["measured"]) == ("proved", False)
    assert all(level["holds"] and level["proved"] > level["claimed"] - 1 for level in data["levels"])
    assert only_json(run("prove", small, solved, "plan.xlsx", "--json"))["measured"] is True


def test_it_speaks_vietnamese(run: Run, small: Path, solved: Path) -> None:
    assert (
        "Mọi giới hạn trong chứng chỉ đã được tính lại và đúng." in run("prove", small, solved, "--lang", "vi").stdout
    )


def refusal(run: Run, *words: object) -> str:
    data = only_json(run("prove", *words, "--json"))
    assert data["exit_code"] == 1
    return str(data["findings"][0]["code"] if data["findings"] else data["status"])


def forged(path: Path, **first: Any) -> Path:
    """Write the certificate with changes of its first level, sealed anew as a forger would."""
    data = json.loads(gzip.decompress(path.read_bytes()))
    data["levels"][0].update(first)
    data["seal"] = seal(data)
    path.write_bytes(packed(data, squeezed=True))
    return path


def test_a_certificate_that_was_changed_or_claims_too_much_or_is_none_is_refused(
    run: Run, small: Path, solved: Path, tmp_path: Path
) -> None:
    text = gzip.decompress(solved.read_bytes()).decode()
    (tmp_path / "touched.json").write_text(
        text.replace('"version": 1', '"version":  1').replace('"cost": 0', '"cost": 1')
    )
    assert refusal(run, small, "touched.json") == "certificate_changed"
    assert refusal(run, small, small) == "not_a_certificate"
    assert refusal(run, small, forged(solved, bound=1, bound_value=1.0, cost=1, value=1.0)) == "certificate_bound"


def test_another_case_is_refused(run: Run, solved: Path, tmp_path: Path) -> None:
    other = write_small(tmp_path / "other.xlsx", cadres=small_tables()["cadres"][1:])
    assert refusal(run, other, solved) == "certificate_of_another_case"
    assert "made for another case" in run("prove", other, solved).stderr


def test_a_plan_that_does_not_reach_what_the_certificate_tells_is_refused(
    run: Run, small: Path, solved: Path, tmp_path: Path
) -> None:
    poor = write_plan_by_hand(tmp_path / "poor.xlsx", [("CB001", "00001", "BT")])
    assert refusal(run, small, solved, poor) == "other_plan"


def test_a_reviewed_plan_is_proved_against_the_case_with_its_review(run: Run, small: Path) -> None:
    assert run("solve", small, "--out", "first.xlsx").exit_code == 0
    again = ("--review", "first.xlsx")
    assert run("solve", small, *again, "--out", "next.xlsx", "--certificate", "next.json").exit_code == 0
    assert run("prove", small, "next.json", "next.xlsx", *again).exit_code == 0
    assert refusal(run, small, "next.json") == "certificate_of_another_case"


@pytest.mark.parametrize("name", ["proof.xlsx", "proof", "missing/proof.json"])
def test_a_certificate_is_written_only_where_and_as_it_can_be_read_again(run: Run, small: Path, name: str) -> None:
    ended = run("solve", small, "--out", "plan.xlsx", "--certificate", name)
    assert ended.exit_code == 2
    assert not (small.parent / "plan.xlsx").exists()


def test_the_worth_of_one_more_is_told_for_every_seat_and_field_with_the_kind_of_figure(run: Run, small: Path) -> None:
    run("solve", small, "--out", "plan.xlsx")
    data = only_json(run("explain", small, "plan.xlsx", "--worth", "--exact", 1, "--json"))["worth"]
    kinds = [line["kind"] for line in data["lines"]]
    assert (kinds.count("seat"), kinds.count("title"), kinds.count("unit"), kinds.count("field")) == (4, 2, 2, 1)
    exact = [line for line in data["lines"] if line["figure"] == "exact"]
    assert [line["kind"] for line in exact] == ["field", "title", "unit", "seat"]
    assert all(line["proved"] for line in exact)
    assert all(set(line["changes"]) == set(line["estimate"]) for line in data["lines"])
    assert any("estimate: bound" in sentence for sentence in data["sentences"])
    assert any("exact: planned anew" in sentence for sentence in data["sentences"])


def test_prices_of_a_certificate_answer_as_those_of_a_new_solve_do(run: Run, small: Path, solved: Path) -> None:
    words = ("explain", small, "plan.xlsx", "--worth", "--exact", 0, "--json")
    anew = only_json(run(*words))["worth"]
    held = only_json(run(*words, "--certificate", solved))["worth"]
    assert held == anew
    bad = run(*words[:-1], "--certificate", forged(solved, bound=1, bound_value=1.0, cost=1, value=1.0))
    assert bad.exit_code == 1
    assert "cannot be used" in bad.stderr
