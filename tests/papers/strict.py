"""What Word and Excel are strict about, looked up in the XML of a file: each fault is one sentence.

Order of elements: ECMA-376 part 1, sections 17.3-17.6 (Word) and 18.3.1.99 (worksheets).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind contextualSpacing jc "
    "textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing w kern position sz szCs highlight u vertAlign lang",
    "tblPr": "tblStyle tblpPr tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar vAlign",
    "tbl": "tblPr tblGrid tr",
    "sectPr": "headerReference footerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}
_SHEET = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
    "ignoredErrors drawing legacyDrawing tableParts extLst"
)
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")


def word_faults(data: bytes) -> list[str]:
    """Return what Word would refuse or repair in a file."""
    parts, found = _package(data)
    styles = {s.get(f"{_W}styleId") for s in parts["word/styles.xml"].iter(f"{_W}style")}
    for name, root in parts.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        found += [f"{name}: {said}" for said in [*_ordered(root), *_tables(root), *_texts(root, styles)]]
        known = _relations(parts, name)
        asked = {v for e in root.iter() for k, v in e.attrib.items() if k.startswith(_R)}
        found += [f"{name}: no relation {r}" for r in sorted(asked - set(known))]
    body = parts["word/document.xml"][0]
    if [e.tag for e in body][-1:] != [f"{_W}sectPr"]:
        found.append("the body does not end with its section")
    elif len(body) < 2 or body[-2].tag != f"{_W}p":
        found.append("no paragraph follows the last table")
    return found


def excel_faults(data: bytes) -> list[str]:
    """Return what Excel would refuse or repair in a workbook, and sheets that print without an area."""
    parts, found = _package(data)
    book = parts["xl/workbook.xml"]
    sheets = list(book.iter(f"{_S}sheet"))
    names = [str(s.get("name")) for s in sheets]
    found += [f"sheet name “{n}”" for n in names if not 0 < len(n) <= 31 or re.search(r"[\[\]:*?/\\]", n)]
    found += [f"two sheets “{n}”" for n, k in Counter(n.casefold() for n in names).items() if k > 1]
    found += _defined(book, names)
    formats = len(next(parts["xl/styles.xml"].iter(f"{_S}cellXfs")))
    strings = parts.get("xl/sharedStrings.xml")
    known = 0 if strings is None else len(strings.findall(f"{_S}si"))
    relations = _relations(parts, "xl/workbook.xml")
    for sheet, name in zip(sheets, names, strict=True):
        root = parts[relations[sheet.get(f"{_R}id")]]
        found += [f"{name}: {said}" for said in _worksheet(root, formats, known)]
    return found


def _package(data: bytes) -> tuple[dict[str, Any], list[str]]:
    """Return the XML parts of a file, and the faults of the package itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        every = made.namelist()
        parts = {n: etree.fromstring(made.read(n)) for n in every if n.endswith((".xml", ".rels"))}
    found = [f"two parts {n}" for n, k in Counter(every).items() if k > 1]
    types = parts["[Content_Types].xml"]
    ends = {e.get("Extension") for e in types.iter(f"{_TYPES}Default")}
    named = {str(e.get("PartName")) for e in types.iter(f"{_TYPES}Override")}
    found += [f"no content type for {n}" for n in every if f"/{n}" not in named and n.rpartition(".")[2] not in ends]
    found += [f"a content type for no part {n}" for n in named if n[1:] not in every]
    for name in (n for n in parts if n.endswith(".rels")):
        ids = [r.get("Id") for r in parts[name].iter(f"{_PACKAGE}Relationship")]
        found += [f"{name}: two relations {i}" for i, k in Counter(ids).items() if k > 1]
        owner = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5])
        found += [f"{name}: no part {t}" for t in _relations(parts, owner).values() if t not in every]
    return parts, found


def _relations(parts: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return the parts that a part points at, by the id of the relation."""
    folder, file = posixpath.split(name)
    root = parts.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    found: Iterable[Any] = () if root is None else root.iter(f"{_PACKAGE}Relationship")
    return {r.get("Id"): posixpath.normpath(posixpath.join("/", folder, r.get("Target")))[1:] for r in found}


def _ordered(root: Any) -> Iterator[str]:
    for kind, text in _ORDER.items():
        order = [f"{_W}{tag}" for tag in text.split()]
        for element in root.iter(f"{_W}{kind}"):
            yield from _in_order(element, order)


def _in_order(element: Any, order: Sequence[str]) -> Iterator[str]:
    tags = [child.tag for child in element]
    name = etree.QName(element).localname
    if unknown := [t for t in tags if t not in order]:
        yield f"{name} holds {etree.QName(unknown[0]).localname}"
    elif [order.index(t) for t in tags] != sorted(order.index(t) for t in tags):
        yield f"{name}: {' '.join(etree.QName(t).localname for t in tags)} in the wrong order"


def _tables(root: Any) -> Iterator[str]:
    for table in root.iter(f"{_W}tbl"):
        columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
        rows = table.findall(f"{_W}tr")
        if not rows:
            yield "a table without rows"
        for row in rows:
            cells = row.findall(f"{_W}tc")
            spans = [c.find(f"{_W}tcPr/{_W}gridSpan") for c in cells]
            if sum(1 if s is None else int(s.get(f"{_W}val")) for s in spans) != columns:
                yield f"a row of other than {columns} columns"
            if any(c[-1].tag != f"{_W}p" for c in cells):
                yield "a cell that does not end with a paragraph"
        after = table.getnext()
        if after is not None and after.tag == f"{_W}tbl":
            yield "two tables that Word joins into one"


def _texts(root: Any, styles: set[str | None]) -> Iterator[str]:
    held = {f"{_W}t", f"{_W}instrText"}
    for element in root.iter():
        if (element.tag not in held and (element.text or "").strip()) or (element.tail or "").strip():
            yield f"text outside of runs: {(element.text or element.tail).strip()[:40]}"
        if element.tag == f"{_W}t" and re.search(r"\{\{|\{%|\}\}|%\}", element.text or ""):
            yield f"a tag left over: {element.text[:40]}"
        if element.tag in {f"{_W}pStyle", f"{_W}rStyle", f"{_W}tblStyle"} and element.get(f"{_W}val") not in styles:
            yield f"no style {element.get(f'{_W}val')}"
    ids = Counter(e.get(f"{_W}id") for e in root.iter(f"{_W}bookmarkStart"))
    yield from (f"two bookmarks {i}" for i, k in ids.items() if k > 1)


def _defined(book: Any, names: Sequence[str]) -> Iterator[str]:
    """Tell of names of ranges that are wrong, and of shown sheets without an area or heads to print."""
    seen: set[tuple[str, str | None]] = set()
    for defined in book.iter(f"{_S}definedName"):
        name, local = str(defined.get("name")), defined.get("localSheetId")
        if not re.fullmatch(r"(_xlnm\.)?[A-Za-z_]\w*", name) or _CELL.fullmatch(name):
            yield f"defined name “{name}”"
        if (name, local) in seen:
            yield f"defined name “{name}” twice"
        seen.add((name, local))
        for sheet in re.findall(r"'((?:[^']|'')+)'!|(?<![\w'])(\w+)!", defined.text or ""):
            if (sheet[0].replace("''", "'") or sheet[1]) not in names:
                yield f"{name} points at no sheet: {defined.text}"
        if "#REF" in (defined.text or ""):
            yield f"{name} points nowhere"
    for i, sheet in enumerate(book.iter(f"{_S}sheet")):
        if sheet.get("state") is None:
            for wanted in ("_xlnm.Print_Area", "_xlnm.Print_Titles"):
                if (wanted, str(i)) not in seen:
                    yield f"{names[i]}: no {wanted}"


def _worksheet(root: Any, formats: int, strings: int) -> Iterator[str]:
    yield from _in_order(root, [f"{_S}{tag}" for tag in _SHEET.split()])
    above = 0
    for row in root.iter(f"{_S}row"):
        at, before = int(row.get("r")), 0
        if at <= above:
            yield f"row {at} after row {above}"
        above = at
        for cell in row:
            column, line = _place(cell.get("r"))
            if line != at or column <= before:
                yield f"cell {cell.get('r')} out of its place"
            before = column
            if int(cell.get("s", "0")) >= formats:
                yield f"cell {cell.get('r')} has no format"
            value = cell.findtext(f"{_S}v")
            if cell.get("t") == "e" or cell.find(f"{_S}f") is not None:
                yield f"cell {cell.get('r')} is computed or an error"
            if cell.get("t") == "s" and int(value or "-1") not in range(strings):
                yield f"cell {cell.get('r')} has no text"
    taken: Counter[tuple[int, int]] = Counter()
    for merged in root.iter(f"{_S}mergeCell"):
        (left, top), (right, bottom) = map(_place, merged.get("ref").split(":"))
        taken.update((c, r) for c in range(left, right + 1) for r in range(top, bottom + 1))
    if taken and max(taken.values()) > 1:
        yield "merged cells that overlap"
    for breaks in root.iter(f"{_S}rowBreaks"):
        ends = [int(b.get("id")) for b in breaks]
        if ends != sorted(set(ends)) or len(ends) > 1023 or int(breaks.get("count")) != len(ends):
            yield "page breaks that are wrong"


def _place(cell: str) -> tuple[int, int]:
    letters, line = _CELL.fullmatch(cell).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(line)
