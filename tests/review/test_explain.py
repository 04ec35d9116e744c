"""Explanations held against the checker and against every other plan of small cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.plan import Plan
from optimizer.pipeline import propose
from optimizer.review.effects import Reoptimiser
from optimizer.review.explain import Explainer
from optimizer.review.levels import level_kinds
from tests.cases import cadre, case, decision, relation, setting, title, unit
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.review.board import Board

HEAD = title("TP", name="Head", group="leader", rank=1, min_degree=4)
LAND = title("DD", name="Land", group="specialist", rank=5, fields=("dat dai",))


def explainer(made, placements, **more) -> Explainer:  # type: ignore[no-untyped-def]
    return Explainer(made, Plan.of(placements), catalogue(made), **more)


def office():  # type: ignore[no-untyped-def]
    """Return two units, a head and a land officer each, and six people: some able, some not, one leaving."""
    people = [
        cadre("A", degree=5, rating=90, current_unit_code="U1"),
        cadre("B", degree=4, rating=60, current_unit_code="U1"),
        cadre("C", degree=3, expertise={"dat dai": 6.0}, current_unit_code="U2"),
        cadre("D", degree=4, expertise={"dat dai": 1.0}, rating=50, current_unit_code="U2"),
        cadre("E", degree=4, status="leaving"),
        cadre("F"),
    ]
    units = [unit("U1", lat=20.0, lon=106.0), unit("U2", lat=20.0, lon=106.5)]
    return case(units, [HEAD, LAND], None, people, cells=True)


PLAN = [("A", "U1", "TP"), ("C", "U2", "DD"), ("D", "U1", "DD")]


def test_a_person_is_told_requirements_costs_and_next_seats() -> None:
    made = office()
    told = explainer(made, PLAN).person(made.cadre_by_id["D"], 10)
    (held,) = told.seats
    states = {j.rule.name: j.state for j in held.judged}
    assert states["field"] == "met"
    assert states["degree"] == "not_asked"
    costs = {o.name: amount for o, amount in told.costs}
    assert costs["suitability"] == pytest.approx(40 + 3 + 15)
    assert costs["moves"] == 1
    assert costs["travel"] > 0
    assert "tie_break" not in costs
    assert {(o.way.post.unit, o.way.post.role) for o in told.nearest} == {(0, 1), (1, 0), (1, 1)}
    assert [o.way.levels for o in told.nearest] == sorted(o.way.levels for o in told.nearest)


def test_an_unplaced_person_has_no_seat_and_sees_what_is_open() -> None:
    made = office()
    told = explainer(made, PLAN).person(made.cadre_by_id["B"], 5)
    assert told.seats == ()
    assert told.open_posts == 2
    first = told.nearest[0].way
    assert (first.post.unit, first.leaving) == (1, ())  # the head's seat of U2 is empty
    assert first.levels[0] < 0


def test_who_may_sit_nowhere_is_told_which_rule_closes_which_seats() -> None:
    made = office()
    told = explainer(made, PLAN).person(made.cadre_by_id["F"], 5)
    assert told.open_posts == 0
    assert told.seats_there == 4
    assert [(c.rule.name, c.seats, c.only) for c in told.closing] == [("degree", 2, 2), ("field", 2, 2)]


def test_a_seat_ranks_who_may_and_names_the_rule_that_excludes_each_other() -> None:
    made = office()
    seen = explainer(made, PLAN).seat(made.seat_by_key["U2", "TP"], 10)
    assert seen.eligible == 3  # A, B, D
    named = [made.cadres[o.way.post.person].cadre_id for o in seen.options]
    assert named == ["A", "B", "D"]  # A leaves a place that B takes, and B alone loses nobody: D leaves one empty
    assert [made.cadres[p].cadre_id for p in seen.options[0].way.following] == ["B"]
    excluded = {e.rule.name: (e.people, e.only) for e in seen.excluded}
    assert excluded["degree"] == (("C", "F"), ("C", "F"))
    assert excluded["status"] == (("E",), ("E",))
    assert (seen.holders, seen.otherwise) == ((), 0)


@settings(derandomize=True, database=None, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_everybody_is_either_eligible_or_excluded_for_a_reason(made) -> None:  # type: ignore[no-untyped-def]
    plan = propose(made).plan
    if plan is None:
        return
    told = Explainer(made, plan, catalogue(made))
    board: Board = told.board
    for s in made.seats:
        seen = told.seat(s, 100)
        ids = {board.case.cadres[o.way.post.person].cadre_id for o in seen.options}
        assert len(ids) == len(seen.options)
        assert not ids & set(seen.holders)
        assert len(ids) <= seen.eligible <= len(made.cadres)
        levels = [(o.way.broken > 1e-6, [round(x, 5) for x in o.way.levels]) for o in seen.options]
        assert levels == sorted(levels)


@settings(derandomize=True, database=None, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_why_not_is_the_checkers_sentences_with_the_person_there_less_those_without(made) -> None:  # type: ignore[no-untyped-def]
    plan = propose(made).plan
    if plan is None:
        return
    told = Explainer(made, plan, catalogue(made))
    before = {(c.name, f) for c in verify(made, plan).checks for f in c.findings}
    for c in made.cadres:
        for s in made.seats:
            why = told.why_not(c, made.unit_by_code[s.unit_code], made.title_by_code[s.title_code])
            if why.option is None:
                continue
            changed = told.board.changed(why.option.way.change)
            assert (c.cadre_id, s.unit_code, s.title_code) in changed.placements
            after = {(x.name, f) for x in verify(made, changed).checks for f in x.findings}
            about = set(told.board.rules_about([post for post, _ in why.option.way.change])) | {"suitability"}
            assert {(b.rule.name, b.finding) for b in why.broken} == {x for x in after - before if x[0] in about}
            assert {(b.rule.name, b.finding) for b in why.mended} == {x for x in before - after if x[0] in about}
            assert amounts(x for x in after if x[0] not in about) == amounts(x for x in before if x[0] not in about)


def amounts(found):  # type: ignore[no-untyped-def]
    """Return how far each rule is broken: what stays the same where only the words of its sentences change."""
    total: dict[str, float] = {}
    for name, finding in found:
        total[name] = round(total.get(name, 0.0) + (finding.amount or 0.0), 6)
    return total


def test_why_not_names_the_requirement_that_is_not_met() -> None:
    made = office()
    why = explainer(made, PLAN).why_not(made.cadre_by_id["C"], made.units[1], HEAD)
    assert [(b.rule.name, b.soft) for b in why.broken] == [("degree", False)]
    assert {j.rule.name: j.state for j in why.judged}["degree"] == "lacking"


def test_why_not_names_the_pair_that_may_not_meet() -> None:
    made = case(
        ["U1"], [title("BT", group="leader"), title("CT", group="leader")], None, ["A", "B"],
        relations=[relation("A", "B", "different_unit")],
    )  # fmt: skip
    why = explainer(made, [("A", "U1", "BT")]).why_not(made.cadres[1], made.units[0], made.titles[1])
    assert [b.rule.name for b in why.broken] == ["together"]
    assert why.option is not None
    assert why.option.way.rules == ("together",)


def test_why_not_in_a_seat_that_is_held_already() -> None:
    made = office()
    why = explainer(made, PLAN).why_not(made.cadre_by_id["A"], made.units[0], HEAD)
    assert why.holds
    assert why.option is None


def test_the_exact_effect_is_asked_of_the_first_options_only() -> None:
    made = office()
    exact = Reoptimiser(made, level_kinds(made, catalogue(made)), lambda c: propose(c, gap=0.0))
    told = explainer(made, PLAN, exact=exact).person(made.cadre_by_id["D"], 3, exact=1)
    assert [o.exact is not None for o in told.nearest] == [True, False, False]


def test_a_soft_rule_that_somebody_has_a_part_in_is_told() -> None:
    rules = [setting("degree", mode="soft", weight=2)]
    made = case(["U1"], [title("TP", min_degree=4)], None, [cadre("A", degree=2), cadre("B", degree=2)], rules=rules)
    told = explainer(made, [("A", "U1", "TP")]).person(made.cadres[0], 3)
    assert [(b.rule.name, b.soft) for b in told.broken] == [("degree", True)]
    assert explainer(made, [("A", "U1", "TP")]).person(made.cadres[1], 3).broken == ()


def test_a_decision_keeps_somebody_from_a_seat() -> None:
    made = case(["U1"], ["T1"], None, ["A", "B"], decisions=[decision("B", "forbid", "U1", "T1")])
    e = explainer(made, [("A", "U1", "T1")])
    assert [b.rule.name for b in e.why_not(made.cadres[1], made.units[0], made.titles[0]).broken] == ["decisions"]
    (excluded,) = e.seat(made.seats[0], 5).excluded
    assert (excluded.rule.name, excluded.only) == ("decisions", ("B",))


def test_a_full_plan_has_no_reasons_to_tell() -> None:
    full = [("A", "U1", "TP"), ("B", "U2", "TP"), ("C", "U2", "DD"), ("D", "U1", "DD")]
    assert explainer(office(), full).vacancies == ()


def test_who_misses_one_requirement_of_a_vacant_title() -> None:
    people = [cadre("A", degree=2, expertise={"dat dai": 2.0}), cadre("B", degree=5), cadre("C")]
    land = title("DD", fields=("dat dai",), min_degree=4)
    made = case(["U1"], [land], None, people)
    (reason,) = explainer(made, []).vacancies
    (near,) = reason.near
    assert {rule.name: ids for rule, ids in near.by_rule} == {"degree": ("A",), "field": ("B",)}
    assert reason.deficiency.people == ()
