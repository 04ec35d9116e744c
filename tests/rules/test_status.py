import pytest

from optimizer.catalogue import catalogue
from optimizer.model.facts import Facts
from optimizer.rules.status import Status
from tests.cases import cadre, case, decision, setting
from tests.rules.judge import broken, kept, said


@pytest.mark.parametrize(("status", "ok"), [("available", True), ("leaving", False), ("frozen", False)])
def test_only_the_available_are_placed(status: str, ok: bool) -> None:
    assert kept(Status(), case(cadres=[cadre("A", status=status), "B"]), ("A", "U1", "T1")) is ok
    assert kept(Status(), case(cadres=[cadre("A", status=status), "B"]), ("B", "U1", "T1"))


def test_the_sentence_names_the_status() -> None:
    vi, en = said(Status(), case(cadres=[cadre("A", status="frozen")]), ("A", "U1", "T1"))
    assert vi.endswith("đang ở trạng thái “tạm dừng”.")
    assert en.endswith("the status is “frozen”.")


@pytest.mark.parametrize(
    ("rule", "ok"), [("status", True), ("Trạng thái công tác", True), ("", False), ("degree", False)]
)
def test_only_an_exception_that_names_it_lifts_it(rule: str, ok: bool) -> None:
    staffed = case(cadres=[cadre("A", status="leaving")], decisions=[decision("A", "exception", rule=rule)])
    assert kept(Status(), staffed, ("A", "U1", "T1")) is ok


def test_an_exception_names_the_seat_too() -> None:
    staffed = case(
        ["U1", "U2"], cadres=[cadre("A", status="leaving")], decisions=[decision("A", "exception", "U1", rule="status")]
    )
    assert broken(Status(), staffed, ("A", "U2", "T1")) == [
        {"cadre": "A", "unit": "U2", "title": "T1", "rule": "status"}
    ]


def test_nothing_is_screened_where_all_are_available() -> None:
    assert Status().screen(Facts(case(cadres=["A"]))) is None


def test_by_default_nobody_is_held_back_for_retirement() -> None:
    old = case(cadres=[cadre("A", birth_date="1/1940", sex="male")])
    assert kept(Status(), old, ("A", "U1", "T1")), "a case without rules forbids no placement but by status"
    assert Status().screen(Facts(old)) is None
    assert Status().limit().en == "nobody leaving or frozen is placed"
    assert not kept(Status(retiring_months=0), old, ("A", "U1", "T1"))


@pytest.mark.parametrize("written", [{}, {"retiring_months": ""}, {"retiring_months": "0"}])
def test_a_blank_cell_holds_nobody_back(written: dict[str, str]) -> None:
    given = case(cadres=["A"], rules=[setting("status", params=written)])
    (made,) = (a.rule for a in catalogue(given).rules if a.rule.name == "status")
    assert made == Status(retiring_months=0 if written.get("retiring_months") else None)


@pytest.mark.parametrize(
    ("birth", "sex", "months", "ok"),
    [
        # a man born in April 1964 reaches the 61 years and 3 months of 2025 in July, the month of the plan date
        ("4/1964", "male", 0, False),
        ("5/1964", "male", 0, True),
        ("1950", "male", 0, False),
        ("1963", "male", 0, False),
        ("1964", "male", 0, True),  # born in December, this man would serve until June 2026
        ("11/1964", "male", 6, True),  # seven months on: by then 61 years and 6 months are asked
        ("5/1964", "male", 1, False),
        (None, "male", 6, True),
        ("1950", None, 6, True),
    ],
)
def test_who_retires_is_not_placed(birth: str | None, sex: str | None, months: int, ok: bool) -> None:
    staffed = case(cadres=[cadre("A", birth_date=birth, sex=sex)])
    assert kept(Status(retiring_months=months), staffed, ("A", "U1", "T1")) is ok
    allowed = case(cadres=staffed.cadres, decisions=[decision("A", "exception", rule="status")])
    assert kept(Status(retiring_months=months), allowed, ("A", "U1", "T1"))


def test_the_sentence_says_when_the_person_retires() -> None:
    old = case(cadres=[cadre("A", birth_date="1/1960", sex="male"), cadre("B", birth_date="5/1964", sex="male")])
    vi, en = said(Status(retiring_months=0), old, ("A", "U1", "T1"))
    assert vi.endswith("không thể giữ Title T1 tại Unit U1: đến tuổi nghỉ hưu từ tháng 01/2020.")
    assert en.endswith("is to retire from 01/2020 on.")
    vi, en = said(Status(retiring_months=6), old, ("B", "U1", "T1"))
    assert vi.endswith("nghỉ hưu tháng 08/2025, trong vòng 6 tháng.")
    assert en.endswith("retires 08/2025, within 6 months.")
