"""How many people change their unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Amount
from optimizer.model.cells import Cells, Shared
from optimizer.objectives.base import Objective
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.facts import Facts


class Moves(Objective):
    """The people placed in another unit than their present one (R20, R54, R64).

    A move inside the cluster counts `same_cluster`, any other `other`. Someone whose present unit is none of the case
    (a city or district office) does not move in this sense.
    """

    name: ClassVar[str] = "moves"
    text: ClassVar[Text] = Text("Số người chuyển đơn vị", "Moves")
    unit: ClassVar[Text] = Text("người", "people")
    source: ClassVar[Text] = Text("nguyên tắc ít xáo trộn nhân sự", "the principle of moving few people")
    topic: ClassVar[str] = "movement"
    default_weight: ClassVar[float] = 5.0

    same_cluster: Amount = Field(
        default=1.0,
        description="What a move to another unit of the same cluster counts.",
        json_schema_extra={"vi": "Mức tính cho một người chuyển sang đơn vị khác trong cùng cụm."},
    )
    other: Amount = Field(
        default=1.0,
        description="What any other move counts.",
        json_schema_extra={"vi": "Mức tính cho một người chuyển sang đơn vị ngoài cụm."},
    )

    def cells(self, facts: Facts) -> Cells:
        """Return what each person's move to each unit counts: person by unit."""
        clusters = [fold(u.cluster) for u in facts.case.units]
        number = {name: i for i, name in enumerate(sorted(set(clusters)))}
        cluster = np.array(
            [number[c] if c else -1 - i for i, c in enumerate(clusters)], np.int64
        )  # a blank one is alone
        # a row for each unit somebody serves in now; those who serve in none (-1) share the row of zeros
        now, row = np.unique(facts.current_unit, return_inverse=True)
        its_cluster = np.append(cluster, np.iinfo(np.int64).min)[now]
        table = np.where(its_cluster[:, None] == cluster[None, :], self.same_cluster, self.other)
        table[now[:, None] == np.arange(facts.n_units)[None, :]] = 0.0
        table[now < 0] = 0.0
        return Cells((Shared(table, row.ravel()),))

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return what placing one person in `unit` counts."""
        now = case.unit_by_code.get(cadre.current_unit_code or "")
        if now is None or now.unit_code == unit.unit_code:
            return 0.0
        return self.same_cluster if fold(now.cluster) and fold(now.cluster) == fold(unit.cluster) else self.other

    def limit(self) -> Text:
        """Say what is counted."""
        if self.same_cluster == self.other == 1.0:
            return Text("số người được bố trí ngoài đơn vị hiện nay", "people placed outside their present unit")
        return Text(
            "số người được bố trí ngoài đơn vị hiện nay; trong cụm tính {near:g}, ngoài cụm tính {far:g}",
            "people placed outside their present unit; inside the cluster counted {near:g}, elsewhere {far:g}",
        ).format(near=self.same_cluster, far=self.other)
