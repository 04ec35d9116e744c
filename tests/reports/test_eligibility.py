"""Who may hold which seat, as the reports count it, is what the checker says of each single placement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.checker import verify
from optimizer.domain.plan import Plan
from optimizer.rules.base import Requirement
from tests.cases import cadre, case, decision, seat, setting, title, unit
from tests.reports.tables import context

if TYPE_CHECKING:
    from optimizer.domain.case import Case


@pytest.fixture(scope="module")
def made() -> Case:
    """Return a case in which every screening rule, a decision, a status and an exception bite."""
    titles = [
        title(
            "BT",
            group="leader",
            min_degree=4,
            min_theory=3,
            party_member=True,
            not_local=True,
            months_to_serve=60,
            concurrent_with=("CT",),
        ),
        title("CT", group="leader", concurrent_with=("BT",)),
        title("DD", fields=("dat dai",), min_years=3.0),
    ]
    people = [
        cadre("A", degree=5, theory=4, party_date="2000", birth_date="3/1985", sex="male", home_place="Unit U2"),
        cadre("B", degree=3, theory=3, party_date="2000", birth_date="3/1985", sex="male", home_place="Unit U3"),
        cadre("C", expertise={"dat dai": 5.0}),
        cadre("D", expertise={"dat dai": 1.0}),
        cadre("E", expertise={"dat dai": 5.0}, status="leaving"),
        cadre("F", expertise={"dat dai": 9.0}),
        cadre(
            "G",
            major="đất đai",
            birth_date="1/1966",
            sex="female",
            current_unit_code="U1",
            current_title_code="BT",
            degree=4,
            theory=3,
            party_date="1990",
            home_place="Unit U3",
        ),
        cadre("H"),
    ]
    decisions = [
        decision("B", "exception", "U1", "BT", rule="degree"),
        decision("F", "forbid", "U1", "DD"),
        decision("H", "exclude"),
    ]
    seats = [seat(u, t) for u in ("U1", "U2") for t in ("BT", "CT", "DD")] + [seat("U3", "DD")]
    rules = [setting("concurrent_titles", params={"only_concurrent": "CT"})]
    return case([unit("U1"), unit("U2"), unit("U3")], titles, seats, people, decisions=decisions, rules=rules)


def test_requirements_lacking_at_a_seat_are_those_the_rules_name(made: Case) -> None:
    ctx = context(made)
    facts = ctx.facts
    wanted = {
        a.rule.name: a.rule for a in ctx.active.rules if isinstance(a.rule, Requirement) and a.rule.name != "status"
    }
    for s in made.seats:
        u, t = facts.unit_at[s.unit_code], facts.title_at[s.title_code]
        lacking = {rule.name: fails for rule, fails in ctx.eligible.lacking(u, t).items()}
        for name, rule in wanted.items():
            fails = lacking.get(name, np.zeros(facts.n_people, bool))
            for i, person in enumerate(made.cadres):
                alone = Plan.of([(person.cadre_id, s.unit_code, s.title_code)])
                assert fails[i] == bool(list(rule.violations(made, alone))), (name, person.cadre_id, s)


def test_positions_are_counted_as_the_checker_judges_single_people(made: Case) -> None:
    ctx = context(made)
    short = np.zeros((ctx.facts.n_units, ctx.facts.n_titles), bool)
    short[0] = True  # U1 alone
    _, every, near = ctx.eligible.positions(range(len(made.cadres)), short)
    for i, person in enumerate(made.cadres):
        open_seats = [s for s in made.seats if _may(made, person.cadre_id, s.unit_code, s.title_code)]
        assert every[i] == len(open_seats), person.cadre_id
        assert near[i] == sum(s.unit_code == "U1" for s in open_seats), person.cadre_id


def test_counts_do_not_depend_on_how_people_are_cut_into_parts(made: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    short = np.ones((3, 3), bool)
    whole = context(made).eligible.positions([0, 3, 6, 2], short)
    monkeypatch.setattr("optimizer.review.eligibility.CHUNK", 1)
    for a, b in zip(whole, context(made).eligible.positions([0, 3, 6, 2], short), strict=True):
        assert a.tolist() == b.tolist()


def _may(made: Case, person: str, unit_code: str, title_code: str) -> bool:
    """Return whether some allowed role puts the person in this seat without the checker objecting."""
    roles = [(title_code,)] + ([("BT", "CT")] if title_code in ("BT", "CT") else [])
    for role in roles:
        mine = {
            c.name: [f for f in c.findings if ("cadre", person) in f.subject]
            for c in verify(made, Plan.of([(person, unit_code, t) for t in role])).checks
            if not c.soft
        }
        if not any(mine.values()):
            return True
    return False
