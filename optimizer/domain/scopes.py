"""Parameters that say among whom and where a rule looks: groups of titles, areas of units, shares."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field

from optimizer.domain.place_text import named
from optimizer.domain.words import word
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit

# weights are whole thousandths, shares and limits whole hundred-thousandths ("66,66 %" is one), so that the array side
# and the plain side agree to the last digit
MILLE = 1000
PARTS = 100_000

ScopeName: TypeAlias = Literal["unit", "cluster", "former_district", "former_province", "province"]
GroupName: TypeAlias = Literal["leader", "manager", "specialist", "all"]

_SCOPES: dict[ScopeName, tuple[Text, tuple[str, ...]]] = {
    "unit": (Text("từng đơn vị", "each unit"), ("unit", "don vi", "xa", "commune")),
    "cluster": (Text("từng cụm", "each cluster"), ("cluster", "cum")),
    "former_district": (
        Text("từng huyện cũ", "each former district"),
        ("former district", "huyen cu", "district", "huyen"),
    ),
    "former_province": (Text("từng tỉnh cũ", "each former province"), ("former province", "tinh cu")),
    "province": (Text("toàn tỉnh, thành phố", "the province"), ("province", "tinh", "thanh pho", "toan tinh")),
}
_SCOPE_WORDS: dict[str, ScopeName] = {
    fold(w): name for name, (text, words) in _SCOPES.items() for w in (name, text.vi, text.en, *words)
}
_GROUPS: dict[GroupName, Text] = {
    "leader": Text("lãnh đạo", "leaders"),
    "manager": Text("quản lý", "managers"),
    "specialist": Text("chuyên viên", "specialists"),
    "all": Text("cán bộ", "staff"),
}
_ALL_WORDS = frozenset({"all", "tat ca", "moi", "moi chuc danh", "everybody", "everyone"})


def _scope(value: Any) -> Any:
    return _SCOPE_WORDS.get(fold(value), value) if isinstance(value, str) else value


def _groups(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = [tidy(part) for part in re.split(r"[,|;]", value) if tidy(part)]
    return tuple(dict.fromkeys("all" if fold(p) in _ALL_WORDS else word("group", p) or p for p in parts))


def as_share(value: Any) -> Any:
    """Read `15%`, `15 %`, `0,15` or `0.15` as 0.15."""
    if not isinstance(value, str):
        return value
    text = tidy(value).replace(" ", "").replace(",", ".", 1)
    if not text.endswith("%"):
        return text
    try:
        return float(text[:-1]) / 100
    except ValueError:
        return value


def _whole_parts(value: float) -> float:
    return round(value, 5)


Scope = Annotated[
    ScopeName,
    BeforeValidator(_scope),
    Field(
        description="Where the share is counted: unit, cluster, former_district, former_province or province.",
        json_schema_extra={
            "vi": "Phạm vi tính tỷ lệ: unit (từng đơn vị), cluster (cụm), former_district (huyện cũ), "
            "former_province (tỉnh cũ) hoặc province (toàn tỉnh)."
        },
    ),
]
Groups = Annotated[tuple[GroupName, ...], BeforeValidator(_groups), Field(min_length=1)]
Share = Annotated[
    float, BeforeValidator(as_share), Field(ge=0, le=1, allow_inf_nan=False), AfterValidator(_whole_parts)
]


def groups_field(default: tuple[GroupName, ...]) -> Any:
    """Return the field of a parameter that names groups of titles."""
    return Field(
        default=default,
        description="The groups of titles it speaks of: leader, manager, specialist or all; several divided by a comma.",
        json_schema_extra={
            "vi": "Nhóm chức danh được xét: leader (lãnh đạo), manager (quản lý), specialist (chuyên môn) hoặc all "
            "(tất cả); cách nhau bằng dấu phẩy.",
            "shown": ", ".join(default),
        },
    )


def titles_in(case: Case, groups: Iterable[GroupName]) -> frozenset[str]:
    """Return the codes of the titles in some groups."""
    wanted = frozenset(groups)
    return frozenset(t.title_code for t in case.titles if "all" in wanted or t.group in wanted)


def groups_text(groups: Iterable[GroupName]) -> Text:
    """Return what the holders of some groups of titles are called."""
    found = [_GROUPS[g] for g in groups]
    return Text(", ".join(t.vi for t in found), ", ".join(t.en for t in found))


def scope_text(scope: ScopeName) -> Text:
    """Return what a scope is called."""
    return _SCOPES[scope][0]


def mille(value: float) -> int:
    """Return a number as whole thousandths: the one place where both sides of a rule round."""
    return round(value * MILLE)


def in_parts(share: float) -> int:
    """Return a share as whole hundred-thousandths."""
    return round(share * PARTS)


def number_text(thousandths: int) -> Text:
    """Return an amount of thousandths as a number is written in each language."""
    written = f"{thousandths / MILLE:.3f}".rstrip("0").rstrip(".")
    return Text(written.replace(".", ","), written)


def parts_text(parts: int) -> Text:
    """Return an amount of hundred-thousandths as a number is written in each language."""
    written = f"{parts / PARTS:.5f}".rstrip("0").rstrip(".")
    return Text(written.replace(".", ","), written)


def percent_text(parts: int) -> Text:
    """Return a share of hundred-thousandths in percent."""
    written = f"{parts * 100 / PARTS:.3f}".rstrip("0").rstrip(".")
    return Text(f"{written.replace('.', ',')}%", f"{written}%")


@dataclass(frozen=True)
class Area:
    """Some units that are looked at together."""

    key: str
    name: Text
    units: tuple[str, ...]


def areas(case: Case, scope: ScopeName) -> tuple[Area, ...]:
    """Return the areas of a case at one scope; a unit whose cell is blank is in none (all are in a province)."""
    former = former_provinces(case) if scope == "former_province" else {}
    found: dict[str, tuple[Text, list[str]]] = {}
    for unit in case.units:
        key, name = _area(unit, scope, former)
        if key or scope == "province":
            found.setdefault(key, (name, []))[1].append(unit.unit_code)
    return tuple(Area(key, name, tuple(units)) for key, (name, units) in sorted(found.items()))


def _area(unit: Unit, scope: ScopeName, former: dict[str, str]) -> tuple[str, Text]:
    """Return the key and the name of the area a unit lies in."""
    if scope == "unit":
        return unit.unit_code, same(unit.name)
    if scope == "cluster":
        name = tidy(unit.cluster)
        bare = name[3:].strip() if fold(name).startswith("cum ") else name
        return fold(name), Text(f"Cụm {bare}", f"Cluster {bare}")
    if scope == "former_district":
        name = tidy(unit.former_district)
        return named(name).key, Text(f"{name} (huyện cũ)", f"{name} (former district)")
    if scope == "former_province":
        name = former.get(unit.unit_code, "")
        return named(name).key, Text(f"{name} (tỉnh cũ)", f"{name} (former province)")
    name = tidy(unit.province)
    return named(name).key, same(name) if name else Text("Toàn tỉnh, thành phố", "The province")


def former_provinces(case: Case) -> dict[str, str]:
    """Return the former province of each unit: that of most of its predecessors, the first by name where two tie."""
    votes: dict[str, Counter[str]] = {}
    for old in case.predecessors:
        if tidy(old.old_province):
            votes.setdefault(old.unit_code, Counter())[tidy(old.old_province)] += 1
    return {unit: min(count, key=lambda name: (-count[name], name)) for unit, count in votes.items()}
