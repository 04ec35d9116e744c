import numpy as np
import pytest

from optimizer.catalogue import catalogue
from optimizer.checker import verify
from optimizer.domain.plan import Plan
from optimizer.model.facts import Facts
from optimizer.objectives.suitability import Suitability
from tests.cases import cadre, case, seat, setting, title
from tests.contract.arrays import ArraySide
from tests.objectives.judge import amount

LAND = title("T1", fields=("dat dai", "moi truong"))
FREE = title("T2")


@pytest.mark.parametrize(
    ("known", "land", "free"),
    [
        ({}, 0.0, 0.0),  # nothing is known: exactly nothing
        ({"expertise": {"dat dai": 10.0}}, 70.0, 30.0),
        ({"expertise": {"dat dai": 25.0}}, 70.0, 30.0),  # full at ten years
        ({"expertise": {"dat dai": 0.0}}, 40.0, 0.0),
        ({"expertise": {"moi truong": 5.0, "dat dai": 1.0}}, 55.0, 15.0),  # the most years of its fields
        ({"expertise": {"luat": 5.0}}, 0.0, 15.0),
        ({"expertise": {"luat": 5.0}, "major": "Đất đai"}, 25.0, 15.0),
        ({"major": "Đất đai"}, 25.0, 0.0),
        ({"rating": 100.0}, 30.0, 30.0),
        ({"rating": 83.5}, 25.1, 25.1),  # 25.05 rounds up
        ({"rating": 0.0}, 0.0, 0.0),
    ],
)
def test_points_come_from_field_years_and_rating(known: dict[str, object], land: float, free: float) -> None:
    staffed = case(titles=[LAND, FREE], cadres=[cadre("A", **known)])
    assert amount(Suitability(), staffed, ("A", "U1", "T1")) == land
    assert amount(Suitability(), staffed, ("A", "U1", "T2")) == free


@pytest.mark.parametrize("seed", range(3))
def test_both_sides_agree_to_the_last_digit_on_any_numbers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    people = [
        cadre(
            f"P{i:03d}",
            rating=float(rng.random() * 100),
            expertise={"dat dai": float(rng.random() * 12)},
            major="Môi trường",
        )
        for i in range(60)
    ]
    staffed = case(titles=[LAND, FREE], cadres=people)
    odd = Suitability(field_points=33.3, years_points=17.77, years_full=7.1, rating_points=0.35)
    arrays = ArraySide(staffed)
    for rule in (Suitability(), odd):
        table = rule.cells(arrays.facts).layers[0]
        for i, c in enumerate(staffed.cadres):
            for t, code in enumerate(("T1", "T2")):
                assert table[i, 0, t] == rule.amount(staffed, c, staffed.units[0], (code,))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([("A", "*", "*", 1.0)], 1.0),
        ([("A", "*", "*", 1.0), ("A", "*", "T1", 2.0)], 2.0),
        ([("A", "*", "*", 1.0), ("A", "*", "T1", 2.0), ("A", "U1", "*", 3.0)], 3.0),
        ([("A", "U1", "T1", 4.5), ("A", "*", "*", 1.0), ("A", "*", "T1", 2.0), ("A", "U1", "*", 3.0)], 4.5),
        ([("A", "U1", "T1", 0.0)], 0.0),  # a written nought is a score
        ([("A", "U1", "T1", -7.25)], -7.25),
        ([("A", "U2", "T1", 9.0), ("B", "U1", "T1", 9.0), ("A", "U1", "T2", 9.0)], 30.0),
    ],
)
def test_the_most_particular_written_score_replaces_the_computed_one(written: list, expected: float) -> None:
    staffed = case(["U1", "U2"], ["T1", "T2"], cadres=[cadre("A", rating=100.0), "B"], scores=written)
    assert amount(Suitability(), staffed, ("A", "U1", "T1")) == expected


def test_points_of_titles_held_together_add_up() -> None:
    staffed = case(
        titles=[title("T1", concurrent_with=("T2",)), "T2"],
        cadres=[cadre("A", rating=50.0)],
        scores=[("A", "*", "T2", 4.0)],
    )
    assert amount(Suitability(), staffed, ("A", "U1", "T1"), ("A", "U1", "T2")) == 19.0


def test_explicit_counts_only_what_is_written() -> None:
    staffed = case(["U1", "U2"], cadres=[cadre("A", rating=100.0)], scores=[("A", "U1", "*", 5.0)])
    rule = Suitability.model_validate({"explicit": "có"})
    assert amount(rule, staffed, ("A", "U1", "T1")) == 5.0
    assert amount(rule, staffed, ("A", "U2", "T1")) == 0.0


def test_costs_are_made_small() -> None:
    assert Suitability().direction == "max"
    assert Suitability(minimise=True).direction == "min"


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        (("A", "U1", "T1"), [("U1", "T1")]),
        (("A", "U1", "*"), [("U1", "T1"), ("U1", "T2")]),
        (("A", "*", "T1"), [("U1", "T1"), ("U2", "T1")]),
        (("A", "*", "*"), [("U1", "T1"), ("U1", "T2"), ("U2", "T1")]),
        (("A", "U2", "T2"), []),  # no seat there
    ],
)
def test_only_scored_lists_the_open_seats_of_each_pattern(written: tuple[str, str, str], listed: list) -> None:
    seats = [seat("U1", "T1"), seat("U1", "T2"), seat("U2", "T1"), seat("U2", "T2", 0)]
    staffed = case(["U1", "U2"], ["T1", "T2"], seats, cadres=["A", "B"], scores=[(*written, 1.0)])
    rule = Suitability(only_scored=True)
    p, u, t = rule.only(Facts(staffed)) or ()
    assert [(f"U{a + 1}", f"T{b + 1}") for a, b in zip(u.tolist(), t.tolist(), strict=True)] == listed
    assert set(p.tolist()) <= {0}
    for spot in [("U1", "T1"), ("U1", "T2"), ("U2", "T1")]:
        refused = list(rule.violations(staffed, Plan.of([("A", *spot)])))
        assert (not refused) == (spot in listed)


def test_positions_are_unique_and_sorted_where_patterns_overlap() -> None:
    written = [("B", "*", "*", 1.0), ("A", "U2", "T1", 1.0), ("A", "*", "T1", 2.0), ("B", "U1", "*", 3.0)]
    staffed = case(["U1", "U2"], ["T1", "T2"], cadres=["A", "B"], scores=written)
    found = Suitability(only_scored=True).only(Facts(staffed))
    assert found is not None
    assert list(zip(*(a.tolist() for a in found), strict=True)) == [
        (0, 0, 0), (0, 1, 0), (1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1),
    ]  # fmt: skip


def test_without_only_scored_nothing_is_closed() -> None:
    staffed = case(cadres=["A"], scores=[("A", "U1", "T1", 1.0)])
    assert Suitability().only(Facts(staffed)) is None
    assert list(Suitability().violations(staffed, Plan.of([("A", "U1", "T1")]))) == []


def test_the_checker_refuses_a_placement_that_is_not_scored() -> None:
    listed = [setting("suitability", params={"only_scored": "x"})]
    staffed = case(["U1", "U2"], cadres=["A"], scores=[("A", "U1", "T1", 1.0)], rules=listed)
    assert verify(staffed, Plan.of([("A", "U1", "T1")])).ok
    refused = verify(staffed, Plan.of([("A", "U2", "T1")]))
    assert not refused.ok
    assert [f.text.vi for f in refused.findings] == [
        "Person A (A) không có điểm ở trang Đánh giá cho Title T1 tại Unit U2."
    ]


@pytest.mark.parametrize(("second", "severity"), [(2.0, "error"), (1.0, "warning")])
def test_a_score_written_twice_is_said_so(second: float, severity: str) -> None:
    doubled = case(cadres=["A", "B"], scores=[("A", "U1", "*", 1.0), ("B", "U1", "*", 1.0), ("A", "U1", "*", second)])
    (finding,) = catalogue(doubled).findings
    assert (finding.code, finding.severity, finding.where.sheet) == ("double_score", severity, "Scores")
    assert dict(finding.subject) == {"cadre": "A", "unit": "U1", "title": "*", "rule": "suitability"}
    assert amount(Suitability(), doubled, ("A", "U1", "T1")) == 1.0  # meanwhile the first counts, on both sides


def test_many_doubles_are_named_up_to_fifty_and_counted() -> None:
    people = [f"P{i:02d}" for i in range(60)]
    doubled = case(cadres=people, scores=[(p, "*", "*", float(n)) for n in range(2) for p in people])
    findings = list(Suitability().problems(doubled))
    assert len(findings) == 51
    assert findings[-1].text.en == "and 10 further pairs have scores written more than once."
