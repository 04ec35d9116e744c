"""The map: nothing covers anything, far units stay on the page, outlines are found by code or name."""

from __future__ import annotations

import json
import math
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.findings import InputError
from optimizer.reports.html.chart_map import RADIUS, WIDTH, layout
from optimizer.reports.html.outlines import read_outlines
from optimizer.reports.papers.figures import UnitFigures
from tests.cases import case, unit

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = [[106.6, 20.8], [106.7, 20.8], [106.7, 20.9], [106.6, 20.9], [106.6, 20.8]]


def at(code: str, lat: float | None, lon: float | None) -> UnitFigures:
    return UnitFigures(unit(code, lat=lat, lon=lon), 1, 1, 0, 0, 0, 1, 0, None, None, (), ())


def geojson(path: Path, *features: tuple[dict[str, Any], dict[str, Any]]) -> Path:
    found = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": found}), "utf-8")
    return path


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


@given(st.lists(st.tuples(st.floats(8, 23), st.floats(102, 118)), min_size=1, max_size=25))
def test_points_and_names_stay_on_the_page(points: list[tuple[float, float]]) -> None:
    made = layout([at(f"U{i:03}", lat, lon) for i, (lat, lon) in enumerate(points)])
    for spot in made.spots:
        assert RADIUS <= spot.x <= WIDTH - RADIUS
        assert RADIUS <= spot.y <= made.height - RADIUS


def test_points_do_not_cover_each_other() -> None:
    units = [at(f"U{i:03}", 21.02 + i % 6 * 0.004, 105.8 + i // 6 * 0.004) for i in range(36)]
    units += [at("V1", 21.3, 105.4), at("V2", 20.6, 106.0), at("V3", 21.02, 105.8)]
    made = layout(units)
    assert min(math.dist((a.x, a.y), (b.x, b.y)) for a, b in combinations(made.spots, 2)) > 2 * RADIUS - 1


def test_an_island_far_away_is_drawn_at_the_edge_and_does_not_shrink_the_rest() -> None:
    near = [at(f"U{i:03}", 20.7 + i % 7 * 0.05, 106.4 + i // 7 * 0.05) for i in range(49)]
    without, with_it = layout(near), layout([*near, at("Z", 20.13, 107.73)])
    assert [s.far for s in with_it.spots] == [False] * 49 + [True]
    spread = [
        max(s.x for s in m.spots if not s.far) - min(s.x for s in m.spots if not s.far) for m in (without, with_it)
    ]
    assert spread[1] == pytest.approx(spread[0], rel=0.01)


def test_units_without_coordinates_are_named_apart() -> None:
    made = layout([at("A", 20.8, 106.6), at("B", None, 106.6), at("C", 20.8, None)])
    assert [u.unit.unit_code for u in made.unknown] == ["B", "C"]
    assert [s.number for s in made.spots] == [1]
    assert layout([at("B", None, None)]).spots == ()


def test_numbers_are_those_of_the_table_of_units() -> None:
    made = layout([at("A", 20.8, 106.6), at("B", None, None), at("C", 20.9, 106.7)])
    assert [(s.number, s.unit.unit.unit_code) for s in made.spots] == [(1, "A"), (3, "C")]


def test_outlines_are_found_by_code_then_by_name(tmp_path: Path) -> None:
    units = case(
        [unit("10507", name="Phường Thành Đông"), unit("2", name="Xã Cẩm Giàng"), unit("3", name="Xã Cẩm Giang")]
    )
    path = geojson(
        tmp_path / "m.geojson", ({"ma": "10507"}, polygon(SQUARE)), ({"ten": "xã Cẩm Giàng"}, polygon(SQUARE, SQUARE)),
        ({"ten": "Nơi khác"}, polygon(SQUARE)),
    )  # fmt: skip
    found, remarks = read_outlines(path, units)
    assert {code: len(rings) for code, rings in found.items()} == {"10507": 1, "2": 2}
    assert [f.code for f in remarks] == ["outline_missing"]
    assert "Xã Cẩm Giang" in remarks[0].text.vi


def test_a_code_written_as_a_number_is_a_code(tmp_path: Path) -> None:
    path = geojson(
        tmp_path / "m.geojson", ({"code": 10507, "x": None}, {"type": "MultiPolygon", "coordinates": [[SQUARE]]})
    )
    assert list(read_outlines(path, case([unit("10507")]))[0]) == ["10507"]


def test_outlines_become_paths_with_points_too_close_left_out() -> None:
    dense = [[106.6 + i * 1e-6, 20.8] for i in range(1000)] + SQUARE
    units = [at("A", 20.85, 106.65), at("B", 20.9, 106.9)]
    made = layout(units, {"A": [[(x, y) for x, y in dense]]})
    (path,) = made.spots[0].paths
    assert path.startswith("M")
    assert path.endswith("Z")
    assert path.count("L") < 10
    assert made.outlined


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "{}", '{"features": 3}', '{"features": [3]}', "[" * 100_000,
        '{"features": [{"properties": {"c": "U1"}, "geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}]}',
        '{"features": [{"properties": {"c": "U1"}, "geometry": {"type": "Polygon", "coordinates": 5}}]}',
        '{"features": [{"properties": {"c": "U1"}, "geometry": {"type": "Polygon", "coordinates": [[[500, 1]]]}}]}',
        '{"features": [{"properties": {"c": "U1"}, "geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}',
        '{"features": [{"properties": {"c": "U1"}, "geometry": {"type": "MultiPolygon", "coordinates": null}}]}',
    ],
)  # fmt: skip
def test_what_is_no_map_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "m.geojson"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read_outlines(path, case())
    assert [f.code for f in caught.value.findings] == ["bad_map"]


def test_shapes_that_are_no_areas_are_passed_over(tmp_path: Path) -> None:
    path = geojson(tmp_path / "m.geojson", ({"c": "U1"}, {"type": "Point", "coordinates": [1, 2]}), ({"c": "U1"}, None))  # type: ignore[arg-type]
    assert read_outlines(path, case())[0] == {"U1": []}
