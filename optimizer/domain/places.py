"""Which units a written place means: by code, by name, by the name of an old unit, or by a former district (R34)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from optimizer.domain.place_text import Name, Place, named, parse
from optimizer.text import fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.entities import Predecessor, Unit

Level = Literal["commune", "district", "province"]

# For places whose accents may be missing: what divides them, and their types without accents.
_DIVIDED = re.compile(r"[,;\n]|\s[-–—]\s")
_COMMUNE_TYPE = re.compile(r"^(?:xa|phuong|thi tran|dac khu) ")
_ANY_TYPE = re.compile(r"^(?:huyen|quan|thi xa|thanh pho|tp|tinh) ")


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """What a text names, and the codes of the units it lies in, sorted; ambiguous where one unit cannot be told."""

    kind: Literal["unit", "old_unit", "district", "none"]
    codes: tuple[str, ...] = ()
    ambiguous: bool = False
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A unit, new or old, under one of its names."""

    kind: str
    code: str
    old: bool
    district: Name | None
    provinces: frozenset[str]
    province: str  # the one it lay in before the merger, of a new unit the one it lies in


class PlaceIndex:
    """The names of all units, old and new, ready to be looked up; every answer is remembered."""

    def __init__(self, units: Iterable[Unit], predecessors: Iterable[Predecessor] = ()) -> None:
        self._units = {u.unit_code: u for u in units}
        self._by_name: dict[str, list[_Entry]] = {}
        self._by_district: dict[str, list[_Entry]] = {}
        self._by_province: dict[str, set[str]] = {}
        for unit in self._units.values():
            name = named(unit.name)
            self._enter(name.key, unit.type or name.kind, unit.unit_code, False, unit.former_district, (unit.province,))
        for old in predecessors:
            unit_now = self._units.get(old.unit_code)
            if unit_now is not None:
                name = named(old.old_name)
                # After the merger people write the old commune with either province, the old one or the new one.
                provinces = (old.old_province, unit_now.province) if old.old_province else ()
                self._enter(name.key, name.kind, old.unit_code, True, old.old_district, provinces)
        self._kinds_of_district = {
            key: {e.district.kind for e in entries if e.district and e.district.kind}
            for key, entries in self._by_district.items()
        }
        self._provinces = frozenset(self._by_province)
        self._names = frozenset(self._by_name) | frozenset(self._by_district) | self._provinces
        self._parsed: dict[str, Place] = {}
        self._resolved: dict[str, PlaceMatch] = {}
        self._local: dict[tuple[str, str], frozenset[str]] = {}
        self._choices: dict[str, str] | None = None
        self._folded: dict[str, list[_Entry]] | None = None
        self._alike: dict[str, tuple[str, ...]] = {}
        self._loose: dict[str, list[str]] | None = None

    def __len__(self) -> int:
        """Return how many units there are, old ones not counted."""
        return len(self._units)

    def _enter(self, key: str, kind: str, code: str, old: bool, district: str, provinces: tuple[str, ...]) -> None:
        district_name = named(district) if tidy(district) else None
        keys = tuple(named(p).key for p in provinces if tidy(p))
        entry = _Entry(kind, code, old, district_name, frozenset(keys), keys[0] if keys else "")
        if key:
            self._by_name.setdefault(key, []).append(entry)
        if district_name and district_name.key:
            self._by_district.setdefault(district_name.key, []).append(entry)
        for province in keys:
            self._by_province.setdefault(province, set()).add(code)

    def resolve(self, text: str) -> PlaceMatch:
        """Return what a present workplace, a residence or a wish names; never a guess between several units."""
        found = self._resolved.get(text)
        if found is None:
            found = self._resolved[text] = self._resolve(tidy(text))
        return found

    def code_like(self, text: str) -> str:
        """Return the one code a text is but for case or zeros in front, which Excel takes from numbers; blank if none."""
        if self._loose is None:
            self._loose = {}
            for code in self._units:
                self._loose.setdefault(_loose(code), []).append(code)
        found = self._loose.get(_loose(text), ())
        return found[0] if len(found) == 1 else ""

    def type_of(self, code: str) -> str:
        """Return the type of a unit by its cell or, where that is blank, by its name: xa, phuong, dac_khu or ""."""
        unit = self._units[code]
        return unit.type or named(unit.name).kind

    def local_units(self, text: str, level: Level) -> frozenset[str]:
        """Return the codes of the units for which a person at home in `text` is a local, at the given level (R34)."""
        key = (text, level)
        found = self._local.get(key)
        if found is None:
            found = self._local[key] = self._locals(self._place(text), level)
        return found

    def names_old(self, text: str) -> bool:
        """Return whether a text is the name of an old unit as well, whatever else it names."""
        text = tidy(text)
        return text not in self._units and any(e.old for e in self._communes(self._place(text)))

    def old_units(self, text: str) -> frozenset[tuple[str, str, str]]:
        """Return the old units a workplace names, each as `old_unit_key` gives it; none where it names a new unit.

        The parts of an old unit that was divided have one key, wherever they went.
        """
        text = tidy(text)
        if not text or text in self._units:
            return frozenset()
        place = self._place(text)
        found = self._communes(place)
        old = [e for e in found if e.old]
        if len(old) < len(found) and not (place.district and old):
            return frozenset()
        key = place.commune.key if place.commune else ""
        return frozenset((e.kind, key, e.district.key if e.district else "") for e in old)

    def names_province(self, text: str) -> bool:
        """Return whether a text names a province of the case, or one merged into it, and nothing smaller."""
        place = self._place(text)
        if place.district is not None or (place.commune is not None and not place.bare):
            return False
        if place.commune is None:
            return place.province is not None and place.province.key in self._provinces
        alone = place.province is None and place.commune.key in self._provinces
        return alone and not self._communes(place) and not self._district(place)

    def lookalikes(self, text: str) -> tuple[str, ...]:
        """Return the names of units a home place that names none may be meant for: accents or the type are otherwise.

        So "xa Hoa Binh" or a commune that is now a ward can be asked about, instead of silently being another place.
        """
        found = self._alike.get(text)
        if found is None:
            found = self._alike[text] = self._lookalikes(text)
        return found

    def _lookalikes(self, text: str) -> tuple[str, ...]:
        if self._communes(self._place(text)):
            return ()
        if self._folded is None:
            self._folded = {}
            for key, entries in self._by_name.items():
                self._folded.setdefault(fold(key), []).extend(entries)
        parts = [folded for part in _DIVIDED.split(text) if (folded := fold(part))]
        near: set[str] = set()
        for i, part in enumerate(parts):
            if i and not _COMMUNE_TYPE.match(part):
                continue  # a district or a province: communes may be called the same
            wider = [_ANY_TYPE.sub("", other) for other in parts[i + 1 :]]
            entries = self._folded.get(_COMMUNE_TYPE.sub("", part), [])
            near.update(e.code for e in entries if self._may_lie_in(e, wider))
        return tuple(self._units[code].name for code in sorted(near))

    @staticmethod
    def _may_lie_in(entry: _Entry, wider: list[str]) -> bool:
        """Return whether, accents aside, the district and the province written after a name are the unit's own."""
        left = list(wider)
        if left and left[-1] in {fold(key) for key in entry.provinces}:
            left.pop()
        if left and entry.district and left[-1] == fold(entry.district.key):
            left.pop()
        return not left

    def _place(self, text: str) -> Place:
        found = self._parsed.get(text)
        if found is None:
            found = self._parsed[text] = parse(text, self._names, self._provinces)
        return found

    def _locals(self, place: Place, level: Level) -> frozenset[str]:
        """Return the units around a place; what is written without its district or province lies in its own."""
        found = self._communes(place)
        codes = {e.code for e in found}
        zone = self._district(place)
        if place.commune is None and len({e.code for e in zone}) == 1:  # a whole island district became a special zone
            codes |= {e.code for e in zone if self._units[e.code].type == "dac_khu"}
        if level == "commune":
            return frozenset(codes)
        if not place.district:
            zone = [*zone, *(d for e in found if e.district for d in self._of_district(e.district, e.provinces, place))]
        codes |= {e.code for e in zone}
        if level == "province":
            name = place.province or (place.commune if place.bare else None)
            names = {name.key} if name else set()
            if not place.province:
                within = found or [e for e in zone if e.old] or zone
                names |= {e.province for e in within}
            codes |= {code for key in names for code in self._by_province.get(key, ())}
        return frozenset(codes)

    def _resolve(self, text: str) -> PlaceMatch:
        if not text:
            return PlaceMatch("none")
        if text in self._units:
            return PlaceMatch("unit", (text,))
        place = self._place(text)
        found = self._communes(place)
        new = {e.code for e in found if not e.old}
        old = {e.code for e in found if e.old}
        # A district stands only in addresses of before the merger: there the old unit is meant, if there is one.
        if new and not (place.district and old):
            return self._match("unit", new)
        if old:
            return self._match("old_unit", old | ({e.code for e in self._district(place)} if place.bare else set()))
        if (place.bare or place.commune is None) and (zone := self._district(place)):
            return PlaceMatch("district", tuple(sorted({e.code for e in zone})))
        return PlaceMatch("none", suggestions=self._suggest(place))

    @staticmethod
    def _match(kind: Literal["unit", "old_unit"], codes: set[str]) -> PlaceMatch:
        return PlaceMatch(kind, tuple(sorted(codes)), ambiguous=len(codes) > 1)

    def _communes(self, place: Place) -> list[_Entry]:
        """Return the units, new and old, that the commune part of a place names, district and province agreeing."""
        name = place.commune
        if name is None:
            return []
        entries = [e for e in self._by_name.get(name.key, ()) if self._agrees(e, place)]
        fitting = [e for e in entries if not name.kind or not e.kind or e.kind == name.kind]
        # A commune may have become a ward since the paper was written: another type passes where the district agrees.
        return fitting or [e for e in entries if place.district and e.district]

    def _agrees(self, entry: _Entry, place: Place) -> bool:
        if place.district and entry.district and not self._same_district(place.district, entry.district):
            return False
        return not (place.province and entry.provinces and place.province.key not in entry.provinces)

    def _same_district(self, written: Name, known: Name) -> bool:
        if written.key != known.key:
            return False
        kinds = self._kinds_of_district.get(known.key, set())
        # Districts change their type (huyện, then thành phố); it only tells apart two districts of one name.
        return written.kind not in kinds or not known.kind or len(kinds) < 2 or written.kind == known.kind

    def _district(self, place: Place) -> list[_Entry]:
        """Return the units in the former district a place names (or, written bare, may name)."""
        name = place.district or (place.commune if place.bare else None)
        return self._of_district(name, frozenset(), place) if name else []

    def _of_district(self, name: Name, provinces: frozenset[str], place: Place) -> list[_Entry]:
        """Return the units in a former district of one of some provinces: the one written, else those given, else any."""
        if place.province:
            provinces = frozenset({place.province.key})
        return [
            e
            for e in self._by_district.get(name.key, ())
            if e.district
            and self._same_district(name, e.district)
            and not (provinces and e.provinces and not provinces & e.provinces)
        ]

    def _suggest(self, place: Place) -> tuple[str, ...]:
        """Return up to three names of units close to what was written, of the written type and province."""
        written = place.commune
        if written is None or (place.office and not written.kind):
            return ()
        from rapidfuzz import fuzz, process

        if self._choices is None:
            self._choices = {code: named(u.name).key for code, u in self._units.items()}
        close = process.extract(written.key, self._choices, scorer=fuzz.ratio, limit=6, score_cutoff=75)
        fitting = [code for _, _, code in close if self._may_be(code, written, place)]
        return tuple(self._units[code].name for code in fitting[:3])

    def _may_be(self, code: str, written: Name, place: Place) -> bool:
        unit = self._units[code]
        if written.kind and unit.type and written.kind != unit.type:
            return False
        return not (place.province and unit.province and named(unit.province).key != place.province.key)


def _loose(code: str) -> str:
    return code.lstrip("0") if code.isdigit() else code.casefold()


def old_unit_key(old: Predecessor) -> tuple[str, str, str]:
    """Return the kind, the bare name and the district of an old unit: the same for each unit it was divided among."""
    name = named(old.old_name)
    return name.kind, name.key, named(old.old_district).key if tidy(old.old_district) else ""
