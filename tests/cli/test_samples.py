"""`sample`, `template` and `demo`: files to start from, and nobody's edits lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook, load_workbook

from optimizer.cli.aside import edited
from tests.cli.conftest import Run, only_json

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sample_passes_its_own_check(run: Run) -> None:
    data = only_json(run("sample", "hai-phong-leaders", "--out", "case.xlsx", "--json"))
    assert data == {"status": "ok", "case": "case.xlsx", "place": "hai-phong-leaders", "seed": None, "exit_code": 0}
    assert run("check", "case.xlsx").exit_code == 0


def test_the_seed_decides_the_people(run: Run, tmp_path: Path) -> None:
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        run("sample", "hai-phong-leaders", "--out", f"{name}.xlsx", "--seed", seed)
    a, b, c = ((tmp_path / f"{name}.xlsx").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_the_sample_speaks_the_language_of_the_command(run: Run, tmp_path: Path) -> None:
    run("sample", "hai-phong-leaders", "--out", "vi.xlsx", "--lang", "vi")
    run("sample", "hai-phong-leaders", "--out", "en.xlsx", "--lang", "en")
    assert "Cán bộ" in load_workbook(tmp_path / "vi.xlsx", read_only=True).sheetnames
    assert "Cadres" in load_workbook(tmp_path / "en.xlsx", read_only=True).sheetnames


def test_a_template_passes_its_own_check_in_both_languages(run: Run) -> None:
    for lang in ("vi", "en"):
        assert only_json(run("template", "--out", f"{lang}.xlsx", "--lang", lang, "--json"))["case"] == f"{lang}.xlsx"
        checked = only_json(run("check", f"{lang}.xlsx", "--json"))
        assert checked["errors"] == 0


def test_demo_writes_case_and_plan_where_it_says(run: Run, tmp_path: Path) -> None:
    ended = run("demo")
    assert ended.exit_code == 0
    for name in ("inputs/hai-phong-leaders.xlsx", "outputs/hai-phong-leaders-plan.xlsx"):
        assert name in ended.stdout.replace("\\", "/")
        assert (tmp_path / name).stat().st_size > 0
    assert run("verify", "inputs/hai-phong-leaders.xlsx", "outputs/hai-phong-leaders-plan.xlsx").exit_code == 0


def test_an_edited_workbook_is_kept_beside_the_new_one(run: Run, tmp_path: Path) -> None:
    run("template", "--out", "case.xlsx")
    book = load_workbook(tmp_path / "case.xlsx")
    book.create_sheet("mine")
    book.save(tmp_path / "case.xlsx")
    again = run("template", "--out", "case.xlsx")
    assert "case-old1.xlsx" in again.stderr
    assert "mine" in load_workbook(tmp_path / "case-old1.xlsx", read_only=True).sheetnames
    assert "mine" not in load_workbook(tmp_path / "case.xlsx", read_only=True).sheetnames
    assert "old" not in run("template", "--out", "case.xlsx").stderr


def test_an_untouched_result_is_replaced_silently(run: Run, small: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert "old" not in run("solve", small, "--out", "plan.xlsx").stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.xlsx", "small.xlsx"]


def test_a_file_of_another_maker_counts_as_edited(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "theirs.xlsx")
    (tmp_path / "text.xlsx").write_text("notes", encoding="utf-8")
    (tmp_path / "empty.xlsx").touch()
    assert edited(tmp_path / "theirs.xlsx")
    assert edited(tmp_path / "text.xlsx")
    assert not edited(tmp_path / "empty.xlsx")
