"""How many people are sent to hardship units without having asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from optimizer.domain.senders import lives_in
from optimizer.model.cells import Cells
from optimizer.objectives.base import Objective
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.facts import Facts


class HardshipVolunteers(Objective):
    """The people newly placed in a mountain, border or island unit they neither wish for nor live in (R59).

    Made small, so that volunteers and those who live there come first.
    """

    name: ClassVar[str] = "hardship_volunteers"
    text: ClassVar[Text] = Text("Người đến địa bàn khó khăn ngoài nguyện vọng", "Sent to hardship units unasked")
    unit: ClassVar[Text] = Text("người", "people")
    source: ClassVar[Text] = Text(
        "Nghị định 76/2019/NĐ-CP, ưu tiên người tự nguyện", "Decree 76/2019/NĐ-CP, volunteers first"
    )
    topic: ClassVar[str] = "movement"
    default_on: ClassVar[bool] = False
    default_weight: ClassVar[float] = 10.0

    def cells(self, facts: Facts) -> Cells:
        """Return 1 for each person and unit of hardship that is not theirs: person by unit."""
        hard = np.array([u.hardship != "none" for u in facts.case.units], bool)
        if not hard.any():
            return Cells((np.zeros((1, 1, 1)),))
        table = np.repeat(hard[None, :].astype(np.float32), facts.n_people, axis=0)
        people: list[int] = []
        units: list[int] = []
        for p, cadre in enumerate(facts.case.cadres):
            home = cadre.residence_units if len(cadre.residence_units) == 1 else ()
            mine = [facts.unit_at[c] for c in (cadre.current_unit_code, *cadre.wish_units, *home) if c in facts.unit_at]
            people += [p] * len(mine)
            units += mine
        table[people, units] = 0.0
        return Cells((table[:, :, None],))

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return 1 where this person goes to a unit of hardship unasked."""
        if unit.hardship == "none" or unit.unit_code == cadre.current_unit_code:
            return 0.0
        return 0.0 if unit.unit_code in cadre.wish_units or lives_in(cadre, unit.unit_code) else 1.0

    def limit(self) -> Text:
        """Say what is counted."""
        return Text(
            "số người được cử đến địa bàn miền núi, biên giới, hải đảo mà không có nguyện vọng và không ở đó",
            "people sent to mountain, border and island units who neither wish for it nor live there",
        )
