import pytest

from optimizer.domain.plan import Plan
from optimizer.rules.leaving_risk import EXACT, LeavingRisk
from tests.cases import cadre, case, decision, seat, title
from tests.contract.arrays import ArraySide
from tests.rules.judge import broken, kept, said

TITLES = (
    title("DD", fields=("dat dai",), group="specialist", concurrent_with=("MT",)),
    title("MT", fields=("dat dai", "moi truong"), group="specialist"),
    title("TP", fields=("dat dai",), group="manager"),
    title("VP", group="specialist"),
)
SEATS = [seat(u, t, 2) for u in ("U1", "U2") for t in ("DD", "MT", "TP", "VP")]
PEOPLE = [
    cadre("OLD", birth_date="3/1966", sex="male"),
    cadre("OLDER", birth_date="3/1965", sex="male"),
    cadre("YOUNG", birth_date="1985", sex="male"),
    cadre("BLANK"),
]


def office(*decisions: object):  # type: ignore[no-untyped-def]
    return case(["U1", "U2"], TITLES, SEATS, PEOPLE, decisions=decisions)


def test_a_field_is_not_left_to_who_may_leave() -> None:
    assert not kept(LeavingRisk(), office(), ("OLD", "U1", "DD"))
    assert kept(LeavingRisk(), office(), ("OLD", "U1", "DD"), ("YOUNG", "U1", "DD"))
    assert kept(LeavingRisk(), office(), ("OLD", "U1", "DD"), ("OLDER", "U1", "DD"), ("YOUNG", "U1", "MT"))
    assert not kept(LeavingRisk(), office(), ("OLD", "U1", "DD"), ("YOUNG", "U2", "DD"))


def test_only_specialists_of_a_field_are_looked_at() -> None:
    assert kept(LeavingRisk(), office(), ("OLD", "U1", "TP"))
    assert kept(LeavingRisk(), office(), ("OLD", "U1", "VP"))
    assert not kept(LeavingRisk(), office(), ("OLD", "U1", "DD"), ("YOUNG", "U1", "TP"))


def test_each_field_counts_and_so_does_each_person_who_may_leave() -> None:
    plan = Plan.of([("OLD", "U1", "MT"), ("OLDER", "U1", "MT")])
    findings = list(LeavingRisk().violations(office(), plan))
    assert [(dict(f.subject)["field"], f.amount) for f in findings] == [("dat dai", 2.0), ("moi truong", 2.0)]
    assert ArraySide(office()).outside(LeavingRisk(), plan) == 4.0
    only = LeavingRisk.model_validate({"fields": "environment"})
    assert [f["field"] for f in broken(only, office(), ("OLD", "U1", "MT"))] == ["moi truong"]
    assert kept(only, office(), ("OLD", "U1", "DD"))


def test_two_titles_in_one_hand_are_one_person() -> None:
    plan = Plan.of([("OLD", "U1", "DD"), ("OLD", "U1", "MT")])
    assert sum(f.amount or 0 for f in LeavingRisk().violations(office(), plan)) == 2.0  # one in either field
    assert ArraySide(office()).outside(LeavingRisk(), plan) == 2.0


@pytest.mark.parametrize(("months", "ok"), [(13, False), (12, True)])
def test_the_months_to_retirement_decide(months: int, ok: bool) -> None:
    soon = case(["U1"], TITLES, SEATS[:4], [cadre("A", birth_date="2/1965", sex="male")])  # retires in August 2026
    assert kept(LeavingRisk(max_months=months), soon, ("A", "U1", "DD")) is ok


def test_a_blank_birth_date_counts_as_staying_and_is_remarked() -> None:
    assert kept(LeavingRisk(), office(), ("BLANK", "U1", "DD"))
    assert [(f.code, f.severity, f.value) for f in LeavingRisk().problems(office())] == [
        ("blank_leaving_risk", "info", "")
    ]


def test_it_is_soft_by_default_and_its_sentence_names_the_people() -> None:
    assert LeavingRisk.modes == ("soft", "hard")
    vi, en = said(LeavingRisk(), office(), ("OLD", "U1", "DD"))
    assert vi == ("Unit U1: lĩnh vực đất đai chỉ có người còn công tác tối đa 60 tháng, có thể nghỉ: Person OLD (OLD).")
    assert en == (
        "Unit U1: the field land has only people with at most 60 months to retirement, who may leave: Person OLD (OLD)."
    )


def test_an_exception_for_a_person_lets_that_person_count_as_staying() -> None:
    allowed = office(decision("OLD", "exception", "U2", rule="leaving_risk"))
    assert kept(LeavingRisk(), allowed, ("OLD", "U1", "DD"))
    assert kept(LeavingRisk(), allowed, ("OLD", "U1", "DD"), ("OLDER", "U1", "DD"))
    assert not kept(LeavingRisk(), allowed, ("OLDER", "U1", "DD"))


def test_an_unknown_field_is_an_error_with_what_was_meant() -> None:
    findings = [f for f in LeavingRisk(fields=("đất đai", "moi truongg")).problems(office()) if f.severity == "error"]
    assert [(f.code, f.fix.vi) for f in findings] == [("unknown_field", "Có phải ý bạn là “môi trường”?")]


def test_a_case_without_anybody_near_retirement_has_no_rows() -> None:
    from optimizer.model.facts import Facts

    assert LeavingRisk().rows(Facts(case(["U1"], TITLES, SEATS[:4], PEOPLE[2:]))) == ()


@pytest.mark.parametrize("places", range(1, 12))
def test_one_who_stays_counts_for_no_more_than_the_seats_that_are_left(places: int) -> None:
    people = [cadre(f"O{i:02}", birth_date="3/1966", sex="male") for i in range(places)]
    people += [cadre(f"Y{i:02}", birth_date="1985", sex="male") for i in range(places)]
    office_ = case(["U1"], TITLES[1:2], [seat("U1", "MT", places)], people)
    side = ArraySide(office_)
    for old in range(places + 1):
        for young in range(places - old + 1):
            who = [f"O{i:02}" for i in range(old)] + [f"Y{i:02}" for i in range(young)]
            plan = Plan.of([(p, "U1", "MT") for p in who])
            lost = sum(f.amount or 0 for f in LeavingRisk().violations(office_, plan))
            assert side.outside(LeavingRisk(), plan) == lost == (2 * old if old and not young else 0)  # two fields
    if places <= EXACT + 1:  # one more who may leave, for whom there is no seat, would already cost something
        who = [f"O{i:02}" for i in range(places)] + ["Y00"]
        assert side.outside(LeavingRisk(), Plan.of([(p, "U1", "MT") for p in who])) > 0
