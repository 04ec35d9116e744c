import pytest

from optimizer.model.facts import Facts
from optimizer.rules.relatives_sensitive import RelativesSensitive
from tests.cases import case, decision, relation, title
from tests.rules.judge import broken, kept, remarks, said

RULE = RelativesSensitive()
TITLES = (
    title("BT", group="leader", name="Secretary"),
    title("KT", group="specialist", sensitive=True, name="Accountant"),
    title("TP", group="manager", name="Head"),
    title("VP", group="specialist"),
)


def related(kind: str = "spouse", **changes: object):
    return case(
        ["U1", "U2"],
        TITLES,
        cadres=["A", "B", "C"],
        **{"relations": [relation("A", "B", kind)], "cells": True, **changes},
    )


@pytest.mark.parametrize("kind", ["spouse", "parent", "child", "sibling"])
def test_either_relative_of_a_head_stays_out_of_its_unit_s_sensitive_titles(kind: str) -> None:
    pair = related(kind)
    assert broken(RULE, pair, ("A", "U1", "BT"), ("B", "U1", "KT")) == [
        {"cadre": "A", "cadre_b": "B", "unit": "U1", "rule": "relatives_sensitive"}
    ]
    assert not kept(RULE, pair, ("B", "U1", "BT"), ("A", "U1", "KT"))


def test_another_unit_another_title_or_another_person_is_free() -> None:
    pair = related()
    assert kept(RULE, pair, ("A", "U1", "BT"), ("B", "U2", "KT"))
    assert kept(RULE, pair, ("A", "U1", "BT"), ("B", "U1", "VP"))
    assert kept(RULE, pair, ("A", "U1", "TP"), ("B", "U1", "KT"))
    assert kept(RULE, pair, ("A", "U1", "BT"), ("C", "U1", "KT"))
    assert kept(RULE, pair, ("B", "U1", "KT"))


def test_who_counts_as_head_and_as_relative_can_be_chosen() -> None:
    pair = related("sibling")
    plan = (("A", "U1", "TP"), ("B", "U1", "KT"))
    assert not kept(RelativesSensitive.model_validate({"heads": "lãnh đạo, quản lý"}), pair, *plan)
    assert not kept(RelativesSensitive.model_validate({"heads": "Head"}), pair, *plan)
    assert kept(RelativesSensitive.model_validate({"heads": "TP", "kinds": "vợ/chồng, con"}), pair, *plan)


def test_a_bundle_counts_once_by_any_of_its_titles() -> None:
    titles = (
        title("BT", group="leader", concurrent_with=("KT",)),
        title("KT", sensitive=True, concurrent_with=("VP",)),
        title("VP"),
    )
    pair = case(["U1"], titles, cadres=["A", "B"], relations=[relation("A", "B", "spouse")])
    assert len(broken(RULE, pair, ("A", "U1", "BT"), ("A", "U1", "KT"), ("B", "U1", "KT"), ("B", "U1", "VP"))) == 1


@pytest.mark.parametrize(
    ("who", "unit", "post", "lifts"),
    [("A", "", "", True), ("B", "U1", "KT", True), ("B", "U2", "", False), ("A", "U1", "VP", False)],
)
def test_an_exception_takes_a_person_out_where_it_speaks_of_the_seat(
    who: str, unit: str, post: str, lifts: bool
) -> None:
    pair = related(decisions=[decision(who, "exception", unit, post, rule="relatives_sensitive")])
    assert kept(RULE, pair, ("A", "U1", "BT"), ("B", "U1", "KT")) is lifts
    blank = related(decisions=[decision(who, "exception", unit, post)])
    assert not kept(RULE, blank, ("A", "U1", "BT"), ("B", "U1", "KT"))


def test_the_sentence_names_both_with_their_titles() -> None:
    vi, en = said(RULE, related(), ("A", "U1", "BT"), ("B", "U1", "KT"))
    assert vi == (
        "Person A (A) giữ Secretary tại Unit U1 trong khi Person B (B) (quan hệ: vợ/chồng) giữ vị trí nhạy cảm Accountant "
        "cùng đơn vị."
    )
    assert en == (
        "Person A (A) holds Secretary at Unit U1 while Person B (B) (relation: spouse) holds the sensitive title Accountant "
        "there."
    )


def test_what_stands_behind_a_row_is_the_pair_s_cell_and_unit() -> None:
    (family,) = RULE.rows(Facts(related()))
    assert len(family.lower) == 4  # both directions, two units
    first = family.because(3)
    assert str(first.where) == "case.xlsx › Relations!C2"
    assert dict(first.subject) == {"cadre": "B", "cadre_b": "A", "unit": "U2", "rule": "relatives_sensitive"}


def test_pairs_without_anything_sensitive_are_remarked_and_ask_nothing() -> None:
    plain = case(["U1"], [title("BT", group="leader")], cadres=["A", "B"], relations=[relation("A", "B", "spouse")],
                 cells=True)  # fmt: skip
    assert remarks(RULE, plain) == [("no_sensitive_title", "warning", "sensitive 2")]
    assert RULE.rows(Facts(plain)) == ()
    assert RULE.rows(Facts(related(relations=[relation("A", "B", "different_unit")]))) == ()
    assert not list(RULE.problems(related()))


def test_a_title_that_does_not_exist_is_an_error_with_the_one_that_is_meant() -> None:
    (finding,) = RelativesSensitive.model_validate({"heads": "leader, Secretery"}).problems(related())
    assert (finding.code, finding.severity, finding.value) == ("unknown_title", "error", "Secretery")
    assert "“Secretary”" in finding.fix.en
