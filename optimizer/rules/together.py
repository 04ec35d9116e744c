"""Pairs of people to keep in one unit, or out of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.quota import spared_seats
from optimizer.findings import Finding
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Rule, who
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

Ints = NDArray[np.int64]


class Together(Rule):
    """Relations `same_unit` and `different_unit` of any two people are kept, as the sheet's reader asked (DESIGN 2).

    same_unit, for every pair and unit u: sum over roles of x[a,u,r] - x[b,u,r] = 0, so one is placed if the other is.
    different_unit, for every pair and unit u: sum over roles of x[a,u,r] + x[b,u,r] <= 1.

    An exception that names the rule, for either of the pair: without a seat, nothing is asked of the pair at all;
    at the seats it names, that person's placement there asks nothing of the other. A role counts as such a seat where
    all of its titles are.
    """

    name: ClassVar[str] = "together"
    text: ClassVar[Text] = Text("Cùng hoặc khác đơn vị", "Together or apart")
    source: ClassVar[Text] = Text("trang Quan hệ", "sheet Relations")
    topic: ClassVar[str] = "pairs"
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return a family for the pairs to keep together, one for those with an exception, one for those to keep apart."""
        together = self._asked(facts.case, "same_unit")
        excepted = {d.cadre_id for d in facts.case.decisions if self.lifts(d)}
        loose = [r for r in together if {r.cadre_a, r.cadre_b} & excepted]
        strict = [r for r in together if r not in loose]
        families = (
            self._family(facts, strict, _PairEntries.of(facts, strict, -1.0), 0.0, 0.0),
            self._family(facts, _both_ways(loose), _FollowEntries.of(facts, _both_ways(loose), self), -np.inf, 0.0),
            self._apart(facts),
        )
        return tuple(family for family in families if family is not None)

    def _apart(self, facts: Facts) -> RowFamily | None:
        pairs = self._asked(facts.case, "different_unit")
        lifted = np.unique(self.lifted_spots(facts).keys(facts.n_units, facts.n_titles))
        return self._family(facts, pairs, _PairEntries.of(facts, pairs, 1.0, lifted), -np.inf, 1.0)

    def _family(
        self,
        facts: Facts,
        pairs: Sequence[Relation],
        entries: _PairEntries | _FollowEntries,
        lower: float,
        upper: float,
    ) -> RowFamily | None:
        if not pairs:
            return None
        n = len(pairs) * facts.n_units
        people = np.unique(entries.person).astype(np.int32)
        return RowFamily(
            self.name,
            np.full(n, lower),
            np.full(n, upper),
            lambda row: self.finding(facts.case, pairs[row // facts.n_units]),
            listed=entries,
            people=people,
        )

    def _asked(self, case: Case, kind: str) -> list[Relation]:
        """Return the pairs of one kind of which something is asked: neither has an exception for whatever seat."""
        freed = {cadre for cadre, seats in spared_seats(self, case).items() if ("", "") in seats}
        return [r for r in _pairs(case, kind) if not {r.cadre_a, r.cadre_b} & freed]

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each pair the plan parts or joins against the sheet."""
        for kind in ("same_unit", "different_unit"):
            for relation in self._asked(case, kind):
                a, bound_a = self._held(case, plan, relation.cadre_a)
                b, bound_b = self._held(case, plan, relation.cadre_b)
                if kind == "different_unit":
                    broken = bool(bound_a & bound_b)
                else:  # whoever stands where an exception lets them need not be followed
                    broken = (b == bound_b and not bound_a <= b) or (a == bound_a and not bound_b <= a)
                if broken:
                    yield self.finding(case, relation, (_units(case, a), _units(case, b)), plan)

    def _held(self, case: Case, plan: Plan, cadre_id: str) -> tuple[set[str], set[str]]:
        """Return the units a person is placed in, and those of them in a seat no exception speaks of."""
        held = plan.by_cadre.get(cadre_id, ())
        return {p.unit_code for p in held}, {p.unit_code for p in held if self.lifted(case, p) is None}

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
        """Yield pairs that are one person, pairs asked to be both together and apart, and whom a leaver takes along."""
        apart = {_key(r) for r in _pairs(case, "different_unit")}
        yield from self._left_behind(case)
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

    def _left_behind(self, case: Case) -> Iterator[Finding]:
        """Yield a warning for each pair to keep together of whom one, and so the other too, is not to be placed."""
        # an exception by name may be one to the rule on status, which would let a leaver be placed all the same
        spared = {cadre for cadre, rows in case.exceptions_of.items() if any(d.rule for d in rows)}
        out = {c.cadre_id for c in case.cadres if c.status != "available"} - spared
        out |= {d.cadre_id for d in case.decisions if d.action == "exclude"}
        for r in self._asked(case, "same_unit"):
            for gone, other in ((r.cadre_a, r.cadre_b), (r.cadre_b, r.cadre_a)):
                if gone not in out or other in out:
                    continue
                text = Text(
                    "{gone} nghỉ, tạm dừng hoặc bị loại; cặp này phải cùng đơn vị nên {other} cũng không được bố trí.",
                    "{gone} is leaving, frozen or excluded; the pair is to be in one unit, so {other} is not placed either.",
                ).format(gone=who(case.cadre_by_id[gone]), other=who(case.cadre_by_id[other]))
                fix = Text(
                    "Xóa dòng này hoặc ghi ngoại lệ cho quy tắc này.",
                    "Delete the row, or allow an exception to this rule.",
                )
                subject = (("cadre", other), ("cadre_b", gone), ("rule", self.name))
                yield Finding("left_behind", "warning", text, fix, case.address(r, "kind"), r.kind, subject)


@dataclass(frozen=True)
class _PairEntries:
    """Each person's pairs, sorted by person: a candidate enters the row of each pair and its unit, signed."""

    person: Ints
    pair: Ints
    sign: NDArray[np.float64]
    facts: Facts
    lifted: Ints  # keys of the (person, unit, title) at which an exception takes a person out

    @classmethod
    def of(cls, facts: Facts, pairs: Sequence[Relation], sign_b: float, lifted: Ints | None = None) -> _PairEntries:
        a = np.array([facts.person_at[r.cadre_a] for r in pairs], np.int64)
        b = np.array([facts.person_at[r.cadre_b] for r in pairs], np.int64)
        person = np.concatenate([a, b])
        pair = np.concatenate([np.arange(len(a)), np.arange(len(b))])
        sign = np.concatenate([np.ones(len(a)), np.full(len(b), sign_b)])
        order = np.argsort(person, kind="stable")
        none = np.zeros(0, np.int64)
        return cls(person[order], pair[order], sign[order], facts, none if lifted is None else lifted)

    def __call__(
        self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]
    ) -> tuple[Ints, Ints, NDArray[np.float64]]:
        """Return (candidate, row, coefficient) of every candidate whose person is in a pair."""
        candidate, at = _joined(self.person, p)
        if len(self.lifted):
            bound = ~_all_lifted(self.facts, self.lifted, p, u, r)[candidate]
            candidate, at = candidate[bound], at[bound]
        row = self.pair[at] * self.facts.n_units + u[candidate]
        return candidate, row.astype(np.int64), self.sign[at]


@dataclass(frozen=True)
class _FollowEntries:
    """Rows "where a is, b is too, unless b stands where an exception lets them": one an ordered pair (a, b) and unit.

    a counts 1 in the row of their unit, except where an exception lets them be alone; b counts -1 in the row of theirs,
    and where an exception lets them in every row of the pair.
    """

    person: Ints
    pair: Ints
    leads: NDArray[np.bool_]  # whether the person is a of the pair
    facts: Facts
    lifted: Ints

    @classmethod
    def of(cls, facts: Facts, pairs: Sequence[Relation], rule: Together) -> _FollowEntries:
        both = _PairEntries.of(facts, pairs, -1.0)
        lifted = np.unique(rule.lifted_spots(facts).keys(facts.n_units, facts.n_titles))
        return cls(both.person, both.pair, both.sign > 0, facts, lifted)

    def __call__(
        self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]
    ) -> tuple[Ints, Ints, NDArray[np.float64]]:
        """Return (candidate, row, coefficient) of every candidate whose person is in a pair."""
        n_units = self.facts.n_units
        candidate, at = _joined(self.person, p)
        free = _all_lifted(self.facts, self.lifted, p, u, r)[candidate]
        leads = self.leads[at]
        own = np.flatnonzero(~free)
        wide = np.flatnonzero(~leads & free)
        k = np.concatenate([candidate[own], np.repeat(candidate[wide], n_units)])
        row = np.concatenate(
            [
                self.pair[at[own]] * n_units + u[candidate[own]],
                np.repeat(self.pair[at[wide]] * n_units, n_units) + np.tile(np.arange(n_units), len(wide)),
            ]
        )
        coef = np.concatenate([np.where(leads[own], 1.0, -1.0), np.full(len(wide) * n_units, -1.0)])
        return k, row.astype(np.int64), coef


def _joined(person: Ints, p: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """Return every (candidate, position in the sorted `person`) of one and the same person."""
    first = np.searchsorted(person, p, side="left")
    count = np.searchsorted(person, p, side="right") - first
    candidate = np.repeat(np.arange(len(p)), count)
    within = np.arange(len(candidate)) - np.repeat(np.cumsum(count) - count, count)
    return candidate.astype(np.int64), np.repeat(first, count) + within


def _all_lifted(
    facts: Facts, lifted: Ints, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Return which candidates hold nothing but seats an exception speaks of."""
    held = facts.role_titles[r]
    keys = (p.astype(np.int64) * facts.n_units + u)[:, None] * facts.n_titles + held
    return np.asarray((np.isin(keys, lifted) | (held < 0)).all(axis=1))


def _both_ways(pairs: Iterable[Relation]) -> list[Relation]:
    """Return each pair as it is written and the other way round."""
    return [turned for r in pairs for turned in (r, r.model_copy(update={"cadre_a": r.cadre_b, "cadre_b": r.cadre_a}))]


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
