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

    Group, value and place are packed into one whole number each, because sorting millions of those takes a tenth of the
    time of sorting by three keys. Values are compared to a sixteenth of a unit; those far above their group's least
    count as equal.
    """
    n = len(group)
    if n > MANY:  # sorting is what takes long
        keep = np.flatnonzero(_maybe_leading(group, value, count))
        if len(keep) < n:
            return leading(group[keep], value[keep], position[keep], count if isinstance(count, int) else count[keep])
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
    limit = count if isinstance(count, int) else count[place]
    chosen: Ints = position[place[rank < limit]]
    return chosen


def _maybe_leading(group: Ints, value: NDArray[np.float64] | Ints, count: int | Ints) -> NDArray[np.bool_]:
    """Return which members may be among the `count` least of their group: all of them where groups are small.

    The members of a group are dealt out to buckets. The least of as many buckets are `count` members, whatever else
    there is: nothing above all of these leads.
    """
    groups = int(group.max()) + 1
    wanted = np.zeros(groups, np.int64)
    wanted[group] = count  # the same for every member of a group
    size = 1 << (BUCKETS * max(1, int(wanted.max()))).bit_length()
    if groups * size > len(group):
        return np.ones(len(group), bool)
    # whole numbers: numpy looks for the least of a bucket thirty times faster than among some fractions
    whole = np.issubdtype(value.dtype, np.integer)
    coarse = value.astype(np.int64, copy=False) if whole else np.clip(value * GRAIN, -MOST, MOST).astype(np.int64)
    bucket = np.arange(len(group), dtype=np.int32) & np.int32(size - 1)
    least = np.full(groups * size, 2 * int(MOST))
    np.minimum.at(least, group.astype(np.int64) * size + bucket, coarse)
    least = np.sort(least.reshape(groups, size), axis=1)
    cut = least[np.arange(groups), np.maximum(wanted - 1, 0)] + 1  # rounded down before what all have in common is off
    inside: NDArray[np.bool_] = coarse <= cut[group]
    return inside
