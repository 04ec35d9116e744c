"""Balances against their targets: what each rule about many people asks, and what the plan reaches, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.scopes import PARTS, percent_text
from optimizer.reports.papers.people import share_text
from optimizer.reports.words import number
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.checker import RuleCheck
    from optimizer.reports.papers.figures import Balance, Figures

MOST_AREAS = 12  # areas of one rule that are named


@dataclass(frozen=True)
class Reach:
    """One rule about many people: how many of its limits are met, what was reached, and where it falls short."""

    check: RuleCheck
    limits: int
    kept: int
    reached: tuple[Text, ...]
    bar: tuple[float, float] | None  # share reached and share asked, where one share alone is asked for
    unmet: tuple[Text, ...]

    @property
    def more(self) -> int:
        """How many limits that are not met are not named."""
        return self.limits - self.kept - len(self.unmet)


def reaches(figures: Figures) -> tuple[Reach, ...]:
    """Return the rules about many people in the order of the checker, each with what the plan gives them."""
    found: dict[str, list[Balance]] = {}
    for balance in figures.balances:
        found.setdefault(balance.check.name, []).append(balance)
    return tuple(_reach(rows) for rows in found.values())


def _reach(rows: Sequence[Balance]) -> Reach:
    unmet = sorted((b for b in rows if not b.kept), key=lambda b: -b.measured.amount)
    shares = sorted((s, i) for i, b in enumerate(rows) if (s := _share(b)) is not None)
    reached = tuple(_said(rows[i]) for i in dict.fromkeys(i for _, i in (shares[:1] + shares[-1:])))
    bar = (shares[0][0], rows[0].measured.row.share / PARTS) if len(rows) == len(shares) == 1 else None
    named = tuple(b.quota.says(b.measured) for b in unmet[:MOST_AREAS])
    return Reach(rows[0].check, len(rows), len(rows) - len(unmet), reached, bar, named)


def _share(balance: Balance) -> float | None:
    """Return the share of members among the holders, None where the rule asks for none or nobody is there."""
    measured = balance.measured
    if not measured.row.share or balance.quota.weights is not None or not measured.holders:
        return None
    return len(measured.members) / len(measured.holders)


def _said(balance: Balance) -> Text:
    """Return a share reached beside the one asked for: the area, the counts, the percentage."""
    measured = balance.measured
    n, every = len(measured.members), len(measured.holders)
    asked = Text("tối đa {x}", "at most {x}") if measured.row.at_most else Text("ít nhất {x}", "at least {x}")
    return Text("{area}: {n}/{all} = {share} ({asked})", "{area}: {n}/{all} = {share} ({asked})").format(
        area=measured.row.area,
        n=number(n, 0),
        all=number(every, 0),
        share=share_text(n / every),
        asked=asked.format(x=percent_text(measured.row.share)),
    )
