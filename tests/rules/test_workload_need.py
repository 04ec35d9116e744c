import pytest
from pydantic import ValidationError

from optimizer.domain.plan import Plan
from optimizer.rules.workload_need import WorkloadNeed
from tests.cases import cadre, case, decision, seat, title, unit
from tests.rules.judge import broken, kept, said

TITLES = (title("CV", group="specialist"), title("BT", group="leader"))
UNITS = (unit("U1", population=30000, area_km2=10.0), unit("U2", population=10000, area_km2=30.0))
SEATS = (seat("U1", "CV", 4, max=8), seat("U2", "CV", 4, max=8), seat("U1", "BT", 5))
PEOPLE = tuple(cadre(f"P{i}") for i in range(8))
BY_PEOPLE = WorkloadNeed(equal_weight=0, area_weight=0, population_weight=1, tolerance=0)


def office(*decisions, units=UNITS):
    return case(units, TITLES, SEATS, PEOPLE, decisions=decisions, cells=True)


def placed(first: int, second: int):
    return [(f"P{i}", "U1" if i < first else "U2", "CV") for i in range(first + second)]


def test_the_posts_are_divided_by_population_and_area() -> None:
    assert BY_PEOPLE.needs(office()) == {"U1": 6.0, "U2": 2.0}
    assert WorkloadNeed(equal_weight=0, area_weight=1, population_weight=0).needs(office()) == {"U1": 2.0, "U2": 6.0}
    assert WorkloadNeed(equal_weight=1, area_weight=1, population_weight=1).needs(office())["U1"] == pytest.approx(4.0)


def test_too_few_and_too_many_both_count() -> None:
    assert kept(BY_PEOPLE, office(), *placed(6, 2))
    assert len(broken(BY_PEOPLE, office(), *placed(5, 3))) == 2
    found = list(BY_PEOPLE.violations(office(), Plan.of(placed(4, 2))))
    assert [f.amount for f in found] == [2.0]


def test_the_tolerance_is_rounded_outward() -> None:
    near = BY_PEOPLE.model_copy(update={"tolerance": 0.1})  # 5.4 to 6.6 and 1.8 to 2.2
    assert kept(near, office(), *placed(5, 3))
    assert not kept(near, office(), *placed(4, 3))


def test_a_blank_population_leaves_the_unit_out_where_it_is_weighed() -> None:
    units = (UNITS[0], unit("U2", area_km2=30.0))
    assert BY_PEOPLE.needs(office(units=units)) == {"U1": 4.0}
    (remark,) = BY_PEOPLE.problems(office(units=units))
    assert (remark.code, remark.severity, str(remark.where)) == (
        "blank_workload_need", "warning", "case.xlsx › Units!I3",
    )  # fmt: skip
    assert list(WorkloadNeed(population_weight=0).problems(office(units=units))) == []
    assert [f.code for f in BY_PEOPLE.problems(office(units=["U1", "U2"]))] == ["idle_rule"]
    assert kept(BY_PEOPLE, office(units=["U1", "U2"]), *placed(1, 0))


def test_an_exception_takes_the_person_out() -> None:
    out = office(decision("P0", "exception", rule="workload_need"))
    assert not kept(BY_PEOPLE, out, *placed(6, 2))


def test_the_sentence_gives_need_and_limit() -> None:
    found = list(BY_PEOPLE.violations(office(), Plan.of(placed(7, 1))))
    assert [f.text.vi for f in found] == [
        "Unit U1: bố trí 7 chuyên viên, nhu cầu theo dân số và diện tích là 6, tối đa 6; thừa 1 người.",
        "Unit U2: bố trí 1 chuyên viên, nhu cầu theo dân số và diện tích là 2, tối thiểu 2; thiếu 1 người.",
    ]
    assert said(BY_PEOPLE, office(), *placed(6, 1))[1] == (
        "Unit U2: 1 specialists placed, population and area ask for 2, at least 2; 1 missing."
    )


def test_one_weight_has_to_be_above_nothing() -> None:
    with pytest.raises(ValidationError):
        WorkloadNeed(equal_weight=0, population_weight=0, area_weight=0)
