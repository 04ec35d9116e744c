"""What an objective is: an amount of every placement in its natural unit, and the same sum in plain Python."""

from __future__ import annotations

from abc import abstractmethod
from math import fsum
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from optimizer.domain.kept import once_a_plan
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.domain.plan import Plan
    from optimizer.findings import Finding
    from optimizer.model.candidates import Ints
    from optimizer.model.cells import Cells
    from optimizer.model.facts import Facts

    RoleAmounts = Callable[[Ints, Ints, Ints], NDArray[np.float64]]


class Objective(BaseModel):
    """One objective. Its fields are its parameters; `cells` is its array side, `amount` its plain side."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: ClassVar[str] = ""
    text: ClassVar[Text]
    unit: ClassVar[Text]  # of the amounts: points, million VND a month, people
    source: ClassVar[Text]
    topic: ClassVar[str] = "plan"  # the subject it is listed under: one of domain.topics
    sense: ClassVar[Literal["max", "min"]] = "min"
    default_on: ClassVar[bool] = True
    default_level: ClassVar[int] = 3
    default_weight: ClassVar[float] = 1.0
    fixed: ClassVar[bool] = False
    modes: ClassVar[tuple[str, ...]] = ("soft",)
    ties: ClassVar[bool] = False  # only breaks ties: has no small tables, so the engine asks `values_at`

    @property
    def direction(self) -> Literal["max", "min"]:
        """Return whether more or less is better; a parameter may turn it round."""
        return self.sense

    @abstractmethod
    def cells(self, facts: Facts) -> Cells:
        """Return the amounts over (person, unit, title)."""

    def values_at(
        self, facts: Facts, p: NDArray[np.int32], u: NDArray[np.int32], t: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return the amounts at flat (person, unit, title) positions; an objective without tables overrides this."""
        return self.cells(facts).at(p, u, t, facts.n_units, facts.n_titles)

    def of_roles(self, facts: Facts) -> RoleAmounts | None:
        """Return the amounts at flat (person, unit, role) positions where all titles in one hand count together.

        None where the amounts go title by title, as `cells` has them.
        """
        return None

    def base(self, case: Case) -> float:
        """Return what the objective counts before anybody is placed."""
        return 0.0

    def applies(self, case: Case) -> bool:
        """Return whether there is anything to count in this case at all."""
        return True

    def only(self, facts: Facts) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]] | None:
        """Return the only eligible (person, unit, title) positions where it limits them to a list, or None."""
        return None

    @property
    def restricts(self) -> bool:
        """Return whether the objective also says who may be placed where at all (see `only` and `violations`)."""
        return False

    def limit(self) -> Text:
        """Say in words what is counted, for the sheet of checks."""
        return same("")

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield what is wrong with parameters or data; a finding without a place gets the parameters' cell."""
        return iter(())

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield one finding a placement that `only` does not list, from the plan alone, in plain Python."""
        return iter(())

    @abstractmethod
    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return what one person holding `titles` in `unit` adds, from the case alone, in plain Python."""

    def measure(self, case: Case, plan: Plan) -> float:
        """Return the objective's value of a whole plan; names that do not exist add nothing."""
        amounts = [self.amount(case, cadre, unit, titles) for cadre, unit, titles in _held(case, plan)]
        return fsum([self.base(case), *amounts])  # so that thousands of tenths add up to tenths


@once_a_plan
def _held(case: Case, plan: Plan) -> tuple[tuple[Cadre, Unit, tuple[str, ...]], ...]:
    """Return the titles that each person holds in each unit; names that do not exist are left out."""
    found = []
    for cadre_id, held in plan.by_cadre.items():
        cadre = case.cadre_by_id.get(cadre_id)
        for unit_code in sorted({p.unit_code for p in held}):
            unit = case.unit_by_code.get(unit_code)
            if cadre is not None and unit is not None:
                titles = tuple(
                    p.title_code for p in held if p.unit_code == unit_code and p.title_code in case.title_by_code
                )
                if titles:
                    found.append((cadre, unit, titles))
    return tuple(found)
