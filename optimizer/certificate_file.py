"""The file of a certificate: what stands in it, its seal, reading and writing it, and why one is refused.

What its prices prove is worked out in `optimizer.certificate`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, FiniteFloat, ValidationError

from optimizer.domain.kept import once_a_case
from optimizer.findings import Finding, InputError
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from optimizer.domain.case import Case

FORMAT: Literal["commune-placement certificate"] = "commune-placement certificate"
LARGEST = 400_000_000  # bytes of a certificate that is read at all
UNSEEN = {"source", "row", "extra"}  # of a record: where it was read from, and columns nobody asks


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Cap(_Part):
    """What one unit of a level before is worth; never positive."""

    level: str
    multiplier: FiniteFloat


class SeatPrice(_Part):
    """What one more holder of a seat is worth."""

    unit: str
    title: str
    price: FiniteFloat


class RowPrice(_Part):
    """What moving a limit by one is worth: the limit of a rule, by its number among the rule's own, and in words."""

    rule: str
    number: int
    multiplier: FiniteFloat
    says: dict[Literal["vi", "en"], str]


class CertifiedLevel(_Part):
    """What is claimed of one level: whole-number costs (value and bound in its natural unit beside), and the prices.

    `by_search` is what a search proved where that is more than prices can prove: it cannot be checked here.
    """

    name: str
    cost: int
    bound: int
    value: FiniteFloat
    bound_value: FiniteFloat
    by_search: FiniteFloat | None
    caps: list[Cap]
    seats: list[SeatPrice]
    rows: list[RowPrice]


class Certificate(_Part):
    """The whole file. `case` and `plan` are fingerprints; `seal` is one of everything else in the file."""

    format: Literal["commune-placement certificate"]
    version: Literal[1]
    case: str
    plan: str
    levels: list[CertifiedLevel]
    seal: str


# the file ------------------------------------------------------------------------------------------------------------
@once_a_case
def fingerprint(case: Case) -> str:
    """Return a fingerprint of all that a plan depends on; names of people are none of it."""
    digest = hashlib.sha256()
    for table in ("units", "predecessors", "titles", "seats", "cadres", "relations", "decisions", "rules"):
        unseen = UNSEEN | {"name"} if table == "cadres" else UNSEEN
        for record in getattr(case, table):
            digest.update(record.model_dump_json(exclude=unseen).encode())
        digest.update(table.encode())
    s = case.scores
    for column in (s.cadre, s.unit, s.title, s.value):
        digest.update(np.ascontiguousarray(column).tobytes())
    before = () if case.previous is None else case.previous.placements
    settings = sorted(case.settings.values.items())
    rest = [case.rules_given, case.settings.plan_date.isoformat(), settings, case.previous is None, before]
    digest.update(json.dumps(rest, ensure_ascii=False).encode())
    return digest.hexdigest()


def seal(data: Mapping[str, Any]) -> str:
    """Return the fingerprint of everything in a certificate but the seal itself."""
    rest = {key: value for key, value in data.items() if key != "seal"}
    flat = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(flat.encode()).hexdigest()


def packed(data: Mapping[str, Any], squeezed: bool) -> bytes:
    """Return a certificate as the bytes of its file: a line for each price, the same bytes for the same certificate."""
    text = "\n".join(_lines(dict(data), "")) + "\n"
    return gzip.compress(text.encode(), mtime=0) if squeezed else text.encode()


def _lines(value: Any, indent: str) -> Iterator[str]:
    """Yield JSON line by line; what holds nothing but plain values stands on one line."""
    inside = list(value.values() if isinstance(value, dict) else value) if isinstance(value, dict | list) else []
    if not any(isinstance(x, dict | list) for x in inside) or all(not x for x in inside):
        yield indent + json.dumps(value, ensure_ascii=False, allow_nan=False)
        return
    keys = [json.dumps(k) + ": " for k in value] if isinstance(value, dict) else [""] * len(inside)
    yield indent + ("{" if isinstance(value, dict) else "[")
    for i, (key, item) in enumerate(zip(keys, inside, strict=True)):
        lines = list(_lines(item, indent + " "))
        lines[0] = indent + " " + key + lines[0].lstrip(" ")
        lines[-1] += "," if i < len(inside) - 1 else ""
        yield from lines
    yield indent + ("}" if isinstance(value, dict) else "]")


def read(path: Path) -> Certificate:
    """Return the certificate in a file, plain or squeezed; raise InputError where there is none, or where it was changed."""
    try:
        with path.open("rb") as plain:
            squeezed = plain.read(2) == b"\x1f\x8b"
        with gzip.open(path) if squeezed else path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise InputError([refusal("not_a_certificate", path.name)])
        data = json.loads(raw)
        found = Certificate.model_validate(data)
    except (ValidationError, ValueError, RecursionError, EOFError, gzip.BadGzipFile, zlib.error):
        raise InputError([refusal("not_a_certificate", path.name)]) from None
    if found.seal != seal(data):
        raise InputError([refusal("certificate_changed", path.name)])
    return found


# words ---------------------------------------------------------------------------------------------------------------
def refusal(code: str, value: str | int = "", **words: object) -> Finding:
    """Return a refusal; `value` is the file or the number of the level that it speaks of."""
    text, fix = _SAID[code]
    return Finding(code, "error", text.format(value=value, **words), fix, value=str(value))


_AGAIN = Text("Giải lại hồ sơ với --certificate.", "Solve the case again with --certificate.")
_TAMPERED = Text(
    "Đừng tin chứng chỉ này; giải lại hồ sơ với --certificate.",
    "Do not trust this certificate; solve the case again with --certificate.",
)
_SAID: dict[str, tuple[Text, Text]] = {
    "not_a_certificate": (
        Text("“{value}” không phải là chứng chỉ của chương trình này.", "“{value}” is no certificate of this program."),
        Text("Chọn tệp do solve --certificate ghi.", "Choose a file that solve --certificate wrote."),
    ),
    "certificate_changed": (
        Text("“{value}” đã bị sửa sau khi chương trình ghi.", "“{value}” was changed after the program wrote it."),
        _TAMPERED,
    ),
    "certificate_of_another_case": (
        Text(
            "chứng chỉ này được lập cho một hồ sơ khác, hoặc hồ sơ đã được sửa sau đó.",
            "this certificate was made for another case, or the case was changed since.",
        ),
        Text(
            "Dùng đúng hồ sơ (và bản rà soát) đã giải, hoặc giải lại với --certificate.",
            "Give the case (and the review) that was solved, or solve again with --certificate.",
        ),
    ),
    "certificate_levels": (
        Text("các mức trong chứng chỉ không phải các mức của hồ sơ.", "its levels are not those of the case."),
        _AGAIN,
    ),
    "certificate_cap": (
        Text(
            "mức {value}: giá của một mức đứng trước không chứng minh được gì.",
            "level {value}: the price of a level before proves nothing.",
        ),
        _TAMPERED,
    ),
    "certificate_seat": (
        Text("mức {value}: hồ sơ không có ghế “{other}”.", "level {value}: the case has no seat “{other}”."),
        _TAMPERED,
    ),
    "certificate_row": (
        Text("mức {value}: hồ sơ không có giới hạn “{other}”.", "level {value}: the case has no limit “{other}”."),
        _TAMPERED,
    ),
    "certificate_limit": (
        Text(
            "mức {value}: giá của giới hạn “{other}” không chứng minh được gì.",
            "level {value}: the price of the limit “{other}” proves nothing.",
        ),
        _TAMPERED,
    ),
    "certificate_bound": (
        Text(
            "mức {value}: giá trong chứng chỉ chỉ chứng minh được chi phí {proved}, không phải {claimed} như đã ghi.",
            "level {value}: the prices prove a cost of {proved} only, not of {claimed} as is claimed.",
        ),
        _TAMPERED,
    ),
    "certificate_words": (
        Text(
            "mức {value}: giá trị của phương án không khớp với chi phí hay giới hạn được chứng minh.",
            "level {value}: the plan's value does not fit the cost or the bound that is proved.",
        ),
        _TAMPERED,
    ),
}
