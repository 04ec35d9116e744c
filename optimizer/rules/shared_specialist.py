"""A scarce specialist in every unit, its own or one shared within a group of neighbours."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from optimizer.domain.apart import km_text, metres_between
from optimizer.domain.distance import whole_metres
from optimizer.domain.parameters import Amount, Codes, Refused, Whole
from optimizer.domain.senders import fields_asked, fields_of
from optimizer.domain.sharing_groups import Group, groups_of
from optimizer.domain.time_shares import Holder, Need, TimeShare, shared_out
from optimizer.domain.unit_choice import unit_named, unknown_unit
from optimizer.domain.words import field_text, field_word
from optimizer.findings import Finding, did_you_mean
from optimizer.model.cells import Spots
from optimizer.model.pairs import PairEntries, Part
from optimizer.model.rows import RowFamily
from optimizer.model.sharing import SharingTables
from optimizer.rules.base import Mode, Rule
from optimizer.text import Text, fold, name_key, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


def _groups(value: Any) -> Any:
    """Read `00001 + 00002 + 00003 | 00004 + 00005` as ((00001, 00002, 00003), (00004, 00005))."""
    if not isinstance(value, str):
        return value
    rows = [[w for piece in re.split(r"[+:]", part) if (w := tidy(piece))] for part in value.split("|")]
    return tuple(tuple(row) for row in rows if row)


def _fields(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = value.replace("|", ",").replace(";", ",").split(",")
    return tuple(dict.fromkeys(field_word(part) for part in parts if fold(part)))


def shares_field(title: Title) -> bool:
    """Return whether a title is a specialist's with a field of work: one whose holder may be shared."""
    return title.group not in ("leader", "manager") and bool(title.fields)


def _counts(title: Title, field: str) -> bool:
    return shares_field(title) and field in title.fields


class SharedSpecialist(Rule):
    """Every unit has a specialist of each scarce field, its own or one shared within its group of neighbours (R45).

    Units that need a scarce field stand in groups of at most `max_units` neighbours, fixed beforehand: those written in
    `groups`, the others by distance. For every scarce field f and unit u with a specialist's seat in f: sum of x[p, v, r]
    over people p who know f, units v of u's group at most `max_km` from u (u itself included) and roles r with a
    specialist's title in f >= 1. A field is scarce where fewer people know it than units need it. Protected people serve at
    home only, and nobody serves a unit in a field they are forbidden there; with an exception that names the rule the
    title is enough (R68).

    A person serves no unit outside one group, whatever the fields, so what counts as covered can be shared out: nobody
    serves more than `max_units` units, and the percents of `time_shares` add to 100. Sharing across groups, which might
    cover a unit more, is not looked for.
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
    max_units: Whole = Field(
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
    groups: Annotated[tuple[Group, ...], BeforeValidator(_groups)] = Field(
        default=(),
        description="Units that share among themselves, such as 00001 + 00002 + 00003 | 00004 + 00005, whatever their "
        "distance; units not named are put with their neighbours.",
        json_schema_extra={
            "vi": "Các nhóm đơn vị dùng chung, ví dụ 00001 + 00002 + 00003 | 00004 + 00005, không xét khoảng cách; đơn vị "
            "không ghi được ghép với đơn vị lân cận.",
            "shown": "",
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

    @field_validator("groups")
    @classmethod
    def _small(cls, groups: tuple[Group, ...], info: ValidationInfo) -> tuple[Group, ...]:
        most = info.data.get("max_units", 3)
        if any(len(group) > most for group in groups):
            raise Refused(
                f"mỗi nhóm dùng chung có nhiều nhất {most} đơn vị", f"a group that shares has at most {most} units"
            )
        named = [name_key(unit) for group in groups for unit in group]
        if len(set(named)) < len(named):
            raise Refused("mỗi đơn vị chỉ đứng trong một nhóm", "each unit stands in one group only")
        return groups

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

    # groups and people ------------------------------------------------------------------------------------------------
    def groups_in(self, case: Case) -> tuple[Group, ...]:
        """Return the groups of the units that need a scarce field: the written ones, then the others by distance."""
        needed = {u for _, u in self.needs(case)}
        written = []
        for group in self.groups:
            codes = [code for w in group if (code := unit_named(case, w)) in needed and code is not None]
            written.append(tuple(sorted(codes)))
        rest = needed.difference(*written)
        units = [u for u in case.units if u.unit_code in rest]
        return (*(g for g in written if g), *groups_of(units, whole_metres(self.max_km), self.max_units))

    def neighbours(self, case: Case) -> dict[str, frozenset[str]]:
        """Return, for each unit in a group, the other units of it that a specialist there may serve."""
        fixed = {code for w in self.groups for name in w if (code := unit_named(case, name)) is not None}
        reach = whole_metres(self.max_km)
        found = {}
        for group in self.groups_in(case):
            for code in group:
                here = case.unit_by_code[code]
                found[code] = frozenset(
                    o
                    for o in group
                    if o != code
                    and (
                        code in fixed or ((m := metres_between(here, case.unit_by_code[o])) is not None and m <= reach)
                    )
                )
        return found

    def _closed(self, case: Case) -> dict[str, frozenset[Need]]:
        """Return the needs some people may not be shared for: protected, or forbidden a title in the field or the unit."""
        every = frozenset(self.needs(case))
        found = {c.cadre_id: every for c in case.cadres if c.protected}
        for d in case.decisions:
            title = case.title_by_code.get(d.title_code)
            if d.action == "forbid" and (title is None or shares_field(title)):
                met = {(f, u) for f, u in every if d.unit_code in ("", u) and (title is None or f in title.fields)}
                found[d.cadre_id] = found.get(d.cadre_id, frozenset()) | met
        return found

    # arrays -----------------------------------------------------------------------------------------------------------
    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a scarce field and unit that needs it."""
        case = facts.case
        needs = self.needs(case)
        if not needs:
            return ()
        fields = sorted({f for f, _ in needs})
        neighbours = self.neighbours(case)
        tables = SharingTables(facts, {need: i for i, need in enumerate(needs)}, neighbours, _counts)
        closed, parts = self._closed(case), []
        for p, cadre in enumerate(case.cadres):
            known = fields_of(cadre)
            lifting = [d for d in case.exceptions_of.get(cadre.cadre_id, ()) if self.lifts(d)]
            shut = closed.get(cadre.cadre_id, frozenset())
            for field in fields:
                away = frozenset(u for f, u in shut if f == field)
                if field in known:
                    parts.append(Part(p, 0, *tables.at(field, away)))
                else:
                    parts += [Part(p, 0, *tables.at(field, away, d.unit_code, d.title_code)) for d in lifting]
        entries = PairEntries.of(facts, parts, tables.masks, Spots.none(), tables.where)
        n = len(needs)

        def because(row: int) -> Finding:
            return self._finding(case, needs[row], neighbours)

        return (RowFamily(self.name, np.ones(n), np.full(n, np.inf), because, listed=entries, people=entries.people),)

    # the plan ---------------------------------------------------------------------------------------------------------
    def shared(self, case: Case, plan: Plan) -> tuple[tuple[TimeShare, ...], tuple[Need, ...]]:
        """Return how the plan's specialists are shared, and the fields and units left without one."""
        needs = self.needs(case)
        if not needs:
            return (), ()
        neighbours, closed = self.neighbours(case), self._closed(case)
        wanted = {f for f, _ in needs}
        knows: dict[tuple[str, str], set[str]] = {}
        for p in plan.placements:
            cadre, title = case.cadre_by_id.get(p.cadre_id), case.title_by_code.get(p.title_code)
            if cadre is None or title is None or not shares_field(title) or p.unit_code not in case.unit_by_code:
                continue
            named = wanted & set(title.fields)
            counted = named if self.lifted(case, p) is not None else named & fields_of(cadre)
            if counted:
                knows.setdefault((p.cadre_id, p.unit_code), set()).update(counted)
        holders = [
            Holder(who, at, frozenset(fields), neighbours.get(at, frozenset()), closed.get(who, frozenset()))
            for (who, at), fields in knows.items()
        ]

        def metres(a: str, b: str) -> float:
            apart = metres_between(case.unit_by_code[a], case.unit_by_code[b])
            return math.inf if apart is None else apart

        return shared_out(needs, holders, metres, self.split)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each unit and scarce field that nobody's time is left for, once the specialists are shared out."""
        _, left = self.shared(case, plan)
        neighbours = self.neighbours(case) if left else {}
        for need in left:
            yield self._finding(case, need, neighbours, broken=True)

    def _finding(
        self, case: Case, need: Need, neighbours: Mapping[str, frozenset[str]], broken: bool = False
    ) -> Finding:
        field, unit_code = need
        unit = case.unit_by_code[unit_code]
        near = sorted(neighbours.get(unit_code, ()))
        if not broken:
            text = Text(
                "{unit} có chuyên viên lĩnh vực {field}, tại chỗ hoặc dùng chung với: {near}.",
                "{unit} has a specialist in the field {field}, its own or one shared with: {near}.",
            )
        elif near:
            text = Text(
                "{unit} không có chuyên viên lĩnh vực {field}, cũng không dùng chung được với: {near}.",
                "{unit} has no specialist in the field {field}, nor one to share with: {near}.",
            )
        else:
            text = Text(
                "{unit} không có chuyên viên lĩnh vực {field}, và không ở nhóm nào để dùng chung.",
                "{unit} has no specialist in the field {field}, and is in no group to share one.",
            )
        names = ", ".join(case.unit_by_code[c].name for c in near) or "—"
        subject = (("unit", unit_code), ("field", field), ("rule", self.name))
        said = text.format(unit=unit.name, field=field_text(field), near=names)
        return Finding(
            self.name, "error", said, where=case.address(unit, "name"), value=field, subject=subject, amount=1.0
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        listed = [field_text(f) for f in self.fields]
        which = Text(", ".join(t.vi for t in listed), ", ".join(t.en for t in listed)) if listed else _SCARCE
        return Text(
            "mỗi đơn vị có chuyên viên của từng lĩnh vực khan hiếm ({which}), tại chỗ hoặc dùng chung trong nhóm không quá "
            "{n} đơn vị cách nhau tối đa {km} km",
            "every unit has a specialist of each scarce field ({which}), its own or one shared in a group of at most {n} "
            "units, {km} km apart at most",
        ).format(which=which, km=km_text(self.max_km), n=self.max_units)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield fields no title asks for, groups that cannot be, and remarks: nothing scarce, units without coordinates."""
        import difflib

        known = fields_asked(case)
        for field in self.fields:
            if field not in known:
                near = difflib.get_close_matches(field, known, 1, 0.6)
                text = Text("không chức danh nào thuộc lĩnh vực “{f}”.", "no title has the field “{f}”.")
                fix = did_you_mean(
                    [field_text(n) for n in near],
                    Text("Ghi như ở cột Lĩnh vực của trang Chức danh.", "Write it as in column fields of Titles."),
                )
                named = text.format(f=field_text(field))
                yield Finding("unknown_field", "error", named, fix, value=field, subject=(("rule", self.name),))
        yield from self._group_problems(case)
        if not self.fields and not self.needs(case):
            text = Text(
                "không lĩnh vực nào khan hiếm nên quy tắc không có gì để dùng chung.",
                "no field is scarce, so there is nothing to share.",
            )
            fix = Text(
                "Ghi tham số fields nếu vẫn muốn xét.", "Write the parameter fields to look at some all the same."
            )
            yield Finding("nothing_scarce", "info", text, fix, subject=(("rule", self.name),))
        fixed = {code for group in self.groups for w in group if (code := unit_named(case, w)) is not None}
        needed = {u for _, u in self.needs(case)} - fixed
        lost = [u for u in case.units if u.unit_code in needed and (u.lat is None or u.lon is None)]
        if lost:
            text = Text(
                "{n} đơn vị chưa có tọa độ nên không dùng chung chuyên viên được với đơn vị khác: {names}.",
                "{n} [unit has|units have] no coordinates and can share no specialist: {names}.",
            ).format(n=len(lost), names=", ".join(u.name for u in lost[:5]) + (", …" if len(lost) > 5 else ""))
            fix = Text(
                "Ghi vĩ độ, kinh độ ở trang Đơn vị, hoặc ghi nhóm ở tham số groups.",
                "Fill lat and lon on the Units sheet, or write the groups in the parameter groups.",
            )
            subject = (("unit", lost[0].unit_code), ("rule", self.name))
            yield Finding("unit_without_point", "info", text, fix, case.address(lost[0], "lat"), "", subject)

    def _group_problems(self, case: Case) -> Iterator[Finding]:
        """Yield the units of the written groups that do not exist, and those written twice, by code and by name."""
        seen: set[str] = set()
        for written in (w for group in self.groups for w in group):
            code = unit_named(case, written)
            if code is None:
                yield unknown_unit(case, self.name, written)
            elif code in seen:
                text = Text(
                    "đơn vị “{unit}” đứng trong hai nhóm dùng chung.", "the unit “{unit}” stands in two groups."
                )
                fix = Text("Ghi mỗi đơn vị một lần.", "Write each unit once.")
                said = text.format(unit=written)
                yield Finding("unit_twice", "error", said, fix, value=written, subject=(("rule", self.name),))
            else:
                seen.add(code)


_SCARCE = Text("ít người hơn số đơn vị cần", "known by fewer people than units need it")
