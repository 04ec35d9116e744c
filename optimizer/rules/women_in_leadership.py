"""Women among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

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


class WomenInLeadership(GroupShare):
    """At least `share` of the leaders placed in each area are women (R49).

    For every area: sum over its leaders of (woman - share) >= 0. A blank sex counts as no woman; a roster that gives
    nobody's sex, or titles without a group, leave the rule without effect.
    """

    name: ClassVar[str] = "women_in_leadership"
    text: ClassVar[Text] = Text("Tỷ lệ cán bộ nữ trong lãnh đạo", "Women among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: cán bộ nữ từ 15% trở lên", "Directive 35-CT/TW of 2019: women 15% or more"
    )
    default_on: ClassVar[bool] = True  # where the roster has the data it needs
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    share: Share = Field(
        default=0.15,
        description="The least share of women, such as 0.15 or 15%.",
        json_schema_extra={"vi": "Tỷ lệ nữ tối thiểu, ví dụ 0,15 hoặc 15%."},
    )

    def members(self, case: Case) -> Mapping[str, Hashable] | None:
        """Return who is a woman, None where the roster gives nobody's sex."""
        if all(c.sex is None for c in case.cadres):
            return None
        return {c.cadre_id: True for c in case.cadres if c.sex == "female"}

    def kinds(self) -> tuple[tuple[Hashable, Text], ...]:
        """Return the one kind asked for."""
        return ((True, Text("là nữ", "are women")),)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "ít nhất {share} {who} là nữ (phạm vi: {scope})", "at least {share} of the {who} of {scope} are women"
        ).format(share=percent_text(in_parts(self.share)), who=groups_text(self.groups), scope=scope_text(self.scope))
