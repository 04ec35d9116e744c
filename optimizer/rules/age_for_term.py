"""Age enough to serve the term."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.domain.dates import months_left, retirement_month
from optimizer.model.cells import Screen, Spots
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts


class AgeForTerm(Requirement):
    """The holder can still serve the months the title asks for before retiring (R21, R22).

    Calendar months from the month of the plan date to the month of retirement; a blank birth date or sex does not meet
    it. Someone who stays in the same unit and title is not asked.
    """

    name: ClassVar[str] = "age_for_term"
    text: ClassVar[Text] = Text("Đủ tuổi công tác trọn nhiệm kỳ", "Age enough for the term")
    source: ClassVar[Text] = Text(
        "Chỉ thị 45-CT/TW, Nghị định 135/2020/NĐ-CP", "Directive 45-CT/TW, Decree 135/2020/NĐ-CP"
    )
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    def screen(self, facts: Facts) -> Screen | None:
        """Return who retires too soon: person by title, present seats spared."""
        asked = np.array([t.months_to_serve for t in facts.case.titles], np.int32)
        if not (asked > 0).any():
            return None
        fails = (facts.months_left[:, None] < asked[None, :]) & (asked > 0)[None, :]
        present = facts.present_seats
        staying = Spots(present.p, present.u, present.t, np.zeros(len(present)))
        return Screen(fails[:, None, :], staying.plus(self.lifted_spots(facts)))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how many months are missing, or None."""
        if title.months_to_serve <= 0:
            return None
        if (cadre.current_unit_code, cadre.current_title_code) == (unit.unit_code, title.title_code):
            return None
        left = months_left(cadre.birth_date, cadre.sex, case.settings.plan_date)
        if left is None or cadre.birth_date is None or cadre.sex is None:
            return Text(
                "chưa ghi ngày sinh hoặc giới tính nên không tính được thời gian còn công tác.",
                "birth date or sex is blank, so the months left to serve cannot be counted.",
            )
        if left >= title.months_to_serve:
            return None
        year, month = retirement_month(cadre.birth_date.year, cadre.birth_date.month or 1, cadre.sex)
        return Text(
            "còn công tác {left} tháng (nghỉ hưu tháng {month:02d}/{year}); chức danh yêu cầu từ {need} tháng.",
            "{left} months left to serve (retires {month:02d}/{year}); the title asks for {need}.",
        ).format(left=max(left, 0), month=month, year=year, need=title.months_to_serve)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "còn đủ số tháng công tác chức danh yêu cầu; không xét với người giữ nguyên chức danh tại đơn vị",
            "the months the title asks for are left to serve; who stays in the same unit and title is not asked",
        )
