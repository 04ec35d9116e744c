"""The plan that was reviewed, as positions: who held which role in which unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.model.cells import RoleSpots

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.domain.plan import Plan
    from optimizer.model.candidates import Ints
    from optimizer.model.facts import Facts

NOT_PLACED, NOT_REPEATABLE = -1, -2  # the second: placed, but in no role that can be held now


@dataclass(frozen=True)
class Previous:
    """Each person's unit and role in the reviewed plan; NOT_PLACED and NOT_REPEATABLE stand in `role`."""

    unit: NDArray[np.int32]
    role: NDArray[np.int32]

    @classmethod
    def of(cls, facts: Facts, plan: Plan | None = None) -> Previous:
        """Return `plan`, else the reviewed plan of the case; without one nobody was placed."""
        unit = np.full(facts.n_people, -1, np.int32)
        role = np.full(facts.n_people, NOT_PLACED, np.int32)
        previous = plan if plan is not None else facts.case.previous
        if previous is None:
            return cls(unit, role)
        at = {tuple(sorted(titles)): i for i, titles in enumerate(facts.roles)}
        for cadre_id, held in previous.by_cadre.items():
            p = facts.person_at.get(cadre_id)
            if p is None:
                continue
            units = {h.unit_code for h in held}
            here = facts.unit_at.get(held[0].unit_code, -1) if len(units) == 1 else -1
            unit[p] = here
            titles = tuple(sorted({h.title_code for h in held}))
            role[p] = at.get(titles, NOT_REPEATABLE) if here >= 0 else NOT_REPEATABLE
        return cls(unit, role)

    @property
    def placed(self) -> NDArray[np.bool_]:
        """(P,): who was placed."""
        return np.asarray(self.role != NOT_PLACED)

    def kept(self, p: Ints, u: Ints, r: Ints) -> NDArray[np.bool_]:
        """Return which flat (person, unit, role) positions repeat the reviewed plan."""
        return np.asarray((self.unit[p] == u) & (self.role[p] == r))

    def changes(self) -> RoleSpots:
        """Return what each position adds to the number of changed people, which begins at the number placed before.

        -1 where somebody keeps the placement, 0 where somebody placed before is placed otherwise (already counted),
        1 for somebody new.
        """
        p = np.flatnonzero(self.role >= 0).astype(np.int32)
        everywhere = np.where(self.placed, 0.0, 1.0)
        return RoleSpots(everywhere, p, self.unit[p], self.role[p], np.full(len(p), -1.0))
