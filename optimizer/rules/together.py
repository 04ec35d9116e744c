"""Pairs of people to keep in one unit, or out of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from optimizer.findings import Finding
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Rule, who
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

Ints = NDArray[np.int64]


class Together(Rule):
    """Relations `same_unit` and `different_unit` of any two people are kept, as the sheet's reader asked (DESIGN 2).

    same_unit, for every pair and unit u: sum over roles of x[a,u,r] - x[b,u,r] = 0, so one is placed if the other is.
    different_unit, for every pair and unit u: sum over roles of x[a,u,r] + x[b,u,r] <= 1.
    """

    name: ClassVar[str] = "together"
    text: ClassVar[Text] = Text("Cùng hoặc khác đơn vị", "Together or apart")
    source: ClassVar[Text] = Text("trang Quan hệ", "sheet Relations")
    topic: ClassVar[str] = "pairs"

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one family for the pairs to keep together and one for those to keep apart."""
        found = []
        for kind, sign, lower, upper in (("same_unit", -1.0, 0.0, 0.0), ("different_unit", 1.0, -np.inf, 1.0)):
            pairs = _pairs(facts.case, kind)
            if pairs:
                a = np.array([facts.person_at[r.cadre_a] for r in pairs], np.int64)
                b = np.array([facts.person_at[r.cadre_b] for r in pairs], np.int64)
                n = len(pairs) * facts.n_units
                entries = _PairEntries.of(a, b, sign, facts.n_units)
                because = _because(self, facts, pairs)
                people = entries.person.astype(np.int32)
                family = RowFamily(
                    self.name, np.full(n, lower), np.full(n, upper), because, listed=entries, people=people
                )
                found.append(family)
        return tuple(found)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each pair the plan parts or joins against the sheet."""
        for kind in ("same_unit", "different_unit"):
            for relation in _pairs(case, kind):
                a = {p.unit_code for p in plan.by_cadre.get(relation.cadre_a, ())}
                b = {p.unit_code for p in plan.by_cadre.get(relation.cadre_b, ())}
                broken = a != b if kind == "same_unit" else bool(a & b)
                if broken:
                    yield self.finding(case, relation, (_units(case, a), _units(case, b)), plan)

    def finding(
        self, case: Case, relation: Relation, units: tuple[Text, Text] | None = None, plan: Plan | None = None
    ) -> Finding:
        """Return the sentence about one pair; with the units each is placed in, where a plan breaks it."""
        ids = (relation.cadre_a, relation.cadre_b)
        names = {"a": who(case.cadre_by_id[ids[0]]), "b": who(case.cadre_by_id[ids[1]])}
        asked = {
            "same_unit": Text("{a} và {b} phải ở cùng một đơn vị", "{a} and {b} are to be in one unit"),
            "different_unit": Text("{a} và {b} không được ở cùng một đơn vị", "{a} and {b} are not to be in one unit"),
        }[relation.kind].format(**names)
        where = case.address(relation, "kind")
        if units is None:
            text = Text("{asked}.", "{asked}.").format(asked=asked)
        else:
            text = Text("{asked}; phương án: {a} và {b}.", "{asked}; the plan says: {a} and {b}.").format(
                asked=asked, a=units[0], b=units[1]
            )
        if plan is not None:
            where = next((plan.where[p] for p in plan.by_cadre.get(ids[1], ()) if p in plan.where), where)
        subject = (("cadre", ids[0]), ("cadre_b", ids[1]), ("rule", self.name))
        return Finding(self.name, "error", text, where=where, value=relation.kind, subject=subject, amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "các cặp ghi cùng đơn vị hoặc khác đơn vị ở trang Quan hệ được bố trí đúng như vậy",
            "pairs to serve in one unit, or in different ones, by the Relations sheet are placed so",
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield pairs that are one person, and pairs asked to be both together and apart."""
        apart = {_key(r) for r in _pairs(case, "different_unit")}
        for r in case.relations:
            if r.kind not in ("same_unit", "different_unit"):
                continue
            if r.cadre_a == r.cadre_b:
                text = Text(
                    "hai người trong cặp là một nên dòng này không có tác dụng.",
                    "both are one person, so this row says nothing.",
                )
            elif r.kind == "same_unit" and _key(r) in apart:
                text = Text(
                    "cặp này vừa phải cùng vừa phải khác đơn vị, nên cả hai sẽ không được bố trí.",
                    "this pair is to be both together and apart, so neither will be placed.",
                )
            else:
                continue
            fix = Text("Sửa lại mã cán bộ hoặc xóa dòng này.", "Correct the codes, or delete the row.")
            subject = (("cadre", r.cadre_a), ("cadre_b", r.cadre_b), ("rule", self.name))
            yield Finding("odd_relation", "warning", text, fix, case.address(r, "kind"), r.kind, subject)


@dataclass(frozen=True)
class _PairEntries:
    """Each person's pairs, sorted by person: a candidate enters the row of each pair and its unit, signed."""

    person: Ints
    pair: Ints
    sign: NDArray[np.float64]
    n_units: int

    @classmethod
    def of(cls, a: Ints, b: Ints, sign_b: float, n_units: int) -> _PairEntries:
        person = np.concatenate([a, b])
        pair = np.concatenate([np.arange(len(a)), np.arange(len(b))])
        sign = np.concatenate([np.ones(len(a)), np.full(len(b), sign_b)])
        order = np.argsort(person, kind="stable")
        return cls(person[order], pair[order], sign[order], n_units)

    def __call__(
        self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]
    ) -> tuple[Ints, Ints, NDArray[np.float64]]:
        """Return (candidate, row, coefficient) of every candidate whose person is in a pair."""
        first = np.searchsorted(self.person, p, side="left")
        count = np.searchsorted(self.person, p, side="right") - first
        candidate = np.repeat(np.arange(len(p)), count)
        within = np.arange(len(candidate)) - np.repeat(np.cumsum(count) - count, count)
        at = np.repeat(first, count) + within
        row = self.pair[at] * self.n_units + u[candidate]
        return candidate.astype(np.int64), row.astype(np.int64), self.sign[at]


def _because(rule: Together, facts: Facts, pairs: Sequence[Relation]) -> Callable[[int], Finding]:
    return lambda row: rule.finding(facts.case, pairs[row // facts.n_units])


def _key(relation: Relation) -> tuple[str, ...]:
    return tuple(sorted((relation.cadre_a, relation.cadre_b)))


def _pairs(case: Case, kind: str) -> tuple[Relation, ...]:
    """Return the pairs of one kind, each once, whichever way round it was written; nobody makes a pair alone."""
    known = case.cadre_by_id
    found: dict[tuple[str, ...], Relation] = {}
    for r in case.relations:
        if r.kind == kind and r.cadre_a != r.cadre_b and r.cadre_a in known and r.cadre_b in known:
            found.setdefault(_key(r), r)
    return tuple(found.values())


def _units(case: Case, codes: set[str]) -> Text:
    if not codes:
        return Text("không bố trí", "not placed")
    names = ", ".join(sorted(case.unit_by_code[c].name if c in case.unit_by_code else c for c in codes))
    return Text(names, names)
