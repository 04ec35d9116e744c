"""The rows of the case workbook as frozen entities (DESIGN section 2): each field names its own column."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from optimizer.domain.dates import PartialDate
from optimizer.domain.record import Column, Record
from optimizer.text import Text


class Unit(Record):
    """A commune, ward or special zone."""

    sheet_name: ClassVar[Text] = Text("Đơn vị", "Units")
    table: ClassVar[str] = "units"

    unit_code: Annotated[str, Column("Mã đơn vị", "code", ("Mã ĐV", "Mã xã", "Mã", "unit"), required=True, filled=True)]
    name: Annotated[
        str,
        Column(
            "Tên đơn vị",
            "text",
            ("Xã, phường, đặc khu", "Xã/phường/đặc khu", "Đơn vị", "unit_name"),
            required=True,
            filled=True,
        ),
    ]
    type: Annotated[Literal["xa", "phuong", "dac_khu"] | None, Column("Loại", "word", ("Loại đơn vị", "unit_type"))] = (
        None
    )
    province: Annotated[str, Column("Tỉnh/Thành phố", "text", ("Tỉnh", "Thành phố", "Tỉnh, thành phố"))] = ""
    cluster: Annotated[str, Column("Cụm", "text", ("Cụm đơn vị",))] = ""
    former_district: Annotated[str, Column("Huyện cũ", "text", ("Quận/huyện cũ", "Quận, huyện cũ"))] = ""
    lat: Annotated[float | None, Column("Vĩ độ", "number", ("latitude",))] = None
    lon: Annotated[float | None, Column("Kinh độ", "number", ("longitude", "lng"))] = None
    population: Annotated[int | None, Column("Dân số", "int")] = None
    area_km2: Annotated[float | None, Column("Diện tích km2", "number", ("Diện tích", "Diện tích (km2)", "area"))] = (
        None
    )
    hardship: Annotated[
        Literal["none", "mountain", "border", "island"], Column("Địa bàn khó khăn", "word", ("Địa bàn",))
    ] = "none"

    def is_tiny_zone(self, residents: int) -> bool:
        """Return whether this is a special zone known to have fewer residents: it has rules of its own (R12)."""
        return self.type == "dac_khu" and self.population is not None and self.population < residents


class Predecessor(Record):
    """An old unit that went, wholly or partly, into a new one."""

    sheet_name: ClassVar[Text] = Text("Đơn vị cũ", "Predecessors")
    table: ClassVar[str] = "predecessors"

    unit_code: Annotated[
        str, Column("Mã đơn vị", "code", ("Mã ĐV", "Mã đơn vị mới", "unit"), required=True, filled=True)
    ]
    old_name: Annotated[str, Column("Tên cũ", "text", ("Tên đơn vị cũ", "Đơn vị cũ"), required=True, filled=True)]
    old_district: Annotated[str, Column("Huyện cũ", "text", ("Quận/huyện cũ",))] = ""
    old_province: Annotated[str, Column("Tỉnh cũ", "text", ("Tỉnh/Thành phố cũ",))] = ""


class Title(Record):
    """A title: what it asks of its holder, and with which other titles it may stand in one hand."""

    sheet_name: ClassVar[Text] = Text("Chức danh", "Titles")
    table: ClassVar[str] = "titles"

    title_code: Annotated[str, Column("Mã chức danh", "code", ("Mã CD", "Mã", "title"), required=True, filled=True)]
    name: Annotated[
        str, Column("Tên chức danh", "text", ("Chức danh", "Chức vụ", "title_name"), required=True, filled=True)
    ]
    block: Annotated[str, Column("Khối", "text")] = ""
    group: Annotated[Literal["leader", "manager", "specialist"] | None, Column("Nhóm", "word", ("Nhóm chức danh",))] = (
        None
    )
    rank: Annotated[int | None, Column("Thứ bậc", "int")] = None
    fields: Annotated[tuple[str, ...], Column("Lĩnh vực", "fields")] = ()
    min_degree: Annotated[int, Column("Trình độ tối thiểu", "degree", ("Trình độ",))] = 0
    min_theory: Annotated[int, Column("LLCT tối thiểu", "theory", ("LLCT", "Lý luận chính trị tối thiểu"))] = 0
    party_member: Annotated[bool, Column("Đảng viên", "flag")] = False
    min_years: Annotated[
        float, Column("Số năm kinh nghiệm", "number", ("Kinh nghiệm (năm)", "Số năm kinh nghiệm tối thiểu"))
    ] = 0.0
    months_to_serve: Annotated[int, Column("Đủ tuổi (tháng)", "int", ("Đủ tuổi",))] = 0
    not_local: Annotated[bool, Column("Không là người địa phương", "flag")] = False
    concurrent_with: Annotated[tuple[str, ...], Column("Kiêm nhiệm với", "list", ("Kiêm nhiệm",))] = ()
    sensitive: Annotated[bool, Column("Nhạy cảm", "flag", ("Vị trí nhạy cảm",))] = False


class Seat(Record):
    """How many holders of one title one unit has: at least, wanted, at most."""

    sheet_name: ClassVar[Text] = Text("Chỉ tiêu", "Seats")
    table: ClassVar[str] = "seats"

    unit_code: Annotated[str, Column("Mã đơn vị", "code", ("Mã ĐV", "unit"), required=True, filled=True)]
    title_code: Annotated[str, Column("Mã chức danh", "code", ("Mã CD", "title"), required=True, filled=True)]
    min: Annotated[int, Column("Tối thiểu", "int", ("minimum",))] = 0
    target: Annotated[int, Column("Chỉ tiêu", "int", ("Biên chế giao", "Biên chế", "Số lượng"), required=True)]
    max: Annotated[int, Column("Tối đa", "int", ("maximum",))]
    priority: Annotated[int, Column("Ưu tiên", "int", ("Mức ưu tiên",))] = 1


class Cadre(Record):
    """A person who may be placed. Codes ending in `_code(s)` are what the reader resolved the written places to."""

    sheet_name: ClassVar[Text] = Text("Cán bộ", "Cadres")
    table: ClassVar[str] = "cadres"

    cadre_id: Annotated[
        str,
        Column(
            "Mã cán bộ",
            "code",
            (
                *("Mã CB", "Số hiệu CBCC", "Mã định danh", "Mã số cán bộ"),
                *("Số CCCD", "Số căn cước", "Số căn cước công dân", "Số định danh cá nhân", "CMND/CCCD"),
            ),
            required=True,
            filled=True,
        ),
    ]
    name: Annotated[
        str,
        Column(
            "Họ và tên", "text", ("Họ tên", "Họ và tên khai sinh", "Họ, chữ đệm và tên"), required=True, filled=True
        ),
    ]
    birth_date: Annotated[
        PartialDate | None,
        Column("Ngày sinh", "date", ("Ngày, tháng, năm sinh", "Ngày tháng năm sinh", "Năm sinh", "Sinh ngày")),
    ] = None
    sex: Annotated[Literal["male", "female"] | None, Column("Giới tính", "word", ("gender",))] = None
    ethnicity: Annotated[str, Column("Dân tộc", "text")] = ""
    party_date: Annotated[
        PartialDate | None,
        Column("Ngày vào Đảng", "date", ("Ngày kết nạp", "Ngày vào Đảng chính thức", "Năm vào Đảng")),
    ] = None
    current_title: Annotated[
        str,
        Column(
            "Chức danh hiện nay",
            "text",
            ("Chức vụ", "Chức danh", "Chức vụ hiện nay", "Chức vụ, chức danh", "Chức vụ, chức danh hiện nay"),
        ),
    ] = ""
    current_unit: Annotated[
        str, Column("Đơn vị công tác", "text", ("Đơn vị", "Nơi công tác", "Cơ quan", "Đơn vị công tác hiện nay"))
    ] = ""
    level: Annotated[Literal["city", "district", "commune"] | None, Column("Cấp", "word", ("Cấp công tác",))] = None
    home_place: Annotated[str, Column("Quê quán", "text", ("Nguyên quán", "Quê"))] = ""
    residence: Annotated[
        str, Column("Nơi ở", "text", ("Nơi ở hiện nay", "Thường trú", "Nơi thường trú", "Chỗ ở hiện nay"))
    ] = ""
    degree: Annotated[
        int | None, Column("Trình độ", "degree", ("Trình độ chuyên môn", "Chuyên môn", "Trình độ đào tạo"))
    ] = None
    major: Annotated[str, Column("Chuyên ngành", "text", ("Ngành đào tạo", "Chuyên ngành đào tạo"))] = ""
    theory: Annotated[
        int | None,
        Column("LLCT", "theory", ("Lý luận chính trị", "Chính trị", "Trình độ LLCT", "Trình độ lý luận chính trị")),
    ] = None
    expertise: Annotated[
        dict[str, float], Column("Lĩnh vực", "expertise", ("Lĩnh vực công tác", "Công việc chính được giao (Lĩnh vực)"))
    ] = Field(default_factory=dict)
    rating: Annotated[float | None, Column("Điểm đánh giá", "number", ("Điểm KPI", "Điểm xếp loại"))] = None
    grades: Annotated[tuple[tuple[int, str], ...], Column("Xếp loại", "grades", ("Xếp loại năm", "grade"))] = ()
    planned_titles: Annotated[
        tuple[str, ...], Column("Quy hoạch", "list", ("Quy hoạch chức danh", "Chức danh quy hoạch"))
    ] = ()
    wishes: Annotated[tuple[str, ...], Column("Nguyện vọng", "list")] = ()
    staff_group: Annotated[
        Literal["cadre", "civil_servant", "public_employee", "contract"] | None,
        Column("Nhóm nhân sự", "word", ("Đối tượng",)),
    ] = None
    terms_here: Annotated[int | None, Column("Số nhiệm kỳ", "int", ("Nhiệm kỳ thứ",))] = None
    in_post_since: Annotated[
        PartialDate | None,
        Column("Giữ vị trí từ", "date", ("Thời điểm bổ nhiệm", "Ngày bổ nhiệm", "Ngày bổ nhiệm/bổ nhiệm lại")),
    ] = None
    rotation_since: Annotated[
        PartialDate | None, Column("Luân chuyển từ", "date", ("Ngày luân chuyển", "Thời điểm luân chuyển"))
    ] = None
    hardship_years: Annotated[
        float | None,
        Column("Số năm vùng khó khăn", "number", ("Số năm công tác vùng khó khăn", "Số năm ở vùng đặc biệt khó khăn")),
    ] = None
    protected: Annotated[bool, Column("Diện bảo vệ", "flag", ("Đối tượng bảo vệ",))] = False
    discipline: Annotated[str, Column("Kỷ luật", "text", ("Hình thức kỷ luật",))] = ""
    under_review: Annotated[
        str, Column("Đang xem xét", "text", ("Đang bị xem xét", "Đang bị xem xét kỷ luật", "Đang bị điều tra"))
    ] = ""
    status: Annotated[Literal["available", "leaving", "frozen"], Column("Trạng thái", "word", ("Tình trạng",))] = (
        "available"
    )

    current_unit_code: str | None = None  # the new unit the present workplace lies in, None for an office or unknown
    current_title_code: str | None = None  # the title of the Titles sheet held now, None for any other post
    also_titles: tuple[str, ...] = ()  # further titles of that sheet held in the same post (kiêm nhiệm)
    wish_units: tuple[str, ...] = ()  # codes of the units wished for, in the order of the wishes
    residence_units: tuple[str, ...] = ()  # codes of the units the residence may lie in; several for a split old unit

    def holds(self, unit_code: str, title_code: str) -> bool:
        """Return whether the person holds this very seat now: the same unit and title, or one of those held beside it."""
        return self.current_unit_code == unit_code and title_code in (self.current_title_code, *self.also_titles)


class Relation(Record):
    """Two people the rules must see together: relatives, or a pair to keep together or apart."""

    sheet_name: ClassVar[Text] = Text("Quan hệ", "Relations")
    table: ClassVar[str] = "relations"

    cadre_a: Annotated[str, Column("Mã cán bộ A", "code", ("Mã CB A", "Cán bộ A"), required=True, filled=True)]
    cadre_b: Annotated[str, Column("Mã cán bộ B", "code", ("Mã CB B", "Cán bộ B"), required=True, filled=True)]
    kind: Annotated[
        Literal["spouse", "parent", "child", "sibling", "same_unit", "different_unit"],
        Column("Quan hệ", "word", ("Loại quan hệ", "relation"), required=True, filled=True),
    ]


class Score(Record):
    """An explicit suitability; kept as columns in `domain.case.Scores`, this class only describes the sheet."""

    sheet_name: ClassVar[Text] = Text("Đánh giá", "Scores")
    table: ClassVar[str] = "scores"

    cadre_id: Annotated[str, Column("Mã cán bộ", "code", ("Mã CB",), required=True, filled=True)]
    unit_code: Annotated[str, Column("Mã đơn vị", "code", ("Mã ĐV", "unit"))] = "*"
    title_code: Annotated[str, Column("Mã chức danh", "code", ("Mã CD", "title"))] = "*"
    score: Annotated[float, Column("Điểm", "number", ("Điểm phù hợp",), required=True, filled=True)]


class Decision(Record):
    """What a reviewer decided: lock, forbid, keep, exclude, or allow an exception (R67, R68)."""

    sheet_name: ClassVar[Text] = Text("Quyết định", "Decisions")
    table: ClassVar[str] = "decisions"

    cadre_id: Annotated[str, Column("Mã cán bộ", "code", ("Mã CB",), required=True, filled=True)]
    action: Annotated[
        Literal["lock", "forbid", "keep", "exclude", "exception"],
        Column("Hành động", "word", required=True, filled=True),
    ]
    unit_code: Annotated[str, Column("Mã đơn vị", "code", ("Mã ĐV", "unit"))] = ""
    title_code: Annotated[str, Column("Mã chức danh", "code", ("Mã CD", "title"))] = ""
    rule: Annotated[str, Column("Quy tắc", "text")] = ""
    reason: Annotated[str, Column("Lý do", "text")] = ""
    author: Annotated[str, Column("Người quyết định", "text")] = ""
    date: Annotated[PartialDate | None, Column("Ngày", "date", ("Ngày quyết định",))] = None
    round: Annotated[int | None, Column("Vòng rà soát", "int", ("Vòng",))] = None  # blank: not from a review
    # the cell of the reviewed copy, however often the decision was carried on since
    origin: Annotated[str, Column("Ô ghi quyết định", "text")] = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Return what is decided, whoever decided it and why."""
        return self.cadre_id, self.action, self.unit_code, self.title_code, self.rule


class RuleSetting(Record):
    """One row of the Rules sheet; a blank cell leaves the rule's own default."""

    sheet_name: ClassVar[Text] = Text("Quy tắc", "Rules")
    table: ClassVar[str] = "rules"

    rule: Annotated[str, Column("Quy tắc", "text", ("Tên quy tắc", "name", "Mã quy tắc"), required=True, filled=True)]
    on: Annotated[bool, Column("Bật", "flag", ("Áp dụng",))] = True
    mode: Annotated[Literal["hard", "soft"] | None, Column("Mức", "word")] = None
    level: Annotated[int | None, Column("Cấp", "int", ("Cấp ưu tiên",))] = None
    weight: Annotated[float | None, Column("Trọng số", "number")] = None
    params: Annotated[dict[str, str], Column("Tham số", "params", ("parameters",))] = Field(default_factory=dict)
    from_date: Annotated[PartialDate | None, Column("Từ ngày", "date", ("from",))] = None
    to_date: Annotated[PartialDate | None, Column("Đến ngày", "date", ("to",))] = None
    topic: Annotated[str, Column("Nhóm quy tắc", "text")] = ""  # these three are there to be read, never judged
    explanation: Annotated[str, Column("Giải thích", "text")] = ""
    basis: Annotated[str, Column("Căn cứ", "text")] = ""

    reviewed: tuple[str, ...] = ()  # the fields that reviews of a plan have changed


SHEETS: tuple[type[Record], ...] = (Unit, Predecessor, Title, Seat, Cadre, Relation, Score, Decision, RuleSetting)
REQUIRED_SHEETS: tuple[type[Record], ...] = (Unit, Title, Seat, Cadre)
SETTINGS_SHEET = Text("Thiết lập", "Settings")
