"""How many people the Party side and the government side of each unit may have."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.head_count import Cap, Caps
from optimizer.domain.parameters import Day
from optimizer.domain.staff_frame import BlockPosts, StaffFrame, allowed, block_problems, path_text, years_gone
from optimizer.rules.base import HeadCount, Mode
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.findings import Finding


class StaffPools(HeadCount):
    """Each unit reaches its frame on the Party side and on the government side, apart, over some years (R9, R15, R16).

    For every unit and block of titles: holders <= frame + ceil(above x years left / years), `above` being how many more
    than the frame serve there now. The frame is `posts` where given, else what the Seats sheet wants of the block.
    """

    name: ClassVar[str] = "staff_pools"
    text: ClassVar[Text] = Text("Biên chế từng khối của đơn vị", "Staff of each side of a unit")
    source: ClassVar[Text] = Text(
        "Hướng dẫn 31-HD/BTCTW, Công văn 03/CV-BCĐ và 09/CV-BCĐ",
        "Guidance 31-HD/BTCTW, Official Letters 03/CV-BCĐ and 09/CV-BCĐ",
    )
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    posts: BlockPosts = Field(
        default=(),
        description="Posts of one unit by block of titles, such as Chính quyền:32 | Đảng:17; "
        "a block left out has what the Seats sheet wants.",
        json_schema_extra={
            "vi": "Biên chế một đơn vị theo khối, ví dụ Chính quyền:32 | Đảng:17; khối không ghi lấy tổng chỉ tiêu.",
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
        description="Years in which staff above the frame is brought down to it; 0 asks for the frame at once.",
        json_schema_extra={"vi": "Số năm giảm dần số người vượt khung về đúng khung; 0 là về khung ngay."},
    )

    def caps(self, case: Case) -> Caps:
        """Return one cap for each unit and block that has seats."""
        frame = StaffFrame(case)
        fixed = {fold(block): posts for block, posts in self.posts}
        gone = years_gone(self.start, case.settings.plan_date)
        caps: list[Cap] = []
        at: dict[tuple[str, str], int] = {}
        for unit in case.units:
            for key, label in frame.blocks.items():
                here = unit.unit_code, key
                if here not in frame.targets:
                    continue  # no seat of this block stands in the unit
                most = allowed(fixed.get(key, frame.targets[here]), frame.present[here], gone, self.years)
                group = Text("{unit}, khối {block}", "{unit}, block {block}").format(unit=unit.name, block=label)
                at |= {(unit.unit_code, code): len(caps) for code in frame.titles[key]}
                caps.append(Cap(most, group, (("unit", unit.unit_code),), case.address(unit)))
        return Caps(tuple(caps), at)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi khối của đơn vị không vượt khung biên chế; {path}",
            "no side of a unit is above its frame; {path}",
        ).format(path=path_text(self.years, self.start))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield blocks no title has, and titles in no block."""
        return block_problems(case, self.name, self.posts)
