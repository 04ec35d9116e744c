"""The Rules sheet decides what is in force; whatever is wrong with it is said with its cell, value and remedy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from optimizer.catalogue import catalogue, find_name, known, ordered
from optimizer.domain.plan import Plan
from optimizer.domain.topics import TOPICS
from optimizer.objectives.base import Objective
from tests.cases import case, date, decision, setting

if TYPE_CHECKING:
    from optimizer.catalogue import Catalogue
    from optimizer.findings import Finding


def asked(*rows: Any) -> Catalogue:
    return catalogue(case(cadres=["A"], rules=rows, cells=True, previous=Plan(())))


def only(*rows: Any) -> Finding:
    (finding,) = asked(*rows).findings
    return finding


def on(active: Catalogue) -> set[str]:
    return {a.rule.name for a in active.rules} | {a.objective.name for a in active.objectives}


def cell(finding: Finding) -> str:
    return finding.where.cell


def test_it_is_worked_out_once_a_case_and_anew_for_a_changed_one() -> None:
    one = case(cadres=["A"])
    assert catalogue(one) is catalogue(one)
    changed = replace(one, rules=(setting("wishes"),))
    assert "wishes" in on(catalogue(changed))
    assert "wishes" not in on(catalogue(one))


def test_without_a_sheet_the_defaults_are_in_force() -> None:
    active = catalogue(case(cadres=["A"]))
    assert on(active) | active.idle == {n for n, c in known().items() if c.default_on or c.fixed}
    assert active.idle == {"fewest_changes"}  # no plan was reviewed yet
    assert "fewest_changes" in on(catalogue(case(cadres=["A"], previous=Plan(()))))


def test_a_rule_not_listed_keeps_its_default_and_a_listed_one_follows_its_row() -> None:
    active = asked(setting("travel", on=False), setting("wishes"), setting("degree", mode="soft", level=4, weight=2.5))
    assert "travel" not in on(active)
    assert {"wishes", "moves"} <= on(active)
    (degree,) = (a for a in active.rules if a.rule.name == "degree")
    assert (degree.soft, degree.level, degree.weight) == (True, 4, 2.5)
    assert active.findings == ()


def test_a_rule_may_be_called_by_its_title_in_either_language_without_accents() -> None:
    for name, cls in known().items():
        assert {find_name(w) for w in (name, cls.text.vi, cls.text.en.upper())} == {name}


def test_an_unknown_rule_is_an_error_with_a_suggestion() -> None:
    found = only(setting("trinh do chuyen mom"))
    assert (found.code, found.severity, cell(found), found.value) == (
        "unknown_rule", "error", "A2", "trinh do chuyen mom"
    )  # fmt: skip
    assert "Có phải ý bạn là “Trình độ" in found.fix.vi
    assert "(degree)" in found.fix.en


def test_a_word_with_which_a_few_titles_begin_is_met_with_all_of_them() -> None:
    found = only(setting("Trình độ"))
    assert found.fix.vi == "Có phải ý bạn là “Trình độ chuyên môn” hoặc “Trình độ lý luận chính trị”?"
    assert only(setting("xyz")).fix.en == "See `placement rules` for the list."


def test_a_parameter_without_a_value_is_said_to_have_none() -> None:
    found = only(setting("moves", params={"other": ""}))
    assert found.text.vi == "tham số “other” chưa có giá trị."
    assert found.fix.en == "Allowed: a number, 0 or more. Default: 1."


@pytest.mark.parametrize(("written", "meant"), [("15", "“15%”"), ("2,5", "“2,5%”"), ("150", ""), ("nhiều", "")])
def test_a_share_written_as_a_whole_number_is_met_with_the_percent_that_may_be_meant(written: str, meant: str) -> None:
    found = only(setting("senders_keep", params={"min_share": written}))
    assert ("Có phải ý bạn là" in found.fix.vi) == bool(meant)
    assert meant in found.fix.en


def test_a_rule_listed_twice_is_an_error_at_the_second_row() -> None:
    found = only(setting("travel"), setting("Travel support"))
    assert (found.severity, cell(found)) == ("error", "A3")


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize(("first_to", "second_from", "most"), [("30/6/2025", "1/7/2025", 7), ("7/2025", "8/2025", 5)])
def test_of_two_periods_of_one_rule_the_one_of_the_plan_date_counts(
    first_to: str, second_from: str, most: int, swapped: bool
) -> None:
    """As R5 and R8 have it: one number until a day, another from the next day on; the order of the rows is free."""
    rows = [
        setting("move_cap", to_date=date(first_to), params={"most": "5"}),
        setting("Giới hạn số người chuyển", from_date=date(second_from), params={"most": "7"}),
    ]
    active = asked(*(reversed(rows) if swapped else rows))
    (cap,) = (a.rule for a in active.rules if a.rule.name == "move_cap")
    assert cap.model_dump()["most"] == most
    (other,) = (f for f in active.findings if f.code != "idle_rule")
    assert (other.code, other.severity) == ("rule_not_in_force", "info")
    assert other.where.cell[1:] == ("2" if (most == 7) is not swapped else "3")


def test_two_periods_that_share_a_day_or_are_both_over_are_said() -> None:
    overlapping = only(
        setting("theory", to_date=date("7/2025"), on=False), setting("theory", from_date=date("31/7/2025"))
    )
    assert (overlapping.severity, cell(overlapping)) == ("error", "A3")
    over = asked(
        setting("move_cap", to_date=date("2023")), setting("move_cap", from_date=date("2024"), to_date=date("2024"))
    )
    assert "move_cap" not in on(over)
    assert sorted(f.code for f in over.findings) == ["rule_not_in_force"] * 2


def test_a_misspelt_parameter_is_an_error_with_a_suggestion() -> None:
    found = only(setting("moves", params={"same_clusters": "1"}))
    assert (found.severity, cell(found), found.value) == ("error", "F2", "same_clusters")
    assert "“same_cluster”" in found.fix.vi
    assert "“same_cluster”" in found.fix.en


def test_a_parameter_of_a_rule_without_any_is_said_to_be_none() -> None:
    assert only(setting("theory", params={"least": "3"})).fix.vi == "Quy tắc này không có tham số."


@pytest.mark.parametrize(
    ("rule", "params", "value", "vi", "en"),
    [
        ("moves", {"other": "-1"}, "-1", "Cho phép: số từ 0 trở lên. Mặc định: 1.", "Allowed: a number, 0 or more."),
        ("moves", {"other": "nhiều"}, "nhiều", "số từ 0 trở lên", "a number, 0 or more"),
        ("suitability", {"years_full": "0"}, "0", "số lớn hơn 0", "a number, above 0"),
        ("suitability", {"explicit": "maybe"}, "maybe", "có hoặc không", "yes or no"),
        ("not_local", {"level": "distrct"}, "distrct", "Có phải ý bạn là “district”?", "Did you mean “district”?"),
        ("not_local", {"level": "làng"}, "làng", "một trong: commune, district, province", "one of: commune"),
        ("travel", {"bands": "15-1.8"}, "15-1.8", "viết như 15:1.8 | 30:2.7 | 45:3.6", "written like 15:1.8 | 30:2.7"),
        (
            "travel",
            {"bands": "15:-1 | 30:-2"},
            "15:-1 | 30:-2",
            "viết như 15:1.8 | 30:2.7 | 45:3.6",
            "written like 15:1.8 | 30:2.7",
        ),
    ],
)
def test_a_value_out_of_range_is_an_error_that_says_the_range_in_both_languages(
    rule: str, params: dict[str, str], value: str, vi: str, en: str
) -> None:
    found = only(setting(rule, params=params))
    assert (found.severity, cell(found), found.value) == ("error", "F2", value)
    assert vi in found.fix.vi
    assert en in found.fix.en
    assert value in found.text.vi


def test_every_fault_of_a_row_and_of_the_sheet_is_said_at_once() -> None:
    rows = (
        setting("moves", params={"other": "x", "same": "1"}, level=1, weight=-2),
        setting("travell"),
        setting("wishes", level=1, weight=-2, mode="hard"),
    )
    assert sorted((cell(f), f.severity) for f in asked(*rows).findings) == [
        ("A3", "error"), ("C4", "error"), ("D2", "error"), ("D4", "error"), ("E2", "error"), ("E4", "error"),
        ("F2", "error"), ("F2", "error"),
    ]  # fmt: skip


@pytest.mark.parametrize(("level", "said"), [(0, "cấp 1 dành cho ghế trống"), (1, "cấp 1"), (10, "không có cấp này")])
def test_levels_stand_from_two_to_nine(level: int, said: str) -> None:
    found = only(setting("moves", level=level))
    assert (found.severity, cell(found), found.value) == ("error", "D2", str(level))
    assert said in found.text.vi
    assert asked(setting("moves", level=9)).findings == ()


def test_the_level_of_a_hard_rule_counts_nothing_and_is_not_judged() -> None:
    for row in (setting("degree", level=1), setting("women_in_leadership", mode="hard", level=1)):
        assert asked(row).findings == ()
    assert cell(only(setting("women_in_leadership", level=1))) == "D2"


@pytest.mark.parametrize(("weight", "said"), [(-0.5, "không được âm"), (2e6, "quá lớn")])
def test_weights_stand_from_nought_to_a_million(weight: float, said: str) -> None:
    found = only(setting("moves", weight=weight))
    assert (found.severity, cell(found)) == ("error", "E2")
    assert said in found.text.vi
    assert asked(setting("moves", weight=0)).findings == ()


def test_a_weight_finer_than_three_decimals_is_rounded_and_said() -> None:
    active = asked(setting("moves", weight=1 / 3))
    assert next(o.weight for o in active.objectives if o.objective.name == "moves") == 0.333
    assert [(cell(f), f.severity) for f in active.findings] == [("E2", "warning")]


def test_a_mode_the_rule_cannot_have_is_an_error() -> None:
    found = only(setting("together", mode="soft"))
    assert (found.severity, cell(found), found.value) == ("error", "C2", "soft")
    assert only(setting("moves", mode="hard")).severity == "error"
    assert asked(setting("moves", mode="soft")).findings == ()


def test_a_rule_always_in_force_cannot_be_switched_off() -> None:
    active = asked(setting("decisions", on=False))
    assert "decisions" in on(active)
    assert [(cell(f), f.severity) for f in active.findings] == [("B2", "warning")]


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        ("1/7/2025", None, True), ("2/7/2025", None, False), (None, "1/7/2025", True), (None, "30/6/2025", False),
        ("7/2025", "7/2025", True), ("2025", "2025", True), ("2026", None, False), (None, "2024", False),
        ("1/1/2025", "1/6/2025", False),
    ],
)  # fmt: skip
def test_dates_say_when_a_row_is_in_force_to_the_day(start: str | None, end: str | None, there: bool) -> None:
    dates = {"from_date": start and date(start), "to_date": end and date(end)}
    active = asked(setting("wishes", **dates))
    assert ("wishes" in on(active)) == there
    if there:
        assert active.findings == ()
    else:
        (found,) = active.findings
        late = start is not None and cell(found) == "G2"
        assert found.severity == "info"
        assert late or cell(found) == "H2"


def test_a_row_out_of_force_switches_off_what_is_on_by_default() -> None:
    assert "travel" not in on(asked(setting("travel", to_date=date("2024"))))


def test_a_blank_parameter_is_its_default_where_the_default_is_none_given() -> None:
    for name, cls in known().items():
        optional = {n for n, f in cls.model_fields.items() if f.get_default(call_default_factory=True) is None}
        active = asked(setting(name, params=dict.fromkeys(optional, "")))
        made = [*(a.rule for a in active.rules), *(a.objective for a in active.objectives)]
        assert cls() in made


def exception(**fields: Any) -> list[tuple[str, str, str]]:
    given = decision("A", "exception", **fields)
    found = catalogue(case(cadres=["A"], decisions=[given], cells=True)).findings
    return sorted((f.code, f.severity, str(f.where.cell)) for f in found)


def test_an_exception_that_nobody_answers_for_is_a_warning_with_its_cell() -> None:
    reason, author = {"reason": "bệnh nặng"}, {"author": "Ban Thường vụ"}
    assert exception(rule="degree", **reason, **author) == []
    assert exception(**reason) == [("exception_without_author", "warning", "G2")]
    assert exception(**author) == [("exception_without_reason", "warning", "F2")]


def test_an_exception_from_an_unknown_rule_or_one_without_exceptions_is_an_error() -> None:
    assert exception(rule="degre") == [("unknown_rule", "error", "E2")]
    assert exception(rule="seat_limits") == [("no_exception", "error", "E2")]


def test_lists_go_by_subject_rules_before_objectives() -> None:
    found = ordered()
    assert set(found) == set(known().values())
    keys = [(list(TOPICS).index(c.topic), issubclass(c, Objective), c.name) for c in found]  # type: ignore[arg-type]
    assert keys == sorted(keys)


def test_what_a_rule_says_of_its_parameters_is_said_in_both_languages() -> None:
    rows = [
        setting("age_mix", params={"middle_from_years": "50", "older_from_years": "45"}),
        setting("travel", params={"bands": "15"}),
        setting("shared_specialist", params={"time_shares": "60/50 | 40/30/30"}),
    ]
    found = [f for f in catalogue(case(rules=rows)).findings if f.severity == "error"]
    said = [
        ("older_from_years phải lớn hơn middle_from_years", "older_from_years should be above middle_from_years"),
        ("các tỷ lệ của mỗi cách chia phải cộng lại bằng 100", "the shares of each division should add up to 100"),
        ("mỗi mức ghi theo dạng km:số tiền", "each band should be written as km:amount"),
    ]
    assert [(vi in f.sentence("vi"), en in f.sentence("en")) for f, (vi, en) in zip(found, said, strict=True)] == [
        (True, True)
    ] * 3


def test_a_misspelt_group_of_titles_is_asked_back() -> None:
    rows = [setting("relatives_linked", params={"linked": "leader+lider"})]
    (found,) = (f for f in catalogue(case(rules=rows)).findings if f.severity == "error")
    assert "leader" in found.sentence("en")
    assert "Did you mean" in found.sentence("en")
