"""Exceptions: who allowed what, and whether the plan needs it."""

from __future__ import annotations

from optimizer.reports.exceptions import ExceptionsSection
from tests.cases import cadre, case, date, decision, relation, setting, title
from tests.reports.tables import context, rows

HEAD = title("TP", min_theory=2, min_degree=4)
WHY = {"reason": "long service", "author": "Committee", "date": date("1/7/2025")}


def test_an_exception_is_used_only_where_the_plan_would_break_the_rule_without_it() -> None:
    people = [
        cadre("A", name="An", theory=1, degree=4),
        cadre("B", theory=2, degree=4),
        cadre("C", theory=1, degree=4),
        cadre("D"),
    ]
    decisions = [
        decision("A", "exception", "U1", "TP", rule="theory", **WHY),
        decision("B", "exception", "U2", rule="theory"),
        decision("C", "exception", "U1", "TP", rule="theory"),
        decision("D", "exception"),
        decision("D", "lock", "U4"),
    ]
    units = ["U1", "U2", "U3", "U4"]
    placements = [("A", "U1", "TP"), ("B", "U2", "TP"), ("D", "U4", "TP")]
    made = context(case(units, [HEAD], cadres=people, decisions=decisions), placements)
    found = {r["Cadre code"]: r for r in rows(ExceptionsSection, made)}
    assert len(found) == 4
    a = found["A"]
    assert tuple(a.values()) == (
        "A",
        "An",
        "Unit U1",
        "Title TP",
        "Political theory",
        "long service",
        "Committee",
        "01/07/2025",
        "yes",
        "Political theory",
    )
    assert (found["B"]["Title"], found["B"]["Used by the plan"]) == ("any", "no")  # meets the requirement anyway
    assert found["C"]["Used by the plan"] == "no"  # not placed
    d = found["D"]
    assert (d["Rule lifted"], d["Used by the plan"]) == ("every requirement of the title", "yes")
    assert d["Rules it lifts in the plan"] == "Degree; Political theory"


def test_an_exception_for_another_seat_is_not_used() -> None:
    made = case(
        ["U1", "U2"], [HEAD], cadres=[cadre("A", degree=4)], decisions=[decision("A", "exception", "U2", rule="theory")]
    )
    assert rows(ExceptionsSection, context(made, [("A", "U1", "TP")]))[0]["Used by the plan"] == "no"


def test_no_exceptions_no_rows() -> None:
    assert rows(ExceptionsSection, context(case(cadres=["A"]))) == []


def pair_of_relatives(*exceptions: tuple[str, str]) -> dict[str, object]:
    """Return which exceptions a plan uses that puts two siblings at the head of one unit, by person."""
    leaders = [title("BT", group="leader"), title("CT", group="leader")]
    decisions = [decision(who, "exception", unit, rule="relatives_linked", **WHY) for who, unit in exceptions]
    made = case(
        ["U1", "U2"],
        leaders,
        cadres=["A", "B", "C"],
        relations=[relation("A", "B", "sibling")],
        decisions=decisions,
        rules=[setting("relatives_linked")],
    )
    found = rows(ExceptionsSection, context(made, [("A", "U1", "BT"), ("B", "U1", "CT"), ("C", "U2", "BT")]))
    return {str(r["Cadre code"]): r["Used by the plan"] for r in found}


def test_an_exception_from_a_rule_about_a_pair_is_used_where_the_pair_would_break_it() -> None:
    assert pair_of_relatives(("A", "")) == {"A": "yes"}
    assert pair_of_relatives(("B", "U1")) == {"B": "yes"}
    assert pair_of_relatives(("C", "")) == {"C": "no"}
    assert pair_of_relatives(("A", "U2")) == {"A": "no"}, "it is for another unit"


def test_of_two_exceptions_that_lift_the_same_each_is_said_to_be_used() -> None:
    assert pair_of_relatives(("A", ""), ("B", "")) == {"A": "yes", "B": "yes"}


def test_an_exception_from_a_rule_that_is_off_is_not_used() -> None:
    made = case(["U1"], [HEAD], cadres=[cadre("A")], decisions=[decision("A", "exception", rule="move_cap")])
    assert rows(ExceptionsSection, context(made, [("A", "U1", "TP")]))[0]["Used by the plan"] == "no"
