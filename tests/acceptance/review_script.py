"""A review scripted over many rounds, as an office would live through it: every round is made through files and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl import load_workbook

from optimizer.checker import verify
from optimizer.domain.changes import changed_people
from optimizer.domain.plan import Placement, Plan
from optimizer.pipeline import propose
from optimizer.reports.workbook import write_plan
from optimizer.review.apply import Reviewed, review
from optimizer.rules.decisions import wanted
from optimizer.sheets.review_book import read_review
from tests.review.copies import marked, resaved

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from optimizer import Case
    from optimizer.domain.entities import Decision
    from optimizer.domain.plan import Outcome


@dataclass
class Office:
    """The case as it stands, the last plan with its workbook, and the rounds so far; `gap` is how far each is proved."""

    case: Case
    folder: Path
    gap: float = 0.0
    rounds: int = 0
    plan: Plan = field(default_factory=lambda: Plan(()))
    book: Path = None  # type: ignore[assignment]
    last: Outcome = None  # type: ignore[assignment]

    def draft(self) -> None:
        """Make the first plan."""
        self._written(self.case, propose(self.case, gap=self.gap))

    def refused(self, *copies: Path) -> list[str]:
        """Return the codes of what a review is refused for."""
        read = [read_review(path, self.case)[0] for path in copies]
        found = review(self.case, [c for c in read if c is not None]).findings
        return sorted({f.code for f in found if f.severity == "error"})

    def copy(self, name: str, marks: Any, then: Callable[[Any], None] | None = None, office: bool = False) -> Path:
        """Return a copy of the last plan as a reviewer sends it back, through LibreOffice with `office`."""
        path = marked(self.book, self.folder / f"{name}-{self.rounds}.xlsx", marks, then)
        return resaved(path, self.folder / f"saved-{self.rounds}") if office else path

    def round(self, *copies: Path) -> Reviewed:
        """Live through one round: read, understood, solved, verified, every decision honoured, changes proved least."""
        read = []
        for path in copies:
            copy, findings = read_review(path, self.case)
            assert copy is not None
            assert not [f for f in findings if f.severity == "error"], findings
            assert copy.plan == self.plan
            read.append(copy)
        found = review(self.case, read)
        assert not [f for f in found.findings if f.severity == "error"], found.findings
        self.rounds += 1
        assert found.round.number == self.rounds
        before, outcome = self.plan, propose(found.case, gap=self.gap)
        self._written(found.case, outcome)
        for d in found.case.decisions:
            assert honoured(found.case, self.plan, d), d
        (level,) = (x for x in outcome.levels if x.name == "fewest_changes")
        assert level.value == len(changed_people(before, self.plan))
        if self.gap == 0:
            assert level.bound == level.value, "the number of changes is proved least"
        return found

    def _written(self, case: Case, outcome: Outcome) -> None:
        assert outcome.plan is not None, [f.sentence("en") for f in outcome.findings]
        verdict = verify(case, outcome.plan)
        assert verdict.ok, verdict.findings[:3]
        self.last, self.plan = outcome, outcome.plan
        path = self.folder / f"plan-{self.rounds}.xlsx"
        self.book = write_plan(outcome.plan, path, case, outcome, verdict)

    def holder(self, unit: str, title: str) -> Placement:
        """Return who holds a seat."""
        return Placement(self.plan.by_seat[unit, title][0], unit, title)

    def changed(self) -> set[str]:
        """Return the people listed on the sheet of changes of the last plan."""
        rows = load_workbook(self.book)["Thay đổi"].iter_rows(min_row=2, values_only=True)
        found = set()
        for row in rows:
            if row[0] is None or row[6] not in ("chuyển ghế", "thôi bố trí", "mới bố trí"):
                break
            assert row[7], "every change has its reason"
            found.add(row[0])
        return found


def honoured(case: Case, plan: Plan, d: Decision) -> bool:
    """Return whether a plan keeps one decision, looked at by itself."""
    held = [(p.unit_code, p.title_code) for p in plan.by_cadre.get(d.cadre_id, ())]
    if d.action in ("lock", "keep"):
        seat = wanted(case, d)
        return seat is not None and any(seat[0] in ("", u) and seat[1] in ("", t) for u, t in held)
    if d.action == "forbid":
        return not any(d.unit_code in ("", u) and d.title_code in ("", t) for u, t in held)
    return d.action != "exclude" or not held


def sorted_by(column: int) -> Callable[[Any], None]:
    """Return a sort of the whole plan sheet by one column, from the bottom up."""

    def change(book: Any) -> None:
        sheet = book.worksheets[0]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        for r, row in enumerate(sorted(rows, key=lambda row: str(row[column]), reverse=True), 2):
            for c, value in enumerate(row, 1):
                sheet.cell(r, c).value = value

    return change
