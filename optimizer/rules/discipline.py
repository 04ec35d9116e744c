"""No higher post for some time after a disciplinary measure, and no move at all while under investigation."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.discipline import FORMS, Sanction, sanctions, under_review
from optimizer.domain.parameters import Whole
from optimizer.domain.standing import UNLISTED_EN, UNLISTED_VI, Unlisted, is_promotion, unranked
from optimizer.domain.tenure import full_months
from optimizer.findings import Finding
from optimizer.model.cells import Screen, Spots
from optimizer.model.standing import promotions
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts


class Discipline(Requirement):
    """After discipline no higher post for 24, 36 or 60 months; under review or investigation no other post (R28, R29).

    The column of disciplinary measures names form and date: for full months below those of the form (`reprimand_months`,
    `warning_months`, `removal_months`, the last for any other form too) no title that ranks higher than the present one.
    Who is under review keeps exactly the present unit and title. A date known in part is read at its latest, a measure
    without a date is in force; blank cells, and such as say no, hold nobody back.
    """

    name: ClassVar[str] = "discipline"
    text: ClassVar[Text] = Text("Kỷ luật, đang bị xem xét", "Discipline and investigations")
    source: ClassVar[Text] = Text(
        "Quy định 377-QĐ/TW; trang Cán bộ, cột Kỷ luật, Đang xem xét",
        "Regulation 377-QĐ/TW; sheet Cadres, columns discipline and under_review",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    reprimand_months: Whole = Field(
        default=24,
        ge=0,
        le=600,
        description="Full months without a higher post after a reprimand (khiển trách).",
        json_schema_extra={"vi": "Số tháng tròn không bố trí chức vụ cao hơn sau khi bị khiển trách."},
    )
    warning_months: Whole = Field(
        default=36,
        ge=0,
        le=600,
        description="Full months without a higher post after a warning (cảnh cáo).",
        json_schema_extra={"vi": "Số tháng tròn không bố trí chức vụ cao hơn sau khi bị cảnh cáo."},
    )
    removal_months: Whole = Field(
        default=60,
        ge=0,
        le=600,
        description="Full months without a higher post after removal from a post (cách chức), or any other form.",
        json_schema_extra={
            "vi": "Số tháng tròn không bố trí chức vụ cao hơn sau khi bị cách chức, hoặc hình thức kỷ luật khác."
        },
    )
    unlisted: Unlisted = Field(default="higher", description=UNLISTED_EN, json_schema_extra={"vi": UNLISTED_VI})

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is under review, whatever the seat but the present one; and disciplined people by higher title."""
        case = facts.case
        held = np.array([under_review(c.under_review) for c in case.cadres], bool)
        closed = np.array([self._in_force(case, c) is not None for c in case.cadres], bool)
        if not held.any() and not closed.any():
            return None
        fails = held[:, None] | (closed[:, None] & promotions(facts, self.unlisted))
        present = facts.held_seats
        staying = Spots(present.p, present.u, present.t, np.zeros(len(present)))
        return Screen(fails[:, None, :], staying.plus(self.lifted_spots(facts)))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return the measure or review that closes this seat to the person, or None."""
        if cadre.holds(unit.unit_code, title.title_code):
            return None
        if under_review(cadre.under_review):
            return Text(
                "đang bị xem xét, điều tra ({written}) nên giữ nguyên vị trí hiện nay.",
                "is under review or investigation ({written}), and stays in the present post.",
            ).format(written=cadre.under_review)
        measure = self._in_force(case, cadre)
        if measure is None or not is_promotion(case, cadre, title, self.unlisted):
            return None
        if measure.since is None:
            return Text(
                "bị kỷ luật {form}, chưa ghi ngày ({written}); không bố trí vào chức danh cao hơn hiện nay.",
                "was disciplined ({form}), without a date ({written}); no higher title than now is open.",
            ).format(form=FORMS[measure.form], written=measure.written)
        return Text(
            "bị kỷ luật {form} từ {since}, chưa đủ {months} tháng; không bố trí vào chức danh cao hơn hiện nay.",
            "was disciplined ({form}) on {since}, less than {months} [month|months] ago; no higher title than now is open.",
        ).format(form=FORMS[measure.form], since=_day_taken(measure), months=self._months(measure))

    def _in_force(self, case: Case, cadre: Cadre) -> Sanction | None:
        """Return the measure that holds the person back longest on the plan date, or None."""
        found: tuple[int, Sanction] | None = None
        for measure in sanctions(cadre.discipline):
            most = self._months(measure)
            since = measure.since
            left = most if since is None else most - full_months(since, case.settings.plan_date, "latest")
            if left > 0 and (found is None or left > found[0]):
                found = left, measure
        return None if found is None else found[1]

    def _months(self, measure: Sanction) -> int:
        if measure.form == "reprimand":
            return self.reprimand_months
        return self.warning_months if measure.form == "warning" else self.removal_months

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "không bố trí vào chức danh cao hơn trong {a} tháng sau khiển trách, {b} tháng sau cảnh cáo, {c} tháng sau cách "
            "chức; người đang bị xem xét, điều tra giữ nguyên vị trí",
            "no higher title for {a} [month|months] after a reprimand, {b} after a warning, {c} after removal from a post; "
            "who is under review or investigation stays in the present post",
        ).format(a=self.reprimand_months, b=self.warning_months, c=self.removal_months)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield titles without a rank, and measures whose form or date is not understood."""
        measured = [(c, m) for c in case.cadres if c.status == "available" for m in sanctions(c.discipline)]
        if measured:
            yield from unranked(case, self.name)
        fix = Text(
            "Ghi hình thức và ngày, ví dụ cảnh cáo 15/06/2024.", "Write form and date, such as warning 15/06/2024."
        )
        for cadre, measure in measured:
            where, about = case.address(cadre, "discipline"), (("cadre", cadre.cadre_id), ("rule", self.name))
            if measure.form == "other":
                text = Text(
                    "“{written}” không phải khiển trách, cảnh cáo hay cách chức: đang tính {months} tháng không lên chức "
                    "danh cao hơn.",
                    "“{written}” is no reprimand, warning or removal: it counts as {months} [month|months] "
                    "without a higher title.",
                ).format(written=measure.written, months=self.removal_months)
                yield Finding("unknown_discipline", "warning", text, fix, where, measure.written, about)
            if measure.since is None:
                text = Text(
                    "“{written}” chưa ghi ngày kỷ luật nên đang coi là còn thời hạn.",
                    "“{written}” has no date, so the measure counts as still in force.",
                ).format(written=measure.written)
                yield Finding("undated_discipline", "warning", text, fix, where, measure.written, about)


def _day_taken(measure: Sanction) -> Text:
    """Return the day a measure is counted from; of one known to a month, a quarter or a year, why it is that day."""
    assert measure.since is not None
    day = f"{measure.since.latest:%d/%m/%Y}"
    if measure.since.precision == "day":
        return same(day)
    return Text("{day} (ngày muộn nhất của “{written}”)", "{day} (the latest day of “{written}”)").format(
        day=day, written=measure.written
    )
