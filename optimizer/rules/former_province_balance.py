"""Balance between the people of former provinces."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.origins import people_of_former_provinces
from optimizer.domain.place_text import named
from optimizer.domain.quota import Quota, Row, share_asks, share_says
from optimizer.domain.quota_data import group_problems, idle
from optimizer.domain.scopes import (
    MILLE,
    PARTS,
    Groups,
    Share,
    areas,
    former_provinces,
    groups_field,
    groups_text,
    in_parts,
    percent_text,
    titles_in,
)
from optimizer.rules.base import Mode, QuotaRule
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.findings import Finding


class FormerProvinceBalance(QuotaRule):
    """Each former province has about the share of leaders that it has of the units (R52).

    For every former province F: share of F's units - tolerance <= leaders from F / leaders <= that share + tolerance,
    counted over the leaders whose former province their present workplace tells. Of two former provinces only the lower
    limits are counted: too many from one is too few from the other.
    """

    name: ClassVar[str] = "former_province_balance"
    text: ClassVar[Text] = Text("Cân đối cán bộ giữa các tỉnh cũ", "Balance of former provinces")
    source: ClassVar[Text] = Text(
        "thực tế bố trí nhân sự sau hợp nhất tỉnh", "the practice of staffing merged provinces"
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    tolerance: Share = Field(
        default=0.10,
        description="How far the share of leaders may be from the share of units, such as 0.1 or 10%.",
        json_schema_extra={
            "vi": "Mức chênh cho phép giữa tỷ lệ lãnh đạo và tỷ lệ đơn vị của tỉnh cũ, ví dụ 0,1 hoặc 10%."
        },
    )
    groups: Groups = groups_field(("leader",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return the limits of each former province of a merged one."""
        titles = titles_in(case, self.groups)
        former = {code: (named(name).key, name) for code, name in former_provinces(case).items()}
        tolerance = in_parts(self.tolerance)
        rows: list[Row] = []
        for area in areas(case, "province"):
            units: Counter[str] = Counter()
            names: dict[str, str] = {}
            for unit in area.units:
                if unit in former:
                    key, name = former[unit]
                    units[key] += 1
                    names.setdefault(key, name)
            if len(units) < 2:
                continue
            for key in sorted(units):
                low, high = units[key] * MILLE // units.total(), -(-units[key] * MILLE // units.total())
                # a share that is no whole thousandth is rounded away from the limit: a third for a third is within both
                least, most = (n * (PARTS // MILLE) for n in (low, high))
                what = Text("đến từ {name} (cũ)", "come from former {name}").format(name=names[key])
                for share, at_most in ((least - tolerance, False), (most + tolerance, True)):
                    # of two provinces the most of one is the least of the other: counted once
                    if 0 < share < PARTS and not (at_most and len(units) == 2):
                        rows.append(
                            Row(area.name, area.units, share, at_most=at_most, tags=frozenset({key}), what=what)
                        )
        if not titles or not rows:
            return ()
        who = groups_text(self.groups)
        people = people_of_former_provinces(case)
        return (Quota(titles, tuple(rows), share_says(who), share_asks(who), people, people=frozenset(people)),)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "tỷ lệ {who} của mỗi tỉnh cũ chênh không quá {share} so với tỷ lệ đơn vị của tỉnh đó",
            "each former province's share of the {who} is within {share} of its share of the units",
        ).format(who=groups_text(self.groups), share=percent_text(in_parts(self.tolerance)))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a warning where the case has no former provinces, or says of nobody from which they come."""
        yield from group_problems(case, self.name, self.groups)
        if not titles_in(case, self.groups):
            return
        quotas = self.quotas(case)
        if not quotas:
            text = Text(
                "các đơn vị không thuộc từ hai tỉnh cũ trở lên (trang Đơn vị cũ, cột Tỉnh cũ) nên quy tắc không có "
                "tác dụng.",
                "the units are not of two or more former provinces (sheet Predecessors, column old_province), so the "
                "rule does nothing.",
            )
            yield idle(self.name, text)
        elif not quotas[0].people:
            text = Text(
                "không xác định được ai đến từ tỉnh cũ nào (cột Đơn vị công tác) nên quy tắc không có tác dụng.",
                "nobody's workplace says from which former province they come (column current_unit), so it does "
                "nothing.",
            )
            yield idle(self.name, text)
