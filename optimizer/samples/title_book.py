"""The titles of a sample: what each asks of its holder and how many a unit has (R1 to R9, R13, R18 to R25, R33).

Numbers nobody has published (years asked for, shares of specialists) are invented; the shape is not: which department a
unit has follows its type, the chair of the council is a second title of the secretary or the standing deputy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

GOVERNMENT = "Chính quyền"
PARTY = "Đảng, Mặt trận, đoàn thể"

# Ranks: the four leaders in the order in which they are named (1 to 4), vice-chairs and heads of Party bodies (5),
# heads of departments and deputies in Party bodies (6), deputies in departments (7), specialists (8).
HEAD, DEPUTY = 6, 7

Standing = Literal["leader", "manager", "specialist"]
GROUP_WORD: dict[str, str] = {"leader": "Lãnh đạo", "manager": "Quản lý", "specialist": "Chuyên môn"}
RARE_FIELDS = frozenset({"đất đai", "quy hoạch", "xây dựng", "tài chính", "công nghệ thông tin", "giáo dục", "y tế"})


@dataclass(frozen=True, slots=True)
class TitleSpec:
    """One title. `posts` is the fixed number a unit has; a title with a `share` divides what the block has left."""

    code: str
    name: str
    block: str
    group: Standing
    rank: int
    fields: tuple[str, ...] = ()
    degree: str = "đại học"
    theory: str = ""
    party: bool = False
    years: int = 0
    months: int = 0
    not_local: bool = False
    concurrent: tuple[str, ...] = ()
    sensitive: bool = False
    where: Literal["all", "wards", "communes"] = "all"
    posts: int = 0
    share: float = 0.0

    @property
    def rare(self) -> bool:
        """Whether it belongs to the seven fields that units lack people for (R42)."""
        return self.group == "specialist" and self.fields[:1] != () and self.fields[0] in RARE_FIELDS

    @property
    def needed(self) -> bool:
        """Whether every unit has at least one (R18); smaller units join the other fields in one hand."""
        return self.rare or self.share >= 1.2

    def open_to(self, unit_type: str) -> bool:
        """Return whether units of this type have the title (R7)."""
        return self.where == "all" or (self.where == "wards") == (unit_type == "phường")

    def row(self) -> dict[str, object]:
        """Return the title as a row of the Titles sheet."""
        return {
            "title_code": self.code,
            "name": self.name,
            "block": self.block,
            "group": GROUP_WORD[self.group],
            "rank": self.rank,
            "fields": "; ".join(self.fields),
            "min_degree": self.degree,
            "min_theory": self.theory,
            "party_member": "x" if self.party else "",
            "min_years": self.years or None,
            "months_to_serve": self.months or None,
            "not_local": "x" if self.not_local else "",
            "concurrent_with": "; ".join(self.concurrent),
            "sensitive": "x" if self.sensitive else "",
        }


def _manager(
    code: str, name: str, rank: int, fields: tuple[str, ...] = (), block: str = GOVERNMENT, **more: object
) -> TitleSpec:
    base = TitleSpec(code, name, block, "manager", rank, fields, theory="trung cấp", party=True, months=60, posts=1)
    return replace(base, **more)  # type: ignore[arg-type]


def _specialist(
    code: str, name: str, fields: tuple[str, ...], share: float, block: str = GOVERNMENT, **more: object
) -> TitleSpec:
    return replace(TitleSpec(code, name, block, "specialist", 8, fields, share=share), **more)  # type: ignore[arg-type]


LEADERS = (
    TitleSpec(
        "BT",
        "Bí thư Đảng ủy",
        PARTY,
        "leader",
        1,
        theory="cao cấp",
        party=True,
        months=60,
        not_local=True,
        concurrent=("CTHDND",),
        posts=1,
    ),
    TitleSpec(
        "PBTTT",
        "Phó Bí thư Thường trực Đảng ủy",
        PARTY,
        "leader",
        2,
        theory="trung cấp",
        party=True,
        months=60,
        concurrent=("CTHDND",),
        posts=1,
    ),
    TitleSpec(
        "CTHDND",
        "Chủ tịch HĐND",
        GOVERNMENT,
        "leader",
        3,
        theory="trung cấp",
        party=True,
        months=60,
        concurrent=("BT", "PBTTT"),
        posts=1,
    ),
    TitleSpec(
        "CTUBND",
        "Phó Bí thư Đảng ủy, Chủ tịch UBND",
        GOVERNMENT,
        "leader",
        4,
        theory="trung cấp",
        party=True,
        months=60,
        not_local=True,
        posts=1,
    ),
)
_ECONOMY = ("tài chính", "đất đai", "nông nghiệp", "công thương", "xây dựng")
_CITY_ECONOMY = ("tài chính", "đất đai", "xây dựng", "quy hoạch", "công thương")
_SOCIETY = ("văn hóa", "giáo dục", "y tế", "lao động", "nội vụ")
_OFFICE = ("văn phòng", "tư pháp", "nội vụ")
_COUNTER = ("văn phòng", "tư pháp", "công nghệ thông tin")

MANAGERS = (
    _manager("PCTHDND", "Phó Chủ tịch HĐND", 5),
    _manager("PCTUBND", "Phó Chủ tịch UBND", 5, posts=2),
    _manager("CVP", "Chánh Văn phòng HĐND và UBND", 6, _OFFICE, years=3),
    _manager("PCVP", "Phó Chánh Văn phòng HĐND và UBND", 7, _OFFICE, years=2),
    _manager("TPKT", "Trưởng phòng Kinh tế", 6, _ECONOMY, years=3, where="communes"),
    _manager("PTPKT", "Phó Trưởng phòng Kinh tế", 7, _ECONOMY, years=2, where="communes"),
    _manager("TPKTHTDT", "Trưởng phòng Kinh tế, Hạ tầng và Đô thị", 6, _CITY_ECONOMY, years=3, where="wards"),
    _manager("PTPKTHTDT", "Phó Trưởng phòng Kinh tế, Hạ tầng và Đô thị", 7, _CITY_ECONOMY, years=2, where="wards"),
    _manager("TPVHXH", "Trưởng phòng Văn hóa - Xã hội", 6, _SOCIETY, years=3),
    _manager("PTPVHXH", "Phó Trưởng phòng Văn hóa - Xã hội", 7, _SOCIETY, years=2),
    _manager("GDHCC", "Giám đốc Trung tâm Phục vụ hành chính công", 6, _COUNTER, years=3),
    _manager("PGDHCC", "Phó Giám đốc Trung tâm Phục vụ hành chính công", 7, _COUNTER, years=2),
)
SPECIALISTS = (
    _specialist("CVDD", "Chuyên viên đất đai", ("đất đai",), 1.7, years=2, sensitive=True),
    _specialist("CVQH", "Chuyên viên quy hoạch - kiến trúc", ("quy hoạch",), 0.8, years=1),
    _specialist("CVXD", "Chuyên viên xây dựng - hạ tầng", ("xây dựng",), 1.5, years=2, sensitive=True),
    _specialist("CVTC", "Chuyên viên tài chính - kế hoạch", ("tài chính",), 1.4, years=2, sensitive=True),
    _specialist("CVCNTT", "Chuyên viên công nghệ thông tin", ("công nghệ thông tin",), 0.9),
    _specialist("CVGD", "Chuyên viên giáo dục", ("giáo dục",), 1.2, years=3),
    _specialist("CVYT", "Chuyên viên y tế", ("y tế",), 1.0, years=2),
    _specialist("KTT", "Kế toán", ("kế toán",), 1.2, years=3, sensitive=True, degree="cao đẳng"),
    _specialist("CVMT", "Chuyên viên môi trường", ("môi trường", "đất đai"), 0.6),
    _specialist("CVNN", "Chuyên viên nông nghiệp", ("nông nghiệp",), 1.1, where="communes"),
    _specialist("CVCT", "Chuyên viên công thương", ("công thương",), 0.7),
    _specialist("CVTP", "Chuyên viên tư pháp - hộ tịch", ("tư pháp", "luật"), 1.4, years=1),
    _specialist("CVNV", "Chuyên viên nội vụ", ("nội vụ",), 1.0, sensitive=True),
    _specialist("CVLD", "Chuyên viên lao động - thương binh và xã hội", ("lao động",), 1.0),
    _specialist("CVVH", "Chuyên viên văn hóa - thông tin", ("văn hóa",), 1.0),
    _specialist("CVDT", "Chuyên viên dân tộc - tôn giáo", ("dân tộc", "nội vụ"), 0.3),
    _specialist("CVVP", "Chuyên viên văn phòng - tổng hợp", ("văn phòng",), 1.5),
    _specialist("VT", "Văn thư - lưu trữ - thủ quỹ", ("văn phòng", "kế toán"), 0.8, degree="trung cấp", sensitive=True),
    _specialist("CVMC", "Chuyên viên tiếp nhận và trả kết quả (một cửa)", (), 1.9, degree="cao đẳng"),
)
_PARTY_WORK = ("xây dựng Đảng",)
_MASS_WORK = ("xây dựng Đảng", "văn hóa", "lao động", "nông nghiệp")
PARTY_SIDE = (
    _manager("CNUBKT", "Chủ nhiệm Ủy ban Kiểm tra Đảng ủy", 5, _PARTY_WORK, PARTY, years=3, not_local=True),
    _manager(
        "PCNUBKT",
        "Phó Chủ nhiệm Ủy ban Kiểm tra Đảng ủy",
        6,
        ("xây dựng Đảng", "luật", "tài chính"),
        PARTY,
        years=2,
        posts=2,
    ),
    _manager("TBXDD", "Trưởng ban Xây dựng Đảng", 5, _PARTY_WORK, PARTY, years=3),
    _manager("PTBXDD", "Phó Trưởng ban Xây dựng Đảng", 6, ("xây dựng Đảng", "nội vụ"), PARTY, years=2, posts=2),
    _manager("CVPDU", "Chánh Văn phòng Đảng ủy", 6, ("văn phòng", "xây dựng Đảng"), PARTY, years=3),
    _manager("PCVPDU", "Phó Chánh Văn phòng Đảng ủy", 7, ("văn phòng", "xây dựng Đảng"), PARTY, years=2),
    _manager("CTMTTQ", "Chủ tịch Ủy ban MTTQ Việt Nam", 5, _MASS_WORK, PARTY, years=3),
    _manager("PCTPN", "Phó Chủ tịch UBMTTQ, Chủ tịch Hội Liên hiệp Phụ nữ", 6, _MASS_WORK, PARTY, months=0),
    _manager("PCTND", "Phó Chủ tịch UBMTTQ, Chủ tịch Hội Nông dân", 6, _MASS_WORK, PARTY, months=0),
    _manager(
        "PCTCCB", "Phó Chủ tịch UBMTTQ, Chủ tịch Hội Cựu chiến binh", 6, _MASS_WORK, PARTY, months=0, degree="trung cấp"
    ),
    _manager("PCTTN", "Phó Chủ tịch UBMTTQ, Bí thư Đoàn TNCS Hồ Chí Minh", 6, _MASS_WORK, PARTY, theory=""),
    _specialist("CVVPDU", "Chuyên viên Văn phòng Đảng ủy", ("văn phòng", "xây dựng Đảng"), 1.5, PARTY, party=True),
    _specialist(
        "CVXDD",
        "Chuyên viên Ban Xây dựng Đảng",
        ("xây dựng Đảng", "nội vụ"),
        1.8,
        PARTY,
        party=True,
        years=1,
        sensitive=True,
    ),
    _specialist(
        "CVKTD", "Chuyên viên Ủy ban Kiểm tra Đảng ủy", ("xây dựng Đảng", "luật"), 1.2, PARTY, party=True, years=1
    ),
    _specialist("CVMTTQ", "Chuyên viên Mặt trận, đoàn thể", _MASS_WORK, 1.7, PARTY),
)


def title_book(
    kind: Literal["leaders", "government", "whole"], specialist_degree: str = "đại học"
) -> tuple[TitleSpec, ...]:
    """Return the titles of a sample; mountain provinces may ask specialists for less than a university degree (R23)."""
    if kind == "leaders":
        return LEADERS
    book: tuple[TitleSpec, ...] = (*LEADERS, *MANAGERS, *SPECIALISTS)
    if kind == "whole":
        twice = tuple(replace(t, posts=2) if t.rank == DEPUTY else t for t in MANAGERS)  # deputies: two on average (R8)
        book = (*LEADERS, *twice, *SPECIALISTS, *PARTY_SIDE)
    if specialist_degree == "đại học":
        return book
    return tuple(
        replace(t, degree=specialist_degree) if t.group == "specialist" and t.degree == "đại học" else t for t in book
    )
