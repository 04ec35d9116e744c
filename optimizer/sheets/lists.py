"""Cells that hold several things: lists, fields of work with years, yearly grades, parameters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from optimizer.domain import words
from optimizer.findings import did_you_mean
from optimizer.sheets.cells import CellProblem, Judged, Parser, close_names, text_of, to_number, within
from optimizer.sheets.problems import shown
from optimizer.text import Text, fold, same, tidy

_YEARS = re.compile(r"^(.*?)\s*(?:[:=]\s*|\()([\d.,]+)\s*(?:năm|nam|years?)?\s*\)?$", re.IGNORECASE)
_LOOSE_YEARS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:năm|nam|years?)?$", re.IGNORECASE)  # đất đai - 8
_GRADE_YEAR = re.compile(r"^\s*(?:năm\s*)?(\d{4})\s*[:=-]\s*(.+)$")


def parts_of(cell: Any) -> list[str]:
    """Return the parts of a list cell: divided by `;` or lines, or the items of a list from a script."""
    if isinstance(cell, (list, tuple, set, frozenset)):
        items = sorted(cell) if isinstance(cell, (set, frozenset)) else cell
        return [t for item in items if (t := tidy(text_of(item)))]
    return [t for part in re.split(r"[;\n]", text_of(cell)) if (t := tidy(part))]


def list_parser(_: str) -> Parser:
    """Return the parser of texts divided by `;`."""
    return lambda cell: tuple(dict.fromkeys(parts_of(cell)))


def fields_parser(_: str) -> Parser:
    """Return the parser of fields of work."""

    def parse(cell: Any) -> Any:
        names = {words.field_word(name): name for part in parts_of(cell) for name in _split_fields(part)}
        return _checked_fields(tuple(names), names)

    return parse


def _split_fields(part: str) -> list[str]:
    """Divide at commas too where that gives fields that are all known (`đất đai, xây dựng`)."""
    pieces = [p.strip() for p in part.split(",") if p.strip()]
    bare = [_YEARS.sub(r"\1", p) for p in pieces]
    return pieces if len(pieces) > 1 and all(words.field_word(b) in words.FIELDS for b in bare) else [part]


def _checked_fields(value: Any, written: Mapping[str, str]) -> Any:
    """Question a field of work that is one slip away from a known one; others may be fields we do not know."""
    for key in value:
        if key not in words.FIELDS:
            close = close_names(key, {k: text.vi for k, (text, _) in words.FIELDS.items()}, cutoff=85)
            if close:
                number = _LOOSE_YEARS.search(written[key])
                meant = [f"{close[0]}:{number.group(1)}" if number and isinstance(value, dict) else close[0]]
                text = _ODD_FIELD.format(value=written[key])
                return Judged("unknown_field", "warning", text, did_you_mean(meant, same("")), value)
    return value


def expertise_parser(_: str) -> Parser:
    """Return the parser of fields of work with years (`đất đai:8`)."""

    def parse(cell: Any) -> Any:
        found: dict[str, float] = {}
        written: dict[str, str] = {}
        if isinstance(cell, Mapping):
            items = [(text_of(k), to_number(v)) for k, v in cell.items()]
        else:
            items = [_field_and_years(p) for part in parts_of(cell) for p in _split_fields(part)]
        for name, years in items:
            key = words.field_word(name)
            if not key:
                raise CellProblem("bad_expertise", _BAD_EXPERTISE.format(value=shown(cell)), _EXPERTISE_FIX)
            found[key] = max(found.get(key, 0.0), within(years or 0.0, 0, 60, cell))
            written.setdefault(key, name)
        return _checked_fields(found, written)

    return parse


def _field_and_years(part: str) -> tuple[str, float | None]:
    found = _YEARS.match(part)
    if found:
        return found.group(1), to_number(found.group(2))
    if ":" in part or "=" in part:
        raise CellProblem("bad_expertise", _BAD_EXPERTISE.format(value=part), _EXPERTISE_FIX)
    return part, 0.0


def grades_parser(grade: Parser) -> Parser:
    """Return the parser of grades, given the one that judges a single grade."""

    def parse(cell: Any) -> Any:
        if isinstance(cell, Mapping):
            return tuple(sorted((int(year), grade(text_of(g))) for year, g in cell.items()))
        if isinstance(cell, (list, tuple)):
            return tuple(sorted((int(year), grade(text_of(g))) for year, g in cell))
        found: list[tuple[int, str]] = []
        for part in parts_of(cell):
            year = _GRADE_YEAR.match(part)
            value = grade(tidy(year.group(2)) if year else part)
            if value is not None:
                found.append((int(year.group(1)) if year else 0, value))
        return tuple(sorted(found))

    return parse


def params_parser(_: str) -> Parser:
    """Return the parser of parameters (`key=value; key=value`)."""

    def parse(cell: Any) -> Any:
        if isinstance(cell, Mapping):
            return {tidy(text_of(k)): tidy(text_of(v)) for k, v in cell.items()}
        found: dict[str, str] = {}
        for part in parts_of(cell):
            key, equals, value = part.partition("=")
            if not equals or not key.strip():
                raise CellProblem("bad_params", _BAD_PARAMS.format(value=part), _PARAMS_FIX)
            key, value = tidy(key), tidy(value)
            twice = next((k for k in found if _same_key(k, key)), key)
            if found.setdefault(twice, value) != value:
                raise CellProblem("bad_params", _TWO_VALUES.format(key=key), _ONE_VALUE)
        return found

    return parse


def _same_key(one: str, other: str) -> bool:
    return fold(one).replace(" ", "_") == fold(other).replace(" ", "_")


def divided(written: str, is_known: Callable[[str], object]) -> Text | None:
    """Return how several things written as one part of a list are told apart, None where no piece of it is known."""
    pieces = [t for piece in re.split(r"[,/+]", written) if (t := tidy(piece))]
    if len(pieces) < 2 or not any(map(is_known, pieces)):
        return None
    return _DIVIDE.format(parts="; ".join(pieces))


_DIVIDE = Text(
    "Nếu là nhiều mục, ngăn cách bằng dấu chấm phẩy (;): “{parts}”.",
    "If these are several divide them by ;: “{parts}”.",
)
_ODD_FIELD = Text("Lĩnh vực “{value}” không có trong danh mục.", "The field of work “{value}” is not in the list.")
_BAD_EXPERTISE = Text("Không hiểu lĩnh vực và số năm “{value}”.", "The field and years “{value}” are not understood.")
_EXPERTISE_FIX = Text("Ghi dạng: đất đai:8; xây dựng:3.", "Write: đất đai:8; xây dựng:3.")
_BAD_PARAMS = Text("Tham số “{value}” thiếu dấu bằng.", "The parameter “{value}” has no equals sign.")
_PARAMS_FIX = Text("Ghi dạng: tên=giá trị; tên=giá trị.", "Write: key=value; key=value.")
_TWO_VALUES = Text("Tham số “{key}” được ghi hai giá trị.", "The parameter “{key}” is given two values.")
_ONE_VALUE = Text("Chỉ giữ lại một giá trị.", "Keep only one of them.")
