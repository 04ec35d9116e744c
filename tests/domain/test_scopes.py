from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from optimizer.domain.dates import PartialDate, years_old
from optimizer.domain.scopes import Groups, Scope, Share, areas, number_text, parts_text, percent_text, titles_in
from tests.cases import PLAN_DATE, case, old_unit, title, unit

UNITS = (
    unit("U1", province="TP Hải Phòng", cluster="Cụm 1", former_district="huyện Cẩm Giàng"),
    unit("U2", province="Thành phố Hải Phòng", cluster="cum 1", former_district="Cẩm Giang"),
    unit("U3", province="Hải Phòng", cluster="Số 2"),
)
OLD = (
    old_unit("U1", "xã A", old_province="Hải Dương"),
    old_unit("U1", "xã B", old_province="Hải Dương"),
    old_unit("U1", "xã C", old_province="Hải Phòng"),
    old_unit("U2", "xã D", old_province="tỉnh Hải Dương"),
)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("unit", [("U1",), ("U2",), ("U3",)]),
        ("cluster", [("U1", "U2"), ("U3",)]),
        ("former_district", [("U2",), ("U1",)]),  # Cẩm Giang is not Cẩm Giàng; U3 has none
        ("former_province", [("U1", "U2")]),  # that of most of its predecessors
        ("province", [("U1", "U2", "U3")]),
    ],
)
def test_units_stand_together_however_their_area_is_written(scope: Any, expected: list[tuple[str, ...]]) -> None:
    found = case(UNITS, predecessors=OLD)
    assert [area.units for area in areas(found, scope)] == expected


def test_areas_are_named_in_both_languages() -> None:
    found = case(UNITS, predecessors=OLD)
    assert [(a.name.vi, a.name.en) for a in areas(found, "cluster")] == [
        ("Cụm 1", "Cluster 1"),
        ("Cụm Số 2", "Cluster Số 2"),
    ]
    assert areas(case(["U1"]), "province")[0].name.vi == "Toàn tỉnh, thành phố"


@pytest.mark.parametrize(
    ("written", "share"), [("15%", 0.15), ("12,5 %", 0.125), ("0,15", 0.15), ("0.15", 0.15), (1, 1.0), ("100%", 1.0)]
)
def test_shares_may_be_written_in_percent_or_with_a_decimal_comma(written: object, share: float) -> None:
    assert TypeAdapter(Share).validate_python(written) == share


@pytest.mark.parametrize("written", ["15", "-1%", "một nửa", "%", "nan", ""])
def test_other_shares_are_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Share).validate_python(written)


def test_scopes_and_groups_are_read_in_both_languages() -> None:
    assert TypeAdapter(Scope).validate_python("Huyện cũ") == "former_district"
    assert TypeAdapter(Scope).validate_python("toàn tỉnh, thành phố") == "province"
    assert TypeAdapter(Groups).validate_python("lãnh đạo | specialist, leader") == ("leader", "specialist")
    assert TypeAdapter(Groups).validate_python("tất cả") == ("all",)


def test_all_titles_are_those_without_a_group_too() -> None:
    found = case(titles=[title("A", group="leader"), "B"])
    assert titles_in(found, ("leader", "manager")) == {"A"}
    assert titles_in(found, ("all",)) == {"A", "B"}


def test_numbers_are_written_as_each_language_does() -> None:
    assert [percent_text(n).vi for n in (12_500, 15_000, 66_660, 66_667)] == ["12,5%", "15%", "66,66%", "66,667%"]
    assert percent_text(12_500).en == "12.5%"
    assert (number_text(2500).vi, number_text(2500).en, number_text(-3000).vi) == ("2,5", "2.5", "-3")
    assert (parts_text(250_000).vi, parts_text(2).vi, parts_text(-300_000).en) == ("2,5", "0,00002", "-3")


@pytest.mark.parametrize(
    ("born", "age"), [(PartialDate(1983, 7, 1), 42), (PartialDate(1983, 7, 2), 41), (PartialDate(1983), 42)]
)
def test_an_age_is_counted_in_whole_years_from_the_earliest_day(born: PartialDate, age: int) -> None:
    assert years_old(born, PLAN_DATE) == age
