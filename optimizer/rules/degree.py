"""The degree a title asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.hardship import Hardships
from optimizer.domain.parameters import Refused
from optimizer.domain.words import degree_text, degree_value, wording
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


def _degree(value: Any) -> Any:
    """Read a degree by its name, or by its number 0 to 6; blank is none given."""
    if not isinstance(value, str):
        return value
    written = tidy(value)
    if not written:
        return None
    found = int(written) if written.isdigit() else degree_value(written)
    if found is None:
        raise Refused(
            "ghi một trình độ như ở trang Chức danh, ví dụ trung cấp, cao đẳng",
            "a degree as on the Titles sheet, such as trung cấp (intermediate), cao đẳng (college)",
        )
    return found


def _lacks(facts: Facts, asked: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return (P, 1, T): whose degree is below what each title asks, where it asks for one."""
    found: NDArray[np.bool_] = (facts.degree[:, None] < asked[None, :]) & (asked > 0)[None, :]
    return found[:, None, :]


class Degree(Requirement):
    """The holder's degree is at least the one the title asks for; a blank degree does not meet it (R23).

    For every placement (p, u, t) with min_degree[t] > 0: degree[p] >= min_degree[t]. In units of a kind in `hardship` a
    province may ask for less: there min(min_degree[t], hardship_degree), where that is given.
    """

    name: ClassVar[str] = "degree"
    text: ClassVar[Text] = Text("Trình độ chuyên môn", "Degree")
    source: ClassVar[Text] = Text("Nghị định 33/2023/NĐ-CP", "Decree 33/2023/NĐ-CP")
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    hardship_degree: Annotated[Annotated[int, Field(ge=0, le=6)] | None, BeforeValidator(_degree)] = Field(
        default=None,
        description="The degree that is enough in hardship units, by name (trung cấp, cao đẳng) or number; blank: as "
        "everywhere.",
        json_schema_extra={
            "vi": "Trình độ đủ ở địa bàn khó khăn, ghi tên (trung cấp, cao đẳng) hoặc số; để trống: như mọi nơi.",
            "shown": "",
        },
    )
    hardship: Hardships = Field(
        default=("mountain", "border", "island"),
        description="Kinds of units in which hardship_degree is enough: mountain, border, island; divided by a comma.",
        json_schema_extra={
            "vi": "Loại địa bàn áp dụng hardship_degree: mountain (miền núi), border (biên giới), island (hải đảo); cách "
            "nhau bằng dấu phẩy.",
            "shown": "mountain, border, island",
        },
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return where the degree is too low: person by title, and less of it in hardship units."""
        asked = np.array([t.min_degree for t in facts.case.titles], np.int32)
        if not (asked > 0).any():
            return None
        lacks = _lacks(facts, asked)
        spared = self.lifted_spots(facts)
        if self.hardship_degree is None:
            return Screen(lacks, spared)
        usual = np.array([u.hardship not in self.hardship for u in facts.case.units], bool)
        less = np.minimum(asked, self.hardship_degree)
        return Screen(_lacks(facts, less), spared, also=((lacks, usual[None, :, None]),))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how the degree falls short, or None."""
        least = title.min_degree
        if least > 0 and self.hardship_degree is not None and unit.hardship in self.hardship:
            least = min(least, self.hardship_degree)
        if least <= 0:
            return None
        need = degree_text(least)
        if cadre.degree is None:
            return Text(
                "chưa ghi trình độ chuyên môn; chức danh yêu cầu từ {need} trở lên.",
                "the degree is blank; the title asks for {need} or higher.",
            ).format(need=need)
        if cadre.degree >= least:
            return None
        return Text(
            "trình độ chuyên môn {has}; chức danh yêu cầu từ {need} trở lên.",
            "the degree is {has}; the title asks for {need} or higher.",
        ).format(has=degree_text(cadre.degree), need=need)

    def limit(self) -> Text:
        """Say the limit in words."""
        text = Text(
            "trình độ chuyên môn từ mức tối thiểu của chức danh trở lên", "a degree at or above the title's minimum"
        )
        if self.hardship_degree is None:
            return text
        kinds = [wording("hardship", k) for k in self.hardship]
        return Text("{text}; ở địa bàn {kinds} từ {least}", "{text}; {least} is enough in units of: {kinds}").format(
            text=text,
            kinds=Text(", ".join(k.vi for k in kinds), ", ".join(k.en for k in kinds)),
            least=degree_text(self.hardship_degree),
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out by a blank cell."""
        text = Text(
            "Chưa ghi trình độ nên không được xét vào chức danh có yêu cầu trình độ.",
            "The degree is blank, so titles that ask for one are closed to this person.",
        )
        return self.blanks(case, "degree", lambda c: c.degree is None, lambda t: t.min_degree > 0, text)
