"""Leaders whose strengths complete each other."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.parameters import Codes
from optimizer.domain.quota import Measured, Quota, Row
from optimizer.domain.quota_data import blank_cells, group_problems
from optimizer.domain.scopes import PARTS, Groups, groups_field, groups_text, titles_in
from optimizer.domain.words import FIELDS, field_text, field_word, field_words
from optimizer.findings import Finding, did_you_mean
from optimizer.rules.base import Mode, QuotaRule
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre


class ComplementaryLeaders(QuotaRule):
    """The leaders of a unit together cover a list of strengths: each one missing is a violation (R53).

    For every unit with seats for leaders and every strength: leaders of the unit who have it >= 1. Somebody has a
    strength by expertise (any years) or by major in one of its fields, and may have several.
    """

    name: ClassVar[str] = "complementary_leaders"
    text: ClassVar[Text] = Text("Lãnh đạo bổ sung thế mạnh cho nhau", "Leaders who complete each other")
    source: ClassVar[Text] = Text(
        "thực tế xây dựng tập thể lãnh đạo cấp xã", "the practice of putting commune leaders together"
    )
    modes: ClassVar[tuple[Mode, ...]] = ("soft",)

    strengths: Codes = Field(
        default=("xây dựng Đảng", "kinh tế + tài chính + công thương", "luật + tư pháp"),
        min_length=1,
        max_length=10,
        description="The strengths wanted, divided by a comma; fields joined by + stand for one strength.",
        json_schema_extra={
            "vi": "Các thế mạnh cần có, cách nhau bằng dấu phẩy; các lĩnh vực nối bằng dấu + là một thế mạnh.",
            "shown": "xây dựng Đảng, kinh tế + tài chính + công thương, luật + tư pháp",
        },
    )
    groups: Groups = groups_field(("leader",))

    def _fields(self) -> tuple[tuple[str, ...], ...]:
        """Return the standard words of the fields of each strength."""
        return tuple(tuple(w for part in s.split("+") if (w := field_word(part))) for s in self.strengths)

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return one row for each unit with such seats and each strength."""
        titles = titles_in(case, self.groups)
        seated = {s.unit_code for s in case.seats if s.title_code in titles and s.max > 0}
        strengths = self._fields()
        tags = {c.cadre_id: own for c in case.cadres if (own := _strengths_of(c, strengths))}
        kinds = set(tags.values())
        rows = tuple(
            Row(
                same(unit.name),
                (unit.unit_code,),
                base=PARTS,
                tags=frozenset(kind for kind in kinds if i in kind),
                what=_words(fields),
            )
            for unit in case.units
            if unit.unit_code in seated
            for i, fields in enumerate(strengths)
        )
        return (Quota(titles, rows, self._says, self._asks, tags),) if rows else ()

    def _says(self, m: Measured) -> Text:
        text = Text(
            "{area}: trong {n} {who} chưa có ai có thế mạnh về {what}.",
            "{area}: none of the {n} {who} is strong in {what}.",
        )
        return text.format(area=m.row.area, n=len(m.holders), who=groups_text(self.groups), what=m.row.what)

    def _asks(self, row: Row) -> Text:
        text = Text(
            "{area}: cần ít nhất một người trong số {who} có thế mạnh về {what}.",
            "{area}: at least one of the {who} is to be strong in {what}.",
        )
        return text.format(area=row.area, who=groups_text(self.groups), what=row.what)

    def limit(self) -> Text:
        """Say the limit in words."""
        words = [_words(fields) for fields in self._fields()]
        return Text(
            "{who} của mỗi đơn vị cùng nhau có đủ các thế mạnh: {all}",
            "the {who} of each unit together cover: {all}",
        ).format(who=groups_text(self.groups), all=Text("; ".join(w.vi for w in words), "; ".join(w.en for w in words)))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield fields that nobody knows, and people whose strengths are blank."""
        yield from group_problems(case, self.name, self.groups)
        used = {f for c in case.cadres for f in (*c.expertise, *field_words(c.major))}
        for written in dict.fromkeys(part.strip() for s in self.strengths for part in s.split("+") if part.strip()):
            key = field_word(written)
            if key in FIELDS or key in used or key in _GENERAL:
                continue
            near = difflib.get_close_matches(key, [*FIELDS, *sorted(used)], 1, 0.6)
            text = Text(
                "“{value}” không phải lĩnh vực đã biết và không ai trong danh sách có lĩnh vực này.",
                "“{value}” is no known field of work, and nobody of the roster has it.",
            ).format(value=written)
            fix = did_you_mean(
                [field_text(n) for n in near],
                Text("Ghi lĩnh vực như ở trang Cán bộ.", "Write a field as on the Cadres sheet."),
            )
            yield Finding("unknown_field", "error", text, fix, value=written, subject=(("rule", self.name),))
        text = Text(
            "Chưa ghi lĩnh vực và chuyên ngành nên không được tính là có thế mạnh nào.",
            "Neither fields nor major are given, so this person counts as having no strength.",
        )
        yield from blank_cells(case, self.name, "expertise", lambda c: not c.expertise and not c.major.strip(), text)


_GENERAL = frozenset({"kinh te"})  # too wide to be a title's field, usual as a major


def _strengths_of(cadre: Cadre, strengths: tuple[tuple[str, ...], ...]) -> frozenset[int]:
    own = field_words(cadre.major) | cadre.expertise.keys()
    return frozenset(i for i, fields in enumerate(strengths) if not own.isdisjoint(fields))


def _words(fields: tuple[str, ...]) -> Text:
    found = [Text("kinh tế", "economy") if f in _GENERAL else field_text(f) for f in fields]
    return Text(" hoặc ".join(t.vi for t in found), " or ".join(t.en for t in found))
