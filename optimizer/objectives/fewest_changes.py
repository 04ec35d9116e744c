"""How many people the plan places otherwise than the plan that was reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from optimizer.domain.changes import changed_people
from optimizer.model.cells import Cells
from optimizer.model.previous import Previous
from optimizer.objectives.base import Objective
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts
    from optimizer.objectives.base import RoleAmounts

LAST = 9  # the lowest level there is: only the tie-break stands below


class FewestChanges(Objective):
    """The people who do not hold exactly the seats they held in the reviewed plan (R67).

    Everybody placed before counts 1, less 1 where the placement is kept; somebody placed who was not before counts 1.
    So who moves counts once, who is left out once, who comes in once. Without a reviewed plan there is nothing to count.
    """

    name: ClassVar[str] = "fewest_changes"
    text: ClassVar[Text] = Text("Ít thay đổi nhất so với phương án đã rà soát", "Fewest changes")
    unit: ClassVar[Text] = Text("người", "people")
    source: ClassVar[Text] = Text(
        "nguyên tắc: rà soát không làm xáo trộn phần đã thống nhất",
        "the principle: a review leaves alone what was agreed",
    )
    default_level: ClassVar[int] = LAST

    def cells(self, facts: Facts) -> Cells:
        """Return what placing each person in one title alone adds; `of_roles` knows titles held together."""
        before = Previous.of(facts)
        p, u, t = np.indices((facts.n_people, facts.n_units, facts.n_titles), dtype=np.int32)
        single = {titles[0]: i for i, titles in enumerate(facts.roles) if len(titles) == 1}
        role = np.array([single.get(x.title_code, -9) for x in facts.case.titles], np.int32)
        flat = before.changes()(p.ravel(), u.ravel(), role[t.ravel()])
        return Cells((flat.reshape(p.shape),))

    def of_roles(self, facts: Facts) -> RoleAmounts:
        """Return what placing each person in a unit and role adds."""
        return Previous.of(facts).changes()

    def base(self, case: Case) -> float:
        """Return the number of people the reviewed plan places: all of them changed, until they are placed again."""
        return 0.0 if case.previous is None else float(len(case.previous.by_cadre))

    def applies(self, case: Case) -> bool:
        """Return whether a plan was reviewed."""
        return case.previous is not None

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return what one person's placement adds to the number of changes."""
        held = () if case.previous is None else case.previous.by_cadre.get(cadre.cadre_id, ())
        if not held:
            return 1.0
        return -1.0 if {(p.unit_code, p.title_code) for p in held} == {(unit.unit_code, t) for t in titles} else 0.0

    def measure(self, case: Case, plan: Plan) -> float:
        """Return the number of changed people, plan against plan."""
        return float(len(changed_people(case.previous, plan))) if case.previous is not None else 0.0

    def limit(self) -> Text:
        """Say what is counted."""
        return Text(
            "số người không giữ đúng các ghế đã được bố trí trong phương án đã rà soát",
            "people who do not hold exactly the seats they had in the reviewed plan",
        )
