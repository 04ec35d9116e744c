import pytest

from optimizer.rules.two_terms import TwoTerms, head_words
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import kept, remarks, said

TITLES = (
    title("BT", name="Bí thư Đảng ủy", group="leader", rank=1),
    title("PBT", name="Phó Bí thư Thường trực Đảng ủy", group="leader", rank=2),
    title("CT", name="Phó Bí thư Đảng ủy, Chủ tịch UBND", group="leader", rank=4),
    title("PCT", name="Phó Chủ tịch UBND", group="manager", rank=5),
)
UNITS = (unit("U1", name="xã Hòa An"), unit("U2", name="xã Bình Minh"))
OLD = (old_unit("U1", "xã Hòa Bình"), old_unit("U1", "xã Hòa Trung"), old_unit("U2", "xã Hòa Trung"))


def office(**facts: object):  # type: ignore[no-untyped-def]
    usual = {"terms_here": 2, "current_title_code": "BT", "current_unit_code": "U1"}
    return case(UNITS, TITLES, cadres=[cadre("A", **{**usual, **facts})], predecessors=OLD)


@pytest.mark.parametrize(
    ("written", "head"),
    [
        ("Bí thư Đảng ủy xã", True),
        ("Chủ tịch Ủy ban nhân dân", True),
        ("Phó Bí thư Đảng ủy, Chủ tịch UBND", True),
        ("Trưởng ban kiêm Chủ tịch HĐND xã", True),
        ("Party Secretary", True),
        ("Chairman of the People's Committee", True),
        ("Phó Bí thư Thường trực Đảng ủy", False),
        ("Phó Chủ tịch UBND huyện", False),
        ("Bí thư Đoàn xã", False),
        ("Bí thư chi bộ", False),
        ("Chủ tịch Hội Nông dân", False),
        ("", False),
    ],
)
def test_heads_are_known_by_their_words(written: str, head: bool) -> None:
    assert head_words(written) is head


@pytest.mark.parametrize(("terms", "ok"), [(1, True), (2, False), (3, False), (None, True)])
def test_nobody_goes_on_as_head_after_two_terms(terms: int | None, ok: bool) -> None:
    assert kept(TwoTerms(), office(terms_here=terms), ("A", "U1", "BT")) is ok


def test_a_chair_held_beside_another_title_makes_a_head() -> None:
    both = office(current_title_code="PBT", also_titles=("CT",))
    assert not kept(TwoTerms(), both, ("A", "U1", "CT"))
    assert kept(TwoTerms(), both, ("A", "U1", "PBT"))
    assert kept(TwoTerms(), office(current_title_code="PBT"), ("A", "U1", "CT"))


def test_another_unit_and_another_kind_of_title_are_open() -> None:
    assert kept(TwoTerms(), office(), ("A", "U2", "BT"))
    assert kept(TwoTerms(), office(), ("A", "U1", "PBT"))
    assert kept(TwoTerms(), office(), ("A", "U1", "PCT"))
    assert not kept(TwoTerms(), office(), ("A", "U1", "CT"))  # a head of the same place still
    assert kept(TwoTerms.model_validate({"titles": "Bí thư Đảng ủy"}), office(), ("A", "U1", "CT"))


def test_terms_count_for_heads_only_and_a_blank_post_may_be_one() -> None:
    assert kept(TwoTerms(), office(current_title_code="PCT"), ("A", "U1", "BT"))
    unlisted = {"current_title_code": None}
    assert not kept(TwoTerms(), office(current_title="Bí thư Đảng ủy xã", **unlisted), ("A", "U1", "BT"))
    assert kept(TwoTerms(), office(current_title="Trưởng phòng Nội vụ huyện", **unlisted), ("A", "U1", "BT"))
    assert not kept(TwoTerms(), office(**unlisted), ("A", "U1", "BT"))


def test_terms_in_a_predecessor_count_in_every_unit_it_went_into_unless_switched_off() -> None:
    whole = office(current_unit="xã Hòa Bình")
    parted = office(current_unit="xã Hòa Trung", current_unit_code=None)
    new = office(current_unit="xã Hòa An")
    off = TwoTerms.model_validate({"predecessors": "không"})
    for placed, with_old, without in ((whole, False, True), (parted, False, True), (new, False, False)):
        assert kept(TwoTerms(), placed, ("A", "U1", "BT")) is with_old
        assert kept(off, placed, ("A", "U1", "BT")) is without
    assert not kept(TwoTerms(), parted, ("A", "U2", "BT"))
    assert kept(TwoTerms(), whole, ("A", "U2", "BT"))


def test_the_sentence_says_how_many_terms() -> None:
    vi, en = said(TwoTerms(), office(), ("A", "U1", "BT"))
    assert vi.endswith("đã giữ chức vụ đứng đầu 2 nhiệm kỳ liên tiếp tại đây; không quá 2 nhiệm kỳ.")
    assert en.endswith("has headed this place for 2 consecutive terms; at most 2 are allowed.")
    assert TwoTerms().limit_for(office()).vi.endswith("(Bí thư Đảng ủy, Phó Bí thư Đảng ủy, Chủ tịch UBND)")


def test_heads_without_a_number_of_terms_are_remarked_and_unknown_titles_are_errors() -> None:
    people = [
        cadre("A", current_title_code="BT"),
        cadre("B", current_title_code="BT", terms_here=1),
        cadre("C"),
        cadre("D", current_title_code="PCT"),
    ]
    marked = case(UNITS, TITLES, cadres=people, cells=True)
    assert remarks(TwoTerms(), marked) == [("blank_two_terms", "info", "terms_here 2")]
    codes = [f.code for f in TwoTerms(titles=("Bí thư Đảng ũy xã",)).problems(marked)]
    assert codes == ["unknown_title"]
    (idle,) = TwoTerms().problems(case(["U1"], ["T1"]))
    assert (idle.code, idle.severity) == ("no_heads", "warning")


def test_an_exception_lets_a_head_go_on() -> None:
    facts = {"terms_here": 2, "current_title_code": "BT", "current_unit_code": "U1"}
    rows = [decision("A", "exception", "U1", "BT", rule="two_terms")]
    allowed = case(UNITS, TITLES, cadres=[cadre("A", **facts)], decisions=rows)
    assert kept(TwoTerms(), allowed, ("A", "U1", "BT"))
    assert not kept(TwoTerms(), allowed, ("A", "U1", "CT"))
