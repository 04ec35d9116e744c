"""The price of a decision is what each level would be without it: exact, and found with few solves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.pipeline import propose
from optimizer.reports.context import Context
from optimizer.reports.decisions import DecisionsSection, price_text
from optimizer.review.price import price, prices
from tests.cases import decision
from tests.property.every_plan import best
from tests.review.copies import EQUAL, office

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome

RULES = [s for s in EQUAL if s.rule != "suitability"]  # who fits better counts again
BAN = decision("CB1", "forbid", "", "BT", reason="chưa đủ nhiệm kỳ")
FREE = decision("CB5", "forbid", "00001", "BT")
HELD = decision("CB2", "lock", "", "BT")


def exactly(case: Case) -> Outcome:
    return propose(case, gap=0.0)


def test_a_price_is_the_difference_to_the_best_of_all_plans_without_the_decision() -> None:
    made = office(rules=RULES, decisions=[BAN, FREE, HELD])
    outcome = exactly(made)
    for d in made.decisions:
        found = price(made, d, outcome, exactly)
        known = best(replace(made, decisions=tuple(x for x in made.decisions if x is not d)))
        assert known is not None
        assert tuple(without.value for _, without in found.levels) == known.values[: len(found.levels)]
        assert found.exact
    costs = {d.key: price(made, d, outcome, exactly) for d in made.decisions}
    assert not costs[BAN.key].free
    assert next(level.name for level, _ in costs[BAN.key].differs) == "vacancies"
    assert costs[FREE.key].free
    assert costs[HELD.key].free


def test_many_decisions_that_cost_nothing_are_proved_free_with_one_solve() -> None:
    made = office(
        rules=RULES, decisions=[decision("CB5", "forbid", u, t) for u in ("00001", "00002") for t in ("BT", "CT")]
    )
    outcome, solved = exactly(made), []

    def counting(case: Case) -> Outcome:
        solved.append(len(case.decisions))
        return exactly(case)

    found = prices(made, made.decisions, outcome, counting)
    assert solved == [0]
    assert all(p.free and p.exact for p in found)
    assert [p.decision for p in found] == [d.key for d in made.decisions]


def test_one_that_binds_among_many_is_found_and_the_others_stay_free() -> None:
    made = office(rules=RULES, decisions=[BAN, FREE, HELD, decision("CB5", "forbid", "00002", "BT")])
    found = {p.decision: p for p in prices(made, made.decisions, exactly(made), exactly)}
    assert {key for key, p in found.items() if not p.free} == {BAN.key}


def test_a_price_not_known_in_time_is_said_to_be_unknown() -> None:
    made = office(rules=RULES, decisions=[BAN])
    outcome = exactly(made)
    found = price(made, BAN, outcome, lambda _: replace(outcome, plan=None, levels=()))
    assert not found.free
    assert price_text(found).vi == "chưa tính được trong giới hạn"


def test_the_sheet_of_decisions_says_each_price_in_words() -> None:
    made = office(rules=RULES, decisions=[BAN, FREE])
    outcome = exactly(made)
    assert outcome.plan is not None
    told = replace(outcome, prices=prices(made, made.decisions, outcome, exactly))
    table = DecisionsSection().table(Context(outcome.plan, made, told))
    at = [c.header.en for c in table.columns].index("price")
    texts = [row[at] for row in table.rows]
    assert "Ghế trống so với chỉ tiêu: 1 (không có quyết định này: 0) ghế" in texts[0].vi  # type: ignore[attr-defined]
    assert texts[1].en.startswith("nothing")  # type: ignore[attr-defined]
    plain = DecisionsSection().table(Context(outcome.plan, made, outcome))
    assert "price" not in [c.header.en for c in plain.columns]
