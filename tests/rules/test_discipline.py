import pytest

from optimizer.rules.discipline import Discipline
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

RULE = Discipline()
TITLES = (
    title("HEAD", group="leader", rank=1),
    title("DEPUTY", group="leader", rank=2),
    title("CLERK", group="specialist", rank=8),
)
HEAD, DEPUTY, CLERK = (("A", "U1", t) for t in ("HEAD", "DEPUTY", "CLERK"))


def office(decisions: object = (), **facts: object):  # type: ignore[no-untyped-def]
    now = {"current_unit_code": "U1", "current_title_code": "DEPUTY"}
    return case(["U1", "U2"], TITLES, cadres=[cadre("A", **{**now, **facts})], decisions=decisions)


@pytest.mark.parametrize(
    ("measure", "ok"),
    [
        ("khiển trách 1/7/2023", True),  # the plan is of 1 July 2025: 24 months
        ("khiển trách 2/7/2023", False),
        ("khiển trách 6/2023", True),
        ("khiển trách 2023", False),  # it may have been in December
        ("cảnh cáo 1/7/2022", True),
        ("cảnh cáo 2/7/2022", False),
        ("cách chức 1/7/2020", True),
        ("cách chức 2/7/2020", False),
        ("hạ bậc lương 2/7/2020", False),  # any other form as long as a removal
        ("hạ bậc lương 1/7/2020", True),
        ("cảnh cáo", False),
        ("cảnh cáo 2015; khiển trách 2/2025", False),
        ("không", True),
        ("", True),
    ],
)
def test_no_higher_title_for_so_many_months_after_a_measure(measure: str, ok: bool) -> None:
    made = office(discipline=measure)
    assert kept(RULE, made, HEAD) is ok
    assert kept(RULE, made, DEPUTY)
    assert kept(RULE, made, CLERK)
    assert kept(RULE, made, ("A", "U2", "DEPUTY")), "an equal post elsewhere is open"


def test_the_months_are_parameters() -> None:
    made = office(discipline="khiển trách 2/7/2023")
    assert kept(Discipline(reprimand_months=23), made, HEAD)
    assert kept(Discipline(reprimand_months=0), made, HEAD)
    assert not kept(Discipline(reprimand_months=25), office(discipline="khiển trách 1/7/2023"), HEAD)


def test_who_is_under_review_stays_in_the_present_post() -> None:
    made = office(under_review="đang xem xét kỷ luật")
    assert kept(RULE, made, DEPUTY)
    for elsewhere in (HEAD, CLERK, ("A", "U2", "DEPUTY")):
        assert not kept(RULE, made, elsewhere)
    assert not kept(RULE, office(under_review="x", current_title_code=None), CLERK)


def test_an_exception_opens_the_seat_it_names() -> None:
    lifted = [decision("A", "exception", "U1", "HEAD", rule="discipline")]
    made = office(lifted, discipline="cảnh cáo 2025", under_review="x")
    assert kept(RULE, made, HEAD)
    assert not kept(RULE, made, CLERK)


def test_whose_present_post_is_not_listed_comes_to_no_leader_s_title() -> None:
    made = office(discipline="cảnh cáo 1/2025", current_title_code=None)
    assert not kept(RULE, made, DEPUTY)
    assert kept(RULE, made, CLERK)
    assert kept(Discipline(unlisted="equal"), made, DEPUTY)


def test_the_sentences_say_what_and_since_when() -> None:
    vi, en = said(RULE, office(discipline="cảnh cáo 6/2024"), HEAD)
    assert (
        "bị kỷ luật cảnh cáo từ 30/06/2024 (ngày muộn nhất của “cảnh cáo 6/2024”), chưa đủ 36 tháng; không bố trí" in vi
    )
    assert (
        "was disciplined (warning) on 30/06/2024 (the latest day of “cảnh cáo 6/2024”), less than 36 months ago;" in en
    )
    vi, _ = said(RULE, office(discipline="cảnh cáo 15/06/2024"), HEAD)
    assert "bị kỷ luật cảnh cáo từ 15/06/2024, chưa đủ 36 tháng; không bố trí vào chức danh cao hơn hiện nay." in vi
    vi, en = said(RULE, office(discipline="Cách chức"), HEAD)
    assert "bị kỷ luật cách chức, chưa ghi ngày (Cách chức)" in vi
    vi, en = said(RULE, office(under_review="đang bị điều tra"), CLERK)
    assert "đang bị xem xét, điều tra (đang bị điều tra) nên giữ nguyên vị trí hiện nay." in vi
    assert "is under review or investigation (đang bị điều tra), and stays in the present post." in en


def test_what_is_not_understood_is_told_by_cell() -> None:
    people = [cadre("A", discipline="phê bình"), cadre("B", discipline="cảnh cáo 2024"), cadre("C", discipline="không")]
    found = remarks(RULE, case(titles=TITLES, cadres=people, cells=True))
    assert found == [
        ("unknown_discipline", "warning", "discipline 2"),
        ("undated_discipline", "warning", "discipline 2"),
    ]
