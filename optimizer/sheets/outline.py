"""What the raw XML of a workbook says beyond its cells: merges, formulas without values, true extent, what is hidden.

Every pattern is bounded, so that no file, however it was made, keeps a search busy for more than one pass over it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.sheets.table import Merge

if TYPE_CHECKING:
    import zipfile
    from xml.etree.ElementTree import Element

MOST_MERGES = 20_000  # a roster has hundreds; more only cost time and say nothing about a table
MOST_LETTERS = 8 * 2**20  # of one tag or comment: Excel writes a few hundred
MOST_LISTED = 50_000  # formulas without a value that are named one by one

_MERGE = re.compile(rb'<(?:\w{1,20}:)?mergeCell\s[^<>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_FORMULA_CELL = re.compile(
    rb"<(?:\w{1,20}:)?c\s([^<>]{0,300})>\s{0,20}<(?:\w{1,20}:)?f(?:\s[^<>]{0,2000})?(?:/>|>[^<]{0,40000}</(?:\w{1,20}:)?f>)"
    rb"\s{0,20}(?:<(?:\w{1,20}:)?v\s{0,5}/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?\s{0,20}</(?:\w{1,20}:)?c>"
)
_TAG = re.compile(rb"""<[^!?<>"'][^<>"']*+(?:"[^"<]*+"[^<>"']*+|'[^'<]*+'[^<>"']*+)*+>""")
_LONG = 256 * 1024  # from here on a tag counts
_LINKED = re.compile(rb"<(?:\w{1,20}:)?f(?:\s[^<>]{0,2000})?>[^<\[]{0,8000}\[\d{1,4}\]")
_CELL_REF = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
# Beyond column 512; the look back at what stands before the r comes second, as a search for plain letters is quick.
_FAR_COLUMN = re.compile(rb'r="(?<!\wr=")((?:[A-Z]{3}|S[S-Z]|[T-Z][A-Z])\d{1,7})"')
_ANY_FORMULA = re.compile(rb"<f[\s/>]")
_HIDDEN_ROW = re.compile(rb'<(?:\w{1,20}:)?row\s[^<>]{0,500}?\b(?:hidden="(?:1|true)"|ht="0(?:\.0+)?")[^<>]{0,500}>')
_ROW = re.compile(rb'<(?:\w{1,20}:)?row\s[^<>]{0,500}?\br="(\d{1,7})"')
# The same without a prefix: a search that begins with plain letters is ten times as quick.
_PLAIN_HIDDEN_ROW = re.compile(_HIDDEN_ROW.pattern.replace(rb"(?:\w{1,20}:)?", b""))
_PLAIN_ROW = re.compile(_ROW.pattern.replace(rb"(?:\w{1,20}:)?", b""))
_HIDDEN_COLUMN = re.compile(rb'<(?:\w{1,20}:)?col\s[^<>]{0,300}?\bhidden="(?:1|true)"[^<>]{0,300}>')
_ROW_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_MIN, _MAX = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_REL = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class SheetParts:
    """What the raw file says of one sheet beyond its cells."""

    part: str = ""  # its name in the archive
    merges: tuple[Merge, ...] = ()
    uncached: tuple[str, ...] = ()  # cells with a formula that was never calculated
    last_value: str = ""  # the last cell in the file that holds anything
    far_column: str = ""  # a cell in a column no table reaches, such as XFD1
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()  # counted from 1
    hidden: bool = False  # the sheet itself
    linked: int = 0  # cells whose formula looks into another workbook
    filled: int = 0  # cells with a value
    unordered: int = 0  # the first row that stands behind one with a higher number, or twice; 0 where all are in order
    struck: tuple[int, ...] = ()  # rows with struck-through text, where the reader sees them


def sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> tuple[dict[str, tuple[str, bool]], list[str]]:
    """Return the part that holds each sheet and whether the sheet is hidden, by the sheet's name; and the sheets lost.

    A sheet is lost whose part is not in the file, or lies in another one.
    """
    book = _xml(archive.read("xl/workbook.xml"))
    links = _xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {str(r.get("Id")): str(r.get("Target")) for r in links}
    found: dict[str, tuple[str, bool]] = {}
    lost: list[str] = []
    for node in book.iter():
        if node.tag.rpartition("}")[2] == "sheet":
            target = targets.get(str(node.get(_REL) or node.get(_STRICT_REL)), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"
            if part in names:
                found[str(node.get("name"))] = part, node.get("state", "visible") != "visible"
            else:
                lost.append(str(node.get("name")))
    return found, lost


def _xml(data: bytes) -> Element:
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(data)
    return root


def outline_of(xml: bytes, part: str = "", *, hidden: bool = False, links: bool = False) -> SheetParts:
    """Return the outline of one sheet's XML, which `part` of the archive holds."""
    far = _FAR_COLUMN.search(xml)
    return SheetParts(
        part=part,
        merges=_merges(xml),
        uncached=_uncached(xml),
        last_value=_last_value(xml),
        far_column=far.group(1).decode() if far else "",
        unordered=_unordered(xml),
        hidden_rows=_hidden_rows(xml),
        hidden_columns=_hidden_columns(xml),
        hidden=hidden,
        linked=len(_LINKED.findall(xml)) if links else 0,
        filled=xml.count(b"<v>") + xml.count(b":v>") // 2 + xml.count(b"<is>"),
    )


def _merges(xml: bytes) -> tuple[Merge, ...]:
    found: list[Merge] = []
    if b"mergeCell" in xml:
        for left, top, right, bottom in _MERGE.findall(xml)[:MOST_MERGES]:
            found.append(Merge(int(top), column_number(left), int(bottom), column_number(right)))
    return tuple(found)


def _uncached(xml: bytes) -> tuple[str, ...]:
    if not _ANY_FORMULA.search(xml) and b":f>" not in xml and b":f " not in xml:
        return ()
    found: list[str] = []
    for cell in _FORMULA_CELL.finditer(xml):
        reference = _CELL_REF.search(cell.group(1))
        if reference and b't="str"' not in cell.group(1):  # a formula whose result is an empty text is a blank cell
            found.append(reference.group(1).decode())
            if len(found) >= MOST_LISTED:
                break
    return tuple(found)


def _last_value(xml: bytes) -> str:
    last = max(xml.rfind(b"<v>"), xml.rfind(b"<is>"), xml.rfind(b":v>"))
    if last <= 0:
        return ""
    start = max(xml.rfind(b"<c ", 0, last), xml.rfind(b":c ", 0, last))
    reference = _CELL_REF.search(xml, start, last) if start >= 0 else None
    return reference.group(1).decode() if reference else ""


def _unordered(xml: bytes) -> int:
    """Return the first row out of order: readers pass over such rows without a word."""
    last = 0
    for found in (_ROW if b":row" in xml else _PLAIN_ROW).finditer(xml):
        number = int(found.group(1))
        if number <= last:
            return number
        last = number
    return 0


def _hidden_rows(xml: bytes) -> tuple[int, ...]:
    if b'hidden="' not in xml and b'ht="0' not in xml:
        return ()
    rows = (_ROW_NUMBER.search(row) for row in (_HIDDEN_ROW if b":row" in xml else _PLAIN_HIDDEN_ROW).findall(xml))
    return tuple(int(r.group(1)) for r in rows if r)


def _hidden_columns(xml: bytes) -> tuple[int, ...]:
    if b'hidden="' not in xml:
        return ()
    found: list[int] = []
    for column in _HIDDEN_COLUMN.findall(xml[: 1 << 20]):  # columns are described before the first row
        low, high = _MIN.search(column), _MAX.search(column)
        if low and high:
            found.extend(range(int(low.group(1)), min(int(high.group(1)), 512) + 1))
    return tuple(found)


def has_endless_tags(xml: bytes) -> bool:
    """Return whether tags or comments are so long that a parser fed piece by piece would begin them again and again.

    The time of older parsers grows with the square of their length, so the squares are added up.
    """
    budget = MOST_LETTERS**2
    for opening, closing in ((b"<!--", b"-->"), (b"<?", b"?>")):
        start = xml.find(opening)
        while start >= 0 and budget > 0:
            end = xml.find(closing, start)
            end = len(xml) if end < 0 else end
            budget -= _square(end - start)
            start = xml.find(opening, end)
    at = max(0, xml.find(b"<"))
    while budget > 0 and at + _LONG < len(xml):
        further = xml.rfind(b"<", at + 1, at + _LONG)
        if further < 0:  # a long tag begins here, or a long text behind a short one
            tag = _TAG.match(xml, at)
            further = xml.find(b"<", at + 1)
            further = len(xml) if further < 0 else further
            budget -= _square((tag.end() if tag else further) - at)
        at = further
    return budget <= 0


def _square(length: int) -> int:
    return length**2 if length >= _LONG else 0


def column_number(letters: bytes | str) -> int:
    """Return the number of a column by its letters (A -> 1)."""
    index = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        index = index * 26 + letter - 64
    return index
