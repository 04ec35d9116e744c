"""Every practice a draft meets is carried by a rule or an objective, or the page of rules says by what else."""

from __future__ import annotations

import pytest

from optimizer.catalogue import known
from optimizer.cli.docs import carriers
from optimizer.domain.practices import PRACTICES
from optimizer.objectives.base import Objective

# What the catalogue of rules was asked for: each of these numbers is a rule or an objective of its own.
ASKED = (4, 5, 7, 8, 9, 12, 15, 16, 17, 18, 20, 26, *range(35, 41), *range(43, 48), *range(49, 58), 59, 60, 61)


def test_the_practices_are_numbered_from_1_to_70() -> None:
    assert list(PRACTICES) == list(range(1, 71))


@pytest.mark.parametrize("number", ASKED)
def test_what_was_asked_for_as_a_rule_is_one(number: int) -> None:
    assert carriers().get(number)


@pytest.mark.parametrize("number", sorted(PRACTICES))
def test_every_practice_says_what_carries_it(number: int) -> None:
    text, beside = PRACTICES[number]
    assert text.vi != text.en
    assert carriers().get(number) or beside is not None


def test_every_rule_but_the_ties_between_people_names_its_practice_and_no_unknown_one() -> None:
    named = {name for names in carriers().values() for name in names}
    assert set(known()) - named == {"together"}, "two people kept together or apart is the user's own wish"
    assert set(carriers()) <= set(PRACTICES)


@pytest.mark.parametrize("number", [20, 54, 55, 62, 64])
def test_what_is_weighed_rather_than_asked_has_an_objective_or_a_soft_rule(number: int) -> None:
    kinds = [known()[name] for name in carriers()[number]]
    assert any(issubclass(kind, Objective) or "soft" in kind.modes for kind in kinds)
