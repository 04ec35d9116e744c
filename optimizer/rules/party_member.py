"""Titles only members of the Party may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class PartyMember(Requirement):
    """The holder of a title that asks for it is a member of the Party on the plan date (R25).

    A blank Party date does not meet it; a date known to the month or year counts from its first day.
    """

    name: ClassVar[str] = "party_member"
    text: ClassVar[Text] = Text("Là đảng viên", "Party member")
    source: ClassVar[Text] = Text("trang Chức danh, cột Đảng viên", "sheet Titles, column party_member")
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is no member, for the titles that ask for one: person by title."""
        asked = np.array([t.party_member for t in facts.case.titles], bool)
        if not asked.any():
            return None
        return Screen((~facts.party[:, None] & asked[None, :])[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return that the person is no member on the plan date, or None."""
        if not title.party_member:
            return None
        joined, day = cadre.party_date, case.settings.plan_date
        if joined is None:
            return Text(
                "chưa ghi ngày vào Đảng; chức danh yêu cầu là đảng viên.",
                "the Party date is blank; the title asks for a Party member.",
            )
        if (joined.year, joined.month or 1, joined.day or 1) <= (day.year, day.month, day.day):
            return None
        return Text(
            "ngày vào Đảng {joined} sau ngày lập phương án {day}.",
            "the Party date {joined} is after the plan date {day}.",
        ).format(joined=same(str(joined)), day=f"{day:%d/%m/%Y}")

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "là đảng viên tại ngày lập phương án, với chức danh có yêu cầu",
            "a member of the Party on the plan date, where the title asks for it",
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out for want of a Party date."""
        text = Text(
            "Không có ngày vào Đảng nên không được xét vào chức danh yêu cầu là đảng viên.",
            "There is no Party date, so titles that ask for a Party member are closed to this person.",
        )
        return self.blanks(case, "party_date", lambda c: c.party_date is None, lambda t: t.party_member, text)
