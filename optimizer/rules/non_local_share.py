"""How many of the holders of some titles are from elsewhere, as a share to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.parameters import Codes
from optimizer.domain.quota import Quota, Row, share_asks, share_says
from optimizer.domain.quota_data import scope_problems
from optimizer.domain.scopes import Scope, Share, areas, in_parts, percent_text, scope_text
from optimizer.domain.title_choice import means, names_of, naming_problems, seniority, titles_field
from optimizer.findings import Finding
from optimizer.rules.base import Mode, QuotaRule, WhereLocal
from optimizer.text import Text, same, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Title

_TITLES = ("Bí thư Đảng ủy*", "Chủ tịch UBND*", "Phó Bí thư*Chủ tịch UBND*", "Chủ nhiệm Ủy ban Kiểm tra*")


class NonLocalShare(WhereLocal, QuotaRule):
    """Of the holders of each title named, at least `share` are no locals of their units, area by area (R33, R34).

    For every title and area: sum over its holders of (no local there - share) >= 0. What a local is, is said as in
    `not_local`; a blank place counts as a local, and a roster that gives nobody's leaves the rule without effect.
    """

    name: ClassVar[str] = "non_local_share"
    text: ClassVar[Text] = Text("Tỷ lệ người ngoài địa phương", "Share of non-locals")
    source: ClassVar[Text] = Text(
        "Chỉ thị 45-CT/TW: cơ bản bố trí bí thư không là người địa phương; Kết luận 210-KL/TW",
        "Directive 45-CT/TW: secretaries are by and large no locals; Conclusion 210-KL/TW",
    )
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")

    share: Share = Field(
        default=0.8,
        description="The least share of non-locals among the holders of each title, such as 0.8 or 80%.",
        json_schema_extra={"vi": "Tỷ lệ tối thiểu người ngoài địa phương của mỗi chức danh, ví dụ 0,8 hoặc 80%."},
    )
    scope: Scope = "province"
    titles: Codes = titles_field(_TITLES)

    def asks(self, case: Case, title: Title) -> bool:
        """Return whether a title is named."""
        return any(means(case, written, title) for written in self.titles)

    def quotas(self, case: Case) -> tuple[Quota, ...]:
        """Return one quota a title, one row an area; nothing where nobody's place is known."""
        known = self._known(case)
        if not known:
            return ()
        at_home = {
            c.cadre_id: units
            for c in case.cadres
            if c.cadre_id in known
            and (
                units := frozenset[str]().union(
                    *(case.places.local_units(getattr(c, place), self.level) for place in self.places)
                )
            )
        }
        rows = tuple(
            Row(area.name, area.units, share=in_parts(self.share), tags=frozenset({True}), what=_ELSEWHERE)
            for area in areas(case, self.scope)
        )
        order = seniority(case)
        asked = sorted((t for t in case.titles if self.asks(case, t)), key=lambda t: order[t.title_code])
        return tuple(
            Quota(
                frozenset({t.title_code}), rows, share_says(same(t.name)), share_asks(same(t.name)), known,
                not_in=at_home,
            )
            for t in asked
        )  # fmt: skip

    def _known(self, case: Case) -> dict[str, bool]:
        """Return the people none of whose places is blank."""
        return {c.cadre_id: True for c in case.cadres if all(tidy(getattr(c, place)) for place in self.places)}

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(", ".join(self.titles))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the names of the titles it speaks of."""
        return self._limit(names_of(case, (t.title_code for t in case.titles if self.asks(case, t))) or "—")

    def _limit(self, names: str) -> Text:
        return Text(
            "ít nhất {share} người giữ mỗi chức danh ({names}) không là người địa phương (phạm vi: {scope}), {judged}",
            "at least {share} of the holders of each title ({names}) are no locals (counted over: {scope}), {judged}",
        ).format(
            share=percent_text(in_parts(self.share)), names=names, scope=scope_text(self.scope), judged=self.judged_by()
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield names that mean no title, areas nobody is in, and whose place is blank or almost the name of a unit."""
        yield from naming_problems(case, self.name, self.titles, _TITLES)
        yield from scope_problems(case, self.name, self.scope)
        yield from self.almost(case)
        if case.cadres and not self._known(case):
            places = self.places_text(Text(" và ", " and "))
            fix = Text("Bổ sung {places}, hoặc tắt quy tắc.", "Fill in the {places}, or switch the rule off.")
            about = (("rule", self.name),)
            yield Finding(
                "idle_rule", "warning", _NOBODY.format(places=places), fix.format(places=places), subject=about
            )


_ELSEWHERE = Text("không là người địa phương", "are no locals")
_NOBODY = Text(
    "danh sách cán bộ chưa ghi {places} của ai nên quy tắc không có tác dụng.",
    "the roster gives nobody's {places}, so the rule does nothing.",
)
