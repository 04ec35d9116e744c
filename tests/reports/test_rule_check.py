"""The sheet of checks says what the checker found, whoever made the plan."""

from __future__ import annotations

from optimizer.reports.rule_check import RuleCheckSection
from tests.cases import cadre, case, setting, title
from tests.reports.tables import context, rows, rows_of

HEAD = title("TP", min_theory=2, min_degree=4)


def test_every_check_of_the_verdict_has_a_row() -> None:
    made = context(case(titles=[HEAD], cadres=[cadre("A", theory=2, degree=4)]), [("A", "U1", "TP")])
    found = rows(RuleCheckSection, made)
    assert len(found) == len(made.verdict.checks)
    assert {r["Result"] for r in found} == {"kept"}
    assert all(r["Rule"] and r["Limit"] for r in found)
    assert RuleCheckSection().table(made).below == ()


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
