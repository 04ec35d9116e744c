"""Vacant seats: which, why, and how to fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.reports.vacancies import VacanciesSection
from tests.cases import cadre, case, decision, relation, seat, setting, title
from tests.reports.tables import context, rows

if TYPE_CHECKING:
    from optimizer.reports.table import Table

LAND = title("DD", name="Land officer", group="specialist", fields=("dat dai",), min_degree=4)
HEAD = title("TP", name="Head", group="manager", min_theory=2)


def test_seats_below_target_are_listed_by_priority_and_counted() -> None:
    seats = [
        seat("U1", "T1", 3, min=2, priority=2),
        seat("U1", "T2", 1, priority=1),
        seat("U2", "T1", 1),
        seat("U2", "T2", 0),
    ]
    made = context(case(["U1", "U2"], ["T1", "T2"], seats, ["A", "B"]), [("A", "U1", "T1"), ("B", "U2", "T1")])
    found = rows(VacanciesSection, made)
    assert [(r["Unit code"], r["Title code"], r["Held"], r["Missing"], r["Priority"]) for r in found] == [
        ("U1", "T2", 0, 1, 1),
        ("U1", "T1", 1, 2, 2),
    ]
    table = VacanciesSection().table(made)
    assert dict(table.tones) == {0: "short", 1: "broken"}  # the second is below its minimum too


def test_a_full_plan_says_so() -> None:
    table: Table = VacanciesSection().table(context(case(cadres=["A"]), [("A", "U1", "T1")]))
    assert not table.rows
    assert table.empty.en == "Every seat is filled up to its target."


def test_the_reason_counts_who_meets_each_requirement_and_where_the_able_are() -> None:
    able = {"degree": 4, "expertise": {"dat dai": 2.0}}
    people = [
        cadre("A", **able),
        cadre("B", **able),
        cadre("C", **able, status="leaving"),
        cadre("D", **able),
        cadre("E", degree=4),
        cadre("F", expertise={"dat dai": 1.0}),
        cadre("G"),
        cadre("H", **able),
        cadre("I", **able),
    ]
    decisions = [decision("D", "lock", "U2", "DD"), decision("I", "forbid", "U1")]
    seats = [seat("U1", "DD", 3), seat("U2", "DD", 3)]
    made = context(
        case(["U1", "U2"], [LAND], seats, people, decisions=decisions),
        [("A", "U1", "DD"), ("B", "U2", "DD"), ("D", "U2", "DD")],
    )
    reason = rows(VacanciesSection, made)[0]["Reason"]
    assert reason == (
        "Degree: 7 of 9 people meet it. Field of work: 7 of 9 people meet it. Meeting every requirement: 6 "
        "(1 holds this very seat; 1 leaving or frozen; 1 locked in other seats; 1 placed elsewhere; "
        "1 kept away by a decision; 1 not placed)"
    )


def test_nobody_able_is_said_plainly() -> None:
    row = rows(VacanciesSection, context(case(titles=[LAND], cadres=["A"])), "vi")[0]
    assert row["Lý do"] == (
        "Trình độ chuyên môn: 0/1 người đạt. Lĩnh vực chuyên môn: 0/1 người đạt. Không ai đạt mọi điều kiện"
    )


def test_transfer_comes_first_where_an_able_person_is_free() -> None:
    people = [cadre("A", name="An", degree=4, major="đất đai"), cadre("B")]
    row = rows(VacanciesSection, context(case(titles=[LAND], cadres=people)))[0]
    assert row["Way to fill"] == "transfer"
    assert str(row["Details"]).startswith(
        "1) Transfer people who qualify and are unplaced or surplus (1): An (A); 2) A fixed-term"
    )


def test_who_qualifies_but_would_break_a_hard_rule_is_no_open_way() -> None:
    people = [cadre(c, name=f"N{c}", degree=4, major="đất đai") for c in "AB"]
    made = case(
        titles=[LAND], seats=[seat("U1", "DD", 2)], cadres=people, relations=[relation("A", "B", "different_unit")]
    )
    row = rows(VacanciesSection, context(made, [("A", "U1", "DD")]))[0]
    assert row["Way to fill"] == "contract"
    assert str(row["Details"]).endswith(
        "3) Transfer people who qualify and are unplaced or surplus (1): NB (B); only if a hard rule is relaxed or an "
        "exception allowed, as the nearest ways all break one: Together or apart"
    )


def test_who_qualifies_for_the_title_and_for_no_role_with_it_is_not_to_be_transferred() -> None:
    titles = [title("BT", group="leader", concurrent_with=("CH",)), title("CH", group="leader", min_degree=4)]
    rules = [setting("concurrent_titles", params={"only_concurrent": "CH"}), setting("degree")]
    made = case(titles=titles, seats=[seat("U1", "BT"), seat("U1", "CH")], cadres=[cadre("A", degree=4), cadre("B", degree=4)],
                decisions=[decision("A", "forbid", "U1", "BT"), decision("B", "forbid", "U1", "BT")], rules=rules)  # fmt: skip
    told = {r["Title code"]: r for r in rows(VacanciesSection, context(made, []))}
    assert told["CH"]["Details"] == "Nobody left in the roster fits: transfer someone from outside it"


def test_surplus_holders_may_be_transferred_but_needed_ones_not() -> None:
    people = [cadre(c, degree=4, major="đất đai") for c in "AB"]
    for target, way in ((1, "transfer"), (2, "contract")):
        seats = [seat("U1", "DD"), seat("U2", "DD", target, max=2)]
        plan = [("A", "U2", "DD"), ("B", "U2", "DD")]
        row = rows(VacanciesSection, context(case(["U1", "U2"], [LAND], seats, people), plan))[0]
        assert (row["Unit code"], row["Way to fill"]) == ("U1", way)


def test_a_specialist_seat_without_candidates_is_for_contract_then_recruiting() -> None:
    row = rows(VacanciesSection, context(case(titles=[LAND], cadres=["A"])))[0]
    assert row["Way to fill"] == "contract"
    assert row["Details"] == "1) A fixed-term contract with a skilled person; 2) Recruit within the unused quota"


def test_a_managers_seat_is_for_training_up_to_three_named_unplaced_first() -> None:
    people = [cadre(c, name=f"N{c}", theory=1) for c in "ABCDE"]
    seats = [seat("U1", "TP"), seat("U1", "T1", 2)]
    made = case(titles=[HEAD, "T1"], seats=seats, cadres=people)
    row = next(r for r in rows(VacanciesSection, context(made, [("A", "U1", "T1")])) if r["Title code"] == "TP")
    assert row["Way to fill"] == "train"
    assert row["Details"] == (
        "Train people who miss one requirement only (5): NB (B) (missing: political theory), "
        "NC (C) (missing: political theory), ND (D) (missing: political theory)"
    )


@pytest.mark.parametrize("rule", ["not_local", "months_to_serve"])
def test_nobody_is_trained_to_be_younger_or_from_elsewhere(rule: str) -> None:
    asks = {"not_local": {"not_local": True}, "months_to_serve": {"months_to_serve": 60}}[rule]
    person = cadre("A", home_place="Unit U1", birth_date="1/1966", sex="male")
    row = rows(VacanciesSection, context(case(titles=[title("BT", group="leader", **asks)], cadres=[person])))[0]
    assert row["Way to fill"] == "transfer"
    assert row["Details"] == "Nobody left in the roster fits: transfer someone from outside it"


def test_an_exception_makes_a_person_able() -> None:
    made = case(
        titles=[HEAD], cadres=[cadre("A", theory=1)], decisions=[decision("A", "exception", "U1", "TP", rule="theory")]
    )
    assert rows(VacanciesSection, context(made))[0]["Way to fill"] == "transfer"


def test_a_soft_requirement_keeps_nobody_out() -> None:
    from tests.cases import setting

    made = case(titles=[HEAD], cadres=[cadre("A", theory=1)], rules=[setting("theory", mode="soft")])
    assert rows(VacanciesSection, context(made))[0]["Way to fill"] == "transfer"
