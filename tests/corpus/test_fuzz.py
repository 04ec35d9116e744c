"""Random damage to bytes and cells: whatever comes, findings come back, never a traceback.

The suite runs a few seeded examples; `PLACEMENT_FUZZ=10000 pytest tests/corpus/test_fuzz.py` is the nightly size.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import zipfile
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizer.findings import has_errors
from optimizer.sheets.access import Access, unlocking
from optimizer.sheets.annotate import write_annotated
from optimizer.sheets.case import check_case
from optimizer.sheets.notes import Notes
from tests.corpus.raw import flat, locked, ods, write_shared, xls, xlsb
from tests.sheets.books import CASE, write_book

RUNS = int(os.environ.get("PLACEMENT_FUZZ", "0"))
FEW, SOME = RUNS or 6, RUNS or 25


def sized(examples: int) -> settings:
    """Return settings that draw the same examples on every run of the suite, and new ones at night."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=not RUNS,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@lru_cache
def sound(kind: str) -> bytes:
    """Return the sound case in one format."""
    if kind in ("xls", "ods", "xlsb"):
        return {"xls": xls, "ods": ods, "xlsb": xlsb}[kind](flat(CASE))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        data = (write_shared(path) if kind == "shared" else write_book(path, CASE)).read_bytes()
    return locked(data, "pw") if kind == "locked" else data


def spoiled(data: bytes, draw: random.Random) -> bytes:
    """Return bytes with a few random wounds: flipped, cut out, doubled, overwritten, cut off."""
    out = bytearray(data)
    for _ in range(draw.randint(1, 6)):
        at, length = draw.randrange(len(out)), draw.choice((1, 1, 2, 4, 16, 200))
        match draw.randrange(5):
            case 0:
                out[at] ^= 1 << draw.randrange(8)
            case 1:
                del out[at : at + length]
            case 2:
                out[at:at] = out[at : at + length]
            case 3:
                out[at : at + length] = draw.choice(
                    (b"\0", b"\xff", b"<", b'"', b"&#0;", b"9" * 30, draw.randbytes(length))
                )
            case _ if draw.random() < 0.3:
                del out[at:]
        if not out:
            return b""
    return bytes(out)


def inside(data: bytes, draw: random.Random) -> bytes:
    """Return an archive with one or two of its parts wounded and packed again, so that parsers see the wound."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        names = archive.namelist()
        hurt = draw.sample(names, min(len(names), draw.randint(1, 2)))
        for name in names:
            part = archive.read(name)
            if name in hurt and draw.random() < 0.1:
                continue
            made.writestr(name, spoiled(part, draw) if name in hurt and part else part)
    return out.getvalue()


def judged(data: bytes, name: str) -> None:
    """Check a file and hold the findings to what every finding promises; mark a copy of it too."""
    with TemporaryDirectory() as folder, unlocking(Access(("pw",))):
        path = Path(folder) / name
        path.write_bytes(data)
        notes = Notes()
        case, findings = check_case(path, (), notes)
        assert (case is None) == has_errors(findings)
        assert all(f.code and f.text.vi and f.text.en for f in findings)
        assert path.read_bytes() == data
        write_annotated(path, findings, Path(folder) / "marked.xlsx", "vi", notes.mendings)


@pytest.mark.parametrize("kind", ["xlsx", "shared"])
@sized(SOME)
@given(seed=st.integers(0, 2**32))
def test_wounded_parts_of_a_workbook_end_in_findings(kind: str, seed: int) -> None:
    judged(inside(sound(kind), random.Random(seed)), "case.xlsx")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "xlsb", "locked"])
@sized(FEW)
@given(seed=st.integers(0, 2**32))
def test_wounded_files_of_every_format_end_in_findings(kind: str, seed: int) -> None:
    draw = random.Random(seed)
    data = sound(kind)
    wound = inside if kind in ("ods", "xlsb") and draw.random() < 0.7 else spoiled
    judged(wound(data, draw), "case")


NASTY = st.sampled_from(
    [
        "=1+1",
        "@SUM(A1)",
        "#REF!",
        "#N/A",
        "31/02/1980",
        "00/00/0000",
        "-",
        "–",
        "x",
        "*",
        ";;;",
        "a:b:c",
        "đất đai:-5",
        "\u200b",
        "1e309",
        "١٢٣",
        "²",
        "½",
        "NaN",
        "inf",
        "-0",
        "0x10",
        "1.234.567,89",
        "12:61",
        "TRUE",
        "null",
        "\ud7ff",
        "\U0001f600",
        "I. ",
        "Tổng cộng",
        "Nam",
        "TM. BAN THƯỜNG VỤ",
        "CB1",
        "00004",
        "Xã Cẩm Giang",
        "_x0000_",
        "\u0301",
        "§",
        "ª" * 50,
    ]
)
VALUES = st.one_of(
    NASTY,
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 30)).map(lambda d: d.replace(microsecond=0)),
)
PLACES = st.tuples(st.sampled_from(sorted(CASE)), st.integers(0, 5), st.integers(0, 9))


@sized(SOME)
@given(changes=st.lists(st.tuples(PLACES, VALUES), min_size=1, max_size=12))
def test_any_values_in_any_cells_end_in_findings(changes: list[tuple[tuple[str, int, int], Any]]) -> None:
    sheets = {name: [list(row) for row in rows] for name, rows in CASE.items()}
    for (name, row, column), value in changes:
        rows = sheets[name]
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = value
    with TemporaryDirectory() as folder:
        data = write_typed(Path(folder) / "case.xlsx", sheets)
    judged(data, "case.xlsx")


def write_typed(path: Path, sheets: dict[str, list[list[Any]]]) -> bytes:
    """Write cells as what they are: text that looks like a formula is text."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(r, c, value)
                    elif value is not None:
                        sheet.write(r, c, value)
    return path.read_bytes()
