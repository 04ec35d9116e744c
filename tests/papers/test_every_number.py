"""Every number of the report, the annexes and the Word papers is the checker's, or counted again by hand and the same."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from optimizer import Case, propose
from optimizer.domain.plan import Plan
from optimizer.domain.quota import measured
from optimizer.domain.words import field_text
from optimizer.reports.context import Context
from optimizer.reports.html.page import Report
from optimizer.reports.papers.annex_book import write_annexes
from optimizer.reports.papers.figures import Figures
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.proof import NONE, Proof, level_name
from optimizer.reports.papers.shelf import Shelf
from optimizer.reports.papers.word import Papers
from optimizer.reports.words import unit_of_level
from optimizer.review.levels import level_values
from optimizer.review.measures import Measured
from optimizer.review.present import present_plan
from optimizer.sheets.pseudonyms import anonymising
from tests.cases import decision
from tests.papers.office import HELD, TITLES, office_case, paragraphs
from tests.papers.reading import Page, numbers
from tests.papers.recount import AGES, DEGREES, KM, THEORIES, Recount, n, pct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.reports.papers.word import Manner
    from optimizer.text import Lang

DEMO = Path(__file__).parents[2] / "inputs" / "hai-phong-leaders.xlsx"
REVIEWED = [  # what a reviewer wrote: held, forbidden, left out, kept, and two exceptions
    decision("A", "lock", "00001", "BT"), decision("E", "forbid", "00001"), decision("D", "exclude"),
    decision("C", "keep"), decision("B", "exception", "00002", "BT", rule="theory", reason="x", author="y"),
    decision("E", "exception", rule="party_member", reason="z", author="y"),
]  # fmt: skip

FIELDS = {"TP": ("kinh te", "xay dung"), "DD": ("dat dai", "xay dung"), "CTHDND": ("luat",)}


@dataclass
class Made:
    """One case with a plan: counted by hand, and as the papers show it in both languages."""

    by_hand: Recount
    figures: Figures
    pages: dict[Lang, Page]
    sources: dict[Lang, str]

    @property
    def page(self) -> Page:
        return self.pages["en"]


def made(case: Case, plan: Plan) -> Made:
    figures = Figures(Context(plan, case))
    langs: tuple[Lang, Lang] = ("vi", "en")
    proof = Proof(level_values(case, figures.context.active, figures.verdict), NONE)
    sources = {lang: Report(figures, proof, offices(case), lang).html() for lang in langs}
    return Made(Recount(case, plan), figures, {lang: Page(s) for lang, s in sources.items()}, dict(sources))


def cases() -> Iterator[tuple[str, Case, Plan]]:
    """Yield cases of every kind: small, reviewed, broken, over full, empty, and the demonstration, solved, named or not."""
    yield "small", office_case(), Plan.of(HELD)
    yield "reviewed", office_case(decisions=REVIEWED), Plan.of(HELD)
    yield "broken", office_case(), Plan.of([*HELD, ("E", "00001", "BT"), ("Z", "00002", "DD")])
    yield "surplus", office_case(), Plan.of([*HELD, ("D", "00001", "DD")])
    titles = tuple(t.model_copy(update={"fields": FIELDS.get(t.title_code, ())}) for t in TITLES)
    yield "fields", replace(office_case(), titles=tuple(sorted(titles, key=lambda t: t.title_code))), Plan.of(HELD[:4])
    yield "empty plan", office_case(), Plan.of([])
    yield "nobody", replace(office_case(decisions=[]), cadres=()), Plan.of([])
    named = Case.read(DEMO)
    plan = propose(named).plan
    assert plan is not None
    yield "demonstration", named, plan
    with anonymising():
        hidden = Case.read(DEMO)
    code = {a.cadre_id: b.cadre_id for a, b in zip(named.cadres, hidden.cadres, strict=True)}
    yield "without names", hidden, Plan.of([(code[p.cadre_id], p.unit_code, p.title_code) for p in plan.placements])


@pytest.fixture(scope="module")
def every() -> dict[str, Made]:
    return {name: made(case, plan) for name, case, plan in cases()}


NAMES = ("small", "reviewed", "broken", "surplus", "fields", "empty plan", "nobody", "demonstration", "without names")


@pytest.fixture(params=NAMES)
def one(request: pytest.FixtureRequest, every: dict[str, Made]) -> Made:
    return every[request.param]


# the report ------------------------------------------------------------------------------------------------------------
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
        assert f"{n(sum(km) / len(km), 1)} km on average" in part.text
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


# the annexes -----------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def sheets(
    every: dict[str, Made], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[Lang, list[list[tuple[Any, ...]]]]]:
    from openpyxl import load_workbook

    folder = tmp_path_factory.mktemp("annexes")
    found: dict[str, dict[Lang, list[list[tuple[Any, ...]]]]] = {}
    for i, (name, it) in enumerate(every.items()):
        langs: tuple[Lang, Lang] = ("vi", "en")
        for lang in langs:
            path = write_annexes(folder / f"{i}-{lang}.xlsx", it.figures, offices(it.by_hand.case), "party", lang)
            book = load_workbook(path)
            rows = [[tuple(r) for r in s.iter_rows(min_row=7, values_only=True)] for s in book.worksheets]
            found.setdefault(name, {})[lang] = rows
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_annexes(name: str, every: dict[str, Made], sheets: Any) -> None:
    hand, young = every[name].by_hand, every[name].figures.young_under
    people, make_up, review, needs, fields, special = sheets[name]["en"]
    units, placed = hand.case.units, hand.verdict.placed
    # people
    heads = [r[0] for r in people if isinstance(r[0], str) and r[0].endswith(" people)")]
    here = [(u, len(hand.cadres(u.unit_code))) for u in units]
    assert [h.partition(". ")[2] for h in heads] == [f"{u.name} ({k} people)" for u, k in here if k]
    assert [r[0] for r in people if isinstance(r[0], int)] == list(range(1, len(hand.people) + 1))
    for sheet in (people, make_up, fields):
        assert f"In all: {n(placed)} people./." in [r[0] for r in sheet]
    # make-up
    counted = [r for r in make_up if isinstance(r[1], int)]
    groups = hand.groups() | {u.name: hand.cadres(u.unit_code) for u in units}
    assert len(counted) == len(hand.groups()) + len(units)
    for row, (label, cadres) in zip(counted, groups.items(), strict=True):
        total, women, *rest = hand.make_up(cadres, young)
        said = pct(women, total) if total else None
        assert row[:7] == (label, total, women, said, *rest)
        parts = [*hand.ages(cadres).values(), *hand.degrees(cadres).values(), *hand.theories(cadres).values()]
        assert sorted(x for x in row[7:] if x) == sorted(parts)
    # requirements
    seats = [r for r in review if isinstance(r[0], int)]
    assert len(seats) == sum(len(t) for t in hand.people.values())
    asked = [r.name for r in (a.rule for a in hand.rules.rules) if hasattr(r, "shortfall")]
    unmet = sum(len(c.findings) for c in hand.verdict.checks if c.name in asked)
    assert sum(str(c).startswith("NOT MET:") for r in seats for c in r) == unmet
    assert f"In all: {n(placed)} people; {n(unmet)} requirements not met./." in [r[0] for r in review]
    # needs
    lines = [r for r in needs if isinstance(r[2], int)]
    assert lines[0][1:8] == ("IN ALL", *post_sums(hand, hand.case.seats))
    at = 1
    for unit in sorted({s.unit_code for s in hand.case.seats}):
        mine = [s for s in hand.case.seats if s.unit_code == unit]
        assert lines[at][2:8] == post_sums(hand, mine)
        shown = {r[1]: r[2:8] for r in lines[at + 1 : at + 1 + len(mine)]}
        assert shown == {hand.case.title_by_code[s.title_code].name: post_sums(hand, [s]) for s in mine}
        at += 1 + len(mine)
    assert at == len(lines)
    assert f"In all: {n(placed)} people placed; {n(hand.vacant)} posts missing against the targets./." in [
        r[0] for r in needs
    ]
    # fields
    if hand.fields:
        shown_fields = [r for r in fields if isinstance(r[0], int)]
        expected = [("", f) for f in hand.fields]
        expected += [(u.unit_code, f) for u in units for f in hand.fields if any(hand.balance(f, u.unit_code))]
        assert len(shown_fields) == len(expected) + 1  # the first is of all fields together
        for row, (code, f) in zip(shown_fields[1:], expected, strict=True):
            target, before, after = hand.balance(f, code or None)
            assert row[1:] == (field_text(f).en, target, before, after, change(before - target), change(after - target))
    # special cases
    exceptions = [d for d in hand.case.decisions if d.action == "exception"]
    assert [r[0] for r in special if r[0] in {d.cadre_id for d in exceptions}] == [d.cadre_id for d in exceptions]
    assert f"In all: {n(len({d.cadre_id for d in exceptions}))} people./." in [r[0] for r in special]


def post_sums(hand: Recount, seats: Any) -> tuple[int, ...]:
    """Minimum, target, present now, after the plan, surplus, shortage."""
    held = [hand.held[s.unit_code, s.title_code] for s in seats]
    now = sum(
        c.status == "available" and (c.current_unit_code, c.current_title_code) == (s.unit_code, s.title_code)
        for s in seats
        for c in hand.case.cadres
    )
    over = sum(max(0, k - s.target) for s, k in zip(seats, held, strict=True))
    return sum(s.min for s in seats), sum(s.target for s in seats), now, sum(held), over, sum(map(hand.lacks, seats))


def change(number: int) -> str:
    return f"+{n(number)}" if number > 0 else n(number)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_of_the_annexes_show_the_same_numbers(name: str, sheets: Any) -> None:
    for vi, en in zip(sheets[name]["vi"], sheets[name]["en"], strict=True):
        texts = [" ".join(str(c) for r in rows for c in r if isinstance(c, str)) for rows in (vi, en)]
        assert numbers(texts[0], "vi") == numbers(texts[1])
        values = [[c for r in rows for c in r if isinstance(c, int)] for rows in (vi, en)]
        assert values[0] == values[1]


# Word ------------------------------------------------------------------------------------------------------------------
def word(it: Made, folder: Path, lang: Lang, manner: Manner) -> Papers:
    figures, case = it.figures, it.by_hand.case
    proof = Proof(level_values(case, figures.context.active, figures.verdict))
    return Papers(figures, offices(case), proof, Shelf(folder, lang), manner)


def test_the_submissions(one: Made, tmp_path: Path) -> None:
    hand = one.by_hand
    if not hand.verdict.ok:
        return  # nothing is submitted
    verdict, filled = hand.verdict, hand.target - hand.vacant
    units, office = hand.leaving()
    soft = [c for c in verdict.checks if c.soft]
    unmet = [f"{c.text.en} ({n(len(c.findings))})" for c in soft if not c.kept]
    exceptions = sum(d.action == "exception" for d in hand.case.decisions)
    km = hand.km()
    common = [
        f"- {n(len(hand.case.units))} units, {n(hand.target)} posts wanted; {n(len(hand.case.cadres))} people were considered.",
        f"- The plan places {n(verdict.placed)} people in {n(filled)} posts ({pct(filled, hand.target)} of those wanted); "
        f"{n(len(hand.case.cadres) - verdict.placed)} people are not placed.",
        f"- {n(hand.vacant)} posts stay vacant, {n(hand.below)} of them below the minimum.",
        f"- By form: {n(hand.forms['keep'])} keep their seat, {n(hand.forms['appointment'])} are appointed or designated, "
        f"{n(hand.forms['transfer'])} transferred or reassigned, {n(hand.forms['secondment'])} seconded. "
        f"{n(units + office)} people leave their present workplace"
        + (f": {n(units)} another commune, ward or special zone, {n(office)} another office" if units + office else "")
        + "."
        + (f" Mean distance from home to the new unit: {n(sum(km) / len(km), 1)} km." if km else ""),
        f"- An independent checker measured {n(len(verdict.checks) - len(soft))} hard rules again: every one is kept.",
        f"- Of {n(len(soft))} rules to be aimed at, {n(len(unmet))} are not fully met: {'; '.join(unmet)}." if unmet
        else f"- Every one of the {n(len(soft))} rules to be aimed at is met." if soft
        else "- No rule to be aimed at was set.",
        f"- Exceptions allowed: {n(exceptions)}.",
    ]  # fmt: skip
    cells: list[str] = []
    for level in level_values(hand.case, hand.rules, verdict):
        cells.append(f"{n(level.value)} {unit_of_level(level).en.replace('seats', 'posts')}")
    for name, cadres in hand.groups().items():
        total, women, *rest = hand.make_up(cadres, one.figures.young_under)
        cells += [name, n(total), n(women), pct(women, total) if total else "", *map(n, rest)]
    texts = {}
    for lang in ("vi", "en"):
        folder = tmp_path / lang
        folder.mkdir()
        texts[lang] = [paragraphs(p.read_bytes()) for p in word(one, folder, lang, "none").write_submissions(folder)]
    for lines in texts["en"]:
        assert [line for line in common if line not in lines] == []
        start = lines.index("Party members") + 1  # the last head of the table of groups
        assert lines[start : start + 7 * len(hand.groups())] == cells[-7 * len(hand.groups()) :]
        assert set(cells) <= set(lines)
    sides = [next(x for x in lines if x.startswith("- Of this, ")) for lines in texts["en"]]
    found = [re.findall(r"([\d,]+) (?:posts wanted|vacant|decisions are needed)", x) for x in sides]
    sums = [sum(int(x[i].replace(",", "")) for x in found) for i in range(3)]
    assert sums == [hand.target, hand.vacant, len(needed(hand))]
    for vi, en in zip(texts["vi"], texts["en"], strict=True):
        assert numbers(" ".join(vi), "vi") == numbers(" ".join(en))


def needed(hand: Recount) -> set[tuple[str, str, bool, bool]]:
    """One decision for each person, unit and side with a title that is not kept; posts of the Council stand apart."""
    found = set()
    for (cadre_id, unit), titles in hand.people.items():
        for title in titles:
            if hand.form(cadre_id, unit, title) != "keep":
                party = "Đảng" in title.block or (not title.block and "Bí thư" in title.name)
                council = not party and "HĐND" in title.name and "UBND" not in title.name
                found.add((cadre_id, unit, party, council))
    return found


def test_the_decisions(one: Made, tmp_path: Path) -> None:
    hand = one.by_hand
    if not hand.verdict.ok:
        return
    wanted = needed(hand)
    (tmp_path / "each").mkdir()
    (tmp_path / "list").mkdir()
    assert word(one, tmp_path, "en", "each").write_decisions(tmp_path / "each") == len(wanted)
    assert len(list((tmp_path / "each").rglob("*.docx"))) == len(wanted)
    word(one, tmp_path, "en", "list").write_decisions(tmp_path / "list")
    listed = 0
    for path in (tmp_path / "list").glob("*.docx"):
        lines = paragraphs(path.read_bytes())
        (total,) = (
            int(x.removeprefix("In all: ").removesuffix(" people.").replace(",", ""))
            for x in lines
            if x.startswith("In all: ")
        )
        assert f"Article 1. {n(total)} people" in " ".join(lines)
        names = {hand.case.cadre_by_id[c].name for c, *_ in wanted}
        assert sum(x in names for x in lines) == total
        listed += total
    assert listed == len(wanted)


# names -----------------------------------------------------------------------------------------------------------------
def test_no_real_name_or_code_is_left_where_names_are_hidden(every: dict[str, Made], tmp_path: Path) -> None:
    named, hidden = every["demonstration"], every["without names"]
    real = {x for c in named.by_hand.case.cadres for x in (c.cadre_id, c.name)}
    (tmp_path / "d").mkdir()
    papers = word(hidden, tmp_path, "vi", "list")
    texts = [hidden.sources["vi"], hidden.sources["en"]]
    texts += [" ".join(paragraphs(p.read_bytes())) for p in papers.write_submissions(tmp_path)]
    papers.write_decisions(tmp_path / "d")
    texts += [" ".join(paragraphs(p.read_bytes())) for p in (tmp_path / "d").glob("*.docx")]
    assert not [x for x in real if any(x in text for text in texts)]
    assert [numbers(p.text) for p in named.page.parts.values()][1:4] == [
        numbers(p.text) for p in hidden.page.parts.values()
    ][1:4]
