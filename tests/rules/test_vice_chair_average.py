import datetime as dt

import pytest
from pydantic import ValidationError

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.vice_chair_average import ViceChairAverage
from tests.cases import case, decision, seat, title, unit
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, said

AFTER = dt.date(2025, 11, 17)
BEFORE = dt.date(2025, 11, 16)
PEOPLE = "ABCDEFG"


def province(day: dt.date = AFTER, **more):
    given = {
        "units": [unit(f"U{i}", province="Lạng Sơn") for i in (1, 2)] + [unit("U3")],
        "titles": [title("PCT", name="Phó Chủ tịch UBND"), title("CT", name="Phó Bí thư Đảng ủy, Chủ tịch UBND")],
        "seats": [seat(f"U{i}", t, 5) for i in (1, 2, 3) for t in ("PCT", "CT")],
        "cadres": list(PEOPLE[:4]),
    }
    return case(**(given | more), plan_date=day, cells=True)


def vices(*where: int, title_code: str = "PCT"):
    return [("ABCDEFGHIJ"[i], f"U{u}", title_code) for i, u in enumerate(where)]


def test_the_average_is_over_the_province_and_rounded_down() -> None:
    three_units = province(cadres=list("ABCDEFGHI"))
    rule = ViceChairAverage()
    assert kept(rule, three_units, *vices(1, 1, 1, 1, 1, 2, 2))  # 7 = floor(7.5), five of them in one unit
    plan = Plan.of(vices(1, 1, 1, 1, 1, 2, 2, 3))
    (finding,) = rule.violations(three_units, plan)
    assert finding.amount == 1.0
    assert not ArraySide(three_units).keeps(rule, plan)


def test_other_titles_do_not_count() -> None:
    assert kept(ViceChairAverage(average=0), province(), *vices(1, 1, title_code="CT"))
    assert not kept(ViceChairAverage(average=0), province(), *vices(1))


@pytest.mark.parametrize(("residents", "units", "most"), [(None, 114, 285), (None, 126, 315), (None, 65, 162)])
def test_the_totals_are_those_the_decree_gives(residents: None, units: int, most: int) -> None:
    many = province(units=[unit(f"U{i:03}", province="Hà Nội") for i in range(units)], seats=[], cadres=[])
    (cap,) = ViceChairAverage().caps(many).caps
    assert cap.most == most
    assert str(most) in ViceChairAverage().limit_for(many).vi


def test_two_provinces_are_counted_apart() -> None:
    two = province(
        units=[unit("U1", province="Lạng Sơn"), unit("U2", province="Hà Nội"), unit("U3", province="Thành phố Hà Nội")]
    )
    rule = ViceChairAverage(average=1)
    assert kept(rule, two, *vices(1, 2, 2))
    assert len(broken(rule, two, *vices(1, 1, 2))) == 1


def test_before_the_decree_each_unit_has_its_own_limit() -> None:
    rule = ViceChairAverage()
    assert kept(rule, province(BEFORE), *vices(1, 1, 2, 2))
    assert [b["unit"] for b in broken(rule, province(BEFORE), *vices(1, 1, 1))] == ["U1"]
    assert kept(rule, province(AFTER), *vices(1, 1, 1))


def test_a_very_small_special_zone_is_outside_the_limit_a_unit() -> None:
    units = [
        unit("U1", type="dac_khu", population=686),
        unit("U2", type="dac_khu"),
        unit("U3", type="xa", population=1),
    ]
    zone = province(BEFORE, units=units)
    assert kept(ViceChairAverage(), zone, *vices(1, 1, 1))
    assert not kept(ViceChairAverage(), zone, *vices(2, 2, 2))  # a blank population is not known to be small
    assert not kept(ViceChairAverage(), zone, *vices(3, 3, 3))
    assert not kept(ViceChairAverage(tiny_below=0), zone, *vices(1, 1, 1))


def test_an_exception_takes_a_person_out_of_the_count_at_its_seats() -> None:
    rule = ViceChairAverage(average=0.4)  # one in all
    allowed = province(
        cadres=["A", "B"],
        decisions=[decision("A", "exception", "U1", rule="vice_chair_average"), decision("B", "exception")],
        seats=[seat("U1", "PCT", 2), seat("U2", "PCT", 2), seat("U2", "CT")],
    )
    assert kept(rule, allowed, ("A", "U1", "PCT"), ("B", "U1", "PCT"))
    assert not kept(rule, allowed, ("A", "U2", "PCT"), ("B", "U1", "PCT"))
    arrays = ArraySide(allowed)
    for plan in structured_plans(allowed):
        assert arrays.outside(rule, plan) == sum(f.amount or 0 for f in rule.violations(allowed, plan))


def test_the_sentence_names_the_province_and_the_people() -> None:
    vi, en = said(ViceChairAverage(average=0.4), province(), *vices(1, 2))
    assert vi == "Phó Chủ tịch UBND (toàn Lạng Sơn, 3 đơn vị): 2 người, tối đa 1: Person A (A), Person B (B)."
    assert en == "Phó Chủ tịch UBND (all of Lạng Sơn, 3 units): 2 in post, at most 1: Person A (A), Person B (B)."


def test_the_row_says_what_is_asked() -> None:
    (family,) = ViceChairAverage().rows(Facts(province(BEFORE)))
    because = family.because(1)
    assert because.text.vi == "Unit U2, Phó Chủ tịch UBND: tối đa 2 người."
    assert str(because.where) == "case.xlsx › Units!3:3"


def test_titles_are_named_by_code_or_by_name_in_full() -> None:
    for written in ("PCT", "phó chủ tịch Ủy ban nhân dân", "Phó Chủ tịch*"):
        assert not kept(ViceChairAverage.model_validate({"titles": written, "average": "0"}), province(), *vices(1))


def test_unknown_names_are_answered_and_a_rule_without_titles_says_it_is_idle() -> None:
    (unknown,) = ViceChairAverage(titles=("PTC",)).problems(province())
    assert (unknown.code, unknown.severity) == ("unknown_title", "error")
    assert unknown.fix.vi == "Có phải ý bạn là “PCT”?"
    bare = case(["U1"], ["T1"], cadres=["A"])
    (idle,) = ViceChairAverage().problems(bare)
    assert (idle.code, idle.severity) == ("idle_rule", "warning")
    assert ViceChairAverage().rows(Facts(bare)) == ()
    assert list(ViceChairAverage().problems(province())) == []


@pytest.mark.parametrize("wrong", [{"since": "31/02/2025"}, {"since": "soon"}, {"average": "-1"}, {"titles": ""}])
def test_values_out_of_range_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ViceChairAverage.model_validate(wrong)
