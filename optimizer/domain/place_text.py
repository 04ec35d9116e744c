"""How a written place is taken apart: "xã Hòa Bình, huyện Thủy Nguyên, TP Hải Phòng" into commune, district, province.

Names are kept in the form of `text.name_key`: accents matter; case, Unicode form and the place of the tone mark do not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from optimizer.text import name_key, tidy

Kind = Literal["xa", "phuong", "thi_tran", "dac_khu", "huyen", "quan", "thi_xa", "thanh_pho", "tinh", ""]
COMMUNE_KINDS = frozenset({"xa", "phuong", "thi_tran", "dac_khu"})
DISTRICT_KINDS = frozenset({"huyen", "quan", "thi_xa"})

# Longest first, so that "thị xã" is never read as the commune word "xã".
_PREFIXES: tuple[tuple[str, Kind], ...] = (
    (r"thị\s+trấn", "thi_tran"),
    (r"thị\s+xã", "thi_xa"),
    (r"thành\s+phố", "thanh_pho"),
    (r"đặc\s+khu", "dac_khu"),
    ("phường", "phuong"),
    ("huyện", "huyen"),
    ("quận", "quan"),
    ("tỉnh", "tinh"),
    ("xã", "xa"),
)
_SHORT: tuple[tuple[str, Kind], ...] = (
    ("t[.]?p", "thanh_pho"),
    ("t[.]?x", "thi_xa"),
    ("t[.]?t", "thi_tran"),
    ("đ[.]?k", "dac_khu"),
    ("p", "phuong"),
    ("x", "xa"),
    ("h", "huyen"),
    ("q", "quan"),
    ("t", "tinh"),
)
# "xã hội" is society, not a commune called Hội; a short form needs a dot, a blank or (P3, Q1) a number after it.
_LONG_RE = re.compile(
    r"^(?:" + "|".join(f"(?P<k{i}>{p})" for i, (p, _) in enumerate(_PREFIXES)) + r")[\s.:]+(?!hội\b)(?=\w)"
)
_SHORT_RE = re.compile(
    r"^(?:" + "|".join(f"(?P<k{i}>{p})" for i, (p, _) in enumerate(_SHORT)) + r")(?:[.]\s*|\s+|(?=\d))(?=\w)"
)
_T_WITHOUT_DOT = re.compile(r"^t\s")  # a lone "t" before a name is a tỉnh only with its dot
_WITHIN = re.compile(r"\s(?=(?:huyện|quận|thị xã|thành phố|tỉnh|tp[. ]|tx[. ])\s*\w)")
_OFFICE = re.compile(
    r"^(?:ubnd|hđnd|mttq|ủy ban|uỷ ban|hội đồng|đảng ủy|đảng uỷ|đảng bộ|văn phòng|phòng|sở|trung tâm|mặt trận|công an|"
    r"kho bạc|chi cục|tòa án|toà án|viện kiểm sát|bộ phận|trạm y tế|"
    r"ban (?:tổ chức|tuyên|dân|nội|chỉ|xây|quản|thường|pháp|kinh|văn|chấp|kiểm)|hội (?:nông|phụ|liên|cựu|chữ)|"
    r"đoàn (?:thanh|tn)|trường (?:thpt|thcs|tiểu|mầm|chính|đại|cao|trung))\b"
)
_PARTY_OFFICE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b{word}\s+(?:ủy|uỷ)\b"), place)
    for word, place in (
        ("huyện", "huyện"),
        ("quận", "quận"),
        ("thị", "thị xã"),
        ("thành", "thành phố"),
        ("tỉnh", "tỉnh"),
    )
)
_COMMUNE_WITHIN = re.compile(r"\s((?:(?<!thị )xã(?! hội)|phường|thị trấn|đặc khu)\s+\w.*)$")
# Only words that cannot begin a commune's own name, or stand before a number (Đường Lâm and Phố Lu are communes).
_VILLAGE = re.compile(
    r"^(?:thôn|xóm|tổ dân phố|tdp|ấp|khóm|ngõ|ngách|hẻm|khu phố|kp|số nhà|sn|chung cư|khu dân cư|kdc|khu đô thị|kđt)\b"
    r"|^(?:tổ|khu|số|đội|bản|làng|buôn|đường|phố|lô)\s+(?:số\s+)?\d"
)
_BETWEEN = re.compile(r"[,;\n()]+")
_DASH = re.compile(r"\s*[-–—/]\s+|\s+[-–—/]\s*")
_TIGHT_DASH = re.compile(r"[-–—/]")

# Provinces by their names before and after the mergers, so that the last part of an address is known as such.
_PROVINCE_NAMES = """
An Giang;Bà Rịa Vũng Tàu;Bắc Giang;Bắc Kạn;Bạc Liêu;Bắc Ninh;Bến Tre;Bình Định;Bình Dương;Bình Phước;Bình Thuận
Cà Mau;Cần Thơ;Cao Bằng;Đà Nẵng;Đắk Lắk;Đắk Nông;Điện Biên;Đồng Nai;Đồng Tháp;Gia Lai;Hà Giang;Hà Nam;Hà Nội
Hà Tĩnh;Hải Dương;Hải Phòng;Hậu Giang;Hòa Bình;Hồ Chí Minh;Huế;Hưng Yên;Khánh Hòa;Kiên Giang;Kon Tum;Lai Châu
Lâm Đồng;Lạng Sơn;Lào Cai;Long An;Nam Định;Nghệ An;Ninh Bình;Ninh Thuận;Phú Thọ;Phú Yên;Quảng Bình;Quảng Nam
Quảng Ngãi;Quảng Ninh;Quảng Trị;Sóc Trăng;Sơn La;Tây Ninh;Thái Bình;Thái Nguyên;Thanh Hóa;Thừa Thiên Huế
Tiền Giang;Trà Vinh;Tuyên Quang;Vĩnh Long;Vĩnh Phúc;Yên Bái;Hà Tây;Hải Hưng;Hà Bắc;Nam Hà;Hà Nam Ninh;Vĩnh Phú
Bắc Thái;Hà Sơn Bình;Hoàng Liên Sơn;Nghệ Tĩnh;Sông Bé;Minh Hải;Cửu Long;Hà Tuyên;Cao Lạng;Bình Trị Thiên
Thuận Hải;Phú Khánh;Nghĩa Bình;Gia Lai Kon Tum
"""
PROVINCES = frozenset(name_key(n) for n in _PROVINCE_NAMES.replace("\n", ";").split(";") if n)
CITIES = frozenset(name_key(n) for n in ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế"))


@dataclass(frozen=True, slots=True)
class Name:
    """One part of an address: what kind of place its prefix says it is ("" without one), and its bare name as a key."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart into the three levels; what was not written is None."""

    commune: Name | None = None
    district: Name | None = None
    province: Name | None = None
    bare: bool = False  # the commune was written without a prefix, so it may as well be the district
    office: bool = False  # an office *of* the place stands before it ("Phòng Nội vụ huyện Thủy Nguyên")


def bare_key(name: str) -> str:
    """Return the key of a name without prefix: dashes are blanks, numbers lose leading zeros (`Phường 03` -> `3`)."""
    key = name_key(_TIGHT_DASH.sub(" ", name))
    if any(c.isdigit() for c in key):
        key = " ".join((w.lstrip("0") or "0") if w.isdigit() else w for w in key.split())
    return key


@lru_cache(maxsize=100_000)
def named(text: str) -> Name:
    """Return the kind and the bare key of one name ("P. An Biên" -> ward, "an bien" with its accents)."""
    flat = _compose(text)
    if found := _LONG_RE.match(flat):
        return Name(_PREFIXES[int(str(found.lastgroup)[1:])][1], bare_key(flat[found.end() :]))
    if not _T_WITHOUT_DOT.match(flat) and (found := _SHORT_RE.match(flat)):
        return Name(_SHORT[int(str(found.lastgroup)[1:])][1], bare_key(flat[found.end() :]))
    return Name("", bare_key(flat))


def _compose(text: str) -> str:
    """Return the text tidied, without case, `Ð` read as `Đ`; accents stay."""
    return unicodedata.normalize("NFC", tidy(text).casefold().replace("ð", "đ"))


def parse(text: str, names: frozenset[str] = frozenset(), provinces: frozenset[str] = frozenset()) -> Place:
    """Take a written place apart; `names` holds keys of every place of the case, `provinces` those of its provinces."""
    parts, office = _parts(text, names)
    rest = [n for n in (named(p) for p in parts) if n.key]
    commune = district = province = None
    if rest and _is_province(rest[-1], alone=len(rest) == 1, provinces=provinces):
        province = rest.pop()
    if rest and rest[-1].kind not in COMMUNE_KINDS and (len(rest) > 1 or rest[-1].kind):
        district = rest.pop()
    if rest:
        commune = next((n for n in reversed(rest) if n.kind in COMMUNE_KINDS), rest[-1])
        if commune.kind and commune.kind not in COMMUNE_KINDS:
            commune = None
    return Place(
        commune, district, province, bare=commune is not None and not commune.kind and not district, office=office
    )


def _is_province(name: Name, *, alone: bool, provinces: frozenset[str]) -> bool:
    if name.kind == "tinh":
        return True
    if name.kind == "thanh_pho":
        return name.key in CITIES
    # A single bare word may be a commune that shares its name with a province (Hòa Bình): left open for the look-up.
    return not name.kind and not alone and (name.key in PROVINCES or name.key in provinces)


def _parts(text: str, names: frozenset[str]) -> tuple[list[str], bool]:
    """Return the parts of an address without villages and streets, and whether an office leads it."""
    found = [_parts_of(piece.strip(), names) for piece in _BETWEEN.split(_compose(text))]
    return [part for parts, _ in found for part in parts], any(office for _, office in found)


@lru_cache(maxsize=100_000)  # addresses differ in their villages, hardly in what comes after
def _parts_of(chunk: str, names: frozenset[str]) -> tuple[tuple[str, ...], bool]:
    """Return the same of what stands between two commas."""
    office = False
    for pattern, place in _PARTY_OFFICE:
        chunk, changed = pattern.subn(place, chunk)
        office = office or changed > 0
    out: list[str] = []
    for part in (p for piece in _WITHIN.split(chunk) for p in _undashed(piece.strip(), names)):
        if _OFFICE.match(part) and named(part).key not in names:
            office = True
            inner = _COMMUNE_WITHIN.search(part)
            if inner:
                out.append(inner.group(1))
        elif part and (named(part).key in names or not _VILLAGE.match(part)):
            out.append(part)
    return tuple(out), office


def _undashed(piece: str, names: frozenset[str]) -> list[str]:
    """Split at dashes, unless the whole is a name that has one (Bà Rịa - Vũng Tàu) or an office (Văn hóa - Xã hội)."""
    if not _TIGHT_DASH.search(piece):
        return [piece]
    key = named(piece).key
    if key in PROVINCES or key in names or _OFFICE.match(piece):
        return [piece]
    by_blank = [p.strip() for p in _DASH.split(piece) if p.strip()]
    if len(by_blank) > 1:
        return by_blank
    return [p.strip() for p in _TIGHT_DASH.split(piece) if p.strip()]
