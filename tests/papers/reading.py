"""What a reader sees in the papers: the report's sections as tables and texts, sheets as rows, numbers as numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.text import Lang

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_SWAP = str.maketrans(",.", ".,")
_UNSEEN = ("script", "style")
_NOT_OPENED = ("meta", "br", "input", "i", "u")  # those without an end, and those that only draw


@dataclass
class Part:
    """One section of the report: its text, its tables cell by cell, its spans, the tooltips of its maps."""

    text: str = ""
    tables: list[list[list[str]]] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """The report by section id; what stands outside of sections is under the blank id."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: dict[str, Part] = {"": Part()}
        self._section = ""
        self._open: list[str] = []
        self.feed(source)
        self.close()
        for part in self.parts.values():
            part.text = _plain(part.text)
            part.spans = [_plain(x) for x in part.spans]
            part.tables = [[[_plain(c) for c in row] for row in table] for table in part.tables]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self._section = dict(attrs).get("id") or ""
            self.parts[self._section] = Part()
        part = self.parts[self._section]
        if tag == "table":
            part.tables.append([])
        elif tag == "tr" and part.tables:
            part.tables[-1].append([])
        elif tag in ("td", "th") and part.tables:
            part.tables[-1][-1].append("")
        elif tag == "span":
            part.spans.append("")
        elif tag == "title" and self._section:
            part.tips.append("")
        if tag not in _NOT_OPENED:
            self._open.append(tag)
        part.text += " "
        if tag in ("small", "div") and {"td", "th"} & set(self._open):
            part.tables[-1][-1][-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_OPENED:
            return
        while self._open and self._open.pop() != tag:
            pass
        self.parts[self._section].text += " "
        if tag == "section":
            self._section = ""

    def handle_data(self, data: str) -> None:
        part = self.parts[self._section]
        if any(tag in self._open for tag in _UNSEEN):
            return
        if "title" in self._open:
            if self._section:
                part.tips[-1] += data
            return
        part.text += data
        if "span" in self._open:
            part.spans[-1] += data
        if {"td", "th"} & set(self._open):
            part.tables[-1][-1][-1] += data


def numbers(text: str, lang: Lang = "en") -> Counter[str]:
    """Return the numbers of a text as English writes them."""
    found = (x.translate(_SWAP) if lang == "vi" else x for x in _NUMBER.findall(text))
    return Counter(found)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
