"""Wrong calls: exit code 2, one clear sentence, a remedy, in both languages and in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Run, only_json

if TYPE_CHECKING:
    from pathlib import Path

WRONG: list[tuple[list[str], str, str, str]] = [
    (["slve"], "không có lệnh “slve”", "there is no command “slve”", "solve"),
    (["solve"], "thiếu CASE.xlsx", "CASE.xlsx is missing", "--help"),
    (["solve", "here.xlsx"], "thiếu --out", "--out is missing", "--help"),
    (["check", "away.xlsx"], "không có tệp “away.xlsx”", "there is no file “away.xlsx”", ""),
    (["check", "hre.xlsx"], "không có tệp", "there is no file", "here.xlsx"),
    (["check", "."], "là thư mục", "is a folder", ".xlsx"),
    (["check", "here.xlsx", "more"], "thừa “more”", "“more” at the end", "--help"),
    (
        ["check", "here.xlsx", "--anotate", "x.xlsx"],
        "không có tùy chọn --anotate",
        "there is no option --anotate",
        "--annotate",
    ),
    (
        ["check", "here.xlsx", "--lang", "de"],
        "--lang phải là một trong: vi, en",
        "--lang must be one of: vi, en",
        "--help",
    ),
    (["check", "here.xlsx", "--annotate", "none/x.xlsx"], "không có thư mục “none”", "there is no folder “none”", ""),
    (["check", "here.xlsx", "--annotate", "x.xls"], "không có đuôi .xlsx", "does not end in .xlsx", "x.xls.xlsx"),
    (["check", "here.xlsx", "--annotate", "here.xlsx"], "là tệp đầu vào", "is an input", ""),
    (["check", "here.xlsx", "--annotate", "./sub/../here.xlsx"], "là tệp đầu vào", "is an input", ""),
    (["solve", "here.xlsx", "--out", "here.xlsx"], "là tệp đầu vào", "is an input", ""),
    (["solve", "here.xlsx", "--out", "two.xlsx", "--roster", "two.xlsx"], "là tệp đầu vào", "is an input", ""),
    (["solve", "here.xlsx", "--out", "."], "là thư mục", "is a folder", ".xlsx"),
    (
        ["solve", "here.xlsx", "--out", "p.xlsx", "--gap", "nan"],
        "--gap phải là một con số",
        "--gap must be a number",
        "--help",
    ),
    (
        ["solve", "here.xlsx", "--out", "p.xlsx", "--time-limit", "inf"],
        "--time-limit phải là một con số",
        "--time-limit must be a number",
        "--help",
    ),
    (
        ["solve", "here.xlsx", "--out", "p.xlsx", "--gap", "-1"],
        "--gap phải là một con số",
        "--gap must be a number",
        "--help",
    ),
    (
        ["solve", "here.xlsx", "--out", "p.xlsx", "--time-limit", "0"],
        "--time-limit phải là",
        "--time-limit must be",
        "--help",
    ),
    (["solve", "here.xlsx", "--out"], "--out dùng chưa đúng", "--out", "--help"),
    (["verify", "here.xlsx", "gone.xlsx"], "không có tệp", "there is no file", ""),
    (
        ["sample", "hai-fong", "--out", "x.xlsx"],
        "không có bộ mẫu “hai-fong”",
        "there is no sample “hai-fong”",
        "hai-phong",
    ),
    (["sample", "paris", "--out", "x.xlsx"], "không có bộ mẫu", "there is no sample", "lang-son"),
    (["demo", "--place", "paris"], "không có bộ mẫu", "there is no sample", "hanoi"),
    (["rules", "degre"], "không có quy tắc tên “degre”", "there is no rule named “degre”", "degree"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with two files that are there but need not be read."""
    for name in ("here.xlsx", "two.xlsx"):
        (tmp_path / name).write_bytes(b"never read")
    (tmp_path / "sub").mkdir()
    return tmp_path


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("words", "vi", "en", "remedy"), WRONG)
@pytest.mark.usefixtures("folder")
def test_a_wrong_call_says_what_is_wrong_and_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], vi: str, en: str, remedy: str, lang: str
) -> None:
    monkeypatch.setenv("PLACEMENT_LANG", lang)
    ended = run(*words)
    assert ended.exit_code == 2
    assert ended.stdout == ""
    assert {"vi": vi, "en": en}[lang] in ended.stderr
    assert remedy in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 2, "one sentence and one remedy"


@pytest.mark.parametrize(("words", "vi", "en", "remedy"), WRONG)
@pytest.mark.usefixtures("folder")
def test_a_wrong_call_with_json_gives_one_object(run: Run, words: list[str], vi: str, en: str, remedy: str) -> None:
    data = only_json(run(words[0], "--json", *words[1:]))
    assert data["status"] == "usage_error"
    assert en in data["message"]
    assert remedy in data["fix"]
    assert data["findings"] == []


@pytest.mark.usefixtures("folder")
def test_a_file_that_is_an_input_under_another_name_is_not_written_over(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other.xlsx").hardlink_to(tmp_path / "here.xlsx")
    ended = run("solve", "here.xlsx", "--out", "other.xlsx")
    assert ended.exit_code == 2
    assert (tmp_path / "here.xlsx").read_bytes() == b"never read"
