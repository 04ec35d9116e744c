"""Which specialists neighbouring units might share for the seats left vacant, and how their time divides (R45)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from optimizer.domain.apart import km_text, metres_between
from optimizer.domain.distance import whole_metres
from optimizer.domain.senders import fields_of
from optimizer.rules.shared_specialist import SharedSpecialist, shares_field
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.entities import Seat, Title
    from optimizer.domain.plan import Placement
    from optimizer.reports.context import Context

SHARE = Text("dùng chung", "share")


class _Offer(NamedTuple):
    """Somebody who may be shared with one vacant seat; compared by distance, then by how many they serve, then by code."""

    metres: int
    load: int
    holder: Placement


class Sharing:
    """The specialists proposed to be shared in one plan: each vacant seat gets the nearest one still free to be shared.

    The seats choose in the order of the vacancies' sheet, so each specialist serves at most as many units as the rule
    allows, and the shares of all of them are known before the first is told.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._rule = next((a.rule for a in context.active.rules if isinstance(a.rule, SharedSpecialist)), None)

    def of(self, seat: Seat) -> Text | None:
        """Return the proposal for a vacant seat in words, None where there is none or the rule is off."""
        found = self._offers.get((seat.unit_code, seat.title_code))
        if found is None or self._rule is None:
            return None
        context, holder = self._context, found.holder
        cadre = context.cadre(holder.cadre_id)
        units = (holder.unit_code, *self._served[holder])
        split = zip(units, self._rule.split(len(units)), strict=True)
        shares = ", ".join(f"{context.unit_name(code)} {percent} %" for code, percent in split)
        text = Text(
            "Dùng chung {who}, {title} tại {home}, cách {km} km (thời gian: {shares})",
            "Share {who}, {title} at {home}, {km} km away (time: {shares})",
        )
        return text.format(
            who=holder.cadre_id if cadre is None else f"{cadre.name} ({cadre.cadre_id})",
            title=context.title_name(holder.title_code),
            home=context.unit_name(holder.unit_code),
            km=km_text(round(found.metres / 1000.0, 1)),
            shares=shares,
        )

    @cached_property
    def _served(self) -> dict[Placement, list[str]]:
        """The units each shared specialist serves beside their own; filled when the offers are made."""
        return {}

    @cached_property
    def _offers(self) -> dict[tuple[str, str], _Offer]:
        rule, context = self._rule, self._context
        if rule is None:
            return {}
        found: dict[tuple[str, str], _Offer] = {}
        short = [s for s in context.case.seats if context.missing(s)]
        for seat in sorted(short, key=lambda s: (s.priority, s.unit_code, s.title_code)):
            title = context.title(seat.title_code)
            if title is None or not shares_field(title):
                continue
            offers = self._open_to(seat, title, rule)
            if offers:
                best = min(offers)
                found[seat.unit_code, seat.title_code] = best
                served = self._served.setdefault(best.holder, [])
                if seat.unit_code not in served:
                    served.append(seat.unit_code)
        return found

    def _open_to(self, seat: Seat, title: Title, rule: SharedSpecialist) -> list[_Offer]:
        """Return who may be shared with a vacant seat."""
        context = self._context
        facts = context.facts
        here = context.unit(seat.unit_code)
        if here is None:
            return []
        lacking = context.eligible.lacking(facts.unit_at[seat.unit_code], facts.title_at[seat.title_code])
        reach = whole_metres(rule.max_km)
        offers: dict[str, _Offer] = {}
        for field in title.fields:
            for holder in self._holders.get(field, ()):
                there = context.unit(holder.unit_code)
                metres = None if there is None or holder.unit_code == seat.unit_code else metres_between(here, there)
                if metres is None or metres > reach:
                    continue
                served = self._served.get(holder, [])
                if seat.unit_code not in served and len(served) + 1 >= rule.max_units:
                    continue
                person = facts.person_at[holder.cadre_id]
                if self._kept_away(holder, seat) or any(fails[person] for fails in lacking.values()):
                    continue
                offers[holder.cadre_id] = _Offer(metres, len(served), holder)
        return list(offers.values())

    def _kept_away(self, holder: Placement, seat: Seat) -> bool:
        """Return whether a decision forbids this person the vacant seat."""
        return any(
            d.action == "forbid" and d.unit_code in ("", seat.unit_code) and d.title_code in ("", seat.title_code)
            for d in self._context.decisions_of.get(holder.cadre_id, ())
        )

    @cached_property
    def _holders(self) -> dict[str, list[Placement]]:
        """Who holds a specialist's title of each field and knows that field; protected people are not shared."""
        found: dict[str, list[Placement]] = {}
        for p in self._context.plan.placements:
            cadre, title = self._context.cadre(p.cadre_id), self._context.title(p.title_code)
            if cadre is None or title is None or cadre.protected or not shares_field(title):
                continue
            for field in fields_of(cadre) & set(title.fields):
                found.setdefault(field, []).append(p)
        return found
