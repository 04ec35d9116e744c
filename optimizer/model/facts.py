"""A case as arrays: what every rule and objective reads, computed once and only when asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.dates import months_left
from optimizer.domain.roles import roles
from optimizer.domain.words import field_words
from optimizer.model.cells import Spots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case

Ints = NDArray[np.int32]
MISSING = np.iinfo(np.int32).min
EARTH_KM = 6371.0088


class Facts:
    """Arrays over people (P), units (U), titles (T) and roles (R), in the canonical order of the case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.n_people, self.n_units, self.n_titles = len(case.cadres), len(case.units), len(case.titles)
        self.person_at = {c.cadre_id: i for i, c in enumerate(case.cadres)}
        self.unit_at = {u.unit_code: i for i, u in enumerate(case.units)}
        self.title_at = {t.title_code: i for i, t in enumerate(case.titles)}
        self.roles = roles(case)
        self.n_roles = len(self.roles)
        longest = max((len(r) for r in self.roles), default=1)
        self.role_titles = np.full((self.n_roles, longest), -1, np.int32)  # (R, J), -1 pads
        for i, role in enumerate(self.roles):
            self.role_titles[i, : len(role)] = [self.title_at[c] for c in role]

    # seats ---------------------------------------------------------------------------------------------------------
    @cached_property
    def seat_pos(self) -> NDArray[np.int32]:
        """(U, T): position in case.seats, -1 where the unit has no such seat."""
        table = np.full((self.n_units, self.n_titles), -1, np.int32)
        for i, s in enumerate(self.case.seats):
            table[self.unit_at[s.unit_code], self.title_at[s.title_code]] = i
        return table

    @cached_property
    def seat_limits(self) -> tuple[Ints, Ints, Ints, Ints]:
        """(min, target, max, priority) of each of case.seats."""
        rows = np.array([(s.min, s.target, s.max, s.priority) for s in self.case.seats], np.int32).reshape(-1, 4)
        return rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3]

    @cached_property
    def open_seat(self) -> NDArray[np.bool_]:
        """(U, T): whether anybody at all may sit there (a seat row with a maximum above 0)."""
        most = np.append(self.seat_limits[2], 0)
        return most[self.seat_pos] > 0

    # titles --------------------------------------------------------------------------------------------------------
    def titles_in(self, *groups: str) -> NDArray[np.bool_]:
        """(T,): titles of some groups (leader, manager, specialist)."""
        return np.fromiter((t.group in groups for t in self.case.titles), bool, self.n_titles)

    def roles_with(self, titles: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """(R,): roles of which at least one title is among `titles` (T,)."""
        held: NDArray[np.bool_] = np.append(titles, False)[self.role_titles]
        return np.asarray(held.any(axis=1))

    # people --------------------------------------------------------------------------------------------------------
    def _people(self, values: Iterable[int | None]) -> Ints:
        return np.fromiter((MISSING if v is None else v for v in values), np.int32, self.n_people)

    @cached_property
    def degree(self) -> Ints:
        """(P,): degree 0..6, MISSING where blank."""
        return self._people(c.degree for c in self.case.cadres)

    @cached_property
    def theory(self) -> Ints:
        """(P,): political theory 0..4, MISSING where blank."""
        return self._people(c.theory for c in self.case.cadres)

    @cached_property
    def months_left(self) -> Ints:
        """(P,): calendar months to retirement (R22), MISSING where birth date or sex is blank."""
        day = self.case.settings.plan_date
        return self._people(months_left(c.birth_date, c.sex, day) for c in self.case.cadres)

    @cached_property
    def party(self) -> NDArray[np.bool_]:
        """(P,): member of the Party on the plan date."""
        day = self.case.settings.plan_date
        return np.fromiter(
            (c.party_date is not None and c.party_date.not_after(day) for c in self.case.cadres), bool, self.n_people
        )

    @cached_property
    def rating(self) -> NDArray[np.float64]:
        """(P,): rating 0..100, NaN where blank."""
        return np.fromiter((np.nan if c.rating is None else c.rating for c in self.case.cadres), float, self.n_people)

    @cached_property
    def current_unit(self) -> Ints:
        """(P,): position of the present unit, -1 where the person serves in none."""
        return np.fromiter(
            (self.unit_at.get(c.current_unit_code or "", -1) for c in self.case.cadres), np.int32, self.n_people
        )

    @cached_property
    def current_title(self) -> Ints:
        """(P,): position of the present title, -1 where it is none of the Titles sheet."""
        return np.fromiter(
            (self.title_at.get(c.current_title_code or "", -1) for c in self.case.cadres), np.int32, self.n_people
        )

    @cached_property
    def present_seats(self) -> Spots:
        """The present unit and title of everybody who has both."""
        p = np.flatnonzero((self.current_unit >= 0) & (self.current_title >= 0)).astype(np.int32)
        return Spots(p, self.current_unit[p], self.current_title[p])

    @cached_property
    def held_seats(self) -> Spots:
        """The present seats, and after them those of further titles held in the same post (`Cadre.holds`)."""
        main = self.present_seats
        also = [
            (p, self.title_at[t])
            for p in main.p.tolist()
            for t in self.case.cadres[p].also_titles
            if t in self.title_at
        ]
        if not also:
            return main
        p, t = np.array(also, np.int32).T
        return main.plus(Spots(p, self.current_unit[p], t))

    # fields of work --------------------------------------------------------------------------------------------------
    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Every field a title names, sorted."""
        return tuple(sorted({f for t in self.case.titles for f in t.fields}))

    @cached_property
    def _fields(self) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]]:
        at = {f: i for i, f in enumerate(self.field_names)}
        years = np.full((self.n_people, len(at)), -1.0)
        major = np.zeros((self.n_people, len(at)), bool)
        longest = np.zeros(self.n_people)
        for i, c in enumerate(self.case.cadres):
            for name, n in c.expertise.items():
                longest[i] = max(longest[i], n)
                if name in at:
                    years[i, at[name]] = n
            if c.major:
                for name in field_words(c.major) & at.keys():
                    major[i, at[name]] = True
        return years, major, longest

    @cached_property
    def title_fields(self) -> tuple[tuple[int, ...], ...]:
        """For each title, the positions of its fields in `field_names`."""
        at = {f: i for i, f in enumerate(self.field_names)}
        return tuple(tuple(at[f] for f in t.fields) for t in self.case.titles)

    @cached_property
    def field_evidence(self) -> NDArray[np.int8]:
        """(P, T): 2 by expertise, 1 by major alone, 0 no field matches; 0 also for titles that name no field."""
        years, major, _ = self._fields
        out = np.zeros((self.n_people, self.n_titles), np.int8)
        for t, wanted in enumerate(self.title_fields):
            if wanted:
                w = list(wanted)
                out[:, t] = np.where((years[:, w] >= 0).any(1), 2, major[:, w].any(1))
        return out

    @cached_property
    def knows_field(self) -> NDArray[np.bool_]:
        """(P, F): whether a person's expertise or major covers each of `field_names`."""
        years, major, _ = self._fields
        known: NDArray[np.bool_] = (years >= 0) | major
        return known

    @cached_property
    def years(self) -> NDArray[np.float64]:
        """(P, T): the most years among the fields a title names, or among all where it names none."""
        years, _, longest = self._fields
        out = np.zeros((self.n_people, self.n_titles))
        for t, wanted in enumerate(self.title_fields):
            out[:, t] = np.maximum(years[:, list(wanted)].max(1), 0.0) if wanted else longest
        return out

    # places ----------------------------------------------------------------------------------------------------------
    @cached_property
    def unit_points(self) -> NDArray[np.float64]:
        """(U, 2): latitude and longitude in degrees, NaN where blank."""
        nan = float("nan")
        rows = [(nan if u.lat is None else u.lat, nan if u.lon is None else u.lon) for u in self.case.units]
        return np.array(rows, float).reshape(-1, 2)

    def origin(self, first: Literal["residence", "current_unit"] = "residence") -> NDArray[np.float64]:
        """(P, 2): where each person starts from: residence, else present unit (or the other way round), NaN if neither.

        A residence that may lie in several new units is their middle: good enough for a distance, never for a rule.
        """
        points, home = self.unit_points, self._homes
        work = np.vstack([points, [[np.nan, np.nan]]])[self.current_unit]  # who serves in no unit reads the last row
        a, b = (home, work) if first == "residence" else (work, home)
        return np.where(np.isnan(a).any(axis=1, keepdims=True), b, a)  # half a point is no point

    @cached_property
    def _homes(self) -> NDArray[np.float64]:
        """(P, 2): the middle of the units where each person may live, NaN where none is known."""
        middle: dict[tuple[str, ...], NDArray[np.float64]] = {(): np.full(2, np.nan)}
        for units in dict.fromkeys(c.residence_units for c in self.case.cadres if c.residence_units):
            middle[units] = self.unit_points[[self.unit_at[code] for code in units]].mean(0)
        return np.array([middle[c.residence_units] for c in self.case.cadres], float).reshape(-1, 2)

    @cached_property
    def distance_km(self) -> NDArray[np.float64]:
        """(P, U): straight line in km from the residence, else the present unit, NaN where a point is unknown."""
        return great_circle_km(self.origin()[:, None, :], self.unit_points[None, :, :])

    # decisions -------------------------------------------------------------------------------------------------------
    def spots(self, cadre_id: str, unit_code: str, title_code: str) -> Spots:
        """Return the open seats a (person, unit or blank, title or blank) stands for."""
        p = self.person_at[cadre_id]
        here = self.open_seat.copy()
        if unit_code:
            here[np.arange(self.n_units) != self.unit_at[unit_code]] = False
        if title_code:
            here[:, np.arange(self.n_titles) != self.title_at[title_code]] = False
        u, t = np.nonzero(here)
        return Spots(np.full(len(u), p, np.int32), u.astype(np.int32), t.astype(np.int32), np.zeros(len(u)))


def great_circle_km(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return distances in km between points (..., 2) given as latitude and longitude in degrees."""
    lat1, lon1, lat2, lon2 = (np.radians(x) for x in (a[..., 0], a[..., 1], b[..., 0], b[..., 1]))
    h = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    km: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return km
