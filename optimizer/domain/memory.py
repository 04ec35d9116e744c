"""What one solve leaves to the next: prices by codes, so that a plan made again after a review begins where the last ended.

They only make the next solve quick: what they prove is worked out anew from the case, whatever they say. There is
nothing of any person in them.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from typing import Any

DIGITS = 6  # of a price behind the point
LARGEST = 50_000_000  # bytes, that a memory may unfold to


@dataclass(frozen=True)
class Remembered:
    """The prices of one level, in its natural unit: of caps on levels before, of seats, and of rows of rules."""

    level: str
    caps: dict[str, float]
    seats: dict[tuple[str, str], float]  # (unit, title) -> worth of one more holder
    rows: dict[tuple[str, int], float]  # (rule, number among its rows) -> multiplier
    left: float = 0.0  # how far the plan was from what was proved of the level


@dataclass(frozen=True)
class Memory:
    """The prices of all levels that were proved by prices, the plan's own level last."""

    levels: tuple[Remembered, ...] = ()

    def to_text(self) -> str:
        """Return one line of plain characters."""
        data = [
            [
                it.level,
                sorted(it.caps.items()),
                sorted([*seat, round(price, DIGITS)] for seat, price in it.seats.items()),
                sorted([*row, round(price, DIGITS)] for row, price in it.rows.items()),
                it.left,
            ]
            for it in self.levels
        ]
        return base64.b64encode(zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 9)).decode()

    @classmethod
    def of_text(cls, text: str) -> Memory:
        """Return the memory of such a line; one that was damaged or edited is no memory at all."""
        try:
            unfold = zlib.decompressobj()
            data = json.loads(unfold.decompress(base64.b64decode(text, validate=True), LARGEST))
            return cls(tuple(_level(it) for it in data))
        except (ValueError, TypeError, zlib.error):  # all that broken text can raise on the way
            return cls()


def _level(data: Any) -> Remembered:
    name, caps, seats, rows, *left = data  # plans of earlier versions do not say what was left
    return Remembered(
        str(name),
        {str(level): float(price) for level, price in caps},
        {(str(unit), str(title)): float(price) for unit, title, price in seats},
        {(str(rule), int(number)): float(price) for rule, number, price in rows},
        float(left[0]) if left else 0.0,
    )
