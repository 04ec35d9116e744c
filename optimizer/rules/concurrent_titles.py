"""Which titles may stand in one hand, and which may not stand alone."""

from __future__ import annotations

import difflib
from itertools import combinations
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Codes
from optimizer.findings import Address, Finding, did_you_mean
from optimizer.rules.base import Rule, who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts


class ConcurrentTitles(Rule):
    """Titles in one hand are pairwise allowed by the Titles sheet; some are only ever held beside another (R2, R3).

    A role is a title or a set of pairwise allowed titles; roles that are one of `only_concurrent` alone are barred.
    """

    name: ClassVar[str] = "concurrent_titles"
    text: ClassVar[Text] = Text("Kiêm nhiệm", "Concurrent titles")
    source: ClassVar[Text] = Text(
        "Chỉ thị 45-CT/TW, Công văn 03/CV-BCĐ", "Directive 45-CT/TW, Official Letter 03/CV-BCĐ"
    )
    topic: ClassVar[str] = "seats"
    fixed: ClassVar[bool] = True

    only_concurrent: Codes = Field(
        default=(),
        description="Codes of titles never held alone, divided by a comma: a title they may stand with is held too.",
        json_schema_extra={
            "vi": "Mã các chức danh không giữ riêng, cách nhau bằng dấu phẩy: phải kiêm cùng một chức danh cho phép.",
            "shown": "",
        },
    )

    def bar_roles(self, facts: Facts) -> NDArray[np.bool_] | None:
        """Return the roles that are one title held alone which may not be."""
        alone = np.array([len(role) == 1 and role[0] in self.only_concurrent for role in facts.roles], bool)
        return alone if alone.any() else None

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each pair of titles that may not share a hand, and each title held alone that may not be."""
        for held in plan.by_cadre.values():
            units: dict[str, list[Placement]] = {}
            for p in dict.fromkeys(held):
                units.setdefault(p.unit_code, []).append(p)
            for mine in units.values():
                yield from self._in_one_hand(case, plan, mine)

    def _in_one_hand(self, case: Case, plan: Plan, mine: list[Placement]) -> Iterator[Finding]:
        for a, b in combinations(mine, 2):
            if frozenset((a.title_code, b.title_code)) not in case.allowed_pairs:
                text = Text("{who} không được kiêm {title} và {other}.", "{who} may not hold both {title} and {other}.")
                fix = Text(
                    "Bỏ một chức danh, hoặc ghi vào cột Kiêm nhiệm với của trang Chức danh.",
                    "Drop one, or allow the pair in column concurrent_with of the Titles sheet.",
                )
                yield self._finding(case, plan, b, text.format(other=_title(case, b), **_words(case, a)), fix)
        for p in mine:
            alone = not any(frozenset((p.title_code, q.title_code)) in case.allowed_pairs for q in mine)
            if p.title_code in self.only_concurrent and alone:
                text = Text(
                    "{who} chỉ giữ {title}; chức danh này phải kiêm cùng một chức danh cho phép tại cùng đơn vị.",
                    "{who} holds {title} alone; it must be held together with an allowed title in the same unit.",
                )
                partners = [
                    t.name for t in case.titles if frozenset((t.title_code, p.title_code)) in case.allowed_pairs
                ]
                fix = Text("Kiêm cùng: {titles}.", "Hold it with: {titles}.").format(titles=", ".join(partners) or "—")
                yield self._finding(case, plan, p, text.format(**_words(case, p)), fix)

    def _finding(self, case: Case, plan: Plan, p: Placement, text: Text, fix: Text) -> Finding:
        cadre = case.cadre_by_id.get(p.cadre_id)
        return Finding(
            code=self.name,
            severity="error",
            text=text,
            fix=fix,
            where=plan.where.get(p) or (case.address(cadre) if cadre else Address()),
            value=p.cadre_id,
            subject=(("cadre", p.cadre_id), ("unit", p.unit_code), ("title", p.title_code), ("rule", self.name)),
            amount=1.0,
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(self.only_concurrent)

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the titles' names in place of their codes."""
        titles = case.title_by_code
        return self._limit([titles[code].name if code in titles else code for code in self.only_concurrent])

    def _limit(self, never_alone: Sequence[str]) -> Text:
        pairs = Text("chỉ kiêm các chức danh cho phép ở trang Chức danh", "only pairs the Titles sheet allows")
        if not never_alone:
            return pairs
        return Text("{pairs}; không giữ riêng: {names}", "{pairs}; never alone: {names}").format(
            pairs=pairs, names=", ".join(never_alone)
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield codes no title has, and titles that nothing may stand beside."""
        for code in self.only_concurrent:
            if code not in case.title_by_code:
                near = difflib.get_close_matches(code, case.title_by_code, 1, 0.6)
                yield Finding(
                    code="unknown_title",
                    severity="error",
                    text=Text("không có chức danh mã “{code}”.", "there is no title “{code}”.").format(code=code),
                    fix=did_you_mean(
                        near, Text("Ghi mã như ở trang Chức danh.", "Write the code as on the Titles sheet.")
                    ),
                    value=code,
                    subject=(("title", code), ("rule", self.name)),
                )
            elif not any(code in pair for pair in case.allowed_pairs):
                yield Finding(
                    code="never_filled",
                    severity="warning",
                    text=Text(
                        "“{title}” không được giữ riêng mà cũng không kiêm được với chức danh nào, nên ghế luôn trống.",
                        "“{title}” may not be held alone, yet stands with no other title: its seats stay empty.",
                    ).format(title=case.title_by_code[code].name),
                    fix=Text("Ghi cột Kiêm nhiệm với của chức danh.", "Fill concurrent_with of the title."),
                    value=code,
                    subject=(("title", code), ("rule", self.name)),
                )


def _title(case: Case, p: Placement) -> str:
    return case.title_by_code[p.title_code].name if p.title_code in case.title_by_code else p.title_code


def _words(case: Case, p: Placement) -> dict[str, object]:
    cadre = case.cadre_by_id.get(p.cadre_id)
    return {"who": same(who(cadre) if cadre else p.cadre_id), "title": _title(case, p)}
