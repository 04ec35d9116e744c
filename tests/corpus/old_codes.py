"""Writing Vietnamese in the codes of before Unicode, by tables of their own (the test's, not the program's).

TCVN3 is written as the C library's converter writes it (checked where `iconv` knows it); VNI letter by letter.
"""

from __future__ import annotations

import unicodedata
from typing import Any

_TCVN3 = (
    "µà¶ả·ã¸á¹ạ¨ă»ằ¼ẳ½ẵ¾ắÆặ©âÇầÈẩÉẫÊấËậ®đÌèÎẻÏẽÐéÑẹªêÒềÓểÔễÕếÖệ×ìØỉÜĩÝíÞịßòáỏâõãóäọ«ôåồæổçỗèốéộ¬ơêờëởìỡíớîợïùñủòũóúôụ"
    "\u00adưõừöử÷ữøứùựúỳûỷüỹýýþỵ¡Ă¢Â§Đ£Ê¤Ô¥Ơ¦Ư"
)
TO_TCVN3 = dict(zip(_TCVN3[1::2], _TCVN3[::2], strict=True))
_TONES = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "": ""}
_ROUND = {"\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_SHORT = {"\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë", "": "ê"}
_SINGLE = {"đ": "ñ", "ị": "ò", "ỉ": "æ", "ĩ": "ó", "ỵ": "î", "ì": "ì", "í": "í"}


def tcvn3(value: Any) -> Any:
    """Return a text in TCVN3; capitals with marks become small ones, as the code has no others."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    return "".join(TO_TCVN3.get(c) or TO_TCVN3.get(c.lower(), c) for c in text)


def vni(value: Any) -> Any:
    """Return a text in VNI."""
    return "".join(map(_vni, unicodedata.normalize("NFC", value))) if isinstance(value, str) else value


def _vni(letter: str) -> str:
    small = letter.lower()
    if small in _SINGLE:
        out = _SINGLE[small]
    else:
        parts = unicodedata.normalize("NFD", small)
        tone = next((c for c in parts if c in _TONES and c), "")
        base = parts[0]
        if "\u0302" in parts:
            out = base + _ROUND[tone]
        elif "\u0306" in parts:
            out = base + _SHORT[tone]
        else:
            out = {"o": "ô", "u": "ö"}[base] + _TONES[tone] if "\u031b" in parts else base + _TONES[tone]
    return out.upper() if letter != small else out
