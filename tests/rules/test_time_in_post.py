import pytest

from optimizer.rules.time_in_post import TimeInPost
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (
    title("HEAD", group="leader", rank=1),
    title("DEPUTY", group="leader", rank=2),
    title("CLERK", group="specialist", rank=8),
)


def office(**facts: object):  # type: ignore[no-untyped-def]
    return case(titles=TITLES, cadres=[cadre("A", current_unit_code="U1", **{"current_title_code": "DEPUTY", **facts})])


@pytest.mark.parametrize(
    ("since", "ok"),
    [("1/7/2023", True), ("2/7/2023", False), ("6/2023", True), ("7/2023", False), ("2022", True), ("2023", False)],
)
def test_twenty_four_full_months_are_asked_before_a_higher_title(since: str, ok: bool) -> None:
    assert kept(TimeInPost(), office(in_post_since=since), ("A", "U1", "HEAD")) is ok


def test_equal_and_lower_titles_are_open_to_who_is_new() -> None:
    new = office(in_post_since="1/6/2025")
    assert kept(TimeInPost(), new, ("A", "U1", "DEPUTY"))
    assert kept(TimeInPost(), new, ("A", "U1", "CLERK"))


def test_a_blank_date_does_not_meet_it_and_is_remarked() -> None:
    assert not kept(TimeInPost(), office(), ("A", "U1", "HEAD"))
    vi, en = said(TimeInPost(), office(), ("A", "U1", "HEAD"))
    assert "chưa ghi thời điểm giữ vị trí hiện nay" in vi
    assert "the date in post is blank" in en
    marked = case(titles=TITLES, cadres=[cadre("A"), cadre("B", in_post_since="2020")], cells=True)
    assert remarks(TimeInPost(), marked) == [("blank_time_in_post", "info", "in_post_since 2")]


def test_an_unlisted_present_post_is_lower_than_any_leaders_title_unless_it_counts_as_equal() -> None:
    newcomer = office(current_title_code=None, in_post_since="1/6/2025")
    assert not kept(TimeInPost(), newcomer, ("A", "U1", "HEAD"))
    assert kept(TimeInPost(), newcomer, ("A", "U1", "CLERK"))
    assert kept(TimeInPost.model_validate({"unlisted": "ngang"}), newcomer, ("A", "U1", "HEAD"))


def test_the_sentence_says_since_when() -> None:
    vi, en = said(TimeInPost(), office(in_post_since="15/2/2024"), ("A", "U1", "HEAD"))
    assert vi.endswith("giữ vị trí hiện nay từ 15/02/2024, mới 16 tháng; chức danh cao hơn yêu cầu từ 24 tháng.")
    assert en.endswith("in the present post since 15/02/2024, 16 months; a higher title asks for 24.")


def test_only_an_exception_that_names_the_rule_lifts_it() -> None:
    for rule, ok in (("time_in_post", True), ("", False)):
        allowed = case(
            titles=TITLES,
            cadres=[cadre("A", current_title_code="CLERK", in_post_since="6/2025")],
            decisions=[decision("A", "exception", "", "HEAD", rule=rule)],
        )
        assert kept(TimeInPost(), allowed, ("A", "U1", "HEAD")) is ok
        assert not kept(TimeInPost(), allowed, ("A", "U1", "DEPUTY"))
