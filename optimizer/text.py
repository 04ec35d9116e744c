"""Words in two languages, and the ways names are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import filterfalse
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Lang = Literal["vi", "en"]

_TONES = "\u0300\u0301\u0303\u0309\u0323"  # grave, acute, tilde, hook above, dot below
_TONE_SET = frozenset(_TONES)
_SPACES = re.compile(r"[\s\u00a0\u200b\u200c\u200d\ufeff]+")
_WIDTHLESS = re.compile("[\u200b-\u200d\ufeff]")  # blanks that Python does not count among them
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_AGREEING = re.compile(r"(\{\w+(?::[^{}]*)?\}) \[([^|\[\]]*)\|([^|\[\]]*)\]")
_VOWELS = frozenset("aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Vietnamese and English."""

    vi: str
    en: str

    def of(self, lang: Lang) -> str:
        """Return the wording in `lang`."""
        return self.vi if lang == "vi" else self.en

    def format(self, **values: object) -> Text:
        """Fill the same named places in both wordings; a value that is a Text is filled language by language.

        In English `{n} [seat|seats]` takes the first words where n is 1.
        """
        vi, en = values, values.copy()
        for name, value in en.items():
            if isinstance(value, Text):
                vi[name], en[name] = value.vi, value.en
        template = _AGREEING.sub(partial(_agreed, en), self.en) if "[" in self.en else self.en
        return Text(self.vi.format_map(vi), template.format_map(en))


def _agreed(values: Mapping[str, object], found: re.Match[str]) -> str:
    number, one, more = found.groups()
    return f"{number} {one if number.format_map(values) == '1' else more}"


def same(words: str) -> Text:
    """Return a Text whose two wordings are equal: a name, a code."""
    return Text(words, words)


@lru_cache(maxsize=200_000)  # most cells repeat, and each is asked about by several rules
def tidy(value: str) -> str:
    """Return `value` in composed Unicode (NFC) with odd spaces folded to single blanks."""
    text = unicodedata.normalize("NFC", value)
    return _SPACES.sub(" ", text).strip() if _WIDTHLESS.search(text) else " ".join(text.split())


@lru_cache(maxsize=200_000)
def fold(value: str) -> str:
    """Return the form in which *words* are compared: no case, no accents, no punctuation (`Đảng viên` -> `dang vien`)."""
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", value).casefold())
    plain = "".join(filterfalse(unicodedata.combining, flat)).replace("đ", "d").replace("ð", "d")
    return _NOT_WORD.sub(" ", plain).strip()


@lru_cache(maxsize=200_000)
def name_key(value: str) -> str:
    """Return the form in which *names of places* are compared.

    Case, spaces, Unicode form and the position of the tone mark (Hòa, Hoà) do not matter; accents do (Cẩm Giang is not
    Cẩm Giàng). The tone of each syllable is moved to the syllable's end, so its position cannot differ.
    """
    words = _SPACES.sub(" ", unicodedata.normalize("NFKC", value)).casefold().replace("ð", "đ").split()
    return " ".join(key for word in words if (key := _word_key(word)))


@lru_cache(maxsize=20_000)  # names of places are made of few words
def _word_key(word: str) -> str:
    """Return one word of a name without marks and with its tones at the end; empty where nothing of it is a letter."""
    letters: list[str] = []
    tones: list[str] = []
    for c in unicodedata.normalize("NFD", word):
        (tones if c in _TONE_SET else letters).append(c)
    key = unicodedata.normalize("NFC", "".join(letters))
    key = "".join(c for c in key if c.isalnum())
    return key + "".join(tones) if key else ""
