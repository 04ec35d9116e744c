"""No unit is left with weak specialists."""

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


class CapabilityFloor(QuotaRule):
    """The mean rating of each unit's specialists is at most `points_below` under that of the province (R55).

    For every unit: sum over its rated specialists of (rating - floor) >= 0, the floor being the mean rating of all
    available people less `points_below`. What is missing is counted in points, summed over the people. Who has no
    rating is left out of both means.
    """

    name: ClassVar[str] = "capability_floor"
    text: ClassVar[Text] = Text("Mặt bằng năng lực tối thiểu của đơn vị", "Floor of capability")
    source: ClassVar[Text] = Text(
        "chủ trương bố trí nguồn lực tương xứng giữa các xã", "the aim of resources commensurate between communes"
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    points_below: Amount = Field(
        default=5.0,
        le=100,
        description="How many points a unit's mean rating may be below the province's.",
        json_schema_extra={"vi": "Điểm bình quân của đơn vị được thấp hơn bình quân toàn tỉnh tối đa bao nhiêu điểm."},
    )
    groups: Groups = groups_field(("specialist",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return one row a unit: nothing where nobody has a rating."""
        titles, floor = titles_in(case, self.groups), self._floor(case)
        if not titles or floor is None:
            return ()
        rows = tuple(Row(same(unit.name), (unit.unit_code,)) for unit in case.units)
        weights = {c.cadre_id: mille(c.rating) - floor for c in case.cadres if c.rating is not None}

        def says(m: Measured) -> Text:
            return Text(
                "{area}: điểm đánh giá bình quân của {n} {who} là {mean}, dưới mức {floor}; tổng cộng thiếu {off} điểm.",
                "{area}: the mean rating of its {n} {who} is {mean}, below {floor}; "
                "{off} [point is|points are] missing in all.",
            ).format(
                area=m.row.area,
                n=len(m.holders),
                who=groups_text(self.groups),
                mean=number_text(round((floor + m.value / len(m.holders)) / 10) * 10),
                floor=number_text(floor),
                off=parts_text(m.amount),
            )

        def asks(row: Row) -> Text:
            return Text(
                "{area}: điểm đánh giá bình quân của {who} từ {floor} trở lên.",
                "{area}: the mean rating of its {who} is {floor} or more.",
            ).format(area=row.area, who=groups_text(self.groups), floor=number_text(floor))

        return (Quota(titles, rows, says, asks, weights=weights, people=frozenset(weights)),)

    def _floor(self, case: Case) -> int | None:
        """Return the least mean rating of a unit in thousandths of a point, None where nobody is rated."""
        ratings = [mille(c.rating) for c in case.cadres if c.rating is not None and c.status == "available"]
        # rounded down: a unit whose mean is the province's is not below it
        return sum(ratings) // len(ratings) - mille(self.points_below) if ratings else None

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "điểm đánh giá bình quân của {who} mỗi đơn vị không thấp hơn bình quân toàn tỉnh quá {n} điểm",
            "the mean rating of each unit's {who} is at most {n} [point|points] below the province's",
        ).format(who=groups_text(self.groups), n=number_text(mille(self.points_below)))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the floor as a number."""
        floor = self._floor(case)
        if floor is None:
            return self.limit()
        return Text("{limit} (từ {n} điểm)", "{limit} ({n} or more)").format(limit=self.limit(), n=number_text(floor))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield people without a rating, or a warning where nobody has one."""
        yield from group_problems(case, self.name, self.groups)
        text = Text(
            "Chưa có điểm đánh giá nên không được tính vào bình quân của đơn vị.",
            "There is no rating, so this person is left out of the unit's mean.",
        )
        yield from rating_problems(case, self.name, text)
