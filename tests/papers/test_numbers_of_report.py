"""Every number of the report is the checker's, or counted again by hand and the same."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from optimizer.domain.quota import measured
from optimizer.domain.words import field_text
from optimizer.reports.papers.proof import level_name
from optimizer.reports.words import unit_of_level
from optimizer.review.levels import level_values
from optimizer.review.measures import Measured
from optimizer.review.present import present_plan
from tests.papers.reading import numbers
from tests.papers.recount import AGES, DEGREES, KM, THEORIES, Recount, n, pct

if TYPE_CHECKING:
    from tests.papers.every_kind import Made


def test_the_headline_figures(one: Made) -> None:
    hand, head = one.by_hand, one.page.parts["head"]
    case, verdict = hand.case, hand.verdict
    units, office = hand.leaving()
    shown = re.findall(r"\d[\d,]*", head.text.partition("people placed")[0])
    said = [verdict.placed, hand.target - hand.vacant, hand.target, len(case.units)] + [hand.vacant] * (hand.vacant > 0)
    assert shown == [n(x) for x in [*said, verdict.placed]]
    for words in (
        f"{n(verdict.placed)} people placed of {n(len(case.cadres))} in the roster",
        f"{n(hand.vacant)} seats vacant {n(hand.below)} of them below the minimum",
        f"{n(len(verdict.findings))} violations of hard rules {n(sum(not c.soft for c in verdict.checks))} rules re-checked",
        f"{n(units + office)} people change workplace {n(units)} from another unit, {n(office)} from other offices",
    ):
        assert words in head.text


def test_the_levels(one: Made) -> None:
    hand = one.by_hand
    (table,) = one.page.parts["head"].tables
    levels = level_values(hand.case, hand.rules, hand.verdict)
    expected = [[level_name(x).en, n(x.value), unit_of_level(x).en] for x in levels]
    assert [[re.sub(r"^\d+\. ", "", row[0]), *row[1:3]] for row in table[1:]][: len(expected)] == expected
    for x in levels:  # the sums behind the levels
        if x.name.startswith("vacancies_priority"):
            assert x.value == hand.verdict.vacant.get(int(x.name.rpartition("_")[2]), 0)


def test_the_map(one: Made) -> None:
    hand = one.by_hand
    tips = iter(one.page.parts["map"].tips)
    on_map = [(i, u) for i, u in enumerate(hand.case.units, 1) if u.lat is not None and u.lon is not None]
    for theme in ("vacancy", "coverage", "capability", "travel"):
        said = {u.unit_code: themed(hand, theme, u.unit_code) for u in hand.case.units}
        if all(x == "no data" for x in said.values()):
            continue  # a theme without any data is not shown
        if on_map:
            assert [next(tips) for _ in on_map] == [f"{i}. {u.name}: {said[u.unit_code]}" for i, u in on_map]
    assert list(tips) == []


def test_the_keys_of_the_map_count_every_unit(one: Made) -> None:
    spans = [s for s in one.page.parts["map"].spans if re.search(r"\(\d+\)$", s)]
    total = sum(int(s.rpartition("(")[2][:-1]) for s in spans)
    assert total % len(one.by_hand.case.units) == 0
    assert total // len(one.by_hand.case.units) == len(one.sources["en"].split('name="theme"')) - 1


def themed(hand: Recount, theme: str, unit: str) -> str:
    seats = [s for s in hand.case.seats if s.unit_code == unit]
    if theme == "vacancy":
        target = sum(s.target for s in seats)
        return pct(sum(map(hand.lacks, seats)), target) if target else "no data"
    if theme == "coverage":
        wanted, bare = hand.covered(unit)
        return pct(wanted - len(bare), wanted) if wanted else "no data"
    known = [c.rating for c in hand.cadres(unit) if c.rating is not None] if theme == "capability" else hand.km(unit)
    mark = "points" if theme == "capability" else "km"
    return f"{n(sum(known) / len(known), 1)} {mark}" if known else "no data"


def test_the_fields(one: Made) -> None:
    hand, part = one.by_hand, one.page.parts["fields"]
    if not hand.fields:
        assert "No title names a field." in part.text
        return
    for f in hand.fields:
        target, before, after = hand.balance(f)
        assert f"{field_text(f).en} {n(before)} → {n(after)} / {n(target)}" in part.text
    (heat,) = part.tables
    at = {name: i for i, name in enumerate(heat[0])}
    for i, (unit, row) in enumerate(zip(hand.case.units, heat[1:], strict=True), 1):
        assert row[0] == f"{i}. {unit.name}"
        for f in hand.fields:
            target, before, after = hand.balance(f, unit.unit_code)
            said = f"{signed(after - target)} {signed(before - target)}" if target or before or after else ""
            if field_text(f).en in at:
                assert row[at[field_text(f).en]] == said


def signed(number: int) -> str:
    return f"{number:+d}" if number else "0"


def test_the_vacancies(one: Made) -> None:
    hand, part = one.by_hand, one.page.parts["vacancies"]
    if not hand.vacant:
        assert part.tables == []
        return
    expected = []
    for title in hand.case.titles:
        seats = [s for s in hand.case.seats if s.title_code == title.title_code]
        short = [(hand.case.unit_by_code[s.unit_code].name, hand.lacks(s)) for s in seats if hand.lacks(s)]
        if short:
            where = "; ".join(name if k == 1 else f"{name} ({k})" for name, k in short)
            lack, target = sum(k for _, k in short), sum(s.target for s in seats)
            expected.append([title.name, n(lack), n(target), n(len(short)), where])
    table, reasons, details = part.tables
    assert sorted(table[1:-1]) == sorted(expected)
    assert table[-1][:2] == ["In all", n(hand.vacant)]
    assert [r[0] for r in reasons[1:]] == [r[0] for r in table[1:-1]]
    assert sum(int(r[2]) for r in details[1:]) == hand.vacant
    for row in reasons[1:]:  # what is said of a title is said of one of its seats, word for word
        said = row[1].partition(" (exactly so in ")[0]
        same = [d for d in details[1:] if d[1] == row[0] and d[3] == said]
        assert same
        units = next(int(r[3]) for r in table[1:-1] if r[0] == row[0])
        assert (f"(exactly so in {len(same)} of {units} units)" in row[1]) == (len(same) < units)


def test_before_and_after(one: Made) -> None:
    hand, part = one.by_hand, one.page.parts["change"]
    names = {"keep": "keep their seat", "appointment": "appointed or designated",
             "transfer": "transferred or reassigned", "secondment": "seconded"}  # fmt: skip
    for form, words in names.items():
        assert f"{words} {n(hand.forms[form])} " in part.text
    units, office = hand.leaving()
    assert f"Of them {n(units + office)} leave their present workplace: {n(units)} one commune" in part.text
    assert f"another, {n(office)} come from other offices." in part.text
    if km := hand.km():
        assert f"{n(sum(km) / len(km), 2)} km on average" in part.text
    now = Measured(hand.case, present_plan(hand.case), hand.rules).measures
    then = {m.key: m.value for m in Measured(hand.case, hand.plan, hand.rules).measures}
    expected = [
        [a.text.en, "–" if a.value is None else n(a.value), "–" if then[a.key] is None else n(then[a.key] or 0)]
        for a in now
        if a.topic != "rules" and (a.value is not None or then[a.key] is not None)
    ]
    rows = [row for row in part.tables[0][1:] if len(row) == 5]
    assert [[row[0], row[2], row[3]] for row in rows] == expected
    for row in rows:
        if "–" not in row[2:4] and not row[4].startswith("none"):
            change = float(re.findall(r"^[+-]?[\d.,]+", row[4])[0].replace(",", ""))
            a, b = (float(x.replace(",", "")) for x in row[2:4])
            assert change == pytest.approx(b - a, abs=0.0101)


def test_the_people(one: Made) -> None:
    hand, part = one.by_hand, one.page.parts["people"]
    cadres, total = hand.cadres(), max(1, len(hand.people))
    spread = [hand.distances(), hand.ages(cadres), hand.sexes(cadres), hand.degrees(cadres), hand.theories(cadres)]
    bars = [s for s in part.spans if s]
    expected = []
    orders = [[x for x, _ in KM] + ["45 km and more", "not known"], [a for a, _, _ in AGES], ["male", "female"],
              list(dict.fromkeys(reversed(DEGREES))), list(reversed(THEORIES))]  # fmt: skip
    for counts, order in zip(spread, orders, strict=True):
        for name in [*order, "Not given"]:
            if counts[name] or name not in ("Not given", "not known"):
                expected += [name, f"{n(counts[name])} ({pct(counts[name], total)})"]
    assert bars == expected
    young = one.figures.young_under
    rows = []
    for name, mine in hand.groups().items():
        every, *rest = hand.make_up(mine, young)
        rows.append([name, n(every), *(f"{n(k)} ({pct(k, every) if every else '–'})" for k in rest)])
    assert part.tables[0][1:] == rows


def test_the_balances(one: Made) -> None:
    hand, part = one.by_hand, one.page.parts["balance"]
    with_quotas = [a.rule for a in hand.rules.rules if hasattr(a.rule, "quotas")]
    expected = {}
    for rule in with_quotas:
        rows = [m for q in rule.quotas(hand.case) for m in measured(rule, hand.case, hand.plan, q)]
        if rows:
            shares = [pct(len(m.members), len(m.holders)) for m in rows if m.row.share and m.holders]
            expected[rule.text.en] = (f"{sum(not m.amount for m in rows)} / {len(rows)}", shares)
    shown = part.tables[0][1:] if part.tables else []
    assert [re.sub(r" \(to be aimed at\)$", "", row[0]) for row in shown] == list(expected)
    for row, (limits, shares) in zip(shown, expected.values(), strict=True):
        assert row[3] == limits
        said = re.findall(r"= ([\d.]+%)", row[2])
        assert set(said) <= set(shares)
        if said:
            assert {said[0], said[-1]} == {min(shares, key=share), max(shares, key=share)}


def share(text: str) -> float:
    return float(text[:-1])


def test_special_cases_and_rules(one: Made) -> None:
    hand = one.by_hand
    special, rules = one.page.parts["special"], one.page.parts["rules"]
    exceptions = [d for d in hand.case.decisions if d.action == "exception"]
    broken = sum(len(c.findings) for c in hand.verdict.checks)
    tables = iter(special.tables)
    if exceptions:
        assert len(next(tables)) - 1 == len(exceptions)
    if broken:
        rows = next(tables)[1:]
        assert len(rows) == min(broken, 200)
        assert {r[2] for r in rows} <= {f.text.en for c in hand.verdict.checks for f in c.findings}
    assert list(tables) == []
    ordered = sorted(hand.verdict.checks, key=lambda c: c.soft)
    results = ["kept" if c.kept else f"{n(len(c.findings))} not met" for c in ordered]
    assert [[r[0], r[2], r[4]] for r in rules.tables[0][1:]] == [
        [c.text.en, c.limit.en, said] for c, said in zip(ordered, results, strict=True)
    ]


def test_the_table_of_units(one: Made) -> None:
    hand = one.by_hand
    table = one.page.parts["units"].tables[0]
    themes = [t for t, head in (("coverage", "Fields covered"), ("capability", "Capability"), ("travel", "Travel"))
              if head in table[0]]  # fmt: skip
    for i, (unit, row) in enumerate(zip(hand.case.units, table[1:-1], strict=True), 1):
        seats = [s for s in hand.case.seats if s.unit_code == unit.unit_code]
        held = [hand.held[s.unit_code, s.title_code] for s in seats]
        counts = [
            sum(s.target for s in seats), sum(held), sum(map(hand.lacks, seats)),
            sum(max(0, s.min - k) for s, k in zip(seats, held, strict=True)), sum(hand.leaving(unit.unit_code)),
        ]  # fmt: skip
        bare = ", ".join(hand.covered(unit.unit_code)[1])
        assert row == [str(i), unit.name, *map(n, counts), *(themed(hand, t, unit.unit_code) for t in themes), bare]
    total = [hand.target, sum(hand.held[s.unit_code, s.title_code] for s in hand.case.seats), hand.vacant, hand.below]
    assert table[-1][2:6] == [n(x) for x in total]
    assert table[-1][6] == n(sum(sum(hand.leaving(u.unit_code)) for u in hand.case.units))


def test_the_searchable_table_is_the_plan_and_its_scores_add_up(one: Made) -> None:
    hand = one.by_hand
    data = json.loads(one.sources["en"].partition('id="plan-data">')[2].partition("</script>")[0])
    known = {(p, t.title_code) for p, titles in hand.people.items() for t in titles}
    assert len(data["rows"]) == len(known)
    km = {round(x, 1) for x in hand.km()}
    assert {r[6] for r in data["rows"] if r[6] is not None} == km
    if hand.verdict.ok and "suitability" in hand.verdict.measures:
        assert sum(r[7] or 0 for r in data["rows"]) == pytest.approx(
            hand.verdict.measures["suitability"], abs=0.05 * len(data["rows"]) + 1e-6
        )


def test_both_languages_show_the_same_numbers(one: Made) -> None:
    vi, en = one.pages["vi"], one.pages["en"]
    assert list(vi.parts) == list(en.parts)
    for name, part in vi.parts.items():
        assert numbers(part.text, "vi") == numbers(en.parts[name].text), name
