"""Public employees and contract staff in posts of cadres and civil servants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Codes
from optimizer.domain.senders import sender_of
from optimizer.domain.title_choice import names_of, naming_problems, titles_chosen
from optimizer.domain.words import word, wording
from optimizer.model.cells import Screen, Spots
from optimizer.rules.base import Mode, Requirement, known_placements
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.domain.plan import Plan
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts

Group = Literal["cadre", "civil_servant", "public_employee", "contract"]


def _groups(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = [p for p in value.replace("|", ",").replace(";", ",").split(",") if p.strip()]
    return tuple(dict.fromkeys(word("staff_group", p) or p.strip() for p in parts))


class StaffGroup(Requirement):
    """A public employee or contract worker placed in a cadre's or civil servant's post needs another procedure (R47).

    Every title counts as such a post except those in `open_titles`. Who stays in the same unit and title needs nothing.
    Each finding names the procedure: a public employee from another workplace is admitted, or seconded and stays on the
    sender's payroll (R43). A blank staff group is not asked.
    """

    name: ClassVar[str] = "staff_group"
    text: ClassVar[Text] = Text("Thủ tục tiếp nhận viên chức, hợp đồng", "Staff group and its procedure")
    source: ClassVar[Text] = Text(
        "Luật Cán bộ, công chức 2025, Nghị định 170/2025/NĐ-CP",
        "Law on Cadres and Civil Servants 2025, Decree 170/2025/NĐ-CP",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    groups: Annotated[tuple[Group, ...], BeforeValidator(_groups)] = Field(
        default=("public_employee", "contract"),
        min_length=1,
        description="Staff groups that need another procedure: public_employee, contract; divided by a comma.",
        json_schema_extra={
            "vi": "Nhóm nhân sự cần thủ tục khác: public_employee (viên chức), contract (hợp đồng); cách nhau bằng "
            "dấu phẩy.",
            "shown": "public_employee, contract",
        },
    )
    open_titles: Codes = Field(
        default=(),
        description="Codes or names of titles that take these groups without another procedure; divided by a comma.",
        json_schema_extra={
            "vi": "Mã hoặc tên các chức danh nhận các nhóm này mà không cần thủ tục khác; cách nhau bằng dấu phẩy.",
            "shown": "",
        },
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return whose group asks for another procedure: person by title, present seats spared."""
        other = np.array([c.staff_group in self.groups for c in facts.case.cadres], bool)
        spared = titles_chosen(facts.case, self.open_titles)
        posts = np.array([t.title_code not in spared for t in facts.case.titles], bool)
        if not other.any() or not posts.any():
            return None
        present = facts.held_seats
        staying = Spots(present.p, present.u, present.t, np.zeros(len(present)))
        fails = other[:, None] & posts[None, :]
        return Screen(fails[:, None, :], staying.plus(self.lifted_spots(facts)))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return which procedure the person's group asks for, or None."""
        return self._lack(case, cadre, unit, title, titles_chosen(case, self.open_titles))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield a remark for each placement that needs another procedure."""
        spared = titles_chosen(case, self.open_titles)
        for placement, cadre, unit, title in known_placements(case, plan):
            lack = self._lack(case, cadre, unit, title, spared)
            if lack is not None and self.lifted(case, placement) is None:
                yield self.finding(case, plan, placement, lack)

    def _lack(self, case: Case, cadre: Cadre, unit: Unit, title: Title, spared: frozenset[str]) -> Text | None:
        if cadre.staff_group not in self.groups or title.title_code in spared:
            return None
        if cadre.holds(unit.unit_code, title.title_code):
            return None
        comes = sender_of(case, cadre) not in (None, ("unit", unit.unit_code))
        said = _OR_SECONDED if comes and cadre.staff_group == "public_employee" else _PROCEDURES[cadre.staff_group]
        return said.format(group=wording("staff_group", cadre.staff_group))

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(", ".join(self.open_titles))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the titles' names in place of their codes."""
        return self._limit(names_of(case, titles_chosen(case, self.open_titles)))

    def _limit(self, names: str) -> Text:
        words = [wording("staff_group", g) for g in self.groups]
        text = Text(
            "vị trí cán bộ, công chức không bố trí {groups} khi chưa làm thủ tục tiếp nhận, tuyển dụng hoặc biệt phái",
            "no {groups} in a cadre's or civil servant's post without the procedure it needs",
        ).format(groups=Text(", ".join(w.vi for w in words), " or ".join(w.en for w in words)))
        if not names:
            return text
        return Text("{text}; trừ: {names}", "{text}; except: {names}").format(text=text, names=names)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield codes no title has, and whose staff group is blank."""
        yield from naming_problems(case, self.name, self.open_titles, ())
        text = Text(
            "Chưa ghi nhóm nhân sự nên không biết có cần thủ tục tiếp nhận hay không.",
            "The staff group is blank, so whether another procedure is needed cannot be told.",
        )
        yield from self.blanks(case, "staff_group", lambda c: c.staff_group is None, lambda t: True, text)


_OR_SECONDED = Text(
    "đang là {group}, phải làm thủ tục tiếp nhận vào làm công chức trước khi bố trí, hoặc biệt phái theo quy định đối với "
    "{group} (giữ biên chế ở nơi cử đi).",
    "is a {group}: has to be admitted as a civil servant before the placement, or seconded as a {group} (and stays on the "
    "sender's payroll).",
)
_PROCEDURES: dict[str, Text] = {
    "public_employee": Text(
        "đang là {group}, phải làm thủ tục tiếp nhận vào làm công chức trước khi bố trí.",
        "is a {group}: has to be admitted as a civil servant before the placement.",
    ),
    "contract": Text(
        "đang là lao động {group}, phải tuyển dụng hoặc ký hợp đồng theo vị trí việc làm trước khi bố trí.",
        "is on {group}: has to be recruited, or given a contract for the post, before the placement.",
    ),
    "civil_servant": Text(
        "đang là {group}, cần làm thủ tục chuyển nhóm nhân sự trước khi bố trí.",
        "is a {group}: has to change the staff group before the placement.",
    ),
    "cadre": Text(
        "đang là {group}, cần làm thủ tục chuyển nhóm nhân sự trước khi bố trí.",
        "is a {group}: has to change the staff group before the placement.",
    ),
}
