"""Files that are no workbook, or no longer a whole one: they are told by their bytes, never by their names."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, plain, sound
from tests.corpus.raw import ole, zipped

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add


@add(1, (("not_a_workbook", ""),))
def empty_file(path: Path) -> list[str]:
    return plain(path, b"")


@add(1, (("file_damaged", ""),))
def only_zero_bytes(path: Path) -> list[str]:
    return plain(path, b"\0" * 20_000)


@add(1, (("not_a_workbook", ""),))
def comma_separated_text(path: Path) -> list[str]:
    return plain(path, "Mã,Họ tên\n1,Nguyễn Văn An\n".encode("utf-8-sig"))


@add(1, (("not_a_workbook", ""),))
def tab_separated_utf16(path: Path) -> list[str]:
    return plain(path, "Mã\tHọ tên\r\n1\tAn\r\n".encode("utf-16"), "case.xls")


@add(1, (("web_page_as_workbook", ""),))
def web_page(path: Path) -> list[str]:
    return plain(path, b"<html><body><table><tr><td>1</td></tr></table></body></html>", "case.xls")


@add(1, (("web_page_as_workbook", ""),))
def web_page_behind_a_comment(path: Path) -> list[str]:
    return plain(path, b"\n<!-- saved from url -->\n<html><table></table></html>", "case.xls")


@add(1, (("web_page_as_workbook", ""),))
def web_archive(path: Path) -> list[str]:
    return plain(path, b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n")


@add(1, (("web_page_as_workbook", ""),))
def xml_of_excel_2003(path: Path) -> list[str]:
    return plain(path, b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>')


@add(1, (("not_a_workbook", ""),))
def pdf_under_a_wrong_name(path: Path) -> list[str]:
    return plain(path, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")


@add(1, (("not_a_workbook", ""),))
def picture_under_a_wrong_name(path: Path) -> list[str]:
    return plain(path, b"\x89PNG\r\n\x1a\n" + b"\0" * 200)


@add(1, (("not_a_workbook", ""),))
def word_document(path: Path) -> list[str]:
    return plain(path, zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}))


@add(1, (("not_a_workbook", ""),))
def old_word_document(path: Path) -> list[str]:
    return plain(path, ole({"WordDocument": b"\xec\xa5" + b"\0" * 600}))


@add(1, (("not_a_workbook", ""),))
def ordinary_zip(path: Path) -> list[str]:
    return plain(path, zipped({"readme.txt": b"hello"}))


@add(1, (("file_damaged", ""),))
def truncated_in_the_middle(path: Path) -> list[str]:
    data = sound(path)
    return plain(path, data[: len(data) // 2])


@add(1, (("file_damaged", ""),))
def truncated_at_the_end(path: Path) -> list[str]:
    return plain(path, sound(path)[:-30])


@add(1, (("file_damaged", ""),))
def beginning_lost(path: Path) -> list[str]:
    return plain(path, sound(path)[200:])


@add(1, (("file_damaged", ""),))
def flipped_bytes(path: Path) -> list[str]:
    data = bytearray(sound(path))
    for at in range(60, len(data) - 400, 7):
        data[at] ^= 0x5A
    return plain(path, bytes(data))


@add(1, (("file_too_large", ""),))
def a_file_of_three_hundred_megabytes(path: Path) -> list[str]:
    with (path / "case.xlsx").open("wb") as file:
        file.truncate(300 * 2**20)
    return [str(path / "case.xlsx")]


if hasattr(os, "mkfifo"):

    @add(2)
    def a_pipe_that_nobody_fills(path: Path) -> list[str]:
        os.mkfifo(path / "case.xlsx")
        return [str(path / "case.xlsx")]

    @add(2)
    def passwords_in_a_pipe_that_nobody_fills(path: Path) -> list[str]:
        os.mkfifo(path / "pw")
        return [*plain(path, sound(path)), "--password-file", str(path / "pw")]
