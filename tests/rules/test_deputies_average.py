import datetime as dt

import pytest

from optimizer.model.facts import Facts
from optimizer.rules.deputies_average import DeputiesAverage
from tests.cases import case, decision, seat, title, unit
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, said

AFTER, BEFORE = dt.date(2025, 10, 15), dt.date(2025, 10, 14)
NAMES = {
    "CVP": "Chánh Văn phòng HĐND và UBND",
    "PCVP": "Phó Chánh Văn phòng HĐND và UBND",
    "TPKT": "Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
    "PTPKT": "Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị",
    "GD": "Giám đốc TTPVHCC",
    "PGD": "Phó Giám đốc Trung tâm Phục vụ hành chính công",
    "CVPDU": "Chánh Văn phòng Đảng ủy",
    "PCVPDU": "Phó Chánh Văn phòng Đảng ủy",
}
TITLES = tuple(title(code, name=name) for code, name in NAMES.items())


def office(day: dt.date = AFTER, units=("U1", "U2"), **more):
    seats = [seat("U1", code, 9) for code in NAMES] + [seat("U2", code, 9) for code in ("CVP", "PCVP", "PTPKT")]
    given = {"seats": seats, "cadres": list("ABCDEFGH")}
    return case(units, TITLES, **(given | more), plan_date=day, cells=True)


def holders(*codes: str, at: str = "U1"):
    return [(who, at, code) for who, code in zip("ABCDEFGH", codes, strict=False)]


def test_a_unit_divides_its_deputies_among_its_departments_as_it_likes() -> None:
    rule = DeputiesAverage()
    assert kept(rule, office(), *holders("PCVP", "PCVP", "PCVP", "PCVP", "PTPKT", "PGD"))  # 3 departments: 6
    assert [b["unit"] for b in broken(rule, office(), *holders(*["PCVP"] * 5, "PTPKT", "PGD"))] == ["U1"]


def test_party_offices_are_no_departments() -> None:
    assert kept(DeputiesAverage(average=0), office(), *holders("PCVPDU", "CVPDU", "CVP"))


def test_departments_are_the_heads_a_unit_has_seats_for() -> None:
    rule = DeputiesAverage()
    assert kept(rule, office(), *holders("PCVP", "PTPKT", at="U2"))
    assert not kept(rule, office(), *holders("PCVP", "PTPKT", "PTPKT", at="U2"))
    closed = office(seats=[seat("U1", "PCVP", 3), seat("U1", "CVP", 0)])
    assert kept(rule, closed, *holders("PCVP", "PCVP"))  # no department at all: there is no average
    assert rule.rows(Facts(closed)) == ()


@pytest.mark.parametrize(("day", "most"), [(BEFORE, 1), (AFTER, 2)])
def test_the_average_depends_on_the_day(day: dt.date, most: int) -> None:
    assert kept(DeputiesAverage(), office(day), *holders(*["PCVP"] * most, at="U2"))
    assert not kept(DeputiesAverage(), office(day), *holders(*["PCVP"] * (most + 1), at="U2"))


def test_over_a_province_one_unit_may_have_what_another_leaves() -> None:
    rule = DeputiesAverage.model_validate({"scope": "toàn tỉnh", "average": "1,25"})  # 4 departments: 5
    assert kept(rule, office(), *holders(*["PCVP"] * 5, at="U2"))
    assert not kept(rule, office(), *holders(*["PCVP"] * 6, at="U2"))
    assert rule.limit().vi.endswith("tính theo toàn tỉnh")


def test_very_small_special_zones_have_rules_of_their_own() -> None:
    zone = office(units=(unit("U1", type="dac_khu", population=686), unit("U2")))
    assert kept(DeputiesAverage(average=0), zone, *holders("PCVP"))
    assert not kept(DeputiesAverage(average=0, tiny_below=600), zone, *holders("PCVP"))


def test_an_exception_takes_the_person_out_of_the_count() -> None:
    seats = [seat("U1", "CVP"), seat("U1", "PCVP", 2), seat("U2", "CVP"), seat("U2", "PCVP", 2)]
    rule = DeputiesAverage(average=1)
    one = office(cadres="AB", seats=seats, decisions=[decision("A", "exception", "U1", "PCVP", rule=rule.text.vi)])
    assert kept(rule, one, *holders("PCVP", "PCVP"))
    assert not kept(rule, one, *holders("PCVP", "PCVP", at="U2"))
    arrays = ArraySide(one)
    for plan in structured_plans(one):
        assert arrays.outside(rule, plan) == sum(f.amount or 0 for f in rule.violations(one, plan))


def test_the_sentence_says_how_many_departments_there_are() -> None:
    vi, en = said(DeputiesAverage(average=0), office(), *holders("PTPKT", at="U2"))
    assert vi == "Unit U2, cấp phó của 1 phòng, trung tâm: 1 người, tối đa 0: Person A (A)."
    assert en == "Unit U2, deputies (departments and centres: 1): 1 in post, at most 0: Person A (A)."


def test_names_that_mean_no_title_are_answered() -> None:
    found = list(DeputiesAverage(heads=("Trưởng phòng Y tế",)).problems(office()))
    assert [f.code for f in found] == ["unknown_title"]
    assert {f.code for f in DeputiesAverage().problems(case(["U1"], ["T1"]))} == {"idle_rule"}
    assert list(DeputiesAverage().problems(office())) == []
