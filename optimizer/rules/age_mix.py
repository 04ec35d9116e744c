"""Three age groups among the leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field, model_validator

from optimizer.domain.parameters import Refused, Whole
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


class AgeMix(GroupShare):
    """Each of three age groups has at least `share` of the leaders placed in each area (R49).

    For every area and age group: sum over its leaders of (in the group - share) >= 0. The groups are: under
    `middle_from_years`, from there to under `older_from_years`, and older. A blank birth date is in none of them.
    """

    name: ClassVar[str] = "age_mix"
    text: ClassVar[Text] = Text("Cơ cấu ba độ tuổi trong lãnh đạo", "Three age groups among leaders")
    source: ClassVar[Text] = Text(
        "Chỉ thị 35-CT/TW năm 2019: kết hợp ba độ tuổi", "Directive 35-CT/TW of 2019: three age groups together"
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    share: Share = Field(
        default=0.10,
        description="The least share of each age group, such as 0.1 or 10%.",
        json_schema_extra={"vi": "Tỷ lệ tối thiểu của mỗi độ tuổi, ví dụ 0,1 hoặc 10%."},
    )
    middle_from_years: Whole = Field(
        default=40,
        ge=18,
        le=70,
        description="Where the middle age group begins, in years on the plan date.",
        json_schema_extra={"vi": "Tuổi bắt đầu của độ tuổi giữa, tính vào ngày lập phương án."},
    )
    older_from_years: Whole = Field(
        default=50,
        ge=18,
        le=75,
        description="Where the oldest age group begins, in years on the plan date.",
        json_schema_extra={"vi": "Tuổi bắt đầu của độ tuổi cao nhất, tính vào ngày lập phương án."},
    )

    @model_validator(mode="after")
    def _in_order(self) -> AgeMix:
        if self.older_from_years <= self.middle_from_years:
            raise Refused(
                "older_from_years phải lớn hơn middle_from_years", "older_from_years should be above middle_from_years"
            )
        return self

    def members(self, case: Case) -> Mapping[str, Hashable] | None:
        """Return the age group of each person, None where the roster does not say how old anybody is."""
        years, a, b = ages(case), self.middle_from_years, self.older_from_years
        return None if years is None else {who: int(age >= a) + int(age >= b) for who, age in years.items()}

    def kinds(self) -> tuple[tuple[Hashable, Text], ...]:
        """Return the three age groups."""
        a, b = self.middle_from_years, self.older_from_years
        return (
            (0, Text("dưới {a} tuổi", "are under {a}").format(a=a)),
            (1, Text("từ {a} đến dưới {b} tuổi", "are {a} to under {b}").format(a=a, b=b)),
            (2, Text("từ {b} tuổi trở lên", "are {b} or older").format(b=b)),
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "mỗi độ tuổi (dưới {a}, từ {a} đến dưới {b}, từ {b} trở lên) chiếm ít nhất {share} {who} (phạm vi: {scope})",
            "each age group (under {a}, {a} to under {b}, {b} and older) has at least {share} of the {who} of {scope}",
        ).format(
            a=self.middle_from_years,
            b=self.older_from_years,
            share=percent_text(in_parts(self.share)),
            who=groups_text(self.groups),
            scope=scope_text(self.scope),
        )
