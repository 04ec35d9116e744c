import pytest

from optimizer.model.facts import Facts
from optimizer.rules.status import Status
from tests.cases import cadre, case, decision
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
