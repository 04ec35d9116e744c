"""The sheet of the run: inputs, versions, settings, levels, colours."""

from __future__ import annotations

import platform
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

import pytest

from optimizer.domain.case import Settings, Source
from optimizer.domain.plan import LevelResult, Outcome, Plan
from optimizer.reports.run import RunSection
from optimizer.reports.table import TONES
from optimizer.reports.words import engine_text
from optimizer.text import Lang, Text
from tests.cases import cadre, case, seat, setting
from tests.reports.tables import context, rows, rows_of

LEVELS = (
    LevelResult("vacancies", "min", 1, 1, seats=3, by_prices=1),
    LevelResult("suitability+travel", "max", 88.5, 90.0, (("suitability", 90.0), ("travel", 1.5)), by_prices=91.5),
    LevelResult("tie_break", "min", 417, None),
)


def made(outcome: bool = True) -> object:
    sources = (
        Source("folder/case.xlsx", "Units", digest="ab" * 32),
        Source("folder/case.xlsx", "Cadres", digest="ab" * 32),
    )
    seats = [seat("U1", "T1", 2), seat("U1", "T2", 1)]
    rules = [setting("travel", weight=2.5), setting("theory", mode="soft")]
    the_case = case(titles=["T1", "T2"], seats=seats, cadres=[cadre("A")], sources=sources, rules=rules)
    result = Outcome(
        "feasible", Plan.of([("A", "U1", "T1")]), LEVELS, (), "network", 7, 1, 2, {"read": 0.5, "solve": 1.25}, 99.6
    )
    return context(the_case, [("A", "U1", "T1")], result if outcome else None)


def test_the_run_names_inputs_by_hash_and_versions_but_no_folder() -> None:
    found = {str(r["Item"]): r["Value"] for r in rows(RunSection, made())}  # type: ignore[arg-type]
    assert found["Input: case.xlsx (SHA-256)"] == "ab" * 32
    assert found["Python"] == platform.python_version()
    assert found["OR-Tools"] == version("ortools")
    assert (found["Engine"], found["Placements considered (person, unit, role)"]) == (
        "minimum-cost flow on a network (network)", 7
    )  # fmt: skip
    assert (found["People placed"], found["Seats vacant, against the targets"]) == (1, 2)
    assert (found["Reading (seconds)"], found["Solving (seconds)"], found["Most memory (MB)"]) == (0.5, 1.25, 100)
    assert found["Setting: plan date"] == "01/07/2025"
    assert "/home" not in "".join(map(str, found))


def test_rules_and_objectives_are_listed_with_their_parameters_as_written_on_the_sheet() -> None:
    found = {str(r["Item"]): str(r["Value"]) for r in rows(RunSection, made())}  # type: ignore[arg-type]
    assert found["Objective: Travel support"] == (
        "level 3, weight 2.5; parameters: bands=15:1.8 | 30:2.7 | 45:3.6; rent=30:2.7; start=residence"
    )
    assert found["Rule: Political theory"] == "soft, weight 1"
    assert found["Rule: Party member"] == "hard"
    assert not any("99" in text for text in found.values())  # the tie-break's level number is no level of the case


def test_each_level_has_value_bound_gap_and_a_sentence() -> None:
    levels, parts, vacant, _ = RunSection().table(made()).below  # type: ignore[arg-type]
    found = rows_of(levels)
    assert [(r["Value"], r["Proved bound"]) for r in found] == [(1, 1), (88.5, 90.0), (417, None)]
    assert [r["Gap"] for r in found] == [0.0, 1.5 / 88.5, None]
    assert str(found[0]["What it says"]).startswith("No plan fills more than 2 of the 3 seats.")
    assert [r["How it is proved"] for r in found] == [
        "proved by prices",
        "proved by search; prices alone prove 91.5",
        "",
    ]
    assert [tuple(r.values()) for r in rows_of(parts)] == [
        ("Suitability", "Suitability + Travel support", 90.0, "points"),
        ("Travel support", "Suitability + Travel support", 1.5, "million VND a month"),
    ]
    assert [(r["Vacancies by title"], r["Missing"], r["Target"]) for r in rows_of(vacant)] == [
        ("Title T1", 1, 2),
        ("Title T2", 1, 1),
    ]


def test_every_colour_is_explained_in_its_colour() -> None:
    colours = RunSection().table(made()).below[-1]  # type: ignore[arg-type]
    assert [colours.tones[i] for i in range(len(colours.rows))] == list(TONES)
    assert all(row["Meaning"] for row in rows_of(colours))


def test_a_plan_typed_by_hand_has_a_run_without_levels() -> None:
    table = RunSection().table(made(outcome=False))  # type: ignore[arg-type]
    assert len(table.below) == 2
    assert "Engine" not in [r["Item"] for r in rows_of(table)]


def test_a_version_nobody_knows_is_said_in_the_words_of_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr("optimizer.reports.run.version", absent)
    found = {str(r["Item"]): r["Value"] for r in rows(RunSection, made())}  # type: ignore[arg-type]
    assert found["Program"] == "commune-placement, version unknown"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_settings_are_named_in_the_language_of_the_workbook(lang: Lang) -> None:
    settings = Settings(values={"language": "vi", "note": "for training", "own": "1"})
    table = RunSection().table(context(replace(case(), settings=settings)))
    found = {Text.of(r[0], lang): r[1] for r in table.rows if isinstance(r[0], Text)}
    head = {"vi": "Thiết lập: ", "en": "Setting: "}[lang]
    names = {"vi": ("ngôn ngữ", "ghi chú"), "en": ("language", "note")}[lang]
    language, note, own = (found[head + name] for name in (*names, "own"))
    assert isinstance(language, Text)
    assert (language.vi, language.en) == ("tiếng Việt", "Vietnamese")
    assert (note, own) == ("for training", "1")


@pytest.mark.parametrize("engine", ["network", "sifting", "exact"])
def test_every_engine_is_described_in_both_languages(engine: str) -> None:
    said = engine_text(engine)
    assert said.vi != said.en
    assert all(words.endswith(f"({engine})") and len(words) > 30 for words in (said.vi, said.en))


def test_the_tie_break_is_said_to_need_no_proof() -> None:
    levels, *_ = RunSection().table(made()).below  # type: ignore[arg-type]
    last = rows_of(levels)[-1]
    assert last["What it says"] == "Only chooses between equal plans: not proved, and no level above needs it to be."
    assert last["Unit"] == "for comparing only"
