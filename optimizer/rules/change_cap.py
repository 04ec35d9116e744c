"""At most so many people change their place when a reviewed plan is made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from optimizer.domain.changes import changed_people
from optimizer.findings import Address, Finding
from optimizer.model.previous import Previous
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Mode, Rule, people_named
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts
    from optimizer.model.rows import Found


class ChangeCap(Rule):
    """At most `most` people are placed otherwise than in the reviewed plan (R67).

    People placed before, less those who keep exactly their seats, plus those placed now and not before, <= most.
    """

    name: ClassVar[str] = "change_cap"
    text: ClassVar[Text] = Text("Giới hạn số thay đổi so với phương án đã rà soát", "Cap on changes")
    source: ClassVar[Text] = Text(
        "nguyên tắc: rà soát không làm xáo trộn phần đã thống nhất",
        "the principle: a review leaves alone what was agreed",
    )
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")

    most: int = Field(
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
        people = np.flatnonzero(before.placed).astype(np.int32)
        new = Term(np.zeros((1, 1, 1), np.int32), np.where(before.placed, 0.0, 1.0))
        return (
            RowFamily(
                self.name,
                lower=np.array([-np.inf]),
                upper=np.array([float(self.most - len(facts.case.previous.by_cadre))]),
                because=lambda _: self._because(),
                terms=(new,),
                listed=_Keeping(before) if len(people) else None,
                people=people if len(people) else None,
                price=1.0,
            ),
        )

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield one finding where too many people change."""
        if case.previous is None:
            return
        changed = changed_people(case.previous, plan)
        off = len(changed) - self.most
        if off <= 0:
            return
        text = Text(
            "{n} người được bố trí khác phương án đã rà soát, tối đa {most}: {people}.",
            "{n} people are placed otherwise than in the reviewed plan, at most {most} may be: {people}.",
        ).format(n=len(changed), most=self.most, people=people_named(case, changed))
        written = (plan.where[p] for who in reversed(changed) for p in plan.by_cadre.get(who, ()) if p in plan.where)
        subject = (*(("cadre", p) for p in changed[:30]), ("rule", self.name))
        yield Finding(
            self.name, "error", text, where=next(written, Address()), value=str(len(changed)), subject=subject,
            amount=float(off),
        )  # fmt: skip

    def _because(self) -> Finding:
        text = Text(
            "Tối đa {n} người được bố trí khác phương án đã rà soát.",
            "At most {n} people may be placed otherwise than in the reviewed plan.",
        ).format(n=self.most)
        return Finding(self.name, "error", text, value=str(self.most), subject=(("rule", self.name),), amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "tối đa {n} người được bố trí khác phương án đã rà soát",
            "at most {n} people are placed otherwise than in the reviewed plan",
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
    """The candidates in which somebody keeps exactly the placement of the reviewed plan."""

    before: Previous

    def __call__(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return the entries that take back what everybody placed before counts."""
        k = np.flatnonzero(self.before.kept(p, u, r))
        return k.astype(np.int64), np.zeros(len(k), np.int64), np.full(len(k), -1.0)
