"""What a rule is: parameters as fields, an array side for the engine and a plain side for the checker."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from optimizer.findings import Finding
from optimizer.text import Text, fold, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Decision
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.cells import Screen, Spots
    from optimizer.model.facts import Facts
    from optimizer.model.rows import RowFamily

Mode = Literal["hard", "soft"]


def who(cadre: Cadre) -> str:
    """Return how a person is named in a sentence."""
    return f"{cadre.name} ({cadre.cadre_id})"


def people_named(case: Case, people: Sequence[str], most: int = 10) -> str:
    """Return the names of people for a sentence, no more than `most` of them."""
    known = case.cadre_by_id
    return ", ".join(who(known[p]) if p in known else p for p in people[:most]) + ("…" if len(people) > most else "")


class Rule(BaseModel):
    """One rule. Its fields are its parameters; a rule gives what it needs of screen, bar_roles and rows.

    `violations` recomputes from case and plan alone and never sees the arrays. Both sides honour the exceptions of the
    Decisions sheet (R68).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: ClassVar[str] = ""
    text: ClassVar[Text]
    source: ClassVar[Text]  # the document or the sheet it rests on; the docstring has the R-numbers
    topic: ClassVar[str] = "plan"  # the subject it is listed under: one of domain.topics
    default_on: ClassVar[bool] = True
    modes: ClassVar[tuple[Mode, ...]] = ("hard",)  # the first is the default; soft needs a price a violation
    fixed: ClassVar[bool] = False  # part of what a placement is: cannot be switched off
    # By which exceptions the rule is lifted: one that names no rule lifts every "blank" rule.
    liftable: ClassVar[Literal["blank", "named", "never"]] = "never"

    def screen(self, facts: Facts) -> Screen | None:
        """Return where the rule forbids single placements, or None."""
        return None

    def bar_roles(self, facts: Facts) -> NDArray[np.bool_] | None:
        """Return (R,) True for roles nobody may hold, or None."""
        return None

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return what the rule asks of several placements together."""
        return ()

    @abstractmethod
    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield one finding a violation of `plan`, from the plan alone, in plain Python."""

    def limit(self) -> Text:
        """Say the limit in words, for the sheet of checks."""
        return same("")

    def limit_for(self, case: Case) -> Text:
        """Say the limit in the words of one case: a rule whose parameters are codes names what they stand for."""
        return self.limit()

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield what is wrong with parameters or data; a finding without a place gets the parameters' cell."""
        return iter(())

    def blank_cell(self, case: Case, cadre: Cadre, field: str, text: Text) -> Finding:
        """Return the remark, at its cell, that something about a person is blank."""
        subject = (("cadre", cadre.cadre_id), ("rule", self.name))
        return Finding(f"blank_{self.name}", "info", text, where=case.address(cadre, field), subject=subject)

    def blank_ages(self, case: Case, cadres: Iterable[Cadre], text: Text) -> Iterator[Finding]:
        """Yield a remark for each available person whose birth date or sex is blank, so that retirement cannot be counted."""
        for cadre in cadres:
            field = "birth_date" if cadre.birth_date is None else "sex"
            if cadre.status == "available" and getattr(cadre, field) is None:
                yield self.blank_cell(case, cadre, field, text)

    # exceptions ------------------------------------------------------------------------------------------------------
    def lifts(self, decision: Decision) -> bool:
        """Return whether an exception row speaks of this rule."""
        if decision.action != "exception" or self.liftable == "never":
            return False
        if not decision.rule:
            return self.liftable == "blank"
        return fold(decision.rule) in {fold(self.name), fold(self.text.vi), fold(self.text.en)}

    def lifted(self, case: Case, placement: Placement) -> Decision | None:
        """Return the exception that lifts this rule for one placement, or None."""
        for d in case.exceptions_of.get(placement.cadre_id, ()):
            if (
                d.unit_code in ("", placement.unit_code)
                and d.title_code in ("", placement.title_code)
                and self.lifts(d)
            ):
                return d
        return None

    def lifted_spots(self, facts: Facts) -> Spots:
        """Return every spot at which an exception lifts this rule."""
        from optimizer.model.cells import Spots

        found = Spots.none()
        for d in facts.case.decisions:
            if self.lifts(d):
                found = found.plus(facts.spots(d.cadre_id, d.unit_code, d.title_code))
        return found
