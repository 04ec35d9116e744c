"""What people have studied and done: majors, fields of work, offices and posts before the merger."""

from __future__ import annotations

FIELDS: tuple[str, ...] = (
    "đất đai", "quy hoạch", "xây dựng", "tài chính", "công nghệ thông tin", "giáo dục", "y tế", "kế toán", "môi trường",
    "nông nghiệp", "công thương", "tư pháp", "nội vụ", "lao động", "văn hóa", "dân tộc", "văn phòng", "xây dựng Đảng",
)  # fmt: skip

# Among people without a post of their own: many for office, culture and Party work, few for the seven fields.
SUPPLY: dict[str, float] = {
    "đất đai": 1.8, "quy hoạch": 0.35, "xây dựng": 1.2, "tài chính": 2.0, "công nghệ thông tin": 0.45, "giáo dục": 1.9,
    "y tế": 0.9, "kế toán": 5.5, "môi trường": 2.0, "nông nghiệp": 10.0, "công thương": 3.0, "tư pháp": 8.5,
    "nội vụ": 6.5, "lao động": 9.0, "văn hóa": 11.0, "dân tộc": 1.5, "văn phòng": 17.0, "xây dựng Đảng": 13.0,
}  # fmt: skip
# Among all who work in a province, holders of posts included, the seven fields are better represented.
WORKFORCE: dict[str, float] = SUPPLY | {
    "đất đai": 6.5, "quy hoạch": 2.2, "xây dựng": 4.8, "tài chính": 6.0, "công nghệ thông tin": 2.7, "giáo dục": 5.5,
    "y tế": 3.3,
}  # fmt: skip
LEADER_SUPPLY: dict[str, float] = {
    "xây dựng Đảng": 30, "văn phòng": 12, "nội vụ": 10, "tư pháp": 9, "tài chính": 7, "đất đai": 6, "xây dựng": 4,
    "nông nghiệp": 9, "công thương": 4, "văn hóa": 8, "giáo dục": 4, "lao động": 4, "y tế": 1, "kế toán": 1,
}  # fmt: skip

MAJORS: dict[str, tuple[str, ...]] = {
    "đất đai": ("Quản lý đất đai", "Địa chính", "Trắc địa - Bản đồ", "Đất đai"),
    "quy hoạch": ("Kiến trúc", "Quy hoạch vùng và đô thị", "Quy hoạch"),
    "xây dựng": ("Xây dựng", "Kỹ thuật công trình xây dựng", "Xây dựng cầu đường", "Kinh tế xây dựng"),
    "tài chính": ("Tài chính - Ngân hàng", "Tài chính", "Kinh tế", "Kinh tế đầu tư"),
    "công nghệ thông tin": ("Công nghệ thông tin", "Khoa học máy tính", "Hệ thống thông tin", "Điện tử viễn thông"),
    "giáo dục": ("Sư phạm Toán", "Sư phạm Ngữ văn", "Quản lý giáo dục", "Giáo dục", "Giáo dục Tiểu học"),
    "y tế": ("Y đa khoa", "Y tế công cộng", "Điều dưỡng", "Dược", "Y tế"),
    "kế toán": ("Kế toán", "Kế toán - Kiểm toán", "Kế toán"),
    "môi trường": ("Khoa học môi trường", "Kỹ thuật môi trường", "Quản lý tài nguyên và môi trường"),
    "nông nghiệp": ("Nông học", "Chăn nuôi - Thú y", "Nuôi trồng thủy sản", "Nông nghiệp", "Lâm nghiệp"),
    "công thương": ("Quản trị kinh doanh", "Kinh tế công nghiệp", "Thương mại"),
    "tư pháp": ("Luật", "Luật Kinh tế", "Luật"),
    "nội vụ": ("Hành chính học", "Quản lý nhà nước", "Quản trị nhân lực", "Luật"),
    "lao động": ("Công tác xã hội", "Xã hội học", "Kinh tế lao động"),
    "văn hóa": ("Quản lý văn hóa", "Ngữ văn", "Báo chí", "Du lịch", "Thể dục thể thao"),
    "dân tộc": ("Dân tộc học", "Quản lý nhà nước", "Tôn giáo học"),
    "văn phòng": ("Hành chính học", "Quản trị văn phòng", "Văn thư - Lưu trữ", "Luật", "Quản lý nhà nước"),
    "xây dựng Đảng": ("Xây dựng Đảng và Chính quyền Nhà nước", "Chính trị học", "Luật", "Lịch sử Đảng", "Triết học"),
}
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "đất đai": ("môi trường", "xây dựng", "quy hoạch", "nông nghiệp"),
    "quy hoạch": ("xây dựng", "đất đai"),
    "xây dựng": ("quy hoạch", "đất đai", "công thương"),
    "tài chính": ("kế toán", "công thương"),
    "công nghệ thông tin": ("văn phòng", "văn hóa"),
    "giáo dục": ("văn hóa", "nội vụ"),
    "y tế": ("lao động",),
    "kế toán": ("tài chính", "văn phòng"),
    "môi trường": ("đất đai", "nông nghiệp"),
    "nông nghiệp": ("môi trường", "lao động", "công thương"),
    "công thương": ("tài chính", "nông nghiệp"),
    "tư pháp": ("luật", "văn phòng", "nội vụ"),
    "nội vụ": ("văn phòng", "xây dựng Đảng", "lao động"),
    "lao động": ("văn hóa", "nội vụ"),
    "văn hóa": ("lao động", "giáo dục", "văn phòng"),
    "dân tộc": ("nội vụ", "văn hóa"),
    "văn phòng": ("nội vụ", "tư pháp", "xây dựng Đảng"),
    "xây dựng Đảng": ("nội vụ", "văn phòng", "văn hóa"),
}
WOMEN: dict[str, float] = {
    "đất đai": 0.25, "quy hoạch": 0.3, "xây dựng": 0.12, "tài chính": 0.55, "công nghệ thông tin": 0.25,
    "giáo dục": 0.6, "y tế": 0.55, "kế toán": 0.78, "môi trường": 0.4, "nông nghiệp": 0.33, "công thương": 0.35,
    "tư pháp": 0.48, "nội vụ": 0.45, "lao động": 0.5, "văn hóa": 0.48, "dân tộc": 0.4, "văn phòng": 0.52,
    "xây dựng Đảng": 0.38,
}  # fmt: skip
OTHER_WORDS: dict[str, tuple[str, ...]] = {  # what a roster may write instead of the standard word of a field
    "đất đai": ("Địa chính", "Đất đai"),
    "công nghệ thông tin": ("CNTT",),
    "giáo dục": ("Giáo dục và đào tạo",),
    "tư pháp": ("Tư pháp - hộ tịch",),
    "văn phòng": ("Văn phòng - thống kê",),
    "xây dựng Đảng": ("Công tác Đảng",),
    "văn hóa": ("văn hoá", "Văn hóa - xã hội"),
    "lao động": ("LĐTBXH",),
}

DISTRICT_OFFICE: dict[str, str] = {
    "đất đai": "Phòng Nông nghiệp và Môi trường", "môi trường": "Phòng Nông nghiệp và Môi trường",
    "nông nghiệp": "Phòng Nông nghiệp và Môi trường", "quy hoạch": "Phòng Kinh tế, Hạ tầng và Đô thị",
    "xây dựng": "Phòng Kinh tế, Hạ tầng và Đô thị", "công thương": "Phòng Kinh tế, Hạ tầng và Đô thị",
    "tài chính": "Phòng Tài chính - Kế hoạch", "kế toán": "Phòng Tài chính - Kế hoạch",
    "công nghệ thông tin": "Phòng Văn hóa, Khoa học và Thông tin", "văn hóa": "Phòng Văn hóa, Khoa học và Thông tin",
    "giáo dục": "Phòng Giáo dục và Đào tạo", "y tế": "Phòng Y tế", "tư pháp": "Phòng Tư pháp", "nội vụ": "Phòng Nội vụ",
    "lao động": "Phòng Nội vụ", "dân tộc": "Phòng Dân tộc và Tôn giáo", "văn phòng": "Văn phòng HĐND và UBND",
    "xây dựng Đảng": "Ban Xây dựng Đảng",
}  # fmt: skip
PROVINCE_OFFICE: dict[str, str] = {
    "đất đai": "Sở Nông nghiệp và Môi trường", "môi trường": "Sở Nông nghiệp và Môi trường",
    "nông nghiệp": "Sở Nông nghiệp và Môi trường", "quy hoạch": "Sở Xây dựng", "xây dựng": "Sở Xây dựng",
    "công thương": "Sở Công Thương", "tài chính": "Sở Tài chính", "kế toán": "Sở Tài chính",
    "công nghệ thông tin": "Sở Khoa học và Công nghệ", "văn hóa": "Sở Văn hóa, Thể thao và Du lịch",
    "giáo dục": "Sở Giáo dục và Đào tạo", "y tế": "Sở Y tế", "tư pháp": "Sở Tư pháp", "nội vụ": "Sở Nội vụ",
    "lao động": "Sở Nội vụ", "dân tộc": "Sở Dân tộc và Tôn giáo", "văn phòng": "Văn phòng UBND",
    "xây dựng Đảng": "Ban Tổ chức",
}  # fmt: skip

# Posts of the time before the merger; {kind} is xã, phường, thị trấn or huyện, quận...
COMMUNE_LEADERS = (
    "Bí thư Đảng ủy {kind}",
    "Phó Bí thư Thường trực Đảng ủy {kind}",
    "Chủ tịch UBND {kind}",
    "Chủ tịch HĐND {kind}",
)
COMMUNE_MANAGERS = (
    "Phó Chủ tịch UBND {kind}",
    "Phó Chủ tịch HĐND {kind}",
    "Chủ tịch Ủy ban MTTQ {kind}",
    "Chủ tịch Hội Nông dân {kind}",
    "Bí thư Đoàn {kind}",
)
COMMUNE_JOB: dict[str, str] = {
    "đất đai": "Công chức Địa chính - Xây dựng", "quy hoạch": "Công chức Địa chính - Xây dựng",
    "xây dựng": "Công chức Địa chính - Xây dựng", "môi trường": "Công chức Địa chính - Nông nghiệp - Môi trường",
    "nông nghiệp": "Công chức Địa chính - Nông nghiệp - Môi trường", "tài chính": "Công chức Tài chính - Kế toán",
    "kế toán": "Công chức Tài chính - Kế toán", "tư pháp": "Công chức Tư pháp - Hộ tịch",
    "văn phòng": "Công chức Văn phòng - Thống kê", "nội vụ": "Công chức Văn phòng - Thống kê",
    "công nghệ thông tin": "Công chức Văn phòng - Thống kê", "lao động": "Công chức Văn hóa - Xã hội",
    "văn hóa": "Công chức Văn hóa - Xã hội", "dân tộc": "Công chức Văn hóa - Xã hội",
    "giáo dục": "Công chức Văn hóa - Xã hội", "y tế": "Công chức Văn hóa - Xã hội",
    "công thương": "Công chức Văn phòng - Thống kê",
    "xây dựng Đảng": "Văn phòng Đảng ủy",
}  # fmt: skip
DISTRICT_LEADERS = (
    "Ủy viên Ban Thường vụ, Trưởng ban Xây dựng Đảng", "Ủy viên Ban Thường vụ, Chủ nhiệm Ủy ban Kiểm tra",
    "Ủy viên Ban Thường vụ, Phó Chủ tịch UBND {kind}", "Phó Chủ tịch UBND {kind}", "Phó Chủ tịch HĐND {kind}",
    "Ủy viên Ban Thường vụ, Chủ tịch Ủy ban MTTQ {kind}", "Phó Bí thư Thường trực cấp ủy {kind}",
)  # fmt: skip
OUTSIDE_HOMES = (
    "Kiến Xương, Thái Bình", "xã Thụy Liên, huyện Thái Thụy, tỉnh Thái Bình", "Xuân Trường, Nam Định",
    "Hải Hậu, Nam Định", "Ý Yên - Nam Định", "Kim Động, Hưng Yên", "huyện Khoái Châu, tỉnh Hưng Yên",
    "Thuận Thành, Bắc Ninh", "Quế Võ, Bắc Ninh", "Hiệp Hòa, Bắc Giang", "Đông Triều, Quảng Ninh",
    "Uông Bí, Quảng Ninh", "Nga Sơn, Thanh Hoá", "Hoằng Hóa, Thanh Hóa", "Nam Đàn, Nghệ An", "Đức Thọ, Hà Tĩnh",
    "Lý Nhân, Hà Nam", "Kim Sơn, Ninh Bình", "Lâm Thao, Phú Thọ", "Phổ Yên, Thái Nguyên",
)  # fmt: skip
