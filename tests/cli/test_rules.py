"""`rules`: all of them with parameters, defaults and sources, one in full, under any of its names."""

from __future__ import annotations

import re

import pytest

from optimizer.catalogue import known
from optimizer.objectives.base import Objective
from tests.cli.conftest import Run, only_json


def test_every_rule_and_objective_is_listed(run: Run) -> None:
    shown = run("rules").stdout
    data = only_json(run("rules", "--json"))
    assert {rule["name"] for rule in data["rules"]} == set(known())
    for rule in data["rules"]:
        assert rule["name"] in shown
        assert rule["title"] in shown
        assert rule["kind"] in ("rule", "objective")
        assert (rule["kind"] == "objective") == issubclass(known()[rule["name"]], Objective)
        assert set(rule) >= {"modes", "level", "weight", "params", "source", "file"}


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(known()))
def test_every_parameter_has_a_default_and_a_meaning_in_both_languages(run: Run, name: str, lang: str) -> None:
    rule = only_json(run("rules", name, "--json", "--lang", lang))["rule"]
    assert [p["name"] for p in rule["params"]] == list(known()[name].model_fields)
    for param in rule["params"]:
        assert param["meaning"], param["name"]
        if lang == "vi":
            assert param["meaning"] != known()[name].model_fields[param["name"]].description


@pytest.mark.parametrize("name", sorted(known()))
def test_a_default_written_back_into_the_sheet_means_the_same(run: Run, name: str) -> None:
    params = only_json(run("rules", name, "--json"))["rule"]["params"]
    values = {p["name"]: p["default"] for p in params if p["default"] != ""}
    assert known()[name].model_validate(values) == known()[name]()


def test_a_rule_is_found_by_its_code_and_by_its_title_in_either_language(run: Run) -> None:
    kind = known()["degree"]
    shown = {run("rules", word).stdout for word in ("degree", "DEGREE", kind.text.vi, kind.text.en)}
    assert len(shown) == 1
    assert "optimizer/rules/degree.py" in shown.pop()


def test_an_accentless_title_is_understood(run: Run) -> None:
    assert run("rules", "trinh do chuyen mon").exit_code == 0


def test_bands_are_shown_as_the_sheet_writes_them(run: Run) -> None:
    assert "bands=15:1.8 | 30:2.7 | 45:3.6" in run("rules", "travel").stdout


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", sorted(known()))
def test_no_number_of_our_own_notes_reaches_a_user(run: Run, name: str, lang: str) -> None:
    assert re.search(r"\bR\d", run("rules", name, "--lang", lang).stdout) is None
