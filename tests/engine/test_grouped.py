"""The leading members of each group: those that sorting everything would put first, however many there are."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.engine import grouped
from optimizer.engine.grouped import leading, united


def first_by_sorting(group: np.ndarray, value: np.ndarray, position: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Return the same by sorting all members by group, value and place."""
    taken: dict[int, int] = {}
    out = []
    for i in sorted(range(len(group)), key=lambda i: (group[i], value[i], i)):
        mine = taken.setdefault(int(group[i]), 0)
        taken[int(group[i])] += 1
        if mine < count[i]:
            out.append(position[i])
    return np.array(out, np.int64)


@pytest.mark.parametrize("seed", range(60))
def test_the_leading_are_those_that_sorting_everything_puts_first(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "MANY", 10)
    monkeypatch.setattr(grouped, "STRETCH", 100)
    rng = np.random.default_rng(seed)
    groups, n = int(rng.integers(1, 4)), int(rng.integers(1, 1500))
    group = np.sort(rng.integers(0, groups, n)) if seed % 2 else rng.integers(0, groups, n)
    # few different values, so that places decide; whole numbers and sixteenths, of either sign
    value = rng.integers(-20, 20 + 40 * (seed % 3), n)
    value = value.astype(np.int32) if seed % 4 < 2 else value / grouped.GRAIN + 1e9 * (seed % 5 == 0)
    count = rng.integers(0, 9, groups)
    position = np.sort(rng.choice(5 * n, n, replace=False))
    np.testing.assert_array_equal(
        leading(group, value, position, count), first_by_sorting(group, value, position, count[group])
    )
    same = np.full(n, 3)
    np.testing.assert_array_equal(leading(group, value, position, 3), first_by_sorting(group, value, position, same))


@pytest.mark.parametrize("whole", [True, False])
def test_most_of_large_groups_are_left_out_before_the_rest_is_sorted(whole: bool) -> None:
    rng = np.random.default_rng(1)
    group = np.repeat(np.arange(5), 4_000)
    value = rng.permutation(20_000) if whole else rng.random(20_000) * 1e6
    inside = grouped._maybe_leading(group, value, 4)
    assert inside.sum() < 1_000
    order = np.lexsort([value, group]).reshape(5, -1)[:, :4]
    assert inside[order].all()


@pytest.mark.parametrize("seed", range(20))
def test_arrays_are_united_in_order_each_number_once(seed: int) -> None:
    rng = np.random.default_rng(seed)
    parts = [rng.integers(0, 50, int(rng.integers(0, 40))) for _ in range(int(rng.integers(1, 4)))]
    np.testing.assert_array_equal(united(*parts), np.unique(np.concatenate(parts)))
