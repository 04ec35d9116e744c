"""Levels and numbers in words."""

from __future__ import annotations

import pytest

from optimizer.domain.plan import LevelResult
from optimizer.reports.words import agreeing, level_text, number, percent, proof, proved_by, unit_of_level
from optimizer.text import Text


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234567.5, "1.234.567,5", "1,234,567.5"),
        (3, "3", "3"),
        (0.0, "0", "0"),
        (-0.001, "0", "0"),
        (100.0, "100", "100"),
        (78.125, "78,13", "78.13"),
        (-2.675, "-2,68", "-2.68"),
        (2.25, "2,25", "2.25"),
    ],
)
def test_numbers_follow_the_language(value: float, vi: str, en: str) -> None:
    assert (number(value).vi, number(value).en) == (vi, en)


@pytest.mark.parametrize(
    ("value", "unit", "en"),
    [
        (1, Text("ghế", "seats"), "1 seat"),
        (-1, Text("người quy đổi", "weighted people"), "-1 weighted person"),
        (1, Text("triệu đồng/tháng", "million VND a month"), "1 million VND a month"),
        (0.5, Text("điểm", "points"), "0.5 points"),
    ],
)
def test_one_of_anything_is_not_told_as_many(value: float, unit: Text, en: str) -> None:
    assert f"{number(value).en} {agreeing(number(value), unit).en}" == en
    assert agreeing(number(value), unit).vi == unit.vi


@pytest.mark.parametrize(
    ("share", "en"), [(1 / 3, "33.3%"), (0.0, "0%"), (0.0004, "0.04%"), (0.00031, "0.031%"), (1.0, "100%")]
)
def test_small_gaps_stay_visible(share: float, en: str) -> None:
    assert percent(share).en == en


@pytest.mark.parametrize(
    ("level", "en"),
    [
        (
            LevelResult("vacancies", "min", 14, 14),
            "With the levels above kept, no plan leaves fewer than 14 seats empty.",
        ),
        (LevelResult("below_minimum", "min", 3, 2), "With the levels above kept, no plan lacks fewer than 2 seats."),
        (
            LevelResult("vacancies_priority_2", "min", 14, 11.2),
            "With the levels above kept, no plan leaves fewer than 12 seats empty.",
        ),
        (
            LevelResult("vacancies", "min", 6, 6, seats=4437),
            "With the levels above kept, no plan fills more than 4,431 of the 4,437 seats.",
        ),
        (
            LevelResult("below_minimum", "min", 7, 5.2, seats=90),
            "With the levels above kept, no plan fills more than 84 of the 90 seats that are the minimum.",
        ),
        (LevelResult("below_minimum", "min", 0, 0), "No seat is missing here."),
        (LevelResult("vacancies", "min", 14, None), "No bound was proved."),
        (
            LevelResult("tie_break", "min", 417, None),
            "Only chooses between equal plans: not proved, and no level above needs it to be.",
        ),
        (
            LevelResult("tie_break", "min", 417, 417),
            "Only chooses between equal plans; the number says nothing about the plan.",
        ),
        (LevelResult("suitability", "max", 90, 90), "With the levels above kept, no plan does better."),
        (LevelResult("suitability", "max", 90, 95.5), "With the levels above kept, no plan goes above 95.5."),
        (LevelResult("travel", "min", 9, 7), "With the levels above kept, no plan goes below 7."),
    ],
)
def test_what_is_proved_is_said_in_a_sentence(level: LevelResult, en: str) -> None:
    assert proof(level).en == en
    assert proof(level).vi != en


@pytest.mark.parametrize(
    ("bound", "by_prices", "en"),
    [
        (90.0, 90.0, "proved by prices"),
        (90.0, 93.25, "proved by search; prices alone prove 93.25"),
        (90.0, None, ""),
        (None, 93.25, ""),
    ],
)
def test_how_a_bound_was_proved_is_said_with_what_prices_alone_prove(
    bound: float | None, by_prices: float | None, en: str
) -> None:
    assert proved_by(LevelResult("suitability", "max", 90, bound, by_prices=by_prices)).en == en


def test_the_first_level_rests_on_no_other() -> None:
    assert proof(LevelResult("vacancies", "min", 14, 14), first=True).en == "No plan leaves fewer than 14 seats empty."


@pytest.mark.parametrize(
    ("name", "parts", "vi", "unit"),
    [
        ("vacancies_priority_2", (), "Ghế trống so với chỉ tiêu, ưu tiên 2", "seats"),
        ("below_minimum", (), "Ghế thiếu dưới mức tối thiểu", "seats"),
        ("soft_rules", (("degree", 2.0),), "Quy tắc mềm", "outside the limit"),
        ("soft_rules_level_3", (("degree", 2.0),), "Quy tắc mềm, cấp 3", "outside the limit"),
        ("suitability", (("suitability", 90.0),), "Mức độ phù hợp", "points"),
        (
            "suitability+travel",
            (("suitability", 90.0), ("travel", 1.0)),
            "Mức độ phù hợp + Hỗ trợ đi lại và thuê nhà",
            "weighted points",
        ),
        (
            "degree+moves",
            (("degree", 2.0), ("moves", 1.0)),
            "Trình độ chuyên môn + Số người chuyển đơn vị",
            "weighted points",
        ),
        (
            "age_mix+continuity+degree+suitability",
            (("age_mix", 2.0), ("continuity", 1.0), ("degree", 1.0), ("suitability", 1.0)),
            "3 quy tắc mềm + Mức độ phù hợp",
            "weighted points",
        ),
    ],
)
def test_levels_have_names_and_units(name: str, parts: tuple[tuple[str, float], ...], vi: str, unit: str) -> None:
    level = LevelResult(name, "min", 1, 1, parts)
    assert (level_text(level).vi, unit_of_level(level).en) == (vi, unit)
