"""Nobody is moved in the middle of a rotation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Flag, Whole
from optimizer.domain.tenure import full_months
from optimizer.domain.title_kept import title_kept
from optimizer.findings import Finding
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Mode, Rule, who
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts
    from optimizer.model.rows import Found

Seat = tuple[str, str]  # unit and title code; in an exception a blank one means any


class RotationFreeze(Rule):
    """Who is inside a rotation of `min_months` stays in the present unit and title (R39, R40).

    The column of the day the rotation began says who is. For each such person whose present seat the case has: sum of x
    over the placements there >= 1; for one whose present seat it has not (an office of the province): sum over all
    placements <= 0. Without `must_stay` the first are only kept from moving: sum over all other placements <= 0. Of
    titles held beside each other the highest that has a seat is the present one. An exception allows the seats it names;
    one that names none takes the person out of the rule. A date known in part is read at its latest.
    """

    name: ClassVar[str] = "rotation_freeze"
    text: ClassVar[Text] = Text("Đang trong thời gian luân chuyển", "Inside a rotation")
    source: ClassVar[Text] = Text(
        "Nghị định 170/2025/NĐ-CP (Điều 48), Quy định 65-QĐ/TW",
        "Decree 170/2025/NĐ-CP (Article 48), Regulation 65-QĐ/TW",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    min_months: Whole = Field(
        default=36,
        ge=1,
        le=600,
        description="Full months a rotation lasts at least.",
        json_schema_extra={"vi": "Số tháng tròn tối thiểu của một lần luân chuyển."},
    )

    must_stay: Flag = Field(
        default=True,
        description="They are placed in the present seat where the case has it; if not, they may also stay unplaced.",
        json_schema_extra={
            "vi": "Phải được bố trí vào đúng vị trí hiện nay (nếu có trong Chỉ tiêu); nếu không, có thể chưa bố trí.",
            "shown": "yes",
        },
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one family for those who have to be placed where they are and one for those who may only not move."""
        case = facts.case
        found = []
        for anchored in (True, False):
            people = [c for c in self._frozen(case) if self._anchored(case, c) == anchored]
            if not people:
                continue
            entries = _Entries.of(facts, people, [self._allowed(case, c) for c in people], anchored)
            n = len(people)
            lower, upper = (np.ones(n), np.full(n, np.inf)) if anchored else (np.full(n, -np.inf), np.zeros(n))
            because = _Because(self, case, tuple(people))
            found.append(RowFamily(self.name, lower, upper, because, listed=entries, people=entries.people, alone=True))
        return tuple(found)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield everybody inside a rotation whom the plan moves, or takes out of the present seat."""
        for cadre in self._frozen(case):
            held = plan.by_cadre.get(cadre.cadre_id, ())
            allowed = self._allowed(case, cadre)
            stays = any(_matches((p.unit_code, p.title_code), seat) for p in held for seat in allowed)
            if stays or (not held and not self._anchored(case, cadre)):
                continue
            yield self.sentence(case, cadre, plan)

    def sentence(self, case: Case, cadre: Cadre, plan: Plan | None = None) -> Finding:
        """Return the sentence about one person; with what the plan does instead, where there is one."""
        present = _present(case, cadre)
        if present is not None:
            post = _seat_text(case, present)
        else:
            written = ", ".join(w for w in (tidy(cadre.current_title), tidy(cadre.current_unit)) if w)
            post = Text(written or "vị trí hiện nay", written or "the present post")
        text = Text(
            "{who} luân chuyển từ {since}, chưa đủ {months} tháng nên phải giữ nguyên vị trí ({post})",
            "{who} is in rotation since {since}, for less than {months} [month|months], and stays where they are ({post})",
        ).format(who=who(cadre), since=cadre.rotation_since, months=self.min_months, post=post)
        where = case.address(cadre, "rotation_since")
        subject: tuple[tuple[str, str], ...] = (("cadre", cadre.cadre_id), ("rule", self.name))
        if plan is None:
            text = Text("{text}.", "{text}.").format(text=text)
        else:
            held = plan.by_cadre.get(cadre.cadre_id, ())
            where = next((plan.where[p] for p in held if p in plan.where), where)
            seats = [_seat_text(case, (p.unit_code, p.title_code)) for p in held]
            seats = seats or [Text("không bố trí", "not placed")]
            said = Text(", ".join(s.vi for s in seats), ", ".join(s.en for s in seats))
            text = Text("{text}; phương án: {plan}.", "{text}; the plan says: {plan}.").format(text=text, plan=said)
            subject = (
                ("cadre", cadre.cadre_id),
                *((("unit", held[0].unit_code), ("title", held[0].title_code)) if held else ()),
                ("rule", self.name),
            )
        return Finding(self.name, "error", text, where=where, value=cadre.cadre_id, subject=subject, amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "người luân chuyển chưa đủ {months} tháng giữ nguyên vị trí",
            "who has been in rotation for less than {months} [month|months] stays where they are",
        ).format(months=self.min_months)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield seats that more people in rotation hold than there are holders."""
        if not self.must_stay:
            return
        present = [(c, seat) for c in self._frozen(case) if (seat := _present(case, c)) is not None]
        held = Counter(seat for _, seat in present)
        for cadre, seat in present:
            most = case.seat_by_key[seat].max
            if held[seat] > most:
                text = Text(
                    "{count} người đang luân chuyển giữ {seat}, nhưng tối đa chỉ có {most}.",
                    "{count} people in rotation hold {seat}, which has {most} [holder|holders] at most.",
                ).format(count=held[seat], seat=_seat_text(case, seat), most=most)
                fix = Text(
                    "Tăng tối đa, sửa ngày luân chuyển hoặc ghi ngoại lệ.",
                    "Raise the maximum, correct a date of rotation, or allow an exception.",
                )
                subject = (("cadre", cadre.cadre_id), ("unit", seat[0]), ("title", seat[1]), ("rule", self.name))
                where = case.address(cadre, "rotation_since")
                yield Finding("crowded_rotation", "warning", text, fix, where, str(cadre.rotation_since), subject)

    def _frozen(self, case: Case) -> list[Cadre]:
        """Return who is inside a rotation, leavers and people frozen for other reasons left out."""
        day = case.settings.plan_date
        return [
            c
            for c in case.cadres
            if c.rotation_since is not None
            and c.status == "available"
            and full_months(c.rotation_since, day, "latest") < self.min_months
            and ("", "") not in self._excepted(case, c)
        ]

    def _anchored(self, case: Case, cadre: Cadre) -> bool:
        return self.must_stay and _present(case, cadre) is not None

    def _excepted(self, case: Case, cadre: Cadre) -> list[Seat]:
        rows = case.exceptions_of.get(cadre.cadre_id, ())
        return [(d.unit_code, d.title_code) for d in rows if self.lifts(d)]

    def _allowed(self, case: Case, cadre: Cadre) -> list[Seat]:
        present = _present(case, cadre)
        return [*([present] if present is not None else []), *self._excepted(case, cadre)]


@dataclass(frozen=True)
class _Because:
    """What stands behind the row of each person."""

    rule: RotationFreeze
    case: Case
    people: tuple[Cadre, ...]

    def __call__(self, row: int) -> Finding:
        """Return the sentence about the person of one row."""
        return self.rule.sentence(self.case, self.people[row])


@dataclass(frozen=True)
class _Entries:
    """For each frozen person, in the order of the case, which units and roles count in the person's row."""

    people: NDArray[np.int32]
    table: NDArray[np.bool_]  # (people, U, R)

    @classmethod
    def of(cls, facts: Facts, people: Sequence[Cadre], allowed: Sequence[Sequence[Seat]], anchored: bool) -> _Entries:
        titles = np.zeros(
            (len(people), facts.n_units, facts.n_titles + 1), bool
        )  # the last title is the padding of roles
        for i, seats in enumerate(allowed):
            for unit, title in seats:
                u = slice(None) if not unit else facts.unit_at.get(unit)
                t = slice(facts.n_titles) if not title else facts.title_at.get(title)
                if u is not None and t is not None:
                    titles[i, u, t] = True
        roles: NDArray[np.bool_] = np.asarray(titles[:, :, facts.role_titles].any(axis=3))
        at = np.array([facts.person_at[c.cadre_id] for c in people], np.int32)
        return cls(at, roles if anchored else np.logical_not(roles))

    def __call__(self, p: NDArray[np.int32], u: NDArray[np.int32], r: NDArray[np.int32]) -> Found:
        """Return (candidate, row, 1) of every candidate that counts."""
        row = np.minimum(np.searchsorted(self.people, p), len(self.people) - 1)
        inside = np.flatnonzero((self.people[row] == p) & self.table[row, u, r])
        return inside.astype(np.int64), row[inside].astype(np.int64), np.ones(len(inside))


def _present(case: Case, cadre: Cadre) -> Seat | None:
    """Return the seat somebody holds now, None where the case has no such seat."""
    unit = cadre.current_unit_code or ""
    key = unit, title_kept(case, cadre, unit) or ""
    seat = case.seat_by_key.get(key)
    return key if seat is not None and seat.max > 0 else None


def _matches(held: Seat, seat: Seat) -> bool:
    return seat[0] in ("", held[0]) and seat[1] in ("", held[1])


def _seat_text(case: Case, seat: Seat) -> Text:
    unit = case.unit_by_code[seat[0]].name if seat[0] in case.unit_by_code else seat[0]
    title = case.title_by_code[seat[1]].name if seat[1] in case.title_by_code else seat[1]
    return Text("{title} tại {unit}", "{title} at {unit}").format(title=title, unit=unit)
