import numpy as np
import pytest

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.model.near import metres_between_units, rows_of_far_pairs
from optimizer.rules.spouses_near import SpousesNear
from tests.cases import case, decision, relation, unit
from tests.contract.arrays import ArraySide
from tests.rules.judge import broken, kept, remarks, said

RULE = SpousesNear()
# on one meridian, about 22 km and 44 km from the first; one nobody knows where
UNITS = (unit("U1", lat=20.8, lon=106.6), unit("U2", lat=21.0, lon=106.6), unit("U3", lat=21.2, lon=106.6), unit("U4"))


def couple(**changes: object):
    return case(
        UNITS,
        ["T1", "T2"],
        cadres=["A", "B", "C"],
        **{"relations": [relation("A", "B", "spouse")], "cells": True, **changes},
    )


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [("U1", "U1", True), ("U1", "U2", True), ("U1", "U3", False), ("U3", "U1", False), ("U3", "U4", True)],
)
def test_units_of_spouses_lie_within_reach_as_far_as_is_known(a: str, b: str, near: bool) -> None:
    assert kept(RULE, couple(), ("A", a, "T1"), ("B", b, "T2")) is near


def test_nothing_is_asked_where_one_is_not_placed_or_they_are_no_couple() -> None:
    assert kept(RULE, couple(), ("A", "U1", "T1"))
    assert kept(RULE, couple(), ("B", "U3", "T1"), ("C", "U1", "T1"))
    assert kept(RULE, couple(relations=[relation("A", "B", "sibling")]), ("A", "U1", "T1"), ("B", "U3", "T1"))


def test_the_limit_is_a_parameter_to_the_metre() -> None:
    spots = (("A", "U1", "T1"), ("B", "U2", "T1"))
    assert metres_between_units(Facts(couple()))[0, 1] == 22239
    assert kept(SpousesNear(max_km=22.239), couple(), *spots)
    assert not kept(SpousesNear(max_km=22.238), couple(), *spots)


def test_a_couple_too_far_apart_costs_one_whatever_the_units() -> None:
    soft = SpousesNear(max_km=10)
    plan = Plan.of([("A", "U1", "T1"), ("B", "U3", "T2")])
    assert [f.amount for f in soft.violations(couple(), plan)] == [1.0]
    assert ArraySide(couple()).outside(soft, plan) == 1.0
    assert broken(soft, couple(), *plan.placements) == [
        {"cadre": "A", "cadre_b": "B", "unit": "U1", "unit_b": "U3", "rule": "spouses_near"}
    ]


def test_an_exception_takes_a_person_out() -> None:
    lifted = couple(decisions=[decision("B", "exception", "U3", rule="spouses_near")])
    assert kept(RULE, lifted, ("A", "U1", "T1"), ("B", "U3", "T2"))
    assert not kept(RULE, lifted, ("A", "U3", "T1"), ("B", "U1", "T2"))


def test_the_sentence_gives_units_and_distance_as_each_language_writes_them() -> None:
    vi, en = said(SpousesNear(max_km=12.5), couple(), ("A", "U1", "T1"), ("B", "U2", "T2"))
    assert vi == "vợ chồng Person A (A) tại Unit U1 và Person B (B) tại Unit U2 cách nhau 22,2 km, quá 12,5 km."
    assert en == "the spouses Person A (A) at Unit U1 and Person B (B) at Unit U2 are 22.2 km apart, more than 12.5 km."


def test_units_without_coordinates_are_remarked_once_where_there_are_couples() -> None:
    assert remarks(RULE, couple()) == [("unit_without_point", "info", "lat 5")]
    assert remarks(RULE, couple(relations=[])) == []


@pytest.mark.parametrize("seed", range(4))
def test_every_far_pair_of_units_meets_in_exactly_one_row_and_no_near_pair_in_any(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 40
    points = rng.uniform((20.5, 106.2), (21.1, 107.1), (n, 2))
    points[rng.integers(0, n)] = np.nan
    units = [unit(f"U{i:02d}", lat=None if x != x else x, lon=None if y != y else y) for i, (x, y) in enumerate(points)]
    facts = Facts(case(units, cadres=["A"]))
    far = metres_between_units(facts) > 30_000
    table, rows = rows_of_far_pairs(facts.unit_points, far)
    first, second = (np.zeros((n, rows), int) for _ in range(2))
    for u in range(n):
        first[u, table[0, u][table[0, u] >= 0]] = 1
        second[u, table[1, u][table[1, u] >= 0]] = 1
    assert (first @ second.T == far.astype(int)).all()
    assert rows < 2 * n
    assert (table[1] >= 0).sum() < far.sum() / 2  # what the tree is for
