"""Workbooks by their bytes: parts changed after writing, and small writers of formats that no library here writes."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Any

from tests.sheets.books import CASE, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


def sheet_part(name: str) -> str:
    """Return the part that holds a sheet of the sound case."""
    return f"xl/worksheets/sheet{list(CASE).index(name) + 1}.xml"


def write_shared(path: Path) -> Path:
    """Write the sound case as Excel does: every text once, in a part of its own."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in CASE.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(r, c, value)
                    else:
                        sheet.write(r, c, value)
    return path


def changed(
    path: Path, changes: Mapping[str, Any], *, more: Mapping[str, bytes] | None = None, shared: bool = False
) -> Path:
    """Write the sound case with some parts replaced (bytes), edited (a function), or left out (None)."""
    source = write_shared(path / "source.xlsx") if shared else write_book(path / "source.xlsx", CASE)
    target = path / "case.xlsx"
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in archive.namelist():
            change = changes.get(name, ...)
            if change is None:
                continue
            data = archive.read(name)
            made.writestr(name, data if change is ... else change if isinstance(change, bytes) else change(data))
        for name, data in (more or {}).items():
            made.writestr(name, data)
    source.unlink()
    return target


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE container of streams, each padded so that it stands in whole sectors."""
    padded = {n: d + b"\0" * (max(4096, -(-len(d) // 512) * 512) - len(d)) for n, d in streams.items()}
    sectors, entries, fat = b"", [], []
    for name, data in padded.items():
        entries.append((name, 2, len(fat), len(data)))
        count = len(data) // 512
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        sectors += data
    directory_start = len(fat)
    rows = [("Root Entry", 5, 0xFFFFFFFE, 0), *entries]
    rows += [("", 0, 0, 0)] * (-len(rows) % 4)
    count = len(rows) // 4
    fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    fat_sectors = -(-(len(fat) + 1) // 127)
    fat_start = len(fat)
    fat += [0xFFFFFFFD] * fat_sectors
    fat += [0xFFFFFFFF] * (fat_sectors * 128 - len(fat))
    directory = b""
    for i, (name, kind, start, size) in enumerate(rows):
        wide = name.encode("utf-16-le")
        child = 1 if i == 0 and entries else 0xFFFFFFFF
        right = i + 1 if 1 <= i < len(entries) else 0xFFFFFFFF
        directory += wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2 if name else 0, kind, 1)
        directory += struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<IIIIIIIII", fat_sectors, directory_start, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, fat_start)
    head += b"".join(struct.pack("<I", fat_start + i) for i in range(1, fat_sectors))
    return head.ljust(512, b"\xff") + sectors + directory + struct.pack(f"<{len(fat)}I", *fat)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def xls(sheets: Mapping[str, Sequence[Sequence[Any]]], *, font: str = "Arial", locked: bool = False) -> bytes:
    """Return an Excel 97 workbook; all text stands in one font, numbers in format 00000 are tuples (number,)."""
    fonts = _record(0x31, struct.pack("<HHHHHBBBB", 220, 0, 8, 400, 0, 0, 0, 0, 0) + _short(font)) * 4
    forms = _record(0x41E, struct.pack("<H", 164) + struct.pack("<HB", 5, 0) + b"00000")
    looks = b"".join(_record(0xE0, struct.pack("<HHH", 0, n, 1).ljust(20, b"\0")) for n in (0, 164, 14))
    bof = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    start = bof + (_record(0x2F, b"\1\0\1\0\1\0" + b"\0" * 48) if locked else b"") + _record(0x42, b"\xb0\x04")
    start += fonts + forms + looks
    bodies = [_xls_sheet(rows) for rows in sheets.values()]
    bounds = sum(8 + 4 + 2 * len(name) for name in sheets)
    at = len(start) + bounds + 4
    listed = b""
    for name, body in zip(sheets, bodies, strict=True):
        listed += _record(0x85, struct.pack("<IBB", at, 0, 0) + _short(name))
        at += len(body)
    return ole({"Workbook": start + listed + _record(0x0A) + b"".join(bodies)})


def _xls_sheet(rows: Sequence[Sequence[Any]]) -> bytes:
    out = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    out += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(value, tuple):
                out += _record(0x203, struct.pack("<HHHd", r, c, 1, value[0]))
            elif isinstance(value, str) and value.startswith("#"):
                out += _record(0x205, place + struct.pack("<BB", {"#N/A": 42, "#REF!": 23}[value], 1))
            elif isinstance(value, str):
                out += _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            elif value is not None:
                out += _record(0x203, place + struct.pack("<d", value))
    return out + _record(0x0A)


def xlsb(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return a binary workbook of texts, numbers and error cells."""

    def record(kind: int, body: bytes = b"") -> bytes:
        head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        size, length = b"", len(body)
        while True:
            size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
            length >>= 7
            if not length:
                return head + size + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def sheet(rows: Sequence[Sequence[Any]]) -> bytes:
        out = record(129)
        out += record(148, struct.pack("<IIII", 0, len(rows), 0, max(map(len, rows)))) + record(145)
        for r, row in enumerate(rows):
            out += record(0, struct.pack("<I", r) + b"\0" * 21)
            for c, value in enumerate(row):
                at = struct.pack("<II", c, 0)
                if isinstance(value, str) and value.startswith("#"):
                    out += record(3, at + bytes([{"#N/A": 0x2A, "#REF!": 0x17}[value]]))
                elif isinstance(value, str):
                    out += record(6, at + wide(value))
                elif value is not None:
                    out += record(5, at + struct.pack("<d", value))
        return out + record(146) + record(130)

    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = record(131) + record(153, struct.pack("<II", 0, 0) + wide("")) + record(143)
    links = ""
    parts: dict[str, bytes] = {}
    for n, (name, rows) in enumerate(sheets.items(), start=1):
        book += record(156, struct.pack("<II", 0, n) + wide(f"rId{n}") + wide(name))
        links += f'<Relationship Id="rId{n}" Type="{kind}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        parts[f"xl/worksheets/sheet{n}.bin"] = sheet(rows)
    book += record(144) + record(132)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{package}">{links}</Relationships>'.encode(),
            **parts,
        }
    )


def ods(sheets: Mapping[str, Iterable[Sequence[Any]]], *, tail: str = "", manifest: bytes = b"<m/>") -> bytes:
    """Return an OpenDocument workbook; `tail` is XML put behind the rows of the last sheet."""

    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str) and value.startswith("#"):
            return f'<table:table-cell calcext:value-type="error"><text:p>{value}</text:p></table:table-cell>'
        if isinstance(value, str):
            text = value.replace("&", "&amp;").replace("<", "&lt;")
            return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'

    body = ""
    for n, (name, rows) in enumerate(sheets.items(), start=1):
        lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        body += f'<table:table table:name="{name}">{lines}{tail if n == len(sheets) else ""}</table:table>'
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} {calc}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": xml.encode(),
            "META-INF/manifest.xml": manifest,
        }
    )


def flat(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, list[list[Any]]]:
    """Return the sheets with dates as texts, as formats without dates are given them."""
    return {
        name: [[v.strftime("%d/%m/%Y") if hasattr(v, "strftime") else v for v in row] for row in rows]
        for name, rows in sheets.items()
    }


def locked(data: bytes, password: str) -> bytes:
    """Return a workbook locked with a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()
