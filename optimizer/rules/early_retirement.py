"""Who may retire early, after long years in hard places, may not serve the whole term."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.dates import months_left, retirement_month
from optimizer.domain.parameters import Amount, Whole
from optimizer.domain.staff_frame import unknown_blocks
from optimizer.domain.term_start import Days, counted_day, days_field, months_later, since, with_days
from optimizer.findings import Finding
from optimizer.model.cells import Screen, Spots
from optimizer.model.facts import MISSING
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts


class EarlyRetirement(Requirement):
    """Who may retire early is counted as retiring then, where a title asks for months to serve (R21, R22).

    Whoever has worked at least `years` in hard places may retire up to `earlier_months` sooner. The months left until
    then, from the plan date or from the day that `counted_from` fixes for the title's block, are held against the
    title's; who stays in the same unit and title is asked for none. A blank birth date or sex is left to `age_for_term`,
    blank years count as none.
    """

    name: ClassVar[str] = "early_retirement"
    text: ClassVar[Text] = Text("Khả năng nghỉ hưu sớm", "Early retirement")
    source: ClassVar[Text] = Text(
        "Nghị định 135/2020/NĐ-CP: từ đủ 15 năm ở vùng đặc biệt khó khăn được nghỉ hưu thấp hơn tối đa 5 tuổi",
        "Decree 135/2020/NĐ-CP: after 15 years in especially hard areas, retirement up to five years early",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    years: Amount = Field(
        default=15.0,
        description="Years of work in hard places from which somebody may retire early.",
        json_schema_extra={"vi": "Số năm công tác ở vùng khó khăn từ đó được quyền nghỉ hưu sớm."},
    )
    earlier_months: Whole = Field(
        default=60,
        ge=0,
        le=120,
        description="By how many months such a person may retire earlier.",
        json_schema_extra={"vi": "Số tháng được nghỉ sớm hơn so với tuổi nghỉ hưu."},
    )
    counted_from: Days = days_field()

    def screen(self, facts: Facts) -> Screen | None:
        """Return whose early retirement comes too soon: person by title, present seats spared."""
        asked = np.array([t.months_to_serve for t in facts.case.titles], np.int64)
        entitled = np.array([self._entitled(c) for c in facts.case.cadres], bool) & (facts.months_left != MISSING)
        if not entitled.any() or not (asked > 0).any():
            return None
        later = np.array(months_later(self.counted_from, facts.case), np.int64)
        left = facts.months_left.astype(np.int64)[:, None] - self.earlier_months - later[None, :]
        fails = entitled[:, None] & (left < asked[None, :]) & (asked > 0)[None, :]
        present = facts.held_seats
        staying = Spots(present.p, present.u, present.t, np.zeros(len(present.p)))
        return Screen(fails[:, None, :], staying.plus(self.lifted_spots(facts)))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return from when the person may retire, where that is before the months asked are served; else None."""
        need = title.months_to_serve
        if need <= 0 or not self._entitled(cadre):
            return None
        if cadre.holds(unit.unit_code, title.title_code):
            return None
        day = counted_day(self.counted_from, case, title)
        left = months_left(cadre.birth_date, cadre.sex, day)
        if left is None or left - self.earlier_months >= need or cadre.birth_date is None or cadre.sex is None:
            return None
        year, month = retirement_month(cadre.birth_date.year, cadre.birth_date.month or 1, cadre.sex)
        years, months = divmod(year * 12 + month - 1 - self.earlier_months, 12)
        return Text(
            "đã công tác {years} năm ở vùng khó khăn, được nghỉ hưu sớm từ tháng {month:02d}/{year}; "
            "chức danh yêu cầu còn công tác {need} tháng{since}.",
            "has worked {years} [year|years] in hard places and may retire from {month:02d}/{year} on; "
            "the title asks for {need} [month|months]{since}.",
        ).format(
            years=_number(cadre.hardship_years or 0.0), month=months + 1, year=years, need=need, since=since(day, case)
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        text = Text(
            "người có từ {years} năm ở vùng khó khăn được tính như nghỉ hưu sớm {months} tháng khi xét đủ tuổi công tác",
            "who has {years} [year|years] or more in hard places is counted as retiring {months} [month|months] early",
        ).format(years=_number(self.years), months=self.earlier_months)
        return with_days(text, self.counted_from)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a remark where nobody has such years, and who has them but no birth date or sex to count from."""
        entitled = [c for c in case.cadres if self._entitled(c)]
        if case.cadres and not entitled:
            text = Text(
                "không ai có đủ số năm công tác ở vùng khó khăn (cột Số năm vùng khó khăn) nên quy tắc chưa có tác dụng.",
                "nobody has that many years in hard places (column hardship_years), so the rule does nothing.",
            )
            yield Finding("idle_rule", "info", text, subject=(("rule", self.name),))
        text = Text(
            "Chưa ghi ngày sinh hoặc giới tính nên không tính được thời điểm được nghỉ hưu sớm.",
            "Birth date or sex is blank, so when this person may retire early cannot be counted.",
        )
        yield from self.blank_ages(case, entitled, text)
        yield from unknown_blocks(case, self.name, (block for block, _ in self.counted_from))

    def _entitled(self, cadre: Cadre) -> bool:
        return cadre.hardship_years is not None and cadre.hardship_years >= self.years


def _number(value: float) -> Text:
    return Text(f"{value:g}".replace(".", ","), f"{value:g}")
