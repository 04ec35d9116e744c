"""Which titles a unit's type and size allow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Refused, Whole, named_values
from optimizer.domain.title_choice import idle, means, naming_problems, titles_chosen
from optimizer.domain.unit_choice import means_unit, unit_named, unknown_unit
from optimizer.domain.words import word, wording
from optimizer.findings import Finding
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.model.facts import Facts

_USUAL = (("*phòng Kinh tế", "xa", "dac_khu"), ("*phòng Kinh tế, Hạ tầng và Đô thị", "phuong"))


def _parts(value: str) -> list[list[str]]:
    """Divide `a: b, c | d: e` into [[a, b, c], [d, e]]; the first of each may hold commas."""
    found = []
    for part in value.split("|"):
        if not part.strip():
            continue
        first, *rest = part.split(":")
        words = [w for piece in rest for raw in piece.split(",") if (w := tidy(raw))]
        if not tidy(first) or not words:
            raise Refused(
                "mỗi phần ghi theo dạng a:b, cách nhau bằng dấu |", "each part should be written as a:b, divided by |"
            )
        found.append([tidy(first), *words])
    return found


def _types(value: Any) -> Any:
    """Read `*phòng Kinh tế: xã, đặc khu | ...` as ((title, type, ...), ...)."""
    if not isinstance(value, str):
        return value
    found = []
    for title, *words in _parts(value):
        types = [word("type", w) for w in words]
        if None in types:
            raise Refused(
                "loại đơn vị là xã, phường hoặc đặc khu",
                "unit types are xã, phường, đặc khu (commune, ward, special zone)",
            )
        found.append((title, *types))
    return tuple(found)


def _pairs(value: Any) -> Any:
    """Read `00001: PCT, GD | 00002: PCT` as ((unit, title), ...)."""
    if not isinstance(value, str):
        return value
    return tuple((first, w) for first, *words in _parts(value) for w in words)


Types = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_types)]
UnitTitles = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)]
Residents = Annotated[
    tuple[tuple[str, Annotated[Whole, Field(ge=0)]], ...],
    named_values(
        "mỗi phần ghi theo dạng chức danh:số dân, ví dụ PCT3:50000",
        "each part should be written as title:residents, such as PCT3:50000",
    ),
]
_ANY = "* stands for anything"


class SeatTemplate(Requirement):
    """Nobody is placed in a seat that the type or the size of the unit does not allow (R7, R12).

    A title named in `types` stands only in units of these types; one named in `residents` only in units with so many
    residents. `allow` and `refuse` settle single units; special zones below `tiny_below` residents are not asked. A blank
    type or population does not meet what is asked of it.
    """

    name: ClassVar[str] = "seat_template"
    text: ClassVar[Text] = Text("Khung chức danh theo loại đơn vị", "Titles by type of unit")
    source: ClassVar[Text] = Text(
        "Nghị định 150/2025/NĐ-CP, sửa đổi bởi Nghị định 370/2025/NĐ-CP",
        "Decree 150/2025/NĐ-CP, amended by Decree 370/2025/NĐ-CP",
    )
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    types: Types = Field(
        default=_USUAL,
        description="Unit types a title stands in, such as PKT: xã, đặc khu | PHT: phường; "
        f"a title is a code or a name, {_ANY}.",
        json_schema_extra={
            "vi": "Loại đơn vị có chức danh, ví dụ PKT: xã, đặc khu | PHT: phường; chức danh là mã hoặc tên, "
            "dấu * thay cho phần bất kỳ.",
            "shown": "*phòng Kinh tế: xã, đặc khu | *phòng Kinh tế, Hạ tầng và Đô thị: phường",
        },
    )
    residents: Residents = Field(
        default=(),
        description="Fewest residents of a unit that has a title, such as PCT3: 50000 | PCT2: 10000.",
        json_schema_extra={
            "vi": "Dân số tối thiểu của đơn vị có chức danh, ví dụ PCT3: 50000 | PCT2: 10000.",
            "shown": "",
        },
    )
    allow: UnitTitles = Field(
        default=(),
        description="Units that have a title in spite of this, such as 00001: PHT | 00002: PKT, PHT.",
        json_schema_extra={
            "vi": "Đơn vị được có chức danh dù khác khung, ví dụ 00001: PHT | 00002: PKT, PHT.",
            "shown": "",
        },
    )
    refuse: UnitTitles = Field(
        default=(),
        description="Units that do not have a title, such as 00001: PKT.",
        json_schema_extra={"vi": "Đơn vị không có chức danh, ví dụ 00001: PKT.", "shown": ""},
    )
    tiny_below: Whole = Field(
        default=1000,
        ge=0,
        description="Special zones with fewer residents follow their own rules.",
        json_schema_extra={"vi": "Đặc khu có dân số dưới mức này theo quy định riêng, không áp dụng khung."},
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return the units and titles that do not go together."""
        case = facts.case
        asked = [t for t in case.titles if self._speaks_of(case, t)]
        if not asked:
            return None
        fails = np.zeros((1, facts.n_units, facts.n_titles), bool)
        for title in asked:
            t = facts.title_at[title.title_code]
            fails[0, :, t] = [self._refused(case, unit, title) is not None for unit in case.units]
        return Screen(fails, self.lifted_spots(facts)) if fails.any() else None

    def _speaks_of(self, case: Case, title: Title) -> bool:
        tables: tuple[tuple[str, ...], ...] = (
            *((row[0],) for row in self.types),
            *((row[0],) for row in self.residents),
            *((row[1],) for row in self.refuse),
        )
        return any(means(case, written, title) for (written,) in tables)

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return why this unit does not have this title, whoever would hold it."""
        return self._refused(case, unit, title)

    def _refused(self, case: Case, unit: Unit, title: Title) -> Text | None:
        if any(means_unit(u, unit) and means(case, t, title) for u, t in self.refuse):
            return Text("đơn vị này không có chức danh này.", "this unit does not have this title.")
        if any(means_unit(u, unit) and means(case, t, title) for u, t in self.allow) or unit.is_tiny_zone(
            self.tiny_below
        ):
            return None
        types = [set(row[1:]) for row in self.types if means(case, row[0], title)]
        if types and unit.type not in set.union(*types):
            kinds = [wording("type", k) for k in ("xa", "phuong", "dac_khu") if k in set.union(*types)]
            only = Text(", ".join(k.vi for k in kinds), ", ".join(k.en for k in kinds))
            if unit.type is None:
                return Text(
                    "chưa ghi loại đơn vị; chức danh này chỉ có ở {only}.",
                    "the type of the unit is blank; this title stands only in: {only}.",
                ).format(only=only)
            return Text(
                "chức danh này chỉ có ở {only}, đơn vị là {kind}.",
                "this title stands only in: {only}; the unit is a {kind}.",
            ).format(only=only, kind=wording("type", unit.type))
        needed = max((n for t, n in self.residents if means(case, t, title)), default=0)
        if needed and (unit.population is None or unit.population < needed):
            has = Text("chưa ghi dân số", "the population is blank")
            if unit.population is not None:
                has = Text("đơn vị có {n} dân", "the unit has {n} residents").format(n=unit.population)
            return Text(
                "chức danh này chỉ có ở đơn vị từ {need} dân; {has}.",
                "this title stands only in units of {need} residents or more; {has}.",
            ).format(need=needed, has=has)
        return None

    def limit(self) -> Text:
        """Say the limit in words."""
        rows = []
        for title, *types in self.types:
            kinds = [wording("type", k) for k in types]
            rows.append(
                Text(f"{title}: {', '.join(k.vi for k in kinds)}", f"{title}: {', '.join(k.en for k in kinds)}")
            )
        listed = Text("; ".join(r.vi for r in rows) or "—", "; ".join(r.en for r in rows) or "—")
        return Text(
            "chức danh chỉ bố trí ở đơn vị có loại và quy mô phù hợp ({listed})",
            "a title stands only where the unit's type and size allow it ({listed})",
        ).format(listed=listed)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield unknown names, blank facts of units, and the seats of the Seats sheet outside the template."""
        yield from self._unknown(case)
        yield from self._blanks(case)
        text = Text(
            "Ghế {title} tại {unit} nằm ngoài khung nên không bố trí ai: {why}",
            "The seat {title} at {unit} is outside the template, so nobody is placed there: {why}",
        )
        fix = Text(
            "Bỏ ghế này, hoặc thêm vào tham số allow của quy tắc.", "Drop the seat, or add it to the parameter allow."
        )
        for seat in case.seats:
            unit, title = case.unit_by_code[seat.unit_code], case.title_by_code[seat.title_code]
            if seat.max <= 0 or (why := self._refused(case, unit, title)) is None:
                continue
            yield Finding(
                "seat_outside_template",
                "warning",
                text.format(title=title.name, unit=unit.name, why=why),
                fix,
                case.address(seat, "target"),
                str(seat.target),
                (("unit", seat.unit_code), ("title", seat.title_code), ("rule", self.name)),
            )

    def _blanks(self, case: Case) -> Iterator[Finding]:
        """Yield a remark for each unit whose blank cell closes seats it has."""
        seats: dict[str, list[Title]] = {}
        for seat in case.seats:
            if seat.max > 0:
                seats.setdefault(seat.unit_code, []).append(case.title_by_code[seat.title_code])
        said = {
            "type": Text(
                "Chưa ghi loại đơn vị nên các chức danh chỉ có ở một số loại đơn vị không được bố trí.",
                "The type is blank, so titles that stand in some types of unit only are closed here.",
            ),
            "population": Text(
                "Chưa ghi dân số nên các chức danh đòi hỏi quy mô dân số không được bố trí.",
                "The population is blank, so titles that ask for a number of residents are closed here.",
            ),
        }
        for unit in case.units:
            mine = seats.get(unit.unit_code, [])
            asked = {
                "type": unit.type is None and any(means(case, row[0], t) for row in self.types for t in mine),
                "population": unit.population is None
                and any(means(case, row[0], t) for row in self.residents for t in mine),
            }
            for field_name, blank in asked.items():
                if blank:
                    about = (("unit", unit.unit_code), ("rule", self.name))
                    where = case.address(unit, field_name)
                    yield Finding(f"blank_{self.name}", "info", said[field_name], where=where, subject=about)

    def _unknown(self, case: Case) -> Iterator[Finding]:
        usual = [row[0] for row in _USUAL]
        if self.types == _USUAL and not (self.residents or self.refuse):
            if not titles_chosen(case, usual):
                yield idle(self.name, "; ".join(usual))
        else:
            # installations keep the usual row for the type of unit they do not have
            names = [row[0] for row in self.types if row not in _USUAL]
            names += [row[0] for row in self.residents] + [t for _, t in (*self.allow, *self.refuse)]
            yield from naming_problems(case, self.name, list(dict.fromkeys(names)), ())
        for written in dict.fromkeys(u for u, _ in (*self.allow, *self.refuse)):
            if unit_named(case, written) is None:
                yield unknown_unit(case, self.name, written)
