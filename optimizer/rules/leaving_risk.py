"""People near retirement, who may still leave, are not the only specialists of a field in a unit."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.dates import months_left
from optimizer.domain.parameters import Codes, Whole
from optimizer.domain.words import field_text, field_word
from optimizer.findings import Address, Finding, did_you_mean
from optimizer.model.field_rows import field_tables
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Mode, Rule, who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts


EXACT = 4  # seats beside one's own, up to which each number has tables of its own


class LeavingRisk(Rule):
    """Where specialists of a field serve in a unit, not all of them are within `max_months` of retirement (R57).

    Such people may still choose to leave. For every unit u and field f, with s no less than the unit's seats of the field:
    (s - 1) x (holders who are not so near) - (holders who are) >= 0; what is missing is the number of holders who may
    leave where nobody else remains. A blank birth date or sex counts as not near; an exception for a person, for whatever
    seat, lets that person count as staying.
    """

    name: ClassVar[str] = "leaving_risk"
    text: ClassVar[Text] = Text("Rủi ro nghỉ trước tuổi", "Risk of leaving")
    source: ClassVar[Text] = Text(
        "Nghị định 178/2024/NĐ-CP, Nghị định 67/2025/NĐ-CP", "Decrees 178/2024/NĐ-CP and 67/2025/NĐ-CP"
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    max_months: Whole = Field(
        default=60,
        ge=0,
        le=600,
        description="Who has at most this many months to retirement may still leave.",
        json_schema_extra={"vi": "Người còn tối đa số tháng này đến tuổi nghỉ hưu được coi là có thể nghỉ."},
    )
    fields: Codes = Field(
        default=(),
        description="Fields looked at, divided by a comma; blank for all fields of specialist titles.",
        json_schema_extra={
            "vi": "Các lĩnh vực được xét, cách nhau bằng dấu phẩy; để trống là mọi lĩnh vực của chức danh chuyên môn.",
            "shown": "",
        },
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return a row for each unit and field in which specialists have seats."""
        case = facts.case
        risk = np.array([self._may_leave(case, c) for c in case.cadres], bool)
        fields = _fields_of(case, self._wanted())
        if not risk.any() or not fields:
            return ()
        titles = np.array([[t.group == "specialist" and f in t.fields for t in case.titles] for f in fields], bool)
        most = np.append(facts.seat_limits[2], 0)[facts.seat_pos]  # (U, T) seats at most
        seats = np.where(titles[:, None, :], most, 0).sum(axis=2)  # (F, U)
        row = np.where(seats > 0, np.cumsum(seats > 0).reshape(seats.shape) - 1, -1).astype(np.int32)
        keys = [(case.units[u].unit_code, fields[f]) for f, u in np.argwhere(seats)]
        if not keys:
            return ()
        tables, of_role = field_tables(facts, titles, row)
        others = np.where(tables >= 0, _others(seats).T[:, of_role].transpose(1, 0, 2), -1)
        terms = []
        for many in np.unique(others[others >= 0]).tolist():
            coef = np.where(risk, -1.0, float(many))
            packed = -np.sort(-np.where(others == many, tables, -1), axis=0)  # rows first, so that the last are empty
            terms += [Term(table[None].astype(np.int32), coef) for table in packed if (table >= 0).any()]

        def because(i: int) -> Finding:
            return self._because(case, *keys[i])

        n = len(keys)
        return (RowFamily(self.name, np.zeros(n), np.full(n, np.inf), because, terms=tuple(terms)),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each unit and field whose specialists may all leave."""
        wanted = self._wanted()
        fields = {
            t.title_code: [f for f in t.fields if not wanted or f in wanted]
            for t in case.titles
            if t.group == "specialist"
        }
        for unit_code, placements in plan.by_unit.items():
            if unit_code not in case.unit_by_code:
                continue  # the checker reports names that do not exist
            holders: dict[str, dict[str, Placement]] = {}
            for p in placements:
                for field in fields.get(p.title_code, ()):
                    if p.cadre_id in case.cadre_by_id:
                        holders.setdefault(field, {})[p.cadre_id] = p
            for field in sorted(holders):
                if all(self._may_leave(case, case.cadre_by_id[cadre_id]) for cadre_id in holders[field]):
                    yield self._finding(case, plan, unit_code, field, holders[field])

    def limit(self) -> Text:
        """Say the limit in words."""
        text = Text(
            "ở mỗi đơn vị, mỗi lĩnh vực chuyên môn có ít nhất một người còn công tác trên {months} tháng",
            "in each unit, somebody in each field of specialists has more than {months} [month|months] to retirement",
        ).format(months=self.max_months)
        if not self.fields:
            return text
        words = [field_text(field_word(f)) for f in self.fields]
        return Text("{text}; lĩnh vực: {fields}", "{text}; fields: {fields}").format(
            text=text, fields=Text(", ".join(w.vi for w in words), ", ".join(w.en for w in words))
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield fields no specialist title has, and people whose retirement cannot be counted."""
        known = _fields_of(case, frozenset())
        for name in self.fields:
            if field_word(name) not in known:
                yield self._unknown(name, known)
        text = Text(
            "Chưa ghi ngày sinh hoặc giới tính nên không xét được rủi ro nghỉ trước tuổi.",
            "Birth date or sex is blank, so the risk of leaving does not count for this person.",
        )
        yield from self.blank_ages(case, case.cadres if known else (), text)

    def _wanted(self) -> frozenset[str]:
        return frozenset(field_word(f) for f in self.fields)

    def _may_leave(self, case: Case, cadre: Cadre) -> bool:
        left = months_left(cadre.birth_date, cadre.sex, case.settings.plan_date)
        if left is None or left > self.max_months:
            return False
        return not any(self.lifts(d) for d in case.exceptions_of.get(cadre.cadre_id, ()))

    def _because(self, case: Case, unit_code: str, field: str) -> Finding:
        text = Text(
            "{unit}: không để lĩnh vực {field} chỉ có người còn công tác tối đa {months} tháng.",
            "{unit}: the field {field} is not to be left to people with at most {months} [month|months] to retirement.",
        ).format(unit=case.unit_by_code[unit_code].name, field=field_text(field), months=self.max_months)
        subject = (("unit", unit_code), ("field", field), ("rule", self.name))
        return Finding(self.name, "error", text, value=unit_code, subject=subject, amount=1.0)

    def _finding(self, case: Case, plan: Plan, unit_code: str, field: str, holders: dict[str, Placement]) -> Finding:
        people = [case.cadre_by_id[cadre_id] for cadre_id in sorted(holders)]
        names = ", ".join(who(c) for c in people)
        text = Text(
            "{unit}: lĩnh vực {field} chỉ có người còn công tác tối đa {months} tháng, có thể nghỉ: {names}.",
            "{unit}: the field {field} has only people with at most {months} [month|months] to retirement, "
            "who may leave: {names}.",
        ).format(
            unit=case.unit_by_code[unit_code].name, field=field_text(field), months=self.max_months, names=same(names)
        )
        where: Address = plan.where.get(holders[people[0].cadre_id], case.address(people[0], "birth_date"))
        subject = (("unit", unit_code), ("field", field), *(("cadre", c.cadre_id) for c in people), ("rule", self.name))
        return Finding(
            self.name, "error", text, where=where, value=unit_code, subject=subject, amount=float(len(people))
        )

    def _unknown(self, name: str, known: tuple[str, ...]) -> Finding:
        near = difflib.get_close_matches(field_word(name), known, 1, 0.6)
        text = Text(
            "không có chức danh chuyên môn nào thuộc lĩnh vực “{name}”.",
            "no specialist title is of the field “{name}”.",
        ).format(name=name)
        fix = did_you_mean(
            [field_text(n) for n in near],
            Text("Ghi lĩnh vực như ở trang Chức danh.", "Write a field as on the Titles sheet."),
        )
        return Finding("unknown_field", "error", text, fix, value=name, subject=(("field", name), ("rule", self.name)))


def _fields_of(case: Case, wanted: frozenset[str]) -> tuple[str, ...]:
    """Return the fields that specialist titles name, sorted; only those wanted where some are."""
    found = {f for t in case.titles if t.group == "specialist" for f in t.fields}
    return tuple(sorted(found & wanted if wanted else found))


def _others(seats: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return for each number of seats how many others there may be beside one who stays.

    Not one more, or half a person who may leave and half of one who stays would cost nothing in a linear program. Of
    many seats the next power of two, so that few tables do for all.
    """
    others = np.maximum(seats - 1, 0)
    power = np.left_shift(1, np.ceil(np.log2(np.maximum(others, 1))).astype(np.int64))
    return np.where(others <= EXACT, others, power)
