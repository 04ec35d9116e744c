from optimizer.domain.plan import Placement, Plan
from optimizer.findings import Address
from optimizer.rules.one_post import OnePost
from tests.cases import case

CASE = case(["U1", "U2", "U3"], ["T1", "T2"], cadres=["A", "B"], cells=True)


def violations(*spots: tuple[str, str, str]):
    return list(OnePost().violations(CASE, Plan.of(spots)))


def test_two_titles_in_one_unit_are_one_post() -> None:
    assert violations(("A", "U1", "T1"), ("A", "U1", "T2"), ("B", "U1", "T1")) == []


def test_two_units_are_one_too_many_and_three_are_two() -> None:
    (two,) = violations(("A", "U1", "T1"), ("A", "U2", "T1"))
    (three,) = violations(("A", "U1", "T1"), ("A", "U2", "T1"), ("A", "U3", "T2"))
    assert (two.amount, three.amount) == (1.0, 2.0)
    assert two.subject == (("cadre", "A"), ("rule", "one_post"))
    assert two.text.vi == "Person A (A) được bố trí ở 2 đơn vị: Unit U1, Unit U2."
    assert str(two.where) == "case.xlsx › Cadres!2:2"


def test_the_cell_of_the_plan_is_named_where_it_is_known() -> None:
    second = Placement("A", "U2", "T1")
    plan = Plan.of([("A", "U1", "T1"), second], {second: Address("plan.xlsx", "Plan", "E3")})
    (finding,) = OnePost().violations(CASE, plan)
    assert finding.where.cell == "E3"
