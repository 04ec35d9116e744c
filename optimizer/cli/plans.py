"""Plans on the command line: a workbook, or a word for the placement of today."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.cli.exits import Exit, Failure
from optimizer.cli.help import Argument
from optimizer.cli.paths import InFile
from optimizer.findings import has_errors
from optimizer.text import Text, fold

if TYPE_CHECKING:
    import click

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan
    from optimizer.findings import Finding

CURRENT = Path("current")  # stands for the placement of today
_WORDS = frozenset({"current", "present", "hien nay", "hien tai"})
_UNKNOWN = ("unknown_cadre", "unknown_unit", "unknown_title")


class PlanFile(InFile):
    """A plan workbook, or the word `current`."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path of a plan, CURRENT where the placement of today is meant."""
        if fold(str(value)) in _WORDS and not Path(value).exists():
            return CURRENT
        return super().convert(value, param, ctx)


def either_plan(name: str, metavar: str, words: Text, required: bool = True) -> Argument:
    """Return an argument that takes a plan or the word `current`."""
    return Argument([name], words, metavar=metavar, type=PlanFile(), required=required)


def sound_plan(path: Path, case: Case) -> tuple[Plan, list[Finding]]:
    """Return the plan at `path` and the remarks about its cells; end the command where it cannot be read.

    A code the case does not know is no reason to end: the checker refuses it with its cell.
    """
    if path == CURRENT:
        from optimizer.review.present import present_plan

        return present_plan(case), []
    from optimizer.sheets.planbook import read_plan

    plan, findings = read_plan(path, case)
    unread = [f for f in findings if f.code not in _UNKNOWN]
    if has_errors(unread) or (not plan.placements and has_errors(findings)):
        text = Text(f"không đọc được phương án “{path}”.", f"the plan “{path}” cannot be read.")
        raise Failure(Exit.INPUT, "input_error", text, findings=findings)
    return plan, unread
