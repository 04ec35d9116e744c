import datetime as dt

import pytest
from pydantic import ValidationError

from optimizer.rules.age_for_term import AgeForTerm
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, said

TITLES = (title("T1", months_to_serve=60), "T2")
DAY = dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("birth", "sex", "ok"),
    [
        # A man who turns 62 in July 2030 has 60 months from July 2025; one born a month earlier has 59.
        ("7/1968", "male", True),
        ("6/1968", "male", False),
        ("31/7/1968", "male", True),
        # A woman retires at 58 years 4 months in 2030 (R22): born March 1972, she retires in July 2030.
        ("3/1972", "female", True),
        ("2/1972", "female", False),
        ("1968", "male", False),  # known to the year: read at its earliest, January
        ("1969", "male", True),
        (None, "male", False),
        ("7/1990", None, False),
    ],
)
def test_sixty_months_are_enough_and_fifty_nine_are_not(birth: str | None, sex: str | None, ok: bool) -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", birth_date=birth, sex=sex)], plan_date=DAY)
    assert kept(AgeForTerm(), staffed, ("A", "U1", "T1")) is ok
    assert kept(AgeForTerm(), staffed, ("A", "U1", "T2"))


@pytest.mark.parametrize("day", [dt.date(2025, 7, 31), dt.date(2025, 7, 1)])
def test_only_the_month_of_the_plan_date_counts(day: dt.date) -> None:
    assert kept(
        AgeForTerm(),
        case(titles=TITLES, cadres=[cadre("A", birth_date="7/1968", sex="male")], plan_date=day),
        ("A", "U1", "T1"),
    )


def test_a_month_later_the_same_person_is_too_old() -> None:
    later = case(titles=TITLES, cadres=[cadre("A", birth_date="7/1968", sex="male")], plan_date=dt.date(2025, 8, 1))
    assert not kept(AgeForTerm(), later, ("A", "U1", "T1"))


def test_who_stays_in_the_same_unit_and_title_is_not_asked() -> None:
    old = cadre("A", birth_date="1966", sex="male", current_unit_code="U1", current_title_code="T1")
    staffed = case(["U1", "U2"], [*TITLES, title("T3", months_to_serve=60)], cadres=[old])
    assert kept(AgeForTerm(), staffed, ("A", "U1", "T1"))
    assert not kept(AgeForTerm(), staffed, ("A", "U2", "T1"))
    assert not kept(AgeForTerm(), staffed, ("A", "U1", "T3"))


LENIENT = AgeForTerm(equal_or_lower=True)
RANKED = (
    title("BT", group="leader", rank=1, months_to_serve=60, concurrent_with=("CH",)),
    title("PB", group="leader", rank=2, months_to_serve=60),
    title("CH", group="leader", rank=4, months_to_serve=60),
    title("TP", group="manager", months_to_serve=60),
)


def deputy(months: int | None, **given: object):
    """Return a sitting deputy with so many months left to serve from July 2025: a man retires at 62."""
    born = None if months is None else f"{(6 + months) % 12 + 1}/{1963 + (6 + months) // 12}"
    fields = {"birth_date": born, "sex": "male", "current_unit_code": "U1", "current_title_code": "PB"} | given
    return case(["U1", "U2"], RANKED, cadres=[cadre("A", **fields)], plan_date=DAY)


@pytest.mark.parametrize("spot", [("U2", "PB"), ("U1", "CH"), ("U2", "CH"), ("U2", "TP")])
@pytest.mark.parametrize("months", [40, None])
def test_an_equal_or_lower_title_asks_for_no_months(spot: tuple[str, str], months: int | None) -> None:
    assert kept(LENIENT, deputy(months), ("A", *spot))
    assert not kept(AgeForTerm(), deputy(months), ("A", *spot))


def test_a_higher_title_asks_for_all_its_months() -> None:
    assert not kept(LENIENT, deputy(59), ("A", "U1", "BT"))
    assert kept(LENIENT, deputy(60), ("A", "U1", "BT"))
    head = deputy(40, current_title_code="TP")  # without a rank its group tells: managers stand below leaders
    assert not kept(LENIENT, head, ("A", "U1", "CH"))


def test_a_secretary_who_stays_may_take_the_councils_chair_too() -> None:
    there = deputy(40, current_title_code="BT")
    assert kept(LENIENT, there, ("A", "U1", "BT"), ("A", "U1", "CH"))
    assert not kept(AgeForTerm(), there, ("A", "U1", "BT"), ("A", "U1", "CH"))


def test_a_title_held_beside_the_present_one_is_asked_no_more_than_that() -> None:
    both = deputy(40, current_title_code="BT", also_titles=("CH",))
    assert kept(AgeForTerm(), both, ("A", "U1", "BT"), ("A", "U1", "CH"))
    assert not kept(AgeForTerm(), both, ("A", "U2", "CH"))
    assert not kept(AgeForTerm(staying_months=48), both, ("A", "U1", "CH"))


def test_a_present_post_that_is_not_on_the_sheet_has_no_rank_to_compare() -> None:
    for now in (None, "Chánh Văn phòng Huyện ủy"):
        assert not kept(LENIENT, deputy(59, current_title_code=now), ("A", "U1", "TP"))


@pytest.mark.parametrize(("months", "ok"), [(48, True), (47, False), (None, False)])
def test_an_equal_title_elsewhere_asks_for_what_the_re_elected_are_asked(months: int | None, ok: bool) -> None:
    rule = AgeForTerm(staying_months=48, equal_or_lower=True)
    assert kept(rule, deputy(months), ("A", "U2", "PB")) is ok
    if months == 47:
        vi, en = said(rule, deputy(months), ("A", "U2", "PB"))
        assert vi.endswith("còn công tác 47 tháng (nghỉ hưu tháng 06/2029); chức danh yêu cầu từ 48 tháng.")
        assert en.endswith("47 months left to serve (retires 06/2029); the title asks for 48.")


def test_the_limit_says_who_is_not_asked() -> None:
    assert AgeForTerm().limit().en == (
        "the months the title asks for are left to serve; who stays in the same unit and title is not asked"
    )
    assert LENIENT.limit().en == (
        "the months the title asks for are left to serve; who stays in the same unit and title, or comes to no higher "
        "one, is not asked"
    )
    assert AgeForTerm(staying_months=48).limit().vi == (
        "còn đủ số tháng công tác chức danh yêu cầu; người giữ nguyên chức danh tại đơn vị còn từ 48 tháng"
    )


def test_the_sentence_says_when_the_person_retires() -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", birth_date="6/1968", sex="male")], plan_date=DAY)
    vi, en = said(AgeForTerm(), staffed, ("A", "U1", "T1"))
    assert vi.endswith("còn công tác 59 tháng (nghỉ hưu tháng 06/2030); chức danh yêu cầu từ 60 tháng.")
    assert en.endswith("59 months left to serve (retires 06/2030); the title asks for 60.")


def test_an_exception_lifts_it_beside_the_present_seat() -> None:
    old = cadre("A", birth_date="1964", sex="male", current_unit_code="U1", current_title_code="T1")
    allowed = case(
        ["U1", "U2"], TITLES, cadres=[old], decisions=[decision("A", "exception", "U2", rule="age_for_term")]
    )
    for rule in (AgeForTerm(), LENIENT):
        assert kept(rule, allowed, ("A", "U2", "T1"))
        assert kept(rule, allowed, ("A", "U1", "T1"))


def test_months_are_counted_from_the_day_fixed_for_the_block() -> None:
    titles = [title("P", months_to_serve=60, block="Đảng"), title("G", months_to_serve=60, block="Chính quyền")]
    born = cadre("A", birth_date="7/1968", sex="male")  # retires in July 2030
    staffed = case(titles=titles, cadres=[born], plan_date=dt.date(2025, 12, 1))
    rule = AgeForTerm.model_validate({"counted_from": "đảng:01/07/2025 | Chính quyền: 1/3/2026"})
    assert not kept(AgeForTerm(), staffed, ("A", "U1", "P"))
    assert kept(rule, staffed, ("A", "U1", "P"))
    assert not kept(rule, staffed, ("A", "U1", "G"))
    vi, en = said(rule, staffed, ("A", "U1", "G"))
    assert "còn công tác 52 tháng, tính từ tháng 03/2026 (nghỉ hưu tháng 07/2030)" in vi
    assert "52 months left to serve, counted from 03/2026 (retires 07/2030)" in en


def test_nobody_without_a_birth_date_passes_by_a_later_day() -> None:
    staffed = case(titles=[title("P", months_to_serve=60, block="Đảng")], cadres=[cadre("A")])
    rule = AgeForTerm.model_validate({"counted_from": "Đảng:01/07/2031"})
    assert not kept(rule, staffed, ("A", "U1", "P"))


@pytest.mark.parametrize(("birth", "ok"), [("7/1967", True), ("8/1966", False), (None, False)])
def test_who_is_re_elected_may_be_asked_for_fewer_months(birth: str | None, ok: bool) -> None:
    # a man born in July 1967 retires in July 2029, 48 months from July 2025
    there = cadre("A", birth_date=birth, sex="male", current_unit_code="U1", current_title_code="T1")
    staffed = case(["U1", "U2"], TITLES, cadres=[there], plan_date=DAY)
    assert kept(AgeForTerm(staying_months=48), staffed, ("A", "U1", "T1")) is ok
    assert kept(AgeForTerm(), staffed, ("A", "U1", "T1"))
    assert not kept(AgeForTerm(staying_months=48), staffed, ("A", "U2", "T1"))
    assert kept(AgeForTerm(staying_months=600), staffed, ("A", "U1", "T2"))


def test_blocks_and_days_that_cannot_be_are_refused() -> None:
    staffed = case(titles=[title("P", block="Đảng")])
    (found,) = AgeForTerm.model_validate({"counted_from": "Đảngg:01/07/2025"}).problems(staffed)
    assert (found.code, found.fix.vi) == ("unknown_block", "Có phải ý bạn là “Đảng”?")
    for wrong in ("Đảng", "Đảng:45/13/2025", "Đảng:1/7/2025 | đảng:1/8/2025"):
        with pytest.raises(ValidationError):
            AgeForTerm.model_validate({"counted_from": wrong})
