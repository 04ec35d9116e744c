"""Surplus and shortage by unit and field."""

from __future__ import annotations

from optimizer.reports.balance import BalanceSection
from tests.cases import cadre, case, seat, title
from tests.reports.tables import context, rows


def test_each_unit_and_field_is_counted_before_and_after() -> None:
    titles = [title("DD", fields=("dat dai",)), title("KH", fields=("dat dai", "tai chinh")), title("X")]
    seats = [seat("U1", "DD", 2), seat("U2", "KH", 1), seat("U2", "X", 5)]
    people = [
        cadre("A", current_unit_code="U1", expertise={"dat dai": 1.0, "y te": 2.0}),
        cadre("B", current_unit_code="U1", major="đất đai, tài chính"),
        cadre("C", current_unit_code="U1", major="luật"),
        cadre("D", major="đất đai"),  # in an office, in no unit
    ]
    made = context(case(["U1", "U2"], titles, seats, people), [("A", "U1", "DD"), ("B", "U2", "KH")])
    found = [tuple(r.values()) for r in rows(BalanceSection, made)]
    assert found == [
        ("", "ALL UNITS", "All fields", 3, 2, 2, -1, -1),
        ("", "ALL UNITS", "land", 3, 2, 2, -1, -1),
        ("", "ALL UNITS", "finance", 1, 1, 1, 0, 0),
        ("U1", "Unit U1", "land", 2, 2, 1, 0, -1),
        ("U1", "Unit U1", "finance", 0, 1, 0, 1, 0),
        ("U2", "Unit U2", "land", 1, 0, 1, -1, 0),
        ("U2", "Unit U2", "finance", 1, 0, 1, -1, 0),
    ]


def test_totals_are_toned_and_differences_scaled() -> None:
    made = context(case(titles=[title("DD", fields=("dat dai",))], cadres=["A"]))
    table = BalanceSection().table(made)
    assert dict(table.tones) == {0: "total", 1: "total"}
    assert [c.kind for c in table.columns[-2:]] == ["change", "change"]


def test_a_case_without_fields_says_so() -> None:
    table = BalanceSection().table(context(case(cadres=["A"])))
    assert (list(table.rows), table.empty.en) == ([], "No title names a field.")
