"""Young people among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.parameters import Whole
from optimizer.domain.quota_data import ages
from optimizer.domain.scopes import (
    Share,
    groups_text,
    in_parts,
    percent_text,
    scope_text,
)
from optimizer.rules.base import GroupShare, Mode
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from optimizer.domain.case import Case


class YoungInLeadership(GroupShare):
    """At least `share` of the leaders placed in each area are under `under_years` on the plan date (R49).

    For every area: sum over its leaders of (young - share) >= 0. A birth date known in part is read at its earliest, a
    blank one counts as not young; a roster without birth dates leaves the rule without effect.
    """

    name: ClassVar[str] = "young_in_leadership"
    text: ClassVar[Text] = Text("Tỷ lệ cán bộ trẻ trong lãnh đạo", "Young people among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: cán bộ trẻ từ 10% trở lên; tuổi do tỉnh quy định",
        "Directive 35-CT/TW of 2019: young people 10% or more; the age is set by the province",
    )
    default_on: ClassVar[bool] = True  # where the roster has the data it needs
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    share: Share = Field(
        default=0.10,
        description="The least share of young people, such as 0.1 or 10%.",
        json_schema_extra={"vi": "Tỷ lệ cán bộ trẻ tối thiểu, ví dụ 0,1 hoặc 10%."},
    )
    under_years: Whole = Field(
        default=42,
        ge=18,
        le=70,
        description="Young is who has not yet reached this age on the plan date.",
        json_schema_extra={"vi": "Cán bộ trẻ là người chưa đủ số tuổi này vào ngày lập phương án."},
    )

    def members(self, case: Case) -> Mapping[str, Hashable] | None:
        """Return who is young, None where the roster does not say how old anybody is."""
        years = ages(case)
        return None if years is None else {who: True for who, age in years.items() if age < self.under_years}

    def kinds(self) -> tuple[tuple[Hashable, Text], ...]:
        """Return the one kind asked for."""
        return ((True, Text("dưới {n} tuổi", "are under {n}").format(n=self.under_years)),)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "ít nhất {share} {who} dưới {n} tuổi (phạm vi: {scope})",
            "at least {share} of the {who} of {scope} are under {n}",
        ).format(
            share=percent_text(in_parts(self.share)),
            who=groups_text(self.groups),
            n=self.under_years,
            scope=scope_text(self.scope),
        )
