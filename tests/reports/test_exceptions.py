"""Exceptions: who allowed what, and whether the plan needs it."""

from __future__ import annotations

from optimizer.reports.exceptions import ExceptionsSection
from tests.cases import cadre, case, date, decision, title
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
