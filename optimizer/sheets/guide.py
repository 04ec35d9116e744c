"""What the columns of a case mean, in words for the person who fills them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.entities import REQUIRED_SHEETS, SETTINGS_SHEET, SHEETS
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.record import Column

_BY_KIND: dict[str, Text] = {
    "code": Text("Mã, ghi dạng văn bản; giữ nguyên số 0 ở đầu.", "A code, written as text; leading zeros are kept."),
    "text": Text("Văn bản.", "Text."),
    "list": Text("Danh sách, ngăn cách bằng dấu chấm phẩy.", "A list, divided by semicolons."),
    "fields": Text("Lĩnh vực công tác, ngăn cách bằng dấu chấm phẩy.", "Fields of work, divided by semicolons."),
    "expertise": Text(
        "Lĩnh vực và số năm kinh nghiệm, ví dụ: đất đai:8; xây dựng:3.",
        "Fields of work and years of experience, for instance: land:8; construction:3.",
    ),
    "int": Text("Số nguyên.", "A whole number."),
    "number": Text("Số.", "A number."),
    "flag": Text("Đánh dấu x nếu có, để trống nếu không.", "Mark with x if so, else leave blank."),
    "date": Text(
        "Ngày/tháng/năm; chỉ biết tháng/năm hoặc năm thì ghi đúng phần đã biết.",
        "Day/month/year; where only the month or the year is known, write just that.",
    ),
    "degree": Text("Trình độ chuyên môn.", "Degree."),
    "theory": Text("Trình độ lý luận chính trị.", "Level of political theory."),
    "word": Text("Chọn trong danh sách.", "Choose from the list."),
    "grades": Text("Xếp loại chất lượng của năm ghi ở tiêu đề.", "Grade of the year in the header."),
    "params": Text(
        "Tham số dạng tên=giá trị, ngăn cách bằng dấu chấm phẩy.", "Parameters as name=value, divided by semicolons."
    ),
}

_BY_FIELD: dict[str, Text] = {
    "unit_code": Text("Mã đơn vị, như ở trang Đơn vị.", "Code of the unit, as on the Units sheet."),
    "title_code": Text("Mã chức danh, như ở trang Chức danh.", "Code of the title, as on the Titles sheet."),
    "round": Text(
        "Vòng rà soát đã đưa ra quyết định; chương trình tự ghi, quyết định nhập tay để trống.",
        "The review round a decision came from; the program writes it, leave it blank for your own decisions.",
    ),
    "origin": Text(
        "Ô của bản rà soát đã ghi quyết định; chương trình tự ghi.",
        "The cell of the reviewed copy that asked for it; the program writes it.",
    ),
    "cadre_id": Text("Mã riêng của từng người, không trùng nhau.", "Each person's own code, never used twice."),
    "cluster": Text("Cụm đơn vị gần nhau, nếu có chia cụm.", "Cluster of neighbouring units, if there are any."),
    "lat": Text("Vĩ độ (độ thập phân), để tính khoảng cách.", "Latitude in decimal degrees, for distances."),
    "lon": Text("Kinh độ (độ thập phân), để tính khoảng cách.", "Longitude in decimal degrees, for distances."),
    "rank": Text("Thứ bậc chức danh: 1 là cao nhất.", "Rank of the title: 1 is the highest."),
    "fields": Text(
        "Lĩnh vực của chức danh; người giữ phải có ít nhất một lĩnh vực này. Ngăn cách bằng dấu chấm phẩy.",
        "Fields of the title; its holder must have at least one of them. Divide by semicolons.",
    ),
    "min_years": Text("Số năm kinh nghiệm tối thiểu trong lĩnh vực.", "Least years of experience in the field."),
    "months_to_serve": Text(
        "Số tháng còn công tác ít nhất tính từ ngày lập phương án (ví dụ 60).",
        "Least months left to retirement, counted from the plan date (60, for instance).",
    ),
    "not_local": Text(
        "Đánh x nếu người giữ không được là người địa phương.", "Mark x if its holder must not be a local."
    ),
    "concurrent_with": Text(
        "Mã các chức danh được kiêm nhiệm, ngăn cách bằng dấu chấm phẩy.",
        "Codes of the titles that one person may hold together with it, divided by semicolons.",
    ),
    "sensitive": Text(
        "Đánh x nếu là vị trí nhạy cảm (nhân sự, kế toán, đất đai...).",
        "Mark x for a sensitive post (personnel, accounts, land...).",
    ),
    "min": Text("Số người ít nhất phải có; để trống là 0.", "Fewest holders; blank is 0."),
    "target": Text("Số người cần bố trí.", "Holders wanted."),
    "max": Text("Số người nhiều nhất; để trống thì bằng chỉ tiêu.", "Most holders; blank is the target."),
    "priority": Text(
        "Ưu tiên lấp ghế: số nhỏ quan trọng hơn.", "Priority in filling: the smaller number matters more."
    ),
    "current_title": Text("Chức danh đang giữ (mã hoặc tên).", "Title held now (code or name)."),
    "current_unit": Text(
        "Nơi đang công tác: mã hoặc tên đơn vị, tên đơn vị cũ, hoặc tên cơ quan khác.",
        "Present workplace: code or name of a unit, name of an old unit, or any other office.",
    ),
    "home_place": Text(
        "Quê quán: xã, huyện, tỉnh (theo tên cũ hoặc mới).",
        "Home place: commune, district, province (old or new names).",
    ),
    "residence": Text("Nơi ở hiện nay: xã, huyện, tỉnh.", "Residence: commune, district, province."),
    "degree": Text("Trình độ chuyên môn cao nhất.", "Highest degree."),
    "major": Text("Chuyên ngành đào tạo.", "Field of study."),
    "rating": Text("Điểm đánh giá từ 0 đến 100.", "Rating from 0 to 100."),
    "planned_titles": Text(
        "Chức danh được quy hoạch, ngăn cách bằng dấu chấm phẩy.",
        "Titles the person is planned for, divided by semicolons.",
    ),
    "wishes": Text(
        "Đơn vị có nguyện vọng về công tác, theo thứ tự, ngăn cách bằng dấu chấm phẩy.",
        "Units wished for, in order, divided by semicolons.",
    ),
    "protected": Text(
        "Đánh x nếu thuộc diện bảo vệ (thai sản, nuôi con nhỏ, bệnh nặng...).",
        "Mark x for a protected person (pregnancy, small child, illness...).",
    ),
    "rotation_since": Text(
        "Ngày bắt đầu đợt luân chuyển; chỉ ghi với người đang luân chuyển.",
        "The day the rotation began; only for somebody who is in one.",
    ),
    "hardship_years": Text(
        "Số năm đã công tác ở vùng đặc biệt khó khăn; chỉ dùng để xét khả năng nghỉ hưu sớm.",
        "Years worked in especially hard areas; used only to judge who may retire early.",
    ),
    "discipline": Text(
        "Hình thức và ngày kỷ luật, ví dụ “cảnh cáo 15/06/2024”; để trống hoặc ghi “không” nếu không có.",
        "Form and date of a disciplinary measure, such as “warning 15/06/2024”; blank or “no” where there is none.",
    ),
    "under_review": Text(
        "Ghi nếu đang bị xem xét kỷ luật, điều tra; để trống hoặc ghi “không” nếu không.",
        "Say so where a review or investigation is going on; blank or “no” where there is none.",
    ),
    "status": Text("Người “nghỉ” hoặc “tạm dừng” không được bố trí.", "People “leaving” or “frozen” are not placed."),
    "score": Text("Điểm phù hợp, thay cho điểm chương trình tính.", "Suitability, in place of the computed one."),
    "action": Text(
        "khóa: phải giữ ghế này; cấm: không giữ ghế này; giữ: ở nguyên chỗ; loại: không bố trí; ngoại lệ: cho phép "
        "không theo quy tắc.",
        "lock: must hold this seat; forbid: must not; keep: stays; exclude: not placed; exception: the rule is lifted.",
    ),
    "rule": Text("Tên quy tắc.", "Name of the rule."),
    "on": Text(
        "Đánh x để áp dụng; để trống hoặc ghi “không” là tắt (nếu cả cột để trống thì mọi dòng đều áp dụng).",
        "Mark x to apply it; blank or “no” switches it off (where the whole column is blank, every row applies).",
    ),
    "mode": Text(
        "Cứng: không được vi phạm; mềm: vi phạm thì bị trừ theo trọng số.",
        "Hard: never broken; soft: breaking it costs its weight.",
    ),
    "level": Text("Cấp.", "Level."),
    "weight": Text(
        "Trọng số so với các mục tiêu cùng cấp; với quy tắc mềm là giá của mỗi đơn vị vi phạm. Số từ 0 đến 1.000.000.",
        "Weight beside the other objectives of its level; of a soft rule, the price of each unit of violation. From 0 to "
        "1,000,000.",
    ),
    "from_date": Text(
        "Áp dụng từ ngày này, so với ngày lập phương án; để trống là không giới hạn.",
        "In force from this day on, compared with the plan date; blank for no limit.",
    ),
    "to_date": Text(
        "Áp dụng đến hết ngày này, so với ngày lập phương án; để trống là không giới hạn.",
        "In force up to and including this day, compared with the plan date; blank for no limit.",
    ),
    "topic": Text("Nhóm của quy tắc; chỉ để đọc.", "Subject of the rule; to be read only."),
    "explanation": Text(
        "Quy tắc nói gì, từng tham số nghĩa là gì và nhận giá trị nào; chỉ để đọc.",
        "What the rule says, what each parameter means and which values it takes; to be read only.",
    ),
    "basis": Text("Văn bản hoặc trang dữ liệu làm căn cứ; chỉ để đọc.", "The document it rests on; to be read only."),
}
_LEVEL_OF_RULE = Text(
    "Thứ tự xét: cấp 1 là ghế trống, sau đó 2, 3... đến 9.",
    "Order of importance: level 1 is vacancies, then 2, 3... up to 9.",
)


def meaning(name: str, column: Column) -> Text:
    """Return what a column means: the note of its field, else what stands here, else what its kind of cell holds."""
    if column.note.vi:
        return column.note
    if name == "level" and column.kind == "int":
        return _LEVEL_OF_RULE
    return _BY_FIELD.get(name) or _BY_KIND[column.kind]


def guide_lines() -> list[tuple[Text, Text]]:
    """Return the guide: a topic and its explanation a line."""
    required = Text(
        ", ".join(s.sheet_name.vi for s in REQUIRED_SHEETS), ", ".join(s.sheet_name.en for s in REQUIRED_SHEETS)
    )
    optional = [s for s in SHEETS if s not in REQUIRED_SHEETS]
    others = Text(", ".join(s.sheet_name.vi for s in optional), ", ".join(s.sheet_name.en for s in optional))
    return [
        (
            Text("Bắt đầu", "Start"),
            Text(
                "Điền bốn trang bắt buộc (thẻ màu đỏ): {sheets}. Các dòng nền xám chữ nghiêng là ví dụ: xóa trước "
                "khi dùng.",
                "Fill in the four required sheets (red tabs): {sheets}. Grey rows in italics are examples: delete "
                "them first.",
            ).format(sheets=required),
        ),
        (
            Text("Trang không bắt buộc", "Optional sheets"),
            Text(
                "{sheets}, {settings}. Không cần thì để trống.",
                "{sheets}, {settings}. Leave them empty where not needed.",
            ).format(sheets=others, settings=SETTINGS_SHEET),
        ),
        (
            Text("Ý nghĩa cột", "What a column means"),
            Text(
                "Di chuột lên ô tiêu đề để xem. Tiêu đề nền đậm là cột bắt buộc. Thứ tự cột tùy ý; cột lạ được giữ "
                "lại và chép sang kết quả.",
                "Point at a header to read it. Dark headers are required. Columns may stand in any order; unknown "
                "ones are carried to the results.",
            ),
        ),
        (
            Text("Mã", "Codes"),
            Text(
                "Mã là văn bản: số 0 ở đầu được giữ (00123 khác 123).",
                "Codes are text: leading zeros are kept (00123 is not 123).",
            ),
        ),
        (
            Text("Tên địa danh", "Names of places"),
            Text(
                "Dấu có nghĩa: Cẩm Giang và Cẩm Giàng là hai xã. Vị trí đặt dấu thanh (Hòa, Hoà) không quan trọng.",
                "Accents matter: Cẩm Giang and Cẩm Giàng are two communes. Where the tone mark stands (Hòa, Hoà) "
                "does not.",
            ),
        ),
        (
            Text("Chỉ tiêu", "Seats"),
            Text(
                "Mỗi dòng là một chức danh của một đơn vị. Cũng có thể ghi dạng bảng: đơn vị theo hàng, mã chức danh "
                "theo cột, mỗi ô là chỉ tiêu.",
                "Each row is one title of one unit. A table works as well: units down, title codes across, each cell "
                "the target.",
            ),
        ),
        (
            Text("Quyết định", "Decisions"),
            Text(
                "Đơn vị hoặc chức danh để trống nghĩa là bất kỳ. Ngoại lệ cần ghi quy tắc, lý do, người quyết định.",
                "A blank unit or title means any. An exception needs its rule, its reason and who allowed it.",
            ),
        ),
        (
            Text("Quy tắc", "Rules"),
            Text(
                "Trang Quy tắc liệt kê sẵn mọi quy tắc và mục tiêu theo mặc định; để nguyên cũng như không có trang này. "
                "Đánh x vào cột Bật để áp dụng, đổi Mức, Cấp, Trọng số, Tham số nếu cần; cột Giải thích nói rõ giá trị "
                "được phép.",
                "The sheet Rules lists every rule and objective with its defaults; left as it is, it changes nothing. "
                "Mark x to apply a rule, change its mode, level, weight and parameters where needed; the column "
                "explanation says which values are allowed.",
            ),
        ),
        (
            Text("Kiểm tra", "Checking"),
            Text(
                "Chạy `placement check tệp.xlsx` để biết mọi chỗ sai theo từng ô, rồi `placement solve tệp.xlsx "
                "--out phương-án.xlsx`.",
                "Run `placement check case.xlsx` to see every problem by cell, then `placement solve case.xlsx --out "
                "plan.xlsx`.",
            ),
        ),
    ]
