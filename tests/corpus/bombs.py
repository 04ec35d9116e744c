"""Files made to exhaust whoever opens them: they are refused before any parser sees them."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from tests.corpus.kinds import Corpus, edited
from tests.corpus.raw import changed, sheet_part

if TYPE_CHECKING:
    from pathlib import Path

corpus = Corpus()
add = corpus.add

PEOPLE = sheet_part("Cán bộ")
TEXTS = "xl/sharedStrings.xml"


@add(1, (("file_too_large", ""),), apart=True)
def zip_bomb_in_a_sheet(path: Path) -> list[str]:
    return [str(changed(path, {PEOPLE: b"<worksheet>" + b"<row/>" * 40_000_000}))]


@add(1, (("file_too_large", ""),), apart=True)
def zip_bomb_of_spaces(path: Path) -> list[str]:
    return [str(changed(path, {}, more={"xl/media/image1.png": b" " * 300_000_000}))]


@add(1, (("file_damaged", ""),), apart=True)
def billion_laughs(path: Path) -> list[str]:
    lines = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">' + lines + b"]>"
    return [str(changed(path, {PEOPLE: lambda d: head + d[d.index(b"<worksheet") :]}))]


@add(1, (("file_damaged", ""),))
def external_entity(path: Path) -> list[str]:
    head = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    return [str(changed(path, {PEOPLE: lambda d: head + d[d.index(b"<worksheet") :]}))]


@add(1, (("file_damaged", ""),))
def entities_in_a_part_of_another_name(path: Path) -> list[str]:
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    return [str(changed(path, {}, more={"xl/worksheets/sheet1.dat": bomb}))]


@add(1, (("file_damaged", ""),))
def parts_in_utf16(path: Path) -> list[str]:
    return [str(changed(path, {PEOPLE: lambda d: d.decode().replace("UTF-8", "UTF-16").encode("utf-16")}))]


@add(0, cadres=2)
def billions_of_texts_promised(path: Path) -> list[str]:
    def promise(data: bytes) -> bytes:
        return re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4000000000"', data)

    return [str(changed(path, {TEXTS: promise}, shared=True))]


@add(0, (("file_salvaged", ""),), cadres=2)
def elements_nested_without_end(path: Path) -> list[str]:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    return edited(path, "xl/workbook.xml", b"<sheets>", deep + b"<sheets>")


@add(0, cadres=2, apart=True)
def tags_that_never_close(path: Path) -> list[str]:
    draw = random.Random(1)
    trap = b"<!--" + b"".join(b"<c r='%x' <f <row " % draw.getrandbits(64) for _ in range(120_000)) + b"-->"
    return edited(path, PEOPLE, b"</sheetData>", b"</sheetData>" + trap)


@add(1, (("file_damaged", ""),), apart=True)
def one_attribute_of_forty_megabytes(path: Path) -> list[str]:
    long = random.Random(1).randbytes(20_000_000).hex().encode()
    return edited(path, PEOPLE, b"<sheetData>", b'<sheetPr x="' + long + b'"/><sheetData>')


@add(1, (("file_damaged", ""),), apart=True)
def one_attribute_full_of_closing_signs(path: Path) -> list[str]:
    long = random.Random(2).randbytes(15_000_000).hex().encode().replace(b"0", b">")
    return edited(path, PEOPLE, b"<sheetData>", b'<sheetPr x="' + long + b'"/><sheetData>')


@add(1, (("file_damaged", ""),), apart=True)
def one_tag_with_a_million_attributes(path: Path) -> list[str]:
    many = b" ".join(b'a%d="%d"' % (n, n * 7919) for n in range(1_000_000))
    return edited(path, PEOPLE, b"<sheetData>", b"<sheetPr " + many + b"/><sheetData>")
