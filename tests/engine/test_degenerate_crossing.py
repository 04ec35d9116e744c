"""Odd cases with rules that cross: each ends with a verified plan, every level proved, or with the reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from optimizer import Case, propose
from optimizer.findings import InputError
from optimizer.model.candidates import Candidates
from optimizer.model.problem import Level, Problem, Rows
from tests.cases import cadre, case, decision, seat, setting, title, unit
from tests.engine.problems import because

if TYPE_CHECKING:
    from optimizer.domain.case import Case as CaseType

CROSSING = (
    setting("women_in_leadership", mode="soft", weight=3.0, params={"scope": "unit", "share": "0.5"}),
    setting("capability_floor", mode="soft", level=3, params={"groups": "all"}),
    setting("move_cap", mode="soft", weight=2.0, params={"most": "1"}),
    setting("workload_need", mode="soft", params={"groups": "all"}),
    setting("continuity", mode="soft", weight=2.0),
    setting("age_mix", mode="soft", params={"groups": "all"}),
    *(setting(name) for name in ("suitability", "travel", "moves")),
)
UNITS = [
    unit(f"U{i}", province="Hải Phòng", former_district="An Dương", population=9000, area_km2=10.0) for i in range(3)
]
TITLES = [title("A", group="leader"), title("B", group="specialist")]


def people(n: int, **fields: Any) -> list[Any]:
    given = {"sex": "female", "birth_date": "1/1985", "rating": 80.0, "current_unit_code": "U0"} | fields
    return [cadre(f"P{i:02d}", **given) for i in range(n)]


ODD: dict[str, tuple[dict[str, Any], tuple[int, int]]] = {  # what is given, how many are placed and missing
    "no people": ({"cadres": []}, (0, 6)),
    "no seats": ({"cadres": people(4), "seats": []}, (0, 0)),
    "one person": ({"cadres": people(1)}, (1, 5)),
    "one of everything": ({"units": UNITS[:1], "titles": TITLES[:1], "cadres": people(1)}, (1, 0)),
    "identical people": ({"cadres": people(20)}, (6, 0)),
    "more seats than people": ({"cadres": people(5), "seats": [seat(u.unit_code, "A", 4) for u in UNITS]}, (5, 7)),
    "nobody eligible": ({"cadres": people(5), "titles": [title("A", group="leader", min_degree=6), TITLES[1]],
                         "seats": [seat(u.unit_code, "A") for u in UNITS]}, (0, 3)),
    "all frozen": ({"cadres": people(6, status="frozen")}, (0, 6)),
    "all excluded": ({"cadres": people(6), "decisions": [decision(f"P{i:02d}", "exclude") for i in range(6)]}, (0, 6)),
    "all locked": ({"cadres": people(6), "decisions": [
        decision(f"P{i:02d}", "lock", f"U{i // 2}", "AB"[i % 2]) for i in range(6)]}, (6, 0)),
    "minima out of reach": ({"cadres": people(2), "seats": [seat(u.unit_code, "A", 2, min=2) for u in UNITS]}, (2, 4)),
    "seats closed": ({"cadres": people(3), "seats": [seat(u.unit_code, "A", 0) for u in UNITS]}, (0, 0)),
    "scores of either sign": ({"cadres": people(6), "scores": [(f"P{i:02d}", "*", "*", 2.5 - i) for i in range(6)]}, (6, 0)),
    "huge and tiny scores": ({"cadres": people(6), "scores": [(f"P{i:02d}", "*", t, 1e9 if t == "A" else 1e-3 * i)
                                                               for i in range(6) for t in "AB"]}, (6, 0)),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_with_crossing_rules_an_odd_case_is_proved_in_every_level(name: str) -> None:
    given, (placed, missing) = ODD[name]
    outcome = propose(case(**{"units": UNITS, "titles": TITLES, "rules": CROSSING} | given), gap=0.0)
    assert outcome.status == "optimal"
    assert outcome.verified
    assert (outcome.placed, outcome.vacant) == (placed, missing)
    assert all(level.gap == 0.0 for level in outcome.levels if level.name != "tie_break")


def test_two_people_locked_on_one_seat_are_told_by_name() -> None:
    locks = [decision(f"P{i:02d}", "lock", "U0", "A") for i in range(2)]
    made = case(UNITS, TITLES, cadres=people(3), decisions=locks, rules=CROSSING)
    outcome = propose(made)
    assert (outcome.status, outcome.plan) == ("infeasible", None)
    assert {f.text.en.split(" – ")[0] for f in outcome.findings} >= {
        f"decision: lock Person P{i:02d} (P{i:02d})" for i in range(2)
    }


# scores as tables ----------------------------------------------------------------------------------------------------
def scored(*values: float) -> CaseType:
    """Return a case read from tables: one seat, a person a score."""
    codes = [f"P{i}" for i in range(len(values))]
    return Case.from_tables(
        units=[{"unit_code": "U", "name": "U"}],
        titles=[{"title_code": "T", "name": "T"}],
        seats=[{"unit_code": "U", "title_code": "T", "target": 1}],
        cadres=[{"cadre_id": c, "name": c} for c in codes],
        scores=[
            {"cadre_id": c, "unit_code": "U", "title_code": "T", "score": v} for c, v in zip(codes, values, strict=True)
        ],
        rules=[{"rule": "suitability", "on": "yes", "params": "only_scored=yes; explicit=yes"}],
        settings=[{"key": "plan_date", "value": "2025-07-01"}],
    )


@pytest.mark.parametrize("values", [(-3.0, -2.5), (1 / 3, 2 / 3), (1e9, 1e9 + 1e-3), (-1e12, 1e12), (5.0, 5.0)])
def test_the_best_score_holds_the_seat_whatever_its_sign_and_size(values: tuple[float, float]) -> None:
    outcome = propose(scored(*values), gap=0.0)
    assert outcome.plan is not None
    level = next(level for level in outcome.levels if "suitability" in level.name)
    assert level.value == level.bound == pytest.approx(max(values), rel=1e-9, abs=1e-6)
    assert values[0] == values[1] or outcome.plan.placements[0].cadre_id == "P1"


@pytest.mark.parametrize(("wrong", "code"), [(float("inf"), "not_a_number"), (1e300, "out_of_range")])
def test_a_score_without_end_is_refused_in_its_cell_instead_of_breaking_the_work(wrong: float, code: str) -> None:
    with pytest.raises(InputError) as refused:
        scored(1.0, wrong)
    (finding,) = [f for f in refused.value.findings if f.severity == "error"]
    assert finding.code == code
    assert finding.sentence("vi").startswith("Đánh giá!") or "score, row 2" in finding.sentence("en")


def test_costs_of_thousands_of_people_add_up_beyond_one_machine_number() -> None:
    n, each = 20, 2**62 // 7
    found = Candidates.of(n, np.arange(n), np.zeros(n, np.int64), np.zeros(n, np.int64))
    ones = np.ones(1, np.int32)
    problem = Problem(
        found, np.zeros((1, 1), np.int32), 0 * ones, n * ones, n * ones, ones, np.zeros(n, bool), Rows.none(because),
        (Level("cost", np.full(n, -each, np.int64)),), because,
    )  # fmt: skip
    assert problem.cost(np.arange(n), 0) == -n * each


# what used to be missed ----------------------------------------------------------------------------------------------
def test_rows_that_pay_together_are_proved_one_boolean_each() -> None:
    worst = setting("worst_unit_first", mode="soft", weight=5.0, level=3, params={"groups": "all"})
    rated = [cadre(f"P{i:02d}", rating=60.0 + i) for i in range(8)]
    outcome = propose(case(UNITS, TITLES, cadres=rated, rules=(*CROSSING, worst)), gap=0.0)
    assert (outcome.status, outcome.engine, outcome.stopped_by) == ("optimal", "exact", "")
