"""Specialists are divided among the units that have none of their own."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from optimizer.domain.time_shares import Holder, shared_out

SPLIT = {2: (50, 50), 3: (40, 30, 30)}


def out(needs: list[tuple[str, str]], *holders: Holder, metres: dict[tuple[str, str], float] | None = None):
    apart = metres or {}
    return shared_out(needs, holders, lambda a, b: apart.get((a, b), 1.0), SPLIT.__getitem__)


def holder(code: str, unit: str, fields: str, others: str) -> Holder:
    return Holder(code, unit, frozenset(fields), frozenset(others))


def test_a_unit_with_its_own_specialist_shares_nobody() -> None:
    assert out([("f", "U"), ("f", "V")], holder("A", "U", "f", "V"), holder("B", "V", "f", "U")) == ((), ())


def test_one_serves_three_units_with_percents_that_add_to_a_hundred_the_nearest_first() -> None:
    (share,), left = out(
        [("f", "U"), ("f", "V"), ("f", "W")],
        holder("A", "U", "f", "VW"),
        metres={("U", "V"): 9.0, ("U", "W"): 5.0},
    )
    assert left == ()
    assert [(p.unit_code, p.percent, p.fields) for p in share.parts] == [
        ("U", 40, ("f",)), ("W", 30, ("f",)), ("V", 30, ("f",)),
    ]  # fmt: skip
    assert (share.home, share.serves("f", "V"), share.serves("g", "V")) == ("U", True, False)


def test_two_specialists_divide_the_work_and_who_is_there_anyway_takes_a_second_field() -> None:
    shares, _ = out([("f", "W"), ("g", "W")], holder("A", "U", "fg", "W"), holder("B", "V", "g", "W"))
    assert [(s.cadre_id, s.parts[1].fields) for s in shares] == [("A", ("f", "g"))]
    both, _ = out([("f", "X"), ("f", "Y")], holder("A", "U", "f", "XY"), holder("B", "V", "f", "XY"))
    assert [(s.cadre_id, len(s.parts)) for s in both] == [("A", 2), ("B", 2)]


def test_what_nobody_is_open_to_is_left() -> None:
    assert out([("f", "V"), ("g", "U")], holder("A", "U", "f", "")) == ((), (("f", "V"), ("g", "U")))


@pytest.mark.parametrize("seed", range(30))
def test_a_need_is_left_only_where_no_division_at_all_meets_it(seed: int) -> None:
    rng = Random(seed)
    group = "UVW"
    holders = [
        holder(
            f"P{i}", home, "".join(rng.sample("fgh", rng.randint(1, 3))), group.replace(home, "")[: rng.randint(0, 2)]
        )
        for i, home in enumerate(rng.choice(group) for _ in range(rng.randint(0, 3)))
    ]
    needs = [n for n in product("fgh", group) if rng.random() < 0.8]
    shares, left = out(needs, *holders)
    for field, unit in needs:
        own = any(h.unit_code == unit and field in h.fields for h in holders)
        possible = own or any(field in h.fields and unit in h.others for h in holders)
        served = sum(s.serves(field, unit) for s in shares if s.home != unit)
        assert ((field, unit) not in left) == possible
        assert served == (possible and not own), "nobody comes where somebody is already"
    for s in shares:
        units = [p.unit_code for p in s.parts]
        assert 2 <= len(units) == len(set(units)) <= 3
        assert sum(p.percent for p in s.parts) == 100
