import pytest

from optimizer.rules.performance_floor import PerformanceFloor
from tests.cases import cadre, case, decision, title
from tests.rules.judge import broken, kept, remarks, said

TITLES = (
    title("HEAD", group="leader", rank=1),
    title("DEPUTY", group="manager", rank=5),
    title("CLERK", group="specialist", rank=8),
)
FAILED, DONE = "failed", "done"


def office(**facts: object):  # type: ignore[no-untyped-def]
    return case(titles=TITLES, cadres=[cadre("A", current_unit_code="U1", current_title_code="DEPUTY", **facts)])


@pytest.mark.parametrize(
    ("facts", "years", "ok"),
    [
        ({"rating": 50.0}, 1, True),
        ({"rating": 49.9}, 1, False),
        ({"grades": ((2024, FAILED),)}, 1, False),
        ({"grades": ((2023, FAILED), (2024, DONE))}, 1, True),
        ({"grades": ((2023, FAILED), (2024, DONE))}, 2, False),
        ({"grades": ((2019, FAILED),)}, 1, False),  # the latest there is
        ({"grades": ((2024, DONE),), "rating": 46.0}, 1, True),  # a blank rating is read as the mean of the grades
        ({}, 1, True),
    ],
)
def test_the_latest_grades_or_else_the_rating_decide(facts: dict[str, object], years: int, ok: bool) -> None:
    assert kept(PerformanceFloor(years=years), office(**facts), ("A", "U1", "HEAD")) is ok


def test_only_a_higher_seat_is_closed() -> None:
    weak = office(rating=30.0)
    assert kept(PerformanceFloor(), weak, ("A", "U1", "DEPUTY"))
    assert kept(PerformanceFloor(), weak, ("A", "U1", "CLERK"))
    assert broken(PerformanceFloor(), weak, ("A", "U1", "HEAD")) == [
        {"cadre": "A", "unit": "U1", "title": "HEAD", "rule": "performance_floor"}
    ]


def test_the_sentence_names_the_year_of_the_grade_or_the_rating() -> None:
    vi, en = said(PerformanceFloor(), office(grades=((2024, FAILED),)), ("A", "U1", "HEAD"))
    assert "xếp loại năm 2024: không hoàn thành nhiệm vụ; không bố trí vào chức danh cao hơn hiện nay." in vi
    assert "grade of 2024: not fulfilled; no higher title than now is open." in en
    vi, en = said(PerformanceFloor(), office(rating=49.5), ("A", "U1", "HEAD"))
    assert "điểm đánh giá 49,5, dưới mức 50" in vi
    assert "rated 49.5, below 50" in en


def test_who_has_neither_is_remarked_and_an_exception_opens_the_seat() -> None:
    marked = case(titles=TITLES, cadres=[cadre("A"), cadre("B", rating=60.0)], cells=True)
    assert remarks(PerformanceFloor(), marked) == [("blank_performance_floor", "info", "rating 2")]
    allowed = case(
        titles=TITLES,
        cadres=[cadre("A", rating=10.0)],
        decisions=[decision("A", "exception", rule="performance_floor")],
    )
    assert kept(PerformanceFloor(), allowed, ("A", "U1", "HEAD"))
