"""Units are divided into groups of neighbours that share their specialists."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from optimizer.domain.apart import metres_between
from optimizer.domain.sharing_groups import groups_of
from tests.cases import unit

REACH = 15_000  # metres; a tenth of a degree of latitude is 11 km


def line(n: int, step: float = 0.1):
    return [unit(f"U{i}", lat=20.0 + i * step, lon=106.6) for i in range(n)]


def test_neighbours_on_a_line_stand_in_threes_from_its_end() -> None:
    assert groups_of(line(6), REACH, 3) == (("U0", "U1", "U2"), ("U3", "U4", "U5"))
    assert groups_of(line(5), REACH, 3) == (("U0", "U1", "U2"), ("U3", "U4"))
    assert groups_of(line(6), REACH, 2) == (("U0", "U1"), ("U2", "U3"), ("U4", "U5"))


def test_a_unit_far_from_all_or_nobody_knows_where_is_a_group_by_itself() -> None:
    far = [*line(2), unit("F", lat=25.0, lon=106.6), unit("N")]
    assert groups_of(far, REACH, 3) == (("F",), ("N",), ("U0", "U1"))


def test_three_within_reach_of_each_other_go_before_three_in_a_row() -> None:
    corner = [
        unit("A", lat=20.0, lon=106.6), unit("B", lat=20.1, lon=106.6), unit("C", lat=20.05, lon=106.68),
        unit("D", lat=20.2, lon=106.6), unit("E", lat=20.3, lon=106.6), unit("F", lat=20.25, lon=106.68),
    ]  # fmt: skip
    assert groups_of(corner, REACH, 3) == (("A", "B", "C"), ("D", "E", "F"))


def test_of_a_star_the_farthest_is_left_over() -> None:
    star = [unit("C", lat=20.0, lon=106.6), unit("L1", lat=20.1, lon=106.6), unit("L2", lat=19.9, lon=106.6)]
    assert groups_of([*star, unit("L3", lat=20.0, lon=106.72)], REACH, 3) == (("C", "L1", "L2"), ("L3",))
    assert groups_of(star, REACH, 3) == (("C", "L1", "L2"),)


@pytest.mark.parametrize("most", [2, 3])
@pytest.mark.parametrize("seed", range(8))
def test_every_unit_is_in_one_group_of_neighbours_and_the_order_of_rows_does_not_matter(seed: int, most: int) -> None:
    rng = Random(seed)
    units = [unit(f"U{i:02d}", lat=20 + rng.random() / 2, lon=106 + rng.random() / 2) for i in range(40)]
    groups = groups_of(units, REACH, most)
    assert sorted(code for g in groups for code in g) == [u.unit_code for u in units]
    assert max(len(g) for g in groups) <= most
    by_code = {u.unit_code: u for u in units}

    def near(a: str, b: str) -> bool:
        apart = metres_between(by_code[a], by_code[b])
        return apart is not None and apart <= REACH

    for g in groups:
        links = sum(near(a, b) for a, b in combinations(g, 2))
        assert links >= len(g) - 1, "somebody in the group reaches all of it"
    singles = [g[0] for g in groups if len(g) == 1]
    assert not any(near(a, b) for a, b in combinations(singles, 2)), "two that are left over would share"
    rng.shuffle(units)
    assert groups_of(units, REACH, most) == groups
