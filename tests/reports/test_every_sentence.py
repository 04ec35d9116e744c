"""No sentence of any explanation, on the console or on a sheet, says a name that only a programmer would know."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.catalogue import known
from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.explained import Explained
from optimizer.reports.explained_vacancies import ExplainedVacancies
from optimizer.reports.reserves import ReservesSection
from optimizer.reports.why_vacant import WhyVacantSection
from optimizer.text import Text
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.reports.table import Table

CODE_NAME = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[a-z]+\+[a-z]+\b")
ONE_AS_MANY = re.compile(r"(?<![\d.,])1 (?:other )?(?:seats|people|points|units|holders|places)\b|\[[\w ]*\|")
VIETNAMESE_TOO = {"status", "min", "max", "travel", "moves", "wishes", "degree", "theory", "field", "suitability"}
NAMES = re.compile(rf"\b({'|'.join(sorted(known().keys() | VIETNAMESE_TOO))})\b")


def words(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value


def of_table(table: Table) -> Iterator[Text]:
    """Yield every text of a table and those below it."""
    yield from (table.name, table.empty, *table.notes)
    for column in table.columns:
        yield from (column.header, column.note)
    for row in table.rows:
        for cell in row:
            yield from words(cell)
    for more in table.below:
        yield from of_table(more)


def everything_said(context: Context) -> Iterator[Text]:
    """Yield every sentence about one plan."""
    e = context.explainer
    told, case = Explained(e), context.case
    for cadre in case.cadres:
        yield from told.person(e.person(cadre, 3))
    for seat in case.seats:
        yield from told.seat(e.seat(seat, 3))
    for cadre, seat in product(case.cadres, case.seats):
        yield from told.why_not(
            e.why_not(cadre, case.unit_by_code[seat.unit_code], case.title_by_code[seat.title_code])
        )
    yield from ExplainedVacancies(e).sentences(e.vacancies)
    for section in (ReservesSection, WhyVacantSection):
        yield from of_table(section().table(context))


@settings(derandomize=True, database=None, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(tiny_cases(), st.data())
def test_rules_and_levels_are_told_by_their_titles(made: Case, data: st.DataObject) -> None:
    posts = [(c.cadre_id, s.unit_code, s.title_code) for c in made.cadres for s in made.seats]
    held = st.lists(st.sampled_from(posts), unique_by=lambda p: p[0])
    if data.draw(st.booleans()):
        made = replace(made, previous=Plan.of(data.draw(held)))
    for text in everything_said(Context(Plan.of(data.draw(held)), made)):
        assert not CODE_NAME.search(text.vi), text.vi
        assert not CODE_NAME.search(text.en), text.en
        assert not NAMES.search(text.vi), text.vi
        assert "{" not in text.vi + text.en
        assert "None" not in text.vi
        if not re.search(r" \((?:hard|soft)\): ", text.en):  # a rule's own sentence
            assert not ONE_AS_MANY.search(text.en), text.en
        assert "nan" not in text.en.split()
        assert "  " not in text.vi.strip() + text.en.strip()


def test_the_names_of_all_rules_and_objectives_are_looked_for() -> None:
    assert "women_in_leadership" in known()
    assert NAMES.search("vì degree chưa đạt")
    assert CODE_NAME.search("level suitability+moves down")
