"""How many people change their unit, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Amount
from optimizer.model.cells import Cells, Shared, Spots
from optimizer.objectives.base import Objective
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.candidates import Ints
    from optimizer.model.facts import Facts
    from optimizer.objectives.base import RoleAmounts


class Moves(Objective):
    """The people who change their unit, a near move counting less than a far one (R20, R54, R64).

    The nearest first: another title in the present unit counts `same_unit`, a move inside the cluster `same_cluster`, one
    inside the former district `same_district`, any other in the province `other`. The steps (0; 0.8; 0.9; 1) grow with
    the distance and stay close to 1, so that fewer people come before nearer ones: one far move is better than two near
    ones. Someone from an office that is no unit of the case counts `from_office`, by default nothing: the offices of the
    districts ended, their people have to be placed, and no unit loses anybody.
    """

    name: ClassVar[str] = "moves"
    text: ClassVar[Text] = Text("Số người chuyển đơn vị", "Moves")
    unit: ClassVar[Text] = Text("người quy đổi", "weighted people")
    source: ClassVar[Text] = Text(
        "nguyên tắc ít xáo trộn nhân sự, bố trí tại chỗ trước",
        "the principle of moving few people, the nearest first",
    )
    topic: ClassVar[str] = "movement"
    default_weight: ClassVar[float] = 5.0

    same_unit: Amount = Field(
        default=0.0,
        description="What another title in the present unit counts, for whom the present title is known.",
        json_schema_extra={"vi": "Mức tính cho một người đổi chức danh ngay tại đơn vị hiện nay."},
    )
    same_cluster: Amount = Field(
        default=0.8,
        description="What a move to another unit of the same cluster counts.",
        json_schema_extra={"vi": "Mức tính cho một người chuyển sang đơn vị khác trong cùng cụm."},
    )
    same_district: Amount = Field(
        default=0.9,
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
        """Return what each person's move to each unit counts: person by unit; the present seats count nothing."""
        units = facts.case.units
        cluster = _numbered([fold(u.cluster) for u in units])
        district = _numbered([fold(u.former_district) for u in units])
        # a row for each unit somebody serves in now, one for offices (-2), one for who serves nowhere known (-1)
        office = np.fromiter((_in_office(c) for c in facts.case.cadres), bool, facts.n_people)
        asked = (facts.current_title >= 0) & (self.same_unit > 0)
        keys = np.stack([np.where(office, -2, facts.current_unit), asked], axis=1)
        (now, titled), row = _rows(keys)
        at = np.maximum(now, 0) if facts.n_units else np.zeros(0, np.int64)
        table = np.full((len(now), facts.n_units), self.other)
        if facts.n_units:
            table[district[at][:, None] == district[None, :]] = self.same_district
            table[cluster[at][:, None] == cluster[None, :]] = self.same_cluster
        here = now[:, None] == np.arange(facts.n_units)[None, :]
        table = np.where(here, np.where(titled, self.same_unit, 0.0)[:, None], table)
        table[now == -1] = 0.0
        table[now == -2] = self.from_office
        present = facts.present_seats if self.same_unit else Spots.none()
        staying = Spots(present.p, present.u, present.t, np.zeros(len(present)))
        return Cells((Shared(table, row),), staying)

    def of_roles(self, facts: Facts) -> RoleAmounts | None:
        """Return the amounts by role where another title in the present unit counts: one title kept is enough."""
        if not self.same_unit:
            return None
        cells = self.cells(facts)

        def amounts(p: Ints, u: Ints, r: Ints) -> NDArray[np.float64]:
            held = facts.role_titles[r]
            moved = cells.at(p, u, held[:, 0], facts.n_units, facts.n_titles)
            title = facts.current_title[p]
            kept = (u == facts.current_unit[p]) & (title >= 0) & (held == title[:, None]).any(axis=1)
            return np.where(kept, 0.0, moved)

        return amounts

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return what placing one person in `unit` counts."""
        now = case.unit_by_code.get(cadre.current_unit_code or "")
        if now is None:
            return self.from_office if _in_office(cadre) else 0.0
        if now.unit_code == unit.unit_code:
            known = cadre.current_title_code in case.title_by_code
            return self.same_unit if known and cadre.current_title_code not in titles else 0.0
        if fold(now.cluster) and fold(now.cluster) == fold(unit.cluster):
            return self.same_cluster
        if fold(now.former_district) and fold(now.former_district) == fold(unit.former_district):
            return self.same_district
        return self.other

    def limit(self) -> Text:
        """Say what is counted."""
        office = (
            Text("; người từ cơ quan không thuộc danh sách đơn vị tính {n}", "; someone from an office counted {n}")
            if self.from_office
            else same("")
        ).format(n=_number(self.from_office))
        if self.same_cluster == self.same_district == self.other == 1.0 and not self.same_unit:
            return Text(
                "số người được bố trí ngoài đơn vị hiện nay{office}", "people placed outside their present unit{office}"
            ).format(office=office)
        inside = (
            Text("đổi chức danh tại chỗ tính {n}, ", "another title in the unit counted {n}, ")
            if self.same_unit
            else same("")
        ).format(n=_number(self.same_unit))
        return Text(
            "số người được bố trí ngoài đơn vị hiện nay; {inside}trong cụm tính {near}, trong huyện cũ {district}, xa hơn "
            "{far}{office}",
            "people placed outside their present unit; {inside}inside the cluster counted {near}, inside the former "
            "district {district}, elsewhere {far}{office}",
        ).format(
            inside=inside,
            near=_number(self.same_cluster),
            district=_number(self.same_district),
            far=_number(self.other),
            office=office,
        )


def _number(value: float) -> Text:
    return Text(f"{value:g}".replace(".", ","), f"{value:g}")


def _rows(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the distinct rows of (n, 2) keys as two columns, and which of them each row is."""
    found, row = np.unique(keys, axis=0, return_inverse=True)
    return found.T, row.ravel()


def _in_office(cadre: Cadre) -> bool:
    """Return whether somebody serves in an office that is no unit of the case."""
    return not cadre.current_unit_code and bool(tidy(cadre.current_unit))


def _numbered(names: list[str]) -> NDArray[np.int64]:
    """Return one number a name, a blank one its own: two units without a cluster are not in one."""
    number = {name: i for i, name in enumerate(sorted(set(names)))}
    return np.array([number[name] if name else -1 - i for i, name in enumerate(names)], np.int64)
