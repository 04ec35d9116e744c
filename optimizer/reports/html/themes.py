"""What the map shows: each theme gives every unit a value, a step of the palette and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.reports.html.palette import STEPS, UNKNOWN, Colour
from optimizer.reports.papers.people import share_text
from optimizer.reports.words import number, rounded
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from optimizer.reports.papers.figures import UnitFigures

NO_DATA = Text("chưa có dữ liệu", "no data")


@dataclass(frozen=True)
class Theme:
    """One way to colour the map. `limits` are the upper ends of all steps but the last, in the order of the palette.

    `rising`: the larger the value, the more it needs attention; else the smaller. The darkest step needs it most.
    """

    key: str
    title: Text
    about: Text
    value: Callable[[UnitFigures], float | None]
    shown: Callable[[float], Text]
    limits: tuple[float, ...]
    rising: bool = True
    best: float = 0.0  # no value is better than this one

    def step(self, unit: UnitFigures) -> int | None:
        """Return the step of a unit, 0 the lightest; None where nothing is known."""
        value = self.value(unit)
        if value is None:
            return None
        if self.rising:
            return sum(value > limit + 1e-9 for limit in self.limits)
        return sum(value < limit - 1e-9 for limit in self.limits)

    def colour(self, unit: UnitFigures) -> Colour:
        """Return the colour of a unit."""
        step = self.step(unit)
        return UNKNOWN if step is None else STEPS[step]

    def said(self, unit: UnitFigures) -> Text:
        """Return the value of a unit in words."""
        value = self.value(unit)
        return NO_DATA if value is None else self.shown(value)

    def legend(self, units: Sequence[UnitFigures]) -> list[tuple[Colour, Text, int]]:
        """Return each step with its range and how many units are in it; one between two equal limits holds nothing."""
        steps = [self.step(u) for u in units]
        apart = [i for i in range(len(STEPS)) if not 0 < i < len(self.limits) or self.limits[i - 1] != self.limits[i]]
        found = [(STEPS[i], self._range(i), steps.count(i)) for i in apart]
        if None in steps:
            found.append((UNKNOWN, NO_DATA, steps.count(None)))
        return found

    def _range(self, step: int) -> Text:
        if step == 0 and self.limits[0] == self.best:
            return self.shown(self.limits[0])
        if step == 0:
            text = Text("đến {a}", "up to {a}") if self.rising else Text("từ {a}", "{a} or more")
            return text.format(a=self.shown(self.limits[0]))
        if step == len(STEPS) - 1:
            text = Text("trên {a}", "over {a}") if self.rising else Text("dưới {a}", "under {a}")
            return text.format(a=self.shown(self.limits[-1]))
        low, high = self.limits[step - 1], self.limits[step]
        if self.rising:
            return Text("trên {a} đến {b}", "over {a} to {b}").format(a=self.shown(low), b=self.shown(high))
        return Text("từ {b} đến dưới {a}", "{b} to under {a}").format(a=self.shown(low), b=self.shown(high))


def themes(units: Sequence[UnitFigures]) -> tuple[Theme, ...]:
    """Return the themes that have anything to show for these units."""
    ratings = sorted(u.rating for u in units if u.rating is not None)
    cuts = tuple(rounded(ratings[len(ratings) * k // 5], 1) for k in (4, 3, 2, 1)) if ratings else (0.0,) * 4
    every = (
        Theme(
            "vacancy",
            Text("Ghế trống", "Vacancies"),
            Text(
                "Tỷ lệ ghế còn trống so với chỉ tiêu của từng đơn vị.", "Share of each unit's wanted seats left vacant."
            ),
            lambda u: u.vacant / u.target if u.target else None,
            share_text,
            (0.0, 0.05, 0.10, 0.20),
        ),
        Theme(
            "coverage",
            Text("Đủ lĩnh vực", "Fields covered"),
            Text(
                "Tỷ lệ lĩnh vực có chỉ tiêu mà đơn vị có ít nhất một người phụ trách.",
                "Share of the fields a unit needs that have at least one person.",
            ),
            lambda u: u.coverage,
            share_text,
            (1.0, 0.9, 0.75, 0.5),
            rising=False,
            best=1.0,
        ),
        Theme(
            "capability",
            Text("Năng lực", "Capability"),
            Text(
                "Điểm đánh giá bình quân của những người được bố trí; năm bậc có số đơn vị gần bằng nhau.",
                "Mean rating of the people placed; five steps of about as many units.",
            ),
            lambda u: None if u.rating is None else rounded(u.rating, 1),  # as it is shown, and as the limits are
            lambda v: Text("{n} điểm", "{n} points").format(n=number(v, 1)),
            cuts,
            rising=False,
            best=100.0,
        ),
        Theme(
            "travel",
            Text("Đi lại", "Travel"),
            Text(
                "Khoảng cách bình quân (đường chim bay) từ nơi ở đến đơn vị mới.",
                "Mean straight-line distance from home to the new unit.",
            ),
            lambda u: None if u.km is None else rounded(u.km, 1),
            lambda v: Text("{n} km", "{n} km").format(n=number(v, 1)),
            (5.0, 10.0, 15.0, 30.0),
        ),
    )
    return tuple(t for t in every if any(t.value(u) is not None for u in units))
