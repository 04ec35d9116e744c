"""A scarce specialist within reach of every unit, to be shared among neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, field_validator

from optimizer.domain.apart import km_text, metres_between
from optimizer.domain.distance import whole_metres
from optimizer.domain.parameters import Amount, Codes, Refused
from optimizer.domain.senders import fields_asked, fields_of
from optimizer.domain.words import field_text, field_word
from optimizer.findings import Finding
from optimizer.model.near import metres_between_units
from optimizer.model.pairs import PairEntries, Part
from optimizer.model.rows import RowFamily
from optimizer.rules.base import Mode, Rule
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Title
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

Split = tuple[int, ...]  # percent of the time in each unit, the unit of the post first


def _splits(value: Any) -> Any:
    """Read `50/50 | 40/30/30` as ((50, 50), (40, 30, 30))."""
    if not isinstance(value, str):
        return value
    parts = [part for part in re.split(r"[|;,]", value) if part.strip()]
    return tuple(tuple(re.split(r"[/:]", part.replace("%", "").replace(" ", ""))) for part in parts)


def _fields(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = value.replace("|", ",").replace(";", ",").split(",")
    return tuple(dict.fromkeys(field_word(part) for part in parts if fold(part)))


def shares_field(title: Title) -> bool:
    """Return whether a title is a specialist's with a field of work: one whose holder may be shared."""
    return title.group not in ("leader", "manager") and bool(title.fields)


class SharedSpecialist(Rule):
    """Every unit has a specialist of each scarce field, its own or one of a neighbour to be shared (R45).

    For every scarce field f and unit u with a specialist's seat in f: sum of x[p, v, r] over people p who know f, units v at
    most `max_km` from u (u itself included) and roles r with a specialist's title in f >= 1. A field is scarce where fewer
    people know it than units need it. A person is placed in one unit only: how the time of a specialist is shared among
    `max_units` units at most is proposed for the seats left vacant, from the plan made.
    """

    name: ClassVar[str] = "shared_specialist"
    text: ClassVar[Text] = Text("Dùng chung chuyên viên giữa các đơn vị lân cận", "Specialists shared by neighbours")
    source: ClassVar[Text] = Text(
        "đề án dùng chung nguồn lực giữa các xã lân cận", "the plan of sharing resources among neighbouring communes"
    )
    topic: ClassVar[str] = "movement"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    max_km: Amount = Field(
        default=15.0,
        description="How far apart, in km, units may lie to share a specialist.",
        json_schema_extra={"vi": "Khoảng cách xa nhất (km) giữa các đơn vị dùng chung một chuyên viên."},
    )
    max_units: int = Field(
        default=3,
        ge=2,
        le=3,
        description="How many units one specialist may serve, the unit of the post included.",
        json_schema_extra={"vi": "Số đơn vị nhiều nhất một chuyên viên phục vụ, kể cả đơn vị được bố trí."},
    )
    time_shares: Annotated[tuple[Split, ...], BeforeValidator(_splits)] = Field(
        default=((50, 50), (40, 30, 30)),
        description="Percent of the time in each unit, the unit of the post first, for two and for three units.",
        json_schema_extra={
            "vi": "Tỷ lệ thời gian (%) ở từng đơn vị, đơn vị được bố trí ghi trước, khi phục vụ hai và ba đơn vị.",
            "shown": "50/50 | 40/30/30",
        },
    )
    fields: Annotated[Codes, BeforeValidator(_fields)] = Field(
        default=(),
        description="Scarce fields, divided by a comma; blank: those that fewer people know than units need.",
        json_schema_extra={
            "vi": "Các lĩnh vực khan hiếm, cách nhau bằng dấu phẩy; để trống: lĩnh vực có ít người hơn số đơn vị cần.",
            "shown": "",
        },
    )

    @field_validator("time_shares")
    @classmethod
    def _whole(cls, splits: tuple[Split, ...]) -> tuple[Split, ...]:
        if sorted(len(s) for s in splits) != [2, 3]:
            raise Refused(
                "ghi một cách chia cho hai đơn vị và một cách chia cho ba đơn vị, ví dụ 50/50 | 40/30/30",
                "one division for two units and one for three should be written, such as 50/50 | 40/30/30",
            )
        if any(sum(s) != 100 or min(s) <= 0 for s in splits):
            raise Refused(
                "các tỷ lệ của mỗi cách chia phải cộng lại bằng 100", "the shares of each division should add up to 100"
            )
        return splits

    def split(self, units: int) -> Split:
        """Return the percent of the time in each of so many units."""
        return next(s for s in self.time_shares if len(s) == units)

    def needs(self, case: Case) -> tuple[tuple[str, str], ...]:
        """Return every (field, unit code) that has to have a specialist within reach."""
        asking = {t.title_code: t.fields for t in case.titles if shares_field(t)}
        units: dict[str, set[str]] = {}
        for seat in case.seats:
            if seat.target > 0:
                for field in asking.get(seat.title_code, ()):
                    units.setdefault(field, set()).add(seat.unit_code)
        scarce = self.fields or self._scarce(case, {f: len(u) for f, u in units.items()})
        return tuple((f, u) for f in sorted(scarce) for u in sorted(units.get(f, ())))

    @staticmethod
    def _scarce(case: Case, needed: dict[str, int]) -> tuple[str, ...]:
        known = dict.fromkeys(needed, 0)
        for cadre in case.cadres:
            if cadre.status == "available":
                for field in fields_of(cadre) & known.keys():
                    known[field] += 1
        return tuple(f for f, n in needed.items() if known[f] < n)

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a scarce field and unit that needs it."""
        case = facts.case
        needs = self.needs(case)
        if not needs:
            return ()
        metres = metres_between_units(facts)
        near = (metres >= 0) & (metres <= whole_metres(self.max_km))
        np.fill_diagonal(near, True)
        fields = sorted({f for f, _ in needs})
        serves: list[list[list[int]]] = [[[] for _ in case.units] for _ in fields]
        for row, (field, unit) in enumerate(needs):
            for v in np.flatnonzero(near[facts.unit_at[unit]]).tolist():
                serves[fields.index(field)][v].append(row)
        width = max(len(rows) for by_unit in serves for rows in by_unit)
        where = np.full((len(fields), facts.n_units, width), -1, np.int32)
        for f, by_unit in enumerate(serves):
            for v, rows in enumerate(by_unit):
                where[f, v, : len(rows)] = rows
        masks = [np.array([shares_field(t) and f in t.fields for t in case.titles], bool) for f in fields]
        parts = [
            Part(p, 0, f, f)
            for p, cadre in enumerate(case.cadres)
            if (known := fields_of(cadre))
            for f, field in enumerate(fields)
            if field in known
        ]
        entries = PairEntries.of(facts, parts, masks, self.lifted_spots(facts), where)
        n = len(needs)

        def because(row: int) -> Finding:
            return self._finding(case, *needs[row])

        return (RowFamily(self.name, np.ones(n), np.full(n, np.inf), because, listed=entries, people=entries.people),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each unit and scarce field without a specialist within reach."""
        needs = self.needs(case)
        wanted = {f for f, _ in needs}
        there: dict[str, set[str]] = {f: set() for f in wanted}
        for p in plan.placements:
            cadre, title = case.cadre_by_id.get(p.cadre_id), case.title_by_code.get(p.title_code)
            if cadre is None or title is None or not shares_field(title) or p.unit_code not in case.unit_by_code:
                continue
            held = wanted & set(title.fields) & fields_of(cadre)
            if held and self.lifted(case, p) is None:
                for field in held:
                    there[field].add(p.unit_code)
        limit = whole_metres(self.max_km)
        for field, code in needs:
            unit = case.unit_by_code[code]
            if code in there[field]:
                continue
            apart = (metres_between(unit, case.unit_by_code[v]) for v in there[field])
            if not any(m is not None and m <= limit for m in apart):
                yield self._finding(case, field, code, broken=True)

    def _finding(self, case: Case, field: str, unit_code: str, broken: bool = False) -> Finding:
        unit = case.unit_by_code[unit_code]
        text = (
            Text(
                "{unit} không có chuyên viên lĩnh vực {field}, và không đơn vị nào trong {km} km có để dùng chung.",
                "{unit} has no specialist in the field {field}, and no unit within {km} km has one to share.",
            )
            if broken
            else Text(
                "{unit} có chuyên viên lĩnh vực {field}, tại chỗ hoặc trong {km} km để dùng chung.",
                "{unit} has a specialist in the field {field}, its own or one to share within {km} km.",
            )
        ).format(unit=unit.name, field=field_text(field), km=km_text(self.max_km))
        subject = (("unit", unit_code), ("field", field), ("rule", self.name))
        where = case.address(unit, "name")
        return Finding(self.name, "error", text, where=where, value=field, subject=subject, amount=1.0)

    def limit(self) -> Text:
        """Say the limit in words."""
        listed = [field_text(f) for f in self.fields]
        which = Text(", ".join(t.vi for t in listed), ", ".join(t.en for t in listed)) if listed else _SCARCE
        return Text(
            "mỗi đơn vị có chuyên viên của từng lĩnh vực khan hiếm ({which}), tại chỗ hoặc trong {km} km; một người phục "
            "vụ không quá {n} đơn vị",
            "every unit has a specialist of each scarce field ({which}), its own or within {km} km; one person serves at "
            "most {n} units",
        ).format(which=which, km=km_text(self.max_km), n=self.max_units)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield fields no title asks for, and a remark where units have no coordinates."""
        import difflib

        known = fields_asked(case)
        for field in self.fields:
            if field not in known:
                near = difflib.get_close_matches(field, known, 1, 0.6)
                text = Text("không chức danh nào thuộc lĩnh vực “{f}”.", "no title has the field “{f}”.")
                fix = (
                    Text("Có phải ý bạn là “{near}”?", "Did you mean “{near}”?").format(near=field_text(near[0]))
                    if near
                    else Text("Ghi như ở cột Lĩnh vực của trang Chức danh.", "Write it as in column fields of Titles.")
                )
                named = text.format(f=field_text(field))
                yield Finding("unknown_field", "error", named, fix, value=field, subject=(("rule", self.name),))
        lost = [u for u in case.units if u.lat is None or u.lon is None]
        if lost and self.needs(case):
            text = Text(
                "{n} đơn vị chưa có tọa độ nên không dùng chung chuyên viên được với đơn vị khác: {names}.",
                "{n} units have no coordinates, so they can share no specialist: {names}.",
            ).format(n=len(lost), names=", ".join(u.name for u in lost[:5]) + (", …" if len(lost) > 5 else ""))
            fix = Text("Ghi vĩ độ, kinh độ ở trang Đơn vị.", "Fill lat and lon on the Units sheet.")
            subject = (("unit", lost[0].unit_code), ("rule", self.name))
            yield Finding("unit_without_point", "info", text, fix, case.address(lost[0], "lat"), "", subject)


_SCARCE = Text("ít người hơn số đơn vị cần", "known by fewer people than units need it")
