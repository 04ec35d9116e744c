import pytest
from pydantic import ValidationError

from optimizer.rules.degree import Degree
from tests.cases import cadre, case, decision, title, unit
from tests.rules.judge import broken, kept, remarks, said


def staffed(degree: int | None, asked: int = 4, **tables: object):
    return case(titles=[title("T1", min_degree=asked), "T2"], cadres=[cadre("A", degree=degree)], cells=True, **tables)


@pytest.mark.parametrize(("degree", "ok"), [(3, False), (4, True), (5, True), (0, False), (None, False)])
def test_the_degree_asked_for_is_the_lowest_that_passes(degree: int | None, ok: bool) -> None:
    assert kept(Degree(), staffed(degree), ("A", "U1", "T1")) is ok


@pytest.mark.parametrize("degree", [None, 0])
def test_a_title_that_asks_for_none_takes_anybody(degree: int | None) -> None:
    assert kept(Degree(), staffed(degree), ("A", "U1", "T2"))
    assert kept(Degree(), staffed(degree, asked=0), ("A", "U1", "T1"))


def test_the_finding_names_person_unit_title_and_both_degrees() -> None:
    assert broken(Degree(), staffed(3), ("A", "U1", "T1")) == [
        {"cadre": "A", "unit": "U1", "title": "T1", "rule": "degree"}
    ]
    vi, en = said(Degree(), staffed(3), ("A", "U1", "T1"))
    assert vi == (
        "Person A (A) không thể giữ Title T1 tại Unit U1: "
        "trình độ chuyên môn cao đẳng; chức danh yêu cầu từ đại học trở lên."
    )
    assert en == (
        "Person A (A) cannot hold Title T1 at Unit U1: the degree is college; the title asks for university or higher."
    )


def test_a_blank_degree_is_said_to_be_blank_and_its_cell_is_named() -> None:
    vi, _ = said(Degree(), staffed(None), ("A", "U1", "T1"))
    assert "chưa ghi trình độ" in vi
    assert remarks(Degree(), staffed(None)) == [("blank_degree", "info", "degree 2")]
    assert remarks(Degree(), staffed(None, asked=0)) == []
    assert remarks(Degree(), staffed(0)) == []


def test_who_is_leaving_needs_no_remark() -> None:
    leaving = case(titles=[title("T1", min_degree=4)], cadres=[cadre("A", status="leaving")])
    assert remarks(Degree(), leaving) == []


@pytest.mark.parametrize("rule", ["", "degree", "Trình độ chuyên môn", "DEGREE"])
@pytest.mark.parametrize("seat", [("", ""), ("U1", ""), ("", "T1"), ("U1", "T1")])
def test_an_exception_lifts_it_at_the_seats_it_names(rule: str, seat: tuple[str, str]) -> None:
    allowed = staffed(1, decisions=[decision("A", "exception", *seat, rule=rule)])
    assert kept(Degree(), allowed, ("A", "U1", "T1"))


@pytest.mark.parametrize(
    "other",
    [
        decision("A", "exception", "U1", "T2"),
        decision("A", "exception", rule="theory"),
        decision("A", "lock", "U1", "T1"),
        decision("B", "exception"),
    ],
)
def test_other_decisions_do_not_lift_it(other: object) -> None:
    people = [cadre("A", degree=1), cadre("B", degree=1)]
    barred = case(titles=[title("T1", min_degree=4), "T2"], cadres=people, decisions=[other])
    assert not kept(Degree(), barred, ("A", "U1", "T1"))


def test_an_exception_in_one_unit_does_not_reach_another() -> None:
    allowed = case(
        ["U1", "U2"], [title("T1", min_degree=4)], cadres=["A"], decisions=[decision("A", "exception", "U2")]
    )
    assert kept(Degree(), allowed, ("A", "U2", "T1"))
    assert not kept(Degree(), allowed, ("A", "U1", "T1"))


def test_a_province_may_ask_for_less_in_hardship_units() -> None:
    units = [unit("U1", hardship="mountain"), unit("U2", hardship="island"), unit("U3")]
    made = case(
        units, [title("T1", min_degree=4), title("T2", min_degree=1)], cadres=[cadre("A", degree=2), cadre("B")]
    )
    rule = Degree.model_validate({"hardship_degree": "Trung cấp", "hardship": "miền núi"})
    assert kept(rule, made, ("A", "U1", "T1"))
    assert not kept(rule, made, ("A", "U2", "T1"))
    assert not kept(rule, made, ("A", "U3", "T1"))
    assert not kept(rule, made, ("B", "U1", "T1"))
    assert not kept(Degree(hardship_degree=3), made, ("A", "U1", "T1"))
    assert kept(Degree(hardship_degree=6), made, ("A", "U1", "T2")), "never more than the title asks"
    assert not kept(Degree(), made, ("A", "U1", "T1"))
    vi, _ = said(Degree(hardship_degree=3), made, ("A", "U1", "T1"))
    assert "chức danh yêu cầu từ cao đẳng trở lên" in vi
    assert rule.limit().en == "a degree at or above the title's minimum; intermediate is enough in units of: mountain"
    assert Degree.model_validate({"hardship_degree": "2"}).hardship_degree == 2
    with pytest.raises(ValidationError):
        Degree.model_validate({"hardship_degree": "lớp 12"})
