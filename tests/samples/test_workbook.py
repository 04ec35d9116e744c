"""A sample written as a workbook is read back without an error, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from optimizer import Case
from optimizer.catalogue import catalogue, known
from optimizer.samples import write_sample
from optimizer.sheets.case import check_case
from tests.samples.reading import plan_date, sample

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang


@pytest.mark.parametrize(
    ("place", "lang"),
    [("hai-phong-leaders", "vi"), ("hai-phong-leaders", "en"), ("hai-phong", "vi"), ("lang-son", "vi")],
)
def test_a_sample_workbook_is_read_without_errors(place: str, lang: Lang, tmp_path: Path) -> None:
    tables = sample(place)
    case, findings = check_case(write_sample(place, tmp_path / "case.xlsx", lang=lang))
    assert [f.sentence("en") for f in findings if f.severity == "error"] == []
    assert case is not None
    assert case.rules_given
    assert case.settings.plan_date == plan_date(tables)
    for table in ("units", "predecessors", "titles", "seats", "cadres", "relations", "decisions"):
        assert len(getattr(case, table)) == len(tables[table]), table
    again = Case.from_tables(**tables)
    assert (catalogue(case).rules, catalogue(case).objectives) == (catalogue(again).rules, catalogue(again).objectives)
    assert len(case.rules) == (1 if place == "hai-phong-leaders" else len(known()))


def test_the_rules_row_keeps_the_chair_of_the_council_a_second_title(tmp_path: Path) -> None:
    case, _ = check_case(write_sample("hai-phong-leaders", tmp_path / "case.xlsx"))
    assert case is not None
    assert [(r.rule, r.on, dict(r.params)) for r in case.rules] == [
        ("concurrent_titles", True, {"only_concurrent": "CTHDND"})
    ]
    assert case.allowed_pairs == {frozenset(("BT", "CTHDND")), frozenset(("PBTTT", "CTHDND"))}


def test_present_holders_are_recognised_where_the_roster_knows_them(tmp_path: Path) -> None:
    case, _ = check_case(write_sample("lang-son", tmp_path / "case.xlsx"))
    assert case is not None
    holding = [c for c in case.cadres if c.current_title_code and c.current_unit_code]
    assert len(holding) > 0.7 * len(case.cadres)
    seated: dict[tuple[str | None, str | None], int] = {}
    for cadre in holding:
        key = (cadre.current_unit_code, cadre.current_title_code)
        seated[key] = seated.get(key, 0) + 1
    assert all(n <= case.seat_by_key[key].target for key, n in seated.items() if key in case.seat_by_key)  # type: ignore[index]
