"""The years of experience a title asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class Experience(Requirement):
    """The holder has the years the title asks for: most among its fields, or among all if it names none (R27, R41).

    Years in several fields are not added up; a field known by major alone brings no years.
    """

    name: ClassVar[str] = "experience"
    text: ClassVar[Text] = Text("Số năm kinh nghiệm", "Years of experience")
    source: ClassVar[Text] = Text("trang Chức danh, cột Số năm kinh nghiệm", "sheet Titles, column min_years")
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    def screen(self, facts: Facts) -> Screen | None:
        """Return who has too few years: person by title."""
        asked = np.array([t.min_years for t in facts.case.titles], np.float64)
        if not (asked > 0).any():
            return None
        fails = (facts.years < asked[None, :]) & (asked > 0)[None, :]
        return Screen(fails[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how many years are missing, or None."""
        if title.min_years <= 0:
            return None
        counted = [n for f, n in cadre.expertise.items() if not title.fields or f in title.fields]
        most = max(counted, default=0.0)
        if most >= title.min_years:
            return None
        if not cadre.expertise:
            return Text(
                "chưa ghi số năm công tác theo lĩnh vực; chức danh yêu cầu từ {need} năm.",
                "years of work by field are blank; the title asks for {need} [year|years].",
            ).format(need=_years(title.min_years))
        return Text(
            "có {has} năm kinh nghiệm phù hợp; chức danh yêu cầu từ {need} năm.",
            "{has} [year|years] of fitting experience; the title asks for {need}.",
        ).format(has=_years(most), need=_years(title.min_years))

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "đủ số năm kinh nghiệm chức danh yêu cầu, trong lĩnh vực của chức danh",
            "the years of experience the title asks for, in the title's fields",
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out by a blank cell."""
        text = Text(
            "Chưa ghi lĩnh vực kèm số năm nên không được xét vào chức danh có yêu cầu kinh nghiệm.",
            "Fields with years are blank, so titles that ask for experience are closed to this person.",
        )
        return self.blanks(case, "expertise", lambda c: not c.expertise, lambda t: t.min_years > 0, text)


def _years(number: float) -> Text:
    written = f"{number:g}"
    return Text(written.replace(".", ","), written) if "." in written else same(written)
