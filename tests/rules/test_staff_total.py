import datetime as dt

from optimizer.rules.staff_total import StaffTotal
from tests.cases import cadre, case, decision, seat, title, unit
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, said

TITLES = (title("CV", block="Chính quyền"), title("DU", block="Đảng"))
UNITS = (unit("U1", province="Lạng Sơn"), unit("U2", province="Lạng Sơn"))
SEATS = tuple(seat(u, t, 1, max=4) for u in ("U1", "U2") for t in ("CV", "DU"))


def staff(present: int = 0, day: dt.date = dt.date(2025, 7, 1), units=UNITS, **more):
    people = [
        cadre(who, current_unit_code="U2" if i < present else None, current_title_code="CV")
        for i, who in enumerate("ABCDEF")
    ]
    return case(units, TITLES, SEATS, **({"cadres": people} | more), plan_date=day)


def serving(*units: str, code: str = "CV"):
    return [(who, at, code) for who, at in zip("ABCDEF", units, strict=False)]


def test_units_share_the_total_of_their_side() -> None:
    rule = StaffTotal()
    assert kept(rule, staff(), *serving("U1", "U1"))
    assert len(broken(rule, staff(), *serving("U1", "U1", "U2"))) == 1
    assert kept(rule, staff(), ("A", "U1", "CV"), ("B", "U1", "CV"), ("C", "U1", "DU"), ("D", "U2", "DU"))


def test_nobody_is_recruited_above_the_total_and_nobody_has_to_leave_at_once() -> None:
    rule = StaffTotal()
    assert kept(rule, staff(3), *serving("U1", "U2", "U2"))
    assert not kept(rule, staff(3), *serving("U1", "U2", "U2", "U2"))
    assert not kept(rule, staff(3, dt.date(2030, 7, 1)), *serving("U1", "U2", "U2"))
    assert not kept(StaffTotal(years=0), staff(3), *serving("U1", "U2", "U2"))


def test_a_figure_replaces_the_sum_of_the_seats() -> None:
    rule = StaffTotal.model_validate({"posts": "Chính quyền: 3"})
    assert kept(rule, staff(), *serving("U1", "U1", "U1"))
    assert not kept(rule, staff(), *serving("U1", "U1", "U1", "U1"))
    assert rule.limit_for(staff()).vi.endswith(
        "(nay: Khối Chính quyền (toàn Lạng Sơn): 3; Khối Đảng (toàn Lạng Sơn): 2)"
    )


def test_each_province_has_its_own_total() -> None:
    two = staff(units=(unit("U1", province="Lạng Sơn"), unit("U2", province="Hà Nội")))
    assert kept(StaffTotal(), two, *serving("U1", "U2"))
    assert not kept(StaffTotal(), two, *serving("U1", "U1"))


def test_an_exception_takes_the_person_out_of_the_count() -> None:
    rule = StaffTotal.model_validate({"posts": "Chính quyền: 0 | Đảng: 0"})
    spared = staff(cadres=["A", "B"], decisions=[decision("A", "exception", "", "CV", rule=rule.text.en)])
    assert kept(rule, spared, ("A", "U1", "CV"))
    assert not kept(rule, spared, ("A", "U1", "DU"))
    arrays = ArraySide(spared)
    for plan in structured_plans(spared):
        assert arrays.outside(rule, plan) == sum(f.amount or 0 for f in rule.violations(spared, plan))


def test_the_sentence_names_the_province() -> None:
    vi, en = said(StaffTotal.model_validate({"posts": "Đảng:0"}), staff(), ("A", "U1", "DU"))
    assert vi == "Khối Đảng (toàn Lạng Sơn): 1 người, tối đa 0: Person A (A)."
    assert en == "Block Đảng (all of Lạng Sơn): 1 in post, at most 0: Person A (A)."
