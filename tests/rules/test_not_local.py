import pytest
from pydantic import ValidationError

from optimizer.model.facts import Facts
from optimizer.rules.not_local import NotLocal
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import kept, remarks, said

UNITS = (
    unit("U1", name="xã Cẩm Giang", type="xa", province="Hải Phòng", former_district="Cẩm Giàng"),
    unit("U2", name="xã Cẩm Giàng", type="xa", province="Hải Phòng", former_district="Cẩm Giàng"),
)
OLD = (
    old_unit("U1", "xã Hòa Bình", old_district="Cẩm Giàng", old_province="Hải Dương"),
    old_unit("U2", "thị trấn Lai Cách", old_district="Cẩm Giàng", old_province="Hải Dương"),
)
TITLES = (title("T1", not_local=True), "T2")


def living(**fields: str):
    return case(UNITS, TITLES, cadres=[cadre("A", **fields)], predecessors=OLD, cells=True)


@pytest.mark.parametrize(
    ("home", "ok"),
    [
        ("xã Cẩm Giang, Hải Phòng", False),
        ("xã Cẩm Giàng, Hải Phòng", True),  # another commune: the accent tells them apart
        ("xã Hoà Bình, huyện Cẩm Giàng, tỉnh Hải Dương", False),  # a predecessor, tone mark placed otherwise
        ("xã Hòa Bình, huyện Thủy Nguyên, Hải Phòng", True),  # the same name in another district
        ("tỉnh Thanh Hóa", True),
        ("", False),  # blank: cannot be told
        ("   ", False),
    ],
)
def test_a_home_in_the_unit_or_a_predecessor_makes_a_local(home: str, ok: bool) -> None:
    assert kept(NotLocal(), living(home_place=home), ("A", "U1", "T1")) is ok
    assert kept(NotLocal(), living(home_place=home), ("A", "U1", "T2"))


def test_district_and_province_reach_further() -> None:
    home = living(home_place="thị trấn Lai Cách, huyện Cẩm Giàng, Hải Dương")
    assert kept(NotLocal(), home, ("A", "U1", "T1"))
    assert not kept(NotLocal.model_validate({"level": "huyện"}), home, ("A", "U1", "T1"))
    assert not kept(NotLocal.model_validate({"level": "province"}), living(home_place="Hải Phòng"), ("A", "U1", "T1"))


def test_a_commune_written_alone_lies_in_its_own_district_and_province() -> None:
    home = living(home_place="thị trấn Lai Cách")
    assert kept(NotLocal(), home, ("A", "U1", "T1"))
    assert not kept(NotLocal.model_validate({"level": "huyện"}), home, ("A", "U1", "T1"))
    assert not kept(NotLocal.model_validate({"level": "tỉnh"}), home, ("A", "U1", "T1"))


def test_the_residence_counts_only_where_asked() -> None:
    both = NotLocal.model_validate({"places": "quê quán, nơi ở"})
    there = living(home_place="tỉnh Thanh Hóa", residence="xã Cẩm Giang, Hải Phòng")
    assert kept(NotLocal(), there, ("A", "U1", "T1"))
    assert not kept(both, there, ("A", "U1", "T1"))
    assert not kept(both, living(home_place="tỉnh Thanh Hóa"), ("A", "U1", "T1"))


@pytest.mark.parametrize("wrong", [{"level": "xóm"}, {"places": "birthplace"}, {"places": ""}, {"place": "home_place"}])
def test_other_words_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        NotLocal.model_validate(wrong)


def test_the_sentence_quotes_the_home_place() -> None:
    vi, en = said(NotLocal(), living(home_place="xã Cẩm Giang, Hải Phòng"), ("A", "U1", "T1"))
    assert vi.endswith(
        "là người địa phương (quê quán: xã Cẩm Giang, Hải Phòng); chức danh này không bố trí người địa phương."
    )
    assert en.endswith("is a local (home place: xã Cẩm Giang, Hải Phòng); this title is not for locals.")


def test_a_blank_place_is_remarked_with_its_cell() -> None:
    assert remarks(NotLocal(), living()) == [("blank_not_local", "info", "home_place 2")]
    assert remarks(NotLocal(), case(titles=["T1"], cadres=["A"])) == []


def test_no_person_by_unit_table_is_built_where_no_title_asks() -> None:
    assert NotLocal().screen(Facts(case(titles=["T1"], cadres=["A"]))) is None


def test_tables_stay_small() -> None:
    screen = NotLocal().screen(Facts(living(home_place="xã Cẩm Giang")))
    assert screen is not None
    assert screen.fails.shape == (1, 1, 2)
    assert [(a.shape, b.shape) for a, b in screen.also] == [((1, 2, 1), (1, 1, 2))]


def test_an_exception_lifts_it_there_only() -> None:
    allowed = case(UNITS, TITLES, cadres=["A"], predecessors=OLD, decisions=[decision("A", "exception", "U1", "T1")])
    assert kept(NotLocal(), allowed, ("A", "U1", "T1"))
    assert not kept(NotLocal(), allowed, ("A", "U2", "T1"))


@pytest.mark.parametrize(
    ("home", "near"),
    [
        ("xa Hoa Binh, huyen Cam Giang, Hai Duong", ["xã Cẩm Giang"]),  # typed without accents; Hòa Bình is in U1 now
        ("phường Hòa Bình, Hải Dương", ["xã Cẩm Giang"]),  # another type, and no district that says which
        ("xã Hòa Bình, huyện Thủy Nguyên, Hải Phòng", []),  # certainly another place
        ("xã Hòa Bình, huyện Cẩm Giàng", []),  # named in full: no doubt
        ("tỉnh Hòa Bình", []),  # the province of that name
        ("thon 2, xa Hoa Binh, Cam Giang", ["xã Cẩm Giang"]),
        ("Lý Nhân, Cam Giang", []),  # a district's or a province's name is no commune's
        ("tỉnh Thanh Hóa", []),
    ],
)
def test_a_home_that_is_almost_a_unit_is_asked_about(home: str, near: list[str]) -> None:
    found = [f for f in NotLocal().problems(living(home_place=home)) if f.code == "almost_local"]
    assert [f.severity for f in found] == ["warning"] * len(near)
    assert all(name in f.sentence("vi") for f, name in zip(found, near, strict=True))


@pytest.mark.parametrize(
    ("home", "level", "vague"),
    [
        ("huyện Cẩm Giàng, tỉnh Hải Dương", "commune", True),
        ("huyện Cẩm Giàng, tỉnh Hải Dương", "district", False),  # there the district is enough
        ("xã Hòa Bình, huyện Cẩm Giàng", "commune", False),
        ("xã Cẩm Giàng", "commune", False),
        ("huyện Vụ Bản, Nam Định", "commune", False),  # certainly another place
    ],
)
def test_a_home_that_is_a_district_alone_is_asked_about(home: str, level: str, vague: bool) -> None:
    found = list(NotLocal.model_validate({"level": level}).problems(living(home_place=home)))
    assert [(f.code, f.severity) for f in found] == [("vague_local", "warning")] * vague
    if vague:
        assert found[0].text.vi == (
            "Quê quán “huyện Cẩm Giàng, tỉnh Hải Dương” chỉ ghi đến huyện cũ, không rõ xã nào: đang coi là người nơi khác."
        )


@pytest.mark.parametrize(
    ("home", "ok"),
    [
        ("huyện Bạch Long Vĩ, thành phố Hải Phòng", False),  # a district without communes is the zone now
        ("đặc khu Bạch Long Vĩ", False),
        ("H. Cát Hải, TP Hải Phòng", False),  # all of its communes went into the zone
        ("thị trấn Cát Bà, huyện Cát Hải", False),
        ("huyện Cẩm Giàng, tỉnh Hải Dương", True),
    ],
)
def test_an_island_district_that_became_a_special_zone_is_the_home_of_its_locals(home: str, ok: bool) -> None:
    zones = [
        unit("Z1", name="Đặc khu Bạch Long Vĩ", type="dac_khu", former_district="Huyện Bạch Long Vĩ"),
        unit("Z2", name="Đặc khu Cát Hải", type="dac_khu", former_district="Huyện Cát Hải"),
    ]
    olds = (*OLD, old_unit("Z2", "thị trấn Cát Bà", old_district="Huyện Cát Hải"))
    islands = case([*UNITS, *zones], TITLES, cadres=[cadre("A", home_place=home)], predecessors=olds)
    there = "Z1" if "Bạch" in home else "Z2"
    assert kept(NotLocal(), islands, ("A", there, "T1")) is ok
    assert kept(NotLocal(), islands, ("A", "U1", "T1"))
    assert [f.code for f in NotLocal().problems(islands)] == (["vague_local"] if ok else [])


@pytest.mark.parametrize(
    ("home", "level", "vague"),
    [
        ("Hải Phòng", "commune", True),
        ("TP. Hải Phòng", "commune", True),
        ("thành phố Hải Phòng", "district", True),
        ("tỉnh Hải Dương", "commune", True),  # merged into the case's own
        ("Hải Dương", "commune", True),
        ("Hải Phòng", "province", False),  # there the province is enough
        ("tỉnh Nam Định", "commune", False),  # certainly another place
        ("Nam Định", "commune", False),
        ("xã Hải Phòng, huyện Kim Bôi, tỉnh Hòa Bình", "commune", False),
    ],
)
def test_a_home_that_is_the_own_province_alone_is_asked_about_once_for_all(home: str, level: str, vague: bool) -> None:
    people = [cadre(code, home_place=home) for code in ("A", "B")]
    made = case(
        [unit("U1", name="Xã Cẩm Giang", province="Thành phố Hải Phòng")],
        TITLES,
        cadres=[*people, cadre("C", home_place=home, status="leaving")],
        predecessors=[old_unit("U1", "xã Hòa Bình", old_district="Huyện Cẩm Giàng", old_province="Tỉnh Hải Dương")],
    )
    found = list(NotLocal.model_validate({"level": level}).problems(made))
    assert [(f.code, f.severity) for f in found] == [("vague_local", "warning")] * vague
    if vague:
        assert found[0].text.vi == (
            f"Quê quán “{home}” chỉ ghi đến tỉnh, không rõ xã nào (số người ghi như vậy: 2): đang coi là người nơi khác."
        )


def test_a_commune_called_like_a_province_is_the_commune() -> None:
    made = case(
        [unit("U1", name="Xã Hòa Bình", province="Tỉnh Hòa Bình")], TITLES, cadres=[cadre("A", home_place="Hòa Bình")]
    )
    assert not kept(NotLocal(), made, ("A", "U1", "T1"))
    assert not list(NotLocal().problems(made))
