"""Arrays whose members belong to groups: where groups that stand side by side lie, and which members come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.problem import Ints

MANY = 20_000  # members from which on it pays to leave out first what cannot be among the leading ones
BUCKETS = 4  # for each of the leading ones, at least
GRAIN = 16.0  # parts of a unit to which values are compared
MOST = 2.0**60
STRETCH = 250_000  # members looked at in one go: each new array of millions costs as much as filling it


def united(*parts: Ints) -> Ints:
    """Return the whole numbers that are in any of some arrays, ascending, each once.

    Parts are mostly ascending already: a stable sort of them takes a thirtieth of what `np.unique` does with its hashes.
    """
    every = np.sort(np.concatenate(parts), kind="stable")
    new = np.ones(len(every), bool)
    np.not_equal(every[1:], every[:-1], out=new[1:])
    found: Ints = every[new]
    return found


def marked(which: Ints, n: int) -> NDArray[np.bool_]:
    """Return (n,) whether each number is among some, -1 standing for the last: sooner than sorting them."""
    out = np.zeros(n, bool)
    out[which] = True
    return out


def ranges(first: Ints, groups: Ints) -> Ints:
    """Return the positions of several groups that stand side by side."""
    start, length = first[groups], first[groups + 1] - first[groups]
    total = int(length.sum())
    if not total:
        return np.zeros(0, np.int64)
    every: Ints = np.arange(total) + np.repeat(start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    return every


def leading(group: Ints, value: NDArray[np.float64] | Ints, position: Ints, count: int | Ints) -> Ints:
    """Return the positions of the `count` least values of each group, the earlier one first among (nearly) equals.

    `count` is one number for all groups, or (groups,) one for each.

    Group, value and place are packed into one whole number each, because sorting millions of those takes a tenth of the
    time of sorting by three keys. Values are compared to a sixteenth of a unit; those far above their group's least
    count as equal.
    """
    n = len(group)
    if n > MANY:  # sorting is what takes long
        keep = np.flatnonzero(_maybe_leading(group, value, count))
        if len(keep) < n:
            return leading(group[keep], value[keep], position[keep], count)
    if not n:
        return position
    groups = int(group.max()) + 1
    least = np.full(groups, np.inf)
    np.minimum.at(least, group, value.astype(np.float64))
    place_bits, group_bits = n.bit_length(), groups.bit_length()
    value_bits = 62 - place_bits - group_bits
    above = np.minimum((value - least[group]) * GRAIN, float(2**value_bits - 1)).astype(np.int64)
    key = (group.astype(np.int64) << (value_bits + place_bits)) | (above << place_bits) | np.arange(n)
    key.sort()
    of_group = key >> (value_bits + place_bits)
    begin = np.searchsorted(of_group, np.arange(groups))
    place = key & (2**place_bits - 1)
    rank = np.arange(n) - begin[of_group]
    limit = count if isinstance(count, int) else count[of_group]
    chosen: Ints = position[place[rank < limit]]
    return chosen


def _maybe_leading(group: Ints, value: NDArray[np.float64] | Ints, count: int | Ints) -> NDArray[np.bool_]:
    """Return which members may be among the `count` least of their group: all of them where groups are small.

    The members of a group are dealt out to buckets. The least of as many buckets are `count` members, whatever else
    there is: nothing above all of these leads.
    """
    groups = int(group.max()) + 1
    wanted = np.full(groups, count, np.int64) if isinstance(count, int) else count[:groups]
    size = 1 << (BUCKETS * max(1, int(wanted.max()))).bit_length()
    if groups * size > len(group):
        return np.ones(len(group), bool)
    # whole numbers: numpy looks for the least of a bucket thirty times faster than among some fractions
    short = np.issubdtype(value.dtype, np.integer) and value.dtype.itemsize <= 4
    least = np.full(groups * size, np.iinfo(np.int32).max if short else 2 * int(MOST), np.int32 if short else np.int64)
    parts = [slice(a, a + STRETCH) for a in range(0, len(group), STRETCH)]
    for part in parts:
        bucket = np.arange(part.start, min(part.stop, len(group))) & (size - 1)
        np.minimum.at(least, group[part].astype(np.int64) * size + bucket, _coarse(value[part]))
    least = np.sort(least.reshape(groups, size), axis=1).astype(np.int64)
    cut = least[np.arange(groups), np.maximum(wanted - 1, 0)] + 1  # rounded down before what all have in common is off
    inside = np.empty(len(group), bool)
    for part in parts:
        np.less_equal(_coarse(value[part]), cut[group[part]], out=inside[part])
    return inside


def _coarse(value: NDArray[np.float64] | Ints) -> Ints:
    if np.issubdtype(value.dtype, np.integer):
        return value.astype(np.int64 if value.dtype.itemsize > 4 else np.int32, copy=False)
    return np.clip(value * GRAIN, -MOST, MOST).astype(np.int64)
