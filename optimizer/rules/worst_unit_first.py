"""The unit with the weakest specialists is helped first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.parameters import Amount
from optimizer.domain.quota import Measured, Quota, Row
from optimizer.domain.quota_data import group_problems, rating_problems
from optimizer.domain.scopes import Groups, groups_field, groups_text, mille, number_text, parts_text, titles_in
from optimizer.rules.base import Mode, QuotaRule
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

# A unit's points are divided by the number of its seats, taken to the nearest of these: a few sizes, hence few tables.
SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200)


class WorstUnitFirst(QuotaRule):
    """Of all units, the one whose specialists' ratings are farthest below `aim` counts, and only that one (R55).

    The largest, over the units, of: sum over its rated specialists of (aim - rating) / size, the size being the target
    of the unit's seats in the groups, taken to the nearest of 1, 2, 3, 4, 5, 6, 8, 10, 12, 16... Making it small lifts
    the weakest unit first. Who has no rating is left out.
    """

    name: ClassVar[str] = "worst_unit_first"
    text: ClassVar[Text] = Text("Ưu tiên nâng đơn vị yếu nhất", "Weakest unit first")
    source: ClassVar[Text] = Text(
        "chủ trương bố trí nguồn lực tương xứng giữa các xã, ưu tiên xã yếu và miền núi",
        "the aim of resources commensurate between communes, the weak and mountain ones first",
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    aim: Amount = Field(
        default=90.0,
        le=100,
        description="The rating aimed at: set it above what units reach, so that there is always one to lift.",
        json_schema_extra={
            "vi": "Mức điểm hướng tới: nên cao hơn điểm các đơn vị đạt được để luôn có đơn vị cần nâng."
        },
    )
    groups: Groups = groups_field(("specialist",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return one row for each unit with such seats: nothing where nobody has a rating."""
        titles, aim = titles_in(case, self.groups), mille(self.aim)
        weights = {c.cadre_id: mille(c.rating) - aim for c in case.cadres if c.rating is not None}
        wanted: dict[str, int] = {}
        for seat in case.seats:
            if seat.title_code in titles and seat.max > 0:
                wanted[seat.unit_code] = wanted.get(seat.unit_code, 0) + max(1, seat.target)
        rows = tuple(
            Row(same(unit.name), (unit.unit_code,), divide=_size(wanted[unit.unit_code]))
            for unit in case.units
            if unit.unit_code in wanted
        )
        if not weights or not rows:
            return ()
        return (Quota(titles, rows, self._says, self._asks, weights=weights, people=frozenset(weights), worst=True),)

    def _says(self, m: Measured) -> Text:
        return Text(
            "{area}: đơn vị xa mức {aim} điểm nhất, bình quân mỗi ghế của {who} còn thiếu {off} điểm.",
            "{area}: the unit farthest below {aim}; its {who} are {off} [point|points] short a seat.",
        ).format(
            area=m.row.area, aim=number_text(mille(self.aim)), who=groups_text(self.groups), off=parts_text(m.amount)
        )

    def _asks(self, row: Row) -> Text:
        return Text(
            "{area}: điểm đánh giá bình quân của {who} hướng tới {aim}.",
            "{area}: the mean rating of its {who} comes near {aim}.",
        ).format(area=row.area, who=groups_text(self.groups), aim=number_text(mille(self.aim)))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "khoảng cách tới mức {aim} điểm của đơn vị yếu nhất (xét {who}) càng nhỏ càng tốt",
            "the weakest unit's distance to a rating of {aim} (its {who}) is as small as can be",
        ).format(aim=number_text(mille(self.aim)), who=groups_text(self.groups))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield people without a rating, or a warning where nobody has one."""
        yield from group_problems(case, self.name, self.groups)
        text = Text(
            "Chưa có điểm đánh giá nên không được tính vào mức của đơn vị.",
            "There is no rating, so this person is left out of the unit's measure.",
        )
        yield from rating_problems(case, self.name, text)


def _size(seats: int) -> int:
    return min(SIZES, key=lambda size: (abs(size - seats), size))
