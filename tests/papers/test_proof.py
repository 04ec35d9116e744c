"""The proof in the report is that of the workbook, as long as it speaks of this plan and this case."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from optimizer import Case, propose
from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.papers.proof import CHANGED, NONE, OTHER_CASE, read_proof
from optimizer.sheets.planbook import read_plan
from tests.cli.small import KEPT, write_plan_by_hand, write_small

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.plan import Outcome


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("proof")
    case = Case.read(write_small(folder / "case.xlsx"))
    outcome = propose(case)
    assert outcome.plan is not None
    outcome.plan.write(folder / "plan.xlsx", case, outcome)
    return folder, outcome


def context(folder: Path, plan: str = "plan.xlsx", case: str = "case.xlsx") -> Context:
    read = Case.read(folder / case)
    return Context(read_plan(folder / plan, read)[0], read)


def test_bounds_are_those_of_the_outcome_and_values_the_checkers(solved: tuple[Path, Outcome]) -> None:
    folder, outcome = solved
    proof = read_proof(folder / "plan.xlsx", context(folder))
    assert proof.why is None
    assert proof.whole
    expected = [(x.name, x.value, x.bound) for x in outcome.levels if x.name != "tie_break"]
    found = [(x.name, x.value, x.bound) for x in proof.levels]
    assert [x[0] for x in found] == [x[0] for x in expected]
    for (_, value, bound), (_, wanted, proved) in zip(found, expected, strict=True):
        assert value == pytest.approx(wanted)
        assert bound == pytest.approx(proved)


def test_a_plan_typed_by_hand_has_no_proof(tmp_path: Path, solved: tuple[Path, Outcome]) -> None:
    folder, _ = solved
    write_plan_by_hand(tmp_path / "hand.xlsx", KEPT)
    made = Context(Plan.of(KEPT), Case.read(folder / "case.xlsx"))
    proof = read_proof(tmp_path / "hand.xlsx", made)
    assert (proof.why, proof.whole) == (NONE, False)
    assert proof.levels
    assert all(x.bound is None for x in proof.levels)


def test_a_changed_plan_loses_its_proof(tmp_path: Path, solved: tuple[Path, Outcome]) -> None:
    folder, outcome = solved
    assert outcome.plan is not None
    fewer = Plan.of(outcome.plan.placements[1:])
    made = Context(fewer, Case.read(folder / "case.xlsx"))
    proof = read_proof(folder / "plan.xlsx", made)
    assert proof.why == CHANGED
    assert proof.levels[0].value + proof.levels[1].value >= 1


def test_a_changed_case_loses_its_proof(tmp_path: Path, solved: tuple[Path, Outcome]) -> None:
    folder, _ = solved
    shutil.copy(folder / "plan.xlsx", tmp_path / "plan.xlsx")
    rules: list[dict[str, Any]] = [{"rule": "travel", "weight": 2.0}]
    write_small(tmp_path / "case.xlsx", rules=rules)
    assert read_proof(tmp_path / "plan.xlsx", context(tmp_path)).why == OTHER_CASE


def test_bounds_beside_values_that_are_not_the_checkers_are_not_believed(
    tmp_path: Path, solved: tuple[Path, Outcome]
) -> None:
    from openpyxl import load_workbook

    folder, _ = solved
    book = load_workbook(folder / "plan.xlsx")
    sheet: Any = next(book[name] for name in book.sheetnames if name in ("Lần chạy", "Run"))
    for row in sheet.iter_rows():
        if row[0].value == "Mức độ phù hợp + Số người chuyển đơn vị + Hỗ trợ đi lại và thuê nhà" or (
            isinstance(row[2].value, int | float) and row[2].value > 10
        ):
            row[2].value += 1000
    book.save(tmp_path / "plan.xlsx")
    before = read_proof(folder / "plan.xlsx", context(folder)).levels
    after = read_proof(tmp_path / "plan.xlsx", context(folder)).levels
    assert [x.value for x in before] == [x.value for x in after]
    assert sum(x.bound is None for x in after) == 1
