import pytest

from optimizer.catalogue import catalogue
from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.concurrent_titles import ConcurrentTitles
from tests.cases import case, seat, setting, title
from tests.rules.judge import broken, kept

TITLES = (
    title("BT", concurrent_with=("CH",)),
    title("CH", concurrent_with=("PB",)),
    title("PB"),
    title("UB"),
)
CASE = case(["U1", "U2"], TITLES, cadres=["A", "B"])
ALONE = ConcurrentTitles.model_validate({"only_concurrent": "CH"})


def violations(rule: ConcurrentTitles, *spots: tuple[str, str, str]):
    return list(rule.violations(CASE, Plan.of(spots)))


@pytest.mark.parametrize("pair", [("BT", "CH"), ("CH", "BT"), ("CH", "PB")])
def test_a_pair_is_allowed_whichever_title_names_it(pair: tuple[str, str]) -> None:
    assert kept(ConcurrentTitles(), CASE, *(("A", "U1", t) for t in pair))


def test_a_pair_nobody_allowed_is_refused_and_named() -> None:
    (finding,) = violations(ConcurrentTitles(), ("A", "U1", "BT"), ("A", "U1", "UB"))
    assert finding.text.vi == "Person A (A) không được kiêm Title BT và Title UB."
    assert finding.subject == (("cadre", "A"), ("unit", "U1"), ("title", "UB"), ("rule", "concurrent_titles"))


def test_three_titles_are_allowed_pair_by_pair() -> None:
    pairs = violations(ConcurrentTitles(), ("A", "U1", "BT"), ("A", "U1", "CH"), ("A", "U1", "PB"))
    assert [f.text.en for f in pairs] == ["Person A (A) may not hold both Title BT and Title PB."]


def test_the_same_titles_in_two_hands_are_fine() -> None:
    assert kept(ConcurrentTitles(), CASE, ("A", "U1", "BT"), ("B", "U1", "UB"))


def test_a_title_never_held_alone_is_refused_alone_only() -> None:
    assert kept(ConcurrentTitles(), CASE, ("A", "U1", "CH"))
    assert kept(ALONE, CASE, ("A", "U1", "CH"), ("A", "U1", "BT"))
    assert kept(ALONE, CASE, ("A", "U1", "BT"))
    assert broken(ALONE, CASE, ("A", "U1", "CH")) == [
        {"cadre": "A", "unit": "U1", "title": "CH", "rule": "concurrent_titles"}
    ]
    (finding,) = violations(ALONE, ("A", "U1", "CH"))
    assert finding.fix.vi == "Kiêm cùng: Title BT, Title PB."


def test_the_other_title_counts_in_the_same_unit_only() -> None:
    assert len(violations(ALONE, ("A", "U1", "CH"), ("A", "U2", "BT"))) == 1


def test_only_the_role_of_that_title_alone_is_barred() -> None:
    facts = Facts(CASE)
    bar = ALONE.bar_roles(facts)
    assert bar is not None
    assert [role for role, barred in zip(facts.roles, bar, strict=True) if barred] == [("CH",)]
    assert ConcurrentTitles().bar_roles(facts) is None


@pytest.mark.parametrize("written", ["CH,PB", "CH | PB", " CH ,, PB "])
def test_codes_are_divided_by_comma_or_bar(written: str) -> None:
    assert ConcurrentTitles.model_validate({"only_concurrent": written}).only_concurrent == ("CH", "PB")


def test_an_unknown_code_is_an_error_at_the_cell_of_the_parameters() -> None:
    wrong = case(
        titles=TITLES, rules=[setting("concurrent_titles", params={"only_concurrent": "CTH,CHX,CH"})], cells=True
    )
    found = [f for f in catalogue(wrong).findings if f.code == "unknown_title"]
    assert [(f.severity, f.value, str(f.where)) for f in found] == [
        ("error", "CTH", "case.xlsx › Rules!F2"),
        ("error", "CHX", "case.xlsx › Rules!F2"),
    ]
    assert found[1].fix.en == "Did you mean “CH”?"


def test_a_title_that_stands_with_none_is_said_to_stay_empty() -> None:
    rule = ConcurrentTitles.model_validate({"only_concurrent": "UB"})
    assert [(f.code, f.severity, f.value) for f in rule.problems(CASE)] == [("never_filled", "warning", "UB")]


def test_a_bundle_needs_a_unit_that_seats_both() -> None:
    split = case(["U1", "U2"], TITLES, [seat("U1", "BT"), seat("U2", "CH")], cadres=["A"])
    assert ("BT", "CH") not in Facts(split).roles


def test_the_limit_names_titles_not_their_codes() -> None:
    made = case(titles=[title("BT", name="Secretary"), title("CT", name="Chair")])
    assert ConcurrentTitles(only_concurrent=("CT", "X")).limit_for(made).en.endswith("never alone: Chair, X")
