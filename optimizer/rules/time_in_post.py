"""Time in the present post before a higher one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Whole
from optimizer.domain.standing import UNLISTED_EN, UNLISTED_VI, Unlisted, is_promotion, unranked
from optimizer.domain.tenure import full_months
from optimizer.model.cells import Screen
from optimizer.model.standing import promotions
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class TimeInPost(Requirement):
    """Who comes to a higher seat has been in the present post for `min_months` (R27, R29).

    Asked of promotions only: a title that ranks higher than the present one. Months are full ones from the date in post
    to the plan date, a date known in part read at its latest; a blank one does not meet it.
    """

    name: ClassVar[str] = "time_in_post"
    text: ClassVar[Text] = Text("Thời gian giữ chức vụ trước khi bổ nhiệm cao hơn", "Time in post before a higher one")
    source: ClassVar[Text] = Text("Quy định 80-QĐ/TW, Quy định 377-QĐ/TW", "Regulations 80-QĐ/TW and 377-QĐ/TW")
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    min_months: Whole = Field(
        default=24,
        ge=1,
        le=600,
        description="Full months in the present post before a higher one.",
        json_schema_extra={"vi": "Số tháng tròn giữ chức vụ hiện nay trước khi lên chức danh cao hơn."},
    )
    unlisted: Unlisted = Field(default="higher", description=UNLISTED_EN, json_schema_extra={"vi": UNLISTED_VI})

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is too new for which higher title: person by title."""
        new = np.array([self._months(facts.case, c) < self.min_months for c in facts.case.cadres], bool)
        if not new.any():
            return None
        fails = new[:, None] & promotions(facts, self.unlisted)
        return Screen(fails[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how long the person has been in post where that is too short for this title, or None."""
        months = self._months(case, cadre)
        if months >= self.min_months or not is_promotion(case, cadre, title, self.unlisted):
            return None
        if cadre.in_post_since is None:
            return Text(
                "chưa ghi thời điểm giữ vị trí hiện nay; chức danh cao hơn yêu cầu đã giữ vị trí từ {need} tháng.",
                "the date in post is blank; a higher title asks for {need} [month|months] in the present post.",
            ).format(need=self.min_months)
        return Text(
            "giữ vị trí hiện nay từ {since}, mới {months} tháng; chức danh cao hơn yêu cầu từ {need} tháng.",
            "in the present post since {since}, {months} [month|months]; a higher title asks for {need}.",
        ).format(since=cadre.in_post_since, months=months, need=self.min_months)

    def _months(self, case: Case, cadre: Cadre) -> int:
        since = cadre.in_post_since
        return -1 if since is None else full_months(since, case.settings.plan_date, "latest")

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "giữ chức vụ hiện nay ít nhất {need} tháng trước khi lên chức danh cao hơn",
            "at least {need} [month|months] in the present post before a higher title",
        ).format(need=self.min_months)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield titles without a rank, and whose date in post is blank."""
        yield from unranked(case, self.name)
        text = Text(
            "Chưa ghi thời điểm giữ vị trí hiện nay nên không được xét lên chức danh cao hơn.",
            "The date in post is blank, so higher titles are closed to this person.",
        )
        yield from self.blanks(
            case, "in_post_since", lambda c: c.in_post_since is None, lambda t: t.group != "specialist", text
        )
