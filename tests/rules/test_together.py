import numpy as np
import pytest

from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.rules.together import Together
from tests.cases import cadre, case, decision, relation, title
from tests.contract.arrays import ArraySide, structured_plans
from tests.rules.judge import broken, kept, remarks, said

RULE = Together()


def related(*relations: tuple[str, str, str], people: tuple[str, ...] = ("A", "B", "C")):
    return case(
        ["U1", "U2"], ["T1", "T2", "T3"], cadres=people, relations=[relation(*r) for r in relations], cells=True
    )


def test_a_pair_to_keep_together_is_in_one_unit_or_nowhere() -> None:
    pair = related(("A", "B", "same_unit"))
    assert kept(RULE, pair)
    assert kept(RULE, pair, ("A", "U1", "T1"), ("B", "U1", "T2"))
    assert not kept(RULE, pair, ("A", "U1", "T1"), ("B", "U2", "T2"))
    assert not kept(RULE, pair, ("A", "U1", "T1"))
    assert not kept(RULE, pair, ("B", "U1", "T1"), ("C", "U1", "T2"))


def test_a_pair_to_keep_apart_may_be_half_placed() -> None:
    pair = related(("A", "B", "different_unit"))
    assert kept(RULE, pair, ("A", "U1", "T1"))
    assert kept(RULE, pair, ("A", "U1", "T1"), ("B", "U2", "T1"))
    assert broken(RULE, pair, ("A", "U1", "T1"), ("B", "U1", "T2")) == [
        {"cadre": "A", "cadre_b": "B", "rule": "together"}
    ]


def test_relatives_are_none_of_its_business() -> None:
    assert kept(RULE, related(("A", "B", "spouse")), ("A", "U1", "T1"), ("B", "U1", "T2"))
    assert RULE.rows(Facts(related(("A", "B", "spouse")))) == ()


def test_a_person_in_several_pairs_keeps_all_of_them() -> None:
    chain = related(("A", "B", "same_unit"), ("C", "B", "same_unit"), ("A", "C", "different_unit"))
    agreeing = [p for p in structured_plans(chain) if not list(RULE.violations(chain, p))]
    assert agreeing == [Plan.of([])]
    arrays = ArraySide(chain)
    assert [p for p in structured_plans(chain) if arrays.keeps(RULE, p)] == agreeing


def test_a_pair_written_twice_is_one_pair() -> None:
    twice = related(("A", "B", "same_unit"), ("B", "A", "same_unit"))
    assert len(broken(RULE, twice, ("A", "U1", "T1"))) == 1
    (family,) = RULE.rows(Facts(twice))
    assert len(family.lower) == 2  # one a unit


def test_whom_a_leaver_takes_along_is_warned_of() -> None:
    relations = [relation("B", "A", "same_unit"), relation("A", "C", "different_unit")]
    people = [cadre("A", status="leaving"), "B", "C"]
    (found,) = RULE.problems(case(cadres=people, relations=relations))
    assert (found.code, found.severity, dict(found.subject)["cadre"]) == ("left_behind", "warning", "B")
    assert found.text.vi == (
        "Person A (A) nghỉ, tạm dừng hoặc bị loại; cặp này phải cùng đơn vị nên Person B (B) cũng không được bố trí."
    )
    (found,) = RULE.problems(case(cadres="ABC", relations=relations, decisions=[decision("B", "exclude")]))
    assert dict(found.subject)["cadre"] == "A"
    for spared in (decision("A", "exception", rule="status"), decision("B", "exception", rule="together")):
        assert not list(RULE.problems(case(cadres=people, relations=relations, decisions=[spared])))
    assert not list(RULE.problems(case(cadres=people, relations=relations, decisions=[decision("B", "exclude")])))


def test_one_person_is_no_pair_and_both_kinds_at_once_are_remarked() -> None:
    odd = related(("A", "A", "same_unit"), ("A", "B", "same_unit"), ("B", "A", "different_unit"))
    assert remarks(RULE, odd) == [("odd_relation", "warning", "kind 2"), ("odd_relation", "warning", "kind 3")]
    assert kept(RULE, related(("A", "A", "different_unit")), ("A", "U1", "T1"))


def test_the_sentence_says_where_the_plan_puts_both() -> None:
    vi, en = said(RULE, related(("A", "B", "same_unit")), ("A", "U1", "T1"))
    assert vi == "Person A (A) và Person B (B) phải ở cùng một đơn vị; phương án: Unit U1 và không bố trí."
    assert en == "Person A (A) and Person B (B) are to be in one unit; the plan says: Unit U1 and not placed."


def test_what_stands_behind_a_row_is_the_pair_s_cell() -> None:
    (family,) = RULE.rows(Facts(related(("A", "B", "same_unit"), ("B", "C", "same_unit"))))
    assert [str(family.because(i).where) for i in range(4)] == [f"case.xlsx › Relations!C{n}" for n in (2, 2, 3, 3)]


@pytest.mark.parametrize("seed", range(3))
def test_entries_of_many_pairs_are_those_of_a_loop(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = tuple(f"P{i}" for i in range(8))
    pairs = {tuple(sorted(rng.choice(8, 2, replace=False).tolist())) for _ in range(9)}
    facts = Facts(related(*((people[a], people[b], "same_unit") for a, b in sorted(pairs)), people=people))
    p, u, r = (rng.integers(0, n, 50).astype(np.int32) for n in (8, 2, 3))
    (family,) = RULE.rows(facts)
    which, row, coef = family.entries(p, u, r)
    expected = sorted(
        (i, k * 2 + int(u[i]), 1.0 if p[i] == a else -1.0)
        for i in range(50)
        for k, (a, b) in enumerate(sorted(pairs))
        if p[i] in (a, b)
    )
    assert sorted(zip(which.tolist(), row.tolist(), coef.tolist(), strict=True)) == expected


# exceptions (R68) ----------------------------------------------------------------------------------------------------
def excepted(kind: str, *decisions: tuple[str, ...]):
    titles = [title("T1", concurrent_with=("T2",)), title("T2"), title("T3")]
    made = [decision(who, "exception", *seat, rule="together") for who, *seat in decisions]
    return case(["U1", "U2"], titles, cadres=["A", "B", "C"], relations=[relation("A", "B", kind)], decisions=made)


@pytest.mark.parametrize("who", ["A", "B"])
@pytest.mark.parametrize("kind", ["same_unit", "different_unit"])
def test_an_exception_without_a_seat_frees_both(kind: str, who: str) -> None:
    freed = excepted(kind, (who,))
    assert RULE.rows(Facts(freed)) == ()
    assert all(not list(RULE.violations(freed, p)) for p in structured_plans(freed))


def test_a_seat_named_by_an_exception_asks_nothing_of_the_other() -> None:
    alone = excepted("same_unit", ("A", "U1", "T1"))
    assert kept(RULE, alone, ("A", "U1", "T1"))
    assert kept(RULE, alone, ("A", "U1", "T1"), ("B", "U2", "T1"))
    assert not kept(RULE, alone, ("A", "U2", "T1")), "elsewhere they go together"
    assert not kept(RULE, alone, ("B", "U2", "T1")), "and nobody lets B be alone"
    assert not kept(RULE, alone, ("A", "U1", "T1"), ("A", "U1", "T2"), ("B", "U2", "T1")), "the other title binds"


def test_a_seat_named_by_an_exception_may_be_beside_the_one_to_keep_apart() -> None:
    beside = excepted("different_unit", ("A", "U1", "T1"))
    assert kept(RULE, beside, ("A", "U1", "T1"), ("B", "U1", "T3"))
    assert not kept(RULE, beside, ("A", "U1", "T3"), ("B", "U1", "T1"))
    assert not kept(RULE, beside, ("A", "U2", "T1"), ("B", "U2", "T3"))


@pytest.mark.parametrize("kind", ["same_unit", "different_unit"])
@pytest.mark.parametrize(
    "decisions",
    [
        [("A", "U1", "")],
        [("A", "", "T1"), ("B", "U2", "T3")],
        [("A", "U1", "T1"), ("A", "U1", "T2"), ("B", "U1", "T1")],
    ],
)
def test_both_sides_read_an_exception_alike_in_every_plan(kind: str, decisions: list[tuple[str, ...]]) -> None:
    given = excepted(kind, *decisions)
    arrays = ArraySide(given)
    verdicts = set()
    for plan in structured_plans(given):
        found = not list(RULE.violations(given, plan))
        assert arrays.keeps(RULE, plan) == found, plan
        verdicts.add(found)
    assert verdicts == {True, False}


def test_an_exception_that_names_no_rule_lifts_nothing_here() -> None:
    any_rule = related(("A", "B", "same_unit"))
    blank = case(
        ["U1"], ["T1"], cadres=["A", "B"], relations=any_rule.relations, decisions=[decision("A", "exception")]
    )
    assert not kept(RULE, blank, ("A", "U1", "T1"))
