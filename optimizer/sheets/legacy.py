"""Vietnamese text of before Unicode: the codes TCVN3 (fonts .VnTime, .VnTimeH) and VNI (VNI-Times), told and turned.

In both, letters with marks were drawn in the places of other Latin letters, so `Nguyễn Văn An` reads `NguyÔn V¨n An`.
The font of a cell decides; where it was lost, a text is taken for legacy only if its words are no Vietnamese syllables
as they stand and all are once turned.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Coding = Literal["tcvn3", "tcvn3-upper", "vni"]

_TCVN3_FROM = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ"
_TCVN3_TO = "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
TCVN3 = dict(zip(_TCVN3_FROM, _TCVN3_TO, strict=True))

# VNI writes a letter and then its marks as one further character.
_VNI_MARKS = {
    "ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323",
    "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "ò": "ị", "æ": "ỉ", "ó": "ĩ", "î": "ỵ"}
_VNI_SINGLE.update({k.upper(): v.upper() for k, v in tuple(_VNI_SINGLE.items())})
_CIRCUMFLEX, _BREVE = frozenset("âàáåãä"), frozenset("êèéúüë")
_TONE_ONLY = frozenset("øùûõï")


def _vni_table() -> dict[str, str]:
    found = dict(_VNI_SINGLE)
    for base in "aeiouyôö":
        letter = {"ô": "ơ", "ö": "ư"}.get(base, base)
        for mark, combining in _VNI_MARKS.items():
            fits = mark in _TONE_ONLY or (mark in _CIRCUMFLEX and base in "aeo") or (mark in _BREVE and base == "a")
            if not fits:
                continue
            made = unicodedata.normalize("NFC", letter + combining)
            for b, m, out in (
                (base, mark, made),
                (base, mark.upper(), made),
                (base.upper(), mark, made.upper()),
                (base.upper(), mark.upper(), made.upper()),
            ):
                found[b + m] = out
    return found


VNI = _vni_table()
_VNI_PATTERN = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TCVN3_TABLE = str.maketrans(TCVN3)

# Letters that Vietnamese in Unicode never has, and both old codes are full of.
SUSPECT = re.compile("[¡-¬\u00ad®-¾ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþ]")
_BEYOND = re.compile("[^\x00-\xff]")
_WORD = re.compile("[^\\s\\d.,;:()/\\\\\\-–'\"!?&+*=|_]+")
_FONT = re.compile(rb'(?:val|name|typeface)="(?:\.vn|vni|vn[ -]?(?:time|arial))', re.IGNORECASE)

_ONSET = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx]|"
_RHYME = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|"
    "e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|êng|ênh|êp|êt|êu|"
    "i|ia|ich|im|in|inh|ip|it|iu|iêc|iêm|iên|iêng|iêp|iêt|iêu|y|ych|yn|ynh|yt|yu|ya|yêm|yên|yêng|yêt|yêu|"
    "o|oc|oi|om|on|ong|op|ot|oong|ooc|oa|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|"
    "oe|oen|oeo|oet|ô|ôc|ôi|ôm|ôn|ông|ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|"
    "u|ua|uc|ui|um|un|ung|up|ut|uôc|uôi|uôm|uôn|uông|uôt|uân|uâng|uât|uây|uê|uêch|uên|uênh|uơ|uya|uy|uych|uyên|uyêt|"
    "uyn|uynh|uyp|uyt|uyu|ư|ưa|ưc|ưi|ưm|ưn|ưng|ưt|ưu|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})(?:{_RHYME})")
_TONES = {ord(c): None for c in "\u0300\u0301\u0303\u0309\u0323"}


def has_legacy_font(styles: bytes) -> bool:
    """Return whether the styles of a workbook name a font of before Unicode."""
    return bool(_FONT.search(styles))


@lru_cache(maxsize=512)
def coding_of_font(name: str | None) -> Coding | None:
    """Return the code a font stands for, None for a Unicode font; `.VnTimeH` draws everything in capitals."""
    plain = (name or "").strip().casefold()
    if plain.startswith("vni"):
        return "vni"
    if plain.startswith((".vn", "vntime", "vn time", "vn-time", "vnarial", "vn arial")):
        return "tcvn3-upper" if plain.endswith("h") else "tcvn3"
    return None


def turn(text: str, coding: Coding) -> str:
    """Return a legacy text in Unicode."""
    if coding == "vni":
        return _VNI_PATTERN.sub(lambda found: VNI[found.group()], text)
    turned = text.translate(_TCVN3_TABLE)
    return turned.upper() if coding == "tcvn3-upper" else turned


@lru_cache(maxsize=200_000)
def is_syllable(word: str) -> bool:
    """Return whether a word can be one Vietnamese syllable, in composed Unicode, whatever its case and tone."""
    flat = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.casefold()).translate(_TONES))
    return bool(_SYLLABLE.fullmatch(flat))


def beyond(text: str) -> bool:
    """Return whether a text holds letters that no legacy code has: then it is Unicode already."""
    return bool(_BEYOND.search(text))


@lru_cache(maxsize=100_000)
def strange_words(text: str) -> tuple[int, int]:
    """Return how many words with marks a text has, and how many of those are no Vietnamese syllable."""
    marked = [w for w in _WORD.findall(text) if not w.isascii()]
    return len(marked), sum(not is_syllable(w) for w in marked)


@lru_cache(maxsize=100_000)
def vote(text: str) -> Coding | None:
    """Return the code a text must be written in: strange as it stands, sound Vietnamese once turned."""
    if text.isascii() or beyond(text) or not strange_words(text)[1]:
        return None
    sound: list[Coding] = []
    for coding in ("tcvn3", "vni"):
        turned = turn(text, coding)
        marked, strange = strange_words(turned)
        if marked and not strange and not SUSPECT.search(turned):
            sound.append(coding)
    return sound[0] if len(sound) == 1 else None
