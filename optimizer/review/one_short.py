"""Who is not placed and misses one requirement only of a vacant title, the nearest to meeting it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.model.facts import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from optimizer.domain.entities import Title
    from optimizer.review.board import Board
    from optimizer.rules.base import Rule

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

TRAINABLE = frozenset({"degree", "theory", "field", "experience", "party_member"})  # what time and study can mend


@dataclass(frozen=True)
class Near:
    """People who are not placed and miss one requirement only of a title, rule by rule."""

    title_code: str
    by_rule: tuple[tuple[Rule, tuple[str, ...]], ...]


def one_short(board: Board, vacant: Iterable[int]) -> tuple[Near, ...]:
    """Return who is not placed and misses one requirement of the vacant titles, by the first vacant seat of each.

    Those who miss least stand first, then those who live nearest to one of the vacant seats of the title.
    """
    seats, facts = board.case.seats, board.facts
    of_title: dict[str, list[int]] = {}
    for at in vacant:
        of_title.setdefault(seats[at].title_code, []).append(at)
    found = []
    for code, rows in of_title.items():
        units = [facts.unit_at[seats[at].unit_code] for at in rows]
        t = facts.title_at[code]
        lacking = board.eligible.lacking(units[0], t)
        count = np.zeros(facts.n_people, np.int64)
        for fails in lacking.values():
            count += fails
        near = (count == 1) & ~board.eligible.closed(units[0], t) & ~board.placed
        far = _kilometres(board, units)
        by_rule = []
        for rule, fails in lacking.items():
            people = np.flatnonzero(near & fails)
            order = np.lexsort((people, far[people], _missing(board, rule, board.case.titles[t], t)[people]))
            by_rule.append((rule, tuple(board.case.cadres[p].cadre_id for p in people[order].tolist())))
        found.append(Near(code, tuple((rule, ids) for rule, ids in by_rule if ids)))
    return tuple(found)


def _kilometres(board: Board, units: list[int]) -> Floats:
    """(people,): to the nearest of some units, infinite where it is not known."""
    far = np.nan_to_num(board.facts.distance_km[:, units], nan=np.inf)
    nearest: Floats = far.min(axis=1)
    return nearest


def _missing(board: Board, rule: Rule, title: Title, t: int) -> Floats:
    """(people,): how many years or steps a requirement is missed by; what only is so or is not counts the same."""
    facts = board.facts
    if rule.name == "experience":
        return title.min_years - facts.years[:, t]
    if rule.name in ("degree", "theory"):
        has = facts.degree if rule.name == "degree" else facts.theory
        asked = title.min_degree if rule.name == "degree" else title.min_theory
        return np.where(has == MISSING, np.inf, asked - has.astype(np.float64))
    return np.zeros(facts.n_people)
