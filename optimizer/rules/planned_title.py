"""Planning (quy hoạch) before a promotion to a leader's or manager's title."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Flag
from optimizer.domain.standing import UNLISTED_EN, UNLISTED_VI, Unlisted, covers, is_equal, is_promotion, unranked
from optimizer.findings import Finding, did_you_mean
from optimizer.model.cells import Screen
from optimizer.model.standing import promotions
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts


class PlannedTitle(Requirement):
    """Who is promoted to a leader's or manager's title is planned for it or an equal one (R26, R29).

    Asked where the title ranks higher than the present one. Who comes from elsewhere may be planned for a higher title
    instead; with `higher_in_house` so may who is promoted in the present unit. Titles in the planning column are codes
    or names of the Titles sheet; equal is told by rank, higher by rank, else by group. Who is planned for nothing does
    not meet it.
    """

    name: ClassVar[str] = "planned_title"
    text: ClassVar[Text] = Text("Quy hoạch chức danh", "Planned for the title")
    source: ClassVar[Text] = Text("Quy định 377-QĐ/TW, Điều 34", "Regulation 377-QĐ/TW, Article 34")
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    unlisted: Unlisted = Field(default="higher", description=UNLISTED_EN, json_schema_extra={"vi": UNLISTED_VI})

    higher_in_house: Flag = Field(
        default=False,
        description="Planning for a higher title is enough for promotions in the present unit too.",
        json_schema_extra={
            "vi": "Người tại chỗ cũng được xét khi chỉ có trong quy hoạch chức danh cao hơn.",
            "shown": "no",
        },
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return who would be promoted without being planned: person by title."""
        asked = facts.titles_in("leader", "manager")
        if not asked.any():
            return None
        titles, words = facts.case.titles, title_words(facts.case)
        # thousands share a few dozen sets of planned titles: what each set covers is worked out once
        sets: dict[tuple[str, ...], int] = {}
        row = np.array([sets.setdefault(c.planned_titles, len(sets)) for c in facts.case.cadres], np.intp)
        covered = np.zeros((len(sets), len(titles)), bool)
        equal = np.zeros_like(covered)
        for written, i in sets.items():
            for planned in (words.get(fold(w)) for w in written):
                if planned is not None:
                    covered[i] |= [covers(planned, t) for t in titles]
                    equal[i] |= [is_equal(planned, t) for t in titles]
        promoted = promotions(facts, self.unlisted) & asked[None, :]
        fails, spared = (promoted & ~covered[row])[:, None, :], self.lifted_spots(facts)
        if self.higher_in_house:
            return Screen(fails, spared)
        own = facts.current_unit[:, None] == np.arange(facts.n_units)[None, :]
        return Screen(fails, spared, also=((own[:, :, None], (promoted & ~equal[row])[:, None, :]),))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield a finding for each placement that is a promotion without planning."""
        words = title_words(case)
        for placement in plan.placements:
            cadre = case.cadre_by_id.get(placement.cadre_id)
            title = case.title_by_code.get(placement.title_code)
            unit = case.unit_by_code.get(placement.unit_code)
            if cadre is None or title is None or unit is None:
                continue  # the checker reports names that do not exist
            lack = self._lack(case, cadre, unit, title, words)
            if lack is not None and self.lifted(case, placement) is None:
                yield self.finding(case, plan, placement, lack)

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return what the person is planned for instead, or None."""
        return self._lack(case, cadre, unit, title, title_words(case))

    def _lack(self, case: Case, cadre: Cadre, unit: Unit, title: Title, words: dict[str, Title]) -> Text | None:
        if title.group not in ("leader", "manager") or not is_promotion(case, cadre, title, self.unlisted):
            return None
        in_house = cadre.current_unit_code == unit.unit_code and not self.higher_in_house
        if not cadre.planned_titles:
            asked = Text(", tương đương hoặc cao hơn", ", an equal or a higher one")
            if in_house:
                asked = Text(" hoặc tương đương", " or an equal one")
            return Text(
                "chưa ghi quy hoạch; chức danh cao hơn hiện nay yêu cầu có trong quy hoạch chức danh đó{asked}.",
                "no planned title is written; a higher title asks for planning for it{asked}.",
            ).format(asked=asked)
        planned = [words[fold(w)] for w in cadre.planned_titles if fold(w) in words]
        enough = is_equal if in_house else covers
        if any(enough(one, title) for one in planned):
            return None
        names = ", ".join(words[fold(w)].name if fold(w) in words else w for w in cadre.planned_titles)
        text = Text(
            "quy hoạch: {names}; không có chức danh này, chức danh tương đương hoặc cao hơn.",
            "planned for: {names}; neither this title nor an equal or higher one.",
        )
        if in_house:
            text = Text(
                "quy hoạch: {names}; không có chức danh này hoặc tương đương, là yêu cầu với người tại chỗ.",
                "planned for: {names}; neither this title nor an equal one, as is asked in the present unit.",
            )
        return text.format(names=names)

    def limit(self) -> Text:
        """Say the limit in words."""
        if self.higher_in_house:
            return Text(
                "lên chức danh lãnh đạo, quản lý cao hơn phải có trong quy hoạch chức danh đó, tương đương hoặc cao hơn",
                "a higher leader's or manager's title asks for planning for it, or for an equal or higher one",
            )
        return Text(
            "lên chức danh lãnh đạo, quản lý cao hơn phải có trong quy hoạch chức danh đó hoặc tương đương; với người từ nơi "
            "khác đến, quy hoạch chức danh cao hơn cũng được",
            "a higher leader's or manager's title asks for planning for it or an equal one; for who comes from elsewhere "
            "planning for a higher one is enough too",
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield titles without a rank, planned titles that are none of the Titles sheet, and a case without planning."""
        yield from unranked(case, self.name)
        words = title_words(case)
        for cadre in case.cadres:
            for written in cadre.planned_titles:
                if cadre.status == "available" and fold(written) not in words:
                    yield self._unknown(case, cadre, written, words)
        if case.cadres and not any(c.planned_titles for c in case.cadres):
            text = Text(
                "chưa người nào có quy hoạch ở trang Cán bộ, nên không ai được lên chức danh lãnh đạo, quản lý cao hơn.",
                "nobody on the Cadres sheet is planned for anything, so no higher leader's or manager's title is open.",
            )
            fix = Text("Ghi cột Quy hoạch hoặc tắt quy tắc này.", "Fill planned_titles, or switch the rule off.")
            yield Finding("nobody_planned", "warning", text, fix, subject=(("rule", self.name),))

    def _unknown(self, case: Case, cadre: Cadre, written: str, words: dict[str, Title]) -> Finding:
        near = difflib.get_close_matches(fold(written), list(words), 1, 0.7)
        return Finding(
            code="unknown_planned_title",
            severity="warning",
            text=Text(
                "quy hoạch “{written}” không phải chức danh nào ở trang Chức danh nên không được tính.",
                "the planned title “{written}” is none of the Titles sheet, so it does not count.",
            ).format(written=written),
            fix=did_you_mean(
                [words[n].name for n in near],
                Text("Ghi mã hoặc tên chức danh như ở trang Chức danh.", "Write a title's code or name as it stands."),
            ),
            where=case.address(cadre, "planned_titles"),
            value=written,
            subject=(("cadre", cadre.cadre_id), ("rule", self.name)),
        )


def title_words(case: Case) -> dict[str, Title]:
    """Return the titles by their folded codes, and by their folded names where only one title is called so."""
    by_name: dict[str, list[Title]] = {}
    for title in case.titles:
        by_name.setdefault(fold(title.name), []).append(title)
    return {name: found[0] for name, found in by_name.items() if len(found) == 1} | {
        fold(t.title_code): t for t in case.titles
    }
