"""Every number of the annexes is the checker's, or counted again by hand and the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from optimizer.domain.words import field_text
from optimizer.reports.papers.annex_book import write_annexes
from optimizer.reports.papers.offices import offices
from tests.papers.every_kind import NAMES
from tests.papers.reading import numbers
from tests.papers.recount import Recount, counting, n, pct, people

if TYPE_CHECKING:
    from optimizer.text import Lang
    from tests.papers.every_kind import Made

AGAIN = ("(tiếp theo)", "(continued)")  # headings repeated at page tops: pages of two languages end at other rows


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
    listed, make_up, review, needs, fields, special = sheets[name]["en"]
    units, placed = hand.case.units, hand.verdict.placed
    # people
    heads = [r[0] for r in listed if isinstance(r[0], str) and r[0].endswith((" people)", " person)"))]
    here = [(u, len(hand.cadres(u.unit_code))) for u in units]
    assert [h.partition(". ")[2] for h in heads] == [f"{u.name} ({people(k)})" for u, k in here if k]
    assert [r[0] for r in listed if isinstance(r[0], int)] == list(range(1, len(hand.people) + 1))
    for sheet in (listed, make_up, fields):
        assert f"In all: {people(placed)}./." in [r[0] for r in sheet]
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
    assert f"In all: {people(placed)}; {counting(unmet, 'requirement', 'requirements')} not met./." in [
        r[0] for r in review
    ]
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
    assert (
        f"In all: {people(placed)} placed; {counting(hand.vacant, 'post', 'posts')} missing against the targets./."
        in [r[0] for r in needs]
    )
    # fields
    if hand.fields:
        shown_fields = [r for r in fields if isinstance(r[0], int)]
        expected = [("", f) for f in hand.fields]
        expected += [(u.unit_code, f) for u in units for f in hand.fields if any(hand.balance(f, u.unit_code))]
        assert len(shown_fields) == len(expected) + 1  # the first is of all fields together
        for row, (code, f) in zip(shown_fields[1:], expected, strict=True):
            target, before, after = hand.balance(f, code or None)
            name = field_text(f).en
            figured = (target, before, after, change(before - target), change(after - target))
            assert row[1:] == (name[:1].upper() + name[1:], *figured)
    # special cases
    exceptions = [d for d in hand.case.decisions if d.action == "exception"]
    assert [r[0] for r in special if r[0] in {d.cadre_id for d in exceptions}] == [d.cadre_id for d in exceptions]
    assert f"In all: {people(len({d.cadre_id for d in exceptions}))}./." in [r[0] for r in special]


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
        texts = [
            " ".join(c for r in rows for c in r if isinstance(c, str) and not c.endswith(AGAIN)) for rows in (vi, en)
        ]
        assert numbers(texts[0], "vi") == numbers(texts[1])
        values = [[c for r in rows for c in r if isinstance(c, int)] for rows in (vi, en)]
        assert values[0] == values[1]
