"""How many people change their unit, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Amount
from optimizer.model.cells import Cells, Shared
from optimizer.objectives.base import Objective
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.facts import Facts


class Moves(Objective):
    """The people placed in another unit than their present one (R20, R54, R64).

    Nearest first: a move inside the cluster counts `same_cluster`, one inside the former district `same_district`, any
    other `other`; someone who comes from an office that is no unit of the case counts `from_office`.
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
    same_district: Amount = Field(
        default=1.0,
        description="What a move outside the cluster to another unit of the same former district counts.",
        json_schema_extra={"vi": "Mức tính cho một người chuyển ra ngoài cụm, trong cùng huyện cũ."},
    )
    other: Amount = Field(
        default=1.0,
        description="What any other move counts.",
        json_schema_extra={"vi": "Mức tính cho một người chuyển sang đơn vị ngoài cụm và ngoài huyện cũ."},
    )
    from_office: Amount = Field(
        default=0.0,
        description="What placing someone counts who serves in an office that is no unit, such as one of the city.",
        json_schema_extra={"vi": "Mức tính cho một người từ cơ quan cấp thành phố, cấp tỉnh, cấp huyện cũ về xã."},
    )

    def cells(self, facts: Facts) -> Cells:
        """Return what each person's move to each unit counts: person by unit."""
        units = facts.case.units
        cluster = _numbered([fold(u.cluster) for u in units])
        district = _numbered([fold(u.former_district) for u in units])
        # a row for each unit somebody serves in now, one for offices (-2), one for who serves nowhere known (-1)
        office = np.fromiter((_in_office(c) for c in facts.case.cadres), bool, facts.n_people)
        now, row = np.unique(np.where(office, -2, facts.current_unit), return_inverse=True)
        at = np.maximum(now, 0) if facts.n_units else np.zeros(0, np.int64)
        table = np.full((len(now), facts.n_units), self.other)
        if facts.n_units:
            table[district[at][:, None] == district[None, :]] = self.same_district
            table[cluster[at][:, None] == cluster[None, :]] = self.same_cluster
        table[now[:, None] == np.arange(facts.n_units)[None, :]] = 0.0
        table[now == -1] = 0.0
        table[now == -2] = self.from_office
        return Cells((Shared(table, row.ravel()),))

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return what placing one person in `unit` counts."""
        now = case.unit_by_code.get(cadre.current_unit_code or "")
        if now is None:
            return self.from_office if _in_office(cadre) else 0.0
        if now.unit_code == unit.unit_code:
            return 0.0
        if fold(now.cluster) and fold(now.cluster) == fold(unit.cluster):
            return self.same_cluster
        if fold(now.former_district) and fold(now.former_district) == fold(unit.former_district):
            return self.same_district
        return self.other

    def limit(self) -> Text:
        """Say what is counted."""
        office = (
            Text("; người từ cơ quan không thuộc danh sách đơn vị tính {n:g}", "; someone from an office counted {n:g}")
            if self.from_office
            else same("")
        ).format(n=self.from_office)
        if self.same_cluster == self.same_district == self.other == 1.0:
            return Text(
                "số người được bố trí ngoài đơn vị hiện nay{office}", "people placed outside their present unit{office}"
            ).format(office=office)
        return Text(
            "số người được bố trí ngoài đơn vị hiện nay; trong cụm tính {near:g}, trong huyện cũ {district:g}, xa hơn "
            "{far:g}{office}",
            "people placed outside their present unit; inside the cluster counted {near:g}, inside the former district "
            "{district:g}, elsewhere {far:g}{office}",
        ).format(near=self.same_cluster, district=self.same_district, far=self.other, office=office)


def _in_office(cadre: Cadre) -> bool:
    """Return whether somebody serves in an office that is no unit of the case."""
    return not cadre.current_unit_code and bool(tidy(cadre.current_unit))


def _numbered(names: list[str]) -> NDArray[np.int64]:
    """Return one number a name, a blank one its own: two units without a cluster are not in one."""
    number = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.array([number[name] if name else -1 - i for i, name in enumerate(names)], np.int64)
