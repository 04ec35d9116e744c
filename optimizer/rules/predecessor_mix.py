"""Not all leaders of a merged unit from one of its predecessors."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from optimizer.domain.origins import old_communes, old_districts, predecessors_of
from optimizer.domain.parameters import Whole
from optimizer.domain.place_text import named
from optimizer.domain.places import old_unit_key
from optimizer.domain.quota import Measured, Quota, Row
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
from optimizer.text import Text, same, tidy

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from optimizer.domain.case import Case
    from optimizer.findings import Finding


class PredecessorMix(QuotaRule):
    """Of the leaders of a merged unit, at most `max_share` come from one of its predecessors (R51).

    For every unit with several predecessors and each of them: leaders from there <= max_share x leaders + free x
    (1 - max_share). With the default `free` of 1 the first person from a predecessor is never counted against it: of
    three leaders two may come from one predecessor, not all three. People from elsewhere, or whose present workplace
    does not say from which predecessor they come, count among the leaders only.
    """

    name: ClassVar[str] = "predecessor_mix"
    text: ClassVar[Text] = Text("Hài hòa giữa các đơn vị cũ", "Mix of predecessors")
    source: ClassVar[Text] = Text(
        "Công văn 11/CV-BCĐ: hài hòa nguồn cán bộ các nơi sáp nhập",
        "Official Letter 11/CV-BCĐ: harmony between the merged places",
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    max_share: Share = Field(
        default=0.5,
        description="The largest share of a unit's leaders from one predecessor, such as 0.5 or 50%.",
        json_schema_extra={"vi": "Tỷ lệ tối đa lãnh đạo đến từ một đơn vị cũ, ví dụ 0,5 hoặc 50%."},
    )
    free: Whole = Field(
        default=1,
        ge=0,
        le=5,
        description="So many people from each predecessor are never counted against it; 0 keeps to the share strictly.",
        json_schema_extra={
            "vi": "Số người đầu tiên của mỗi đơn vị cũ không tính vào tỷ lệ; ghi 0 nếu tính chặt theo tỷ lệ."
        },
    )
    by: Literal["commune", "district"] = Field(
        default="commune",
        description="What a predecessor is: the old commune, or the old district (for units over several districts).",
        json_schema_extra={
            "vi": "Đơn vị cũ được xét: commune (xã cũ) hoặc district (huyện cũ, với đơn vị nằm trên nhiều huyện cũ)."
        },
    )
    groups: Groups = groups_field(("leader",))

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return one row for each predecessor of each merged unit."""
        titles = titles_in(case, self.groups)
        if not titles:
            return ()
        share = in_parts(self.max_share)
        rows: list[Row] = []
        predecessors = self._predecessors(case)
        for unit in case.units:
            parts = predecessors.get(unit.unit_code, {})
            if len(parts) < 2:
                continue
            rows.extend(
                Row(
                    same(unit.name),
                    (unit.unit_code,),
                    share=share,
                    base=self.free * (PARTS - share),
                    at_most=True,
                    tags=frozenset({key}),
                    what=Text("đến từ {old}", "come from {old}").format(old=name),
                )
                for key, name in parts.items()
            )
        tags: Mapping[str, Hashable] = old_communes(case) if self.by == "commune" else old_districts(case)
        return (Quota(titles, tuple(rows), self._says, self._asks, tags),) if rows else ()

    def _predecessors(self, case: Case) -> dict[str, dict[Hashable, str]]:
        """Return the key and the name of each predecessor of each unit."""
        found: dict[str, dict[Hashable, str]] = {}
        for code, olds in predecessors_of(case).items():
            own = found.setdefault(code, {})
            for old in olds:
                if self.by == "commune":
                    own.setdefault(old_unit_key(old), tidy(old.old_name))
                elif tidy(old.old_district):
                    own.setdefault(named(old.old_district).key, tidy(old.old_district))
        return found

    def _says(self, m: Measured) -> Text:
        return Text(
            "{area}: {n} trên {all} {who} {what}, quy định tối đa {share}{free}; vượt {off} người.",
            "{area}: {n} of the {all} {who} {what}, at most {share}{free} are to be; {off} too many.",
        ).format(
            area=m.row.area,
            n=len(m.members),
            all=len(m.holders),
            who=groups_text(self.groups),
            what=m.row.what,
            share=percent_text(m.row.share),
            free=self._beside(),
            off=parts_text(m.amount),
        )

    def _asks(self, row: Row) -> Text:
        return Text(
            "{area}: tối đa {share} {who}{free} {what}.", "{area}: at most {share} of the {who}{free} {what}."
        ).format(
            area=row.area,
            share=percent_text(row.share),
            who=groups_text(self.groups),
            free=self._beside(),
            what=row.what,
        )

    def _beside(self) -> Text:
        if not self.free:
            return same("")
        return Text(" (không kể {n} người đầu)", " (the first {n} not counted)").format(n=self.free)

    def limit(self) -> Text:
        """Say the limit in words."""
        old = {"commune": Text("xã cũ", "old commune"), "district": Text("huyện cũ", "old district")}[self.by]
        return Text(
            "tối đa {share} {who} của đơn vị sáp nhập đến từ một {old}{free}",
            "at most {share} of the {who} of a merged unit come from one {old}{free}",
        ).format(
            share=percent_text(in_parts(self.max_share)), who=groups_text(self.groups), old=old, free=self._beside()
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a warning where the case says nothing of predecessors, or of where anybody comes from."""
        yield from group_problems(case, self.name, self.groups)
        if not titles_in(case, self.groups):
            return
        quotas = self.quotas(case)
        if not quotas:
            text = Text(
                "không đơn vị nào có từ hai đơn vị cũ trở lên (trang Đơn vị cũ) nên quy tắc không có tác dụng.",
                "no unit has two or more predecessors (sheet Predecessors), so the rule does nothing.",
            )
            yield idle(self.name, text)
        elif not quotas[0].tags:
            text = Text(
                "không xác định được ai đến từ đơn vị cũ nào (cột Đơn vị công tác) nên quy tắc không có tác dụng.",
                "nobody's workplace says from which predecessor they come (column current_unit), so it does nothing.",
            )
            yield idle(self.name, text)
