"""The level of political theory a title asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.domain.words import theory_text
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class Theory(Requirement):
    """The holder's political theory is at least the level the title asks for; a blank one does not meet it (R24).

    For every placement (p, u, t) with min_theory[t] > 0: theory[p] >= min_theory[t].
    """

    name: ClassVar[str] = "theory"
    text: ClassVar[Text] = Text("Trình độ lý luận chính trị", "Political theory")
    source: ClassVar[Text] = Text(
        "Công văn 11/CV-BCĐ, Nghị định 33/2023/NĐ-CP", "Official Letter 11/CV-BCĐ, Decree 33/2023/NĐ-CP"
    )
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    def screen(self, facts: Facts) -> Screen | None:
        """Return where the level of theory is too low: person by title."""
        asked = np.array([t.min_theory for t in facts.case.titles], np.int32)
        if not (asked > 0).any():
            return None
        fails = (facts.theory[:, None] < asked[None, :]) & (asked > 0)[None, :]
        return Screen(fails[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how the level of theory falls short, or None."""
        if title.min_theory <= 0:
            return None
        need = theory_text(title.min_theory)
        if cadre.theory is None:
            return Text(
                "chưa ghi trình độ lý luận chính trị; chức danh yêu cầu từ {need} trở lên.",
                "the level of political theory is blank; the title asks for {need} or higher.",
            ).format(need=need)
        if cadre.theory >= title.min_theory:
            return None
        if cadre.theory == 0:
            return Text(
                "chưa qua đào tạo lý luận chính trị; chức danh yêu cầu từ {need} trở lên.",
                "no training in political theory; the title asks for {need} or higher.",
            ).format(need=need)
        return Text(
            "lý luận chính trị {has}; chức danh yêu cầu từ {need} trở lên.",
            "political theory is {has}; the title asks for {need} or higher.",
        ).format(has=theory_text(cadre.theory), need=need)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "lý luận chính trị từ mức tối thiểu của chức danh trở lên",
            "political theory at or above the title's minimum",
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out by a blank cell."""
        text = Text(
            "Chưa ghi trình độ lý luận chính trị nên không được xét vào chức danh có yêu cầu.",
            "The level of political theory is blank, so titles that ask for one are closed to this person.",
        )
        return self.blanks(case, "theory", lambda c: c.theory is None, lambda t: t.min_theory > 0, text)
