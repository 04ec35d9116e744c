import pytest

from optimizer.rules.protected_persons import ProtectedPersons
from tests.cases import cadre, case, decision, unit
from tests.rules.judge import kept, said

# a degree of latitude is 111.195 km
UNITS = (
    unit("HOME", lat=20.0, lon=106.0),
    unit("NEAR", lat=20.1, lon=106.0),  # 11.119 km
    unit("FAR", lat=20.2, lon=106.0),  # 22.239 km
    unit("ISLE", lat=20.05, lon=106.0, hardship="island"),
    unit("HILL", lat=20.05, lon=106.1, hardship="mountain"),
    unit("LOST"),
)


def office(decisions: object = (), **facts: object):  # type: ignore[no-untyped-def]
    person = cadre("A", **{"protected": True, "residence_units": ("HOME",), **facts})
    return case(UNITS, cadres=[person], decisions=decisions)


def open_units(rule: ProtectedPersons, placed: object) -> set[str]:
    return {u.unit_code for u in UNITS if kept(rule, placed, ("A", u.unit_code, "T1"))}  # type: ignore[arg-type]


def test_protected_people_stay_within_reach_and_off_the_islands() -> None:
    assert open_units(ProtectedPersons(), office()) == {"HOME", "NEAR", "HILL"}
    assert open_units(ProtectedPersons(), office(protected=False)) == {u.unit_code for u in UNITS}


def test_reach_and_kinds_of_hardship_are_parameters() -> None:
    rule = ProtectedPersons.model_validate({"max_km": "22,239", "hardship": "miền núi | border"})
    assert open_units(rule, office()) == {"HOME", "NEAR", "FAR", "ISLE"}
    assert open_units(ProtectedPersons(max_km=22.238), office()) == {"HOME", "NEAR", "HILL"}
    assert open_units(ProtectedPersons(hardship=()), office()) == {"HOME", "NEAR", "ISLE", "HILL"}


@pytest.mark.parametrize("here", ["FAR", "ISLE", "LOST"])
def test_the_present_unit_is_no_move(here: str) -> None:
    assert open_units(ProtectedPersons(), office(current_unit_code=here)) == {"HOME", "NEAR", "HILL", here}


def test_the_way_may_begin_at_the_present_unit() -> None:
    rule = ProtectedPersons(start="current_unit")
    assert open_units(rule, office(current_unit_code="FAR")) == {"FAR", "NEAR"}


def test_an_unknown_distance_does_not_meet_it_and_is_remarked() -> None:
    unknown = office(residence_units=())
    assert open_units(ProtectedPersons(), unknown) == set()
    vi, en = said(ProtectedPersons(), unknown, ("A", "NEAR", "T1"))
    assert "chưa xác định được khoảng cách đến đơn vị này" in vi
    assert "the distance to this unit is not known" in en
    codes = {f.code: f.severity for f in ProtectedPersons().problems(unknown)}
    assert codes == {"unit_without_point": "info", "blank_protected_persons": "info"}
    assert not list(ProtectedPersons().problems(office(protected=False)))


def test_the_sentences_say_how_far_and_which_hardship() -> None:
    vi, en = said(ProtectedPersons(), office(), ("A", "FAR", "T1"))
    assert vi.endswith("thuộc diện bảo vệ, cách 22,24 km; không điều động quá 15 km.")
    assert en.endswith("is protected and 22.24 km away; at most 15 km is allowed.")
    vi, en = said(ProtectedPersons(), office(), ("A", "ISLE", "T1"))
    assert vi.endswith("không điều động đến địa bàn hải đảo.")
    assert ProtectedPersons().limit().vi.endswith("quá 15 km và không đến địa bàn: hải đảo")


def test_an_exception_that_names_the_rule_lifts_it_there() -> None:
    rows = [decision("A", "exception", "FAR", rule="protected_persons"), decision("A", "exception")]
    assert open_units(ProtectedPersons(), office(rows)) == {"HOME", "NEAR", "HILL", "FAR"}
