"""How specialists are shared: who serves which units beside their own, and how their time is divided (R45)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Need = tuple[str, str]  # field, unit code


@dataclass(frozen=True)
class Holder:
    """Somebody placed as a specialist: the fields that count, and the other units of the group open to this person.

    `closed` are the fields and units that a decision closes to this person.
    """

    cadre_id: str
    unit_code: str
    fields: frozenset[str]
    others: frozenset[str] = frozenset()
    closed: frozenset[Need] = frozenset()

    def may_serve(self, field: str, unit_code: str) -> bool:
        """Return whether this person may be shared with a unit in a field."""
        return field in self.fields and unit_code in self.others and (field, unit_code) not in self.closed


@dataclass(frozen=True)
class Part:
    """What a shared specialist does in one unit: the fields served there, and the percent of the time."""

    unit_code: str
    fields: tuple[str, ...]
    percent: int


@dataclass(frozen=True)
class TimeShare:
    """One shared specialist: the unit of the post first, then the others from the nearest; the percents add to 100."""

    cadre_id: str
    parts: tuple[Part, ...]

    @property
    def home(self) -> str:
        """The unit of the post."""
        return self.parts[0].unit_code

    def serves(self, field: str, unit_code: str) -> bool:
        """Return whether a field of a unit is served."""
        return any(p.unit_code == unit_code and field in p.fields for p in self.parts)


def shared_out(
    needs: Iterable[Need],
    holders: Iterable[Holder],
    metres: Callable[[str, str], float],
    split: Callable[[int], tuple[int, ...]],
) -> tuple[tuple[TimeShare, ...], tuple[Need, ...]]:
    """Return the shares of everybody who serves more than one unit, and the needs that nobody can meet.

    A unit without a specialist of its own in a field takes one of those open to it: rather somebody who serves it anyway,
    then whoever serves the fewest units, then the nearest (by `metres`), ties by code. `split` gives the percents.
    """
    every = sorted(holders, key=lambda h: h.cadre_id)
    own = {(field, h.unit_code) for h in every for field in h.fields}
    served: dict[Holder, dict[str, set[str]]] = {h: {} for h in every}
    left: list[Need] = []
    asked = sorted(set(needs))
    for field, unit in asked:
        if (field, unit) in own:
            continue
        able = [h for h in every if h.may_serve(field, unit)]
        if not able:
            left.append((field, unit))
            continue
        best = min(able, key=lambda h: (unit not in served[h], len(served[h]), metres(h.unit_code, unit), h.cadre_id))
        served[best].setdefault(unit, set()).add(field)
    found = []
    for h, units in served.items():
        if not units:
            continue
        order = sorted(units, key=lambda code: (metres(h.unit_code, code), code))
        at_home = {field for field, unit in asked if unit == h.unit_code and field in h.fields}
        fields = {h.unit_code: at_home, **{code: units[code] for code in order}}
        percents = split(len(fields))
        found.append(
            TimeShare(
                h.cadre_id,
                tuple(Part(c, tuple(sorted(f)), n) for (c, f), n in zip(fields.items(), percents, strict=True)),
            )
        )
    return tuple(found), tuple(left)
