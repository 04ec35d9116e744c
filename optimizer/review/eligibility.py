"""Who may hold which seat, and what everybody else lacks: the rules' own screens, asked the other way round."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.model.candidates import Candidates, enumerate_candidates, failing
from optimizer.model.cells import Index, Screen, Table3, look
from optimizer.model.threads import side_by_side
from optimizer.rules.base import Requirement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from optimizer.catalogue import Catalogue
    from optimizer.model.facts import Facts
    from optimizer.rules.base import Rule

    Bools = NDArray[np.bool_]
    Counts = NDArray[np.int64]

CHUNK = 2_000_000  # (person, unit, title) spots looked at together: a few MB


class Eligibility:
    """Answers about persons and seats under the hard rules in force.

    A *requirement* is a rule about one person in one seat (degree, field, age...). The other screens close seats for
    other reasons: a decision, or a status, which is a fact of the person alone, whatever the seat.
    """

    def __init__(self, facts: Facts, active: Catalogue) -> None:
        self.facts = facts
        self._active = active
        self._hard: list[tuple[Rule, Screen]] = []
        self._barred_roles = np.zeros(facts.n_roles, bool)
        for a in active.rules:
            if a.soft:
                continue
            if (screen := a.rule.screen(facts)) is not None:
                self._hard.append((a.rule, screen))
            if (barred := a.rule.bar_roles(facts)) is not None:
                self._barred_roles |= barred

    @cached_property
    def candidates(self) -> Candidates:
        """Every placement that no screen forbids; where only scored pairs may be placed, only those."""
        listed = None
        for o in self._active.objectives:
            if (only := o.objective.only(self.facts)) is not None:
                listed = only
        return enumerate_candidates(self.facts, [screen for _, screen in self._hard], self._barred_roles, listed)

    @property
    def screening(self) -> set[str]:
        """The names of the hard rules that forbid single placements."""
        return {rule.name for rule, _ in self._hard}

    def may_hold(self, role: int) -> bool:
        """Return whether anybody may hold a role at all."""
        return not self._barred_roles[role]

    def failed(self, p: Index, u: Index, t: Index) -> dict[Rule, Bools]:
        """Return, for each hard rule that forbids any of some flat positions, at which it does."""
        found: dict[Rule, Bools] = {}
        for rule, screen in self._hard:
            fails = failing(self.facts, screen, p, u, t)
            if fails.any():
                found[rule] = fails
        return found

    @cached_property
    def requirements(self) -> tuple[tuple[Rule, Screen], ...]:
        """The requirements in force, with their screens."""
        return tuple((rule, screen) for rule, screen in self._hard if _is_requirement(rule))

    def lacking(self, unit: int, title: int) -> dict[Rule, Bools]:
        """Return, for each requirement that anybody fails at one seat, who fails it: (people,)."""
        found: dict[Rule, Bools] = {}
        for rule, screen in self.requirements:
            fails = self._fails_at(screen, unit, title)
            if fails.any():
                found[rule] = fails
        return found

    def closing(self, unit: int, title: int) -> dict[Rule, Bools]:
        """Return, for each other rule that keeps anybody from one seat, whom it keeps from it: (people,)."""
        found: dict[Rule, Bools] = {}
        for rule, screen in self._hard:
            if not _is_requirement(rule):
                fails = self._fails_at(screen, unit, title)
                if fails.any():
                    found[rule] = fails
        return found

    def closed(self, unit: int, title: int) -> Bools:
        """Return who is kept from one seat by something that is no requirement: (people,)."""
        out = np.zeros(self.facts.n_people, bool)
        for fails in self.closing(unit, title).values():
            out |= fails
        return out

    def _fails_at(self, screen: Screen, unit: int, title: int) -> Bools:
        n = self.facts.n_people
        everybody = np.arange(n)
        u, t = np.array(unit), np.array(title)
        fails = np.broadcast_to(look(screen.fails, everybody, u, t), (n,)).astype(bool)
        for a, b in screen.also:
            fails |= np.broadcast_to(look(a, everybody, u, t) & look(b, everybody, u, t), (n,))
        if len(screen.spared):
            here = (screen.spared.u == unit) & (screen.spared.t == title)
            fails[screen.spared.p[here]] = False
        if screen.barred is not None:
            fails[screen.barred.people] |= screen.barred.table[:, unit, title].astype(bool)
        return fails

    def positions(self, people: Sequence[int], short: Bools) -> tuple[Counts, Counts, Counts]:
        """Return, for each of `people`, how many (unit, title) with a seat are open to them.

        First by the requirements alone; then by every hard rule; then, of the latter, those flagged in `short`. A title
        nobody may hold alone counts where the person may hold an allowed bundle with it.
        """
        facts = self.facts
        wanted = np.asarray(people, np.intp)
        counts = np.zeros((3, len(wanted)), np.int64)
        step = max(1, CHUNK // max(1, facts.n_units * facts.n_titles))

        def count(begin: int) -> None:
            part = wanted[begin : begin + step]
            shape = (len(part), facts.n_units, facts.n_titles)
            ok = np.broadcast_to(facts.open_seat, shape).copy()
            self._narrow(ok, part, requirements=True)
            counts[0, begin : begin + step] = self._through_roles(ok).sum((1, 2))
            self._narrow(ok, part, requirements=False)
            ok = self._through_roles(ok)
            counts[1, begin : begin + step] = ok.sum((1, 2))
            counts[2, begin : begin + step] = (ok & short).sum((1, 2))

        side_by_side(count, range(0, len(wanted), step))
        return counts[0], counts[1], counts[2]

    def _narrow(self, ok: Bools, people: NDArray[np.intp], requirements: bool) -> None:
        """Clear in `ok` (people, units, titles) what the requirements, or the other screens, forbid."""
        for rule, screen in self._hard:
            if _is_requirement(rule) != requirements:
                continue
            fails = _rows(screen.fails, people)
            if screen.also or len(screen.spared) or screen.barred is not None:
                fails = np.broadcast_to(fails, ok.shape).astype(bool)  # a copy, to be changed
                for a, b in screen.also:
                    fails |= _rows(a, people) & _rows(b, people)
                _spare(fails, screen, people, self.facts.n_people)
            ok &= ~fails.astype(bool)

    def _through_roles(self, ok: Bools) -> Bools:
        """Keep a title only where some role with it may be held, all of whose titles are open to the person there."""
        facts = self.facts
        if not self._barred_roles.any():
            return ok
        out = np.zeros_like(ok)
        for i in np.flatnonzero(~self._barred_roles).tolist():
            titles = facts.role_titles[i][facts.role_titles[i] >= 0]
            together = ok[:, :, titles].all(2)
            for t in titles.tolist():
                out[:, :, t] |= together
        return out


def _is_requirement(rule: Rule) -> bool:
    """Return whether a rule is a term of the title: those are what a blank exception lifts, a status is not."""
    return isinstance(rule, Requirement) and rule.liftable == "blank"


def _rows(table: Table3, people: Index) -> Table3:
    return table[people] if table.shape[0] > 1 else table


def _spare(fails: Bools, screen: Screen, people: NDArray[np.intp], n_people: int) -> None:
    """Clear the spared spots of `people` and add what bars single persons; both concern a few."""
    at = np.full(n_people, -1, np.intp)
    at[people] = np.arange(len(people))
    spared = screen.spared
    here = at[spared.p] >= 0
    fails[at[spared.p[here]], spared.u[here], spared.t[here]] = False
    if screen.barred is not None:
        mine = at[screen.barred.people] >= 0
        fails[at[screen.barred.people[mine]]] |= screen.barred.table[mine].astype(bool)
