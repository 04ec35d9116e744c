"""The whole command on a sample: from a workbook on disk to the plan workbook, Python's own start included."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.apart import Ended, apart
from tests.benchmarks.cases import USUAL


def without_rules(book: Path) -> None:
    """Take the Rules sheet out of a case workbook."""
    from openpyxl import load_workbook

    from optimizer.domain.entities import RuleSetting

    read = load_workbook(book)
    for name in {RuleSetting.sheet_name.vi, RuleSetting.sheet_name.en} & set(read.sheetnames):
        del read[name]
    read.save(book)


def whole_command(place: str, limit: float, memory_mb: int) -> Ended:
    """Return how `placement solve` ended on the sample's workbook."""
    with tempfile.TemporaryDirectory() as folder:
        book, plan = str(Path(folder) / "case.xlsx"), str(Path(folder) / "plan.xlsx")
        made = apart(["optimizer", "sample", place.removesuffix(USUAL), "--out", book, "--json"], limit, memory_mb)
        if made.why:
            return made
        if place.endswith(USUAL):
            without_rules(Path(book))
        ended = apart(["optimizer", "solve", book, "--out", plan, "--json"], limit, memory_mb)
    if ended.said is None:
        return ended
    levels = [(it["name"], it["value"], it["bound"]) for it in ended.said["levels"] if it["name"] != "tie_break"]
    stages = dict(ended.said["seconds"])
    stages["start"] = max(0.0, ended.seconds - sum(stages.values()))
    said = {
        "candidates": ended.said["candidates"],
        "seconds": stages,
        "levels": levels,
        "broken": 0,
        "placed": ended.said["placed"],
    }
    return replace(ended, said=said)
