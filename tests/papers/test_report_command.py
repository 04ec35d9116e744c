"""`placement report`: what it writes, what it keeps, how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from optimizer.cli.console import Say
from optimizer.cli.counting import counting
from optimizer.text import Text
from tests.cli.conftest import only_json, run
from tests.cli.small import KEPT, write_plan_by_hand, write_small
from tests.papers.office import p, whole_text, word_file

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang
    from tests.cli.conftest import Run

__all__ = ["run"]  # the fixture


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return write_small(tmp_path / "case.xlsx"), write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)


def test_everything_is_written_and_said(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("report", *files, "--out", tmp_path / "out", "--lang", "vi", "--json")
    data = only_json(done)
    assert done.exit_code == 0
    assert (data["status"], data["ok"], data["placed"], data["vacant"], data["violations"]) == ("ok", True, 4, 0, 0)
    assert sorted(x.name for x in (tmp_path / "out").iterdir()) == [
        "bao-cao.html", "phu-luc.xlsx", "quyet-dinh", "to-trinh-chinh-quyen.docx", "to-trinh-dang.docx",
    ]  # fmt: skip
    decisions = list((tmp_path / "out" / "quyet-dinh").rglob("*.docx"))
    assert len(decisions) == data["decisions"] == 4
    assert not list(tmp_path.rglob("*.tmp*"))
    assert set(data["seconds"]) == {"read", "check", "report", "annexes", "papers"}


def test_the_english_run_writes_english_names_and_words(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("report", *files, "--out", tmp_path / "out", "--decisions", "list")
    assert done.exit_code == 0
    assert "Report: " in done.stdout
    assert (tmp_path / "out" / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    names = sorted(x.name for x in (tmp_path / "out" / "decisions").iterdir())
    assert names == ["designation-party.docx", "transfer-state.docx"]


def test_numbers_of_verify_and_report_are_the_same(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    plan = write_plan_by_hand(tmp_path / "less.xlsx", KEPT[:2])
    verified = json.loads(run("verify", files[0], plan, "--json").stdout)
    told = json.loads(run("report", files[0], plan, "--out", tmp_path / "out", "--json", "--decisions", "none").stdout)
    assert {k: told[k] for k in ("placed", "vacant", "below_min", "ok")} == {
        k: verified[k] for k in ("placed", "vacant", "below_min", "ok")
    }
    assert told["decisions_folder"] is None


def test_a_plan_that_breaks_a_hard_rule_gets_a_report_but_nothing_to_sign(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    plan = write_plan_by_hand(tmp_path / "bad.xlsx", [("CB004", "00001", "BT"), *KEPT[1:3]])
    done = run("report", files[0], plan, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "no submission" in done.stdout
    assert sorted(x.name for x in (tmp_path / "out").iterdir()) == ["annexes.xlsx", "report.html"]


def test_a_missing_field_in_a_template_beside_the_case_stops_before_anything_is_written(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    word_file(tmp_path / "submission-party.docx", p("{{ salary_grade }}"))
    done = run("report", *files, "--out", tmp_path / "out", "--json")
    data = only_json(done)
    assert done.exit_code == 1
    assert [(f["file"], f["value"]) for f in data["findings"]] == [("submission-party.docx", "salary_grade")]
    assert not (tmp_path / "out").exists()


def test_templates_can_be_copied_out_edited_and_used(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("report", *files, "--out", tmp_path / "out", "--copy-templates").exit_code == 0
    word_file(tmp_path / "templates" / "submission-party.docx", p("Ours: {{ placed }}"))
    assert run("report", *files, "--out", tmp_path / "out").exit_code == 0
    assert whole_text((tmp_path / "out" / "submission-party.docx").read_bytes()) == "Ours: 4"


def test_a_second_run_replaces_untouched_papers_and_keeps_edited_ones(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run("report", *files, "--out", out)
    first = write_plan_by_hand(tmp_path / "less.xlsx", KEPT[:3])
    again = run("report", files[0], first, "--out", out)
    assert not [x.name for x in out.iterdir() if "old" in x.name]
    assert len(list((out / "decisions").rglob("*.docx"))) == 3, "papers of the first plan must not stay"
    paper = next((out / "decisions").rglob("*.docx"))
    word_file(paper, p("edited by hand"))
    word_file(out / "submission-party.docx", p("edited too"))
    again = run("report", *files, "--out", out)
    assert again.exit_code == 0
    assert "somebody edited" in again.stderr
    kept = list((out / "decisions-old1").rglob(paper.name))
    assert [whole_text(x.read_bytes()) for x in kept] == ["edited by hand"]
    assert whole_text((out / "submission-party-old1.docx").read_bytes()) == "edited too"
    assert len(list((out / "decisions").rglob("*.docx"))) == 4


def test_a_file_somebody_put_among_the_papers_is_kept(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("report", *files, "--out", out)
    (out / "decisions" / "note.txt").write_text("mine")
    run("report", *files, "--out", out)
    assert (out / "decisions-old1" / "note.txt").read_text() == "mine"


def test_outlines_that_cannot_be_read_are_an_error_by_name(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "m.geojson").write_text("{")
    done = run("report", *files, "--out", tmp_path / "out", "--map", tmp_path / "m.geojson")
    assert done.exit_code == 1
    assert "m.geojson" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("out", ["case.xlsx", "missing/out"])
def test_a_folder_that_cannot_be_is_wrong_usage(run: Run, files: tuple[Path, Path], tmp_path: Path, out: str) -> None:
    assert run("report", *files, "--out", tmp_path / out).exit_code == 2


def test_quiet_says_only_where_things_are(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    done = run("report", *files, "--out", tmp_path / "out", "-q")
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 5


def test_the_same_run_gives_the_same_bytes(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        run("report", *files, "--out", tmp_path / name)
        made.append(
            {str(f.relative_to(tmp_path / name)): f.read_bytes() for f in (tmp_path / name).rglob("*") if f.is_file()}
        )
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("lang", "line"), [("vi", "Quyết định: 12.471 / 14.628"), ("en", "Decisions: 12,471 / 14,628")]
)
def test_progress_in_a_log_writes_its_numbers_as_the_language_does(
    lang: Lang, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ticks = iter([0.0, 9.0, 20.0])
    with counting(Say(lang), Text("Quyết định", "Decisions"), lambda: next(ticks)) as watch:
        assert watch is not None
        watch(5_000, 14_628)
        watch(12_471, 14_628)
    assert capsys.readouterr().err.splitlines()[1:] == [line]
