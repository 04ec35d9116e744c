"""Ethnic minorities among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Codes
from optimizer.domain.quota_data import blank_cells, idle
from optimizer.domain.scopes import (
    PARTS,
    Area,
    Share,
    groups_text,
    in_parts,
    percent_text,
    scope_text,
)
from optimizer.rules.base import GroupShare, Mode
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre
    from optimizer.findings import Finding

STEP = PARTS // 100  # a share taken from the roster is rounded down to whole percents


def _blank(value: Any) -> Any:
    return None if isinstance(value, str) and fold(value) in ("", "auto", "tu tinh") else value


class MinorityInLeadership(GroupShare):
    """At least `share` of the leaders placed in each area belong to an ethnic minority (R49, R50).

    For every area: sum over its leaders of (minority - share) >= 0. Without a `share` it is the one among the available
    people who serve in the area now (among all available people where nobody does), in whole percents, rounded down. A
    blank ethnicity counts as no minority on both sides.
    """

    name: ClassVar[str] = "minority_in_leadership"
    text: ClassVar[Text] = Text("Tỷ lệ cán bộ người dân tộc thiểu số trong lãnh đạo", "Ethnic minorities among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: cơ cấu dân tộc thiểu số phù hợp với địa bàn",
        "Directive 35-CT/TW of 2019: ethnic minorities fitting the population",
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    share: Annotated[Share | None, BeforeValidator(_blank)] = Field(
        default=None,
        description="The least share, such as 0.2 or 20%; blank for the share among the available people of the area.",
        json_schema_extra={
            "vi": "Tỷ lệ tối thiểu, ví dụ 0,2 hoặc 20%; để trống thì lấy theo tỷ lệ trong số người hiện có của địa bàn.",
            "shown": "",
        },
    )
    majority: Codes = Field(
        default=("Kinh",),
        min_length=1,
        description="What the sheet writes for the majority; every other word is a minority.",
        json_schema_extra={
            "vi": "Từ ghi dân tộc đa số trong danh sách; mọi từ khác được coi là dân tộc thiểu số.",
            "shown": "Kinh",
        },
    )

    def members(self, case: Case) -> Mapping[str, Hashable] | None:
        """Return who belongs to a minority, None where the roster gives nobody's ethnicity."""
        return self._minority(case) if _told(case) else None

    def kinds(self) -> tuple[tuple[Hashable, Text], ...]:
        """Return the one kind asked for."""
        return ((True, Text("là người dân tộc thiểu số", "belong to a minority")),)

    def shares(self, case: Case, where: Sequence[Area]) -> list[int]:
        """Return the share asked of each area, in hundred-thousandths: the one given, or the one among its people now."""
        if self.share is not None:
            return super().shares(case, where)
        minority = self._minority(case)
        available = [c for c in case.cadres if c.status == "available"]
        by_unit: dict[str | None, list[Cadre]] = {}
        for cadre in available:
            by_unit.setdefault(cadre.current_unit_code, []).append(cadre)
        found = []
        for area in where:
            here = available if self.scope == "province" else [c for u in area.units for c in by_unit.get(u, ())]
            people = here or available
            n = sum(c.cadre_id in minority for c in people)
            found.append(n * PARTS // len(people) // STEP * STEP if people else 0)
        return found

    def _minority(self, case: Case) -> dict[str, bool]:
        major = {fold(w) for w in self.majority} | {""}
        return {c.cadre_id: True for c in case.cadres if fold(c.ethnicity) not in major}

    def limit(self) -> Text:
        """Say the limit in words."""
        if self.share is None:
            share = Text("bằng tỷ lệ trong số người hiện có", "as large a share as among the available people")
            text = Text(
                "tỷ lệ người dân tộc thiểu số trong {who} ít nhất {share} (phạm vi: {scope})",
                "minorities are {share} among the {who} of {scope}",
            )
        else:
            share = percent_text(in_parts(self.share))
            text = Text(
                "ít nhất {share} {who} là người dân tộc thiểu số (phạm vi: {scope})",
                "at least {share} of the {who} of {scope} belong to a minority",
            )
        return text.format(share=share, who=groups_text(self.groups), scope=scope_text(self.scope))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the share taken from the roster, where there is one area."""
        found = [row for quota in self.quotas(case) for row in quota.rows]
        if self.share is not None or len(found) != 1:
            return self.limit()
        return Text("{limit} ({share})", "{limit} ({share})").format(
            limit=self.limit(), share=percent_text(found[0].share)
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield blank cells, and areas and groups the case knows nothing of."""
        yield from super().problems(case)
        if not _told(case):
            text = Text(
                "danh sách cán bộ chưa ghi dân tộc nên quy tắc không có tác dụng.",
                "the roster gives nobody's ethnicity, so the rule does nothing.",
            )
            yield idle(self.name, text)
            return
        text = Text(
            "Chưa ghi dân tộc nên không được tính là người dân tộc thiểu số.",
            "The ethnicity is blank, so this person does not count as belonging to a minority.",
        )
        yield from blank_cells(case, self.name, "ethnicity", lambda c: not tidy(c.ethnicity), text)


def _told(case: Case) -> bool:
    return any(tidy(c.ethnicity) for c in case.cadres)
