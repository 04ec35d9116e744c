"""Where the pages of an annex end: a heading stays with what follows it, the signers with the last people they sign for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

WIDE, TALL = 10.89 * 96, 7.17 * 72  # A4 landscape between our margins, in pixels and points
DIGIT = 7  # pixels a digit is wide, by which spreadsheets measure columns
FULL = 0.97  # of a page: programs and printers differ a little, and a page must never run over
MOST_BREAKS = 1000  # Excel takes 1,023 a sheet


def room_on_page(widths: Sequence[float]) -> float:
    """Return how many points of rows a page holds when columns of these widths (in digits) are shrunk to its width."""
    return FULL * TALL * max(1.0, _pixels(widths) / WIDE)


def filling(widths: Sequence[float], grows: Sequence[bool]) -> list[float]:
    """Return the widths (in digits) with those columns that may grow so wide that together all fill a page."""
    spare = (FULL * WIDE - _pixels(widths)) / DIGIT
    growing = sum(w for w, may in zip(widths, grows, strict=True) if may)
    if spare <= 0 or not growing:
        return list(widths)
    return [w * (1 + spare / growing) if may else w for w, may in zip(widths, grows, strict=True)]


def _pixels(widths: Sequence[float]) -> int:
    return sum(int(w * DIGIT + 5) for w in widths)


def page_breaks(heights: Sequence[float], kept: Collection[int], room: float, repeated: float) -> list[int]:
    """Return the rows that begin a new page.

    `heights` are those of all rows in points, `kept` the rows that stay with the next one, `repeated` what the repeated
    head takes of `room` on every page but the first. A block taller than a page breaks where the program likes.
    """
    found: list[int] = []
    used, left = 0.0, room
    first = 0
    for i in range(len(heights)):
        if i in kept and i + 1 < len(heights):
            continue
        block = sum(heights[first : i + 1])
        if used and used + block > left:
            found.append(first)
            used, left = 0.0, room - repeated
        used += block
        first = i + 1
    return found if len(found) <= MOST_BREAKS else [*found[: MOST_BREAKS - 1], found[-1]]
