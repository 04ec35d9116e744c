import numpy as np
import pytest

from optimizer.domain.distance import metres_to, whole_metres
from optimizer.model.facts import Facts, great_circle_km
from tests.cases import cadre, case, unit

UNITS = (unit("U1", lat=20.9, lon=106.6), unit("U2", lat=20.95, lon=106.2), unit("U3"), unit("U4", lat=0, lon=0))


@pytest.mark.parametrize("start", ["residence", "current_unit"])
def test_the_plain_distance_is_that_of_the_arrays_to_the_metre(start: str) -> None:
    people = [
        cadre("A", residence_units=("U1",), current_unit_code="U2"),
        cadre("B", residence_units=("U1", "U2")),
        cadre("C", residence_units=("U1", "U3"), current_unit_code="U1"),
        cadre("D", current_unit_code="U3"),
        cadre("E"),
    ]
    office = case(UNITS, cadres=people)
    facts = Facts(office)
    km = great_circle_km(facts.origin(start)[:, None, :], facts.unit_points[None, :, :])  # type: ignore[arg-type]
    for i, c in enumerate(office.cadres):
        for j, u in enumerate(office.units):
            metres = metres_to(office, c, u, start)
            assert (metres is None) == bool(np.isnan(km[i, j]))
            assert metres is None or metres == whole_metres(float(km[i, j]))


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres() -> None:
    office = case([unit("U1", lat=0, lon=0), unit("U2", lat=1, lon=0)], cadres=[cadre("A", current_unit_code="U1")])
    assert metres_to(office, office.cadres[0], office.units[1], "residence") == 111195
