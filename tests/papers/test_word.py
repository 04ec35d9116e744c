"""Submissions and draft decisions: the kind fits form and title, the heading fits the side, the numbers are the checker's."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from optimizer.findings import InputError
from optimizer.reports.papers.drafts import drafts
from optimizer.reports.papers.fields import person_fields
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.posts import post
from optimizer.reports.papers.proof import NONE, Proof
from optimizer.reports.papers.shelf import SHIPPED, Shelf, every_name
from optimizer.reports.papers.sides import of_council, side_of
from optimizer.reports.papers.word import Papers, safe_name
from optimizer.text import Text, same
from tests.cases import case, title, unit
from tests.papers.make_templates import every_template
from tests.papers.office import HELD, NASTY, figures, office_case, p, whole_text, word_file

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.word import Manner
    from optimizer.text import Lang


def papers(folder: Path, made: Figures, manner: Manner = "each", lang: Lang = "vi") -> Papers:
    return Papers(made, offices(made.context.case), Proof(why=NONE), Shelf(folder, lang), manner)


def decided(folder: Path, made: Figures, manner: Manner = "each", lang: Lang = "vi") -> dict[str, str]:
    out = folder / "out"
    out.mkdir()
    count = papers(folder, made, manner, lang).write_decisions(out)
    found = {str(f.relative_to(out)): whole_text(f.read_bytes()) for f in sorted(out.rglob("*.docx"))}
    assert len(found) == count
    return found


def test_a_kept_title_needs_no_decision_and_the_kind_follows_form_and_title() -> None:
    found = {(d.person.cadre.cadre_id, d.side, d.kind, d.council) for d in drafts(figures())}
    assert found == {
        ("A", "state", "designation", True),
        ("B", "party", "designation", False),
        ("C", "state", "secondment", False),
        ("E", "state", "appointment", False),
    }


def test_without_the_rule_on_secondments_the_specialist_is_transferred() -> None:
    made = figures(rules=[])
    assert {d.kind for d in drafts(made) if d.person.cadre.cadre_id == "C"} == {"transfer"}


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Xã Thủy Nguyên", "xã Thủy Nguyên"), ("Đặc khu Cát Hải", "đặc khu Cát Hải"), ("Phường 3", "Phường 3"),
        ("Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"), ("Sở Nội vụ", "Sở Nội vụ"), ("XÃ AN PHÚ", "XÃ AN PHÚ"),
    ],
)  # fmt: skip
def test_units_inside_a_sentence_are_written_as_decree_30_has_it(name: str, inside: str) -> None:
    (draft,) = (d for d in drafts(figures()) if d.person.cadre.cadre_id == "B")
    new_unit = Text("don_vi_moi", "new_unit")
    assert person_fields(draft, name)[new_unit] == Text(inside, name)
    assert person_fields(draft, name, listed=True)[new_unit] == same(name)


@pytest.mark.parametrize(
    ("titles", "name", "said"),
    [
        ("Bí thư Đảng ủy", "Đặc khu Cát Hải", "Bí thư Đảng ủy đặc khu Cát Hải"),
        ("Bí thư Đảng ủy|Chủ tịch Hội đồng nhân dân", "Xã A", "Bí thư Đảng ủy, Chủ tịch Hội đồng nhân dân xã A"),
        ("Phó Bí thư Đảng ủy, Chủ tịch UBND", "Phường 3", "Phó Bí thư Đảng ủy, Chủ tịch UBND Phường 3"),
        ("Bí thư Đảng ủy xã", "Phường A", "Bí thư Đảng ủy phường A"),
        ("Chủ tịch UBND xã, phường, đặc khu", "Phường A", "Chủ tịch UBND phường A"),
        ("Chủ tịch UBND (cấp xã)", "XÃ A", "Chủ tịch UBND XÃ A"),
        ("Trưởng Công an xã", "Xã A", "Trưởng Công an xã A"),
        ("Trưởng phòng Văn hóa - Xã hội", "Xã A", "Trưởng phòng Văn hóa - Xã hội xã A"),
        ("Chuyên viên văn hóa - xã hội và gia đình", "Xã A", "Chuyên viên văn hóa - xã hội và gia đình, xã A"),
        ("Bí thư Đảng ủy xã An Phú", "Xã An Phú", "Bí thư Đảng ủy xã An Phú"),
        ("Chuyên viên tài chính", "Xã A", "Chuyên viên tài chính, xã A"),
        ("Trưởng phòng", "Sở Nội vụ", "Trưởng phòng, Sở Nội vụ"),
        ("Phó Trưởng Ban Tổ chức", "Tỉnh ủy Lạng Sơn", "Phó Trưởng Ban Tổ chức, Tỉnh ủy Lạng Sơn"),
        ("Phó Chủ tịch UBND", "Huyện Lộc Bình", "Phó Chủ tịch UBND huyện Lộc Bình"),
        ("", "Xã A", "xã A"),
        ("Bí thư Đảng ủy", "", "Bí thư Đảng ủy"),
    ],
)
def test_a_title_and_its_unit_are_one_post_as_offices_write_it(titles: str, name: str, said: str) -> None:
    assert post(tuple(titles.split("|")), name).vi == said


def test_a_list_keeps_the_capital_of_a_unit_behind_a_comma() -> None:
    assert post(("Chuyên viên",), "Xã A", listed=True) == Text("Chuyên viên, Xã A", "Chuyên viên, Xã A")
    assert post(("Bí thư Đảng ủy",), "Xã A", listed=True) == Text("Bí thư Đảng ủy xã A", "Bí thư Đảng ủy, Xã A")


def test_each_decision_bears_the_heading_of_its_side_and_says_who_goes_where(tmp_path: Path) -> None:
    found = decided(tmp_path, figures())
    by_person = {name.split("/")[1][:1]: text for name, text in found.items()}
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in by_person["b"]
    assert "THÀNH ỦY HẢI PHÒNG" in by_person["b"]
    assert "Chỉ định đồng chí Trần Văn Bình, sinh năm 1979" in by_person["b"]
    assert "Bí thư Đảng ủy xã Thủy Nguyên" in by_person["b"]
    assert "Ban Tổ chức Thành ủy, Đảng ủy xã Thủy Nguyên và đồng chí Trần Văn Bình chịu trách nhiệm" in by_person["b"]
    assert "-TTr/BTCTU" in by_person["b"]
    assert "Sở Nội vụ, Ủy ban nhân dân xã Thủy Nguyên và bà Lê Thị Gấm chịu trách nhiệm" in by_person["e"]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in by_person["e"]
    assert "Điều động, bổ nhiệm bà Lê Thị Gấm" in by_person["e"]
    assert "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ HẢI PHÒNG" in by_person["a"]
    assert "DỰ THẢO" in by_person["a"]


@pytest.mark.parametrize(
    ("lang", "moves", "stays"),
    [
        ("vi", ("về việc điều động cán bộ", "Điều động bà"), ("về việc phân công cán bộ", "Phân công bà")),
        ("en", ("on transfer", "is transferred to"), ("on reassignment", "is reassigned at")),
    ],
)
def test_the_heading_of_a_decision_says_what_its_first_article_decides(
    tmp_path: Path, lang: Lang, moves: tuple[str, str], stays: tuple[str, str]
) -> None:
    for unit_code, (heading, article) in (("00001", stays), ("00002", moves)):
        (tmp_path / unit_code).mkdir()
        (text,) = decided(tmp_path / unit_code, figures([("A", unit_code, "DD")], rules=[]), lang=lang).values()
        assert heading in text
        assert article in text


def test_a_secondment_has_its_term(tmp_path: Path) -> None:
    found = decided(tmp_path, figures())
    (text,) = (t for n, t in found.items() if "biet-phai" in n)
    assert "36 tháng, từ ngày 01/07/2025 đến hết ngày 30/06/2028" in text
    assert NASTY in text


def test_lists_hold_everybody_once_by_kind_and_side(tmp_path: Path) -> None:
    found = decided(tmp_path, figures(), "list")
    assert sorted(found) == [
        "biet-phai-chinh-quyen.docx", "bo-nhiem-chinh-quyen.docx", "chi-dinh-dang.docx", "chi-dinh-hdnd.docx",
    ]  # fmt: skip
    assert "Tổng cộng: 1 đồng chí" in found["chi-dinh-dang.docx"]
    assert "Trần Văn Bình" in found["chi-dinh-dang.docx"]


def test_a_long_list_stands_unit_by_unit_and_leaves_nobody_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [("B", "00001", "BT"), ("C", "00001", "DD"), ("D", "00001", "DD"), ("E", "00002", "DD")]
    made = figures(everybody, rules=[])
    for longest in (3, 2):  # three people are transferred
        monkeypatch.setattr("optimizer.reports.papers.word.LONG_LIST", longest)
        (tmp_path / str(longest)).mkdir()
        text = decided(tmp_path / str(longest), made, "list")["dieu-dong-chinh-quyen.docx"]
        assert "Tổng cộng: 3 đồng chí" in text
        assert (text.count("Đơn vị mới"), text.count("Chức danh mới")) == ((1, 1) if longest == 3 else (0, 2))
        assert (
            ("I. Phường Hồng Bàng (2 đồng chí)" in text)
            == ("II. Xã Thủy Nguyên (1 đồng chí)" in text)
            == (longest == 2)
        )
        names = [next(c.name for c in made.context.case.cadres if c.cadre_id == x) for x in "CDE"]
        assert [text.count(name) for name in names] == [1, 1, 1]


def test_a_wrong_field_in_the_part_for_long_lists_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = p("{% if chia_theo_don_vi %}{% for nhom in theo_don_vi %}{{ nhom.ten }}{% endfor %}{% endif %}")
    word_file(tmp_path / "quyet-dinh-bo-nhiem-chinh-quyen-danh-sach.docx", body)
    papers(tmp_path, figures(), "list")
    monkeypatch.setattr("optimizer.reports.papers.word.LONG_LIST", 0)
    with pytest.raises(InputError) as caught:
        papers(tmp_path, figures(), "list")
    assert [f.value for f in caught.value.findings] == ["ten"]


def test_decisions_in_english_have_no_vietnamese_but_names(tmp_path: Path) -> None:
    for manner in ("each", "list"):
        folder = tmp_path / manner
        folder.mkdir()
        found = decided(folder, figures(), manner, "en")
        assert len(found) == 4
        assert not [w for w in ("Điều 1", "QUYẾT ĐỊNH", "tháng", "đồng chí") for t in found.values() if w in t]


def test_the_submission_tells_the_checkers_numbers(tmp_path: Path) -> None:
    made = figures()
    paths = papers(tmp_path, made).write_submissions(tmp_path)
    assert [p.name for p in paths] == ["to-trinh-dang.docx", "to-trinh-chinh-quyen.docx"]
    for path in paths:
        text = whole_text(path.read_bytes())
        verdict = made.verdict
        assert f"bố trí {verdict.placed} người" in text
        assert f"Còn trống {sum(verdict.vacant.values())} vị trí" in text
        assert f"trong đó {sum(verdict.below_min.values())} vị trí dưới mức" in text
        assert f"đo lại {sum(not c.soft for c in verdict.checks)} quy tắc bắt buộc: mọi quy tắc đều được giữ" in text
        assert "Phạm Thị Lập" in text
        assert NONE.vi in text


def test_the_sides_of_the_submissions_add_up_to_the_whole(tmp_path: Path) -> None:
    made = papers(tmp_path, figures())
    parts = [made._submission(side) for side in made.sides]
    assert sum(p["khoi_ghe_trong"] for p in parts) == made.figures.vacant  # type: ignore[misc]
    assert sum(p["khoi_so_ghe"] for p in parts) == made.figures.target  # type: ignore[misc]
    assert sum(p["khoi_so_quyet_dinh"] for p in parts) == len(made.drafts)  # type: ignore[misc]
    whole = parts[0]
    assert whole["placed"] == whole["so_nguoi"] == made.figures.verdict.placed
    forms = sum(whole[k] for k in ("so_giu_nguyen", "so_bo_nhiem", "so_dieu_dong", "so_biet_phai"))  # type: ignore[misc]
    assert forms == whole["placed"]


@pytest.mark.parametrize("folder", ["", "mau", "templates"])
def test_a_template_beside_the_case_is_used_first(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    word_file(tmp_path / folder / "quyet-dinh-bo-nhiem-chinh-quyen.docx", p("Riêng của cơ quan: {{ ho_ten }}"))
    found = decided(tmp_path, figures())
    assert "Riêng của cơ quan: Lê Thị Gấm" in found.values()


def test_a_missing_field_in_a_template_beside_the_case_is_an_error_by_name_before_anything_is_written(
    tmp_path: Path,
) -> None:
    word_file(tmp_path / "quyet-dinh-bo-nhiem-chinh-quyen.docx", p("{{ ngach_luong }}"))
    word_file(tmp_path / "to-trinh-dang.docx", p("{% for m in co_cau %}{{ m.tong_so_nguoi }}{% endfor %}"))
    with pytest.raises(InputError) as caught:
        papers(tmp_path, figures())
    assert [(f.where.file, f.value) for f in caught.value.findings] == [
        ("quyet-dinh-bo-nhiem-chinh-quyen.docx", "ngach_luong")
    ]
    (tmp_path / "quyet-dinh-bo-nhiem-chinh-quyen.docx").unlink()
    with pytest.raises(InputError) as caught:
        papers(tmp_path, figures())
    assert [(f.where.file, f.value) for f in caught.value.findings] == [("to-trinh-dang.docx", "tong_so_nguoi")]


def test_templates_are_copied_out_once_and_edited_ones_are_kept(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, "vi")
    assert len(shelf.copy_out()) == len(every_name()) == 18
    edited = tmp_path / "mau" / "to-trinh-dang.docx"
    edited.write_bytes(b"mine")
    assert shelf.copy_out() == []
    assert edited.read_bytes() == b"mine"
    assert shelf.path(every_name()[0]) == edited


@pytest.mark.parametrize(("lang", "name"), list(every_template()))
def test_shipped_templates_are_those_that_are_made(lang: str, name: str) -> None:
    made = every_template()[lang, name]  # type: ignore[index]
    assert (SHIPPED / lang / name).read_bytes() == made, "run: python -m tests.papers.make_templates"


def test_every_shipped_template_has_known_fields_only(tmp_path: Path) -> None:
    everybody = [
        ("A", "00001", "BT"),
        ("B", "00002", "BT"),
        ("C", "00001", "DD"),
        ("E", "00002", "TP"),
        ("D", "00002", "DD"),
    ]
    for lang in ("vi", "en"):
        for manner in ("each", "list"):
            papers(tmp_path, figures(everybody), manner, lang)


@pytest.mark.parametrize(
    ("block", "name", "side"),
    [
        ("Đảng, Mặt trận, đoàn thể", "Chuyên viên", "party"), ("Chính quyền", "Phó Bí thư Đảng ủy, Chủ tịch UBND", "state"),
        ("", "Bí thư Đảng ủy", "party"), ("", "Chủ tịch UBND", "state"), ("Party", "Clerk", "party"),
        ("", "Trưởng phòng Xây dựng", "state"),
    ],
)  # fmt: skip
def test_the_side_of_a_title_is_that_of_its_block_else_of_its_name(block: str, name: str, side: str) -> None:
    assert side_of(title("X", block=block, name=name)) == side


@pytest.mark.parametrize(
    ("name", "council"),
    [("Chủ tịch HĐND", True), ("Chánh Văn phòng HĐND và UBND", False), ("Chủ tịch UBND", False)],
)
def test_posts_of_the_council_are_told_from_those_of_its_office(name: str, council: bool) -> None:
    assert of_council(title("X", name=name)) is council


@pytest.mark.parametrize(
    ("province", "committee", "whole"),
    [
        ("Thành phố Hải Phòng", "Thành ủy Hải Phòng", "thành phố Hải Phòng"), ("Hà Nội", "Thành ủy Hà Nội", "thành phố Hà Nội"),
        ("Tỉnh Lạng Sơn", "Tỉnh ủy Lạng Sơn", "tỉnh Lạng Sơn"), ("Lạng Sơn", "Tỉnh ủy Lạng Sơn", "tỉnh Lạng Sơn"),
        ("", "Tỉnh ủy ……………", "……………"),
    ],
)  # fmt: skip
def test_offices_are_named_after_the_province(province: str, committee: str, whole: str) -> None:
    found = offices(case([unit("U1", province=province)]))
    assert (found.committee.vi, found.whole.vi) == (committee, whole)


def test_the_settings_name_offices_and_signers() -> None:
    from dataclasses import replace

    made = office_case()
    settings = replace(made.settings, values={"Cấp ủy": "Đảng ủy đặc biệt", "state_signer": "Ông X"})
    found = offices(replace(made, settings=settings))
    assert (found.committee.vi, found.signer("state"), found.signer("party")) == ("Đảng ủy đặc biệt", "Ông X", "")


def test_file_names_are_plain_whatever_the_codes(tmp_path: Path) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", safe_name("../../Đỗ <b>&"))
    assert safe_name("***") == "x"
    found = decided(tmp_path, figures())
    assert all(re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+\.docx", name) for name in found)


def test_two_codes_that_differ_only_in_signs_get_two_files(tmp_path: Path) -> None:
    from tests.cases import cadre, seat

    people = [cadre("A/1", name="X"), cadre("A.1", name="X")]
    made = case([unit("U1")], [title("DD")], [seat("U1", "DD", 2)], people, rules=[])
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures

    plan = Plan.of([("A/1", "U1", "DD"), ("A.1", "U1", "DD")])
    assert len(decided(tmp_path, Figures(Context(plan, made)))) == 2


def test_a_person_with_two_titles_of_one_side_gets_one_decision() -> None:
    made = figures([*HELD, ("B", "00002", "CTHDND")])
    assert Counter(d.side for d in drafts(made) if d.person.cadre.cadre_id == "B") == {"party": 1, "state": 1}
