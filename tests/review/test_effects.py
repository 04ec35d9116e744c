"""The exact effect of a decision is what every plan of a tiny case says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from optimizer.catalogue import catalogue
from optimizer.domain.entities import Decision
from optimizer.pipeline import propose
from optimizer.review.effects import Exact, Reoptimiser
from optimizer.review.levels import level_kinds
from tests.cases import cadre, case, decision, seat, setting, title
from tests.property.every_plan import best
from tests.property.strategies import tiny_cases


@settings(derandomize=True, database=None, max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases())
def test_the_effect_of_holding_a_seat_is_that_of_looking_at_every_plan(made) -> None:  # type: ignore[no-untyped-def]
    kinds = level_kinds(made, catalogue(made))
    exact = Reoptimiser(made, kinds, lambda c: propose(c, gap=0.0))
    base = best(made)
    for c in made.cadres[:2]:
        for s in made.seats[:2]:
            found = exact.holding(c.cadre_id, s.unit_code, [s.title_code])
            lock = Decision(cadre_id=c.cadre_id, action="lock", unit_code=s.unit_code, title_code=s.title_code)
            then = best(replace(made, decisions=(*made.decisions, lock)))
            if base is None:
                assert found is None
            elif then is None:
                assert found == Exact(None, True)
            else:
                assert found is not None
                assert found.levels is not None
                worse = [k.natural(b - a) for k, a, b in zip(kinds, base.values[:-1], then.values[:-1], strict=True)]
                assert [round(x, 5) for x in found.levels] == [round(x, 5) + 0.0 for x in worse]
                parts = dict(found.parts)
                for kind, level in zip(kinds, found.levels, strict=True):
                    if kind.vacancy is None:  # what each thing changes in its own unit, weighed, makes the level
                        inside = sum(weight * parts.get(name, 0.0) for name, weight in kind.weights)
                        assert abs(inside - level) < 1e-5


def test_the_rest_of_the_plan_follows() -> None:
    # A has worked with land, B has only studied it: with B there, A takes the office, and nothing stays empty
    titles = [title("DD", fields=("dat dai",)), title("VP")]
    people = [cadre("A", expertise={"dat dai": 1.0}), cadre("B", major="đất đai")]
    made = case(["U1"], titles, None, people)
    exact = Reoptimiser(made, level_kinds(made, catalogue(made)), lambda c: propose(c, gap=0.0))
    found = exact.holding("B", "U1", ["DD"])
    assert found is not None
    assert found.levels is not None
    assert found.proved
    assert found.levels[0] == 0  # no vacancy
    assert found.levels[-1] == 15.0  # 40 + 3 points, against 25 + 3


def test_what_no_plan_allows_is_told_as_impossible() -> None:
    made = case(["U1"], ["T1"], [seat("U1", "T1")], ["A", "B"], decisions=[decision("A", "lock", "U1", "T1")])
    exact = Reoptimiser(made, level_kinds(made, catalogue(made)), lambda c: propose(c, gap=0.0))
    assert exact.holding("B", "U1", ["T1"]) == Exact(None, True)


def test_two_levels_of_soft_rules_alone_are_told_apart() -> None:
    # a man in the seat costs 0.15 of a woman at level 2, and his age 0.1 at level 4
    people = [cadre("M", sex="male", birth_date="1960"), cadre("W", sex="female", birth_date="1990")]
    rules = [
        setting("women_in_leadership", level=2),
        setting("young_in_leadership", level=4),
        *(setting(name, on=False) for name in ("suitability", "moves", "travel")),
    ]
    made = case(["U1"], [title("BT", group="leader")], None, people, rules=rules)
    kinds = level_kinds(made, catalogue(made))
    assert [k.name for k in kinds][1:] == ["soft_rules_level_2", "soft_rules_level_4"]
    found = Reoptimiser(made, kinds, lambda c: propose(c, gap=0.0)).holding("M", "U1", ["BT"])
    assert found is not None
    assert found.levels == (0.0, 0.15, 0.1)
    assert dict(found.parts) == {"women_in_leadership": 0.15, "young_in_leadership": 0.1}
