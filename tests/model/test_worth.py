"""What rows over groups are worth to candidates is the sum of their entries, however the terms are taken apart."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from optimizer.model import worth as sorted_worth
from optimizer.model.candidates import Candidates
from optimizer.model.rows import Term
from optimizer.model.worth import Worth

PEOPLE, UNITS, ROLES, ROWS = 23, 4, 3, 9


def candidates(rng: np.random.Generator) -> Candidates:
    some = rng.random((PEOPLE, UNITS, ROLES)) < 0.4
    some[5] = False  # somebody who can serve nowhere
    return Candidates.of(PEOPLE, *np.nonzero(some))


def term(rng: np.random.Generator) -> Term:
    """Return a term of everybody, of some, or of groups with a row of their own nearly everywhere, somewhere, nowhere."""
    coef = rng.choice([0.0, 1.0, 1.0, 1.0, -0.25], PEOPLE)
    groups = int(rng.integers(0, 5))
    shape = (max(1, groups), int(rng.choice([1, UNITS])), int(rng.choice([1, ROLES])))
    row = rng.integers(-3, ROWS, shape).clip(-1)
    if rng.random() < 0.5:
        row = np.where(rng.random(shape) < 0.8, row.max(axis=(1, 2), keepdims=True), row)
    group = rng.integers(-1, groups, PEOPLE).astype(np.int32) if groups else None
    return Term(row.astype(np.int32), np.ones(PEOPLE) if rng.random() < 0.3 else coef, group)


def by_entries(terms: list[Term], found: Candidates, by_slot: np.ndarray, y: np.ndarray) -> np.ndarray:
    k = np.arange(len(found))
    p, u, r = (at.astype(np.int32) for at in (found.person(k), found.unit(k), found.role(k)))
    out = by_slot[found.slot].copy()
    for it in terms:
        at, row, coef = it.entries(p, u, r)
        np.add.at(out, at, coef * y[row])
    return out


@pytest.mark.parametrize("listed", [0, 40, 1_000_000])
@pytest.mark.parametrize("seed", range(25))
def test_a_pass_gives_the_sum_of_all_entries(seed: int, listed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorted_worth, "LISTED", listed)
    monkeypatch.setattr(sorted_worth, "BLOCK", Random(seed).choice((1, 30, 10_000)))
    rng = np.random.default_rng(seed)
    found, terms = candidates(rng), [term(rng) for _ in range(seed % 9)]
    it = Worth.of(terms, found)
    for y in (rng.normal(size=ROWS), np.where(rng.random(ROWS) < 0.3, 1.0, 0.0), np.zeros(ROWS)):
        by_slot = rng.normal(size=len(found.slot_unit))
        giving, out = it.under(by_slot, y), np.full(len(found), np.nan)
        for a, b in giving.blocks:
            giving.into(a, b, out[found.first[a] : found.first[b]])
        np.testing.assert_allclose(out, by_entries(terms, found, by_slot, y), atol=1e-12)


def test_what_everybody_counts_alike_and_what_groups_count_everywhere_need_no_pass_over_the_slots() -> None:
    rng = np.random.default_rng(0)
    found = candidates(rng)
    everybody = [Term(np.full((1, 1, 1), row, np.int32), np.ones(PEOPLE)) for row in range(3)]
    everywhere = Term(
        np.array([3, 4], np.int32)[:, None, None], np.ones(PEOPLE), rng.integers(0, 2, PEOPLE).astype(np.int32)
    )
    it = Worth.of([*everybody, everywhere], found)
    assert (len(it.alike), len(it.personal), len(it.columns), len(it.crowded)) == (3, 1, 0, 0)
    assert sum(len(k) for k, _, _ in it.listed) == 0


def test_terms_of_the_same_people_are_one_column() -> None:
    rng = np.random.default_rng(1)
    women = (rng.random(PEOPLE) < 0.5).astype(np.float64)
    rows = [Term(np.full((1, UNITS, ROLES), row, np.int32), women) for row in range(4)]
    assert len(Worth.of(rows, candidates(rng)).columns) == 1


def test_candidates_are_found_by_person_and_slot() -> None:
    rng = np.random.default_rng(2)
    found = candidates(rng)
    p, s = np.indices((PEOPLE, len(found.slot_unit))).reshape(2, -1)
    at = found.at(p, s)
    assert np.array_equal(at[at >= 0], np.arange(len(found)))
    assert (found.slot[at[at >= 0]] == s[at >= 0]).all()
    assert (found.person(at[at >= 0]) == p[at >= 0]).all()
    nobody = Candidates.of(2, *np.zeros((3, 0), np.int64))
    assert nobody.at(np.array([0, 1]), np.array([0, 0])).tolist() == [-1, -1]
