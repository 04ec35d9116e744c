import math

import pytest
from pydantic import ValidationError

from optimizer.domain.parameters import bands_text
from optimizer.model.facts import Facts
from optimizer.objectives.travel import EARTH_KM, Travel
from tests.cases import cadre, case, unit
from tests.objectives.judge import amount


def north(km: float) -> float:
    """Return the latitude of a point so many km north of 20."""
    return 20.0 + math.degrees(km / EARTH_KM)


def apart(km: float, **person: object):
    """Return a case whose unit U2 lies so many km from U1, where A lives unless told."""
    fields = {"residence_units": ("U1",), **person}
    return case(
        [unit("U1", lat=20.0, lon=106.0), unit("U2", lat=north(km), lon=106.0), "U3"], cadres=[cadre("A", **fields)]
    )


@pytest.mark.parametrize(
    ("km", "million"),
    [
        (0.0, 0.0),
        (14.999, 0.0),
        (14.9994, 0.0),
        (15.0, 1.8),
        (29.999, 1.8),
        (30.0, 2.7 + 2.7),
        (44.999, 2.7 + 2.7),
        (45.0, 3.6 + 2.7),
        (188.0, 3.6 + 2.7),
    ],
)
def test_support_steps_up_at_each_band_to_the_metre(km: float, million: float) -> None:
    assert amount(Travel(), apart(km), ("A", "U2", "T1")) == pytest.approx(million)


def test_the_distance_follows_the_globe() -> None:
    # Hải Phòng to Hải Dương: one degree of longitude at 20.9 N is about 103.9 km
    far = case(
        [unit("U1", lat=20.9, lon=106.0), unit("U2", lat=20.9, lon=107.0)], cadres=[cadre("A", residence_units=("U1",))]
    )
    assert amount(Travel.model_validate({"bands": "103:1|104:2", "rent": ""}), far, ("A", "U2", "T1")) == 1.0


@pytest.mark.parametrize(
    ("person", "million"),
    [
        ({"residence_units": (), "current_unit_code": "U1"}, 5.4),
        ({"residence_units": ("U2",), "current_unit_code": "U1"}, 0.0),
        ({"residence_units": ("U3",), "current_unit_code": "U1"}, 5.4),  # a home without coordinates is unknown
        ({"residence_units": ("U1", "U2"), "current_unit_code": "U2"}, 1.8),  # the middle of both, 15 km away
        ({"residence_units": ("U1", "U3"), "current_unit_code": "U2"}, 0.0),
        ({"residence_units": ()}, 0.0),
    ],
)
def test_the_way_begins_at_home_or_else_at_the_present_unit(person: dict[str, object], million: float) -> None:
    assert amount(Travel(), apart(30.001, **person), ("A", "U2", "T1")) == pytest.approx(million)


def test_it_may_begin_at_the_present_unit() -> None:
    both = apart(30.0, residence_units=("U2",), current_unit_code="U1")
    assert amount(Travel(start="current_unit"), both, ("A", "U2", "T1")) == pytest.approx(5.4)
    assert amount(Travel(start="current_unit"), apart(30.0), ("A", "U2", "T1")) == pytest.approx(5.4)


def test_half_a_point_is_no_point() -> None:
    half = case(
        [unit("U1", lat=20.0), unit("U2", lat=21.0, lon=106.0), unit("U3", lat=21.0, lon=106.0)],
        cadres=[cadre("A", residence_units=("U1",), current_unit_code="U2")],
    )
    assert amount(Travel(), half, ("A", "U3", "T1")) == 0.0
    assert amount(Travel(), half, ("A", "U1", "T1")) == 0.0


def test_it_counts_once_a_person() -> None:
    two = case(
        [unit("U1", lat=20.0, lon=106.0), unit("U2", lat=north(20), lon=106.0)],
        ["T1", "T2"],
        cadres=[cadre("A", residence_units=("U1",))],
    )
    assert amount(Travel(), two, ("A", "U2", "T1"), ("A", "U2", "T2")) == 1.8


@pytest.mark.parametrize("written", ["15:1.8;30:2.7", "15:1,8 | 30:2,7", "15:1.8, 30:2.7", " 15 : 1.8 |30:2.7|"])
def test_bands_are_read_as_people_write_them(written: str) -> None:
    bands = Travel.model_validate({"bands": written}).bands
    assert bands == ((15.0, 1.8), (30.0, 2.7))
    assert bands_text(bands).en == "from 15 km 1.8; from 30 km 2.7"
    assert bands_text(bands).vi == "từ 15 km 1,8; từ 30 km 2,7"


@pytest.mark.parametrize("wrong", ["15", "30:2.7|15:1.8", "15:1|15:2", "a:1", "15:-1", "-1:2", "15:nan"])
def test_odd_bands_are_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Travel.model_validate({"bands": wrong})


def test_people_from_nowhere_known_share_one_row_of_the_table() -> None:
    # fifty thousand of them beside as many units, a row each, would take more memory than a machine has
    units = [unit(f"U{i}", lat=20.0, lon=106.0) for i in range(3)] + [unit("U9")]
    people = [
        *(f"P{i:02d}" for i in range(20)),
        cadre("Q", residence_units=("U9",)),
        cadre("R", residence_units=("U0",)),
    ]
    (layer,) = Travel().cells(Facts(case(units, cadres=people))).layers
    assert layer.table.shape == (2, 4)
    assert layer.row.shape == (22,)
    assert len(set(layer.row[:21])) == 1
