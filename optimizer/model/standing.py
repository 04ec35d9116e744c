"""Which titles would be a promotion for whom, and which surely would not, as tables over people and titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.standing import GROUP_ORDER, covers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.model.facts import Facts


def promotions(facts: Facts, unlisted: str) -> NDArray[np.bool_]:
    """Return (P, T): whether a title stands higher than the present one; the words are those of `is_promotion`."""
    titles = facts.case.titles
    rank = np.array([np.nan if t.rank is None else t.rank for t in titles], np.float64)
    group = np.array([np.nan if t.group is None else GROUP_ORDER[t.group] for t in titles], np.float64)
    ranked = ~np.isnan(rank)
    by_rank = ranked[:, None] & ranked[None, :]
    table = np.zeros((len(titles) + 1, len(titles)), bool)  # the last row is that of who holds no listed title
    table[:-1] = np.where(by_rank, rank[None, :] < rank[:, None], group[None, :] < group[:, None])
    if unlisted == "higher":
        table[-1] = facts.titles_in("leader", "manager")
    found: NDArray[np.bool_] = table[facts.current_title]
    return found


def no_higher(facts: Facts) -> NDArray[np.bool_]:
    """Return (P, T): whether a title is known to stand no higher than the present one; the words are `is_no_higher`'s."""
    titles = facts.case.titles
    table = np.zeros((len(titles) + 1, len(titles)), bool)  # the last row is that of who holds no listed title
    table[:-1] = [[covers(present, title) for title in titles] for present in titles]
    found: NDArray[np.bool_] = table[facts.current_title]
    return found
