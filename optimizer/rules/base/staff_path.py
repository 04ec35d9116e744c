"""What rules on staff frames have in common: posts by block of titles, and the yearly path down to them."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pydantic import Field

from optimizer.domain.head_count import Cap, Caps
from optimizer.domain.parameters import Day, Whole
from optimizer.domain.staff_frame import BlockPosts, StaffFrame, allowed, block_problems, path_text, years_gone
from optimizer.rules.base.head_count import HeadCount
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit
    from optimizer.findings import Address, Finding


class Place(NamedTuple):
    """Units whose staff is counted together; `text` is what a `{block}` of it is called."""

    units: tuple[Unit, ...]
    text: Text
    subject: tuple[tuple[str, str], ...]
    where: Address | None = None


class StaffPath(HeadCount):
    """A rule that brings the staff of each block down to its posts over some years (R9, R15, R16).

    For every place and block of titles: holders <= posts + ceil(above x years left / years), `above` being how many more
    than the posts serve there now. A block left out of `posts` has what the Seats sheet wants of it.
    """

    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False

    posts: BlockPosts = ()
    start: Day = Field(
        default=dt.date(2025, 7, 1),
        description="The day from which the years are counted.",
        json_schema_extra={"vi": "Ngày bắt đầu tính lộ trình.", "shown": "01/07/2025"},
    )
    years: Whole = Field(
        default=5,
        ge=0,
        le=20,
        description="Years in which staff above the posts is brought down to them; 0 asks for them at once.",
        json_schema_extra={"vi": "Số năm giảm dần số người vượt biên chế về đúng biên chế; 0 là về đúng ngay."},
    )

    @abstractmethod
    def places(self, case: Case) -> Iterator[Place]:
        """Yield the places whose staff is counted, one after the other."""

    def caps(self, case: Case) -> Caps:
        """Return one cap for each place and block that has seats there."""
        frame = StaffFrame(case)
        fixed = {fold(block): posts for block, posts in self.posts}
        gone = years_gone(self.start, case.settings.plan_date)
        caps: list[Cap] = []
        at: dict[tuple[str, str], int] = {}
        for place in self.places(case):
            for key, label in frame.blocks.items():
                if not any((u.unit_code, key) in frame.targets for u in place.units):
                    continue  # no seat of this block stands there
                target = sum(frame.targets[u.unit_code, key] for u in place.units)
                present = sum(frame.present[u.unit_code, key] for u in place.units)
                at |= {(u.unit_code, code): len(caps) for u in place.units for code in frame.titles[key]}
                most = allowed(fixed.get(key, target), present, gone, self.years)
                caps.append(Cap(most, place.text.format(block=label), place.subject, place.where))
        return Caps(tuple(caps), at)

    def path(self) -> Text:
        """Say how staff above the posts is brought down to them."""
        return path_text(self.years, self.start)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield blocks no title has, and titles in no block."""
        return block_problems(case, self.name, self.posts)
