"""How many people the Party side and the government side of a whole province may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.head_count import provinces
from optimizer.domain.staff_frame import BlockPosts
from optimizer.rules.base import Mode, Place, StaffPath
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case


class StaffTotal(StaffPath):
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

    def places(self, case: Case) -> Iterator[Place]:
        """Yield each province."""
        for province in provinces(case):
            text = Text("Khối {block} ({where})", "Block {block} ({where})").format(
                where=province.text, block="{block}"
            )
            yield Place(province.units, text, (("province", province.name),))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi khối trong toàn tỉnh không vượt tổng biên chế giao; {path}",
            "no side of the province is above its total; {path}",
        ).format(path=self.path())

    def limit_for(self, case: Case) -> Text:
        """Say the limit in the numbers of one case."""
        caps = self.caps(case).caps
        if not caps:
            return self.limit()
        now = [Text("{g}: {n}", "{g}: {n}").format(g=c.group, n=c.most) for c in caps]
        here = Text("; ".join(t.vi for t in now), "; ".join(t.en for t in now))
        return Text("{limit} (nay: {here})", "{limit} (now: {here})").format(limit=self.limit(), here=here)
