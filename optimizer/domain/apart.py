"""How far two units lie apart, to the metre, in plain Python."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from optimizer.domain.distance import Point, great_circle_km, point_of, whole_metres
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.entities import Unit


def metres_between(a: Unit, b: Unit) -> int | None:
    """Return the straight line between two units in metres, None where the coordinates of one are unknown."""
    here, there = point_of(a), point_of(b)
    return None if here is None or there is None else _metres(here, there)


@lru_cache(maxsize=200_000)
def _metres(here: Point, there: Point) -> int:
    return whole_metres(great_circle_km(here, there))


def km_text(km: float) -> Text:
    """Return kilometres as each language writes them."""
    return Text(f"{km:g}".replace(".", ","), f"{km:g}")
