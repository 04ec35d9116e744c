"""The exact engine proves what small cases leave vacant with little work."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from optimizer.catalogue import catalogue
from optimizer.engine.answer import Goal
from optimizer.engine.assemble import assemble
from optimizer.engine.exact import solve_exact
from optimizer.model.facts import Facts
from tests.cases import cadre, case, seat, title, unit

if TYPE_CHECKING:
    import pytest

FIELDS = ("y te", "dat dai", "xay dung")


def test_too_few_people_for_the_seats_are_proved_to_be_too_few_with_a_thirtieth_of_the_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("optimizer.engine.booleans.WORK", 2.0)
    chance = random.Random(1)
    titles = [title("A", fields=FIELDS[:1], concurrent_with=("B",)), title("B", fields=FIELDS[1:2]), title("C")]
    units = [unit(f"U{i}") for i in range(7)]
    seats = [seat(u.unit_code, t.title_code, priority=chance.choice([1, 2])) for u in units for t in titles]
    people = [cadre(f"P{i:02}", expertise=dict.fromkeys(chance.sample(FIELDS, 2), 1.0)) for i in range(12)]
    small = case(units, titles, seats, cadres=people)
    answer = solve_exact(assemble(Facts(small), catalogue(small)), Goal(gap=0.0))
    assert None not in answer.bounds, "every level is proved"
