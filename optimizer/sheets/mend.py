"""What is mended in the text of cells before anything is judged: old codes, Unicode forms, characters nobody sees.

Nothing is mended silently: every change is kept with its cell, what stood there and what stands there now, and each
column that was touched is remarked upon.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal, cast

from optimizer.findings import Address, Finding
from optimizer.sheets.legacy import SUSPECT, Coding, beyond, strange_words, turn, vote
from optimizer.sheets.pseudonyms import hidden
from optimizer.sheets.table import column_letter
from optimizer.sheets.xlsx import MOST_LETTERS
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from optimizer.sheets.table import Grid

Kind = Literal["legacy", "form", "letter", "invisible", "spaces"]
_SAMPLES = 3
_FEW = 3  # votes of a whole sheet under which a single text must bring more than one strange word

_HIDDEN = "\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\x0b-\x1f\x7f-\x9f"
_WIDE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t"
# What makes a text worth a look: the different texts of a column are searched joined by NUL, in one go.
_ODD = re.compile(
    f"[{_HIDDEN}{_WIDE}\x01-\x08\u0300-\u036f]|_x[0-9A-Fa-f]{{4}}_|  | (?:\\Z|\x00)|(?:\\A|\x00) |\n(?:\\Z|\x00)|[\u00d0\u0189]"
)
# The same for one text, and what only counts once a column is looked at.
_ODD_TEXT = re.compile(f"{_ODD.pattern}|\\A\n|[\x00\ud800-\udfff]")
_ETH = re.compile("(?<![^\\W\\d_])[\u00d0\u0189](?=[\\w.])")  # looks like Đ, and begins a word; within one it is TCVN3
_COMBINING = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(f"[{_WIDE}]")
_UNSEEN = re.compile(f"[{_HIDDEN}\x00-\x08\ud800-\udfff]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_RUNS = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class Mending:
    """One cell that was mended: what stood there and what stands there now."""

    where: Address
    kind: Kind
    was: str
    became: str


def mend_grid(grid: Grid, fonts: Mapping[tuple[int, int], str]) -> tuple[list[Finding], list[Mending]]:
    """Mend the texts of a sheet in place; return one remark a column and kind, and every single change."""
    columns = list(zip_longest(*grid.rows))
    texts = [[v for v in dict.fromkeys(column) if type(v) is str] for column in columns]  # most texts repeat
    blobs = ["\0".join(found) for found in texts]
    legacy = bool(fonts) or any(SUSPECT.search(blob) for blob in blobs)
    votes = _votes(columns, blobs) if legacy else {}
    total = Counter(coding for found in votes.values() for coding, n in found.items() for _ in range(n))
    changes: dict[int, dict[int, str]] = {}
    findings: list[Finding] = []
    if any(max(map(len, found), default=0) > MOST_LETTERS for found in texts):
        columns, blobs = _cut(grid, columns, blobs, changes, findings)
    mendings: list[Mending] = []
    for index, (column, blob) in enumerate(zip(columns, blobs, strict=True)):
        if not blob or (not legacy and not _ODD.search(blob)):
            continue
        coding = _verdict(votes.get(index, Counter()), total)
        unicode_too = beyond(blob)
        found: list[Mending] = []
        sound: set[str] = set()  # most cells repeat, and few of them need anything
        for i, value in enumerate(column):
            if type(value) is not str or value in sound:
                continue
            if value.isascii() and not _ODD.search(value):
                continue
            if not legacy and not _ODD_TEXT.search(value):
                sound.add(value)
                continue
            font = cast("Coding | None", fonts.get((grid.numbers[i], index)))
            text = _turned(value, font, coding, mixed=unicode_too) if legacy else value
            where = Address(grid.file, grid.sheet, f"{column_letter(index)}{grid.numbers[i]}")
            if text != value:
                found.append(Mending(where, "legacy", value, text))
            text, steps = _cleaned(text, where)
            found.extend(steps)
            if text != value:
                changes.setdefault(i, {})[index] = text
            elif not fonts and not steps:
                sound.add(value)
        mendings.extend(found)
        findings.extend(_remarks(grid, index, found))
    for i, cells in changes.items():
        row = list(grid.rows[i])
        for index, text in cells.items():
            row[index] = text or None
        grid.rows[i] = row
    return findings, mendings


def _cut(
    grid: Grid,
    columns: list[tuple[Any, ...]],
    blobs: list[str],
    changes: dict[int, dict[int, str]],
    findings: list[Finding],
) -> tuple[list[tuple[Any, ...]], list[str]]:
    """Shorten texts longer than Excel lets a cell be: nobody typed them, and they would keep every later step busy."""
    for index, (column, blob) in enumerate(zip(columns, blobs, strict=True)):
        if len(blob) <= MOST_LETTERS or not any(type(v) is str and len(v) > MOST_LETTERS for v in column):
            continue
        cut = list(column)
        for i, value in enumerate(column):
            if type(value) is str and len(value) > MOST_LETTERS:
                cut[i] = changes.setdefault(i, {})[index] = value[:MOST_LETTERS]
                where = Address(grid.file, grid.sheet, f"{column_letter(index)}{grid.numbers[i]}")
                findings.append(Finding("text_cut", "warning", _TOO_LONG, where=where))
        columns[index] = tuple(cut)
        blobs[index] = "\0".join([v for v in cut if type(v) is str])
    return columns, blobs


def _votes(columns: Sequence[Sequence[Any]], blobs: Sequence[str]) -> dict[int, Counter[Coding]]:
    """Return how many different texts of each column must be written in each old code."""
    found: dict[int, Counter[Coding]] = {}
    for index, (column, blob) in enumerate(zip(columns, blobs, strict=True)):
        if blob.isascii():
            continue
        texts = {v for v in column if type(v) is str and not v.isascii()}
        cast_votes: Counter[Coding] = Counter()
        for text in texts:
            if coding := vote(text):
                cast_votes[coding] += 1 if strange_words(text)[1] == 1 else 2
        if cast_votes:
            found[index] = cast_votes
    return found


def _verdict(votes: Counter[Coding], total: Counter[Coding]) -> Coding | None:
    """Return the code of a column without fonts: that of most of its votes, if the sheet as a whole speaks for it."""
    if not votes:
        return None
    coding, count = votes.most_common(1)[0]
    return coding if total[coding] >= _FEW or count >= 2 else None


def _turned(text: str, font: Coding | None, coding: Coding | None, *, mixed: bool) -> str:
    """Return a cell's text in Unicode: by its font, else by what its column speaks for."""
    if text.isascii() and font != "tcvn3-upper":
        return text
    if beyond(text):
        return text
    if font:
        # A legacy font on a text already Unicode: somebody typed it anew and left the font.
        marked, strange = strange_words(text)
        return text if marked and not strange and not SUSPECT.search(text) and font != "vni" else turn(text, font)
    if coding is None:
        return text
    turned = turn(text, coding)
    before, after = strange_words(text)[1], strange_words(turned)[1]
    doubtful = before == after == 0
    return turned if after < before or (doubtful and not mixed) or (before == after and SUSPECT.search(text)) else text


def _cleaned(text: str, where: Address) -> tuple[str, list[Mending]]:
    """Return a text in composed form without unseen characters and needless blanks, and the steps that led there."""
    steps: list[Mending] = []
    for kind, mended in (("form", _composed), ("letter", _with_d), ("invisible", _visible), ("spaces", _spaced)):
        after = mended(text)
        if after != text:
            steps.append(Mending(where, cast("Kind", kind), text, after))
            text = after
    return text, steps


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text) if _COMBINING.search(text) else text


def _with_d(text: str) -> str:
    return _ETH.sub("\u0110", text)


def _visible(text: str) -> str:
    text = _ESCAPED.sub(lambda found: _unescaped(int(found.group(1), 16), found.group()), text)
    return _UNSEEN.sub("", _BLANKS.sub(" ", text.replace("\r\n", "\n")))


def _unescaped(code: int, written: str) -> str:
    """Return the character that Excel writes as `_x000D_`: only control characters are written so."""
    if code == 0x5F:
        return "_"
    return chr(code) if code in (9, 10) else "" if code < 32 else written


def _spaced(text: str) -> str:
    return _RUNS.sub(" ", text).strip()


def _remarks(grid: Grid, index: int, found: Sequence[Mending]) -> list[Finding]:
    """Return one finding for each kind of mending in a column: how many cells, and samples."""
    kinds: dict[Kind, list[Mending]] = {}
    for mending in found:
        kinds.setdefault(mending.kind, []).append(mending)
    out: list[Finding] = []
    for kind, members in kinds.items():
        words, severity = _SAID[kind], "warning" if kind == "legacy" else "info"
        code = "legacy_text" if kind == "legacy" else "text_mended"
        samples = list(dict.fromkeys(f"“{_seen(m.was)}” → “{_seen(m.became)}”" for m in members[:200]))
        shown = "…" if hidden() else "; ".join(samples[:_SAMPLES])
        text = words.format(count=len(members), column=column_letter(index), samples=shown)
        fix = _CHECK_LEGACY if kind == "legacy" else _NOTHING_TO_DO
        out.append(
            Finding(code, cast("Any", severity), text, fix, members[0].where, "" if hidden() else _seen(members[0].was))
        )
    return out


def _seen(text: str) -> str:
    """Return a text with its unseen characters shown."""
    out = "".join(
        "␣" if _BLANKS.match(c) else f"[U+{ord(c):04X}]" if _UNSEEN.match(c) else "↵" if c == "\n" else c for c in text
    )
    return out if len(out) <= 60 else out[:59] + "…"


_SAID: dict[Kind, Text] = {
    "legacy": Text(
        "Cột {column}: {count} ô viết bằng bảng mã cũ (TCVN3/VNI) đã được chuyển sang Unicode: {samples}.",
        "Column {column}: {count} [cell|cells] turned from an old code (TCVN3/VNI) into Unicode: {samples}.",
    ),
    "form": Text(
        "Cột {column}: {count} ô dùng Unicode tổ hợp đã được chuyển về dựng sẵn: {samples}.",
        "Column {column}: {count} [cell|cells] of decomposed Unicode composed: {samples}.",
    ),
    "letter": Text(
        "Cột {column}: chữ Ð của tiếng nước khác ở {count} ô đã được thay bằng chữ Đ: {samples}.",
        "Column {column}: a foreign letter that looks like Đ was replaced in {count} [cell|cells]: {samples}.",
    ),
    "invisible": Text(
        "Cột {column}: đã bỏ ký tự không nhìn thấy ở {count} ô: {samples}.",
        "Column {column}: characters nobody sees were removed from {count} [cell|cells]: {samples}.",
    ),
    "spaces": Text(
        "Cột {column}: đã bỏ dấu cách thừa ở {count} ô: {samples}.",
        "Column {column}: needless blanks were removed from {count} [cell|cells]: {samples}.",
    ),
}
_TOO_LONG = Text(
    "Ô dài hơn mức Excel cho phép; phần thừa bị bỏ.", "The cell is longer than Excel allows; the rest was left out."
)
_CHECK_LEGACY = Text("So các mẫu này với bản gốc trong Excel.", "Compare these samples with the original in Excel.")
_NOTHING_TO_DO = Text("Không cần làm gì.", "Nothing needs to be done.")
