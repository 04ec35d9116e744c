"""Quotas of every shape, on random cases and plans: the tables of the array side against the counting of the plain side."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from optimizer.domain.plan import Plan
from optimizer.domain.quota import Quota, Row, broken, measured, shared
from optimizer.domain.scopes import PARTS
from optimizer.model.facts import Facts
from optimizer.model.quota import families
from optimizer.text import same
from tests.cases import cadre, case, decision, title

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision

PEOPLE, UNITS = 14, 6
TITLES = (title("A", concurrent_with=("B",)), "B", "C", "D")


@dataclass(frozen=True)
class Stub:
    """A rule as far as quotas know one."""

    name: str = "stub"

    def lifts(self, decision: Decision) -> bool:
        """Every exception is about it."""
        return decision.action == "exception"


def random_case(rng: Random) -> Case:
    people = [cadre(f"P{i:02d}") for i in range(PEOPLE)]
    units = [f"U{i}" for i in range(UNITS)]
    decisions = [
        decision(f"P{rng.randrange(PEOPLE):02d}", "exception", rng.choice(["", *units]), rng.choice(["", *"ABCD"]))
        for _ in range(rng.randrange(5))
    ]
    return case(units, TITLES, cadres=people, decisions=decisions)


def random_quota(rng: Random, kinds: int) -> Quota:
    tags = {f"P{i:02d}": rng.randrange(kinds) for i in range(PEOPLE) if rng.random() < 0.8}
    rows = []
    for _ in range(rng.randint(1, 9)):
        units = tuple(sorted(rng.sample([f"U{i}" for i in range(UNITS)], rng.randint(1, 4))))
        members = None if rng.random() < 0.3 else frozenset(rng.sample(range(kinds), rng.randint(0, min(3, kinds))))
        rows.append(
            Row(
                same("/".join(units)), units, rng.choice([0, 15_000, 50_000, 33_333, 66_660]), rng.choice([0, PARTS, -25_000]),
                rng.random() < 0.5, members, rng.choice([1, 1, 3]),
            )
        )  # fmt: skip
    weights = {f"P{i:02d}": rng.randint(-20_000, 20_000) for i in range(PEOPLE)} if rng.random() < 0.5 else None
    people = frozenset(f"P{i:02d}" for i in range(PEOPLE) if rng.random() < 0.7) if rng.random() < 0.5 else None
    titles = frozenset(rng.sample("ABCD", rng.randint(1, 3)))
    not_in = {}
    if rng.random() < 0.4:
        not_in = {f"P{i:02d}": frozenset(rng.sample([f"U{u}" for u in range(UNITS)], 2)) for i in range(0, PEOPLE, 2)}
    return Quota(titles, tuple(rows), lambda m: m.row.area, lambda row: row.area, tags, weights, people, not_in=not_in)


def random_plan(rng: Random) -> Plan:
    spots = []
    for i in range(PEOPLE):
        role = rng.choice([(), ("A",), ("B",), ("A", "B"), ("C",), ("D",)])
        unit = f"U{rng.randrange(UNITS)}"
        spots += [(f"P{i:02d}", unit, t) for t in role]
    return Plan.of(spots)


def outside(facts: Facts, quota: Quota, plan: Plan) -> list[float]:
    """Return how far each row is outside its limits, from the tables alone."""
    (family,) = families(Stub(), facts, [quota])
    at = {role: i for i, role in enumerate(facts.roles)}
    held = [
        (facts.person_at[who], facts.unit_at[mine[0].unit_code], at[tuple(p.title_code for p in mine)])
        for who, mine in plan.by_cadre.items()
    ]
    p, u, r = (np.array([h[i] for h in held], np.int32) for i in range(3))
    _, row, coef = family.entries(p, u, r)
    value = np.bincount(row, weights=coef, minlength=len(quota.rows))
    off = np.maximum(family.lower - value, 0) + np.maximum(value - family.upper, 0)
    return [round(x, 6) for x in off.tolist()]


@pytest.mark.parametrize("kinds", [1, 3, 8])
@pytest.mark.parametrize("seed", range(8))
def test_tables_and_counting_agree_on_every_row_of_random_quotas(seed: int, kinds: int) -> None:
    rng = Random(seed)
    bitten = 0
    for _ in range(12):
        found = random_case(rng)
        facts, quota = Facts(found), random_quota(rng, kinds)
        for _ in range(8):
            plan = random_plan(rng)
            amounts = [m.amount / PARTS for m in measured(Stub(), found, plan, quota)]
            assert outside(facts, quota, plan) == amounts
            bitten += sum(a > 0 for a in amounts)
    assert bitten


def test_who_holds_two_of_the_titles_in_a_unit_is_counted_once() -> None:
    found = case(["U1"], TITLES, cadres=["P"])
    quota = Quota(frozenset("AB"), (Row(same("U1"), ("U1",), base=2 * PARTS),), lambda m: m.row.area, lambda r: r.area)
    (m,) = measured(Stub(), found, Plan.of([("P", "U1", "A"), ("P", "U1", "B")]), quota)
    assert (len(m.holders), m.amount) == (1, PARTS)


def test_rows_of_one_unit_each_cost_one_small_table_however_many_units_there_are() -> None:
    found = case([f"U{i}" for i in range(30)], TITLES, cadres=["P"])
    rows = tuple(Row(same(f"U{i}"), (f"U{i}",), share=15_000, tags=frozenset({1})) for i in range(30))
    quota = Quota(frozenset("AB"), rows, lambda m: m.row.area, lambda r: r.area, {"P": 1})
    (family,) = families(Stub(), Facts(found), [quota])
    assert len(family.terms) == 1, "what holders and members add stands in one table"
    assert family.terms[0].row.shape == (1, 30, 5)
    assert family.price == 1.0


def test_of_a_worst_quota_the_first_of_the_farthest_rows_is_the_one_finding() -> None:
    found = case(["U1", "U2"], TITLES, cadres=["P"])
    rows = tuple(Row(same(u), (u,), base=base) for u, base in (("U1", PARTS), ("U2", 3 * PARTS), ("U2", 3 * PARTS)))
    quota = Quota(frozenset("A"), rows, lambda m: m.row.area, lambda r: r.area, worst=True)
    (finding,) = broken(Stub(), found, Plan.of([]), [quota])
    assert (finding.amount, dict(finding.subject)["unit"]) == (3.0, "U2")


def test_a_share_of_a_whole_number_is_rounded_alike_for_people_and_tables() -> None:
    values = np.arange(-50, 51)
    for divide in (1, 2, 3, 7):
        assert shared(values, divide).tolist() == [shared(v, divide) for v in values.tolist()]  # type: ignore[arg-type]
    assert [shared(v, 2) for v in (-3, -1, 1, 3)] == [-1, 0, 1, 2]
