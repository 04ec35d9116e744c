"""A workbook whose wrapping is damaged: its sheets and texts are taken out and wrapped anew.

Styles that Excel would refuse, broken properties, names of parts written with backslashes or in other letters, and the
"strict" dialect of the standard are met here. Formats of numbers are kept, as they tell dates from numbers.
"""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import quoteattr

from optimizer.sheets.broken import BROKEN

_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s([^<>]{0,1000})/?>")
_NAME, _ID, _STATE = (
    re.compile(rb'\bname="([^"]{0,200})"'),
    re.compile(rb':id="([^"]{0,200})"'),
    re.compile(rb'\bstate="(hidden|veryHidden)"'),
)
_REL = re.compile(rb"<(?:\w{1,20}:)?Relationship\s([^<>]{0,2000})/?>")
_REL_ID, _TARGET = re.compile(rb'\bId="([^"]{0,200})"'), re.compile(rb'\bTarget="([^"]{0,500})"')
_ROOT = re.compile(rb"<(\w{1,20}:)?worksheet[\s>][^<>]{0,8000}>?")
_ROWS = re.compile(rb"<(?:\w{1,20}:)?sheetData\b")
_FORMATS = re.compile(rb"<(?:\w{1,20}:)?numFmt\s([^<>]{0,2000})/?>")
_CELL_FORMATS = re.compile(rb"<(?:\w{1,20}:)?cellXfs[\s>].*?</(?:\w{1,20}:)?cellXfs>", re.DOTALL)
_FORMAT_ID = re.compile(rb'<(?:\w{1,20}:)?xf\s(?:[^<>]{0,500}?\bnumFmtId="(\d{1,5})")?')
_FORMAT_PARTS = (re.compile(rb'numFmtId="(\d{1,5})"'), re.compile(rb'formatCode="([^"<]{0,500})"'))
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def salvaged(data: bytes) -> bytes | None:
    """Return the same sheets in a sound wrapping, None where they cannot be found or the archive is unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _wrapped(_Parts(archive))
    except BROKEN:
        return None


class _Parts:
    """The parts of an archive by name, whatever the case and the slashes of the names."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {e.filename.replace("\\", "/").lstrip("/").lower(): e for e in archive.infolist()}

    def read(self, name: str) -> bytes | None:
        """Return one part in the usual dialect, None where there is none."""
        entry = self._names.get(name.lower())
        if entry is None:
            return None
        data = self._archive.read(entry)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data


def _wrapped(parts: _Parts) -> bytes | None:
    book, links = parts.read("xl/workbook.xml"), parts.read("xl/_rels/workbook.xml.rels")
    if book is None or links is None:
        return None
    targets = {}
    for attributes in _REL.findall(links):
        name, target = _REL_ID.search(attributes), _TARGET.search(attributes)
        if name and target:
            targets[name.group(1)] = target.group(1).decode().replace("\\", "/")
    sheets: list[tuple[str, str, bytes]] = []
    for attributes in _SHEET.findall(book):
        title, link = _NAME.search(attributes), _ID.search(attributes)
        place = targets.get(link.group(1), "") if link else ""
        xml = parts.read(place.lstrip("/") if place.startswith("/") else f"xl/{place.removeprefix('./')}")
        if title and xml is not None:
            state = _STATE.search(attributes)
            sheets.append((title.group(1).decode(), state.group(1).decode() if state else "", _cells_alone(xml)))
    if not sheets:
        return None
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for part, content in _package(sheets, parts, mac=b'date1904="1"' in book or b'date1904="true"' in book):
            made.writestr(part, content)
    return out.getvalue()


def _cells_alone(xml: bytes) -> bytes:
    """Return a sheet without what stands around its rows; a sheet that breaks off within them stays as it is."""
    root, rows, end = _ROOT.search(xml), _ROWS.search(xml), xml.rfind(b"sheetData>")
    if root is None or rows is None or end < rows.start():
        return xml
    prefix = root.group(1) or b""
    head = root.group()[:-2] + b">" if root.group().endswith(b"/>") else root.group()
    return head + xml[rows.start() : end + 10] + b"</" + prefix + b"worksheet>"


def _package(sheets: list[tuple[str, str, bytes]], parts: _Parts, *, mac: bool) -> list[tuple[str, str | bytes]]:
    texts = parts.read("xl/sharedStrings.xml")
    numbers = range(1, len(sheets) + 1)
    overrides = [("xl/workbook.xml", "sheet.main+xml"), ("xl/styles.xml", "styles+xml")]
    overrides += [(f"xl/worksheets/sheet{n}.xml", "worksheet+xml") for n in numbers]
    links = [(f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers] + [("st", "styles", "styles.xml")]
    if texts is not None:
        overrides.append(("xl/sharedStrings.xml", "sharedStrings+xml"))
        links.append(("ss", "sharedStrings", "sharedStrings.xml"))
    types = "".join(f'<Override PartName="/{part}" ContentType="{_TYPES}{kind}"/>' for part, kind in overrides)
    rels = "".join(f'<Relationship Id="{i}" Type="{_DOC}/{kind}" Target="{target}"/>' for i, kind, target in links)
    named = "".join(
        f'<sheet name="{title}" sheetId="{n}" r:id="s{n}"{f" state={quoteattr(state)}" if state else ""}/>'
        for n, (title, state, _) in zip(numbers, sheets, strict=True)
    )
    epoch = '<workbookPr date1904="1"/>' if mac else "<workbookPr/>"
    found: list[tuple[str, str | bytes]] = [
        (
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        ),
        (
            "_rels/.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_DOC}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        ),
        (
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}">{epoch}<sheets>{named}</sheets></workbook>',
        ),
        (
            "xl/_rels/workbook.xml.rels",
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rels}</Relationships>',
        ),
        ("xl/styles.xml", _bare_styles(parts.read("xl/styles.xml") or b"")),
    ]
    found += [(f"xl/worksheets/sheet{n}.xml", xml) for n, (_, _, xml) in zip(numbers, sheets, strict=True)]
    if texts is not None:
        found.append(("xl/sharedStrings.xml", texts))
    return found


def _bare_styles(styles: bytes) -> str:
    """Return styles that say nothing but how each cell's number is shown."""
    formats = []
    for attributes in _FORMATS.findall(styles)[:2_000]:
        number, code = (pattern.search(attributes) for pattern in _FORMAT_PARTS)
        if number and code:
            written = code.group(1).decode(errors="replace")
            formats.append(f'<numFmt numFmtId="{number.group(1).decode()}" formatCode="{written}"/>')
    block = _CELL_FORMATS.search(styles)
    ids = [i.decode() or "0" for i in _FORMAT_ID.findall(block.group()[8:])] if block else []
    ids = (ids or ["0"])[:65_000]
    # Cells may point beyond the styles that are left; enough plain ones stand behind.
    ids += ["0"] * max(0, 4_000 - len(ids))
    cells = "".join(f'<xf numFmtId="{i}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for i in ids)
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="{len(formats)}">{"".join(formats)}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Times New Roman"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(ids)}">{cells}</cellXfs></styleSheet>'
    )
