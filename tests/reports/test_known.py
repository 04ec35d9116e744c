"""A plan workbook made from the arrays that solving left is the one made without them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from optimizer.checker import Verdict, verify
from optimizer.domain.plan import Plan
from optimizer.findings import Finding
from optimizer.pipeline import Disagreement, propose
from optimizer.reports.context import Context
from optimizer.reports.workbook import write_plan
from optimizer.text import same
from tests.cases import cadre, case, seat, title

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Case


@pytest.fixture(scope="module")
def made() -> Case:
    """Return a case of a few units, with scarce seats and people to choose from."""
    units = ["U1", "U2", "U3"]
    titles = [title("BT"), title("PCT", min_degree=4), title("CV")]
    people = [cadre(f"P{i:02d}", degree=3 + i % 3, rating=60 + 7 * i % 40) for i in range(14)]
    seats = [seat(u, t, n) for u in units for t, n in (("BT", 1), ("PCT", 2), ("CV", 2))]
    return case(units, titles, seats, people)


def test_the_workbook_is_the_same_with_and_without_what_solving_left(tmp_path: Path, made: Case) -> None:
    outcome = propose(made, evidence=True)
    assert outcome.plan is not None
    assert outcome.known is not None
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path, told in zip(paths, (outcome, replace(outcome, known=None)), strict=True):
        write_plan(outcome.plan, path, made, told, outcome.verdict)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_solving_left_is_used_for_the_very_case_alone(made: Case) -> None:
    outcome = propose(made, evidence=True)
    assert outcome.plan is not None
    context = Context(outcome.plan, made, outcome)
    assert context.facts is outcome.known.facts
    assert context.explainer.board.candidates is outcome.known.candidates
    other = Context(outcome.plan, replace(made), outcome)
    assert other.known is None
    assert other.explainer.board.candidates is not outcome.known.candidates


def test_who_looked_ahead_over_a_plan_tells_of_that_plan_alone(made: Case) -> None:
    outcome = propose(made, evidence=True)
    assert outcome.plan is not None
    assert Context(outcome.plan, made, outcome).explainer is outcome.known.explainer
    fewer = Plan.of(outcome.plan.placements[1:])
    assert Context(fewer, made, outcome).explainer.plan is fewer


def test_arrays_are_left_only_where_evidence_is_asked_for(made: Case) -> None:
    assert propose(made).known is None


def test_what_the_checker_refuses_is_heard_whatever_the_proofs_say(made: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(case: Case, plan: Plan, active: object) -> Verdict:
        verdict = verify(case, plan)
        wrong = Finding("degree", "error", same("lacks the degree."))
        return replace(verdict, checks=(replace(verdict.checks[0], findings=(wrong,)), *verdict.checks[1:]))

    def unproved(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr("optimizer.pipeline.verify", refused)
    monkeypatch.setattr("optimizer.engine.duals.proofs", unproved)
    with pytest.raises(Disagreement, match="lacks the degree"):
        propose(made, evidence=True)
