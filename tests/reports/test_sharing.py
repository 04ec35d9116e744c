"""Vacant specialists' seats are offered a neighbour's specialist, with shares of time, where the rule is on."""

from __future__ import annotations

from optimizer.reports.vacancies import VacanciesSection
from tests.cases import cadre, case, decision, seat, setting, title, unit
from tests.reports.tables import context, rows

# on one meridian, 11 km from one to the next
UNITS = tuple(unit(f"U{i}", name=f"Xã {i}", lat=20.7 + i / 10, lon=106.6) for i in range(1, 6))
LAND = title("DD", name="Land officer", group="specialist", fields=("dat dai",), min_degree=4)


def land(code: str, **fields: object):
    return cadre(code, **{"name": f"N{code}", "degree": 4, "expertise": {"dat dai": 6.0}, **fields})


def details(people: object, plan: object, params: dict[str, str] | None = None, lang: str = "en", **changes: object):
    rules = [setting("shared_specialist", params={"max_km": "15", **(params or {})})]
    made = case(UNITS, [LAND, "VP"], [seat(u.unit_code, "DD") for u in UNITS], people, **{"rules": rules, **changes})
    found = rows(VacanciesSection, context(made, plan), lang)  # type: ignore[arg-type]
    headers = ("Unit code", "Way to fill", "Details") if lang == "en" else ("Mã đơn vị", "Cách bổ sung", "Gợi ý cụ thể")
    return {r[headers[0]]: (r[headers[1]], str(r[headers[2]])) for r in found}


def test_a_holder_serves_the_units_of_the_group_with_the_shares_of_the_rule() -> None:
    found = details([land("A")], [("A", "U2", "DD")])
    way, said = found["U1"]
    assert way == "share"
    assert said.startswith(
        "1) Share NA (A), Land officer at Xã 2, 11.1 km away (time: Xã 2 40 %, Xã 1 30 %, Xã 3 30 %); 2)"
    )
    assert found["U3"][1].startswith("1) Share NA (A)")
    assert found["U4"][0] == found["U5"][0] == "contract"  # another group


def test_two_units_share_by_halves_in_vietnamese() -> None:
    found = details([land("A"), land("B")], [("A", "U1", "DD"), ("B", "U4", "DD")], lang="vi")
    assert found["U2"][0] == "dùng chung"
    assert (
        "1) Dùng chung NA (A), Land officer tại Xã 1, cách 11,1 km (thời gian: Xã 1 50 %, Xã 2 50 %)" in found["U2"][1]
    )


def test_nobody_serves_more_units_than_the_rule_allows() -> None:
    found = details([land("A")], [("A", "U3", "DD")], {"max_km": "50", "max_units": "2"})
    assert [u for u, (way, _) in found.items() if way == "share"] == ["U4"]


def test_nothing_is_shared_where_the_rule_is_off() -> None:
    assert {way for way, _ in details([land("A")], [("A", "U3", "DD")], rules=[]).values()} == {"contract"}


def test_who_is_protected_forbidden_or_of_another_field_is_not_shared() -> None:
    plan = [("A", "U2", "DD")]
    for person in (land("A", protected=True), land("A", expertise={"luat": 2.0})):
        assert {way for way, _ in details([person], plan).values()} & {"share"} == set()
    kept_away = details([land("A")], plan, decisions=[decision("A", "forbid", "U1")])
    assert (kept_away["U1"][0], kept_away["U3"][0]) == ("contract", "share")


def test_a_transfer_comes_before_sharing() -> None:
    found = details([land("A"), land("B")], [("A", "U2", "DD")])
    assert found["U1"][0] == "transfer"
    assert "2) Share NA (A)" in found["U1"][1]
