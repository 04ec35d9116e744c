"""People who are leaving or frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.dates import retires_within
from optimizer.domain.words import wording
from optimizer.model.cells import Screen
from optimizer.model.facts import MISSING
from optimizer.rules.base import Requirement
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts


def _blank(value: Any) -> Any:
    return None if isinstance(value, str) and not tidy(value) else value


class Status(Requirement):
    """Someone leaving or frozen is not placed (R40, R57); only an exception that names this rule lifts it.

    With `retiring_months` neither is who surely reaches the month of retirement within so many months of the plan date
    (R22): a year of birth alone is read at its end, a blank birth date or sex holds nobody back. Without it age is left
    to the rules that a title's months to serve call for.
    """

    name: ClassVar[str] = "status"
    text: ClassVar[Text] = Text("Trạng thái công tác", "Status")
    source: ClassVar[Text] = Text(
        "trang Cán bộ, cột Trạng thái; Nghị định 178/2024/NĐ-CP, Nghị định 135/2020/NĐ-CP",
        "sheet Cadres, column status; Decrees 178/2024/NĐ-CP and 135/2020/NĐ-CP",
    )
    topic: ClassVar[str] = "people"
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    retiring_months: Annotated[Annotated[int, Field(ge=0, le=120)] | None, BeforeValidator(_blank)] = Field(
        default=None,
        description="Who retires within so many months is not placed either; 0: who has reached retirement by now; "
        "blank: nobody is held back for retirement. Somebody whom rotation_freeze keeps in place as well needs an "
        "exception to one of the two.",
        json_schema_extra={
            "vi": "Người nghỉ hưu trong vòng số tháng này cũng không bố trí; 0: người đã đến tháng nghỉ hưu; để trống: không "
            "loại ai vì nghỉ hưu. Người bị loại mà rotation_freeze lại buộc giữ nguyên vị trí cần ngoại lệ với một trong "
            "hai quy tắc.",
            "shown": "",
        },
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is not available or retires, whatever the seat."""
        away = np.array([c.status != "available" for c in facts.case.cadres], bool)
        if self.retiring_months is not None:
            near = (facts.months_left != MISSING) & (facts.months_left <= self.retiring_months)
            for p in np.flatnonzero(near).tolist():  # few, and some of these only if born early in their year
                away[p] |= self._retires(facts.case, facts.case.cadres[p]) is not None
        if not away.any():
            return None
        return Screen(away[:, None, None], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return the status or the retirement that keeps the person from being placed, or None."""
        if cadre.status != "available":
            return Text("đang ở trạng thái “{status}”.", "the status is “{status}”.").format(
                status=wording("status", cadre.status)
            )
        retires = self._retires(case, cadre)
        if retires is None:
            return None
        year, month, left = retires
        text = Text("đến tuổi nghỉ hưu từ tháng {month:02d}/{year}.", "is to retire from {month:02d}/{year} on.")
        if left > 0:
            text = Text(
                "nghỉ hưu tháng {month:02d}/{year}, trong vòng {n} tháng.",
                "retires {month:02d}/{year}, within {n} [month|months].",
            )
        return text.format(month=month, year=year, n=self.retiring_months)

    def _retires(self, case: Case, cadre: Cadre) -> tuple[int, int, int] | None:
        if self.retiring_months is None:
            return None
        return retires_within(cadre.birth_date, cadre.sex, case.settings.plan_date, self.retiring_months)

    def limit(self) -> Text:
        """Say the limit in words."""
        if self.retiring_months is None:
            return Text("không bố trí người nghỉ hoặc đang tạm dừng", "nobody leaving or frozen is placed")
        if not self.retiring_months:
            return Text(
                "không bố trí người nghỉ, đang tạm dừng hoặc đã đến tuổi nghỉ hưu",
                "nobody leaving, frozen or due to retire is placed",
            )
        return Text(
            "không bố trí người nghỉ, đang tạm dừng hoặc nghỉ hưu trong vòng {n} tháng",
            "nobody leaving, frozen or retiring within {n} [month|months] is placed",
        ).format(n=self.retiring_months)
