"""The fields of work a title asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from optimizer.domain.words import field_text, field_words
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class FieldOfWork(Requirement):
    """The holder knows at least one of the fields the title names, by work of any length or by major (R41).

    A title that names no field asks for none.
    """

    name: ClassVar[str] = "field"
    text: ClassVar[Text] = Text("Lĩnh vực chuyên môn", "Field of work")
    source: ClassVar[Text] = Text("trang Chức danh, cột Lĩnh vực", "sheet Titles, column fields")
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    def screen(self, facts: Facts) -> Screen | None:
        """Return who knows none of a title's fields: person by title."""
        asked = np.array([bool(t.fields) for t in facts.case.titles], bool)
        if not asked.any():
            return None
        fails = (facts.field_evidence == 0) & asked[None, :]
        return Screen(fails[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return that none of the title's fields is known, or None."""
        if not title.fields:
            return None
        known = field_words(cadre.major) | cadre.expertise.keys()
        if any(f in known for f in title.fields):
            return None
        need = Text(
            ", ".join(field_text(f).vi for f in title.fields), ", ".join(field_text(f).en for f in title.fields)
        )
        if not known:
            return Text(
                "chưa ghi lĩnh vực và chuyên ngành; chức danh yêu cầu lĩnh vực {need}.",
                "fields and major are blank; the title asks for {need}.",
            ).format(need=need)
        has = Text(
            ", ".join(sorted(field_text(f).vi for f in known)), ", ".join(sorted(field_text(f).en for f in known))
        )
        return Text(
            "lĩnh vực, chuyên ngành hiện có ({has}) không khớp lĩnh vực chức danh yêu cầu ({need}).",
            "known fields and major ({has}) match none the title asks for ({need}).",
        ).format(has=has, need=need)

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "có ít nhất một lĩnh vực của chức danh, theo công tác hoặc chuyên ngành",
            "at least one of the title's fields, by work or by major",
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out by blank cells."""
        text = Text(
            "Chưa ghi lĩnh vực và chuyên ngành nên không được xét vào chức danh có yêu cầu lĩnh vực.",
            "Fields and major are blank, so titles that ask for a field are closed to this person.",
        )
        return self.blanks(
            case, "expertise", lambda c: not c.expertise and not field_words(c.major), lambda t: bool(t.fields), text
        )
