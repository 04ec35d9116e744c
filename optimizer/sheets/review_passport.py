"""The very hidden sheet of a plan workbook: which plan it is, what it said, and the reviews that led to it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from optimizer.domain.dates import PartialDate
from optimizer.domain.memory import Memory
from optimizer.domain.rounds import Remark, Round
from optimizer.sheets.cells import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from optimizer.sheets.table import Grid

PASSPORT_SHEET = "_plan"  # tells a reviewed copy from every other workbook
PASSPORT_VERSION = 2
LONGEST = 30_000  # characters in one cell: Excel holds 32,767
Line = tuple[str, ...]


@dataclass
class Passport:
    """What the sheet holds; everything is blank for a workbook without one, such as a plan typed by hand."""

    version: int = 0
    plan: str = ""
    inputs: list[str] = field(default_factory=list)
    rows: dict[str, str] = field(default_factory=dict)  # key of a plan row -> fingerprints of its read-only cells
    rules: dict[str, str] = field(default_factory=dict)  # rule as written -> fingerprints of its cells
    changed_rules: dict[str, list[str]] = field(default_factory=dict)  # name of a rule -> cells earlier reviews changed
    decisions: dict[str, str] = field(default_factory=dict)  # fingerprints of a row -> the review it came from
    sheets: dict[str, str] = field(default_factory=dict)  # name of a sheet -> its fingerprint
    rounds: list[Round] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)  # the prices the plan was proved by

    @property
    def known(self) -> bool:
        """Return whether there is a passport with fingerprints to compare with."""
        return self.version >= PASSPORT_VERSION

    def lines(self) -> Iterator[Line]:
        """Yield the rows of the sheet."""
        yield "schema", str(PASSPORT_VERSION)
        yield "plan", self.plan
        yield from (("input", digest) for digest in self.inputs)
        for kind, table in (
            ("row", self.rows), ("rule", self.rules), ("decision", self.decisions), ("sheet", self.sheets),
        ):  # fmt: skip
            yield from ((kind, key, value) for key, value in table.items())
        yield from (("changed_rule", name, ";".join(cells)) for name, cells in self.changed_rules.items())
        for it in self.rounds:
            yield "round", _round_json(it)
            yield from (("remark", json.dumps([it.number, asdict(r)], ensure_ascii=False)) for r in it.remarks)
        told = self.memory.to_text() if self.memory.levels else ""
        yield from (("prices", told[at : at + LONGEST]) for at in range(0, len(told), LONGEST))


def read_passport(grid: Grid) -> Passport:
    """Return the passport; lines nobody understands are passed over: a newer program may have written them."""
    found = Passport()
    remarks: dict[int, list[Remark]] = {}
    told: list[str] = []
    tables = {"row": found.rows, "rule": found.rules, "decision": found.decisions, "sheet": found.sheets}
    for row in grid.rows:
        kind, *values = (text_of(cell) for cell in row if cell is not None)
        if not values:
            continue
        if kind == "schema" and values[0].isdigit():
            found.version = int(values[0])
        elif kind == "plan":
            found.plan = values[0]
        elif kind == "input":
            found.inputs.append(values[0])
        elif kind == "prices":
            told.append(values[0])
        elif kind in tables:
            tables[kind][values[0]] = values[1] if len(values) > 1 else ""
        elif kind == "changed_rule" and len(values) > 1:
            found.changed_rules[values[0]] = values[1].split(";")
        elif kind == "round" and isinstance(data := _json(values[0]), dict):
            if (it := _round(data)) is not None:
                found.rounds.append(it)
        elif kind == "remark" and isinstance(data := _json(values[0]), list):
            match data:
                case [int() as number, dict() as said]:
                    remarks.setdefault(number, []).append(_remark(said))
    found.memory = Memory.of_text("".join(told))
    found.rounds = [replace(it, remarks=tuple(remarks.get(it.number, ()))) for it in found.rounds]
    return found


def _round_json(it: Round) -> str:
    data = {key: value for key, value in asdict(it).items() if key != "remarks"}
    data["date"] = None if it.date is None else [it.date.year, it.date.month, it.date.day]
    return json.dumps(data, ensure_ascii=False)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _round(data: Mapping[str, Any]) -> Round | None:
    number = data.get("number")
    if not isinstance(number, int):
        return None
    return Round(
        number=number,
        plan=str(data.get("plan", "")),
        files=_texts(data.get("files")),
        authors=_texts(data.get("authors")),
        date=_date(data.get("date")),
        locks=_count(data.get("locks")),
        forbids=_count(data.get("forbids")),
        seats=_count(data.get("seats")),
        rows=_count(data.get("rows")),
        rules=_texts(data.get("rules")),
        withdrawn=_count(data.get("withdrawn")),
        changed=data["changed"] if isinstance(data.get("changed"), int) else None,
    )


def _remark(data: Mapping[str, Any]) -> Remark:
    names = ("author", "cadre_id", "unit_code", "title_code", "text", "origin")
    return Remark(*(str(data.get(name, "")) for name in names))


def _date(value: object) -> PartialDate | None:
    if not isinstance(value, list) or not value or not all(v is None or isinstance(v, int) for v in value):
        return None
    try:
        return PartialDate(*value[:3])
    except (ValueError, TypeError):
        return None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else ()


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
