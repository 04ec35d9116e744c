"""Coordinates outside Vietnam: a lonely slip is no place, units laid out at will are measured as they stand."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.domain.case import Case
from optimizer.domain.distance import metres_to


def read(points: list[tuple[float, float]]) -> Case:
    """Return a case of units at the given points and one person who lives in the first."""
    units = [
        {"unit_code": f"U{i}", "name": f"Xã {chr(65 + i)}", "lat": p[0], "lon": p[1]} for i, p in enumerate(points)
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "titles": [{"title_code": "T", "name": "Chức danh"}],
        "seats": [{"unit_code": "U0", "title_code": "T", "target": 1}],
        "cadres": [{"cadre_id": "P", "name": "An", "residence": "Xã A"}],
    }
    return Case.from_tables(units=units, **tables)


@pytest.mark.parametrize(
    ("points", "kept"),
    [
        ([(0.0, 0.0), (0.0, 1.0), (1.0, 1.0)], [True, True, True]),  # a trial case around the origin
        ([(23.9, 105.0), (24.9, 105.0), (25.9, 105.0)], [True, True, True]),  # laid out beyond the border
        ([(20.8, 106.6), (0.0, 0.0), (0.0, 0.0)], [True, False, False]),  # zeros for blanks, however many
        ([(20.8, 106.6), (2.08, 106.6)], [True, False]),  # a slip of the point
    ],
)
def test_a_point_outside_vietnam_counts_where_other_units_lie_around_it(
    points: list[tuple[float, float]], kept: list[bool]
) -> None:
    case = read(points)
    assert [(u.lat, u.lon) for u in case.units] == [p if k else (None, None) for p, k in zip(points, kept, strict=True)]
    metres = [metres_to(case, case.cadres[0], unit, "residence") for unit in case.units]
    assert [m is not None for m in metres] == kept
    told = [f for f in case.findings if f.code == "odd_coordinates"]
    assert len(told) == 1, "one warning for all alike"
    assert ("measured as written" in told[0].text.en) == all(kept)
