"""What the rules in force ask of several placements together, and how far a plan fulfils it, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.catalogue import ActiveRule
    from optimizer.model.rows import RowFamily
    from optimizer.review.levels import LevelKind

    Family = tuple[ActiveRule, RowFamily]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
ROUNDING = 1e-7  # what sums of thousandths may be off


@dataclass(frozen=True)
class RowBook:
    """What the rules ask of several placements together, and how far the plan fulfils it."""

    families: list[Family]
    start: Ints  # (families,): the first row of each
    family: Ints  # (rows,)
    lower: Floats
    upper: Floats
    price: Floats  # of a unit outside the limits, NaN where the row is hard
    level: Ints  # that pays, -1 where the row is hard
    worst: NDArray[np.bool_]  # only the row of the family that is farthest outside pays
    activity: Floats

    @classmethod
    def of(cls, families: list[Family], kinds: Sequence[LevelKind], posts: Sequence[tuple[int, int, int]]) -> RowBook:
        """Return the rows of a case's families as a plan of these (person, unit, role) fulfils them."""
        sizes = [len(f.lower) for _, f in families]
        start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)[:-1] if sizes else np.zeros(0, np.int64)
        level_of = {name: i for i, kind in enumerate(kinds) for name, _ in kind.weights}
        repeat = np.array(sizes, np.int64)

        def spread(values: Sequence[Any], kind: Any) -> NDArray[Any]:
            return np.repeat(np.array(values, kind), repeat)

        price = [a.weight * (1.0 if f.price is None else f.price) if a.soft else np.nan for a, f in families]
        level = [level_of[a.rule.name] if a.soft else -1 for a, _ in families]
        made = cls(
            families,
            start,
            spread(range(len(families)), np.int64),
            np.concatenate([np.zeros(0), *(f.lower for _, f in families)]),
            np.concatenate([np.zeros(0), *(f.upper for _, f in families)]),
            spread(price, np.float64),
            spread(level, np.int64),
            spread([f.worst and a.soft for a, f in families], np.bool_),
            np.zeros(sum(sizes)),
        )
        p, u, r = np.array(posts, np.int64).reshape(-1, 3).T
        _, row, coef = made.entries(p, u, r)
        np.add.at(made.activity, row, coef)
        return made

    def entries(self, p: Ints, u: Ints, r: Ints) -> tuple[Ints, Ints, Floats]:
        """Return (position, row, coefficient) of flat posts."""
        parts = [(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)), *self._parts(p, u, r)]
        which, row, coef = (np.concatenate([part[i] for part in parts]) for i in range(3))
        return which, row, coef

    def _parts(self, p: Ints, u: Ints, r: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
        """Yield the same piece by piece."""
        p32, u32, r32 = (x.astype(np.int32) for x in (p, u, r))
        for (_, family), first in zip(self.families, self.start.tolist(), strict=True):
            for term in family.terms:
                at, row, coef = term.entries(p32, u32, r32)
                yield at, row + first, coef
            if family.listed is not None:
                k = np.arange(len(p)) if family.people is None else np.flatnonzero(np.isin(p, family.people))
                at, row, coef = family.listed(p32[k], u32[k], r32[k])
                yield k[at], row + first, coef

    def outside(self, row: Ints, activity: Floats) -> Floats:
        """Return how far rows are outside their limits."""
        far: Floats = np.maximum(np.maximum(self.lower[row] - activity, activity - self.upper[row]), 0.0)
        return np.where(far < ROUNDING, 0.0, far)

    def add(
        self, levels: Floats, which: Ints, p: Ints, u: Ints, r: Ints, sign: Ints
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Add to `levels` what soft rows cost more, and return how far hard ones are broken further, and which."""
        n_rows = max(1, len(self.lower))
        keys, amounts = [np.zeros(0, np.int64)], [np.zeros(0)]
        for at, row, coef in self._parts(p, u, r):
            keys.append(which[at] * n_rows + row)
            amounts.append(coef * sign[at])
        key, delta = summed(np.concatenate(keys), np.concatenate(amounts))
        change, row = np.divmod(key, n_rows)
        before = self.outside(row, self.activity[row])
        after = self.outside(row, self.activity[row] + delta)
        further = after - before
        hard = self.level[row] < 0
        broken = np.zeros(len(levels))
        np.add.at(broken, change[hard], np.maximum(further[hard], 0.0))
        soft = ~hard & ~self.worst[row]
        np.add.at(levels, (change[soft], self.level[row[soft]]), further[soft] * self.price[row[soft]])
        self._add_worst(levels, change, row, after, self.worst[row])
        newly = hard & (further > ROUNDING)
        return broken, np.stack([change[newly], row[newly]], axis=1)

    def _add_worst(self, levels: Floats, change: Ints, row: Ints, after: Floats, here: NDArray[np.bool_]) -> None:
        """Add what the farthest row of a family pays more: of those a change touches, and of all the others."""
        for family in np.unique(self.family[row[here]]).tolist():
            mine = np.flatnonzero(here & (self.family[row] == family))
            first = int(self.start[family])
            n = len(self.families[family][1].lower)
            rows = np.arange(first, first + n)
            now = self.outside(rows, self.activity[rows])
            changes, at = np.unique(change[mine], return_inverse=True)
            then = np.zeros(len(changes))
            np.maximum.at(then, at, after[mine])
            np.maximum(then, _farthest_left(now, at * n + row[mine] - first, len(changes)), out=then)
            more = (then - now.max(initial=0.0)) * self.price[first]
            np.add.at(levels, (changes, self.level[first]), more)


def summed(key: Ints, amount: NDArray[Any]) -> tuple[Ints, Floats]:
    """Return the keys in order, each once, and the sum of the amounts of each."""
    order = np.argsort(key, kind="stable")  # keys come in long rising runs, which this way of sorting only has to merge
    key = key[order]
    first = np.append(True, key[1:] != key[:-1])[: len(key)]
    total: Floats = np.bincount(np.cumsum(first) - 1, weights=amount[order]).astype(np.float64, copy=False)
    return key[first], total


def _farthest_left(now: Floats, touched: Ints, n_changes: int) -> Floats:
    """Return (changes,) the farthest of the rows that each change leaves alone; `touched` are change * rows + row."""
    found = np.zeros(n_changes)
    waiting = np.arange(n_changes)
    for row in np.argsort(-now, kind="stable").tolist():  # few rounds: a change touches few rows
        if not len(waiting) or now[row] <= 0:
            break
        moved = np.isin(waiting * len(now) + row, touched)
        found[waiting[~moved]] = now[row]
        waiting = waiting[moved]
    return found
