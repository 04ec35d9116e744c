"""What a copy of the case has to hold so that it stands for the case and all reviews of its plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.catalogue import find_name, known, settings_by_rule
from optimizer.sheets.review_keep import RuleUpdate

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision


@dataclass(frozen=True)
class Kept:
    """The decisions to add, the rows of decisions taken back, and the rules to change."""

    added: tuple[Decision, ...]
    gone: tuple[int, ...]
    rules: tuple[RuleUpdate, ...]


def kept(given: Case, reviewed: Case) -> Kept:
    """Return what tells the reviewed case from the one that was read."""
    before = {d.key for d in given.decisions}
    after = {d.key: d for d in reviewed.decisions}
    added = [d for d in reviewed.decisions if d.key not in before]
    asked_again = {
        d.key: after[d.key] for d in given.decisions if d.key in after and after[d.key].round != d.round
    }  # a newer reason stands for the older row
    gone = tuple(d.row for d in given.decisions if d.row and (d.key not in after or d.key in asked_again))
    rows = {name: s.row for name, s in settings_by_rule(given).items()}
    rules = []
    for setting in reviewed.rules:
        name = find_name(setting.rule)
        if setting.reviewed and name is not None:
            rules.append(RuleUpdate(setting, known()[name].text, rows.get(name, 0)))
    return Kept((*added, *asked_again.values()), gone, tuple(rules))
