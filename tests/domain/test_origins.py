import pytest

from optimizer.domain.origins import old_communes, old_districts, people_of_former_provinces, units_served
from tests.cases import cadre, case, old_unit, unit

UNITS = (
    unit("U1", name="xã Hòa An", province="Hải Phòng", former_district="Thủy Nguyên"),
    unit("U2", name="xã Tân Tiến", province="Hải Phòng", former_district="An Dương"),
)
OLD = (
    old_unit("U1", "xã Hòa Bình", old_district="huyện Thủy Nguyên", old_province="Hải Phòng"),
    old_unit("U1", "xã Chia Đôi", old_district="Thủy Nguyên", old_province="Hải Phòng"),
    old_unit("U2", "xã Chia Đôi", old_district="Thủy Nguyên", old_province="Hải Phòng"),
    old_unit("U2", "xã Tân Tiến", old_district="An Dương", old_province="Hải Dương"),
    old_unit("U2", "xã Lê Lợi", old_district="An Dương", old_province="Hải Dương"),
)


def at(text: str, code: str | None = None):
    return case(UNITS, cadres=[cadre("P", current_unit=text, current_unit_code=code)], predecessors=OLD)


@pytest.mark.parametrize(
    ("text", "code", "commune", "district", "served"),
    [
        ("xã Hoà Bình, huyện Thủy Nguyên", "U1", "hòa bình", "thủy nguyên", {"U1"}),
        ("Đảng ủy xã Lê Lợi", "U2", "lê lợi", "an dương", {"U2"}),
        ("xã Chia Đôi", None, "chia đôi", "thủy nguyên", {"U1", "U2"}),
        ("xã Hòa An", "U1", None, "thủy nguyên", {"U1"}),  # a new unit of two old ones
        ("xã Tân Tiến", "U2", None, None, {"U2"}),  # the new unit of that name, over two districts
        ("xã Tân Tiến, huyện An Dương", "U2", "tân tiến", "an dương", {"U2"}),  # with its district, the old one
        ("Phòng Nội vụ huyện Thủy Nguyên", None, None, "thủy nguyên", None),
        ("Sở Nội vụ", None, None, None, None),
        ("", "U1", None, "thủy nguyên", {"U1"}),
        ("U1", "U1", None, "thủy nguyên", {"U1"}),
    ],
)
def test_a_workplace_tells_old_commune_old_district_and_units(text, code, commune, district, served) -> None:
    found = at(text, code)
    key = old_communes(found).get("P")
    names = {"hòa bình": "xã Hòa Bình", "lê lợi": "xã Lê Lợi", "chia đôi": "xã Chia Đôi", "tân tiến": "xã Tân Tiến"}
    by_row = {o.old_name: old_communes(at(f"{o.old_name}, huyện {o.old_district.removeprefix('huyện ')}")) for o in OLD}
    assert key == (by_row[names[commune]]["P"] if commune else None)
    districts = {"thủy nguyên": old_districts(at("xã Hòa Bình"))["P"], "an dương": old_districts(at("xã Lê Lợi"))["P"]}
    assert old_districts(found).get("P") == (districts[district] if district else None)
    assert districts["thủy nguyên"] != districts["an dương"]
    assert units_served(found).get("P") == served


@pytest.mark.parametrize(
    ("text", "code", "known"),
    [
        ("xã Hòa Bình", "U1", "Hải Phòng"),
        ("xã Lê Lợi", "U2", "Hải Dương"),
        ("xã Chia Đôi", None, None),  # in units of both
        ("Huyện ủy An Dương", None, "Hải Dương"),
        ("Sở Y tế tỉnh Hải Dương", None, "Hải Dương"),
        ("Sở Y tế thành phố Hải Phòng", None, None),  # everybody's province today
        ("", None, None),
    ],
)
def test_a_workplace_tells_the_former_province(text, code, known) -> None:
    keys = {
        "Hải Phòng": people_of_former_provinces(at("", "U1"))["P"],
        "Hải Dương": people_of_former_provinces(at("", "U2"))["P"],
    }
    assert people_of_former_provinces(at(text, code)).get("P") == (keys[known] if known else None)
