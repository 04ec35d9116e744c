"""The sheets on next candidates and on why seats are empty say what they are asked for, row by row."""

from __future__ import annotations

from optimizer.domain.plan import LevelResult, Outcome
from optimizer.reports.context import Context
from optimizer.reports.reserves import ReservesSection
from optimizer.reports.why_vacant import WhyVacantSection
from tests.cases import cadre, case, relation, seat, setting, title
from tests.reports.tables import context, rows, rows_of

LAND = title("DD", name="Land", group="specialist", fields=("dat dai",), min_degree=4)
ABLE = {"degree": 4, "expertise": {"dat dai": 2.0}}


def three_units() -> Context:
    """Return three seats, two of them held, one person not placed who may come and one who may not."""
    people = [cadre("A", **ABLE, rating=90), cadre("B", **ABLE, rating=80), cadre("C", **ABLE, rating=10), cadre("D")]
    made = case(["U1", "U2"], [LAND], None, people)
    return context(made, [("A", "U1", "DD"), ("B", "U2", "DD")])


def test_the_next_candidates_stand_by_rank_with_what_moves_and_what_it_does() -> None:
    found = rows(ReservesSection, three_units())
    first = [r for r in found if r["Unit code"] == "U1"]
    assert [(r["Rank"], r["Cadre code"], r["In this plan"], r["If chosen"]) for r in first] == [
        ("1", "B", "Land at Unit U2", "In exchange with Person A (A)."),
        ("2", "C", "not placed", "Person A (A) gives way and is left without a seat."),
    ]
    assert first[0]["Held by"] == "Person A"
    assert first[0]["Effect"] == "no level changes"
    assert "suitability -24 points" in str(first[1]["Effect"])
    assert {r["Figure"] for r in first} == {"swap"}


def test_no_loss_against_a_plan_proved_best_is_exact() -> None:
    made = three_units()
    kinds = [kind.name for kind in made.explainer.board.kinds]
    proved = Outcome("optimal", made.plan, tuple(LevelResult(name, "min", 0.0, 0.0) for name in kinds))
    found = rows(ReservesSection, Context(made.plan, made.given_case, proved))
    assert [(r["Effect"] == "no level changes", r["Figure"]) for r in found[:2]] == [(True, "exact"), (False, "swap")]


def test_who_would_break_a_rule_is_coloured_and_told_and_a_seat_without_anybody_says_so() -> None:
    people = [cadre("A"), cadre("B")]
    made = case(
        ["U1"], [title("T1"), title("T2", fields=("luat",))], None, people,
        relations=[relation("A", "B", "different_unit")],
    )  # fmt: skip
    section = ReservesSection().table(context(made, [("A", "U1", "T1")]))
    found = rows_of(section)
    assert [(r["Title code"], r["Cadre code"]) for r in found] == [("T1", "B"), ("T2", None)]
    assert found[1]["Effect"] is None
    assert found[1]["If chosen"] == "Nobody else qualifies."
    with_two = case(["U1"], ["T1", "T2"], None, people, relations=made.relations, rules=[setting("together")])
    table = ReservesSection().table(context(with_two, [("A", "U1", "T1")]))
    broken = [r for i, r in enumerate(rows_of(table)) if table.tones.get(i) == "broken"]
    assert [(r["Title code"], r["Cadre code"]) for r in broken] == [("T2", "B")]
    assert str(broken[0]["Effect"]).startswith("Breaks the hard rule “")


def test_a_set_is_counted_with_its_seats_its_people_and_who_is_nearly_able() -> None:
    people = [
        cadre("A", **ABLE),
        cadre("B", degree=3, expertise={"dat dai": 9.0}),
        cadre("C", degree=2, expertise={"dat dai": 9.0}),
    ]
    seats = [seat("U1", "DD"), seat("U2", "DD", 2)]
    made = context(case(["U1", "U2"], [LAND], seats, people), [("A", "U1", "DD")])
    table = WhyVacantSection().table(made)
    (row,) = rows_of(table)
    counted = ("Missing", "Wanted", "Qualified", "Can hold", "Cannot be filled")
    assert [row[name] for name in counted] == [2, 3, 1, 1, 2]
    assert "3 - 1 = 2: no plan leaves fewer than 2 of these empty." in str(row["Why"])
    empty, able, nearly = (rows_of(t) for t in table.below)
    assert empty == [{"Group": 1, "Vacant seat": "Land at Unit U2", "Missing": 2}]
    assert [(r["Cadre code"], r["Who qualifies serves as"]) for r in able] == [("A", "Land at Unit U1")]
    assert [r["Cadre code"] for r in nearly] == ["B", "C"]  # one step short stands before two
    assert str(nearly[0]["Lacks one requirement only"]).startswith("Land: degree. ")


def test_a_full_plan_says_so() -> None:
    made = context(case(cadres=["A"]), [("A", "U1", "T1")])
    assert WhyVacantSection().table(made).empty.en == "Every seat is filled up to its target."
