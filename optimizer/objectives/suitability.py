"""How well people fit the titles they are given."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from optimizer.domain.parameters import Amount, Flag
from optimizer.domain.words import field_words
from optimizer.findings import Address, Finding
from optimizer.model.cells import Cells, Spots, Table3
from optimizer.objectives.base import Objective
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Unit
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

Positions = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]
HALF_UP = 0.5 + 1e-9  # a hair more, so that 25.05 held as 25.049999... rounds as people round it
SHOWN = 50  # doubled scores named one by one


class Suitability(Objective):
    """The points of all placements: a written score where there is one, else field, years and rating (R41, R56).

    Computed points = field (`field_points` by work, `major_points` by major alone, 0 where the title names no field)
    + `years_points` x min(years, `years_full`) / `years_full` + `rating_points` x rating / 100, rounded half up to 0.1;
    years are the most among the title's fields, or among all where it names none. Nobody without data gets a point.
    Of written scores the most particular counts: unit and title, then unit, then title, then person alone.
    """

    name: ClassVar[str] = "suitability"
    text: ClassVar[Text] = Text("Mức độ phù hợp", "Suitability")
    unit: ClassVar[Text] = Text("điểm", "points")
    source: ClassVar[Text] = Text(
        "trang Cán bộ, trang Chức danh; điểm ghi ở trang Đánh giá",
        "sheets Cadres and Titles; scores on the sheet Scores",
    )
    sense: ClassVar[Literal["max", "min"]] = "max"

    explicit: Flag = Field(
        default=False,
        description="Count only written scores: whoever has none for a seat gets 0.",
        json_schema_extra={"vi": "Chỉ tính điểm ghi ở trang Đánh giá: không có điểm thì tính 0.", "shown": "no"},
    )
    only_scored: Flag = Field(
        default=False,
        description="Only people and seats with a written score may be placed together.",
        json_schema_extra={"vi": "Chỉ bố trí các cặp người và ghế có điểm ở trang Đánh giá.", "shown": "no"},
    )
    minimise: Flag = Field(
        default=False,
        description="Scores are costs: the smaller the better.",
        json_schema_extra={"vi": "Điểm là chi phí: càng nhỏ càng tốt.", "shown": "no"},
    )
    field_points: Amount = Field(
        default=40.0,
        description="Points for having worked in one of the title's fields.",
        json_schema_extra={"vi": "Điểm khi đã công tác trong lĩnh vực của chức danh."},
    )
    major_points: Amount = Field(
        default=25.0,
        description="Points where only the major is in one of the title's fields.",
        json_schema_extra={"vi": "Điểm khi chỉ có chuyên ngành thuộc lĩnh vực của chức danh."},
    )
    years_points: Amount = Field(
        default=30.0,
        description="Points for full experience.",
        json_schema_extra={"vi": "Điểm khi đủ số năm kinh nghiệm tối đa."},
    )
    years_full: Amount = Field(
        default=10.0,
        gt=0,
        description="Years from which experience is full.",
        json_schema_extra={"vi": "Số năm từ đó kinh nghiệm được tính đủ điểm."},
    )
    rating_points: Amount = Field(
        default=30.0,
        description="Points for a rating of 100.",
        json_schema_extra={"vi": "Điểm khi điểm đánh giá là 100."},
    )

    @property
    def direction(self) -> Literal["max", "min"]:
        """Return min where scores are costs."""
        return "min" if self.minimise else "max"

    @property
    def restricts(self) -> bool:
        """Return whether only scored pairs may be placed."""
        return self.only_scored

    def cells(self, facts: Facts) -> Cells:
        """Return the points over (person, title), with written scores as further layers and spots."""
        layers: list[Table3] = [np.zeros((1, 1, 1)) if self.explicit else self._computed(facts)[:, None, :]]
        p, u, t, value = _first_of_each(facts)
        for units, titles in ((False, False), (False, True), (True, False)):
            here = ((u >= 0) == units) & ((t >= 0) == titles)
            if here.any():
                layer = np.full(
                    (facts.n_people, facts.n_units if units else 1, facts.n_titles if titles else 1), np.nan
                )
                layer[p[here], u[here] if units else 0, t[here] if titles else 0] = value[here]
                layers.append(layer)
        exact = (u >= 0) & (t >= 0)
        return Cells(tuple(layers), Spots(p[exact], u[exact], t[exact], value[exact]), per_title=True)

    def _computed(self, facts: Facts) -> NDArray[np.float64]:
        field = np.array([0.0, self.major_points, self.field_points])[facts.field_evidence]
        years = np.minimum(facts.years, self.years_full) / self.years_full * self.years_points
        rating = np.nan_to_num(facts.rating) / 100.0 * self.rating_points
        points: NDArray[np.float64] = np.floor((field + years + rating[:, None]) * 10.0 + HALF_UP) / 10.0
        return points

    def only(self, facts: Facts) -> Positions | None:
        """Return the open seats the scored pairs stand for, where only these may be filled."""
        if not self.only_scored:
            return None
        p, u, t, _ = _first_of_each(facts)
        seat_u, seat_t = (x.astype(np.int32) for x in np.nonzero(facts.open_seat))  # sorted by unit, then title
        by_title = np.argsort(seat_t, kind="stable")
        parts = [
            _expand(p, u, (u >= 0) & (t < 0), seat_u, np.arange(len(seat_u))),
            _expand(p, t, (u < 0) & (t >= 0), seat_t[by_title], by_title),
            _expand(p, np.zeros_like(p), (u < 0) & (t < 0), np.zeros_like(seat_u), np.arange(len(seat_u))),
        ]
        exact = np.flatnonzero((u >= 0) & (t >= 0))
        exact = exact[facts.open_seat[u[exact], t[exact]]]
        people = np.concatenate([p[exact], *(who for who, _ in parts)])
        units = np.concatenate([u[exact], *(seat_u[seat] for _, seat in parts)])
        titles = np.concatenate([t[exact], *(seat_t[seat] for _, seat in parts)])
        keys = (people.astype(np.int64) * facts.n_units + units) * facts.n_titles + titles
        if not _ascending(keys):
            keys.sort()  # far quicker than np.unique, which hashes whole numbers first
            keys = keys[np.append(True, keys[1:] != keys[:-1])] if len(keys) else keys
        pair, title = np.divmod(keys, max(1, facts.n_titles))
        person, unit = np.divmod(pair, max(1, facts.n_units))
        return person.astype(np.int32), unit.astype(np.int32), title.astype(np.int32)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each placement without a written score, where one is needed."""
        if not self.only_scored:
            return
        for placement in dict.fromkeys(plan.placements):
            cadre = case.cadre_by_id.get(placement.cadre_id)
            unit = case.unit_by_code.get(placement.unit_code)
            title = case.title_by_code.get(placement.title_code)
            if cadre is None or unit is None or title is None or _score(case, *placement) is not None:
                continue
            text = Text(
                "{name} ({id}) không có điểm ở trang Đánh giá cho {title} tại {unit}.",
                "{name} ({id}) has no score on the Scores sheet for {title} at {unit}.",
            ).format(name=same(cadre.name), id=cadre.cadre_id, title=title.name, unit=unit.name)
            about = (
                ("cadre", cadre.cadre_id),
                ("unit", unit.unit_code),
                ("title", title.title_code),
                ("rule", self.name),
            )
            where = plan.where.get(placement) or case.address(cadre)
            yield Finding("not_scored", "error", text, where=where, value=cadre.cadre_id, subject=about, amount=1.0)

    def amount(self, case: Case, cadre: Cadre, unit: Unit, titles: tuple[str, ...]) -> float:
        """Return the points of one person over the titles held."""
        return sum(self._points(case, cadre, unit, code) for code in titles)

    def _points(self, case: Case, cadre: Cadre, unit: Unit, title_code: str) -> float:
        written = _score(case, cadre.cadre_id, unit.unit_code, title_code)
        if written is not None:
            return written
        if self.explicit:
            return 0.0
        wanted = case.title_by_code[title_code].fields
        by_work = [n for f, n in cadre.expertise.items() if f in wanted]
        field = 0.0
        if by_work:
            field = self.field_points
        elif wanted and not field_words(cadre.major).isdisjoint(wanted):
            field = self.major_points
        most = max(by_work if wanted else cadre.expertise.values(), default=0.0)
        years = min(most, self.years_full) / self.years_full * self.years_points
        rating = (cadre.rating or 0.0) / 100.0 * self.rating_points
        return math.floor((field + years + rating) * 10.0 + HALF_UP) / 10.0

    def limit(self) -> Text:
        """Say what is counted."""
        if self.only_scored:
            return Text("chỉ bố trí các cặp có điểm ở trang Đánh giá", "only pairs with a score on the Scores sheet")
        return Text("tổng điểm phù hợp của mọi chức danh được giữ", "the points of all titles held")

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield scores written twice for one person and seat: which of them counts cannot be told."""
        s = case.scores
        keys = _keys(case)
        if _ascending(keys):
            return
        _, at, inverse, count = np.unique(keys, return_index=True, return_inverse=True, return_counts=True)
        doubled = np.flatnonzero(count > 1)
        if not len(doubled):
            return
        low, high = np.full(len(count), np.inf), np.full(len(count), -np.inf)
        np.minimum.at(low, inverse.ravel(), s.value)
        np.maximum.at(high, inverse.ravel(), s.value)
        where = Address("", "Scores", "")
        fix = Text("Giữ lại một dòng.", "Keep one row.")
        for k in doubled[:SHOWN].tolist():
            p, u, t = (int(column[at[k]]) for column in (s.cadre, s.unit, s.title))
            names = (
                case.cadres[p].cadre_id,
                case.units[u].unit_code if u >= 0 else "*",
                case.titles[t].title_code if t >= 0 else "*",
            )
            differ = low[k] < high[k]
            text = Text(
                "điểm của {cadre} tại đơn vị {unit}, chức danh {title} được ghi {n} lần ({low:g} đến {high:g}).",
                "the score of {cadre} at unit {unit}, title {title} is written {n} times ({low:g} to {high:g}).",
            ).format(
                cadre=names[0], unit=names[1], title=names[2], n=int(count[k]), low=float(low[k]), high=float(high[k])
            )
            about = (("cadre", names[0]), ("unit", names[1]), ("title", names[2]), ("rule", self.name))
            yield Finding("double_score", "error" if differ else "warning", text, fix, where, f"{high[k]:g}", about)
        if len(doubled) > SHOWN:
            rest = doubled[SHOWN:]
            severity: Literal["error", "warning"] = "error" if (low[rest] < high[rest]).any() else "warning"
            text = Text(
                "và {n} cặp khác có điểm được ghi nhiều lần.",
                "and {n} [further pair has|further pairs have] scores written more than once.",
            )
            yield Finding("double_score", severity, text.format(n=len(rest)), fix, where, "", (("rule", self.name),))


def _score(case: Case, cadre_id: str, unit_code: str, title_code: str) -> float | None:
    """Return the written score that counts for one seat, the most particular one, or None."""
    for u, t in ((unit_code, title_code), (unit_code, "*"), ("*", title_code), ("*", "*")):
        if (found := case.score(cadre_id, u, t)) is not None:
            return found
    return None


def _keys(case: Case) -> NDArray[np.int64]:
    """Return one whole number for the cadre, unit and title of each written score."""
    s = case.scores
    pairs = s.cadre.astype(np.int64) * (len(case.units) + 1) + s.unit + 1
    return pairs * (len(case.titles) + 1) + s.title + 1


def _ascending(keys: NDArray[np.int64]) -> bool:
    """Return whether no two keys can be equal, each being larger than the last."""
    return bool((keys[1:] > keys[:-1]).all())


def _first_of_each(facts: Facts) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Return the written scores without doubles, the first of each key."""
    s = facts.case.scores
    keys = _keys(facts.case)
    if _ascending(keys):
        return s.cadre, s.unit, s.title, s.value
    at = np.unique(keys, return_index=True)[1]
    return s.cadre[at], s.unit[at], s.title[at], s.value[at]


def _expand(
    p: NDArray[np.int32],
    named: NDArray[np.int32],
    here: NDArray[np.bool_],
    sorted_names: NDArray[np.int32],
    seats: NDArray[np.int64],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return (person, seat) for every seat whose sorted name a pattern gives."""
    people, wanted = p[here], named[here]
    first = np.searchsorted(sorted_names, wanted, side="left")
    count = np.searchsorted(sorted_names, wanted, side="right") - first
    person = np.repeat(people, count)
    at = np.repeat(first - np.cumsum(count) + count, count) + np.arange(len(person))
    return person, seats[at]
