"""At most so many people change their place when a reviewed plan is made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.changes import changed_people
from optimizer.domain.parameters import Whole
from optimizer.domain.quota import spared_seats
from optimizer.findings import Address, Finding
from optimizer.model.previous import Previous
from optimizer.model.quota import spared_tables, without_spared
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Mode, Rule, people_named
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan
    from optimizer.model.candidates import Ints
    from optimizer.model.facts import Facts
    from optimizer.model.rows import Found


class ChangeCap(Rule):
    """At most `most` people are placed otherwise than in the reviewed plan (R67).

    People placed before, less those who keep exactly their seats, plus those placed now and not before, <= most. An
    exception that names the rule takes a person out of the count: at the seats it names, or, without a seat, wherever
    the plan places them or leaves them out.
    """

    name: ClassVar[str] = "change_cap"
    text: ClassVar[Text] = Text("Giới hạn số thay đổi so với phương án đã rà soát", "Cap on changes")
    source: ClassVar[Text] = Text(
        "nguyên tắc: rà soát không làm xáo trộn phần đã thống nhất",
        "the principle: a review leaves alone what was agreed",
    )
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    most: Whole = Field(
        default=20,
        ge=0,
        le=1_000_000,
        description="How many people may be placed otherwise than in the reviewed plan.",
        json_schema_extra={"vi": "Số người tối đa được bố trí khác với phương án đã rà soát."},
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row: who is new counts, who keeps the placement is taken back from those counted already."""
        if facts.case.previous is None:
            return ()
        before = Previous.of(facts)
        free = self._free(facts.case)
        counted = np.array([c.cadre_id not in free for c in facts.case.cadres], bool)
        people = np.flatnonzero(before.placed & counted).astype(np.int32)
        new = Term(np.zeros((1, 1, 1), np.int32), np.where(before.placed | ~counted, 0.0, 1.0))
        every = np.ones(facts.n_titles, bool)
        return (
            RowFamily(
                self.name,
                lower=np.array([-np.inf]),
                upper=np.array([float(self.most - len(facts.case.previous.by_cadre.keys() - free))]),
                because=lambda _: self._because(),
                terms=(without_spared(facts, new, every, spared_tables(self, facts)),),
                listed=_Keeping.of(self, facts, before, counted) if len(people) else None,
                people=people if len(people) else None,
                price=1.0,
            ),
        )

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield one finding where too many people change."""
        if case.previous is None:
            return
        free = self._free(case)
        changed = [
            p for p in changed_people(case.previous, plan) if p not in free and not self._excepted(case, plan, p)
        ]
        off = len(changed) - self.most
        if off <= 0:
            return
        text = Text(
            "{n} người được bố trí khác phương án đã rà soát, tối đa {most}: {people}.",
            "{n} [person is|people are] placed otherwise than in the reviewed plan, at most {most} may be: {people}.",
        ).format(n=len(changed), most=self.most, people=people_named(case, changed))
        written = (plan.where[p] for who in reversed(changed) for p in plan.by_cadre.get(who, ()) if p in plan.where)
        subject = (*(("cadre", p) for p in changed[:30]), ("rule", self.name))
        yield Finding(
            self.name, "error", text, where=next(written, Address()), value=str(len(changed)), subject=subject,
            amount=float(off),
        )  # fmt: skip

    def _free(self, case: Case) -> frozenset[str]:
        """Return the people an exception takes out of the count whatever becomes of them."""
        return frozenset(cadre for cadre, seats in spared_seats(self, case).items() if ("", "") in seats)

    def _excepted(self, case: Case, plan: Plan, cadre_id: str) -> bool:
        held = plan.by_cadre.get(cadre_id, ())
        return bool(held) and all(self.lifted(case, p) is not None for p in held)

    def _because(self) -> Finding:
        text = Text(
            "Tối đa {n} người được bố trí khác phương án đã rà soát.",
            "At most {n} [person|people] may be placed otherwise than in the reviewed plan.",
        ).format(n=self.most)
        return Finding(self.name, "error", text, value=str(self.most), subject=(("rule", self.name),), amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "tối đa {n} người được bố trí khác phương án đã rà soát",
            "at most {n} [person is|people are] placed otherwise than in the reviewed plan",
        ).format(n=self.most)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a remark where no plan was reviewed."""
        if case.previous is None:
            text = Text(
                "chưa có phương án nào được rà soát nên quy tắc chưa có tác dụng.",
                "no plan has been reviewed yet, so the rule does nothing.",
            )
            yield Finding("idle_rule", "info", text, subject=(("rule", self.name),))


@dataclass(frozen=True)
class _Keeping:
    """The candidates in which somebody keeps exactly the placement of the reviewed plan, or stands by an exception."""

    before: Previous
    counted: NDArray[np.bool_]  # (P,): who was placed before, and is in the count at all
    role_titles: NDArray[np.int32]
    spared: Ints  # sorted keys of the (person, unit, title) that exceptions take out of the count
    shape: tuple[int, int]

    @classmethod
    def of(cls, rule: ChangeCap, facts: Facts, before: Previous, counted: NDArray[np.bool_]) -> _Keeping:
        keys = np.unique(rule.lifted_spots(facts).keys(facts.n_units, facts.n_titles))
        return cls(before, before.placed & counted, facts.role_titles, keys, (facts.n_units, facts.n_titles))

    def __call__(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return the entries that take back what everybody placed before counts."""
        kept = self.before.kept(p, u, r)
        if len(self.spared):
            n_units, n_titles = self.shape
            held = self.role_titles[r]
            keys = (p.astype(np.int64) * n_units + u)[:, None] * n_titles + held
            kept = kept | (np.isin(keys, self.spared) | (held < 0)).all(axis=1)
        k = np.flatnonzero(kept & self.counted[p])
        return k.astype(np.int64), np.zeros(len(k), np.int64), np.full(len(k), -1.0)
