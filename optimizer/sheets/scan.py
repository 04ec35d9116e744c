"""The cells of a sheet straight from its XML, where that is as plain as Excel and the usual libraries write it.

openpyxl makes objects of every element before it gives a value: half a minute of a province's roster spent on nothing
anybody asked for. Here a pattern does the same for plain files: what it finds in a row must be all that stands there.
Whatever is out of the ordinary, be it legal or damaged, raises `Unusual`, and openpyxl reads it.
The values are those that openpyxl gives.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

Look = Callable[[int, int, int, Any], Any]  # row, column from 0, style and value of a cell -> its value

_MAIN = rb"http://schemas\.openxmlformats\.org/spreadsheetml/2006/main"
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"']\w+[\"'])? ?\?>)?"
    rb"\s*<(worksheet|sst)(?: [^<>]*?)? xmlns=[\"']" + _MAIN + rb"[\"'](?: [^<>]*)?>"
)
# What a body may hold and no XML, or what openpyxl's parser turns into something else.
_ODD_BYTES = bytes({*range(0x20)} - {0x09, 0x0A})
_ODD = (b"]]>", b"<!", b"<?", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_ENTITY = re.compile(r"&(?:(\w{1,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)?")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

# Nothing in a cell can be read in two ways, so the patterns never try a second one: a fifth quicker.
_FORMULA = r"(?:<f(?: [^<>]*)?(?:/>|>[^<]*+</f>))?+"
_TEXT = '<t(?: xml:space="preserve")?>'
_CELL = re.compile(
    r'(<c r="([A-Z]{1,3}+)[0-9]{1,7}+"(?: s="([0-9]{1,6}+)")?+(?: t="(\w{1,10}+)")?+(?:>'
    rf"{_FORMULA}(?:<v>([^<]*+)</v>|<v/>|(<is>)(?:{_TEXT}([^<]*+)</t>|<t/>)</is>)?+</c>|/>))"
)
_ROW = re.compile(r'\s*<row((?: [\w:.]{1,40}="[^"<>&]{0,400}")*+) ?(/?)>')
_ROW_END = "</row>"
_NUMBER = re.compile(r' r="(\d{1,7})"')
_RUN = rf"<r>(?:<rPr>(?:<[^<>]*>)*?</rPr>|<rPr/>)?(?:{_TEXT}[^<]*</t>|<t/>)</r>"
_ITEM = re.compile(rf"(\s*<si>(?:{_TEXT}([^<]*+)</t>|<t/>|((?:{_RUN})+))</si>\s*)")
_RUN_TEXT = re.compile(rf"{_TEXT}([^<]*)</t>")
_BLOCK = 4 * 2**20  # bytes of a sheet that are turned into letters in one go


class Unusual(ValueError):
    """Raised where the XML is not of the plain kind; whether it is sound is for others to say."""


@dataclass(frozen=True)
class Meaning:
    """What the rest of the workbook says about the cells of a sheet."""

    strings: Sequence[str]
    dates: Collection[int]  # the styles that show a number as a day
    spans: Collection[int]  # those of them that show it as a span of time
    epoch: dt.datetime


def rows_in(xml: bytes, meaning: Meaning, look: Look | None = None) -> Iterator[tuple[int, list[Any]]]:
    """Yield the number and the values of every row of a sheet, from the top; raise Unusual where it is not plain.

    A row is as long as its last cell stands to the right. `look` may change the value of every cell that has one. What
    stands around the rows openpyxl reads as ever, and says in its own way where that is damaged.
    """
    cells = _Cells(meaning, look)
    body, around = _parted(xml, b"worksheet", b"sheetData")
    _read_around(around)
    last = 0
    for text in _blocks(body.rstrip()):
        at = 0
        while at < len(text):
            start = _ROW.match(text, at)
            named = start and _NUMBER.search(start[1])
            if not start or not named or (number := int(named[1])) <= last:
                raise Unusual
            at, last = start.end(), number
            if start[2]:
                yield number, []
                continue
            end = text.find(_ROW_END, at)
            parts = _CELL.findall(text, at, end) if end >= 0 else []
            if end < 0 or sum([len(part[0]) for part in parts]) != end - at:
                raise Unusual  # something stands there besides cells of the plain kind
            yield number, cells.row(number, parts)
            at = end + len(_ROW_END)


def strings_in(xml: bytes) -> list[str]:
    """Return the texts of a workbook's table of strings; raise Unusual where it is not plain."""
    body, around = _parted(xml, b"sst", b"")
    try:
        expat.ParserCreate().Parse(around, True)
    except expat.ExpatError as error:
        raise Unusual from error
    text = _decoded(body)
    items = _ITEM.findall(text)
    if sum([len(item[0]) for item in items]) != len(text):
        raise Unusual
    out = [_plain("".join(_RUN_TEXT.findall(runs)) if runs else whole) for _, whole, runs in items]
    return [each.replace("x005F_", "") for each in out] if "x005F_" in text or "&" in text else out  # as openpyxl does


def _parted(xml: bytes, root: bytes, inner: bytes) -> tuple[bytes, bytes]:
    """Return what stands within the root, or within the one element `inner` of it, and the XML without that."""
    start = _START.match(xml)
    if not start or start[1] != root or start[0].endswith(b"/>"):
        raise Unusual
    tag = inner or root
    close = b"</" + tag + b">"
    opened = start.end() if not inner else xml.find(b"<" + inner + b">") + len(inner) + 2
    closed = xml.rfind(close)
    if opened < start.end() or closed < opened or xml.count(b"<" + tag) != 1 or xml.count(close) != 1:
        raise Unusual
    body = xml[opened:closed]
    if len(body.translate(None, _ODD_BYTES)) < len(body) or any(odd in body for odd in _ODD):
        raise Unusual
    around = xml[:opened] + xml[closed:]
    if b"<!" in around:
        raise Unusual
    return body, around


def _read_around(around: bytes) -> None:
    from openpyxl.worksheet._reader import WorkSheetParser

    reader: Any = WorkSheetParser(io.BytesIO(around), [], data_only=True)
    for _ in reader.parse():
        raise Unusual  # a row outside of where rows belong


def _blocks(body: bytes) -> Iterator[str]:
    """Yield a sheet in pieces of whole rows."""
    start = 0
    while start < len(body):
        end = len(body)
        if start + _BLOCK < end:
            cut = body.rfind(b"</row>", start, start + _BLOCK)
            if cut < 0:
                raise Unusual  # one row of millions of letters, or thousands without a cell
            end = cut + len(b"</row>")
        yield _decoded(body[start:end])
        start = end


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unusual from error


def _plain(text: str) -> str:
    """Return a text with its entities resolved."""
    return _ENTITY.sub(_meant, text) if "&" in text else text


def _meant(found: re.Match[str]) -> str:
    return _letter(found[1] or "")


@lru_cache(maxsize=4096)  # some writers put every letter beyond ASCII as an entity
def _letter(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    if not name.startswith("#"):
        raise Unusual  # a bare "&", or a name that XML does not know
    code = int(name[2:], 16) if name.startswith("#x") else int(name[1:])
    if code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF:
        return chr(code)
    raise Unusual


class _Cells:
    """Turns the parts of cells into values; what repeats is worked out once."""

    def __init__(self, meaning: Meaning, look: Look | None) -> None:
        self._meaning, self._look = meaning, look
        self._columns: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], Any] = {}
        self._plain: dict[str, str] = {}
        self._shared: dict[str, str] = {}

    def row(self, number: int, cells: Sequence[tuple[str, ...]]) -> list[Any]:
        """Return the values of one row from the parts of its cells: all, letters, style, type, value, in place, text."""
        shared, columns, numbers, look = self._shared, self._columns, self._numbers, self._look
        plain = self._plain  # some writers put every letter beyond ASCII as an entity
        out: list[Any] = []
        value: Any
        for _, letters, style, kind, written, inside, text in cells:
            if kind == "inlineStr":
                value = text if inside else None
                if "&" in text:
                    value = plain.get(text)
                    if value is None:
                        value = plain[text] = _plain(text)
            elif not written:
                value = None
            elif kind == "s":
                value = shared.get(written)
                if value is None:
                    strings = self._meaning.strings
                    value = shared[written] = strings[_index(written, strings)]
            elif kind in ("", "n"):
                value = numbers.get((style, written))
                if value is None:
                    value = numbers[style, written] = self._number(written, int(style or 0))
            else:
                value = _other(kind, written)
            at = columns.get(letters)
            if at is None:
                at = columns[letters] = _column(letters)
            if at != len(out):
                if at < len(out):
                    raise Unusual
                out.extend([None] * (at - len(out)))
            out.append(value if look is None or value is None else look(number, at, int(style or 0), value))
        return out

    def _number(self, written: str, style: int) -> Any:
        """Return a number, or the day that its style makes of it."""
        from openpyxl.utils.datetime import from_excel

        meaning = self._meaning
        try:
            value: float = float(written) if any(c in written for c in ".eE") else int(written)
        except ValueError as error:
            raise Unusual from error
        if style not in meaning.dates:
            return value
        try:
            return from_excel(value, meaning.epoch, timedelta=style in meaning.spans)
        except (OverflowError, ValueError):
            return "#VALUE!"  # a number no day has: openpyxl warns and takes it for an error


def _index(written: str, strings: Sequence[str]) -> int:
    if not written.isdecimal() or (at := int(written)) >= len(strings):
        raise Unusual
    return at


def _other(kind: str, written: str) -> Any:
    """Return the value of a cell that is neither a number nor a text of its own or of the table."""
    if kind == "b" and written in ("0", "1"):
        return written == "1"
    if kind in ("str", "e"):
        return _plain(written)
    raise Unusual


def _column(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
