"""What a rule is: parameters as fields, an array side for the engine and a plain side for the checker."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from optimizer.findings import Address, Finding
from optimizer.text import Text, fold, same

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Decision, Title, Unit
    from optimizer.domain.head_count import Cap, Caps
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

    model_config = ConfigDict(frozen=True, extra="forbid")

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


class Requirement(Rule):
    """A rule about one person in one seat: `shortfall` says in words what is missing, or None."""

    @abstractmethod
    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return what this person lacks for this title in this unit (exceptions not considered), or None."""

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield a finding for each placement whose holder lacks what the title asks."""
        for placement in plan.placements:
            cadre = case.cadre_by_id.get(placement.cadre_id)
            unit = case.unit_by_code.get(placement.unit_code)
            title = case.title_by_code.get(placement.title_code)
            if cadre is None or unit is None or title is None:
                continue  # the checker reports names that do not exist
            lack = self.shortfall(case, cadre, unit, title)
            if lack is not None and self.lifted(case, placement) is None:
                yield self.finding(case, plan, placement, lack)

    def blanks(
        self, case: Case, field_name: str, blank: Callable[[Cadre], bool], asks: Callable[[Title], bool], text: Text
    ) -> Iterator[Finding]:
        """Yield a remark for each available person whose blank cell fails a requirement that some seat makes."""
        asking = {t.title_code for t in case.titles if asks(t)}
        if not any(s.title_code in asking and s.max > 0 for s in case.seats):
            return
        for cadre in case.cadres:
            if cadre.status == "available" and blank(cadre):
                yield Finding(
                    code=f"blank_{self.name}",
                    severity="info",
                    text=text,
                    where=case.address(cadre, field_name),
                    subject=(("cadre", cadre.cadre_id), ("rule", self.name)),
                )

    def finding(self, case: Case, plan: Plan, placement: Placement, lack: Text) -> Finding:
        """Return the sentence about one placement that this rule refuses."""
        cadre = case.cadre_by_id[placement.cadre_id]
        unit = case.unit_by_code[placement.unit_code]
        title = case.title_by_code[placement.title_code]
        return Finding(
            code=self.name,
            severity="error",
            text=Text(
                "{who} không thể giữ {title} tại {unit}: {lack}", "{who} cannot hold {title} at {unit}: {lack}"
            ).format(who=who(cadre), title=title.name, unit=unit.name, lack=lack),
            where=plan.where.get(placement, case.address(cadre)),
            value=placement.cadre_id,
            subject=(
                ("cadre", placement.cadre_id),
                ("unit", placement.unit_code),
                ("title", placement.title_code),
                ("rule", self.name),
            ),
            amount=1.0,
        )


class HeadCount(Rule):
    """A rule that caps how many people hold some titles, unit by unit or over a province.

    For every cap: holders <= most. Who holds several counted titles counts once, by the highest (R29); an exception that
    names the rule takes a person out of the count at the seats it names (R68).
    """

    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    @abstractmethod
    def caps(self, case: Case) -> Caps:
        """Return the caps in force on the plan date, and which seats count against which."""

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a cap."""
        import numpy as np

        from optimizer.model.head_count import head_count
        from optimizer.model.rows import RowFamily

        caps = self.caps(facts.case)
        if not caps.caps:
            return ()
        upper = np.array([cap.most for cap in caps.caps], np.float64)
        term = head_count(facts, caps, self.lifted_spots(facts))
        return (
            RowFamily(
                self.name, np.full(len(upper), -np.inf), upper, lambda row: self._asked(caps.caps[row]), terms=(term,)
            ),
        )

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each cap that more people count against than it allows."""
        caps = self.caps(case)
        if not caps.caps:
            return
        held = caps.holders(case, plan, lambda p: self.lifted(case, p) is not None)
        for i, people in sorted(held.items()):
            if len(people) > caps.caps[i].most:
                yield self._over(case, plan, caps, i, people)

    def _over(self, case: Case, plan: Plan, caps: Caps, at: int, people: Sequence[str]) -> Finding:
        cap = caps.caps[at]
        text = Text("{group}: {n} người, tối đa {most}: {people}.", "{group}: {n} in post, at most {most}: {people}.")
        written = (
            plan.where[p]
            for p in plan.by_cadre.get(people[-1], ())
            if p in plan.where and caps.at.get((p.unit_code, p.title_code)) == at
        )
        return Finding(
            code=self.name,
            severity="error",
            text=text.format(group=cap.group, n=len(people), most=cap.most, people=people_named(case, people)),
            fix=Text("Bỏ bớt {n} người.", "Take {n} out.").format(n=len(people) - cap.most),
            where=next(written, cap.where or Address()),
            subject=(*cap.subject, *(("cadre", p) for p in people), ("rule", self.name)),
            amount=float(len(people) - cap.most),
        )

    def _asked(self, cap: Cap) -> Finding:
        text = Text("{group}: tối đa {most} người.", "{group}: at most {most} in post.").format(
            group=cap.group, most=cap.most
        )
        return Finding(
            self.name, "error", text, where=cap.where or Address(), subject=(*cap.subject, ("rule", self.name))
        )
