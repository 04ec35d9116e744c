"""Outlines of units from a GeoJSON file: polygons matched by a code, else by a name, among the properties."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address, Finding, InputError
from optimizer.text import Text, name_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from optimizer.domain.case import Case

    Point = tuple[float, float]

MAX_FILE = 100 * 2**20


def read_outlines(path: Path, case: Case) -> tuple[dict[str, list[list[Point]]], list[Finding]]:
    """Return the rings of each unit found, by code, and remarks; raise InputError where the file is no GeoJSON."""
    data = _load(path)
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise _unreadable(path, "features")
    by_name: dict[str, list[str]] = {}
    for unit in case.units:
        by_name.setdefault(name_key(unit.name), []).append(unit.unit_code)
    found: dict[str, list[list[Point]]] = {}
    for feature in features:
        if not isinstance(feature, dict):
            raise _unreadable(path, "features")
        code = _unit_of(feature.get("properties"), case, by_name)
        if code is not None:
            found.setdefault(code, []).extend(_rings(feature.get("geometry"), path))
    missing = [u for u in case.units if u.unit_code not in found]
    return found, [_missing(path, missing[0].name, len(missing))] if missing else []


def _load(path: Path) -> Any:
    if path.stat().st_size > MAX_FILE:
        raise _unreadable(path, f"> {MAX_FILE // 2**20} MB")
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise _unreadable(path, str(error)) from error


def _unit_of(properties: object, case: Case, by_name: dict[str, list[str]]) -> str | None:
    """Return the unit a feature is about: a property that is a code, else one that is the name of one unit only."""
    if not isinstance(properties, dict):
        return None
    values = [str(v) for v in properties.values() if isinstance(v, str | int) and not isinstance(v, bool)]
    code = next((v for v in values if v in case.unit_by_code), None)
    if code is not None:
        return code
    named = (by_name.get(name_key(v), []) for v in values)
    return next((codes[0] for codes in named if len(codes) == 1), None)


def _rings(geometry: object, path: Path) -> Iterator[list[Point]]:
    """Yield the outer and inner rings of a polygon or of several."""
    if not isinstance(geometry, dict):
        return
    kind = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        return
    try:
        for polygon in [coordinates] if kind == "Polygon" else list(coordinates):
            for ring in polygon:
                points = [(float(p[0]), float(p[1])) for p in ring]
                if any(not (abs(x) <= 180 and abs(y) <= 90) for x, y in points):
                    raise _unreadable(path, "coordinates")
                yield points
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise _unreadable(path, "coordinates") from error


def _unreadable(path: Path, said: str) -> InputError:
    text = Text("không phải là tệp GeoJSON đọc được ({said}).", "this is no readable GeoJSON file ({said}).").format(
        said=said
    )
    fix = Text(
        "Cần một FeatureCollection gồm các Polygon theo kinh độ, vĩ độ (WGS 84).",
        "It needs a FeatureCollection of polygons in longitude and latitude (WGS 84).",
    )
    return InputError([Finding("bad_map", "error", text, fix, Address(path.name))])


def _missing(path: Path, first: str, n: int) -> Finding:
    text = Text(
        "{n} đơn vị không có ranh giới trong tệp, trong đó có {first}; các đơn vị này chỉ có chấm và tên.",
        "{n} units have no outline in the file, {first} among them; they are shown as points only.",
    )
    fix = Text("Ghi mã đơn vị vào thuộc tính của từng vùng.", "Give each feature the unit's code as a property.")
    return Finding("outline_missing", "warning", text.format(n=n, first=first), fix, Address(path.name))
