"""Invented Vietnamese names, by sex and people, with surnames about as frequent as they are."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random


class _Pool(NamedTuple):
    words: tuple[str, ...]
    weights: tuple[int, ...]  # running sums, as random.choices wants them


def _pool(text: str) -> _Pool:
    """Read `word weight, word weight`; a word without a number weighs 1."""
    words, weights = [], []
    for item in text.replace("\n", " ").split(","):
        parts = item.split()
        weight = int(parts.pop()) if parts[-1].isdigit() else 1
        words.append(" ".join(parts))
        weights.append(weight)
    return _Pool(tuple(words), tuple(accumulate(weights)))


_SURNAMES = {
    "Kinh": _pool(
        "Nguyễn 384, Trần 112, Lê 92, Phạm 86, Vũ 58, Hoàng 40, Bùi 30, Đỗ 28, Đặng 22, Ngô 18, Đào 17, Dương 14, "
        "Đinh 12, Phan 12, Đoàn 12, Lương 9, Lưu 8, Trịnh 8, Mai 7, Cao 7, Hà 6, Tạ 5, Phùng 5, Tô 4, Chu 4, Vương 3, "
        "Khúc 2, Đồng 3, Quách 2, Lã 2, Kiều 3, Nghiêm 2, Thân, Tống 2, Bạch, Doãn"
    ),
    "Tày": _pool(
        "Hoàng 30, Nông 18, Lý 9, Vi 8, Hứa 8, Lương 8, Bế 6, Đinh 4, Dương 9, Triệu 6, Chu 5, Lành 3, Linh 3, Mã 3, "
        "Lộc 3, Hà 5, Nguyễn 9, Ma 3, Đàm 4"
    ),
    "Nùng": _pool(
        "Nông 22, Hoàng 20, Lương 9, Vi 9, Vy 6, Lâm 6, Lý 8, Hứa 7, Mông 4, Phùng 5, Long 4, Chu 6, Lăng 3, Lục 3, "
        "Linh 3, Triệu 4, Đàm 3"
    ),
    "Dao": _pool("Triệu 26, Bàn 14, Đặng 18, Dương 10, Phùng 9, Hoàng 6, Lý 8, Chìu 4, Tằng 3"),
    "Mường": _pool("Nguyễn 20, Bùi 30, Đinh 22, Quách 12, Hà 10, Bạch 6"),
}
_MIDDLE_M = _pool(
    "Văn 62, Đức 22, Quang 17, Hữu 14, Đình 14, Xuân 13, Minh 14, Công 10, Ngọc 9, Thành 8, Mạnh 9, Tiến 8, Duy 7, "
    "Trọng 6, Hồng 5, Anh 6, Thế 8, Bá 4, Viết 3, Hải 5, Việt 6, Trung 5, Huy 4, Hoàng 5, Khắc 3, Như 2, Doãn, Quốc 4"
)
_MIDDLE_F = _pool(
    "Thị 70, Thị Thu 16, Thị Thanh 14, Thị Ngọc 11, Thị Minh 9, Thị Hồng 11, Thị Bích 7, Thị Kim 8, Thị Thúy 6, "
    "Thị Phương 8, Thị Mai 5, Thị Lan 4, Ngọc 7, Thu 8, Thanh 8, Minh 6, Phương 6, Khánh 3, Hồng 5, Diệu 3, Hải 3"
)
_GIVEN_M = _pool(
    "Hùng 22, Dũng 20, Tuấn 20, Cường 17, Hải 16, Nam 14, Thành 14, Sơn 14, Long 12, Hưng 12, Minh 12, Trung 11, "
    "Quân 9, Đạt 7, Kiên 9, Hiếu 9, Toàn 8, Thắng 13, Tùng 10, Việt 9, Bình 10, Khánh 6, Phong 7, Huy 8, Linh 4, "
    "Quyết 5, Chiến 6, Tiến 9, Mạnh 9, Đức 10, Hòa 7, Thủy 2, Vinh 6, Quang 8, Lâm 5, Khoa 4, Phú 4, Lợi 3, Hậu 3, "
    "Thịnh 4, Đông 4, Giang 4, Duy 4, An 4, Tú 4, Tâm 3, Hoàn 4, Oánh, Thuấn 2, Nghĩa 4, Luân 2, Trường 6, Khương"
)
_GIVEN_F = _pool(
    "Hương 20, Hà 18, Lan 14, Hoa 14, Thủy 14, Hằng 15, Nga 12, Huyền 12, Trang 13, Linh 11, Thảo 10, Phương 14, "
    "Yến 10, Hạnh 11, Hiền 14, Loan 8, Dung 10, Mai 10, Nhung 9, Oanh 7, Liên 8, Thu 8, Ngọc 8, Anh 11, Vân 9, "
    "Thúy 7, Quyên 5, Ngân 6, Chi 5, Hòa 6, Xuân 5, Lý 3, Nguyệt 5, Bích 4, Tâm 5, Minh 4, Thoa 4, Duyên 5, Hường 6, "
    "Hồng 7, Tuyết 6, Sen 2, Tươi 2, Luyến 3, Giang 5, Hảo 3, Miền, Khuyên 2"
)
_HILL_MIDDLE_M = _pool(
    "Văn 50, Tiến 6, Đức 6, Quốc 5, Sinh 3, Kim 3, Phúc 3, Quý 3, Minh 5, Xuân 5, Trung 4, Đình 3, Ngọc 4"
)
_HILL_GIVEN_M = _pool(
    "Thắng 8, Hùng 9, Tuấn 8, Dũng 8, Cường 7, Hiệp 5, Quyền 4, Báo 2, Đoàn 2, Páo, Sình, Sinh 3, Lập 3, Tôn 2, Vàng, "
    "Thuận 4, Nghiệp 2, Thiện 3, Khoa 3, Hưng 6, Trường 5, Bình 5, Toàn 4, Hòa 4, Kiên 4, Đạt 4, Chương 2, Lưu"
)
_HILL_GIVEN_F = _pool(
    "Hương 8, Hoa 8, Lan 7, Thu 6, Hằng 6, Nga 5, Huệ 5, Thủy 6, Yến 5, Nhung 5, Hiền 6, Mai 5, Bích 4, Đào 3, "
    "Slao, Mẩy, Phương 5, Linh 5, Trang 5, Vân 4, Hồng 4, Dung 4, Lệ 3, Diệp 3, Xuyến 2, Ngoan 2"
)


def _one(rng: Random, pool: _Pool) -> str:
    return rng.choices(pool.words, cum_weights=pool.weights)[0]


def surname(rng: Random, ethnicity: str) -> str:
    """Return a surname as frequent as among that people."""
    return _one(rng, _SURNAMES[ethnicity])


def person_name(rng: Random, female: bool, ethnicity: str, family: str = "") -> str:
    """Return a name of three or four words; `family` gives the surname where kin share it."""
    hill = ethnicity not in ("Kinh", "Mường")
    family = family or surname(rng, ethnicity)
    while True:
        middle = _one(rng, _MIDDLE_F if female else _HILL_MIDDLE_M if hill else _MIDDLE_M)
        given = _one(rng, (_HILL_GIVEN_F if hill else _GIVEN_F) if female else (_HILL_GIVEN_M if hill else _GIVEN_M))
        if not female and rng.random() < 0.1:
            middle = f"{middle} {_one(rng, _MIDDLE_M)}"
        words = [family, *middle.split(), given]
        if len(words) <= 4 and len(set(words)) == len(words):
            return " ".join(words)
