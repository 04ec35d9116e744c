"""Age enough to serve the term."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.dates import months_left, retirement_month
from optimizer.domain.parameters import Flag, Whole
from optimizer.domain.staff_frame import unknown_blocks
from optimizer.domain.standing import is_no_higher
from optimizer.domain.term_start import Days, counted_day, days_field, months_later, since, with_days
from optimizer.model.cells import Screen, Spots
from optimizer.model.standing import no_higher
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class AgeForTerm(Requirement):
    """The holder can still serve the months the title asks for before retiring (R21, R22).

    Calendar months from the month of the plan date, or of the day that `counted_from` fixes for the title's block, to the
    month of retirement; a blank birth date or sex does not meet it. Someone who stays in the same unit and title is asked
    for `staying_months` at most, by default for none; with `equal_or_lower` so is who comes to a title known to rank no
    higher than the present one. A present post that is not on the Titles sheet has no rank to compare.
    """

    name: ClassVar[str] = "age_for_term"
    text: ClassVar[Text] = Text("Đủ tuổi công tác trọn nhiệm kỳ", "Age enough for the term")
    source: ClassVar[Text] = Text(
        "Chỉ thị 45-CT/TW, Nghị định 135/2020/NĐ-CP", "Directive 45-CT/TW, Decree 135/2020/NĐ-CP"
    )
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    counted_from: Days = days_field()
    staying_months: Whole = Field(
        default=0,
        ge=0,
        le=600,
        description="Months asked of who stays in the same unit and title, such as 48 for who is re-elected; 0: none.",
        json_schema_extra={
            "vi": "Số tháng yêu cầu với người giữ nguyên chức danh tại đơn vị, ví dụ 48 với người tái cử; 0: không xét."
        },
    )
    equal_or_lower: Flag = Field(
        default=False,
        description="Who comes to an equal or lower title than now is asked no more than who stays.",
        json_schema_extra={
            "vi": "Người được bố trí vào chức danh ngang hoặc thấp hơn hiện nay chỉ xét như người giữ nguyên chức danh.",
            "shown": "no",
        },
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return who retires too soon: person by title, present seats spared where enough months are left."""
        asked = np.array([t.months_to_serve for t in facts.case.titles], np.int32)
        if not (asked > 0).any():
            return None
        later = np.array(months_later(self.counted_from, facts.case), np.int32)
        left = facts.months_left.astype(np.int64)[:, None] - later[None, :]
        least = np.broadcast_to(asked[None, :], left.shape)
        if self.equal_or_lower:
            least = np.where(no_higher(facts), np.minimum(asked, self.staying_months)[None, :], least)
        fails = (left < least) & (least > 0)
        present = facts.held_seats
        enough = left[present.p, present.t] >= self.staying_months
        kept = np.flatnonzero(enough | (self.staying_months == 0))
        staying = Spots(present.p[kept], present.u[kept], present.t[kept], np.zeros(len(kept)))
        return Screen(fails[:, None, :], staying.plus(self.lifted_spots(facts)))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how many months are missing, or None."""
        need = self.asked(case, cadre, unit, title)
        if need <= 0:
            return None
        day = self.day(case, title)
        left = months_left(cadre.birth_date, cadre.sex, day)
        if left is None or cadre.birth_date is None or cadre.sex is None:
            return Text(
                "chưa ghi ngày sinh hoặc giới tính nên không tính được thời gian còn công tác.",
                "birth date or sex is blank, so the months left to serve cannot be counted.",
            )
        if left >= need:
            return None
        year, month = retirement_month(cadre.birth_date.year, cadre.birth_date.month or 1, cadre.sex)
        return Text(
            "còn công tác {left} tháng{since} (nghỉ hưu tháng {month:02d}/{year}); chức danh yêu cầu từ {need} tháng.",
            "{left} [month|months] left to serve{since} (retires {month:02d}/{year}); the title asks for {need}.",
        ).format(left=max(left, 0), since=since(day, case), month=month, year=year, need=need)

    def asked(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> int:
        """Return how many months somebody is asked to have left for a seat; 0: none."""
        stays = cadre.holds(unit.unit_code, title.title_code)
        if stays or (self.equal_or_lower and is_no_higher(case, cadre, title)):
            return min(title.months_to_serve, self.staying_months)
        return title.months_to_serve

    def day(self, case: Case, title: Title) -> dt.date:
        """Return the day from which a title's months are counted."""
        return counted_day(self.counted_from, case, title)

    def limit(self) -> Text:
        """Say the limit in words."""
        whom = Text("người giữ nguyên chức danh tại đơn vị", "who stays in the same unit and title")
        if self.equal_or_lower:
            whom = Text("{whom} hoặc sang chức danh ngang, thấp hơn", "{whom}, or comes to no higher one,").format(
                whom=whom
            )
        if self.staying_months:
            stays = Text("{whom} còn từ {n} tháng", "{n} [month|months] for {whom}").format(
                n=self.staying_months, whom=whom
            )
        else:
            stays = Text("không xét với {whom}", "{whom} is not asked").format(whom=whom)
        text = Text(
            "còn đủ số tháng công tác chức danh yêu cầu; {stays}",
            "the months the title asks for are left to serve; {stays}",
        ).format(stays=stays)
        return with_days(text, self.counted_from)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield blocks that no title is in."""
        return unknown_blocks(case, self.name, (block for block, _ in self.counted_from))
