"""The sheet of checks says what the checker found, whoever made the plan."""

from __future__ import annotations

from optimizer.checker import RuleCheck, Verdict
from optimizer.domain.plan import Plan
from optimizer.findings import Finding
from optimizer.pipeline import propose
from optimizer.reports.context import Context
from optimizer.reports.rule_check import RuleCheckSection
from optimizer.text import Text
from tests.cases import cadre, case, setting, title
from tests.reports.tables import context, rows, rows_of

HEAD = title("TP", min_theory=2, min_degree=4)


def test_every_check_of_the_verdict_has_a_row() -> None:
    made = context(case(titles=[HEAD], cadres=[cadre("A", theory=2, degree=4)]), [("A", "U1", "TP")])
    found = rows(RuleCheckSection, made)
    assert len(found) == len(made.verdict.checks)
    assert {r["Result"] for r in found} == {"kept"}
    assert all(r["Rule"] and r["Limit"] for r in found)
    assert not any("Broken rule" in r for below in RuleCheckSection().table(made).below for r in rows_of(below))


def test_broken_rules_are_counted_coloured_and_explained_below() -> None:
    rules = [setting("degree", mode="soft")]
    people = [cadre("A", name="An", theory=1, degree=2), cadre("B", theory=2, degree=2)]
    made = context(case(["U1", "U2"], [HEAD], cadres=people, rules=rules), [("A", "U1", "TP"), ("B", "U2", "TP")])
    table = RuleCheckSection().table(made)
    found = {r["Rule"]: (i, r) for i, r in enumerate(rows_of(table))}
    i, theory = found["Political theory"]
    assert (theory["Mode"], theory["Violations"], theory["Result"], table.tones[i]) == ("hard", 1, "broken", "broken")
    i, degree = found["Degree"]
    assert (degree["Mode"], degree["Violations"], degree["Result"], table.tones[i]) == ("soft", 2, "broken", "short")
    sentences = rows_of(table.below[0])
    assert [s["Broken rule"] for s in sentences] == ["Political theory", "Degree", "Degree"]
    assert "An (A) cannot hold Title TP at Unit U1" in str(sentences[0]["What is broken"])


def test_hard_rules_stand_before_soft_ones() -> None:
    made = context(case(titles=[HEAD], cadres=["A"], rules=[setting("age_for_term", mode="soft")]))
    modes = [r["Mode"] for r in rows(RuleCheckSection, made)]
    assert modes == sorted(modes)
    assert modes[-1] == "soft"


def test_each_violation_of_a_soft_rule_says_whom_and_where_it_concerns_and_what_it_costs() -> None:
    rules = [setting("degree", mode="soft", weight=2.5, level=4)]
    people = [cadre("A", name="An", theory=2, degree=2), cadre("B", name="Ba", theory=2, degree=2)]
    made = context(case(["U1", "U2"], [HEAD], cadres=people, rules=rules), [("A", "U1", "TP"), ("B", "U2", "TP")])
    table = RuleCheckSection().table(made)
    degree = next(r for r in rows_of(table) if r["Rule"] == "Degree")
    assert (degree["Violations"], degree["Amount"], degree["Cost"], degree["Level"], degree["Weight"]) == (
        2, 2, 5, 4, 2.5
    )  # fmt: skip
    found = [(r["People"], r["Units"], r["Amount"], r["Weight"], r["Cost"]) for r in rows_of(table.below[0])]
    assert found == [("An (A)", "Unit U1", 1, 2.5, 2.5), ("Ba (B)", "Unit U2", 1, 2.5, 2.5)]
    total = next(r for r in rows_of(table.below[1]) if r["Level of soft rules"] == "Level 4")
    assert (total["Rules"], total["Violations"], total["Cost"]) == (1, 2, 5)


def test_the_headers_that_stay_in_sight_are_true_of_the_violations_below() -> None:
    made = context(case(titles=[HEAD], cadres=[cadre("A", theory=1, degree=4)]), [("A", "U1", "TP")])
    table = RuleCheckSection().table(made)
    above, below = ([c.header.en for c in it.columns] for it in (table, table.below[0]))
    assert len(above) == len(below)
    assert [(a, b) for a, b in zip(above, below, strict=True) if a != b] == [
        ("Rule", "Broken rule"), ("Basis", "Cell"), ("Limit", "What is broken"), ("Violations", "No.")
    ]  # fmt: skip
    theory = next(r for r in rows_of(table) if r["Rule"] == "Political theory")
    assert (theory["People"], theory["Units"]) == ("Person A (A)", "Unit U1")


def test_hard_rules_cost_nothing() -> None:
    made = context(case(titles=[HEAD], cadres=[cadre("A", theory=1, degree=4)]), [("A", "U1", "TP")])
    table = RuleCheckSection().table(made)
    assert {r["Cost"] for r in rows_of(table) if r["Mode"] == "hard"} == {None}
    assert [r["Cost"] for r in rows_of(table.below[0])] == [None]


def test_what_soft_rules_cost_is_the_value_of_their_level() -> None:
    rules = [
        setting("degree", mode="soft", weight=3),
        setting("theory", mode="soft", weight=0.5),
        setting("party_member", mode="soft", level=3),
    ]
    head = title("TP", min_theory=2, min_degree=4, party_member=True)
    people = [cadre("A", theory=1, degree=2), cadre("B", theory=2, degree=2), cadre("C", theory=1, degree=4)]
    solved = case(["U1", "U2"], [head], cadres=people, rules=rules)
    outcome = propose(solved, gap=0.0)
    assert outcome.plan is not None
    table = RuleCheckSection().table(context(solved, outcome.plan.placements, outcome))
    totals = rows_of(table.below[1])
    assert [t["Level of soft rules"] for t in totals] == ["Level 2", "Level 3"]
    level = next(x for x in outcome.levels if x.name == "soft_rules")
    assert totals[0]["Cost"] == totals[0]["Value of the level"] == level.value == 3.5  # B lacks 3, C lacks 0.5, A both
    assert sum(float(str(r["Cost"])) for r in rows_of(table.below[0]) if r["Level"] == 2) == level.value
    assert totals[1]["Cost"] == 2  # people who are no members
    assert totals[1]["Value of the level"] != totals[1]["Cost"], "suitability and moves stand in that level too"


def test_many_people_of_one_violation_are_cut_short_in_the_cell() -> None:
    found = Finding(
        "x", "error", Text("vi", "en"), subject=tuple(("cadre", f"C{i:02d}") for i in range(15)), amount=1.0
    )
    check = RuleCheck("x", Text("a", "b"), Text("c", "d"), True, Text("e", "f"), (found,), 2.0)
    verdict = Verdict((check,), {}, 0, {}, {})
    made = Context(Plan.of([]), case(cadres=["A"]), None, verdict)
    (row,) = rows_of(RuleCheckSection().table(made).below[0])
    assert str(row["People"]).startswith("C00; C01; ")
    assert str(row["People"]).endswith("C11 and 3 more")
