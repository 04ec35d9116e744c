"""The Rules rows that reviewers changed, put over those of the case cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.catalogue import find_name, known, settings_by_rule
from optimizer.findings import Address, Finding
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import RuleSetting
    from optimizer.sheets.review_copy import ReviewCopy, RuleChange


def merged_rules(
    case: Case, copies: Sequence[ReviewCopy], place: Callable[[ReviewCopy, int], int]
) -> tuple[tuple[RuleSetting, ...], tuple[str, ...], list[Finding]]:
    """Return the rule settings of the reviewed case, the names of the rules changed now, and the conflicts.

    A cell changed in an earlier review counts as it reads now; a cell nobody changed is the case's own.
    """
    own = settings_by_rule(case)
    others = [s for s in case.rules if not any(s is row for row in own.values())]  # of other times, or not understood
    changes: dict[str, list[tuple[ReviewCopy, RuleChange]]] = {}
    for copy in copies:
        for change in copy.rules:
            name = find_name(change.name)
            if name is not None:
                changes.setdefault(name, []).append((copy, change))
    found: list[Finding] = []
    for name, every in changes.items():
        found += _conflicts(name, every)
        own[name] = _changed(own.get(name), every, place)
    fresh = tuple(sorted(name for name, every in changes.items() if any(c.fresh for _, c in every)))
    return (*own.values(), *others), fresh, found


def _changed(
    setting: RuleSetting | None,
    every: Sequence[tuple[ReviewCopy, RuleChange]],
    place: Callable[[ReviewCopy, int], int],
) -> RuleSetting:
    """Return a rule's row with the cells that reviews changed: those of earlier reviews first, then those changed now."""
    made = setting or every[0][1].setting
    for fresh in (False, True):
        for copy, change in every:
            cells = [cell for cell in change.cells if (cell in change.fresh) is fresh]
            if cells:
                update = {cell: getattr(change.setting, cell) for cell in cells}
                update |= {"source": place(copy, change.setting.source), "row": change.setting.row}
                update["reviewed"] = tuple(dict.fromkeys((*made.reviewed, *cells)))
                made = made.model_copy(update=update)
    return made


def _conflicts(name: str, every: Sequence[tuple[ReviewCopy, RuleChange]]) -> list[Finding]:
    """Return each cell that two copies changed to different values."""
    found = []
    seen: dict[str, tuple[object, Address]] = {}
    for _, change in every:
        for cell in sorted(change.fresh):
            where = change.cells[cell]
            value = getattr(change.setting, cell)
            first = seen.setdefault(cell, (value, where))
            if first[0] != value:
                text = _TWO_VALUES.format(
                    rule=known()[name].text, a=_shown(first[0]), a_at=first[1], b=_shown(value), b_at=where
                )
                found.append(
                    Finding("review_contradiction", "error", text, _AGREE, where, _shown(value), (("rule", name),))
                )
    return found


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{k}={v}" for k, v in value.items())
    return "x" if value is True else "–" if value in (None, False, "") else str(value)


_TWO_VALUES = Text(
    "quy tắc “{rule}” được đổi thành hai giá trị khác nhau: {a} ({a_at}) và {b} ({b_at}).",
    "the rule “{rule}” is changed to two different values: {a} ({a_at}) and {b} ({b_at}).",
)
_AGREE = Text("Thống nhất một giá trị trong cả hai bản.", "Agree on one value in both copies.")
