import pytest
from pydantic import ValidationError

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.women_in_leadership import WomenInLeadership
from tests.cases import cadre, case, decision, setting, title, unit
from tests.rules.judge import broken, kept, remarks, said

TITLES = (
    title("BT", group="leader", concurrent_with=("CH",)),
    title("CH", group="leader"),
    title("CV", group="specialist"),
)
UNITS = (unit("U1", cluster="Bắc"), unit("U2", cluster="Nam"), unit("U3"))
PEOPLE = (
    cadre("M1", sex="male"),
    cadre("M2", sex="male"),
    cadre("W1", sex="female"),
    cadre("W2", sex="female"),
    cadre("X"),
)


def office(*decisions, **changes):
    return case(changes.pop("units", UNITS), TITLES, cadres=PEOPLE, decisions=decisions, cells=True, **changes)


def rule(**given: object) -> WomenInLeadership:
    return WomenInLeadership.model_validate(given)


def test_the_share_is_counted_among_the_leaders_placed_in_the_whole_province() -> None:
    half = rule(share="50%")
    assert kept(half, office())
    assert kept(half, office(), ("M1", "U1", "BT"), ("W1", "U2", "BT"))
    assert not kept(half, office(), ("M1", "U1", "BT"), ("M2", "U2", "BT"), ("W1", "U3", "BT"))
    assert kept(half, office(), ("M1", "U1", "BT"), ("M2", "U2", "CV"), ("W1", "U3", "BT")), "specialists do not count"


@pytest.mark.parametrize(
    ("share", "ok"),
    [("66,66 %", True), ("66.66%", True), (2 / 3, False), ("66,666%", True), ("66,67%", False), ("66,7%", False)],
)
def test_a_share_counts_as_it_is_written_to_the_thousandth_of_a_percent(share: object, ok: bool) -> None:
    two_of_three = (("W1", "U1", "BT"), ("W2", "U2", "BT"), ("M1", "U3", "BT"))
    assert kept(rule(share=share), office(), *two_of_three) is ok


def test_both_sides_tell_every_count_from_a_fine_share_exactly() -> None:
    """Whatever share of five decimals, and however many of however many: the row is kept where k / n is no less."""
    for parts in (66_660, 66_666, 33_333, 33_334, 15_001, 99_999):
        (quota,) = rule(share=parts / 100_000).quotas(office())
        (family,) = rule(share=parts / 100_000).rows(Facts(office()))
        man, woman = (float(family.terms[0].coef[i]) for i in (0, 2))
        assert quota.rows[0].share == parts
        for n in range(1, 400):
            k = -(-parts * n // 100_000)  # the fewest that are enough
            assert k * woman + (n - k) * man >= -1e-7
            assert (k - 1) * woman + (n - k + 1) * man < -1e-7


def test_a_woman_with_two_titles_is_one_leader() -> None:
    third = rule(share=0.34)
    assert not kept(third, office(), ("W1", "U1", "BT"), ("W1", "U1", "CH"), ("M1", "U2", "BT"), ("M2", "U3", "BT"))


def test_each_unit_and_each_cluster_can_be_asked_apart() -> None:
    plan = (("M1", "U1", "BT"), ("W1", "U2", "BT"))
    assert broken(rule(scope="từng đơn vị"), office(), *plan) == [
        {"unit": "U1", "cadre": "M1", "rule": "women_in_leadership"}
    ]
    assert not kept(rule(scope="cụm"), office(), *plan)
    assert kept(rule(scope="cụm"), office(), ("M1", "U3", "BT")), "a unit without a cluster is in no area"
    assert kept(rule(), office(), *plan)


def test_a_blank_sex_is_no_woman() -> None:
    assert not kept(rule(), office(), ("X", "U1", "BT"))


def test_a_roster_without_sex_and_titles_without_groups_leave_it_without_effect() -> None:
    nobody = case(["U1"], TITLES, cadres=["A", "B"])
    assert kept(rule(), nobody, ("A", "U1", "BT"))
    assert rule().rows(Facts(nobody)) == ()
    no_groups = case(["U1"], ["BT"], cadres=PEOPLE)
    assert kept(rule(), no_groups, ("M1", "U1", "BT"))
    assert rule().rows(Facts(no_groups)) == ()
    assert list(rule().problems(no_groups)) == []


def test_an_exception_takes_the_person_out_where_it_says() -> None:
    assert kept(rule(), office(decision("M1", "exception", rule="women_in_leadership")), ("M1", "U1", "BT"))
    only_u2 = office(decision("M1", "exception", "U2", rule="Women among leaders"))
    assert kept(rule(), only_u2, ("M1", "U2", "BT"))
    assert not kept(rule(), only_u2, ("M1", "U1", "BT"))
    one_title = office(decision("M1", "exception", "", "CH", rule="women_in_leadership"))
    assert not kept(rule(), one_title, ("M1", "U1", "BT"), ("M1", "U1", "CH")), "still a leader by the other title"
    any_rule = office(decision("M1", "exception"))
    assert not kept(rule(), any_rule, ("M1", "U1", "BT")), "an exception has to name it"


def test_an_exception_for_a_woman_takes_her_out_of_both_sides() -> None:
    out = office(decision("W1", "exception", rule="women_in_leadership"))
    assert not kept(rule(share=0.5), out, ("M1", "U1", "BT"), ("W1", "U2", "BT"))


def test_what_is_missing_is_counted_in_people_and_said_in_both_languages() -> None:
    plan = [("M1", "U1", "BT"), ("M2", "U2", "BT"), ("W1", "U3", "BT")]
    (finding,) = rule(share=0.5).violations(office(), Plan.of(plan))
    assert finding.amount == 0.5
    vi, en = said(rule(share=0.5), office(), *plan)
    assert vi == "Toàn tỉnh, thành phố: 1 trên 3 lãnh đạo là nữ, cần ít nhất 50%; còn thiếu 0,5 người."
    assert en == "The province: 1 of the 3 leaders are women, at least 50% are to be; 0.5 missing."
    (family,) = rule(share=0.125).rows(Facts(office()))
    assert family.because(0).text.vi == "Toàn tỉnh, thành phố: ít nhất 12,5% lãnh đạo là nữ."
    assert rule().limit().vi == "ít nhất 15% lãnh đạo là nữ (phạm vi: toàn tỉnh, thành phố)"


def test_it_is_on_and_soft_unless_the_sheet_says_otherwise() -> None:
    def active(found):
        return {a.rule.name: a.soft for a in catalogue(found).rules}.get("women_in_leadership")

    assert active(office()) is True
    assert active(office(rules=[setting("women_in_leadership", mode="hard")])) is False
    assert active(office(rules=[setting("Tỷ lệ cán bộ nữ trong lãnh đạo", on=False)])) is None


def test_areas_nobody_filled_in_and_groups_without_titles_are_pointed_out() -> None:
    assert remarks(rule(scope="cluster"), office()) == [("blank_women_in_leadership", "info", "cluster 4")]
    blank = office(units=["U1", "U2"])
    assert [(f.code, f.severity) for f in rule(scope="cluster").problems(blank)] == [("idle_rule", "warning")]
    assert [f.code for f in rule(groups="quản lý").problems(office())] == ["idle_rule"]


@pytest.mark.parametrize(
    "wrong", [{"share": 1.5}, {"share": "nhiều"}, {"scope": "xóm"}, {"groups": "sếp"}, {"groups": ""}]
)
def test_other_values_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        rule(**wrong)
