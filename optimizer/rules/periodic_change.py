"""Periodic change of sensitive positions."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from optimizer.domain.dates import months_left
from optimizer.domain.parameters import Flag, Refused, Whole, named_values
from optimizer.domain.tenure import full_months
from optimizer.domain.words import field_text, field_word
from optimizer.findings import Finding, did_you_mean
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

Months = Annotated[Whole, Field(ge=1, le=600)]
ByField = Annotated[
    tuple[tuple[str, Months], ...],
    named_values(
        "mỗi lĩnh vực ghi theo dạng lĩnh vực:số tháng, ví dụ đất đai:36 | xây dựng:48",
        "each field should be written as field:months, such as land:36 | construction:48",
        between="[|;,]",
    ),
]


class PeriodicChange(Requirement):
    """Who has held a sensitive position for its whole term does not stay in the same unit and title (R38).

    Sensitive titles are marked on the Titles sheet; leaders and managers are not asked. One held beside another title is
    left as well, the other may be kept. The term is `months`, or what `by_field` says of one of the title's fields (the
    shortest). Full months run from the date in post, one known in part read at its earliest; a blank date holds nobody
    back. Exempt: who retires in less than `exempt_months`, and protected people.
    """

    name: ClassVar[str] = "periodic_change"
    text: ClassVar[Text] = Text("Chuyển đổi định kỳ vị trí công tác", "Periodic change of position")
    source: ClassVar[Text] = Text(
        "Luật Phòng, chống tham nhũng 2018 (Điều 24, 25), Nghị định 59/2019/NĐ-CP (Điều 36)",
        "Anti-Corruption Law 2018 (Articles 24, 25), Decree 59/2019/NĐ-CP (Article 36)",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    months: Months = Field(
        default=60,
        description="Full months after which the position changes, where by_field says nothing (the law: 24 to 60).",
        json_schema_extra={
            "vi": "Số tháng tròn giữ vị trí thì phải chuyển đổi, khi by_field không quy định (luật định: từ 24 đến 60)."
        },
    )
    by_field: ByField = Field(
        default=(),
        description="Full months by field, such as land:36 | construction:48; of several the shortest counts.",
        json_schema_extra={
            "vi": "Số tháng tròn theo lĩnh vực, ví dụ đất đai:36 | xây dựng:48; nhiều lĩnh vực thì lấy số nhỏ nhất.",
            "shown": "",
        },
    )
    exempt_months: Whole = Field(
        default=18,
        ge=0,
        le=600,
        description="Who retires in fewer months than this may stay.",
        json_schema_extra={"vi": "Người còn công tác dưới số tháng này thì không phải chuyển đổi."},
    )
    exempt_protected: Flag = Field(
        default=True,
        description="Protected people may stay.",
        json_schema_extra={"vi": "Người thuộc diện bảo vệ không phải chuyển đổi.", "shown": "yes"},
    )

    @field_validator("by_field")
    @classmethod
    def _each_once(cls, table: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
        names = [field_word(name) for name, _ in table]
        if len(set(names)) < len(names):
            raise Refused("mỗi lĩnh vực chỉ ghi một lần", "each field should be written once")
        return table

    def screen(self, facts: Facts) -> Screen | None:
        """Return the present seats that are to be left, as person by unit times person by title."""
        terms = self._terms(facts.case)
        units = np.zeros((facts.n_people, facts.n_units), bool)
        titles = np.zeros((facts.n_people, facts.n_titles), bool)
        for i, cadre in enumerate(facts.case.cadres):
            if facts.current_unit[i] < 0:
                continue
            for code in _held(cadre, terms):
                if self._overdue(facts.case, cadre, terms[code]) is not None:
                    units[i, facts.current_unit[i]] = titles[i, facts.title_at[code]] = True
        if not units.any():
            return None
        return Screen(spared=self.lifted_spots(facts), also=((units[:, :, None], titles[:, None, :]),))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield a finding for each placement that keeps somebody in a sensitive position beyond its term."""
        terms = self._terms(case)
        for placement in plan.placements:
            cadre = case.cadre_by_id.get(placement.cadre_id)
            term = terms.get(placement.title_code)
            if cadre is None or term is None or not cadre.holds(placement.unit_code, placement.title_code):
                continue
            if placement.unit_code not in case.unit_by_code:
                continue  # the checker reports names that do not exist
            lack = self._overdue(case, cadre, term)
            if lack is not None and self.lifted(case, placement) is None:
                yield self.finding(case, plan, placement, lack)

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return since when the person has held this very position, where that is too long, or None."""
        term = self._terms(case).get(title.title_code)
        if term is None or not cadre.holds(unit.unit_code, title.title_code):
            return None
        return self._overdue(case, cadre, term)

    def _terms(self, case: Case) -> dict[str, int]:
        """Return the months that each sensitive title may be held."""
        table = {field_word(name): months for name, months in self.by_field}
        return {
            t.title_code: min((table[f] for f in t.fields if f in table), default=self.months)
            for t in case.titles
            if t.sensitive and t.group not in ("leader", "manager")
        }

    def _overdue(self, case: Case, cadre: Cadre, term: int) -> Text | None:
        if cadre.in_post_since is None or (self.exempt_protected and cadre.protected):
            return None
        day = case.settings.plan_date
        months = full_months(cadre.in_post_since, day, "earliest")
        left = months_left(cadre.birth_date, cadre.sex, day)
        if months < term or (left is not None and left < self.exempt_months):
            return None
        return Text(
            "giữ vị trí nhạy cảm này từ {since}, đã {months} tháng; đủ {term} tháng thì phải chuyển đổi.",
            "in this sensitive position since {since}, {months} [month|months]; it changes after {term}.",
        ).format(since=cadre.in_post_since, months=months, term=term)

    def limit(self) -> Text:
        """Say the limit in words."""
        text = Text(
            "không giữ nguyên vị trí nhạy cảm khi đã đủ {months} tháng",
            "no sensitive position is held on after {months} [month|months]",
        ).format(months=self.months)
        if not self.by_field:
            return text
        one = Text("{field} {n} tháng", "{field} {n} [month|months]")
        words = [one.format(field=field_text(field_word(name)), n=months) for name, months in self.by_field]
        return Text("{text}; theo lĩnh vực: {table}", "{text}; by field: {table}").format(
            text=text, table=Text(", ".join(w.vi for w in words), ", ".join(w.en for w in words))
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield fields no sensitive title has, a case without sensitive titles, and blank dates in post."""
        terms = self._terms(case)
        if not terms:
            text = Text(
                "chưa chức danh chuyên môn nào được đánh dấu Nhạy cảm nên quy tắc này không có tác dụng.",
                "no specialist title is marked sensitive, so this rule does nothing.",
            )
            fix = Text("Đánh dấu cột Nhạy cảm ở trang Chức danh.", "Mark the column sensitive on the Titles sheet.")
            yield Finding("no_sensitive_title", "warning", text, fix, subject=(("rule", self.name),))
        else:
            yield from self._unknown_fields(case, terms)
        text = Text(
            "Đang giữ vị trí nhạy cảm nhưng chưa ghi thời điểm giữ vị trí nên không xét được thời hạn chuyển đổi.",
            "Holds a sensitive position, but the date in post is blank, so the term does not hold this person back.",
        )
        yield from self.blanks(
            case,
            "in_post_since",
            lambda c: c.in_post_since is None and bool(_held(c, terms)),
            lambda t: t.title_code in terms,
            text,
        )

    def _unknown_fields(self, case: Case, terms: dict[str, int]) -> Iterator[Finding]:
        known = sorted({f for code in terms for f in case.title_by_code[code].fields})
        for name, _ in self.by_field:
            if field_word(name) in known:
                continue
            near = difflib.get_close_matches(field_word(name), known, 1, 0.6)
            text = Text(
                "không có chức danh nhạy cảm nào thuộc lĩnh vực “{name}”.",
                "no sensitive title is of the field “{name}”.",
            ).format(name=name)
            fix = did_you_mean(
                [field_text(n) for n in near],
                Text("Ghi lĩnh vực như ở trang Chức danh.", "Write a field as on the Titles sheet."),
            )
            subject = (("field", name), ("rule", self.name))
            yield Finding("unknown_field", "warning", text, fix, value=name, subject=subject)


def _held(cadre: Cadre, terms: dict[str, int]) -> list[str]:
    """Return the sensitive titles of somebody's present post, those held beside another one (kiêm nhiệm) included."""
    return [code for code in (cadre.current_title_code or "", *cadre.also_titles) if code in terms]
