"""Reading a present post that is no title word for word: several titles in one text, or one with the unit's name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from optimizer.domain.place_text import COMMUNE_KINDS, named
from optimizer.domain.standing import above
from optimizer.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.entities import Title
    from optimizer.domain.places import PlaceIndex

_LONGEST, _MOST = 300, 12  # letters and parts; what has more is an account of somebody's career, no post
# "kiêm" also without its accent, but then not in "kiem tra" (inspection) and its like.
_ALSO = (
    r"(?<!\w)(?:kiêm(?:\s+nhiệm)?|kiem(?!\s+(?:tra|toan|sat|soat|lam|dinh|ngu|ke|diem|nghiem)\b)(?:\s+nhiem)?)(?!\w)"
)
_BETWEEN = re.compile(rf"(?:\s*[,;/+\n]|\s+[-–—](?=\s)|\s*{_ALSO})+\s*", re.IGNORECASE)
_PLAIN = re.compile(r"[\s,/–—-]*")  # what also stands inside the name of a post: Kinh tế, Hạ tầng và Đô thị
_HEAD = re.compile(
    r"(?:bi thu|pho|chu tich|chu nhiem|truong|chanh|giam doc|chi huy|uy vien|dang uy vien|uv|dai bieu|cong chuc|"
    r"chuyen vien|nguyen|quyen|phu trach|xa|phuong|thi tran|dac khu|huyen|thi xa|thanh pho|tp|tinh)\b"
)
_KIND_ALONE = {  # the word for a type of unit where no name follows: Phó Chủ tịch UBND xã
    kind: re.compile(rf"\s+(?:{word})(?=\s*(?:$|[,;/+()\n]|\s[-–—]\s|\s{_ALSO}))", re.IGNORECASE)
    for kind, word in (("xa", "xã|xa"), ("phuong", "phường|phuong"), ("dac_khu", "đặc khu|dac khu"))
}
_OWN_UNIT = re.compile(r"\b(?:xã(?!\s+hội\b)|phường|thị trấn|đặc khu|[xp][.]|tt[.])\s*\w", re.IGNORECASE)
_EDGES = " ,;/+-–—()."


@dataclass(frozen=True, slots=True)
class Post:
    """What a text names: the titles of the sheet in it, the one that counts first, and whether that is all it names."""

    titles: tuple[str, ...] = ()
    several: bool = False
    key: tuple[str, ...] = ()  # its parts without the names of units: texts that are read alike have the same


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a text: the words of it that are compared, and the title it names, if any."""

    words: str
    title: str | None
    plain: bool  # divided from the part before by what may also stand inside a name


class PresentPosts:
    """The titles of a case as people write them into the column of the present post."""

    def __init__(self, titles: Sequence[Title], index: PlaceIndex) -> None:
        self._index = index
        self._titles = {t.title_code: t for t in titles}
        by_name: dict[str, list[str]] = {}
        for title in titles:
            by_name.setdefault(fold(title.name), []).append(title.title_code)
        self._codes = {name: codes[0] for name, codes in by_name.items() if len(codes) == 1} | {
            fold(t.title_code): t.title_code for t in titles
        }
        self._whole = {word: (code,) for word, code in self._codes.items()}
        self._read: dict[tuple[str, str | None, str], Post] = {}

    def whole(self, text: str) -> tuple[str, ...]:
        """Return the one title that a text names word for word, by name or code, or nothing."""
        return self._whole.get(fold(text), ())

    def read(self, text: str, unit: str | None, kind: str = "") -> Post:
        """Return the titles in a text that is none word for word; `unit` is where the person serves.

        With `kind`, the type of that unit, the word for it alone after a title means this unit: Phó Chủ tịch UBND xã.

        Parts stand between , ; / + line breaks, a dash between blanks and the word kiêm, never inside the name of a
        listed title. The title of highest standing counts, of equal ones the first written.
        """
        alone = _KIND_ALONE.get(kind)
        key = (text, unit if unit and _OWN_UNIT.search(text) else None, kind if alone and alone.search(text) else "")
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self._take_apart(*key)
        return found

    def _take_apart(self, text: str, unit: str | None, kind: str) -> Post:
        if len(text) > _LONGEST:
            return Post()
        parts = self._parts(text, unit, kind)
        if not any(p.title for p in parts):
            return Post()
        parts = _certain(parts)
        named_here = list(dict.fromkeys(p.title for p in parts if p.title is not None))
        if not named_here:
            return Post()
        first = named_here[0]
        for code in named_here:
            if above(self._titles[code], self._titles[first]):
                first = code
        titles = (first, *(code for code in named_here if code != first))
        return Post(titles, len(parts) > 1, tuple(p.words for p in parts))

    def _parts(self, text: str, unit: str | None, kind: str) -> list[_Part]:
        """Return the parts of a text; several that make up one title's name together are one part."""
        ends = [m.span() for m in _BETWEEN.finditer(text)]
        if len(ends) >= _MOST:
            return []
        starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(text)]
        found: list[_Part] = []
        i = 0
        while i < len(starts):
            plain = i > 0 and _PLAIN.fullmatch(text[stops[i - 1] : starts[i]]) is not None
            for j in range(len(starts), i, -1):
                words, title = self._title(text[starts[i] : stops[j - 1]], unit, kind)
                if title is not None:
                    break
            if words:
                found.append(_Part(words, title, plain))
            i = j
        return found

    def _title(self, text: str, unit: str | None, kind: str) -> tuple[str, str | None]:
        """Return the words and the title of one part, the name of the person's own unit after it left out."""
        words = fold(text)
        code = self._codes.get(words)
        if code is not None or not (unit or kind):
            return words, code
        if kind and (code := self._codes.get(fold(_KIND_ALONE[kind].sub("", text)))) is not None:
            return words, code
        if unit is None:
            return words, None
        written = text.split()
        for k in range(len(written) - 1, 0, -1):
            before = fold(" ".join(written[:k]))
            if (code := self._codes.get(before)) is not None and self._is_own(" ".join(written[k:]), unit):
                return before, code
        return words, None

    def _is_own(self, text: str, unit: str) -> bool:
        place = text.strip(_EDGES)
        if named(place).kind not in COMMUNE_KINDS:
            return False
        found = self._index.resolve(place)
        return found.kind in ("unit", "old_unit") and unit in found.codes


def _certain(parts: Sequence[_Part]) -> list[_Part]:
    """Return the parts without titles that may be only a piece of a longer name beside them.

    "Trưởng phòng Kinh tế, Hạ tầng và Đô thị" is no Trưởng phòng Kinh tế, "Công chức Tài chính - Kế toán" no Kế toán: next
    to a part that is no title, only what begins as posts and places do stands for itself.
    """
    joined = [
        after.plain and (before.title is None) != (after.title is None) and _HEAD.match(after.words) is None
        for before, after in pairwise(parts)
    ]
    return [
        _Part(p.words, None, p.plain) if before or after else p
        for p, before, after in zip(parts, [False, *joined], [*joined, False], strict=True)
    ]
