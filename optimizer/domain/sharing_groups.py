"""Groups of neighbouring units that share their specialists: fixed before anybody is placed, the same for every field."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from optimizer.domain.distance import Point, great_circle_km, point_of, whole_metres

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.entities import Unit

NEAREST = 10  # neighbours of a unit that are looked at for its group
Group = tuple[str, ...]  # unit codes, sorted
_Place = tuple[str, Point | None]  # unit code, and where it lies
_Map = dict[str, dict[str, int]]  # unit -> the units within reach, with the metres


def groups_of(units: Iterable[Unit], metres: int, most: int) -> tuple[Group, ...]:
    """Divide units into groups of at most `most` (2 or 3) neighbours, sorted; a unit nobody is near to is one by itself.

    The unit with the fewest neighbours left chooses first, ties by code: as many as the group may hold, rather such as
    are all within `metres` of each other, then the nearest. In a group of three one unit may lie in the middle, with the
    other two out of each other's reach.
    """
    return _groups(tuple(sorted(((u.unit_code, point_of(u)) for u in units), key=lambda place: place[0])), metres, most)


@lru_cache(maxsize=64)
def _groups(places: tuple[_Place, ...], metres: int, most: int) -> tuple[Group, ...]:
    near = _near(places, metres)
    free = set(near)
    found: list[Group] = []
    while free:
        first = min(free, key=lambda c: (sum(o in free for o in near[c]), c))
        group = _best(first, near, free, most)
        found.append(group)
        free -= set(group)
    return tuple(sorted(found))


def _near(places: tuple[_Place, ...], metres: int) -> _Map:
    near: _Map = {code: {} for code, _ in places}
    known = [(code, point) for code, point in places if point is not None]
    for i, (a, here) in enumerate(known):
        for b, there in known[i + 1 :]:
            apart = whole_metres(great_circle_km(here, there))
            if apart <= metres:
                near[a][b] = near[b][a] = apart
    return near


def _best(first: str, near: _Map, free: set[str], most: int) -> Group:
    """Return the best group of free units around `first`, as large as can be."""
    around = _nearest(first, near, free)
    pairs = [(first, a) for a in around]
    threes = [
        (first, a, b)
        for a in around
        for b in dict.fromkeys((*around, *_nearest(a, near, free)))
        if most > 2 and b not in (first, a)
    ]
    found = threes or pairs or [(first,)]
    return min((tuple(sorted(g)) for g in found), key=lambda g: (*_spread(g, near), g))


def _nearest(code: str, near: _Map, free: set[str]) -> list[str]:
    return sorted((o for o in near[code] if o in free), key=lambda o: (near[code][o], o))[:NEAREST]


def _spread(group: Group, near: _Map) -> tuple[int, int]:
    """Return how many pairs of a group are out of each other's reach, and the metres between the others."""
    apart = [near[a].get(b) for i, a in enumerate(group) for b in group[i + 1 :]]
    return apart.count(None), sum(m for m in apart if m is not None)
