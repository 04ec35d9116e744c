"""Bars: counts by band, as the report draws them from plain HTML."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.words import wording
from optimizer.reports.papers.people import age
from optimizer.reports.papers.structure import (
    UNKNOWN,
    age_band,
    age_names,
    degree_band,
    degree_names,
    theory_band,
    theory_names,
)
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.people import Placed

KM_BANDS: tuple[tuple[float, Text], ...] = (
    (5.0, Text("dưới 5 km", "under 5 km")),
    (15.0, Text("5 - dưới 15 km", "5 to under 15 km")),
    (30.0, Text("15 - dưới 30 km", "15 to under 30 km")),
    (45.0, Text("30 - dưới 45 km", "30 to under 45 km")),
    (float("inf"), Text("từ 45 km", "45 km and more")),
)
NO_DISTANCE = Text("chưa đủ dữ liệu", "not known")


@dataclass(frozen=True)
class Bar:
    """One bar: what it counts, how many, and how long it is against the longest."""

    name: Text
    count: int
    share: float
    length: float


@dataclass(frozen=True)
class Chart:
    """Bars of one kind."""

    title: Text
    bars: tuple[Bar, ...]


def charts(figures: Figures) -> tuple[Chart, ...]:
    """Return how the placed people are spread over distance, age, sex, degree and theory."""
    people, context = figures.people, figures.context
    sexes = (wording("sex", "male"), wording("sex", "female"), UNKNOWN)
    return (
        _chart(Text("Khoảng cách từ nơi ở đến đơn vị mới", "Distance from home to the new unit"),
               (*(t for _, t in KM_BANDS), NO_DISTANCE), people, lambda p: km_band(p.km)),
        _chart(Text("Tuổi", "Age"), age_names(), people, lambda p: age_band(age(p, context))),
        _chart(Text("Giới tính", "Sex"), sexes, people,
               lambda p: UNKNOWN if p.cadre.sex is None else wording("sex", p.cadre.sex)),
        _chart(Text("Trình độ chuyên môn", "Degree"), degree_names(), people, lambda p: degree_band(p.cadre.degree)),
        _chart(Text("Lý luận chính trị", "Political theory"), theory_names(), people,
               lambda p: theory_band(p.cadre.theory)),
    )  # fmt: skip


def km_band(km: float | None) -> Text:
    """Return the band a distance falls in; the ends are those of the support for travel (R58)."""
    return NO_DISTANCE if km is None else next(text for end, text in KM_BANDS if km < end)


def _chart(title: Text, names: Iterable[Text], people: Iterable[Placed], band: Callable[[Placed], Text]) -> Chart:
    """Return bars in the order of `names`; what nobody falls in is left out where it only says that a fact is missing."""
    counts = Counter(band(p) for p in people)
    total, longest = max(1, counts.total()), max(counts.values(), default=1)
    shown = [n for n in names if counts[n] or n not in (UNKNOWN, NO_DISTANCE)]
    return Chart(title, tuple(Bar(n, counts[n], counts[n] / total, counts[n] / longest) for n in shown))
