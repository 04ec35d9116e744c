"""Cases given by scripts as pandas frames, records or dictionaries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from optimizer.domain.case import Case
from optimizer.domain.dates import PartialDate
from optimizer.findings import InputError

UNITS = [{"unit_code": "00004", "name": "Phường An Biên"}, {"unit_code": "00008", "name": "Xã Cẩm Giang"}]
TITLES = [{"title_code": "BT", "name": "Bí thư"}]
SEATS = [
    {"unit_code": "00004", "title_code": "BT", "target": 1},
    {"unit_code": "00008", "title_code": "BT", "target": 1},
]
CADRES = [{"cadre_id": "CB1", "name": "An"}, {"cadre_id": "CB2", "name": "Bình"}]


def case(**tables: Any) -> Case:
    """Return a small case as frames, some tables replaced."""
    given = {"units": UNITS, "titles": TITLES, "seats": SEATS, "cadres": CADRES, "settings": {"plan_date": "1/7/2025"}}
    frames = {k: pd.DataFrame(v) if isinstance(v, list) else v for k, v in (given | tables).items()}
    return Case.from_tables(**frames)


def problems(**tables: Any) -> dict[str, list[str]]:
    """Return the cells of each kind of error."""
    with pytest.raises(InputError) as raised:
        case(**tables)
    found: dict[str, list[str]] = {}
    for f in raised.value.findings:
        if f.severity == "error":
            found.setdefault(f.code, []).append(str(f.where))
    return found


def test_frames_records_and_dictionaries_of_columns_give_the_same_case() -> None:
    columns = {k: [r[k] for r in CADRES] for k in CADRES[0]}
    one = case()
    assert {f.code for f in one.findings} == {"no_birth_date", "no_sex"}
    for cadres in (pd.DataFrame(CADRES), columns, tuple(CADRES)):
        assert case(cadres=cadres).cadres == one.cadres


def test_an_unknown_table_is_a_type_error_that_names_the_known_ones() -> None:
    with pytest.raises(TypeError, match=r"people.*units.*cadres.*settings"):
        case(people=[])


def test_a_table_of_another_form_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="DataFrame"):
        case(units=3)
    with pytest.raises(TypeError, match="records"):
        Case.from_tables(units=[1, 2])


def test_missing_values_of_every_kind_are_blank_and_the_texts_na_and_none_are_not() -> None:
    rows = pd.DataFrame(
        {
            "cadre_id": ["A", "B", "C", "D"],
            "name": ["NA", "None", "nan", "null"],
            "ethnicity": [None, np.nan, pd.NA, "NA"],
            "rating": [np.nan, 50.0, 60.0, 70.0],
            "birth_date": pd.to_datetime(["1980-05-13", None, "1981-01-02", None]),
            "degree": pd.array([4, None, 5, 6], dtype="Int64"),
            "party_date": [pd.NaT, pd.Timestamp("2005-02-03"), dt.date(2006, 1, 2), "3/2007"],
            "protected": [np.bool_(True), False, None, np.int64(1)],
        }
    )
    people = case(cadres=rows).cadres
    assert [c.name for c in people] == ["NA", "None", "nan", "null"]
    assert [c.ethnicity for c in people] == ["", "", "", "NA"]
    assert [c.rating for c in people] == [None, 50.0, 60.0, 70.0]
    assert [c.birth_date for c in people] == [PartialDate(1980, 5, 13), None, PartialDate(1981, 1, 2), None]
    assert [c.degree for c in people] == [4, None, 5, 6]
    assert [c.party_date for c in people] == [
        None,
        PartialDate(2005, 2, 3),
        PartialDate(2006, 1, 2),
        PartialDate(2007, 3),
    ]
    assert [c.protected for c in people] == [True, False, False, True]


def test_lists_and_dictionaries_in_cells_are_taken_as_they_are() -> None:
    rows = [
        {
            "cadre_id": "A",
            "name": "An",
            "wishes": ["00008", "Phường An Biên"],
            "expertise": {"đất đai": 8},
            "grades": {2024: "good"},
        }
    ]
    (person,) = case(cadres=rows).cadres
    assert person.wish_units == ("00008", "00004")
    assert person.expertise == {"dat dai": 8.0}
    assert (person.grades, person.rating) == (((2024, "good"),), 80.0)


def test_vietnamese_headers_work_in_frames_too() -> None:
    frame = pd.DataFrame({"Mã cán bộ": ["A"], "Họ và tên": ["An"], "Giới tính": ["Nữ"], "Màu sắc": ["xanh"]})
    (person,) = case(cadres=frame).cadres
    assert (person.sex, person.extra) == ("female", {"Màu sắc": "xanh"})


def test_findings_name_the_column_and_the_row() -> None:
    assert problems(cadres=[*CADRES, {"cadre_id": "CB3", "name": "Chi", "birth_date": "31/2/1980"}]) == {
        "bad_date": ["Cadres!birth_date, row 3"]
    }


def test_numeric_codes_find_the_unit_whose_zeros_they_lost() -> None:
    seats = pd.DataFrame({"unit_code": [4, 8], "title_code": "BT", "target": [1, 1]})
    read = case(seats=seats)
    assert [s.unit_code for s in read.seats] == ["00004", "00008"]


def test_codes_that_pandas_turned_into_floats_are_whole_again() -> None:
    cadres = pd.DataFrame({"cadre_id": [1.0, 2.0], "name": ["An", "Bình"]})
    assert [c.cadre_id for c in case(cadres=cadres).cadres] == ["1", "2"]


def test_a_frame_of_seats_may_be_a_matrix() -> None:
    read = case(seats=pd.DataFrame({"unit_code": ["00004", "00008"], "BT": [2, np.nan]}))
    assert [(s.unit_code, s.target, s.max) for s in read.seats] == [("00004", 2, 2)]


def test_settings_are_a_dictionary_or_a_table_of_keys_and_values() -> None:
    for settings in ({"plan_date": dt.date(2026, 3, 1)}, [{"key": "plan_date", "value": "2026-03-01"}]):
        assert case(settings=settings).settings.plan_date == dt.date(2026, 3, 1)


def test_scores_become_positions_in_one_canonical_order() -> None:
    scores = pd.DataFrame(
        {
            "cadre_id": ["CB2", "CB1", "CB1"],
            "unit_code": ["*", None, "00008"],
            "title_code": ["BT", "*", "BT"],
            "score": [1, 2, 3],
        }
    )
    read = case(scores=scores).scores
    rows = list(zip(read.cadre.tolist(), read.unit.tolist(), read.title.tolist(), read.value.tolist(), strict=True))
    assert rows == [(0, -1, -1, 2.0), (0, 1, 0, 3.0), (1, -1, 0, 1.0)]
    shuffled = case(scores=scores.sample(frac=1, random_state=3)).scores
    assert shuffled.value.tolist() == read.value.tolist()
    assert read.cadre.dtype == np.int32


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_scores_are_checked_whatever_pandas_calls_their_type(dtype: str) -> None:
    scores = pd.DataFrame(
        {"cadre_id": ["CB1", "CB9", "CB1"], "unit_code": ["00004", "00004", "00004"], "score": [1.0, 2.0, np.inf]}
    )
    scores["cadre_id"] = scores["cadre_id"].astype(dtype)
    assert problems(scores=scores) == {
        "unknown_cadre": ["Scores!cadre_id, row 2"],
        "not_a_number": ["Scores!score, row 3"],
        "duplicate": ["Scores!score, row 3"],
    }


def test_a_flood_of_wrong_scores_is_named_up_to_a_thousand_and_then_counted() -> None:
    scores = pd.DataFrame({"cadre_id": ["CB9"] * 1500, "unit_code": "*", "title_code": "*", "score": 1.0})
    named = problems(scores=scores)["unknown_cadre"]
    assert len(named) == 1001


def test_the_callers_frames_are_left_as_they_were() -> None:
    frame = pd.DataFrame({"cadre_id": ["A"], "name": [" An "], "rating": [np.nan]})
    before = frame.copy()
    case(cadres=frame)
    pd.testing.assert_frame_equal(frame, before)


def test_an_index_with_the_name_of_a_field_is_that_column() -> None:
    plain, indexed = case(), {"units": pd.DataFrame(UNITS).set_index("unit_code"), "cadres": pd.DataFrame(CADRES)}
    pivot = pd.DataFrame(SEATS).pivot(index="unit_code", columns="title_code", values="target")
    by_seat = pd.DataFrame(SEATS).set_index(["unit_code", "title_code"])
    for seats in (pivot, by_seat):
        read = case(**indexed, seats=seats)
        assert (read.units, read.seats, read.cadres) == (plain.units, plain.seats, plain.cadres)
    kept = case(cadres=pd.DataFrame(CADRES).set_index("cadre_id", drop=False).rename_axis("nobody's"))
    assert kept.cadres == plain.cadres, "other indexes are no columns"
