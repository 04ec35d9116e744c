"""A share of the people who know the place stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.origins import units_served
from optimizer.domain.parameters import Whole
from optimizer.domain.quota import Measured, Quota, Row, share_asks, share_says
from optimizer.domain.quota_data import group_problems, idle
from optimizer.domain.scopes import (
    PARTS,
    Groups,
    Share,
    groups_field,
    groups_text,
    in_parts,
    parts_text,
    percent_text,
    titles_in,
)
from optimizer.rules.base import Mode, QuotaRule
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.findings import Finding

_FROM = Text("đang công tác tại đơn vị hoặc đơn vị cũ của nó", "serve there now or in a predecessor")


class Continuity(QuotaRule):
    """A share of those placed in each unit served there or in its predecessors, and so did one leader (R54).

    For every unit u: sum over its holders of (served in u - share) >= 0, and leaders who served in u >= `min_leaders`.
    A unit from which nobody is available is not asked for a leader of its own.
    """

    name: ClassVar[str] = "continuity"
    text: ClassVar[Text] = Text("Giữ cán bộ am hiểu địa bàn", "Continuity")
    source: ClassVar[Text] = Text(
        "nguyên tắc ổn định tổ chức khi sắp xếp đơn vị hành chính",
        "the principle of keeping units stable through the reform",
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    share: Share = Field(
        default=0.3,
        description="The least share of a unit's holders who served there, such as 0.3 or 30%.",
        json_schema_extra={"vi": "Tỷ lệ tối thiểu người của đơn vị được giữ lại, ví dụ 0,3 hoặc 30%."},
    )
    min_leaders: Whole = Field(
        default=1,
        ge=0,
        le=10,
        description="How many leaders of a unit served there, at least; 0 asks for none.",
        json_schema_extra={"vi": "Số lãnh đạo tối thiểu là người của đơn vị; ghi 0 nếu không yêu cầu."},
    )
    groups: Groups = groups_field(("all",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return the share of each unit's holders, and the leaders of its own."""
        served = units_served(case)
        if not served:
            return ()
        kinds: dict[str, set[frozenset[str]]] = {}
        for units in set(served.values()):
            for unit in units:
                kinds.setdefault(unit, set()).add(units)
        there = {u for c in case.cadres if c.status == "available" for u in served.get(c.cadre_id, ())}
        titles, leading = titles_in(case, self.groups), titles_in(case, ("leader",))
        led = {s.unit_code for s in case.seats if s.title_code in leading and s.max > 0}
        found = []
        if titles and self.share:
            rows = tuple(
                Row(
                    same(unit.name),
                    (unit.unit_code,),
                    share=in_parts(self.share),
                    tags=frozenset(kinds.get(unit.unit_code, ())),
                    what=_FROM,
                )
                for unit in case.units
            )
            who = groups_text(self.groups)
            found.append(Quota(titles, rows, share_says(who), share_asks(who), served))
        own = tuple(
            Row(
                same(unit.name),
                (unit.unit_code,),
                base=self.min_leaders * PARTS,
                tags=frozenset(kinds.get(unit.unit_code, ())),
            )
            for unit in case.units
            if self.min_leaders and unit.unit_code in led & there
        )
        if own:
            found.append(Quota(leading, own, _says, _asks, served))
        return tuple(found)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi đơn vị: ít nhất {share} {who} và {n} lãnh đạo là người đang công tác tại đơn vị hoặc đơn vị cũ của nó",
            "in each unit at least {share} of the {who}, and {n} of the leaders, serve there now or in a predecessor",
        ).format(share=percent_text(in_parts(self.share)), who=groups_text(self.groups), n=self.min_leaders)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a warning where no group or nobody's present unit is known."""
        yield from group_problems(case, self.name, self.groups)
        if case.cadres and not units_served(case):
            text = Text(
                "danh sách cán bộ chưa cho biết ai đang công tác ở đơn vị nào nên quy tắc không có tác dụng.",
                "the roster does not say in which unit anybody serves now, so the rule does nothing.",
            )
            yield idle(self.name, text)


def _says(m: Measured) -> Text:
    return Text(
        "{area}: {n} lãnh đạo là người của đơn vị, cần ít nhất {need}; còn thiếu {off} người.",
        "{area}: {n} of the leaders are the unit's own, at least {need} are to be; {off} missing.",
    ).format(area=m.row.area, n=len(m.members), need=parts_text(m.row.base), off=parts_text(m.amount))


def _asks(row: Row) -> Text:
    return Text(
        "{area}: ít nhất {need} lãnh đạo là người của đơn vị.", "{area}: at least {need} of the leaders are its own."
    ).format(area=row.area, need=parts_text(row.base))
