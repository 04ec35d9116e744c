"""How many people the Party side and the government side of a whole province may have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.head_count import Cap, Caps, provinces
from optimizer.domain.parameters import Day
from optimizer.domain.staff_frame import BlockPosts, StaffFrame, allowed, block_problems, path_text, years_gone
from optimizer.rules.base import HeadCount, Mode
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.findings import Finding


class StaffTotal(HeadCount):
    """The Party side and the government side of the province stay within the posts assigned to each (R9, R15, R16).

    For every province and block of titles: holders <= total + ceil(above x years left / years), `above` being how many
    more than the total serve now: nobody is recruited above the total, nobody has to leave at once.
    """

    name: ClassVar[str] = "staff_total"
    text: ClassVar[Text] = Text("Tổng biên chế từng khối của tỉnh", "Staff of each side of the province")
    source: ClassVar[Text] = Text(
        "Công văn 03/CV-BCĐ và 09/CV-BCĐ, Hướng dẫn 31-HD/BTCTW",
        "Official Letters 03/CV-BCĐ and 09/CV-BCĐ, Guidance 31-HD/BTCTW",
    )
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")

    posts: BlockPosts = Field(
        default=(),
        description="Posts assigned to a province by block of titles, such as Chính quyền:2457; "
        "a block left out has what the Seats sheet wants in all.",
        json_schema_extra={
            "vi": "Tổng biên chế giao cho tỉnh theo khối, ví dụ Chính quyền:2457; khối không ghi lấy tổng chỉ tiêu.",
            "shown": "",
        },
    )
    start: Day = Field(
        default=dt.date(2025, 7, 1),
        description="The day from which the years are counted.",
        json_schema_extra={"vi": "Ngày bắt đầu tính lộ trình.", "shown": "01/07/2025"},
    )
    years: int = Field(
        default=5,
        ge=0,
        le=20,
        description="Years in which staff above the total is brought down to it; 0 asks for the total at once.",
        json_schema_extra={"vi": "Số năm giảm dần số người vượt tổng biên chế; 0 là về đúng tổng ngay."},
    )

    def caps(self, case: Case) -> Caps:
        """Return one cap for each province and block."""
        frame = StaffFrame(case)
        fixed = {fold(block): posts for block, posts in self.posts}
        gone = years_gone(self.start, case.settings.plan_date)
        caps: list[Cap] = []
        at: dict[tuple[str, str], int] = {}
        for province in provinces(case):
            units = province.units
            for key, label in frame.blocks.items():
                target = sum(frame.targets[u.unit_code, key] for u in units)
                present = sum(frame.present[u.unit_code, key] for u in units)
                group = Text("Khối {block} ({where})", "Block {block} ({where})").format(
                    block=label, where=province.text
                )
                at |= {(u.unit_code, code): len(caps) for u in units for code in frame.titles[key]}
                most = allowed(fixed.get(key, target), present, gone, self.years)
                caps.append(Cap(most, group, (("province", province.name),)))
        return Caps(tuple(caps), at)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi khối trong toàn tỉnh không vượt tổng biên chế giao; {path}",
            "no side of the province is above its total; {path}",
        ).format(path=path_text(self.years, self.start))

    def limit_for(self, case: Case) -> Text:
        """Say the limit in the numbers of one case."""
        caps = self.caps(case).caps
        if not caps:
            return self.limit()
        now = [Text("{g}: {n}", "{g}: {n}").format(g=c.group, n=c.most) for c in caps]
        here = Text("; ".join(t.vi for t in now), "; ".join(t.en for t in now))
        return Text("{limit} (nay: {here})", "{limit} (now: {here})").format(limit=self.limit(), here=here)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield blocks no title has, and titles in no block."""
        return block_problems(case, self.name, self.posts)
