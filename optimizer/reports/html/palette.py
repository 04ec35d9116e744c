"""The colours of the pictures: told apart without red and green, on paper too, and the letters on them stay readable."""

from __future__ import annotations

from typing import NamedTuple


class Colour(NamedTuple):
    """A fill and the colour of the letters on it."""

    fill: str
    ink: str


DARK, LIGHT = "#1a1a1a", "#ffffff"
UNKNOWN = Colour("#d9d9d9", DARK)
# From nothing to mind to most to mind: one hue, so that a grey print keeps the order.
STEPS: tuple[Colour, ...] = (
    Colour("#f1f4f9", DARK),
    Colour("#c3d4e8", DARK),
    Colour("#7fb0d3", DARK),
    Colour("#1f6fa3", LIGHT),
    Colour("#083b66", LIGHT),
)
# From the worst shortage over balance to the largest surplus.
SHORTAGE: tuple[Colour, ...] = (Colour("#8c3d04", LIGHT), Colour("#c8691b", DARK), Colour("#fdc98f", DARK))
BALANCE = Colour("#ffffff", DARK)
SURPLUS: tuple[Colour, ...] = (Colour("#c9dcee", DARK), Colour("#7fb0d3", DARK), Colour("#1f6fa3", LIGHT))


def contrast(a: str, b: str) -> float:
    """Return the contrast of two colours as the web's accessibility guidelines count it: 1 to 21."""
    light, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def balance_colour(difference: int) -> Colour:
    """Return the colour of a surplus (more than 0) or a shortage of so many people."""
    if difference == 0:
        return BALANCE
    size = 0 if abs(difference) == 1 else 1 if abs(difference) <= 3 else 2
    return SURPLUS[size] if difference > 0 else SHORTAGE[2 - size]
