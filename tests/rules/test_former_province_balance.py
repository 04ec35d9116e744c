from optimizer.domain.plan import Plan
from optimizer.rules.former_province_balance import FormerProvinceBalance
from tests.cases import cadre, case, decision, old_unit, title, unit
from tests.rules.judge import broken, kept, said

TITLES = (title("BT", group="leader"), title("CV", group="specialist"))
UNITS = tuple(unit(f"U{i}", province="TP Hải Phòng") for i in range(1, 5))
OLD = tuple(
    old_unit(f"U{i}", f"xã Cũ {i}", old_province="Hải Dương" if i == 4 else "thành phố Hải Phòng") for i in range(1, 5)
)
PEOPLE = (
    cadre("P1", current_unit_code="U1"),
    cadre("P2", current_unit="xã Cũ 2"),
    cadre("D1", current_unit_code="U4"),
    cadre("D2", current_unit="Sở Nội vụ tỉnh Hải Dương"),
    cadre("X", current_unit="Sở Nội vụ thành phố Hải Phòng"),
)


def office(*decisions, old=OLD, people=PEOPLE):
    return case(UNITS, TITLES, cadres=people, predecessors=old, decisions=decisions, cells=True)


def test_leaders_are_shared_as_the_units_are() -> None:
    near = FormerProvinceBalance(tolerance=0.2)  # Hải Phòng at least 55 %, Hải Dương at least 5 %
    assert kept(near, office())
    assert kept(near, office(), ("P1", "U1", "BT"), ("P2", "U2", "BT"), ("D1", "U3", "BT"))
    assert not kept(near, office(), ("P1", "U1", "BT"), ("D1", "U2", "BT"))
    assert len(broken(near, office(), ("P1", "U1", "BT"), ("P2", "U2", "BT"))) == 1


def test_an_office_of_the_former_province_counts_one_of_the_kept_name_does_not() -> None:
    near = FormerProvinceBalance(tolerance=0.2)
    assert not kept(near, office(), ("D2", "U1", "BT"))
    assert kept(near, office(), ("X", "U1", "BT")), "everybody writes that name after the merger"


def test_of_three_former_provinces_too_many_counts_as_well() -> None:
    old = (OLD[0], old_unit("U2", "xã Cũ 2", old_province="Hưng Yên"), OLD[3])
    tight = FormerProvinceBalance(tolerance=0.3)
    plan = (("P1", "U1", "BT"),)
    assert {f.text.en.split(",")[1].split(" ")[2] for f in tight.violations(office(old=old), Plan.of(plan))} == {
        "least",
        "most",
    }
    assert not kept(tight, office(old=old), *plan)


def test_a_third_of_the_leaders_for_a_third_of_the_units_is_within_any_tolerance() -> None:
    units = [unit(f"U{i}", province="TP Hải Phòng") for i in range(3)]
    old = [old_unit(f"U{i}", f"xã Cũ {i}", old_province=f"tỉnh {name}") for i, name in enumerate(("A", "B", "C"))]
    people = [cadre(f"P{i}", current_unit_code=f"U{i}") for i in range(3)]
    merged = case(units, TITLES, cadres=people, predecessors=old)
    plan = [(f"P{i}", f"U{i}", "BT") for i in range(3)]
    assert kept(FormerProvinceBalance(tolerance=0), merged, *plan)
    assert not kept(FormerProvinceBalance(tolerance=0), merged, *plan[:2])


def test_an_exception_takes_the_person_out() -> None:
    out = office(decision("D1", "exception", rule="former_province_balance"))
    assert kept(FormerProvinceBalance(), out, ("D1", "U1", "BT"))


def test_the_sentence_names_the_former_province() -> None:
    vi, en = said(FormerProvinceBalance(tolerance=0.2), office(), ("P1", "U1", "BT"), ("D1", "U2", "BT"))
    assert vi == (
        "TP Hải Phòng: 1 trên 2 lãnh đạo đến từ thành phố Hải Phòng (cũ), cần ít nhất 55%; còn thiếu 0,1 người."
    )
    assert en == (
        "TP Hải Phòng: 1 of the 2 leaders come from former thành phố Hải Phòng, at least 55% are to be; 0.1 missing."
    )


def test_a_province_that_was_not_merged_or_unknown_workplaces_are_warned_of() -> None:
    assert [f.code for f in FormerProvinceBalance().problems(office(old=OLD[:3]))] == ["idle_rule"]
    assert [f.code for f in FormerProvinceBalance().problems(office(people=["A"]))] == ["idle_rule"]
    assert list(FormerProvinceBalance().problems(office())) == []
