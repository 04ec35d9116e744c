"""The console: findings grouped and few, JSON whole and valid, numbers as each language writes them."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import click
import pytest

from optimizer.cli.console import Say, grouped, tally, to_json
from optimizer.cli.exits import Exit, Failure
from optimizer.cli.progress import EVERY, LineWatch, LiveWatch, facts, watching
from optimizer.engine.progress import Progress
from optimizer.findings import Address, Finding, Severity
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.text import Lang


def finding(n: int, code: str = "unknown_unit", severity: Severity = "error") -> Finding:
    where = Address("case.xlsx", "Seats", f"A{n}")
    return Finding(code, severity, Text("không có đơn vị này.", "no such unit."), Text("Sửa mã.", "Mend it."), where)


def test_two_thousand_findings_of_one_kind_are_a_head_three_examples_and_a_count() -> None:
    lines = [click.unstyle(line) for line in grouped([finding(n) for n in range(2000)], "en")]
    assert lines[0] == "ERROR  2,000 places  [unknown_unit]"
    assert lines[1] == "    case.xlsx › Seats!A0: no such unit. Mend it."
    assert lines[-1].strip() == "… and 1,997 more"
    assert len(lines) == 5


def test_examples_of_one_kind_come_from_every_column_that_has_any() -> None:
    first = [finding(n) for n in range(2, 900)]
    where = Address("case.xlsx", "Seats", "G700")
    other = Finding("unknown_unit", "error", Text("khác", "other"), Text("", ""), where)
    lines = [click.unstyle(line) for line in grouped([*first, other], "en")]
    assert [line.split(":")[0].strip() for line in lines[1:4]] == [
        "case.xlsx › Seats!A2",
        "case.xlsx › Seats!A3",
        "case.xlsx › Seats!G700",
    ]


def test_errors_come_before_warnings_and_a_single_place_is_singular() -> None:
    lines = [click.unstyle(x) for x in grouped([finding(1, "blank", "warning"), finding(2)], "en")]
    heads = [line.split("  ")[:2] for line in lines if not line.startswith(" ")]
    assert heads == [["ERROR", "1 place"], ["WARNING", "1 place"]]


def test_tally_reads_in_both_languages() -> None:
    found = [finding(1), finding(2), finding(3, severity="warning"), finding(4, severity="info")]
    assert tally(found) == Text("2 lỗi, 1 cảnh báo, 1 ghi chú", "2 errors, 1 warning, 1 note")
    assert tally([]).en == "0 errors, 0 warnings"


def test_json_never_holds_numbers_that_json_does_not_know() -> None:
    data = json.loads(to_json({"a": math.inf, "b": [math.nan, 1.5], "c": {1: (2, "Bình")}}))
    assert data == {"a": None, "b": [None, 1.5], "c": {"1": [2, "Bình"]}}


def test_a_failure_is_said_on_stderr_and_whole_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    text, fix = Text("mâu thuẫn.", "they clash."), Text("Sửa.", "Mend.")
    failure = Failure(Exit.INFEASIBLE, "infeasible", text, fix, [finding(1)] * 9)
    assert Say("en").failed(failure) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "they clash." in shown.err
    assert "… and 6 more" in shown.err
    assert shown.err.rstrip().endswith("Mend.")
    assert Say("vi", as_json=True).failed(failure) == 3
    data = json.loads(capsys.readouterr().out)
    assert data["status"] == "infeasible"
    assert data["message"] == "mâu thuẫn."
    assert data["counts"] == {"unknown_unit": 9}
    assert len(data["findings"]) == 9


def test_quiet_keeps_results_and_errors_only(capsys: pytest.CaptureFixture[str]) -> None:
    say = Say("en", quiet=True)
    say.note("remark")
    say.tell("summary")
    say.out("result")
    say.show([finding(1), finding(2, "blank", "warning")])
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "result" in shown.out
    assert "unknown_unit" in shown.out
    assert "summary" not in shown.out
    assert "blank" not in shown.out


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        (
            "vi",
            {"Đang làm": "định giá ghế", "Đạt được": "1.234,5", "Cận đã chứng minh": "1.230", "Khoảng cách": "0,36%"},
        ),
        ("en", {"Now": "pricing", "Reached": "1,234.5", "Proved bound": "1,230", "Gap": "0.36%"}),
    ],
)
def test_progress_shows_value_bound_and_gap_in_each_language(lang: Lang, shown: dict[str, str]) -> None:
    found = dict(facts(Progress(3.0, "pricing", "suitability+travel", 1234.5, 1230.0, 0.0036), lang))
    level = found.pop({"vi": "Cấp", "en": "Level"}[lang])
    assert found == shown
    assert "suitability" not in level
    assert " + " in level


def test_numbers_are_not_shown_before_they_mean_something() -> None:
    start = dict(facts(Progress(3.0, "pricing", "suitability", -756_229.7, 27_991_709.7, 38.0), "en"))
    assert start == {"Now": "pricing", "Level": "Suitability"}


def test_a_log_gets_a_line_every_ten_seconds_and_not_more(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, EVERY - 0.1, EVERY, EVERY + 1, 2 * EVERY])
    watch = LineWatch(Say("en"), clock=lambda: next(times))
    for n in range(5):
        watch(Progress(float(n), "pricing", value=float(n)))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert [line.split(" ")[0] for line in shown.err.splitlines()] == ["2", "4"]


def test_the_panel_counts_how_long_nothing_better_came_and_names_the_way_out() -> None:
    now = [0.0]
    watch = LiveWatch("en", 60, clock=lambda: now[0])
    watch(Progress(1.0, "pricing", "vacancies", 10.0, 8.0, 0.2))
    now[0] = 40.0
    watch(Progress(40.0, "pricing", "vacancies", 10.0, 9.0, 0.1))
    rows = dict(watch.lines())
    assert rows["Time"] == "40 s / 60 s"
    assert rows["Nothing better for"] == "40 s"
    assert "Ctrl+C" in rows
    watch(Progress(41.0, "pricing", "vacancies", 9.0, 9.0, 0.0))
    assert dict(watch.lines())["Nothing better for"] == "0 s"


def test_quiet_watches_nothing_and_a_pipe_gets_lines() -> None:
    with watching(Say("en", quiet=True), None) as nobody:
        assert nobody is None
    with watching(Say("en"), None) as listener:
        assert isinstance(listener, LineWatch)
