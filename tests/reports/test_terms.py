"""Secondments on the plan sheet and among the changes: form, first and last day."""

from __future__ import annotations

import datetime as dt

from optimizer.reports.changes import ChangesSection
from optimizer.reports.plan_sheet import PlanSection
from tests.cases import cadre, case, decision, setting, title
from tests.reports.tables import context, rows

TITLES = (
    title("CV", group="specialist", rank=8),
    title("TP", group="manager", rank=6),
    title("TX", group="manager", rank=6),
)
PEOPLE = (
    cadre("A", staff_group="public_employee", current_unit_code="U1", current_title_code="CV"),
    cadre("B", staff_group="public_employee", current_unit_code="U1", current_title_code="TP"),
    cadre("C", staff_group="civil_servant", current_unit_code="U1", current_title_code="CV"),
    cadre("D", staff_group="public_employee", current_unit_code="U2", current_title_code="CV"),
    cadre("E", staff_group="public_employee", current_unit_code="U1", current_title_code="CV"),
)
PLAN = (
    ("A", "U2", "CV"),  # seconded
    ("B", "U2", "TX"),  # seconded to an equal manager's post
    ("C", "U2", "CV"),
    ("D", "U2", "CV"),  # stays
    ("E", "U2", "TP"),  # higher, by an exception: an appointment
)


def made(**changes: object):
    rules = [setting("secondment", params={"months": "12", "from_date": "15/07/2025"})]
    usual = {"rules": rules, "decisions": [decision("E", "exception", rule="secondment")]}
    return context(case(["U1", "U2"], TITLES, cadres=PEOPLE, **{**usual, **changes}), PLAN)


def test_form_start_and_end_stand_behind_the_contract_s_columns() -> None:
    table = PlanSection().table(made())
    assert [c.header.en for c in table.columns][14:] == ["start_date", "end_date", "row_key"]
    by_id = {row[0]: row for row in table.rows}
    start, end = dt.date(2025, 7, 15), dt.date(2026, 7, 14)
    forms = {r["cadre_id"]: r["form"] for r in rows(PlanSection, made())}
    assert forms == {"A": "secondment", "B": "secondment", "C": "transfer", "D": "keep", "E": "appointment"}
    assert {who: row[14:16] for who, row in by_id.items()} == {
        "A": (start, end),
        "B": (start, end),
        "C": (start, None),
        "D": (None, None),
        "E": (start, None),
    }
    tones = {table.rows[i][0]: tone for i, tone in table.tones.items()}
    assert tones == {"A": "secondment", "B": "secondment", "C": "transfer", "E": "appointment"}


def test_without_the_rule_nothing_is_a_secondment_and_there_are_no_dates() -> None:
    off = made(rules=[])
    assert len(PlanSection().table(off).columns) == 15
    assert {r["form"] for r in rows(PlanSection, off)} == {"transfer", "appointment", "keep"}


def test_the_sheet_of_changes_says_so_too() -> None:
    forms = {r["Cadre code"]: r["Form"] for r in rows(ChangesSection, made())}
    assert forms == {"A": "secondment", "B": "secondment", "C": "transfer", "E": "appointment"}


def test_a_reviewer_s_lock_makes_a_secondment() -> None:
    locked = made(decisions=[decision("C", "lock", "U2", reason="Biệt phái tăng cường")])
    assert {r["cadre_id"]: r["form"] for r in rows(PlanSection, locked)}["C"] == "secondment"
