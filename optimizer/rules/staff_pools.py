"""How many people the Party side and the government side of each unit may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.staff_frame import BlockPosts
from optimizer.rules.base import Mode, Place, StaffPath
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case


class StaffPools(StaffPath):
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

    def places(self, case: Case) -> Iterator[Place]:
        """Yield each unit by itself."""
        for unit in case.units:
            text = Text("{unit}, khối {block}", "{unit}, block {block}").format(unit=unit.name, block="{block}")
            yield Place((unit,), text, (("unit", unit.unit_code),), case.address(unit))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi khối của đơn vị không vượt khung biên chế; {path}",
            "no side of a unit is above its frame; {path}",
        ).format(path=self.path())
