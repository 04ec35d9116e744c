import pytest
from pydantic import ValidationError

from optimizer.model.facts import Facts
from optimizer.rules.seat_template import SeatTemplate
from tests.cases import case, decision, title, unit
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import kept, remarks, said

UNITS = (
    unit("C", name="Xã Ba Chẽ", type="xa", population=9000),
    unit("W", name="Phường Hồng Gai", type="phuong", population=41000),
    unit("Z", name="Đặc khu Phú Quốc", type="dac_khu", population=150000),
)
TITLES = (
    title("PKT", name="Trưởng phòng Kinh tế"),
    title("PHT", name="Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị"),
    title("VP", name="Chánh Văn phòng HĐND và UBND"),
)


def office(units=UNITS, **more):
    return case(units, TITLES, **({"cadres": ["A"]} | more), cells=True)


@pytest.mark.parametrize(
    ("unit_code", "title_code", "ok"),
    [
        ("C", "PKT", True),
        ("Z", "PKT", True),
        ("W", "PKT", False),
        ("C", "PHT", False),
        ("W", "PHT", True),
        ("W", "VP", True),
    ],
)
def test_the_type_of_the_unit_decides_its_economic_department(unit_code: str, title_code: str, ok: bool) -> None:
    assert kept(SeatTemplate(), office(), ("A", unit_code, title_code)) is ok


def test_single_units_may_differ_from_their_type() -> None:
    rule = SeatTemplate.model_validate({"allow": "Đặc khu Phú Quốc: PHT", "refuse": "Z: PKT | W: VP, PHT"})
    assert kept(rule, office(), ("A", "Z", "PHT"))
    for unit_code, title_code in (("Z", "PKT"), ("W", "VP"), ("W", "PHT")):
        assert not kept(rule, office(), ("A", unit_code, title_code))
    assert kept(rule, office(), ("A", "C", "VP"))


def test_size_is_judged_by_residents() -> None:
    rule = SeatTemplate.model_validate({"types": "", "residents": "VP: 10.000 | Chánh*: 41000"})
    assert [kept(rule, office(), ("A", u, "VP")) for u in "CWZ"] == [False, True, True]


def test_very_small_special_zones_follow_their_own_rules() -> None:
    tiny = office(units=(unit("Z", type="dac_khu", population=686), unit("Y", type="dac_khu", population=1000)))
    assert kept(SeatTemplate(), tiny, ("A", "Z", "PHT"))
    assert not kept(SeatTemplate(), tiny, ("A", "Y", "PHT"))
    assert not kept(SeatTemplate(tiny_below=686), tiny, ("A", "Z", "PHT"))


def test_a_blank_type_or_population_meets_nothing_and_is_remarked() -> None:
    blank = office(units=(unit("X"),))
    rule = SeatTemplate.model_validate({"residents": "VP: 1"})
    assert [kept(rule, blank, ("A", "X", t)) for t in ("PKT", "PHT", "VP")] == [False, False, False]
    found = remarks(rule, blank)
    assert [f for f in found if f[1] == "info"] == [
        ("blank_seat_template", "info", "type 2"),
        ("blank_seat_template", "info", "population 2"),
    ]
    vi, en = said(SeatTemplate(), blank, ("A", "X", "PKT"))
    assert "chưa ghi loại đơn vị; chức danh này chỉ có ở xã, đặc khu." in vi
    assert "the type of the unit is blank" in en


def test_a_seat_outside_the_template_is_pointed_out_at_its_cell() -> None:
    found = [f for f in SeatTemplate().problems(office()) if f.code == "seat_outside_template"]
    assert [(dict(f.subject)["unit"], dict(f.subject)["title"]) for f in found] == [
        ("C", "PHT"),
        ("W", "PKT"),
        ("Z", "PHT"),
    ]
    assert [f.severity for f in found] == ["warning"] * 3
    assert str(found[0].where) == "case.xlsx › Seats!D2"
    assert found[0].text.vi == (
        "Ghế Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị tại Xã Ba Chẽ nằm ngoài khung nên không bố trí ai: "
        "chức danh này chỉ có ở phường, đơn vị là xã."
    )


def test_the_screen_is_one_small_table_and_none_where_nothing_is_refused() -> None:
    screen = SeatTemplate().screen(Facts(office()))
    assert screen is not None
    assert screen.fails.shape == (1, 3, 3)
    assert SeatTemplate().screen(Facts(case(["U1"], ["T1"]))) is None


def test_an_exception_opens_the_seat_to_one_person() -> None:
    rule = SeatTemplate()
    opened = office(cadres=["A", "B"], decisions=[decision("A", "exception", "W", "PKT", rule="seat_template")])
    assert kept(rule, opened, ("A", "W", "PKT"))
    assert not kept(rule, opened, ("B", "W", "PKT"))
    arrays = ArraySide(opened)
    for plan in structured_plans(opened):
        assert arrays.screened(rule, plan) == sum(f.amount or 0 for f in rule.violations(opened, plan))


def test_names_are_checked() -> None:
    rule = SeatTemplate.model_validate({"types": "PKTT: xã", "allow": "Xã Ba Che: VP", "refuse": "C: VPP"})
    found = [(f.code, f.value) for f in rule.problems(office()) if f.severity == "error"]
    assert found == [("unknown_title", "PKTT"), ("unknown_title", "VPP"), ("unknown_unit", "Xã Ba Che")]
    assert [f.code for f in SeatTemplate().problems(case(["U1"], ["T1"]))] == ["idle_rule"]


def test_tables_read_back_as_they_are_written_out() -> None:
    rule = SeatTemplate.model_validate({"types": "PKT: commune, đặc khu | A, B: Phường"})
    assert rule.types == (("PKT", "xa", "dac_khu"), ("A, B", "phuong"))
    assert SeatTemplate.model_validate({"types": "PKT:xa:dac_khu | A, B:phuong"}) == rule


@pytest.mark.parametrize("wrong", [{"types": "PKT"}, {"types": "PKT: quận"}, {"residents": "VP: ít"}, {"allow": "W:"}])
def test_other_forms_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        SeatTemplate.model_validate(wrong)
