"""No relative of a unit's head or deputy head in a sensitive title of that unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from optimizer.domain.parameters import Codes
from optimizer.domain.relatives import kin_text, pairs, titles_meant, titles_text, titles_unknown
from optimizer.findings import Finding
from optimizer.rules.base import RelativesRule, Sides, Way
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement


class RelativesSensitive(RelativesRule):
    """A head or deputy head has no relative in a sensitive title of the same unit (R36).

    For both directions of a pair and every unit u: sum of x[head, u, roles of a head] + sum of x[relative, u, roles
    with a sensitive title] <= 1. Which titles are sensitive (personnel, accounting, cashier, stores) the Titles sheet says.
    """

    name: ClassVar[str] = "relatives_sensitive"
    text: ClassVar[Text] = Text("Người thân của lãnh đạo ở vị trí nhạy cảm", "Relatives of heads in sensitive titles")
    source: ClassVar[Text] = Text(
        "Luật Phòng, chống tham nhũng 2018, Điều 20; cột Nhạy cảm ở trang Chức danh",
        "Anti-Corruption Law 2018, Article 20; column sensitive of sheet Titles",
    )

    heads: Codes = Field(
        default=("leader",),
        min_length=1,
        description="Heads and deputy heads: codes or names of titles, or the groups leader, manager; divided by a comma.",
        json_schema_extra={
            "vi": "Người đứng đầu và cấp phó: mã hoặc tên chức danh, hoặc nhóm leader (lãnh đạo), manager (quản lý); cách nhau "
            "bằng dấu phẩy.",
            "shown": "leader",
        },
    )

    def sides(self, case: Case) -> list[Sides]:
        """Return the titles of heads and the sensitive ones."""
        return [(titles_meant(case, self.heads), frozenset(t.title_code for t in case.titles if t.sensitive))]

    def sentence(
        self, case: Case, way: Way, names: dict[str, object], held: tuple[Placement, Placement] | None
    ) -> Text:
        """Return what is asked of a head and a relative, or what they hold."""
        if held is None:
            return Text(
                "tại {unit}, {a} không giữ chức danh lãnh đạo khi {b} (quan hệ: {kind}) giữ vị trí nhạy cảm.",
                "at {unit}, {a} does not lead while {b} (relation: {kind}) holds a sensitive title.",
            ).format(**names)
        head, post = (case.title_by_code[p.title_code].name for p in held)
        return Text(
            "{a} giữ {head} tại {unit} trong khi {b} (quan hệ: {kind}) giữ vị trí nhạy cảm {post} cùng đơn vị.",
            "{a} holds {head} at {unit} while {b} (relation: {kind}) holds the sensitive title {post} there.",
        ).format(head=head, post=post, **names)

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(None)

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the titles by their names."""
        return self._limit(case)

    def _limit(self, case: Case | None) -> Text:
        return Text(
            "người thân ({kinds}) của người đứng đầu, cấp phó ({heads}) không giữ vị trí nhạy cảm cùng đơn vị",
            "no relative ({kinds}) of a head or deputy head ({heads}) has a sensitive title in the same unit",
        ).format(kinds=kin_text(self.kinds), heads=titles_text(case, self.heads))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield unknown titles, and a remark where no title is flagged sensitive although there are relatives."""
        yield from titles_unknown(case, self.heads, self.name)
        if pairs(case, self.kinds) and not any(t.sensitive for t in case.titles):
            text = Text(
                "không chức danh nào được đánh dấu nhạy cảm nên quy tắc này không có tác dụng.",
                "no title is flagged sensitive, so this rule has nothing to look at.",
            )
            fix = Text("Đánh dấu cột Nhạy cảm ở trang Chức danh.", "Fill column sensitive of sheet Titles.")
            where = case.address(case.titles[0], "sensitive") if case.titles else case.address(case.relations[0])
            yield Finding("no_sensitive_title", "warning", text, fix, where, "", (("rule", self.name),))
