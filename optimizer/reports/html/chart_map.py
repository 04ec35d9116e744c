"""The map: units as numbered points with names where there is room, or as outlines where the user gives them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.sheets.xlsx import text_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from optimizer.reports.papers.figures import UnitFigures

    Ring = Sequence[tuple[float, float]]  # longitude and latitude

WIDTH, MARGIN = 1000.0, 40.0
LEAST, MOST = 380.0, 760.0  # height
RADIUS = 10.0
DIGIT, LINE = 5.8, 12.0  # of a name on the map: a digit of the widths that sheets are measured in, with a little room
NARROWEST = 0.1  # degrees across the page: units that lie together are not blown up beyond measure
FAR = 1.0  # how many times the spread of the others a unit may lie beyond them before it is drawn at the edge
PASSES = 80
KM_PER_DEGREE = 111.2
STEP = 0.7  # points of an outline closer than this on the page are one


@dataclass
class Spot:
    """One unit on the page; `far`: it lies outside the frame and is drawn at its edge. `label` is where its name goes."""

    number: int
    unit: UnitFigures
    x: float
    y: float
    far: bool = False
    label: tuple[float, float, str] | None = None
    paths: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Map:
    """All units that have coordinates, laid out; `unknown` are those that have none."""

    spots: tuple[Spot, ...]
    unknown: tuple[UnitFigures, ...]
    width: float
    height: float
    km: float = 0.0  # how long a kilometre is on the page

    @property
    def bar_km(self) -> int:
        """Return how many kilometres the bar of the scale stands for: a round number of at most a sixth of the width."""
        return next((n for n in (50, 20, 10, 5, 2) if n * self.km <= WIDTH / 6), 1)

    @property
    def nameless(self) -> tuple[Spot, ...]:
        """Return the units whose name found no room beside them."""
        return tuple(s for s in self.spots if s.label is None)

    @property
    def outlined(self) -> bool:
        """Return whether any unit has an outline."""
        return any(s.paths for s in self.spots)


def layout(units: Sequence[UnitFigures], outlines: Mapping[str, Sequence[Ring]] | None = None) -> Map:
    """Return the units laid out on the page."""
    outlines = outlines or {}
    numbered = list(enumerate(units, 1))
    at = {
        n: (float(u.unit.lon), float(u.unit.lat))
        for n, u in numbered
        if u.unit.lat is not None and u.unit.lon is not None
    }
    at = {n: p for n, p in at.items() if abs(p[0]) <= 180 and abs(p[1]) < 89}
    unknown = tuple(u for n, u in numbered if n not in at)
    if not at:
        return Map((), unknown, WIDTH, LEAST)
    frame = _Frame(list(at.values()), [p for rings in outlines.values() for ring in rings for p in ring])
    spots = []
    for n, unit in numbered:
        if n in at:
            x, y, far = frame.place(*at[n])
            paths = [_path(frame, ring) for ring in outlines.get(unit.unit.unit_code, ())]
            spots.append(Spot(n, unit, x, y, far, paths=[p for p in paths if p]))
    _spread(spots, frame)
    _name(spots, frame)
    return Map(tuple(spots), unknown, WIDTH, frame.height, frame.scale / KM_PER_DEGREE)


class _Frame:
    """From longitude and latitude to the page; a few units far from all others do not shrink the rest."""

    def __init__(self, points: Sequence[tuple[float, float]], outline: Sequence[tuple[float, float]]) -> None:
        lons, lats = (self._range([p[i] for p in points]) for i in (0, 1))
        self.shrink = math.cos(math.radians((lats[0] + lats[1]) / 2))
        near = [p for p in outline if lons[0] - 0.3 <= p[0] <= lons[1] + 0.3 and lats[0] - 0.3 <= p[1] <= lats[1] + 0.3]
        self.west, self.east = _wide_enough([*lons, *(p[0] for p in near)], NARROWEST / self.shrink)
        self.south, self.north = _wide_enough([*lats, *(p[1] for p in near)], NARROWEST / 2)
        wide = (self.east - self.west) * self.shrink
        tall = self.north - self.south
        self.scale = min((WIDTH - 2 * MARGIN) / wide, (MOST - 2 * MARGIN) / tall)
        self.height = max(LEAST, tall * self.scale + 2 * MARGIN)
        self._left = (WIDTH - wide * self.scale) / 2
        self._top = (self.height - tall * self.scale) / 2

    @staticmethod
    def _range(values: list[float]) -> tuple[float, float]:
        """Return the least and the largest value, those left out that lie far beyond the middle nine tenths."""
        ordered = sorted(values)
        low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
        reach = max(high - low, 0.02) * FAR
        kept = [v for v in ordered if low - reach <= v <= high + reach]
        return kept[0], kept[-1]

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Return a place on the page, also beyond its edges."""
        return (
            self._left + (lon - self.west) * self.shrink * self.scale,
            self._top + (self.north - lat) * self.scale,
        )

    def place(self, lon: float, lat: float) -> tuple[float, float, bool]:
        """Return a place on the page, pulled to the edge where it lies beyond, and whether it does."""
        x, y = self.point(lon, lat)
        inside = min(max(x, MARGIN / 2), WIDTH - MARGIN / 2), min(max(y, MARGIN / 2), self.height - MARGIN / 2)
        return *inside, math.dist(inside, (x, y)) > 1.0


def _wide_enough(values: Sequence[float], least: float) -> tuple[float, float]:
    """Return the least and the largest value, moved apart evenly where less than `least` lies between them."""
    low, high = min(values), max(values)
    room = max(0.0, least - (high - low)) / 2
    return low - room, high + room


def _path(frame: _Frame, ring: Ring) -> str:
    """Return an outline as the letters of an SVG path, points closer than can be seen left out; blank if nothing is left."""
    kept: list[tuple[float, float]] = []
    for lon, lat in ring:
        point = frame.point(lon, lat)
        if not kept or math.dist(kept[-1], point) >= STEP:
            kept.append(point)
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _spread(spots: Sequence[Spot], frame: _Frame) -> None:
    """Push points apart that would cover each other, a little at a time, never off the page."""
    least = 2 * RADIUS + 1
    for _ in range(PASSES):
        moved = False
        for i, a in enumerate(spots):
            for b in spots[i + 1 :]:
                dx, dy = b.x - a.x, b.y - a.y
                apart = math.hypot(dx, dy)
                if apart >= least:
                    continue
                moved = True
                if apart < 1e-6:  # the same place twice: one goes right, the other left
                    dx, dy, apart = 1.0, 0.0, 1.0
                push = (least - math.hypot(b.x - a.x, b.y - a.y)) / 2
                a.x, a.y = a.x - dx / apart * push, a.y - dy / apart * push
                b.x, b.y = b.x + dx / apart * push, b.y + dy / apart * push
        for spot in spots:
            spot.x = min(max(spot.x, RADIUS + 1), WIDTH - RADIUS - 1)
            spot.y = min(max(spot.y, RADIUS + 1), frame.height - RADIUS - 1)
        if not moved:
            return


def _name(spots: Sequence[Spot], frame: _Frame) -> None:
    """Put names beside the points, units with most vacancies first, wherever they cover nothing."""
    taken = [(s.x - RADIUS, s.y - RADIUS, s.x + RADIUS, s.y + RADIUS) for s in spots]
    for spot in sorted(spots, key=lambda s: (-s.unit.vacant, s.number)):
        long = text_width(short_name(spot.unit)) * DIGIT
        for dx, dy, anchor in (
            (RADIUS + 3, 4.0, "start"), (-RADIUS - 3, 4.0, "end"), (0.0, -RADIUS - 4, "middle"), (0.0, RADIUS + 11, "middle"),
        ):  # fmt: skip
            x, y = spot.x + dx, spot.y + dy
            left = x if anchor == "start" else x - long if anchor == "end" else x - long / 2
            box = (left, y - LINE + 2, left + long, y + 2)
            if box[0] < 2 or box[2] > WIDTH - 2 or box[1] < 2 or box[3] > frame.height - 2:
                continue
            if not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
                spot.label = (round(x, 1), round(y, 1), anchor)
                taken.append(box)
                break


def short_name(unit: UnitFigures) -> str:
    """Return a unit's name without its kind where the kind is known: the map has little room."""
    kinds = {"xa": "xã ", "phuong": "phường ", "dac_khu": "đặc khu "}
    name, kind = unit.unit.name, kinds.get(unit.unit.type or "", "")
    return name[len(kind) :] if kind and name.casefold().startswith(kind) else name
