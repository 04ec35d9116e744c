"""The real places: units of today and the old units they were made of, read from the tables beside this file."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE_BY_PREFIX = {"Xã": "xã", "Phường": "phường", "Đặc khu": "đặc khu"}


@dataclass(frozen=True, slots=True)
class OldUnit:
    """An old commune-level unit, as it lies in one new unit."""

    unit_code: str
    name: str
    district: str
    province: str
    split: bool
    main: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of today with what the tables know of it; a doubtful area is None."""

    code: str
    name: str
    type: str  # xã, phường, đặc khu: as written in the name, which the table's own type column twice contradicts
    province: str
    lat: float
    lon: float
    area_km2: float | None
    former_district: str
    former_province: str
    predecessors: tuple[OldUnit, ...]

    @property
    def urban(self) -> bool:
        """Whether it lies in a former urban district or a provincial town."""
        return self.type == "phường"

    @property
    def district_seat(self) -> bool:
        """Whether a townlet, where most district offices stood, went into it."""
        return any(p.name.startswith("Thị trấn") and p.main for p in self.predecessors)


def _rows(name: str) -> Iterator[list[str]]:
    data = gzip.decompress((files("optimizer.samples") / name).read_bytes()).decode("utf-8")
    rows = csv.reader(io.StringIO(data))
    next(rows)
    return rows


def places(province_code: str, former_province: str = "") -> tuple[Place, ...]:
    """Return the units of a province, or those of one former province in it, by code."""
    chosen = [r for r in _rows("units.csv.gz") if r[3] == province_code and former_province in ("", r[9])]
    parts: dict[str, list[OldUnit]] = {r[0]: [] for r in chosen}
    for new, _, name, district, province, split, main in _rows("predecessors.csv.gz"):
        if new in parts:
            # an island district that had no communes stands in the table under a remark, not a name
            old = district if name.startswith("(") else name
            parts[new].append(OldUnit(new, old, district, province, split == "1", main == "1"))
    return tuple(
        Place(
            code=code,
            name=name,
            type=next(word for prefix, word in _TYPE_BY_PREFIX.items() if name.startswith(prefix + " ")),
            province=province,
            lat=float(lat),
            lon=float(lon),
            area_km2=float(area) if area else None,
            former_district=district,
            former_province=former,
            predecessors=tuple(parts[code]),
        )
        for code, name, _, _, province, lat, lon, area, district, former, _ in sorted(chosen)
    )


def bare(name: str) -> str:
    """Return a place's name without the word for its kind (`Huyện Vĩnh Bảo` -> `Vĩnh Bảo`)."""
    for prefix in ("Thành phố", "Thị trấn", "Đặc khu", "Thị xã", "Phường", "Huyện", "Quận", "Tỉnh", "Xã"):
        if name.startswith(prefix + " "):
            rest = name[len(prefix) + 1 :]
            return name if rest.isdigit() else rest  # Phường 1 keeps its word
    return name


def lower_kind(name: str) -> str:
    """Return a place's name as it stands inside a sentence (`Huyện Vĩnh Bảo` -> `huyện Vĩnh Bảo`)."""
    return name[:1].lower() + name[1:]
