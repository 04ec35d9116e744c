"""Odd workbooks at the command line: the exit code of the contract, and a sentence in the language asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import Run, only_json, run
from tests.cli.small import small_tables, write_small

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["run"]

CROSSING = [
    {"rule": "women_in_leadership", "on": "x", "mode": "mềm", "params": "scope=unit; share=0,5"},
    {"rule": "move_cap", "on": "x", "mode": "mềm", "params": "most=1"},
    {"rule": "suitability", "on": "x"},
]
_SEATS = small_tables()["seats"]
_PEOPLE = small_tables()["cadres"]


def locks(*who: str) -> list[dict[str, object]]:
    return [{"cadre_id": w, "action": "khóa", "unit_code": "00001", "title_code": "DD"} for w in who]


# name: tables that stand otherwise, exit code, words of the console in Vietnamese and English, vacancies (None: no plan)
ODD: dict[str, tuple[dict[str, Any], int, str, str, int | None]] = {
    "nobody may be placed": ({"cadres": [{**c, "status": "tạm dừng"} for c in _PEOPLE]}, 0, "", "", 4),
    "one person": ({"cadres": _PEOPLE[:1]}, 0, "", "", 3),
    "minima out of reach": ({"seats": [{**s, "min": 3, "target": 3, "max": 3} for s in _SEATS]}, 0, "", "", 7),
    "seats closed": ({"seats": [{**s, "min": 0, "target": 0, "max": 0} for s in _SEATS]}, 0, "", "", 0),
    "no people": ({"cadres": [dict.fromkeys(_PEOPLE[0])]}, 1, "chưa có dòng nào", "has no rows", None),
    "no seats": ({"seats": [dict.fromkeys(_SEATS[0])]}, 1, "chưa có dòng nào", "has no rows", None),
    "one person twice": ({"cadres": [*_PEOPLE, _PEOPLE[0]]}, 1, "CB001", "already stands at", None),
    "one seat twice": ({"seats": [*_SEATS, _SEATS[0]]}, 1, "Chỉ tiêu!", "already stand", None),
    "less than the minimum": ({"seats": [{**_SEATS[0], "min": 2, "max": 1}]}, 1, "tối thiểu", "minimum", None),
    "two locked on one seat": ({"decisions": locks("CB004", "CB005")}, 3, "khóa", "lock", None),
}


@pytest.mark.parametrize("rules", [None, CROSSING], ids=["usual", "crossing"])
@pytest.mark.parametrize("name", ODD)
def test_an_odd_workbook_ends_with_its_exit_code_and_says_why(
    run: Run, tmp_path: Path, name: str, rules: list[dict[str, object]] | None
) -> None:
    tables, code, vi, en, vacant = ODD[name]
    given = tables if rules is None else {**tables, "rules": rules}
    book = write_small(tmp_path / "case.xlsx", **given)
    for lang, words in (("vi", vi), ("en", en)):
        ended = run("solve", book, "--out", tmp_path / f"{lang}.xlsx", "--lang", lang)
        assert ended.exit_code == code, ended.output
        assert words in ended.output
        assert (tmp_path / f"{lang}.xlsx").exists() == (vacant is not None)
    data = only_json(run("solve", book, "--out", tmp_path / "json.xlsx", "--json"))
    assert data["exit_code"] == code
    assert data.get("vacant") == vacant or vacant is None
