import datetime as dt

import pytest

from optimizer.rules.party_member import PartyMember
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, said

TITLES = (title("T1", party_member=True), "T2")


@pytest.mark.parametrize(
    ("joined", "ok"),
    [
        ("1/7/2025", True),  # the plan date itself
        ("2/7/2025", False),
        ("7/2025", True),  # known to the month: counted from its first day
        ("8/2025", False),
        ("2025", True),
        ("2026", False),
        ("3/2/1990", True),
        (None, False),
    ],
)
def test_a_member_on_the_plan_date_passes(joined: str | None, ok: bool) -> None:
    staffed = case(titles=TITLES, cadres=[cadre("A", party_date=joined)], plan_date=dt.date(2025, 7, 1))
    assert kept(PartyMember(), staffed, ("A", "U1", "T1")) is ok
    assert kept(PartyMember(), staffed, ("A", "U1", "T2"))


def test_the_sentence_names_the_dates() -> None:
    vi, en = said(PartyMember(), case(titles=TITLES, cadres=[cadre("A", party_date="8/2025")]), ("A", "U1", "T1"))
    assert vi.endswith("ngày vào Đảng 08/2025 sau ngày lập phương án 01/07/2025.")
    assert en.endswith("the Party date 08/2025 is after the plan date 01/07/2025.")


def test_an_exception_lifts_it() -> None:
    assert kept(
        PartyMember(), case(titles=TITLES, cadres=["A"], decisions=[decision("A", "exception")]), ("A", "U1", "T1")
    )


def test_who_is_left_out_for_want_of_a_date_is_said_where_a_title_asks_for_one() -> None:
    people = [cadre("A"), cadre("B", party_date="2005"), cadre("C", status="leaving")]
    (found,) = PartyMember().problems(case(titles=TITLES, cadres=people))
    assert (found.code, found.severity, dict(found.subject)["cadre"]) == ("blank_party_member", "info", "A")
    assert list(PartyMember().problems(case(titles=["T2"], cadres=people))) == []
