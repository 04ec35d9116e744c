"""The practices a placement draft meets, by number: what docstrings such as "(R49)" speak of.

Which rule or objective carries a practice is read from their docstrings; what is no rule says here what carries it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Practice(NamedTuple):
    """A practice in words, and what carries it beside the rules that name it; None where those rules are all."""

    text: Text
    beside: Text | None = None


_SEATS = Text("trang Chức danh và trang Chỉ tiêu", "sheets Titles and Seats")
_SCORES = Text("điểm ghi ở trang Đánh giá", "scores written on the sheet Scores")
_DECISIONS = Text("trang Quyết định: khóa, cấm, loại", "sheet Decisions: lock, forbid, exclude")

PRACTICES: Mapping[int, Practice] = {
    1: Practice(
        Text(
            "Các chức danh chủ chốt của mỗi đơn vị, mỗi chức danh một người", "The key seats of a unit, one holder each"
        ),
        _SEATS,
    ),
    2: Practice(
        Text(
            "Chủ tịch HĐND do Bí thư hoặc Phó Bí thư Thường trực kiêm nhiệm",
            "The Council's chair is held beside a Party secretary's seat",
        )
    ),
    3: Practice(
        Text("Không giữ hai chức danh, trừ các cặp được kiêm nhiệm", "No two titles in one hand but the pairs allowed")
    ),
    4: Practice(
        Text(
            "Phó Chủ tịch UBND không kiêm Giám đốc Trung tâm Phục vụ hành chính công",
            "No vice-chair directs the service centre",
        )
    ),
    5: Practice(
        Text("Số Phó Chủ tịch UBND bình quân toàn tỉnh", "Number of vice-chairs, on average over the province")
    ),
    6: Practice(
        Text("Số Phó Chủ tịch HĐND, Phó Trưởng ban HĐND", "Number of deputies in the Council and its boards"),
        Text(
            "trang Chỉ tiêu; `deputies_average` khi tham số ghi chức danh của các ban",
            "sheet Seats; `deputies_average` where its parameters name the boards",
        ),
    ),
    7: Practice(Text("Phòng chuyên môn theo loại đơn vị", "Departments by type of unit")),
    8: Practice(
        Text("Số cấp phó của phòng và Trung tâm, tính bình quân", "Number of deputies of departments, on average")
    ),
    9: Practice(Text("Biên chế khối Đảng, Mặt trận, đoàn thể tính riêng", "Staff of the Party side, counted apart")),
    10: Practice(
        Text("Số lượng cấp ủy viên, ủy viên ban thường vụ", "Size of the Party committee and its standing board"),
        Text(
            "không thuộc phương án bố trí; số đơn vị cũ xem ở trang Đơn vị cũ",
            "no seat of the draft; the number of predecessors is on the sheet Predecessors",
        ),
    ),
    11: Practice(
        Text("Quân sự, công an do ngành dọc bố trí", "Military and police seats are staffed by their services"),
        Text(
            "không ghi vào trang Chỉ tiêu, hoặc khóa ở trang Quyết định",
            "left out of the sheet Seats, or locked on the sheet Decisions",
        ),
    ),
    12: Practice(Text("Đặc khu rất ít dân theo quy định riêng", "Very small special zones follow their own rules")),
    13: Practice(
        Text("Danh mục vị trí việc làm cấp xã và lĩnh vực của từng vị trí", "The list of posts and the field of each"),
        Text("cột Lĩnh vực ở trang Chức danh", "column fields of the sheet Titles"),
    ),
    14: Practice(
        Text("Mỗi người một vị trí, mỗi ghế không quá số người quy định", "One post a person, no seat above its number")
    ),
    15: Practice(
        Text(
            "Khung biên chế khối chính quyền của đơn vị và toàn tỉnh",
            "Frame of the government side, by unit and province",
        )
    ),
    16: Practice(Text("Lộ trình 5 năm đưa biên chế về khung", "Five years to come down to the frame")),
    17: Practice(
        Text("Phân bổ nhân lực theo dân số, diện tích, khối lượng công việc", "People by population, area and workload")
    ),
    18: Practice(Text("Mỗi đơn vị có chuyên viên của từng lĩnh vực", "A specialist of each field in every unit")),
    19: Practice(
        Text(
            "Thứ tự các cách bù chỗ thiếu: điều động, hợp đồng, tuyển dụng, đào tạo",
            "Order of ways to fill a gap: transfer, contract, recruit, train",
        ),
        Text("trang Ghế trống của phương án", "sheet Vacancies of the plan"),
    ),
    20: Practice(
        Text(
            "Ưu tiên bố trí tại chỗ, rồi trong cụm, huyện cũ, toàn tỉnh",
            "Same unit first, then cluster, former district, province",
        )
    ),
    21: Practice(Text("Đủ tuổi công tác trọn nhiệm kỳ", "Age enough for a term")),
    22: Practice(Text("Tuổi nghỉ hưu theo lộ trình", "Retirement age by its table")),
    23: Practice(Text("Trình độ chuyên môn", "Degree")),
    24: Practice(Text("Trình độ lý luận chính trị", "Political theory")),
    25: Practice(Text("Đảng viên đối với chức danh của Đảng", "Party membership for Party posts")),
    26: Practice(Text("Quy hoạch chức danh", "Planned for the title")),
    27: Practice(Text("Đủ 24 tháng ở chức vụ hiện tại hoặc tương đương", "Two years in the present or an equal post")),
    28: Practice(
        Text("Người đang bị kỷ luật, đang bị xem xét, điều tra", "People under discipline or investigation"),
        Text("cột Trạng thái (tạm dừng)", "column status (frozen)"),
    ),
    29: Practice(
        Text("Thứ bậc chức danh, phân biệt đề bạt, ngang và thấp hơn", "Rank of titles: promotion, equal, lower")
    ),
    30: Practice(Text("Thứ tự nguồn cán bộ cho chức danh của Đảng", "Order of sources for Party leaders"), _SCORES),
    31: Practice(
        Text(
            "Ưu tiên người có kinh nghiệm quản lý nhà nước cho Chủ tịch UBND", "State management experience for chairs"
        ),
        _SCORES,
    ),
    32: Practice(Text("Chức danh HĐND phải là đại biểu HĐND", "Council posts are for its deputies"), _DECISIONS),
    33: Practice(Text("Bí thư, Chủ tịch UBND không là người địa phương", "Secretary and chair are not locals")),
    34: Practice(Text("Thế nào là người địa phương", "What local means")),
    35: Practice(
        Text(
            "Không quá hai nhiệm kỳ liên tiếp là người đứng đầu một nơi",
            "At most two consecutive terms as head of one place",
        )
    ),
    36: Practice(
        Text("Người thân của lãnh đạo không giữ vị trí nhạy cảm", "No relative of a head in a sensitive post")
    ),
    37: Practice(Text("Người thân không cùng giữ chức danh liên quan", "No relatives in linked titles")),
    38: Practice(Text("Định kỳ chuyển đổi vị trí công tác", "Periodic change of sensitive positions")),
    39: Practice(Text("Luân chuyển ít nhất 36 tháng", "A rotation lasts 36 months at least")),
    40: Practice(Text("Người tạm thời không bố trí: đi học, thai sản, nghỉ ốm, đình chỉ", "People frozen for a time")),
    41: Practice(Text("Chuyên môn phù hợp lĩnh vực", "Training that fits the field")),
    42: Practice(Text("Bảy lĩnh vực theo Kết luận 195-KL/TW", "The seven fields of Conclusion 195-KL/TW")),
    43: Practice(Text("Phân biệt điều động và biệt phái", "Transfer or secondment")),
    44: Practice(Text("Thời hạn biệt phái, điều động", "Lengths of secondments")),
    45: Practice(Text("Dùng chung chuyên viên giữa các đơn vị lân cận", "Specialists shared by neighbouring units")),
    46: Practice(Text("Nơi cử đi giữ đủ người", "The sender keeps enough people")),
    47: Practice(
        Text(
            "Viên chức, hợp đồng cần thủ tục tiếp nhận", "Public employees and contract workers need another procedure"
        )
    ),
    48: Practice(Text("Danh sách đề nghị và nguyện vọng", "Requests of units and wishes of people")),
    49: Practice(Text("Cơ cấu nữ, trẻ, ba độ tuổi, dân tộc thiểu số", "Women, young people, age groups, minorities")),
    50: Practice(Text("Cán bộ người dân tộc thiểu số ở địa bàn miền núi", "Minority cadres in mountain areas")),
    51: Practice(Text("Hài hòa giữa các đơn vị cũ", "Mix of old units")),
    52: Practice(Text("Cân đối giữa các tỉnh cũ", "Balance of former provinces")),
    53: Practice(Text("Lãnh đạo bổ sung thế mạnh cho nhau", "Leaders who complete each other")),
    54: Practice(Text("Giữ ổn định, hạn chế xáo trộn", "Continuity and few moves")),
    55: Practice(Text("Công bằng năng lực giữa các đơn vị", "Fairness of capability across units")),
    56: Practice(Text("Kết quả đánh giá, xếp loại", "Performance ratings")),
    57: Practice(Text("Người nghỉ và người có thể nghỉ trước tuổi", "Leavers and people who may leave")),
    58: Practice(Text("Hỗ trợ đi lại theo khoảng cách", "Travel support by distance")),
    59: Practice(
        Text("Luân phiên ở địa bàn khó khăn, ưu tiên người tự nguyện", "Turns in hardship areas, volunteers first")
    ),
    60: Practice(Text("Người thuộc diện được bảo vệ", "Protected people")),
    61: Practice(Text("Vợ chồng công tác gần nhau", "Spouses within reach")),
    62: Practice(Text("Nguyện vọng của cán bộ", "Wishes")),
    63: Practice(
        Text("Bảo lưu lương, phụ cấp 6 tháng", "Pay kept for six months"),
        Text("không ảnh hưởng việc bố trí nên không tính", "does not bear on who serves where, so it is not counted"),
    ),
    64: Practice(Text("Giảm số người phải chuyển và quãng đường", "Few and short moves")),
    65: Practice(
        Text("Phần mềm đề xuất, cơ quan có thẩm quyền quyết định", "The tool proposes, people decide"),
        Text(
            "tờ trình và dự thảo quyết định; các cột rà soát ở trang Phương án",
            "submission and draft decisions; the review columns of the sheet Plan",
        ),
    ),
    66: Practice(
        Text("Ba bước: xây dựng, thẩm định, quyết định", "Three steps: draft, appraisal, decision"),
        Text(
            "danh sách trích ngang và biểu rà soát tiêu chuẩn; trang Kiểm tra quy tắc",
            "lists and the check of standards among the papers; sheet Rule check",
        ),
    ),
    67: Practice(Text("Rà soát, điều chỉnh nhiều lần, ít xáo trộn", "Repeated review with few changes")),
    68: Practice(
        Text("Trường hợp đặc biệt có lý do và người quyết định", "Exceptions with reason and author"),
        Text(
            "trang Quyết định, hành động ngoại lệ; trang Trường hợp đặc biệt của phương án",
            "sheet Decisions, action exception; sheet Exceptions of the plan",
        ),
    ),
    69: Practice(
        Text("Khách quan: cùng dữ liệu, cùng kết quả; giải thích được", "Impartial: same data, same plan; explained"),
        Text("lệnh `explain`", "command `explain`"),
    ),
    70: Practice(
        Text("Bảo mật, bảo vệ dữ liệu cá nhân", "Secrecy and personal data"),
        Text(
            "chạy trên máy, không kết nối mạng; mật khẩu tệp; bản thay tên",
            "works offline; passwords of files; copies with pseudonyms",
        ),
    ),
}
