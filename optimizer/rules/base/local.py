"""What rules about locals have in common: who is a local of which unit (R34)."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.words import word
from optimizer.findings import Finding
from optimizer.model.cells import Screen
from optimizer.rules.base.requirement import Requirement
from optimizer.rules.base.rule import Rule
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts

Place = Literal["home_place", "residence"]
_PLACES: dict[Place, Text] = {
    "home_place": Text("quê quán", "home place"),
    "residence": Text("nơi ở", "residence"),
}

_COMMUNE = Text("Ghi thêm xã, phường, thị trấn.", "Write the commune too.")


def _places(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = {fold(w): name for name, text in _PLACES.items() for w in (name, text.vi, text.en)}
    parts = [p for p in value.replace("|", ",").replace(";", ",").split(",") if tidy(p)]
    return tuple(dict.fromkeys(words.get(fold(p), tidy(p)) for p in parts))


def _level(value: Any) -> Any:
    """Read the level in either language; a province is what the list of levels calls a city."""
    if not isinstance(value, str):
        return value
    found = word("level", value)
    return "province" if found == "city" else found or value


class WhereLocal(Rule):
    """A rule that has to know who is a local: somebody whose home place names the unit or one of its predecessors.

    `level` widens that to the former district or the province, `places` adds the residence. A blank place does not meet it.
    """

    level: Annotated[Literal["commune", "district", "province"], BeforeValidator(_level)] = Field(
        default="commune",
        description="How wide “local” reaches: commune, district (the former one) or province.",
        json_schema_extra={"vi": "Phạm vi coi là địa phương: commune (xã), district (huyện cũ) hoặc province (tỉnh)."},
    )
    places: Annotated[tuple[Place, ...], BeforeValidator(_places)] = Field(
        default=("home_place",),
        min_length=1,
        description="Which places of a person count: home_place, residence; several divided by a comma.",
        json_schema_extra={
            "vi": "Nơi nào của cán bộ được xét: home_place (quê quán), residence (nơi ở); cách nhau bằng dấu phẩy.",
            "shown": "home_place",
        },
    )

    @abstractmethod
    def asks(self, case: Case, title: Title) -> bool:
        """Return whether the rule speaks of a title."""

    def judged_by(self) -> Text:
        """Say by which places and how widely somebody counts as a local."""
        reach = {
            "commune": Text("cấp xã", "commune"),
            "district": Text("huyện cũ", "former district"),
            "province": Text("cấp tỉnh", "province"),
        }[self.level]
        places = self.places_text(Text(" hoặc ", " or "))
        return Text("xét theo {places}, phạm vi {reach}", "judged by {places} at the level of the {reach}").format(
            places=places, reach=reach
        )

    def places_text(self, between: Text) -> Text:
        """Return the places that count in words, `between` standing between two."""
        return Text(
            between.vi.join(_PLACES[p].vi for p in self.places), between.en.join(_PLACES[p].en for p in self.places)
        )

    def almost(self, case: Case) -> Iterator[Finding]:
        """Yield the places that name no unit but one spelled like it, or only something wider: who would pass as no local."""
        asking = {t.title_code for t in case.titles if self.asks(case, t)}
        if not any(s.title_code in asking and s.max > 0 for s in case.seats):
            return
        text = Text(
            "{place} “{written}” không trùng tên đơn vị nào nhưng gần giống {units}: đang coi là người nơi khác.",
            "The {place} “{written}” names no unit but is like {units}: the person counts as being from elsewhere.",
        )
        fix = Text(
            "Nếu đúng là nơi đó, ghi đúng dấu và loại (xã, phường, thị trấn) hoặc ghi thêm huyện cũ.",
            "If that is the place, write its accents and type (xã, phường, thị trấn), or add the former district.",
        )
        district = Text(
            "{place} “{written}” chỉ ghi đến huyện cũ, không rõ xã nào: đang coi là người nơi khác.",
            "The {place} “{written}” names a former district and no commune: the person counts as being from elsewhere.",
        )
        for place in self.places:
            label = _PLACES[place]
            for cadre in case.cadres:
                written = getattr(cadre, place)
                if cadre.status != "available":
                    continue
                if case.places.resolve(written).kind == "district" and not case.places.local_units(written, self.level):
                    names = {"place": Text(label.vi.capitalize(), label.en), "written": tidy(written)}
                    where, about = case.address(cadre, place), (("cadre", cadre.cadre_id), ("rule", self.name))
                    said = district.format(**names)
                    yield Finding("vague_local", "warning", said, _COMMUNE, where, tidy(written), about)
                if not (near := case.places.lookalikes(written)):
                    continue
                yield Finding(
                    "almost_local",
                    "warning",
                    text.format(
                        place=Text(label.vi.capitalize(), label.en), written=tidy(written), units=", ".join(near)
                    ),
                    fix,
                    case.address(cadre, place),
                    tidy(written),
                    (("cadre", cadre.cadre_id), ("rule", self.name)),
                )
            yield from self._provinces_alone(case, place)

    def _provinces_alone(self, case: Case, place: Place) -> Iterator[Finding]:
        """Yield a finding for each province of the case that stands alone as a place, however many people write it."""
        alike: dict[str, list[Cadre]] = {}
        for cadre in case.cadres:
            if cadre.status == "available" and getattr(cadre, place):
                alike.setdefault(tidy(getattr(cadre, place)), []).append(cadre)
        text = Text(
            "{place} “{written}” chỉ ghi đến tỉnh, không rõ xã nào (số người ghi như vậy: {count}): đang coi là người nơi "
            "khác.",
            "The {place} “{written}” names a province and no commune (people so written: {count}): they count as being "
            "from elsewhere.",
        )
        label = Text(_PLACES[place].vi.capitalize(), _PLACES[place].en)
        for written, people in alike.items():
            if case.places.names_province(written) and not case.places.local_units(written, self.level):
                said = text.format(place=label, written=written, count=len(people))
                where = case.address(people[0], place)
                yield Finding("vague_local", "warning", said, _COMMUNE, where, written, (("rule", self.name),))


class LocalRule(WhereLocal, Requirement):
    """A rule that says no to locals, placement by placement."""

    closed: ClassVar[Text]  # what a local is told of the title

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is a local of which unit, times the titles flagged; and who left a place blank, by title."""
        flagged = np.array([self.asks(facts.case, t) for t in facts.case.titles], bool)
        if not flagged.any():
            return None
        local = np.zeros((facts.n_people, facts.n_units), bool)
        blank = np.zeros(facts.n_people, bool)
        index = facts.case.places
        for place in self.places:
            row: dict[str, int] = {}  # many people share a home place: its units are looked up once
            lives = np.fromiter((row.setdefault(getattr(c, place), len(row)) for c in facts.case.cadres), np.intp)
            here = np.zeros((len(row), facts.n_units), bool)
            known = np.array([bool(tidy(written)) for written in row], bool)
            for i, written in enumerate(row):
                if known[i]:
                    here[i, [facts.unit_at[code] for code in index.local_units(written, self.level)]] = True
            local |= here[lives]
            blank |= ~known[lives]
        fails = (blank[:, None] & flagged[None, :])[:, None, :]
        return Screen(fails, self.lifted_spots(facts), also=((local[:, :, None], flagged[None, None, :]),))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return which place makes the person a local, or is blank; None where neither is so."""
        if not self.asks(case, title):
            return None
        for place in self.places:
            written = getattr(cadre, place)
            if not tidy(written):
                return Text(
                    "chưa ghi {place} nên không xác định được có phải người địa phương hay không.",
                    "the {place} is blank, so whether the person is a local cannot be told.",
                ).format(place=_PLACES[place])
            if unit.unit_code in case.places.local_units(written, self.level):
                return Text(
                    "là người địa phương ({place}: {written}); {closed}", "is a local ({place}: {written}); {closed}"
                ).format(place=_PLACES[place], written=tidy(written), closed=self.closed)
        return None

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield who is left out by a blank cell, and whose place is almost, and so not, the name of a unit."""
        yield from self.almost(case)
        for place in self.places:
            text = Text(
                "Chưa ghi {place} nên không được xét vào chức danh không bố trí người địa phương.",
                "The {place} is blank, so titles closed to locals are closed to this person.",
            ).format(place=_PLACES[place])

            def blank(cadre: Cadre, place: str = place) -> bool:
                return not tidy(getattr(cadre, place))

            yield from self.blanks(case, place, blank, lambda t: self.asks(case, t), text)
