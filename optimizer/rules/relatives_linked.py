"""Relatives hold no linked titles of one unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Refused
from optimizer.domain.relatives import kin_text, titles_meant, titles_text, titles_unknown
from optimizer.rules.base import RelativesRule, Sides, Way
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement
    from optimizer.findings import Finding

Link = tuple[str, str]  # each side the code of a title or a group of titles


def _links(value: Any) -> Any:
    """Read `BT+CT | BT+KT` as (("BT", "CT"), ("BT", "KT"))."""
    if not isinstance(value, str):
        return value
    found = []
    for part in re.split(r"[|;,]", value):
        if not part.strip():
            continue
        sides = [tidy(side) for side in part.replace(":", "+").split("+")]
        if len(sides) != 2 or not all(sides):
            raise Refused(
                "mỗi cặp ghi theo dạng chức danh+chức danh, ví dụ BT+CT | BT+KT",
                "each pair should be written as title+title, such as BT+CT | BT+KT",
            )
        found.append(tuple(sides))
    return tuple(dict.fromkeys(found))


class RelativesLinked(RelativesRule):
    """Relatives do not hold linked titles of the same unit (R37).

    `linked` is the user's table of pairs of titles; by default any two leaders of a unit. For every pair of relatives
    (a, b), pair of titles (S, T), direction and unit u: sum of x[a, u, roles with S] + sum of x[b, u, roles with T] <= 1.
    """

    name: ClassVar[str] = "relatives_linked"
    text: ClassVar[Text] = Text("Người thân giữ chức danh liên quan", "Relatives in linked titles")
    source: ClassVar[Text] = Text("Quy định 114-QĐ/TW năm 2023", "Regulation 114-QĐ/TW of 2023")

    linked: Annotated[tuple[Link, ...], BeforeValidator(_links)] = Field(
        default=(("leader", "leader"),),
        min_length=1,
        description="Pairs of linked titles: codes or names, or the groups leader, manager, specialist, joined by +; "
        "pairs divided by |, such as BT+CT | leader+KT.",
        json_schema_extra={
            "vi": "Các cặp chức danh liên quan: mã hoặc tên chức danh, hoặc nhóm leader (lãnh đạo), manager (quản lý), "
            "specialist (chuyên môn), nối bằng dấu +; các cặp cách nhau bằng dấu |, ví dụ BT+CT | leader+KT.",
            "shown": "leader+leader",
        },
    )

    def sides(self, case: Case) -> list[Sides]:
        """Return the titles of either side of each link."""
        return [(titles_meant(case, (a,)), titles_meant(case, (b,))) for a, b in self.linked]

    def sentence(
        self, case: Case, way: Way, names: dict[str, object], held: tuple[Placement, Placement] | None
    ) -> Text:
        """Return which linked titles two relatives do not hold together, or hold."""
        if held is None:
            one, other = (titles_text(case, (side,)) for side in self.linked[way.link])
            return Text(
                "tại {unit}, {a} và {b} (quan hệ: {kind}) không cùng giữ hai chức danh liên quan: {s} và {t}.",
                "at {unit}, {a} and {b} (relation: {kind}) do not hold two linked titles: {s} and {t}.",
            ).format(s=one, t=other, **names)
        first, second = (case.title_by_code[p.title_code].name for p in held)
        return Text(
            "{a} giữ {s} và {b} giữ {t} cùng tại {unit}: hai người có quan hệ {kind}, hai chức danh liên quan nhau.",
            "{a} holds {s} and {b} holds {t}, both at {unit}: they are related ({kind}) and the titles are linked.",
        ).format(s=first, t=second, **names)

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(None)

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the titles by their names."""
        return self._limit(case)

    def _limit(self, case: Case | None) -> Text:
        links = [(titles_text(case, (a,)), titles_text(case, (b,))) for a, b in self.linked]
        return Text(
            "người thân ({kinds}) không cùng giữ hai chức danh liên quan trong một đơn vị: {links}",
            "relatives ({kinds}) do not hold two linked titles of one unit: {links}",
        ).format(
            kinds=kin_text(self.kinds),
            links=Text(
                "; ".join(f"{a.vi} – {b.vi}" for a, b in links), "; ".join(f"{a.en} – {b.en}" for a, b in links)
            ),
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield titles that do not exist."""
        yield from titles_unknown(case, dict.fromkeys(side for link in self.linked for side in link), self.name)
