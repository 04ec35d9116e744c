"""A Word file as a template: an office edits it in Word, fields in double braces are filled in here.

The notation is jinja2's, the one docxtpl made known (docxtpl itself is LGPL; this is the small part of it that papers
need): `{{ field }}` in the text, `{%p if ... %}` alone in a paragraph and `{%tr for ... %}` alone in a table row stand
for that whole paragraph or row. Templates run in jinja2's sandbox: they can show what they are given and nothing else.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address, Finding, InputError
from optimizer.reports.words import number
from optimizer.sheets.xlsx import CREATED, plain
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from optimizer.text import Lang

Fields = Mapping[str, Any]

MAX_FILE = 20 * 2**20
MAX_UNPACKED = 60 * 2**20
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WHOLE = re.compile(r"\{%-?\s*(p|tr)\s+(.*?)%\}", re.DOTALL)
_TAG_OF_ROW = re.compile(r"\{%-?\s*tr\s")
_FIRST = "{% if loop.first %}"
_BOTH = "{% if loop.first or loop.revindex <= 2 %}"
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u00a0": " "})
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'  # fields stand inside a text of a run
_BODY = "word/document.xml"
_CORE = "docProps/core.xml"
_DAY = f"{CREATED:%Y-%m-%dT%H:%M:%SZ}"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    f'<dcterms:created xsi:type="dcterms:W3CDTF">{_DAY}</dcterms:created>'
    f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_DAY}</dcterms:modified></cp:coreProperties>'
).encode()


class WordTemplate:
    """One Word template, read and compiled once and filled as often as needed."""

    def __init__(self, path: Path, lang: Lang) -> None:
        self.name = path.name
        fixed, sources = _read(path)
        self._fixed = _zipped(fixed)
        self._environment = _environment(lang)
        self._asked: set[str] = set()
        self._parts = {part: self._compile(source) for part, source in sources.items()}
        self._tried = False

    def _compile(self, source: str) -> Any:
        from jinja2 import TemplateSyntaxError, meta

        try:
            tree = self._environment.parse(source)
            self._asked |= meta.find_undeclared_variables(tree)
            return self._environment.from_string(tree)
        except TemplateSyntaxError as error:
            raise self._refused(_SYNTAX.format(said=str(error.message)), _SYNTAX_FIX) from error

    def problems(self, known: Iterable[str]) -> list[Finding]:
        """Return a finding for each field the template asks for that nobody gives."""
        known = set(known)
        return [self.missing(name, known) for name in sorted(self._asked - known)]

    def missing(self, name: str, known: Iterable[str]) -> Finding:
        """Return the finding about one field that does not exist, with the one that may be meant."""
        import difflib

        near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
        fix = _NEAR.format(name=near[0]) if near else _NO_SUCH
        return Finding("unknown_field", "error", _MISSING.format(name=name), fix, Address(self.name), name)

    def render(self, fields: Fields) -> bytes:
        """Return the Word file with these fields filled in; raise InputError where the template asks for another."""
        from jinja2 import TemplateError

        try:
            made = {part: template.render(fields).encode("utf-8") for part, template in self._parts.items()}
        except MissingField as error:
            raise InputError([self.missing(error.name, error.known or fields)]) from error
        except (TemplateError, ArithmeticError, TypeError, ValueError) as error:  # what an expression in a tag may do
            raise self._refused(_FAILED.format(said=str(error)), _SYNTAX_FIX) from error
        if not self._tried:
            self._try(made)
        return _zipped(made, self._fixed)

    def _try(self, made: Mapping[str, bytes]) -> None:
        """Look once whether what comes out is XML: a loop opened in one cell and closed in another makes none."""
        from lxml import etree

        try:
            for data in made.values():
                etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise self._refused(_CROSSED, _SYNTAX_FIX) from error
        self._tried = True

    def _refused(self, text: Text, fix: Text) -> InputError:
        return InputError([Finding("bad_template", "error", text, fix, Address(self.name))])


class MissingField(Exception):
    """Raised inside jinja2 when a template shows a field it was not given."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(name)


def _environment(lang: Lang) -> Any:
    from jinja2 import Undefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Strict(Undefined):
        """A field nobody gave: whatever a template does with it names it."""

        def fail(self, *_args: object, **_more: object) -> Any:
            owner = self._undefined_obj
            raise MissingField(str(self._undefined_name), owner if isinstance(owner, Mapping) else ())

        def __getattr__(self, name: str) -> Any:
            if name[:2] == "__":  # Python asking what the object can do, not the template
                raise AttributeError(name)
            return self.fail()

        __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = __call__ = __getitem__ = fail
        __contains__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __int__ = __float__ = fail

    return ImmutableSandboxedEnvironment(
        autoescape=True, undefined=Strict, finalize=lambda value: _written(value, lang), keep_trailing_newline=True
    )


def _written(value: Any, lang: Lang) -> Any:
    """Return a value as it goes into the text: numbers as the language writes them, nothing that XML cannot hold."""
    from markupsafe import Markup, escape

    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return number(value, 2).of(lang)
    if type(value) is not str:
        return value
    lines = plain(value).split("\n")
    return lines[0] if len(lines) == 1 else Markup(_BREAK).join(escape(line) for line in lines)


def _read(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the parts of a Word file that stay as they are, and those with fields as jinja2 source."""
    from lxml import etree

    broken = InputError([Finding("bad_template", "error", _NOT_WORD, _NOT_WORD_FIX, Address(path.name))])
    fixed: dict[str, bytes] = {}  # with our own dates in the place of the author's name and dates
    sources: dict[str, str] = {}
    if path.stat().st_size > MAX_FILE:
        raise broken
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(info.file_size for info in parts.infolist()) > MAX_UNPACKED:
                raise broken
            for info in parts.infolist():
                data = parts.read(info)
                if _PARTS.fullmatch(info.filename):
                    source = _source(etree.fromstring(data, _parser()))
                    if _TAG.search(source) or info.filename == _BODY:
                        sources[info.filename] = source
                    else:
                        fixed[info.filename] = data
                else:
                    fixed[info.filename] = _PROPERTIES if info.filename == _CORE else data
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, RuntimeError, NotImplementedError) as error:
        raise broken from error  # no zip, torn, encrypted, packed in an unknown way, or not XML inside
    if _BODY not in sources:
        raise broken
    return fixed, sources


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _source(root: Any) -> str:
    """Return one part as jinja2 source: tags whole, and those that stand for a paragraph or row in its place."""
    from lxml import etree

    for paragraph in root.iter(f"{_W}p"):
        _join(paragraph)
    for kind, element in (("tr", f"{_W}tr"), ("p", f"{_W}p")):
        for found in list(root.iter(element)):
            text = "".join(t.text or "" for t in found.iter(f"{_W}t"))
            match = _WHOLE.search(text)
            if match and match[1] == kind:
                if kind == "tr":
                    _keep_ends(found, match[2].split())
                _replace(found, "{% " + match[2].strip() + " %}")
    written = etree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _TAG.sub(_bare, written)


def _keep_ends(start: Any, tag: Sequence[str]) -> None:
    """Let the ends of a loop stay with what follows: no head stands alone on a page, nor the total below the last rows."""
    from lxml import etree

    if tag[:1] != ["for"]:
        return
    rows = []
    for row in start.itersiblings(f"{_W}tr"):
        if _TAG_OF_ROW.search("".join(t.text or "" for t in row.iter(f"{_W}t"))):
            break  # the end of the loop, or rows that are there only sometimes
        rows.append(row)
    else:
        return
    ends = _FIRST if next(row.itersiblings(f"{_W}tr"), None) is None else _BOTH
    for row in rows:
        for paragraph in row.iterfind(f"{_W}tc/{_W}p"):
            properties = paragraph.find(f"{_W}pPr")
            if properties is None:
                properties = etree.Element(f"{_W}pPr")
                paragraph.insert(0, properties)
            if properties.find(f"{_W}keepNext") is not None:
                continue
            keep, style = etree.Element(f"{_W}keepNext"), properties.find(f"{_W}pStyle")
            properties.insert(0 if style is None else 1, keep)
            keep.tail = "{% endif %}"
            if style is None:
                properties.text = ends
            else:
                style.tail = ends


def _bare(match: re.Match[str]) -> str:
    """Return a tag as jinja2 wants it: straight quotes, no XML escapes."""
    return html.unescape(match[0]).translate(_QUOTES)


def _join(paragraph: Any) -> None:
    """Move each tag that Word has spread over several runs into the first of them."""
    texts = [t for t in paragraph.iter(f"{_W}t") if _owner(t) is paragraph]
    whole = "".join(t.text or "" for t in texts)
    if "{{" not in whole and "{%" not in whole and "{#" not in whole:
        return
    ends: list[int] = []
    for t in texts:
        ends.append((ends[-1] if ends else 0) + len(t.text or ""))
    holds = [""] * len(texts)
    at = 0
    for match in _TAG.finditer(whole):
        _share(whole, at, match.start(), ends, holds)
        first = next(i for i, end in enumerate(ends) if match.start() < end)
        holds[first] += match[0]
        at = match.end()
    _share(whole, at, len(whole), ends, holds)
    for t, text in zip(texts, holds, strict=True):
        t.text = text
        t.set(_SPACE, "preserve")


def _share(whole: str, start: int, stop: int, ends: list[int], holds: list[str]) -> None:
    """Give plain text back to the runs it came from."""
    for i, end in enumerate(ends):
        begin = ends[i - 1] if i else 0
        holds[i] += whole[max(start, begin) : max(0, min(stop, end))]


def _owner(element: Any) -> Any:
    """Return the paragraph a text stands in: a text box inside a paragraph has paragraphs of its own."""
    return next(element.iterancestors(f"{_W}p"), None)


def _replace(element: Any, text: str) -> None:
    """Put text in the place of an element."""
    parent, before = element.getparent(), element.getprevious()
    tail = text + (element.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def _zipped(parts: Mapping[str, bytes], onto: bytes = b"") -> bytes:
    """Return a zip of these parts, after those it is put onto: what never changes is packed once, not for every paper.

    Equal content gives equal bytes.
    """
    out = io.BytesIO()
    out.write(onto)
    with zipfile.ZipFile(out, "a" if onto else "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, CREATED.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            made.writestr(info, data)
    return out.getvalue()


_MISSING = Text(
    "mẫu có trường “{name}” mà chương trình không có.", "the template has a field “{name}” that does not exist."
)
_NEAR = Text("Có phải ý bạn là “{name}”?", "Did you mean “{name}”?")
_NO_SUCH = Text("Xem danh sách trường trong docs/papers.vi.md.", "See the list of fields in docs/papers.md.")
_SYNTAX = Text("mẫu có chỗ viết chưa đúng ({said}).", "the template has a tag that is not written right ({said}).")
_FAILED = Text("không điền được mẫu ({said}).", "the template could not be filled in ({said}).")
_CROSSED = Text(
    "mẫu có vòng lặp hoặc điều kiện mở ở một đoạn, đóng ở đoạn khác loại.",
    "the template has a loop or a condition that opens in one place and closes in another kind of place.",
)
_SYNTAX_FIX = Text(
    "Sửa trong Word, hoặc bỏ tệp mẫu này để dùng mẫu có sẵn.", "Mend it in Word, or remove the file to use ours."
)
_NOT_WORD = Text("không phải là tệp Word (.docx) đọc được.", "this is no readable Word file (.docx).")
_NOT_WORD_FIX = Text(
    "Mở bằng Word, lưu lại dạng .docx, không đặt mật khẩu.", "Open it in Word and save it as .docx, without a password."
)
