from optimizer.domain.plan import Plan
from optimizer.rules.seat_limits import SeatLimits
from tests.cases import case, seat

CASE = case(
    ["U1", "U2"],
    ["T1", "T2"],
    [seat("U1", "T1", 1, max=2, min=1), seat("U1", "T2", 0)],
    cadres=["A", "B", "C"],
    cells=True,
)


def violations(*spots: tuple[str, str, str]):
    return list(SeatLimits().violations(CASE, Plan.of(spots)))


def test_the_maximum_is_the_last_number_that_passes() -> None:
    assert violations(("A", "U1", "T1"), ("B", "U1", "T1")) == []
    (finding,) = violations(("A", "U1", "T1"), ("B", "U1", "T1"), ("C", "U1", "T1"))
    assert finding.amount == 1.0
    assert finding.subject == (("unit", "U1"), ("title", "T1"), ("rule", "seat_limits"))
    assert finding.text.en == "Unit U1 has 3 holders of Title T1, at most 2: Person A (A), Person B (B), Person C (C)."
    assert str(finding.where) == "case.xlsx › Seats!E2"


def test_too_few_holders_are_no_violation() -> None:
    assert violations() == []


def test_nobody_sits_where_the_unit_has_no_seat() -> None:
    findings = violations(("A", "U2", "T1"), ("B", "U2", "T1"))
    assert [dict(f.subject)["cadre"] for f in findings] == ["A", "B"]
    assert findings[0].text.vi == "Unit U2 không có chỉ tiêu Title T1."


def test_a_seat_row_of_nought_takes_nobody() -> None:
    (finding,) = violations(("A", "U1", "T2"))
    assert "tối đa 0" in finding.text.vi


def test_a_row_written_twice_is_one_holder() -> None:
    assert violations(("A", "U1", "T1"), ("A", "U1", "T1"), ("B", "U1", "T1")) == []
