"""A last word between plans that are equal in everything else."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from optimizer.model.cells import Cells
from optimizer.objectives.base import Objective
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.model.facts import Facts

_MASK = (1 << 64) - 1
_STEPS = ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53))
SPAN = 1000  # numbers 0 to 999


class TieBreak(Objective):
    """A number from 0 to 999 for each person, unit and title, from their codes alone; the plan with the least sum wins.

    So the same case gives the same plan whatever the order of its rows (R69). The number says nothing about anybody:
    it is a hash of the three codes, mixed so that sums over a swap of two people differ.
    """

    name: ClassVar[str] = "tie_break"
    text: ClassVar[Text] = Text("Chọn giữa các phương án ngang nhau", "Tie-break")
    unit: ClassVar[Text] = Text("điểm", "points")
    source: ClassVar[Text] = Text(
        "nguyên tắc: cùng dữ liệu, cùng phương án", "the principle: the same data, the same plan"
    )
    default_level: ClassVar[int] = 99
    fixed: ClassVar[bool] = True
    ties: ClassVar[bool] = True

    def values_at(
        self, facts: Facts, p: NDArray[np.int32], u: NDArray[np.int32], t: NDArray[np.int32]
    ) -> NDArray[np.float64]:
        """Return the numbers at flat (person, unit, title) positions."""
        case = facts.case
        people = _hashes("cadre", (c.cadre_id for c in case.cadres))
        units = _hashes("unit", (x.unit_code for x in case.units))
        titles = _hashes("title", (x.title_code for x in case.titles))
        mixed = people[p] + units[u] + titles[t]  # wraps at 2**64
        for shift, factor in _STEPS:
            mixed ^= mixed >> np.uint64(shift)
            mixed *= np.uint64(factor)
        mixed ^= mixed >> np.uint64(33)
        return (mixed % np.uint64(SPAN)).astype(np.float64)

    def cells(self, facts: Facts) -> Cells:
        """Return the numbers of every person, unit and title as one table: for small cases, see `values_at`."""
        p, u, t = np.indices((facts.n_people, facts.n_units, facts.n_titles), dtype=np.int32)
        flat = self.values_at(facts, p.ravel(), u.ravel(), t.ravel())
        return Cells((flat.reshape(p.shape),), per_title=True)

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return the sum of one person's numbers over the titles held."""
        return float(sum(_number(cadre.cadre_id, unit.unit_code, code) for code in titles))

    def limit(self) -> Text:
        """Say what is counted."""
        return Text(
            "con số tính từ mã cán bộ, mã đơn vị và mã chức danh; chỉ dùng khi mọi mục tiêu khác ngang nhau",
            "a number from the codes of person, unit and title; used only where all else is equal",
        )


def _hash(kind: str, code: str) -> int:
    return int.from_bytes(blake2b(code.encode(), digest_size=8, person=kind.encode()).digest(), "big")


def _hashes(kind: str, codes: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([_hash(kind, code) for code in codes], np.uint64)


def _number(cadre_id: str, unit_code: str, title_code: str) -> int:
    mixed = (_hash("cadre", cadre_id) + _hash("unit", unit_code) + _hash("title", title_code)) & _MASK
    for shift, factor in _STEPS:
        mixed ^= mixed >> shift
        mixed = mixed * factor & _MASK
    return (mixed ^ mixed >> 33) % SPAN
