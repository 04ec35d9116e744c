"""How many people are placed where they wish."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Amount
from optimizer.model.cells import Cells, Shared
from optimizer.objectives.base import Objective
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.facts import Facts


class Wishes(Objective):
    """The people placed in a unit they wish for (R48, R62); the first wish counts `first`, any later one `later`.

    A former district wished for is one wish, whichever of its units it is met by.
    """

    name: ClassVar[str] = "wishes"
    text: ClassVar[Text] = Text("Nguyện vọng được đáp ứng", "Wishes met")
    unit: ClassVar[Text] = Text("người", "people")
    source: ClassVar[Text] = Text("trang Cán bộ, cột Nguyện vọng", "sheet Cadres, column wishes")
    topic: ClassVar[str] = "movement"
    sense: ClassVar[Literal["max", "min"]] = "max"
    default_on: ClassVar[bool] = False
    default_weight: ClassVar[float] = 5.0

    first: Amount = Field(
        default=1.0,
        description="What a first wish met counts.",
        json_schema_extra={"vi": "Mức tính khi đáp ứng nguyện vọng thứ nhất."},
    )
    later: Amount = Field(
        default=1.0,
        description="What any later wish met counts.",
        json_schema_extra={"vi": "Mức tính khi đáp ứng một nguyện vọng sau."},
    )

    def cells(self, facts: Facts) -> Cells:
        """Return what each unit counts for each person: person by unit."""
        case, wished = facts.case, dict[tuple[tuple[str, ...], frozenset[str]], int]()
        row = np.array([wished.setdefault((c.wish_units, _first(case, c)), len(wished)) for c in case.cadres], np.intp)
        table = np.zeros((len(wished), facts.n_units))
        for (units, first), i in wished.items():
            for code in units:
                if code in facts.unit_at:
                    table[i, facts.unit_at[code]] = self.first if code in first else self.later
        return Cells((Shared(table, row),))

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return what placing one person in `unit` counts."""
        if unit.unit_code not in cadre.wish_units:
            return 0.0
        return self.first if unit.unit_code in _first(case, cadre) else self.later

    def limit(self) -> Text:
        """Say what is counted."""
        return Text("số người được bố trí về đơn vị có nguyện vọng", "people placed in a unit they wish for")


def _first(case: Case, cadre: Cadre) -> frozenset[str]:
    """Return the units of the first wish that names any: all those of a former district, where it is one."""
    for written in cadre.wishes:
        found = case.places.resolve(written)
        if not found.ambiguous and (units := frozenset(found.codes).intersection(cadre.wish_units)):
            return units
    return frozenset(cadre.wish_units[:1])
