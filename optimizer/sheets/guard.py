"""What may be opened: the kind of file is known by its first bytes, and its true size before anything reads it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from optimizer.findings import Address, Finding
from optimizer.sheets.table import Merge
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

MAX_FILE = 200 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_RATIO = 200  # real workbooks stay under 30; a bomb is in the thousands
MAX_RATIO_FROM = 8 * 2**20  # small parts may pack well by chance

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELL_REF = re.compile(rb'\br="([A-Z]+\d+)"')
_ZERO_FORMAT = re.compile(rb'formatCode="0{2,}"')
# UTF-8 XML that comes straight to its root element: no DOCTYPE, hence no entities of its own, hence no bombs in them.
_PLAIN_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*+(?>(?:(?><\?.*?\?>)|(?><!--.*?-->))\s*+)*+(?:<[A-Za-z_]|$)", re.DOTALL)
_PROLOG = 65_536
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_SAVE_AS = Text(
    "Hãy mở tệp bằng Excel và lưu lại dạng .xlsx (Save As).", "Open it in Excel and save it as .xlsx (Save As)."
)


@dataclass(frozen=True)
class SheetParts:
    """What the raw file says of one sheet beyond its cells."""

    merges: tuple[Merge, ...] = ()
    uncached: tuple[str, ...] = ()  # cells with a formula that was never calculated
    last_value: str = ""  # the last cell in the file that holds anything


@dataclass(frozen=True)
class Guarded:
    """A workbook that may be opened."""

    name: str
    data: bytes = field(repr=False)
    digest: str
    sheets: dict[str, SheetParts]
    padded_formats: bool  # some cells may be numbers shown with leading zeros


def guard(path: Path) -> tuple[Guarded | None, list[Finding]]:
    """Return the workbook's bytes and outline, or the one finding that says why it cannot be opened."""
    name = path.name
    try:
        if path.stat().st_size > MAX_FILE:
            return None, [_refused(name, "file_too_large", _TOO_LARGE, _SPLIT)]
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [_refused(name, "file_missing", _MISSING.format(path=path), _CHECK_PATH)]
    except IsADirectoryError:
        return None, [_refused(name, "not_a_workbook", _FOLDER, _CHECK_PATH)]
    except OSError as problem:
        return None, [_refused(name, "file_unreadable", _UNREADABLE.format(why=problem.strerror or problem), _CLOSE_IT)]
    if refusal := _wrong_kind(name, data):
        return None, [refusal]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if refusal := _wrong_zip(name, archive):
                return None, [refusal]
            return _outline(name, data, archive), []
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        ValueError,
        ParseError,
        NotImplementedError,
        RuntimeError,
    ):
        # RuntimeError: a zip entry with a password; the rest are the ways a damaged archive shows itself.
        return None, [damaged(name)]


def damaged(name: str) -> Finding:
    """Return the finding for a workbook whose inside cannot be read."""
    return _refused(name, "file_damaged", _DAMAGED, _SAVE_AS)


def _refused(name: str, code: str, text: Text, fix: Text) -> Finding:
    return Finding(code, "error", text, fix, Address(name))


def _wrong_kind(name: str, data: bytes) -> Finding | None:
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return _refused(name, "file_encrypted", _LOCKED, _UNLOCK)
        return _refused(name, "old_excel_file", _OLD_EXCEL, _SAVE_AS)
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"mime-version")):
        return _refused(name, "web_page_as_workbook", _WEB_PAGE, _SAVE_AS)
    if not data.startswith(_ZIP):
        return _refused(name, "not_a_workbook", _EMPTY_FILE if not data else _OTHER, _SAVE_AS)
    return None


def _wrong_zip(name: str, archive: zipfile.ZipFile) -> Finding | None:
    entries = archive.infolist()
    names = {e.filename for e in entries}
    if sum(e.file_size for e in entries) > MAX_UNPACKED or any(
        e.file_size > MAX_RATIO_FROM and e.file_size > MAX_RATIO * max(1, e.compress_size) for e in entries
    ):
        return _refused(name, "file_too_large", _TOO_LARGE, _SPLIT)
    if "xl/workbook.bin" in names:
        return _refused(name, "old_excel_file", _BINARY, _SAVE_AS)
    if not any(n.startswith("xl/workbook") for n in names):
        return _refused(name, "not_a_workbook", _OTHER, _SAVE_AS)
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                if not _PLAIN_XML.match(part.read(_PROLOG)):
                    return _refused(name, "file_damaged", _ENTITIES, _SAVE_AS)
    return None


def _outline(name: str, data: bytes, archive: zipfile.ZipFile) -> Guarded:
    names = set(archive.namelist())
    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
    sheets = {title: _parts(archive.read(part)) for title, part in _sheet_parts(archive, names).items()}
    return Guarded(name, data, hashlib.sha256(data).hexdigest(), sheets, bool(_ZERO_FORMAT.search(styles)))


def _sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name."""
    book = _xml(archive.read("xl/workbook.xml"))
    links = _xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {str(r.get("Id")): str(r.get("Target")) for r in links}
    found: dict[str, str] = {}
    for node in book.iter():
        if node.tag.rpartition("}")[2] == "sheet":
            target = targets.get(str(node.get(_REL)), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                found[str(node.get("name"))] = part
    return found


def _xml(data: bytes) -> Element:
    from defusedxml.ElementTree import fromstring

    root: Element = fromstring(data)
    return root


def _parts(xml: bytes) -> SheetParts:
    merges = tuple(
        Merge(int(top), _column(left), int(bottom), _column(right)) for left, top, right, bottom in _MERGE.findall(xml)
    )
    uncached: list[str] = []
    if b"<f" in xml or b":f>" in xml:
        for found in _FORMULA_CELL.finditer(xml):
            reference = _CELL_REF.search(found.group(1))
            if reference and b't="str"' not in found.group(
                1
            ):  # a formula whose result is an empty text is a blank cell
                uncached.append(reference.group(1).decode())
    last = max(xml.rfind(b"<v>"), xml.rfind(b"<is>"), xml.rfind(b":v>"))
    reference = None
    if last > 0:
        start = max(xml.rfind(b"<c ", 0, last), xml.rfind(b":c ", 0, last))
        reference = _CELL_REF.search(xml, start, last) if start >= 0 else None
    return SheetParts(merges, tuple(uncached), reference.group(1).decode() if reference else "")


def _column(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index


_TOO_LARGE = Text(
    "Tệp quá lớn để là một bảng danh sách (hoặc được nén bất thường).",
    "The file is too large to be a roster (or packed in an unusual way).",
)
_SPLIT = Text(
    "Hãy chép riêng các bảng cần dùng sang một tệp mới rồi lưu lại.",
    "Copy the tables you need into a new file and save it.",
)
_MISSING = Text("Không tìm thấy tệp {path}.", "There is no file {path}.")
_CHECK_PATH = Text("Kiểm tra lại tên tệp và thư mục.", "Check the name and the folder.")
_FOLDER = Text("Đây là thư mục, không phải tệp Excel.", "This is a folder, not an Excel file.")
_UNREADABLE = Text("Không đọc được tệp: {why}.", "The file cannot be read: {why}.")
_CLOSE_IT = Text(
    "Nếu tệp đang mở trong Excel, hãy đóng lại rồi chạy lại.", "If it is open in Excel, close it there and run again."
)
_LOCKED = Text("Tệp được đặt mật khẩu nên không đọc được.", "The file is locked with a password.")
_UNLOCK = Text(
    "Mở bằng Excel, vào Tệp › Thông tin › Bảo vệ sổ làm việc, bỏ mật khẩu mở tệp rồi lưu lại.",
    "In Excel choose File › Info › Protect Workbook, remove the password to open, and save.",
)
_OLD_EXCEL = Text(
    "Tệp ở dạng Excel cũ (.xls), dù tên tệp là gì.", "The file is an old Excel workbook (.xls), whatever its name."
)
_BINARY = Text("Tệp ở dạng Excel nhị phân (.xlsb).", "The file is a binary Excel workbook (.xlsb).")
_WEB_PAGE = Text(
    "Tệp là trang web (HTML/XML) được đặt tên như tệp Excel.",
    "The file is a web page (HTML/XML) named like an Excel file.",
)
_OTHER = Text("Tệp không phải là sổ làm việc Excel (.xlsx).", "The file is not an Excel workbook (.xlsx).")
_EMPTY_FILE = Text("Tệp rỗng.", "The file is empty.")
_DAMAGED = Text("Tệp Excel bị hỏng, không mở được.", "The Excel file is damaged and cannot be opened.")
_ENTITIES = Text(
    "Tệp chứa khai báo XML mà Excel không bao giờ ghi ra; không mở vì lý do an toàn.",
    "The file holds XML declarations that Excel never writes; for safety it is not opened.",
)
