"""At most so many people move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Whole
from optimizer.domain.quota import holders
from optimizer.findings import Address, Finding
from optimizer.model.quota import spared_tables, without_spared
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Mode, Rule
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts
    from optimizer.model.rows import Found

MOST_PEOPLE = 30  # how many people the finding names


class MoveCap(Rule):
    """At most `most` of the people placed move (R54).

    Sum over everybody who serves in a unit of the case and is placed, less those who stay, <= most. To stay is to be
    placed in the present unit (`counts` = unit), or to keep the present title there too (`counts` = seat; who has no
    title of the case is judged by the unit). Somebody from an office outside the units does not move in this sense.
    """

    name: ClassVar[str] = "move_cap"
    text: ClassVar[Text] = Text("Giới hạn số người chuyển", "Cap on moves")
    source: ClassVar[Text] = Text(
        "nguyên tắc ổn định tổ chức khi sắp xếp đơn vị hành chính",
        "the principle of keeping units stable through the reform",
    )
    topic: ClassVar[str] = "movement"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    most: Whole = Field(
        default=200,
        ge=0,
        le=1_000_000,
        description="How many people may move in one plan.",
        json_schema_extra={"vi": "Số người được chuyển tối đa trong một phương án."},
    )
    counts: Literal["unit", "seat"] = Field(
        default="unit",
        description="What a move is: leaving the unit (unit), or leaving the unit or the title (seat).",
        json_schema_extra={
            "vi": "Thế nào là chuyển: unit (rời đơn vị) hoặc seat (rời đơn vị hoặc thôi chức danh hiện nay)."
        },
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row: who serves in a unit counts elsewhere; judged by the title, everywhere but in that very seat."""
        serving = facts.current_unit >= 0
        if not serving.any():
            return ()
        by_title = serving & (facts.current_title >= 0) if self.counts == "seat" else np.zeros(facts.n_people, bool)
        away = np.append(np.where(np.eye(facts.n_units, dtype=bool), -1, 0), np.zeros((1, facts.n_units), int), axis=0)
        group = np.where(by_title, facts.n_units, facts.current_unit).astype(np.int32)  # -1 for who serves nowhere
        term = Term(away[:, :, None].astype(np.int32), np.ones(facts.n_people), group)
        spared = spared_tables(self, facts)
        every = np.ones(facts.n_titles, bool)
        people = np.flatnonzero(by_title).astype(np.int32)
        return (
            RowFamily(
                self.name,
                lower=np.array([-np.inf]),
                upper=np.array([float(self.most)]),
                because=lambda _: self._because(),
                terms=(without_spared(facts, term, every, spared),),
                listed=_Keeping.of(self, facts, by_title) if len(people) else None,
                people=people if len(people) else None,
                price=1.0,
            ),
        )

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield one finding where too many people move."""
        titles = frozenset(case.title_by_code)
        moving = []
        for p in holders(self, case, plan, titles):
            cadre = case.cadre_by_id[p.cadre_id]
            if cadre.current_unit_code not in case.unit_by_code:
                continue
            mine = {q.title_code for q in plan.by_cadre[p.cadre_id] if q.unit_code == p.unit_code}
            kept = cadre.current_title_code if self.counts == "seat" else None
            if p.unit_code != cadre.current_unit_code or (kept in titles and kept not in mine):
                moving.append(p)
        if len(moving) > self.most:
            yield self._finding(plan, moving)

    def _finding(self, plan: Plan, moving: list[Placement]) -> Finding:
        off = len(moving) - self.most
        text = Text(
            "Phương án chuyển {n} người, tối đa {most}; vượt {off} người.",
            "The plan moves {n} [person|people], at most {most} may be; {off} too many.",
        ).format(n=len(moving), most=self.most, off=off)
        where = next((plan.where[p] for p in reversed(moving) if p in plan.where), Address())
        people = tuple(("cadre", p.cadre_id) for p in moving[:MOST_PEOPLE])
        subject = (*people, ("rule", self.name))
        return Finding(
            self.name, "error", text, where=where, value=str(len(moving)), subject=subject, amount=float(off)
        )

    def _because(self) -> Finding:
        text = Text("Tối đa {n} người được chuyển.", "At most {n} [person|people] may move.").format(n=self.most)
        return Finding(self.name, "error", text, value=str(self.most), subject=(("rule", self.name),), amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        what = {
            "unit": Text("chuyển sang đơn vị khác", "move to another unit"),
            "seat": Text("chuyển sang đơn vị hoặc chức danh khác", "move to another unit or title"),
        }[self.counts]
        return Text("tối đa {n} người {what}", "at most {n} [person|people] may {what}").format(n=self.most, what=what)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a warning where nobody's present unit is known."""
        if case.cadres and all(c.current_unit_code not in case.unit_by_code for c in case.cadres):
            text = Text(
                "danh sách cán bộ chưa cho biết ai đang công tác ở đơn vị nào nên quy tắc không có tác dụng.",
                "the roster does not say in which unit anybody serves now, so the rule does nothing.",
            )
            fix = Text("Bổ sung cột Đơn vị công tác, hoặc tắt quy tắc.", "Add current_unit, or switch the rule off.")
            yield Finding("idle_rule", "warning", text, fix, subject=(("rule", self.name),))


@dataclass(frozen=True)
class _Keeping:
    """The candidates in which somebody keeps the present title in the present unit, and so does not move."""

    unit: NDArray[np.int32]  # (P,): the present unit, -1 for who is not judged by the title
    title: NDArray[np.int32]  # (P,)
    role_titles: NDArray[np.int32]
    spared: NDArray[np.int64]  # sorted keys of (person, unit, title) that exceptions take out of the count already
    shape: tuple[int, int]

    @classmethod
    def of(cls, rule: MoveCap, facts: Facts, by_title: NDArray[np.bool_]) -> _Keeping:
        keys = np.unique(rule.lifted_spots(facts).keys(facts.n_units, facts.n_titles))
        unit = np.where(by_title, facts.current_unit, -1).astype(np.int32)
        return cls(unit, facts.current_title, facts.role_titles, keys, (facts.n_units, facts.n_titles))

    def __call__(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return the entries that take back what everybody placed counts."""
        k = np.flatnonzero(self.unit[p] == u)
        held = self.role_titles[r[k]]
        keeps = (held == self.title[p[k]][:, None]).any(axis=1)
        if len(self.spared):
            n_units, n_titles = self.shape
            keys = (p[k].astype(np.int64) * n_units + u[k])[:, None] * n_titles + held
            keeps &= (~np.isin(keys, self.spared) & (held >= 0)).any(axis=1)
        k = k[keeps]
        return k.astype(np.int64), np.zeros(len(k), np.int64), np.full(len(k), -1.0)
