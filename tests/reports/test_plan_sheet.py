"""The first sheet: its columns, its order, its rows."""

from __future__ import annotations

import pytest

from optimizer.reports.plan_sheet import PlanSection
from tests.cases import cadre, case, seat, setting, title, unit
from tests.reports.tables import context, rows

VI = (
    "Mã cán bộ", "Họ và tên", "Mã đơn vị", "Tên đơn vị", "Mã chức danh", "Tên chức danh", "Hình thức",
    "Đơn vị công tác hiện nay", "Khoảng cách (km)", "Điểm phù hợp", "Khóa", "Cấm", "Ghế thay thế", "Ý kiến",
)  # fmt: skip
EN = (
    "cadre_id", "name", "unit_code", "unit_name", "title_code", "title_name", "form", "current_unit", "distance_km",
    "suitability", "lock", "forbid", "alternative_seat", "comment",
)  # fmt: skip


def test_the_columns_are_those_of_the_contract_in_their_order() -> None:
    columns = PlanSection().table(context(case(cadres=["A"]), [("A", "U1", "T1")])).columns
    assert tuple(c.header.vi for c in columns[:14]) == VI
    assert tuple(c.header.en for c in columns[:14]) == EN
    assert [c.input for c in columns] == [False] * 10 + [True] * 4 + [False]
    assert [c.hidden for c in columns] == [False] * 14 + [True]


def test_rows_stand_by_unit_then_rank_then_title_then_person() -> None:
    titles = [title("A", rank=3), title("B", rank=1), title("C"), title("D", rank=3)]
    made = case(["U1", "U2"], titles, cadres=["P1", "P2", "P3"])
    placements = [
        ("P2", "U2", "A"),
        ("P1", "U2", "A"),
        ("P3", "U1", "C"),
        ("P3", "U1", "D"),
        ("P3", "U1", "A"),
        ("P3", "U1", "B"),
    ]
    shown = ["{unit_code} {title_code} {cadre_id}".format(**r) for r in rows(PlanSection, context(made, placements))]
    assert shown == ["U1 B P3", "U1 A P3", "U1 D P3", "U1 C P3", "U2 A P1", "U2 A P2"]


def test_distance_is_from_the_residence_else_from_the_present_unit_else_blank() -> None:
    units = [unit("U1", lat=20.0, lon=106.0), unit("U2", lat=20.1, lon=106.0), unit("U3")]
    people = [
        cadre("A", residence_units=("U1",), current_unit_code="U2"),
        cadre("B", current_unit_code="U1"),
        cadre("C"),
        cadre("D", residence_units=("U1",)),
    ]
    made = case(units, cadres=people)
    placements = [("A", "U2", "T1"), ("B", "U2", "T1"), ("C", "U2", "T1"), ("D", "U3", "T1")]
    km = {r["cadre_id"]: r["distance_km"] for r in rows(PlanSection, context(made, placements))}
    assert km == {"A": pytest.approx(11.1), "B": pytest.approx(11.1), "C": None, "D": None}


def test_suitability_is_the_objectives_amount_for_that_title_alone_and_blank_where_it_is_off() -> None:
    people = [cadre("A", rating=80.0)]
    scored = case(cadres=people, titles=["T1", "T2"], scores=[("A", "U1", "T1", 91.5)])
    both = [("A", "U1", "T1"), ("A", "U1", "T2")]
    shown = {r["title_code"]: r["suitability"] for r in rows(PlanSection, context(scored, both))}
    assert shown["T1"] == 91.5
    assert shown["T2"] == 24.0  # 80 of 100 in rating, worth 30 points
    off = case(cadres=people, rules=[setting("suitability", on=False)])
    assert rows(PlanSection, context(off, [("A", "U1", "T1")]))[0]["suitability"] is None


def test_columns_of_the_roster_follow_and_never_take_a_header_the_plan_uses() -> None:
    people = [cadre("A", extra={"Ghi chú": "=1", "Mã đơn vị": "007", "ý kiến": "tốt"}), cadre("B", extra={"Tuổi": 40})]
    made = context(case(cadres=people), [("A", "U1", "T1"), ("B", "U1", "T1")])
    headers = [c.header.vi for c in PlanSection().table(made).columns]
    assert headers[14:] == ["Ghi chú", "Mã đơn vị (hồ sơ)", "ý kiến (hồ sơ)", "Tuổi", "Mã dòng"]
    first, second = rows(PlanSection, made, "vi")
    assert (first["Ghi chú"], first["Mã đơn vị (hồ sơ)"], first["Tuổi"]) == ("=1", "007", None)
    assert (second["Ghi chú"], second["Tuổi"]) == (None, 40)


def test_each_row_has_its_own_key_whatever_its_place() -> None:
    made = case(titles=["T1", "T2"], cadres=["A"])
    keys = [r["row_key"] for r in rows(PlanSection, context(made, [("A", "U1", "T2"), ("A", "U1", "T1")]))]
    assert keys == ["A|U1|T1", "A|U1|T2"]


def test_open_seats_are_offered_as_alternatives_codes_first() -> None:
    made = case(titles=["T1", "T2"], seats=[seat("U1", "T1"), seat("U1", "T2", 0)], cadres=["A"])
    column = PlanSection().table(context(made, [("A", "U1", "T1")])).columns[12]
    assert column.choices == ("U1 / T1 / Unit U1, Title T1",)


def test_names_the_case_does_not_know_leave_blanks_and_do_not_stop_the_sheet() -> None:
    row = rows(PlanSection, context(case(cadres=["A"]), [("nobody", "nowhere", "nothing")]))[0]
    assert (row["cadre_id"], row["unit_code"], row["title_code"]) == ("nobody", "nowhere", "nothing")
    assert (row["name"], row["unit_name"], row["form"], row["distance_km"], row["suitability"]) == (
        "",
        "",
        None,
        None,
        None,
    )


def test_an_empty_plan_has_an_empty_sheet() -> None:
    assert rows(PlanSection, context(case(cadres=["A"]))) == []
