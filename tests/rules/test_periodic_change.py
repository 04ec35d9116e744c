import pytest
from pydantic import ValidationError

from optimizer.rules.periodic_change import PeriodicChange
from tests.cases import cadre, case, decision, title
from tests.rules.judge import kept, remarks, said

TITLES = (
    title("DD", fields=("dat dai", "moi truong"), group="specialist", sensitive=True),
    title("KT", fields=("ke toan",), group="specialist", sensitive=True),
    title("VP", group="specialist"),
    title("TP", fields=("dat dai",), group="manager", sensitive=True),
)


def office(now: str = "DD", since: str | None = "1/7/2020", decisions: object = (), **facts: object):  # type: ignore[no-untyped-def]
    person = cadre("A", **{"current_unit_code": "U1", "current_title_code": now, "in_post_since": since, **facts})
    return case(["U1", "U2"], TITLES, cadres=[person], decisions=decisions)


@pytest.mark.parametrize(
    ("since", "ok"),
    [("1/7/2020", False), ("2/7/2020", True), ("7/2020", False), ("2020", False), ("2021", True), (None, True)],
)
def test_sixty_full_months_in_a_sensitive_position_are_enough(since: str | None, ok: bool) -> None:
    assert kept(PeriodicChange(), office(since=since), ("A", "U1", "DD")) is ok


def test_another_seat_is_open_and_so_is_a_position_that_is_not_sensitive() -> None:
    assert kept(PeriodicChange(), office(), ("A", "U2", "DD"))
    assert kept(PeriodicChange(), office(), ("A", "U1", "KT"))
    assert kept(PeriodicChange(), office("VP"), ("A", "U1", "VP"))
    assert kept(PeriodicChange(), office("TP"), ("A", "U1", "TP"))  # managers are not asked


def test_only_the_seat_held_now_is_too_long_held() -> None:
    made = office()
    (person,) = made.cadres
    here, there = (made.unit_by_code[code] for code in ("U1", "U2"))
    position, other = (made.title_by_code[code] for code in ("DD", "KT"))
    assert PeriodicChange().shortfall(made, person, here, position) is not None
    assert PeriodicChange().shortfall(made, person, there, position) is None
    assert PeriodicChange().shortfall(made, person, here, other) is None


@pytest.mark.parametrize("first", ["VP", "TP", "DD"])
def test_a_sensitive_position_held_beside_another_title_is_left_too(first: str) -> None:
    twice = office(first, also_titles=("KT",))
    assert not kept(PeriodicChange(), twice, ("A", "U1", "KT"))
    assert kept(PeriodicChange(), twice, ("A", "U2", "KT"))
    assert kept(PeriodicChange(), twice, ("A", "U1", first)) is (first != "DD")
    assert kept(PeriodicChange(), office(first, "2/7/2020", also_titles=("KT",)), ("A", "U1", "KT"))


def test_fields_have_terms_of_their_own_and_the_shortest_counts() -> None:
    rule = PeriodicChange.model_validate({"months": 48, "by_field": "Địa chính:40 | môi trường:30"})
    for since, dd, kt in (("1/7/2022", False, True), ("2/1/2023", True, True), ("1/7/2021", False, False)):
        assert kept(rule, office("DD", since), ("A", "U1", "DD")) is dd
        assert kept(rule, office("KT", since), ("A", "U1", "KT")) is kt
    assert rule.limit().vi.endswith("theo lĩnh vực: đất đai 40 tháng, môi trường 30 tháng")


@pytest.mark.parametrize("written", ["đất đai", "đất đai:0", "đất đai:x", "đất đai:36 | địa chính:40", ":36"])
def test_a_table_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        PeriodicChange.model_validate({"by_field": written})


@pytest.mark.parametrize(
    ("facts", "ok"),
    [
        ({"birth_date": "11/1964", "sex": "male"}, True),  # retires in February 2026, in 7 months
        ({"birth_date": "4/1965", "sex": "male"}, True),  # 17 months
        ({"birth_date": "7/1965", "sex": "male"}, False),
        ({"protected": True}, True),
    ],
)
def test_who_retires_soon_or_is_protected_may_stay(facts: dict[str, object], ok: bool) -> None:
    assert kept(PeriodicChange(), office(**facts), ("A", "U1", "DD")) is ok


def test_protected_people_change_too_where_the_rule_is_told_so() -> None:
    assert not kept(PeriodicChange(exempt_protected=False), office(protected=True), ("A", "U1", "DD"))


def test_the_sentence_says_since_when_and_for_how_long() -> None:
    vi, en = said(PeriodicChange(), office(since="3/2019"), ("A", "U1", "DD"))
    assert vi.endswith("giữ vị trí nhạy cảm này từ 03/2019, đã 76 tháng; đủ 60 tháng thì phải chuyển đổi.")
    assert en.endswith("in this sensitive position since 03/2019, 76 months; it changes after 60.")


def test_unknown_fields_no_sensitive_title_and_blank_dates_are_found() -> None:
    people = [cadre("A", current_title_code="DD"), cadre("B", current_title_code="VP"), cadre("C")]
    marked = case(["U1"], TITLES, cadres=people, cells=True)
    assert remarks(PeriodicChange(), marked) == [("blank_periodic_change", "info", "in_post_since 2")]
    rule = PeriodicChange.model_validate({"by_field": "ke toann:30"})
    (unknown, _) = rule.problems(marked)
    assert (unknown.code, unknown.fix.vi) == ("unknown_field", "Có phải ý bạn là “kế toán”?")
    assert [f.code for f in PeriodicChange().problems(case(["U1"], ["T1"]))] == ["no_sensitive_title"]


def test_an_exception_lets_somebody_stay() -> None:
    rows = [decision("A", "exception", "U1", "DD", rule="periodic_change")]
    assert kept(PeriodicChange(), office(decisions=rows), ("A", "U1", "DD"))
    assert not kept(PeriodicChange(), office(decisions=[decision("A", "exception")]), ("A", "U1", "DD"))
