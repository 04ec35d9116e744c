"""A case's conflicts are smallest sets, none is missed, and every repair offered works when it is applied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from optimizer.catalogue import known
from optimizer.findings import Address
from optimizer.pipeline import propose
from optimizer.review.conflicts import conflicts
from optimizer.review.repairs import repairs
from optimizer.review.steps import with_rule
from optimizer.rules.base import Rule
from optimizer.rules.decisions import wanted
from tests import cases as make
from tests.property.every_plan import best
from tests.review.clashing import clashing_case

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome
    from optimizer.engine.opened import Demand
    from optimizer.review.conflicts import Member
    from optimizer.review.repairs import Repair

SEEDS = range(30)
AMPLE = 9  # holders no seat of these cases ever has


def solve(case: Case) -> Outcome:
    return propose(case, gap=0.0)


def only(case: Case, demands: Collection[Demand]) -> Case:
    """Return the case in which only these demands are left of what can be taken back; who may serve where stays as it is.

    A requirement that a lock ran against is lifted for that lock alone.
    """
    rows = {d.row for d in demands if d.kind == "decision"}
    kept = tuple(d for i, d in enumerate(case.decisions) if i in rows or d.action == "exception")
    locks = [(d.cadre_id, seat) for d in case.decisions if d.action in ("lock", "keep") and (seat := wanted(case, d))]
    exempt = [
        make.decision(cadre_id, "exception", *seat, rule=rule)
        for cadre_id, seat in locks
        for rule in ("degree", "status")
        if not any((d.kind, d.rule, d.cadre_id) == ("requirement", rule, cadre_id) for d in demands)
    ]
    asked = {d.seat for d in demands if d.kind == "seat"}
    seats = [s if (s.unit_code, s.title_code) in asked else s.model_copy(update={"max": AMPLE}) for s in case.seats]
    pairs = {
        frozenset(code for kind, code in d.finding.subject if kind.startswith("cadre")) | {d.finding.value}
        for d in demands
        if d.rule == "together" and d.finding is not None
    }
    rules = {d.rule for d in demands if d.kind == "rule"}
    settings = []
    for row in case.rules:
        cls = known()[row.rule]
        stays = not issubclass(cls, Rule) or row.rule in rules
        settings.append(row if stays else row.model_copy(update={"on": False}))
    return replace(
        case,
        decisions=(*kept, *exempt),
        seats=tuple(seats),
        relations=tuple(r for r in case.relations if frozenset((r.cadre_a, r.cadre_b, r.kind)) in pairs),
        rules=tuple(settings),
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_members_clash_and_without_any_one_of_them_there_is_a_plan(seed: int) -> None:
    case = clashing_case(seed, every_seat=True)
    found = conflicts(case).found
    assert bool(found) == (solve(case).status == "infeasible")
    for conflict in found:
        assert conflict.minimal
        demands = [m.demand for m in conflict.members]
        assert solve(only(case, demands)).status == "infeasible", demands
        for one in demands:
            fewer = [d for d in demands if d != one]
            assert solve(only(case, fewer)).plan is not None, (demands, one)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_repair_works_when_applied_and_the_cheapest_is_cheapest(seed: int) -> None:
    case = clashing_case(seed)
    found = conflicts(case)
    offered = repairs(found, 4)
    assert bool(offered) == bool(found.found)
    for repair in offered:
        assert solve(repair.applied(case)).plan is not None, [s.text.en for s in repair.steps]
    if offered:
        sizes = [len(r.steps) for r in offered]
        assert sizes == sorted(sizes)
        single = [step for r in repairs(found, 30) for step in r.steps]
        if sizes[0] > 1:  # nothing that any repair is made of does it alone
            assert all(solve(step.change(case)).status == "infeasible" for step in single)


def test_the_effect_of_a_repair_is_the_best_plan_of_the_repaired_case() -> None:
    told = 0
    for seed in (10, 18, 29):
        case = clashing_case(seed)
        for repair in repairs(conflicts(case), 3, solve, 3):
            known_best = best(repair.applied(case))
            assert known_best is not None
            assert repair.outcome is not None
            assert tuple(round(v.value, 6) for v in repair.outcome.levels) == pytest.approx(known_best.values)
            told += 1
    assert told >= 6


# sentences -----------------------------------------------------------------------------------------------------------
def told(case: Case) -> list[list[tuple[str, str]]]:
    """Return the cell and the kind of every member."""
    return [[(str(replace_file(m.where)), m.demand.kind) for m in c.members] for c in conflicts(case).found]


def replace_file(where: Address) -> Address:
    return Address("", where.sheet, where.cell)


def steps(offered: Sequence[Repair]) -> list[list[str]]:
    return [[s.text.en for s in r.steps] for r in offered]


def test_two_locks_on_one_seat_name_both_rows_and_the_seat() -> None:
    case = make.case(
        ["U1"], ["T1"], cadres=["A", "B"], cells=True,
        decisions=[make.decision("A", "lock", "U1", "T1"), make.decision("B", "lock", "U1", "T1", author="Ban")],
    )  # fmt: skip
    assert told(case) == [
        [("Decisions!B2", "decision"), ("Decisions!B3", "decision"), ("Seats!E2", "seat")],
    ]
    assert {s for (s,) in steps(repairs(conflicts(case), 5))} == {
        "take back the decision: lock Person A (A) – Title T1 at Unit U1",
        "take back the decision: lock Person B (B) – Title T1 at Unit U1",
        "raise the maximum of Title T1 at Unit U1 from 1 to 2",
    }
    last = next(m for m in conflicts(case).found[0].members if m.demand.row == 1)
    assert last.text.vi == "quyết định: khóa Person B (B) – Title T1 tại Unit U1; người quyết định: Ban."


def test_a_requirement_is_named_with_the_cells_of_the_person_and_the_title() -> None:
    case = make.case(
        ["U1"], [make.title("T1", min_degree=5)], cadres=[make.cadre("A", degree=4)], cells=True,
        decisions=[make.decision("A", "lock", "U1", "T1")],
    )  # fmt: skip
    ((_, lack),) = (c.members for c in conflicts(case).found)
    assert str(replace_file(lack.where)) == "Cadres!L2"
    assert "Titles!G2" in {str(replace_file(c)) for c in lack.cells}
    assert {s for (s,) in steps(repairs(conflicts(case), 5))} == {
        "take back the decision: lock Person A (A) – Title T1 at Unit U1",
        "allow an exception: Person A (A), rule “Degree”, Title T1 at Unit U1",
    }


def test_who_must_stay_in_a_seat_that_a_rule_closes_names_both_rules_and_repairs_of_both() -> None:
    person = make.cadre(
        "A", degree=3, rotation_since="3/2024", current_unit="U1", current_unit_code="U1", current_title_code="T1"
    )
    case = make.case(
        ["U1", "U2"], [make.title("T1", min_degree=4), "T2"], cadres=[person, "B"], cells=True,
        rules=[make.setting("rotation_freeze"), make.setting("degree")],
    )  # fmt: skip
    (clash,) = conflicts(case).found
    assert clash.minimal
    assert {(m.demand.kind, m.demand.rule) for m in clash.members} == {
        ("requirement", "degree"),
        ("rule", "rotation_freeze"),
    }
    offered = repairs(conflicts(case), 9)
    assert "allow an exception: Person A (A), rule “Degree”" in {s for (s,) in steps(offered)}
    assert all(solve(r.applied(case)).plan is not None for r in offered)


def test_a_quota_is_relaxed_by_no_more_than_needed() -> None:
    people = [make.cadre("A", sex="male"), make.cadre("B", sex="male"), make.cadre("C", sex="female")]
    locks = [make.decision(p, "lock", "U1") for p in ("A", "B", "C")]
    case = make.case(
        ["U1"], [make.title(t, group="leader") for t in ("T1", "T2", "T3")], cadres=people, decisions=locks, cells=True,
        rules=[make.setting("women_in_leadership", mode="hard", params={"share": "0.5"})],
    )  # fmt: skip
    found = conflicts(case)
    assert ("Rules!A2", "rule") in told(case)[0]
    offered = repairs(found, 9)
    (share,) = (s for r in offered for s in r.steps if s.kind == "relax_rule")
    assert share.text.en == "rule “Women among leaders”: change share from 0.5 to 0.33"
    assert solve(share.change(case)).plan is not None


def test_who_may_only_not_move_is_no_part_of_a_clash_over_seats_nobody_asks_of_them() -> None:
    rotating = make.cadre("W", sex="female", degree=3, rotation_since="3/2024", current_unit="Sở X")
    locks = [make.decision(p, "lock", "U1", t) for p, t in (("A", "T1"), ("B", "T2"))]
    case = make.case(
        ["U1"], [make.title(t, group="leader", min_degree=4) for t in ("T1", "T2", "T3")], cells=True,
        cadres=[make.cadre(p, sex="male", degree=4) for p in "AB"] + [rotating], decisions=locks,
        rules=[
            make.setting("women_in_leadership", mode="hard", params={"share": "0.3"}),
            make.setting("rotation_freeze"), make.setting("degree"),
        ],
    )  # fmt: skip
    (clash,) = conflicts(case).found
    assert sorted((m.demand.kind, m.demand.rule) for m in clash.members) == [
        ("decision", "decisions"), ("rule", "women_in_leadership"),
    ]  # fmt: skip


def test_separate_conflicts_are_told_apart_and_a_repair_hits_them_all() -> None:
    locks = [make.decision(p, "lock", u, "T1") for u, both in (("U1", "AB"), ("U2", "CD")) for p in both]
    case = make.case(["U1", "U2"], ["T1"], cadres=["A", "B", "C", "D"], decisions=locks)
    found = conflicts(case)
    assert [len(c.members) for c in found.found] == [3, 3]
    assert not _members(found.found[0].members) & _members(found.found[1].members)
    assert all(len(r.steps) == 2 for r in repairs(found, 9))


def _members(members: Sequence[Member]) -> set[Demand]:
    return {m.demand for m in members}


def test_where_everything_can_hold_there_is_nothing_to_repair() -> None:
    case = make.case(["U1"], ["T1"], cadres=["A"], decisions=[make.decision("A", "lock", "U1", "T1")])
    assert conflicts(case).found == ()
    assert repairs(conflicts(case), 5) == ()


def test_a_rule_that_is_moved_keeps_its_other_parameters_and_cells() -> None:
    row = make.setting("women_in_leadership", mode="hard", weight=2.0, params={"Share": "0.5", "scope": "unit"})
    case = make.case(["U1"], ["T1"], cadres=["A"], rules=[row])
    (moved,) = with_rule("women_in_leadership", {"params": {"share": "0.3"}}, case).rules
    assert moved.params == {"scope": "unit", "share": "0.3"}
    assert (moved.mode, moved.weight) == ("hard", 2.0)
    (made,) = with_rule("degree", {"on": False}, make.case(["U1"], ["T1"])).rules
    assert (made.rule, made.on) == ("degree", False)
