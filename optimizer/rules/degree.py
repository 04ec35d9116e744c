"""The degree a title asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.domain.words import degree_text
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class Degree(Requirement):
    """The holder's degree is at least the one the title asks for; a blank degree does not meet it (R23).

    For every placement (p, u, t) with min_degree[t] > 0: degree[p] >= min_degree[t].
    """

    name: ClassVar[str] = "degree"
    text: ClassVar[Text] = Text("Trình độ chuyên môn", "Degree")
    source: ClassVar[Text] = Text("Nghị định 33/2023/NĐ-CP", "Decree 33/2023/NĐ-CP")
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    def screen(self, facts: Facts) -> Screen | None:
        """Return where the degree is too low: person by title."""
        asked = np.array([t.min_degree for t in facts.case.titles], np.int32)
        if not (asked > 0).any():
            return None
        fails = (facts.degree[:, None] < asked[None, :]) & (asked > 0)[None, :]
        return Screen(fails[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how the degree falls short, or None."""
        if title.min_degree <= 0:
            return None
        need = degree_text(title.min_degree)
        if cadre.degree is None:
            return Text(
                "chưa ghi trình độ chuyên môn; chức danh yêu cầu từ {need} trở lên.",
                "the degree is blank; the title asks for {need} or higher.",
            ).format(need=need)
        if cadre.degree >= title.min_degree:
            return None
        return Text(
            "trình độ chuyên môn {has}; chức danh yêu cầu từ {need} trở lên.",
            "the degree is {has}; the title asks for {need} or higher.",
        ).format(has=degree_text(cadre.degree), need=need)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "trình độ chuyên môn từ mức tối thiểu của chức danh trở lên", "a degree at or above the title's minimum"
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out by a blank cell."""
        text = Text(
            "Chưa ghi trình độ nên không được xét vào chức danh có yêu cầu trình độ.",
            "The degree is blank, so titles that ask for one are closed to this person.",
        )
        return self.blanks(case, "degree", lambda c: c.degree is None, lambda t: t.min_degree > 0, text)
