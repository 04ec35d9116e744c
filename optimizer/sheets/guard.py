"""What may be opened: the kind of file is known by its first bytes, and its true size before anything reads it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address, Finding
from optimizer.sheets.access import opened_with, passwords_for
from optimizer.sheets.apart import Answer, run_apart
from optimizer.sheets.broken import BROKEN
from optimizer.sheets.kinds import OTHER, SAVE_AS, damaged, kind_of, no_workbook, refused
from optimizer.sheets.legacy import has_legacy_font
from optimizer.sheets.outline import SheetParts, has_endless_tags, outline_of, sheet_parts
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE = 200 * 2**20
MAX_UNPACKED = 512 * 2**20
MAX_RATIO = 200  # real workbooks stay under 30; a bomb is in the thousands
MAX_RATIO_FROM = 8 * 2**20  # small parts may pack well by chance
MAX_PARTS = 20_000
MAX_CELLS = 2_500_000  # of all sheets together: what can be read within the time anybody waits
MAX_STRINGS = 3_000_000
_CHUNK = 16 * 2**20

_ZERO_FORMAT = re.compile(rb'formatCode="0{2,}"')
# UTF-8 XML that comes straight to its root element: no DOCTYPE, hence no entities of its own, hence no bombs in them.
_PLAIN_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*+(?>(?:(?><\?.*?\?>)|(?><!--.*?-->))\s*+)*+(?:<[A-Za-z_]|$)", re.DOTALL)
_PROLOG = 65_536
_PICTURES = "xl/media/"
_MAPS = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels")
_STRINGS = "xl/sharedStrings.xml"
_XML_NAMES = (".xml", ".rels", ".vml")
_SPREADSHEET_ODF = b"application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Guarded:
    """A workbook that may be opened: an .xlsx by its bytes and outline, any other kind by the sheets read apart."""

    name: str
    data: bytes = field(repr=False)
    digest: str
    sheets: dict[str, SheetParts]
    padded_formats: bool = False  # some cells may be numbers shown with leading zeros
    legacy_fonts: bool = False  # some cells may be written in the fonts of before Unicode
    struck_fonts: bool = False  # some cells may be struck through
    foreign: dict[str, Any] | None = field(default=None, repr=False)  # the sheets of an .xls, .xlsb or .ods
    password: str = ""  # what opened it, so that a copy can be locked with the same


def guard(path: Path) -> tuple[Guarded | None, list[Finding]]:
    """Return the workbook's bytes and outline, or the one finding that says why it cannot be opened.

    Remarks about a workbook that may be opened (macros, links to other files) come with it.
    """
    name = tidy(path.name)
    try:
        if path.stat().st_size > MAX_FILE:
            return None, [refused(name, "file_too_large", TOO_LARGE, SPLIT)]
        if not path.is_file() and not path.is_dir():
            return None, [refused(name, "not_a_workbook", OTHER, _CHECK_PATH)]  # a pipe or device never ends
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [refused(name, "file_missing", _MISSING.format(path=path), _CHECK_PATH)]
    except IsADirectoryError:
        return None, [refused(name, "not_a_workbook", _FOLDER, _CHECK_PATH)]
    except OSError as problem:
        return None, [refused(name, "file_unreadable", _UNREADABLE.format(why=problem.strerror or problem), _CLOSE_IT)]
    return _guard_bytes(name, path.name, data, hashlib.sha256(data).hexdigest(), "")


def _guard_bytes(name: str, file: str, data: bytes, digest: str, password: str) -> tuple[Guarded | None, list[Finding]]:
    kind = kind_of(data)
    if kind == "zip":
        return _guard_zip(name, data, digest, password)
    if kind == "ole" and not password:
        return _guard_ole(name, file, data, digest)
    if kind:
        return _read_apart(name, "xls", data, digest, password)
    return None, [no_workbook(name, data)]


def _guard_ole(name: str, file: str, data: bytes, digest: str) -> tuple[Guarded | None, list[Finding]]:
    """Open an old workbook, or one that is locked with a password, in a process of its own."""
    tried: tuple[str, ...] = ()
    for passwords in passwords_for(file):
        answer = run_apart("unlock", data, passwords=passwords)
        tried = passwords
        if answer.status == "ok":
            password = str(answer.said.get("password", ""))
            opened_with(password)
            return _guard_bytes(name, file, answer.payload, digest, password)
        if answer.status == "open":
            return _read_apart(name, "xls", data, digest, "")
        if answer.status != "locked":
            return None, [_refusal(name, answer)]
    return None, [refused(name, "file_encrypted", _WRONG_PASSWORD if tried else _LOCKED, _UNLOCK)]


def _read_apart(name: str, kind: str, data: bytes, digest: str, password: str) -> tuple[Guarded | None, list[Finding]]:
    """Read a workbook of another kind in a process of its own, which may die without taking the program along."""
    answer = run_apart(kind, data)
    if answer.status != "ok":
        return None, [_refusal(name, answer)]
    sheets = answer.json()
    remarks = [Finding("other_format", "info", _READ_AS.format(kind=f".{kind}"), _AS_XLSX, Address(name))]
    return Guarded(name, data, digest, {}, foreign=sheets, password=password), remarks


def _refusal(name: str, answer: Answer) -> Finding:
    if answer.status == "locked":
        return refused(name, "file_encrypted", _LOCKED, _UNLOCK)
    if answer.status == "too_large":
        return refused(name, "file_too_large", TOO_LARGE, SPLIT)
    if answer.status == "other":
        return refused(name, "not_a_workbook", OTHER, SAVE_AS)
    return damaged(name)


def _guard_zip(name: str, data: bytes, digest: str, password: str) -> tuple[Guarded | None, list[Finding]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            kind, refusal = _kind_of_zip(name, archive)
            if refusal:
                return None, [refusal]
            if kind != "xlsx":
                return _read_apart(name, kind, data, digest, password)
            return _outline(name, data, digest, archive, password)
    except BROKEN:
        from optimizer.sheets.salvage import salvaged  # late: only a damaged workbook needs it

        mended = salvaged(data)
        if mended is None:
            return None, [damaged(name)]
        try:
            with zipfile.ZipFile(io.BytesIO(mended)) as archive:
                found, remarks = _outline(name, mended, digest, archive, password)
        except BROKEN:
            return None, [damaged(name)]
        return found, [salvage_remark(name), *remarks]


def salvage_remark(name: str) -> Finding:
    """Return the remark on a workbook of which only the sheets could be read."""
    return Finding("file_salvaged", "warning", _SALVAGED, SAVE_AS, Address(name))


def _kind_of_zip(name: str, archive: zipfile.ZipFile) -> tuple[str, Finding | None]:
    """Return the kind of workbook in an archive, or why it may not be opened."""
    entries = archive.infolist()
    names = {e.filename.replace("\\", "/").lower() for e in entries}
    if (
        len(entries) > MAX_PARTS
        or sum(e.file_size for e in entries) > MAX_UNPACKED
        or any(e.file_size > MAX_RATIO_FROM and e.file_size > MAX_RATIO * max(1, e.compress_size) for e in entries)
    ):
        return "", refused(name, "file_too_large", TOO_LARGE, SPLIT)
    if "xl/workbook.bin" in names:
        return "xlsb", None
    if "mimetype" in names and "content.xml" in names:
        if not archive.read("mimetype").startswith(_SPREADSHEET_ODF):
            return "", refused(name, "not_a_workbook", OTHER, SAVE_AS)
        if b"encryption-data" in archive.read("META-INF/manifest.xml") if "meta-inf/manifest.xml" in names else False:
            return "", refused(name, "file_encrypted", _LOCKED, _UNLOCK_ODS)
        return "ods", None
    if not any(n.startswith("xl/workbook") for n in names):
        return "", refused(name, "not_a_workbook", OTHER, SAVE_AS)
    maps = [archive.read(e) for e in entries if e.filename in _MAPS]
    if any(_declares_entities(archive, entry) for entry in entries if not _is_picture(entry.filename, maps)):
        return "", refused(name, "file_damaged", _ENTITIES, SAVE_AS)
    return "xlsx", None


def _is_picture(part: str, maps: list[bytes]) -> bool:
    """Return whether a part is a picture that nothing names as a sheet or a text: drawings in SVG may have a DOCTYPE."""
    return part.startswith(_PICTURES) and not any(part.rpartition("/")[2].encode() in xml for xml in maps)


def _declares_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Return whether a part is XML that does not come straight to its root; the name of a part proves nothing."""
    with archive.open(entry) as part:
        start = part.read(4)
        looks = start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<" or start[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0")
        if not looks and not entry.filename.lower().endswith(_XML_NAMES):
            return False
        return not _PLAIN_XML.match(start + part.read(_PROLOG))


def _outline(
    name: str, data: bytes, digest: str, archive: zipfile.ZipFile, password: str
) -> tuple[Guarded | None, list[Finding]]:
    names = set(archive.namelist())
    styles = archive.read("xl/styles.xml") if "xl/styles.xml" in names else b""
    links = any(n.startswith("xl/externalLinks/") for n in names)
    parts, lost = sheet_parts(archive, names)
    if _too_many(archive, {part for part, _ in parts.values()} | {_STRINGS}, names):
        return None, [refused(name, "file_too_large", TOO_LARGE, SPLIT)]
    sheets: dict[str, SheetParts] = {}
    for title, (part, hidden) in parts.items():
        xml = archive.read(part)
        if has_endless_tags(xml):
            return None, [refused(name, "file_damaged", _ENDLESS, SAVE_AS)]
        sheets[title] = outline_of(xml, part, hidden=hidden, links=links)
    if _STRINGS in names and has_endless_tags(archive.read(_STRINGS)):
        return None, [refused(name, "file_damaged", _ENDLESS, SAVE_AS)]
    remarks: list[Finding] = []
    if "xl/vbaProject.bin" in names:
        remarks.append(Finding("macros_ignored", "info", _MACROS, where=Address(name)))
    if sheets:  # where no part is found at all the archive is only named in another way, which is mended later
        remarks += [Finding("sheet_lost", "error", _LOST, SAVE_AS, Address(name, title)) for title in lost]
    for title, sheet in sheets.items():
        if sheet.linked:
            text = _LINKED_CELLS.format(count=sheet.linked)
            remarks.append(Finding("linked_cells", "warning", text, _PASTE_VALUES, Address(name, title)))
    return Guarded(
        name,
        data,
        digest,
        sheets,
        padded_formats=bool(_ZERO_FORMAT.search(styles)),
        legacy_fonts=has_legacy_font(styles),
        struck_fonts=b"strike" in styles,
        password=password,
    ), remarks


def _too_many(archive: zipfile.ZipFile, parts: set[str], names: set[str]) -> bool:
    """Return whether the sheets hold more cells than can be read in time, counted without holding a part whole."""
    cells = strings = 0
    for part in sorted(parts & names):
        with archive.open(part) as source:
            while block := source.read(_CHUNK):
                cells += block.count(b"<c ") + block.count(b":c ") + block.count(b"<c>")
                strings += block.count(b"<si") + block.count(b":si>") // 2
                if cells > MAX_CELLS or strings > MAX_STRINGS:
                    return True
    return False


TOO_LARGE = Text(
    "Tệp quá lớn để là một bảng danh sách (hoặc được nén bất thường).",
    "The file is too large to be a roster (or packed in an unusual way).",
)
SPLIT = Text(
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
_WRONG_PASSWORD = Text(
    "Tệp được đặt mật khẩu và không mật khẩu nào đã cho mở được tệp.",
    "The file is locked, and none of the passwords given opens it.",
)
_UNLOCK = Text(
    "Ghi mật khẩu vào một tệp văn bản rồi thêm --password-file TỆP; hoặc mở bằng Excel, bỏ mật khẩu mở tệp rồi lưu lại.",
    "Write the password into a text file and add --password-file FILE; or remove the password in Excel and save.",
)
_UNLOCK_ODS = Text(
    "Mở bằng LibreOffice, lưu lại dạng .xlsx không đặt mật khẩu.", "Open it in LibreOffice and save it as .xlsx."
)
_READ_AS = Text(
    "Tệp ở dạng {kind}, được đọc qua bộ chuyển riêng: chỉ có giá trị của ô, không có công thức.",
    "The file is a {kind} workbook, read by a converter of its own: values only, no formulas.",
)
_AS_XLSX = Text("Nên lưu lại dạng .xlsx để dùng lâu dài.", "Better save it as .xlsx for good.")
_MACROS = Text("Tệp có macro; macro không bao giờ được chạy.", "The workbook holds macros; they are never run.")
_LINKED_CELLS = Text(
    "{count} ô lấy giá trị từ tệp khác; giá trị đó là của lần lưu cuối và có thể đã cũ.",
    "{count} [cell takes its|cells take their] value from another workbook; it is that of the last saving and may be stale.",
)
_PASTE_VALUES = Text(
    "Kiểm tra, rồi dán giá trị thay cho công thức.", "Check them, then paste values over the formulas."
)
_SALVAGED = Text(
    "Tệp bị hỏng một phần; chỉ đọc được giá trị các ô, kiểu dáng và phần khác bị bỏ qua.",
    "Part of the file is damaged; the values of the cells were read, styles and other parts were skipped.",
)
_LOST = Text(
    "Tệp bị hỏng: có tên trang này nhưng không còn nội dung của trang.",
    "The file is damaged: it names this sheet and no longer holds what stood in it.",
)
_ENDLESS = Text(
    "Tệp có thẻ XML dài nhiều triệu ký tự mà Excel không bao giờ ghi ra; không mở vì lý do an toàn.",
    "The file holds XML tags of millions of letters, which Excel never writes; for safety it is not opened.",
)
_ENTITIES = Text(
    "Tệp chứa khai báo XML mà Excel không bao giờ ghi ra; không mở vì lý do an toàn.",
    "The file holds XML declarations that Excel never writes; for safety it is not opened.",
)
