import datetime as dt

import pytest
from pydantic import ValidationError

from optimizer.domain.staff_frame import allowed, years_gone
from optimizer.model.facts import Facts
from optimizer.rules.staff_pools import StaffPools
from tests.cases import cadre, case, decision, seat, title
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, said

TITLES = (
    title("BT", block="Đảng", rank=1, concurrent_with=("CH",)),
    title("CH", block="Chính quyền", rank=3),
    title("CV", block="chính quyền", rank=8),
    title("QS"),
)
SEATS = (
    seat("U1", "BT"),
    seat("U1", "CH"),
    seat("U1", "CV", 1, max=4),
    seat("U1", "QS", 4),
    seat("U2", "CV", 2, max=4),
)


def staff(present: int = 0, day: dt.date = dt.date(2025, 7, 1), **more):
    people = [
        cadre(who, current_unit_code="U1" if i < present else None, current_title_code="CV")
        for i, who in enumerate("ABCDEF")
    ]
    return case(["U1", "U2"], TITLES, SEATS, **({"cadres": people} | more), plan_date=day, cells=True)


def serving(n: int, code: str = "CV", at: str = "U1"):
    return [(who, at, code) for who in "ABCDEF"[:n]]


def test_without_a_figure_the_frame_is_what_the_seats_sheet_wants() -> None:
    assert kept(StaffPools(), staff(), *serving(2))  # one council chair and one specialist wanted
    assert broken(StaffPools(), staff(), *serving(3))[0]["unit"] == "U1"
    assert kept(StaffPools(), staff(), *serving(2, at="U2"))


def test_the_two_sides_are_counted_apart_and_titles_in_no_block_not_at_all() -> None:
    rule = StaffPools.model_validate({"posts": "Đảng: 0 | Chính quyền: 1"})
    assert kept(rule, staff(), ("A", "U1", "CV"), ("B", "U1", "QS"), ("C", "U1", "QS"))
    assert not kept(rule, staff(), ("A", "U1", "BT"))


def test_who_holds_two_titles_counts_once_where_the_higher_one_stands() -> None:
    rule = StaffPools.model_validate({"posts": "Chính quyền: 0 | Đảng: 1"})
    assert kept(rule, staff(), ("A", "U1", "BT"), ("A", "U1", "CH"))
    assert not kept(rule, staff(), ("A", "U1", "CH"))


@pytest.mark.parametrize(
    ("year", "most"), [(2024, 4), (2025, 4), (2027, 4), (2028, 3), (2029, 3), (2030, 2), (2031, 2)]
)
def test_staff_above_the_frame_may_stay_and_falls_year_by_year(year: int, most: int) -> None:
    rule = StaffPools()  # frame 2, four present: 2 above it
    now = staff(4, dt.date(year, 7, 1))
    assert kept(rule, now, *serving(most))
    assert broken(rule, now, *serving(most + 1)) if most < 4 else True
    assert rule.caps(now).caps[1].most == most


def test_a_unit_below_its_frame_may_grow_to_it_but_not_further() -> None:
    assert StaffPools().caps(staff(1)).caps[1].most == 2
    assert StaffPools(years=0).caps(staff(4)).caps[1].most == 2


def test_the_path_is_whole_people_and_ends_at_the_frame() -> None:
    assert [allowed(10, 13, k, 5) for k in range(7)] == [13, 13, 12, 12, 11, 10, 10]
    assert allowed(10, 8, 0, 5) == 10
    start = dt.date(2025, 7, 1)
    days = (dt.date(2024, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1))
    assert [years_gone(start, d) for d in days] == [0, 0, 1]


def test_an_exception_takes_the_person_out_of_the_count_at_its_seat_only() -> None:
    rule = StaffPools.model_validate({"posts": "Đảng: 0 | Chính quyền: 0"})
    spared = staff(cadres=["A"], decisions=[decision("A", "exception", "U1", "BT", rule="staff_pools")])
    assert kept(rule, spared, ("A", "U1", "BT"))
    assert not kept(rule, spared, ("A", "U1", "BT"), ("A", "U1", "CH"))  # the other title still counts
    assert not kept(rule, spared, ("A", "U2", "CV"))
    arrays = ArraySide(spared)
    for plan in structured_plans(spared):
        assert arrays.outside(rule, plan) == sum(f.amount or 0 for f in rule.violations(spared, plan))


def test_the_sentence_names_unit_and_block() -> None:
    vi, en = said(StaffPools.model_validate({"posts": "chinh quyen:0"}), staff(), ("A", "U2", "CV"))
    assert vi == "Unit U2, khối Chính quyền: 1 người, tối đa 0: Person A (A)."
    assert en == "Unit U2, block Chính quyền: 1 in post, at most 0: Person A (A)."


def test_blocks_are_checked() -> None:
    found = list(StaffPools.model_validate({"posts": "Chính quyên:30 | Công đoàn:3"}).problems(staff()))
    assert [(f.code, f.severity, f.value) for f in found[:-1]] == [("unknown_block", "error", "Công đoàn")]
    assert (found[-1].code, str(found[-1].where)) == ("blank_staff_pools", "case.xlsx › Titles!C5")
    (idle,) = StaffPools().problems(case(["U1"], ["T1"]))
    assert idle.code == "idle_rule"
    assert StaffPools().rows(Facts(case(["U1"], ["T1"]))) == ()


@pytest.mark.parametrize("wrong", ["Chính quyền", ":3", "Chính quyền:nhiều", "Chính quyền:-1"])
def test_figures_are_written_as_block_and_posts(wrong: str) -> None:
    with pytest.raises(ValidationError):
        StaffPools.model_validate({"posts": wrong})
    assert StaffPools.model_validate({"posts": "Đảng, Mặt trận: 17 |"}).posts == (("Đảng, Mặt trận", 17),)
