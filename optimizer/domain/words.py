"""The closed lists of words that cells may hold, in both languages, compared without case, accents and punctuation."""

from __future__ import annotations

from functools import lru_cache

from optimizer.text import Text, fold

TRUE_WORDS = frozenset({"x", "co", "yes", "1", "dung", "bat", "true", "on", "v", "✓", "✔"})
FALSE_WORDS = frozenset({"", "khong", "no", "0", "sai", "tat", "false", "off", "-"})

_PHYSICIANS = ("bac si", "bac sy", "bs", "duoc si", "duoc sy", "ds")
DEGREES: tuple[tuple[int, Text, tuple[str, ...]], ...] = (
    (0, Text("không", "none"), ("khong", "none", "chua qua dao tao", "chua co", "thpt", "pho thong", "12 12")),
    (1, Text("sơ cấp", "elementary"), ("so cap", "elementary", "sc", "basic", "nghe")),
    (
        2,
        Text("trung cấp", "intermediate"),
        ("trung cap", "intermediate", "tc", "vocational", "trung cap chuyen nghiep", "trung hoc chuyen nghiep"),
    ),
    (3, Text("cao đẳng", "college"), ("cao dang", "college", "cd", "associate")),
    (
        4,
        Text("đại học", "university"),
        (
            "dai hoc",
            "cu nhan",
            "ky su",
            "ki su",
            "ks",
            "bac si",
            "bac sy",
            "bs",
            "cn",
            "university",
            "bachelor",
            "dh",
            "engineer",
            "doctor of medicine",
            "kien truc su",
            "duoc si",
            "duoc sy",
            "undergraduate",
            "physician",
        ),
    ),
    (
        5,
        Text("thạc sĩ", "master"),
        (
            "thac si",
            "thac sy",
            "ths",
            "master",
            "masters",
            "cki",
            "ckii",
            "ck i",
            "ck ii",
            "chuyen khoa i",
            "chuyen khoa ii",
            "chuyen khoa 1",
            "chuyen khoa 2",
            "ck1",
            "ck2",
            # "Bác sĩ chuyên khoa I" begins like a first degree and is none
            *(
                f"{who} {what}"
                for who in _PHYSICIANS
                for what in ("chuyen khoa", "cki", "ckii", "ck i", "ck ii", "ck1", "ck2")
            ),
            "bscki",
            "bsckii",
            "bsck1",
            "bsck2",
        ),
    ),
    (
        6,
        Text("tiến sĩ", "doctor"),
        ("tien si", "tien sy", "ts", "doctor", "doctorate", "phd", "ph d", "pgs ts", "gs ts"),
    ),
)
THEORIES: tuple[tuple[int, Text, tuple[str, ...]], ...] = (
    (0, Text("không", "none"), ("khong", "none", "chua", "chua qua dao tao", "chua co")),
    (1, Text("sơ cấp", "elementary"), ("so cap", "sc", "sc llct", "scllct", "elementary", "basic")),
    (2, Text("trung cấp", "intermediate"), ("trung cap", "tc", "tc llct", "tcllct", "intermediate")),
    (3, Text("cao cấp", "advanced"), ("cao cap", "cc", "cc llct", "ccllct", "advanced", "senior")),
    (4, Text("cử nhân", "bachelor"), ("cu nhan", "cn", "bachelor", "cu nhan chinh tri")),
)

# The value kept in the entity -> its wording, and every other word accepted for it.
WORDS: dict[str, dict[str, tuple[Text, tuple[str, ...]]]] = {
    "type": {
        "xa": (Text("xã", "commune"), ("xa", "commune", "x")),
        "phuong": (Text("phường", "ward"), ("phuong", "ward", "p")),
        "dac_khu": (Text("đặc khu", "special zone"), ("dac khu", "special zone", "special", "dk", "zone")),
    },
    "hardship": {
        "none": (Text("không", "none"), ("khong", "none", "")),
        "mountain": (Text("miền núi", "mountain"), ("mien nui", "mountain", "nui", "vung cao")),
        "border": (Text("biên giới", "border"), ("bien gioi", "border")),
        "island": (Text("hải đảo", "island"), ("hai dao", "island", "dao")),
    },
    "group": {
        "leader": (Text("lãnh đạo", "leader"), ("lanh dao", "leader", "leaders", "chu chot", "lanh dao chu chot")),
        "manager": (Text("quản lý", "manager"), ("quan ly", "manager", "managers", "truong phong", "lanh dao phong")),
        "specialist": (
            Text("chuyên môn", "specialist"),
            ("chuyen mon", "specialist", "specialists", "chuyen vien", "cong chuc chuyen mon"),
        ),
    },
    "sex": {
        "male": (Text("nam", "male"), ("nam", "male", "m", "man")),
        "female": (Text("nữ", "female"), ("nu", "female", "f", "woman")),
    },
    "level": {
        "city": (
            Text("thành phố", "city"),
            ("thanh pho", "tinh", "city", "province", "provincial", "cap tinh", "cap thanh pho", "cap tp", "tp"),
        ),
        "district": (Text("huyện", "district"), ("huyen", "district", "cap huyen", "quan", "thi xa")),
        "commune": (Text("xã", "commune"), ("xa", "commune", "cap xa", "phuong", "thi tran", "dac khu")),
    },
    "staff_group": {
        "cadre": (Text("cán bộ", "cadre"), ("can bo", "cadre")),
        "civil_servant": (Text("công chức", "civil servant"), ("cong chuc", "civil servant")),
        "public_employee": (Text("viên chức", "public employee"), ("vien chuc", "public employee")),
        "contract": (Text("hợp đồng", "contract"), ("hop dong", "hop dong lao dong", "hdld", "contract")),
    },
    "status": {
        "available": (
            Text("sẵn sàng", "available"),
            ("san sang", "available", "dang cong tac", "binh thuong", "dang lam viec", ""),
        ),
        "leaving": (
            Text("nghỉ", "leaving"),
            (
                "nghi",
                "leaving",
                "nghi viec",
                "thoi viec",
                "xin nghi",
                "nghi huu",
                "leave",
                "sap nghi",
                "nghi theo nghi dinh 178",
            ),
        ),
        "frozen": (
            Text("tạm dừng", "frozen"),
            (
                "tam dung",
                "frozen",
                "dong bang",
                "khong dieu dong",
                "dinh chi",
                "dang hoc",
                "thai san",
                "tam dinh chi",
                "freeze",
            ),
        ),
    },
    "kind": {
        "spouse": (Text("vợ/chồng", "spouse"), ("vo chong", "vo", "chong", "spouse", "wife", "husband")),
        "parent": (Text("cha/mẹ", "parent"), ("cha me", "cha", "me", "bo", "bo me", "parent", "father", "mother")),
        "child": (Text("con", "child"), ("con", "child", "son", "daughter", "con de")),
        "sibling": (
            Text("anh/chị/em", "sibling"),
            ("anh chi em", "anh", "chi", "em", "anh em", "chi em", "sibling", "brother", "sister", "anh chi em ruot"),
        ),
        "same_unit": (Text("cùng đơn vị", "same_unit"), ("cung don vi", "same unit")),
        "different_unit": (Text("khác đơn vị", "different_unit"), ("khac don vi", "different unit")),
    },
    "action": {
        "lock": (Text("khóa", "lock"), ("khoa", "lock")),
        "forbid": (Text("cấm", "forbid"), ("cam", "forbid", "ban")),
        "keep": (Text("giữ", "keep"), ("giu", "keep", "giu nguyen")),
        "exclude": (Text("loại", "exclude"), ("loai", "exclude", "loai tru")),
        "exception": (Text("ngoại lệ", "exception"), ("ngoai le", "exception", "truong hop dac biet")),
    },
    "mode": {
        "hard": (Text("cứng", "hard"), ("cung", "hard", "bat buoc")),
        "soft": (Text("mềm", "soft"), ("mem", "soft", "uu tien")),
    },
    "grade": {
        "excellent": (
            Text("hoàn thành xuất sắc nhiệm vụ", "excellent"),
            ("hoan thanh xuat sac nhiem vu", "htxsnv", "htxs", "xuat sac", "excellent", "hoan thanh xuat sac"),
        ),
        "good": (
            Text("hoàn thành tốt nhiệm vụ", "good"),
            ("hoan thanh tot nhiem vu", "httnv", "htt", "tot", "good", "hoan thanh tot"),
        ),
        "done": (
            Text("hoàn thành nhiệm vụ", "fulfilled"),
            ("hoan thanh nhiem vu", "htnv", "ht", "hoan thanh", "fulfilled", "done"),
        ),
        "failed": (
            Text("không hoàn thành nhiệm vụ", "not fulfilled"),
            ("khong hoan thanh nhiem vu", "khtnv", "kht", "khong hoan thanh", "failed", "not fulfilled"),
        ),
    },
}
GRADE_POINTS = {"excellent": 95.0, "good": 80.0, "done": 60.0, "failed": 40.0}  # the middles of the bands of R56

# Fields of work: the standard word (folded Vietnamese) -> its wording and what else is written for it (R13, R42).
FIELDS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "dat dai": (Text("đất đai", "land"), ("land", "land management", "dia chinh")),
    "quy hoach": (Text("quy hoạch", "planning"), ("planning", "urban planning")),
    "xay dung": (Text("xây dựng", "construction"), ("construction", "building")),
    "tai chinh": (Text("tài chính", "finance"), ("finance",)),
    "cong nghe thong tin": (
        Text("công nghệ thông tin", "information technology"),
        ("cntt", "it", "information technology"),
    ),
    "giao duc": (Text("giáo dục", "education"), ("education", "giao duc va dao tao", "giao duc dao tao")),
    "y te": (Text("y tế", "health"), ("health", "healthcare", "health care")),
    "ke toan": (Text("kế toán", "accounting"), ("accounting",)),
    "moi truong": (Text("môi trường", "environment"), ("environment",)),
    "nong nghiep": (Text("nông nghiệp", "agriculture"), ("agriculture",)),
    "cong thuong": (Text("công thương", "industry and trade"), ("industry and trade", "industry trade")),
    "tu phap": (Text("tư pháp", "justice"), ("justice", "tu phap ho tich")),
    "van phong": (Text("văn phòng", "office work"), ("office work", "office", "van phong thong ke")),
    "noi vu": (Text("nội vụ", "home affairs"), ("home affairs", "internal affairs")),
    "lao dong": (Text("lao động", "labour"), ("labour", "labor", "lao dong thuong binh va xa hoi", "ldtbxh")),
    "van hoa": (Text("văn hóa", "culture"), ("culture", "van hoa xa hoi")),
    "dan toc": (Text("dân tộc", "ethnic affairs"), ("ethnic affairs", "dan toc ton giao")),
    "xay dung dang": (Text("xây dựng Đảng", "Party building"), ("party building", "cong tac dang")),
    "luat": (Text("luật", "law"), ("law",)),
}


def _lookup() -> dict[str, dict[str, str]]:
    return {
        name: {
            fold(word): value for value, (text, words) in kinds.items() for word in (text.vi, text.en, value, *words)
        }
        for name, kinds in WORDS.items()
    }


_BY_WORD = _lookup()
_FIELD_BY_WORD = {fold(w): key for key, (text, words) in FIELDS.items() for w in (key, text.vi, text.en, *words)}


def word(list_name: str, cell: str) -> str | None:
    """Return the standard value that `cell` stands for in the closed list, or None."""
    return _BY_WORD[list_name].get(fold(cell))


def wording(list_name: str, value: str) -> Text:
    """Return how a standard value is written for people."""
    return WORDS[list_name][value][0]


def field_word(cell: str) -> str:
    """Return the standard word of a field of work; a field not in the table is its own folded word."""
    folded = fold(cell)
    return _FIELD_BY_WORD.get(folded, folded)


@lru_cache(maxsize=4096)  # many people have studied the same
def field_words(cell: str) -> frozenset[str]:
    """Return the standard words of every field a text names, such as a major; several are divided by `;` or `,`."""
    return frozenset(w for part in cell.replace(",", ";").split(";") if (w := field_word(part)))


def field_text(key: str) -> Text:
    """Return how a field of work is written for people."""
    found = FIELDS.get(key)
    return found[0] if found else Text(key, key)


_LEADING = ("dh", "ths", "cd", "ts")  # before a subject: "ĐH Luật"; not "TC", which is also tại chức and tài chính


def _scale(levels: tuple[tuple[int, Text, tuple[str, ...]], ...], cell: str) -> int | None:
    folded = fold(cell)
    for value, text, words in levels:
        if folded in words or folded in (fold(text.vi), fold(text.en)):
            return value
    # "Đại học Luật", "Cử nhân Kế toán": the level is said first, the subject after it
    best: tuple[int, int] | None = None
    for value, _, words in levels:
        for w in words:
            if (len(w) > 3 or w in _LEADING) and folded.startswith(w + " ") and (best is None or len(w) > best[0]):
                best = (len(w), value)
    return best[1] if best else None


def degree_value(cell: str) -> int | None:
    """Return the degree 0..6 a cell stands for (DESIGN section 2), or None where it is not understood."""
    return _scale(DEGREES, cell)


def theory_value(cell: str) -> int | None:
    """Return the level of political theory 0..4 a cell stands for, or None where it is not understood."""
    return _scale(THEORIES, cell)


def degree_text(value: int) -> Text:
    """Return how a degree is written for people."""
    return DEGREES[value][1]


def theory_text(value: int) -> Text:
    """Return how a level of political theory is written for people."""
    return THEORIES[value][1]
