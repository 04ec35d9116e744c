"""What a file is, by its first bytes and never by its name, and what to say of those that hold no workbook."""

from __future__ import annotations

import re

from optimizer.findings import Address, Finding
from optimizer.text import Text

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMPTY_ZIP = b"PK\x05\x06"
_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")  # Excel 2, 3, 4, 5 without OLE
_WEB = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<meta",
    b"<head",
    b"<body",
    b"<style",
    b"<div",
    b"<!--",
    b"mime-version",
)
_XML = (b"<?xml", b"<workbook", b"<ss:workbook")
_OTHERS: tuple[tuple[bytes, Text], ...] = (
    (b"%pdf", Text("tệp PDF", "a PDF file")),
    (b"{\\rtf", Text("văn bản RTF", "an RTF text")),
    (b"\x89png", Text("ảnh PNG", "a PNG picture")),
    (b"\xff\xd8\xff", Text("ảnh JPEG", "a JPEG picture")),
    (b"gif8", Text("ảnh GIF", "a GIF picture")),
    (b"rar!", Text("tệp nén RAR", "a RAR archive")),
    (b"7z\xbc\xaf", Text("tệp nén 7-Zip", "a 7-Zip archive")),
    (b"\x1f\x8b", Text("tệp nén gzip", "a gzip archive")),
    (b"sqlite format", Text("cơ sở dữ liệu SQLite", "an SQLite database")),
    (b"mz", Text("chương trình", "a program")),
    (b"id;p", Text("tệp SYLK", "a SYLK file")),
)
_SEPARATORS = re.compile(r"[,;\t|]")


def refused(name: str, code: str, text: Text, fix: Text) -> Finding:
    """Return the finding that keeps a whole file from being read."""
    return Finding(code, "error", text, fix, Address(name))


def damaged(name: str) -> Finding:
    """Return the finding for a workbook whose inside cannot be read."""
    return refused(name, "file_damaged", _DAMAGED, SAVE_AS)


def kind_of(data: bytes) -> str:
    """Return `zip`, `ole` or `biff` for what may be a workbook, else blank."""
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(OLE):
        return "ole"
    # A bare BIFF stream: an Excel of before 1993, or a workbook taken out of its container.
    return "biff" if data.startswith(_BIFF) and len(data) > 16 and b"\0" in data[:64] else ""


def no_workbook(name: str, data: bytes) -> Finding:
    """Return what to say of a file that is no workbook of any kind."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").lower()
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.replace(b"\0", b"")
    if not data:
        return refused(name, "not_a_workbook", _EMPTY_FILE, SAVE_AS)
    if not data.strip(b"\0"):
        return refused(name, "file_damaged", _ZEROS, _FETCH_AGAIN)
    if head.startswith((*_WEB, *_XML)):
        return refused(name, "web_page_as_workbook", _WEB_PAGE, SAVE_AS)
    if data.startswith(_EMPTY_ZIP):
        return refused(name, "not_a_workbook", _EMPTY_FILE, SAVE_AS)
    for start, what in _OTHERS:
        if head.startswith(start):
            return refused(name, "not_a_workbook", _OTHER_KIND.format(what=what), SAVE_AS)
    if _is_table_of_text(data):
        return refused(name, "not_a_workbook", _CSV, _IMPORT_CSV)
    if data.rstrip(b"\0 \r\n")[-4:-2] == b"PK" or b"PK\x01\x02" in data[-65_536:] or b"xl/work" in data[-65_536:]:
        return damaged(name)  # an archive whose beginning was lost
    return refused(name, "not_a_workbook", OTHER, SAVE_AS)


def _is_table_of_text(data: bytes) -> bool:
    """Return whether the bytes read as lines of a CSV file, in any of the codes offices use."""
    head = data[:4096]
    code = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = head.decode(code, errors="ignore" if len(data) > len(head) else "strict")
    except UnicodeDecodeError:
        text = head.decode("cp1252", errors="replace")
    if any(ord(c) < 32 and c not in "\t\r\n" for c in text):
        return False
    lines = [line for line in text.splitlines() if line.strip()][:5]
    return bool(lines) and all(_SEPARATORS.search(line) for line in lines)


SAVE_AS = Text(
    "Hãy mở tệp bằng Excel và lưu lại dạng .xlsx (Save As).", "Open it in Excel and save it as .xlsx (Save As)."
)
OTHER = Text("Tệp không phải là sổ làm việc Excel (.xlsx).", "The file is not an Excel workbook (.xlsx).")
_OTHER_KIND = Text("Tệp không phải là sổ làm việc Excel mà là {what}.", "The file is no Excel workbook but {what}.")
_EMPTY_FILE = Text("Tệp rỗng.", "The file is empty.")
_ZEROS = Text(
    "Tệp chỉ toàn byte 0: việc chép hoặc tải tệp đã không hoàn tất.",
    "The file holds nothing but zero bytes: copying or downloading it was never finished.",
)
_FETCH_AGAIN = Text("Hãy chép hoặc tải lại tệp gốc.", "Copy or download the original again.")
_WEB_PAGE = Text(
    "Tệp là trang web (HTML/XML) được đặt tên như tệp Excel.",
    "The file is a web page (HTML/XML) named like an Excel file.",
)
_CSV = Text(
    "Tệp là văn bản phân cách (CSV), không phải sổ làm việc Excel.",
    "The file is separated text (CSV), not an Excel workbook.",
)
_IMPORT_CSV = Text(
    "Trong Excel chọn Dữ liệu › Từ văn bản/CSV, để cột mã là dạng Văn bản, rồi lưu thành .xlsx.",
    "In Excel choose Data › From Text/CSV, set the columns of codes to Text, and save it as .xlsx.",
)
_DAMAGED = Text("Tệp Excel bị hỏng, không mở được.", "The Excel file is damaged and cannot be opened.")
