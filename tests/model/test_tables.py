"""Candidates of people alike and costs from small tables, against everybody and everything looked up one by one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from optimizer.catalogue import catalogue
from optimizer.engine.assemble import _read_twice, assemble
from optimizer.model.candidates import Candidates, enumerate_candidates, failing
from optimizer.model.cells import Cells, PersonTables, RoleSpots, Screen, Shared, Spots
from optimizer.model.facts import Facts
from optimizer.model.tables import Tables
from tests.contract.tiny import tiny

P, U, T = 23, 4, 5
NOUGHT = np.zeros(1, np.int32)
ROLES = np.array([[0, -1], [1, -1], [2, -1], [3, -1], [4, -1], [0, 3], [1, 2]], np.int32)


def facts(rng: np.random.Generator) -> Facts:
    """Return the few things of a case that candidates and tables read."""
    made = SimpleNamespace(
        n_people=P, n_units=U, n_titles=T, n_roles=len(ROLES), role_titles=ROLES, open_seat=rng.random((U, T)) < 0.8
    )  # fmt: skip
    return cast("Facts", made)


def screens(rng: np.random.Generator) -> list[Screen]:
    """Return screens of every shape: few kinds of people, some spared, some barred."""
    kinds = rng.random((3, 1, T)) < 0.3
    local = rng.random((2, U, 1)) < 0.4
    spots = np.unique(rng.integers(0, P, 4)).astype(np.int32)
    spared = Spots(
        spots, rng.integers(0, U, len(spots)).astype(np.int32), rng.integers(0, T, len(spots)).astype(np.int32)
    )
    barred = PersonTables(np.array([2, 11], np.int32), rng.random((2, U, T)) < 0.5)
    return [
        Screen(kinds[rng.integers(0, 3, P)], spared),
        Screen(rng.random((P, 1, 1)) < 0.1),
        Screen(rng.random((1, U, T)) < 0.1),
        Screen(also=((local[rng.integers(0, 2, P)], np.arange(T)[None, None] < 2),)),
        Screen(also=((rng.random((P, U, 1)) < 0.1, rng.random((1, U, T)) < 0.3),)),
        Screen((rng.random((2, U, T)) < 0.1)[rng.integers(0, 2, P)]),
        Screen(barred=barred),
        Screen(
            also=(
                (
                    (rng.random((2, 1, T)) < 0.5)[rng.integers(0, 2, P)],
                    (rng.random((2, U, 1)) < 0.5)[rng.integers(0, 2, P)],
                ),
            )
        ),
    ]


def every(f: Facts) -> tuple[Any, Any, Any]:
    """Return every person, unit and role together, flat."""
    p, u, r = np.indices((P, U, len(ROLES)), dtype=np.int32)
    return p.ravel(), u.ravel(), r.ravel()


@pytest.mark.parametrize("shown", [tuple(range(8)), *((i,) for i in range(8)), (0, 3, 7), (3, 6)])
@pytest.mark.parametrize("seed", range(10))
def test_people_looked_at_as_kinds_have_the_candidates_that_each_alone_would_have(
    seed: int, shown: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(seed)
    f, every_screen = facts(rng), screens(rng)
    asked = [every_screen[i] for i in shown]
    p, u, r = every(f)
    ok = np.ones(len(p), bool)
    for j in range(2):
        t = np.where(ROLES[r, j] >= 0, ROLES[r, j], ROLES[r, 0])
        ok &= f.open_seat[u, t]
        for screen in asked:
            ok &= ~failing(f, screen, p, u, t)
    found = enumerate_candidates(f, asked, np.zeros(len(ROLES), bool))
    k = np.arange(len(found))
    listed = list(zip(found.person(k).tolist(), found.unit(k).tolist(), found.role(k).tolist(), strict=True))
    assert listed == list(zip(p[ok].tolist(), u[ok].tolist(), r[ok].tolist(), strict=True))
    assert found.standing(p, u, r).tolist() == np.where(ok, np.cumsum(ok) - 1, -1).tolist()


def test_nobody_and_no_seat_have_no_candidates() -> None:
    f = facts(np.random.default_rng(1))
    none = np.zeros((U, T), bool)
    found = enumerate_candidates(
        cast("Facts", SimpleNamespace(**{**f.__dict__, "open_seat": none})), [], np.zeros(7, bool)
    )
    assert (len(found), found.n_people) == (0, P)
    empty = cast("Facts", SimpleNamespace(**{**f.__dict__, "n_people": 0}))
    assert enumerate_candidates(empty, [Screen(np.zeros((0, 1, T), bool))], np.zeros(7, bool)).n_people == 0


def amounts(rng: np.random.Generator) -> list[tuple[float, Cells | RoleSpots | Screen]]:
    """Return weighed amounts of every shape that small tables hold."""
    first = np.full((P, 1, T), np.nan)
    first[rng.integers(0, P, 9), 0, rng.integers(0, T, 9)] = 0.7
    units = Shared(rng.integers(0, 50, (3, U)) / 10, rng.integers(0, 3, P))
    people = np.arange(0, P, 3, dtype=np.int32)
    spots = RoleSpots(
        rng.integers(0, 2, P).astype(float), people, rng.integers(0, U, len(people)).astype(np.int32),
        rng.integers(0, len(ROLES), len(people)).astype(np.int32), np.full(len(people), -1.0),
    )  # fmt: skip
    who, where, held = (rng.integers(0, n, 60).astype(np.int32) for n in (P, U, T))
    spared = Spots(who, where, held)
    by_title, by_unit = rng.random((P, 1, T)) < 0.5, rng.random((P, U, 1)) < 0.5
    return [
        (-1.0, Cells((rng.integers(0, 1000, (P, 1, T)) / 10, first), per_title=True)),
        (2.5, Cells((rng.integers(0, 10, (1, 1, T)).astype(float),))),
        (5.0, Cells((units,))),
        (0.5, Cells((rng.integers(0, 9, (P, U, 1)).astype(float),))),
        (1.0, spots),
        (2.0, Screen(by_title, spared)),
        (0.3, Screen(by_unit, spared)),
        (4.0, Screen(also=((by_title, by_unit),), spared=spared)),
        (1.5, Screen(also=((by_unit, by_title[:1]),))),
        (0.7, Screen(by_unit[:1])),
        (7.0, Screen(rng.random((P, 1, 1)) < 0.5)),
    ]


def one_by_one(f: Facts, found: Candidates, asked: list[tuple[float, Cells | RoleSpots | Screen]]) -> Any:
    """Return the costs of all candidates looked up amount by amount."""
    k = np.arange(len(found))
    p, u, r = (of(k).astype(np.int32) for of in (found.person, found.unit, found.role))
    total = np.zeros(len(k))
    for weight, it in asked:
        if isinstance(it, RoleSpots):
            total += weight * it(p, u, r)
            continue
        for j in range(2 if isinstance(it, Screen) or it.per_title else 1):
            here = ROLES[r, j] >= 0
            at = p[here], u[here], ROLES[r, j][here]
            total[here] += weight * (failing(f, it, *at) if isinstance(it, Screen) else it.at(*at, U, T))
    return total


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("shown", [tuple(range(11)), *((i,) for i in range(11)), (3, 2), (1, 4), (0, 6, 7)])
def test_small_tables_hold_the_costs_that_amounts_looked_up_one_by_one_add_up_to(
    seed: int, shown: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(seed)
    f = facts(rng)
    found = enumerate_candidates(f, screens(rng)[:3], np.zeros(len(ROLES), bool))
    own = amounts(rng)
    asked = [own[i] for i in shown]
    tables = Tables.of(f, found, asked)
    assert tables is not None
    wanted = one_by_one(f, found, asked)
    assert tables.off(100.0) < 1e-8
    np.testing.assert_array_equal(tables.numbers(100.0), np.rint(wanted * 100))
    some = np.arange(1, len(found), 3)
    np.testing.assert_allclose(tables.some(some), wanted[some], atol=1e-9)


@pytest.mark.parametrize("scale", [1.0, 1e3, 1e7])
def test_costs_are_written_in_the_smallest_numbers_that_hold_them(scale: float) -> None:
    found = Candidates.of(2, *(np.array(a, np.int32) for a in ([0, 0, 1], [0, 1, 0], [0, 1, 2])))
    f = cast("Facts", SimpleNamespace(n_people=2, n_titles=T, role_titles=ROLES))
    tables = Tables.of(
        f, found, [(1.0, Cells((np.array([[[3.0, 2.0, 1.0, 0.0, 0.0]], [[-9.0, 0.0, 5.0, 0.0, 0.0]]]),)))]
    )
    assert tables is not None
    numbers = tables.numbers(scale)
    assert numbers.tolist() == [3 * scale, 2 * scale, 5 * scale]
    assert numbers.dtype == {1.0: np.int8, 1e3: np.int16, 1e7: np.int32}[scale]


@pytest.mark.parametrize(
    "cells",
    [
        Cells((np.zeros((P, U, T)),)),
        Cells((np.zeros((P, 1, T)), np.zeros((P, U, 1)))),
        Cells((np.zeros((P, 1, T)),), Spots(NOUGHT, NOUGHT, NOUGHT, np.ones(1))),
        Cells((np.zeros((P, U, 1)),), per_title=True),
        Screen(np.ones((1, U, T), bool)),
        Screen(np.ones((P, 1, 1), bool), also=((np.ones((P, U, 1), bool), np.ones((P, 1, T), bool)),)),
        Screen(also=((np.ones((P, U, 1), bool), np.ones((1, U, T), bool)),)),
        Screen(barred=PersonTables(NOUGHT, np.ones((1, U, T), bool))),
    ],
)
def test_amounts_that_take_all_three_are_no_small_table(cells: Cells | Screen) -> None:
    f = facts(np.random.default_rng(0))
    found = enumerate_candidates(f, [], np.zeros(len(ROLES), bool))
    assert Tables.of(f, found, [(1.0, cells)]) is None


def test_whole_costs_and_scales_do_not_depend_on_the_way_they_were_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tiny()
    quick = assemble(Facts(case), catalogue(case)).levels
    asked = []
    monkeypatch.setattr("optimizer.engine.assemble._read_twice", lambda *given: asked.append(given))
    slow = assemble(Facts(case), catalogue(case)).levels
    assert asked
    for a, b in zip(quick, slow, strict=True):
        assert (a.name, a.scale, a.base) == (b.name, b.scale, b.base)
        assert (a.cost is None) == (b.cost is None)
        if a.cost is not None and b.cost is not None:
            assert a.cost.tolist() == b.cost.tolist()


def test_costs_whose_parts_are_finer_than_they_are_get_the_scale_of_the_whole() -> None:
    rng = np.random.default_rng(3)
    f = facts(rng)
    found = enumerate_candidates(f, [], np.zeros(len(ROLES), bool))
    halves = Cells((np.full((P, 1, T), 0.5),)), Cells((Shared(np.full((1, U), 1.5), np.zeros(P, np.intp)),))
    assert _read_twice(f, found, [(1.0, half) for half in halves], []) is None
    told = _read_twice(f, found, [(1.0, halves[0])], [])
    assert told is not None
    assert (told[1], set(told[0].tolist())) == (10.0, {5})
