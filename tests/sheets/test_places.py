"""What a written place means: which units it names and where someone is a local."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.domain.entities import Predecessor, Unit
from optimizer.domain.places import PlaceIndex
from optimizer.text import name_key

HP, HD = "Thành phố Hải Phòng", "Tỉnh Hải Dương"
UNITS = [
    Unit(unit_code="1", name="Phường An Biên", type="phuong", province=HP, former_district="Quận Lê Chân"),
    Unit(unit_code="2", name="Phường Hòa Bình", type="phuong", province=HP, former_district="Thành phố Thủy Nguyên"),
    Unit(unit_code="3", name="Phường Thủy Nguyên", type="phuong", province=HP, former_district="Thành phố Thủy Nguyên"),
    Unit(unit_code="4", name="Xã Cẩm Giang", type="xa", province=HP, former_district="Huyện Cẩm Giàng"),
    Unit(unit_code="5", name="Xã Cẩm Giàng", type="xa", province=HP, former_district="Huyện Cẩm Giàng"),
    Unit(unit_code="6", name="Đặc khu Bạch Long Vĩ", type="dac_khu", province=HP, former_district="Huyện Bạch Long Vĩ"),
    Unit(unit_code="7", name="Xã Vĩnh Bảo", type="xa", province=HP, former_district="Huyện Vĩnh Bảo"),
    Unit(unit_code="8", name="Xã Kỳ Anh", type="xa", province="Tỉnh Hà Tĩnh"),
]
OLD = [
    Predecessor(unit_code="2", old_name="Phường Hòa Bình", old_district="Thành phố Thủy Nguyên", old_province=HP),
    Predecessor(unit_code="7", old_name="Xã Hòa Bình", old_district="Huyện Vĩnh Bảo", old_province=HP),
    Predecessor(unit_code="1", old_name="Phường Dư Hàng", old_district="Quận Lê Chân", old_province=HP),
    Predecessor(unit_code="4", old_name="Xã Định Sơn", old_district="Huyện Cẩm Giàng", old_province=HD),
    Predecessor(unit_code="4", old_name="Xã Chia Đôi", old_district="Huyện Cẩm Giàng", old_province=HD),
    Predecessor(unit_code="5", old_name="Xã Chia Đôi", old_district="Huyện Cẩm Giàng", old_province=HD),
    Predecessor(unit_code="1", old_name="Phường 03", old_district="Quận Lê Chân", old_province=HP),
    Predecessor(unit_code="8", old_name="Xã Kỳ Bắc", old_district="Huyện Kỳ Anh", old_province="Tỉnh Hà Tĩnh"),
    Predecessor(unit_code="3", old_name="Phường Sông Trí", old_district="Thị xã Kỳ Anh", old_province="Tỉnh Hà Tĩnh"),
]
INDEX = PlaceIndex(UNITS, OLD)


@pytest.mark.parametrize(
    ("text", "kind", "codes", "ambiguous"),
    [
        ("1", "unit", ("1",), False),
        ("Phường An Biên", "unit", ("1",), False),
        ("P. An Biên", "unit", ("1",), False),
        ("p.an biên, TP.Hải Phòng", "unit", ("1",), False),
        ("an biên", "unit", ("1",), False),
        ("UBND phường An Biên", "unit", ("1",), False),
        ("Phòng Văn hóa - Xã hội phường An Biên", "unit", ("1",), False),
        ("Xã Cẩm Giang", "unit", ("4",), False),
        ("Xã Cẩm Giàng", "unit", ("5",), False),
        ("Thủy Nguyên", "unit", ("3",), False),
        ("Phường Dư Hàng", "old_unit", ("1",), False),
        ("Phường 3, quận Lê Chân", "old_unit", ("1",), False),
        ("P3, Q. Lê Chân", "old_unit", ("1",), False),
        ("Xã Hòa Bình, huyện Vĩnh Bảo", "old_unit", ("7",), False),
        ("xã Hòa Bình, huyện Thủy Nguyên, TP Hải Phòng", "old_unit", ("2",), False),
        ("Thôn 5, xã Hoà Bình, Vĩnh Bảo, Hải Phòng", "old_unit", ("7",), False),
        ("Hòa Bình - Vĩnh Bảo - Hải Phòng", "old_unit", ("7",), False),
        ("Xã Chia Đôi", "old_unit", ("4", "5"), True),
        ("Xã Chia Đôi, huyện Cẩm Giàng, tỉnh Hải Dương", "old_unit", ("4", "5"), True),
        ("huyện Thuỷ Nguyên", "district", ("2", "3"), False),
        ("Huyện ủy Thủy Nguyên", "district", ("2", "3"), False),
        ("Phòng Nội vụ huyện Thủy Nguyên", "district", ("2", "3"), False),
        ("huyện Bạch Long Vĩ", "district", ("6",), False),
        ("Sở Nội vụ", "none", (), False),
        ("Thành ủy Hải Phòng", "none", (), False),
        ("Hải Phòng", "none", (), False),
        ("xã An Biên", "none", (), False),
        ("phường Cẩm Giang", "none", (), False),
        ("xã Hòa Bình, huyện Vũ Thư, tỉnh Thái Bình", "none", (), False),
        ("", "none", (), False),
    ],
)
def test_a_text_names_a_unit_an_old_unit_a_district_or_nothing(
    text: str, kind: str, codes: tuple[str, ...], ambiguous: bool
) -> None:
    found = INDEX.resolve(text)
    assert (found.kind, found.codes, found.ambiguous) == (kind, codes, ambiguous)


def test_an_old_name_in_two_districts_is_ambiguous_until_the_district_is_written() -> None:
    index = PlaceIndex(UNITS, [*OLD, Predecessor(unit_code="5", old_name="Phường Dư Hàng", old_district="Quận Khác")])
    assert index.resolve("Phường Dư Hàng").ambiguous
    assert index.resolve("Phường Dư Hàng, quận Lê Chân").codes == ("1",)


def test_two_districts_of_one_name_are_told_apart_by_their_type() -> None:
    assert INDEX.resolve("huyện Kỳ Anh").codes == ("8",)
    assert INDEX.resolve("thị xã Kỳ Anh").codes == ("3",)


def test_two_old_units_of_one_name_and_district_are_told_apart_by_their_type() -> None:
    twins = [
        Predecessor(unit_code="7", old_name="Xã Trùng", old_district="Huyện Vĩnh Bảo"),
        Predecessor(unit_code="6", old_name="Thị trấn Trùng", old_district="Huyện Vĩnh Bảo"),
    ]
    index = PlaceIndex(UNITS, twins)
    assert index.resolve("xã Trùng, huyện Vĩnh Bảo").codes == ("7",)
    assert index.resolve("TT Trùng, huyện Vĩnh Bảo").codes == ("6",)
    assert index.resolve("Trùng, Vĩnh Bảo").ambiguous


def test_a_near_miss_is_suggested_and_never_taken() -> None:
    found = INDEX.resolve("Phường An Bien")
    assert (found.kind, found.suggestions) == ("none", ("Phường An Biên",))


@pytest.mark.parametrize(
    ("text", "commune", "district", "province"),
    [
        ("xã Hòa Bình, huyện Thủy Nguyên, TP Hải Phòng", {"2"}, {"2", "3"}, set("1234567")),
        ("Phường An Biên", {"1"}, {"1"}, set("1234567")),
        ("Phường Hòa Bình", {"2"}, {"2", "3"}, set("1234567")),  # a commune alone: its district and province are known
        ("xã Định Sơn", {"4"}, {"4", "5"}, {"4", "5"}),  # an old one lay in its old province
        ("xã Định Sơn, tỉnh Hải Dương", {"4"}, {"4", "5"}, {"4", "5"}),
        ("huyện Cẩm Giàng", set(), {"4", "5"}, {"4", "5"}),
        ("Xã Kỳ Anh", {"8"}, {"8"}, {"3", "8"}),
        ("Phường An Biên, quận Khác", set(), set(), set()),
        ("huyện Cẩm Giàng, tỉnh Hải Dương", set(), {"4", "5"}, {"4", "5"}),
        ("Thủy Nguyên, Hải Phòng", {"3"}, {"2", "3"}, set("1234567")),
        ("xã Định Sơn, Cẩm Giàng, Hải Phòng", {"4"}, {"4", "5"}, set("1234567")),
        ("xã Kỳ Bắc, tỉnh Hà Tĩnh", {"8"}, {"8"}, {"3", "8"}),
        ("xã Hòa Bình, huyện Vũ Thư, tỉnh Thái Bình", set(), set(), set()),
        ("", set(), set(), set()),
    ],
)
def test_someone_is_a_local_where_the_home_place_names_the_unit(
    text: str, commune: set[str], district: set[str], province: set[str]
) -> None:
    assert INDEX.local_units(text, "commune") == commune
    assert INDEX.local_units(text, "district") == district
    assert INDEX.local_units(text, "province") == province


WRITTEN = st.sampled_from([o.old_name for o in OLD] + [u.name for u in UNITS])


@given(
    WRITTEN, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from([str.lower, str.upper, str.title, str])
)
def test_case_and_unicode_form_never_change_what_a_place_means(name: str, form: str, case: type[str]) -> None:
    assert INDEX.resolve(unicodedata.normalize(form, case(name))).codes == INDEX.resolve(name).codes


@given(st.text(max_size=40))
def test_any_text_is_looked_up_and_wider_levels_hold_the_narrower(text: str) -> None:
    found = INDEX.resolve(text)
    assert list(found.codes) == sorted(found.codes)
    commune, district, province = (INDEX.local_units(text, level) for level in ("commune", "district", "province"))
    assert commune <= district <= province


@given(st.sampled_from(["Hòa|Hoà", "Thủy|Thuỷ", "Khỏe|Khoẻ", "Loát|Lóat"]), st.sampled_from(["An", "Bình", "Đức"]))
def test_the_place_of_the_tone_mark_does_not_matter_but_the_accent_does(pair: str, rest: str) -> None:
    one, two = pair.split("|")
    assert name_key(f"{one} {rest}") == name_key(f"{two}  {rest.upper()}")
    assert name_key("Cẩm Giang") != name_key("Cẩm Giàng")


def test_former_districts_of_one_name_in_two_provinces_are_two() -> None:
    index = PlaceIndex(
        [
            Unit(unit_code="1", name="Xã Tân Hương", type="xa", province="Đồng Tháp", former_district="Châu Thành"),
            Unit(unit_code="2", name="Xã An Lục Long", type="xa", province="Tây Ninh", former_district="Châu Thành"),
        ]
    )
    assert index.local_units("xã Tân Hương", "district") == {"1"}
    assert index.local_units("huyện Châu Thành, tỉnh Tây Ninh", "district") == {"2"}
    assert index.local_units("huyện Châu Thành", "district") == {"1", "2"}


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Hải Dương", True),
        ("tỉnh Hải Dương", True),
        ("xã Hải Dương", False),
        ("Thủy Nguyên", False),
        ("Lê Chân, Hải Phòng", False),
        ("Hà Tĩnh", True),
        ("Nam Định", False),
    ],
)
def test_a_province_of_the_case_alone_is_known(text: str, alone: bool) -> None:
    assert INDEX.names_province(text) is alone


def test_a_name_that_a_former_district_shares_is_not_that_of_the_province_alone() -> None:
    units = [Unit(unit_code="1", name="Phường Lê Thanh Nghị", province=HP, former_district="Thành phố Hải Dương")]
    old = [Predecessor(unit_code="1", old_name="Phường Tân Bình", old_district="Thành phố Hải Dương", old_province=HD)]
    assert not PlaceIndex(units, old).names_province("Hải Dương")
    assert PlaceIndex(units, old).names_province("tỉnh Hải Dương")


def test_the_code_of_a_unit_is_no_name_of_an_old_one() -> None:
    old = [Predecessor(unit_code="1", old_name="Phường 3", old_district="Quận Lê Chân", old_province=HP)]
    index = PlaceIndex(UNITS, old)
    assert index.names_old("Phường 3")
    assert not index.names_old("3")


def test_a_unit_without_a_type_has_the_one_its_name_says() -> None:
    index = PlaceIndex([Unit(unit_code="1", name="Phường An Biên"), Unit(unit_code="2", name="An Dương")])
    assert [index.type_of(code) for code in ("1", "2")] == ["phuong", ""]
