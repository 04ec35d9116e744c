"""The console summary: the user's words and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.plan import LevelResult, Outcome, Plan
from optimizer.pipeline import propose
from optimizer.reports.summary import summary
from optimizer.reports.words import unit_of_level
from optimizer.review.levels import level_values
from tests.cases import cadre, case, decision, seat, setting, title, unit

if TYPE_CHECKING:
    from optimizer.domain.case import Case

LEVELS = (
    LevelResult("vacancies", "min", 2, 2),
    LevelResult("suitability+travel", "max", 88.5, 90.0, (("suitability", 90.0), ("travel", 1.5))),
    LevelResult("tie_break", "min", 417, 417),
)


def made() -> tuple[Case, Plan]:
    seats = [seat("U1", "T1", 2), seat("U2", "T1", 2)]
    return case(
        [unit("U1"), unit("U2")], [title("T1", name="Clerk", min_theory=1)], seats, ["A", cadre("B", theory=2)]
    ), Plan.of([("B", "U1", "T1")])


def outcome(plan: Plan | None, **more: object) -> Outcome:
    return Outcome("feasible", plan, LEVELS, placed=1, vacant=3, **more)  # type: ignore[arg-type]


def test_english_summary() -> None:
    the_case, plan = made()
    assert summary(the_case, outcome(plan), verify(the_case, plan), "en") == [
        "1 of 2 people placed; 3 seats vacant. Result: valid, within a known distance of the best.",
        "Vacancies by title:",
        "  Clerk: 3 (in 2 units)",
        "Vacant seats: 2 seats (bound 2, gap 0%). No plan leaves fewer than 2 seats empty.",
        "Suitability + Travel support: 88.5 weighted points (bound 90, gap 1.7%). With the levels above kept, no "
        "plan goes above 90.",
        "  Suitability: 90 points",
        "  Travel support: 1.5 million VND a month",
        f"Independent checker: all {sum(not c.soft for c in verify(the_case, plan).checks)} hard rules are kept.",
    ]  # fmt: skip


def test_a_single_objective_that_is_weighed_is_told_in_points_and_in_its_own_unit() -> None:
    # two people change places; a move weighs 5, so the level is 10 points and not 10 people
    people = [cadre("A", current_unit_code="U2", current_title_code="T1"), cadre("B", current_unit_code="U1")]
    rules = [setting("moves", weight=5, level=4), setting("suitability", on=False)]
    locks = [decision("A", "lock", "U1"), decision("B", "lock", "U2")]
    the_case = case(["U1", "U2"], ["T1"], None, people, rules=rules, decisions=locks)
    found = propose(the_case, gap=0.0)
    lines = summary(the_case, found, None, "en")
    at = lines.index("Moves: 10 weighted points (bound 10, gap 0%). With the levels above kept, no plan does better.")
    assert lines[at + 1] == "  Moves: 2 weighted people"
    assert found.plan is not None
    checked = level_values(the_case, catalogue(the_case), verify(the_case, found.plan))
    assert [unit_of_level(level) for level in checked] == [unit_of_level(level) for level in found.levels[:-1]]


def test_what_only_a_search_proved_is_said_to_be_so_with_what_prices_prove() -> None:
    the_case, plan = made()
    levels = (
        LevelResult("vacancies", "min", 2, 2, seats=4, by_prices=2),
        LevelResult("moves", "min", 9, 8, by_prices=7),
    )
    said = summary(the_case, replace(outcome(plan), levels=levels), None, "en")
    assert "Vacant seats: 2 seats (bound 2, gap 0%). No plan fills more than 2 of the 4 seats." in said
    assert [line for line in said if "proved:" in line] == [
        "  How it is proved: proved by search; prices alone prove 7."
    ]


def test_vietnamese_summary_is_vietnamese() -> None:
    the_case, plan = made()
    lines = summary(the_case, outcome(plan), verify(the_case, plan), "vi")
    assert lines[0] == "Đã bố trí 1/2 người; còn 3 ghế trống. Kết quả: hợp lệ, đã biết khoảng cách đến tối ưu."
    assert (
        lines[3]
        == "Ghế trống so với chỉ tiêu: 2 ghế (giới hạn 2, khoảng cách 0%). Không phương án nào để trống ít hơn 2 ghế."
    )
    assert "giữ đúng" in lines[-1]


def test_broken_hard_and_soft_rules_are_counted_apart() -> None:
    the_case, _ = made()
    plan = Plan.of([("A", "U1", "T1"), ("B", "U1", "T1")])
    assert summary(the_case, outcome(plan), verify(the_case, plan), "en")[-1] == (
        "Independent checker: 1 hard rule broken, in 1 place."
    )
    soft = case(titles=the_case.titles, cadres=["A"], rules=[setting("theory", mode="soft")])
    assert summary(soft, outcome(plan), verify(soft, Plan.of([("A", "U1", "T1")])), "en")[-1] == "Soft rules broken: 1."


def test_only_the_ten_titles_most_in_need_are_named() -> None:
    titles = [title(f"T{i:02d}") for i in range(13)]
    seats = [seat("U1", f"T{i:02d}", i + 1) for i in range(13)]
    lines = summary(case(titles=titles, seats=seats), outcome(Plan.of([])), None, "en")
    named = [line for line in lines if line.startswith("  Title")]
    assert len(named) == 10
    assert named[0] == "  Title T12: 13 (in 1 unit)"
    assert "  and 3 more titles: 6 seats" in lines


@pytest.mark.parametrize(("lang", "text"), [("vi", "Kết quả: không có phương án."), ("en", "Result: infeasible.")])
def test_no_plan_is_one_line(lang: str, text: str) -> None:
    assert summary(case(), Outcome("infeasible", None), None, lang) == [text]  # type: ignore[arg-type]
