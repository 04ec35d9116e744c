"""Writes the Word templates that ship: `python -m tests.papers.make_templates`; a test compares them with what is made now.

The layout follows Decree 30/2020 for State papers and the Party's own heading for Party papers.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING

from optimizer.reports.papers.docx import _PROPERTIES
from optimizer.reports.papers.shelf import SHIPPED, decision_name, submission_name
from optimizer.sheets.xlsx import CREATED
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from optimizer.reports.papers.drafts import Kind
    from optimizer.reports.papers.sides import Side

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WIDE = 9350  # twentieths of a point between the margins of a portrait page


def p(
    text: str = "", align: str = "both", *, bold: bool = False, italic: bool = False, size: float = 14,
    indent: bool = False, line: bool = False, before: int = 0, after: int = 80, keep: bool = False,
) -> str:  # fmt: skip
    """Return a paragraph; text between ** is bold, `line` draws a short rule under a centred one."""
    look = f'<w:jc w:val="{align}"/>'
    first = '<w:ind w:firstLine="567"/>' if indent else ""
    kept = "<w:keepNext/>" if keep else ""
    properties = f'<w:pPr>{kept}<w:spacing w:before="{before}" w:after="{after}"/>{first}{look}</w:pPr>'
    pieces = text.split("**")
    runs = "".join(_run(piece, bold or i % 2 == 1, italic, size, line) for i, piece in enumerate(pieces) if piece)
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, bold: bool, italic: bool, size: float, underlined: bool) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    marks += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    marks += '<w:u w:val="single"/>' if underlined else ""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(part, quote=False) for part in text.split("\n"))
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'


def table(rows: Iterable[Sequence[str]], widths: Sequence[int], borders: bool, caption: str = "") -> str:
    """Return a table of cells that hold paragraphs; caption and first row of a bordered one are repeated on every page.

    A row of one cell stands over all columns.
    """
    kind = "single" if borders else "nil"
    edges = "".join(
        f'<w:{e} w:val="{kind}" w:sz="4" w:space="0" w:color="auto"/>'
        for e in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    whole = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
    made = []
    if caption:
        made.append(
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr><w:tc><w:tcPr>{whole}</w:tcPr>{caption}</w:tc></w:tr>"
        )
    for i, row in enumerate(rows):
        if len(row) == 1 < len(widths):
            made.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{whole}</w:tcPr>{row[0]}</w:tc></w:tr>")
            continue
        repeated = "<w:tblHeader/>" if borders and i == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{w}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for w, cell in zip(widths, row, strict=True)
        )
        made.append(f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>")
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(made)}</w:tbl>'
    )


def listing(
    heads: Sequence[str], cells: Sequence[str], widths: Sequence[int], loop: str, size: float = 12,
    aligned: Sequence[str] = (), caption: str = "", total: str = "", total_if: str = "",
) -> str:  # fmt: skip
    """Return a bordered table with one row for each element of a loop; columns are aligned to the left unless told.

    `total` is a paragraph in a row of its own below them, there where `total_if` holds.
    """
    n = len(heads)
    sides = aligned or ["left"] * n
    rows = [
        [p(h, "center", bold=True, size=size, after=40, before=40, keep=True) for h in heads],
        [p(f"{{%tr for {loop} %}}", size=size), *[p(size=size)] * (n - 1)],
        [p(c, side, size=size, after=20, before=20) for c, side in zip(cells, sides, strict=True)],
        [p("{%tr endfor %}", size=size), *[p(size=size)] * (n - 1)],
    ]
    if total:
        rows += [[p(f"{{%tr if {total_if} %}}")], [total], [p("{%tr endif %}")]] if total_if else [[total]]
    return table(rows, widths, borders=True, caption=caption)


END = p(size=1, after=0)  # Word wants a paragraph after the last table


def heading(side: Side, lang: Lang, number: str, wide: int = WIDE) -> str:
    """Return the heading of a paper: who issues it and its number on the left, country or Party on the right."""
    left, right = wide * 42 // 100, wide - wide * 42 // 100
    day = Text("{{ dia_danh }}, ngày      tháng      năm {{ nam }}", "{{ place }},                     {{ year }}").of(
        lang
    )
    body = Text("{{ co_quan }}", "{{ body }}").of(lang)
    before = "Số         " if side == "party" else "Số:         "  # the Party's own rules write no colon
    no = Text(before, "No.         ").of(lang) + number
    if side == "party":
        mine = p(body, "center", bold=True, size=13, after=0) + p("*", "center", size=13, after=0)
        mine += p(no, "center", size=13)
        theirs = p(
            Text("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIETNAM").of(lang), "center", bold=True, line=True
        )
    else:
        mine = p(body, "center", bold=True, size=13, after=0) + p("_______", "center", size=8, after=40)
        mine += p(no, "center", size=13)
        theirs = p(
            Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIETNAM").of(lang), "center", bold=True,
            size=12, after=0,
        ) + p(
            Text("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness").of(lang), "center", bold=True,
            size=13, line=True,
        )  # fmt: skip
    theirs += p(day, "center", italic=True, size=13)
    draft = p(Text("DỰ THẢO", "DRAFT").of(lang), "left", bold=True, size=12, after=0)
    return draft + table([[mine, theirs]], [left, right], borders=False)


def signature(lang: Lang, receivers: Sequence[str], wide: int = WIDE, title: str = "") -> str:
    """Return who gets the paper on the left and who signs it on the right."""
    left, right = wide // 2, wide - wide // 2
    got = p(Text("Nơi nhận:", "To:").of(lang), "left", bold=True, italic=True, size=12, after=0)
    got += "".join(p(f"- {r}", "left", size=11, after=0) for r in receivers)
    signs = title or Text("{{ chuc_vu_nguoi_ky }}", "{{ signer_title }}").of(lang)
    name = Text("{{ nguoi_ky }}", "{{ signer }}").of(lang)
    signed = p(signs, "center", bold=True, after=1100) + p(name, "center", bold=True)
    return p(after=60, keep=True) + table([[got, signed]], [left, right], borders=False) + END


def packed(body: str, lang: Lang = "vi") -> bytes:
    """Return a whole Word file."""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/>'
        "</w:sectPr>"
    )
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    font = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>'
    base = "http://schemas.openxmlformats.org"
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{base}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kinds}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kinds}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{kinds}.settings+xml"/>'
        f'<Override PartName="/word/footer1.xml" ContentType="{kinds}.footer+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{base}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{base}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{base}/package/2006/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{base}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{base}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{base}/officeDocument/2006/relationships/footer" Target="footer1.xml"/>'
        f'<Relationship Id="rId3" Type="{base}/officeDocument/2006/relationships/settings" Target="settings.xml"/>'
        "</Relationships>",
        "word/styles.xml": f'<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{font}<w:sz w:val="28"/>'
        f'<w:lang w:val="{"vi-VN" if lang == "vi" else "en-GB"}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>',
        # without it Word takes the file for one of 2007 and says so in its title
        "word/settings.xml": f'<w:settings {W}><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>',
        "word/footer1.xml": f'<w:ftr {W}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{page}</w:p></w:ftr>',
        "word/document.xml": f"<w:document {W}><w:body>{body}{section}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(_info(name), HEAD + content)
        made.writestr(_info("docProps/core.xml"), _PROPERTIES)
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, CREATED.timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return info


def every_template() -> dict[tuple[Lang, str], bytes]:
    """Return every template by language and file name."""
    from tests.papers.decision_texts import decision
    from tests.papers.submission_texts import submission

    langs: tuple[Lang, ...] = ("vi", "en")
    sides: tuple[Side, ...] = ("party", "state")
    kinds: tuple[Kind, ...] = ("designation", "appointment", "transfer", "secondment")
    found: dict[tuple[Lang, str], bytes] = {}
    for lang in langs:
        for side in sides:
            found[lang, submission_name(side).of(lang)] = packed(submission(side, lang), lang)
            for kind in kinds:
                for listed in (False, True):
                    name = decision_name(kind, side, listed).of(lang)
                    found[lang, name] = packed(decision(kind, side, listed, lang), lang)
    return found


if __name__ == "__main__":
    for (language, file), content in every_template().items():
        (SHIPPED / language).mkdir(parents=True, exist_ok=True)
        (SHIPPED / language / file).write_bytes(content)
