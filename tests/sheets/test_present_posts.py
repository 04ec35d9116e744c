"""Present posts as rosters write them: several titles in one cell, the name of the unit after a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer.domain.entities import Predecessor
from optimizer.domain.places import PlaceIndex
from optimizer.sheets.case import check_case
from optimizer.sheets.present_posts import PresentPosts
from tests.cases import title, unit
from tests.sheets.books import CADRES, CASE, write_book

if TYPE_CHECKING:
    from pathlib import Path

TITLES = [
    title("BT", name="Bí thư Đảng ủy", group="leader", rank=1),
    title("CTHD", name="Chủ tịch HĐND", group="leader", rank=3),
    title("CTUB", name="Phó Bí thư Đảng ủy, Chủ tịch UBND", group="leader", rank=4),
    title("PCTUB", name="Phó Chủ tịch UBND", group="manager", rank=5),
    title("TPKT", name="Trưởng phòng Kinh tế", group="manager", rank=6),
    title("TPVH", name="Trưởng phòng Văn hóa - Xã hội", group="manager", rank=6),
    title("CV", name="Chuyên viên", group="specialist", rank=8),
    title("KT", name="Kế toán", group="specialist", rank=8),
]
UNITS = [unit("U1", name="Xã Tân Tiến"), unit("U2", name="Phường Hòa An"), unit("U3", name="Xã Kiêm Sơn")]
OLD = [Predecessor(unit_code="U1", old_name="Xã Đông Hòa", old_district="Huyện Tứ Kỳ")]


def read(text: str, unit_code: str | None = "U1") -> tuple[str, ...]:
    """Return the titles a text is read as, the one that counts first, by the way the reader goes."""
    posts = PresentPosts(TITLES, PlaceIndex(UNITS, OLD))
    return posts.whole(text) or posts.read(text, unit_code).titles


@pytest.mark.parametrize(
    "text",
    [
        "Bí thư Đảng ủy, Chủ tịch HĐND",
        "Chủ tịch HĐND; Bí thư Đảng ủy",
        "Bí thư Đảng ủy kiêm Chủ tịch HĐND",
        "Bí thư Đảng ủy, kiêm Chủ tịch HĐND",
        "Bí thư Đảng ủy (kiêm nhiệm Chủ tịch HĐND)",
        "BÍ THƯ ĐẢNG ỦY KIÊM CHỦ TỊCH HĐND",
        "Bi thu Dang uy kiem Chu tich HDND",
        "Bí thư Đảng ủy - Chủ tịch HĐND",
        "Bí thư Đảng ủy – Chủ tịch HĐND",
        "Bí thư Đảng ủy / Chủ tịch HĐND",
        "BT; CTHD",
        "BT+CTHD",
        "BT/CTHD",
        "Bí thư Đảng ủy, Chủ tịch HĐND xã Tân Tiến",
        "Bí thư Đảng ủy\nChủ tịch HĐND",
        "- Bí thư Đảng ủy\n- Chủ tịch HĐND",
    ],
)
def test_of_several_titles_the_highest_counts(text: str) -> None:
    assert read(text) == ("BT", "CTHD")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Phó Bí thư Đảng ủy, Chủ tịch UBND", ("CTUB",)),
        ("Phó Bí thư Đảng ủy, Chủ tịch UBND xã Tân Tiến", ("CTUB",)),
        ("Chủ tịch HĐND, Phó Bí thư Đảng ủy, Chủ tịch UBND", ("CTHD", "CTUB")),
        ("Trưởng phòng Văn hóa - Xã hội kiêm Kế toán", ("TPVH", "KT")),
        ("Trưởng phòng Văn hóa - Xã hội, Trưởng phòng Kinh tế", ("TPVH", "TPKT")),  # alike in rank: the first
        ("Trưởng phòng Kinh tế; Trưởng phòng Văn hóa - Xã hội", ("TPKT", "TPVH")),
        ("Phó Chủ tịch UBND, Phó Chủ tịch UBND", ("PCTUB",)),
        ("Phó Bí thư Đảng ủy\nChủ tịch UBND", ("CTUB",)),
        ("Trưởng phòng\nVăn hóa - Xã hội\nKế toán", ("TPVH", "KT")),
    ],
)
def test_the_name_of_a_listed_title_is_never_divided(text: str, titles: tuple[str, ...]) -> None:
    assert read(text) == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Ủy viên Ban Thường vụ, Phó Chủ tịch UBND", ("PCTUB",)),
        ("Phó Chủ tịch UBND, Đại biểu HĐND", ("PCTUB",)),
        ("Ủy viên Ban Thường vụ - Phó Chủ tịch UBND", ("PCTUB",)),
        ("Văn thư kiêm Kế toán", ("KT",)),
        ("Bí thư Đảng ủy xã Tân Tiến, huyện Tứ Kỳ", ("BT",)),
        # what may be a piece of a longer name is no title of its own
        ("Trưởng phòng Kinh tế, Hạ tầng và Đô thị", ()),
        ("Trưởng phòng Kinh tế - Hạ tầng", ()),
        ("Công chức Tài chính - Kế toán", ()),
        ("Công chức Tài chính\nKế toán", ()),
        ("Trưởng phòng Kinh tế\nHạ tầng và Đô thị", ()),
        ("Chuyên viên kiem tra", ()),
        ("Chuyên viên Kiểm tra Đảng", ()),
        ("Ủy viên Ban Thường vụ, Chánh Văn phòng Huyện ủy", ()),
        ("Phó Bí thư Đảng ủy", ()),
        ("x" * 400 + ", Kế toán", ()),
        ("Phó, " * 20 + "Kế toán", ()),
        ("…", ()),
        ("- ; kiêm", ()),
    ],
)
def test_a_part_that_is_no_listed_title_is_left_aside(text: str, titles: tuple[str, ...]) -> None:
    assert read(text) == titles


@pytest.mark.parametrize(
    ("text", "unit_code", "titles"),
    [
        ("Bí thư Đảng ủy xã Tân Tiến", "U1", ("BT",)),
        ("Bí thư Đảng ủy xã Đông Hòa", "U1", ("BT",)),  # an old unit of it
        ("Bí thư Đảng ủy xã Đông Hòa, huyện Tứ Kỳ", "U1", ("BT",)),
        ("Bí thư Đảng ủy (xã Tân Tiến)", "U1", ("BT",)),
        ("Chủ tịch HĐND P. Hòa An", "U2", ("CTHD",)),
        ("Bí thư Đảng ủy xã Kiêm Sơn", "U3", ("BT",)),
        ("Bí thư Đảng ủy xã Tân Tiến", "U2", ()),  # another unit's
        ("Bí thư Đảng ủy xã Tân Tiến", None, ()),
        ("Bí thư Đảng ủy xã Tân Tiên", "U1", ()),  # another name: accents matter
        ("Bí thư Đoàn xã Tân Tiến", "U1", ()),
        ("Bí thư Đảng ủy xã", "U1", ()),  # a post of the time before the merger; which unit's is not said
    ],
)
def test_the_name_of_the_own_unit_after_a_title_is_no_part_of_it(
    text: str, unit_code: str | None, titles: tuple[str, ...]
) -> None:
    assert read(text, unit_code) == titles


def test_how_several_titles_were_read_is_said_once_for_all_written_alike(tmp_path: Path) -> None:
    def person(code: str, post: str, at: str) -> list[object]:
        return [code, f"Lê Văn {code}", "04/1985", "Nam", post, at, None, "Đại học", None]

    rows = [
        CADRES[0],
        person("A1", "Bí thư Đảng ủy", "Xã Cẩm Giang"),
        person("A2", "Bí thư Đảng ủy, Chủ tịch HĐND", "Xã Cẩm Giang"),
        person("A3", "Bí thư Đảng ủy kiêm Chủ tịch HĐND phường An Biên", "Phường An Biên"),
        person("A4", "Bí thư Đảng ủy xã Cẩm Giàng", "Xã Cẩm Giàng"),
        person("A5", "Ủy viên Ban Thường vụ, Chánh Văn phòng", "Xã Cẩm Giàng"),
        person("A6", "Ủy viên Ban Thường vụ, Chủ tịch HĐND", "Xã Cẩm Giàng"),
    ]
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows}))
    assert case is not None
    assert [c.current_title_code for c in case.cadres] == ["BT", "BT", "BT", "BT", None, "CTHD"]
    assert [c.also_titles for c in case.cadres] == [(), ("CTHD",), ("CTHD",), (), (), ()]
    both, one = [f for f in findings if f.code == "several_titles"]
    assert [f"{f.where.sheet}!{f.where.cell}" for f in (both, one)] == ["Cán bộ!E3", "Cán bộ!E7"]
    assert both.severity == one.severity == "info"
    assert both.text.vi == (
        "“Bí thư Đảng ủy, Chủ tịch HĐND” gồm nhiều chức danh, được hiểu là đang giữ “Bí thư Đảng ủy” (số người ghi như "
        "vậy: 2). Kiêm: “Chủ tịch HĐND”."
    )
    assert one.text.en == (
        "“Ủy viên Ban Thường vụ, Chủ tịch HĐND” is several posts and is read as holding “Chủ tịch HĐND” (people so "
        "written: 1)."
    )


def test_posts_in_one_cell_may_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    def person(code: str, post: str) -> list[object]:
        return [code, f"Lê Văn {code}", "04/1985", "Nam", post, "Xã Cẩm Giang", None, "Đại học", None]

    rows = [CADRES[0], person("A1", "Bí thư Đảng ủy \r\n\n Chủ tịch HĐND"), person("A2", "Bí thư\nĐảng ủy")]
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows}))
    assert case is not None
    assert [(c.current_title_code, c.also_titles) for c in case.cadres] == [("BT", ("CTHD",)), ("BT", ())]
    assert case.cadres[0].current_title == "Bí thư Đảng ủy Chủ tịch HĐND"
    assert [f.where.cell for f in findings if f.code == "several_titles"] == ["E2"]


@pytest.mark.parametrize(
    ("text", "kind", "titles"),
    [
        ("Phó Chủ tịch UBND xã", "xa", ("PCTUB",)),
        ("Pho Chu tich UBND xa", "xa", ("PCTUB",)),
        ("Phó Bí thư Đảng ủy xã, Chủ tịch UBND xã", "xa", ("CTUB",)),
        ("Bí thư Đảng ủy xã kiêm Chủ tịch HĐND xã", "xa", ("BT", "CTHD")),
        ("Bí thư Đảng ủy phường - Chủ tịch HĐND", "phuong", ("BT", "CTHD")),
        ("Phó Chủ tịch UBND đặc khu", "dac_khu", ("PCTUB",)),
        ("Phó Chủ tịch UBND phường", "xa", ()),
        ("Phó Chủ tịch UBND xã", "", ()),
        ("Trưởng phòng Văn hóa - Xã hội", "xa", ("TPVH",)),
        ("Bí thư Đoàn xã", "xa", ()),
    ],
)
def test_the_word_for_the_type_of_the_own_unit_is_no_part_of_a_title(
    text: str, kind: str, titles: tuple[str, ...]
) -> None:
    posts = PresentPosts(TITLES, PlaceIndex(UNITS, OLD))
    assert (posts.whole(text) or posts.read(text, "U1", kind).titles) == titles


def test_a_post_of_the_commune_is_that_of_the_new_unit_where_its_date_or_the_unit_says_so(tmp_path: Path) -> None:
    header = [*CADRES[0], "Giữ vị trí từ"]

    def person(code: str, post: str, at: str, since: str | None) -> list[object]:
        return [code, f"Lê Văn {code}", "04/1985", "Nam", post, at, None, "Đại học", None, since]

    rows = [
        header,
        person("A1", "Bí thư Đảng ủy xã", "Xã Cẩm Giang", "01/07/2025"),
        person("A2", "Bí thư Đảng ủy xã", "00025", None),
        person("A3", "Bí thư Đảng ủy phường", "Phường An Biên", "2025"),
        person("A4", "Bí thư Đảng ủy xã", "Xã Cẩm Giàng", "03/2021"),  # in post before the unit was made
        person("A5", "Chủ tịch HĐND xã", "Xã Cẩm Giàng", "03/2021"),
        person("A6", "bí thư đảng ủy xã", "Xã Cẩm Giàng", None),  # an old commune had the same name
        person("A7", "Bí thư Đảng ủy xã", "Xã Định Sơn", "01/08/2025"),  # an old commune
        person("A8", "Bí thư Đảng ủy phường", "Xã Cẩm Giàng", "01/08/2025"),
    ]
    old = [*CASE["Đơn vị cũ"], ["00025", "Xã Cẩm Giàng", "Huyện Cẩm Giàng", "Tỉnh Hải Dương"]]
    case, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": rows, "Đơn vị cũ": old}))
    assert case is not None
    assert [c.current_title_code for c in case.cadres] == ["BT", "BT", "BT", None, None, None, None, None]
    secretary, chair = [f for f in findings if f.code == "former_post"]
    assert (secretary.where.cell, chair.where.cell) == ("E5", "E6")
    assert secretary.severity == "info"
    assert secretary.text.en == (
        "“Bí thư Đảng ủy xã” in a new unit counts as a post of the time before the unit was made, not as holding "
        "“Bí thư Đảng ủy” (people so written: 2)."
    )


@pytest.mark.parametrize(
    ("place", "names"),
    [
        ("Cam Giang", ["Xã Cẩm Giang", "Xã Cẩm Giàng"]),
        ("An Bien", ["Phường An Biên"]),
        ("Sở Nội vụ", []),
    ],
)
def test_a_workplace_without_accents_is_asked_about_and_no_free_office(
    tmp_path: Path, place: str, names: list[str]
) -> None:
    rows = [[*CADRES[1][:5], place, *CADRES[1][6:]]]
    _, findings = check_case(write_book(tmp_path / "case.xlsx", {**CASE, "Cán bộ": [CADRES[0], *rows]}))
    said = [f for f in findings if f.code == "unknown_current_unit"]
    assert [f.where.cell for f in said] == ["F2"] * bool(names)
    assert all(name in f.fix.vi for f in said for name in names)
