"""What a rule asks of all holders of some titles together, unit by unit or area by area, counted in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from optimizer.domain.scopes import MILLE, PARTS, parts_text, percent_text
from optimizer.findings import Address, Finding
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision
    from optimizer.domain.plan import Placement, Plan

Whole = TypeVar("Whole", int, Any)
MOST_PEOPLE = 30  # how many people one finding names


@dataclass(frozen=True)
class Row:
    """One limit over the holders in some units; share and base are whole hundred-thousandths.

    At least: sum over members of weight / divide - share x holders >= base. At most: the same <= base. `tags` says who
    is a member: people whose tag is among them; None stands for every holder.
    """

    area: Text
    units: tuple[str, ...]
    share: int = 0
    base: int = 0
    at_most: bool = False
    tags: frozenset[Hashable] | None = None
    divide: int = 1
    what: Text = field(default_factory=lambda: same(""))  # what its members are, in words


@dataclass(frozen=True)
class Measured:
    """What a plan gives one row: its holders, the members among them, their value (thousandths), how far outside.

    How far is counted in hundred-thousandths.
    """

    row: Row
    holders: tuple[Placement, ...]
    members: tuple[Placement, ...]
    value: int
    amount: int


@dataclass(frozen=True)
class Quota:
    """Rows over the holders of `titles`; a person counts once in a unit, however many of the titles they hold there.

    `tags` gives the tag of each person (who has none is no member), `weights` what a member counts (one where None),
    `people` who counts at all (everybody where None), `not_in` the units where somebody is no member whatever the tag.
    With `worst` only the row farthest outside is counted.
    """

    titles: frozenset[str]
    rows: tuple[Row, ...]
    says: Callable[[Measured], Text]
    asks: Callable[[Row], Text]
    tags: Mapping[str, Hashable] = field(default_factory=dict)
    weights: Mapping[str, int] | None = None
    people: frozenset[str] | None = None
    worst: bool = False
    not_in: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def weight(self, cadre_id: str) -> int:
        """Return what one person counts as a member, in thousandths."""
        return MILLE if self.weights is None else self.weights.get(cadre_id, 0)


class Named(Protocol):
    """What this file has to know of a rule."""

    @property
    def name(self) -> str:
        """The name of the rule."""

    def lifts(self, decision: Decision) -> bool:
        """Return whether an exception row speaks of this rule."""


def shared(value: Whole, divide: int) -> Whole:
    """Return value / divide as a whole number, halves upward; numpy arrays are divided in the same way."""
    return (2 * value + divide) // (2 * divide)


def spared_seats(rule: Named, case: Case) -> dict[str, list[tuple[str, str]]]:
    """Return the (unit or blank, title or blank) at which exceptions take each person out of a rule (R68)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for d in case.decisions:
        if rule.lifts(d):
            found.setdefault(d.cadre_id, []).append((d.unit_code, d.title_code))
    return found


def holders(rule: Named, case: Case, plan: Plan, titles: frozenset[str]) -> Iterator[Placement]:
    """Yield one placement for each person and unit with one of `titles` in hand, those of exceptions left out."""
    spared = spared_seats(rule, case)
    seen: set[tuple[str, str]] = set()
    for p in plan.placements:
        if p.title_code not in titles or p[:2] in seen or p.cadre_id not in case.cadre_by_id:
            continue
        if any(u in ("", p.unit_code) and t in ("", p.title_code) for u, t in spared.get(p.cadre_id, ())):
            continue
        seen.add(p[:2])
        yield p


def measured(rule: Named, case: Case, plan: Plan, quota: Quota) -> list[Measured]:
    """Return what a plan gives each row, in the order of the rows."""
    at: dict[str, list[int]] = {}
    for i, row in enumerate(quota.rows):
        for unit in row.units:
            at.setdefault(unit, []).append(i)
    held: list[list[Placement]] = [[] for _ in quota.rows]
    counted: list[list[Placement]] = [[] for _ in quota.rows]
    value = [0] * len(quota.rows)
    for p in holders(rule, case, plan, quota.titles):
        if quota.people is not None and p.cadre_id not in quota.people:
            continue
        tag = quota.tags.get(p.cadre_id)
        stranger = p.unit_code in quota.not_in.get(p.cadre_id, ())
        for i in at.get(p.unit_code, ()):
            row = quota.rows[i]
            held[i].append(p)
            if not stranger and (row.tags is None or (tag is not None and tag in row.tags)):
                counted[i].append(p)
                value[i] += shared(quota.weight(p.cadre_id), row.divide)
    found = []
    for row, all_, members, sum_ in zip(quota.rows, held, counted, value, strict=True):
        over = sum_ * (PARTS // MILLE) - row.share * len(all_) - row.base
        found.append(Measured(row, tuple(all_), tuple(members), sum_, max(0, over if row.at_most else -over)))
    return found


def broken(rule: Named, case: Case, plan: Plan, quotas: Iterable[Quota]) -> Iterator[Finding]:
    """Yield one finding a row that a plan is outside of; of a `worst` quota the row farthest outside, the first of ties."""
    for quota in quotas:
        outside = [m for m in measured(rule, case, plan, quota) if m.amount]
        if quota.worst and outside:
            outside = [max(outside, key=lambda m: m.amount)]
        for m in outside:
            yield _finding(rule, case, plan, quota, m)


def _finding(rule: Named, case: Case, plan: Plan, quota: Quota, m: Measured) -> Finding:
    """Return the sentence about one row, naming those who count against it."""
    members = set(m.members)
    against = [p for p in m.holders if (p in members) == (m.row.at_most or quota.weights is not None)]
    unit = case.unit_by_code.get(m.row.units[0])
    first = next((p for p in (*against, *m.holders)), None)
    where = plan.where.get(first) if first is not None else None
    if where is None:
        where = case.address(unit, "name") if unit is not None else Address()
    return Finding(
        rule.name,
        "error",
        quota.says(m),
        where=where,
        value=m.row.area.en,
        subject=(*_about(m.row), *(("cadre", p.cadre_id) for p in against[:MOST_PEOPLE]), ("rule", rule.name)),
        amount=m.amount / PARTS,
    )


def because(rule: Named, case: Case, quota: Quota, at: int) -> Finding:
    """Return what one row asks, as the finding a diagnosis quotes."""
    row = quota.rows[at]
    unit = case.unit_by_code.get(row.units[0])
    where = case.address(unit, "name") if unit is not None and len(row.units) == 1 else Address()
    subject = (*_about(row), ("rule", rule.name))
    return Finding(rule.name, "error", quota.asks(row), where=where, value=row.area.en, subject=subject, amount=1.0)


def _about(row: Row) -> tuple[tuple[str, str], ...]:
    return (("unit", row.units[0]),) if len(row.units) == 1 else (("area", row.area.en),)


def share_says(who: Text) -> Callable[[Measured], Text]:
    """Return the sentence of rules about shares: how many of the holders `who` are members, and what was asked."""

    def says(m: Measured) -> Text:
        text = (
            Text(
                "{area}: {n} trên {all} {who} {what}, quy định tối đa {share}; vượt {off} người.",
                "{area}: {n} of the {all} {who} {what}, at most {share} are to be; {off} too many.",
            )
            if m.row.at_most
            else Text(
                "{area}: {n} trên {all} {who} {what}, cần ít nhất {share}; còn thiếu {off} người.",
                "{area}: {n} of the {all} {who} {what}, at least {share} are to be; {off} missing.",
            )
        )
        return text.format(
            area=m.row.area,
            n=len(m.members),
            all=len(m.holders),
            who=who,
            what=m.row.what,
            share=percent_text(m.row.share),
            off=parts_text(m.amount),
        )

    return says


def share_asks(who: Text) -> Callable[[Row], Text]:
    """Return the limit of rules about shares, in words."""

    def asks(row: Row) -> Text:
        text = (
            Text("{area}: tối đa {share} {who} {what}.", "{area}: at most {share} of the {who} {what}.")
            if row.at_most
            else Text("{area}: ít nhất {share} {who} {what}.", "{area}: at least {share} of the {who} {what}.")
        )
        return text.format(area=row.area, share=percent_text(row.share), who=who, what=row.what)

    return asks
