"""People who are leaving or frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.domain.words import wording
from optimizer.model.cells import Screen
from optimizer.rules.base import Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts


class Status(Requirement):
    """Someone leaving or frozen is not placed (R40, R57); only an exception that names this rule lifts it."""

    name: ClassVar[str] = "status"
    text: ClassVar[Text] = Text("Trạng thái công tác", "Status")
    source: ClassVar[Text] = Text(
        "trang Cán bộ, cột Trạng thái; Nghị định 178/2024/NĐ-CP", "sheet Cadres, column status; Decree 178/2024/NĐ-CP"
    )
    topic: ClassVar[str] = "people"
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is not available, whatever the seat."""
        away = np.array([c.status != "available" for c in facts.case.cadres], bool)
        if not away.any():
            return None
        return Screen(away[:, None, None], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return the status that keeps the person from being placed, or None."""
        if cadre.status == "available":
            return None
        return Text("đang ở trạng thái “{status}”.", "the status is “{status}”.").format(
            status=wording("status", cadre.status)
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text("không bố trí người nghỉ hoặc đang tạm dừng", "nobody leaving or frozen is placed")
